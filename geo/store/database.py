"""The built database, opened read-only; every question gets a cursor of its own.

One DuckDB connection shared between threads returns other users' rows: 8 threads with 200 queries each gave 38 to 44
wrong results or errors, with a cursor per query none. The engine runs with one thread, so that sums of floats do not
depend on the order in which threads finish; the pages' queries take milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from geo.errors import DatabaseError, UnsoundDatabaseError
from geo.remembered import Memory
from geo.schema import SCHEMA_VERSION
from geo.settings import Settings
from geo.store.identity import HASH_LENGTH, database_path, input_hash
from geo.store.seal import broken_seals

Parameters = Sequence[object] | Mapping[str, object]


class Atlas:
    """An open database.

    Attributes
    ----------
    path
        The file.
    hash
        Hash of the inputs it was built from.
    memory
        What was worked out from it; see `geo.remembered`.
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self.hash = path.stem.removeprefix("atlas-")
        self.memory = Memory()
        self._connection = connection

    def frame(self, sql: str, params: Parameters | None = None) -> pd.DataFrame:
        """Return the rows of one query; safe to call from many threads.

        Parameters
        ----------
        sql
            A query with an ORDER BY; values are bound, never written into it.
        params
            Values of ``?`` in order, or of ``$name`` by name: plain text, numbers, dates, None and lists of these.

        Raises
        ------
        DatabaseError
            If the file is damaged or no longer readable.
        """
        with self._connection.cursor() as cursor:
            try:
                return cursor.execute(sql, params).df()
            except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as exc:
                message = (
                    f"database {self.path} cannot be read ({_first_line(exc)}); delete it and run 'nearshore build'"
                )
                raise DatabaseError(message) from exc

    def close(self) -> None:
        """Close the database; later questions fail."""
        self._connection.close()


def open_atlas(settings: Settings) -> Atlas:
    """Return the database of the present facts, found by its name and held to its seal; dates of files say nothing.

    Raises
    ------
    DatabaseError
        If there is none.
    UnsoundDatabaseError
        If the file of its name is no database, of another schema, of other facts, or altered.
    EnvironmentFaultError
        If a file of the facts cannot be read.
    """
    digest = input_hash(settings)
    path = database_path(settings, digest)
    if not path.is_file():
        message = f"no database of the present facts in {settings.build}; run 'nearshore build' (or 'make run', which builds it)"
        raise DatabaseError(message)
    try:
        connection = duckdb.connect(str(path), read_only=True, config={"threads": 1})
    except duckdb.Error as exc:
        raise UnsoundDatabaseError(f"database {path} cannot be opened ({_first_line(exc)})") from exc
    try:
        wrong = _what_is_wrong(connection, digest)
    except duckdb.Error as exc:
        wrong = f"is damaged, or no database of this program ({_first_line(exc)})"
    if wrong:
        connection.close()
        raise UnsoundDatabaseError(f"database {path} {wrong}")
    return Atlas(path, connection)


def _what_is_wrong(connection: duckdb.DuckDBPyConnection, digest: str) -> str:
    """Return what speaks against opening a database, as it follows its name in a sentence; empty if nothing does."""
    rows = connection.execute("SELECT schema_version, input_hash FROM meta").fetchall()
    if [version for version, _ in rows] != [SCHEMA_VERSION]:
        held = ", ".join(str(version) for version, _ in rows) or "none"
        return f"has schema version {held}, this program reads {SCHEMA_VERSION}"
    if rows != [(SCHEMA_VERSION, digest)]:
        return f"was built from other facts (hash {rows[0][1][:HASH_LENGTH]})"
    broken = broken_seals(connection)
    return f"was altered after it was built ({', '.join(broken)})" if broken else ""


def _first_line(exc: Exception) -> str:
    return str(exc).splitlines()[0]
