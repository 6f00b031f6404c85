"""USGS Professional Paper 1802: mines, deposits and districts of critical minerals, as geology."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import printed_numbers, published_file, read_text_table

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
    table = read_text_table(path, COLUMNS)
    deposits: pd.DataFrame = table.loc[:, COLUMNS].apply(lambda cells: cells.str.strip())
    for name in ("LATITUDE", "LONGITUDE"):
        deposits[name] = printed_numbers(deposits[name], path)
    deposits.insert(0, ROW, range(1, len(deposits) + 1))
    return deposits
