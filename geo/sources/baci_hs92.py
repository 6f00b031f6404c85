"""CEPII BACI V202601, HS92, as redistributed for 74 codes: every flow of the world, 1995-2024, with tonnes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import published_file, read_text_table, require_columns

SOURCE_ID = "cepii-baci-hs92-v202601"
NOMENCLATURE = "HS92"
FOLDER = "cepii_baci_v202601_hs92"

COLUMNS = ["t", "i", "j", "k", "v", "q"]


def read_world(raw: Path) -> pd.DataFrame:
    """Return every flow: year, exporter, importer, hs6, value_kusd, qty_t; 1,264,888 rows.

    Exporter and importer are the publisher's numeric codes as text ("490" is Taiwan), value_kusd is in thousand current
    USD (FOB), qty_t in tonnes of gross weight, empty where the publisher has no quantity.
    """
    path = published_file(raw, FOLDER, "baci_hs92_v202601_1995_2024_74hs6.parquet")
    frame = pd.read_parquet(path)
    require_columns(frame, COLUMNS, path)
    return pd.DataFrame(
        {
            "year": frame["t"].astype("int64"),
            "exporter": _as_text(frame["i"]),
            "importer": _as_text(frame["j"]),
            "hs6": frame["k"].astype("category"),
            "value_kusd": frame["v"],
            "qty_t": frame["q"],
        }
    )


def read_product_texts(raw: Path) -> pd.DataFrame:
    """Return the publisher's HS92 product table: hs6 and description."""
    table = read_text_table(published_file(raw, FOLDER, "product_codes_HS92.csv"), ["code", "description"])
    return table.rename(columns={"code": "hs6"})[["hs6", "description"]]


def _as_text(codes: pd.Series) -> pd.Series:
    """Return numeric area codes as text; each code is turned into text once."""
    areas = codes.astype("category")
    return areas.cat.rename_categories([str(code) for code in areas.cat.categories])
