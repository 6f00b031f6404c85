"""The declaration as SQL: tables with keys, checks and comments, and the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator

from geo.schema import RELATIONS, TABLES
from geo.schema.columns import Column, ColumnType, Storage, Table


def create_statements(table: Table) -> Iterator[str]:
    """Yield the statements that create `table` and its comments in DuckDB.

    A bulky table has no index of its key and references: it would be larger than the table and cost more than the rest of
    the build. Both are checked before rows go in, and its rows lie in the order of the key.
    """
    is_indexed = table.storage is Storage.CSV
    lines = [_column_line(column, is_indexed=is_indexed) for column in table.columns]
    if is_indexed:
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    yield f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"
    yield f"COMMENT ON TABLE {table.name} IS {quoted(table.description)}"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {table.name}.{quoted_name(column.name)} IS {quoted(described(column))}"


def described(column: Column) -> str:
    """Return the description of a column with its unit."""
    return f"{column.description} [{column.unit}]" if column.unit else column.description


def dictionary_rows() -> list[dict[str, str]]:
    """Return the data dictionary: one row a column of everything in the database, in declared order."""
    return [
        {
            "table": table.name,
            "column": column.name,
            "type": column.dtype.value.lower(),
            "unit": column.unit or "",
            "null": "may be empty" if column.nullable else "",
            "key": "key" if column.name in table.key else "",
            "allowed": ", ".join(member.value for member in column.vocabulary) if column.vocabulary else "",
            "refers to": column.references or "",
            "meaning": column.description,
        }
        for table in RELATIONS
        for column in table.columns
    ]


def quoted(words: str) -> str:
    """Return `words` as an SQL string literal."""
    return "'" + words.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """Return `name` as an SQL identifier; ``desc`` or ``order`` are words of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _column_line(column: Column, *, is_indexed: bool) -> str:
    parts = [quoted_name(column.name), column.dtype.value]
    if not column.nullable:
        parts.append("NOT NULL")
    checks = list(_checks(column))
    if checks:
        parts.append(f"CHECK ({' AND '.join(checks)})")
    if column.references and is_indexed:
        target, target_column = column.references.split(".")
        parts.append(f"REFERENCES {target}({target_column})")
    return " ".join(parts)


def _checks(column: Column) -> Iterator[str]:
    name = quoted_name(column.name)
    if column.minimum is not None:
        yield f"{name} >= {column.minimum}"
    if column.maximum is not None:
        yield f"{name} <= {column.maximum}"
    if column.vocabulary is not None:
        yield f"{name} IN ({', '.join(quoted(member.value) for member in column.vocabulary)})"
    if column.pattern is not None and column.dtype is ColumnType.TEXT:
        yield f"regexp_full_match({name}, {quoted(column.pattern)})"


def creation_order() -> list[Table]:
    """Return all tables, each after the tables that it refers to."""
    placed: list[Table] = []
    waiting = list(TABLES)
    while waiting:
        names = {table.name for table in placed}
        ready = [table for table in waiting if _needs(table) <= names]
        placed += ready
        waiting = [table for table in waiting if table not in ready]
    return placed


def _needs(table: Table) -> set[str]:
    needed = {column.references.split(".")[0] for column in table.columns if column.references}
    return needed - {table.name}
