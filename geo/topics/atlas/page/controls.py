"""The Atlas's own controls: what is shown, which year, which layers, which view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo.errors import SelectionError
from geo.evidence.trade import TradeCode, not_a_code
from geo.figure.setting import setting_of
from geo.schema.codes import Measure, Stage
from geo.schema.codes_publisher import Publisher
from geo.topics.atlas.view import LAYERS_OF_STAGE, AtlasView, MapLayer, Shown, View
from geo.ui import cache, frame
from geo.ui.selection import Selection, is_asked, note, settle_publisher, settle_year
from geo.ui.state import LATEST
from geo.ui.widget import control, customs_code
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
    shown = session["show"]
    code = _code(selection)
    held = _publishers(selection, shown)
    if shown is not Shown.TRADE:
        settle_publisher(held, f"{shown.value} of {selection.subject} ({stage_shown(selection, shown).value})")
    years = _years(selection, shown, code)
    named = partial(_period, selection, shown, session["publisher"])
    settle_year(
        years,
        lambda year: f"No {shown.value} figures of {year} are held for {selection.subject}",
        named,
    )
    _settle_layers(selection)
    with st.container(key="lead"):
        columns = st.columns([1.9, 1.0, 0.8, 1.1, 1.9], vertical_alignment="bottom")
        with columns[0]:
            control(setting_of(View, "show"), width="stretch")
        with columns[1]:
            control(setting_of(View, "publisher"), page="atlas", choices=held, disabled=shown is Shown.TRADE)
        with columns[2]:
            st.selectbox(
                setting_of(View, "year").label,
                years,
                format_func=named,
                key="year",
                disabled=not years,
            )
        with columns[3]:
            control(setting_of(View, "view"), width="stretch")
        with columns[4]:
            _more(selection, code)
    return AtlasView(
        shown=shown,
        year=session["year"],
        publisher=session["publisher"],
        code=code,
        unit=session["by"],
        view=session["view"],
        framing=session["frame"],
        layers=tuple(MapLayer(layer) for layer in session["layers"]),
        country=_known("country", cache.geography().country),
        site=_known("site", cache.site_panel_of),
    )


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
        layer = setting_of(View, "layers")
        st.pills(layer.label, layer.choices, selection_mode="multi", format_func=layer.label_of, key=layer.name)
        if code is not None and len(codes) > 1:
            customs_code(setting_of(View, "hs"), {each.hs6: each.form for each in codes}, code.hs6, page="atlas")
        if code is not None:
            control(setting_of(View, "by"))
    with framing, st.popover("Centre", icon=":material/public:", width="stretch"):
        control(setting_of(View, "frame"))
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


def _period(selection: Selection, shown: Shown, publisher: Publisher, year: int) -> str:
    """Return of which years the figures are that stand under `year`."""
    if shown is Shown.TRADE:
        return str(year)
    return cache.period_of(MEASURE_SHOWN[shown], selection.mineral, stage_shown(selection, shown), year, publisher)


def _publishers(selection: Selection, shown: Shown) -> tuple[Publisher, ...]:
    """Return whose figures are held of what is shown; customs statistics have one publisher."""
    if shown is Shown.TRADE:
        return (Publisher.REVIEWED,)
    return cache.publishers(MEASURE_SHOWN[shown], selection.mineral, stage_shown(selection, shown))


def _years(selection: Selection, shown: Shown, code: TradeCode | None) -> list[int]:
    if shown is Shown.TRADE:
        return [] if code is None or not code.has_rows else list(cache.trade_of(code, None).years)
    stage, publisher = stage_shown(selection, shown), st.session_state["publisher"]
    return list(cache.years_of(MEASURE_SHOWN[shown], selection.mineral, stage, publisher))


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
    """Return the code under the setting `name`; one that cannot be looked up is noted and set aside."""
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
