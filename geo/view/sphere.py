"""Lines of flows as the map needs them: great circles, pieces cut at 180 degrees, directions on a Mercator map.

All positions are (lon, lat) in degrees, WGS 84 taken as a sphere; the error against the ellipsoid is under 0.6 %, far
below a line's width.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.units import EARTH_RADIUS_KM

Floats = NDArray[np.float64]

KM_PER_STEP = 350.0
"""Distance between two points of a drawn path: at most 0.03 degrees off the true circle at 60 degrees north."""
MIN_STEPS = 8
MAX_STEPS = 60
MERCATOR_LIMIT = 85.0
"""Latitude beyond which Web Mercator is not drawn."""
NORTH_LIMIT, SOUTH_LIMIT = 72.0, -56.0
"""A flow whose great circle leaves these latitudes is drawn as a gentle arc: no cargo crosses the poles."""
BOW_DEGREES = 15.0
"""How far such an arc bends poleward of its more polar end."""
_ALMOST_ZERO = 1e-12


def distance_km(origin: ArrayLike, target: ArrayLike) -> Floats:
    """Return the great-circle distance between positions; shapes (..., 2) broadcast to (...)."""
    start, end = _unit_vectors(origin), _unit_vectors(target)
    chord = np.linalg.norm(start - end, axis=-1)
    angle: Floats = 2.0 * np.arcsin(np.clip(chord / 2.0, 0.0, 1.0))
    return EARTH_RADIUS_KM * angle


def steps_for(length_km: ArrayLike) -> NDArray[np.int64]:
    """Return how many steps draw a path of this length smoothly."""
    steps = np.ceil(np.asarray(length_km, dtype=np.float64) / KM_PER_STEP)
    return np.clip(steps, MIN_STEPS, MAX_STEPS).astype(np.int64)


def along(origin: ArrayLike, target: ArrayLike, fraction: ArrayLike) -> Floats:
    """Return positions on the great circle from `origin` to `target`.

    Parameters
    ----------
    origin, target
        Positions, shape (..., 2).
    fraction
        Parts of the way, 0-1, shape (k,).

    Returns
    -------
    Floats
        Shape (..., k, 2). Between antipodes every great circle is a shortest way; the one over the north pole is taken
        (over longitude 0 if both are poles).
    """
    start, end = _unit_vectors(origin)[..., None, :], _unit_vectors(target)[..., None, :]
    part = np.asarray(fraction, dtype=np.float64)[:, None]
    tangent = end - np.sum(start * end, axis=-1, keepdims=True) * start
    length = np.linalg.norm(tangent, axis=-1, keepdims=True)
    tangent = np.where(length > _ALMOST_ZERO, tangent / np.maximum(length, _ALMOST_ZERO), _northward(start))
    angle = 2.0 * np.arcsin(np.clip(np.linalg.norm(start - end, axis=-1, keepdims=True) / 2.0, 0.0, 1.0))
    points = np.cos(angle * part) * start + np.sin(angle * part) * tangent
    lon = np.degrees(np.arctan2(points[..., 1], points[..., 0]))
    lat = np.degrees(np.arcsin(np.clip(points[..., 2], -1.0, 1.0)))
    result: Floats = np.stack([lon, lat], axis=-1)
    return result


def flow_points(origin: tuple[float, float], target: tuple[float, float]) -> Floats:
    """Return the line on which a flow is drawn, from exactly `origin` to exactly `target`.

    It is the great circle, except where that leaves the latitudes that the map shows or leads where no cargo goes, as
    between Brazil and Korea over the pole. Such a flow bends poleward by at most ``BOW_DEGREES`` instead. The line says
    who supplies whom; it is not a route.

    Returns
    -------
    Floats
        Shape (n, 2); longitudes run on beyond 180 degrees, so that neighbours are always less than 180 degrees apart.
    """
    steps = int(steps_for(distance_km(origin, target)))
    part = np.linspace(0.0, 1.0, steps + 1)
    points = along(origin, target, part)
    points[0], points[-1] = origin, target
    limits = (min(SOUTH_LIMIT, origin[1], target[1]), max(NORTH_LIMIT, origin[1], target[1]))
    if points[:, 1].min() < limits[0] or points[:, 1].max() > limits[1]:
        return _bow(origin, target, part, limits)
    points[:, 0] = np.degrees(np.unwrap(np.radians(points[:, 0])))
    return points


def _bow(origin: tuple[float, float], target: tuple[float, float], part: Floats, limits: tuple[float, float]) -> Floats:
    """Return a gentle arc on the Mercator map, the shorter way round, on the side on which the great circle lies."""
    across = (target[0] - origin[0] + 180.0) % 360.0 - 180.0
    side = 1.0 if along(origin, target, [0.5])[0, 1] >= 0.0 else -1.0
    poleward = max(side * origin[1], side * target[1]) + BOW_DEGREES
    crest = float(np.clip(side * poleward, *limits))
    low, high = mercator_y(origin[1]), mercator_y(target[1])
    top = mercator_y(crest)
    # The point that pulls a parabola from `low` to `high` just as far as `top`.
    pull = top + side * math.sqrt(max(0.0, (top - low) * (top - high)))
    height = (1 - part) ** 2 * low + 2 * part * (1 - part) * pull + part**2 * high
    points = np.column_stack([origin[0] + across * part, _latitude(height)])
    points[0], points[-1] = origin, (origin[0] + across, target[1])
    return points


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
    flat = np.column_stack([points[:, 0], _heights(points[:, 1])])
    steps = np.hypot(*np.diff(flat, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    at = fraction * reached[-1]
    k = int(np.clip(np.searchsorted(reached, at, side="right") - 1, 0, len(steps) - 1))
    rest = 0.0 if steps[k] <= _ALMOST_ZERO else (at - reached[k]) / steps[k]
    lon, height = flat[k] + rest * (flat[k + 1] - flat[k])
    east, north = flat[k + 1] - flat[k]
    lat = float(_latitude(np.asarray(height)))
    return (float(lon) + 180.0) % 360.0 - 180.0, lat, float(np.degrees(np.arctan2(north, east)))


def mercator_y(lat: float) -> float:
    """Return the height on a Mercator map, in degrees of longitude at the equator."""
    return float(_heights(np.asarray(lat)))


def _heights(lat: Floats) -> Floats:
    held = np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT)
    result: Floats = np.degrees(np.arctanh(np.sin(np.radians(held))))
    return result


def _latitude(height: Floats) -> Floats:
    result: Floats = np.degrees(np.arcsin(np.tanh(np.radians(height))))
    return result


def _piece(head: list[tuple[float, float]], points: Floats, turn: int, tail: list[tuple[float, float]]) -> Floats:
    return np.array([*head, *(points - np.array([360.0 * turn, 0.0])), *tail])


def _unit_vectors(position: ArrayLike) -> Floats:
    lon, lat = np.moveaxis(np.radians(np.asarray(position, dtype=np.float64)), -1, 0)
    vectors: Floats = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)
    return vectors


def _northward(start: Floats) -> Floats:
    """Return the unit vector that leads north from `start`; from a pole, along longitude 0."""
    north = np.array([0.0, 0.0, 1.0])
    tangent = north - start[..., 2:3] * start
    length = np.linalg.norm(tangent, axis=-1, keepdims=True)
    prime = np.broadcast_to(np.array([1.0, 0.0, 0.0]), start.shape)
    result: Floats = np.where(length > _ALMOST_ZERO, tangent / np.maximum(length, _ALMOST_ZERO), prime)
    return result
