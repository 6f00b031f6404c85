"""DataHub "country-codes": ISO 3166-1, UN M49, UN regions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import published_file, read_text_table

SOURCE_ID = "datahub-country-codes-2026"

COLUMNS = {
    "ISO3166-1-Alpha-3": "iso3",
    "ISO3166-1-Alpha-2": "iso2",
    "M49": "m49",
    "CLDR display name": "cldr_name",
    "official_name_en": "un_name",
    "UNTERM English Short": "unterm_name",
    "Region Name": "un_region",
    "Sub-region Name": "un_subregion",
    "Intermediate Region Name": "un_intermediate_region",
    "Land Locked Developing Countries (LLDC)": "lldc",
}


def read_country_codes(raw: Path) -> pd.DataFrame:
    """Return one row an ISO 3166-1 area, all text as published.

    Columns: iso3, iso2, m49, cldr_name, un_name, unterm_name, un_region, un_subregion, un_intermediate_region and
    lldc ("x" for a landlocked developing country). Namibia's iso2 is the text "NA". M49 has no leading zeros, as in
    the file. Kosovo is not listed.
    """
    path = published_file(raw, "datahub_country_codes", "country-codes.csv")
    table = read_text_table(path, list(COLUMNS))
    return table.loc[:, list(COLUMNS)].rename(columns=COLUMNS)
