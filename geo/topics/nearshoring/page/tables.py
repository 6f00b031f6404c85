"""Tables under the near-shoring map: filters, ranking, mix, frontier, options, today's suppliers, outlook, projects."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.evidence.shared import Origin
from geo.figure.column import Table
from geo.topics.nearshoring.answer.options import Decision
from geo.topics.nearshoring.figures.columns import options_table, ranking_table
from geo.topics.nearshoring.figures.mix_columns import frontier_table, mix_table
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.figures.supply_columns import (
    filters_table,
    outlook_table,
    projects_table,
    suppliers_table,
    suppliers_view,
)
from geo.topics.nearshoring.picture import hub_sentences
from geo.topics.nearshoring.words.answer import TOPSIS_WORDS, doubtful_sentence, expected_growth
from geo.ui import prose
from geo.ui.tables import show
from geo.view import words

LONG_PX = 280
PROJECTS_PX = 240


def show_tables(ledger: Ledger, origin: Origin) -> None:
    """Draw all tables; a row of a country that is chosen opens its panel."""
    answer = ledger.answer
    if answer.plan is not None and answer.decision is not None:
        _filters(ledger)
        _ranking(ledger, answer.decision)
        if answer.plan.need_t > 0:
            _mix(ledger, answer.decision)
    _options(ledger)
    _suppliers(ledger, origin)
    if answer.plan is not None:
        _outlook(ledger)
        _projects(ledger)


def _show_countries(table: Table[Any, Any], *, height_px: int | None = None) -> None:
    row = show(table, height_px=height_px)
    if row is not None:
        st.session_state["option"] = row.area
        st.rerun()


def _filters(ledger: Ledger) -> None:
    st.markdown("##### What the filters removed")
    aside = doubtful_sentence(ledger.answer, ledger.names)
    if aside:
        st.caption(prose.text(aside))
    show(filters_table(ledger))


def _ranking(ledger: Ledger, decision: Decision) -> None:
    if not decision.ranking.rows:
        return
    st.markdown("##### Ranking")
    error = words.share(decision.ranking.standard_error)
    st.caption(
        f"Score: weighted sum of values scaled 0 to 1. First and top three: share of {decision.ranking.draws:,} random "
        f"weightings (standard error at most {prose.text(error)}). {TOPSIS_WORDS}"
    )
    _show_countries(ranking_table(ledger))


def _mix(ledger: Ledger, decision: Decision) -> None:
    st.markdown(f"##### Cheapest mix by {decision.mix.basis.label}")
    _show_countries(mix_table(ledger, decision.mix))
    st.markdown("##### Cost against security")
    st.caption(
        "The cheapest mix under each limit on all countries outside the roster together. A tight limit can look cheap "
        "because it covers little: read cost and open part together."
    )
    show(frontier_table(ledger), height_px=LONG_PX)


def _options(ledger: Ledger) -> None:
    st.markdown("##### All countries that export, produce or have a known site")
    if ledger.answer.options:
        _show_countries(options_table(ledger), height_px=LONG_PX)
    else:
        st.markdown("_No option is known._")


def _suppliers(ledger: Ledger, origin: Origin) -> None:
    answer, traced = ledger.answer, origin is Origin.TRACED
    table = suppliers_table(ledger, traced=traced)
    if not table.rows or answer.trade is None or answer.transit is None:
        return
    st.markdown("##### Suppliers today, from outside the region" + (", traced one step back" if traced else ""))
    st.caption(prose.text(suppliers_view(ledger, traced=traced)))
    for sentence in hub_sentences(answer, ledger.geography, answer.transit.hubs):
        st.caption(prose.text(sentence))
    show(table, height_px=LONG_PX)


def _outlook(ledger: Ledger) -> None:
    st.markdown("##### Growth that is expected")
    if ledger.answer.outlooks is None:
        st.markdown("_No outlook by country is held for these goods, so the horizon adds nothing here._")
        return
    st.caption(prose.text(expected_growth(ledger.answer)))
    show(outlook_table(ledger))


def _projects(ledger: Ledger) -> None:
    table = projects_table(ledger)
    st.markdown("##### Projects by name")
    if not table.rows:
        st.markdown("_None is held for this mineral._")
        return
    st.caption(
        f"Horizon {prose.text(ledger.answer.question.horizon)}. No open source that is held gives a project with tonnes of these goods "
        "and a start year, so none is counted; sites without capacity are never counted as tonnes."
    )
    show(table, height_px=PROJECTS_PX)
