"""Carbon factors of freight, and carbon intensity of national grids."""

from __future__ import annotations

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.places import CountryIndex
from geo.schema.codes import FreightMode
from geo.sources import defra, owid

FIRST_YEAR = 2018
"""The trade series begin then; older figures of a grid answer no question here."""

MODES = {
    "Vans": FreightMode.ROAD,
    "HGV (all diesel)": FreightMode.ROAD,
    "HGV refrigerated (all diesel)": FreightMode.ROAD,
    "Freight flights": FreightMode.AIR,
    "Rail": FreightMode.RAIL,
    "Sea tanker": FreightMode.SEA,
    "Cargo ship": FreightMode.SEA,
}
"""Mode of each family of vehicles of the publisher."""

AGGREGATES = ("AFR", "ASI", "EU27", "EUR", "HIC", "LIC", "LMC", "NAM", "OCE", "SAM", "UMC", "WRL")
AGGREGATE_CODES = ("", *(f"OWID_{code}" for code in AGGREGATES))
"""Codes of continents, unions and income groups; OWID_NAM is North America, not Namibia."""


def freight_facts(inputs: Inputs) -> Tables:
    """Return ``freight_factor``."""
    return {"freight_factor": freight_factor_table(defra.read_freight_factors(inputs.raw))}


def grid_facts(inputs: Inputs) -> Tables:
    """Return ``grid_carbon``."""
    return {"grid_carbon": grid_carbon_table(owid.read_carbon_intensity(inputs.raw), inputs.countries)}


DATASETS = (
    Dataset((defra.SOURCE_ID,), ("freight_factor",), freight_facts),
    Dataset((owid.SOURCE_ID,), ("grid_carbon",), grid_facts),
)


def freight_factor_table(factors: pd.DataFrame) -> pd.DataFrame:
    """Return one row a published factor with its mode.

    Parameters
    ----------
    factors
        As `defra.read_freight_factors` returns them.

    Raises
    ------
    DataContractError
        If the publisher has a family of vehicles that no mode is known for.
    """
    unknown = sorted(set(factors["family"]) - set(MODES))
    if unknown:
        raise DataContractError(
            [
                f"freight factors: family {name!r} has no mode; add it to MODES in geo/facts/context.py"
                for name in unknown
            ]
        )
    result = factors.assign(
        mode=factors["family"].map({name: mode.value for name, mode in MODES.items()}), source_id=defra.SOURCE_ID
    )
    for column in ("size", "variant"):
        result[column] = result[column].mask(result[column] == "", None)
    return result


def grid_carbon_table(intensity: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return one row a country and year from `FIRST_YEAR`; aggregates are left out.

    A printed 0 is left out too: the figure is a quotient of rounded amounts, and on the smallest grids the emissions
    round to nothing (Central African Republic since 2013). That is no data, not a grid without emissions.

    Parameters
    ----------
    intensity
        As `owid.read_carbon_intensity` returns them.
    """
    is_country = ~intensity["code"].isin(AGGREGATE_CODES)
    is_known = (intensity["year"] >= FIRST_YEAR) & (intensity["gco2e_per_kwh"] > 0)
    rows = intensity.loc[is_country & is_known].reset_index(drop=True)
    result = pd.DataFrame(
        {
            "iso3": index.codes(rows["code"], system="owid", place="carbon-intensity-electricity.csv"),
            "year": rows["year"],
            "gco2e_per_kwh": rows["gco2e_per_kwh"],
            "source_id": owid.SOURCE_ID,
        }
    )
    return result.sort_values(["iso3", "year"], kind="stable").reset_index(drop=True)
