"""What the readers of the Mineral Commodity Summaries have in common: the columns of a frame and the reading of names."""

from __future__ import annotations

import pandas as pd

MCS_COLUMNS = (
    "edition",
    "table",
    "detail",
    "item",
    "area_printed",
    "area",
    "footnote_sign",
    "measure",
    "unit",
    "year",
    "is_estimated_column",
    "value",
    "note",
)
"""Columns of every frame of the Mineral Commodity Summaries, one row a printed cell.

``table`` is the commodity as the edition calls it (from 2022 to 2024 the code in the file name), ``detail`` stage and
basis as printed, ``item`` a product that only the column name states (Sponge, Pigment), ``area_printed`` the name as
printed, ``area`` the name without the ``footnote_sign`` that is glued to it, ``is_estimated_column`` whether the whole
column is headed as an estimate, ``value`` the cell as printed, ``note`` the footnotes of the row.
"""

GLUED_FOOTNOTES = {
    (2024, "China6"): ("China", "6"),
    (2024, "Japane"): ("Japan", "e"),
    (2024, "Korea, Republic ofe"): ("Korea, Republic of", "e"),
    (2024, "New Caledonia9"): ("New Caledonia", "9"),
    (2024, "New Caledonia11"): ("New Caledonia", "11"),
    (2024, "Other countries4"): ("Other countries", "4"),
    (2024, "Other countries6"): ("Other countries", "6"),
    (2024, "Other countries10"): ("Other countries", "10"),
    (2024, "Russiae"): ("Russia", "e"),
    (2024, "World total (rounded)8"): ("World total (rounded)", "8"),
    (2024, "World total (rounded)10"): ("World total (rounded)", "10"),
    (2025, "World total (rounded) 10"): ("World total (rounded)", "10"),
}
"""Names to which an edition's data release glued a footnote: what is the name and what is the sign.

A list, not a pattern: each pair was compared with the same table of the neighbouring editions. A glued name that is
not listed stays as it is and is then refused as an unknown country.
"""


def one_line(values: pd.Series) -> pd.Series:
    """Return texts with hard blanks and line breaks as single blanks, ends trimmed."""
    return values.str.replace(r"\s+", " ", regex=True).str.strip()


def area_columns(printed: pd.Series, edition: int) -> dict[str, pd.Series]:
    """Return the columns ``area_printed``, ``area`` and ``footnote_sign`` for names as printed."""
    names = one_line(printed)
    parts = [GLUED_FOOTNOTES.get((edition, name), (name, "")) for name in names]
    return {
        "area_printed": names,
        "area": pd.Series([name for name, _ in parts], index=names.index, dtype="object"),
        "footnote_sign": pd.Series([sign for _, sign in parts], index=names.index, dtype="object"),
    }
