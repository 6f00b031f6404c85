"""The common form of a site: one row a source row, with a product for each mineral that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.schema.codes import CommodityRole, FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage

NATIVE = "native_id"
"""Column that every publisher's frame gets before this module reads it: the key of the row as text."""
HIDDEN, APPROXIMATE, CORRECTION = "hidden", "approximate", "correction"
SAME_PLACE, COUNTRY_STANDS, PRINTED = "same place as", "country stands", "printed"
"""Columns that the reviewed corrections add to a publisher's frame."""

PRIMARY, SECONDARY, POSSIBLE = CommodityRole.PRIMARY, CommodityRole.SECONDARY, CommodityRole.POSSIBLE

RANK = {
    "nrcan": 10,
    "ga": 20,
    "africa": 30,
    "indopacific": 30,
    "busch with a state": 40,
    "hotmaps": 45,
    "icmm High": 50,
    "icmm Moderate": 60,
    "icmm rounded": 65,
    "busch without": 70,
    "africa exploration": 80,
    "icmm Very Low": 90,
}
"""Who leads a place that several rows describe: point, name and kind come from the lowest number."""

STEPS_PER_DEG = (60, 100)
ROUNDING_TOLERANCE = 6e-4
"""Half a unit of the fifth decimal, in arc minutes, with room for rounding."""


@dataclass(frozen=True, slots=True)
class Product:
    """One mineral that a source row names.

    Attributes
    ----------
    matches
        Whether the mineral may join two rows that lie near each other; not so for by-products and cluster lists.
    """

    mineral: Mineral
    stage: Stage
    role: CommodityRole
    product: str = ""
    matches: bool = True
    capacity_t_per_year: float | None = None
    capacity_basis: str | None = None
    capacity_year: int | None = None
    is_capacity_combined: bool = False
    is_capacity_estimated: bool = False


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One row of a publisher in common words; texts as printed, empty where there is none.

    Attributes
    ----------
    dataset
        Key of `RANK` without the part after the blank; rows of one dataset are distinct places for their publisher.
    site
        Key of the plant inside the dataset; rows of one plant share it.
    country_stands
        A person has seen that the point is right although it lies far outside the printed country's polygon.
    iso3
        Country, known after the point was compared with the printed country.
    printed_name, printed_country
        What the file holds where a correction changed it.
    needs_name
        Neighbours of this kind (salars, mineral sands) are not joined on distance alone.
    """

    source_id: str
    dataset: str
    native_id: str
    site: str
    name: str
    country_text: str
    lon: float
    lat: float
    kind: FacilityKind
    status: FacilityStatus
    confidence: FacilityConfidence
    rank: int
    products: tuple[Product, ...]
    iso3: str = ""
    printed_name: str = ""
    printed_country: str = ""
    other_names: str = ""
    is_approximate: bool = False
    needs_name: bool = False
    status_year: int | None = None
    year: int | None = None
    operator: str = ""
    owner: str = ""
    hidden_reason: str = ""
    same_place_as: str = ""
    country_stands: bool = False
    correction: str = ""
    kind_text: str = ""
    commodity_text: str = ""
    status_text: str = ""
    capacity_text: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """Key of the row over all sources."""
        return f"{self.source_id}:{self.native_id}"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a publisher's frame by column name."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def as_printed(row: Mapping[str, Any], name: str) -> Any:
    """Return the cell of a corrected publisher's row as the file holds it."""
    return row[PRINTED].get(name, row[name])


def controlled(site: SiteRow, row: Mapping[str, Any]) -> SiteRow:
    """Return `site` with what the reviewed corrections say of its publisher's `row`."""
    return replace(
        site,
        printed_name=row[PRINTED].get("Mine Name", site.name),
        printed_country=row[PRINTED].get("Country", site.country_text),
        same_place_as=row[SAME_PLACE],
        country_stands=bool(row[COUNTRY_STANDS]),
        correction=row[CORRECTION],
        hidden_reason=row[HIDDEN] or site.hidden_reason,
        is_approximate=site.is_approximate or bool(row[APPROXIMATE]),
    )


def is_rounded(*degrees: float) -> bool:
    """Return whether all coordinates are whole arc minutes or hundredths of a degree: the precision of a gazetteer."""
    return all(abs(step - round(step)) < ROUNDING_TOLERANCE for step in (_nearest_step(value) for value in degrees))


def _nearest_step(degrees: float) -> float:
    """Return the coordinate in the unit, arc minutes or hundredths, in which it is nearest to a whole number."""
    return min((degrees * steps for steps in STEPS_PER_DEG), key=lambda step: abs(step - round(step)))
