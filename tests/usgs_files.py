"""Small files in the formats of the USGS releases, with their traps, for the tests of readers and facts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

LONG_HEADER = (
    "MCS chapter",
    "Section",
    "Commodity",
    "Country",
    "Statistics",
    "Statistics_detail",
    "Unit",
    "Year",
    "Value",
    "Notes",
    "Is critical mineral 2025",
    "Other notes",
)
SINGLE_HEADER = (
    "SOURCE",
    "COMMODITY",
    "COUNTRY",
    "TYPE",
    "UNIT_MEAS",
    "PROD_2023",
    "PROD_EST_ 2024",
    "PROD_NOTES",
    "CAP_2023",
    "CAP_EST_ 2024",
    "CAP_NOTES",
    "RESERVES_2024",
    "RESERVE_NOTES",
)
OUTLOOK_HEADER = (
    "Mineral_Commodity",
    "Year",
    "Note",
    "Quantity",
    "Data_type",
    "Unit_MEAS",
    "Form",
    "Geographic_Region",
    "Figure_Use",
    "Data Sources",
    *([""] * 16),
)

Row = Sequence[str]


def long_file(raw: Path, rows: Sequence[Row]) -> None:
    """Write the 2026 file: cp1252, CRLF."""
    _write(raw / "usgs_mcs_2026" / "MCS2026_Commodities_Data.csv", [LONG_HEADER, *rows], "cp1252", "\r\n")


def long_row(
    commodity: str,
    country: str,
    value: str,
    *,
    statistics: str = "Production",
    detail: str = "Mine production",
    unit: str = "metric tons",
    year: str = "2025",
    notes: str = "",
    section: str = "World Mine Production and Reserves",
) -> Row:
    """Return one row of the 2026 file."""
    chapter = commodity.upper()
    return (chapter, section, commodity, country, statistics, detail, unit, year, value, notes, "Yes", "")


def single_file(raw: Path, rows: Sequence[Row]) -> None:
    """Write the 2025 file: UTF-8 with byte order mark, a stray blank in two column names."""
    _write(raw / "usgs_mcs_2025" / "MCS2025_World_Data.csv", [SINGLE_HEADER, *rows], "utf-8-sig")


def single_row(
    commodity: str, country: str, detail: str, value: str, *, unit: str = "metric tons", notes: str = ""
) -> Row:
    """Return one row of the 2025 file with production 2023 only."""
    return ("MCS2025", commodity, country, detail, unit, value, "", notes, "", "", "", "", "")


def commodity_file(raw: Path, edition: int, code: str, header: Row, rows: Sequence[Row], *, name: str = "") -> Path:
    """Write a per-commodity file of 2022 to 2024: UTF-8 with byte order mark and a tail of empty rows."""
    folder = {2022: "usgs_mcs_2022_partial"}.get(edition, f"usgs_mcs_{edition}/world")
    tail = [[""] * len(header)] * 3
    path = raw / folder / (name or f"mcs{edition}-{code}_world.csv")
    _write(path, [header, *rows, *tail], "utf-8-sig")
    return path


def outlook_file(raw: Path, rows: Sequence[Row]) -> None:
    """Write the file of the outlook, with its sixteen columns without a name."""
    path = raw / "usgs_world_minerals_outlook_2025" / "rare_earths_outlook_to_2029.csv"
    _write(path, [OUTLOOK_HEADER, *rows], "utf-8")


def outlook_row(
    commodity: str, year: str, status: str, value: str, area: str, *, unit: str = "thousand metric tons", form: str
) -> Row:
    """Return one capacity row of the outlook."""
    return (commodity, year, status, value, "Capacity", unit, form, area, "Figure 2", "", *([""] * 16))


def _write(path: Path, rows: Sequence[Row], encoding: str, line_end: str = "\n") -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))
