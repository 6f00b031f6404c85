"""World Bank, Worldwide Governance Indicators, 2024 update."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, require_columns

SOURCE_ID = "worldbank-wgi-2024"

COLUMNS = {
    "code": "code",
    "countryname": "economy",
    "year": "year",
    "indicator": "indicator",
    "estimate": "estimate",
    "stddev": "std_error",
    "pctrank": "rank_pct",
}


def read_wgi(raw: Path) -> pd.DataFrame:
    """Return economy, year and indicator with estimate, standard error and percentile rank, 1996-2023.

    Codes are the bank's own, some of them old (ZAR for DR Congo). An economy without a figure has an empty estimate.
    Estimates are standardised each year: mean 0, standard deviation 1.
    """
    path = published_file(raw, "worldbank_wgi", "wgidataset.dta")
    try:
        table = pd.read_stata(path)
    except ValueError as exc:
        message = f"{path} is not a Stata file ({exc}); fetch the file again"
        raise SourceError(message) from exc
    require_columns(table, list(COLUMNS), path)
    table = table.loc[:, list(COLUMNS)].rename(columns=COLUMNS)
    # The file holds single precision; the sixth decimal and beyond is noise.
    for column in ("estimate", "std_error", "rank_pct"):
        table[column] = table[column].astype("float64").round(6)
    return table
