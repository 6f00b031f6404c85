"""Carbon intensity of national grids: Our World in Data, processed from Ember; copy of 2026-04-29."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.places import CountryIndex
from geo.sources.published import printed_numbers, published_file, read_text_table

SOURCE_ID = "ember-owid-2026"

COLUMNS = {
    "Entity": "entity",
    "Code": "code",
    "Year": "year",
    "Carbon intensity of electricity per kWh": "gco2e_per_kwh",
}


def read_carbon_intensity(raw: Path) -> pd.DataFrame:
    """Return entity, code, year and gco2e_per_kwh (grams CO2e per kWh, life cycle, generation inside the country).

    Aggregates are in the table: their code is empty or begins with ``OWID_``; Kosovo is ``OWID_KOS``.
    """
    path = published_file(raw, "owid_ember_carbon_intensity", "carbon-intensity-electricity.csv")
    table = read_text_table(path, list(COLUMNS))[list(COLUMNS)].rename(columns=COLUMNS)
    table["year"] = printed_numbers(table["year"], path).astype("int64")
    table["gco2e_per_kwh"] = printed_numbers(table["gco2e_per_kwh"], path)
    return table


FIRST_YEAR = 2018
"""The trade series begin then; older figures of a grid answer no question here."""

AGGREGATES = ("AFR", "ASI", "EU27", "EUR", "HIC", "LIC", "LMC", "NAM", "OCE", "SAM", "UMC", "WRL")
AGGREGATE_CODES = ("", *(f"OWID_{code}" for code in AGGREGATES))
"""Codes of continents, unions and income groups; OWID_NAM is North America, not Namibia."""


def grid_facts(inputs: Inputs) -> Tables:
    """Return ``grid_carbon``."""
    return {"grid_carbon": grid_carbon_table(read_carbon_intensity(inputs.raw), inputs.countries)}


DATASETS = (Dataset((SOURCE_ID,), ("grid_carbon",), grid_facts),)


def grid_carbon_table(intensity: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return one row a country and year from `FIRST_YEAR`; aggregates are left out.

    A printed 0 is left out too: the figure is a quotient of rounded amounts, and on the smallest grids the emissions
    round to nothing (Central African Republic since 2013). That is no data, not a grid without emissions.

    Parameters
    ----------
    intensity
        As `read_carbon_intensity` returns them.
    """
    is_country = ~intensity["code"].isin(AGGREGATE_CODES)
    is_known = (intensity["year"] >= FIRST_YEAR) & (intensity["gco2e_per_kwh"] > 0)
    rows = intensity[is_country & is_known].reset_index(drop=True)
    result = pd.DataFrame(
        {
            "iso3": index.codes(rows["code"], system="owid", place="carbon-intensity-electricity.csv"),
            "year": rows["year"],
            "gco2e_per_kwh": rows["gco2e_per_kwh"],
            "source_id": SOURCE_ID,
        }
    )
    return result.sort_values(["iso3", "year"], kind="stable").reset_index(drop=True)
