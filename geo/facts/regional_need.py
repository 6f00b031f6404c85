"""What regions need, and what the figures rest on: our own tables of November 2026 over published documents."""

from __future__ import annotations

import re

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import Meaning, MineralWords
from geo.schema.codes_use import NeedGround, NeedKind
from geo.schema.tables_use import APPARENT_CONSUMPTION, NEED_CHECK, REGIONAL_NEED, REPORTED_USE
from geo.sources.use_tables import (
    read_apparent,
    read_consumption,
    read_derived_trade,
    read_method_checks,
    read_need,
)
from geo.units import tonnes_per_unit

SOURCE_ID = "regional-demand-2026"
APPARENT_SOURCE_ID = "critical-materials-atlas-2026"
YEARBOOK_SOURCE_ID = "usgs-myb-refined"
SYSTEM = "need"

AREAS = {"AME": "americas", "EUR": "europe", "APA": "asia-pacific"}
"""Home regions as the files call them; countries and EU27 stand there by our own codes."""

PUBLISHED, DERIVED, SCALED, RANGED, MAGNITUDE = 1, 2, 3, 4, 5
GROUNDS = {
    PUBLISHED: NeedGround.REPORTED,
    DERIVED: NeedGround.DERIVED,
    SCALED: NeedGround.SCALED,
    MAGNITUDE: NeedGround.MAGNITUDE,
}
REMAINDER = "rest of world use"
"""How a remainder begins; every other figure of its rung is a range of methods."""

REMARKS = {
    ("copper", "GBR"): "cathode only: it buys semi-finished copper",
    ("gallium", "USA"): "wafers bought abroad are not in it (152 t gross in 2024)",
    ("lithium", "USA"): "the last figure, withheld since",
    ("nickel", "USA"): "with scrap 211,000 t",
    ("rare_earths", "EU27"): "gross weight; 2024 is 42 % below 2023",
}
"""What a figure leaves out, from the note that goes with the table."""

MAGNETS, MAGNETS_AREA, MAGNETS_PART = "rare-earth magnets", "EU27", 0.98
"""The one printed figure of goods bought: imports that are about this part of the need."""

FOLDER_NAME = re.compile(r" \(shared/[^)]*\)")
"""How a title names the folder of a file held; a title stands without it."""

TRADE_ITEMS = ("copper", "silicon", "titanium_sponge")
"""Items whose production and one pure code make consumption; the others are net trade and left out."""
TRADE_YEAR, TRADE_PRODUCTION_YEAR = 2024, 2024
NOT_LISTED = "No production is listed or it is withheld; the total counts none, so it is at least this."

PRODUCTION, PRINTED_TOTAL, APPARENT = (
    "refined production",
    "refined production (printed total)",
    "apparent consumption (production + imports - exports)",
)
HUB = "do not show"
EXPONENT = re.compile(r"\d+(\.\d+)?e\+\d+")
YEARS = re.compile(r"production (\d{4}), trade (\d{4})")
MIXED = "Production and trade are of different years and stocks are left out: a structure, not a year."


def need_facts(inputs: Inputs) -> Tables:
    """Return the tables of need and apparent consumption.

    Raises
    ------
    DataContractError
        If a mineral, form, rung or period is not known.
    """
    words = inputs.words(SYSTEM)
    consumption = read_consumption(inputs.raw)
    need = pd.concat([plants_need(read_need(inputs.raw), words), magnets_bought(consumption, words)], ignore_index=True)
    return {
        "regional_need": need[REGIONAL_NEED.column_names],
        "reported_use": reported_use(consumption, words),
        "need_check": need_checks(read_method_checks(inputs.raw), words),
        "apparent_consumption": apparent_rows(read_apparent(inputs.raw), read_derived_trade(inputs.raw), words),
    }


DATASETS = (
    Dataset(
        (SOURCE_ID, APPARENT_SOURCE_ID, YEARBOOK_SOURCE_ID),
        ("regional_need", "reported_use", "need_check", "apparent_consumption"),
        need_facts,
    ),
)


