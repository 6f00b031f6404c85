"""Geoscience Australia: Australian Operating Mines Map 2024."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.facts.dataset import Inputs
from geo.facts.facility_row import PRIMARY, Product, SiteDataset, SiteRow, known_code, records
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.sources.published import published_file, trimmed_columns

SOURCE_ID = "ga-mines-2024"
YEAR = 2024

COLUMNS = ["OBJECTID", "Name", "State", "Latitude", "Longitude", "Status", "Commodity Group"]


def read_operating_mines(raw: Path) -> pd.DataFrame:
    """Return the mines, one row a mine; Status in lower case, text without blanks at its ends.

    The file prints "Operating Mine" and "Operating mine", "QLD" and "QLD ". Commodity Group is a group, not a
    commodity: elements in brackets are possible by-products of the group. Degrees are WGS 84.

    Raises
    ------
    SourceError
        If the file is missing, lacks a column, or a coordinate is not a number.
    """
    path = published_file(raw, "ga_australian_operating_mines", "Australian_Operating_Mines_2024_2.xlsx")
    table = pd.read_excel(path, dtype=str, keep_default_na=False)
    mines = trimmed_columns(table, COLUMNS, path, numbers=("Latitude", "Longitude"))
    return mines.assign(Status=mines["Status"].str.lower())


STATUS = {
    "operating mine": FacilityStatus.OPERATING,
    "care and maintenance": FacilityStatus.CARE_AND_MAINTENANCE,
    "developing mine": FacilityStatus.DEVELOPING,
}
SANDS = {Mineral.TITANIUM, Mineral.RARE_EARTHS}
"""Mineral sands lie side by side: without a like name, near is not the same."""


def ga_rows(mines: pd.DataFrame, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the Australian mines; a mine being developed is a project."""
    groups = inputs.words("sites-ga").alone(mines["Commodity Group"], SOURCE_ID)
    for row in records(mines):
        group = row["Commodity Group"]
        products = tuple(
            Product(meaning.mineral, Stage.MINED, meaning.role or PRIMARY, product=group) for meaning in groups[group]
        )
        if not products:
            continue
        status = known_code(row["Status"], STATUS, SOURCE_ID)
        yield SiteRow(
            dataset=GA,
            record=row,
            name=row["Name"],
            country_text="Christmas Island" if row["State"] == "IOT" else "Australia",
            lon=row["Longitude"],
            lat=row["Latitude"],
            kind=FacilityKind.PROJECT if status is FacilityStatus.DEVELOPING else FacilityKind.MINE,
            status=status,
            status_year=YEAR,
            year=YEAR,
            confidence=FacilityConfidence.HIGH,
            rank=GA.ranks[""],
            needs_name={item.mineral for item in products} <= SANDS,
            products=products,
            kind_text="Mine",
            commodity_text=group,
            status_text=row["Status"],
        )


GA = SiteDataset(
    name="ga", source_id=SOURCE_ID, ranks={"": 20}, read=read_operating_mines, key="OBJECTID", rows=ga_rows
)
SITES = (GA,)
