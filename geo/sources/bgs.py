"""British Geological Survey, World Mineral Statistics: production by country since 1971."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import printed_numbers, published_file, read_text_table

SOURCE_ID = "bgs-wms-2023"
FOLDER = "bgs_world_mineral_statistics"
FILES = (
    "REs",
    "antimony",
    "cobalt",
    "copper",
    "ferroalloys",
    "gallium",
    "germanium",
    "graphite",
    "lithium",
    "magnesium",
    "manganese",
    "nickel",
    "platinum",
    "tungsten",
)
"""Middle part of the names of the files, one a commodity table."""

LABELS = {
    "bgs_commodity_trans": "commodity",
    "bgs_sub_commodity_trans": "form",
    "country_trans": "country",
    "country_iso3_code": "printed_code",
    "quantity": "quantity_text",
    "quantity_in_book_style": "book_text",
    "units": "unit",
    "data_precision_description": "precision",
    "concat_figure_notes_text": "figure_notes",
}
PRODUCTION = "Production"


def read_world_production(raw: Path) -> pd.DataFrame:
    """Return all series of the held files, one row a commodity, form, country and year, labels as printed.

    ``quantity`` is in ``unit`` (tonnes or kilograms, gross or metal content as the unit says) and empty where BGS
    prints "..."; ``precision`` says what a zero is: nil, or more than 0 but less than half a unit. There is no world
    row. ``printed_code`` is BGS's ISO-3 column, which is wrong for two countries: Congo (Brazzaville) carries COD and
    Kosovo 1A0. Join on names.

    Raises
    ------
    SourceError
        If a file is missing, lacks a column, holds another statistic than production or a year that is not one.
    """
    return pd.concat([_read_file(raw, name) for name in FILES], ignore_index=True)


def _read_file(raw: Path, name: str) -> pd.DataFrame:
    path = published_file(raw, FOLDER, f"BGS_{name}_production.csv")
    table = read_text_table(path, [*LABELS, "year", "bgs_statistic_type_trans"])
    other = sorted(set(table["bgs_statistic_type_trans"]) - {PRODUCTION})
    if other:
        message = f"{path} holds {other[0]!r} rows; only production is read, so take out imports and exports"
        raise SourceError(message)
    result = table[list(LABELS)].rename(columns=LABELS)
    result["year"] = printed_numbers(table["year"].str[:4], path).astype("int64")
    result["quantity"] = printed_numbers(table["quantity"], path, may_be_empty=True)
    return result
