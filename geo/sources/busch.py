"""Busch and co-authors: lithium deposits of the world; location, type and stage only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import printed_numbers, published_file, read_text_table

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
    table = read_text_table(path, COLUMNS)
    deposits: pd.DataFrame = table.loc[:, COLUMNS].apply(lambda cells: cells.str.strip())
    for name in ("Latitude", "Longitude"):
        deposits[name] = printed_numbers(deposits[name], path)
    return deposits
