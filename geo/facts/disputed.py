"""Disputed boundaries, drawn dashed: borders of the polygons drawn, and the publisher's lines inside polygons.

Positions are (lon, lat) in degrees, WGS 84. Natural Earth draws who controls a place. Its columns of points of view say
which polygons others count as part of a claimant; where the ground in dispute lies inside the polygon of the country
that holds it, no column can say so, and the border is named in `HELD_GROUND`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]
Pair = tuple[str, str]

EVERYWHERE = shapely.box(-180, -90, 180, 90)

HELD_GROUND: tuple[tuple[Pair, shapely.Geometry], ...] = (
    (("RUS", "UKR"), shapely.box(32.0, 45.0, 37.0, 46.6)),
    (("ISR", "SYR"), EVERYWHERE),
    (("IND", "PAK"), shapely.box(73.5, 32.3, 78.0, 37.0)),
    (("IND", "CHN"), shapely.box(77.5, 32.4, 80.6, 36.0)),
)
"""Borders that are lines of control, by the publisher's codes, and where: Crimea, the Golan Heights, the Line of Control in
Kashmir, Aksai Chin. The publisher tells of each in its notes on de facto boundaries, not in a column."""

OLDER_TOLERANCE_DEG = 0.1
"""Tolerance of the lines inside polygons, about that of the borders that they run along."""

SAME_LINE_DEG = 0.25
"""An older line within this of a dashed border is that border: dashes over dashes would look solid."""

SHORTEST_DEG = 0.1


def disputed_lines(codes: Sequence[str], shapes: Shapes, claims: Iterable[Pair], older: Shapes) -> Shapes:
    """Return every line that is drawn dashed.

    Parameters
    ----------
    codes
        The publisher's code (ADM0_A3) of each polygon.
    shapes
        Polygons as they are drawn, a coverage, same length.
    claims
        Codes of a polygon and of one whose part others count it.
    older
        Disputed lines of the publisher's older edition; what runs inside polygons is kept.
    """
    borders = np.array(list(_borders(codes, shapes, claims)), dtype=object)
    simple = shapely.simplify(shapely.get_parts(older), OLDER_TOLERANCE_DEG)
    inside = shapely.get_parts(shapely.difference(simple, shapely.buffer(shapely.union_all(borders), SAME_LINE_DEG)))
    kept: Shapes = np.concatenate([borders, inside[shapely.length(inside) > SHORTEST_DEG]])
    return kept


def common_border(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Return the line that two polygons of a coverage share, as lines that go on as far as they can."""
    shared = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    parts = shapely.get_parts(shared)
    lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return shapely.line_merge(shapely.multilinestrings(lines))


def _borders(codes: Sequence[str], shapes: Shapes, claims: Iterable[Pair]) -> Iterator[shapely.Geometry]:
    row = {code: place for place, code in enumerate(codes)}
    wanted = {frozenset(pair): EVERYWHERE for pair in claims} | {frozenset(pair): box for pair, box in HELD_GROUND}
    for pair in sorted(wanted, key=sorted):
        if pair <= row.keys():
            border = common_border(*(shapes[row[code]] for code in sorted(pair)))
            yield from shapely.get_parts(shapely.line_merge(shapely.intersection(border, wanted[pair])))
