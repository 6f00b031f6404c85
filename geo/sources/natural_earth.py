"""Natural Earth: country polygons, land and disputed boundary lines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import SourceError
from geo.sources.published import published_file, require_columns

SOURCE_ID = "natural-earth-5.1.1"
FOLDER = "natural_earth"

COLUMNS = {
    "ISO_A3_EH": "iso_a3_eh",
    "ADM0_A3": "adm0_a3",
    "NAME": "name",
    "NAME_LONG": "name_long",
    "NAME_EN": "name_en",
    "LABEL_X": "label_lon",
    "LABEL_Y": "label_lat",
}


def read_countries(raw: Path) -> gpd.GeoDataFrame:
    """Return the 1:50m admin-0 polygons in WGS 84, codes as published ("-99" where ISO gives none).

    Columns: iso_a3_eh, adm0_a3, name, name_long, name_en, label_lon, label_lat (degrees), geometry.
    """
    path = published_file(raw, FOLDER, "ne_50m_admin_0_countries.zip")
    table = gpd.read_file(path)
    require_columns(table, list(COLUMNS), path)
    return table[[*COLUMNS, "geometry"]].rename(columns=COLUMNS)


def read_claims(raw: Path) -> set[tuple[str, str]]:
    """Return polygons that some count as part of another one: ADM0_A3 of the polygon and of the claimant.

    The columns ADM0_A3_US, ADM0_A3_CN ... say to whom a polygon belongs in the eyes of each; those of the United
    Nations and the World Bank (UN, WB) are empty ("-99") in this edition.
    """
    path = published_file(raw, FOLDER, "ne_50m_admin_0_countries.zip")
    table = gpd.read_file(path, ignore_geometry=True)
    require_columns(table, ["ADM0_A3", "ADM0_A3_US"], path)
    views = [name for name in table.columns if re.fullmatch("ADM0_A3_[A-Z]{2}", str(name))]
    codes = set(table["ADM0_A3"])
    return {
        (row["ADM0_A3"], row[view])
        for row in table.to_dict("records")
        for view in views
        if row[view] in codes and row[view] != row["ADM0_A3"]
    }


def read_land(raw: Path) -> gpd.GeoSeries:
    """Return the 1:110m land polygons in WGS 84."""
    return _read_features(raw, "ne_110m_land.json")


def read_disputed_lines(raw: Path) -> gpd.GeoSeries:
    """Return the 1:50m disputed and breakaway boundary lines (edition 4, unnamed) in WGS 84."""
    return _read_features(raw, "ne_50m_admin_0_boundary_lines_disputed_areas.json")


def _read_features(raw: Path, name: str) -> gpd.GeoSeries:
    path = published_file(raw, FOLDER, name)
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        shapes: list[BaseGeometry] = [shapely.from_geojson(json.dumps(item["geometry"])) for item in features]
    except (json.JSONDecodeError, KeyError, TypeError, shapely.errors.GEOSException) as exc:
        message = f"{path} is not a GeoJSON feature collection ({exc}); fetch the file again"
        raise SourceError(message) from exc
    return gpd.GeoSeries(pd.Series(shapes, dtype=object), crs="EPSG:4326")
