"""Lines of flows as the map needs them: great circles, pieces cut at 180 degrees, directions on a Mercator map.

All positions are (lon, lat) in degrees, WGS 84 taken as a sphere; the error against the ellipsoid is under 0.6 %, far
below a line's width.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.great_circle import along, great_circle_km

Floats = NDArray[np.float64]

KM_PER_STEP = 350.0
"""Distance between two points of a drawn path: at most 0.03 degrees off the true circle at 60 degrees north."""
MIN_STEPS = 8
MAX_STEPS = 60
MERCATOR_LIMIT = 85.0
"""Latitude beyond which Web Mercator is not drawn."""
NORTH_LIMIT, SOUTH_LIMIT = 72.0, -56.0
"""A flow whose great circle leaves these latitudes is drawn as a calm arc: no cargo crosses the poles."""
MOST_BOW = 0.13
"""How far a line may lie aside of the straight one between its ends, as a part of that one's length on the map."""
FULL_BOW_LATITUDE = 30.0
"""Mean latitude of the ends from which on an arc bends that far."""
AMERICAS, FAR_EAST = (-170.0, -50.0), (90.0, 180.0)
"""Longitudes between which flows take the Pacific, up to this length in degrees."""
LONGEST_PACIFIC = 196.0
_ALMOST_ZERO = 1e-12


def steps_for(length_km: ArrayLike) -> NDArray[np.int64]:
    """Return how many steps draw a path of this length smoothly."""
    steps = np.ceil(np.asarray(length_km, dtype=np.float64) / KM_PER_STEP)
    return np.clip(steps, MIN_STEPS, MAX_STEPS).astype(np.int64)


def flow_points(origin: tuple[float, float], target: tuple[float, float]) -> Floats:
    """Return the line on which a flow is drawn, from exactly `origin` to exactly `target`.

    It is the great circle where that looks like a way on the map. Where it would swing far out, as from China to Canada
    along the Arctic or from Chile to China past a pole, it is a calm arc instead. The line says who supplies whom; it
    is not a route.

    Returns
    -------
    Floats
        Shape (n, 2); longitudes run on beyond 180 degrees, so that neighbours are always less than 180 degrees apart.
    """
    part = np.linspace(0.0, 1.0, int(steps_for(great_circle_km(*origin, *target))) + 1)
    across = _across(origin, target)
    points = along(origin, target, part)
    points[:, 0] = np.degrees(np.unwrap(np.radians(points[:, 0])))
    points += np.array([origin[0] - points[0, 0], 0.0])
    if not _is_calm(points, origin, target, across):
        points = _arc(origin, target, part, across)
    points[0], points[-1] = origin, (origin[0] + across, target[1])
    return points


def _across(origin: tuple[float, float], target: tuple[float, float]) -> float:
    """Return how far a flow runs to the east, negative to the west, in degrees.

    It is the shorter way round; where both are about as long, flows between the Americas and Asia take the Pacific.
    """
    shorter = (target[0] - origin[0] + 180.0) % 360.0 - 180.0
    longer = shorter - math.copysign(360.0, shorter)
    to_asia, to_americas = _is_far_east(target[0]), _is_american(target[0])
    if abs(longer) <= LONGEST_PACIFIC and (
        (_is_american(origin[0]) and to_asia and longer < 0) or (_is_far_east(origin[0]) and to_americas and longer > 0)
    ):
        return longer
    return shorter


def _is_american(lon: float) -> bool:
    return AMERICAS[0] <= lon <= AMERICAS[1]


def _is_far_east(lon: float) -> bool:
    return FAR_EAST[0] <= lon <= FAR_EAST[1]


def _is_calm(points: Floats, origin: tuple[float, float], target: tuple[float, float], across: float) -> bool:
    """Return whether a great circle goes the way of `across`, within the shown latitudes, and close to straight."""
    low, high = _limits(origin, target)
    if abs(points[-1, 0] - origin[0] - across) > 1.0 or points[:, 1].min() < low or points[:, 1].max() > high:
        return False
    east, north = points[:, 0] - origin[0], heights(points[:, 1]) - mercator_y(origin[1])
    rise = mercator_y(target[1]) - mercator_y(origin[1])
    chord = math.hypot(across, rise)
    aside = np.abs(across * north - rise * east)
    return bool(np.all(aside <= MOST_BOW * chord**2))


