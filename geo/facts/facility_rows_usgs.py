"""USGS sites as common rows: facilities of Africa and the Indo-Pacific, exploration sites of Africa."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.facts.facility_kinds import EXPLORATION_STATUS, USGS_STATUS, known_code, usgs_plant_kind, usgs_stage
from geo.facts.facility_names import site_tokens, token_set_score
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
    records,
)
from geo.facts.facility_words import ALLOY_COMMODITIES, OTHER_PRODUCTS, minerals_of
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.sources import usgs_africa, usgs_indopacific
from geo.sources.usgs_geojson import ROW_OF_SITE
from geo.units import tonnes_per_unit

MINE_TYPES = frozenset({"Mines and Quarries", "Brine"})
PLANT_TYPES = frozenset({"Mineral Processing Plants", "Oil and Gas Refineries and (or) Petrochemical Complexes"})
GEMSTONE = "Gemstone"
NOT_A_MASS = frozenset({"", "NA", "Cubic meters", "Million cubic meters", "mcm"})
"""Units from which no tonnes follow; the printed capacity stays in the source row."""
SAME_PLANT_SCORE = 85
OLD_BEFORE_YEAR = 2015
"""Exploration records before this year are hidden by default."""
PROJECT_STATES = frozenset({FacilityStatus.DEVELOPING, FacilityStatus.EXPLORATION})


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of one USGS release stand."""

    source_id: str
    dataset: str
    commodity: str
    product: str
    detail: str | None
    capacity: str
    unit: str
    note: str
    year: str | None
    location_confidence: str
    owners: tuple[str, ...]
    commodity_type: str | None


AFRICA = Layout(
    source_id=usgs_africa.SOURCE_ID,
    dataset="africa",
    commodity="DsgAttr02",
    product="DsgAttr03",
    detail=None,
    capacity="DsgAttr07",
    unit="DsgAttr08",
    note="DsgAttr09",
    year="DsgAttr06",
    location_confidence="LocConfid",
    owners=("OwnerName1", "OwnerName2", "OwnerName3", "OwnerName4"),
    commodity_type="DsgAttr01",
)
INDOPACIFIC = Layout(
    source_id=usgs_indopacific.SOURCE_ID,
    dataset="indopacific",
    commodity="DsgAttr01",
    product="DsgAttr02",
    detail="DsgAttr03",
    capacity="DsgAttr06",
    unit="DsgAttr07",
    note="DsgAttr08",
    year=None,
    location_confidence="LocConf",
    owners=("OwnerName1", "OwnerName2", "OwnerName3", "OwnerName4", "OwnerName5", "OwnerName6"),
    commodity_type=None,
)


def native_ids(table: pd.DataFrame) -> pd.Series:
    """Return the row keys of a frame of facilities: FeatureUID and the number of the row inside the site."""
    return table["FeatureUID"] + "-" + table[ROW_OF_SITE].astype(str)


def facility_rows(facilities: pd.DataFrame, layout: Layout) -> list[SiteRow]:
    """Return the USGS rows that name one of our minerals, the rows of one plant with one `site` key.

    Parameters
    ----------
    facilities
        Frame of the reader, corrected, with the row key.
    """
    kept = facilities.loc[facilities["FeatureTyp"].isin(MINE_TYPES | PLANT_TYPES)]
    if layout.commodity_type is not None:
        kept = kept.loc[kept[layout.commodity_type] != GEMSTONE]
    meaning = minerals_of(kept[layout.commodity], layout.source_id)
    rows = []
    for row in records(kept):
        products = _products(row, layout, meaning)
        if products:
            rows.append(controlled(_site_row(row, layout, products), row))
    return _with_plants(rows)


def _products(
    row: Mapping[str, Any], layout: Layout, meaning: Mapping[str, tuple[tuple[Mineral, ...], bool]]
) -> tuple[Product, ...]:
    commodity, product = str(row[layout.commodity]), str(row[layout.product])
    minerals, is_group = meaning[commodity]
    if commodity.lower() in ALLOY_COMMODITIES:
        minerals, is_group = alloy_minerals(product), False
    if not minerals or product.lower() in OTHER_PRODUCTS:
        return ()
    detail = str(row[layout.detail]) if layout.detail else ""
    stage = usgs_stage(is_mine=row["FeatureTyp"] in MINE_TYPES, commodity=commodity, product=product)
    note = str(row[layout.note]).lower()
    tonnes = _tonnes(row, layout)
    basis = (
        capacity_basis(commodity=commodity, product=product, detail=detail, note=note) if tonnes is not None else None
    )
    year = row[layout.year] if layout.year else None
    return tuple(
        Product(
            mineral=mineral,
            stage=stage,
            role=POSSIBLE if is_group else PRIMARY,
            product=", ".join(word for word in (product or commodity, detail) if word),
            capacity_t_per_year=tonnes,
            capacity_basis=basis,
            capacity_year=int(year) if tonnes is not None and isinstance(year, float) else None,
            is_capacity_combined=tonnes is not None and ("c" in note or len(minerals) > 1),
            is_capacity_estimated=tonnes is not None and "e" in note,
        )
        for mineral in minerals
    )


