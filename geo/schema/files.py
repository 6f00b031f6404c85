"""Fact files: read with the declared types, written in a stable order, so that a diff shows facts only."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from geo.errors import DataContractError, SourceError, unwritable
from geo.schema.columns import ColumnType, Storage, Table
from geo.schema.validate import check_table

TRUE_WORDS = {"true": True, "false": False}

UNREADABLE = (ValueError, OSError, LookupError, TypeError, ArithmeticError, MemoryError, pa.ArrowException)
"""What the readers of both formats raise for bytes that are no table, or a damaged one."""

EXTENSION_TYPES: dict[pa.DataType, object] = {
    pa.string(): pd.StringDtype("pyarrow"),
    pa.large_string(): pd.StringDtype("pyarrow"),
    pa.int64(): pd.Int64Dtype(),
}


def write_facts(table: Table, frame: pd.DataFrame, folder: Path) -> Path:
    """Check `frame` against `table`, sort it by key and write it whole; return the file.

    Raises
    ------
    DataContractError
        If any row breaks the declaration; the old file stays as it was.
    EnvironmentFaultError
        If the folder cannot be written.
    """
    ordered = frame[[name for name in table.column_names if name in frame.columns]]
    ordered = ordered.sort_values(list(table.key), kind="stable").reset_index(drop=True)
    target = folder / table.file_name
    findings = check_table(table, ordered, str(target))
    if findings:
        raise DataContractError(findings)
    ordered = _typed(table, ordered)
    if table.storage is Storage.CSV:
        write_whole(target, lambda part: ordered.to_csv(part, index=False, lineterminator="\n"))
    else:
        write_whole(target, lambda part: write_parquet(ordered, part))
    return target


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` as Parquet whose pages carry checksums, so that a changed byte cannot be read as a figure."""
    frame.to_parquet(path, index=False, compression="zstd", write_page_checksum=True)


def read_parquet(path: Path) -> pa.Table:
    """Return a Parquet file; a page whose checksum is not that of its bytes raises OSError."""
    return pq.read_table(path, page_checksum_verification=True, memory_map=False)


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside `target` and put it there when it is whole; what is there stays until then.

    Raises
    ------
    EnvironmentFaultError
        If the folder cannot be written; nothing of the new file is left.
    """
    part = target.with_name(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(target)
    except OSError as exc:
        raise unwritable(target.parent, exc) from exc
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def read_facts(table: Table, folder: Path) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of `table` and what is wrong with them.

    Raises
    ------
    SourceError
        If the file is not there, or is no table at all.
    """
    path = folder / table.file_name
    if not path.is_file():
        message = f"fact file {path} is missing; restore it from the repository or run 'nearshore facts --raw DIR'"
        raise SourceError(message)
    try:
        frame = _from_words(table, _read_csv(path)) if table.storage is Storage.CSV else _read_parquet(path)
    except UNREADABLE as exc:
        reason = " ".join(str(exc).split()) or type(exc).__name__
        message = f"fact file {path} cannot be read ({reason}); restore it from the repository or run 'make facts'"
        raise SourceError(message) from exc
    findings = check_table(table, frame, path.name)
    return (frame if findings else _typed(table, frame)), findings


def _read_csv(path: Path) -> pd.DataFrame:
    """Return the cells of a CSV as text; a line with a field too few or too many raises ValueError, as does no UTF-8."""
    with pyarrow.csv.open_csv(path) as head:
        names = head.schema.names
    _refuse_repeated(names)
    table = pyarrow.csv.read_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    frame: pd.DataFrame = table.to_pandas()
    return frame.astype(object)


def _read_parquet(path: Path) -> pd.DataFrame:
    table = read_parquet(path)
    _refuse_repeated(table.column_names)
    # What pandas noted of its own types is left aside: the declaration says them.
    frame: pd.DataFrame = table.to_pandas(types_mapper=EXTENSION_TYPES.get, ignore_metadata=True)
    return frame


def _refuse_repeated(names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        message = f"column {repeated[0]!r} stands twice"
        raise ValueError(message)


def _from_words(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Turn CSV text into values; what cannot be turned stays text, for the checks to name."""
    result = {str(name): frame[name] for name in frame.columns}
    for column in table.columns:
        if column.name not in result:
            continue
        words = result[column.name]
        # The empty text is a value only where the declaration allows no gap (product of a facility).
        if column.nullable or column.dtype is not ColumnType.TEXT:
            words = words.mask(words == "", None)
        if column.dtype in (ColumnType.INTEGER, ColumnType.REAL):
            numbers = pd.to_numeric(words, errors="coerce")
            result[column.name] = numbers.astype(object).where(numbers.notna() | words.isna(), words)
        elif column.dtype is ColumnType.BOOLEAN:
            result[column.name] = words.map(
                lambda word: TRUE_WORDS.get(word.lower(), word) if isinstance(word, str) else None
            )
        else:
            result[column.name] = words
    return pd.DataFrame(result, index=frame.index)


def _typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    kinds = {
        ColumnType.TEXT: "string",
        ColumnType.INTEGER: "Int64",
        ColumnType.REAL: "float64",
        ColumnType.BOOLEAN: "bool",
    }
    typed = {}
    for column in table.columns:
        values = frame[column.name]
        if column.dtype is ColumnType.REAL:
            values = pd.to_numeric(values)
        typed[column.name] = values.astype(kinds[column.dtype])  # type: ignore[call-overload]
    return pd.DataFrame(typed, index=frame.index)
