"""Named views of the map: a free view cannot be read back from the browser, so a link names one of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from geo.errors import SelectionError
from geo.schema.codes import Region
from geo.units import EARTH_RADIUS_KM
from geo.view.sphere import NORTH_LIMIT, SOUTH_LIMIT, latitude_at, mercator_y

WORLD = "world"
LEAST_PART_KM2 = 60_000.0
"""Smallest part of a region that its view must show: the islands of New Zealand and Ireland, not those of the Arctic."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A named view: the whole world with one region near its middle, or that region alone.

    Attributes
    ----------
    id
        A home region, or the world.
    longitude, latitude
        Middle of the map; the edges, half a turn away, cut land that matters least to the region.
    globe_latitude
        Latitude that a globe faces.
    bounds
        What fills the map; None for the world.
    """

    id: str
    longitude: float
    latitude: float
    globe_latitude: float
    bounds: Bounds | None = None


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
    """Return a view of the whole world.

    Raises
    ------
    SelectionError
        If there is no such frame.
    """
    if name not in FRAMES:
        raise SelectionError(f"there is no map view {name!r}; choose one of {', '.join(FRAMES)}")
    return FRAMES[name]


def filled_frame(name: str, outlines: Mapping[Region, Sequence[ArrayLike]]) -> Frame:
    """Return the view that the named region fills; of the world, where that is named.

    Parameters
    ----------
    name
        As for `frame_named`.
    outlines
        Lines (lon, lat) in degrees around each region, closed unless they end at 180 degrees.
    """
    frame = frame_named(name)
    if name == WORLD:
        return frame
    west, south, east, north = bounds = bounds_of(outlines[Region(name)])
    middle = float(latitude_at(np.asarray((mercator_y(south) + mercator_y(north)) / 2)))
    return replace(
        frame, longitude=(west + east) / 2, latitude=middle, globe_latitude=(south + north) / 2, bounds=bounds
    )


def bounds_of(outline: Sequence[ArrayLike]) -> Bounds:
    """Return the bounds of the large parts of an outline, within the latitudes where cargo goes."""
    parts = [np.asarray(part, dtype=np.float64) for part in outline]
    areas = [_area_km2(part[:, 0], part[:, 1]) for part in parts]
    least = min(LEAST_PART_KM2, max(areas))
    places = np.concatenate([part for part, area in zip(parts, areas, strict=True) if area >= least])
    (west, south), (east, north) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    return west, max(south, SOUTH_LIMIT), east, min(north, NORTH_LIMIT)


def _area_km2(lon: np.ndarray, lat: np.ndarray) -> float:
    """Return the area inside a ring on the sphere."""
    heights = np.sin(np.radians(lat))
    steps = np.radians(np.roll(lon, -1) - lon)
    return abs(float(np.sum(steps * (heights + np.roll(heights, -1)) / 2))) * EARTH_RADIUS_KM**2
