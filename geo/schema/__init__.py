"""The schema: tables, columns and vocabularies, declared once.

DDL, comments in the database, the data dictionary and the contract tests all come from here.
"""

from geo.schema.columns import Column, ColumnType, Storage, Table
from geo.schema.tables_dependence import DEPENDENCE_TABLES
from geo.schema.tables_derived import DERIVED, META, SEAL, VIEWS
from geo.schema.tables_fact import FACT_TABLES, TRADE_COVERAGE, TRADE_FLOW
from geo.schema.tables_policy import POLICY_TABLES
from geo.schema.tables_reference import REFERENCE_TABLES, SOURCE
from geo.schema.tables_trade import TRADE_TABLES
from geo.schema.tables_use import USE_TABLES

SCHEMA_VERSION = 1
TABLES: tuple[Table, ...] = (
    REFERENCE_TABLES + FACT_TABLES + TRADE_TABLES + DEPENDENCE_TABLES + POLICY_TABLES + USE_TABLES
)
"""All tables, each after the tables that it refers to."""

OVERLAY_TABLES: tuple[Table, ...] = (TRADE_FLOW, TRADE_COVERAGE, SOURCE)
"""Tables that a user's own folder holds, all three or none."""

TABLE_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

RELATIONS: tuple[Table, ...] = (*TABLES, *DERIVED, *VIEWS, META, SEAL)
"""Everything that the built database holds: tables, derived tables, views, the row that describes it and its seal."""

__all__ = [
    "DERIVED",
    "META",
    "OVERLAY_TABLES",
    "RELATIONS",
    "SCHEMA_VERSION",
    "SEAL",
    "TABLES",
    "TABLE_BY_NAME",
    "VIEWS",
    "Column",
    "ColumnType",
    "Storage",
    "Table",
]
