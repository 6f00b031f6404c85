"""What the commands print: progress on the error stream, figures on the output stream.

Figures are written in UTF-8, as JSON must be. Where their reader goes away the command ends; where the reader of
progress goes away it works on without telling.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

import pandas as pd

from geo.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STDOUT, STDERR = 1, 2

LARGE = 1000
"""From here on a printed number has one decimal, below it six digits."""


class ReaderGoneError(Exception):
    """Whoever read the figures has stopped: the pipe is closed, as ``head`` does when it has enough."""


class Output(io.FileIO):
    """The output stream, which says what keeps it from being written; after that it swallows what is still to come."""

    is_over = False

    def write(self, content: ReadableBuffer, /) -> int:
        """Write bytes.

        Raises
        ------
        ReaderGoneError
            If nobody reads them.
        EnvironmentFaultError
            If the file that they go to cannot take them.
        """
        if self.is_over:
            return memoryview(content).nbytes
        try:
            return super().write(content)
        except BrokenPipeError as exc:
            self.is_over = True
            raise ReaderGoneError from exc
        except OSError as exc:
            self.is_over = True
            message = f"the output cannot be written ({exc.strerror}); give free space, or send it elsewhere"
            raise EnvironmentFaultError(message) from exc


def output_stream(descriptor: int) -> TextIO:
    """Return a text stream that writes to an open file; a file name with bytes that are no UTF-8 keeps them."""
    buffer = io.BufferedWriter(Output(descriptor, "w", closefd=False))
    return io.TextIOWrapper(
        buffer, encoding="utf-8", errors="surrogateescape", line_buffering=os.isatty(descriptor), write_through=False
    )


def own_output() -> None:
    """Let what Python prints in this process go through an output stream of ours; a stream set by others is left alone."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout = output_stream(sys.stdout.fileno())


def keep_output_apart() -> None:
    """Send what libraries write to the output stream by themselves to the error stream: a solver may print its banner.

    What Python prints goes where it went. Nothing is done where the output stream is not ours, or apart already.
    """
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if not isinstance(raw, Output) or raw.fileno() != STDOUT:
        return
    sys.stdout.flush()
    sys.stdout = output_stream(os.dup(STDOUT))
    # Without an error stream what they write is mixed with the figures, as there is no other place for it.
    with contextlib.suppress(OSError):
        os.dup2(STDERR, STDOUT)


def progress(line: str) -> None:
    """Print one line of progress on the error stream, so that figures can be piped."""
    # A value from the command line may hold bytes that are no text.
    printable = line.encode("utf-8", "backslashreplace").decode("utf-8")
    try:
        print(printable, file=sys.stderr, flush=True)
    except OSError:
        sys.stderr = io.StringIO()  # nobody reads it, or its disk is full: the work goes on


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
