"""USGS compilation of the mineral industries of Africa: facilities of 2018 and exploration sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.facts.dataset import Inputs
from geo.facts.facility_row import (
    NATIVE,
    PRIMARY,
    SECONDARY,
    Product,
    SiteDataset,
    SiteRow,
    aluminium_chain,
    known_code,
    ore_of,
    records,
)
from geo.facts.facility_usgs import SANDS, Layout, facility_rows
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.sources.published import published_file
from geo.sources.usgs_geojson import read_features

SOURCE_ID = "usgs-africa-2021"
FOLDER = "usgs_africa_mineral_industries"

LAYOUT = Layout(
    commodity="DsgAttr02",
    product="DsgAttr03",
    detail=None,
    capacity="DsgAttr07",
    unit="DsgAttr08",
    note="DsgAttr09",
    year="DsgAttr06",
    location_confidence="LocConfid",
    owners=("OwnerName1", "OwnerName2", "OwnerName3", "OwnerName4"),
    commodity_type="DsgAttr01",
    remark="MemoOther",
)

EXPLORATION_MINERALS = [f"DsgAttr{number:02d}" for number in range(1, 9)]
EXPLORATION_COLUMNS = [
    "FeatureUID",
    "FeatureNam",
    "NameVar",
    "LocOpStat",
    "Country",
    "Latitude",
    "Longitude",
    "OwnerName",
    "DsgAttr11",
    *EXPLORATION_MINERALS,
]


def read_facilities(raw: Path) -> pd.DataFrame:
    """Return the facilities, one row a site and product (release of 2021, data of 2018 and 2017).

    DsgAttr01 is the commodity type, DsgAttr02 the commodity, DsgAttr03 the product, DsgAttr06 the year, DsgAttr07 the
    yearly capacity in the unit of DsgAttr08 (missing where the file has -999), DsgAttr09 its note (c combined,
    e estimated, g gross weight), LocConfid A or E (estimated). Latitude and
    Longitude are degrees, WGS 84, as printed: one mine has the wrong hemisphere. RowOfSite counts the rows of a site.

    Raises
    ------
    SourceError
        If the file is missing or not in the form of its edition.
    """
    path = published_file(raw, FOLDER, "AFR_Mineral_Facilities.geojson")
    return LAYOUT.read(path)


def read_exploration(raw: Path) -> pd.DataFrame:
    """Return the exploration sites, one row a site; DsgAttr11 is the year of the information (1995 to 2018).

    DsgAttr01 to DsgAttr08 are the commodities in the order of the publisher.

    Raises
    ------
    SourceError
        If the file is missing or not in the form of its edition.
    """
    path = published_file(raw, FOLDER, "AFR_Mineral_Exploration.geojson")
    return read_features(path, EXPLORATION_COLUMNS, numbers=["DsgAttr11", "Latitude", "Longitude"])


def africa_rows(facilities: pd.DataFrame, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the facilities that name one of our minerals."""
    return facility_rows(facilities, AFRICA, LAYOUT, inputs)


AFRICA = SiteDataset(
    name="africa",
    source_id=SOURCE_ID,
    ranks={"": 30},
    read=read_facilities,
    key=NATIVE,
    rows=africa_rows,
    system="usgs",
    slug="usgs-africa",
    lists_plants=True,
)

OLD_BEFORE_YEAR = 2015
"""Exploration records before this year are hidden by default."""

EXPLORATION_STATUS = {
    "Care and Maintenance": FacilityStatus.CARE_AND_MAINTENANCE,
    "Closed": FacilityStatus.CLOSED,
    "Expansion": FacilityStatus.OPERATING,
    "Exploration": FacilityStatus.EXPLORATION,
    "Feasibility Study": FacilityStatus.EXPLORATION,
    "Inactive": FacilityStatus.SUSPENDED,
    "Placer": FacilityStatus.EXPLORATION,
    "Pre-Production": FacilityStatus.DEVELOPING,
    "Production": FacilityStatus.OPERATING,
    "Production - Inactive": FacilityStatus.SUSPENDED,
    "Reserves Development": FacilityStatus.EXPLORATION,
    "Suspended": FacilityStatus.SUSPENDED,
}


def exploration_rows(sites: pd.DataFrame, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the African exploration sites; those with a state before 2015 are hidden by default."""
    columns = EXPLORATION_MINERALS
    words = inputs.words("sites").alone((word for name in columns for word in sites[name]), SOURCE_ID)
    chain = aluminium_chain(inputs)
    for row in records(sites):
        products: dict[Mineral, Product] = {}
        for position, name in enumerate(columns):
            for meaning in words[row[name]]:
                ore = ore_of(meaning.mineral, chain)
                role = meaning.role or (SECONDARY if position else PRIMARY)
                products.setdefault(ore, Product(ore, Stage.MINED, role, product=row[name], matches=position == 0))
        if not products:
            continue
        year = int(row["DsgAttr11"])
        status = known_code(row["LocOpStat"], EXPLORATION_STATUS, SOURCE_ID)
        old = f"Exploration record of {year}, older than {OLD_BEFORE_YEAR}"
        yield SiteRow(
            dataset=EXPLORATION,
            record=row,
            name=row["FeatureNam"],
            other_names=row["NameVar"],
            country_text=row["Country"],
            lon=row["Longitude"],
            lat=row["Latitude"],
            kind=FacilityKind.MINE if status is FacilityStatus.OPERATING else FacilityKind.PROJECT,
            status=status,
            status_year=year,
            year=year,
            owner=row["OwnerName"],
            confidence=FacilityConfidence.LOW,
            rank=EXPLORATION.ranks[""],
            needs_name=set(products) == SANDS,
            hidden_reason=old if year < OLD_BEFORE_YEAR else "",
            products=tuple(products.values()),
            kind_text="Exploration site",
            commodity_text="; ".join(row[name] for name in columns if row[name]),
            status_text=row["LocOpStat"],
        )


EXPLORATION = SiteDataset(
    name="africa exploration",
    source_id=SOURCE_ID,
    ranks={"": 80},
    read=read_exploration,
    key="FeatureUID",
    rows=exploration_rows,
    system="usgs",
    slug="usgs-africa",
)
SITES = (AFRICA, EXPLORATION)
