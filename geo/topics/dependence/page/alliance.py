"""Dependence, next members: what each possible member would add to the roster's share, as a matrix."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.evidence.output_columns import of_series
from geo.evidence.receipt_production import inside_receipt
from geo.model.gain import Series
from geo.schema.codes import Mineral
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.answer.gain import LINKED_WORDS, NO_POLICY, Gain, NextMembers
from geo.topics.dependence.charts.shares import Cell, gain_heatmap
from geo.topics.dependence.figures.output import gain_receipt
from geo.topics.dependence.figures.world_columns import gains_table
from geo.topics.dependence.page import answers
from geo.ui import cache, charts, frame, prose, receipt, tables
from geo.ui.selection import Selection
from geo.view import words
from geo.view.charts import Bar, share_bars
from geo.view.legend import Legend, LegendEntry, LegendRamp, Swatch, legend_html
from geo.view.palette import WORLD_SHARE, Role
from geo.words.series import short

MOST_BARS = 6
NOW = "The roster now"
LEAST_SHOWN = 0.0005
"""Gains below 0.05 points are printed as a dot: they are there, and too small to read."""


def show(selection: Selection, answer: Dependence) -> None:
    """Draw matrix and answer."""
    found = answer.next_members
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _matrix(selection, found)
    with right, st.container(key="answer"):
        _answer(selection, answer)
    table = gains_table(answers.asked_of(answer))
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in table.sources))
    st.markdown("##### Every cell")
    tables.show(table, height_px=360)


def _matrix(selection: Selection, found: NextMembers) -> None:
    if not found.minerals or not found.candidates:
        st.info("No possible next member has a printed output at this stage.", icon=":material/info:")
        return
    theme = frame.theme()
    st.caption(
        f"**What each candidate would add, {prose.text(selection.stage.value)} stage**, in points of world supply, newest year of each mineral."
    )
    cells = [_base_cell(mineral, found, is_chosen=mineral is selection.mineral) for mineral in found.minerals]
    cells += [
        _cell(_counted(mineral, found), gain, is_chosen=mineral is selection.mineral)
        for mineral in found.minerals
        for gain in found.gains(mineral)
    ]
    rows = (NOW, *(candidate.name for candidate in found.candidates))
    columns = tuple(_counted(mineral, found) for mineral in found.minerals)
    title = f"What each candidate would add, {selection.stage.value} stage"
    key = (title, rows, columns, tuple(cells))
    charts.draw("gains", key, lambda: gain_heatmap(cells, rows, columns, theme, title=title))
    labels = tuple(label.replace(" 1 %", " 1 point").replace("%", "points") for label in WORLD_SHARE.labels)
    ramp = LegendRamp("Gain in share of world supply", theme.ramp(WORLD_SHARE), labels)
    entries = (
        LegendEntry(Swatch.FILL, theme.areas[Role.MEMBER], "What the roster holds now, low end, %"),
        LegendEntry(Swatch.FILL, theme.land, "not listed: unknown, at most what no named country holds"),
        LegendEntry(Swatch.FILL, theme.hatch, "W: withheld by the publisher"),
    )
    st.html(legend_html(Legend((ramp,), entries), theme))


def _base_cell(mineral: Mineral, found: NextMembers, *, is_chosen: bool) -> Cell:
    base = found.base(mineral)
    low = 0.0 if base is None else base.low
    held = words.NO_DATA if base is None else f"{words.share_range(base.low, base.high)} of world supply"
    return Cell(
        row=NOW,
        column=_counted(mineral, found),
        value=low,
        text=_short(low),
        tip=f"The roster now, {_counted(mineral, found)}: {held}",
        is_chosen=is_chosen,
        is_base=True,
    )


def _counted(mineral: Mineral, found: NextMembers) -> str:
    """Return what the series of a mineral counts, as a label."""
    series = found.series(mineral)
    return mineral.label if series is None else short(series.subject)


def _cell(column: str, gain: Gain, *, is_chosen: bool) -> Cell:
    hidden = gain.is_withheld and not gain.share.low > 0
    text = "W" if hidden else _short(gain.share.low)
    figure = "withheld by the publisher" if hidden else f"{say.points(gain)} of world supply"
    return Cell(
        row=gain.candidate.name,
        column=column,
        value=None if hidden else gain.share.low,
        text=text,
        tip=f"{gain.candidate.name}, {column}: {figure}",
        is_chosen=is_chosen,
    )


def _short(share: float) -> str:
    if not share > 0:
        return ""
    if share < LEAST_SHOWN:
        return "·"
    return f"{100 * share:.1f}" if share < 0.0995 else f"{100 * share:.0f}"


def _best(answer: Dependence, series: Series, best: Gain) -> None:
    """Print what the candidate with the largest gain adds, and what the roster would hold with it."""
    name, roster = best.candidate.name, answer.roster
    receipt.receipt_button(
        f"{name}: {say.points(best)}",
        lambda: of_series(cache.atlas(), series, lambda output, cells: gain_receipt(best, roster, output, cells)),
        key="gain",
        printed=say.points(best),
    )
    joined = answer.next_members.joined(answer.facts.mineral, best.candidate, roster)
    if joined is None:
        return
    held = words.inside_roster(joined)
    larger = replace(roster, name=f"{roster.name} with {name}", members=roster.members | best.candidate.countries)
    receipt.receipt_button(
        f"With {words.in_sentence(name)} the roster would hold {held}",
        lambda: of_series(cache.atlas(), series, lambda output, cells: inside_receipt(output, cells, larger)),
        key="joined",
        printed=held,
    )


def _answer(selection: Selection, answer: Dependence) -> None:
    found = answer.next_members
    st.subheader(prose.text(say.changes(answer)), anchor=False)
    gains = [gain for gain in found.gains(selection.mineral) if gain.share.low > 0][:MOST_BARS]
    series = found.series(selection.mineral)
    if gains and series is not None:
        title = f"Gain in share of {say.goods(answer)}, {series.period}, points"
        st.caption(prose.text(title))
        bars = [Bar(gain.candidate.name, gain.share.low, say.points(gain), Role.MEMBER) for gain in gains]
        look = frame.theme()
        charts.draw("bars.gains", (title, tuple(bars)), lambda: share_bars(bars, look, title=title))
        _best(answer, series, gains[0])
    who = "Every country outside the roster." if found.everyone else LINKED_WORDS
    st.caption(
        f"{NO_POLICY}  \n**Candidates.** {prose.text(who)} The {len(found.candidates)} with the largest "
        "sum of gains are shown, and whoever a preset names."
    )
