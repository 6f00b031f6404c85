"""Electric vehicles sold and what is inside their batteries: IEA outlook of 2025, intensities after BatPaC 5.2."""

from __future__ import annotations

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import MineralWords
from geo.schema.tables_use import BATTERY_INTENSITY, EV_OUTLOOK
from geo.sources.use_tables import read_battery_intensity, read_ev_outlook

OUTLOOK_SOURCE_ID = "iea-gevo-2025"
INTENSITY_SOURCE_ID = "busch-battery-2025"
SYSTEM = "battery"

HISTORY = "Historical"
BATTERIES, SALES, CARS = "Battery demand", "EV sales", "Cars"
FIRST_YEAR_OF_SALES = 2020
"""Sales tell how the rest of the world divides; older ones answer no question here."""

ELECTROLYTE, ANODE = "Lithium liquid", "Graphite"
"""What is in the cars on the road; blends with silicon and solid-state cells are designs."""


def outlook_facts(inputs: Inputs) -> Tables:
    """Return ``ev_outlook`` and ``battery_intensity``."""
    return {
        "ev_outlook": outlook_rows(read_ev_outlook(inputs.raw)),
        "battery_intensity": intensity_rows(read_battery_intensity(inputs.raw), inputs.words(SYSTEM)),
    }


DATASETS = (Dataset((OUTLOOK_SOURCE_ID, INTENSITY_SOURCE_ID), ("ev_outlook", "battery_intensity"), outlook_facts),)


def outlook_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return battery demand of every year, and sales of cars in the years observed since `FIRST_YEAR_OF_SALES`.

    Observed years stand in the sheet a second time under the scenario, and some rows twice over: each is kept once.
    """
    last = table.loc[table["category"] == HISTORY, "year"].max()
    table = table[(table["category"] == HISTORY) | (table["year"] > last)].drop_duplicates()
    is_batteries = table["parameter"] == BATTERIES
    is_sales = (table["parameter"] == SALES) & (table["mode"] == CARS) & (table["category"] == HISTORY)
    is_sales &= table["year"].astype("int64") >= FIRST_YEAR_OF_SALES
    rows = table[is_batteries | is_sales]
    result = pd.DataFrame(
        {
            "area": rows["region_country"],
            "item": rows["parameter"],
            "mode": rows["mode"],
            "powertrain": rows["powertrain"],
            "year": rows["year"].astype("int64"),
            "is_projection": rows["category"] != HISTORY,
            "value": rows["value"].astype(float),
            "raw_unit": rows["unit"],
            "source_id": OUTLOOK_SOURCE_ID,
        }
    )
    return result.sort_values(list(EV_OUTLOOK.key), kind="stable").reset_index(drop=True)


def intensity_rows(table: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return the content of packs with a graphite anode; what is no mineral (a row of kWh) is left out by its word."""
    rows = table[(table["Electrolyte"] == ELECTROLYTE) & (table["Anode"] == ANODE)].reset_index(drop=True)
    meanings = words.alone(rows["Mineral"], INTENSITY_SOURCE_ID)
    rows = rows[rows["Mineral"].map(lambda word: bool(meanings[word]))].reset_index(drop=True)
    result = pd.DataFrame(
        {
            "chemistry": rows["chemistry"],
            "mineral": [meanings[word][0].mineral.value for word in rows["Mineral"]],
            "kg_per_kwh": rows["kg_per_kwh"].astype(float),
            "source_id": INTENSITY_SOURCE_ID,
        }
    )
    return result.sort_values(list(BATTERY_INTENSITY.key), kind="stable").reset_index(drop=True)
