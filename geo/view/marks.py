"""Layers of marks over the land: flows, sites, rings, names.

The same two laws hold as for land: colours sit in ``_sub_layer_props``, arrays in expressions in round brackets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydeck as pdk

from geo.view.icons import ARROW, ARROW_PX, ARROW_PX_PER_PX, cell_px, icon_mapping
from geo.view.layers import (
    BOTH_SIDES,
    CHOSEN_SITE,
    FLOW_CASING,
    FLOW_TARGETS,
    FLOWS,
    LABELS,
    NO_DEPTH,
    SITE_HALO,
    SITES,
    Colour,
    painted,
    table,
)
from geo.view.palette import RISK_DASH, ROLES, Role, Theme, rgb, rgba
from geo.view.scene import MAX_LABELS, Label, Site, SiteKind

FONT = "'Source Sans, sans-serif'"
PICK_PX = 16
"""Width of the invisible line that catches clicks beside a thin flow."""
FLOW_ALPHA = 215
DIMMED_ALPHA = 60
FAINT_ALPHA = 110
CASING_PX = 2.5
LABEL_ALPHA = 228
ATLAS_PX = 32
"""Size in which letters are stored; the default of 64 blurs them at 14 pixels."""
_ROW = "__source.object.properties"
"""The row, as sub-layers of lines and symbols see it."""


def flows(
    url: str, atlas: str, theme: Theme, *, chosen_row: int | None, pickable: bool, on_globe: bool
) -> list[pdk.Layer]:
    """Return flows: a casing in the halo colour, lines with arrowheads, and a wide invisible line that is clicked.

    Parameters
    ----------
    url
        Address of ``payload.flows``.
    atlas
        Address of the symbols.
    theme
        Colours.
    chosen_row
        Row of the chosen flow; all others dim.
    pickable
        Whether flows answer to pointer and click.
    on_globe
        Whether the flow is seen from both sides of its surface; a casing would flicker there.
    """
    full = [rgba(theme.marks[role], FLOW_ALPHA) for role in ROLES]
    dimmed = [rgba(theme.marks[role], DIMMED_ALPHA) for role in ROLES]
    at = f"{_ROW}.r" if chosen_row is None else f"{_ROW}.k == {chosen_row} ? {_ROW}.r : {_ROW}.r + {len(ROLES)}"
    shared: dict[str, Any] = {
        "data": url,
        "icon_atlas": f"'{atlas}'",
        "parameters": NO_DEPTH | (BOTH_SIDES if on_globe else {}),
    }
    made = []
    if not on_globe:
        casing = rgba(theme.halo, 225 if chosen_row is None else 90)
        made.append(_flow_layer(FLOW_CASING, f"properties.w+{CASING_PX}", casing, shared, halo=True))
    made.append(_flow_layer(FLOWS, "properties.w", f"@@=({table(full + dimmed)})[{at}]", shared | _dashes(on_globe)))
    if pickable:
        made.append(_flow_layer(FLOW_TARGETS, str(PICK_PX), [0, 0, 0, 0], shared, pickable=True))
    return made


def sites(url: str, atlas: str, theme: Theme, *, shape_px: float, pickable: bool, on_globe: bool) -> list[pdk.Layer]:
    """Return site symbols, `shape_px` high, on a halo; the shape says the kind."""
    full = [[*rgb(theme.marks[role]), 255] for role in ROLES]
    faint = [rgba(theme.marks[role], FAINT_ALPHA) for role in ROLES]
    colour = f"@@=({table(full + faint)})[{_ROW}.r + {_ROW}.f * {len(ROLES)}]"
    halo = f"@@=({table([rgba(theme.halo, 235), rgba(theme.halo, FAINT_ALPHA)])})[{_ROW}.f]"
    shared: dict[str, Any] = {
        "data": url,
        "point_type": "'icon'",
        "icon_atlas": f"'{atlas}'",
        "get_icon": "properties.s",
        "get_icon_size": cell_px(shape_px),
        "icon_size_units": "'pixels'",
        "icon_billboard": True,
    }
    if on_globe:
        shared["parameters"] = BOTH_SIDES
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id=SITE_HALO,
            icon_mapping=icon_mapping(SiteKind, halo=True),
            pickable=False,
            _sub_layer_props=painted("points-icon", getColor=halo),
            **shared,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id=SITES,
            icon_mapping=icon_mapping(SiteKind, halo=False),
            pickable=pickable,
            _sub_layer_props=painted("points-icon", getColor=colour),
            **shared,
        ),
    ]


def chosen_site(site: Site, theme: Theme, *, shape_px: float, altitude_m: float = 0.0) -> list[pdk.Layer]:
    """Return a ring around the chosen site."""
    height = [altitude_m] if altitude_m else []
    point = {"type": "Point", "coordinates": [round(site.lon, 4), round(site.lat, 4), *height]}
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id=layer_id,
            data={"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": point}]},
            filled=False,
            stroked=True,
            point_radius_units="'pixels'",
            get_point_radius=shape_px,
            line_width_units="'pixels'",
            get_line_width=width_px,
            pickable=False,
            _sub_layer_props=painted("points-circle", getLineColor=rgb(colour)),
        )
        for layer_id, width_px, colour in (
            (f"{CHOSEN_SITE}-halo", 6.0, theme.halo),
            (CHOSEN_SITE, 3.0, theme.ink),
        )
    ]


def labels(shown: Sequence[Label], theme: Theme, *, text_px: int, altitude_m: float = 0.0) -> pdk.Layer:
    """Return at most ``MAX_LABELS`` names on plates; their size in pixels does not change with the zoom."""
    height = [altitude_m] if altitude_m else []
    rows = [
        {
            "t": label.text.removeprefix("@@"),
            "p": [round(label.lon, 2), round(label.lat, 2), *height],
            "o": [label.dx, label.dy],
        }
        for label in shown[:MAX_LABELS]
    ]
    layer = pdk.Layer(
        "TextLayer",
        id=LABELS,
        data=rows,
        get_text="t",
        get_position="p",
        get_pixel_offset="o",
        get_size=text_px,
        font_family=FONT,
        font_weight=600,
        character_set="'auto'",
        font_settings={"fontSize": ATLAS_PX},
        background=True,
        background_padding=[5, 2, 5, 2],
        background_border_radius=3,
        pickable=False,
        _sub_layer_props=painted("characters", getColor=rgb(theme.ink))
        | painted("background", getFillColor=rgba(theme.halo, LABEL_ALPHA)),
    )
    if altitude_m:
        layer.parameters = BOTH_SIDES | NO_DEPTH
    return layer


def _dashes(on_globe: bool) -> dict[str, Any]:  # noqa: FBT001
    """Return dashes for flows at risk, so that colour is not their only sign; on the globe lines stay whole."""
    if on_globe:
        return {}
    is_risk = f"properties.r == {ROLES.index(Role.RISK)}"
    return {
        "extensions": [{"@@type": "PathStyleExtension", "dash": True, "highPrecisionDash": True}],
        "get_dash_array": f"{is_risk} ? [{RISK_DASH[0]},{RISK_DASH[1]}] : [0,0]",
    }


def _flow_layer(
    layer_id: str,
    width: str,
    colour: Colour,
    shared: dict[str, Any],
    *,
    halo: bool = False,
    pickable: bool = False,
) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        id=layer_id,
        pickable=pickable,
        line_width_units="'pixels'",
        get_line_width=width,
        line_joint_rounded=True,
        point_type="'icon'",
        icon_mapping=icon_mapping([ARROW], halo=halo),
        get_icon="properties.s",
        get_icon_angle="properties.a",
        get_icon_size=f"{ARROW_PX}+properties.w*{ARROW_PX_PER_PX}",
        icon_size_units="'pixels'",
        icon_billboard=False,
        _sub_layer_props=painted("linestrings", getColor=colour) | painted("points-icon", getColor=colour),
        **shared,
    )
