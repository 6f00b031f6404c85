"""What came out of a build: size and range of every table, and findings by severity.

An error makes the command fail; a warning needs a look; information says what the facts themselves leave open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.build.rules import primary_rows
from geo.errors import SourceError
from geo.facts.deviation import open_deviations, world_deviation
from geo.schema import TABLES, Table
from geo.schema.basemap import COUNTRIES_FILE
from geo.schema.validate import listed
from geo.units import KM_PER_DEGREE

FAR_OUTSIDE_KM = 50.0
"""A facility in another country's polygon and this far from its own is an error; simplified borders err by less."""

DE_FACTO = (("ESH", "MAR"),)
"""Country of a facility and the polygon it may lie in: the boundaries show de facto control, the source another name."""

COUNTRY_COLUMNS = ("iso3", "area", "exporter_iso3", "importer_iso3", "from_iso3", "to_iso3")


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: how grave, which rule, what."""

    severity: Severity
    rule: str
    text: str


def table_summary(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row a table: table, rows, first_year, last_year, countries, largest (value and key as text)."""
    return pd.DataFrame([_summary(table, tables[table.name]) for table in TABLES])


def findings(tables: Mapping[str, pd.DataFrame], basemap: Path) -> list[Finding]:
    """Return the findings of `tables`, errors first.

    Parameters
    ----------
    tables
        All tables by name; they hold the declared schema already.
    basemap
        Folder of the simplified boundaries, for points outside their country.
    """
    found = [
        *_deviations(tables["statistic"], tables["accepted_deviation"]),
        *_places(tables["facility"], basemap),
        *_series(tables["statistic"], tables["primary_series"], "primary"),
        *_series(tables["statistic"], tables["publisher_series"], "publisher"),
        *_sources(tables),
        *_facilities(tables["facility"], tables["facility_commodity"]),
        *_open_questions(tables),
    ]
    order = list(Severity)
    return sorted(found, key=lambda finding: (order.index(finding.severity), finding.rule))


def _summary(table: Table, frame: pd.DataFrame) -> dict[str, object]:
    years = frame["year"].dropna() if "year" in frame.columns else pd.Series(dtype="int64")
    codes = [frame[name].dropna() for name in COUNTRY_COLUMNS if name in table.column_names]
    known = set(pd.concat(codes)) - {"WORLD", "OTHER"} if codes else set()
    return {
        "table": table.name,
        "rows": len(frame),
        "first_year": None if years.empty else int(years.min()),
        "last_year": None if years.empty else int(years.max()),
        "countries": len(known) if codes else None,
        "largest": _largest(table, frame),
    }


def _largest(table: Table, frame: pd.DataFrame) -> str:
    if table.figure is None or frame[table.figure].dropna().empty:
        return ""
    row = frame.nlargest(1, table.figure).iloc[0]
    key = " ".join(str(row[name]) for name in table.key if name != "source_id")
    value = f"{float(row[table.figure]):,.3f}".rstrip("0").rstrip(".")
    return f"{value} ({key})"


def _deviations(statistic: pd.DataFrame, accepted: pd.DataFrame) -> Iterator[Finding]:
    key = ["measure", "mineral", "stage", "product", "year", "source_id"]
    for row in open_deviations(statistic, accepted).to_dict("records"):
        name = " ".join(str(row[column]) for column in key)
        text = (
            f"{name}: countries sum to {row['summed']:,.6g} t, the printed world is {row['reported']:,.6g} t "
            f"({row['deviation_pct']:+.2f} %); look at it and add a row to accepted_deviation.csv, or mend the reader"
        )
        yield Finding(Severity.ERROR, "world deviation", text)
    seen = world_deviation(statistic)[key]
    gone = accepted.merge(seen, on=key, how="left", indicator=True).query("_merge == 'left_only'")
    for row in gone.to_dict("records"):
        name = " ".join(str(row[column]) for column in key)
        yield Finding(Severity.WARNING, "world deviation", f"{name} is accepted but no longer there; remove the row")


def _places(facility: pd.DataFrame, basemap: Path) -> Iterator[Finding]:
    """Yield facilities in another country than theirs; small islands that the basemap leaves out are in none."""
    shapes = _polygons(basemap)
    codes = list(shapes)
    tree = shapely.STRtree(list(shapes.values()))
    points = shapely.points(facility["lon"].to_numpy(float), facility["lat"].to_numpy(float))
    for place, polygon in zip(*tree.query(points, predicate="intersects"), strict=True):
        row, inside = facility.iloc[place], codes[polygon]
        own = shapes.get(row["iso3"])
        if row["iso3"] == inside or own is None or (row["iso3"], inside) in DE_FACTO:
            continue
        distance = _distance_km(own, float(row["lon"]), float(row["lat"]))
        if distance > FAR_OUTSIDE_KM:
            text = (
                f"{row['facility_id']} ({row['name']}) lies in {inside}, {distance:,.0f} km outside {row['iso3']}, at "
                f"{row['lon']:.3f}, {row['lat']:.3f}; correct the point or the country"
            )
            yield Finding(Severity.ERROR, "facility outside its country", text)


