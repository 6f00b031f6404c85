"""What may leave in a file: rows of an edition whose terms forbid it are shown with credit and left out of every download.

The decision is a row of the reviewed table ``licence``; a `Source` carries it. All files of tables are made by
`geo.figure.file.as_csv` or ``nearshore export``, and both ask here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.figure.source import Source

PARTS = re.compile(r"\s*(?:;|,| \+ )\s*")
"""Between the editions of a cell that names several."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one edition that a file leaves out."""

    source: Source
    rows: int

    @property
    def line(self) -> str:
        """What the file and the page say."""
        count = "1 row" if self.rows == 1 else f"{self.rows:,} rows"
        name, why = f"{self.source.publisher} ({self.source.source_id})", self.source.release.label
        return f"{count} of {name} left out: {why}. Licence: {self.source.licence}"


def released(frame: pd.DataFrame, sources: Iterable[Source]) -> tuple[pd.DataFrame, tuple[LeftOut, ...]]:
    """Return the rows that may leave, and what is left out.

    Parameters
    ----------
    frame
        Rows; those that name their editions in a cell are judged one by one. Where no cell does, rows cannot be told
        apart: all are left out if any edition behind the table must be.
    sources
        Editions behind the rows.
    """
    known = {source.source_id: source for source in sources}
    held = {code: source for code, source in known.items() if not source.release.may_leave}
    if not held or frame.empty:
        return frame, ()
    named = _editions(frame, known)
    if named is None:
        first = next(iter(held.values()))
        return frame.iloc[:0], (LeftOut(first, len(frame)),)
    reasons = [next((code for code in codes if code in held), None) for codes in named]
    counts = Counter(code for code in reasons if code is not None)
    left = tuple(LeftOut(held[code], number) for code, number in sorted(counts.items()))
    return frame[[code is None for code in reasons]], left


def sources_in(frame: pd.DataFrame, sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return those of `sources` that a cell of `frame` names."""
    known = {source.source_id: source for source in sources}
    columns = [name for name in frame.columns if _holds_editions(frame[name], known)]
    named = {part for name in columns for cell in pd.unique(frame[name].dropna()) for part in _parts(cell)}
    return tuple(source for code, source in known.items() if code in named)


def _editions(frame: pd.DataFrame, known: dict[str, Source]) -> list[tuple[str, ...]] | None:
    """Return the editions that each row names, over all columns of editions; None where no column or some row names none."""
    columns = [name for name in frame.columns if _holds_editions(frame[name], known)]
    if not columns:
        return None
    rows = [
        tuple(code for cell in cells for code in _parts(cell))
        for cells in frame[columns].itertuples(index=False, name=None)
    ]
    return rows if all(rows) else None


def _holds_editions(column: pd.Series, known: dict[str, Source]) -> bool:
    """Return whether every filled cell of a column names known editions and nothing else."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return False
    cells = [_parts(cell) for cell in pd.unique(column.dropna())]
    filled = [parts for parts in cells if parts]
    return bool(filled) and all(part in known for parts in filled for part in parts)


def _parts(cell: object) -> Sequence[str]:
    return [part for part in PARTS.split(cell) if part] if isinstance(cell, str) else []
