"""The database file: built aside, verified, renamed; an older one serves until the new one is ready.

The file is named by the hash of its inputs, so that a database can always be matched with its facts, and a running
server never sees a file change under it. What it holds is sealed, so that a file altered afterwards is not taken for it.
Rows go in sorted by key, so that equal facts make equal databases.
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
from geo.build.doubt import doubtful_rows
from geo.build.inputs import read_inputs
from geo.build.lock import build_lock
from geo.build.views import QUERIES
from geo.errors import DatabaseError, EnvironmentFaultError, UnsoundDatabaseError, unwritable
from geo.facts.overlay import settle_overlay
from geo.schema import DERIVED, META, SCHEMA_VERSION, SEAL, VIEWS, Table
from geo.schema.columns import ColumnType
from geo.schema.ddl import create_statements, creation_order, described, quoted, quoted_name
from geo.schema.files import write_whole
from geo.schema.tables_derived import DOUBTFUL_FLOW
from geo.settings import Settings
from geo.store.database import Atlas, open_atlas
from geo.store.identity import DATABASE_PATTERN, database_path, input_hash
from geo.store.seal import broken_seals, seal_of

KEPT_DATABASES = 2
"""The new one and the one built before it, which is current again when the facts go back."""

BUILDS = "builds.txt"
"""List of the databases kept, the last built first: what is old is told by it, never by the date of a file."""

MEMORY_LIMIT = "2GB"

ARROW_TYPES = {
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.REAL: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
}


def build_database(settings: Settings, report: Callable[[str], None]) -> Path:
    """Return the file of the database of the present inputs, built if there is none yet; errors as `ready_atlas`."""
    with contextlib.closing(ready_atlas(settings, report)) as atlas:
        return atlas.path


def ready_atlas(settings: Settings, report: Callable[[str], None]) -> Atlas:
    """Return the open database of the present inputs, built if there is none yet; writes nothing if there is.

    Parameters
    ----------
    settings
        Folders; the database is in ``settings.build``.
    report
        Takes one line of progress at a time.

    Raises
    ------
    DataContractError
        With every finding, if the facts break the schema; the older database stays.
    EnvironmentFaultError
        If the folder cannot be written, or another build does not end.
    DatabaseError
        If the file written does not hold the rows that went in, or the facts changed meanwhile.
    """
    settle_overlay(settings)
    try:
        return _matching(settings, report)
    except UnsoundDatabaseError as exc:
        report(f"{exc.found}; it is not opened, but built anew")
    except DatabaseError:
        others = ", ".join(path.name for path in databases(settings.build))
        report(f"no database of the present facts yet{f' (of other facts, never opened: {others})' if others else ''}")
    with build_lock(settings.build, report):
        # The build that was waited for may have made it.
        with contextlib.suppress(DatabaseError):
            return _matching(settings, report)
        _remove(settings.build.glob("*.part*"))
        digest = input_hash(settings)
        target = database_path(settings, digest)
        _build(settings, digest, target, report)
        _tidy(settings.build, target, report)
        return open_atlas(settings)


def databases(folder: Path) -> list[Path]:
    """Return the files in `folder` that are named as a database, by name."""
    return sorted(folder.glob(DATABASE_PATTERN))


def _matching(settings: Settings, report: Callable[[str], None]) -> Atlas:
    atlas = open_atlas(settings)
    report(f"{atlas.path.name} matches the facts")
    return atlas


def _build(settings: Settings, digest: str, target: Path, report: Callable[[str], None]) -> None:
    start = time.perf_counter()
    report("reading and checking the facts")
    frames = read_inputs(settings)
    if input_hash(settings) != digest:
        raise DatabaseError(
            f"the facts in {settings.facts} changed while they were read; build again when they are whole"
        )
    counts = {name: len(frame) for name, frame in frames.items()}
    worked_out = {DOUBTFUL_FLOW.name: doubtful_rows(frames["trade_flow"], frames["trade_coverage"])}
    part = settings.build / f"{target.name}.{os.getpid()}.part"
    try:
        with duckdb.connect(str(part), config={"memory_limit": MEMORY_LIMIT}) as connection:
            # A slow insert would draw its progress on the output stream where the engine takes the program for a person.
            connection.execute("SET enable_progress_bar = false")
            connection.begin()
            _write_tables(connection, frames, report)
            _write_derived(connection, worked_out)
            _write_meta(connection, digest)
            _write_seal(connection)
            connection.commit()
        with duckdb.connect(str(part), read_only=True) as connection:
            _verify(connection, counts)
        publish(part, target)
    except OSError as exc:
        raise unwritable(settings.build, exc) from exc
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as exc:
        # A disk that is full in the last step, when the log is written into the file, ends the engine.
        raise unwritable(settings.build, OSError(0, str(exc).splitlines()[0])) from exc
    except duckdb.OutOfMemoryException as exc:
        message = (
            f"the build needs more than {MEMORY_LIMIT} of memory or what is free; load fewer years into {settings.user}"
        )
        raise EnvironmentFaultError(message) from exc
    finally:
        _remove([part, _log_of(part)])
    size_mb = target.stat().st_size / 1e6
    report(f"{target.name}: {sum(counts.values()):,} rows, {size_mb:.1f} MB, {time.perf_counter() - start:.1f} s")


def _tidy(folder: Path, target: Path, report: Callable[[str], None]) -> None:
    """Keep `target` and, as far as there is room, those built before it by the list of builds, then those not in it."""
    ledger = folder / BUILDS
    earlier: list[str] = []
    with contextlib.suppress(OSError):  # no list yet, or it cannot be read: all are alike
        earlier = ledger.read_text(encoding="utf-8", errors="replace").splitlines()
    there = {path.name: path for path in databases(folder)}
    kept = list(dict.fromkeys(name for name in (target.name, *earlier, *there) if name in there))[:KEPT_DATABASES]
    for name in there.keys() - set(kept):
        report(f"{name}, of earlier or other facts, is removed")
        _remove([there[name], _log_of(there[name])])
    write_whole(ledger, lambda part: part.write_text("".join(f"{name}\n" for name in kept), encoding="utf-8"))


def publish(part: Path, target: Path) -> None:
    """Give the verified file its name; until then the older database serves."""
    # What a killed program left to be added to another file of this name.
    _remove([_log_of(target)])
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


def _write_derived(connection: duckdb.DuckDBPyConnection, worked_out: Mapping[str, pd.DataFrame]) -> None:
    for table in DERIVED:
        for statement in create_statements(table):
            connection.execute(statement)
        if table.name in worked_out:
            _insert(connection, table, worked_out[table.name])
            continue
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


def _write_seal(connection: duckdb.DuckDBPyConnection) -> None:
    for statement in create_statements(SEAL):
        connection.execute(statement)
    connection.executemany("INSERT INTO seal VALUES (?, ?, ?)", seal_of(connection))


def _verify(connection: duckdb.DuckDBPyConnection, counts: Mapping[str, int]) -> None:
    findings = [f"{name} is not as it was written" for name in broken_seals(connection)]
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


def _names(columns: Iterable[str]) -> str:
    return ", ".join(quoted_name(name) for name in columns)


def _log_of(path: Path) -> Path:
    """Return the file in which the engine keeps what is not yet in the database itself."""
    return path.with_name(f"{path.name}.wal")


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        # What is not there, or still open where open files cannot be removed, or a folder, does no harm.
        with contextlib.suppress(OSError):
            path.unlink()
