"""Carbon factors of freight: UK Government (DESNZ and DEFRA), greenhouse gas conversion factors 2025."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.schema.codes import FreightMode
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
    factors = table[list(COLUMNS)].rename(columns=COLUMNS)
    for column in ("vehicle", "size"):
        factors[column] = factors[column].str.replace(LOST_DASH, "–", regex=False).str.strip()
    factors["kgco2e_per_tkm"] = printed_numbers(factors["kgco2e_per_tkm"], path)
    return factors


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


def freight_facts(inputs: Inputs) -> Tables:
    """Return ``freight_factor``."""
    return {"freight_factor": freight_factor_table(read_freight_factors(inputs.raw))}


DATASETS = (Dataset((SOURCE_ID,), ("freight_factor",), freight_facts),)


def freight_factor_table(factors: pd.DataFrame) -> pd.DataFrame:
    """Return one row a published factor with its mode.

    Parameters
    ----------
    factors
        As `read_freight_factors` returns them.

    Raises
    ------
    DataContractError
        If the publisher has a family of vehicles that no mode is known for.
    """
    result = factors.assign(mode=coded(factors["family"], MODES, "freight factors: family"), source_id=SOURCE_ID)
    for column in ("size", "variant"):
        result[column] = result[column].mask(result[column] == "", None)
    return result
