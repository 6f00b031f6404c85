"""What a database is built from: fact tables, reviewed tables and a user's own trade tables.

A user's trade tables lie in ``data/user`` and take the place of the bundled rows with the same year and code;
removing the folder brings the bundled rows back, since they are never touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from geo.build.rules import table_errors
from geo.errors import DataContractError, SourceError
from geo.schema import TABLE_BY_NAME, TABLES, Table
from geo.schema.files import read_facts
from geo.schema.sums import SUMS_FILE, digest_of, sum_findings, table_files
from geo.schema.validate import check_references
from geo.settings import PROJECT, Settings

OVERLAY_TABLES = ("source", "trade_flow", "trade_coverage")
"""Tables that a user's folder holds, all three or none."""

CODE_FOLDERS = ("geo/schema", "geo/build")
"""Code that decides what the database holds; a change of it makes a new database."""

HASH_LENGTH = 16
"""Characters of the SHA-256 kept in the file name and in cache keys; the whole digest is in ``meta``."""


def input_hash(settings: Settings) -> str:
    """Return the SHA-256 over all input files, the schema, the build code and the version of DuckDB.

    The list of sums counts, and so does a table in the folder of facts that nobody declared: either makes a new build,
    which is what refuses it. Files that are missing count as absent; reading them is what reports them.
    """
    digest = hashlib.sha256(duckdb.__version__.encode())
    for name, path in _input_paths(settings):
        digest.update(f"{name} {digest_of(path)}\n".encode())
    return digest.hexdigest()


def read_inputs(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return all tables by name, checked, with a user's own trade rows in the place of the bundled ones.

    Raises
    ------
    DataContractError
        With every finding in every table: files that are not as listed, missing files, broken rows, references that
        lead nowhere, figures that another column contradicts.
    """
    findings = sum_findings(settings.facts)
    frames, found = _read_tables({table: _folder(table, settings) for table in TABLES})
    findings += found + check_references(frames)
    if has_overlay(settings):
        own, own_findings = _read_tables({TABLE_BY_NAME[name]: settings.user for name in OVERLAY_TABLES})
        findings += [f"{settings.user.name}/{finding}" for finding in own_findings]
        if not findings:
            findings += [f"{settings.user.name}/{finding}" for finding in _overlay_orphans(frames, own)]
        if not findings:
            frames = lay_over(frames, own)
    # The rules across tables read columns that a broken table may lack.
    findings = findings or table_errors(frames)
    if findings:
        raise DataContractError(findings)
    return frames


def has_overlay(settings: Settings) -> bool:
    """Return whether a user's own trade tables are there, whole or in part."""
    return any((settings.user / TABLE_BY_NAME[name].file_name).is_file() for name in OVERLAY_TABLES)


def lay_over(frames: dict[str, pd.DataFrame], own: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return `frames` with the trade rows of `own`; bundled rows of the same year and code give way."""
    result = dict(frames)
    taken = pd.MultiIndex.from_frame(own["trade_coverage"][["year", "hs6"]].astype({"year": int, "hs6": str}))
    for name in ("trade_flow", "trade_coverage"):
        bundled = frames[name]
        keys = pd.MultiIndex.from_frame(bundled[["year", "hs6"]].astype({"year": int, "hs6": str}))
        result[name] = pd.concat([bundled[~keys.isin(taken)], own[name]], ignore_index=True)
    named_twice = frames["source"]["source_id"].isin(own["source"]["source_id"])
    result["source"] = pd.concat([frames["source"][~named_twice], own["source"]], ignore_index=True)
    return result


def _read_tables(folders: dict[Table, Path]) -> tuple[dict[str, pd.DataFrame], list[str]]:
    frames: dict[str, pd.DataFrame] = {}
    findings: list[str] = []
    for table, folder in folders.items():
        try:
            frames[table.name], found = read_facts(table, folder)
        except SourceError as exc:
            findings.append(str(exc))
        else:
            findings += found
    return frames, findings


def _overlay_orphans(frames: dict[str, pd.DataFrame], own: dict[str, pd.DataFrame]) -> list[str]:
    targets = {name: frames[name] for name in ("country", "hs_code")}
    sources = pd.concat([frames["source"], own["source"]], ignore_index=True)
    return check_references({**targets, **own, "source": sources})


def _folder(table: Table, settings: Settings) -> Path:
    return settings.reviewed if table.reviewed else settings.facts


def _input_paths(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield name and path of every file that exists, in a fixed order; names do not depend on where the data lie."""
    reviewed = [settings.reviewed / table.file_name for table in TABLES if table.reviewed]
    for path in (settings.facts / SUMS_FILE, *table_files(settings.facts), *reviewed):
        if path.is_file():
            yield path.name, path
    for name in OVERLAY_TABLES:
        path = settings.user / TABLE_BY_NAME[name].file_name
        if path.is_file():
            yield f"user/{path.name}", path
    for folder in CODE_FOLDERS:
        for path in sorted((PROJECT / folder).glob("*.py")):
            yield f"{folder}/{path.name}", path
