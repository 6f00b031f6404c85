"""Tables of trade beside the bilateral flows: world totals, leading countries, and monthly customs of two countries."""

from __future__ import annotations

from enum import StrEnum

from geo.schema.codes import Mineral, Stage
from geo.schema.columns import Storage, Table, integer, iso3, real, source_id, text


class Direction(StrEnum):
    """Which way goods go, as seen from the country that reports."""

    EXPORTS = "exports"
    IMPORTS = "imports"


CONFIDENTIAL = "CONFIDENTIAL"
"""Partner that the publisher does not name."""

_YEAR = integer("year", "Calendar year", minimum=1960, maximum=2100)
_CODE = text("hs6", "Code", references="hs_code.hs6")
_NOMENCLATURE = text("nomenclature", "HS edition of the code", pattern="HS[0-9]{2}")

TRADE_TOTAL = Table(
    "trade_total",
    "World trade by code and year, without pairs: it cannot say from whom; tonnes have outliers as those of the flows",
    (
        _NOMENCLATURE,
        _CODE,
        _YEAR,
        real("value_usd", "Value of the world's exports", unit="current US dollars", minimum=0),
        real("quantity_t", "Tonnes of the world's exports", unit="tonnes gross weight", minimum=0),
        real("usd_per_t", "Value by tonnes, as compiled", unit="US dollars a tonne", minimum=0),
        real("china_share", "China's part of the value of exports, Hong Kong apart", unit="0-1", minimum=0, maximum=1),
        text("document", "File and commit that was read"),
        source_id(),
    ),
    key=("nomenclature", "hs6", "year"),
    figure="value_usd",
)

TRADE_LEADER = Table(
    "trade_leader",
    "Leading exporters and importers of five codes by value; not all countries",
    (
        _NOMENCLATURE,
        _CODE,
        _YEAR,
        text("direction", "Exports or imports", vocabulary=Direction),
        iso3("iso3", "Country"),
        real("value_usd", "Value", unit="current US dollars", minimum=0),
        text("document", "File and commit that was read"),
        source_id(),
    ),
    key=("nomenclature", "hs6", "year", "direction", "iso3"),
    figure="value_usd",
)

CUSTOMS_MONTH = Table(
    "customs_month",
    "Monthly customs of the United Kingdom (imports CIF) and Brazil (FOB), the rows of a month, partner and code added up",
    (
        iso3("reporter", "Country that reports"),
        text("direction", "Exports or imports", vocabulary=Direction),
        _CODE,
        _YEAR,
        integer("month", "Month", minimum=1, maximum=12),
        text("partner", "Country of origin, despatch or destination (ISO3)", pattern=f"[A-Z]{{3}}|{CONFIDENTIAL}"),
        real("value_usd", "Value; British ones were converted from pounds", unit="current US dollars", minimum=0),
        real("quantity_t", "Net weight of the rows that give one", unit="tonnes net weight", minimum=0, nullable=True),
        integer("rows", "Published rows behind it", minimum=1),
        integer("rows_without_t", "Of these, rows without a weight", minimum=0),
        source_id(),
    ),
    key=("reporter", "direction", "hs6", "year", "month", "partner"),
    storage=Storage.PARQUET,
    figure="value_usd",
)

TOTAL_CODE = Table(
    "total_code",
    "Products and baskets of which only world totals are shown beside a mineral, never as a figure of it; a reviewed decision",
    (
        text("mineral", "Mineral beside which it is shown", vocabulary=Mineral),
        text("stage", "Stage of the goods", vocabulary=Stage),
        _CODE,
        text("form", "What crosses the border under this code"),
        text("note", "What the code mixes"),
    ),
    key=("mineral", "stage", "hs6"),
    reviewed=True,
)

TRADE_TABLES = (TRADE_TOTAL, TRADE_LEADER, CUSTOMS_MONTH, TOTAL_CODE)
