"""What the commands print: progress on the error stream, figures on the output stream."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping

import pandas as pd

LARGE = 1000
"""From here on a printed number has one decimal, below it six digits."""


def progress(line: str) -> None:
    """Print one line of progress on the error stream, so that figures can be piped."""
    print(line, file=sys.stderr, flush=True)


def print_json(value: object) -> None:
    """Print `value` as strict JSON: no NaN, frames as lists of rows, no data as null."""
    print(json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False))


def print_table(frame: pd.DataFrame) -> None:
    """Print a frame in aligned columns; an empty cell is blank, numbers have thousands separators."""
    cells = [[str(name) for name in frame.columns]]
    cells += [[_word(value) for value in row] for row in frame.itertuples(index=False)]
    is_number = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        words = [
            word.rjust(width) if right else word.ljust(width)
            for word, width, right in zip(row, widths, is_number, strict=True)
        ]
        print("  ".join(words).rstrip())


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of `frame` as plain dictionaries, no data as None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: object) -> object:
    if isinstance(value, pd.DataFrame):
        return records(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(part) for part in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return _plain_scalar(value)


def _plain_scalar(value: object) -> object:
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value


def _word(value: object) -> str:
    value = _plain_scalar(value)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.6g}" if abs(value) < LARGE else f"{value:,.1f}"
