"""UK Government (DESNZ and DEFRA), greenhouse gas conversion factors 2025, sheet "Freighting goods"."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import first_line, printed_numbers, published_file, read_text_table

SOURCE_ID = "defra-2025"

FACTOR = "GHG Conversion Factor 2025"
COLUMNS = {
    "ID": "factor_id",
    "Level 2": "family",
    "Level 3": "vehicle",
    "Level 4": "size",
    "Column Text": "variant",
    FACTOR: "kgco2e_per_tkm",
}
UNITS = {"Level 1": "Freighting goods", "UOM": "tonne.km", "GHG/Unit": "kg CO2e"}

LOST_DASH = "\u00ef\u00bf\u00bd"
"""What the copy has in the place of the dash of a range of sizes: a replacement character, encoded twice."""


def read_freight_factors(raw: Path) -> pd.DataFrame:
    """Return factor_id, family, vehicle, size, variant as printed, and kgco2e_per_tkm; empty text where none is given.

    Tank-to-wheel factors in kg CO2e per tonne and kilometre; well-to-tank is a table of its own. "RF" is radiative
    forcing of flights.

    Raises
    ------
    SourceError
        If the file is missing, or holds a row of another sheet or unit.
    """
    path = published_file(raw, "defra_freight_2025", "freight_tonne_km_kgco2e_2025.csv")
    table = read_text_table(path, [*UNITS, *COLUMNS])
    for column, expected in UNITS.items():
        odd = table[column] != expected
        if odd.any():
            message = f"{path}, line {first_line(odd)}: {column} is {table.loc[odd, column].iloc[0]!r}, not {expected!r}; use the edition that its SOURCE.md names"
            raise SourceError(message)
    factors = table.loc[:, list(COLUMNS)].rename(columns=COLUMNS)
    for column in ("vehicle", "size"):
        factors[column] = factors[column].str.replace(LOST_DASH, "–", regex=False).str.strip()
    factors["kgco2e_per_tkm"] = printed_numbers(factors["kgco2e_per_tkm"], path)
    return factors
