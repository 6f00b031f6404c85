"""International Energy Agency, Critical Minerals Dataset: supply by country, base case, kilotonnes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import pandas as pd

from geo.errors import SourceError
from geo.sources.published import printed_numbers, published_file, read_text_table

SOURCE_ID_2024 = "iea-cm-2024"
SOURCE_ID_2025 = "iea-cm-2025"

UNIT = "kt"
REST = "Rest of world"
TOTALS = ("Total", "Total clean technologies")
"""Labels of the total row; the 2024 workbook calls the one of refined cobalt by the second name."""

SHEET_2024 = "2 Total supply for key minerals"
FILE_2024 = "CM_Data_Explorer May 2024 (2).xlsx"
TOP_SHARE = "Top 3 share"
PANEL_STARTS = (0, 6)
"""First column of the two panels of the sheet, mining on the left and refining on the right."""
YEARS_PER_PANEL = 4

COLUMNS = ["mineral", "process", "country", "year", "quantity_kt", "quantity_text"]


def read_supply_2025(raw: Path) -> pd.DataFrame:
    """Return the May 2025 edition: 2024 and the base case of 2030, 2035 and 2040.

    One row a block (mineral, process), country and year, labels as printed; ``quantity_kt`` in kilotonnes of the
    block's own definition, ``quantity_text`` the cell as text. "Rest of world" and "Total" are rows like the others.
    """
    path = published_file(raw, "iea_critical_minerals_2025", "supply_by_country_base_case.csv")
    table = read_text_table(path, ["mineral", "stage", "country", "year", "kt"])
    result = pd.DataFrame(
        {
            "mineral": table["mineral"],
            "process": table["stage"],
            "country": table["country"],
            "year": printed_numbers(table["year"], path).astype("int64"),
            "quantity_kt": printed_numbers(table["kt"], path),
            "quantity_text": table["kt"],
        }
    )
    _require_totals(result, path)
    return result


def read_supply_2024(raw: Path) -> pd.DataFrame:
    """Return the May 2024 edition: 2023 and the base case of 2030, 2035 and 2040.

    Columns as in `read_supply_2025`; ``process`` is the second half of the block's heading, e.g. ``Mining (natural)``
    or ``Battery grade``. The rows "Top 3 share" are ratios of the others and are left out.

    Raises
    ------
    SourceError
        If the sheet or its row of years is not there, a cell is not a number or a block has no total.
    """
    path = published_file(raw, "iea_critical_minerals_2024", FILE_2024)
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except BadZipFile as exc:
        message = f"{path} is not a whole workbook: {exc}; fetch the file again"
        raise SourceError(message) from exc
    try:
        if SHEET_2024 not in workbook.sheetnames:
            message = f"{path} has no sheet {SHEET_2024!r}; use the edition that its SOURCE.md names"
            raise SourceError(message)
        cells = [tuple(row) for row in workbook[SHEET_2024].iter_rows(values_only=True)]
    finally:
        workbook.close()
    rows = [row for start in PANEL_STARTS for row in _panel(cells, start, path)]
    result = pd.DataFrame(rows, columns=COLUMNS)
    _require_totals(result, path)
    return result


def _panel(cells: Sequence[tuple[object, ...]], start: int, path: Path) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one panel whose labels stand in column `start`; a heading has no figures beside it."""
    years: list[int] = []
    heading: tuple[str, str] | None = None
    for line, row in enumerate(cells, start=1):
        label, figures = _label_and_figures(row, start)
        if not years:
            if label is None and figures and all(isinstance(figure, int) for figure in figures):
                years = [int(str(figure)) for figure in figures]
            continue
        if label is None:
            continue
        if all(figure is None for figure in figures):
            mineral, dash, process = label.partition(" - ")
            heading = (mineral.strip(), process.strip()) if dash else None
        elif heading is not None and label != TOP_SHARE:
            for year, figure in zip(years, figures, strict=True):
                yield (*heading, label, year, _number(figure, path, line), str(figure))
    if not years:
        message = f"{path}, sheet {SHEET_2024!r}: no row of years was found; use the edition that its SOURCE.md names"
        raise SourceError(message)


def _label_and_figures(row: tuple[object, ...], start: int) -> tuple[str | None, tuple[object, ...]]:
    padded = row + (None,) * (start + 1 + YEARS_PER_PANEL - len(row))
    label = padded[start]
    text = label.strip() if isinstance(label, str) and label.strip() else None
    return text, padded[start + 1 : start + 1 + YEARS_PER_PANEL]


def _number(figure: object, path: Path, line: int) -> float:
    if isinstance(figure, bool) or not isinstance(figure, (int, float)):
        message = f"{path}, sheet {SHEET_2024!r}, line {line}: {figure!r} is not a number; fetch the file again"
        raise SourceError(message)
    return float(figure)


def _require_totals(table: pd.DataFrame, path: Path) -> None:
    """Check that every block and year has one total; a file cut short loses it first."""
    blocks = table["mineral"] + " " + table["process"] + " " + table["year"].astype(str)
    totals = table["country"].isin(TOTALS).groupby(blocks).sum()
    odd = sorted(totals.index[totals != 1])
    if odd or table.empty:
        message = f"{path} has not one total row for {', '.join(odd) or 'any block'}; fetch the file again"
        raise SourceError(message)
