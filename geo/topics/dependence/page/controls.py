"""The Dependence page's own controls: which part, which year, whose imports, which view of the trade."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from geo.errors import SelectionError
from geo.figure.setting import asked_by, setting_of, settings_of
from geo.model.interval import NoData
from geo.model.roster import EU27
from geo.schema.codes import HOME_REGIONS, Measure, Region
from geo.schema.codes_publisher import Publisher
from geo.topics.dependence.answer.dependence import Facts
from geo.topics.dependence.answer.grounds import USA
from geo.topics.dependence.answer.importer import importer_named
from geo.topics.dependence.answer.trade import Traded
from geo.topics.dependence.page import answers, policy
from geo.topics.dependence.question import HOME, OWN_SET, ROSTER, Question
from geo.topics.dependence.view import DependenceTab, Fill, View
from geo.ui import cache, frame
from geo.ui.selection import Selection, is_asked, note, settle_publisher, settle_year
from geo.ui.state import LATEST
from geo.ui.widget import control, customs_code
from geo.view.picking import PickKind

PAGE = "dependence"
"""Beginning of the keys of the page's widgets."""
MAP_KEY = "dependence_map"
MEMBER_TABLE = "dependence.members"
MEMBER_CODES = "dependence.members.codes"
"""Session key: members in the order of the table's rows."""


@dataclass(frozen=True, slots=True)
class DependenceView:
    """What the page's controls say."""

    tab: DependenceTab
    fill: Fill
    question: Question


def dependence_controls(selection: Selection) -> DependenceView:
    """Draw the page's controls and return what they say; what a link asks for and data lack is noted."""
    session = st.session_state
    _follow_click()
    settle_publisher(_publishers(selection), f"output of {selection.subject} ({selection.stage.value})")
    facts = _facts(selection)
    spans = {} if isinstance(facts.held, NoData) else {each.year: each.period for each in reversed(facts.held.history)}
    settle_year([*spans], lambda year: f"No output of {year} is held for {selection.subject}", spans.__getitem__)
    _settle_importer(selection)
    _settle_set()
    fills = _settle_fill(facts)
    with st.container(key="lead"):
        tab, own = st.columns([1.4, 1], vertical_alignment="bottom", gap="medium")
        with tab:
            control(setting_of(View, "tab"), page=PAGE, width="stretch")
        with own:
            _own_controls(session["tab"], selection, facts, spans, fills)
    asked = {each.name: session[each.name] for each in settings_of(Question)}
    question = asked_by(Question, asked | {"roster": selection.roster.code})
    return DependenceView(session["tab"], session["fill"], question)


def _own_controls(
    tab: DependenceTab, selection: Selection, facts: Facts, spans: dict[int, str], fills: list[Fill]
) -> None:
    if tab is DependenceTab.OVERVIEW:
        publisher, year, fill = st.columns([1.2, 1, 3], vertical_alignment="bottom")
        with publisher:
            control(setting_of(Question, "publisher"), page=PAGE, choices=_publishers(selection))
        with year:
            st.selectbox("Year of output", [*spans], format_func=spans.__getitem__, key="year", disabled=not spans)
        with fill:
            control(setting_of(View, "fill"), choices=fills, width="stretch")
    elif tab in (DependenceTab.EXPOSURE, DependenceTab.HISTORY):
        importer, own = st.columns([1.15, 1.3], vertical_alignment="bottom")
        with importer:
            _importer_box(selection, facts)
        with own:
            _goods_boxes(tab, selection, facts)
    elif tab is DependenceTab.ALLIANCE:
        control(setting_of(Question, "candidates"), page=PAGE, width="stretch")
    elif tab is DependenceTab.POLICY:
        policy.controls(selection)
    elif tab is DependenceTab.BENCHMARKS:
        named = [OWN_SET, USA, *cache.geography().rosters]
        codes = named if session_set_is_named() else [*named, st.session_state["set"]]
        st.selectbox(setting_of(Question, "set").label, codes, format_func=_set_label, key="set")


def session_set_is_named() -> bool:
    """Return whether the set of members is the roster, the United States, a preset or a published group."""
    return st.session_state["set"] in (OWN_SET, USA, *cache.geography().rosters)


def importer_label(code: str, selection: Selection) -> str:
    """Return the words for an importer's code."""
    if code == HOME:
        return f"Home region: {selection.region.label}"
    if code == ROSTER:
        return f"Roster: {selection.roster.name}"
    if code in [region.value for region in Region]:
        return Region(code).label
    return "European Union as one" if code == EU27 else cache.geography().names[code]


