"""Reviewed corrections of publishers' rows: each says what the file holds, and fails if it holds something else."""

from __future__ import annotations

import pandas as pd

from geo.errors import DataContractError
from geo.facts.facility_row import APPROXIMATE, CORRECTION, HIDDEN, NATIVE, SAME_PLACE

CONTROLS = (HIDDEN, APPROXIMATE, SAME_PLACE)
"""Fields of a correction that are no column of a publisher: they say what to do with the row."""
UNICODE_MINUS = "\u2212"
PLACE = "facility_correction.csv"


def corrected(table: pd.DataFrame, corrections: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Return a publisher's frame with the corrections of `source_id` applied.

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
        `table` with the columns hidden, approximate, same place as and correction added (empty text where nothing is
        said). ``hidden`` and ``correction`` hold the reasons.

    Raises
    ------
    DataContractError
        If a row does not hold the old value that the correction names, or the column does not exist.
    """
    result = table.copy()
    for name in (*CONTROLS, CORRECTION):
        result[name] = ""
    position = {key: row for row, key in enumerate(result[NATIVE])}
    findings = []
    for line in corrections.loc[corrections["source_id"] == source_id].itertuples(index=False):
        row = position.get(line.native_id)
        if row is None:
            continue
        if line.field in CONTROLS:
            value = line.reason if line.field == HIDDEN else line.new
            result.iloc[row, result.columns.get_loc(line.field)] = value
            said = f"{line.field} {line.new}" if line.field == SAME_PLACE else line.field
        elif line.field not in table.columns:
            findings.append(f"{PLACE}: {source_id} {line.native_id} has no column {line.field!r}; correct the field")
            continue
        else:
            held = result.iloc[row, result.columns.get_loc(line.field)]
            if not _is_same(held, line.old):
                findings.append(
                    f"{PLACE}: {source_id} {line.native_id}: {line.field} is {held!r}, not {line.old!r}; "
                    "the edition has changed, review the correction"
                )
                continue
            result.iloc[row, result.columns.get_loc(line.field)] = _value(line.new, held)
            said = f"{line.field}: {line.old} read as {'no data' if pd.isna(line.new) else line.new}"
        told = result.iloc[row, result.columns.get_loc(CORRECTION)]
        result.iloc[row, result.columns.get_loc(CORRECTION)] = "; ".join(
            words for words in (told, f"{said} ({line.reason})") if words
        )
    if findings:
        raise DataContractError(findings)
    return result


def leftovers(corrections: pd.DataFrame, keys: set[str]) -> list[str]:
    """Return a finding for each correction whose row is not among `keys` ("source_id:native_id")."""
    held = corrections["source_id"] + ":" + corrections["native_id"]
    return [
        f"{PLACE}: {key} is in no publisher's file; remove the correction or mend its key"
        for key in sorted(set(held) - keys)
    ]


def _is_same(held: object, old: object) -> bool:
    if isinstance(held, float):
        words = "" if pd.isna(old) else str(old).replace(UNICODE_MINUS, "-")
        return (pd.isna(held) and not words) or (bool(words) and held == float(words))
    return str(held) == ("" if pd.isna(old) else str(old))


def _value(new: object, held: object) -> object:
    if isinstance(held, float):
        return float("nan") if pd.isna(new) else float(str(new))
    return "" if pd.isna(new) else str(new)
