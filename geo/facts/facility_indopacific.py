"""USGS compilation of the mineral industries of the Indo-Pacific: facilities of 19 countries, undated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.facts.dataset import Inputs
from geo.facts.facility_row import NATIVE, SiteDataset, SiteRow
from geo.facts.facility_usgs import Layout, facility_rows
from geo.sources.published import published_file

SOURCE_ID = "usgs-indopacific"

LAYOUT = Layout(
    commodity="DsgAttr01",
    product="DsgAttr02",
    detail="DsgAttr03",
    capacity="DsgAttr06",
    unit="DsgAttr07",
    note="DsgAttr08",
    year=None,
    location_confidence="LocConf",
    owners=("OwnerName1", "OwnerName2", "OwnerName3", "OwnerName4", "OwnerName5", "OwnerName6"),
    commodity_type=None,
    remark=None,
)


def read_facilities(raw: Path) -> pd.DataFrame:
    """Return the facilities, one row a site and product; the file gives no year.

    DsgAttr01 is the commodity, DsgAttr02 the product, DsgAttr03 its detail ("Ni content"), DsgAttr06 the yearly
    capacity in the unit of DsgAttr07 (missing where the file has -999), DsgAttr08 its note (C combined, E estimated,
    G gross weight), LocConf A or E (estimated). Field positions differ from the
    Africa release. Degrees are WGS 84. RowOfSite counts the rows of a site.

    Raises
    ------
    SourceError
        If the file is missing or not in the form of its edition.
    """
    path = published_file(raw, "usgs_indopacific_mineral_facilities", "INDOPAC_Mineral_facilities.geojson")
    return LAYOUT.read(path)


def indopacific_rows(facilities: pd.DataFrame, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the facilities that name one of our minerals."""
    return facility_rows(facilities, INDOPACIFIC, LAYOUT, inputs)


INDOPACIFIC = SiteDataset(
    name="indopacific",
    source_id=SOURCE_ID,
    ranks={"": 30},
    read=read_facilities,
    key=NATIVE,
    rows=indopacific_rows,
    system="usgs",
    slug="usgs-indopacific",
    lists_plants=True,
)
SITES = (INDOPACIFIC,)
