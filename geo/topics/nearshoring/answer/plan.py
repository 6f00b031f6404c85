"""From a question to offers: who falls away, what the region then needs, and what each country can send instead.

The overview asks this for every mineral and region at once, so nothing here ranks or solves.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from geo.evidence.geography import Geography, load_geography, partners_of
from geo.evidence.market import Market
from geo.evidence.production import Production
from geo.model.roster import Roster
from geo.schema.codes import Region
from geo.store.database import Atlas
from geo.topics.nearshoring.answer.shelf import (
    Control,
    Outlooks,
    controls_on,
    distance_table,
    outlooks_printed,
    projects_of,
    standing_of,
)
from geo.topics.nearshoring.model.ceiling import Ceiling, ceilings, ceilings_of_output
from geo.topics.nearshoring.model.coverage import Coverage, coverage
from geo.topics.nearshoring.model.filters import Filtered, FilterRules, apply_filters
from geo.topics.nearshoring.model.logistics import freight_carbon, region_means
from geo.topics.nearshoring.model.need import (
    Need,
    Replaced,
    ReplacedPreset,
    assumed_need,
    need_from_trade,
    replaced_by_preset,
)
from geo.topics.nearshoring.model.offer import Offer, Profile, offers
from geo.topics.nearshoring.question import Buyers, Question

REFERENCE_WITHOUT_TRADE = {Region.AMERICAS: "USA", Region.EUROPE: "DEU", Region.ASIA_PACIFIC: "JPN"}
"""Country to which distances are worked out where no trade shows the region's largest importer; an assumption."""


class PlanBasis(StrEnum):
    """What the ceilings of a plan are read from."""

    TRADE = "trade"
    OUTPUT = "output"


@dataclass(frozen=True)
class Plan:
    """What a region needs and who can send it.

    Attributes
    ----------
    ceilings
        By country, those of the suppliers to be replaced too.
    offers
        Before the filters; ``filtered`` says what is left and why.
    growth_share
        Part of the expected growth that is counted, 0-1 (assumption).
    """

    basis: PlanBasis
    need: Need
    need_t: float
    ceilings: Mapping[str, Ceiling]
    offers: tuple[Offer, ...]
    filtered: Filtered
    coverage: Coverage
    growth_share: float


@dataclass(frozen=True)
class Sides:
    """Who stands where for a question.

    Attributes
    ----------
    region
        Countries of the home region, those that fall away too.
    roster
        What the question names, looked up once.
    partners
        Countries with a dated instrument with a roster member.
    buyers
        Countries of the region whose need is meant.
    spared
        Countries that no preset makes a supplier to be replaced: the roster, and partners of the region itself.
    """

    region: frozenset[str]
    roster: Roster
    partners: frozenset[str]
    buyers: frozenset[str]

    @property
    def spared(self) -> frozenset[str]:
        """Return the roster and the partners that lie in the region."""
        return self.roster.members | (self.region & self.partners)


def sides_of(geography: Geography, question: Question) -> Sides:
    """Return region, roster and partners; raises SelectionError if a roster or group is unknown."""
    roster = geography.roster(question.roster)
    region, partners = geography.region(question.region), partners_of(geography, question.partners, roster.members)
    buyers = region if question.buyers is Buyers.ALL else region & (roster.members | partners)
    return Sides(region, roster, partners, buyers)


def replaced_of(
    atlas: Atlas, question: Question, sides: Sides, market: Market | None, output: Production | None
) -> Replaced:
    """Return the suppliers that fall away: those named, or those that the preset means in trade or in output."""
    if question.preset is None:
        for iso3 in question.replace:
            load_geography(atlas).country(iso3)
        return Replaced(question.replace)
    controlled = controlled_of(controls_on(atlas, question.mineral))
    known = standing_of(atlas).governance_means
    if market is not None:
        return replaced_by_preset(
            question.preset,
            market.counted(all_declared=question.all_declared),
            sides.buyers,
            sides.spared,
            controlled=controlled,
            governance=known,
            floor=question.governance_floor,
        )
    if output is None:
        return Replaced(())
    makers = [row.area for row in output.rows if row.share and row.area not in sides.spared]
    return _by_output(question, makers, controlled, known)


def _by_output(
    question: Question, makers: list[str], controlled: Collection[str], known: Mapping[str, float]
) -> Replaced:
    if question.preset is ReplacedPreset.LARGEST_OUTSIDE:
        return Replaced(tuple(makers[:1]))
    if question.preset is ReplacedPreset.EXPORT_CONTROL:
        return Replaced(tuple(area for area in makers if area in controlled))
    if question.preset is ReplacedPreset.BELOW_GOVERNANCE_FLOOR:
        below = tuple(area for area in makers if area in known and known[area] < question.governance_floor)
        return Replaced(below, tuple(area for area in makers if area not in known))
    return Replaced(tuple(makers))


def controlled_of(controls: Mapping[str, tuple[Control, ...]]) -> frozenset[str]:
    """Return countries with a control in force."""
    return frozenset(iso3 for iso3, rows in controls.items() if any(row.is_in_force for row in rows))


