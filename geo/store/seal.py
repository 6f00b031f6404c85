"""The seal of a database: what each table held when it was built, kept in the database itself.

The build works out rows and checksum of every table, and a checksum of what tables, views and macros are defined as,
and writes them into the table ``seal``; whoever opens the database works them out again. That finds every change made
after the build; it does not stop a person who changes a database and seals it anew.
"""

from __future__ import annotations

import hashlib

import duckdb

from geo.schema import DERIVED, META, SEAL, TABLES

DEFINITIONS = "definitions"
"""Name under which the seal holds what is defined; no table is called so."""

_DEFINED = (
    "SELECT schema_name, table_name, sql FROM duckdb_tables() WHERE NOT internal ORDER BY ALL",
    "SELECT schema_name, view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
    # A macro named as a function takes its place in every query.
    """
    SELECT schema_name, function_name, parameters, macro_definition FROM duckdb_functions() WHERE NOT internal
    ORDER BY ALL
    """,
)

SealRow = tuple[str, int, str]


def seal_of(connection: duckdb.DuckDBPyConnection) -> list[SealRow]:
    """Return name, rows and checksum of the definitions and of every table, worked out from what is there now.

    The checksum of a table is the sum of a 64-bit hash of each row, so that it does not depend on their order.

    Raises
    ------
    duckdb.Error
        If a table is missing or a block of the file is damaged.
    """
    return [_definitions(connection), *_contents(connection)]


def broken_seals(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names in the seal, or missing from it, that are not as they were built; empty if all are.

    Where the definitions are not, nothing that a query over tables says can be relied on, and they are named alone.

    Raises
    ------
    duckdb.Error
        As `seal_of` does, and if there is no seal.
    """
    query = f"SELECT relation, row_count, checksum FROM {SEAL.name} ORDER BY relation"  # noqa: S608 - declared name
    held = set(connection.execute(query).fetchall())
    defined = _definitions(connection)
    if defined not in held:
        return [DEFINITIONS]
    return sorted({name for name, _, _ in held ^ {defined, *_contents(connection)}})


def _definitions(connection: duckdb.DuckDBPyConnection) -> SealRow:
    defined = [row for query in _DEFINED for row in connection.execute(query).fetchall()]
    return DEFINITIONS, len(defined), hashlib.sha256(repr(defined).encode()).hexdigest()


def _contents(connection: duckdb.DuckDBPyConnection) -> list[SealRow]:
    # One question for all tables: most are small, and asking takes longer than the answer.
    query = " UNION ALL ".join(
        f"SELECT '{table.name}' AS relation, count(*), sum(hash(whole_row)) FROM {table.name} AS whole_row"  # noqa: S608 - declared names
        for table in (*TABLES, *DERIVED, META)
    )
    rows = connection.execute(f"{query} ORDER BY relation").fetchall()
    return [(name, count, str(total or 0)) for name, count, total in rows]
