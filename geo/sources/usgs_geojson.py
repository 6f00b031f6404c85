"""The form that the USGS compilations of mineral industries share: GeoJSON, one feature a site and product."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import require_columns

NOT_AVAILABLE = -999
"""What the publisher prints where a capacity is not available."""
NULL_WORD = "<null>"
"""What the export prints where the database has no value."""
ROW_OF_SITE = "RowOfSite"
"""Added column: 1, 2, 3 ... for the rows of one FeatureUID, in the order of the file."""


def read_features(path: Path, columns: Sequence[str], *, numbers: Sequence[str]) -> pd.DataFrame:
    """Return the properties of all features, labels as printed.

    Text has no blanks at its ends; "<null>", null and empty cells become the empty text. The `numbers` become
    floats; -999 and null become missing. A column "RowOfSite" counts the rows of each FeatureUID.

    Raises
    ------
    SourceError
        If the file is no feature collection, lacks a column, or holds text where a number belongs.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        table = pd.DataFrame([item["properties"] for item in features])
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as exc:
        message = f"{path} is not a GeoJSON feature collection ({exc}); fetch the file again"
        raise SourceError(message) from exc
    require_columns(table, columns, path)
    result = pd.DataFrame(index=table.index)
    for name in columns:
        result[name] = _numbers(table[name], name, path) if name in numbers else _words(table[name])
    result[ROW_OF_SITE] = result.groupby("FeatureUID").cumcount() + 1
    return result


def _words(cells: pd.Series) -> pd.Series:
    words = cells.map(lambda cell: "" if cell is None or cell != cell else str(cell).strip())
    return words.mask(words == NULL_WORD, "")


def _numbers(cells: pd.Series, name: str, path: Path) -> pd.Series:
    given = cells.notna() & (cells.astype(str) != NULL_WORD)
    numbers = pd.to_numeric(cells.where(given), errors="coerce").astype("float64")
    wrong = given & numbers.isna()
    if wrong.any():
        first = int(wrong.to_numpy().argmax())
        message = f"{path}: {name} of feature {first} is {cells.iloc[first]!r}, not a number; fetch the file again"
        raise SourceError(message)
    return numbers.mask(numbers == NOT_AVAILABLE)
