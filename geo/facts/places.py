"""From publishers' names and from coordinates to ISO 3166-1 alpha-3."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import DataContractError
from geo.great_circle import great_circle_km
from geo.sources.natural_earth import read_countries

ANY_SYSTEM = "any"
"""System of the names that mean the same country in every publication."""

NO_ISO_CODE = "-99"

POLYGON_CODES = {"KOS": "XKX", "SOL": None, "CYN": None, "KAS": None}
"""Code of a polygon to which Natural Earth gives no ISO code, by ADM0_A3; None: drawn, without data of its own."""

STATISTICAL_CODES = {"SOL": "SOM", "CYN": "CYP"}
"""Country under which production and trade statistics report an uncoded polygon; see facts_codes."""

AREAS_INSIDE = {
    "GUF": "FRA",
    "GLP": "FRA",
    "MTQ": "FRA",
    "MYT": "FRA",
    "REU": "FRA",
    "SJM": "NOR",
    "BES": "NLD",
    "CCK": "AUS",
    "CXR": "AUS",
    "TKL": "NZL",
    "UMI": "USA",
}
"""Areas with an ISO code of their own that lie inside another country's 1:50m polygon, by code."""

WIDEST_SEARCH_DEG = 5.0


def normal_name(name: str) -> str:
    """Return a name as it is compared: lower case, one kind of blank and apostrophe, no control sign, nothing at the ends."""
    words = unicodedata.normalize("NFC", name).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()
    return " ".join("".join(sign for sign in words if sign.isspace() or unicodedata.category(sign) != "Cc").split())


class CountryIndex:
    """Names and codes of countries, by publisher.

    Parameters
    ----------
    country
        Table ``country``; its codes and page names are known in every system.
    country_alias
        Table ``country_alias``.
    """

    def __init__(self, country: pd.DataFrame, country_alias: pd.DataFrame) -> None:
        codes: dict[tuple[str, str], str] = {}
        for row in country.itertuples(index=False):
            codes[(ANY_SYSTEM, normal_name(str(row.iso3)))] = str(row.iso3)
            codes[(ANY_SYSTEM, normal_name(str(row.name)))] = str(row.iso3)
        for row in country_alias.itertuples(index=False):
            codes[(str(row.system), normal_name(str(row.alias)))] = str(row.iso3)
        self._codes = codes

    def find(self, name: str, *, system: str) -> str | None:
        """Return the code of `name` as publisher `system` uses it, or None; never a guess from a similar name."""
        key = normal_name(name)
        return self._codes.get((system, key)) or self._codes.get((ANY_SYSTEM, key))

    def codes(self, names: pd.Series, *, system: str, place: str) -> pd.Series:
        """Return ISO 3166-1 alpha-3 codes for `names`, on the same index.

        Parameters
        ----------
        system
            Publisher slug (usgs, bgs, iea, eu, ...); names unknown there are looked up under "any".
        place
            File name for the message.

        Raises
        ------
        DataContractError
            If a name is unknown; lists every one of them.
        """
        distinct = {name: self.find(name, system=system) if isinstance(name, str) else None for name in names.unique()}
        unknown = sorted(str(name) for name, code in distinct.items() if code is None)
        if unknown:
            raise DataContractError(
                [
                    f"{place}: country {name!r} is not known; add it to data/reviewed/extra_alias.csv "
                    f"(system {system!r}) or leave the row out by a rule"
                    for name in unknown
                ]
            )
        return names.map(distinct).astype("string")


