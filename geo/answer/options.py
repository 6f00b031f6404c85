"""Near-shoring: who supplies a region today, what comes from outside the roster, and who could supply instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.answer.geography import Geography
from geo.answer.production import Production, production, production_years
from geo.answer.sources import Source, sources_of
from geo.answer.trade import Trade, TradeCode, codes_of, trade
from geo.errors import SelectionError
from geo.model.concentration import RosterShare, roster_share
from geo.model.options import Candidate, Option, Way, options
from geo.model.roster import Roster
from geo.model.supply import Flow, RegionSupply, region_supply
from geo.schema.codes import FacilityKind, GovernanceIndicator, Measure, Mineral, Region, RouteCase, Stage
from geo.store.database import Atlas
from geo.store.queries_facility import facilities_by_country
from geo.store.queries_reference import distances, export_controls, governance, governance_years

REFERENCE_WITHOUT_TRADE = {Region.AMERICAS: "USA", Region.EUROPE: "DEU", Region.ASIA_PACIFIC: "JPN"}
"""Country to which distances are worked out where no trade shows the region's largest importer; an assumption."""

PLANT_KINDS = (
    FacilityKind.SMELTER.value,
    FacilityKind.REFINERY.value,
    FacilityKind.CHEMICAL_PLANT.value,
    FacilityKind.PROCESSING_PLANT.value,
)


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
class NearShoring:
    """Answer of the Near-shoring page.

    Attributes
    ----------
    trade, supply
        The region's imports; None where no complete open trade is held, and the page works on production.
    codes
        Customs codes that stand for the mineral and stage, held or not.
    production
        World output at the stage; None where no figures are held.
    without
        Why there is no production figure, if so.
    outside_roster
        Part of the region's imports that comes from outside the roster, 0-1 (trade); None without trade.
    inside_roster_world
        Part of world output inside the roster, low to high, 0-1 (production); None without production.
    replaced
        Suppliers that fall away in this view.
    reference
        Country of the region to which distances are worked out.
    """

    mineral: Mineral
    stage: Stage
    region: Region
    roster: Roster
    trade: Trade | None
    supply: RegionSupply | None
    codes: tuple[TradeCode, ...]
    production: Production | None
    without: str | None
    outside_roster: float | None
    inside_roster_world: RosterShare | None
    replaced: tuple[str, ...]
    reference: str
    route: RouteCase
    options: tuple[Option, ...]
    governance: Mapping[str, Governance]
    controls: Mapping[str, tuple[Control, ...]]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks of the page or the command.

    ``replaced`` empty means the largest supplier outside the roster; ``reference`` None the largest importer.
    """

    mineral: Mineral
    stage: Stage
    region: Region
    roster: str
    replaced: tuple[str, ...] = ()
    reference: str | None = None
    route: RouteCase = RouteCase.OPEN


def near_shoring(atlas: Atlas, geography: Geography, question: Question) -> NearShoring:
    """Return suppliers and options for `question`.

    Raises
    ------
    SelectionError
        If a roster or country is unknown, or the reference country lies outside the region.
    """
    region = geography.region(question.region)
    roster = geography.roster(question.roster)
    codes = codes_of(atlas, question.mineral, question.stage)
    flows = _complete_trade(atlas, codes)
    supply = None if flows is None else region_supply(flows.flows, region)
    output, without = _production(atlas, question)
    replaced = _replaced(geography, question, supply, output, region | roster.members)
    reference = _reference(geography, question, supply, region)
    ways = _ways(atlas, question.route, reference)
    found = options(
        _candidates(atlas, question, flows, output, region),
        ways,
        region=region,
        roster=roster.members,
        replaced=replaced,
    )
    year = governance_years(atlas)[0]
    indicators = governance(atlas, year)
    controls = _controls(atlas, question.mineral)
    return NearShoring(
        mineral=question.mineral,
        stage=question.stage,
        region=question.region,
        roster=roster,
        trade=flows,
        supply=supply,
        codes=codes,
        production=output,
        without=without,
        outside_roster=None if supply is None else supply.share_outside(roster.members),
        inside_roster_world=None if output is None else roster_share(output.concentration, roster.members),
        replaced=replaced,
        reference=reference,
        route=question.route,
        options=found,
        governance=_estimates(indicators, year),
        controls=controls,
        sources=sources_of(atlas, _source_ids(flows, output, controls, indicators)),
    )


def _complete_trade(atlas: Atlas, codes: Iterable[TradeCode]) -> Trade | None:
    code = next((code for code in codes if code.complete_year is not None), None)
    return None if code is None else trade(atlas, code, None)


def _production(atlas: Atlas, question: Question) -> tuple[Production | None, str | None]:
    if not production_years(atlas, Measure.PRODUCTION, question.mineral, question.stage):
        return (
            None,
            f"No open figures by country for {question.mineral.label.lower()} ({question.stage.value}) are held.",
        )
    try:
        return production(atlas, Measure.PRODUCTION, question.mineral, question.stage, None), None
    except SelectionError as exc:
        return None, str(exc)


def _replaced(
    geography: Geography,
    question: Question,
    supply: RegionSupply | None,
    output: Production | None,
    kept: Collection[str],
) -> tuple[str, ...]:
    for iso3 in question.replaced:
        geography.country(iso3)
    if question.replaced:
        return question.replaced
    if supply is not None and supply.suppliers:
        largest = supply.largest_outside(kept)
        return () if largest is None else (largest,)
    if output is not None:
        leader = next((row.area for row in output.rows if row.area not in kept and row.share), None)
        return () if leader is None else (leader,)
    return ()


def _reference(geography: Geography, question: Question, supply: RegionSupply | None, region: Collection[str]) -> str:
    if question.reference is not None:
        name = geography.country(question.reference)
        if question.reference not in region:
            raise SelectionError(f"{name} does not lie in {question.region.label}; choose a country of that region")
        return question.reference
    if supply is not None and supply.importers:
        return supply.importers[0][0]
    return REFERENCE_WITHOUT_TRADE[question.region]


def _ways(atlas: Atlas, route: RouteCase, reference: str) -> dict[str, Way]:
    table = distances(atlas, route, to_iso3=[reference])
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
        for row in table.to_dict("records")
    }
    ways[reference] = Way(mode="domestic", total_km=0.0)
    return ways


def _candidates(
    atlas: Atlas, question: Question, flows: Trade | None, output: Production | None, region: Collection[str]
) -> list[Candidate]:
    produced = {} if output is None else {row.area: row for row in output.rows}
    exports = _by_exporter(() if flows is None else flows.flows)
    inward = _by_exporter(() if flows is None else [f for f in flows.flows if f.importer in region])
    sites = _sites(atlas, question.mineral)
    stage_kinds = ("mine",) if question.stage is Stage.MINED else PLANT_KINDS
    with_site = {area for area, kinds in sites.items() if any(kinds.get(kind) for kind in stage_kinds)}
    found = []
    for area in sorted(set(produced) | set(exports) | with_site):
        row, out, into, kinds = produced.get(area), exports.get(area), inward.get(area), sites.get(area, {})
        found.append(
            Candidate(
                area=area,
                production_t=None if row is None else row.quantity_t,
                production_share=None if row is None else row.share,
                production_flag=None if row is None else row.flag,
                exports_t=None if out is None else out[0],
                exports_usd=None if out is None else out[1],
                to_region_t=None if into is None else into[0],
                to_region_usd=None if into is None else into[1],
                mines=kinds.get("mine", 0),
                plants=sum(kinds.get(kind, 0) for kind in PLANT_KINDS),
                projects=kinds.get("project", 0),
            )
        )
    return found


def _by_exporter(flows: Iterable[Flow]) -> dict[str, tuple[float | None, float]]:
    """Return tonnes (None where no flow has any) and value by exporter."""
    found: dict[str, tuple[float | None, float]] = {}
    for flow in flows:
        tonnes, value = found.get(flow.exporter, (None, 0.0))
        if flow.quantity_t is not None:
            tonnes = (tonnes or 0.0) + flow.quantity_t
        found[flow.exporter] = (tonnes, value + flow.value_usd)
    return found


def _sites(atlas: Atlas, mineral: Mineral) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in facilities_by_country(atlas, mineral).to_dict("records"):
        found.setdefault(row["iso3"], {})[row["kind"]] = int(row["known"])
    return found


def _estimates(indicators: pd.DataFrame, year: int) -> dict[str, Governance]:
    return {
        row["iso3"]: Governance(year, tuple((code.value, _number(row[code.value])) for code in GovernanceIndicator))
        for row in indicators.to_dict("records")
    }


def _controls(atlas: Atlas, mineral: Mineral) -> dict[str, tuple[Control, ...]]:
    found: dict[str, list[Control]] = {}
    for row in export_controls(atlas, mineral=mineral).to_dict("records"):
        names = ("iso3", "measure", "scope", "target", "status", "status_as_of", "source_id")
        control = Control(**{name: str(row[name]) for name in names}, is_in_force=bool(row["is_in_force"]))
        found.setdefault(control.iso3, []).append(control)
    return {iso3: tuple(rows) for iso3, rows in found.items()}


def _source_ids(
    flows: Trade | None,
    output: Production | None,
    controls: Mapping[str, tuple[Control, ...]],
    indicators: pd.DataFrame,
) -> set[str]:
    ids = {control.source_id for rows in controls.values() for control in rows}
    ids |= set(indicators["source_id"]) | {"searoute-1.6.0", "country-groups-compiled-2026"}
    ids |= set() if flows is None else {flows.source.source_id}
    return ids | (set() if output is None else {output.source.source_id})


def _number(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _words(value: str | None) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _land(first: float | None, second: float | None) -> float | None:
    legs = [leg for leg in (_number(first), _number(second)) if leg is not None]
    return sum(legs) if legs else None
