"""CEPII BACI V202601, HS07, as redistributed for 13 codes between ASEAN members and 15 partners, 2010-2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import printed_numbers, published_file, read_text_table

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
    return pd.DataFrame(
        {
            "year": printed_numbers(table["t"], path).astype(int),
            "exporter": table["i_iso3"],
            "importer": table["j_iso3"],
            "hs6": table["hs6"],
            "value_kusd": printed_numbers(table["trade_usd_thousands"], path),
            "qty_t": printed_numbers(table["qty_tons"], path, may_be_empty=True),
        }
    )
