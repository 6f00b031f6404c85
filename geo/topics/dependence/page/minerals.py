"""Dependence, all minerals: where to look, by concentration and governance of the suppliers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.evidence.output_columns import HHI_HELP, of_series
from geo.evidence.receipt_production import concentration_receipt
from geo.model.interval import Interval
from geo.model.lookout import GOVERNANCE
from geo.schema.codes import Mineral
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.dependence import Dependence, Spot
from geo.topics.dependence.charts.lookout import HIGH_HHI, PICK, lookout
from geo.topics.dependence.charts.lookout import Spot as SpotMark
from geo.topics.dependence.figures.world_columns import spots_table
from geo.topics.dependence.page import answers
from geo.ui import cache, charts, frame, prose, receipt, tables
from geo.ui.selection import Selection
from geo.view import words
from geo.words.series import short

CHART = "dependence.lookout"
TABLE = "dependence.minerals"
CHOSEN = "dependence.lookout.chosen"
CODES = "dependence.minerals.codes"
"""Session key: minerals in the order of the table's rows."""
MOST_SAID = 4


def show(selection: Selection, answer: Dependence) -> None:
    """Draw the scatter, the answer, and the table with the same minerals."""
    spots = [spot for spot in answer.spots if spot.governance.known is not None]
    st.session_state[CODES] = [spot.series.mineral for spot in answer.spots]
    left, right = st.columns([2, 1], gap="medium")
    title = f"Concentration and governance, {selection.stage.value} stage"
    with left:
        st.caption(
            f"**{prose.text(title)}**, newest year of each mineral. To the right: more concentrated, "
            "by the HHI (1 is a single supplier). Up: weaker governance. A line "
            "leads to the dot from the low end of the HHI; dashed: HHI 0.18, and the mean of all countries. Click a dot to choose."
        )
        marks = [_mark(spot, is_chosen=spot.series.mineral == selection.mineral) for spot in spots]
        look = frame.theme()
        shown = charts.described("lookout", (title, tuple(marks)), lambda: lookout(marks, look, title=title))
        st.vega_lite_chart(spec=shown, theme=None, key=CHART, on_select="rerun", selection_mode=PICK)
    with right, st.container(key="answer"):
        _answer(selection, answer)
    table = spots_table(answers.asked_of(answer))
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in table.sources))
    st.markdown("##### All minerals of the stage")
    tables.show(table)


def picked_mineral(state: Any) -> str | None:
    """Return the mineral that is selected on the chart, by its code; None if nothing is."""
    points = state.get("selection", {}).get(PICK, []) if state else []
    code = points[0].get("code") if points else None
    return code if isinstance(code, str) and code in [mineral.value for mineral in Mineral] else None


def follow_choice() -> None:
    """Make the mineral that was clicked, or chosen in the table, the mineral of the bar; call it before the bar is drawn."""
    session = st.session_state
    codes = session.get(CODES, [])
    picked = picked_mineral(session.get(CHART))
    is_new, session[CHOSEN] = picked != session.get(CHOSEN), picked
    if not is_new or picked is None:
        is_new, row = frame.new_row(TABLE)
        picked = codes[row] if is_new and row is not None and row < len(codes) else None
    if picked in codes:
        session["mineral"] = picked


def _mark(spot: Spot, *, is_chosen: bool) -> SpotMark:
    result, governance = spot.series.result, spot.governance
    name = short(spot.series.subject)
    hhi = say.interval(_hhi(spot))
    return SpotMark(
        code=spot.series.mineral,
        name=name,
        hhi_low=result.hhi_low,
        hhi_high=result.hhi_high,
        governance=governance.known or 0.0,
        tip=f"{words.at_start(spot.series.subject)} {spot.series.period}: HHI {hhi}, governance of the suppliers {governance.known:.2f}, largest "
        f"{cache.geography().names[result.leader.area]} {words.share(result.top1)}",
        is_chosen=is_chosen,
    )


def _answer(selection: Selection, answer: Dependence) -> None:
    ranked = sorted(answer.spots, key=lambda spot: -spot.series.result.hhi_high)
    if not ranked:
        st.subheader("No output by country is held at this stage.", anchor=False)
        return
    high = [spot for spot in ranked if spot.series.result.hhi_low > HIGH_HHI]
    first = words.listing([spot.series.subject for spot in ranked[:MOST_SAID]])
    st.subheader(
        f"At the {prose.text(selection.stage.value)} stage {len(high)} of {len(ranked)} minerals are highly concentrated; {prose.text(first)} most of all.",
        anchor=False,
    )
    own = next((spot for spot in answer.spots if spot.series.mineral == selection.mineral), None)
    if own is not None:
        place = 1 + ranked.index(own)
        rank, index, governed = st.columns(3)
        rank.metric(
            f"{prose.text(short(own.series.subject))}, place",
            f"{prose.text(place)} of {len(ranked)}",
            help="By the high end of the HHI.",
        )
        with index:
            receipt.figure(
                "HHI, 0 to 1",
                say.interval(_hhi(own)),
                lambda: of_series(cache.atlas(), own.series, concentration_receipt),
                key="minerals-hhi",
                help=HHI_HELP,
            )
        with governed:
            _governance(answer, own)
    leaders: dict[str, int] = {}
    for spot in ranked:
        leaders[spot.series.result.leader.area] = leaders.get(spot.series.result.leader.area, 0) + 1
    top, count = max(leaders.items(), key=lambda pair: (pair[1], pair[0]))
    name = words.at_start(words.in_sentence(cache.geography().names[top]))
    st.markdown(f"**{prose.text(name)}** is the largest supplier of {prose.text(count)} of them.")
    st.caption(
        f"Governance is the mean of the six World Bank indicators of {prose.text(answers.world().governance_year)}, weighted by the "
        "suppliers' shares: −2.5 weak, 2.5 strong, 0 the mean of all countries. Both means are this app's own. Highly "
        "concentrated is an HHI above 0.18, a threshold of competition law for firms; for countries it is a convention. The "
        "picture shows structure, not how likely a disruption is."
    )


def _governance(answer: Dependence, own: Spot) -> None:
    known, asked = own.governance.known, answers.asked_of(answer)
    if known is None:
        st.metric("Governance", words.NO_DATA)
        return
    printed = f"{known:.2f}".replace("-", words.MINUS)
    receipt.figure("Governance", printed, lambda: asked.governance(own.series).until(GOVERNANCE), key="governance")


def _hhi(spot: Spot) -> Interval:
    return Interval(spot.series.result.hhi_low, spot.series.result.hhi_high)
