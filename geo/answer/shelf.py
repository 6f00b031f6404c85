"""What near-shoring answers are made from, fetched piece by piece so that each piece can be kept.

`AtlasShelf` reads each piece from the database; the pages have a shelf of their own that remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.answer.geography import Geography
from geo.answer.production import Production, production, production_years
from geo.answer.question import LandVehicle, Vessel
from geo.answer.sources import Source, sources_of
from geo.answer.trade import Trade, TradeCode, codes_of, trade
from geo.errors import SelectionError
from geo.model.bilateral import BilateralTrade, bilateral_trade
from geo.model.ceiling import Project
from geo.model.exposure import Goods
from geo.model.options import Way
from geo.model.transit import Hub, OriginView, find_hubs, own_supply, trace_origins
from geo.schema.codes import GovernanceIndicator, Measure, Mineral, RouteCase, Stage
from geo.store.database import Atlas
from geo.store.queries_context import freight_factors, grid_carbon
from geo.store.queries_dependence import printed_output, upstream_imports
from geo.store.queries_facility import facilities_by_country, project_sites
from geo.store.queries_reference import distances, export_controls, governance, governance_years

FloatArray = npt.NDArray[np.float64]
Piece = TypeVar("Piece")

OUTPUT_SINCE_YEARS = 6
"""Output of this many years before the trade year says whether a country can make the goods itself."""


@dataclass(frozen=True, slots=True)
class Governance:
    """World Bank indicators of one year; the mean over the six is this app's own and named so."""

    year: int
    estimates: tuple[tuple[str, float | None], ...]

    @property
    def mean(self) -> float | None:
        """Mean of the six estimates, about -2.5 to 2.5; None unless all six are there."""
        values = [value for _, value in self.estimates if value is not None]
        return sum(values) / len(values) if len(values) == len(self.estimates) else None

    @property
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
    """Complete trade of one mineral and stage under one customs code."""

    trade: Trade
    bilateral: BilateralTrade
    goods: Goods

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

    def sources(self, source_ids: frozenset[str]) -> tuple[Source, ...]:
        """Return the editions named."""
        ...