def _importer_box(selection: Selection, facts: Facts) -> None:
    names = cache.geography().names
    buyers: list[str] = []
    if isinstance(facts.trade, Traded):
        buyers = sorted(set(facts.trade.reported.matrix.importers) & set(names), key=names.__getitem__)
    groups = [HOME, ROSTER, EU27, *(region.value for region in HOME_REGIONS if region is not selection.region)]
    chosen = st.session_state["importer"]
    options = [*groups, *buyers] if chosen in (*groups, *buyers) else [*groups, *buyers, chosen]
    st.selectbox(
        setting_of(Question, "importer").label,
        options,
        format_func=lambda code: importer_label(code, selection),
        key="importer",
    )


def _goods_boxes(tab: DependenceTab, selection: Selection, facts: Facts) -> None:
    """Draw how suppliers are read, where that is asked, and the customs code, where there are several."""
    if tab is DependenceTab.EXPOSURE:
        control(setting_of(Question, "origin"), page=PAGE, width="stretch")
        codes = [] if isinstance(facts.trade, NoData) else list(facts.trade.codes)
    else:
        codes = [code for code in cache.trade_codes(selection.mineral, selection.stage) if code.has_rows]
    if len(codes) > 1:
        customs_code(setting_of(Question, "hs"), {code.hs6: code.form for code in codes}, codes[0].hs6, page=PAGE)


def _follow_click() -> None:
    """Make the country that was clicked, or chosen in the table of members, the importer; the sea goes back to the region."""
    session = st.session_state
    if session["tab"] == DependenceTab.EXPOSURE:
        is_new, row = frame.new_row(MEMBER_TABLE)
        codes = session.get(MEMBER_CODES, [])
        if is_new and row is not None and row < len(codes):
            session["importer"] = codes[row]
    if session["tab"] != DependenceTab.OVERVIEW:
        frame.forget_pick(MAP_KEY)
        return
    is_new, pick = frame.new_pick(MAP_KEY)
    if is_new:
        is_country = pick is not None and pick.kind is PickKind.COUNTRY
        session["importer"] = pick.id if pick is not None and is_country else HOME


def _publishers(selection: Selection) -> tuple[Publisher, ...]:
    return cache.publishers(Measure.PRODUCTION, selection.mineral, selection.stage)


def _facts(selection: Selection) -> Facts:
    session = st.session_state
    publisher = session["publisher"]
    try:
        return answers.facts_of(selection.mineral, selection.stage, None, session["hs"], publisher)
    except SelectionError as exc:
        note(f"{exc}. The default is shown")
        session["hs"], session["publisher"] = None, Publisher.REVIEWED
        return answers.facts_of(selection.mineral, selection.stage)


def _settle_importer(selection: Selection) -> None:
    session = st.session_state
    if session["importer"] in (HOME, None):
        session["importer"] = HOME
        return
    try:
        importer_named(cache.geography(), selection.roster, session["importer"])
    except SelectionError as exc:
        note(f"{exc}. The home region is shown")
        session["importer"] = HOME


def _settle_set() -> None:
    session = st.session_state
    if session["set"] == OWN_SET:
        return
    try:
        session["set"] = cache.geography().roster(session["set"]).code
    except SelectionError as exc:
        note(f"{exc}. The roster is shown")
        session["set"] = OWN_SET


def _settle_fill(facts: Facts) -> list[Fill]:
    """Show exposure on the map where trade is held, world output else; return what can be shown."""
    session = st.session_state
    latest = session.setdefault(LATEST, {})
    fills = [Fill.OUTPUT] if not isinstance(facts.held, NoData) else []
    if isinstance(facts.trade, Traded):
        fills += [Fill.OUTSIDE, *([Fill.SCORE] if facts.trade.reported.scores is not None else [])]
    usual = Fill.OUTSIDE if Fill.OUTSIDE in fills else Fill.OUTPUT
    if is_asked("fill") and session["fill"] not in (None, *fills):
        note(f"The map has no figures here for “{Fill(session['fill']).label}”; “{usual.label}” is shown")
    if session["fill"] is None or session["fill"] == latest.get("fill") or session["fill"] not in fills:
        session["fill"] = usual
    session["fill"] = Fill(session["fill"])
    latest["fill"] = usual
    return fills or [Fill.OUTPUT]


def _set_label(code: str) -> str:
    if code == OWN_SET:
        return "The roster"
    if code == USA:
        return cache.geography().names[USA]
    rosters = cache.geography().rosters
    return rosters[code].name if code in rosters else f"Own set: {code}"
