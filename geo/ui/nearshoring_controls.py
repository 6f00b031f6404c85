"""The Near-shoring page's own controls: each writes one parameter of the link, and together they make a question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from geo.answer.geography import ATTENDANCE_ROLES, Geography
from geo.answer.question import DEFAULT_PARTNERS, Buyers, LandVehicle, Question, Vessel, parse_unit_costs, parse_weights
from geo.answer.trade import not_a_code
from geo.errors import SelectionError
from geo.model.ceiling import CeilingRule, PassedOn
from geo.model.coverage import Limits
from geo.model.filters import Circle, FilterRules
from geo.model.mix import CostBasis
from geo.model.need import ReplacedPreset
from geo.schema.codes import Region, RouteCase
from geo.ui import cache
from geo.ui.bound import bound, same
from geo.ui.nearshoring_codes import Exports, NearshoringTab, Supply, Switch
from geo.ui.nearshoring_parameters import DEFAULT_REPLACE
from geo.ui.parameter import AUTO
from geo.ui.selection import Selection, is_asked, note
from geo.view.nearshoring_words import DOUBTFUL_WORDS, GROWTH_WORDS, STRETCH_WORDS

CIRCLE_LABELS = {Circle.ROSTER: "Roster", Circle.ROSTER_AND_PARTNERS: "Roster and partners", Circle.ANY: "Anyone"}
COST_LABELS = {
    CostBasis.DISTANCE: "Distance",
    CostBasis.CARBON: "Freight CO2",
    CostBasis.OWN: "Own unit costs",
}
WAYS_HELP = "How goods travel: distances, sea route, ship and vehicle, customs code, and by what the mix is cheapest."
PRESETS = tuple(preset.value for preset in ReplacedPreset)


def is_on(value: str) -> bool:
    """Return whether a switch is on."""
    return value == Switch.YES


def switch(value: object) -> str:
    """Return the code of a switch."""
    return Switch.YES.value if value else Switch.NO.value


def percent(value: float) -> int:
    """Return a share in percent."""
    return round(100 * value)


def part(value: float) -> float:
    """Return percent as a share."""
    return value / 100


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
    if session["to"] != AUTO and session["to"] not in geography.region(selection.region):
        note(
            f"Distances cannot be worked out to {session['to']}, which does not lie in {selection.region.label}; "
            "all importers are taken"
        )
        session["to"] = AUTO
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
    """Return what the parameters ask."""
    session = st.session_state
    named = tuple(session["replace"])
    is_preset = bool(named) and named[0] in PRESETS
    return Question(
        mineral=selection.mineral,
        stage=selection.stage,
        region=selection.region,
        roster=selection.roster.code,
        replaced=() if is_preset else named,
        preset=ReplacedPreset(named[0]) if is_preset else ReplacedPreset.LARGEST_OUTSIDE,
        reference=None if session["to"] == AUTO else session["to"],
        route=RouteCase(session["route"]),
        hs6=session["hs"],
        partners=tuple(session["partners"]),
        rules=FilterRules(
            circle=Circle(session["circle"]),
            in_region_only=is_on(session["in-region"]),
            governance_floor=session["governance-min"],
            no_export_control=is_on(session["no-control"]),
            distance_max_km=session["distance-max"],
            esg_floor=session["corruption-min"],
        ),
        least_share=session["least"],
        ceiling=CeilingRule(
            session["horizon"],
            session["ceiling"],
            project_share=session["growth"],
            passed_on=PassedOn.ALL_IMPORTS if session["exports"] == Exports.NET else PassedOn.FROM_REPLACED,
        ),
        may_redirect=is_on(session["redirect"]),
        buyers=Buyers(session["buyers"]),
        all_declared=is_on(session["all-declared"]),
        limits=Limits(session["cap"], session["outside-max"]),
        cost=CostBasis(session["cost"]),
        own_costs=parse_unit_costs(session["unit-costs"]) if session["unit-costs"] else (),
        weights=parse_weights(session["weights"]) if session["weights"] else (),
        vessel=None if session["vessel"] is None else Vessel(session["vessel"]),
        land=LandVehicle(session["land"]),
        need_t=session["need"],
    )


def open_region(region: Region) -> None:
    """Open the options of another home region."""
    st.session_state["region"] = region
    st.session_state["tab"] = NearshoringTab.OPTIONS.value


def lead_row(selection: Selection, geography: Geography) -> Question:
    """Draw the row of controls over the content and return what is asked."""
    settle(selection, geography)
    with st.container(key="lead"):
        columns = st.columns([1.75, 2.1, 0.85, 0.85, 0.85, 1.05], vertical_alignment="bottom")
        with columns[0]:
            st.segmented_control(
                "Show",
                list(NearshoringTab),
                format_func=_label,
                required=True,
                width="stretch",
                **bound("tab", NearshoringTab, str),
            )
        with columns[1]:
            _replace(geography)
        with columns[2], st.popover("Filters", icon=":material/filter_alt:", width="stretch"):
            _filters(geography)
        with columns[3], st.popover("Amounts", icon=":material/scale:", width="stretch"):
            _amounts()
        with columns[4], st.popover("Ways", icon=":material/route:", width="stretch", help=WAYS_HELP):
            _ways(selection, geography)
        with columns[5]:
            st.segmented_control(
                "Map",
                list(Supply),
                format_func=_label,
                required=True,
                width="stretch",
                disabled=st.session_state["tab"] != NearshoringTab.OPTIONS,
                **bound("supply", Supply, str),
            )
    return question_of(selection)


def _replace(geography: Geography) -> None:
    names = geography.names
    labels = {preset.value: preset.label for preset in ReplacedPreset}
    st.multiselect(
        "If these suppliers fall away",
        [*PRESETS, *sorted(names, key=names.__getitem__)],
        format_func=lambda code: labels.get(code) or names[code],
        placeholder=labels[DEFAULT_REPLACE[0]],
        help="One of the four presets, or any countries. A country of the home region that falls away counts as a "
        "supplier, not as a buyer. Roster members, and partners in the region, are spared by the presets.",
        **bound("replace", list, replaced_value),
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
    st.segmented_control(
        "Ask only",
        list(CIRCLE_LABELS),
        format_func=CIRCLE_LABELS.__getitem__,
        required=True,
        **bound("circle", Circle, str),
    )
    left, right = st.columns(2)
    with left:
        st.toggle("Only countries of the region", **bound("in-region", is_on, switch))
        _limit("governance-min", "Governance of at least", -2.5, 2.5, 0.1)
        _limit("distance-max", "Distance of at most, km", 0.0, 40_000.0, 500.0)
    with right:
        st.toggle("No export control in force", **bound("no-control", is_on, switch))
        _limit("corruption-min", "Control of corruption of at least", -2.5, 2.5, 0.1)
        st.slider("Least ceiling, % of the need", 0, 100, format="%d %%", **bound("least", percent, part))
    groups = partner_groups(geography)
    st.multiselect(
        "A partner is a country in one of these groups, if a roster member stands on its other side",
        list(groups),
        format_func=groups.__getitem__,
        help=f"Lists of attendance ({', '.join(sorted(ATTENDANCE_ROLES)[:3])} ...) make no partner.",
        **bound("partners", list, tuple),
    )
    if ReplacedPreset.BELOW_GOVERNANCE_FLOOR.value in session["replace"]:
        st.caption("The governance floor also says who falls away; where it is empty, 0 is taken.")
    st.caption(
        "Governance is the mean of the six World Bank estimates, -2.5 to 2.5. No open ESG score by country and mineral "
        "is held, so the responsible-supply gate works on the bank's control of corruption."
    )


def _limit(name: str, label: str, low: float, high: float, step: float) -> None:
    st.number_input(
        label, min_value=low, max_value=high, step=step, value=None, placeholder="no limit", **bound(name, same, same)
    )


def _amounts() -> None:
    st.slider(
        "Ceiling: exports at most, times today's",
        1.0,
        3.0,
        step=0.1,
        format="%.1f x",
        help=STRETCH_WORDS,
        **bound("ceiling", same, same),
    )
    st.caption(STRETCH_WORDS)
    st.toggle("Count tonnes that other buyers get today", **bound("redirect", is_on, switch))
    st.segmented_control(
        "Own exports of a supplier are its exports",
        list(Exports),
        format_func=_label,
        required=True,
        **bound("exports", Exports, str),
    )
    st.segmented_control(
        "Whose need is meant",
        list(Buyers),
        format_func=_label,
        required=True,
        help="Partners are chosen under Filters. A country that falls away is never among the buyers.",
        **bound("buyers", Buyers, str),
    )
    st.toggle(
        "Count declarations whose tonnes cannot be right",
        help=DOUBTFUL_WORDS,
        **bound("all-declared", is_on, switch),
    )
    st.slider("Horizon", 2025, 2035, **bound("horizon", same, same))
    st.slider("Expected growth that is counted", 0, 100, format="%d %%", step=10, **bound("growth", percent, part))
    st.caption(GROWTH_WORDS)
    st.number_input(
        "Need, tonnes a year (assumption)",
        min_value=0.0,
        step=1000.0,
        value=None,
        placeholder="from trade",
        **bound("need", same, same),
    )


def _ways(selection: Selection, geography: Geography) -> None:
    names = geography.names
    in_region = sorted(geography.region(selection.region), key=names.__getitem__)
    st.selectbox(
        "Distances to",
        [AUTO, *in_region],
        format_func=lambda iso3: "All importers, weighted by their part of the need" if iso3 == AUTO else names[iso3],
        **bound("to", same, same),
    )
    st.selectbox("Sea route", list(RouteCase), format_func=_label, **bound("route", RouteCase, str))
    codes = [code for code in cache.trade_codes(selection.mineral, selection.stage) if code.complete_year is not None]
    if len(codes) > 1:
        forms = {code.hs6: code.form for code in codes}
        st.selectbox(
            "Customs code",
            list(forms),
            format_func=lambda hs6: f"{hs6} {forms[hs6]}",
            **bound("hs", lambda hs6: hs6 or codes[0].hs6, same),
        )
    st.segmented_control(
        "Cheapest by",
        list(COST_LABELS),
        format_func=COST_LABELS.__getitem__,
        required=True,
        **bound("cost", CostBasis, str),
    )
    if st.session_state["cost"] == CostBasis.OWN:
        _unit_costs()
    ship = Vessel.BULK if selection.stage.value == "mined" else Vessel.CONTAINER
    st.selectbox(
        "Ship of the CO2 factor (DEFRA 2025)",
        list(Vessel),
        format_func=_label,
        **bound("vessel", lambda code: Vessel(code or ship), lambda code: None if code == ship else str(code)),
    )
    st.selectbox(
        "Vehicle on land (DEFRA 2025)", list(LandVehicle), format_func=_label, **bound("land", LandVehicle, str)
    )


def _unit_costs() -> None:
    session = st.session_state

    def accepted(text: str | None) -> str | None:
        session["near.cost-fault"] = None
        if not text:
            return None
        try:
            return ",".join(f"{area}:{cost:g}" for area, cost in parse_unit_costs(text))
        except SelectionError as exc:
            session["near.cost-fault"] = str(exc)
            kept: str | None = session["unit-costs"]
            return kept

    st.text_input(
        "US dollars a tonne by country (assumption)",
        placeholder="CAN=2100,FIN=2500",
        **bound("unit-costs", lambda text: text or "", accepted),
    )
    if session.get("near.cost-fault"):
        st.caption(f":red[{session['near.cost-fault']}]")
    st.caption("Money is your own assumption: no open delivered costs are held. Countries without a cost are left out.")


def _label(code: Any) -> str:
    return str(code.label)
