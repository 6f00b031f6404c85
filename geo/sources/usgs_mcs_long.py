"""Mineral Commodity Summaries 2026: one long file, one printed cell a row.

Published source: U.S. Geological Survey, Mineral Commodity Summaries 2026 Data Release, doi 10.5066/P1WKQ63T.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import published_file, read_text_table
from geo.sources.usgs_table import MCS_COLUMNS, area_columns, one_line

EDITION = 2026

LONG_COLUMNS = (
    "MCS chapter",
    "Section",
    "Commodity",
    "Country",
    "Statistics",
    "Statistics_detail",
    "Unit",
    "Year",
    "Value",
    "Notes",
)
_MEASURES = ("Production", "Capacity", "Reserves")
_ONE_YEAR = r"\d{4}"


def read_long(raw: Path) -> pd.DataFrame:
    """Return the world tables of the edition, all commodities: production and capacity 2024 and 2025, reserves.

    The file is cp1252. About twenty different section names start with "World"; the other sections are U.S.
    statistics and are left out. Columns: ``MCS_COLUMNS``.

    Raises
    ------
    SourceError
        If the file is missing, cut short or of another edition.
    """
    path = published_file(raw, "usgs_mcs_2026", "MCS2026_Commodities_Data.csv")
    printed = read_text_table(path, LONG_COLUMNS, encoding="cp1252")
    is_world = printed["Section"].str.startswith("World") & printed["Statistics"].isin(_MEASURES)
    rows = printed[is_world & printed["Year"].str.fullmatch(_ONE_YEAR)].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "edition": EDITION,
            "table": one_line(rows["Commodity"]),
            "detail": one_line(rows["Statistics_detail"]),
            "item": "",
            **area_columns(rows["Country"], EDITION),
            "measure": rows["Statistics"],
            "unit": one_line(rows["Unit"]),
            "year": rows["Year"].astype("int64"),
            "is_estimated_column": False,
            "value": rows["Value"],
            "note": one_line(rows["Notes"]),
        }
    )
    return frame[list(MCS_COLUMNS)]
