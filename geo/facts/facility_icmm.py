"""ICMM Global Mining Dataset, public edition: one row a cluster of mines or plants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.facts.dataset import Inputs
from geo.facts.facility_row import (
    POSSIBLE,
    PRIMARY,
    SECONDARY,
    Product,
    Record,
    SiteDataset,
    SiteRow,
    aluminium_chain,
    as_printed,
    is_rounded,
    joined_words,
    known_code,
    ore_of,
    records,
)
from geo.facts.mineral_words import Meaning
from geo.schema.codes import CommodityRole, FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.sources.published import published_file, trimmed_columns

SOURCE_ID = "icmm-gmd-2025"
SHEET = "External"

COLUMNS = [
    "ICMMID",
    "Confidence Factor",
    "Mine Name",
    "Group Names",
    "Latitude",
    "Longitude",
    "Asset Type",
    "Country",
    "Primary Commodity",
    "Secondary Commodity",
    "Other Commodities",
]

UNICODE_MINUS = "\u2212"


def read_global_mining_dataset(raw: Path) -> pd.DataFrame:
    """Return the public sites, labels as printed without blanks at their ends.

    Columns as in the sheet "External" (its header "Mine Name " has a trailing blank); Latitude and Longitude are
    numbers in degrees, WGS 84. One latitude of the September 2025 edition is printed with the Unicode minus sign
    (U+2212): it is read as minus, never as a positive number.

    Raises
    ------
    SourceError
        If the file or the sheet is missing, a column is renamed, or a coordinate is not a number.
    """
    path = published_file(raw, "icmm_global_mining_dataset", "global-mining-dataset.xlsx")
    try:
        table = pd.read_excel(path, sheet_name=SHEET, dtype=str, keep_default_na=False)
    except ValueError as exc:
        message = f"{path} has no sheet {SHEET!r}; use the edition that its SOURCE.md names"
        raise SourceError(message) from exc
    table.columns = [str(name).strip() for name in table.columns]
    sites = trimmed_columns(table, COLUMNS, path)
    for name in ("Latitude", "Longitude"):
        words = sites[name].str.replace(UNICODE_MINUS, "-")
        numbers = pd.to_numeric(words, errors="coerce")
        if numbers.isna().any():
            row = int(numbers.isna().to_numpy().argmax())
            message = (
                f"{path}: {name} of {sites['ICMMID'].iloc[row]} is {sites[name].iloc[row]!r}, which is not a number; "
                "fetch the file again"
            )
            raise SourceError(message)
        sites[name] = numbers.astype("float64")
    return sites


COMMODITY_COLUMNS = ("Primary Commodity", "Secondary Commodity", "Other Commodities")
VERY_LOW_REASON = "ICMM gives it confidence Very Low: often an old entry or a district"
CONFIDENCE = {
    "High": FacilityConfidence.HIGH,
    "Moderate": FacilityConfidence.MODERATE,
    "Very Low": FacilityConfidence.VERY_LOW,
}
NAME_ONLY = {Mineral.LITHIUM, Mineral.TITANIUM}
"""Mines of these lie side by side in salars and dunes: without a like name, near is not the same."""


def icmm_rows(sites: pd.DataFrame, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the clusters that name one of our minerals.

    Smelters, refineries and plants count by primary commodity only: the other words of a cluster belong to its
    neighbours. Mines also get the secondary commodity and, as possible, the other commodities; a Very Low entry only
    its primary one.
    """
    words = {word.strip() for name in COMMODITY_COLUMNS for cell in sites[name] for word in cell.split(";")}
    meanings = inputs.words("sites").alone(words, SOURCE_ID)
    chain = aluminium_chain(inputs)
    for row in records(sites):
        assets = [asset.strip() for asset in row["Asset Type"].split(";")]
        confidence = row["Confidence Factor"]
        products = tuple(_products(row, assets, meanings, chain))
        if not products:
            continue
        is_town = is_rounded(row["Latitude"], row["Longitude"])
        kind = icmm_kind(assets, [item.mineral for item in products])
        yield SiteRow(
            dataset=ICMM,
            record=row,
            name=row["Mine Name"],
            other_names=row["Group Names"],
            country_text=row["Country"],
            lon=row["Longitude"],
            lat=row["Latitude"],
            is_approximate=is_town or confidence == "Very Low",
            kind=kind,
            status=FacilityStatus.UNKNOWN,
            confidence=known_code(confidence, CONFIDENCE, SOURCE_ID),
            rank=ICMM.ranks["rounded" if is_town and confidence != "Very Low" else confidence],
            needs_name=kind is FacilityKind.MINE and {item.mineral for item in products} <= NAME_ONLY,
            hidden_reason=VERY_LOW_REASON if confidence == "Very Low" else "",
            year=2025,
            products=products,
            kind_text=as_printed(row, "Asset Type"),
            commodity_text=joined_words(*(as_printed(row, name) for name in COMMODITY_COLUMNS), separator="; "),
        )


