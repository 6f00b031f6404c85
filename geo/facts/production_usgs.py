"""Production, capacity and reserves by country of the U.S. Geological Survey as statistic rows, in tonnes.

Which printed table is which mineral, stage and product, and which edition gives which year, is decided in
data/reviewed/usgs_series.csv. Nothing is summed here: one printed cell is one row.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.schema.codes import OTHER, WORLD, Measure, ValueFlag
from geo.schema.tables_fact import STATISTIC, USGS_SERIES
from geo.sources.usgs_cell import Cell, estimate_mark, footnote_words, read_cell
from geo.sources.usgs_mcs_long import read_long
from geo.sources.usgs_mcs_wide import read_commodity_files, read_single_file
from geo.sources.usgs_outlook import read_outlook
from geo.units import GRAM_T, tonnes_per_unit

SYSTEM = "usgs"

COMMODITY_FILE_SOURCES = {"usgs-mcs-2022": 2022, "usgs-mcs-2023": 2023, "usgs-mcs-2024": 2024}
SINGLE_FILE_SOURCE = "usgs-mcs-2025"
NEWEST_SOURCE = "usgs-mcs-2026"
OUTLOOK_SOURCE = "usgs-outlook-2025"

ALL_ESTIMATED_SINCE = 2025
"""The newest production year of the 2026 edition is an estimate throughout, whether a cell says so or not."""

FIRST_PROJECTED_YEAR = 2025
"""The outlook's capacities from this year on are projections."""

PLAIN_STATUS = ("reported", "estimated", "outlook")
"""Words of the outlook that a flag or the mark of a projection holds."""

OTHER_LABELS = ("Other countries", "Other Countries", "Other", "Rest of the world")

WORLD_LABELS = (
    "World",
    "World total",
    "World total (rounded)",
    "World total (rounded), excluding U.S. production",
    "World total (rounded), excluding United States",
    "World total (ilmenite, rounded)",
    "World total (rutile, rounded)",
    "World total (ilmenite and rutile, rounded)",
)

TELLING_LABELS = (
    "Kazakhstan, concentrate",
    "Russia (recoverable)",
    "Ukraine, concentrate",
    "World total (rounded), excluding U.S. production",
    "World total (rounded), excluding United States",
)
"""Names that say more of the figure than the area code keeps."""

TITANIUM_MINERALS = ("timin", "Titanium Mineral Concentrates")
ILMENITE_SPELLINGS = ("ilmenite", "ilmentite")


def usgs_facts(inputs: Inputs) -> Tables:
    """Return the rows of table ``statistic`` that USGS gives, each with its edition as ``source_id``.

    Production 2020 to 2025 (one edition a year), reserves and capacity of the 2026 edition, capacity of the outlook of
    2025. Withheld, not-available, bounded and trace figures stay rows, without a quantity. The quantity is in tonnes
    of the row's basis; ``raw_value`` and ``raw_unit`` are as printed.

    Raises
    ------
    SourceError
        If a publisher's file is missing or of another edition.
    DataContractError
        If a table, name, unit or cell is not known, or a series has no world row (its file is then cut short).
    """
    series = inputs.reviewed(USGS_SERIES)
    tables = series.groupby("source_id")["printed_table"]
    printed = pd.concat([_printed(inputs.raw, str(source_id), names) for source_id, names in tables], ignore_index=True)
    selected = pd.concat(_selected(printed, series), ignore_index=True)
    selected["area_code"] = _area_codes(selected["area"], inputs.countries)
    findings = [*_unread(printed, series, inputs.words("usgs-world")), *_gaps(selected, series)]
    rows = pd.DataFrame([*_rows(selected, findings)], columns=STATISTIC.column_names)
    if findings:
        raise DataContractError(findings)
    return {"statistic": rows}


DATASETS = (
    Dataset((*COMMODITY_FILE_SOURCES, SINGLE_FILE_SOURCE, NEWEST_SOURCE, OUTLOOK_SOURCE), ("statistic",), usgs_facts),
)


def titanium_product(area: str, detail: str) -> str:
    """Return which mineral a row of the titanium mineral concentrates counts.

    The spelling and the place of the words change between editions, and the world rows name them beside the area. The
    United States print one figure for both, which the world total of ilmenite holds.
    """
    text = f"{area} {detail}".lower()
    is_ilmenite = any(spelling in text for spelling in ILMENITE_SPELLINGS)
    is_rutile = "rutile" in text
    if is_ilmenite and is_rutile and area in WORLD_LABELS:
        return "both minerals"
    return "ilmenite only" if is_ilmenite else "rutile only"


