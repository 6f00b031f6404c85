"""ICMM Global Mining Dataset, public edition: one row a cluster of mines or plants."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, require_columns

SOURCE_ID = "icmm-gmd-2025"
SHEET = "External"

COLUMNS = [
    "ICMMID",
    "Confidence Factor",
    "Mine Name",
    "Group Names",
    "Latitude",
    "Longitude",
    "Asset Type",
    "Country",
    "Primary Commodity",
    "Secondary Commodity",
    "Other Commodities",
]

UNICODE_MINUS = "\u2212"


def read_global_mining_dataset(raw: Path) -> pd.DataFrame:
    """Return the public sites, labels as printed without blanks at their ends.

    Columns as in the sheet "External" (its header "Mine Name " has a trailing blank); Latitude and Longitude are
    numbers in degrees, WGS 84. One latitude of the September 2025 edition is printed with the Unicode minus sign
    (U+2212): it is read as minus, never as a positive number.

    Raises
    ------
    SourceError
        If the file or the sheet is missing, a column is renamed, or a coordinate is not a number.
    """
    path = published_file(raw, "icmm_global_mining_dataset", "global-mining-dataset.xlsx")
    try:
        table = pd.read_excel(path, sheet_name=SHEET, dtype=str, keep_default_na=False)
    except ValueError as exc:
        message = f"{path} has no sheet {SHEET!r}; use the edition that its SOURCE.md names"
        raise SourceError(message) from exc
    table.columns = [str(name).strip() for name in table.columns]
    require_columns(table, COLUMNS, path)
    sites: pd.DataFrame = table.loc[:, COLUMNS].apply(lambda cells: cells.str.strip())
    for name in ("Latitude", "Longitude"):
        words = sites[name].str.replace(UNICODE_MINUS, "-")
        numbers = pd.to_numeric(words, errors="coerce")
        if numbers.isna().any():
            row = int(numbers.isna().to_numpy().argmax())
            message = (
                f"{path}: {name} of {sites['ICMMID'].iloc[row]} is {sites[name].iloc[row]!r}, which is not a number; "
                "fetch the file again"
            )
            raise SourceError(message)
        sites[name] = numbers.astype("float64")
    return sites
