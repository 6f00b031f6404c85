"""The only maker of decks: no tiles, no outside address, a fixed view that a control never moves.

With ``map_style=None`` beside ``map_provider=None`` the platform would fetch its default tiles, so the style is left
at pydeck's own default, which the front end drops.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from geo.view.frames import FRAMES, Frame
from geo.view.projection import WORLD_PX, Box, Globe
from geo.view.sphere import heights

MAP_VIEW = "map"
GLOBE_VIEW = "globe"
GLOBE_ZOOM = 2.42
"""Fills 93 % of a chart 700 pixels high, seen from the equator."""
ZOOM_STEPS = 9
"""Halvings in the search for a zoom of the globe: to a hundredth."""
NUDGE = 1e-9
"""Added once per press of "home": an equal view would not move the map, this one does, by nothing visible."""
LAT_LIMITS = (-78.0, 84.0)
MAX_ZOOM, GLOBE_MAX_ZOOM = 7.0, 6.0
MARGIN = 0.94
"""Part of the chart, across and upright, that the bounds of a frame may take."""
_OUTSIDE = ("http:", "https:", "//")


class CompactDeck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """A finished deck, described once and without blanks: the same content in a sixth of the bytes."""

    _description: str | None = None

    def to_json(self) -> str:
        """Return the description as JSON; it does not follow later changes of the deck."""
        if self._description is None:
            # Set after it is written, since what is set on a deck becomes part of its description.
            self._description = json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))
        return self._description


@dataclass(frozen=True, slots=True)
class Place:
    """Where a map stood, as the browser said it: the middle in degrees, the zoom as it counts it."""

    longitude: float
    latitude: float
    zoom: float


def map_view(*, interactive: bool) -> pdk.View:
    """Return the flat view, the world without end to both sides; it must not change, or the map jumps home.

    Presenter maps are not steered by arrow keys, which belong to the slides.
    """
    controller = {"normalize": False, "dragRotate": False, "touchRotate": False, "keyboard": interactive}
    return pdk.View(type="MapView", id=MAP_VIEW, repeat=True, controller=controller)


def map_view_state(frame: Frame, box: Box, presses: int = 0, at: Place | None = None) -> pdk.ViewState:
    """Return the view of `frame`: its bounds in the middle of the chart, or the world from side to side.

    The browser raises a zoom at which more than one world would be seen, and zoom 0 is below every chart. Bounds travel
    in the view state, since there they are looked at anew with each change of frame. Dragging is held at the edges of
    the world, and free as soon as one zooms in.

    Parameters
    ----------
    frame
        Named view.
    box
        Size of the chart; matters to a frame with bounds only.
    presses
        How often "home" was pressed; add one per press, never per run.
    at
        Where the map of this frame stood when the browser lost it; it comes back there.
    """
    place = at or Place(frame.longitude, frame.latitude, _flat_zoom(frame, box))
    apart = _apart(frame, presses)
    return pdk.ViewState(
        longitude=place.longitude + presses * NUDGE,
        latitude=place.latitude + presses * NUDGE,
        zoom=place.zoom + apart,
        min_zoom=0,
        max_zoom=MAX_ZOOM,
        max_bounds=[[frame.longitude - 180.0, LAT_LIMITS[0]], [frame.longitude + 180.0, LAT_LIMITS[1]]],
    )


def _apart(frame: Frame, presses: int) -> float:
    """Return a part of a zoom that is the frame's own, or the browser would keep the one of the frame before."""
    return list(FRAMES).index(frame.id) * 1e-6 + presses * NUDGE


def _flat_zoom(frame: Frame, box: Box) -> float:
    if frame.bounds is None:
        return 0.0
    west, south, east, north = frame.bounds
    low, high = heights(np.array([south, north]))
    room = ((east - west) / box.width, float(high - low) / box.height)
    return min(max(math.log2(MARGIN * 360.0 / WORLD_PX / max(room)), 0.0), MAX_ZOOM)


