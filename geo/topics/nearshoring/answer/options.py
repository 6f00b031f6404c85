"""Near-shoring: who supplies a region today, who falls away, who could supply instead, how much, and in which mix."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.market import Market, Transit, market_of, transit_of
from geo.evidence.production import Production
from geo.evidence.sources import sources_of
from geo.evidence.trade import Doubtful, Trade, TradeCode, codes_of
from geo.figure.source import Source
from geo.model.concentration import RosterShare, roster_share
from geo.model.options import Candidate, Option, options
from geo.model.roster import Roster
from geo.model.supply import Flow, RegionSupply, region_supply
from geo.schema.codes import FacilityKind, Mineral, Region, Stage
from geo.store.database import Atlas
from geo.topics.nearshoring.answer.plan import (
    REFERENCE_WITHOUT_TRADE,
    Plan,
    Sides,
    outlooks_of,
    plan_of,
    replaced_of,
    rules_of,
    sides_of,
)
from geo.topics.nearshoring.answer.shelf import (
    Control,
    Governance,
    Outlooks,
    controls_on,
    newest_output,
    outlooks_printed,
    site_counts,
    standing_of,
    ways_to,
)
from geo.topics.nearshoring.model.binding import Lifted, binding
from geo.topics.nearshoring.model.coverage import Limits
from geo.topics.nearshoring.model.criteria import offer_criteria
from geo.topics.nearshoring.model.frontier import FrontierAxis, FrontierPoint, frontier
from geo.topics.nearshoring.model.mix import Mix, MixModel, OneMoreTonne
from geo.topics.nearshoring.model.ranking import Ranking, rank
from geo.topics.nearshoring.question import Question

PLANT_KINDS = (
    FacilityKind.SMELTER.value,
    FacilityKind.REFINERY.value,
    FacilityKind.CHEMICAL_PLANT.value,
    FacilityKind.PROCESSING_PLANT.value,
)


@dataclass(frozen=True)
class Decision:
    """What follows from a plan: ranking of the offers that passed, the cheapest mix, and the frontier.

    Attributes
    ----------
    frontier
        Cheapest mixes while the part from outside the roster may rise from 0 to 1.
    one_more
        What a higher ceiling of each line of the mix would be worth.
    binding
        What keeps the coverage from being more, worked out without each rule in turn.
    """

    ranking: Ranking
    mix: Mix
    frontier: tuple[FrontierPoint, ...]
    one_more: tuple[OneMoreTonne, ...]
    binding: tuple[Lifted, ...]


@dataclass(frozen=True)
class NearShoring:
    """Answer of the Near-shoring page.

    Attributes
    ----------
    sides
        Region, roster, partners and buyers that the question means.
    market, supply
        Complete trade, and the region's imports; None where no complete open trade is held, and the page works on
        production. A supplier that falls away counts as outside, also where it lies in the region.
    transit, traced
        Hubs of that trade, and the same imports with hub exports traced one step back: another view, never mixed.
    codes
        Customs codes that stand for the mineral and stage, held or not.
    production
        World output at the stage; None where no figures are held.
    inside_roster_world
        Part of world output inside the roster, low to high, 0-1 (production); None without production.
    replaced, undecided
        Suppliers that fall away in this view, and those of which a preset cannot say it for want of a figure.
    reference
        Country of the region to which ways, ports and passages are worked out.
    plan, decision
        None where no need can be derived and none is set.
    outlooks
        What is expected of these goods; None where no outlook is held that may be used.
    """

    question: Question
    sides: Sides
    market: Market | None
    supply: RegionSupply | None
    transit: Transit | None
    traced: RegionSupply | None
    codes: tuple[TradeCode, ...]
    production: Production | None
    inside_roster_world: RosterShare | None
    replaced: tuple[str, ...]
    undecided: tuple[str, ...]
    reference: str
    options: tuple[Option, ...]
    plan: Plan | None
    decision: Decision | None
    governance: Mapping[str, Governance]
    controls: Mapping[str, tuple[Control, ...]]
    sources: tuple[Source, ...]
    outlooks: Outlooks | None

    @property
    def mineral(self) -> Mineral:
        """The mineral that was asked for."""
        return self.question.mineral

    @property
    def stage(self) -> Stage:
        """The stage that was asked for."""
        return self.question.stage

    @property
    def region(self) -> Region:
        """The home region that was asked for."""
        return self.question.region

    @property
    def roster(self) -> Roster:
        """The roster that the question names."""
        return self.sides.roster

    @property
    def partners(self) -> frozenset[str]:
        """Countries with a dated instrument with a roster member."""
        return self.sides.partners

    @property
    def region_countries(self) -> frozenset[str]:
        """All countries of the region."""
        return self.sides.region

    @property
    def buyers(self) -> frozenset[str]:
        """Countries of the region whose need is meant, those that fall away too."""
        return self.sides.buyers

    @property
    def trade(self) -> Trade | None:
        """Trade as declared; None where no complete open trade is held."""
        return None if self.market is None else self.market.trade

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Flows with the tonnes that count: those that are believed, or all that are declared if so asked."""
        return () if self.market is None else _counted(self.market, self.question)

    @property
    def doubtful(self) -> tuple[Doubtful, ...]:
        """Flows whose declared tonnes are not believed."""
        return () if self.market is None else self.market.doubtful

    @property
    def outside_roster(self) -> float | None:
        """Part of the region's imports that comes from outside the roster, 0-1 (trade); None without trade."""
        return None if self.supply is None else self.supply.share_outside(self.roster.members)

    @property
    def goods(self) -> str:
        """What is bought and made, e.g. ``cobalt oxides and hydroxides``: the goods traded, else what the output counts."""
        if self.trade is not None:
            return self.trade.code.form
        return f"{self.stage.value} {self.mineral.label.lower()}" if self.production is None else self.production.staged

    @property
    def outside_buyers(self) -> frozenset[str]:
        """Countries of the region whose need is not meant."""
        return self.region_countries - self.buyers

    @property
    def outlook_note(self) -> str:
        """The reviewed reason why exports may be taken to grow in step; empty where output itself is expected."""
        code = None if self.trade is None else self.trade.code.hs6
        return "" if self.outlooks is None or code is None else self.outlooks.codes.get(code, "")


