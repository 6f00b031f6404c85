"""World Mining Data as statistic rows: production by country 2018 to 2024, two editions in one file."""

from __future__ import annotations

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.facts.mineral_words import MineralWords
from geo.facts.statistic import production_table
from geo.schema.codes import ValueFlag
from geo.sources.world_mining import read_world_mining
from geo.units import GRAM_T, tonnes_per_unit

OLDER_SOURCE_ID, NEWER_SOURCE_ID = "wmd-2024", "wmd-2026"
FIRST_YEAR_OF_NEWER = 2023
"""The file took over 2018 to 2022 unchanged from the edition before; only later years are new."""

SYSTEM = "wmd"
CODES = {"R20": "XKX", "S19": "TWN"}
"""Codes of the file that are none of ISO 3166."""

MARKS = {"r": ValueFlag.REPORTED, "p": ValueFlag.REPORTED, "e": ValueFlag.ESTIMATED}
"""Reported, provisional, estimated; the mark is of the country, not of the year."""

CONTENT = {"Li2O": 0.4645}
"""Metal in a tonne of the oxide that a table counts, where that is what other publishers count."""


def wmd_facts(inputs: Inputs) -> Tables:
    """Return statistic rows in tonnes; no world row, since the file's totals are not those of its rows everywhere.

    Raises
    ------
    DataContractError
        If a table, unit or mark is not known, or a mapped table is not in the file.
    """
    return {"statistic": wmd_rows(read_world_mining(inputs.raw), inputs.words(SYSTEM))}


DATASETS = (Dataset((OLDER_SOURCE_ID, NEWER_SOURCE_ID), ("statistic",), wmd_facts),)


def wmd_rows(printed: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return statistic rows of the tables that `words` map."""
    meanings = words.alone(printed["mineral"], NEWER_SOURCE_ID)
    words.require(((name, "") for name in printed["mineral"].unique()), NEWER_SOURCE_ID)
    table = printed[printed["mineral"].map(lambda name: bool(meanings[name]))].reset_index(drop=True)
    meant = [meanings[name][0] for name in table["mineral"]]
    oxide = table["mineral"].str.extract(r"\((\w+)\)")[0]
    factor = table["unit"].map({unit: tonnes_per_unit(unit) for unit in table["unit"].unique()})
    content = oxide.map(CONTENT)
    is_oxide = content.notna()
    return production_table(
        table,
        mineral=[meaning.mineral.value for meaning in meant],
        stage=[str(meaning.stage) for meaning in meant],
        product=[meaning.product for meaning in meant],
        area=table["iso3"].replace(CODES),
        source_id=(table["year"] >= FIRST_YEAR_OF_NEWER).map({True: NEWER_SOURCE_ID, False: OLDER_SOURCE_ID}),
        basis=[meaning.basis for meaning in meant],
        quantity_t=(table["quantity"] * factor * content.fillna(1.0)).round(GRAM_T),
        flag=coded(table["source_mark"], MARKS, f"{NEWER_SOURCE_ID}: mark"),
        raw_value=table["printed"],
        raw_unit=table["unit"] + (" " + oxide).where(is_oxide, ""),
        note=("Printed as " + oxide + "; times " + content.astype(str) + " is the content").where(is_oxide, None),
    )
