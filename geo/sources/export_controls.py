"""Export controls on minerals: the compiled list of measures, and Table 4 of USGS Mineral Commodity Summaries 2026."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import published_file, read_text_table

COMPILED_SOURCE_ID = "export-controls-compiled-2026"
USGS_SOURCE_ID = "usgs-mcs-2026"

COMPILED_COLUMNS = (
    "control_id",
    "jurisdiction_iso3",
    "minerals",
    "forms_or_scope",
    "measure_type",
    "target",
    "announced",
    "effective",
    "end_date",
    "status",
    "status_as_of",
    "authority",
    "instrument",
    "source_publisher",
    "source_document",
    "source_date",
    "source_url",
    "evidence",
    "confidence",
    "note",
)
USGS_COLUMNS = {
    "Country": "country",
    "Control_Type": "measure",
    "Commodity_Year": "commodity_year",
    "Data_source": "url",
    "Notes": "note",
}


def read_compiled_controls(raw: Path) -> pd.DataFrame:
    """Return one row a measure, all text; minerals are separated by semicolons."""
    path = published_file(raw, "facts_export_controls", "export_controls.csv")
    return read_text_table(path, COMPILED_COLUMNS).loc[:, list(COMPILED_COLUMNS)]


def read_usgs_controls(raw: Path) -> pd.DataFrame:
    """Return one row a country and kind of control of Table 4, in printed order, text trimmed.

    Columns: country, measure, commodity_year (commodities with the year in brackets), url, note.
    """
    path = published_file(raw, "usgs_mcs_2026", "MCS2026_T4_Country_Export_Control.csv")
    table = read_text_table(path, list(USGS_COLUMNS)).loc[:, list(USGS_COLUMNS)].rename(columns=USGS_COLUMNS)
    for column in table.columns:
        table[column] = table[column].str.strip()
    return table