def alloy_minerals(product: str) -> tuple[Mineral, ...]:
    """Return the mineral of a ferroalloy as USGS prints it, e.g. "Ferroalloys, ferrochromium"; steel has none."""
    word = product.lower().removeprefix("ferroalloys, ")
    return ALLOYS.get(word, ())


ALLOYS: dict[str, tuple[Mineral, ...]] = {
    "ferrochromium": (Mineral.CHROMIUM,),
    "ferromanganese": (Mineral.MANGANESE,),
    "ferronickel": (Mineral.NICKEL,),
    "ferrosilicon": (Mineral.SILICON,),
    "ferrotungsten": (Mineral.TUNGSTEN,),
    "ferrovanadium": (Mineral.VANADIUM,),
    "silicomanganese": (Mineral.MANGANESE,),
}


def _tonnes(row: Mapping[str, Any], layout: Layout) -> float | None:
    capacity, unit = row[layout.capacity], str(row[layout.unit])
    if not isinstance(capacity, float) or pd.isna(capacity) or unit in NOT_A_MASS:
        return None
    return capacity * tonnes_per_unit(unit)


def capacity_basis(*, commodity: str, product: str, detail: str, note: str) -> str:
    """Return what a tonne of a capacity is a tonne of, in the publisher's words; "not stated" where it does not say.

    Note g (gross weight) overrides the content that the product field names: the file says so in its remarks. Then
    comes a content ("Ni content"), then the product where that is a good of its own ("Ferrochromium").
    """
    is_telling = product.lower() not in {*UNTELLING_PRODUCTS, commodity.lower()}
    if detail == "Wet metric tons":
        return "wet ore"
    if "g" in note:
        return f"gross weight ({product.lower()})" if is_telling else "gross weight"
    for words in (detail, product):
        for part in words.split(","):
            if "content" in part or "equivalent" in part or "P2O5" in part:
                return part.strip()
    return product.lower() if is_telling else "not stated"


UNTELLING_PRODUCTS = frozenset({"", "mine", "ore", "primary and secondary", "secondary", "smelter"})
"""Products that do not say what a tonne is a tonne of."""


def _site_row(row: Mapping[str, Any], layout: Layout, products: tuple[Product, ...]) -> SiteRow:
    text = {name: str(cell) for name, cell in row.items()}
    status = known_code(text["LocOpStat"], USGS_STATUS, layout.source_id)
    year = row[layout.year] if layout.year else None
    is_mine = text["FeatureTyp"] in MINE_TYPES
    kind = (
        FacilityKind.MINE
        if is_mine
        else usgs_plant_kind(name=text["FeatureNam"], commodity=text[layout.commodity], product=text[layout.product])
    )
    capacity = as_printed(row, layout.capacity)
    return SiteRow(
        source_id=layout.source_id,
        dataset=layout.dataset,
        native_id=text[NATIVE],
        site=text["FeatureUID"],
        name=text["FeatureNam"],
        country_text=text["Country"],
        lon=float(text["Longitude"]),
        lat=float(text["Latitude"]),
        is_approximate=text[layout.location_confidence] == "E",
        kind=FacilityKind.PROJECT if status in PROJECT_STATES else kind,
        status=status,
        status_year=int(year) if isinstance(year, float) else None,
        year=int(year) if isinstance(year, float) else None,
        operator=text["OperateNam"],
        owner="; ".join(text[name] for name in layout.owners if text[name]),
        confidence=FacilityConfidence.MODERATE,
        rank=RANK[layout.dataset],
        needs_name=is_mine and {item.mineral for item in products} == {Mineral.TITANIUM},
        products=products,
        kind_text=text["FeatureTyp"],
        commodity_text=", ".join(
            text[name] for name in (layout.commodity, layout.product, layout.detail) if name and text[name]
        ),
        status_text=text["LocOpStat"],
        capacity_text="" if pd.isna(capacity) else _capacity_text(float(capacity), text, layout),
    )


