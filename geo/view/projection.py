"""Where the browser puts a place of the world: the flat map and the globe of a description, in pixels of a box.

The formulas are those of deck.gl 9.3, which the platform ships: a Web Mercator map 512 pixels wide at zoom 0, and a
sphere of 256 pixels seen from one and a half times the height of the box above its surface.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.units import EARTH_RADIUS_KM
from geo.view.sphere import heights, latitude_at

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WORLD_PX = 512.0
"""Width of the world at zoom 0."""
_GLOBE_PX = 256.0
_ALTITUDE = 1.5
"""Height of the eye above the globe, in heights of the box."""


@dataclass(frozen=True, slots=True)
class Box:
    """Size of a map on the page, in CSS pixels."""

    width: float
    height: float


class Projection(Protocol):
    """From places to pixels, right and down from the left upper corner of the box."""

    def place(self, positions: Floats) -> tuple[Floats, Bools]:
        """Return pixels, shape (n, 2), of `positions`, shape (n, 3), and which of them are on the side that is seen.

        Positions are longitude and latitude in degrees and a height in metres.
        """
        ...

    def copies(self) -> tuple[float, ...]:
        """Return by how many pixels to the right the world is drawn; several where it is repeated."""
        ...


@dataclass(frozen=True, slots=True)
class Flat:
    """The flat map; longitude and latitude of the middle in degrees, `zoom` as the browser counts it."""

    box: Box
    longitude: float
    latitude: float
    zoom: float

    @property
    def px_per_degree(self) -> float:
        """Pixels of a degree of longitude."""
        return WORLD_PX / 360.0 * math.pow(2.0, self.zoom)

    def place(self, positions: Floats) -> tuple[Floats, Bools]:
        """See `Projection`."""
        scale = self.px_per_degree
        x = self.box.width / 2 + (positions[:, 0] - self.longitude) * scale
        y = self.box.height / 2 - (heights(positions[:, 1]) - heights(np.asarray(self.latitude))) * scale
        return np.column_stack([x, y]), np.ones(len(x), dtype=np.bool_)

    def copies(self) -> tuple[float, ...]:
        """See `Projection`; the world has no end to both sides."""
        half = self.box.width / 2 / self.px_per_degree
        first = math.floor((self.longitude - half + 180.0) / 360.0)
        last = math.floor((self.longitude + half + 180.0) / 360.0)
        return tuple(turn * 360.0 * self.px_per_degree for turn in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Globe:
    """The globe, turned to a longitude and latitude in degrees."""

    box: Box
    longitude: float
    latitude: float
    zoom: float

    @property
    def radius(self) -> float:
        """Radius of the sphere, in heights of the box."""
        # At one zoom the sphere grows with the latitude in its middle, as a Mercator map would.
        scale = math.pow(2.0, self.zoom) / (math.pi * math.cos(math.radians(self.latitude)))
        return _GLOBE_PX * scale / self.box.height

    @property
    def disc_px(self) -> float:
        """Radius of the disc that is seen."""
        radius = self.radius
        return self.box.height * _ALTITUDE * radius / math.sqrt(_ALTITUDE**2 + 2 * _ALTITUDE * radius)

    def place(self, positions: Floats) -> tuple[Floats, Bools]:
        """See `Projection`; what is behind the horizon lies on it."""
        east = np.radians(positions[:, 0] - self.longitude)
        lat, middle = np.radians(positions[:, 1]), math.radians(self.latitude)
        lifted = self.radius * (1.0 + positions[:, 2] / (EARTH_RADIUS_KM * 1000.0))
        right = np.cos(lat) * np.sin(east) * lifted
        up = (np.sin(lat) * math.cos(middle) - np.cos(lat) * math.sin(middle) * np.cos(east)) * lifted
        near = (np.sin(lat) * math.sin(middle) + np.cos(lat) * math.cos(middle) * np.cos(east)) * lifted
        eye = _ALTITUDE + self.radius
        focal = self.box.height * _ALTITUDE
        aside = np.hypot(right, up)
        from_middle = focal * aside / (eye - near)
        # The line from the eye to the place passes the sphere, or the place is before the horizon.
        is_seen = (near * eye >= self.radius**2) | (from_middle > self.disc_px)
        held = np.where(is_seen, from_middle, self.disc_px)
        part = np.divide(held, aside, out=np.zeros_like(held), where=aside > 0)
        x, y = self.box.width / 2 + right * part, self.box.height / 2 - up * part
        return np.column_stack([x, y]), is_seen

    def copies(self) -> tuple[float, ...]:
        """See `Projection`."""
        return (0.0,)


def projection_of(view: Mapping[str, Any], state: Mapping[str, Any], box: Box) -> Flat | Globe:
    """Return how a description is seen in a box: its view, held at its bounds as the browser holds it.

    Parameters
    ----------
    view, state
        A view and the initial view state, as they stand in the description.
    """
    longitude, latitude, zoom = (float(state[name]) for name in ("longitude", "latitude", "zoom"))
    if view["@@type"] == "GlobeView":
        return Globe(box, longitude, latitude, min(max(zoom, state["minZoom"]), state["maxZoom"]))
    (west, south), (east, north) = state["maxBounds"]
    low, high = (float(each) for each in heights(np.array([south, north])))
    degrees = 360.0 / WORLD_PX
    least = max(
        float(state["minZoom"]),
        math.log2(box.width * degrees / (east - west)),
        math.log2(box.height * degrees / (high - low)),
    )
    held = min(max(zoom, least), float(state["maxZoom"]))
    half = Box(box.width / 2 * degrees / 2.0**held, box.height / 2 * degrees / 2.0**held)
    height = min(max(float(heights(np.asarray(latitude))), low + half.height), high - half.height)
    return Flat(
        box,
        min(max(longitude, west + half.width), east - half.width),
        float(latitude_at(np.asarray(height))),
        held,
    )
