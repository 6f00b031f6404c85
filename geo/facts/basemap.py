"""The basemap: Natural Earth polygons simplified as one coverage, with hatch lines, region outlines and dots.

Positions are degrees, WGS 84, two decimals (about one kilometre). Neighbours keep the same line between them:
parts are dropped before, never after, the whole coverage is simplified at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import DataContractError
from geo.facts.coast import NO_SITES, Points, islands_with_a_site, with_shore
from geo.facts.country import WITHOUT_STATISTICS
from geo.facts.disputed import disputed_lines
from geo.facts.places import country_polygons
from geo.facts.pointer_targets import with_least_targets
from geo.schema.basemap import (
    COUNTRIES_FILE,
    DISPUTED_FILE,
    DOTS_FILE,
    FALLEN_HATCH_FILE,
    HATCH_FILE,
    LAND_FILE,
    OUTLINES_FILE,
    TARGETS_FILE,
)
from geo.schema.files import write_whole
from geo.sources.natural_earth import read_claims, read_countries, read_disputed_lines, read_land

Shapes = npt.NDArray[np.object_]
Path2D = list[list[float]]

SMALLEST_PART_DEG2 = 0.1
"""Islands below this area (square degrees) go, unless they are all a country has, touch a neighbour, or hold a site."""

TOLERANCE_DEG = 0.16
"""Tolerance of the coverage simplification; the smallest that keeps the layer under 300 kB."""

TARGET_TOLERANCE_DEG = 0.4
TARGET_PART_DEG2 = 1.0
"""Tolerance and smallest island of what answers to the pointer: a third of the vertices, wrong by a pixel at world zoom."""

DECIMALS = 2
SHORTEST_HATCH_DEG = 0.1
DOT_BELOW_DEG2 = 0.25
"""A country whose largest polygon is below this area gets a clickable dot."""

OUTLINE_PART_DEG2 = 0.6
"""Smaller islands are left out of a region's outline: at 3 pixels they would be specks."""

ANTIMERIDIAN = shapely.multilinestrings([[(-180, -90), (-180, 90)], [(180, -90), (180, 90)]])
"""Where the publisher cut polygons in two; the cut is no outline."""

OVERSEAS_PARTS = {
    ("FRA", "GUF"): shapely.box(-65, 0, -50, 20),
    ("FRA", "REU"): shapely.box(40, -25, 60, -10),
}
"""Parts of a polygon that the outline counts with the region of another code, by window in degrees."""


@dataclass(frozen=True, slots=True)
class Hatching:
    """Parallel lines at 45 degrees.

    Attributes
    ----------
    spacing_deg
        Distance between two lines, in degrees at the equator on a Mercator map.
    climb
        1 if they climb to the east, -1 if they fall.
    """

    spacing_deg: float
    climb: int


NO_DATA = Hatching(1.75, 1)
FALLEN = Hatching(1.4, -1)
"""For suppliers that fall away: the other direction tells it from missing data where colours are washed out."""


@dataclass(frozen=True, slots=True)
class ClickableLayer:
    """Polygons as drawn, in the order of the file.

    Attributes
    ----------
    iso3
        Code of each polygon; None for one that has no statistics of its own.
    shapes
        Simplified polygons, same length.
    labels
        Label points of the publisher as lon, lat; shape (n, 2).
    published
        The publisher's own code (ADM0_A3) of each polygon.
    """

    iso3: tuple[str | None, ...]
    shapes: Shapes
    labels: npt.NDArray[np.float64]
    published: tuple[str, ...]


