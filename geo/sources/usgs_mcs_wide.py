"""Mineral Commodity Summaries 2022 to 2025: wide tables, one row a country, one column a measure and year.

Published source: U.S. Geological Survey, Mineral Commodity Summaries data releases 2022 (doi 10.5066/P9KKMCP4), 2023
(doi 10.5066/P9WCYUI6), 2024 version 2 (doi 10.5066/P144BA54) and 2025 version 2 (doi 10.5066/P13XCP3R).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, read_text_table, require_columns
from geo.sources.usgs_table import MCS_COLUMNS, area_columns, one_line

EDITION_2025 = 2025

_WORLD_FOLDERS = {
    2022: ("usgs_mcs_2022_partial",),
    2023: ("usgs_mcs_2023", "world"),
    2024: ("usgs_mcs_2024", "world"),
}

_MISNAMED_HEADERS = {(2024, "fluor"): {"Mine production, fluorspar": "Type"}}
"""Headers that hold a cell of their column instead of its name."""

_COLUMN = re.compile(
    r"(?P<measure>Prod|Cap)_(?:(?P<item>Sponge|Pigment)_)?(?P<unit>[a-z]+)_(?P<est>[Ee]st_)?(?P<year>\d{4})"
)
_MEASURES = {"Prod": "Production", "Cap": "Capacity"}
_NOTE_COLUMNS = {"Prod": ("Prod_notes", "Prod_note"), "Cap": ("Cap_notes",)}

_SINGLE_COLUMNS = {
    "PROD_2023": ("Production", 2023, False, "PROD_NOTES"),
    "PROD_EST_ 2024": ("Production", 2024, True, "PROD_NOTES"),
    "CAP_2023": ("Capacity", 2023, False, "CAP_NOTES"),
    "CAP_EST_ 2024": ("Capacity", 2024, True, "CAP_NOTES"),
}
"""Columns of the 2025 file, with the stray blank of its header: measure, year, estimate, column of the footnotes."""


def read_commodity_files(raw: Path, edition: int, codes: Iterable[str]) -> pd.DataFrame:
    """Return production and capacity of the editions 2022 to 2024, which have one file a commodity.

    The unit stands in the column name (``Prod_kt_est_2022``). Reserves of these editions are left out: each January's
    replace the last, so only the newest edition's are used. Columns: ``MCS_COLUMNS``.

    Parameters
    ----------
    edition
        2022, 2023 or 2024.
    codes
        USGS commodity codes as in the file names, e.g. ``cobal``.

    Raises
    ------
    SourceError
        If a file is missing or is not a world table of the edition.
    """
    names = _file_names(raw, edition)
    frames: list[pd.DataFrame] = []
    for code in codes:
        name = names.get(code, f"mcs{edition}-{code}_world.csv")
        frames += _commodity_columns(published_file(raw, *_WORLD_FOLDERS[edition], name), edition, code)
    return pd.concat(frames, ignore_index=True)[list(MCS_COLUMNS)]


def read_single_file(raw: Path) -> pd.DataFrame:
    """Return production and capacity 2023 and 2024 of the 2025 edition, which has one file for all commodities.

    Withheld and not-available figures are mostly empty cells here; the symbol, if any, stands in the footnote.
    Columns: ``MCS_COLUMNS``.

    Raises
    ------
    SourceError
        If the file is missing, cut short or of another edition.
    """
    path = published_file(raw, "usgs_mcs_2025", "MCS2025_World_Data.csv")
    needed = ["COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS", *_SINGLE_COLUMNS, "PROD_NOTES", "CAP_NOTES"]
    printed = read_text_table(path, needed)
    frames = [
        _frame(
            printed,
            {
                "edition": EDITION_2025,
                "table": one_line(printed["COMMODITY"]),
                "detail": one_line(printed["TYPE"]),
                "item": "",
                **area_columns(printed["COUNTRY"], EDITION_2025),
                "measure": measure,
                "unit": one_line(printed["UNIT_MEAS"]),
                "year": year,
                "is_estimated_column": is_estimate,
                "value": printed[column],
                "note": one_line(printed[note_column]),
            },
        )
        for column, (measure, year, is_estimate, note_column) in _SINGLE_COLUMNS.items()
    ]
    return pd.concat(frames, ignore_index=True)[list(MCS_COLUMNS)]


def _file_names(raw: Path, edition: int) -> dict[str, str]:
    # The letters are capital in one file name, and the partial copy of 2022 has the commodity in front.
    pattern = re.compile(rf"(?:[a-z_]+_)?mcs{edition}-(?P<code>[a-z]+)_world\.csv", re.IGNORECASE)
    paths = raw.joinpath(*_WORLD_FOLDERS[edition]).glob("*.csv")
    return {match["code"].lower(): match.string for path in paths if (match := pattern.fullmatch(path.name))}


def _commodity_columns(path: Path, edition: int, code: str) -> Iterator[pd.DataFrame]:
    printed = read_text_table(path, ["Source", "Country"])
    printed = printed.rename(columns=_MISNAMED_HEADERS.get((edition, code), {}))
    require_columns(printed, ["Type"], path)
    # Files end in dozens of rows without any text.
    printed = printed[printed["Country"].str.strip() != ""].reset_index(drop=True)
    if printed.empty or not printed["Source"].str.replace(" ", "").eq(f"MCS{edition}").all():
        message = f"{path} has rows that do not name MCS{edition} as their source; use the file of that edition"
        raise SourceError(message)
    matches = [match for name in printed.columns if (match := _COLUMN.fullmatch(str(name).strip()))]
    if not matches:
        message = f"{path} has no column such as Prod_t_{edition - 2}; use the file of the {edition} edition"
        raise SourceError(message)
    for match in matches:
        yield _frame(
            printed,
            {
                "edition": edition,
                "table": code,
                "detail": one_line(printed["Type"]),
                "item": match["item"] or "",
                **area_columns(printed["Country"], edition),
                "measure": _MEASURES[match["measure"]],
                "unit": match["unit"],
                "year": int(match["year"]),
                "is_estimated_column": match["est"] is not None,
                "value": printed[match.string],
                "note": _notes(printed, match["measure"]),
            },
        )


def _notes(printed: pd.DataFrame, measure: str) -> pd.Series:
    for column in _NOTE_COLUMNS[measure]:
        if column in printed.columns:
            return one_line(printed[column])
    return pd.Series("", index=printed.index, dtype="object")


def _frame(printed: pd.DataFrame, columns: Mapping[str, object]) -> pd.DataFrame:
    return pd.DataFrame(dict(columns), index=printed.index)