def _counted(market: Market, question: Question) -> tuple[Flow, ...]:
    flows = market.trade.flows
    return tuple(flow.as_declared for flow in flows) if question.all_declared else flows


def near_shoring(atlas: Atlas, question: Question) -> NearShoring:
    """Return suppliers and options for `question`.

    Raises
    ------
    SelectionError
        If a roster, group, country or code is unknown, or the reference country lies outside the region.
    """
    sides = sides_of(load_geography(atlas), question)
    market = market_of(atlas, question.mineral, question.stage, question.hs)
    output = newest_output(atlas, question.mineral, question.stage)
    fallen = replaced_of(atlas, question, sides, market, output)
    home = sides.buyers - set(fallen.areas)
    supply = None if market is None else region_supply(market.trade.flows, home)
    transit = None if market is None else transit_of(atlas, market)
    reference = _reference(atlas, question, supply, home)
    plan = plan_of(atlas, question, sides, fallen.areas, market, output)
    outlooks = outlooks_of(outlooks_printed(atlas, question.mineral, question.stage), market, output)
    return NearShoring(
        question=question,
        sides=sides,
        market=market,
        supply=supply,
        transit=transit,
        traced=None if transit is None else region_supply(transit.view.flows, home),
        codes=codes_of(atlas, question.mineral, question.stage),
        production=output,
        inside_roster_world=None if output is None else roster_share(output.concentration, sides.roster.members),
        replaced=fallen.areas,
        undecided=fallen.unknown,
        reference=reference,
        options=options(
            _candidates(atlas, question, market, output, home),
            ways_to(atlas, question.route, reference),
            region=sides.region,
            roster=sides.roster.members,
            replaced=fallen.areas,
            partners=sides.partners,
        ),
        plan=plan,
        decision=None if plan is None else decision_of(plan, question),
        governance=standing_of(atlas).governance,
        controls=controls_on(atlas, question.mineral),
        sources=_sources(atlas, question, market, output, outlooks, plan),
        outlooks=outlooks,
    )


def decision_of(plan: Plan, question: Question) -> Decision:
    """Return ranking, mix and frontier of the offers that passed the filters."""
    kept = plan.filtered.kept
    model = MixModel(plan.need_t, kept, question.cost, dict(question.unit_costs))
    points = frontier(model, Limits(question.cap, 1.0), FrontierAxis.OUTSIDE_ROSTER)
    mix = model.solve(question.limits)
    return Decision(
        ranking=rank(offer_criteria(plan.need_t, kept, dict(plan.need.remaining)), question.all_weights),
        mix=mix,
        frontier=points,
        one_more=model.one_more_tonne(mix),
        binding=binding(
            plan.need_t,
            plan.offers,
            rules_of(question, plan.need_t),
            question.limits,
            None if question.redirect else {area: own.redirected_t for area, own in plan.ceilings.items()},
        ),
    )


def _reference(atlas: Atlas, question: Question, supply: RegionSupply | None, home: Collection[str]) -> str:
    if question.to is not None:
        name = load_geography(atlas).country(question.to)
        if question.to not in home:
            raise SelectionError(
                f"{name} is no buyer of {question.region.label} in this view; choose another country of that region"
            )
        return question.to
    if supply is not None and supply.importers:
        return supply.importers[0][0]
    return REFERENCE_WITHOUT_TRADE[question.region]


def _candidates(
    atlas: Atlas, question: Question, market: Market | None, output: Production | None, home: Collection[str]
) -> list[Candidate]:
    flows = () if market is None else _counted(market, question)
    produced = {} if output is None else {row.area: row for row in output.rows}
    exports = _by_exporter(flows)
    inward = _by_exporter(flow for flow in flows if flow.importer in home)
    sites = site_counts(atlas, question.mineral)
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


def _sources(
    atlas: Atlas,
    question: Question,
    market: Market | None,
    output: Production | None,
    outlooks: Outlooks | None,
    plan: Plan | None,
) -> tuple[Source, ...]:
    controls = controls_on(atlas, question.mineral)
    ids = {control.source_id for rows in controls.values() for control in rows}
    ids |= set(standing_of(atlas).source_ids) | {"country-groups-compiled-2026"}
    ids |= set() if market is None else {market.trade.source.source_id}
    ids |= set() if output is None else {output.source.source_id}
    ids |= set() if outlooks is None else {outlooks.source.source_id}
    found = () if plan is None else plan.ceilings.values()
    ids |= {use.project.source_id for ceiling in found for use in ceiling.projects if use.quantity_t > 0}
    return sources_of(atlas, ids)
