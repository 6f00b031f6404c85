"""Publishers' sites as common rows: one row a source row, and one product row for each mineral it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo.errors import DataContractError
from geo.facts.facility_kinds import BUSCH_STATUS, GA_STATUS, NRCAN_KINDS, icmm_kind, known_code
from geo.facts.facility_row import (
    NATIVE,
    POSSIBLE,
    PRIMARY,
    RANK,
    SECONDARY,
    Product,
    SiteRow,
    as_printed,
    controlled,
    is_rounded,
    records,
)
from geo.facts.facility_words import ALUMINIUM_CHAIN, GA_GROUPS, minerals_of
from geo.schema.codes import CommodityRole, FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.sources import busch, geoscience_australia, hotmaps, icmm, nrcan

COMMODITY_COLUMNS = ("Primary Commodity", "Secondary Commodity", "Other Commodities")
VERY_LOW_REASON = "ICMM gives it confidence Very Low: often an old entry or a district"


def icmm_rows(sites: pd.DataFrame) -> Iterator[SiteRow]:
    """Yield the clusters of ICMM that name one of our minerals.

    Smelters, refineries and plants count by primary commodity only: the other words of a cluster belong to its
    neighbours. Mines also get the secondary commodity and, as possible, the other commodities; a Very Low entry only
    its primary one.
    """
    words = {word.strip() for name in COMMODITY_COLUMNS for cell in sites[name] for word in cell.split(";")}
    meaning = minerals_of(words, icmm.SOURCE_ID)
    for row in records(sites):
        assets = [asset.strip() for asset in row["Asset Type"].split(";")]
        confidence = row["Confidence Factor"]
        products = tuple(_icmm_products(row, assets, meaning))
        if not products:
            continue
        is_town = is_rounded(row["Latitude"], row["Longitude"])
        kind = icmm_kind(assets, [item.mineral for item in products])
        rank = RANK[f"icmm {confidence}"]
        if is_town and confidence != "Very Low":
            rank = RANK["icmm rounded"]
        yield controlled(
            SiteRow(
                source_id=icmm.SOURCE_ID,
                dataset="icmm",
                native_id=row[NATIVE],
                site=row[NATIVE],
                name=row["Mine Name"],
                other_names=row["Group Names"],
                country_text=row["Country"],
                lon=row["Longitude"],
                lat=row["Latitude"],
                is_approximate=is_town or confidence == "Very Low",
                kind=kind,
                status=FacilityStatus.UNKNOWN,
                confidence=known_code(confidence, ICMM_CONFIDENCE, icmm.SOURCE_ID),
                rank=rank,
                needs_name=kind is FacilityKind.MINE and {item.mineral for item in products} <= NAME_ONLY,
                hidden_reason=VERY_LOW_REASON if confidence == "Very Low" else "",
                year=2025,
                products=products,
                kind_text=as_printed(row, "Asset Type"),
                commodity_text=_joined(*(as_printed(row, name) for name in COMMODITY_COLUMNS), separator="; "),
            ),
            row,
        )


ICMM_CONFIDENCE = {
    "High": FacilityConfidence.HIGH,
    "Moderate": FacilityConfidence.MODERATE,
    "Very Low": FacilityConfidence.VERY_LOW,
}
NAME_ONLY = {Mineral.LITHIUM, Mineral.TITANIUM}
"""Mines of these lie side by side in salars and dunes: without a like name, near is not the same."""


def _icmm_products(
    row: Mapping[str, Any], assets: list[str], meaning: dict[str, tuple[tuple[Mineral, ...], bool]]
) -> Iterator[Product]:
    primary, is_group = meaning[row["Primary Commodity"]]
    is_mine = "Mine" in assets
    works = [asset for asset in assets if asset in ("Smelter", "Refinery")] or ([] if is_mine else ["Plant"])
    role = POSSIBLE if is_group else PRIMARY
    for mineral in primary:
        yield from _chain(mineral, ["Mine"] * is_mine + works, role, row["Primary Commodity"])
    if not is_mine or row["Confidence Factor"] == "Very Low":
        return
    named = set(primary)
    for name, by_name in (("Secondary Commodity", SECONDARY), ("Other Commodities", POSSIBLE)):
        if name == "Other Commodities" and not named:
            return
        for word in row[name].split(";"):
            minerals, group = meaning[word.strip()]
            for mineral in _ores(minerals):
                if mineral not in named:
                    named.add(mineral)
                    yield Product(
                        mineral, Stage.MINED, POSSIBLE if group else by_name, product=word.strip(), matches=False
                    )


def _ores(minerals: Iterable[Mineral]) -> list[Mineral]:
    chain = set(ALUMINIUM_CHAIN.values())
    return [Mineral.BAUXITE if mineral in chain else mineral for mineral in minerals]


def _chain(mineral: Mineral, assets: list[str], role: CommodityRole, word: str) -> Iterator[Product]:
    """Yield what the assets make of the primary mineral; bauxite, alumina and aluminium follow the asset."""
    is_aluminium = mineral in ALUMINIUM_CHAIN.values()
    made: dict[tuple[Mineral, Stage], Product] = {}
    for asset in assets:
        stage = Stage.MINED if asset == "Mine" else Stage.REFINED
        here = ALUMINIUM_CHAIN.get(asset, mineral) if is_aluminium else mineral
        made.setdefault((here, stage), Product(here, stage, role, product=word))
    yield from made.values()


def nrcan_rows(sites: pd.DataFrame) -> Iterator[SiteRow]:
    """Yield the Canadian sites; the first mineral of the printed list is the primary one."""
    meaning = minerals_of((word for cell in sites["minerals"] for word in cell.split("; ")), nrcan.SOURCE_ID)
    shared = sites.duplicated(["latitude", "longitude"], keep=False)
    for row, has_shared_point in zip(records(sites), shared, strict=True):
        kind, status, stage = _nrcan_state(row)
        products: dict[Mineral, Product] = {}
        for position, word in enumerate(row["minerals"].split("; ")):
            minerals, is_group = meaning[word]
            role = POSSIBLE if is_group else (SECONDARY if position else PRIMARY)
            for mineral in _ores(minerals) if stage is Stage.MINED else minerals:
                products.setdefault(mineral, Product(mineral, stage, role, product=word))
        if not products:
            continue
        is_town = is_rounded(row["latitude"], row["longitude"])
        yield controlled(
            SiteRow(
                source_id=nrcan.SOURCE_ID,
                dataset="nrcan",
                native_id=row[NATIVE],
                site=row[NATIVE],
                name=row["name"],
                country_text="Canada",
                lon=row["longitude"],
                lat=row["latitude"],
                is_approximate=bool(has_shared_point) or is_town,
                kind=kind,
                status=status,
                status_year=nrcan.YEAR,
                year=nrcan.YEAR,
                operator=row["operator"],
                confidence=FacilityConfidence.HIGH,
                rank=RANK["nrcan"],
                products=tuple(products.values()),
                kind_text=_joined(row["operationGroup"], row["developmentStage"], separator=": "),
                commodity_text=row["minerals"],
                status_text=row["status"],
            ),
            row,
        )


def _nrcan_state(row: Mapping[str, Any]) -> tuple[FacilityKind, FacilityStatus, Stage]:
    group, step = row["operationGroup"], row["developmentStage"]
    is_held = row["status"] != "Active" or step == "Past producer"
    if group == "Mines and other primary producing sites":
        return FacilityKind.MINE, FacilityStatus.SUSPENDED if is_held else FacilityStatus.OPERATING, Stage.MINED
    if group == "Processing":
        kind = known_code(step, NRCAN_KINDS, nrcan.SOURCE_ID)
        return kind, FacilityStatus.SUSPENDED if is_held else FacilityStatus.OPERATING, Stage.REFINED
    if group == "Advanced processing project":
        return FacilityKind.PROJECT, FacilityStatus.SUSPENDED if is_held else FacilityStatus.DEVELOPING, Stage.REFINED
    if group == "Advanced exploration project":
        return FacilityKind.PROJECT, FacilityStatus.SUSPENDED if is_held else FacilityStatus.EXPLORATION, Stage.MINED
    message = f"{nrcan.SOURCE_ID}: operationGroup {group!r} is not known; add it to geo/facts/facility_rows.py"
    raise DataContractError([message])


def ga_rows(mines: pd.DataFrame) -> Iterator[SiteRow]:
    """Yield the Australian mines; a mine being developed is a project."""
    unknown = sorted(set(mines["Commodity Group"]) - set(GA_GROUPS))
    if unknown:
        raise DataContractError(
            [f"{geoscience_australia.SOURCE_ID}: commodity group {group!r} is not in GA_GROUPS" for group in unknown]
        )
    for row in records(mines):
        main, possible = GA_GROUPS[row["Commodity Group"]]
        products = [Product(mineral, Stage.MINED, PRIMARY, product=row["Commodity Group"]) for mineral in main]
        products += [Product(mineral, Stage.MINED, POSSIBLE, product=row["Commodity Group"]) for mineral in possible]
        if not products:
            continue
        status = known_code(row["Status"], GA_STATUS, geoscience_australia.SOURCE_ID)
        yield controlled(
            SiteRow(
                source_id=geoscience_australia.SOURCE_ID,
                dataset="ga",
                native_id=row[NATIVE],
                site=row[NATIVE],
                name=row["Name"],
                country_text="Christmas Island" if row["State"] == "IOT" else "Australia",
                lon=row["Longitude"],
                lat=row["Latitude"],
                kind=FacilityKind.PROJECT if status is FacilityStatus.DEVELOPING else FacilityKind.MINE,
                status=status,
                status_year=geoscience_australia.YEAR,
                year=geoscience_australia.YEAR,
                confidence=FacilityConfidence.HIGH,
                rank=RANK["ga"],
                needs_name={item.mineral for item in products} <= {Mineral.TITANIUM, Mineral.RARE_EARTHS},
                products=tuple(products),
                kind_text="Mine",
                commodity_text=row["Commodity Group"],
                status_text=row["Status"],
            ),
            row,
        )


def busch_rows(deposits: pd.DataFrame) -> Iterator[SiteRow]:
    """Yield the lithium deposits: "Producing" is a mine, anything else a project; a group has no exact place."""
    for row in records(deposits):
        status = known_code(row["Status"], BUSCH_STATUS, busch.SOURCE_ID)
        is_known = status is not FacilityStatus.UNKNOWN
        yield controlled(
            SiteRow(
                source_id=busch.SOURCE_ID,
                dataset="busch",
                native_id=row[NATIVE],
                site=row[NATIVE],
                name=row["Deposit_Name"],
                country_text=row["Country"],
                lon=row["Longitude"],
                lat=row["Latitude"],
                is_approximate="(All" in row["Deposit_Name"] or row["Deposit_Name"].startswith("Grota d"),
                kind=FacilityKind.MINE if status is FacilityStatus.OPERATING else FacilityKind.PROJECT,
                status=status,
                status_year=busch.YEAR if is_known else None,
                year=busch.YEAR,
                confidence=FacilityConfidence.MODERATE if is_known else FacilityConfidence.LOW,
                rank=RANK["busch with a state" if is_known else "busch without"],
                needs_name=row["Resource_Type_orig"] == "Brine",
                products=(Product(Mineral.LITHIUM, Stage.MINED, PRIMARY, product=row["Resource_Type_orig"]),),
                kind_text=row["Resource_Type_orig"],
                commodity_text="Lithium",
                status_text=row["Status"],
            ),
            row,
        )


def hotmaps_rows(sites: pd.DataFrame, assignment: pd.DataFrame) -> Iterator[SiteRow]:
    """Yield the European works to which a person has assigned minerals; the file itself names none.

    Raises
    ------
    DataContractError
        If an assignment names a site that is not there, has no point, or has another name.
    """
    by_site = {row[NATIVE]: row for row in records(sites)}
    findings = []
    for native_id, lines in assignment.groupby("native_id", sort=True):
        row = by_site.get(native_id)
        if row is None or pd.isna(row["lon"]):
            findings.append(f"hotmaps_assignment.csv: site {native_id} has no point in {hotmaps.SOURCE_ID}")
            continue
        if {row["SiteName"]} != set(lines["site_name"]):
            findings.append(f"hotmaps_assignment.csv: site {native_id} is called {row['SiteName']!r} in the file")
            continue
        products = tuple(
            Product(Mineral(mineral), Stage(stage), PRIMARY)
            for mineral, stage in zip(lines["mineral"], lines["stage"], strict=True)
        )
        city = row["City"]
        name = row["SiteName"] if not city or city.lower() in row["SiteName"].lower() else f"{row['SiteName']}, {city}"
        yield controlled(
            SiteRow(
                source_id=hotmaps.SOURCE_ID,
                dataset="hotmaps",
                native_id=row[NATIVE],
                site=row[NATIVE],
                name=name,
                other_names=row["CompanyName"],
                country_text=row["Country"],
                lon=row["lon"],
                lat=row["lat"],
                kind=FacilityKind(lines["kind"].iloc[0]),
                status=FacilityStatus.UNKNOWN,
                status_year=hotmaps.YEAR,
                year=hotmaps.YEAR,
                confidence=FacilityConfidence.MODERATE,
                rank=RANK["hotmaps"],
                products=products,
                operator=row["CompanyName"],
                note="Works, company and place as of 2014; mineral assigned by hand from the printed name.",
                kind_text=row["Subsector"],
            ),
            row,
        )
    if findings:
        raise DataContractError(findings)


def _joined(*words: str, separator: str) -> str:
    return separator.join(word for word in words if word)