def basemap_files(raw: Path, country: pd.DataFrame, facility: pd.DataFrame) -> dict[str, bytes]:
    """Return the content of every basemap file by name.

    Parameters
    ----------
    raw
        Folder of publishers' files.
    country
        Table ``country``: says which region a country belongs to.
    facility
        Table ``facility``: land is kept under every site that is drawn by default.
    """
    drawn = facility.loc[facility["is_default"].astype(bool), ["lon", "lat"]]
    layer = clickable_layer(raw, drawn.to_numpy(dtype=float))
    region = dict(zip(country["iso3"].astype(str), country["region"].astype(str), strict=True))
    return {
        COUNTRIES_FILE: countries_geojson(layer, layer.shapes),
        TARGETS_FILE: countries_geojson(layer, target_shapes(layer)),
        LAND_FILE: land_geojson(np.asarray(read_land(raw).array)),
        DISPUTED_FILE: _json(disputed_paths(layer, raw)),
        HATCH_FILE: _json(hatch_by_polygon(layer, NO_DATA)),
        FALLEN_HATCH_FILE: _json(hatch_by_polygon(layer, FALLEN)),
        OUTLINES_FILE: _json(outlines_by_region(layer, region)),
        DOTS_FILE: _json(dots(layer)),
    }


def write_basemap(files: Mapping[str, bytes], folder: Path) -> None:
    """Write every file whole into `folder`.

    Raises
    ------
    EnvironmentFaultError
        If the folder cannot be written.
    """
    for name, content in files.items():
        write_whole(folder / name, partial(_put, content))


def _put(content: bytes, part: Path) -> None:
    part.write_bytes(content)


def clickable_layer(raw: Path, sites: Points) -> ClickableLayer:
    """Return the simplified 1:50m polygons: coded ones by ISO3, then those without code.

    Antarctica is left to the backdrop. `sites`, shape (n, 2), are places that must not stand in the sea.
    """
    table = country_polygons(read_countries(raw))
    table = table[~table["iso3"].isin(WITHOUT_STATISTICS)]
    table = table.sort_values(["iso3", "adm0_a3"], na_position="last", kind="stable")
    iso3 = tuple(code if isinstance(code, str) else None for code in table["iso3"])
    labels = table[["label_lon", "label_lat"]].to_numpy(dtype=float)
    shapes = simplified(np.asarray(table.geometry.array), sites=sites)
    return ClickableLayer(iso3, shapes, labels, tuple(table["adm0_a3"].astype(str)))


def simplified(
    shapes: Shapes,
    tolerance_deg: float = TOLERANCE_DEG,
    smallest_deg2: float = SMALLEST_PART_DEG2,
    sites: Points = NO_SITES,
) -> Shapes:
    """Return a valid coverage with fewer vertices: no overlap, no gap along a common border, no shape lost.

    Parameters
    ----------
    shapes
        Polygons of a valid coverage.
    tolerance_deg
        Tolerance of the simplification, in degrees.
    smallest_deg2
        Islands below this area, in square degrees, go; see `without_small_islands`.
    sites
        Places that keep the land under them, shape (n, 2).

    Raises
    ------
    DataContractError
        If rounding to `DECIMALS` breaks a polygon or makes neighbours overlap.
    """
    coverage = shapely.coverage_simplify(without_small_islands(shapes, smallest_deg2, sites), tolerance_deg)
    rounded: Shapes = with_shore(shapely.transform(coverage, _rounded), shapes, sites, 10.0**-DECIMALS)
    broken = int(np.sum(~shapely.is_valid(rounded) | shapely.is_empty(rounded)))
    if broken or not shapely.coverage_is_valid(rounded):
        message = (
            f"basemap: {broken} polygons break, or neighbours overlap, at tolerance {tolerance_deg}; choose another"
        )
        raise DataContractError([message])
    return rounded


