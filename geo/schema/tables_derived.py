"""Tables and views that the build derives: they hold nothing that the fact tables do not say."""

from __future__ import annotations

from dataclasses import replace

from geo.schema.codes_publisher import Publisher
from geo.schema.columns import Column, Storage, Table, boolean, integer, real, text
from geo.schema.doubt import Doubt
from geo.schema.tables_fact import FACILITY, STATISTIC, TRADE_COVERAGE, TRADE_FLOW
from geo.schema.tables_policy import POLICY_TIMELINE

META = Table(
    "meta",
    "What this database was built from, one row",
    (
        integer("schema_version", "Version of the declared schema"),
        text("input_hash", "SHA-256 over all fact files, the schema and the build code"),
        text("built_at", "When it was built, UTC, ISO 8601"),
        text("atlas_version", "Version of this program"),
        text("duckdb_version", "Version of DuckDB that wrote the file"),
    ),
    key=("input_hash",),
)

SEAL = Table(
    "seal",
    "What each table held when this database was built; compared with what it holds whenever it is opened",
    (
        text("relation", "Name of the table; 'definitions' for those of all tables, views and macros"),
        integer("row_count", "Rows, or definitions"),
        text("checksum", "Sum of the 64-bit hashes of the rows, or SHA-256 of the definitions"),
    ),
    key=("relation",),
)


def _facility_columns() -> tuple[Column, ...]:
    left_out = {"source_rows"}
    own = tuple(column for column in FACILITY.columns if column.name not in left_out)
    minerals = text("minerals", "Minerals of the facility, main ones first, separated by ';'", nullable=True)
    return (*own[:3], minerals, *own[3:])


MINE = Table(
    "mine", "Known mines in open data, one row a mine; not a census", _facility_columns(), key=("facility_id",)
)

REFINERY = Table(
    "refinery",
    "Known smelters, refineries, chemical and processing plants, and mines that also smelt or refine, in open data; "
    "one row a place, not a census",
    _facility_columns(),
    key=("facility_id",),
)

PRIMARY_STATISTIC = Table(
    "primary_statistic",
    "The series that stands for a measure, mineral, stage and year, products of one publisher summed by area",
    (
        *(STATISTIC.column(name) for name in ("measure", "mineral", "stage", "year", "area")),
        replace(
            STATISTIC.column("quantity_t"),
            description="Plain figure; empty where a product of the area is not printed as one",
        ),
        STATISTIC.column("low_t"),
        STATISTIC.column("high_t"),
        STATISTIC.column("share"),
        STATISTIC.column("high_share"),
        replace(STATISTIC.column("flag"), description="What the publisher says; the gravest of the products summed"),
        text("basis", "What a tonne is a tonne of"),
        text("products", "Products behind the figure, separated by ';'"),
        boolean("is_projection", "True for a scenario year; never drawn as history"),
        text("raw_value", "The cells as printed, joined by ' + '", nullable=True),
        text("raw_unit", "The unit as printed"),
        text("note", "Footnotes and corrections", nullable=True),
        STATISTIC.column("source_id"),
    ),
    key=("measure", "mineral", "stage", "year", "area"),
)

PUBLISHER_STATISTIC = Table(
    "publisher_statistic",
    "What each publisher prints for a measure, mineral, stage and year, its products summed by area; never two in one sum",
    (text("publisher", "Whose figures they are", vocabulary=Publisher), *PRIMARY_STATISTIC.columns),
    key=("publisher", *PRIMARY_STATISTIC.key),
)

PRIMARY_TRADE = Table(
    "primary_trade",
    "The one edition and year of a code that a question without a year is answered with: the newest complete one",
    TRADE_COVERAGE.columns,
    key=("hs6",),
)

TRADE_SERIES = Table(
    "trade_series",
    "The one HS edition that is read where trade is shown over years: the one with most complete years of a code",
    TRADE_COVERAGE.columns,
    key=("hs6", "year"),
)

DOUBTFUL_FLOW = Table(
    "doubtful_flow",
    "Flows whose declared tonnes are not believed; they keep their value and have no tonnes in any figure",
    (
        *(TRADE_FLOW.column(name) for name in TRADE_FLOW.key),
        real("quantity_t", "Tonnes as declared", unit="tonnes gross weight", minimum=0),
        real("usd_per_t", "Its value by its tonnes", unit="US dollars a tonne", minimum=0),
        real(
            "code_usd_per_t",
            "Value-weighted median of the code's other flows of the year; empty where there is none",
            unit="US dollars a tonne",
            minimum=0,
            nullable=True,
        ),
        real(
            "past_usd_per_t",
            "That median times what the pair paid against it in its past; empty without a past",
            unit="US dollars a tonne",
            minimum=0,
            nullable=True,
        ),
        text("doubt", "Which rule it breaks", vocabulary=Doubt),
    ),
    key=TRADE_FLOW.key,
    storage=Storage.PARQUET,
)

DERIVED: tuple[Table, ...] = (PRIMARY_STATISTIC, PUBLISHER_STATISTIC, PRIMARY_TRADE, TRADE_SERIES, DOUBTFUL_FLOW)
"""Tables that the build fills from the fact tables; as tables, since a page asks them on every change."""

VIEWS: tuple[Table, ...] = (MINE, REFINERY, POLICY_TIMELINE)
"""Views of the built database, with the columns that each has."""
