"""The basemap as the server reads it: bytes and plain lists, loaded once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import DatabaseError, SourceError
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
from geo.schema.codes import Region

LinePath = list[tuple[float, float]]


@dataclass(frozen=True)
class Basemap:
    """Simplified boundaries, derived from Natural Earth 5.1.1; positions are (lon, lat) in degrees, WGS 84.

    Attributes
    ----------
    countries_geojson
        Clickable polygons, sent as they are; feature properties are ``i`` and ``iso3``.
    targets_geojson
        The same polygons, coarse, with the same properties and order: what answers to the pointer.
    order
        ISO3 by feature ``i``; None for a polygon without statistics of its own, drawn as "no data".
    land_geojson
        Coarse backdrop; the only layer that has Antarctica.
    disputed
        Disputed boundary lines, to be drawn dashed.
    hatch
        Hatch lines by ISO3; keys "-1", "-2" ... are the polygons without code, in the order of the layer.
    fallen_hatch
        The same for suppliers that fall away, in the other direction.
    outlines
        Outline of each region.
    dots
        ``iso3``, ``lon``, ``lat`` of the countries too small to click at world zoom.
    """

    countries_geojson: bytes
    targets_geojson: bytes
    order: tuple[str | None, ...]
    land_geojson: bytes
    disputed: list[LinePath]
    hatch: dict[str, list[LinePath]]
    fallen_hatch: dict[str, list[LinePath]]
    outlines: dict[Region, list[LinePath]]
    dots: list[dict[str, str | float]]


def load_basemap(folder: Path) -> Basemap:
    """Read the basemap files in `folder`.

    Raises
    ------
    SourceError
        If a file is missing.
    DatabaseError
        If a file is damaged.
    """
    countries = _read(folder, COUNTRIES_FILE)
    land = _read(folder, LAND_FILE)
    try:
        features = json.loads(countries)["features"]
        if [feature["properties"]["i"] for feature in features] != list(range(len(features))):
            raise DatabaseError(_damaged(folder / COUNTRIES_FILE, "features are not numbered by row"))
        order = tuple(feature["properties"]["iso3"] for feature in features)
    except (ValueError, KeyError, TypeError) as exc:
        raise DatabaseError(_damaged(folder / COUNTRIES_FILE, str(exc))) from exc
    return Basemap(
        countries_geojson=countries,
        targets_geojson=_targets(folder, len(order)),
        order=order,
        land_geojson=land,
        disputed=_paths(_list(folder, DISPUTED_FILE), folder / DISPUTED_FILE),
        hatch=_hatch(folder, HATCH_FILE),
        fallen_hatch=_hatch(folder, FALLEN_HATCH_FILE),
        outlines=_outlines(folder),
        dots=_dots(folder),
    )


def _targets(folder: Path, polygons: int) -> bytes:
    content = _read(folder, TARGETS_FILE)
    found = len(_dict(folder, TARGETS_FILE).get("features", ()))
    if found != polygons:
        raise DatabaseError(_damaged(folder / TARGETS_FILE, f"{found} polygons for {polygons} countries"))
    return content


def _hatch(folder: Path, name: str) -> dict[str, list[LinePath]]:
    return {iso3: _paths(paths, folder / name) for iso3, paths in _dict(folder, name).items()}


def _outlines(folder: Path) -> dict[Region, list[LinePath]]:
    content = _dict(folder, OUTLINES_FILE)
    missing = [region.value for region in Region if region.value not in content]
    if missing:
        raise DatabaseError(_damaged(folder / OUTLINES_FILE, f"no outline for {', '.join(missing)}"))
    return {region: _paths(content[region.value], folder / OUTLINES_FILE) for region in Region}


def _dots(folder: Path) -> list[dict[str, str | float]]:
    try:
        return [
            {"iso3": str(dot["iso3"]), "lon": float(dot["lon"]), "lat": float(dot["lat"])}
            for dot in _list(folder, DOTS_FILE)
        ]
    except (ValueError, KeyError, TypeError) as exc:
        raise DatabaseError(_damaged(folder / DOTS_FILE, str(exc))) from exc


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file():
        message = f"basemap file {path} is missing; restore it from the repository or run 'nearshore facts --raw DIR'"
        raise SourceError(message)
    return path.read_bytes()


def _list(folder: Path, name: str) -> list[Any]:
    content = _parsed(folder, name)
    if not isinstance(content, list):
        raise DatabaseError(_damaged(folder / name, f"holds a {type(content).__name__}, not a list"))
    return content


def _dict(folder: Path, name: str) -> dict[str, Any]:
    content = _parsed(folder, name)
    if not isinstance(content, dict):
        raise DatabaseError(_damaged(folder / name, f"holds a {type(content).__name__}, not a table by code"))
    return content


def _parsed(folder: Path, name: str) -> object:
    try:
        return json.loads(_read(folder, name))
    except ValueError as exc:
        raise DatabaseError(_damaged(folder / name, str(exc))) from exc


def _paths(content: Any, path: Path) -> list[LinePath]:
    try:
        return [[(float(lon), float(lat)) for lon, lat in line] for line in content]
    except (ValueError, TypeError) as exc:
        raise DatabaseError(_damaged(path, str(exc))) from exc


def _damaged(path: Path, reason: str) -> str:
    return (
        f"basemap file {path} is damaged ({reason}); restore it from the repository or run 'nearshore facts --raw DIR'"
    )
