"""Manufacturing value added of the World Bank: context for where goods are made, never a need."""

from __future__ import annotations

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables
from geo.sources.use_tables import read_value_added

SOURCE_ID = "worldbank-mva-2023"
FIRST_YEAR = 2010
"""Older years describe another industry."""


def value_added_facts(inputs: Inputs) -> Tables:
    """Return ``manufacturing_value_added``: countries since `FIRST_YEAR`, aggregates left out."""
    table = read_value_added(inputs.raw)
    is_country = table["code"].isin(inputs.known["country"]["iso3"])
    rows = table[is_country & (table["year"] >= FIRST_YEAR)]
    result = pd.DataFrame(
        {"iso3": rows["code"], "year": rows["year"], "value_usd": rows["value_usd"], "source_id": SOURCE_ID}
    )
    return {"manufacturing_value_added": result.sort_values(["iso3", "year"]).reset_index(drop=True)}


DATASETS = (Dataset((SOURCE_ID,), ("manufacturing_value_added",), value_added_facts),)
