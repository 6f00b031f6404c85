"""A tiny, complete and consistent set of all tables, for tests that need facts but not the real ones.

The figures are made up and round, so that a test can state its expectation by hand. Every trap of the real tables
is there once: a withheld producer, a lower bound, a range, an "Other countries" row, a world total, products that
are summed, shares without tonnes, a projection, a combined capacity, a hidden site, a pruned year, a basket code,
a flow without tonnes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from geo.build.database import build_database
from geo.schema import TABLES, Column, ColumnType, Table
from geo.schema.files import write_facts
from geo.schema.sums import write_sums
from geo.settings import Settings
from geo.store.database import Atlas, open_atlas
from tests.factory_rows import COUNTRIES, EU, SOURCES, all_rows

__all__ = [
    "COUNTRIES",
    "EU",
    "SOURCES",
    "built_atlas",
    "built_data",
    "built_file",
    "frames",
    "settings_for",
    "write_data",
]


def frames() -> dict[str, pd.DataFrame]:
    """Return every declared table by name; a table that is not filled here is empty."""
    rows = all_rows()
    return {table.name: _frame(table, rows.get(table.name, [])) for table in TABLES}


def settings_for(data: Path) -> Settings:
    """Return the settings of a data folder."""
    return Settings(
        facts=data / "facts",
        reviewed=data / "reviewed",
        user=data / "user",
        basemap=data / "basemap",
        build=data / "build",
    )


def write_data(data: Path, tables: Mapping[str, pd.DataFrame] | None = None) -> Settings:
    """Write `tables` (all of `frames()` unless given) as fact and reviewed files below `data`."""
    settings = settings_for(data)
    if tables is None:
        for below, content in _whole_set().items():
            (data / below).parent.mkdir(parents=True, exist_ok=True)
            (data / below).write_bytes(content)
        return settings
    for table in TABLES:
        if table.name in tables:
            write_facts(table, tables[table.name], settings.reviewed if table.reviewed else settings.facts)
    write_sums(settings.facts)
    return settings


@cache
def _whole_set() -> dict[Path, bytes]:
    """Return the bytes of every file of `frames()`, checked and written once a session."""
    with TemporaryDirectory() as folder:
        data = Path(folder)
        write_data(data, frames())
        return {path.relative_to(data): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def built_data(data: Path) -> Settings:
    """Write the whole set below `data`, with its database; built once a session, since equal facts make equal ones."""
    settings = write_data(data)
    name, content = built_file()
    settings.build.mkdir(parents=True)
    (settings.build / name).write_bytes(content)
    return settings


def built_atlas(data: Path) -> Atlas:
    """Return the opened database of the tiny set, which lies below `data`."""
    return open_atlas(built_data(data))


@cache
def built_file() -> tuple[str, bytes]:
    """Return name and bytes of the database of the whole set, built once a session."""
    with TemporaryDirectory() as folder:
        built = build_database(write_data(Path(folder)), lambda _line: None)
        return built.name, built.read_bytes()


def _frame(table: Table, rows: list[dict[str, object]]) -> pd.DataFrame:
    filled = [{column.name: row.get(column.name, _default(column)) for column in table.columns} for row in rows]
    return pd.DataFrame(filled, columns=table.column_names, dtype=object)


def _default(column: Column) -> object:
    """Return an allowed value for a column that the rows below leave out."""
    if column.nullable:
        return None
    if column.vocabulary is not None:
        return next(iter(column.vocabulary)).value
    plain = {ColumnType.TEXT: "test", ColumnType.BOOLEAN: False}
    return plain.get(column.dtype, column.minimum or 0)
