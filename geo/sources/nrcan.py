"""Natural Resources Canada: critical minerals advanced projects, mines and processing facilities."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, require_columns

SOURCE_ID = "nrcan-cm-2026"
YEAR = 2026
"""The service was queried on 24 June 2026."""

COLUMNS = [
    "nrcanObjectId",
    "name",
    "operator",
    "minerals",
    "status",
    "latitude",
    "longitude",
    "province",
    "operationGroup",
    "developmentStage",
]
"""The publisher's own fields. The copy also holds `primaryMineral`, `region`, `stage` and `id`, which a re-user
invented (nickel wins over palladium there); they are not read."""


def read_sites(raw: Path) -> pd.DataFrame:
    """Return the sites of the four layers, one row a site; `minerals` is the list as printed, joined by "; ".

    Latitude and longitude are degrees, WGS 84; no capacity, no production. A comma inside brackets was taken for a
    separator in the copy ("Uranium (hexafluoride", "dioxide"): those pieces stay as they are.

    Raises
    ------
    SourceError
        If the file is missing, is no list of sites, or lacks a field.
    """
    path = published_file(raw, "nrcan_critical_minerals", "nrcan_sync_2026-06-24.json")
    try:
        table = pd.DataFrame(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError, ValueError) as exc:
        message = f"{path} is not a list of sites ({exc}); fetch the file again"
        raise SourceError(message) from exc
    require_columns(table, COLUMNS, path)
    sites = table.loc[:, COLUMNS].copy()
    sites["minerals"] = sites["minerals"].map(lambda words: "; ".join(word.strip() for word in words))
    for name in ("name", "operator", "status", "province", "operationGroup", "developmentStage"):
        sites[name] = sites[name].fillna("").astype(str).str.strip()
    return sites.astype({"nrcanObjectId": "int64", "latitude": "float64", "longitude": "float64"})
