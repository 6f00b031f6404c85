"""Dependence, benchmarks: the four limits of the EU Critical Raw Materials Act for any set of members."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from geo.errors import SelectionError
from geo.figure.receipt import Receipt
from geo.figure.source import Source
from geo.schema.codes import Benchmark
from geo.topics.dependence.answer.benchmark import STUDY, Measured
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.answer.grounds import Printed
from geo.topics.dependence.charts.shares import Limit, empty_track, limit_bars
from geo.topics.dependence.figures.benchmark import Subject, gauge_receipt
from geo.topics.dependence.figures.world_columns import gauges_table
from geo.topics.dependence.model.benchmark import LIMITS_CAVEAT, TRADE_STAND_IN, GaugeState, StandIn
from geo.topics.dependence.page import answers
from geo.topics.dependence.page.controls import DependenceView
from geo.topics.dependence.question import OWN_SET
from geo.ui import cache, charts, frame, prose, tables
from geo.ui.receipt import receipt_button
from geo.ui.selection import Selection
from geo.view import words
from geo.view.legend import Legend, LegendEntry, Swatch, legend_html
from geo.view.palette import Role

ROLE_OF_STATE = {
    GaugeState.MET: Role.HOME,
    GaugeState.MISSED: Role.RISK,
    GaugeState.UNDECIDED: Role.OTHER,
    GaugeState.NO_DATA: Role.OTHER,
}
US_FIGURES = "U.S. output over U.S. consumption, both as the U.S. Geological Survey prints them."
SIGNS = {
    GaugeState.MET: "✓ met",
    GaugeState.MISSED: "× missed",
    GaugeState.UNDECIDED: "± undecided",
    GaugeState.NO_DATA: "– no data",
}
"""State with a sign, so that it can be read without colour."""
NAMES = {
    Benchmark.EXTRACTION: "Extraction: at least 10 % of consumption",
    Benchmark.PROCESSING: "Processing: at least 40 % of consumption",
    Benchmark.RECYCLING: "Recycling: at least 25 % of consumption",
    Benchmark.SINGLE_COUNTRY: "One third country: at most 65 % of consumption",
}


def show(selection: Selection, view: DependenceView, answer: Dependence) -> None:
    """Draw the gauges."""
    theme = frame.theme()
    left, right = st.columns([2, 1], gap="medium")
    name = _name(view, answer)
    title = f"Limits of the EU Critical Raw Materials Act for {name}, {selection.mineral.label.lower()}"
    kept = _sources(answer)
    subject = Subject(selection.mineral, answer.gauge_set, cache.geography().names, kept)
    with left:
        st.caption(f"**{prose.text(title)}.** The upright mark is the limit for 2030.")
        limits = [_limit(row) for row in answer.gauges]
        charts.draw("limits", (title, tuple(limits)), lambda: limit_bars(limits, theme, title=title))
        entries = (
            LegendEntry(Swatch.FILL, theme.marks[Role.HOME], "Met"),
            LegendEntry(Swatch.FILL, theme.marks[Role.RISK], "Missed"),
            LegendEntry(Swatch.FILL, theme.marks[Role.OTHER], "Undecided within its bounds"),
            LegendEntry(Swatch.FILL, empty_track(theme), "No data"),
            LegendEntry(Swatch.OUTLINE, theme.ink, "Stand-in, named below its bar; it meets or misses nothing"),
        )
        st.html(legend_html(Legend((), entries), theme))
        _receipts(answer, subject)
    with right, st.container(key="answer"):
        _answer(answer, name)
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in kept))
    st.markdown("##### The limits in full")
    tables.show(gauges_table(answers.asked_of(answer), f"{title} ({answer.gauge_set.name})", kept))


def _name(view: DependenceView, answer: Dependence) -> str:
    """Return the set of members as it stands inside a sentence."""
    if view.question.set == OWN_SET:
        return "the roster"
    if answer.gauge_set.members == cache.geography().eu:
        return "the European Union"
    return words.in_sentence(answer.gauge_set.name)


def _receipts(answer: Dependence, subject: Subject) -> None:
    """Draw a button a figure shown, which opens its receipt."""
    shown = [row for row in answer.gauges if row.shown is not None and row.ground is not None]
    if not shown:
        return
    for column, row in zip(st.columns(len(answer.gauges)), shown, strict=False):
        with column:
            receipt_button(
                row.gauge.benchmark.value.capitalize(),
                partial(_receipt, row, subject),
                key=f"dependence.gauge.{row.gauge.benchmark.name.lower()}",
                printed=_words(row),
            )


def _receipt(row: Measured, subject: Subject) -> Receipt:
    found = gauge_receipt(row, subject)
    if found is None:
        raise SelectionError(f"the limit on {row.gauge.benchmark.value} shows no figure, hence it has no receipt")
    return found


def _sources(answer: Dependence) -> tuple[Source, ...]:
    """Return the editions behind the gauges, and no others."""
    used = {source_id for row in answer.gauges for source_id in row.source_ids}
    held = (*answers.world().sources, *answer.facts.sources)
    return tuple(dict.fromkeys(source for source in held if source.source_id in used))


def _limit(row: Measured) -> Limit:
    gauge = row.gauge
    shown = None if row.stand_in is None or row.stand_in.value is None else row.stand_in.value
    return Limit(
        name=NAMES[gauge.benchmark],
        target=gauge.benchmark.target,
        low=None if gauge.value is None else gauge.value.low,
        high=None if gauge.value is None else gauge.value.high,
        stand_in=None if shown is None else (shown.low, shown.high),
        state=SIGNS[gauge.state],
        text=_words(row),
        role=ROLE_OF_STATE[gauge.state],
    )


def _words(row: Measured) -> str:
    """Return the figure shown in words, with what it is of and its years."""
    gauge, shown = row.gauge, row.shown
    if shown is None:
        return "No figure; the reason stands beside the chart"
    figure = words.share_range(shown.low, shown.high)
    if row.stands_for is not None:
        # Up to all of it is no upper end.
        figure = words.share_range(shown.low, None) if shown.high >= 1.0 > shown.low else figure
        of = {
            StandIn.WORLD: f"{figure} of world output",
            StandIn.EU_SOURCING: f"{figure} of EU sourcing is the EU's own",
            StandIn.EU_RATE: f"{figure} is the rate of the EU",
        }[row.stands_for]
        return f"In its place: {of}, {row.period}"
    country = "" if gauge.country is None else f"{cache.geography().names[gauge.country]} "
    of = "imports from outside" if TRADE_STAND_IN in gauge.stands_in else "consumption"
    if gauge.benchmark is Benchmark.RECYCLING and row.period == STUDY:
        of = "material input is old scrap"
    return f"{country}{figure} of {of}, {row.period}"


def _judged(rows: Sequence[Measured], state: GaugeState) -> str:
    limits = words.listing([_named(row) for row in rows])
    return f"the limit on {limits} is {state.value}" if len(rows) == 1 else f"the limits on {limits} are {state.value}"


def _named(row: Measured) -> str:
    name = row.gauge.benchmark.value
    return f"a {name}" if row.gauge.benchmark is Benchmark.SINGLE_COUNTRY else name


def _answer(answer: Dependence, name: str) -> None:
    counts = {state: [row for row in answer.gauges if row.gauge.state is state] for state in GaugeState}
    said = [_judged(rows, state) for state, rows in counts.items() if rows and state is not GaugeState.NO_DATA]
    missing = words.listing([_named(row) for row in counts[GaugeState.NO_DATA]])
    st.subheader(
        f"For {prose.text(name)}: {prose.text('; '.join(said)) or 'no limit can be judged'}{f'; no data for {prose.text(missing)}' if missing else ''}.",
        anchor=False,
    )
    said_of: dict[str, list[str]] = {}
    for row in answer.gauges:
        notes = (*row.gauge.stands_in, *(() if row.stand_in is None else row.stand_in.stands_in))
        reason = [words.sentence(row.gauge.reason)] if row.gauge.reason else []
        how = [US_FIGURES] if isinstance(row.ground, Printed) else []
        said_of.setdefault(" ".join([*reason, *how, *notes]), []).append(row.gauge.benchmark.value)
    for remark, names in said_of.items():
        if remark:
            st.markdown(f"**{prose.text(words.listing(names).capitalize())}.** {prose.text(remark)}")
    st.caption(f"{LIMITS_CAVEAT} The limits bind the European Union; for other sets of members they are a yardstick.")
