"""What near-shoring answers are made from beside trade: distances, governance, controls, sites, projects, outlooks.

Each is read from the database once, for all minerals where one question can ask for all, and shared by all who ask.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import SelectionError
from geo.evidence.governance import mean_estimate
from geo.evidence.market import market_of, markets, transit_of
from geo.evidence.production import Production, production, production_years
from geo.evidence.rows import cell_number, cell_text
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.model.growth import Outlook
from geo.model.options import Way
from geo.remembered import remembered
from geo.schema.codes import GovernanceIndicator, Measure, Mineral, RouteCase, Stage
from geo.store.database import Atlas
from geo.store.queries_context import freight_factors, grid_carbon
from geo.store.queries_facility import facilities_by_country, project_sites
from geo.store.queries_reference import distances, export_controls, governance, governance_years
from geo.store.queries_statistic import outlook_pairs, outlooks
from geo.topics.nearshoring.model.ceiling import Project
from geo.topics.nearshoring.question import LandVehicle, Vessel

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Governance:
    """World Bank indicators of one year; the mean over the six is this app's own and named so."""

    year: int
    estimates: tuple[tuple[str, float | None], ...]

    @property
    def mean(self) -> float | None:
        """Mean of the six estimates, about -2.5 to 2.5; None unless all six are there."""
        values = [value for _, value in self.estimates if value is not None]
        return mean_estimate(values) if len(values) == len(self.estimates) else None

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
    governance_means
        Mean of the six estimates, of the countries that have all six.
    grid
        Carbon of the national grid in g CO2e per kWh with its year, by country.
    sea_factor, land_factor
        Published factors in kg CO2e per tonne and kilometre.
    source_ids
        Editions behind them.
    """

    governance: Mapping[str, Governance]
    governance_means: Mapping[str, float]
    grid: Mapping[str, tuple[float, int]]
    sea_factor: Mapping[Vessel, float]
    land_factor: Mapping[LandVehicle, float]
    source_ids: tuple[str, ...]


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


@remembered
def newest_output(atlas: Atlas, mineral: Mineral, stage: Stage) -> Production | None:
    """Return the newest output; None where none is held."""
    if not production_years(atlas, Measure.PRODUCTION, mineral, stage):
        return None
    return production(atlas, Measure.PRODUCTION, mineral, stage, None)


@remembered
def distance_table(atlas: Atlas, route: RouteCase) -> DistanceTable:
    """Return all modelled distances of a route case."""
    rows = distances(atlas, route)
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


@remembered
def ways_to(atlas: Atlas, route: RouteCase, reference: str) -> Mapping[str, Way]:
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
        for row in distances(atlas, route, to_iso3=[reference]).to_dict("records")
    }
    ways[reference] = Way(mode="domestic", total_km=0.0)
    return ways


@remembered
def standing_of(atlas: Atlas) -> Standing:
    """Return governance, grids and freight factors."""
    year = governance_years(atlas)[0]
    indicators, grid, factors = governance(atlas, year), grid_carbon(atlas), freight_factors(atlas)
    ships = factors[(factors["family"] == "Cargo ship") & (factors["size"] == "Average")]
    trucks = factors[(factors["vehicle"] == "Articulated (>33t)") & (factors["family"] == "HGV (all diesel)")]
    known = {
        row["iso3"]: Governance(year, tuple((code.value, cell_number(row[code.value])) for code in GovernanceIndicator))
        for row in indicators.to_dict("records")
    }
    return Standing(
        governance=known,
        governance_means={iso3: own.mean for iso3, own in known.items() if own.mean is not None},
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


def controls_on(atlas: Atlas, mineral: Mineral) -> Mapping[str, tuple[Control, ...]]:
    """Return export controls on a mineral by country."""
    return all_controls(atlas).get(mineral, {})


@remembered
def all_controls(atlas: Atlas) -> Mapping[Mineral, Mapping[str, tuple[Control, ...]]]:
    """Return export controls by mineral, then by country."""
    found: dict[Mineral, dict[str, list[Control]]] = {}
    for row in export_controls(atlas).to_dict("records"):
        names = ("iso3", "measure", "scope", "target", "status", "status_as_of", "source_id")
        control = Control(**{name: str(row[name]) for name in names}, is_in_force=bool(row["is_in_force"]))
        for mineral in (cell_text(row["minerals"]) or "").split(";"):
            if mineral:
                found.setdefault(Mineral(mineral), {}).setdefault(control.iso3, []).append(control)
    return {mineral: {iso3: tuple(rows) for iso3, rows in own.items()} for mineral, own in found.items()}


@remembered
def site_counts(atlas: Atlas, mineral: Mineral) -> Mapping[str, Mapping[str, int]]:
    """Return the number of known sites by country and kind."""
    found: dict[str, dict[str, int]] = {}
    for row in facilities_by_country(atlas, mineral).to_dict("records"):
        found.setdefault(row["iso3"], {})[row["kind"]] = int(row["known"])
    return found


@remembered
def projects_of(atlas: Atlas) -> Mapping[Mineral, tuple[Project, ...]]:
    """Return known projects by mineral; no source that is held gives start years, and capacities are in other goods."""
    found: dict[Mineral, list[Project]] = {}
    for row in project_sites(atlas).to_dict("records"):
        project = Project(
            site=str(row["name"]),
            area=str(row["iso3"]),
            start_year=None,
            capacity_t_per_year=cell_number(row["capacity_t_per_year"]),
            goods=cell_text(row["capacity_basis"]),
            source_id=str(row["source_id"]),
        )
        found.setdefault(Mineral(row["mineral"]), []).append(project)
    return {mineral: tuple(rows) for mineral, rows in found.items()}


def outlooks_printed(atlas: Atlas, mineral: Mineral, stage: Stage) -> Outlooks | None:
    """Return what is expected of a mineral and stage; None where no outlook is held."""
    return all_outlooks(atlas).get((mineral, stage))


@remembered
def all_outlooks(atlas: Atlas) -> Mapping[tuple[Mineral, Stage], Outlooks]:
    """Return what is expected by mineral and stage: one question for all of it."""
    pairs, printed = outlook_pairs(atlas), outlooks(atlas)
    editions = {source.source_id: source for source in sources_of(atlas, printed["source_id"])}
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


def warm_up(atlas: Atlas) -> None:
    """Read what every near-shoring answer needs."""
    markets(atlas)
    distance_table(atlas, RouteCase.OPEN)
    standing_of(atlas)
    all_controls(atlas)
    projects_of(atlas)
    all_outlooks(atlas)


def read_ahead(atlas: Atlas, mineral: Mineral, stage: Stage) -> None:
    """Read what an answer about one mineral and stage needs beside that."""
    newest_output(atlas, mineral, stage)
    site_counts(atlas, mineral)
    market = market_of(atlas, mineral, stage, None)
    if market is not None:
        transit_of(atlas, market)
