"""Map layers, bottom to top; each takes an address of geometry and says how to colour it.

Colours sit in ``_sub_layer_props``: the platform fades every colour that it finds on a layer to 40 % as soon as
something is selected, and a faded class no longer matches its legend. What is chosen is marked by layers of our own.
Expressions may hold no function calls, and an array in them needs round brackets before it can be indexed. In the
sub-layers of lines and symbols the row is ``__source.object``; in those of polygons and circles it is the row itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import pydeck as pdk

from geo.view.icons import cell_px, icon_mapping
from geo.view.palette import ROLES, Role, Theme, rgb, rgba
from geo.view.scene import MAX_LABELS, Label, Shading, Site

OCEAN = "ocean"
ANTARCTICA = "antarctica"
LAND = "land"
HATCH = "hatch"
DISPUTED = "disputed"
HOME = "home-outline"
DOTS = "dots"
CHOSEN_COUNTRY = "chosen-country"
FLOW_CASING = "flow-casing"
FLOWS = "flows"
FLOW_TARGETS = "flow-targets"
SITE_HALO = "site-halo"
SITES = "sites"
CHOSEN_SITE = "chosen-site"
LABELS = "labels"

FONT = "'Source Sans, sans-serif'"
PICK_PX = 16
"""Width of the invisible line that catches clicks beside a thin flow."""
RECOLOUR_MS = 500
FLOW_ALPHA = 215
DIMMED_ALPHA = 70
FAINT_ALPHA = 110
CASING_PX = 2.5
DOT_PX = 4.5
LABEL_ALPHA = 228
_BOTH_SIDES = {"cullMode": "none"}
"""On the globe paths and text vanish without it."""


def ocean(theme: Theme) -> pdk.Layer:
    """Return the sea of the globe; it also hides the far side. Never pickable: a click on it clears a choice."""
    ring = [[-180, 90], [0, 90], [180, 90], [180, -90], [0, -90], [-180, -90]]
    return pdk.Layer(
        "SolidPolygonLayer",
        id=OCEAN,
        data=[{"p": ring}],
        get_polygon="p",
        get_fill_color=rgb(theme.sea),
        pickable=False,
    )


def antarctica(url: str, theme: Theme) -> pdk.Layer:
    """Return the land south of all countries; no statistics, no click."""
    return pdk.Layer(
        "GeoJsonLayer",
        id=ANTARCTICA,
        data=url,
        stroked=False,
        pickable=False,
        _sub_layer_props={"polygons-fill": {"getFillColor": rgb(theme.land)}},
    )


def land(url: str, order: Sequence[str | None], shading: Shading, theme: Theme, *, pickable: bool) -> pdk.Layer:
    """Return the clickable countries; a new shading costs a colour table, not geometry."""
    fill = _fill(order, shading, theme)
    return pdk.Layer(
        "GeoJsonLayer",
        id=LAND,
        data=url,
        pickable=pickable,
        stroked=True,
        line_width_units="'pixels'",
        get_line_width=0.7,
        update_triggers={"getFillColor": [crc32(fill.encode())]},
        transitions={"getFillColor": RECOLOUR_MS},
        _sub_layer_props={
            "polygons-fill": {"getFillColor": fill},
            "polygons-stroke": {"getColor": rgb(theme.coast)},
        },
    )


def dots(url: str, order: Sequence[str | None], shading: Shading, theme: Theme, *, pickable: bool) -> pdk.Layer:
    """Return clickable dots for countries that are a pixel or two wide."""
    fill = _fill(order, shading, theme)
    return pdk.Layer(
        "GeoJsonLayer",
        id=DOTS,
        data=url,
        pickable=pickable,
        point_radius_units="'pixels'",
        get_point_radius=DOT_PX,
        stroked=True,
        line_width_units="'pixels'",
        get_line_width=1,
        update_triggers={"getFillColor": [crc32(fill.encode())]},
        transitions={"getFillColor": RECOLOUR_MS},
        _sub_layer_props={"points-circle": {"getFillColor": fill, "getLineColor": rgba(theme.muted_ink, 150)}},
    )


def hatch(url: str, theme: Theme) -> pdk.Layer:
    """Return the lines that mean "no data"; of one width at any zoom."""
    return _lines(HATCH, url, rgba(theme.hatch, 190), 1.0)


def disputed(url: str, theme: Theme) -> pdk.Layer:
    """Return disputed boundaries, dashed."""
    dashes = [{"@@type": "PathStyleExtension", "dash": True, "highPrecisionDash": True}]
    return _lines(DISPUTED, url, rgb(theme.disputed), 1.2, extensions=dashes, get_dash_array=[3, 2])


def home_outline(url: str, theme: Theme) -> pdk.Layer:
    """Return the outline of the home region."""
    return _lines(HOME, url, rgb(theme.marks[Role.HOME]), 2.2)


def chosen_country(url: str, theme: Theme) -> list[pdk.Layer]:
    """Return the outline of the chosen country: ink on a halo, legible on every class."""
    return [
        _outline(f"{CHOSEN_COUNTRY}-halo", url, rgb(theme.halo), 5.0),
        _outline(CHOSEN_COUNTRY, url, rgb(theme.ink), 2.2),
    ]


def flows(
    url: str, atlas: str, theme: Theme, *, chosen_row: int | None, pickable: bool, on_globe: bool = False
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
        Whether the flow is seen from both sides of its surface.
    """
    row = "__source.object.properties"
    full = [rgba(theme.marks[role], FLOW_ALPHA) for role in ROLES]
    dimmed = [rgba(theme.marks[role], DIMMED_ALPHA) for role in ROLES]
    at = f"{row}.r" if chosen_row is None else f"{row}.k == {chosen_row} ? {row}.r : {row}.r + {len(ROLES)}"
    colour = f"@@=({_table(full + dimmed)})[{at}]"
    casing = rgba(theme.halo, 150 if chosen_row is None else 90)
    size = "10+properties.w*2.2"
    made = [
        _flow_layer(FLOW_CASING, url, atlas, f"properties.w+{CASING_PX}", size, casing, casing, halo=True),
        _flow_layer(FLOWS, url, atlas, "properties.w", size, colour, colour, halo=False),
    ]
    if pickable:
        hidden = [0, 0, 0, 0]
        made.append(
            _flow_layer(FLOW_TARGETS, url, atlas, str(PICK_PX), size, hidden, hidden, halo=False, pickable=True)
        )
    if on_globe:
        for layer in made:
            layer.parameters = _BOTH_SIDES
    return made


