"""World Bank, Worldwide Governance Indicators, 2024 update: governance by country."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.places import CountryIndex
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
    table = table[list(COLUMNS)].rename(columns=COLUMNS)
    # The file holds single precision; the sixth decimal and beyond is noise.
    for column in ("estimate", "std_error", "rank_pct"):
        table[column] = table[column].astype("float64").round(6)
    return table


FIRST_YEAR = 2018
"""The trade series begin then; older governance figures answer no question here."""

DISSOLVED = ("ANT",)
"""Codes of states that no longer exist (Netherlands Antilles)."""


def governance_facts(inputs: Inputs) -> Tables:
    """Return ``governance``."""
    return {"governance": governance_table(read_wgi(inputs.raw), inputs.countries)}


DATASETS = (Dataset((SOURCE_ID,), ("governance",), governance_facts),)


def governance_table(indicators: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return one row a country, year and indicator from `FIRST_YEAR`.

    An economy without an estimate has no row: no data. The World Bank's old codes become ISO 3166-1 alpha-3.

    Parameters
    ----------
    indicators
        As `read_wgi` returns them.
    """
    recent = indicators["year"] >= FIRST_YEAR
    present = indicators["estimate"].notna() & ~indicators["code"].isin(DISSOLVED)
    rows = indicators[recent & present].reset_index(drop=True)
    result = pd.DataFrame(
        {
            "iso3": index.codes(rows["code"], system="wgi", place="wgidataset.dta"),
            "year": rows["year"].astype("int64"),
            "indicator": rows["indicator"],
            "estimate": rows["estimate"],
            "std_error": rows["std_error"],
            "rank_pct": rows["rank_pct"],
            "source_id": SOURCE_ID,
        }
    )
    return result.sort_values(["iso3", "year", "indicator"], kind="stable").reset_index(drop=True)
