"""Busch and co-authors: lithium deposits of the world; location, type and stage only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.facts.dataset import Inputs
from geo.facts.facility_row import PRIMARY, Product, SiteDataset, SiteRow, known_code, records
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.sources.published import published_file, read_text_table, trimmed_columns

SOURCE_ID = "busch-lithium-2024"
YEAR = 2024

COLUMNS = ["d", "Country", "Deposit_Name", "Resource_Type_orig", "Latitude", "Longitude", "Status"]
"""Columns that report something. Costs, production rates and delays of the file are model output and are not read."""


def read_deposits(raw: Path) -> pd.DataFrame:
    """Return the deposits, one row a deposit; `d` is the key of the file; degrees are WGS 84, mostly two decimals.

    Raises
    ------
    SourceError
        If the file is missing, cut short, lacks a column, or a coordinate is not a number.
    """
    path = published_file(raw, "busch_lithium_deposits", "Deposit.csv")
    return trimmed_columns(read_text_table(path, COLUMNS), COLUMNS, path, numbers=("Latitude", "Longitude"))


STATUS = {
    "Producing": FacilityStatus.OPERATING,
    "Construction": FacilityStatus.DEVELOPING,
    "Evaluation": FacilityStatus.EXPLORATION,
    "No info": FacilityStatus.UNKNOWN,
}


def busch_rows(deposits: pd.DataFrame, _inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the lithium deposits: "Producing" is a mine, anything else a project; a group has no exact place."""
    for row in records(deposits):
        status = known_code(row["Status"], STATUS, SOURCE_ID)
        is_known = status is not FacilityStatus.UNKNOWN
        yield SiteRow(
            dataset=BUSCH,
            record=row,
            name=row["Deposit_Name"],
            country_text=row["Country"],
            lon=row["Longitude"],
            lat=row["Latitude"],
            is_approximate="(All" in row["Deposit_Name"] or row["Deposit_Name"].startswith("Grota d"),
            kind=FacilityKind.MINE if status is FacilityStatus.OPERATING else FacilityKind.PROJECT,
            status=status,
            status_year=YEAR if is_known else None,
            year=YEAR,
            confidence=FacilityConfidence.MODERATE if is_known else FacilityConfidence.LOW,
            rank=BUSCH.ranks["with a state" if is_known else "without"],
            needs_name=row["Resource_Type_orig"] == "Brine",
            products=(Product(Mineral.LITHIUM, Stage.MINED, PRIMARY, product=row["Resource_Type_orig"]),),
            kind_text=row["Resource_Type_orig"],
            commodity_text="Lithium",
            status_text=row["Status"],
        )


BUSCH = SiteDataset(
    name="busch",
    source_id=SOURCE_ID,
    ranks={"with a state": 40, "without": 70},
    read=read_deposits,
    key="d",
    rows=busch_rows,
)
SITES = (BUSCH,)