def _arc(origin: tuple[float, float], target: tuple[float, float], part: Floats, across: float) -> Floats:
    """Return a parabola on the Mercator map that bends to the pole of its hemisphere, less so near the equator."""
    start, end = mercator_y(origin[1]), mercator_y(target[1])
    lean = float(np.clip((origin[1] + target[1]) / 2 / FULL_BOW_LATITUDE, -1.0, 1.0))
    low, high = (mercator_y(limit) for limit in _limits(origin, target))
    room = high - max(start, end) if lean > 0 else min(start, end) - low
    lift = math.copysign(min(MOST_BOW * abs(across) * abs(lean), room), lean)
    height = start + (end - start) * part + 4.0 * lift * part * (1.0 - part)
    return np.column_stack([origin[0] + across * part, latitude_at(height)])


def _limits(origin: tuple[float, float], target: tuple[float, float]) -> tuple[float, float]:
    return min(SOUTH_LIMIT, origin[1], target[1]), max(NORTH_LIMIT, origin[1], target[1])


def cut_at_antimeridian(points: Floats) -> list[Floats]:
    """Cut a line where it crosses 180 degrees.

    Parameters
    ----------
    points
        Shape (n, 2), longitudes running on beyond 180 degrees.

    Returns
    -------
    list of Floats
        Pieces within -180 to 180 degrees; at a cut both sides end on the seam at the same latitude.
    """
    turn = np.floor((points[:, 0] + 180.0) / 360.0).astype(np.int64)
    pieces: list[Floats] = []
    begin = 0
    head: list[tuple[float, float]] = []
    for k in np.flatnonzero(np.diff(turn)).tolist():
        east = 1 if turn[k + 1] > turn[k] else -1
        seam = 360.0 * (turn[k] + (east - 1) // 2) + 180.0
        run = points[k + 1, 0] - points[k, 0]
        lat = float(points[k, 1] + (seam - points[k, 0]) / run * (points[k + 1, 1] - points[k, 1]))
        pieces.append(_piece(head, points[begin : k + 1], turn[k], [(east * 180.0, lat)]))
        head, begin = [(-east * 180.0, lat)], k + 1
    pieces.append(_piece(head, points[begin:], turn[-1], []))
    return pieces


def place_along(points: Floats, fraction: float) -> tuple[float, float, float]:
    """Return (lon, lat, angle) at `fraction` of a line as it looks on a Mercator map.

    Parameters
    ----------
    points
        Shape (n, 2), longitudes running on beyond 180 degrees.
    fraction
        Part of the drawn length, 0-1.

    Returns
    -------
    tuple of float
        Longitude within -180 to 180, latitude, and the direction of travel in degrees anticlockwise from east.
    """
    flat = np.column_stack([points[:, 0], heights(points[:, 1])])
    steps = np.hypot(*np.diff(flat, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    at = fraction * reached[-1]
    k = int(np.clip(np.searchsorted(reached, at, side="right") - 1, 0, len(steps) - 1))
    rest = 0.0 if steps[k] <= _ALMOST_ZERO else (at - reached[k]) / steps[k]
    lon, height = flat[k] + rest * (flat[k + 1] - flat[k])
    east, north = flat[k + 1] - flat[k]
    lat = float(latitude_at(np.asarray(height)))
    return (float(lon) + 180.0) % 360.0 - 180.0, lat, float(np.degrees(np.arctan2(north, east)))


def length_on_map(points: Floats) -> float:
    """Return how long a line looks on a Mercator map, in degrees of longitude."""
    return float(np.hypot(*np.diff(np.column_stack([points[:, 0], heights(points[:, 1])]), axis=0).T).sum())


def mercator_y(lat: float) -> float:
    """Return the height on a Mercator map, in degrees of longitude at the equator."""
    return float(heights(np.asarray(lat)))


def heights(lat: Floats) -> Floats:
    """Return heights on a Mercator map, in degrees of longitude at the equator, of latitudes in degrees."""
    held = np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT)
    result: Floats = np.degrees(np.arctanh(np.sin(np.radians(held))))
    return result


def latitude_at(height: Floats) -> Floats:
    """Return the latitudes in degrees of heights on a Mercator map; the inverse of `heights`."""
    result: Floats = np.degrees(np.arcsin(np.tanh(np.radians(height))))
    return result


def _piece(head: list[tuple[float, float]], points: Floats, turn: int, tail: list[tuple[float, float]]) -> Floats:
    return np.array([*head, *(points - np.array([360.0 * turn, 0.0])), *tail])
