"""The database file: built aside, verified, renamed; an older one serves until the new one is ready.

The file is named by the hash of its inputs, so that a database can always be matched with its facts, and a running
server never sees a file change under it. Rows go in sorted by key, so that equal facts make equal databases.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from geo import __version__
from geo.build.inputs import HASH_LENGTH, input_hash, read_inputs
from geo.build.lock import build_lock
from geo.build.views import QUERIES
from geo.errors import DatabaseError, EnvironmentFaultError, unwritable
from geo.schema import DERIVED, META, SCHEMA_VERSION, VIEWS, Table
from geo.schema.columns import ColumnType
from geo.schema.ddl import create_statements, creation_order, described, quoted, quoted_name
from geo.settings import Settings

KEPT_DATABASES = 2
"""The new one and the one before it, which a running server may still open."""

MEMORY_LIMIT = "2GB"

ARROW_TYPES = {
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.REAL: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
}


def current_database(settings: Settings) -> Path | None:
    """Return the database that was built from the present inputs; None if there is none."""
    path = _database_path(settings, input_hash(settings))
    return path if path.is_file() else None


def build_database(settings: Settings, report: Callable[[str], None]) -> Path:
    """Return the database of the present inputs, built if there is none yet.

    Parameters
    ----------
    settings
        Folders; the database goes to ``settings.build``.
    report
        Takes one line of progress at a time.

    Raises
    ------
    DataContractError
        With every finding, if the facts break the schema; the older database stays.
    EnvironmentFaultError
        If the folder cannot be written, or another build does not end.
    DatabaseError
        If the file written does not hold the rows that went in.
    """
    with build_lock(settings.build, report):
        _remove(settings.build.glob("*.part*"))
        digest = input_hash(settings)
        target = _database_path(settings, digest)
        if _is_sound(target, digest):
            report(f"{target.name} matches the facts")
        else:
            _build(settings, digest, target, report)
        try:
            # The newest file is the one that serves, also when facts go back to an earlier state.
            os.utime(target)
        except OSError as exc:
            raise unwritable(settings.build, exc) from exc
        _remove(databases(settings.build)[KEPT_DATABASES:])
        return target


def databases(folder: Path) -> list[Path]:
    """Return the databases in `folder`, newest first."""
    return sorted(folder.glob("atlas-*.duckdb"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _build(settings: Settings, digest: str, target: Path, report: Callable[[str], None]) -> None:
    start = time.perf_counter()
    report("reading and checking the facts")
    frames = read_inputs(settings)
    counts = {name: len(frame) for name, frame in frames.items()}
    part = settings.build / f"{target.name}.{os.getpid()}.part"
    try:
        with duckdb.connect(str(part), config={"memory_limit": MEMORY_LIMIT}) as connection:
            connection.begin()
            _write_tables(connection, frames, report)
            _write_derived(connection)
            _write_meta(connection, digest)
            connection.commit()
        with duckdb.connect(str(part), read_only=True) as connection:
            _verify(connection, counts)
        publish(part, target)
    except OSError as exc:
        raise unwritable(settings.build, exc) from exc
    except duckdb.IOException as exc:
        raise unwritable(settings.build, OSError(0, str(exc).splitlines()[0])) from exc
    except duckdb.OutOfMemoryException as exc:
        message = (
            f"the build needs more than {MEMORY_LIMIT} of memory or what is free; load fewer years into {settings.user}"
        )
        raise EnvironmentFaultError(message) from exc
    finally:
        _remove([part, part.with_name(f"{part.name}.wal")])
    size_mb = target.stat().st_size / 1e6
    report(f"{target.name}: {sum(counts.values()):,} rows, {size_mb:.1f} MB, {time.perf_counter() - start:.1f} s")


def publish(part: Path, target: Path) -> None:
    """Give the verified file its name; until then the older database serves."""
    part.replace(target)


def _write_tables(
    connection: duckdb.DuckDBPyConnection, frames: dict[str, pd.DataFrame], report: Callable[[str], None]
) -> None:
    for table in creation_order():
        # Each table is let go once it is in: a user's own trade rows are the larger part of the memory.
        frame = frames.pop(table.name)
        report(f"  {table.name}: {len(frame):,} rows")
        for statement in create_statements(table):
            connection.execute(statement)
        _insert(connection, table, frame)


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, frame: pd.DataFrame) -> None:
    schema = pa.schema([(column.name, ARROW_TYPES[column.dtype]) for column in table.columns])
    connection.register("incoming", pa.Table.from_pandas(frame, schema=schema, preserve_index=False))
    connection.execute(f"INSERT INTO {table.name} SELECT * FROM incoming ORDER BY {_names(table.key)}")  # noqa: S608
    connection.unregister("incoming")


def _write_derived(connection: duckdb.DuckDBPyConnection) -> None:
    for table in DERIVED:
        for statement in create_statements(table):
            connection.execute(statement)
        columns, order = _names(table.column_names), _names(table.key)
        connection.execute(
            f"INSERT INTO {table.name} SELECT {columns} FROM ({QUERIES[table.name]}) ORDER BY {order}"  # noqa: S608
        )
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {QUERIES[view.name]}")
        connection.execute(f"COMMENT ON VIEW {view.name} IS {quoted(view.description)}")
        for column in view.columns:
            target = f"{view.name}.{quoted_name(column.name)}"
            connection.execute(f"COMMENT ON COLUMN {target} IS {quoted(described(column))}")


def _write_meta(connection: duckdb.DuckDBPyConnection, digest: str) -> None:
    for statement in create_statements(META):
        connection.execute(statement)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO meta VALUES (?, ?, ?, ?, ?)", [SCHEMA_VERSION, digest, now, __version__, duckdb.__version__]
    )


def _verify(connection: duckdb.DuckDBPyConnection, counts: Mapping[str, int]) -> None:
    findings = []
    for name, count in counts.items():
        held = connection.sql(f"SELECT count(*) FROM {name}").fetchall()[0][0]  # noqa: S608 - declared names
        if held != count:
            findings.append(f"{name} holds {held:,} rows of {count:,}")
    for view in VIEWS:
        query = f"SELECT count(*), count(DISTINCT ({_names(view.key)})) FROM {view.name}"  # noqa: S608 - declared names
        rows, keys = connection.sql(query).fetchall()[0]
        if rows != keys:
            findings.append(f"view {view.name} has {rows - keys:,} rows with a key that occurs before")
    if findings:
        message = f"the database written is not sound ({'; '.join(findings)}); the older one stays; build again"
        raise DatabaseError(message)


def _is_sound(path: Path, digest: str) -> bool:
    """Return whether `path` opens and says that it was built from `digest`."""
    if not path.is_file():
        return False
    try:
        # The settings of geo.store, as one process may open a file with one set of settings only.
        with duckdb.connect(str(path), read_only=True, config={"threads": 1}) as connection:
            return connection.sql("SELECT input_hash FROM meta").fetchall() == [(digest,)]
    except duckdb.Error:
        return False


def _database_path(settings: Settings, digest: str) -> Path:
    return settings.build / f"atlas-{digest[:HASH_LENGTH]}.duckdb"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(quoted_name(name) for name in columns)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
