"""Hotmaps industrial sites of Europe, base year 2014: places and names, no commodity."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, read_text_table

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
    sites: pd.DataFrame = table.loc[:, COLUMNS].apply(lambda cells: cells.str.strip())
    points = sites["geom"].str.extract(f"^{POINT}$")
    odd = points["lon"].isna() & (sites["geom"] != "")
    if odd.any():
        message = f"{path}: geom of site {sites.loc[odd, 'SiteID'].iloc[0]} is {sites.loc[odd, 'geom'].iloc[0]!r}; fetch the file again"
        raise SourceError(message)
    sites["lon"] = pd.to_numeric(points["lon"]).astype("float64")
    sites["lat"] = pd.to_numeric(points["lat"]).astype("float64")
    return sites.drop(columns="geom")
