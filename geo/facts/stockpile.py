"""Contracts and orders of the U.S. National Defense Stockpile, and which materials are by-products, as classes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.facts.mineral_words import MineralWords
from geo.facts.policy import CONFIDENCES, filled
from geo.facts.statement import RANGE
from geo.schema.policy_codes import Companion, OrderNature
from geo.schema.tables_policy import COMPANIONALITY, STOCKPILE_ORDER
from geo.sources.published import printed_numbers, published_file, read_text_table

ORDERS_ID = "us-stockpile-orders-2026"
COMPANION_ID = "companionality-2026"
ORDER_COLUMNS = (
    "mineral",
    "company",
    "instrument",
    "ceiling_musd",
    "funded_musd",
    "date",
    "fact",
    "source_title",
    "source_date",
    "link",
    "confidence",
    "note",
)
NATURES = {
    "appropriation": OrderNature.APPROPRIATION,
    "21 indefinite contracts": OrderNature.CONTRACT,
    "indefinite contract": OrderNature.CONTRACT,
    "orders FY2026": OrderNature.ORDERS,
    "price floor": OrderNature.PRICE,
    "price": OrderNature.PRICE,
}
CLASSES = {each.value: each for each in Companion}


def order_facts(inputs: Inputs) -> Tables:
    """Return the rows of the list of orders; a sum given twice is a range."""
    path = published_file(inputs.raw, "facts_us_stockpile_orders_2026", "us_stockpile_orders.csv")
    return {"stockpile_order": order_table(read_text_table(path, ORDER_COLUMNS), path, inputs.words("statements"))}


def companion_facts(inputs: Inputs) -> Tables:
    """Return the class of each material; the author's shares are rounded and second-hand, so they are left out."""
    path = published_file(inputs.raw, "facts_companionality", "companionality.csv")
    columns = ("material", "class", "hosts", "note", "source_title", "link", "confidence")
    table = read_text_table(path, columns)
    rows = pd.DataFrame(
        {
            "material": table["material"],
            "mineral": one_mineral(table["material"], inputs.words("statements"), path.name),
            "companion": coded(table["class"], CLASSES, f"{path.name}: class"),
            "hosts": filled(table["hosts"].str.replace(";", ", ")),
            "note": filled(table["note"]),
            "document": table["source_title"],
            "url": filled(table["link"]),
            "confidence": coded(table["confidence"], CONFIDENCES, f"{path.name}: confidence"),
            "source_id": COMPANION_ID,
        }
    )
    return {"companionality": rows[COMPANIONALITY.column_names]}


DATASETS = (
    Dataset((ORDERS_ID,), ("stockpile_order",), order_facts),
    Dataset((COMPANION_ID,), ("companionality",), companion_facts),
)


def order_table(table: pd.DataFrame, path: Path, words: MineralWords) -> pd.DataFrame:
    """Return rows of ``stockpile_order`` from the list as read, all text."""
    funded = table["funded_musd"]
    is_range = funded.str.contains(RANGE)
    parts = funded.where(is_range, RANGE).str.split(RANGE, expand=True)
    rows = pd.DataFrame(
        {
            "order_id": [f"NDS-{number:02d}" for number in range(1, len(table) + 1)],
            "subject": table["mineral"],
            "mineral": one_mineral(table["mineral"], words, path.name),
            "company": filled(table["company"]),
            "instrument": table["instrument"],
            "nature": coded(table["instrument"], NATURES, f"{path.name}: instrument"),
            "ceiling_usd_millions": printed_numbers(table["ceiling_musd"], path, may_be_empty=True),
            "funded_usd_millions": printed_numbers(funded.mask(is_range, ""), path, may_be_empty=True),
            "low_funded_usd_millions": printed_numbers(parts[0], path, may_be_empty=True),
            "high_funded_usd_millions": printed_numbers(parts[1], path, may_be_empty=True),
            "known_up_to": filled(table["date"]),
            "fact": table["fact"],
            "document": table["source_title"],
            "document_date": table["source_date"],
            "url": filled(table["link"]),
            "confidence": coded(table["confidence"], CONFIDENCES, f"{path.name}: confidence"),
            "note": filled(table["note"]),
            "source_id": ORDERS_ID,
        }
    )
    return rows[STOCKPILE_ORDER.column_names]


def one_mineral(subjects: pd.Series, words: MineralWords, place: str) -> list[str | None]:
    """Return the mineral that each subject names, none where it is not one of this project."""
    meant = words.alone(subjects, place)
    return [meant[each][0].mineral.value if meant[each] else None for each in subjects]
