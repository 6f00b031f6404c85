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

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from geo.errors import SelectionError
from geo.schema.codes import Region

WORLD = "world"
MAP_VIEW = "map"
GLOBE_VIEW = "globe"
GLOBE_ZOOM = 2.42
"""Fills 93 % of a chart 700 pixels high, seen from the equator."""
NUDGE = 1e-9
"""Added once per press of "home": an equal view would not move the map, this one does, by nothing visible."""
LAT_LIMITS = (-78.0, 84.0)
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
class Frame:
    """A named view of the whole world with one region near its middle.

    Attributes
    ----------
    id
        A home region, or the world.
    longitude, latitude
        Middle of the map; the edges, half a turn away, cut land that matters least to the region.
    globe_latitude
        Latitude that a globe faces.
    """

    id: str
    longitude: float
    latitude: float
    globe_latitude: float


FRAMES: Mapping[str, Frame] = {
    frame.id: frame
    for frame in (
        Frame(WORLD, 11.0, 24.0, 20.0),
        Frame(Region.EUROPE.value, 12.0, 24.0, 42.0),
        Frame(Region.AMERICAS.value, -108.0, 24.0, 20.0),
        Frame(Region.ASIA_PACIFIC.value, 150.0, 24.0, 5.0),
    )
}


def frame_named(name: str) -> Frame:
    """Return a frame.

    Raises
    ------
    SelectionError
        If there is no such frame.
    """
    if name not in FRAMES:
        raise SelectionError(f"there is no map view {name!r}; choose one of {', '.join(FRAMES)}")
    return FRAMES[name]


def map_view(*, interactive: bool) -> pdk.View:
    """Return the flat view, the world without end to both sides; it must not change, or the map jumps home.

    Presenter maps are not steered by arrow keys, which belong to the slides.
    """
    controller = {"normalize": False, "dragRotate": False, "touchRotate": False, "keyboard": interactive}
    return pdk.View(type="MapView", id=MAP_VIEW, repeat=True, controller=controller)


def map_view_state(frame: Frame, presses: int = 0) -> pdk.ViewState:
    """Return the view of `frame`, filling the chart's width whatever it is.

    The bounds are one world wide; the browser raises a zoom at which more would be seen, and zoom 0 is below every
    chart. Bounds travel in the view state, since there they are looked at anew with each change of frame. Dragging is
    held at the frame's edges, and free as soon as one zooms in.

    Parameters
    ----------
    frame
        Named view.
    presses
        How often "home" was pressed; add one per press, never per run.
    """
    order = list(FRAMES).index(frame.id)
    nudge = presses * NUDGE
    return pdk.ViewState(
        longitude=frame.longitude + nudge,
        latitude=frame.latitude + nudge,
        # A zoom of its own per frame, or the browser would keep the one of the frame before.
        zoom=order * 1e-6 + nudge,
        min_zoom=0,
        max_zoom=7,
        max_bounds=[[frame.longitude - 180.0, LAT_LIMITS[0]], [frame.longitude + 180.0, LAT_LIMITS[1]]],
    )


def globe_view(*, interactive: bool) -> pdk.View:
    """Return the globe."""
    return pdk.View(type="GlobeView", id=GLOBE_VIEW, controller={"keyboard": interactive}, resolution=5)


def globe_view_state(frame: Frame, height_px: int, presses: int = 0) -> pdk.ViewState:
    """Return the globe turned to `frame`, filling a chart `height_px` high."""
    nudge = presses * NUDGE
    order = list(FRAMES).index(frame.id)
    return pdk.ViewState(
        longitude=(frame.longitude + 180.0) % 360.0 - 180.0 + nudge,
        latitude=frame.globe_latitude + nudge,
        # At one zoom the disc grows with the latitude in its middle, as a Mercator map would.
        zoom=GLOBE_ZOOM
        + math.log2(height_px / 700 * math.cos(math.radians(frame.globe_latitude)))
        + order * 1e-6
        + nudge,
        min_zoom=0,
        max_zoom=6,
    )


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
