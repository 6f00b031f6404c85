"""Layers of land, bottom to top; each takes an address of geometry and says how to colour it.

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

from geo.view.palette import Role, Theme, rgb, rgba
from geo.view.scene import Shading

Colour = str | list[int]
"""An expression per row, or red, green, blue and opacity."""

OCEAN = "ocean"
ANTARCTICA = "antarctica"
LAND = "land"
LAND_TARGETS = "land-targets"
HATCH = "hatch"
FALLEN_HATCH = "fallen-hatch"
DISPUTED = "disputed"
HOME = "home-outline"
DOTS = "dots"
DOT_TARGETS = "dot-targets"
CHOSEN_COUNTRY = "chosen-country"
FLOW_CASING = "flow-casing"
FLOWS = "flows"
FLOW_TARGETS = "flow-targets"
SITE_HALO = "site-halo"
SITES = "sites"
CHOSEN_SITE = "chosen-site"
LABELS = "labels"

RECOLOUR_MS = 500
PLAIN_DOT_PX, SHADED_DOT_PX, DOT_TARGET_PX = 1.5, 4.0, 7
BOTH_SIDES = {"cullMode": "none"}
"""On the globe paths and text vanish without it."""
NO_DEPTH = {"depthWriteEnabled": False}
"""Or the invisible lines of one copy of the world hide the visible ones of the next where they meet."""


def ocean(theme: Theme) -> pdk.Layer:
    """Return the sea of the globe; it also hides the far side. Never pickable: a click on it clears a choice."""
    ring = [[-180, 90], [0, 90], [180, 90], [180, -90], [0, -90], [-180, -90]]
    return pdk.Layer(
        "SolidPolygonLayer",
        id=OCEAN,
        data=[{"p": ring}],
        get_polygon="p",
        get_fill_color=rgb(theme.globe_sea),
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
        _sub_layer_props=painted("polygons-fill", getFillColor=rgb(theme.land)),
    )


def land(url: str, order: Sequence[str | None], shading: Shading, theme: Theme) -> pdk.Layer:
    """Return the countries; a new shading costs a colour table, not geometry."""
    fill = _fill(order, shading, theme)
    return pdk.Layer(
        "GeoJsonLayer",
        id=LAND,
        data=url,
        pickable=False,
        stroked=True,
        line_width_units="'pixels'",
        get_line_width=0.7,
        transitions={"getFillColor": RECOLOUR_MS},
        _sub_layer_props=painted("polygons-fill", getFillColor=fill)
        | painted("polygons-stroke", getColor=rgb(theme.coast)),
    )


def land_targets(url: str) -> pdk.Layer:
    """Return what answers to the pointer in place of the countries: coarse and unseen, so that a pick is quick."""
    return pdk.Layer(
        "GeoJsonLayer",
        id=LAND_TARGETS,
        data=url,
        stroked=False,
        pickable=True,
        parameters=NO_DEPTH,
        _sub_layer_props=painted("polygons-fill", getFillColor=[0, 0, 0, 0]),
    )


def dots(url: str, order: Sequence[str | None], shading: Shading, theme: Theme, *, pickable: bool) -> list[pdk.Layer]:
    """Return dots for countries that are a pixel or two wide, larger where they have a figure, and what is clicked."""
    fill = _fill(order, shading, theme)
    shaded = _digits([int(iso3 in shading.colours or iso3 in shading.no_data) for iso3 in order])
    shared = {"data": url, "point_radius_units": "'pixels'"}
    made = [
        pdk.Layer(
            "GeoJsonLayer",
            id=DOTS,
            get_point_radius=f"({shaded})[properties.i] * {SHADED_DOT_PX - PLAIN_DOT_PX} + {PLAIN_DOT_PX}",
            stroked=True,
            line_width_units="'pixels'",
            get_line_width=1,
            pickable=False,
            update_triggers={"getPointRadius": [crc32(shaded.encode())]},
            transitions={"getFillColor": RECOLOUR_MS},
            _sub_layer_props=painted("points-circle", getFillColor=fill, getLineColor=rgba(theme.muted_ink, 120)),
            **shared,
        )
    ]
    if pickable:
        made.append(
            pdk.Layer(
                "GeoJsonLayer",
                id=DOT_TARGETS,
                get_point_radius=DOT_TARGET_PX,
                stroked=False,
                pickable=True,
                parameters=NO_DEPTH,
                _sub_layer_props=painted("points-circle", getFillColor=[0, 0, 0, 0]),
                **shared,
            )
        )
    return made


def hatch(url: str, theme: Theme) -> pdk.Layer:
    """Return the lines that mean "no data"; of one width at any zoom."""
    return _lines(HATCH, url, rgba(theme.hatch, 190), 1.0)


def fallen_hatch(url: str, theme: Theme) -> pdk.Layer:
    """Return the lines across suppliers that fall away: heavier than those of "no data", and the other way."""
    return _lines(FALLEN_HATCH, url, rgb(theme.fallen), 1.3)


def disputed(url: str, theme: Theme) -> pdk.Layer:
    """Return disputed boundaries, dashed."""
    dashes = [{"@@type": "PathStyleExtension", "dash": True, "highPrecisionDash": True}]
    return _lines(DISPUTED, url, rgb(theme.disputed), 1.2, extensions=dashes, get_dash_array=[3, 2])


def home_outline(url: str, theme: Theme) -> pdk.Layer:
    """Return the outline of the home region."""
    return _lines(HOME, url, rgb(theme.marks[Role.HOME]), 1.8)


def chosen_country(url: str, theme: Theme) -> list[pdk.Layer]:
    """Return the outline of the chosen country: ink on a halo, legible on every class."""
    return [
        _outline(f"{CHOSEN_COUNTRY}-halo", url, rgb(theme.halo), 5.0),
        _outline(CHOSEN_COUNTRY, url, rgb(theme.ink), 2.2),
    ]


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
        _sub_layer_props=painted("linestrings", getColor=colour),
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
        _sub_layer_props=painted("polygons-stroke", getColor=colour),
    )


def table(rows: Sequence[Any]) -> str:
    """Return rows as an array in an expression; put it in round brackets before indexing."""
    return json.dumps(list(rows), separators=(",", ":"))


def painted(sub_layer: str, **colours: Colour) -> dict[str, Any]:
    """Return the colours of one sub-layer, by accessor, out of reach of the platform.

    Each carries a number that changes with it: the map does not look into expressions, and would keep the old colour.
    """
    triggers = {name: [crc32(str(colour).encode())] for name, colour in colours.items()}
    return {sub_layer: {**colours, "updateTriggers": triggers}}


def _fill(order: Sequence[str | None], shading: Shading, theme: Theme) -> str:
    """Return the fill as an expression: a short table of colours, and its row for each feature."""
    colours = [theme.land, *sorted(set(shading.colours.values()) - {theme.land})]
    row = {colour: k for k, colour in enumerate(colours)}
    rows = [row[_colour_of(iso3, shading.colours, theme)] for iso3 in order]
    return f"@@=({table([rgb(colour) for colour in colours])})[({_digits(rows)})[properties.i]]"


def _colour_of(iso3: str | None, colours: Mapping[str, str], theme: Theme) -> str:
    return theme.land if iso3 is None else colours.get(iso3, theme.land)


def _digits(rows: Sequence[int]) -> str:
    """Return small numbers as text, a digit each: half the bytes of an array, and indexed the same way."""
    return f"'{''.join(map(str, rows))}'" if max(rows, default=0) < 10 else table(rows)
