"""From a scene to a finished map, flat or as a globe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

import pydeck as pdk

from geo.great_circle import great_circle_km
from geo.view import layers, marks, payload
from geo.view.deck import (
    CompactDeck,
    Place,
    globe_closeness,
    globe_view,
    globe_view_state,
    map_view,
    map_view_state,
    offline_deck,
)
from geo.view.frames import Frame
from geo.view.icons import atlas_svg
from geo.view.palette import Theme
from geo.view.payload import GEOJSON, SVG, MapBase, Publish
from geo.view.projection import Box
from geo.view.scene import Label, MapScene
from geo.view.tooltip import NOT_LISTED, tooltip

P = ParamSpec("P")

KEPT_READY = 64
"""Sets of flows or sites kept ready: a presenter goes back and forth between a few."""
SITE_PX = 14.0
"""Smallest height at which the symbols are told apart."""
LABEL_PX = 14
USUAL_BOX = Box(800.0, 410.0)
"""Size of the chart in a window of 1280 by 720 pixels, until the browser says another."""
_GLOBE_LINE_M = 12_000.0
_GLOBE_LABEL_M = 400_000.0
_NEAR_KM = 7_000.0
"""Farther from its middle a globe would show labels cut by the horizon."""


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How a scene is drawn.

    Attributes
    ----------
    theme
        Colours.
    frame
        Named view; only a change of it, or of `presses`, moves the map.
    presses
        How often "home" was pressed.
    interactive
        Whether countries, flows and sites answer to the pointer; False on stage.
    label_px, site_px
        Sizes of text and symbols; 28 and 20 suit a projector.
    otherwise
        Words under the pointer for a country without a tip; empty for none.
    box
        Size of the chart; matters to frames with bounds and to the globe.
    at
        Where the map stood when the browser lost it; None for the frame's own place.
    """

    theme: Theme
    frame: Frame
    presses: int = 0
    interactive: bool = True
    label_px: int = LABEL_PX
    site_px: float = SITE_PX
    otherwise: str = NOT_LISTED
    box: Box = USUAL_BOX
    at: Place | None = None


def flat_map(scene: MapScene, base: MapBase, options: MapOptions, publish: Publish) -> CompactDeck:
    """Return the flat map of `scene`.

    Parameters
    ----------
    scene
        What is shown.
    base
        The basemap, made ready once.
    options
        How it is drawn.
    publish
        Makes bytes reachable for the browser.
    """
    theme, interactive = options.theme, options.interactive
    dots = publish(layers.DOTS, base.dots, GEOJSON)
    made = [
        *_ground(scene, base, options, publish),
        *_lines(scene, base, theme, publish),
        *layers.dots(dots, base.order, scene.shading, theme, pickable=interactive),
        *_marks(scene, base, options, publish, on_globe=False),
    ]
    if scene.labels:
        made.append(marks.labels(scene.labels, theme, text_px=options.label_px))
    return offline_deck(
        made,
        view=map_view(interactive=interactive),
        view_state=map_view_state(options.frame, options.box, options.presses, options.at),
        tooltip=_tooltip(scene, options),
    )


def globe_map(scene: MapScene, base: MapBase, options: MapOptions, publish: Publish) -> CompactDeck:
    """Return the globe of `scene`, turned to the frame: for opening scenes, not for reading values.

    It has no dots for small countries and names only what lies on the near side. Parameters as for `flat_map`.
    """
    theme, interactive = options.theme, options.interactive
    near = [label for label in scene.labels if _is_near(label, options.frame)]
    made = [
        layers.ocean(theme),
        layers.antarctica(publish(layers.ANTARCTICA, base.antarctica, GEOJSON), theme),
        *_ground(scene, base, options, publish),
        *_lines(scene, base, theme, publish, altitude_m=_GLOBE_LINE_M),
        *_marks(scene, base, options, publish, on_globe=True),
    ]
    if near:
        made.append(marks.labels(near, theme, text_px=options.label_px, altitude_m=_GLOBE_LABEL_M))
    return offline_deck(
        made,
        view=globe_view(interactive=interactive),
        view_state=globe_view_state(options.frame, options.box, options.presses, options.at),
        tooltip=_tooltip(scene, options),
    )


DrawMap = Callable[[MapScene, MapBase, MapOptions, Publish], CompactDeck]
"""`flat_map` or `globe_map`."""


