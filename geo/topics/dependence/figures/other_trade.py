"""Other records of trade, shown apart: world totals without pairs, leading countries, customs of two countries."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from geo.evidence.output_columns import data
from geo.evidence.rows import cell_number
from geo.evidence.sources import sources_of
from geo.figure.column import Column, Show, Table
from geo.schema.codes import Mineral, Stage
from geo.store.database import Atlas
from geo.store.queries_trade import customs_years, trade_leaders, trade_totals

Row = Mapping[Hashable, Any]


def _stated(name: str) -> Any:
    return lambda _, row: cell_number(row[name])


def _said(name: str) -> Any:
    return lambda _, row: str(row[name])


_CODE: tuple[Column[None, Row], ...] = (
    Column("hs6", "Code", _said("hs6")),
    Column("form", "Goods", _said("form"), is_wide=True),
    Column("year", "Year", lambda _, row: int(row["year"]), Show.YEAR),
)
TOTALS: tuple[Column[None, Row], ...] = (
    Column("stage", "Stage", lambda _, row: Stage(row["stage"]).label),
    *_CODE,
    Column("edition", "Edition", _said("nomenclature")),
    Column("value_usd", "World exports, USD", _stated("value_usd"), Show.FIGURE),
    Column("quantity_t", "World exports, t gross", _stated("quantity_t"), Show.FIGURE),
    Column("usd_per_t", "USD a tonne", _stated("usd_per_t"), Show.FIGURE),
    Column("china_share", "China's part of the value, %", _stated("china_share"), Show.PERCENT),
    Column("remark", "Remark", lambda _, row: str(row["note"]) if row["is_mixed"] else ""),
)
LEADERS: tuple[Column[None, Row], ...] = (
    *_CODE,
    Column("direction", "Direction", _said("direction")),
    Column("country", "Country", _said("name")),
    Column("value_usd", "Value, USD", _stated("value_usd"), Show.FIGURE),
    data("iso3", _said("iso3")),
)
CUSTOMS: tuple[Column[None, Row], ...] = (
    Column("reporter", "Reported by", _said("reporter_name")),
    Column("direction", "Direction", _said("direction")),
    *_CODE,
    Column("months", "Months held", lambda _, row: int(row["months"]), Show.COUNT),
    Column("partner", "Partner", _said("partner_name")),
    Column("quantity_t", "Tonnes net", _stated("quantity_t"), Show.FIGURE),
    Column("value_usd", "Value, USD", _stated("value_usd"), Show.FIGURE),
    Column("rows_without_t", "Rows without a weight", lambda _, row: int(row["rows_without_t"]), Show.COUNT),
    data("partner_iso3", _said("partner")),
)


def other_trade_tables(atlas: Atlas, mineral: Mineral) -> tuple[Table[None, Row], ...]:
    """Return the tables that have rows for a mineral."""
    name = mineral.label
    parts = (
        ("dependence.trade_totals", f"{name}: world trade by code and year, without pairs", TOTALS, trade_totals),
        (
            "dependence.trade_leaders",
            f"{name}: leading exporters and importers by value, not all",
            LEADERS,
            trade_leaders,
        ),
        ("dependence.customs", f"{name}: customs of the United Kingdom and Brazil, by year", CUSTOMS, customs_years),
    )
    found = []
    for key, title, columns, ask in parts:
        rows = tuple(ask(atlas, mineral).to_dict("records"))
        if rows:
            sources = sources_of(atlas, {str(row["source_id"]) for row in rows})
            found.append(Table(key, title, columns, rows, None, sources))
    return tuple(found)
