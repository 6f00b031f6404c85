"""Known deposits of USGS Professional Paper 1802: mines, deposits and districts as geology, never a facility."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.facility_country import NEAR_KM
from geo.facts.facility_row import records
from geo.facts.mineral_words import MineralWords
from geo.facts.places import PointCountries
from geo.sources.published import published_file, read_text_table, trimmed_columns

SOURCE_ID = "usgs-pp1802-2017"

COLUMNS = ["DEPOSIT_NAME", "CRITICAL_MINERAL", "DEPOSIT_TYPE", "LATITUDE", "LONGITUDE", "LOCATION", "LOC_DETAIL"]
ROW = "ROW"
"""Added column: 1 for the first row of the file; the publisher gives no key."""


def read_deposits(raw: Path) -> pd.DataFrame:
    """Return the deposits, one row a point; CRITICAL_MINERAL joins several by "; "; degrees are WGS 84.

    Raises
    ------
    SourceError
        If the file is missing, cut short, lacks a column, or a coordinate is not a number.
    """
    path = published_file(raw, "usgs_pp1802_critical_deposits", "PP1802_CritMin_pts.csv")
    deposits = trimmed_columns(read_text_table(path, COLUMNS), COLUMNS, path, numbers=("LATITUDE", "LONGITUDE"))
    deposits.insert(0, ROW, range(1, len(deposits) + 1))
    return deposits


def deposit_facts(inputs: Inputs) -> Tables:
    """Return ``deposit``."""
    return {"deposit": deposit_table(read_deposits(inputs.raw), inputs.points, inputs.words("sites"))}


DATASETS = (Dataset((SOURCE_ID,), ("deposit",), deposit_facts),)


def deposit_table(deposits: pd.DataFrame, points: PointCountries, words: MineralWords) -> pd.DataFrame:
    """Return the table deposit: one row a point and mineral of ours.

    The country is that of the point; it stays empty at sea, more than 25 km from any land. The publisher gives no
    key: the code holds the row of the file.
    """
    found = points.nearest(deposits["LONGITUDE"], deposits["LATITUDE"])
    country = found["iso3"].where(found["distance_km"] <= NEAR_KM)
    named = deposits["CRITICAL_MINERAL"].str.split(";").map(lambda cell: [word.strip() for word in cell])
    meanings = words.alone((word for cell in named for word in cell), SOURCE_ID)
    lines = []
    for row, iso3, cell in zip(records(deposits), country, named, strict=True):
        lines += [
            {
                "deposit_id": f"pp1802-{row[ROW]}",
                "mineral": mineral.value,
                "name": row["DEPOSIT_NAME"],
                "iso3": None if pd.isna(iso3) else iso3,
                "lon": round(row["LONGITUDE"], 6),
                "lat": round(row["LATITUDE"], 6),
                "deposit_type": row["DEPOSIT_TYPE"] or None,
                "source_id": SOURCE_ID,
            }
            for mineral in sorted({meaning.mineral for word in cell for meaning in meanings[word]})
        ]
    return pd.DataFrame(lines)
