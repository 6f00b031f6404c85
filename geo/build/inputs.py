"""What a database is built from: fact tables, reviewed tables and a user's own trade tables.

A user's trade tables lie in ``data/user`` and take the place of the bundled rows with the same HS edition, year and code;
removing the folder brings the bundled rows back, since they are never touched.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.build.contradictions import contradictions
from geo.build.rules import table_errors
from geo.errors import DataContractError, SourceError
from geo.schema import OVERLAY_TABLES, TABLES, Table
from geo.schema.files import read_facts
from geo.schema.sums import sum_findings
from geo.schema.validate import check_references
from geo.settings import Settings
from geo.store.identity import folder_of


def read_inputs(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return all tables by name, checked, with a user's own trade rows in the place of the bundled ones.

    Raises
    ------
    DataContractError
        With every finding in every table: files that are not as listed, missing files, broken rows, references that
        lead nowhere, figures that another column contradicts.
    """
    findings = sum_findings(settings.facts)
    frames, found = _read_tables({table: folder_of(table, settings) for table in TABLES})
    findings += found + check_references(frames)
    if has_overlay(settings):
        own, own_findings = _read_tables(dict.fromkeys(OVERLAY_TABLES, settings.user))
        findings += [f"{settings.user.name}/{finding}" for finding in own_findings]
        if not findings:
            findings += [f"{settings.user.name}/{finding}" for finding in _overlay_orphans(frames, own)]
        if not findings:
            frames = lay_over(frames, own)
    # The rules across tables read columns that a broken table may lack.
    findings = findings or [*table_errors(frames), *contradictions(frames)]
    if findings:
        raise DataContractError(findings)
    return frames


def has_overlay(settings: Settings) -> bool:
    """Return whether a user's own trade tables are there, whole or in part."""
    return any((settings.user / table.file_name).is_file() for table in OVERLAY_TABLES)


def lay_over(frames: dict[str, pd.DataFrame], own: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return `frames` with the trade rows of `own`; bundled rows of the same HS edition, year and code give way."""
    result = dict(frames)
    key = {"nomenclature": str, "year": int, "hs6": str}
    taken = pd.MultiIndex.from_frame(own["trade_coverage"][[*key]].astype(key))
    for name in ("trade_flow", "trade_coverage"):
        bundled = frames[name]
        keys = pd.MultiIndex.from_frame(bundled[[*key]].astype(key))
        result[name] = pd.concat([bundled[~keys.isin(taken)], own[name]], ignore_index=True)
    bundled = frames["source"][~frames["source"]["source_id"].isin(own["source"]["source_id"])]
    result["source"] = pd.concat([bundled, own["source"]], ignore_index=True)
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
