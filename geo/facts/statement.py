"""Figures that reports state, with their edition: the IEA's outlook of 2026, market balances, capacity of gallium."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.facts.policy import CONFIDENCES, filled, items_of
from geo.schema.policy_codes import StatementNature, StatementSet
from geo.schema.tables_policy import STATEMENT
from geo.sources.published import printed_numbers, published_file, read_text_table

OUTLOOK_ID = "iea-gcmo-2026"
BALANCE_ID = "market-balance-compiled-2026"
CAPACITY_ID = "gallium-capacity-compiled-2026"

READ = ("fact", "value", "unit", "source_title", "link", "confidence", "note")
FILES = {
    StatementSet.OUTLOOK: (OUTLOOK_ID, "facts_iea_gcmo_2026", "iea_gcmo_2026_facts.csv"),
    StatementSet.BALANCE: (BALANCE_ID, "facts_market_balance_2026", "market_balance.csv"),
    StatementSet.CAPACITY: (CAPACITY_ID, "facts_gallium_capacity", "gallium_capacity.csv"),
}

RANGE = " to "
MONTHS = {"April": "04", "October": "10"}
EARLIER = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}}) edition: (surplus |deficit )?(\d+(?:\.\d+)?)")
"""How a row tells what an earlier edition forecast; a number without a word is a surplus."""
YEAR = r"([12][0-9]{3})"
NATURES = (
    (r"^model yield", StatementNature.PARAMETER),
    (r"^planned|^demonstration", StatementNature.ANNOUNCED),
    (r"at risk", StatementNature.AT_RISK),
    (r"supply potential", StatementNature.POTENTIAL),
    (r"if projects proceed|^expected", StatementNature.FORECAST),
    (r"capacity$", StatementNature.CAPACITY),
)
"""What a figure is, by the first of these patterns that its wording holds; a period that says so is a forecast."""


def statement_facts(inputs: Inputs) -> Tables:
    """Return stated figures and the minerals that they are of.

    What a row tells of an earlier edition becomes a row of its own, so that a forecast that has changed shows it.

    Raises
    ------
    DataContractError
        If a subject or a confidence is not known.
    """
    parts = [
        _capacity(inputs.raw) if each is StatementSet.CAPACITY else _stated(inputs.raw, each) for each in StatementSet
    ]
    rows = pd.concat(parts, ignore_index=True)
    return {"statement": statement_table(rows, inputs.countries), "statement_mineral": minerals_of(rows, inputs)}


DATASETS = (Dataset((OUTLOOK_ID, BALANCE_ID, CAPACITY_ID), ("statement", "statement_mineral"), statement_facts),)


def statement_table(rows: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return rows of ``statement``; see `statement_facts` for the columns of `rows`."""
    ends = pd.DataFrame([_ends(value) for value in rows["value"]], index=rows.index, dtype="float64")
    low, high = ends[0], ends[1]
    table = rows.assign(
        iso3=rows["code"].map({code: found for code in rows["code"] if (found := country_of(code, index))}),
        value=low.where(low == high),
        low_value=low.where(low != high),
        high_value=high.where(low != high),
        raw_value=filled(rows["value"]),
        unit=filled(rows["unit"]),
        year=rows["period"].str.extract(YEAR, expand=False).astype("Int64"),
        nature=[_nature(fact, period) for fact, period in zip(rows["fact"], rows["period"], strict=True)],
        confidence=coded(rows["confidence"], CONFIDENCES, "statements: confidence"),
        url=filled(rows["url"]),
        note=filled(rows["note"]),
    )
    return table[STATEMENT.column_names]


def country_of(code: str, index: CountryIndex) -> str | None:
    """Return the country that a code of three letters names, none for other areas."""
    return index.find(code, system="any") if re.fullmatch("[A-Z]{3}", code) else None


def minerals_of(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return the minerals of each statement, each once; a subject may be a list."""
    words: MineralWords = inputs.words("statements")
    meant = words.alone((item for each in rows["subject"] for item in items_of(each)), "statements")
    found = {
        (statement, meaning.mineral.value): None
        for statement, subject in zip(rows["statement_id"], rows["subject"], strict=True)
        for item in items_of(subject)
        for meaning in meant[item]
    }
    return pd.DataFrame(list(found), columns=["statement_id", "mineral"])


def earlier_editions(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what the remarks of `rows` tell of earlier editions, as rows of their own with a remark on where it is said."""
    found = []
    for row in rows.to_dict("records"):
        told = EARLIER.search(str(row["note"]))
        if told is None:
            continue
        month, year, sign, figure = told.groups()
        found.append(
            row
            | {
                "statement_id": f"{row['statement_id']}-{year}-{MONTHS[month]}",
                "value": f"-{figure}" if sign == "deficit " else figure,
                "edition": f"{year}-{MONTHS[month]}",
                "note": f"As told beside the edition of {row['edition']}; the earlier document itself was not read.",
            }
        )
    return pd.DataFrame(found, columns=rows.columns)


def _stated(raw: Path, collection: StatementSet) -> pd.DataFrame:
    source_id, folder, name = FILES[collection]
    table = read_text_table(published_file(raw, folder, name), (*READ, "mineral", "area", "period", "source_date"))
    rows = _common(table, collection, source_id).assign(
        subject=table["mineral"],
        area=table["area"],
        code=table["area"],
        period=table["period"],
        edition=table["source_date"],
    )
    return pd.concat([rows, earlier_editions(rows)], ignore_index=True)


def _capacity(raw: Path) -> pd.DataFrame:
    source_id, folder, name = FILES[StatementSet.CAPACITY]
    table = read_text_table(published_file(raw, folder, name), (*READ, "iso3", "site_or_area", "as_of"))
    return _common(table, StatementSet.CAPACITY, source_id).assign(
        subject="gallium",
        area=table["site_or_area"].where(table["site_or_area"] != "", table["iso3"]),
        code=table["iso3"],
        period=table["as_of"],
        # The list is dated by the package whose tables it was read from.
        edition="2026-08-31",
    )


def _common(table: pd.DataFrame, collection: StatementSet, source_id: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "statement_id": [f"{collection}-{number:02d}" for number in range(1, len(table) + 1)],
            "collection": collection.value,
            "fact": table["fact"],
            "value": table["value"],
            "unit": table["unit"],
            "document": table["source_title"],
            "url": table["link"],
            "confidence": table["confidence"],
            "note": table["note"],
            "source_id": source_id,
        }
    )


def _ends(value: str) -> tuple[float | None, float | None]:
    """Return both ends of a figure as worded, equal for a plain one, none for an empty cell."""
    if value == "":
        return None, None
    low, high = printed_numbers(pd.Series((value.split(RANGE) * 2)[:2]), Path("statements"))
    return float(low), float(high)


def _nature(fact: str, period: str) -> str:
    if "forecast" in period:
        return StatementNature.FORECAST.value
    return next((nature for pattern, nature in NATURES if re.search(pattern, fact)), StatementNature.STATED).value
