"""Geoscience Australia: Australian Operating Mines Map 2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import printed_numbers, published_file, require_columns

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
    require_columns(table, COLUMNS, path)
    mines: pd.DataFrame = table.loc[:, COLUMNS].apply(lambda cells: cells.str.strip())
    mines["Status"] = mines["Status"].str.lower()
    for name in ("Latitude", "Longitude"):
        mines[name] = printed_numbers(mines[name], path)
    return mines
