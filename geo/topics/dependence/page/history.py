"""Dependence, over the years: who sold to the importer since the first year held, with a year to walk through."""

from __future__ import annotations

import streamlit as st

from geo.figure.setting import setting_of
from geo.model.interval import NoData
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.history import History
from geo.topics.dependence.charts.history import bands, shares_over_years
from geo.topics.dependence.figures.history import (
    VALUE_NOTE,
    HistoryAsked,
    concentration_receipt,
    followed_table,
    imports_receipt,
    leader_receipt,
    years_table,
)
from geo.topics.dependence.model.history import MOST_SUPPLIERS
from geo.topics.dependence.page import answers
from geo.topics.dependence.view import View
from geo.ui import cache, charts, frame, prose, receipt, tables
from geo.ui.selection import Selection, is_asked, note
from geo.ui.widget import bound
from geo.view import words
from geo.view.charts import Bar

PAGE = "dependence"
PLAYING, FRESH = f"{PAGE}.playing", f"{PAGE}.play-fresh"
SECONDS_A_YEAR = 1.2
HOW_TO_READ = (
    "Bands: parts of the imports by value. A dashed line with a number: a dated export measure of a supplier, listed below. "
    "▲: more than 1 % of that year's published value belongs to areas that are no country of today, and is left out. Room "
    "right of the last year: no trade year yet."
)


def settle(found: History | NoData) -> None:
    """Show the newest year until one is chosen; a year that is not held is noted."""
    if isinstance(found, NoData):
        return
    session, years = st.session_state, [year.year for year in found.years]
    chosen = session["trade-year"]
    if chosen is not None and chosen not in years:
        if is_asked("trade-year"):
            note(f"No imports of {chosen} are held under customs code {found.code.hs6}; {years[-1]} is shown")
        session["trade-year"] = None


def show(found: History | NoData, selection: Selection) -> None:
    """Draw the bands with their year, then every year and what followed each measure."""
    if isinstance(found, NoData):
        st.info(prose.text(words.sentence(found.reason)), icon=":material/info:")
        return
    asked = HistoryAsked(found, cache.geography().names)
    st.session_state[FRESH] = True
    playing = bool(st.session_state.get(PLAYING))
    st.fragment(_walk, run_every=SECONDS_A_YEAR if playing else None)(asked, selection)
    frame.show_sources(found.sources, f"{found.span}: never in one line with another edition.", found.code.note)
    st.markdown("##### Every year")
    tables.show(years_table(asked), height_px=320)
    st.markdown("##### Export measures, and trade before and after")
    if not found.followed:
        st.markdown("_No dated export measure of a supplier of these goods is held._")
        return
    st.caption(
        "The part of the country's own exports in the world's, by value. A measure may cover a part of the goods under the "
        "code, and what follows a measure need not follow from it."
    )
    tables.show(followed_table(asked))


OTHER_RECORDS = {
    "dependence.trade_totals": "Totals of the world in HS17: they cannot say from whom, and are never joined with the bands "
    "above. Tonnes have outliers as those of the flows.",
    "dependence.trade_leaders": "The countries with most value, not all of them.",
    "dependence.customs": "The only trade of 2025 and 2026 that is held: two countries. British imports are CIF, Brazilian trade "
    "is FOB; goods from Belgium and the Netherlands are often in transit; a year with fewer than twelve months is a part.",
}
"""What each kind of record is, by its table."""


def show_other_records(selection: Selection) -> None:
    """Draw the other records of trade of the mineral, apart from the bands."""
    found = answers.other_trade_of(selection.mineral)
    if not found:
        return
    st.markdown("##### Other records of trade, apart")
    for table in found:
        with st.expander(prose.text(table.title)):
            st.caption(prose.text(OTHER_RECORDS[table.key]))
            tables.show(table, height_px=260)


def _walk(asked: HistoryAsked, selection: Selection) -> None:
    """Draw chart and figures of one year; run again by itself while the years are played."""
    found, session = asked.answer, st.session_state
    years = [year.year for year in found.years]
    year = session["trade-year"] or years[-1]
    if session.get(PLAYING) and not session.pop(FRESH, False):
        later = [each for each in years if each > year]
        year = later[0] if later else year
        session["trade-year"] = year
        if len(later) <= 1:
            session[PLAYING] = False
            st.rerun()
    session[FRESH] = False
    left, right = st.columns([2, 1], gap="medium")
    with left:
        st.caption(f"**{prose.text(asked.title())}.** {HOW_TO_READ}")
        look, roles = frame.theme(), selection.roles()
        shown = bands(found, asked.names, roles)
        measures = tuple(each.measure.code for each in found.followed)
        key = (asked.title(), year, tuple((band.name, band.role) for band in shown), measures)
        charts.draw("trade-years", key, lambda: shares_over_years(found, shown, year, look, title=asked.title()))
        _controls(years, year)
    with right, st.container(key="answer"):
        _answer(asked, selection, year)


def _controls(years: list[int], year: int) -> None:
    session, setting = st.session_state, setting_of(View, "trade-year")
    slider, play = st.columns([5, 1], vertical_alignment="bottom")
    with slider:
        st.select_slider(setting.label, years, **bound(setting.name, lambda chosen: chosen or year, page=PAGE))
    with play:
        is_on = bool(session.get(PLAYING))
        icon = ":material/stop:" if is_on else ":material/play_arrow:"
        if st.button("Stop" if is_on else "Play", icon=icon, width="stretch", key=f"{PAGE}.play"):
            session[PLAYING] = not is_on
            if not is_on and year == years[-1]:
                session["trade-year"] = years[0]
            st.rerun()


def _answer(asked: HistoryAsked, selection: Selection, year: int) -> None:
    found, names = asked.answer, asked.names
    own = found.at(year)
    st.subheader(prose.text(say.over_the_years(found, names, year)), anchor=False)
    bought, leader, index = st.columns([1.5, 1.1, 1])
    with bought:
        receipt.figure("Imports", words.dollars(own.total_usd), lambda: imports_receipt(asked, own), key="year-imports")
    with leader:
        receipt.figure(
            "Largest supplier",
            words.share(own.share(own.leader)),
            lambda: leader_receipt(asked, own),
            key="year-leader",
            help=names[own.leader],
        )
    with index:
        receipt.figure("HHI, 0 to 1", f"{own.hhi:.2f}", lambda: concentration_receipt(asked, own), key="year-hhi")
    roles, most = selection.roles(), list(own.value_usd)[:MOST_SUPPLIERS]
    bars = [Bar(names[area], own.share(area), words.share(own.share(area)), roles(area)) for area in most]
    charts.bars(bars, f"Largest suppliers in {year}, part of the imports by value")
    st.caption(f"{VALUE_NOTE} An exporter is not a producer.")
