"""World Mining Data of the Austrian Federal Ministry of Finance, as a public package restructured its chapter 6.4."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file

FOLDER, FILE = "world_mining_data_2026", "world_mining_data.db"
YEARS = range(2018, 2025)
COLUMNS = ["Country", "Country_ISO", *(str(year) for year in YEARS), "unit", "data_source"]
NOT_MINERALS = ("Country_ISO", "HS Code Map", "logging", "sqlite_sequence")
TOTAL, EMPTY = "Total", "nan"


def read_world_mining(raw: Path) -> pd.DataFrame:
    """Return every printed figure: mineral (name of its table), country, iso3 (as the file has it), year, quantity, unit, source_mark.

    Rows "Total" are left out, and so are empty cells: nothing is printed there.

    Raises
    ------
    SourceError
        If the file is no database, or a table lacks a column.
    """
    path = published_file(raw, FOLDER, FILE)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            wanted = sorted(name for name in names if name not in NOT_MINERALS)
            tables = [_table(connection, name) for name in wanted]
    except sqlite3.DatabaseError as exc:
        message = f"{path} cannot be read as the tables of its edition: {exc}; fetch the file again"
        raise SourceError(message) from exc
    if not tables:
        message = f"{path} holds no table of a mineral; fetch the file again"
        raise SourceError(message)
    return pd.concat(tables, ignore_index=True)


def _table(connection: sqlite3.Connection, name: str) -> pd.DataFrame:
    listed = ", ".join(f'"{column}"' for column in COLUMNS)
    quoted = name.replace('"', '""')
    rows = connection.execute(f'SELECT {listed} FROM "{quoted}"').fetchall()  # noqa: S608 - names out of the file itself
    wide = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    wide = wide[wide["Country"] != TOTAL]
    long = wide.melt(
        ["Country", "Country_ISO", "unit", "data_source"], [str(year) for year in YEARS], "year", "printed"
    )
    long["printed"] = long["printed"].astype("string")
    long = long[long["printed"].notna() & (long["printed"] != EMPTY)]
    return pd.DataFrame(
        {
            "mineral": name,
            "country": long["Country"],
            "iso3": long["Country_ISO"],
            "year": long["year"].astype("int64"),
            "quantity": pd.to_numeric(long["printed"]).astype("float64"),
            "printed": long["printed"].astype(str),
            "unit": long["unit"],
            "source_mark": long["data_source"],
        }
    ).reset_index(drop=True)