def map_alt(subject: str, scene: MapScene) -> str:
    """Return the text that a screen reader says for the map.

    Parameters
    ----------
    subject
        What the map shows, without a full stop.
    scene
        What is drawn.
    """
    parts = [
        f"{len(found)} {word if len(found) == 1 else word + 's'}"
        for found, word in ((scene.shading.colours, "shaded country"), (scene.flows, "flow"), (scene.sites, "site"))
        if found
    ]
    shown = f" It shows {', '.join(parts)}.".replace("countrys", "countries") if parts else ""
    return f"World map. {subject}.{shown} The table with the same figures follows."


def _ready(base: MapBase, make: Callable[P, bytes], *what: P.args, **how: P.kwargs) -> bytes:
    """Return what `make` makes, made once for equal arguments."""
    return base.memory.once(make, (what, tuple(how.items())), lambda: make(*what, **how), KEPT_READY)


def _ground(scene: MapScene, base: MapBase, options: MapOptions, publish: Publish) -> list[pdk.Layer]:
    land = publish(layers.LAND, base.land, GEOJSON)
    made = [layers.land(land, base.order, scene.shading, options.theme)]
    if options.interactive:
        made.append(layers.land_targets(publish(layers.LAND_TARGETS, base.targets, GEOJSON)))
    if scene.chosen_country is not None:
        shape = publish(layers.CHOSEN_COUNTRY, payload.country_shape(base, scene.chosen_country), GEOJSON)
        made += layers.chosen_country(shape, options.theme)
    return made


def _lines(scene: MapScene, base: MapBase, theme: Theme, publish: Publish, altitude_m: float = 0.0) -> list[pdk.Layer]:
    hatched = _ready(base, payload.hatch_lines, base, scene.shading.no_data, altitude_m)
    made = [
        layers.hatch(publish(layers.HATCH, hatched, GEOJSON), theme),
        layers.disputed(
            publish(layers.DISPUTED, _ready(base, payload.disputed_lines, base, altitude_m), GEOJSON), theme
        ),
    ]
    if scene.shading.fallen:
        fallen = _ready(base, payload.fallen_hatch_lines, base, scene.shading.fallen, altitude_m)
        made.insert(0, layers.fallen_hatch(publish(layers.FALLEN_HATCH, fallen, GEOJSON), theme))
    if scene.home is not None:
        outline = _ready(base, payload.outline, base, scene.home, altitude_m)
        made.insert(0, layers.home_outline(publish(layers.HOME, outline, GEOJSON), theme))
    return made


def _marks(scene: MapScene, base: MapBase, options: MapOptions, publish: Publish, *, on_globe: bool) -> list[pdk.Layer]:
    theme, interactive = options.theme, options.interactive
    made: list[pdk.Layer] = []
    if not (scene.flows or scene.sites):
        return made
    atlas = publish("atlas", atlas_svg(), SVG)
    if scene.flows:
        lines = _ready(base, payload.flows, scene.flows, payload.GLOBE_FLOW_M * on_globe)
        url = publish(layers.FLOWS, lines, GEOJSON)
        rows = {flow.id: row for row, flow in enumerate(scene.flows)}
        made += marks.flows(
            url,
            atlas,
            theme,
            chosen_row=rows.get(scene.chosen_flow or ""),
            pickable=interactive,
            on_globe=on_globe,
        )
    if scene.sites:
        altitude_m = _site_altitude_m(options) * on_globe
        url = publish(layers.SITES, _ready(base, payload.sites, scene.sites, altitude_m), GEOJSON)
        made += marks.sites(url, atlas, theme, shape_px=options.site_px, pickable=interactive, on_globe=on_globe)
        for site in scene.sites:
            if site.id == scene.chosen_site:
                made += marks.chosen_site(site, theme, shape_px=options.site_px, altitude_m=altitude_m)
    return made


def _site_altitude_m(options: MapOptions) -> float:
    """Return the height of sites over the globe: enough for their symbols, so the less the closer one looks."""
    return round(payload.GLOBE_SITE_M / globe_closeness(options.frame, options.box), -3)


def _tooltip(scene: MapScene, options: MapOptions) -> dict[str, object] | None:
    if not options.interactive:
        return None
    return tooltip(scene.shading.tips, options.theme, otherwise=options.otherwise)


def _is_near(label: Label, frame: Frame) -> bool:
    middle = (frame.longitude, frame.globe_latitude)
    return float(great_circle_km(*middle, label.lon, label.lat)) < _NEAR_KM
