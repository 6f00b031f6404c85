"""Who depends on whom: all figures of the Dependence page, put together for one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.errors import SelectionError
from geo.evidence.eu_risk import EuRisks, eu_risks
from geo.evidence.geography import Geography, load_geography
from geo.evidence.governance import estimates
from geo.evidence.series import newest_series, with_shares
from geo.evidence.sources import sources_of
from geo.evidence.subject import staged
from geo.figure.source import Source
from geo.model.concentration import RosterShare, roster_share
from geo.model.gain import Series
from geo.model.interval import NoData
from geo.model.lookout import SupplierGovernance, supplier_governance
from geo.model.roster import EU27, Roster
from geo.model.transit import TradeView
from geo.remembered import remembered
from geo.schema.codes import Mineral, Stage
from geo.schema.codes_publisher import Publisher
from geo.store.database import Atlas
from geo.store.queries_dependence import recycling_rates
from geo.topics.dependence.answer.benchmark import Evidence, Measured, gauges, recycling_rate
from geo.topics.dependence.answer.gain import (
    NextMembers,
    candidates_of,
    linked_countries,
    next_members,
    preset_countries,
)
from geo.topics.dependence.answer.grounds import Grounds, load_grounds
from geo.topics.dependence.answer.importer import Importer, country_importer, importer_named, roster_importer
from geo.topics.dependence.answer.output import Holding, holding
from geo.topics.dependence.answer.published import UsReliance, us_reliances
from geo.topics.dependence.answer.trade import Imports, Traded, imports_of, traded
from geo.topics.dependence.question import HOME, OWN_SET, Question


@dataclass(frozen=True)
class World:
    """All minerals at once; the same for every question.

    Attributes
    ----------
    series
        Newest shares of every mineral and stage.
    governance, governance_year
        Mean of the six World Bank estimates by country.
    linked, presets
        Countries that a published group links with a roster member, and that a preset names.
    rates
        Recycling rates of the EU study.
    """

    series: tuple[Series, ...]
    governance: Mapping[str, float]
    governance_year: int
    linked: frozenset[str]
    presets: frozenset[str]
    rates: pd.DataFrame
    sources: tuple[Source, ...]

    def newest(self, mineral: Mineral) -> dict[Stage, Series]:
        """Return the newest shares of one mineral by stage."""
        return {Stage(entry.stage): entry for entry in self.series if entry.mineral == mineral}


@dataclass(frozen=True, slots=True)
class Spot:
    """One mineral in the picture of where to look."""

    series: Series
    governance: SupplierGovernance


@dataclass(frozen=True)
class Facts:
    """What is known of one mineral and stage; nothing in it depends on roster, region or importer.

    ``held`` and ``trade`` say why where there are no figures; ``goods`` is what the output counts, with its stage.
    """

    mineral: Mineral
    stage: Stage
    held: Holding | NoData
    trade: Traded | NoData
    risks: EuRisks
    reliances: tuple[UsReliance, ...]
    reliance_sources: tuple[Source, ...]
    grounds: Grounds
    sources: tuple[Source, ...]
    goods: str


@dataclass(frozen=True)
class Dependence:
    """Answer of the Dependence page.

    Attributes
    ----------
    inside
        Part of world output inside the roster, low to high; None where no output by country is held.
    imports
        What the chosen importer buys; with the reason where that is not known.
    together
        What the roster buys, the EU counted once.
    members
        What each member buys, the 27 EU states for themselves, by name; and the EU as one in front, if it is a member.
    next_members
        What each candidate would add at this stage.
    gauge_set, gauges
        The set of members, and the four limits for it.
    spots
        All minerals of the stage, by mineral.
    """

    question: Question
    facts: Facts
    roster: Roster
    importer: Importer
    view: TradeView
    inside: RosterShare | None
    imports: Imports | NoData
    together: Imports | NoData
    members: tuple[tuple[Importer, Imports | NoData], ...]
    next_members: NextMembers
    gauge_set: Importer
    gauges: tuple[Measured, ...]
    spots: tuple[Spot, ...]


@remembered
def load_world(atlas: Atlas) -> World:
    """Return what every question needs of all minerals."""
    series = with_shares(atlas, newest_series(atlas))
    held = estimates(atlas)
    rates = recycling_rates(atlas)
    return World(
        series=series,
        governance=held.means,
        governance_year=held.year,
        linked=linked_countries(atlas),
        presets=preset_countries(load_geography(atlas)),
        rates=rates,
        sources=sources_of(atlas, {held.source.source_id, *(entry.source_id for entry in series), *rates["source_id"]}),
    )


@remembered
def load_facts(
    atlas: Atlas,
    mineral: Mineral,
    stage: Stage,
    *,
    year: int | None = None,
    hs6: str | None = None,
    publisher: Publisher = Publisher.REVIEWED,
) -> Facts:
    """Return what is known of `mineral` at `stage`.

    Parameters
    ----------
    year
        Year of the output; None for the newest. Trade is of its newest complete year.
    hs6
        Customs code; None for the first whose trade is complete.
    publisher
        Whose output; the limits and the lists of all minerals stay with the reviewed series.

    Raises
    ------
    SelectionError
        If output is held, but not of that publisher or for that year, or the code does not stand for the mineral and stage.
    """
    held = _holding(atlas, mineral, stage, year, publisher)
    trade = traded(atlas, mineral, stage, hs6)
    risks = eu_risks(atlas, mineral)
    reliances = us_reliances(atlas, mineral)
    grounds = load_grounds(atlas, mineral)
    parts = [part.sources for part in (held, trade, risks, grounds) if not isinstance(part, NoData)]
    printed = sources_of(atlas, {row.source_id for row in reliances})
    return Facts(
        mineral=mineral,
        stage=stage,
        held=held,
        trade=trade,
        risks=risks,
        reliances=reliances,
        reliance_sources=printed,
        grounds=grounds,
        sources=tuple(dict.fromkeys([source for part in (*parts, printed) for source in part])),
        goods=staged(atlas, mineral, stage),
    )


def _holding(atlas: Atlas, mineral: Mineral, stage: Stage, year: int | None, publisher: Publisher) -> Holding | NoData:
    try:
        return holding(atlas, mineral, stage, year, publisher)
    except SelectionError as exc:
        if year is not None or publisher is not Publisher.REVIEWED:
            raise
        return NoData(str(exc))


def dependence(facts: Facts, world: World, geography: Geography, question: Question) -> Dependence:
    """Return the answer to `question` from what is known.

    Raises
    ------
    SelectionError
        If a roster or importer is unknown.
    """
    roster = geography.roster(question.roster)
    named = question.region.value if question.importer == HOME else question.importer
    importer = importer_named(geography, roster, named)
    gauge_set = _gauge_set(geography, roster, question.set)
    held, trade = facts.held, facts.trade
    possible = candidates_of(geography, roster, world.linked, world.presets)
    return Dependence(
        question=question,
        facts=facts,
        roster=roster,
        importer=importer,
        view=question.view,
        inside=None if isinstance(held, NoData) else roster_share(held.result, roster.members),
        imports=_imports(trade, question.view, importer),
        together=_imports(trade, question.view, roster_importer(geography, roster)),
        members=_members(geography, roster, trade, question.view),
        next_members=next_members(world.series, possible, roster, facts.stage, everyone=question.everyone),
        gauge_set=gauge_set,
        gauges=gauges(
            Evidence(
                world.newest(facts.mineral),
                facts.grounds,
                recycling_rate(world.rates, facts.mineral),
                trade,
                geography.eu,
            ),
            gauge_set,
        ),
        spots=_spots(world, facts.stage),
    )


def _imports(trade: Traded | NoData, view: TradeView, importer: Importer) -> Imports | NoData:
    return trade if isinstance(trade, NoData) else imports_of(trade, view, importer)


def _members(
    geography: Geography, roster: Roster, trade: Traded | NoData, view: TradeView
) -> tuple[tuple[Importer, Imports | NoData], ...]:
    if isinstance(trade, NoData):
        return ()
    names = geography.names
    buyers = [country_importer(geography, iso3) for iso3 in sorted(roster.members, key=names.__getitem__)]
    if geography.eu and geography.eu <= roster.members:
        buyers.insert(0, importer_named(geography, roster, EU27))
    return tuple((buyer, imports_of(trade, view, buyer)) for buyer in buyers)


def _gauge_set(geography: Geography, roster: Roster, code: str) -> Importer:
    if code == OWN_SET:
        return _as_set(geography, roster)
    return _as_set(geography, geography.roster(code))


def _as_set(geography: Geography, roster: Roster) -> Importer:
    """Return a roster as a set of members; one country alone goes by its name."""
    if len(roster.members) == 1:
        return country_importer(geography, next(iter(roster.members)))
    return roster_importer(geography, roster)


def _spots(world: World, stage: Stage) -> tuple[Spot, ...]:
    rows: Sequence[Series] = [entry for entry in world.series if entry.stage == stage]
    return tuple(Spot(entry, supplier_governance(entry.result, world.governance)) for entry in rows)