def plants_need(table: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return rows of ``regional_need`` from the table of estimates: what plants take in."""
    meant = _meanings(table["mineral"], words)
    odd = sorted(set(table["rung"]) - {*GROUNDS, RANGED})
    if odd:
        raise DataContractError([f"{SOURCE_ID}: rung {odd[0]:g} is not known; use 1 to 5"])
    made = [_in_plain_digits(how) for how in table["how"]]
    return table.assign(
        need=NeedKind.PLANTS.value,
        mineral=_minerals(meant),
        subject=[meaning.basis for meaning in meant],
        area=table["area"].replace(AREAS),
        rung=table["rung"].astype("int64"),
        ground=[_ground(int(rung), how).value for rung, how in zip(table["rung"], made, strict=True)],
        how=[
            f"{how}; {REMARKS[key]}" if (key := (mineral, area)) in REMARKS else how
            for mineral, area, how in zip(table["mineral"], table["area"], made, strict=True)
        ],
        source_id=SOURCE_ID,
    )


def _in_plain_digits(how: str) -> str:
    """Return the words of an estimate with ``2.94e+04`` as 29,400: nobody reads the other aloud."""
    return EXPONENT.sub(lambda found: f"{float(found[0]):,.0f}", how)


def _ground(rung: int, how: str) -> NeedGround:
    if rung == RANGED:
        return NeedGround.REMAINDER if how.startswith(REMAINDER) else NeedGround.RANGE
    return GROUNDS[rung]


def magnets_bought(consumption: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return the one printed figure of what buyers need in goods: magnets of the European Union."""
    row = consumption[(consumption["mineral"] == MAGNETS) & (consumption["area"] == MAGNETS_AREA)].iloc[[0]]
    meant = _meanings(row["mineral"], words)
    return row.assign(
        need=NeedKind.BUYERS.value,
        mineral=_minerals(meant),
        subject=[meaning.basis for meaning in meant],
        estimate_t=row["value"],
        low_t=row["value"],
        high_t=row["value"] / MAGNETS_PART,
        rung=PUBLISHED,
        ground=NeedGround.REPORTED.value,
        how=row["source_title"] + f" ({int(row['year'].iloc[0])})",
        world_t=None,
        source_id=SOURCE_ID,
    )


def reported_use(table: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return rows of ``reported_use``: words and units as printed, titles without the folder of a file."""
    return table.assign(
        form=table["mineral"] + ", " + table["stage"],
        mineral=_minerals(_meanings(table["mineral"], words)),
        year=table["year"].astype("int64"),
        raw_unit=table["unit"],
        source_title=table["source_title"].str.replace(FOLDER_NAME, "", regex=True),
        **{name: table[name].where(table[name] != "", None) for name in ("page", "link", "note")},
        source_id=SOURCE_ID,
    )[REPORTED_USE.column_names]


def need_checks(table: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return rows of ``need_check``."""
    return table.assign(
        form=table["mineral"].str.replace("_", " "),
        mineral=_minerals(_meanings(table["mineral"], words)),
        area=table["area"].replace(AREAS),
        published_share=table["pub_share"],
        makers_share=table["makers"],
        buyers_share=table["buyers"],
        value_added_share=table["mva"],
        source_title=table["source"],
        source_id=SOURCE_ID,
    )[NEED_CHECK.column_names]


def apparent_rows(printed: pd.DataFrame, derived: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return rows of ``apparent_consumption``: those of a published calculation, and ours with all three parts."""
    return pd.concat([_printed_rows(printed, words), _derived_rows(derived, words)], ignore_index=True)


def _derived_rows(table: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    rows = table[table["item"].isin(TRADE_ITEMS)].reset_index(drop=True)
    meant = _meanings(rows["item"], words)
    is_none = rows["production_t"] == 0
    return rows.assign(
        mineral=_minerals(meant),
        subject=[meaning.basis for meaning in meant],
        area=rows["area"].replace(AREAS),
        production_t=rows["production_t"].mask(is_none),
        production_year=TRADE_PRODUCTION_YEAR,
        trade_year=TRADE_YEAR,
        is_hub=False,
        confidence="medium",
        note=is_none.map({True: NOT_LISTED, False: None}),
        source_id=SOURCE_ID,
    )[APPARENT_CONSUMPTION.column_names]


def _printed_rows(table: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    meanings = words.alone(table["form"], APPARENT_SOURCE_ID)
    held = table[table["form"].map(lambda form: bool(meanings[form]))].reset_index(drop=True)
    odd = sorted(set(held["measure"]) - {PRODUCTION, PRINTED_TOTAL, APPARENT})
    if odd:
        raise DataContractError([f"{APPARENT_SOURCE_ID}: measure {odd[0]!r} is not known; add it to the module"])
    tonnes = held["value"] * held["unit"].map(tonnes_per_unit)
    made = held.assign(tonnes=tonnes)[held["measure"] != APPARENT].copy()
    made["area"] = made["iso3"].where(made["measure"] == PRODUCTION, "WORLD")
    used = held.assign(tonnes=tonnes)[held["measure"] == APPARENT].copy()
    years = used["period"].str.extract(YEARS)
    if years.isna().any(axis=None):
        raise DataContractError([f"{APPARENT_SOURCE_ID}: a period names no two years; read it and correct the module"])
    used = used.assign(production_year=years[0].astype("int64"), trade_year=years[1].astype("int64"), area=used["iso3"])
    key = ["form", "area"]
    used = used.merge(made[[*key, "tonnes"]], on=key, how="left", suffixes=("", "_made"))
    lone = made.merge(used[key], on=key, how="left", indicator=True)
    lone = lone[lone["_merge"] == "left_only"]
    rows = pd.concat(
        [
            used.assign(
                production_t=used["tonnes_made"],
                apparent_t=used["tonnes"],
                is_hub=used["note"].str.contains(HUB),
                note=[MIXED if has else f"{MIXED} {NOT_LISTED}" for has in used["tonnes_made"].notna()],
                source_id=APPARENT_SOURCE_ID,
            ),
            lone.assign(
                production_t=lone["tonnes"],
                apparent_t=None,
                production_year=lone["period"].astype("int64"),
                trade_year=None,
                is_hub=False,
                note=lone["note"].where(lone["note"] != "", None),
                source_id=YEARBOOK_SOURCE_ID,
            ),
        ],
        ignore_index=True,
    )
    meant = [meanings[form][0] for form in rows["form"]]
    rows = rows.assign(
        mineral=_minerals(meant), subject=[meaning.basis for meaning in meant], imports_t=None, exports_t=None
    )
    return rows[APPARENT_CONSUMPTION.column_names]


def _meanings(column: pd.Series, words: MineralWords) -> list[Meaning]:
    found = words.alone(column, SOURCE_ID)
    return [found[word][0] for word in column]


def _minerals(meanings: list[Meaning]) -> list[str]:
    return [meaning.mineral.value for meaning in meanings]
