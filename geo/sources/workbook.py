"""Sheets of publishers' workbooks: opened here alone, since a cut file and a missing sheet are the same fault everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl

from geo.errors import SourceError


def sheet_rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """Return the cells of a sheet as they are worked out, row by row.

    Raises
    ------
    SourceError
        If the file is no whole workbook, or lacks the sheet.
    """
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except BadZipFile as exc:
        message = f"{path} is not a whole workbook: {exc}; fetch the file again"
        raise SourceError(message) from exc
    try:
        if sheet not in workbook.sheetnames:
            message = f"{path} has no sheet {sheet!r}; use the edition that its SOURCE.md names"
            raise SourceError(message)
        return [tuple(row) for row in workbook[sheet].iter_rows(values_only=True)]
    finally:
        workbook.close()