ICMM = SiteDataset(
    name="icmm",
    source_id=SOURCE_ID,
    ranks={"High": 50, "Moderate": 60, "rounded": 65, "Very Low": 90},
    read=read_global_mining_dataset,
    key="ICMMID",
    rows=icmm_rows,
    system="icmm",
    lists_twice=True,
    lists_clusters=True,
)
SITES = (ICMM,)


def icmm_kind(assets: Iterable[str], minerals: Iterable[Mineral]) -> FacilityKind:
    """Return what an ICMM cluster is: a mine if it has one, else its first works; a lithium plant makes chemicals."""
    held, made = set(assets), set(minerals)
    rules = (
        ("Mine" in held, FacilityKind.MINE),
        ("Refinery" in held and Mineral.ALUMINA in made, FacilityKind.REFINERY),
        ("Smelter" in held, FacilityKind.SMELTER),
        ("Refinery" in held, FacilityKind.REFINERY),
        (Mineral.LITHIUM in made, FacilityKind.CHEMICAL_PLANT),
    )
    return next((kind for applies, kind in rules if applies), FacilityKind.PROCESSING_PLANT)


def _products(
    row: Record, assets: list[str], meanings: Mapping[str, tuple[Meaning, ...]], chain: Mapping[str, Mineral]
) -> Iterator[Product]:
    primary = meanings[row["Primary Commodity"]]
    is_mine = "Mine" in assets
    works = [asset for asset in assets if asset in ("Smelter", "Refinery")] or ([] if is_mine else ["Plant"])
    for meaning in primary:
        role = meaning.role or PRIMARY
        yield from _made(meaning.mineral, ["Mine"] * is_mine + works, role, row["Primary Commodity"], chain)
    if not is_mine or row["Confidence Factor"] == "Very Low":
        return
    named = {meaning.mineral for meaning in primary}
    for name, by_name in (("Secondary Commodity", SECONDARY), ("Other Commodities", POSSIBLE)):
        if name == "Other Commodities" and not named:
            return
        for word in row[name].split(";"):
            for meaning in meanings[word.strip()]:
                mineral = ore_of(meaning.mineral, chain)
                if mineral not in named:
                    named.add(mineral)
                    yield Product(mineral, Stage.MINED, meaning.role or by_name, product=word.strip(), matches=False)


def _made(
    mineral: Mineral, assets: list[str], role: CommodityRole, word: str, chain: Mapping[str, Mineral]
) -> Iterator[Product]:
    """Yield what the assets make of the primary mineral; bauxite, alumina and aluminium follow the asset."""
    is_aluminium = mineral in chain.values()
    made: dict[tuple[Mineral, Stage], Product] = {}
    for asset in assets:
        stage = Stage.MINED if asset == "Mine" else Stage.REFINED
        here = chain.get(asset, mineral) if is_aluminium else mineral
        made.setdefault((here, stage), Product(here, stage, role, product=word))
    yield from made.values()
