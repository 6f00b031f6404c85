"""What answers to the pointer where a coarse copy of the countries has nothing: islands, and places of names.

Positions are (lon, lat) in degrees, WGS 84.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]

HALF_SIDE_DEG = 0.9
"""Half the side of the smallest target: four pixels on a world map 800 pixels wide."""

GRID_DEG = 0.01


def with_least_targets(coarse: Shapes, drawn: Shapes, places: npt.NDArray[np.float64]) -> Shapes:
    """Return `coarse` with a box around each drawn part that it lost, and around each place.

    A box never takes the ground of another country: there the coarse shape answers. Where boxes of two countries
    overlap at sea, the first in the order of the rows has the place.

    Parameters
    ----------
    coarse
        Polygons of a coverage, simplified; small islands may be gone.
    drawn
        The same polygons as they are drawn, same order.
    places
        Label points, shape (n, 2): where a name stands and flows begin and end. Rows that are not finite get no box:
        there a dot answers.

    Returns
    -------
    Shapes
        Same order, on a grid of `GRID_DEG`; no two overlap by more than rounding makes them.
    """
    result: Shapes = shapely.set_precision(coarse, GRID_DEG)
    for row in np.flatnonzero(np.isfinite(places).all(axis=1)).tolist():
        around = [*_lost_parts(drawn[row], coarse[row]), shapely.points(places[row])]
        boxes = shapely.union_all([_box(place) for place in around], grid_size=GRID_DEG)
        near = shapely.STRtree(result).query(boxes, predicate="intersects")
        others = shapely.union_all(result[near[near != row]], grid_size=GRID_DEG)
        free = shapely.difference(boxes, others, grid_size=GRID_DEG)
        result[row] = _polygons(shapely.union(result[row], free, grid_size=GRID_DEG))
    return result


def _lost_parts(shape: shapely.Geometry, coarse: shapely.Geometry) -> Shapes:
    parts = shapely.get_parts(shape)
    lost: Shapes = parts[~shapely.intersects(parts, coarse)]
    return lost


def _box(place: shapely.Geometry) -> shapely.Geometry:
    """Return the box around `place`, no side shorter than the smallest target."""
    west, south, east, north = shapely.bounds(place)
    wide, high = max(HALF_SIDE_DEG, (east - west) / 2), max(HALF_SIDE_DEG, (north - south) / 2)
    x, y = (west + east) / 2, (south + north) / 2
    return shapely.box(max(-180.0, x - wide), y - high, min(180.0, x + wide), y + high)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of `shape`, without the lines and points at which others only touch it."""
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
