"""Governance indicators by country."""

from __future__ import annotations

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.places import CountryIndex
from geo.sources import wgi

FIRST_YEAR = 2018
"""The trade series begin then; older governance figures answer no question here."""

DISSOLVED = ("ANT",)
"""Codes of states that no longer exist (Netherlands Antilles)."""


def governance_facts(inputs: Inputs) -> Tables:
    """Return ``governance``."""
    return {"governance": governance_table(wgi.read_wgi(inputs.raw), inputs.countries)}


DATASETS = (Dataset((wgi.SOURCE_ID,), ("governance",), governance_facts),)


def governance_table(indicators: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return one row a country, year and indicator from `FIRST_YEAR`.

    An economy without an estimate has no row: no data. The World Bank's old codes become ISO 3166-1 alpha-3.

    Parameters
    ----------
    indicators
        As `wgi.read_wgi` returns them.
    """
    recent = indicators["year"] >= FIRST_YEAR
    present = indicators["estimate"].notna() & ~indicators["code"].isin(DISSOLVED)
    rows = indicators.loc[recent & present].reset_index(drop=True)
    result = pd.DataFrame(
        {
            "iso3": index.codes(rows["code"], system="wgi", place="wgidataset.dta"),
            "year": rows["year"].astype("int64"),
            "indicator": rows["indicator"],
            "estimate": rows["estimate"],
            "std_error": rows["std_error"],
            "rank_pct": rows["rank_pct"],
            "source_id": wgi.SOURCE_ID,
        }
    )
    return result.sort_values(["iso3", "year", "indicator"], kind="stable").reset_index(drop=True)
