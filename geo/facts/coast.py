"""Land under the sites that are drawn: which islands stay, and which bits of shore the simplified coast gives back.

Positions are (lon, lat) in degrees, WGS 84. No point is moved and no land is invented: what is given back is the
publisher's own 1:50m land around the site.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.facts.places import PointCountries

Shapes = npt.NDArray[np.object_]
Points = npt.NDArray[np.float64]

NO_SITES: Points = np.empty((0, 2))

NEAR_KM = 5.0
"""A site farther than this from drawn land stands in the sea for who looks at it."""

ASHORE_KM = 4.0
"""What counts as on drawn land here: `NEAR_KM` with room for the rounding of positions."""

SHORE_DEG = 0.1
"""Half the side of the shore that is given back around a site; about 11 km."""


def km_from(land: Shapes, sites: Points) -> npt.NDArray[np.float64]:
    """Return for each site, shape (n,), its distance to the nearest of `land` in kilometres; 0 on land."""
    if len(sites) == 0:
        return np.empty(0)
    unnamed = np.full(len(land), "", dtype=object)
    distances = PointCountries(unnamed, land.copy()).nearest(sites[:, 0], sites[:, 1])["distance_km"]
    return distances.to_numpy(dtype=float)


def islands_with_a_site(parts: Shapes, kept: npt.NDArray[np.bool_], sites: Points) -> npt.NDArray[np.bool_]:
    """Return for each of `parts` whether it must stay since it is the land of a site that is on no other.

    Parameters
    ----------
    parts
        Polygons of all countries, one each.
    kept
        Which of them stay for another reason, same length.
    sites
        Sites that are drawn, shape (n, 2).
    """
    asked = sites[km_from(parts[kept], sites) > ASHORE_KM]
    needed = np.zeros(len(parts), dtype=bool)
    if len(asked) and not kept.all():
        rows = np.flatnonzero(~kept)
        points = shapely.points(asked)
        nearest = rows[shapely.STRtree(parts[rows]).nearest(points)]
        for row, site in zip(nearest, asked, strict=True):
            needed[row] |= km_from(parts[[row]], site[None])[0] <= NEAR_KM
    return needed


def with_shore(drawn: Shapes, whole: Shapes, sites: Points, grid_deg: float) -> Shapes:
    """Return `drawn` with the shore of `whole` around each site that the simplified coast left in the sea.

    Parameters
    ----------
    drawn
        Simplified polygons of a coverage, on a grid of `grid_deg`.
    whole
        The same polygons as published, same order.
    sites
        Sites that are drawn, shape (n, 2).
    """
    result = drawn.copy()
    for lon, lat in sites[km_from(drawn, sites) > ASHORE_KM]:
        window = shapely.box(lon - SHORE_DEG, lat - SHORE_DEG, lon + SHORE_DEG, lat + SHORE_DEG)
        for row in shapely.STRtree(whole).query(window, predicate="intersects"):
            near = shapely.STRtree(result).query(window, predicate="intersects")
            # Two steps of the grid keep rounding away from the borders of neighbours.
            others = shapely.buffer(shapely.union_all(result[near[near != row]]), 2 * grid_deg)
            shore = shapely.difference(shapely.intersection(whole[row], window), others)
            parts = shapely.get_parts(result[row])
            touched = shapely.intersects(parts, shore)
            joined = shapely.union_all([*parts[touched], *shapely.get_parts(shore)], grid_size=grid_deg)
            result[row] = shapely.multipolygons([*parts[~touched], *_polygons(joined)])
    return result


def _polygons(shape: shapely.Geometry) -> Shapes:
    parts = shapely.get_parts(shape)
    kept: Shapes = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return kept
