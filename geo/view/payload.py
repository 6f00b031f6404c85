"""Geometry as GeoJSON bytes, made apart from its colours.

The browser fetches each of these by an address that changes only with the content, so a new palette, another theme or a
click costs a few kilobytes of description and no geometry. Positions are (lon, lat[, metres]) in degrees, WGS 84.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.remembered import Memory
from geo.schema.codes import Region
from geo.store.basemap import Basemap, LinePath
from geo.view import sphere
from geo.view.icons import ARROW, arrow_px
from geo.view.palette import ROLES, flow_width_px
from geo.view.scene import Flow, Site

GEOJSON = "application/json"
SVG = "image/svg+xml"
ARROW_PLACES = (0.35, 0.75)
"""Where along a flow its two arrowheads stand."""
SHORT_ARROW_PLACE = 0.6
"""Where the only one stands on a flow that has no room for two."""
ROOM_PER_ARROW = 1.5
"""Degrees on the map per pixel of an arrowhead's size that a flow needs to have room for two."""
GLOBE_FLOW_M = 40_000.0
GLOBE_SITE_M = 200_000.0
"""High enough that the globe does not cut upright symbols towards its edge."""
GLOBE_TURN = 180.0
"""Flat symbols lie the other way round on the globe."""
_SOUTH_OF_ALL_COUNTRIES = -60.0


class Publish(Protocol):
    """Makes bytes reachable for the browser and returns their address; the server's media store or a data URL."""

    def __call__(self, name: str, content: bytes, mimetype: str) -> str:
        """Return the address of `content`; `name` says which slot of the page it fills."""


def data_url(name: str, content: bytes, mimetype: str) -> str:  # noqa: ARG001 - the protocol has the name
    """Return `content` as a data URL: the fallback where no server stores it, and the way of exports."""
    return f"data:{mimetype};base64,{b64encode(content).decode()}"


@dataclass(frozen=True, slots=True, eq=False)
class MapBase:
    """The basemap made ready for drawing, once per process; equal only to itself.

    Attributes
    ----------
    land
        Countries as drawn; properties ``i``, ``iso3`` and ``tip`` (the name).
    targets
        The same, coarse: what answers to the pointer. A pick draws all it may hit, and without a graphics chip the
        fine polygons take 580 ms, longer than a click may last.
    antarctica
        Coarse land south of all countries.
    dots
        Countries too small to click, with the same properties.
    order
        ISO3 by feature ``i``; None for polygons without statistics.
    shapes
        Country geometry by ISO3, for the outline of a chosen one.
    disputed
        Disputed lines.
    hatch, fallen_hatch, outlines
        Lines by ISO3 (or "-1", "-2" ... without code), twice, and by region.
    memory
        Lines, flows and sites that were made ready for it; see `geo.remembered`.
    """

    land: bytes
    targets: bytes
    antarctica: bytes
    dots: bytes
    order: tuple[str | None, ...]
    shapes: Mapping[str, Mapping[str, Any]]
    disputed: Sequence[LinePath]
    hatch: Mapping[str, Sequence[LinePath]]
    fallen_hatch: Mapping[str, Sequence[LinePath]]
    outlines: Mapping[Region, Sequence[LinePath]]
    memory: Memory = field(default_factory=Memory)


def prepare_base(basemap: Basemap, names: Mapping[str, str]) -> MapBase:
    """Return the basemap ready for drawing.

    Parameters
    ----------
    basemap
        As the store reads it.
    names
        ISO3 to the name under the pointer; a polygon without a name shows "no statistics of its own".
    """
    features = _named(json.loads(basemap.countries_geojson)["features"], names)
    coded = ((feature["properties"]["iso3"], feature["geometry"]) for feature in features)
    shapes = {iso3: geometry for iso3, geometry in coded if iso3 is not None}
    index = {iso3: i for i, iso3 in enumerate(basemap.order) if iso3 is not None}
    dots = [
        _feature(
            {"i": index[iso3], "iso3": iso3, "tip": _name(iso3, names)},
            {"type": "Point", "coordinates": [dot["lon"], dot["lat"]]},
        )
        # Where two overlap, the first in the alphabet lies on top: Hong Kong above Macao.
        for dot in sorted(basemap.dots, key=lambda dot: str(dot["iso3"]), reverse=True)
        if (iso3 := str(dot["iso3"])) in index
    ]
    return MapBase(
        land=_collection(features),
        targets=_collection(_named(json.loads(basemap.targets_geojson)["features"], names)),
        antarctica=_collection(_southern(json.loads(basemap.land_geojson)["features"])),
        dots=_collection(dots),
        order=basemap.order,
        shapes=shapes,
        disputed=basemap.disputed,
        hatch=basemap.hatch,
        fallen_hatch=basemap.fallen_hatch,
        outlines=basemap.outlines,
    )


def lines(paths: Iterable[LinePath], altitude_m: float = 0.0) -> bytes:
    """Return lines as one feature; nothing in them is picked."""
    coordinates = [_rounded(line, altitude_m) for line in paths]
    return _collection([_feature({}, {"type": "MultiLineString", "coordinates": coordinates})])


def disputed_lines(base: MapBase, altitude_m: float = 0.0) -> bytes:
    """Return the disputed lines."""
    return lines(base.disputed, altitude_m)


