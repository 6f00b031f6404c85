"""Mineral Commodity Summaries 2026: tables about the United States, and the table of leading producers.

Published source: U.S. Geological Survey, Mineral Commodity Summaries 2026 Data Release, doi 10.5066/P1WKQ63T. The long
file holds the salient statistics and the import sources by form; figures 2 and 3 and table T7 are files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, read_text_table
from geo.sources.usgs_mcs_long import LONG_COLUMNS
from geo.sources.usgs_table import one_line

SOURCE_ID = "usgs-mcs-2026"
FOLDER = "usgs_mcs_2026"
LONG_FILE = "MCS2026_Commodities_Data.csv"
RELIANCE_FILE = "MCS2026_Fig2_Net_Import_Reliance.csv"
SOURCES_FILE = "MCS2026_Fig3_Major_Import_Sources.csv"
LEADERS_FILE = "MCS2026_T7_Critical_Minerals_Salient.csv"

SALIENT_SECTION = "Salient Statistics"
IMPORT_SECTION = "Import Sources"

LEADERS_YEAR = "2025_estimated"
"""The one heading of table T7."""


def read_salient(raw: Path) -> pd.DataFrame:
    """Return the salient statistics of the United States, 2021 to 2025, all commodities.

    Columns: chapter, commodity, statistics (Production, Import, ...), detail (form and basis), unit, year, value as
    printed, note (footnotes), chapter_note (basis of the whole chapter).
    """
    rows = _section(raw, SALIENT_SECTION)
    return _printed(rows).assign(
        statistics=rows["Statistics"].str.strip(), unit=one_line(rows["Unit"]), year=rows["Year"].astype("int64")
    )


def read_import_sources(raw: Path) -> pd.DataFrame:
    """Return where U.S. imports come from by form, average 2021-24, in percent as printed.

    Columns: chapter, commodity, detail (form), area, period as printed, value, note, chapter_note. The countries named
    are the largest ones; the rest is ``Other countries``.
    """
    rows = _section(raw, IMPORT_SECTION)
    return _printed(rows).assign(area=one_line(rows["Country"]), period=rows["Year"].str.strip())


def read_net_import_reliance(raw: Path) -> pd.DataFrame:
    """Return figure 2: net import reliance in 2025 as printed and the major import sources in descending order.

    Columns: commodity, value, sources, note. Net exporters are not in the figure.
    """
    columns = {
        "Commodity": "commodity",
        "Net_Import_Reliance_pct_2025": "value",
        "Major_Import_Sources_2021_24": "sources",
        "Notes": "note",
    }
    return _figure(raw, RELIANCE_FILE, columns)


def read_major_import_sources(raw: Path) -> pd.DataFrame:
    """Return figure 3: commodity, area and percent of U.S. imports 2021-24 as printed.

    Its column of import reliance is not read: it prints ``>75`` as 75 and a net exporter as 0.
    """
    columns = {"Commodity": "commodity", "Import_Source_2021_24": "area", "Percent": "value"}
    return _figure(raw, SOURCES_FILE, columns)


def read_leading_producers(raw: Path) -> pd.DataFrame:
    """Return table T7: leading producer of each critical mineral in 2025 (estimates), with the footnote digit cut off.

    Columns: commodity, area, quantity, percent, world (all as printed, metric tons), note. The unit column says metric
    tons for every row.

    Raises
    ------
    SourceError
        If the table is of another year or unit.
    """
    columns = {
        "Critical_mineral": "commodity",
        "Leading_source_country": "area",
        "Leading_country_prod": "quantity",
        "Leading_source_precent_world": "percent",
        "World_total_prod": "world",
        "World_prod_notes": "note",
        "Year": "year",
        "Units": "unit",
    }
    result = _figure(raw, LEADERS_FILE, columns)
    heads = set(zip(result.pop("year"), result.pop("unit"), strict=True))
    if heads != {(LEADERS_YEAR, "metric tons")}:
        message = f"{LEADERS_FILE} has years and units {sorted(heads)}; use the edition that its SOURCE.md names"
        raise SourceError(message)
    # One name carries its footnote: "Rare earths (compounds and metals)9".
    result["commodity"] = result["commodity"].str.replace(r"\)\d$", ")", regex=True)
    return result


def _section(raw: Path, section: str) -> pd.DataFrame:
    path = published_file(raw, FOLDER, LONG_FILE)
    printed = read_text_table(path, (*LONG_COLUMNS, "Other notes"), encoding="cp1252")
    rows = printed[printed["Section"].str.startswith(section)].reset_index(drop=True)
    if rows.empty:
        message = f"{path} has no section {section!r}; use the edition that its SOURCE.md names"
        raise SourceError(message)
    return rows


def _printed(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "chapter": one_line(rows["MCS chapter"]),
            "commodity": one_line(rows["Commodity"]),
            "detail": one_line(rows["Statistics_detail"]),
            "value": rows["Value"].str.strip(),
            "note": one_line(rows["Notes"]),
            "chapter_note": one_line(rows["Other notes"]),
        }
    )


def _figure(raw: Path, name: str, columns: Mapping[str, str]) -> pd.DataFrame:
    table = read_text_table(published_file(raw, FOLDER, name), list(columns))
    return pd.DataFrame({ours: one_line(table[printed]) for printed, ours in columns.items()})
