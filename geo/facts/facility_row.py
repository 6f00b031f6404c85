"""The common form of a site, one row a source row with a product for each mineral that it names; and of a file of sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Inputs
from geo.facts.places import ANY_SYSTEM
from geo.schema.codes import CommodityRole, FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage

Code = TypeVar("Code", bound=StrEnum)

NATIVE = "native_id"
"""Column that every publisher's frame gets before this module reads it: the key of the row as text."""
HIDDEN, APPROXIMATE, CORRECTION = "hidden", "approximate", "correction"
SAME_PLACE, COUNTRY_STANDS, PRINTED = "same place as", "country stands", "printed"
OFF_THE_COAST = "off the drawn coast"
"""Columns that the reviewed corrections add to a publisher's frame."""

PRIMARY, SECONDARY, POSSIBLE = CommodityRole.PRIMARY, CommodityRole.SECONDARY, CommodityRole.POSSIBLE

STEPS_PER_DEG = (60, 100)
ROUNDING_TOLERANCE = 6e-4
"""Half a unit of the fifth decimal, in arc minutes, with room for rounding."""


WITHOUT_SHARE = re.compile(r"\s*(<null>|\[0%\])")
"""What an export prints behind an owner whose share it does not have; an owner without a share is no owner of 0 %."""
NO_NAME = re.compile(
    r"|<null>|null|none|nan|n\.?/?a\.?|[-\N{EN DASH}\N{EM DASH}?.]+|unknown|not available|no data", re.IGNORECASE
)
"""Words that stand where there is no name."""

Record = Mapping[str, Any]
"""A row of a publisher's frame by column name."""


@dataclass(frozen=True, slots=True, eq=False)
class SiteDataset:
    """A publisher's file of sites; rows of one file are distinct places for their publisher.

    Attributes
    ----------
    ranks
        Who leads a place that several rows describe: point, name and kind come from the lowest number over all files.
        By what the row says of itself, where that matters.
    read
        Reads the file, below the folder of publishers' files, to a frame.
    key
        Column that holds the key of a row.
    rows
        Yields the rows that name one of our minerals.
    system
        Publisher slug in ``country_alias``.
    slug
        Start of a facility code where it is not the name.
    lists_plants
        The file lists the plants of a country beside its mines: where it leads, a cluster adds no works to a mine.
    lists_twice
        The publisher lists some sites twice; in the other files two rows are two places.
    lists_clusters
        A row may be a cluster of mine and works, and a works may stand a second time at its town.
    """

    name: str
    source_id: str
    ranks: Mapping[str, int]
    read: Callable[[Path], pd.DataFrame]
    key: str
    rows: Callable[[pd.DataFrame, Inputs], Iterable[SiteRow]]
    system: str = ANY_SYSTEM
    slug: str = ""
    lists_plants: bool = False
    lists_twice: bool = False
    lists_clusters: bool = False

    def keyed(self, raw: Path) -> pd.DataFrame:
        """Return the frame of the file with the row key as text."""
        frame = self.read(raw)
        return frame.assign(**{NATIVE: frame[self.key].astype(str)})

    def sites(self, frame: pd.DataFrame, inputs: Inputs) -> list[SiteRow]:
        """Return the sites of a corrected frame, with what the reviewed corrections say of them."""
        return [_controlled(site, site.record) for site in self.rows(frame, inputs)]


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
    record
        The row of the corrected frame.
    site
        Key of the plant inside the file; rows of one plant share it. Empty where the row is a plant of its own.
    country_stands
        A person has seen that the point is right although it lies far outside the printed country's polygon.
    iso3
        Country, known after the point was compared with the printed country.
    printed_name, printed_country
        What the file holds where a correction changed it.
    needs_name
        Neighbours of this kind (salars, mineral sands) are not joined on distance alone.
    """

    dataset: SiteDataset
    record: Record
    name: str
    country_text: str
    lon: float
    lat: float
    kind: FacilityKind
    status: FacilityStatus
    confidence: FacilityConfidence
    rank: int
    products: tuple[Product, ...]
    site: str = ""
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
    def native_id(self) -> str:
        """Key of the row in its file."""
        return str(self.record[NATIVE])

    @property
    def source_id(self) -> str:
        """Edition that holds the row."""
        return self.dataset.source_id

    @property
    def key(self) -> str:
        """Key of the row over all sources."""
        return f"{self.source_id}:{self.native_id}"

    @property
    def plant(self) -> str:
        """Key of the plant inside the file."""
        return self.site or self.native_id

    @property
    def plant_key(self) -> str:
        """Key of the plant over all sources."""
        return f"{self.source_id}:{self.plant}"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a publisher's frame by column name."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def as_printed(row: Record, name: str) -> Any:
    """Return the cell of a corrected publisher's row as the file holds it."""
    return row[PRINTED].get(name, row[name])


def known_code(word: str, codes: Mapping[str, Code], place: str) -> Code:
    """Return the code of a publisher's `word`.

    Raises
    ------
    DataContractError
        If the word is not in the list.
    """
    code = codes.get(word)
    if code is None:
        known = ", ".join(sorted(codes))
        message = f"{place}: {word!r} is not one of {known}; add it to the publisher's module in geo/facts"
        raise DataContractError([message])
    return code


def aluminium_chain(inputs: Inputs) -> dict[str, Mineral]:
    """Return what a mine, refinery and smelter make where the metal is aluminium: its word names only one of them."""
    return {asset: meanings[0].mineral for (asset, _), meanings in inputs.words("sites-aluminium").meanings.items()}


def ore_of(mineral: Mineral, chain: Mapping[str, Mineral]) -> Mineral:
    """Return what a mine of `mineral` digs, by `aluminium_chain`."""
    return chain["Mine"] if mineral in chain.values() else mineral


def joined_words(*words: str, separator: str) -> str:
    """Return the words that are not empty as one text."""
    return separator.join(word for word in words if word)


def names_in(text: str) -> str:
    """Return a list of names, separated by ";", without the words that stand where there is none; else as printed."""
    parts = [WITHOUT_SHARE.sub("", part) for part in text.split(";")]
    return ";".join(part for part in parts if not NO_NAME.fullmatch(part.strip())).strip()


def _controlled(site: SiteRow, row: Record) -> SiteRow:
    """Return `site` with what the reviewed corrections say of its publisher's `row`."""
    return replace(
        site,
        operator=names_in(site.operator),
        owner=names_in(site.owner),
        other_names=names_in(site.other_names),
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