def _capacity_text(capacity: float, text: Mapping[str, str], layout: Layout) -> str:
    note = f" ({text[layout.note]})" if text[layout.note] else ""
    remark = f": {text['MemoOther']}" if text.get("MemoOther") else ""
    return f"{capacity:.10g} {text[layout.unit]}{note}{remark}"


def _with_plants(rows: list[SiteRow]) -> list[SiteRow]:
    """Split each FeatureUID into its plants: a UID is a point, and some points hold several plants.

    Rows belong to one plant if mine and plant rows are kept apart, the names are alike, and no product of the row has
    a second capacity or operator there that is not the same shared figure.
    """
    by_uid: dict[str, list[SiteRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda item: (item.site, item.name.casefold(), item.native_id)):
        by_uid[row.site].append(row)
    result: list[SiteRow] = []
    for uid in sorted(by_uid):
        plants: list[list[SiteRow]] = []
        for row in by_uid[uid]:
            home = next((plant for plant in plants if _is_same_plant(row, plant)), None)
            if home is None:
                plants.append([row])
            else:
                home.append(row)
        for plant in plants:
            site = min(row.native_id for row in plant)
            result += [replace(row, site=site) for row in plant]
    return result


def _is_same_plant(row: SiteRow, plant: list[SiteRow]) -> bool:
    first = plant[0]
    if (row.kind_text in MINE_TYPES) != (first.kind_text in MINE_TYPES):
        return False
    is_alike = row.name.casefold() == first.name.casefold()
    if not is_alike and token_set_score(site_tokens(row.name), site_tokens(first.name)) < SAME_PLANT_SCORE:
        return False
    return not any(_contradicts(row, other) for other in plant)


def _contradicts(row: SiteRow, other: SiteRow) -> bool:
    """Return whether two rows give one product twice, so that one facility could not hold both."""
    mine = {(item.mineral, item.stage, item.product): item for item in row.products}
    return any(
        (item.mineral, item.stage, item.product) in mine
        and not (
            item.is_capacity_combined
            and mine[item.mineral, item.stage, item.product].capacity_t_per_year == item.capacity_t_per_year
        )
        for item in other.products
    )


def exploration_rows(sites: pd.DataFrame) -> Iterator[SiteRow]:
    """Yield the African exploration sites; those with a state before 2015 are hidden by default."""
    columns = usgs_africa.EXPLORATION_MINERALS
    meaning = minerals_of((word for name in columns for word in sites[name]), usgs_africa.SOURCE_ID)
    for row in records(sites):
        products: dict[Mineral, Product] = {}
        for position, name in enumerate(columns):
            minerals, is_group = meaning[row[name]]
            role = POSSIBLE if is_group else (SECONDARY if position else PRIMARY)
            for mineral in minerals:
                ore = Mineral.BAUXITE if mineral is Mineral.ALUMINIUM else mineral
                products.setdefault(ore, Product(ore, Stage.MINED, role, product=row[name], matches=position == 0))
        if not products:
            continue
        year = int(row["DsgAttr11"])
        status = known_code(row["LocOpStat"], EXPLORATION_STATUS, usgs_africa.SOURCE_ID)
        old = f"Exploration record of {year}, older than {OLD_BEFORE_YEAR}"
        yield controlled(
            SiteRow(
                source_id=usgs_africa.SOURCE_ID,
                dataset="africa exploration",
                native_id=row[NATIVE],
                site=row[NATIVE],
                name=row["FeatureNam"],
                other_names=row["NameVar"],
                country_text=row["Country"],
                lon=row["Longitude"],
                lat=row["Latitude"],
                kind=FacilityKind.MINE if status is FacilityStatus.OPERATING else FacilityKind.PROJECT,
                status=status,
                status_year=year,
                year=year,
                owner=row["OwnerName"],
                confidence=FacilityConfidence.LOW,
                rank=RANK["africa exploration"],
                needs_name=set(products) == {Mineral.TITANIUM},
                hidden_reason=old if year < OLD_BEFORE_YEAR else "",
                products=tuple(products.values()),
                kind_text="Exploration site",
                commodity_text="; ".join(row[name] for name in columns if row[name]),
                status_text=row["LocOpStat"],
            ),
            row,
        )
