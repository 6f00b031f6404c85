"""USGS facilities as common rows: what the releases of Africa and the Indo-Pacific have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pandas as pd

from geo.facts.dataset import Inputs
from geo.facts.facility_kinds import USGS_STATUS, usgs_plant_kind, usgs_stage
from geo.facts.facility_names import site_tokens, token_set_score
from geo.facts.facility_row import (
    NATIVE,
    PRIMARY,
    Product,
    Record,
    SiteDataset,
    SiteRow,
    as_printed,
    known_code,
    records,
)
from geo.facts.mineral_words import Meaning
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral
from geo.sources.usgs_geojson import ROW_OF_SITE, read_features
from geo.units import tonnes_per_unit

MINE_TYPES = frozenset({"Mines and Quarries", "Brine"})
PLANT_TYPES = frozenset({"Mineral Processing Plants", "Oil and Gas Refineries and (or) Petrochemical Complexes"})
GEMSTONE = "Gemstone"
NOT_A_MASS = frozenset({"", "NA", "Cubic meters", "Million cubic meters", "mcm"})
"""Units from which no tonnes follow; the printed capacity stays in the source row."""
SAME_PLANT_SCORE = 85
SANDS = frozenset({Mineral.TITANIUM})
"""Mineral sands lie side by side: without a like name, near is not the same."""

ALLOY_COMMODITIES = frozenset({"ferroalloys", "iron and steel"})
"""Commodities under which the metal of an alloy stands in the product field."""

OTHER_PRODUCTS = frozenset({"sodium silicate"})
"""Products that are no step of the mineral's metal chain, whatever the commodity field says."""
PROJECT_STATES = frozenset({FacilityStatus.DEVELOPING, FacilityStatus.EXPLORATION})


SHARED_TEXTS = ("FeatureUID", "Country", "FeatureNam", "FeatureTyp", "LocOpStat", "OperateNam")
SHARED_NUMBERS = ("Latitude", "Longitude")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of one USGS release stand."""

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
    remark: str | None

    @property
    def columns(self) -> list[str]:
        """Columns that a release must have."""
        own = (getattr(self, field.name) for field in fields(self) if field.name != "owners")
        return [*SHARED_TEXTS, *SHARED_NUMBERS, *self.owners, *(name for name in own if name)]

    def read(self, path: Path) -> pd.DataFrame:
        """Return the facilities of a release with its row keys: FeatureUID and the number of the row inside the site.

        Raises
        ------
        SourceError
            If the file is not in the form of its edition.
        """
        numbers = [name for name in (*SHARED_NUMBERS, self.capacity, self.year) if name]
        facilities = read_features(path, self.columns, numbers=numbers)
        return facilities.assign(**{NATIVE: facilities["FeatureUID"] + "-" + facilities[ROW_OF_SITE].astype(str)})


def facility_rows(facilities: pd.DataFrame, dataset: SiteDataset, layout: Layout, inputs: Inputs) -> Iterator[SiteRow]:
    """Yield the USGS rows that name one of our minerals, the rows of one plant with one `site` key.

    Parameters
    ----------
    facilities
        Frame of the reader, corrected, with the row key.
    """
    kept = facilities[facilities["FeatureTyp"].isin(MINE_TYPES | PLANT_TYPES)]
    if layout.commodity_type is not None:
        kept = kept[kept[layout.commodity_type] != GEMSTONE]
    meanings = _meanings(kept, dataset, layout, inputs)
    found = [
        _site_row(row, dataset, layout, products)
        for row, named in zip(records(kept), meanings, strict=True)
        if (products := _products(row, layout, named))
    ]
    plants = _plants(found)
    for site in found:
        yield replace(site, site=plants[site.native_id])


def _meanings(
    facilities: pd.DataFrame, dataset: SiteDataset, layout: Layout, inputs: Inputs
) -> Iterator[tuple[Meaning, ...]]:
    """Yield the minerals of each row; the metal of an alloy stands in the product field ("Ferroalloys, ferrochromium")."""
    is_alloy = facilities[layout.commodity].str.lower().isin(ALLOY_COMMODITIES)
    metals = inputs.words("sites").alone(facilities[layout.commodity], dataset.source_id)
    alloys = inputs.words("sites-usgs-alloys").alone(facilities.loc[is_alloy, layout.product], dataset.source_id)
    for commodity, product, alloy in zip(
        facilities[layout.commodity], facilities[layout.product], is_alloy, strict=True
    ):
        yield alloys[product] if alloy else metals[commodity]


def _products(row: Record, layout: Layout, meanings: tuple[Meaning, ...]) -> tuple[Product, ...]:
    commodity, product = str(row[layout.commodity]), str(row[layout.product])
    if not meanings or product.lower() in OTHER_PRODUCTS:
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
            mineral=meaning.mineral,
            stage=stage,
            role=meaning.role or PRIMARY,
            product=", ".join(word for word in (product or commodity, detail) if word),
            capacity_t_per_year=tonnes,
            capacity_basis=basis,
            capacity_year=int(year) if tonnes is not None and isinstance(year, float) else None,
            is_capacity_combined=tonnes is not None and ("c" in note or len(meanings) > 1),
            is_capacity_estimated=tonnes is not None and "e" in note,
        )
        for meaning in meanings
    )


def _tonnes(row: Record, layout: Layout) -> float | None:
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


def _site_row(row: Record, dataset: SiteDataset, layout: Layout, products: tuple[Product, ...]) -> SiteRow:
    text = {name: str(cell) for name, cell in row.items()}
    status = known_code(text["LocOpStat"], USGS_STATUS, dataset.source_id)
    year = row[layout.year] if layout.year else None
    is_mine = text["FeatureTyp"] in MINE_TYPES
    kind = (
        FacilityKind.MINE
        if is_mine
        else usgs_plant_kind(name=text["FeatureNam"], commodity=text[layout.commodity], product=text[layout.product])
    )
    capacity = as_printed(row, layout.capacity)
    return SiteRow(
        dataset=dataset,
        record=row,
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
        rank=dataset.ranks[""],
        needs_name=is_mine and {item.mineral for item in products} == SANDS,
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
    remark = f": {text[layout.remark]}" if layout.remark and text[layout.remark] else ""
    return f"{capacity:.10g} {text[layout.unit]}{note}{remark}"


def _plants(rows: list[SiteRow]) -> dict[str, str]:
    """Return the plant of each row by row key: a FeatureUID is a point, and some points hold several plants.

    Rows belong to one plant if mine and plant rows are kept apart, the names are alike, and no product of the row has
    a second capacity or operator there that is not the same shared figure.
    """
    by_uid: dict[str, list[SiteRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda item: (item.site, item.name.casefold(), item.native_id)):
        by_uid[row.site].append(row)
    result: dict[str, str] = {}
    for uid in sorted(by_uid):
        plants: list[list[SiteRow]] = []
        for row in by_uid[uid]:
            home = next((plant for plant in plants if _is_same_plant(row, plant)), None)
            if home is None:
                plants.append([row])
            else:
                home.append(row)
        for plant in plants:
            first = min(row.native_id for row in plant)
            result.update({row.native_id: first for row in plant})
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
