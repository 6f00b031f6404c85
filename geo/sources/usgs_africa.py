"""USGS compilation of the mineral industries of Africa: facilities of 2018 and exploration sites."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import published_file
from geo.sources.usgs_geojson import read_features

SOURCE_ID = "usgs-africa-2021"
FOLDER = "usgs_africa_mineral_industries"

FACILITY_COLUMNS = [
    "FeatureUID",
    "Country",
    "FeatureNam",
    "FeatureTyp",
    "DsgAttr01",
    "DsgAttr02",
    "DsgAttr03",
    "DsgAttr06",
    "DsgAttr07",
    "DsgAttr08",
    "DsgAttr09",
    "DsgAttr10",
    "LocOpStat",
    "MemoOther",
    "MemoLoc",
    "Latitude",
    "Longitude",
    "LocConfid",
    "OperateNam",
    "OwnerName1",
    "OwnerName2",
    "OwnerName3",
    "OwnerName4",
]

EXPLORATION_MINERALS = [
    "DsgAttr01",
    "DsgAttr02",
    "DsgAttr03",
    "DsgAttr04",
    "DsgAttr05",
    "DsgAttr06",
    "DsgAttr07",
    "DsgAttr08",
]
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
    e estimated, g gross weight), DsgAttr10 the sites that share it, LocConfid A or E (estimated). Latitude and
    Longitude are degrees, WGS 84, as printed: one mine has the wrong hemisphere. RowOfSite counts the rows of a site.

    Raises
    ------
    SourceError
        If the file is missing or not in the form of its edition.
    """
    path = published_file(raw, FOLDER, "AFR_Mineral_Facilities.geojson")
    return read_features(path, FACILITY_COLUMNS, numbers=["DsgAttr06", "DsgAttr07", "Latitude", "Longitude"])


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
