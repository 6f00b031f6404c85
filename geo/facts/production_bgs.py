"""Production series of BGS World Mineral Statistics as statistic rows, from 2000 on."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from geo.errors import DataContractError
from geo.facts.places import CountryIndex
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import OTHER, Measure, Mineral, Stage, ValueFlag
from geo.sources.bgs import SOURCE_ID, read_world_production
from geo.units import GRAM_T, tonnes_per_unit

SYSTEM = "bgs"
FIRST_YEAR = 2000
FIRST_LITHIUM_YEAR = 2012
"""Before 2012 only some countries have their lithium in Li content; part of the world would look like all of it."""

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


class Held(NamedTuple):
    """What a BGS series counts, in our words."""

    mineral: Mineral
    stage: Stage
    product: str
    basis: str
    first_year: int = FIRST_YEAR


SERIES = {
    ("antimony, mine", ""): Held(Mineral.ANTIMONY, Stage.MINED, "mine", "Sb content"),
    ("cobalt, mine", ""): Held(Mineral.COBALT, Stage.MINED, "mine", "Co content"),
    ("copper, mine", ""): Held(Mineral.COPPER, Stage.MINED, "mine", "Cu content"),
    ("graphite", ""): Held(Mineral.GRAPHITE, Stage.MINED, "natural", "natural graphite, gross weight"),
    # These five are parts of one sum; the gross-weight forms of the same tonnes are left out.
    ("lithium minerals", "Lithium minerals (Li content)"): Held(
        Mineral.LITHIUM, Stage.MINED, "minerals", "Li content", FIRST_LITHIUM_YEAR
    ),
    ("lithium minerals", "Spodumene (Li content)"): Held(
        Mineral.LITHIUM, Stage.MINED, "spodumene", "Li content", FIRST_LITHIUM_YEAR
    ),
    ("lithium minerals", "Lepidolite (Li content)"): Held(
        Mineral.LITHIUM, Stage.MINED, "lepidolite", "Li content", FIRST_LITHIUM_YEAR
    ),
    ("lithium minerals", "Lithium minerals (Carbonate -Li content)"): Held(
        Mineral.LITHIUM, Stage.MINED, "carbonate", "Li content", FIRST_LITHIUM_YEAR
    ),
    ("lithium minerals", "Lithium minerals (Chloride -Li content)"): Held(
        Mineral.LITHIUM, Stage.MINED, "chloride", "Li content", FIRST_LITHIUM_YEAR
    ),
    # South Africa has the two forms instead of the plain row until 2014: no ton is in two rows.
    ("manganese ore", ""): Held(Mineral.MANGANESE, Stage.MINED, "ore", "manganese ore, gross weight"),
    ("manganese ore", "Metallurgical"): Held(
        Mineral.MANGANESE, Stage.MINED, "ore-metallurgical", "manganese ore, gross weight"
    ),
    ("manganese ore", "Chemical"): Held(Mineral.MANGANESE, Stage.MINED, "ore-chemical", "manganese ore, gross weight"),
    ("nickel, mine", ""): Held(Mineral.NICKEL, Stage.MINED, "mine", "Ni content"),
    ("platinum group metals, mine", "Palladium"): Held(Mineral.PALLADIUM, Stage.MINED, "mine", "Pd content"),
    ("platinum group metals, mine", "Platinum"): Held(Mineral.PLATINUM, Stage.MINED, "mine", "Pt content"),
    ("rare earth oxides", ""): Held(Mineral.RARE_EARTHS, Stage.MINED, "reo", "REO equivalent"),
    ("tungsten, mine", ""): Held(Mineral.TUNGSTEN, Stage.MINED, "mine", "W content"),
    ("cobalt, refined", ""): Held(Mineral.COBALT, Stage.REFINED, "refined", "refined cobalt, metal and compounds"),
    ("copper, refined", ""): Held(Mineral.COPPER, Stage.REFINED, "refinery", "refined copper, primary and secondary"),
    ("copper, smelter", ""): Held(Mineral.COPPER, Stage.REFINED, "smelter", "blister and anode copper"),
    ("gallium, primary", ""): Held(Mineral.GALLIUM, Stage.REFINED, "primary", "primary gallium"),
    ("germanium metal", ""): Held(Mineral.GERMANIUM, Stage.REFINED, "metal", "germanium metal"),
    ("magnesium metal, primary", ""): Held(Mineral.MAGNESIUM, Stage.REFINED, "metal", "primary magnesium metal"),
    ("nickel, smelter/refinery", ""): Held(
        Mineral.NICKEL, Stage.REFINED, "smelter-refinery", "refined nickel and Ni content of ferro-nickel, oxide, salts"
    ),
    ("nickel, smelter/refinery", "Sulfate"): Held(Mineral.NICKEL, Stage.REFINED, "sulfate", "nickel sulfate"),
    ("ferro-alloys", "Ferro-niobium"): Held(Mineral.NIOBIUM, Stage.REFINED, "ferro-niobium", "ferro-niobium"),
    ("ferro-alloys", "Silicon metal"): Held(Mineral.SILICON, Stage.REFINED, "silicon-metal", "silicon metal"),
}
"""Ferro-alloys of chromium, manganese, silicon and vanadium are not here: China and South Africa report them only as
one total of all alloys. Lithium carbonate and hydroxide in gross weight are not: China has no rows."""


def bgs_rows(raw: Path, index: CountryIndex) -> pd.DataFrame:
    """Return statistic rows of the series in `SERIES`, in tonnes; BGS prints no world row, so there is none.

    Raises
    ------
    DataContractError
        If a series is not in the files, a unit, precision or country is not known.
    """
    return production_rows(read_world_production(raw), index)


def production_rows(production: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return statistic rows from a frame of `geo.sources.bgs`; series that are not in `SERIES` are left out."""
    keys = pd.Series(list(zip(production["commodity"], production["form"], strict=True)), index=production.index)
    _require_series(set(keys))
    first_year = keys.map({key: held.first_year for key, held in SERIES.items()})
    is_held = first_year.notna() & (production["year"] >= first_year.fillna(0))
    table = production[is_held].reset_index(drop=True)
    held = [SERIES[key] for key in keys[is_held]]
    flag = _flags(table)
    factor = table["unit"].map({unit: tonnes_per_unit(unit) for unit in table["unit"].unique()})
    is_trace = flag == ValueFlag.TRACE.value
    rows = table.assign(
        measure=Measure.PRODUCTION.value,
        mineral=[series.mineral.value for series in held],
        stage=[series.stage.value for series in held],
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


def _require_series(present: set[tuple[str, str]]) -> None:
    absent = [f"{commodity} / {form or 'all forms'}" for commodity, form in SERIES if (commodity, form) not in present]
    if absent:
        raise DataContractError([f"{SOURCE_ID}: series {name!r} is not in the files; check it" for name in absent])


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
