"""Which database belongs to the present facts: the one that is named by the hash of all its inputs.

A user's trade tables lie in ``data/user`` and take the place of the bundled rows of the same HS edition, year and code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from geo.errors import EnvironmentFaultError
from geo.schema import OVERLAY_TABLES, TABLES, Table
from geo.schema.sums import SUMS_FILE, digest_of, table_files
from geo.settings import PROJECT, Settings

CODE = ("geo/schema/*.py", "geo/build/*.py", "geo/store/seal.py")
"""Code that decides what the database holds; a change of it makes a new database."""

HASH_LENGTH = 16
"""Characters of the SHA-256 kept in the file name and in cache keys; the whole digest is in ``meta``."""

DATABASE_PATTERN = f"atlas-{'[0-9a-f]' * HASH_LENGTH}.duckdb"


def input_hash(settings: Settings) -> str:
    """Return the SHA-256 over all input files, the schema, the build code and the version of DuckDB.

    The list of sums counts, and so does a table in the folder of facts that nobody declared: either makes a new build,
    which is what refuses it. Files that are missing count as absent; reading them is what reports them.

    Raises
    ------
    EnvironmentFaultError
        If a file is there and cannot be read.
    """
    digest = hashlib.sha256(duckdb.__version__.encode())
    for name, path in _input_paths(settings):
        try:
            content = digest_of(path)
        except OSError as exc:
            message = f"file {path} cannot be read ({exc.strerror}); give read permission or restore the file"
            raise EnvironmentFaultError(message) from exc
        digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()


def database_path(settings: Settings, digest: str) -> Path:
    """Return where the database of the inputs with this hash lies, whether it is there or not."""
    return settings.build / f"atlas-{digest[:HASH_LENGTH]}.duckdb"


def folder_of(table: Table, settings: Settings) -> Path:
    """Return the folder of the file of a table."""
    return settings.reviewed if table.reviewed else settings.facts


def _input_paths(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield name and path of every file that exists, in a fixed order; names do not depend on where the data lie."""
    reviewed = [settings.reviewed / table.file_name for table in TABLES if table.reviewed]
    for path in (settings.facts / SUMS_FILE, *table_files(settings.facts), *reviewed):
        if path.is_file():
            yield path.name, path
    for table in OVERLAY_TABLES:
        path = settings.user / table.file_name
        if path.is_file():
            yield f"user/{path.name}", path
    for pattern in CODE:
        for path in sorted(PROJECT.glob(pattern)):
            yield path.relative_to(PROJECT).as_posix(), path