def without_small_islands(
    shapes: Shapes, smallest_deg2: float = SMALLEST_PART_DEG2, sites: Points = NO_SITES
) -> Shapes:
    """Return the shapes without parts below `smallest_deg2` square degrees.

    The largest part of each shape stays, every part that touches another shape, or a hole would open there, and the
    land of each of `sites`.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(parts)
    largest = pd.Series(area).groupby(owner).idxmax().to_numpy()
    first, second = shapely.STRtree(parts).query(parts, predicate="intersects")
    kept = area >= smallest_deg2
    kept[largest] = True
    kept[first[owner[first] != owner[second]]] = True
    kept |= islands_with_a_site(parts, kept, sites)
    merged: Shapes = shapely.multipolygons(parts[kept], indices=owner[kept])
    return merged


def target_shapes(layer: ClickableLayer) -> Shapes:
    """Return what answers to the pointer: coarse, yet with a place to click for every island that is drawn."""
    coarse = simplified(layer.shapes, TARGET_TOLERANCE_DEG, TARGET_PART_DEG2)
    places = np.where(is_dotted(layer)[:, None], np.nan, layer.labels)
    return with_least_targets(coarse, layer.shapes, places)


def countries_geojson(layer: ClickableLayer, shapes: Shapes) -> bytes:
    """Return `shapes` of the layer as GeoJSON; feature ``i`` is row i."""
    features = [
        {"type": "Feature", "properties": {"i": row, "iso3": iso3}, "geometry": _geometry(shape)}
        for row, (iso3, shape) in enumerate(zip(layer.iso3, shapes, strict=True))
    ]
    return _json({"type": "FeatureCollection", "features": features})


def land_geojson(land: Shapes) -> bytes:
    """Return the backdrop as one feature without properties."""
    polygons = shapely.transform(shapely.get_parts(land), _rounded)
    geometry = _geometry(shapely.multipolygons(polygons))
    return _json(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": geometry}]}
    )


def disputed_paths(layer: ClickableLayer, raw: Path) -> list[Path2D]:
    """Return the disputed lines: borders of the layer, and the publisher's older lines inside its polygons."""
    older = np.asarray(read_disputed_lines(raw).array)
    lines = disputed_lines(layer.published, layer.shapes, read_claims(raw), older)
    return [_path(shapely.get_coordinates(line)) for line in lines]


def hatch_by_polygon(layer: ClickableLayer, hatching: Hatching) -> dict[str, list[Path2D]]:
    """Return hatch lines by ISO3; polygons without code are "-1", "-2" ... in the order of the layer."""
    result: dict[str, list[Path2D]] = {}
    for iso3, shape in zip(layer.iso3, layer.shapes, strict=True):
        uncoded = sum(key.startswith("-") for key in result)
        result[iso3 or f"-{uncoded + 1}"] = hatch_lines(shape, hatching)
    return result


def hatch_lines(shape: shapely.Geometry, hatching: Hatching) -> list[Path2D]:
    """Return 45-degree lines inside `shape`, each from end to end.

    The lattice lies in Mercator, one for the whole world: slope and spacing look the same at every latitude, and
    lines of neighbours meet. A shape that falls between two lines gets one through its middle.
    """
    # Lines that fall are lines that climb, seen in a mirror.
    mirror = np.array([hatching.climb, 1.0])
    flat = shapely.transform(shape, lambda lonlat: _to_mercator(lonlat) * mirror)
    west, south, east, north = shapely.bounds(flat)
    step = hatching.spacing_deg * np.sqrt(2.0)
    offsets = np.arange(np.ceil((west - north) / step), np.floor((east - south) / step) + 1) * step
    pieces = _clipped(flat, offsets, west, east)
    if pieces.size == 0:
        middle = shapely.point_on_surface(flat)
        pieces = _clipped(flat, np.array([middle.x - middle.y]), west, east, shortest=0.0)
    ends = shapely.transform(pieces, lambda xy: _from_mercator(xy * mirror))
    return [_path(shapely.get_coordinates(line)) for line in ends]


def _clipped(
    flat: shapely.Geometry,
    offsets: npt.NDArray[np.float64],
    west: float,
    east: float,
    shortest: float = SHORTEST_HATCH_DEG,
) -> Shapes:
    """Return the parts inside `flat` of the lines x - y = offset."""
    if offsets.size == 0:
        return np.array([], dtype=object)
    ends = np.stack([np.full_like(offsets, west), west - offsets, np.full_like(offsets, east), east - offsets], axis=1)
    pieces = shapely.get_parts(shapely.intersection(shapely.linestrings(ends.reshape(-1, 2, 2)), flat))
    kept: Shapes = pieces[shapely.length(pieces) > shortest]
    return kept