class AtlasShelf:
    """A shelf that reads from the database; what every mineral needs is read once in its life."""

    def __init__(self, atlas: Atlas, geography: Geography) -> None:
        self._atlas, self._geography = atlas, geography
        self._kept: dict[Hashable, object] = {}

    def _once(self, key: Hashable, read: Callable[[], Piece]) -> Piece:
        if key not in self._kept:
            self._kept[key] = read()
        return cast("Piece", self._kept[key])

    def geography(self) -> Geography:
        """Return countries, groups and rosters."""
        return self._geography

    def codes(self, mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
        """Return the pure customs codes of a mineral and stage, those with a complete year first."""
        return codes_of(self._atlas, mineral, stage)

    def market(self, mineral: Mineral, stage: Stage, hs6: str | None) -> Market | None:
        """Return complete trade; None where none is held.

        Raises
        ------
        SelectionError
            If a code is asked for of which no complete year is held.
        """
        held = [code for code in self.codes(mineral, stage) if code.complete_year is not None]
        if hs6 is not None and hs6 not in {code.hs6 for code in held}:
            listed = ", ".join(code.hs6 for code in held) or "none"
            raise SelectionError(f"no complete trade under customs code {hs6} is held; codes that are: {listed}")
        code = next((code for code in held if hs6 in (None, code.hs6)), None)
        if code is None:
            return None
        found = trade(self._atlas, code, code.complete_year)
        return Market(found, bilateral_trade(found.flows), Goods(code.hs6, mineral.value, is_pure=True))

    def transit(self, mineral: Mineral, stage: Stage, hs6: str | None) -> Transit | None:
        """Return the hubs of that trade; None where none is held."""
        market = self.market(mineral, stage, hs6)
        if market is None:
            return None
        year = market.trade.year
        output = printed_output(self._atlas, mineral, since=year - OUTPUT_SINCE_YEARS)
        upstream = upstream_imports(self._atlas, mineral, stage, year)
        own = own_supply(_column(output, "quantity_t"), _column(upstream, "quantity_t"))
        hubs = find_hubs(market.trade.flows, market.goods, own)
        return Transit({hub.area: hub for hub in hubs}, trace_origins(market.trade.flows, market.goods, hubs))

    def production(self, mineral: Mineral, stage: Stage) -> Production | None:
        """Return the newest output; None where none is held."""
        if not production_years(self._atlas, Measure.PRODUCTION, mineral, stage):
            return None
        return production(self._atlas, Measure.PRODUCTION, mineral, stage, None)

    def distances(self, route: RouteCase) -> DistanceTable:
        """Return all modelled distances of a route case."""
        return self._once(("distances", route), lambda: self._distances(route))

    def _distances(self, route: RouteCase) -> DistanceTable:
        rows = distances(self._atlas, route)
        areas = tuple(sorted({*rows["from_iso3"], *rows["to_iso3"]}))
        place = {area: at for at, area in enumerate(areas)}
        at = (rows["from_iso3"].map(place).to_numpy(), rows["to_iso3"].map(place).to_numpy())
        is_sea = (rows["mode"] == "sea").to_numpy()
        total = rows["total_km"].to_numpy(dtype=np.float64)
        sea = np.where(is_sea, rows["sea_km"].to_numpy(dtype=np.float64), 0.0)
        legs = rows[["from_land_km", "to_land_km"]].fillna(0.0).sum(axis=1).to_numpy(dtype=np.float64)
        return DistanceTable(
            areas,
            place,
            *(_square(at, values, len(areas)) for values in (total, sea, np.where(is_sea, legs, total))),
        )

    def ways(self, route: RouteCase, reference: str) -> Mapping[str, Way]:
        """Return the ways to one country; its own is domestic."""
        ways = {
            str(row["from_iso3"]): Way(
                mode=row["mode"],
                total_km=_number(row["total_km"]),
                sea_km=_number(row["sea_km"]),
                land_km=_land(row["from_land_km"], row["to_land_km"]),
                from_port=_words(row["from_port"]),
                to_port=_words(row["to_port"]),
                passages=tuple(filter(None, (_words(row["passages"]) or "").split(";"))),
            )
            for row in distances(self._atlas, route, to_iso3=[reference]).to_dict("records")
        }
        ways[reference] = Way(mode="domestic", total_km=0.0)
        return ways

    def standing(self) -> Standing:
        """Return governance, grids and freight factors."""
        return self._once("standing", self._standing)

    def _standing(self) -> Standing:
        year = governance_years(self._atlas)[0]
        indicators, grid, factors = (
            governance(self._atlas, year),
            grid_carbon(self._atlas),
            freight_factors(self._atlas),
        )
        ships = factors[(factors["family"] == "Cargo ship") & (factors["size"] == "Average")]
        trucks = factors[(factors["vehicle"] == "Articulated (>33t)") & (factors["family"] == "HGV (all diesel)")]
        return Standing(
            governance={
                row["iso3"]: Governance(
                    year, tuple((code.value, _number(row[code.value])) for code in GovernanceIndicator)
                )
                for row in indicators.to_dict("records")
            },
            grid={row["iso3"]: (float(row["gco2e_per_kwh"]), int(row["year"])) for row in grid.to_dict("records")},
            sea_factor={vessel: _factor(ships[ships["vehicle"] == vessel.vehicle], vessel.label) for vessel in Vessel},
            land_factor={
                LandVehicle.TRUCK: _factor(trucks[trucks["variant"] == "Average laden"], LandVehicle.TRUCK.label),
                LandVehicle.RAIL: _factor(factors[factors["mode"] == "rail"], LandVehicle.RAIL.label),
            },
            source_ids=tuple(
                sorted({*indicators["source_id"], *grid["source_id"], *factors["source_id"], "searoute-1.6.0"})
            ),
        )

    def controls(self, mineral: Mineral) -> Mapping[str, tuple[Control, ...]]:
        """Return export controls on a mineral by country."""
        return self._once(("controls", mineral), lambda: self._controls(mineral))

    def _controls(self, mineral: Mineral) -> Mapping[str, tuple[Control, ...]]:
        found: dict[str, list[Control]] = {}
        for row in export_controls(self._atlas, mineral=mineral).to_dict("records"):
            names = ("iso3", "measure", "scope", "target", "status", "status_as_of", "source_id")
            control = Control(**{name: str(row[name]) for name in names}, is_in_force=bool(row["is_in_force"]))
            found.setdefault(control.iso3, []).append(control)
        return {iso3: tuple(rows) for iso3, rows in found.items()}

    def sites(self, mineral: Mineral) -> Mapping[str, Mapping[str, int]]:
        """Return the number of known sites by country and kind."""
        found: dict[str, dict[str, int]] = {}
        for row in facilities_by_country(self._atlas, mineral).to_dict("records"):
            found.setdefault(row["iso3"], {})[row["kind"]] = int(row["known"])
        return found

    def projects(self) -> Mapping[Mineral, tuple[Project, ...]]:
        """Return known projects by mineral; no source that is held gives start years, and capacities are in other goods."""
        return self._once("projects", self._projects)

    def _projects(self) -> Mapping[Mineral, tuple[Project, ...]]:
        found: dict[Mineral, list[Project]] = {}
        for row in project_sites(self._atlas).to_dict("records"):
            project = Project(
                site=str(row["name"]),
                area=str(row["iso3"]),
                start_year=None,
                capacity_t_per_year=_number(row["capacity_t_per_year"]),
                goods=_words(row["capacity_basis"]),
            )
            found.setdefault(Mineral(row["mineral"]), []).append(project)
        return {mineral: tuple(rows) for mineral, rows in found.items()}

    def sources(self, source_ids: frozenset[str]) -> tuple[Source, ...]:
        """Return the editions named."""
        return sources_of(self._atlas, source_ids)


def _column(table: pd.DataFrame, name: str) -> dict[str, float]:
    return dict(zip(table["area"], table[name].astype(float), strict=True))


def _square(at: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]], values: FloatArray, count: int) -> FloatArray:
    made = np.full((count, count), np.nan)
    made[at] = values
    np.fill_diagonal(made, 0.0)
    return made


def _factor(rows: pd.DataFrame, words: str) -> float:
    if len(rows) != 1:
        raise SelectionError(f"{len(rows)} published factors fit {words!r}; one is needed: rebuild the database")
    return float(rows["kgco2e_per_tkm"].iloc[0])


def _number(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _words(value: str | None) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _land(first: float | None, second: float | None) -> float | None:
    legs = [leg for leg in (_number(first), _number(second)) if leg is not None]
    return sum(legs) if legs else None
