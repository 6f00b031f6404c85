"""Dependence, benchmarks: the four limits of the EU Critical Raw Materials Act for any set of members."""

from __future__ import annotations

import streamlit as st

from geo.answer.dependence import OWN_SET, Dependence
from geo.answer.dependence_benchmark import Measured
from geo.answer.sources import Source
from geo.model.benchmark import LIMITS_CAVEAT, TRADE_STAND_IN, Benchmark, GaugeState
from geo.model.interval import NoData
from geo.ui import cache, charts, dependence_tables, frame
from geo.ui import dependence_words as say
from geo.ui.dependence_controls import DependenceView
from geo.ui.selection import Selection
from geo.view import words
from geo.view.charts_dependence import Limit, limit_bars
from geo.view.legend import Legend, LegendEntry, Swatch, legend_html
from geo.view.palette import Role

ROLE_OF_STATE = {
    GaugeState.MET: Role.HOME,
    GaugeState.MISSED: Role.RISK,
    GaugeState.UNDECIDED: Role.OTHER,
    GaugeState.NO_DATA: Role.OTHER,
}
NAMES = {
    Benchmark.EXTRACTION: "Extraction: at least 10 % of consumption",
    Benchmark.PROCESSING: "Processing: at least 40 % of consumption",
    Benchmark.RECYCLING: "Recycling: at least 25 % of consumption",
    Benchmark.SINGLE_COUNTRY: "One third country: at most 65 % of consumption",
}


def show(selection: Selection, view: DependenceView, answer: Dependence) -> None:
    """Draw the gauges."""
    theme, geography = frame.theme(), cache.geography()
    left, right = st.columns([2, 1], gap="medium")
    name = "the roster" if view.question.members == OWN_SET else answer.gauge_set.name
    title = f"Limits of the EU Critical Raw Materials Act for {name}, {selection.mineral.label.lower()}"
    with left:
        st.caption(f"**{title}.** The upright mark is the limit for 2030.")
        limits = [_limit(row) for row in answer.gauges]
        charts.draw("limits", (title, tuple(limits)), lambda: limit_bars(limits, theme, title=title))
        entries = (
            LegendEntry(Swatch.FILL, theme.marks[Role.HOME], "Met"),
            LegendEntry(Swatch.FILL, theme.marks[Role.RISK], "Missed"),
            LegendEntry(Swatch.FILL, theme.marks[Role.OTHER], "Undecided within its bounds"),
            LegendEntry(Swatch.FILL, theme.hatch, "No data"),
            LegendEntry(Swatch.OUTLINE, theme.ink, "Part in world output, which is not consumption"),
        )
        st.html(legend_html(Legend((), entries), theme))
    with right, st.container(key="answer"):
        _answer(answer, name)
    kept = _sources(selection, answer)
    st.caption("**Sources.** " + " · ".join(f"[{source.line}]({source.url})" for source in kept))
    st.markdown("##### The limits in full")
    number = st.column_config.NumberColumn(format="%.1f")
    rows = dependence_tables.gauge_rows(answer.gauges, geography)
    frame.show_table(
        rows,
        key="dependence.gauges",
        title=f"{title}, {answer.gauge_set.name}",
        sources=kept,
        columns=dict.fromkeys([name for name in rows.columns if name.endswith("%")], number),
    )


def _sources(selection: Selection, answer: Dependence) -> tuple[Source, ...]:
    """Return the editions behind the gauges, and no others."""
    world, facts = cache.world(), answer.facts
    used = {entry.source_id for entry in world.newest(selection.mineral).values()} | set(world.rates["source_id"])
    used |= {balance.source.source_id for balance in facts.balances.values()}
    used |= {balance.output.source_id for balance in facts.balances.values()}
    used |= set() if isinstance(facts.trade, NoData) else {facts.trade.trade.source.source_id}
    return tuple(dict.fromkeys(source for source in (*world.sources, *facts.sources) if source.source_id in used))


def _limit(row: Measured) -> Limit:
    gauge = row.gauge
    shown = None if row.stand_in is None or row.stand_in.value is None else row.stand_in.value
    return Limit(
        name=NAMES[gauge.benchmark],
        target=gauge.benchmark.target,
        low=None if gauge.value is None else gauge.value.low,
        high=None if gauge.value is None else gauge.value.high,
        stand_in=None if shown is None else (shown.low, shown.high),
        text=_words(row),
        role=ROLE_OF_STATE[gauge.state],
    )


def _words(row: Measured) -> str:
    gauge = row.gauge
    if gauge.value is None:
        made = None if row.stand_in is None else row.stand_in.value
        part = "" if made is None else f"; {words.share_range(made.low, made.high)} of world output"
        return f"No data: {gauge.reason}{part}"
    figure = words.share_range(gauge.value.low, gauge.value.high)
    country = "" if gauge.country is None else f"{cache.geography().names[gauge.country]} "
    year = "" if row.year is None else f", {row.year}"
    of = " of their imports" if TRADE_STAND_IN in gauge.stands_in else ""
    return f"{gauge.state.value.capitalize()}: {country}{figure}{of}{year}"


def _answer(answer: Dependence, name: str) -> None:
    counts = {state: [row for row in answer.gauges if row.gauge.state is state] for state in GaugeState}
    said = [
        f"{words.listing([row.gauge.benchmark.value for row in rows])} {state.value}"
        for state, rows in counts.items()
        if rows and state is not GaugeState.NO_DATA
    ]
    missing = counts[GaugeState.NO_DATA]
    st.subheader(
        f"For {name}: {'; '.join(said) or 'no limit can be judged'}"
        + (f"; no data for {words.listing([row.gauge.benchmark.value for row in missing])}." if missing else "."),
        anchor=False,
    )
    said_of: dict[str, list[str]] = {}
    for row in answer.gauges:
        notes = (*row.gauge.stands_in, *(() if row.stand_in is None else row.stand_in.stands_in))
        reason = [say.sentence(row.gauge.reason)] if row.gauge.reason else []
        said_of.setdefault(" ".join([*reason, *notes]), []).append(row.gauge.benchmark.value)
    for remark, names in said_of.items():
        if remark:
            st.markdown(f"**{words.listing(names).capitalize()}.** {remark}")
    st.caption(
        f"{LIMITS_CAVEAT} The limits bind the European Union; for other sets of members they are a yardstick."
        + ("" if not isinstance(answer.facts.trade, NoData) else f" Imports: {answer.facts.trade.reason}.")
    )