def sites(url: str, atlas: str, theme: Theme, *, shape_px: float, pickable: bool, on_globe: bool) -> list[pdk.Layer]:
    """Return site symbols, `shape_px` high, on a halo; the shape says the kind."""
    row = "__source.object.properties"
    full = [[*rgb(theme.marks[role]), 255] for role in ROLES]
    faint = [rgba(theme.marks[role], FAINT_ALPHA) for role in ROLES]
    colour = f"@@=({_table(full + faint)})[{row}.r + {row}.f * {len(ROLES)}]"
    halo = f"@@=({_table([rgba(theme.halo, 235), rgba(theme.halo, FAINT_ALPHA)])})[{row}.f]"
    shared = {
        "data": url,
        "point_type": "'icon'",
        "icon_atlas": f"'{atlas}'",
        "get_icon": "properties.s",
        "get_icon_size": cell_px(shape_px),
        "icon_size_units": "'pixels'",
        "icon_billboard": True,
    }
    if on_globe:
        shared["parameters"] = _BOTH_SIDES
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id=SITE_HALO,
            icon_mapping=icon_mapping(halo=True),
            pickable=False,
            _sub_layer_props={"points-icon": {"getColor": halo}},
            **shared,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id=SITES,
            icon_mapping=icon_mapping(halo=False),
            pickable=pickable,
            _sub_layer_props={"points-icon": {"getColor": colour}},
            **shared,
        ),
    ]


