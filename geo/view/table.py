"""Tables as they are sent to the browser: the same cells in a third of the bytes."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import pyarrow as pa

LONG = 100
"""Rows from which a table is worth compacting; shorter ones are a few kilobytes."""
_SMALLEST = ((2**7, pa.int8()), (2**15, pa.int16()), (2**31, pa.int32()))


def without_missing_words(frame: pd.DataFrame, figures: Collection[str] = ()) -> pd.DataFrame:
    """Return a table in which a word that is missing is an empty text; a missing figure stays missing.

    Parameters
    ----------
    frame
        Rows.
    figures
        Columns of figures by name; those of numbers are known without. A column with nothing in it could be either.
    """
    empty = {
        str(name): column.where(column.notna(), "")
        for name, column in frame.items()
        if name not in figures and pd.api.types.infer_dtype(column, skipna=True) in ("string", "empty")
    }
    return frame.assign(**empty)


def compacted(frame: pd.DataFrame, hidden: Collection[str] = ()) -> tuple[pd.DataFrame | pa.Table, tuple[str, ...]]:
    """Return a table without its hidden columns, each repeated word written once, and the columns so coded.

    Parameters
    ----------
    frame
        Rows. Short tables, and those with columns of mixed type, keep their words.
    hidden
        Columns that are not shown.
    """
    shown = frame.drop(columns=[name for name in hidden if name in frame])
    if len(shown) < LONG or "object" in shown.dtypes.astype(str).tolist():
        return shown, ()
    table, coded = pa.Table.from_pandas(shown, preserve_index=False), []
    for place, name in enumerate(shown.columns):
        if shown[name].dtype != "str":
            continue
        words = table.column(place).combine_chunks().dictionary_encode()
        different = len(words.dictionary)
        if 2 * different < len(words):
            kind = next(kind for size, kind in _SMALLEST if different < size)
            table = table.set_column(place, name, words.cast(pa.dictionary(kind, words.type.value_type)))
            coded.append(str(name))
    return table, tuple(coded)
