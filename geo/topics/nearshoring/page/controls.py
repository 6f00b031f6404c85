"""The Near-shoring page's own controls: each writes one setting of the link, and together they make a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import streamlit as st

from geo.errors import SelectionError
from geo.evidence.geography import ATTENDANCE_ROLES, DEFAULT_PARTNERS, Geography
from geo.evidence.trade import not_a_code
from geo.figure.reading import NONE
from geo.figure.setting import Setting, asked_by, setting_of, settings_of
from geo.schema.codes import Region
from geo.topics.nearshoring.grammar import PRESETS
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.need import ReplacedPreset
from geo.topics.nearshoring.question import DEFAULT_REPLACE, Question
from geo.topics.nearshoring.view import NearshoringTab, View
from geo.ui import cache, prose
from geo.ui.selection import Selection, is_asked, note
from geo.ui.widget import bound, control, customs_code

PAGE = "near"
"""Beginning of the keys of the page's widgets."""
WAYS_HELP = "How goods travel: distances, sea route, ship and vehicle, customs code, and by what the mix is cheapest."
COLUMNS = 2


def settle(selection: Selection, geography: Geography) -> None:
    """Set aside what the link asks for and the data lack, with a note."""
    session = st.session_state
    named = [area for area in session["replace"] if area not in PRESETS]
    unknown = [area for area in named if area not in geography.names]
    for area in unknown:
        note(f"country {area!r} is not known; use an ISO code of three letters such as CHL. It is left out")
    known = tuple(area for area in session["replace"] if area not in unknown)
    session["replace"] = known or DEFAULT_REPLACE
    groups = partner_groups(geography)
    odd = [group for group in session["partners"] if group not in groups]
    for group in odd:
        note(f"group {group!r} is no published membership that is held here. It is left out")
    left = tuple(group for group in session["partners"] if group not in odd)
    session["partners"] = left if left or not odd else DEFAULT_PARTNERS
    _settle_place(selection, geography)


def _settle_place(selection: Selection, geography: Geography) -> None:
    session = st.session_state
    if session["to"] is not None and session["to"] not in geography.region(selection.region):
        note(
            f"Distances cannot be worked out to {session['to']}, which does not lie in {selection.region.label}; "
            "all importers are taken"
        )
        session["to"] = None
    codes = cache.trade_codes(selection.mineral, selection.stage)
    held = {code.hs6 for code in codes if code.complete_year is not None}
    if session["hs"] is not None and session["hs"] not in held:
        if session["hs"] in {code.hs6 for code in codes}:
            note(
                f"No complete trade under customs code {session['hs']} is held for {selection.subject}. It is left out"
            )
        elif is_asked("hs"):
            note(f"{not_a_code(session['hs'], selection.mineral, selection.stage, codes)}. It is left out")
        session["hs"] = None


def partner_groups(geography: Geography) -> dict[str, str]:
    """Return published memberships by code, with their name and date; lists of attendance are none."""
    held = {group for own in geography.groups_of.values() for group in own}
    return {code: roster.name for code, roster in geography.rosters.items() if code in held}


def question_of(selection: Selection) -> Question:
    """Return what the controls ask."""
    shown = {"mineral": selection.mineral, "stage": selection.stage, "region": selection.region}
    own = {each.name: st.session_state[each.name] for each in settings_of(Question)}
    return asked_by(Question, own | shown | {"roster": selection.roster.code})


def open_region(region: Region) -> None:
    """Open the options of another home region."""
    st.session_state["region"] = region
    st.session_state["tab"] = NearshoringTab.OPTIONS


def lead_row(selection: Selection, geography: Geography) -> Question:
    """Draw the row of controls over the content and return what is asked."""
    settle(selection, geography)
    with st.container(key="lead"):
        columns = st.columns([1.75, 2.1, 0.85, 0.85, 0.85, 1.05], vertical_alignment="bottom")
        with columns[0]:
            control(setting_of(View, "tab"), page=PAGE, width="stretch")
        with columns[1]:
            _suppliers(geography)
        with columns[2], st.popover("Filters", icon=":material/filter_alt:", width="stretch"):
            _filters(geography)
        with columns[3], st.popover("Amounts", icon=":material/scale:", width="stretch"):
            for setting in group_of("Amounts"):
                control(setting, page=PAGE)
        with columns[4], st.popover("Ways", icon=":material/route:", width="stretch", help=WAYS_HELP):
            _ways(selection, geography)
        with columns[5]:
            is_off = st.session_state["tab"] != NearshoringTab.OPTIONS
            control(setting_of(View, "supply"), page=PAGE, width="stretch", disabled=is_off)
    return question_of(selection)


