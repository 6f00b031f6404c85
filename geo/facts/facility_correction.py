"""Reviewed corrections of publishers' rows: each says what the file holds, and fails if it holds something else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.errors import DataContractError
from geo.facts.facility_row import (
    APPROXIMATE,
    CORRECTION,
    COUNTRY_STANDS,
    HIDDEN,
    NATIVE,
    OFF_THE_COAST,
    PRINTED,
    SAME_PLACE,
    records,
)
from geo.sources.misread import mended

CONTROLS = (HIDDEN, APPROXIMATE, SAME_PLACE, COUNTRY_STANDS, OFF_THE_COAST)
"""Fields of a correction that are no column of a publisher: they say what to do with the row."""
UNICODE_MINUS = "\u2212"
PLACE = "facility_correction.csv"


def corrected(table: pd.DataFrame, corrections: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Return a publisher's frame with the corrections of `source_id` applied, and text that was encoded twice mended.

    Parameters
    ----------
    table
        Frame of a reader with the row key ``native_id``. It need not hold all rows of the source: two files may share
        a source; `leftovers` finds the corrections that no file took.
    corrections
        Table ``facility_correction``.

    Returns
    -------
    DataFrame
        `table` with the columns hidden, approximate, same place as, country stands and correction added (empty text
        where nothing is said), and printed (what the file holds where a field was changed, by field). ``hidden`` and
        ``correction`` hold the reasons.

    Raises
    ------
    DataContractError
        If a row does not hold the old value that the correction names, or the column does not exist.
    """
    held: dict[str, list[Any]] = {str(name): list(table[name]) for name in table.columns}
    told = {name: [""] * len(table) for name in (*CONTROLS, CORRECTION)}
    _mend(held, told[CORRECTION])
    printed: list[dict[str, Any]] = [{} for _ in range(len(table))]
    position = {key: row for row, key in enumerate(held[NATIVE])}
    findings = []
    for line in records(corrections[corrections["source_id"] == source_id]):
        row = position.get(line["native_id"])
        if row is None:
            continue
        field, new = line["field"], line["new"]
        if field in CONTROLS:
            told[field][row] = line["reason"] if field == HIDDEN else new
            said = f"{field} {new}" if field == SAME_PLACE else field
        elif finding := _unfit(line, held, row):
            findings.append(finding)
            continue
        else:
            printed[row][field] = held[field][row]
            held[field][row] = _value(new, held[field][row])
            said = f"{field}: {line['old']} read as {'no data' if pd.isna(new) else new}"
        _add(told[CORRECTION], row, f"{said} ({line['reason']})")
    if findings:
        raise DataContractError(findings)
    changed = {name: pd.Series(cells, index=table.index, dtype=table[name].dtype) for name, cells in held.items()}
    cells = pd.Series(printed, index=table.index, dtype="object")
    return table.assign(**changed, **told, **{PRINTED: cells})


def _mend(held: Mapping[str, list[Any]], lines: list[str]) -> None:
    """Mend the texts of a frame in place, with a line for each that was encoded twice."""
    for field, cells in held.items():
        for row, cell in enumerate(cells):
            if isinstance(cell, str) and (right := mended(cell)) != cell:
                parts = zip(cell.split(";"), right.split(";"), strict=True)
                names = ", ".join(dict.fromkeys(now for was, now in parts if was != now))
                _add(lines, row, f"{field}: encoded twice in the file, read as {names}")
                cells[row] = right


def _add(lines: list[str], row: int, line: str) -> None:
    lines[row] = f"{lines[row]}; {line}" if lines[row] else line


def _unfit(line: Mapping[str, Any], held: Mapping[str, list[Any]], row: int) -> str | None:
    """Return why a correction does not fit the row that it names, or None."""
    field = line["field"]
    place = f"{PLACE}: {line['source_id']} {line['native_id']}"
    if field not in held:
        return f"{place} has no column {field!r}; correct the field"
    if not _is_same(held[field][row], line["old"]):
        return (
            f"{place}: {field} is {held[field][row]!r}, not {line['old']!r}; "
            "the edition has changed, review the correction"
        )
    return None


def leftovers(corrections: pd.DataFrame, keys: set[str]) -> list[str]:
    """Return a finding for each correction whose row is not among `keys` ("source_id:native_id")."""
    held = corrections["source_id"] + ":" + corrections["native_id"]
    return [
        f"{PLACE}: {key} is in no publisher's file; remove the correction or mend its key"
        for key in sorted(set(held) - keys)
    ]


def _is_same(held: float | str, old: str | None) -> bool:
    words = "" if pd.isna(old) else str(old)
    if isinstance(held, str):
        return held == words
    return (math.isnan(held) and not words) or (bool(words) and held == float(words.replace(UNICODE_MINUS, "-")))


def _value(new: str | None, held: float | str) -> float | str:
    if isinstance(held, str):
        return "" if pd.isna(new) else str(new)
    return float("nan") if pd.isna(new) else float(str(new))
