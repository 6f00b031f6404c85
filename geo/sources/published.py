"""Find and open publishers' files; a missing or altered file is named, with what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path

import pandas as pd

from geo.errors import SourceError

_OPENED: ContextVar[set[Path] | None] = ContextVar("opened", default=None)


@contextlib.contextmanager
def recorded_files() -> Iterator[set[Path]]:
    """Collect the path of every publisher's file that is asked for meanwhile, to prove which bytes were read."""
    opened: set[Path] = set()
    token = _OPENED.set(opened)
    try:
        yield opened
    finally:
        _OPENED.reset(token)


def published_file(raw: Path, *parts: str) -> Path:
    """Return the path of a publisher's file below `raw`.

    Raises
    ------
    SourceError
        If the file is not there.
    """
    path = raw.joinpath(*parts)
    if not path.is_file():
        message = f"publisher's file {path} is missing; restore the folder {path.parent.name} or correct --raw"
        raise SourceError(message)
    opened = _OPENED.get()
    if opened is not None:
        opened.add(path)
    return path


def require_columns(frame: pd.DataFrame, columns: Sequence[str], path: Path) -> None:
    """Check that a publisher's table still has the columns that its edition has.

    Raises
    ------
    SourceError
        If one is missing; another edition may have renamed it.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        message = f"{path} lacks the columns {', '.join(missing)}; use the edition that its SOURCE.md names"
        raise SourceError(message)


def read_text_table(
    path: Path, columns: Sequence[str], *, separator: str = ",", encoding: str = "utf-8-sig"
) -> pd.DataFrame:
    """Return a publisher's CSV as text, all columns, the cells as printed ("NA" stays "NA").

    Parameters
    ----------
    columns
        Columns that the file must have.

    Raises
    ------
    SourceError
        If the file is cut short, is not in `encoding` or lacks a column.
    """
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=encoding, sep=separator)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as exc:
        message = f"{path} cannot be read as a table: {exc}; fetch the file again"
        raise SourceError(message) from exc
    require_columns(frame, columns, path)
    return frame


def trimmed_columns(
    table: pd.DataFrame, columns: Sequence[str], path: Path, *, numbers: Sequence[str] = ()
) -> pd.DataFrame:
    """Return some columns of a table of text without blanks at the ends of its cells, those in `numbers` as numbers.

    Raises
    ------
    SourceError
        If a column is missing, or a cell of `numbers` is not a plain number.
    """
    require_columns(table, columns, path)
    trimmed: pd.DataFrame = table[list(columns)].apply(lambda cells: cells.str.strip())
    return trimmed.assign(**{name: printed_numbers(trimmed[name], path) for name in numbers})


def printed_numbers(cells: pd.Series, path: Path, *, may_be_empty: bool = False) -> pd.Series:
    """Return the text `cells` of a table read by `read_text_table` as numbers; an empty cell is no number.

    Raises
    ------
    SourceError
        If a cell is not a plain number; it names the first one by its line in `path`.
    """
    words = cells.str.strip()
    numbers = pd.to_numeric(words.where(words != ""), errors="coerce")
    wrong = numbers.isna() & ~(may_be_empty & (words == ""))
    if wrong.any():
        message = f"{path}, line {first_line(wrong)}: {cells[wrong].iloc[0]!r} is not a number; fetch the file again"
        raise SourceError(message)
    return numbers.astype("float64")


def first_line(mask: pd.Series) -> int:
    """Return the line of the first row marked in `mask`; row 0 of a table stands below the header, on line 2."""
    return int(mask.to_numpy().argmax()) + 2