def _printed(raw: Path, source_id: str, tables: Iterable[str]) -> pd.DataFrame:
    """Return the printed cells of one edition, with ``source_id`` and the ``heading`` that tells products apart."""
    if source_id == OUTLOOK_SOURCE:
        return _outlook(raw)
    if source_id == NEWEST_SOURCE:
        printed = read_long(raw)
    elif source_id == SINGLE_FILE_SOURCE:
        printed = read_single_file(raw)
    elif source_id in COMMODITY_FILE_SOURCES:
        printed = read_commodity_files(raw, COMMODITY_FILE_SOURCES[source_id], sorted(set(tables)))
    else:
        message = f"usgs_series.csv: source {source_id!r} has no reader; correct it or write one in geo/sources"
        raise DataContractError([message])
    printed["source_id"] = source_id
    is_titanium = printed["table"].isin(TITANIUM_MINERALS)
    titanium = printed[is_titanium]
    printed["heading"] = printed["detail"].str.lower()
    printed.loc[is_titanium, "heading"] = [
        titanium_product(area, detail) for area, detail in zip(titanium["area"], titanium["detail"], strict=True)
    ]
    # The 2025 edition says "estimated" for a whole table in the heading of its rows.
    printed["is_estimated_column"] |= printed["detail"].str.endswith(", estimated")
    return printed


def _outlook(raw: Path) -> pd.DataFrame:
    printed = read_outlook(raw)
    is_idled = printed["status"].str.endswith("idled")
    is_plain = printed["status"].isin(PLAIN_STATUS)
    heading = printed["form"].str.lower() + is_idled.map({True: ", idled", False: ""})
    return pd.DataFrame(
        {
            "source_id": OUTLOOK_SOURCE,
            "table": printed["commodity"],
            "heading": heading,
            "detail": printed["form"],
            "area_printed": printed["area"],
            "area": printed["area"],
            "footnote_sign": "",
            "measure": printed["measure"],
            "unit": printed["unit"],
            "year": printed["year"],
            "is_estimated_column": ~printed["status"].str.startswith("reported"),
            "value": printed["value"],
            "note": ("Capacity called " + printed["status"]).mask(is_plain, ""),
        }
    )


