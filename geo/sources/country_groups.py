"""Country groups and their members, compiled from published lists with date and document."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import published_file, read_text_table

SOURCE_ID = "country-groups-compiled-2026"
FOLDER = "facts_country_groups"

GROUP_COLUMNS = (
    "group_id",
    "group_name",
    "kind",
    "as_of",
    "publisher",
    "document",
    "document_date",
    "url",
    "evidence",
    "confidence",
    "note",
)
MEMBER_COLUMNS = ("group_id", "iso3", "role", "since", "until", "source", "confidence", "note")


def read_groups(raw: Path) -> pd.DataFrame:
    """Return one row a group, all text; empty text where nothing is given."""
    path = published_file(raw, FOLDER, "groups.csv")
    return read_text_table(path, GROUP_COLUMNS).loc[:, list(GROUP_COLUMNS)]


def read_members(raw: Path) -> pd.DataFrame:
    """Return one row a membership, all text; EUU stands for the European Union as a party, XKX for Kosovo."""
    path = published_file(raw, FOLDER, "country_groups.csv")
    return read_text_table(path, MEMBER_COLUMNS).loc[:, list(MEMBER_COLUMNS)]
