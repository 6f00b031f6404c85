"""The Atlas's own controls: what is shown, which year, which layers, which view."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.answer.trade import TradeCode, not_a_code
from geo.errors import SelectionError
from geo.schema.codes import Measure, Stage
from geo.ui import cache, frame
from geo.ui.atlas_codes import LAYERS_OF_STAGE, AtlasView, Framing, MapLayer, MapView, Shown, TradeUnit
from geo.ui.selection import Selection, is_asked, note
from geo.ui.state import LATEST
from geo.ui.widget import bound
from geo.view.picking import PickKind

MAP_KEY = "atlas_map"
COUNTRY_TABLE = "atlas.countries"
SITE_TABLE = "atlas.sites"
PRESSES = "atlas.presses"

MEASURE_SHOWN = {Shown.PRODUCTION: Measure.PRODUCTION, Shown.RESERVES: Measure.RESERVES}


def atlas_controls(selection: Selection) -> AtlasView:
    """Draw the Atlas's controls and return what they say."""
    session = st.session_state
    _follow_clicks()
    shown = Shown(session["show"])
    code = _code(selection)
    years = _years(selection, shown, code)
    _settle_year(selection, shown, years)
    _settle_layers(selection)
    session["show"], session["view"], session["frame"] = shown, MapView(session["view"]), Framing(session["frame"])
    with st.container(key="lead"):
        columns = st.columns([1.9, 0.8, 1.1, 2.2], vertical_alignment="bottom")
        with columns[0]:
            st.segmented_control(
                "Map shows", list(Shown), format_func=_shown_label, key="show", required=True, width="stretch"
            )
        with columns[1]:
            st.selectbox("Year", years, key="year", disabled=not years)
        with columns[2]:
            st.segmented_control(
                "View", list(MapView), format_func=_capital, key="view", required=True, width="stretch"
            )
        with columns[3]:
            _more(selection, code)
    return AtlasView(
        shown=shown,
        year=session["year"],
        code=code,
        unit=TradeUnit(session["by"]),
        view=session["view"],
        framing=session["frame"],
        layers=tuple(MapLayer(layer) for layer in session["layers"]),
        country=_known("country", cache.geography().country),
        site=_known("site", cache.site_panel_of),
    )


def _settle_year(selection: Selection, shown: Shown, years: list[int]) -> None:
    """Take the newest year where none was chosen; a year that was chosen stays as long as it has figures."""
    session = st.session_state
    latest = session.setdefault(LATEST, {})
    if session["year"] == latest.get("year"):
        session["year"] = None
    newest = years[0] if years else None
    if session["year"] not in years:
        if session["year"] is not None and (years or is_asked("year")):
            instead = f"{newest} is shown" if years else "nor of any other year"
            note(f"No {shown.value} figures of {session['year']} are held for {selection.subject}; {instead}")
        session["year"] = newest
    latest["year"] = newest


def _settle_layers(selection: Selection) -> None:
    """Show the sites of the stage until a visitor chooses layers."""
    session = st.session_state
    latest = session.setdefault(LATEST, {})
    if session["layers"] is None or tuple(session["layers"]) == latest.get("layers"):
        session["layers"] = LAYERS_OF_STAGE[selection.stage]
    session["layers"] = [MapLayer(layer) for layer in session["layers"]]
    latest["layers"] = LAYERS_OF_STAGE[selection.stage]


def _more(selection: Selection, code: TradeCode | None) -> None:
    session = st.session_state
    codes = [each for each in cache.trade_codes(selection.mineral, selection.stage) if each.has_rows]
    layers, framing = st.columns(2, vertical_alignment="bottom")
    with layers, st.popover("Layers", icon=":material/layers:", width="stretch"):
        st.pills("On the map", list(MapLayer), selection_mode="multi", format_func=_layer_label, key="layers")
        if code is not None and len(codes) > 1:
            st.selectbox(
                "Customs code",
                [each.hs6 for each in codes],
                format_func=_code_label(codes),
                **bound("hs", lambda hs6: hs6 or code.hs6, page="atlas"),
            )
        if code is not None:
            session["by"] = TradeUnit(session["by"])
            st.segmented_control("Thickness of flows", list(TradeUnit), format_func=_capital, key="by", required=True)
    with framing, st.popover("Centre", icon=":material/public:", width="stretch"):
        st.segmented_control("Centre the map on", list(Framing), format_func=_framing_label, key="frame", required=True)
        if st.button("Back to this view", icon=":material/home:"):
            session[PRESSES] = session.get(PRESSES, 0) + 1


def _follow_clicks() -> None:
    """Turn clicks on the map and chosen table rows into the page's own state, which the link carries."""
    session = st.session_state
    is_new, pick = frame.new_pick(MAP_KEY)
    if not is_new:
        return
    if pick is None:
        session["country"], session["site"] = None, None
    elif pick.kind is PickKind.COUNTRY:
        session["country"], session["site"] = pick.id, None
    elif pick.kind is PickKind.SITE and not pick.id.startswith("deposit:"):
        session["site"], session["country"] = pick.id, None


def _years(selection: Selection, shown: Shown, code: TradeCode | None) -> list[int]:
    if shown is Shown.TRADE:
        return [] if code is None or not code.has_rows else list(cache.trade_of(code, None).years)
    return list(cache.years_of(MEASURE_SHOWN[shown], selection.mineral, stage_shown(selection, shown)))


def stage_shown(selection: Selection, shown: Shown) -> Stage:
    """Return the stage whose figures are shown: reserves lie in the ground, whatever stage is chosen."""
    return Stage.MINED if shown is Shown.RESERVES else selection.stage


def _code(selection: Selection) -> TradeCode | None:
    codes = cache.trade_codes(selection.mineral, selection.stage)
    wanted = st.session_state["hs"]
    chosen = next((code for code in codes if code.hs6 == wanted), None)
    if wanted is not None and chosen is None:
        if is_asked("hs"):
            note(f"{not_a_code(wanted, selection.mineral, selection.stage, codes)}. It is left out")
        st.session_state["hs"] = None
    return chosen or next(iter(codes), None)


def _known(name: str, look_up: Callable[[str], object]) -> str | None:
    """Return the code under the parameter `name`; one that cannot be looked up is noted and set aside."""
    code: str | None = st.session_state[name]
    if code is None:
        return None
    try:
        look_up(code)
    except SelectionError as exc:
        note(f"{exc}. It is left out")
        st.session_state[name] = None
        return None
    return code


def _shown_label(shown: Shown) -> str:
    return "Net trade and flows" if shown is Shown.TRADE else shown.value.capitalize()


def _capital(code: MapView | TradeUnit) -> str:
    return code.value.capitalize()


def _layer_label(layer: MapLayer) -> str:
    return layer.label


def _framing_label(framing: Framing) -> str:
    return framing.value.title()


def _code_label(codes: list[TradeCode]) -> Callable[[str], str]:
    forms = {code.hs6: code.form for code in codes}
    return lambda hs6: f"{hs6} {forms[hs6]}"
