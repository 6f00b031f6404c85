"""Great circles as the map needs them: points, pieces cut at 180 degrees, directions on a Mercator map.

All positions are (lon, lat) in degrees, WGS 84 taken as a sphere; the error against the ellipsoid is under 0.6 %, far
below a line's width.
"""

from __future__ import annotations

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


def path(origin: tuple[float, float], target: tuple[float, float]) -> list[Floats]:
    """Return the great circle between two positions as drawable pieces.

    Returns
    -------
    list of Floats
        Pieces of shape (n, 2), cut at 180 degrees; the first begins exactly at `origin`, the last ends exactly at
        `target`, and each piece covers less than 180 degrees of longitude between two of its points.
    """
    steps = int(steps_for(distance_km(origin, target)))
    points = along(origin, target, np.linspace(0.0, 1.0, steps + 1))
    points[0], points[-1] = origin, target
    return cut_at_antimeridian(points)


def cut_at_antimeridian(points: Floats) -> list[Floats]:
    """Cut a path where it crosses 180 degrees.

    Parameters
    ----------
    points
        Shape (n, 2); neighbours are taken to be joined by the shorter way round.

    Returns
    -------
    list of Floats
        Pieces within -180 to 180 degrees; at a cut both sides end on the seam at the same latitude.
    """
    pieces: list[Floats] = []
    begin = 0
    head: list[tuple[float, float]] = []
    for k in np.flatnonzero(np.abs(np.diff(points[:, 0])) > 180.0).tolist():
        west_to_east = points[k, 0] < 0.0
        seam = -180.0 if west_to_east else 180.0
        ahead = points[k + 1, 0] + (-360.0 if west_to_east else 360.0)
        run = ahead - points[k, 0]
        part = 0.0 if abs(run) < _ALMOST_ZERO else (seam - points[k, 0]) / run
        lat = float(points[k, 1] + part * (points[k + 1, 1] - points[k, 1]))
        pieces.append(np.array([*head, *points[begin : k + 1], (seam, lat)]))
        head, begin = [(-seam, lat)], k + 1
    pieces.append(np.array([*head, *points[begin:]]))
    return pieces


def mercator_angle(origin: ArrayLike, target: ArrayLike, fraction: float) -> float:
    """Return the direction of travel at `fraction` of the way as it looks on a Mercator map.

    Returns
    -------
    float
        Degrees anticlockwise from east, -180 to 180.
    """
    step = 1e-3
    before, after = along(origin, target, [max(0.0, fraction - step), min(1.0, fraction + step)])
    east = (after[0] - before[0] + 180.0) % 360.0 - 180.0
    north = mercator_y(after[1]) - mercator_y(before[1])
    return float(np.degrees(np.arctan2(north, east)))


def mercator_y(lat: float) -> float:
    """Return the height on a Mercator map, in degrees of longitude at the equator."""
    held = np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT)
    return float(np.degrees(np.arctanh(np.sin(np.radians(held)))))


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