def outlines_by_region(layer: ClickableLayer, region: Mapping[str, str]) -> dict[str, list[Path2D]]:
    """Return the outline of each region as paths, without inner borders, small islands and the cut at 180 degrees.

    A polygon without code is outlined with the neighbour that it touches first; France overseas with the region of
    its own code.
    """
    by_region: dict[str, list[shapely.Geometry]] = {}
    for name, shape in _regional_parts(layer, region):
        by_region.setdefault(name, []).append(shape)
    return {name: _outline(np.array(by_region[name], dtype=object)) for name in sorted(by_region)}


def _regional_parts(layer: ClickableLayer, region: Mapping[str, str]) -> Iterator[tuple[str, shapely.Geometry]]:
    tree = shapely.STRtree(layer.shapes)
    for iso3, shape in zip(layer.iso3, layer.shapes, strict=True):
        if iso3 is None:
            near = sorted(tree.query(shape, predicate="intersects"))
            owners = [code for code in (layer.iso3[row] for row in near) if code is not None]
            yield region[owners[0]], shape
            continue
        for part in shapely.get_parts(shape):
            yield region[_outline_code(iso3, part)], part


def _outline_code(iso3: str, part: shapely.Geometry) -> str:
    for (owner, overseas), window in OVERSEAS_PARTS.items():
        if owner == iso3 and window.contains(part):
            return overseas
    return iso3


def _outline(shapes: Shapes) -> list[Path2D]:
    union = shapely.get_parts(shapely.coverage_union_all(shapes))
    rings = shapely.get_rings(union[shapely.area(union) >= OUTLINE_PART_DEG2])
    large = rings[shapely.area(shapely.polygons(rings)) >= OUTLINE_PART_DEG2]
    open_at_seam = shapely.line_merge(shapely.difference(large, ANTIMERIDIAN))
    return [_path(shapely.get_coordinates(line)) for line in shapely.get_parts(open_at_seam)]


def dots(layer: ClickableLayer) -> list[dict[str, str | float]]:
    """Return a point for each coded country whose largest polygon is too small to click at world zoom."""
    return [
        {"iso3": str(iso3), "lon": round(float(lon), DECIMALS), "lat": round(float(lat), DECIMALS)}
        for iso3, (lon, lat), dotted in zip(layer.iso3, layer.labels, is_dotted(layer), strict=True)
        if dotted
    ]


def is_dotted(layer: ClickableLayer) -> npt.NDArray[np.bool_]:
    """Return for each polygon whether it has a code and its largest part is too small to click."""
    largest = np.array([shapely.area(shapely.get_parts(shape)).max() for shape in layer.shapes])
    coded = np.array([iso3 is not None for iso3 in layer.iso3])
    small: npt.NDArray[np.bool_] = coded & (largest < DOT_BELOW_DEG2)
    return small


def _to_mercator(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    angle = np.radians(lonlat[:, 1])
    return np.column_stack([lonlat[:, 0], np.degrees(np.log(np.tan(np.pi / 4 + angle / 2)))])


def _from_mercator(flat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    angle = 2 * np.arctan(np.exp(np.radians(flat[:, 1]))) - np.pi / 2
    return np.column_stack([flat[:, 0], np.degrees(angle)])


def _rounded(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    # Adding zero turns minus zero into zero.
    return np.round(lonlat, DECIMALS) + 0.0


def _path(lonlat: npt.NDArray[np.float64]) -> Path2D:
    return [[_short(lon), _short(lat)] for lon, lat in _rounded(lonlat)]


def _geometry(shape: shapely.Geometry) -> dict[str, object]:
    """Return a polygon, or several, as a GeoJSON geometry with short numbers."""
    polygons = [
        [_path(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)] for part in shapely.get_parts(shape)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _short(value: float) -> float:
    return int(value) if value == int(value) else round(float(value), DECIMALS)


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
