"""World minerals outlook to 2029: capacity of eight commodities, by country for 2024, for the world 2022 to 2029.

Published source: Alonso and others (2025), U.S. Geological Survey data release to Scientific Investigations Report
2025-5021, doi 10.5066/P1HTTCWN.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import printed_numbers, published_file, read_text_table
from geo.sources.usgs_table import one_line

OUTLOOK_COLUMNS = ("commodity", "form", "area", "measure", "unit", "year", "status", "value", "data_source")
"""``status`` is the column Note: reported, estimated, "estimated, idled", outlook ...; ``value`` the cell as printed."""

_COLUMNS = (
    "Mineral_Commodity",
    "Year",
    "Note",
    "Quantity",
    "Data_type",
    "Unit_MEAS",
    "Form",
    "Geographic_Region",
    "Data Sources",
)


def read_outlook(raw: Path) -> pd.DataFrame:
    """Return all rows of the release, production and capacity, with the columns ``OUTLOOK_COLUMNS``.

    The copy is called ``rare_earths_outlook_to_2029.csv`` and holds no rare earths.

    Raises
    ------
    SourceError
        If the file is missing, cut short or of another edition.
    """
    path = published_file(raw, "usgs_world_minerals_outlook_2025", "rare_earths_outlook_to_2029.csv")
    printed = read_text_table(path, _COLUMNS)
    return pd.DataFrame(
        {
            "commodity": one_line(printed["Mineral_Commodity"]),
            "form": one_line(printed["Form"]),
            "area": one_line(printed["Geographic_Region"]),
            "measure": one_line(printed["Data_type"]),
            "unit": one_line(printed["Unit_MEAS"]),
            "year": printed_numbers(printed["Year"], path).astype("int64"),
            "status": one_line(printed["Note"]).str.lower(),
            "value": printed["Quantity"],
            "data_source": one_line(printed["Data Sources"]),
        }
    )[list(OUTLOOK_COLUMNS)]
