"""CEPII BACI V202601, HS07, as redistributed for 13 codes between ASEAN members and 15 partners, 2010-2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, read_text_table

SOURCE_ID = "cepii-baci-hs07-v202601-asean"
NOMENCLATURE = "HS07"

COLUMNS = ["t", "hs6", "trade_usd_thousands", "qty_tons", "i_iso3", "j_iso3"]


def read_asean_flows(raw: Path) -> pd.DataFrame:
    """Return year, exporter, importer (ISO3), hs6, value_kusd (thousand current USD), qty_t (tonnes, may be empty).

    Not the world: one side is an ASEAN member, the other one of 15 partners. Trade inside ASEAN, and with India,
    Taiwan, Switzerland, Norway or Finland, is not in the file.
    """
    path = published_file(raw, "cepii_baci_v202601_asean", "baci-asean-minerals-bilateral-2010-2024.csv")
    table = read_text_table(path, COLUMNS)
    numbers = {}
    for column in ("t", "trade_usd_thousands", "qty_tons"):
        words = table[column].mask(table[column] == "")
        numbers[column] = pd.to_numeric(words, errors="coerce")
        wrong = numbers[column].isna() & (words.notna() | (column != "qty_tons"))
        if wrong.any():
            message = f"{path}: {column} has {table.loc[wrong, column].iloc[0]!r} where a number belongs; fetch the file again"
            raise SourceError(message)
    return pd.DataFrame(
        {
            "year": numbers["t"].astype(int),
            "exporter": table["i_iso3"],
            "importer": table["j_iso3"],
            "hs6": table["hs6"],
            "value_kusd": numbers["trade_usd_thousands"],
            "qty_t": numbers["qty_tons"],
        }
    )