def plan_of(
    atlas: Atlas,
    question: Question,
    sides: Sides,
    replaced: tuple[str, ...],
    market: Market | None,
    output: Production | None,
) -> Plan | None:
    """Return need, offers and coverage; None where no need can be derived and none is set."""
    need = _need(question, sides, replaced, market, output)
    if need is None or need.quantity_t is None:
        return None
    found = _ceilings(atlas, question, sides, replaced, market, output)
    importers = destinations(question, need)
    made = offers(
        found,
        profiles(atlas, question, importers, [ceiling.area for ceiling in found]),
        region=sides.region,
        roster=sides.roster.members,
        partners=sides.partners,
        may_redirect=question.redirect,
    )
    filtered = apply_filters(made, rules_of(question, need.quantity_t))
    return Plan(
        basis=PlanBasis.TRADE if market is not None else PlanBasis.OUTPUT,
        need=need,
        need_t=need.quantity_t,
        ceilings={ceiling.area: ceiling for ceiling in found},
        offers=made,
        filtered=filtered,
        coverage=coverage(need.quantity_t, filtered.kept, question.limits),
        growth_share=question.growth,
    )


def rules_of(question: Question, need_t: float) -> FilterRules:
    """Return the filters with the least tonnes that the need gives."""
    if not question.least > 0:
        return question.rules
    return replace(question.rules, least_t=question.least * need_t)


def _need(
    question: Question, sides: Sides, replaced: tuple[str, ...], market: Market | None, output: Production | None
) -> Need | None:
    derived = None if market is None else derived_need(question, sides, replaced, market)
    if question.need is None:
        return derived
    if derived is not None:
        assumed = assumed_need(question.need, derived.goods, replaced, dict(derived.importers))
        return replace(assumed, remaining=derived.remaining)
    if output is None or not output.has_tonnes:
        return None
    return assumed_need(question.need, f"{output.basis} ({output.stage.value}, {output.period})", replaced)


def derived_need(question: Question, sides: Sides, replaced: tuple[str, ...], market: Market) -> Need:
    """Return what the buyers import from `replaced`."""
    trade = market.counted(all_declared=question.all_declared)
    return need_from_trade(trade, sides.buyers, replaced, market.words)


def _ceilings(
    atlas: Atlas,
    question: Question,
    sides: Sides,
    replaced: tuple[str, ...],
    market: Market | None,
    output: Production | None,
) -> tuple[Ceiling, ...]:
    expected = outlooks_of(outlooks_printed(atlas, question.mineral, question.stage), market, output)
    outlooks = {} if expected is None else expected.by_area
    if market is not None:
        return ceilings(
            market.counted(all_declared=question.all_declared),
            sides.buyers,
            replaced,
            question.ceiling_rule,
            trade_year=market.trade.year,
            goods=market.words,
            projects=projects_of(atlas).get(question.mineral, ()),
            outlooks=outlooks,
            declared=market.declared,
        )
    rows = () if output is None else output.rows
    printed = {row.area: row.quantity_t for row in rows if row.quantity_t is not None}
    return ceilings_of_output(printed, sides.buyers, replaced, question.ceiling_rule, outlooks=outlooks)


def outlooks_of(expected: Outlooks | None, market: Market | None, output: Production | None) -> Outlooks | None:
    """Return what is expected if it may be used: for a reviewed customs code, or for output of the same edition and basis."""
    if expected is None:
        return None
    if market is not None:
        return expected if market.goods.hs6 in expected.codes else None
    is_same = output is not None and (output.source.source_id, output.basis) == (
        expected.source.source_id,
        expected.basis,
    )
    return expected if is_same else None


def destinations(question: Question, need: Need) -> tuple[tuple[str, float], ...]:
    """Return the countries to which ways are worked out, with their weights."""
    if question.to is not None:
        return ((question.to, 1.0),)
    if not need.importers:
        return ((REFERENCE_WITHOUT_TRADE[question.region], 1.0),)
    return need.importers


def profiles(
    atlas: Atlas, question: Question, importers: tuple[tuple[str, float], ...], areas: Iterable[str]
) -> dict[str, Profile]:
    """Return what is known of `areas`; distances are means over the importers, weighted with their part of the need."""
    table, standing = distance_table(atlas, question.route), standing_of(atlas)
    controlled = controlled_of(controls_on(atlas, question.mineral))
    placed = [(table.place[area], part) for area, part in importers if area in table.place]
    to = np.array([at for at, _ in placed], dtype=np.int64)
    weights = np.array([part for _, part in placed], dtype=np.float64)
    wanted = list(areas)
    held = [area for area in wanted if area in table.place]
    rows = np.array([table.place[area] for area in held], dtype=np.int64)
    pick = np.ix_(rows, to)
    carbon = freight_carbon(
        table.sea_km[pick],
        table.land_km[pick],
        standing.sea_factor[question.ship],
        standing.land_factor[question.land],
    )
    means = zip(
        held, region_means(table.total_km[pick], weights).tolist(), region_means(carbon, weights).tolist(), strict=True
    )
    ways = {area: (km, kg) for area, km, kg in means}
    found = {}
    for area in wanted:
        km, kg = ways.get(area, (math.nan, math.nan))
        own, grid = standing.governance.get(area), standing.grid.get(area)
        found[area] = Profile(
            distance_km=None if math.isnan(km) else km,
            kgco2e_per_t=None if math.isnan(kg) else kg,
            governance=None if own is None else own.mean,
            has_export_control=area in controlled,
            esg=None if own is None else own.corruption,
            grid_gco2e_per_kwh=None if grid is None else grid[0],
        )
    return found