def _polygons(basemap: Path) -> dict[str, shapely.Geometry]:
    path = basemap / COUNTRIES_FILE
    if not path.is_file():
        message = f"basemap file {path} is missing; restore it from the repository or run 'nearshore facts --raw DIR'"
        raise SourceError(message)
    parts: dict[str, list[shapely.Geometry]] = {}
    for feature in json.loads(path.read_bytes())["features"]:
        code = feature["properties"]["iso3"]
        if code is not None:
            parts.setdefault(code, []).append(shapely.from_geojson(json.dumps(feature["geometry"])))
    return {code: shapely.union_all(shapes) for code, shapes in parts.items()}


def _distance_km(shape: shapely.Geometry, lon: float, lat: float) -> float:
    # Degrees of longitude are shortened to those of latitude at the point; good enough for a limit of kilometres.
    squeeze = np.array([np.cos(np.radians(lat)), 1.0])
    flat = shapely.transform(shape, lambda xy: xy * squeeze)
    return float(shapely.distance(flat, shapely.Point(lon * squeeze[0], lat)) * KM_PER_DEGREE)


def _series(statistic: pd.DataFrame, chosen: pd.DataFrame, kind: str) -> Iterator[Finding]:
    rows = primary_rows(statistic, chosen)
    key = ["measure", "mineral", "stage", "source_id", "year_from"]
    held = rows.groupby(key)["product"].unique()
    for series in chosen.to_dict("records"):
        name = " ".join(str(series[column]) for column in key)
        products = {product.strip() for product in series["products"].split(";")}
        found = set(held.get(tuple(series[column] for column in key), ()))
        if not found:
            text = f"{name} to {series['year_to']} has no rows in statistic; correct the row or the reader"
            yield Finding(Severity.ERROR, f"{kind} series without rows", text)
        elif found < products:
            text = f"{name}: no row of the products {listed(sorted(products - found))}"
            yield Finding(Severity.WARNING, f"{kind} series without rows", text)


def _sources(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    used = {
        code
        for name, frame in tables.items()
        if name != "source" and "source_id" in frame.columns
        for code in frame["source_id"].dropna().unique()
    }
    for source_id in sorted(set(tables["source"]["source_id"]) - used):
        text = f"{source_id} stands behind no row of its own (at most behind a column or the basemap, as its note says)"
        yield Finding(Severity.INFO, "source without rows", text)


def _facilities(facility: pd.DataFrame, commodity: pd.DataFrame) -> Iterator[Finding]:
    bare = facility.loc[~facility["facility_id"].isin(commodity["facility_id"]), "facility_id"]
    if not bare.empty:
        text = f"{len(bare)} facilities have no mineral of this project and show on no map, e.g. {listed(list(bare))}"
        yield Finding(Severity.WARNING, "facility without mineral", text)


def _open_questions(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    flags = tables["statistic"]["flag"].value_counts().sort_index()
    counts = ", ".join(f"{count:,} {flag}" for flag, count in flags.items())
    yield Finding(Severity.INFO, "statistic by flag", counts or "no rows")
    scopes = tables["trade_coverage"]["scope"].value_counts().sort_index()
    counts = ", ".join(f"{count:,} {scope}" for scope, count in scopes.items())
    yield Finding(Severity.INFO, "trade by scope (code-years)", counts or "no rows")
    hidden = int((~tables["facility"]["is_default"].astype(bool)).sum())
    yield Finding(Severity.INFO, "facilities hidden by default", f"{hidden:,} of {len(tables['facility']):,}")
    flow = tables["trade_flow"]
    text = f"{int(flow['quantity_t'].isna().sum()):,} without tonnes, of {len(flow):,}"
    yield Finding(Severity.INFO, "trade flows", text)
    codes = tables["trade_code"][~tables["trade_code"]["hs6"].isin(tables["trade_coverage"]["hs6"])]
    text = f"{len(codes)} of {len(tables['trade_code'])} code choices have no open trade data bundled"
    yield Finding(Severity.INFO, "trade codes without rows", text)
