"""Supply by country of the IEA datasets as statistic rows: observed years and base-case projections."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import OTHER, WORLD, Measure, ValueFlag
from geo.sources.iea import REST, SOURCE_ID_2024, SOURCE_ID_2025, TOTALS, UNIT, read_supply_2024, read_supply_2025
from geo.units import GRAM_T, to_tonnes

SYSTEM = "iea"
OBSERVED_2024 = 2023
OBSERVED_2025 = 2024

SAME = 1e-6
"""Two figures are the same if they differ by less than this part of the world total: rounding of the arithmetic."""


def iea_facts(inputs: Inputs) -> Tables:
    """Return statistic rows of both IEA editions, in tonnes.

    The May 2024 edition gives 2023 only, the May 2025 edition gives 2024 and the base case of 2030, 2035 and 2040:
    the scopes changed between the two, so they are never one projection. Named countries are a selection; the rest
    row becomes OTHER, the total WORLD. In every block and year the named countries and OTHER sum to WORLD: where the
    file's rest row counts one named country twice it is put right and says so.

    Raises
    ------
    DataContractError
        If a block or a country is not known, or a total cannot be explained.
    """
    older = read_supply_2024(inputs.raw)
    older = older[older["year"] == OBSERVED_2024].reset_index(drop=True)
    newer = read_supply_2025(inputs.raw)
    rows = [
        statistic_rows(older, inputs.words("iea-2024"), SOURCE_ID_2024, OBSERVED_2024, inputs.countries),
        statistic_rows(newer, inputs.words("iea-2025"), SOURCE_ID_2025, OBSERVED_2025, inputs.countries),
    ]
    return {"statistic": pd.concat(rows, ignore_index=True)}


DATASETS = (Dataset((SOURCE_ID_2024, SOURCE_ID_2025), ("statistic",), iea_facts),)


def statistic_rows(
    supply: pd.DataFrame, words: MineralWords, source_id: str, observed_year: int, index: CountryIndex
) -> pd.DataFrame:
    """Return one edition's `supply` as statistic rows.

    Parameters
    ----------
    supply
        Frame of a reader in `geo.sources.iea`.
    words
        What each printed pair of mineral and process counts.
    observed_year
        The edition's base year; later years are projections.
    """
    keys = list(zip(supply["mineral"], supply["process"], strict=True))
    meanings = words.of(keys, source_id)
    table = rest_reconciled(supply, source_id)
    meant = [meanings[key][0] for key in keys]
    is_projection = table["year"] > observed_year
    rows = pd.DataFrame(
        {
            "measure": Measure.PRODUCTION.value,
            "mineral": [block.mineral.value for block in meant],
            "stage": [str(block.stage) for block in meant],
            "product": [block.product for block in meant],
            "area": _areas(table["country"], source_id, index),
            "year": table["year"],
            "source_id": source_id,
            "basis": [block.basis for block in meant],
            "quantity_t": (to_tonnes(1.0, UNIT) * table["quantity_kt"]).round(GRAM_T),
            "low_t": None,
            "high_t": None,
            "share": None,
            "high_share": None,
            "flag": ValueFlag.REPORTED.value,
            "is_projection": is_projection,
            "raw_value": table["quantity_text"],
            "raw_unit": UNIT,
            "note": table["note"],
        }
    )
    return rows[TABLE_BY_NAME["statistic"].column_names]


def rest_reconciled(supply: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Return `supply` with a column ``note`` and rest rows that close every block on its total.

    The workbook's rest of nickel and of graphite includes one country that is also named (Australia, Canada, Tanzania,
    Germany); the total does not. There ``quantity_kt`` of the rest becomes the total minus the named countries; ``quantity_text`` keeps
    the printed cell.

    Raises
    ------
    DataContractError
        If the rest is off by anything else than one named country: then nobody knows which row is wrong.
    """
    result = supply.copy()
    result["note"] = None
    findings: list[str] = []
    for (mineral, process, year), block in result.groupby(["mineral", "process", "year"], sort=False):
        place = f"{source_id}: {mineral} - {process} {year}"
        for row, quantity, note in _corrections(block, place, findings):
            result.loc[row, "quantity_kt"] = quantity
            result.loc[row, "note"] = note
    if findings:
        raise DataContractError(findings)
    return result


def _corrections(block: pd.DataFrame, place: str, findings: list[str]) -> Iterator[tuple[int, float, str]]:
    total = float(block.loc[block["country"].isin(TOTALS), "quantity_kt"].iloc[0])
    is_rest = block["country"] == REST
    named = block[~is_rest & ~block["country"].isin(TOTALS)]
    if is_rest.sum() != 1:
        findings.append(f"{place} has {is_rest.sum()} rows {REST!r}; one is expected, so check the file")
        return
    printed = float(block.loc[is_rest, "quantity_kt"].iloc[0])
    recomputed = total - float(named["quantity_kt"].sum())
    excess = printed - recomputed
    if abs(excess) <= SAME * total:
        return
    twice = named.loc[(named["quantity_kt"] - excess).abs() <= SAME * total, "country"]
    if twice.empty:
        findings.append(f"{place}: rows exceed the total by {excess:g} kt, which is no named country; check the file")
        return
    note = (
        f"Printed {printed:,.1f} kt counts {' or '.join(twice)} ({excess:,.1f} kt) a second time; "
        f"recomputed as total minus named countries"
    )
    yield int(block.index[is_rest][0]), recomputed, note


def _areas(labels: pd.Series, source_id: str, index: CountryIndex) -> pd.Series:
    fixed = {REST: OTHER} | dict.fromkeys(TOTALS, WORLD)
    areas = labels.map(fixed)
    is_country = areas.isna()
    areas[is_country] = index.codes(labels[is_country], system=SYSTEM, place=source_id)
    return areas
