"""Production series of BGS World Mineral Statistics as statistic rows, from 2000 on.

Which series counts which mineral, from which year, is decided in data/reviewed/mineral_alias.csv. Ferro-alloys of
chromium, manganese, silicon and vanadium are left out there, since China and South Africa report them only as one total
of all alloys; so is lithium carbonate and hydroxide in gross weight, since China has no rows.
"""

from __future__ import annotations

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import OTHER, Measure, ValueFlag
from geo.sources.bgs import SOURCE_ID, read_world_production
from geo.units import GRAM_T, tonnes_per_unit

SYSTEM = "bgs"

DISSOLVED_STATES = {"Serbia and Montenegro": "Printed as Serbia and Montenegro, one state until 2006"}
"""States that no longer exist are areas that no present country may carry: they become OTHER, with this note."""

ESTIMATE = "Estimates."
HALF_A_UNIT = 0.5
PRECISIONS = {
    "": ValueFlag.REPORTED,
    "Nil (nothing produced)": ValueFlag.REPORTED,
    "Figures not available": ValueFlag.NOT_AVAILABLE,
    "Quantity is more than 0 but less than 0.5": ValueFlag.TRACE,
}


def bgs_facts(inputs: Inputs) -> Tables:
    """Return statistic rows of the mapped series, in tonnes; BGS prints no world row, so there is none.

    Raises
    ------
    DataContractError
        If a mapped series is not in the files, or a series, unit, precision or country is not known.
    """
    production = read_world_production(inputs.raw)
    return {"statistic": production_rows(production, inputs.words(SYSTEM), inputs.countries)}


DATASETS = (Dataset((SOURCE_ID,), ("statistic",), bgs_facts),)


def production_rows(production: pd.DataFrame, words: MineralWords, index: CountryIndex) -> pd.DataFrame:
    """Return statistic rows from a frame of `geo.sources.bgs`; series that `words` leave out are left out."""
    keys = pd.Series(list(zip(production["commodity"], production["form"], strict=True)), index=production.index)
    words.require(keys, SOURCE_ID)
    meanings = words.of(keys, SOURCE_ID)
    first_year = keys.map({key: found[0].year_from for key, found in meanings.items() if found})
    is_held = first_year.notna() & (production["year"] >= first_year.fillna(0))
    table = production[is_held].reset_index(drop=True)
    held = [meanings[key][0] for key in keys[is_held]]
    flag = _flags(table)
    factor = table["unit"].map({unit: tonnes_per_unit(unit) for unit in table["unit"].unique()})
    is_trace = flag == ValueFlag.TRACE.value
    rows = table.assign(
        measure=Measure.PRODUCTION.value,
        mineral=[series.mineral.value for series in held],
        stage=[str(series.stage) for series in held],
        product=[series.product for series in held],
        area=_areas(table["country"], index),
        source_id=SOURCE_ID,
        basis=[series.basis for series in held],
        quantity_t=(table["quantity"] * factor).round(GRAM_T).mask(is_trace),
        low_t=(0.0 * factor).where(is_trace),
        high_t=(HALF_A_UNIT * factor).where(is_trace),
        share=None,
        high_share=None,
        flag=flag,
        is_projection=False,
        raw_value=table["book_text"],
        raw_unit=table["unit"],
        note=_notes(table),
    )
    return rows[TABLE_BY_NAME["statistic"].column_names]


def _flags(table: pd.DataFrame) -> pd.Series:
    odd = sorted(set(table["precision"]) - set(PRECISIONS))
    if odd:
        message = f"{SOURCE_ID}: precision {odd[0]!r} is not known; add it to geo/facts/production_bgs.py"
        raise DataContractError([message])
    flags = table["precision"].map({words: flag.value for words, flag in PRECISIONS.items()})
    is_estimate = table["figure_notes"].str.split("|").map(lambda notes: ESTIMATE in notes)
    flags = flags.mask(is_estimate & (flags == ValueFlag.REPORTED.value), ValueFlag.ESTIMATED.value)
    return flags.mask(table["quantity"].isna(), ValueFlag.NOT_AVAILABLE.value)


def _areas(names: pd.Series, index: CountryIndex) -> pd.Series:
    areas = names.map(dict.fromkeys(DISSOLVED_STATES, OTHER))
    is_country = areas.isna()
    areas[is_country] = index.codes(names[is_country], system=SYSTEM, place=SOURCE_ID)
    return areas


def _notes(table: pd.DataFrame) -> pd.Series:
    """Return what BGS says of a figure, without the word that became its flag; None where it says nothing."""
    sentences = table["figure_notes"].str.split("|").map(lambda notes: [note for note in notes if note != ESTIMATE])
    words = sentences.map(" ".join) + table["country"].map(DISSOLVED_STATES).map(
        lambda note: f" {note}" if isinstance(note, str) else ""
    )
    return words.str.strip().map(lambda note: note or None)