def outline(base: MapBase, region: Region, altitude_m: float = 0.0) -> bytes:
    """Return the outline of a region."""
    return lines(base.outlines[region], altitude_m)


def hatch_lines(base: MapBase, no_data: frozenset[str], altitude_m: float = 0.0) -> bytes:
    """Return the hatch of the countries in `no_data`, and always of the polygons without statistics."""
    without_code = {key for key in base.hatch if key.startswith("-")}
    shown = (line for key in sorted(no_data | without_code) for line in base.hatch.get(key, ()))
    return lines(shown, altitude_m)


def fallen_hatch_lines(base: MapBase, fallen: frozenset[str], altitude_m: float = 0.0) -> bytes:
    """Return the hatch of the suppliers in `fallen`."""
    return lines((line for iso3 in sorted(fallen) for line in base.fallen_hatch.get(iso3, ())), altitude_m)


def country_shape(base: MapBase, iso3: str) -> bytes:
    """Return one country's polygon; empty where the basemap has none."""
    shape = base.shapes.get(iso3)
    return _collection([] if shape is None else [_feature({}, dict(shape))])


def flows(shown: tuple[Flow, ...], altitude_m: float = 0.0) -> bytes:
    """Return flows as great circles cut at 180 degrees, each with one or two arrowheads.

    Properties: ``id``, ``k`` (row), ``r`` (role, in the order of ``ROLES``), ``w`` (width in pixels), ``tip``; of an
    arrowhead also ``a`` (its angle). Thick flows come first, so that thin ones lie on top.
    """
    bodies, heads = [], []
    turned = GLOBE_TURN if altitude_m else 0.0
    for k, flow in sorted(enumerate(shown), key=lambda row: -(row[1].share or 0.0)):
        properties = {"id": flow.id, "k": k, "r": ROLES.index(flow.role), "w": flow_width_px(flow.share)}
        properties["tip"] = _plain(flow.tip)
        points = sphere.flow_points(flow.origin, flow.target)
        pieces = [_rounded(piece, altitude_m) for piece in sphere.cut_at_antimeridian(points)]
        bodies.append(_feature(properties, {"type": "MultiLineString", "coordinates": pieces}))
        for part in _arrow_places(points, flow_width_px(flow.share)):
            lon, lat, angle = sphere.place_along(points, part)
            arrow = {"a": round(angle + turned, 1), "s": ARROW}
            place = {"type": "Point", "coordinates": _position(lon, lat, altitude_m)}
            heads.append(_feature(properties | arrow, place))
    return _collection(bodies + heads)


def sites(shown: tuple[Site, ...], altitude_m: float = 0.0) -> bytes:
    """Return sites as points.

    Properties: ``id``, ``s`` (symbol), ``r`` (role, in the order of ``ROLES``), ``f`` (1 if faint), ``tip``.
    """
    return _collection(
        [
            _feature(
                {
                    "id": site.id,
                    "s": site.kind.value,
                    "r": ROLES.index(site.role),
                    "f": int(site.is_faint),
                    "tip": _plain(site.tip),
                },
                {"type": "Point", "coordinates": _position(site.lon, site.lat, altitude_m)},
            )
            for site in shown
        ]
    )


def _arrow_places(points: NDArray[np.float64], width_px: float) -> tuple[float, ...]:
    is_short = sphere.length_on_map(points) < ROOM_PER_ARROW * arrow_px(width_px)
    return (SHORT_ARROW_PLACE,) if is_short else ARROW_PLACES


def _named(features: Sequence[dict[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the features with the words under the pointer among their properties."""
    return [
        feature | {"properties": feature["properties"] | {"tip": _name(feature["properties"]["iso3"], names)}}
        for feature in features
    ]


def _southern(features: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts of coarse land that lie south of every country: its coasts would fringe finer ones."""
    parts = []
    for feature in features:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        parts += [part for part in polygons if max(lat for _, lat in part[0]) < _SOUTH_OF_ALL_COUNTRIES]
    return [_feature({}, {"type": "MultiPolygon", "coordinates": parts})]


def _feature(properties: Mapping[str, Any], geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": dict(properties), "geometry": dict(geometry)}


def _collection(features: Sequence[Mapping[str, Any]]) -> bytes:
    body = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def _rounded(points: ArrayLike, altitude_m: float) -> list[list[float]]:
    """Return positions to 0.01 degrees, about a kilometre; with a height if there is one."""
    flat = np.round(np.asarray(points, dtype=np.float64), 2)
    if altitude_m:
        flat = np.column_stack([flat, np.full(len(flat), altitude_m)])
    rows: list[list[float]] = flat.tolist()
    return rows


def _position(lon: float, lat: float, altitude_m: float) -> list[float]:
    height = [altitude_m] if altitude_m else []
    return [round(lon, 2), round(lat, 2), *height]


def _name(iso3: str | None, names: Mapping[str, str]) -> str:
    return _plain(names.get(iso3 or "", "No statistics of its own"))


def _plain(text: str) -> str:
    """Return foreign text so that the map never reads it as an expression or as a field in braces."""
    return text.removeprefix("@@").replace("{", "(").replace("}", ")")