def _selected(printed: pd.DataFrame, series: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the printed rows of each series, with the declared columns beside them."""
    for declared in series.to_dict("records"):
        is_reserves = declared["measure"] == Measure.RESERVES
        is_wanted = (
            (printed["source_id"] == declared["source_id"])
            & (printed["table"] == declared["printed_table"])
            & (printed["measure"].str.lower() == declared["measure"])
        )
        if not pd.isna(declared["printed_words"]):
            is_wanted &= _has_words(printed["heading"], declared["printed_words"].lower(), declared["source_id"])
        # Reserves are those of the edition, whatever year stands beside them.
        if not is_reserves:
            is_wanted &= printed["year"].between(declared["year_from"], declared["year_to"])
        rows = printed[is_wanted].copy()
        if is_reserves:
            rows["year"] = declared["year_from"]
        rows["measure"] = declared["measure"]
        rows["is_estimate"] = _is_estimate(rows)
        rows["heading_note"] = _heading_notes(rows)
        for column in ("mineral", "stage", "product", "basis", "corrected_unit"):
            rows[column] = declared[column]
        rows["series_note"] = declared["note"]
        yield rows


def _has_words(heading: pd.Series, words: str, source_id: str) -> pd.Series:
    if source_id == OUTLOOK_SOURCE:
        return heading == words
    return pd.concat([heading.str.contains(word, regex=False) for word in words.split(";")], axis=1).any(axis=1)


def _is_estimate(rows: pd.DataFrame) -> pd.Series:
    """Return which figures of a table are estimates.

    A footnote of the row decides, then the heading of the column. Where only single rows of a table are marked as
    reported, the marks are the exceptions and the other figures are estimates; the 2026 edition, which marks every
    row, confirms that for each of these tables.
    """
    marks = rows["note"].map(estimate_mark)
    marks_exceptions = bool(marks.eq(other=False).any()) and set(rows["source_id"]) != {NEWEST_SOURCE}
    by_default = rows["is_estimated_column"] | (rows["footnote_sign"] == "e") | marks_exceptions
    is_newest_output = (rows["measure"] == Measure.PRODUCTION) & (rows["year"] >= ALL_ESTIMATED_SINCE)
    return marks.where(marks.notna(), by_default).astype(bool) | is_newest_output


def _heading_notes(rows: pd.DataFrame) -> pd.Series:
    """Return a note for country rows whose heading is not the one that most rows of the table have."""
    is_country = ~rows["area"].isin(WORLD_LABELS)
    counts = rows.loc[is_country, "detail"].str.lower().value_counts()
    usual = counts.index[0] if len(counts) else ""
    is_odd = is_country & (rows["detail"].str.lower() != usual)
    return ("Row headed " + rows["detail"]).where(is_odd, "")


def _area_codes(areas: pd.Series, index: CountryIndex) -> pd.Series:
    codes = areas.map(dict.fromkeys(OTHER_LABELS, OTHER) | dict.fromkeys(WORLD_LABELS, WORLD))
    is_country = codes.isna()
    codes[is_country] = index.codes(areas[is_country], system=SYSTEM, place="USGS tables").astype("object")
    return codes


def _gaps(selected: pd.DataFrame, series: pd.DataFrame) -> Iterator[str]:
    """Yield the series whose world row is missing in a year: the table is not the one declared, or is cut short."""
    keys = ["measure", "mineral", "stage", "product", "source_id"]
    world = selected[selected["area_code"] == WORLD]
    held = set(zip(*(world[key] for key in keys), world["year"], strict=True))
    for declared in series.to_dict("records"):
        for year in range(int(declared["year_from"]), int(declared["year_to"]) + 1):
            if (*(declared[key] for key in keys), year) not in held:
                yield (
                    f"{declared['source_id']}: table {declared['printed_table']!r} has no world row for "
                    f"{declared['measure']} of {declared['mineral']} ({declared['product']}) {year}; "
                    "restore the file or correct data/reviewed/usgs_series.csv"
                )


def _unread(printed: pd.DataFrame, series: pd.DataFrame, words: MineralWords) -> Iterator[str]:
    """Yield the printed tables that no series of their edition reads and that are not left out on purpose."""
    for source_id, tables in printed.groupby("source_id")["table"]:
        read = series.loc[series["source_id"] == source_id, "printed_table"]
        for name in sorted(set(tables) - set(read)):
            if words.find((name, "")) != ():
                yield (
                    f"{source_id}: table {name!r} is read by no series; add it to data/reviewed/usgs_series.csv, or to "
                    f"mineral_alias.csv (system {words.system!r}) without a mineral if it is to be left out"
                )


def _rows(selected: pd.DataFrame, findings: list[str]) -> Iterator[dict[str, object]]:
    for row in selected.to_dict("records"):
        place = f"{row['source_id']}, {row['table']}, {row['area_printed']} {row['year']}"
        try:
            cell = read_cell(row["value"], row["note"])
            tonnes = tonnes_per_unit(row["unit"] if pd.isna(row["corrected_unit"]) else row["corrected_unit"])
        except DataContractError as exc:
            findings.extend(f"{place}: {finding}" for finding in exc.findings)
            continue
        yield _statistic(row, cell, tonnes)


def _statistic(row: Mapping[Hashable, Any], cell: Cell, tonnes: float) -> dict[str, object]:
    is_plain = cell.flag is ValueFlag.REPORTED
    return {
        "measure": row["measure"],
        "mineral": row["mineral"],
        "stage": row["stage"],
        "product": row["product"],
        "area": row["area_code"],
        "year": row["year"],
        "source_id": row["source_id"],
        "basis": row["basis"],
        "quantity_t": _in_tonnes(cell.quantity, tonnes),
        "low_t": _in_tonnes(cell.low, tonnes),
        "high_t": _in_tonnes(cell.high, tonnes),
        "share": None,
        "high_share": None,
        "flag": (ValueFlag.ESTIMATED if is_plain and row["is_estimate"] else cell.flag).value,
        "is_projection": row["source_id"] == OUTLOOK_SOURCE and row["year"] >= FIRST_PROJECTED_YEAR,
        "raw_value": row["value"],
        "raw_unit": row["unit"],
        "note": _note(row, cell),
    }


def _in_tonnes(figure: float | None, tonnes: float) -> float | None:
    return None if figure is None else round(figure * tonnes, GRAM_T)


def _note(row: Mapping[Hashable, Any], cell: Cell) -> str | None:
    """Return the footnotes, then what was read differently from the print, in one text."""
    parts = [
        footnote_words(row["note"]),
        cell.note,
        row["heading_note"],
        _label_note(row),
        "" if pd.isna(row["series_note"]) else row["series_note"],
    ]
    return " ".join(_sentence(part) for part in parts if part) or None


def _label_note(row: Mapping[Hashable, Any]) -> str:
    """Return a note where the printed name says more than the area code, or has a footnote glued to it."""
    is_telling = row["area"] in TELLING_LABELS or row["footnote_sign"]
    return f'Printed as "{row["area_printed"]}"' if is_telling else ""


def _sentence(words: str) -> str:
    return words if words.endswith((".", ".”")) else f"{words}."
