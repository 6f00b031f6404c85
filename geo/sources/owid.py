"""Our World in Data, carbon intensity of electricity generation, processed from Ember; copy of 2026-04-29."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

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
    table = read_text_table(path, list(COLUMNS)).loc[:, list(COLUMNS)].rename(columns=COLUMNS)
    table["year"] = printed_numbers(table["year"], path).astype("int64")
    table["gco2e_per_kwh"] = printed_numbers(table["gco2e_per_kwh"], path)
    return table
