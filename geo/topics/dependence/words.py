"""Sentences of the Dependence page, short enough to be read aloud."""

from __future__ import annotations

import math

from geo.evidence.geography import Geography
from geo.model.interval import Interval, NoData
from geo.model.roster import EU27
from geo.model.supply import TradeBasis
from geo.schema.codes import ValueFlag
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.answer.gain import Gain
from geo.topics.dependence.answer.output import Holding
from geo.topics.dependence.answer.published import EuRisk, EuRisks
from geo.topics.dependence.answer.trade import Importer, Imports, Traded
from geo.topics.dependence.model.loss import LOST_TENTH
from geo.topics.dependence.model.supply_risk import CRITICAL_FROM
from geo.topics.dependence.question import ROSTER
from geo.view import words


def interval(value: Interval, digits: int = 2) -> str:
    """Return bounds of an index such as ``0.62 to 0.63``, or one figure where both print the same; endless is said."""
    low, high = (f"{end:.{digits}f}" if math.isfinite(end) else "no upper end" for end in (value.low, value.high))
    return low if low == high else f"{low} to {high}"


def holder(held: Holding) -> str:
    """Return who holds the mineral."""
    output = held.production
    leader = output.rows[0]
    estimate = " (estimate)" if leader.flag == ValueFlag.ESTIMATED else ""
    when = f"in {output.year}{estimate}" if output.has_tonnes else "(average 2016 to 2020)"
    name = words.at_start(words.in_sentence(leader.name))
    return f"{name} {output.stage.value} {words.share(leader.share)} of the world's {output.subject} {when}."


def goods(answer: Dependence) -> str:
    """Return what the output counts, with its stage; the mineral where no output is held."""
    held, stage = answer.facts.held, answer.facts.stage.value
    subject = answer.facts.mineral.label.lower() if isinstance(held, NoData) else held.production.subject
    return f"{stage} {subject}"


def amount(imports: Imports) -> str:
    """Return how much is imported, in its basis."""
    return words.tonnes(imports.total) if imports.basis is TradeBasis.TONNES else words.dollars(imports.total)


def partner(code: str, geography: Geography) -> str:
    """Return the name of a country, or of the EU as one."""
    return "European Union" if code == EU27 else geography.names[code]


def whose(importer: Importer) -> str:
    """Return an importer as it stands in a sentence."""
    if importer.code == EU27:
        return "the European Union"
    return f"the roster ({importer.name})" if importer.code == ROSTER else words.in_sentence(importer.name)


def exposed(answer: Dependence, geography: Geography) -> str:
    """Return how exposed the importer is, with the hub named as such."""
    imports = answer.imports
    if isinstance(imports, NoData):
        return words.sentence(imports.reason)
    trade = answer.facts.trade
    if isinstance(trade, NoData):
        return words.sentence(trade.reason)
    outside = words.share(imports.outside(answer.roster.members))
    told = (
        f"{outside} of what {whose(imports.importer)} imports of {trade.trade.code.form} comes from outside the roster "
        f"({trade.trade.year})"
    )
    named = leading_supplier(answer, imports)
    if named is None:
        return words.sentence(told)
    area, share = named
    hub = ", a transit hub," if area in trade.hubs else ""
    most = ", the most of them" if answer.importer.code == ROSTER else ""
    return words.sentence(
        f"{told}; {words.in_sentence(partner(area, geography))}{hub} sends {words.share(share)}{most}"
    )


def leading_supplier(answer: Dependence, imports: Imports) -> tuple[str, float] | None:
    """Return the largest supplier with its share; for the roster, whose members supply each other, the largest outside it."""
    if answer.importer.code != ROSTER:
        return imports.suppliers[0]
    return next((row for row in imports.suppliers if row[0] not in answer.roster.members), None)


def hub_origin(imports: Imports, trade: Traded, geography: Geography) -> str:
    """Return what lies behind the hub that is the largest supplier; empty where it is none."""
    hub = next((hub for hub in trade.origin.hubs if hub.area == imports.suppliers[0][0]), None)
    if hub is None or not hub.suppliers:
        return ""
    behind = [f"{words.in_sentence(geography.names[area])} {words.share(part)}" for area, part in hub.suppliers[:2]]
    return f"{words.at_start(words.in_sentence(geography.names[hub.area]))} itself buys from {words.listing(behind)}."


def changes(answer: Dependence) -> str:
    """Return what the roster holds, and who would add most."""
    if answer.inside is None:
        return "How much of world output lies inside the roster is not known."
    held = words.inside_roster(answer.inside)
    first = f"{words.at_start(held)} of world output lies inside {answer.roster.name}."
    gains = answer.next_members.gains(answer.facts.mineral)
    best = next((gain for gain in gains if gain.share.low > 0), None)
    if best is None:
        return f"{first} No possible next member has a printed output to add."
    return f"{first} Of possible next members {words.in_sentence(best.candidate.name)} would add most of those listed: {points(best)}."


def points(gain: Gain) -> str:
    """Return a gain in percentage points, low to high, without the percent sign that would make it a ratio."""
    low, high = (f"{100 * end:.1f}" for end in (gain.share.low, gain.share.high))
    return f"{low} points" if low == high else f"{low} to {high} points"


def left_over(value: Interval) -> str:
    """Return what is left of supply."""
    return words.share_range(max(value.low, 0.0), value.high)


def sole(held: Holding, geography: Geography) -> str:
    """Return why the loss of a sole holder is no plan, and what can be asked instead."""
    chain = held.sole
    if chain is None:
        return ""
    name, mineral = words.in_sentence(geography.names[chain.supplier]), held.production.subject
    if not math.isfinite(chain.growth):
        return (
            f"{words.at_start(name)} is the only country with a figure; nobody else could make up for any part of it."
        )
    tenth = "a tenth" if chain.lost_part == LOST_TENTH else words.share(chain.lost_part)
    return (
        f"One country holds this chain. That {words.share(1 - chain.share)} would be left without {name} is true, and of no "
        f"use for a plan. A question with an answer: to make up for {tenth} of {name}'s {mineral}, all others together "
        f"would have to add {times(chain.growth)} what they make today."
    )


def times(growth: float) -> str:
    """Return a growth in multiples, or in percent below one."""
    return f"{growth:.1f} times" if growth >= 1 else f"{words.share(growth)} of"


def riskier_stage(risks: EuRisks, row: EuRisk) -> str:
    """Return which stage the EU's study would publish for the material, and from where on it can be critical."""
    risk, stages = risks.bottlenecks[row.material]
    named = " or ".join(stages)
    return (
        f"The study publishes the riskier stage, here {named}: {interval(risk, 1)}. A material can be critical from "
        f"{CRITICAL_FROM:g}, with an economic importance of 2.8 and more."
    )
