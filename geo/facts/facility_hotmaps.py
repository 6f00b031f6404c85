"""Hotmaps industrial sites of Europe, base year 2014: places and names, no commodity."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Inputs
from geo.facts.facility_row import NATIVE, PRIMARY, Product, SiteDataset, SiteRow, records
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.schema.tables_fact import HOTMAPS_ASSIGNMENT
from geo.sources.published import published_file, read_text_table, trimmed_columns

SOURCE_ID = "hotmaps-2018"
YEAR = 2014

COLUMNS = ["SiteID", "CompanyName", "SiteName", "City", "Country", "geom", "Subsector", "DataSource"]

POINT = r"SRID=4326;POINT\((?P<lon>-?[0-9.]+) (?P<lat>-?[0-9.]+)\)"


def read_industrial_sites(raw: Path) -> pd.DataFrame:
    """Return the sites, one row a site; lon and lat in degrees, WGS 84, missing where the file has no point.

    Countries are as printed: four Icelandic works say "Croatia", and the Netherlands are "Netherland".

    Raises
    ------
    SourceError
        If the file is missing, cut short, lacks a column, or a point has another form.
    """
    path = published_file(raw, "hotmaps_industrial_sites", "Industrial_Database.csv")
    table = read_text_table(path, COLUMNS, separator=";")
    sites = trimmed_columns(table, COLUMNS, path)
    points = sites["geom"].str.extract(f"^{POINT}$")
    odd = points["lon"].isna() & (sites["geom"] != "")
    if odd.any():
        message = f"{path}: geom of site {sites.loc[odd, 'SiteID'].iloc[0]} is {sites.loc[odd, 'geom'].iloc[0]!r}; fetch the file again"
        raise SourceError(message)
    sites["lon"] = pd.to_numeric(points["lon"]).astype("float64")
    sites["lat"] = pd.to_numeric(points["lat"]).astype("float64")
    return sites.drop(columns="geom")


def hotmaps_rows(sites: pd.DataFrame, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the European works to which a person has assigned minerals; the file itself names none.

    Raises
    ------
    DataContractError
        If an assignment names a site that is not there, has no point, or has another name.
    """
    assignment = inputs.reviewed(HOTMAPS_ASSIGNMENT)
    by_site = {row[NATIVE]: row for row in records(sites)}
    findings = []
    for native_id, lines in assignment.groupby("native_id", sort=True):
        row = by_site.get(native_id)
        if row is None or pd.isna(row["lon"]):
            findings.append(f"hotmaps_assignment.csv: site {native_id} has no point in {SOURCE_ID}")
            continue
        if {row["SiteName"]} != set(lines["site_name"]):
            findings.append(f"hotmaps_assignment.csv: site {native_id} is called {row['SiteName']!r} in the file")
            continue
        products = tuple(
            Product(Mineral(mineral), Stage(stage), PRIMARY)
            for mineral, stage in zip(lines["mineral"], lines["stage"], strict=True)
        )
        city = row["City"]
        name = row["SiteName"] if not city or city.lower() in row["SiteName"].lower() else f"{row['SiteName']}, {city}"
        yield SiteRow(
            dataset=HOTMAPS,
            record=row,
            name=name,
            other_names=row["CompanyName"],
            country_text=row["Country"],
            lon=row["lon"],
            lat=row["lat"],
            kind=FacilityKind(lines["kind"].iloc[0]),
            status=FacilityStatus.UNKNOWN,
            status_year=YEAR,
            year=YEAR,
            confidence=FacilityConfidence.MODERATE,
            rank=HOTMAPS.ranks[""],
            products=products,
            operator=row["CompanyName"],
            note="Works, company and place as of 2014; mineral assigned by hand from the printed name.",
            kind_text=row["Subsector"],
        )
    if findings:
        raise DataContractError(findings)


HOTMAPS = SiteDataset(
    name="hotmaps",
    source_id=SOURCE_ID,
    ranks={"": 45},
    read=read_industrial_sites,
    key="SiteID",
    rows=hotmaps_rows,
    system="hotmaps",
    lists_twice=True,
)
SITES = (HOTMAPS,)
