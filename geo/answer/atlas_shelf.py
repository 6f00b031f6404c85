"""The shelf of the near-shoring answers that reads from the database."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.answer.geography import Geography
from geo.answer.own_supply import own_supply_of
from geo.answer.production import Production, production, production_years
from geo.answer.question import LandVehicle, Vessel
from geo.answer.rows import cell_number, cell_text
from geo.answer.shelf import Control, DistanceTable, Governance, Market, Outlooks, Standing, Transit
from geo.answer.sources import sources_of
from geo.answer.trade import Trade, TradeCode, codes_of
from geo.errors import SelectionError
from geo.figure.source import Source
from geo.model.bilateral import bilateral_trade
from geo.model.ceiling import Project
from geo.model.exposure import Goods
from geo.model.growth import Outlook
from geo.model.options import Way
from geo.model.plausible import plausible
from geo.model.supply import Flow
from geo.model.transit import find_hubs, trace_origins
from geo.schema.codes import GovernanceIndicator, Measure, Mineral, RouteCase, Stage, TradeScope
from geo.store.database import Atlas
from geo.store.queries_context import freight_factors, grid_carbon
from geo.store.queries_dependence import complete_flows
from geo.store.queries_facility import facilities_by_country, project_sites
from geo.store.queries_reference import distances, export_controls, governance, governance_years
from geo.store.queries_statistic import outlook_pairs, outlooks
from geo.store.queries_trade import complete_codes

FloatArray = npt.NDArray[np.float64]
Piece = TypeVar("Piece")


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
        held = self.markets().get((mineral, stage), {})
        if hs6 is not None and hs6 not in held:
            instead = f"; use one of: {', '.join(held)}" if held else ", nor under any other for this mineral and stage"
            raise SelectionError(f"no complete trade under customs code {hs6} is held{instead}")
        return held[hs6] if hs6 is not None else next(iter(held.values()), None)

    def markets(self) -> Mapping[tuple[Mineral, Stage], Mapping[str, Market]]:
        """Return all complete trade by mineral and stage, then by customs code: one question for all of it."""
        return self._once("markets", self._markets)

    def _markets(self) -> Mapping[tuple[Mineral, Stage], Mapping[str, Market]]:
        codes, rows = complete_codes(self._atlas), complete_flows(self._atlas)
        editions = {source.source_id: source for source in self.sources(frozenset(codes["source_id"]))}
        flows = {key: _flows(group) for key, group in rows.groupby(["mineral", "stage", "hs6"], sort=False)}
        found: dict[tuple[Mineral, Stage], dict[str, Market]] = {}
        for row in codes.to_dict("records"):
            made = _trade(row, flows.get((row["mineral"], row["stage"], row["hs6"]), ()), editions[row["source_id"]])
            sifted, declared = plausible(made.flows), bilateral_trade(made.flows)
            market = Market(
                trade=made,
                bilateral=bilateral_trade(sifted.flows) if sifted.doubtful else declared,
                declared=declared,
                doubtful=sifted.doubtful,
                world_usd_per_t=sifted.world_usd_per_t,
                goods=Goods(made.code.hs6, row["mineral"], is_pure=True),
            )
            found.setdefault((Mineral(row["mineral"]), Stage(row["stage"])), {})[made.code.hs6] = market
        return found

    def transit(self, mineral: Mineral, stage: Stage, hs6: str | None) -> Transit | None:
        """Return the hubs of that trade; None where none is held."""
        market = self.market(mineral, stage, hs6)
        if market is None:
            return None
        own = own_supply_of(self._atlas, mineral, stage, market.trade)
        hubs = find_hubs(market.trade.flows, market.goods, own.tonnes, comparisons=own.comparisons)
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
                total_km=cell_number(row["total_km"]),
                sea_km=cell_number(row["sea_km"]),
                land_km=_land(row["from_land_km"], row["to_land_km"]),
                from_port=cell_text(row["from_port"]),
                to_port=cell_text(row["to_port"]),
                passages=tuple(filter(None, (cell_text(row["passages"]) or "").split(";"))),
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
                    year, tuple((code.value, cell_number(row[code.value])) for code in GovernanceIndicator)
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
        return self.all_controls().get(mineral, {})

    def all_controls(self) -> Mapping[Mineral, Mapping[str, tuple[Control, ...]]]:
        """Return export controls by mineral, then by country."""
        return self._once("controls", self._controls)

    def _controls(self) -> Mapping[Mineral, Mapping[str, tuple[Control, ...]]]:
        found: dict[Mineral, dict[str, list[Control]]] = {}
        for row in export_controls(self._atlas).to_dict("records"):
            names = ("iso3", "measure", "scope", "target", "status", "status_as_of", "source_id")
            control = Control(**{name: str(row[name]) for name in names}, is_in_force=bool(row["is_in_force"]))
            for mineral in (cell_text(row["minerals"]) or "").split(";"):
                if mineral:
                    found.setdefault(Mineral(mineral), {}).setdefault(control.iso3, []).append(control)
        return {mineral: {iso3: tuple(rows) for iso3, rows in own.items()} for mineral, own in found.items()}

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
                capacity_t_per_year=cell_number(row["capacity_t_per_year"]),
                goods=cell_text(row["capacity_basis"]),
            )
            found.setdefault(Mineral(row["mineral"]), []).append(project)
        return {mineral: tuple(rows) for mineral, rows in found.items()}

    def outlooks(self, mineral: Mineral, stage: Stage) -> Outlooks | None:
        """Return what is expected of a mineral and stage; None where no outlook is held."""
        return self.all_outlooks().get((mineral, stage))

    def all_outlooks(self) -> Mapping[tuple[Mineral, Stage], Outlooks]:
        """Return what is expected by mineral and stage: one question for all of it."""
        return self._once("outlooks", self._outlooks)

    def _outlooks(self) -> Mapping[tuple[Mineral, Stage], Outlooks]:
        pairs, printed = outlook_pairs(self._atlas), outlooks(self._atlas)
        editions = {source.source_id: source for source in self.sources(frozenset(printed["source_id"]))}
        codes: dict[Hashable, dict[str, str]] = {}
        for row in pairs.to_dict("records"):
            codes.setdefault((row["mineral"], row["stage"], row["source_id"]), {})[row["hs6"]] = row["note"]
        areas: dict[tuple[str, ...], dict[str, list[dict[Hashable, Any]]]] = {}
        for row in printed.to_dict("records"):
            key = (row["mineral"], row["stage"], row["source_id"], row["basis"])
            areas.setdefault(key, {}).setdefault(row["area"], []).append(row)
        return {
            (Mineral(mineral), Stage(stage)): Outlooks(
                editions[source_id],
                basis,
                {area: _outlook(rows) for area, rows in own.items()},
                codes.get((mineral, stage, source_id), {}),
            )
            for (mineral, stage, source_id, basis), own in areas.items()
        }

    def sources(self, source_ids: frozenset[str]) -> tuple[Source, ...]:
        """Return the editions named."""
        return sources_of(self._atlas, source_ids)


def _flows(rows: pd.DataFrame) -> tuple[Flow, ...]:
    """Return the flows of one code and year, largest value first."""
    made = [
        Flow(exporter, importer, value, None if math.isnan(tonnes) else tonnes, is_outlier=bool(outlier))
        for exporter, importer, value, tonnes, outlier in zip(
            rows["exporter_iso3"].tolist(),
            rows["importer_iso3"].tolist(),
            rows["value_usd"].astype(float).tolist(),
            rows["quantity_t"].astype(float).tolist(),
            rows["is_unit_value_outlier"].tolist(),
            strict=True,
        )
    ]
    return tuple(sorted(made, key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer)))


def _trade(row: Mapping[Hashable, Any], flows: tuple[Flow, ...], source: Source) -> Trade:
    year = int(row["year"])
    return Trade(
        code=TradeCode(row["hs6"], row["form"], row["note"], row["description"], has_rows=True, complete_year=year),
        year=year,
        flows=flows,
        scope=TradeScope(row["scope"]),
        has_quantity=bool(row["has_quantity"]),
        coverage_note=cell_text(row["coverage_note"]),
        nomenclature=str(row["nomenclature"]),
        years=tuple(int(each) for each in row["years"]),
        source=source,
    )


def _outlook(rows: list[dict[Hashable, Any]]) -> Outlook:
    """Return what is expected of one country, from its rows by year: one that is no projection, then the projections."""
    *_, base = (row for row in rows if not row["is_projection"])
    later = tuple((int(row["year"]), float(row["quantity_t"])) for row in rows if row["is_projection"])
    return Outlook(base["area"], int(base["year"]), float(base["quantity_t"]), later, base["basis"], base["source_id"])


def _square(at: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]], values: FloatArray, count: int) -> FloatArray:
    made = np.full((count, count), np.nan)
    made[at] = values
    np.fill_diagonal(made, 0.0)
    return made


def _factor(rows: pd.DataFrame, words: str) -> float:
    if len(rows) != 1:
        raise SelectionError(f"{len(rows)} published factors fit {words!r}; one is needed: rebuild the database")
    return float(rows["kgco2e_per_tkm"].iloc[0])


def _land(first: float | None, second: float | None) -> float | None:
    legs = [leg for leg in (cell_number(first), cell_number(second)) if leg is not None]
    return sum(legs) if legs else None