def globe_view(*, interactive: bool) -> pdk.View:
    """Return the globe."""
    return pdk.View(type="GlobeView", id=GLOBE_VIEW, controller={"keyboard": interactive}, resolution=5)


def globe_view_state(frame: Frame, box: Box, presses: int = 0, at: Place | None = None) -> pdk.ViewState:
    """Return the globe turned to `frame`: the whole disc, or closer where the frame's bounds leave room.

    Parameters as for `map_view_state`; here the size of the chart matters to every frame.
    """
    place = at or Place((frame.longitude + 180.0) % 360.0 - 180.0, frame.globe_latitude, _globe_zoom(frame, box))
    apart = _apart(frame, presses)
    return pdk.ViewState(
        longitude=place.longitude + presses * NUDGE,
        latitude=place.latitude + presses * NUDGE,
        zoom=place.zoom + apart,
        min_zoom=0,
        max_zoom=GLOBE_MAX_ZOOM,
    )


def globe_closeness(frame: Frame, box: Box) -> float:
    """Return how many times larger than the whole disc the globe of `frame` is."""
    return float(2.0 ** (_globe_zoom(frame, box) - _whole_zoom(frame, box)))


def _whole_zoom(frame: Frame, box: Box) -> float:
    """Return the zoom at which the disc fills the chart."""
    return GLOBE_ZOOM + math.log2(min(box.width, box.height) / 700 * math.cos(math.radians(frame.globe_latitude)))


def _globe_zoom(frame: Frame, box: Box) -> float:
    """Return the zoom at which the disc fills the chart, or the closest at which all of the frame's bounds are seen."""
    whole = _whole_zoom(frame, box)
    if frame.bounds is None or not _is_within(frame, box, whole):
        return whole
    least, most = whole, GLOBE_MAX_ZOOM
    for _ in range(ZOOM_STEPS):
        middle = (least + most) / 2
        least, most = (middle, most) if _is_within(frame, box, middle) else (least, middle)
    return least


def _is_within(frame: Frame, box: Box, zoom: float) -> bool:
    west, south, east, north = frame.bounds or (0.0, 0.0, 0.0, 0.0)
    lon, lat = (each.ravel() for each in np.meshgrid(np.linspace(west, east, 9), np.linspace(south, north, 9)))
    globe = Globe(box, frame.longitude, frame.globe_latitude, zoom)
    places, is_seen = globe.place(np.column_stack([lon, lat, np.zeros_like(lon)]))
    room = MARGIN * np.array([box.width, box.height]) / 2
    aside = np.abs(places - np.array([box.width, box.height]) / 2)
    return bool(is_seen.all() and (aside <= room).all())


def offline_deck(
    layers: Sequence[pdk.Layer],
    *,
    view: pdk.View,
    view_state: pdk.ViewState,
    tooltip: Mapping[str, Any] | None = None,
) -> CompactDeck:
    """Return a deck that asks nothing of the network.

    Raises
    ------
    ValueError
        If any value of the description is an address outside the app: a mistake in the code, not of the user.
    """
    deck = CompactDeck(
        list(layers),
        views=[view],
        initial_view_state=view_state,
        map_provider=None,
        tooltip=dict(tooltip) if tooltip else False,
    )
    outside = sorted(_outside_addresses(json.loads(deck.to_json())))
    if outside:
        raise ValueError(f"a map may not ask for {', '.join(outside)}; give it bytes through the media store")
    return deck


def _outside_addresses(node: object) -> set[str]:
    """Return every string that is an address with a host, wherever it hides in the description."""
    if isinstance(node, str):
        return {node[:80]} if node.lstrip("@=' ").lower().startswith(_OUTSIDE) else set()
    if isinstance(node, Mapping):
        return set().union(*(_outside_addresses(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_outside_addresses(value) for value in node))
    return set()