class PointCountries:
    """An index over country polygons that tells in which country a point lies, or which is nearest."""

    def __init__(self, codes: npt.NDArray[np.object_], shapes: npt.NDArray[np.object_]) -> None:
        self._codes = codes
        self._shapes = shapes
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def nearest(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> pd.DataFrame:
        """Return ``iso3`` and ``distance_km`` for each point; the distance is 0 inside a polygon.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84, equal length. A Series keeps its index in the result.

        Notes
        -----
        The code is the one that owns the polygon: a point in French Guiana is FRA, see `AREAS_INSIDE`.
        """
        index = lon.index if isinstance(lon, pd.Series) else None
        points = shapely.points(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        codes = np.full(len(points), None, dtype=object)
        distances = np.zeros(len(points))
        inside_point, inside_shape = self._tree.query(points, predicate="intersects")
        # A point on a common border gets the first polygon, always the same one.
        codes[inside_point[::-1]] = self._codes[inside_shape[::-1]]
        for position in np.flatnonzero(codes == None):  # noqa: E711 - element by element
            codes[position], distances[position] = self._nearest_outside(points[position])
        return pd.DataFrame({"iso3": pd.array(codes, dtype="string"), "distance_km": distances}, index=index)

    def of(self, iso3: str) -> PointCountries:
        """Return the index over the polygons of one owner alone: `nearest` then measures how far outside a point lies.

        Raises
        ------
        DataContractError
            If no polygon has the code.
        """
        held = self._codes == iso3
        if not held.any():
            raise DataContractError([f"country {iso3} has no polygon at 1:50m; name its owner in AREAS_INSIDE"])
        return PointCountries(self._codes[held], self._shapes[held])

    def _nearest_outside(self, point: shapely.Point) -> tuple[str, float]:
        # A degree of longitude shrinks with latitude: stretch the neighbourhood back before measuring.
        stretch = max(np.cos(np.radians(point.y)), 0.02)
        half = WIDEST_SEARCH_DEG
        window = shapely.box(point.x - half / stretch, point.y - half, point.x + half / stretch, point.y + half)
        near = self._tree.query(window)
        if near.size == 0:
            near = np.arange(len(self._shapes))
        flat_point = shapely.Point(point.x * stretch, point.y)
        flat = shapely.transform(self._shapes[near], lambda xy: xy * [stretch, 1.0])
        best = int(np.argmin(shapely.distance(flat, flat_point)))
        shore = shapely.get_point(shapely.shortest_line(flat_point, flat[best]), 1)
        return str(self._codes[near[best]]), float(great_circle_km(point.x, point.y, shore.x / stretch, shore.y))


def point_countries(raw: Path) -> PointCountries:
    """Return the index over the full 1:50m polygons; Somaliland counts as SOM, Northern Cyprus as CYP."""
    table = read_countries(raw)
    codes = np.array(
        [
            STATISTICAL_CODES.get(adm0, polygon_code(iso, adm0))
            for iso, adm0 in zip(table["iso_a3_eh"], table["adm0_a3"], strict=True)
        ],
        dtype=object,
    )
    named = codes != None  # noqa: E711 - element by element
    return PointCountries(codes[named], np.asarray(table.geometry.array)[named])


def polygon_code(iso_a3_eh: str, adm0_a3: str) -> str | None:
    """Return the ISO3 of a Natural Earth polygon, or None for one that has no data of its own.

    Raises
    ------
    DataContractError
        If a polygon without ISO code is not in the reviewed list.
    """
    if iso_a3_eh != NO_ISO_CODE:
        return iso_a3_eh
    if adm0_a3 not in POLYGON_CODES:
        message = f"Natural Earth polygon {adm0_a3!r} has no ISO code; add it to POLYGON_CODES in geo/facts/places.py"
        raise DataContractError([message])
    return POLYGON_CODES[adm0_a3]


def country_polygons(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return Natural Earth polygons with ``iso3``, those of one code dissolved; uncoded ones stay apart.

    Columns: iso3 (None for an uncoded polygon), adm0_a3, label_lon, label_lat, geometry. Where several polygons share
    a code the label is that of the largest.
    """
    table = table.assign(
        iso3=[polygon_code(iso, adm0) for iso, adm0 in zip(table["iso_a3_eh"], table["adm0_a3"], strict=True)]
    )
    table = table.assign(key=table["iso3"].fillna(table["adm0_a3"]), size=shapely.area(table.geometry.array))
    table = table.sort_values(["key", "size"], ascending=[True, False], kind="stable")
    merged = table.dissolve(by="key", aggfunc="first").reset_index(drop=True)
    return merged[["iso3", "adm0_a3", "label_lon", "label_lat", "geometry"]]
