"""What near-shoring answers are made from, fetched piece by piece so that each piece can be kept.

`geo.answer.atlas_shelf` reads the pieces from the database; the pages have a shelf of their own that remembers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from geo.answer.geography import Geography
from geo.answer.production import Production
from geo.answer.question import LandVehicle, Vessel
from geo.answer.trade import Trade, TradeCode
from geo.figure.source import Source
from geo.model.bilateral import BilateralTrade
from geo.model.ceiling import Project
from geo.model.exposure import Goods
from geo.model.growth import Outlook
from geo.model.options import Way
from geo.model.plausible import Doubtful
from geo.model.transit import Hub, OriginView
from geo.schema.codes import GovernanceIndicator, Mineral, RouteCase, Stage

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Governance:
    """World Bank indicators of one year; the mean over the six is this app's own and named so."""

    year: int
    estimates: tuple[tuple[str, float | None], ...]

    @cached_property
    def mean(self) -> float | None:
        """Mean of the six estimates, about -2.5 to 2.5; None unless all six are there."""
        values = [value for _, value in self.estimates if value is not None]
        return sum(values) / len(values) if len(values) == len(self.estimates) else None

    @cached_property
    def corruption(self) -> float | None:
        """Control of corruption, about -2.5 weak to 2.5 strong."""
        return dict(self.estimates)[GovernanceIndicator.CONTROL_OF_CORRUPTION.value]


@dataclass(frozen=True, slots=True)
class Control:
    """One export control as known on its status date."""

    iso3: str
    measure: str
    scope: str
    target: str
    status: str
    status_as_of: str
    is_in_force: bool
    source_id: str


@dataclass(frozen=True)
class Market:
    """Complete trade of one mineral and stage under one customs code.

    Attributes
    ----------
    trade
        As declared.
    bilateral, declared
        The same as arrays: without the tonnes that cannot be right (see `geo.model.plausible`), and with them.
    doubtful
        Flows whose tonnes are in `declared` only.
    world_usd_per_t
        The world's unit value that they are held against; None where no flow has tonnes.
    """

    trade: Trade
    bilateral: BilateralTrade
    declared: BilateralTrade
    doubtful: tuple[Doubtful, ...]
    world_usd_per_t: float | None
    goods: Goods

    def counted(self, *, all_declared: bool) -> BilateralTrade:
        """Return the trade from which tonnes are taken."""
        return self.declared if all_declared else self.bilateral

    @property
    def words(self) -> str:
        """What a tonne is a tonne of."""
        return f"gross weight of {self.trade.code.form} (HS {self.goods.hs6}, {self.trade.year})"


@dataclass(frozen=True)
class Transit:
    """Hubs of a market, and its flows traced one step back."""

    hubs: Mapping[str, Hub]
    view: OriginView


@dataclass(frozen=True, eq=False)
class DistanceTable:
    """Modelled kilometres between all pairs of one route case, arrays of shape (areas, areas), NaN where no way.

    ``sea_km`` and ``land_km`` are the parts to which the factor of a ship and of a vehicle on land apply.
    """

    areas: tuple[str, ...]
    place: Mapping[str, int]
    total_km: FloatArray
    sea_km: FloatArray
    land_km: FloatArray


@dataclass(frozen=True)
class Standing:
    """What is known of countries whatever the mineral.

    Attributes
    ----------
    governance
        By country.
    grid
        Carbon of the national grid in g CO2e per kWh with its year, by country.
    sea_factor, land_factor
        Published factors in kg CO2e per tonne and kilometre.
    source_ids
        Editions behind them.
    """

    governance: Mapping[str, Governance]
    grid: Mapping[str, tuple[float, int]]
    sea_factor: Mapping[Vessel, float]
    land_factor: Mapping[LandVehicle, float]
    source_ids: tuple[str, ...]

    @cached_property
    def governance_means(self) -> Mapping[str, float]:
        """Mean of the six estimates, of the countries that have all six."""
        return {iso3: own.mean for iso3, own in self.governance.items() if own.mean is not None}


@dataclass(frozen=True)
class Outlooks:
    """What one edition expects of a mineral and stage.

    Attributes
    ----------
    source
        The edition.
    basis
        What a tonne is a tonne of.
    by_area
        Outlook of each country that the edition names.
    codes
        Customs codes whose exports may be taken to grow in step, each with the reviewed reason.
    """

    source: Source
    basis: str
    by_area: Mapping[str, Outlook]
    codes: Mapping[str, str]


class Shelf(Protocol):
    """Where an answer takes its pieces from."""

    def geography(self) -> Geography:
        """Return countries, groups and rosters."""
        ...

    def codes(self, mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
        """Return the pure customs codes of a mineral and stage."""
        ...

    def market(self, mineral: Mineral, stage: Stage, hs6: str | None) -> Market | None:
        """Return complete trade; None where none is held."""
        ...

    def transit(self, mineral: Mineral, stage: Stage, hs6: str | None) -> Transit | None:
        """Return the hubs of that trade; None where none is held."""
        ...

    def production(self, mineral: Mineral, stage: Stage) -> Production | None:
        """Return the newest output; None where none is held."""
        ...

    def distances(self, route: RouteCase) -> DistanceTable:
        """Return all modelled distances of a route case."""
        ...

    def ways(self, route: RouteCase, reference: str) -> Mapping[str, Way]:
        """Return the ways to one country."""
        ...

    def standing(self) -> Standing:
        """Return governance, grids and freight factors."""
        ...

    def controls(self, mineral: Mineral) -> Mapping[str, tuple[Control, ...]]:
        """Return export controls on a mineral by country."""
        ...

    def sites(self, mineral: Mineral) -> Mapping[str, Mapping[str, int]]:
        """Return the number of known sites by country and kind."""
        ...

    def projects(self) -> Mapping[Mineral, tuple[Project, ...]]:
        """Return known projects by mineral."""
        ...

    def outlooks(self, mineral: Mineral, stage: Stage) -> Outlooks | None:
        """Return what is expected of a mineral and stage; None where no outlook is held."""
        ...

    def sources(self, source_ids: frozenset[str]) -> tuple[Source, ...]:
        """Return the editions named."""
        ...