def group_of(name: str) -> list[Setting]:
    """Return the settings of the question that are drawn together."""
    return [setting for setting in settings_of(Question) if setting.group == name]


def _suppliers(geography: Geography) -> None:
    names, setting = geography.names, setting_of(Question, "replace")
    labels = {preset.value: preset.label for preset in ReplacedPreset}
    st.multiselect(
        setting.label,
        [*PRESETS, *sorted(names, key=names.__getitem__)],
        format_func=lambda code: labels.get(code) or names[code],
        placeholder=labels[DEFAULT_REPLACE[0]],
        help=setting.help,
        **bound(setting.name, list, replaced_value, page=PAGE),
    )


def replaced_value(chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the choice of suppliers: a preset stands alone, and the newest choice wins."""
    picked = tuple(chosen)
    if not picked:
        return DEFAULT_REPLACE
    if picked[-1] in PRESETS:
        return (picked[-1],)
    return tuple(code for code in picked if code not in PRESETS)


def _filters(geography: Geography) -> None:
    session = st.session_state
    first, *others = group_of("Filters")
    control(first, page=PAGE)
    columns = st.columns(COLUMNS)
    for place, setting in enumerate(others):
        with columns[place % COLUMNS]:
            control(setting, page=PAGE)
    groups, partners = partner_groups(geography), setting_of(Question, "partners")
    st.multiselect(
        partners.label,
        list(groups),
        format_func=groups.__getitem__,
        help=f"Lists of attendance ({prose.text(', '.join(sorted(ATTENDANCE_ROLES)[:3]))} ...) make no partner.",
        **bound(partners.name, list, tuple, page=PAGE),
    )
    if ReplacedPreset.BELOW_GOVERNANCE_FLOOR.value in session["replace"]:
        st.caption("The governance floor also says who falls away; where it is empty, 0 is taken.")
    st.caption(
        "Governance is the mean of the six World Bank estimates, -2.5 to 2.5. No open ESG score by country and mineral "
        "is held, so the responsible-supply gate works on the bank's control of corruption."
    )


def _ways(selection: Selection, geography: Geography) -> None:
    """Draw what the data offer by itself, and the rest by its kind."""
    by_data: dict[str, Callable[[Setting], None]] = {
        "to": partial(_destination, selection, geography),
        "hs": partial(_customs_code, selection),
        "unit-costs": _unit_costs,
        "vessel": partial(_ship, selection),
    }
    for setting in group_of("Ways"):
        if setting.name in by_data:
            by_data[setting.name](setting)
        else:
            control(setting, page=PAGE)


def _destination(selection: Selection, geography: Geography, setting: Setting) -> None:
    names = geography.names
    in_region = sorted(geography.region(selection.region), key=names.__getitem__)
    st.selectbox(
        setting.label,
        [setting.unset, *in_region],
        format_func=lambda iso3: setting.empty if iso3 == setting.unset else names[iso3],
        **bound(
            setting.name,
            lambda iso3: iso3 or setting.unset,
            lambda iso3: None if iso3 == setting.unset else iso3,
            page=PAGE,
        ),
    )


def _customs_code(selection: Selection, setting: Setting) -> None:
    codes = [code for code in cache.trade_codes(selection.mineral, selection.stage) if code.complete_year is not None]
    if len(codes) > 1:
        customs_code(setting, {code.hs6: code.form for code in codes}, codes[0].hs6, page=PAGE)


def _ship(selection: Selection, setting: Setting) -> None:
    usual = Question(stage=selection.stage).ship
    st.selectbox(
        setting.label,
        list(setting.choices),
        format_func=setting.label_of,
        **bound(
            setting.name,
            lambda vessel: vessel or usual,
            lambda vessel: None if vessel is usual else vessel,
            page=PAGE,
        ),
    )


def _unit_costs(setting: Setting) -> None:
    """Draw the box of own unit costs where the mix goes by them."""
    session = st.session_state
    if session["cost"] is not CostBasis.OWN:
        return

    def accepted(text: str | None) -> Any:
        session["near.cost-fault"] = None
        try:
            return setting.parse(text or NONE)
        except SelectionError as exc:
            session["near.cost-fault"] = str(exc)
            return session[setting.name]

    st.text_input(
        setting.label,
        placeholder=setting.written,
        **bound(setting.name, lambda pairs: setting.write(pairs) if pairs else "", accepted, page=PAGE),
    )
    if session.get("near.cost-fault"):
        st.caption(f":red[{prose.text(session['near.cost-fault'])}]")
    st.caption(setting.caption)
