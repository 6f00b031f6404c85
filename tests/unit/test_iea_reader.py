"""The IEA files: a CSV (2025) and a workbook with two panels side by side (2024)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from geo.errors import SourceError
from geo.facts.production_iea import FILE_2024, SHEET_2024, read_supply_2024, read_supply_2025

CSV_2025 = """\
mineral,stage,country,year,kt
Nickel,refining,Indonesia,2024,1493.2
Nickel,refining,Canada,2024,113.1
Nickel,refining,Rest of world,2024,1990.497
Nickel,refining,Total,2024,3483.697
"""

YEARS = (None, 2023, 2030, 2035, 2040)
SHEET = (
    ("Total supply for key energy transition minerals, base case (kt)",),
    (None,),
    (*YEARS, None, *YEARS),
    (None,),
    ("Graphite - Mining (natural)", None, None, None, None, None, "Cobalt - Refining"),
    ("China", 1320, 1905, 2150, 2160, None, "China", 171.7, 230.8, 228.4, 228.4),
    # A short panel leaves holes beside the longer one.
    (None, None, None, None, None, None, "Indonesia", 0, 8.9, 8.9, 8.9),
    ("Rest of world", 297.3, 836.9, 847.6, 892.2, None, "Rest of world", 52.1, 73.2, 69.3, 67.4),
    ("Total", 1617.3, 2741.9, 2997.6, 3052.2, None, "Total clean technologies", 223.8, 312.9, 306.6, 304.7),
    ("Top 3 share", 0.9, 0.9, 0.9, 0.9, None, "Top 3 share", 0.88, 0.84, 0.85, 0.85),
    (None,),
    ("Notes: Supply projections - base case.",),
)


def write_2025(raw: Path, text: str) -> None:
    folder = raw / "iea_critical_minerals_2025"
    folder.mkdir()
    (folder / "supply_by_country_base_case.csv").write_text(text, encoding="utf-8")


def write_2024(raw: Path, rows: tuple[tuple[object, ...], ...], sheet: str = SHEET_2024) -> None:
    folder = raw / "iea_critical_minerals_2024"
    folder.mkdir()
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(folder / FILE_2024)


def test_the_csv_keeps_labels_and_printed_cells(tmp_path: Path) -> None:
    write_2025(tmp_path, CSV_2025)
    table = read_supply_2025(tmp_path)
    assert list(table["country"]) == ["Indonesia", "Canada", "Rest of world", "Total"]
    assert table.loc[0].to_dict() == {
        "mineral": "Nickel",
        "process": "refining",
        "country": "Indonesia",
        "year": 2024,
        "quantity_kt": 1493.2,
        "quantity_text": "1493.2",
    }


def test_both_panels_of_the_workbook_are_read_and_ratios_are_left_out(tmp_path: Path) -> None:
    write_2024(tmp_path, SHEET)
    table = read_supply_2024(tmp_path)
    left = table[(table["mineral"] == "Graphite") & (table["process"] == "Mining (natural)")]
    right = table[(table["mineral"] == "Cobalt") & (table["process"] == "Refining")]
    assert len(left) + len(right) == len(table)
    assert list(left["country"].unique()) == ["China", "Rest of world", "Total"]
    assert list(right["country"].unique()) == ["China", "Indonesia", "Rest of world", "Total clean technologies"]
    assert set(table["year"]) == {2023, 2030, 2035, 2040}
    indonesia = right[(right["country"] == "Indonesia") & (right["year"] == 2023)]
    assert list(indonesia["quantity_kt"]) == [0.0]


def test_a_file_cut_short_is_named(tmp_path: Path) -> None:
    write_2025(tmp_path, "\n".join(CSV_2025.splitlines()[:-1]))
    with pytest.raises(SourceError, match="not one total row for Nickel refining 2024"):
        read_supply_2025(tmp_path)


def test_a_cell_that_is_no_number_is_named_by_line(tmp_path: Path) -> None:
    write_2025(tmp_path, CSV_2025.replace("113.1", "n/a"))
    with pytest.raises(SourceError, match="line 3: 'n/a' is not a number"):
        read_supply_2025(tmp_path)


@pytest.mark.parametrize(
    ("rows", "sheet", "message"),
    [
        (SHEET, "Total supply", "has no sheet '2 Total supply for key minerals'"),
        (SHEET[3:], SHEET_2024, "no row of years"),
        (SHEET[:8], SHEET_2024, "not one total row"),
        ((*SHEET[:5], ("China", 1, "x", 3, 4)), SHEET_2024, "line 6: 'x' is not a number"),
    ],
)
def test_another_layout_is_refused(
    tmp_path: Path, rows: tuple[tuple[object, ...], ...], sheet: str, message: str
) -> None:
    write_2024(tmp_path, rows, sheet)
    with pytest.raises(SourceError, match=message):
        read_supply_2024(tmp_path)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    write_2024(tmp_path, SHEET)
    path = tmp_path / "iea_critical_minerals_2024" / FILE_2024
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(SourceError, match="not a whole workbook"):
        read_supply_2024(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"supply_by_country_base_case\.csv is missing"):
        read_supply_2025(tmp_path)
