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

from geo.errors import DatabaseError
from geo.remembered import Memory
from geo.schema import SCHEMA_VERSION

DATABASE_PATTERN = "atlas-*.duckdb"

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


def open_atlas(folder: Path) -> Atlas:
    """Return the newest database in `folder`.

    Raises
    ------
    DatabaseError
        If there is none, or it is damaged, or it has another schema version.
    """
    found = sorted(folder.glob(DATABASE_PATTERN), key=lambda path: (path.stat().st_mtime_ns, path.name))
    if not found:
        message = f"no database in {folder}; run 'nearshore build' (or 'make run', which builds it)"
        raise DatabaseError(message)
    path = found[-1]
    try:
        connection = duckdb.connect(str(path), read_only=True, config={"threads": 1})
        versions = connection.cursor().execute("SELECT schema_version FROM meta").fetchall()
    except duckdb.Error as exc:
        message = f"database {path} cannot be opened ({_first_line(exc)}); delete it and run 'nearshore build'"
        raise DatabaseError(message) from exc
    if versions != [(SCHEMA_VERSION,)]:
        connection.close()
        held = ", ".join(str(version) for (version,) in versions) or "none"
        message = (
            f"database {path} has schema version {held}, this program reads {SCHEMA_VERSION}; run 'nearshore build'"
        )
        raise DatabaseError(message)
    return Atlas(path, connection)


def _first_line(exc: Exception) -> str:
    return str(exc).splitlines()[0]
