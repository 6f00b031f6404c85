"""Checks of a frame against its declared table: all findings at once, each with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from geo.schema import TABLE_BY_NAME
from geo.schema.columns import Column, ColumnType, Table

MOST_LINES_PER_FINDING = 5
"""A finding names this many lines and counts the rest, so that one bad column does not bury another."""

FIRST_DATA_LINE = 2
"""Row 0 of a frame is line 2 of its CSV file, below the header."""


def check_table(table: Table, frame: pd.DataFrame, place: str) -> list[str]:
    """Return what is wrong with `frame` as rows of `table`; an empty list means nothing.

    Parameters
    ----------
    table
        The declaration.
    frame
        Rows with a default index, so that row number and line number agree.
    place
        File name for the messages, e.g. ``data/facts/country.csv``.
    """
    missing = [name for name in table.column_names if name not in frame.columns]
    unknown = [str(name) for name in frame.columns if name not in table.column_names]
    findings = [f"{place}: column {name!r} is missing; add it or rebuild the file" for name in missing]
    findings += [f"{place}: column {name!r} is not declared; remove it or declare it in geo/schema" for name in unknown]
    present = [column for column in table.columns if column.name in frame.columns]
    for column in present:
        findings += [f"{place}{text}" for text in _check_column(column, frame[column.name])]
    if not missing:
        duplicated = frame.duplicated(subset=list(table.key), keep=False)
        if duplicated.any():
            shown = frame.loc[duplicated, list(table.key)].astype(str).agg(" / ".join, axis=1)
            findings.append(
                f"{place}{lines_of(duplicated)}: key ({', '.join(table.key)}) occurs more than once, "
                f"e.g. {shown.iloc[0]!r}; keep one row"
            )
    return findings


def check_references(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the values that point to rows which do not exist, over all `frames` by table name."""
    findings: list[str] = []
    for name, frame in frames.items():
        for column in TABLE_BY_NAME[name].columns:
            if column.references is None or column.name not in frame.columns:
                continue
            target_name, target_column = column.references.split(".")
            target = frames.get(target_name)
            if target is None or target_column not in target.columns:
                continue
            orphan = frame[column.name].notna() & ~frame[column.name].isin(target[target_column])
            if orphan.any():
                values = sorted(frame.loc[orphan, column.name].astype(str).unique())
                findings.append(
                    f"{TABLE_BY_NAME[name].file_name}{lines_of(orphan)}: {column.name} "
                    f"{listed(values)} not in {column.references}; correct the code or add the row"
                )
    return findings


def _check_column(column: Column, values: pd.Series) -> Iterator[str]:
    empty = values.isna()
    if not column.nullable and empty.any():
        yield f"{lines_of(empty)}: {column.name} is empty; it must have a value"
    held = values[~empty]
    if held.empty:
        return
    if column.dtype in (ColumnType.INTEGER, ColumnType.REAL):
        yield from _check_number(column, held)
    elif column.dtype is ColumnType.BOOLEAN:
        wrong = ~held.isin([True, False])
        if wrong.any():
            yield f"{lines_of(wrong)}: {column.name} is {held[wrong].iloc[0]!r}; must be true or false"
    else:
        yield from _check_text(column, held)


def _check_number(column: Column, held: pd.Series) -> Iterator[str]:
    numbers = pd.to_numeric(held, errors="coerce")
    wrong = numbers.isna()
    if wrong.any():
        yield f"{lines_of(wrong)}: {column.name} is {held[wrong].iloc[0]!r}; must be a number"
    numbers = numbers[~wrong]
    endless = numbers.astype(float).isin([np.inf, -np.inf])
    if endless.any():
        yield f"{lines_of(endless)}: {column.name} is {numbers[endless].iloc[0]}; must be a finite number"
        numbers = numbers[~endless]
    if column.dtype is ColumnType.INTEGER:
        broken = numbers % 1 != 0
        if broken.any():
            yield f"{lines_of(broken)}: {column.name} is {numbers[broken].iloc[0]}; must be a whole number"
    if column.minimum is not None:
        low = numbers < column.minimum
        if low.any():
            yield f"{lines_of(low)}: {column.name} is {numbers[low].iloc[0]:g}; must be at least {column.minimum:g}"
    if column.maximum is not None:
        high = numbers > column.maximum
        if high.any():
            yield f"{lines_of(high)}: {column.name} is {numbers[high].iloc[0]:g}; must be at most {column.maximum:g}"


def _check_text(column: Column, held: pd.Series) -> Iterator[str]:
    words = held.astype(str)
    if column.vocabulary is not None:
        unknown = ~words.isin([member.value for member in column.vocabulary])
        if unknown.any():
            known = ", ".join(member.value for member in column.vocabulary)
            yield f"{lines_of(unknown)}: {column.name} {listed(sorted(words[unknown].unique()))} is not a known code; use one of: {known}"
    if column.pattern is not None:
        odd = ~words.str.fullmatch(column.pattern)
        if odd.any():
            yield f"{lines_of(odd)}: {column.name} {listed(sorted(words[odd].unique()))} does not have the form {column.pattern}"


def lines_of(mask: pd.Series) -> str:
    """Return the lines of the file where `mask` is true, e.g. `` line 3, 7 and 12 more``."""
    numbers = [int(position) + FIRST_DATA_LINE for position in mask.index[mask]]
    shown = ", ".join(str(number) for number in numbers[:MOST_LINES_PER_FINDING])
    more = len(numbers) - MOST_LINES_PER_FINDING
    return f" line {shown}" + (f" and {more} more" if more > 0 else "")


def listed(values: list[str]) -> str:
    """Return `values` in quotes, the first few named and the rest counted."""
    shown = ", ".join(repr(value) for value in values[:MOST_LINES_PER_FINDING])
    more = len(values) - MOST_LINES_PER_FINDING
    return shown + (f" and {more} more" if more > 0 else "")