def chosen_site(site: Site, theme: Theme, *, shape_px: float, altitude_m: float = 0.0) -> list[pdk.Layer]:
    """Return a ring around the chosen site."""
    data = [{"p": [round(site.lon, 4), round(site.lat, 4), altitude_m]}]
    shared = {
        "data": data,
        "get_position": "p",
        "filled": False,
        "stroked": True,
        "radius_units": "'pixels'",
        "line_width_units": "'pixels'",
        "get_radius": shape_px,
        "pickable": False,
    }
    return [
        pdk.Layer(
            "ScatterplotLayer",
            id=f"{CHOSEN_SITE}-halo",
            get_line_width=5,
            get_line_color=rgb(theme.halo),
            **shared,
        ),
        pdk.Layer("ScatterplotLayer", id=CHOSEN_SITE, get_line_width=2.2, get_line_color=rgb(theme.ink), **shared),
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
        background=True,
        background_padding=[5, 2, 5, 2],
        background_border_radius=3,
        pickable=False,
        _sub_layer_props={
            "characters": {"getColor": [*rgb(theme.ink), 255]},
            "background": {"getFillColor": rgba(theme.halo, LABEL_ALPHA)},
        },
    )
    if altitude_m:
        layer.parameters = _BOTH_SIDES
    return layer


def _lines(layer_id: str, url: str, colour: list[int], width_px: float, **more: Any) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        id=layer_id,
        data=url,
        pickable=False,
        line_width_units="'pixels'",
        get_line_width=width_px,
        line_joint_rounded=True,
        line_cap_rounded=True,
        _sub_layer_props={"linestrings": {"getColor": colour}},
        **more,
    )


def _outline(layer_id: str, url: str, colour: list[int], width_px: float) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        id=layer_id,
        data=url,
        pickable=False,
        filled=False,
        stroked=True,
        line_width_units="'pixels'",
        get_line_width=width_px,
        line_joint_rounded=True,
        _sub_layer_props={"polygons-stroke": {"getColor": colour}},
    )


def _flow_layer(
    layer_id: str,
    url: str,
    atlas: str,
    width: str,
    size: str,
    line: str | list[int],
    head: str | list[int],
    *,
    halo: bool,
    pickable: bool = False,
) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        id=layer_id,
        data=url,
        pickable=pickable,
        line_width_units="'pixels'",
        get_line_width=width,
        line_joint_rounded=True,
        line_cap_rounded=not halo,
        point_type="'icon'",
        icon_atlas=f"'{atlas}'",
        icon_mapping=icon_mapping(halo=halo),
        get_icon="properties.s",
        get_icon_angle="properties.a",
        get_icon_size=size,
        icon_size_units="'pixels'",
        icon_billboard=False,
        update_triggers={"getLineColor": [_version(line)], "getIconColor": [_version(head)]},
        _sub_layer_props={"linestrings": {"getColor": line}, "points-icon": {"getColor": head}},
    )


def _fill(order: Sequence[str | None], shading: Shading, theme: Theme) -> str:
    """Return the fill as an expression: a short table of colours, and its row for each feature."""
    colours = [theme.land, *sorted(set(shading.colours.values()) - {theme.land})]
    row = {colour: k for k, colour in enumerate(colours)}
    rows = [row[_colour_of(iso3, shading.colours, theme)] for iso3 in order]
    return f"@@=({_table([rgb(colour) for colour in colours])})[({_table(rows)})[properties.i]]"


def _colour_of(iso3: str | None, colours: Mapping[str, str], theme: Theme) -> str:
    return theme.land if iso3 is None else colours.get(iso3, theme.land)


def _table(rows: Sequence[Any]) -> str:
    return json.dumps(list(rows), separators=(",", ":"))


def _version(colour: str | list[int]) -> int:
    return crc32(str(colour).encode())
