"""Natural Resources Canada: critical minerals advanced projects, mines and processing facilities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Inputs
from geo.facts.facility_row import (
    PRIMARY,
    SECONDARY,
    Product,
    Record,
    SiteDataset,
    SiteRow,
    aluminium_chain,
    is_rounded,
    joined_words,
    known_code,
    ore_of,
    records,
)
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
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
    sites = table[COLUMNS].copy()
    sites["minerals"] = sites["minerals"].map(lambda words: "; ".join(word.strip() for word in words))
    for name in ("name", "operator", "status", "province", "operationGroup", "developmentStage"):
        sites[name] = sites[name].fillna("").astype(str).str.strip()
    return sites.astype({"nrcanObjectId": "int64", "latitude": "float64", "longitude": "float64"})


KINDS = {
    "Battery recycling facility": FacilityKind.RECYCLING,
    "Electric arc furnace": FacilityKind.SMELTER,
    "Ferroalloy plant": FacilityKind.SMELTER,
    "Plant": FacilityKind.PROCESSING_PLANT,
    "Pelletizing plant": FacilityKind.PROCESSING_PLANT,
    "Conversion facility": FacilityKind.CHEMICAL_PLANT,
    "Refinery": FacilityKind.REFINERY,
    "Secondary refinery": FacilityKind.RECYCLING,
    "Secondary smelter": FacilityKind.RECYCLING,
    "Smelter": FacilityKind.SMELTER,
    "Smelter, plant": FacilityKind.SMELTER,
    "Smelter, refinery, plant": FacilityKind.SMELTER,
}
"""Development stages in the group "Processing"."""


def nrcan_rows(sites: pd.DataFrame, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the Canadian sites; the first mineral of the printed list is the primary one."""
    words = inputs.words("sites").alone((word for cell in sites["minerals"] for word in cell.split("; ")), SOURCE_ID)
    chain = aluminium_chain(inputs)
    shared = sites.duplicated(["latitude", "longitude"], keep=False)
    for row, has_shared_point in zip(records(sites), shared, strict=True):
        kind, status, stage = _state(row)
        products: dict[Mineral, Product] = {}
        for position, word in enumerate(row["minerals"].split("; ")):
            for meaning in words[word]:
                mineral = ore_of(meaning.mineral, chain) if stage is Stage.MINED else meaning.mineral
                role = meaning.role or (SECONDARY if position else PRIMARY)
                products.setdefault(mineral, Product(mineral, stage, role, product=word))
        if not products:
            continue
        is_town = is_rounded(row["latitude"], row["longitude"])
        yield SiteRow(
            dataset=NRCAN,
            record=row,
            name=row["name"],
            country_text="Canada",
            lon=row["longitude"],
            lat=row["latitude"],
            is_approximate=bool(has_shared_point) or is_town,
            kind=kind,
            status=status,
            status_year=YEAR,
            year=YEAR,
            operator=row["operator"],
            confidence=FacilityConfidence.HIGH,
            rank=NRCAN.ranks[""],
            products=tuple(products.values()),
            kind_text=joined_words(row["operationGroup"], row["developmentStage"], separator=": "),
            commodity_text=row["minerals"],
            status_text=row["status"],
        )


NRCAN = SiteDataset(
    name="nrcan",
    source_id=SOURCE_ID,
    ranks={"": 10},
    read=read_sites,
    key="nrcanObjectId",
    rows=nrcan_rows,
    lists_plants=True,
)
SITES = (NRCAN,)


def _state(row: Record) -> tuple[FacilityKind, FacilityStatus, Stage]:
    group, step = row["operationGroup"], row["developmentStage"]
    is_held = row["status"] != "Active" or step == "Past producer"
    if group == "Mines and other primary producing sites":
        return FacilityKind.MINE, FacilityStatus.SUSPENDED if is_held else FacilityStatus.OPERATING, Stage.MINED
    if group == "Processing":
        kind = known_code(step, KINDS, SOURCE_ID)
        return kind, FacilityStatus.SUSPENDED if is_held else FacilityStatus.OPERATING, Stage.REFINED
    if group == "Advanced processing project":
        return FacilityKind.PROJECT, FacilityStatus.SUSPENDED if is_held else FacilityStatus.DEVELOPING, Stage.REFINED
    if group == "Advanced exploration project":
        return FacilityKind.PROJECT, FacilityStatus.SUSPENDED if is_held else FacilityStatus.EXPLORATION, Stage.MINED
    message = f"{SOURCE_ID}: operationGroup {group!r} is not known; add it to geo/facts/facility_nrcan.py"
    raise DataContractError([message])
