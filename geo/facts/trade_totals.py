"""Trade beside the flows: world totals and leading countries as compiled, monthly customs of two countries."""

from __future__ import annotations

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.schema.tables_trade import CONFIDENTIAL, CUSTOMS_MONTH, TRADE_LEADER, TRADE_TOTAL, Direction
from geo.sources.published import printed_numbers, published_file, read_text_table, require_columns
from geo.units import KG_PER_T

TOTALS_SOURCE_ID = "baci-totals-compiled-2026"
CUSTOMS_SOURCES = {"hmrc": "hmrc-ots-2026", "comexstat": "brazil-comexstat-2026"}
FOLDER, CUSTOMS_FOLDER = "facts_baci_country_totals", "customs_monthly_uk_brazil_2024_2026"
NOMENCLATURE = "HS17"
DIRECTIONS = {
    "exports": Direction.EXPORTS,
    "imports": Direction.IMPORTS,
    "export": Direction.EXPORTS,
    "import": Direction.IMPORTS,
}
UNNAMED = "n/a"
"""The customs' word for a partner that is confidential."""


def totals_facts(inputs: Inputs) -> Tables:
    """Return ``trade_total`` and ``trade_leader``."""
    path = published_file(inputs.raw, FOLDER, "baci_hs17_world_totals_2017_2024.csv")
    columns = [
        "hs6_2017",
        "year",
        "world_value_usd",
        "world_tonnes",
        "china_share_of_export_value",
        "usd_per_tonne",
        "via",
    ]
    table = read_text_table(path, columns)
    total = pd.DataFrame(
        {
            "nomenclature": NOMENCLATURE,
            "hs6": table["hs6_2017"],
            "year": printed_numbers(table["year"], path).astype(int),
            "value_usd": printed_numbers(table["world_value_usd"], path),
            "quantity_t": printed_numbers(table["world_tonnes"], path),
            "usd_per_t": printed_numbers(table["usd_per_tonne"], path),
            "china_share": printed_numbers(table["china_share_of_export_value"], path),
            "document": table["via"],
            "source_id": TOTALS_SOURCE_ID,
        }
    )
    path = published_file(inputs.raw, FOLDER, "baci_country_totals.csv")
    table = read_text_table(path, ["hs6_2017", "year", "measure", "iso3", "value_usd_or_share", "via"])
    leader = pd.DataFrame(
        {
            "nomenclature": NOMENCLATURE,
            "hs6": table["hs6_2017"],
            "year": printed_numbers(table["year"], path).astype(int),
            "direction": coded(table["measure"], DIRECTIONS, f"{path.name}: measure"),
            "iso3": table["iso3"],
            "value_usd": printed_numbers(table["value_usd_or_share"], path),
            "document": table["via"],
            "source_id": TOTALS_SOURCE_ID,
        }
    )
    return {"trade_total": total[TRADE_TOTAL.column_names], "trade_leader": leader[TRADE_LEADER.column_names]}


def customs_facts(inputs: Inputs) -> Tables:
    """Return ``customs_month``: rows of one month, partner and code are added up, as the publishers ask.

    A weight of 0 is none that is given.
    """
    path = published_file(inputs.raw, CUSTOMS_FOLDER, "customs_monthly_uk_brazil.parquet")
    table = pd.read_parquet(path)
    require_columns(table, ["source", "period", "reporter", "partner", "flow", "hs6", "value_usd", "qty_kg"], path)
    weighed = table["qty_kg"].mask(table["qty_kg"] == 0)
    rows = pd.DataFrame(
        {
            "reporter": table["reporter"],
            "direction": coded(table["flow"], DIRECTIONS, f"{path.name}: flow"),
            "hs6": table["hs6"],
            "year": table["period"].astype(int) // 100,
            "month": table["period"].astype(int) % 100,
            "partner": table["partner"].mask(table["partner"] == UNNAMED, CONFIDENTIAL),
            "value_usd": table["value_usd"],
            "quantity_t": weighed / KG_PER_T,
            "source_id": table["source"].map(CUSTOMS_SOURCES),
        }
    )
    added = rows.groupby([*CUSTOMS_MONTH.key, "source_id"], sort=True).agg(
        value_usd=("value_usd", "sum"),
        quantity_t=("quantity_t", lambda weights: weights.sum(min_count=1)),
        rows=("value_usd", "size"),
        weighed=("quantity_t", "count"),
    )
    added = added.reset_index().assign(rows_without_t=lambda found: found["rows"] - found["weighed"])
    rounded = added.assign(value_usd=added["value_usd"].round(2), quantity_t=added["quantity_t"].round(6))
    return {"customs_month": rounded[CUSTOMS_MONTH.column_names]}


DATASETS = (
    Dataset((TOTALS_SOURCE_ID,), ("trade_total", "trade_leader"), totals_facts),
    Dataset(tuple(CUSTOMS_SOURCES.values()), ("customs_month",), customs_facts),
)
