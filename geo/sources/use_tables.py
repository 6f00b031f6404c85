"""Files of use: estimates of need and what they rest on, apparent consumption, electric vehicles, batteries, value added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from geo.sources.published import printed_numbers, published_file, read_text_table, require_columns
from geo.sources.workbook import sheet_rows

DEMAND_FOLDER = "facts_regional_demand"
NEED_NUMBERS = ("estimate_t", "low_t", "high_t", "rung", "world_t")
SHARES = ("pub_share", "makers", "buyers", "mva")
PARTS = ("production_t", "imports_t", "exports_t", "net_t", "apparent_t")


def read_need(raw: Path) -> pd.DataFrame:
    """Return the estimates of need: mineral, area, estimate_t, low_t, high_t, rung, how, world_t."""
    return _table(raw, DEMAND_FOLDER, "need_estimate.csv", ["mineral", "area", "how"], NEED_NUMBERS)


def read_consumption(raw: Path) -> pd.DataFrame:
    """Return the figures of use that were read one by one: mineral, stage, area, year, value, unit, basis and where they stand."""
    words = ["mineral", "stage", "area", "unit", "basis", "source_title", "page", "link", "confidence", "note"]
    return _table(raw, DEMAND_FOLDER, "consumption.csv", words, ["year", "value"])


def read_method_checks(raw: Path) -> pd.DataFrame:
    """Return published shares of world use beside those of the three methods: mineral, area, source, pub_share, makers, buyers, mva."""
    return _table(
        raw, DEMAND_FOLDER, "method_checks.csv", ["mineral", "area", "source"], SHARES, may_be_empty=SHARES[1:]
    )


def read_derived_trade(raw: Path) -> pd.DataFrame:
    """Return production, imports, exports, their net and apparent consumption in tonnes by item, code and area."""
    return _table(raw, DEMAND_FOLDER, "derived_trade_2024.csv", ["item", "hs6", "area"], PARTS, may_be_empty=PARTS)


def read_apparent(raw: Path) -> pd.DataFrame:
    """Return refined production and apparent consumption as printed: form, iso3, measure, period, value, unit, note."""
    words = ["form", "iso3", "measure", "period", "unit", "source_title", "confidence", "note"]
    return _table(raw, "facts_apparent_consumption", "apparent_consumption.csv", words, ["value"])


def read_value_added(raw: Path) -> pd.DataFrame:
    """Return manufacturing value added: name, code, year, value_usd in current US dollars; empty cells left out."""
    path = published_file(raw, "worldbank_manufacturing_value_added", "API_NV.IND.MANF.CD_DS2_en_csv_v2_5363423.csv")
    table = read_text_table(path, ["Country Name", "Country Code", "Indicator Code"])
    years = [name for name in table.columns if name.isdigit()]
    long = table.melt(["Country Name", "Country Code"], years, "year", "value").set_axis(
        ["name", "code", "year", "value"], axis=1
    )
    long = long[long["value"].str.strip() != ""].reset_index(drop=True)
    return long.assign(year=long["year"].astype("int64"), value_usd=printed_numbers(long["value"], path)).drop(
        columns="value"
    )


def read_ev_outlook(raw: Path) -> pd.DataFrame:
    """Return the workbook's joined sheet: region_country, category, parameter, mode, powertrain, year, unit, value."""
    path = published_file(raw, "iea_global_ev_outlook_2025", "EVDataExplorer2025.xlsx")
    columns = ["region_country", "category", "parameter", "mode", "powertrain", "year", "unit", "value"]
    return _sheet(path, "GEVO_EV_2025", columns)


def read_battery_intensity(raw: Path) -> pd.DataFrame:
    """Return what a battery pack holds: Electrolyte, Anode, Mineral, chemistry, kg_per_kwh."""
    path = published_file(raw, "battery_intensity_busch2025", "Mineral_Intensity_2025.xlsx")
    return _sheet(path, "Study_Scope", ["Electrolyte", "Anode", "Mineral", "chemistry", "kg_per_kwh"])


def _table(
    raw: Path,
    folder: str,
    name: str,
    words: Sequence[str],
    numbers: Sequence[str],
    *,
    may_be_empty: Sequence[str] = (),
) -> pd.DataFrame:
    path = published_file(raw, folder, name)
    table = read_text_table(path, [*words, *numbers])
    trimmed: pd.DataFrame = table.loc[:, [*words, *numbers]].apply(lambda cells: cells.str.strip())
    figures = {
        column: printed_numbers(trimmed[column], path, may_be_empty=column in may_be_empty) for column in numbers
    }
    return trimmed.assign(**figures)


def _sheet(path: Path, sheet: str, columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of a sheet whose first row names them.

    Raises
    ------
    SourceError
        If the file is no whole workbook, or lacks the sheet or a column.
    """
    header, *rows = sheet_rows(path, sheet) or [()]
    table = pd.DataFrame(rows, columns=[str(cell) for cell in header], dtype=object)
    require_columns(table, columns, path)
    return table.loc[:, list(columns)].dropna(how="all").reset_index(drop=True)
