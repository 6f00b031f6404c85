"""British Geological Survey, World Mineral Statistics: production series as statistic rows, from 2000 on.

Which series counts which mineral, from which year, is decided in data/reviewed/mineral_alias.csv. Ferro-alloys of
chromium, manganese, silicon and vanadium are left out there, since China and South Africa report them only as one total
of all alloys; so is lithium carbonate and hydroxide in gross weight, since China has no rows.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.facts.statistic import production_table
from geo.schema.codes import OTHER, ValueFlag
from geo.sources.published import printed_numbers, published_file, read_text_table
from geo.units import GRAM_T, tonnes_per_unit

SOURCE_ID = "bgs-wms-2023"
FOLDER = "bgs_world_mineral_statistics"
FILES = (
    "REs",
    "antimony",
    "cobalt",
    "copper",
    "ferroalloys",
    "gallium",
    "germanium",
    "graphite",
    "lithium",
    "magnesium",
    "manganese",
    "nickel",
    "platinum",
    "tungsten",
)
"""Middle part of the names of the files, one a commodity table."""

LABELS = {
    "bgs_commodity_trans": "commodity",
    "bgs_sub_commodity_trans": "form",
    "country_trans": "country",
    "country_iso3_code": "printed_code",
    "quantity": "quantity_text",
    "quantity_in_book_style": "book_text",
    "units": "unit",
    "data_precision_description": "precision",
    "concat_figure_notes_text": "figure_notes",
}
PRODUCTION = "Production"


def read_world_production(raw: Path) -> pd.DataFrame:
    """Return all series of the held files, one row a commodity, form, country and year, labels as printed.

    ``quantity`` is in ``unit`` (tonnes or kilograms, gross or metal content as the unit says) and empty where BGS
    prints "..."; ``precision`` says what a zero is: nil, or more than 0 but less than half a unit. There is no world
    row. ``printed_code`` is BGS's ISO-3 column, which is wrong for two countries: Congo (Brazzaville) carries COD and
    Kosovo 1A0. Join on names.

    Raises
    ------
    SourceError
        If a file is missing, lacks a column, holds another statistic than production or a year that is not one.
    """
    return pd.concat([_read_file(raw, name) for name in FILES], ignore_index=True)


def _read_file(raw: Path, name: str) -> pd.DataFrame:
    path = published_file(raw, FOLDER, f"BGS_{name}_production.csv")
    table = read_text_table(path, [*LABELS, "year", "bgs_statistic_type_trans"])
    other = sorted(set(table["bgs_statistic_type_trans"]) - {PRODUCTION})
    if other:
        message = f"{path} holds {other[0]!r} rows; only production is read, so take out imports and exports"
        raise SourceError(message)
    result = table[list(LABELS)].rename(columns=LABELS)
    result["year"] = printed_numbers(table["year"].str[:4], path).astype("int64")
    result["quantity"] = printed_numbers(table["quantity"], path, may_be_empty=True)
    return result


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
    """Return statistic rows from a frame of `read_world_production`; series that `words` leave out are left out."""
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
    return production_table(
        table,
        mineral=[series.mineral.value for series in held],
        stage=[str(series.stage) for series in held],
        product=[series.product for series in held],
        area=_areas(table["country"], index),
        source_id=SOURCE_ID,
        basis=[series.basis for series in held],
        quantity_t=(table["quantity"] * factor).round(GRAM_T).mask(is_trace),
        low_t=(0.0 * factor).where(is_trace),
        high_t=(HALF_A_UNIT * factor).where(is_trace),
        flag=flag,
        raw_value=table["book_text"],
        raw_unit=table["unit"],
        note=_notes(table),
    )


def _flags(table: pd.DataFrame) -> pd.Series:
    flags = coded(table["precision"], PRECISIONS, f"{SOURCE_ID}: precision")
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
