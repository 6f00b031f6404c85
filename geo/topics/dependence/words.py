"""Sentences of the Dependence page, short enough to be read aloud."""

from __future__ import annotations

import math
from collections.abc import Mapping

from geo.evidence.eu_risk import EuRisk, EuRisks, LeftOut
from geo.evidence.geography import Geography
from geo.model.interval import Interval, NoData
from geo.model.roster import EU27
from geo.model.supply import TradeBasis
from geo.model.supply_risk import CRITICAL_FROM
from geo.schema.codes import ValueFlag
from geo.schema.policy_codes import PolicyState
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.answer.gain import Gain
from geo.topics.dependence.answer.history import History
from geo.topics.dependence.answer.importer import Importer
from geo.topics.dependence.answer.output import Holding
from geo.topics.dependence.answer.policy import AHEAD_DAYS, Measure, Policy
from geo.topics.dependence.answer.trade import Imports, Traded
from geo.topics.dependence.model.loss import LOST_TENTH
from geo.topics.dependence.question import ROSTER
from geo.view import words
from geo.words.language import joined, say, say_many
from geo.words.series import is_average


def interval(value: Interval, digits: int = 2) -> str:
    """Return bounds of an index such as ``0.62 to 0.63``, or one figure where both print the same; endless is said."""
    low, high = (
        words.decimals(end, digits) if math.isfinite(end) else say("no upper end") for end in (value.low, value.high)
    )
    return low if low == high else say("{low} to {high}", low=low, high=high)


def holder(held: Holding) -> str:
    """Return who holds the mineral."""
    output = held.production
    leader = output.rows[0]
    parts = {
        "name": words.at_start(words.in_sentence(leader.name)),
        "verb": output.stage.value,
        "share": words.share(leader.share),
        "subject": output.subject,
        "period": output.period,
    }
    if is_average(output.basis):
        return say("{name} {verb} {share} of the world's {subject} (average {period}).", **parts)
    if leader.flag == ValueFlag.ESTIMATED:
        return say("{name} {verb} {share} of the world's {subject} in {period} (estimate).", **parts)
    return say("{name} {verb} {share} of the world's {subject} in {period}.", **parts)


def goods(answer: Dependence) -> str:
    """Return what the output counts, with its stage; the mineral where no output is held."""
    return answer.facts.goods


def amount(imports: Imports) -> str:
    """Return how much is imported, in its basis."""
    return words.tonnes(imports.total) if imports.basis is TradeBasis.TONNES else words.dollars(imports.total)


def without_tonnes(imports: Imports) -> str:
    """Return which part of the value has no tonnes, and what that means for the figures; empty where all has."""
    part = imports.value_without_tonnes
    if not part > 0:
        return ""
    if imports.basis is TradeBasis.TONNES:
        return say(
            "Flows with {share} of the value have no tonnes; they are in no sum or share by tonnes.",
            share=words.share(part),
        )
    if part == 1:
        return say("No flow has tonnes, so amounts and shares are by value.")
    return say(
        "Flows with {share} of the value have no tonnes, so amounts and shares are by value.", share=words.share(part)
    )


def partner(code: str, geography: Geography) -> str:
    """Return the name of a country, or of the EU as one."""
    return say("European Union") if code == EU27 else geography.names[code]


def whose(importer: Importer) -> str:
    """Return an importer as it stands in a sentence."""
    if importer.code == EU27:
        return say("the European Union")
    if importer.code == ROSTER:
        return say("the roster ({name})", name=importer.name)
    return words.in_sentence(importer.name)


def exposed(answer: Dependence, geography: Geography) -> str:
    """Return how exposed the importer is, with the hub named as such."""
    imports = answer.imports
    if isinstance(imports, NoData):
        return words.sentence(imports.reason)
    trade = answer.facts.trade
    if isinstance(trade, NoData):
        return words.sentence(trade.reason)
    parts = {
        "share": words.share(imports.outside(answer.roster.members)),
        "who": whose(imports.importer),
        "goods": trade.trade.code.form,
        "year": trade.trade.year,
    }
    if imports.importer.is_region:
        told = say(
            "Of the {goods} that {who} buys outside the region, {share} comes from outside the roster ({year})", **parts
        )
    else:
        told = say("{share} of what {who} imports of {goods} comes from outside the roster ({year})", **parts)
    named = leading_supplier(answer, imports)
    if named is None:
        return words.sentence(told)
    area, part = named
    sends = say(
        "{told}; {supplier}{hub} sends {share}{most}",
        told=told,
        supplier=words.in_sentence(partner(area, geography)),
        hub=say(", a transit hub,") if area in trade.hubs else "",
        share=words.share(part),
        most=say(", the most of them") if answer.importer.code == ROSTER else "",
    )
    return words.sentence(sends)


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
    return say(
        "{hub} itself buys from {suppliers}.",
        hub=words.at_start(words.in_sentence(geography.names[hub.area])),
        suppliers=words.listing(behind),
    )


def changes(answer: Dependence) -> str:
    """Return what the roster holds, and who would add most."""
    if answer.inside is None:
        return say("How much of world output lies inside the roster is not known.")
    first = say(
        "{share} of world output lies inside {roster}.",
        share=words.at_start(words.inside_roster(answer.inside)),
        roster=answer.roster.name,
    )
    gains = answer.next_members.gains(answer.facts.mineral)
    best = next((gain for gain in gains if gain.share.low > 0), None)
    if best is None:
        return say("{first} No possible next member has a printed output to add.", first=first)
    return say(
        "{first} Of the possible next members listed, {name} would add most: {points}.",
        first=first,
        name=words.in_sentence(best.candidate.name),
        points=points(best),
    )


def points(gain: Gain) -> str:
    """Return a gain in percentage points, low to high, without the percent sign that would make it a ratio."""
    low, high = (words.decimals(100 * end, 1) for end in (gain.share.low, gain.share.high))
    if low == high:
        return say("{amount} points", amount=low)
    return say("{low} to {high} points", low=low, high=high)


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
        return say(
            "{name} is the only country with a figure; nobody else could make up for any part of it.",
            name=words.at_start(name),
        )
    return say(
        "One country holds this chain. That {share} would be left without {name} is true, and of no use for a plan. A "
        "question with an answer: to make up for {part} of {name}'s {subject}, all others together would have to add "
        "{times} what they make today.",
        share=words.share(1 - chain.share),
        name=name,
        part=say("a tenth") if chain.lost_part == LOST_TENTH else words.share(chain.lost_part),
        subject=mineral,
        times=times(chain.growth),
    )


def times(growth: float) -> str:
    """Return a growth in multiples, or in percent below one."""
    if growth >= 1:
        return say("{count} times", count=words.decimals(growth, 1))
    return say("{share} of", share=words.share(growth))


def riskier_stage(risks: EuRisks, row: EuRisk) -> str:
    """Return which stage the EU's study would publish for the material, and from where on it can be critical."""
    risk, stages = risks.bottlenecks[row.material]
    return say(
        "The study publishes the riskier stage, here {stages}: {risk}. A material can be critical from {limit}, with an "
        "economic importance of 2.8 and more.",
        stages=joined(stages, "or"),
        risk=interval(risk, 1),
        limit=f"{CRITICAL_FROM:g}",
    )


def reproduced(held: int, of: int) -> str:
    """Return how many printed supply risks the intervals hold."""
    return say(
        "Of {of} printed results that can be compared, the intervals hold {held}.",
        of=words.count(of),
        held=words.count(held),
    )


def untold(left: LeftOut) -> str:
    """Return why a stage has no supply risk."""
    return say(
        "{material}, {stage}: no risk can be told, since {reason}.",
        material=left.material,
        stage=left.stage.value,
        reason=left.reason,
    )


def policy_state(measure: Measure) -> str:
    """Return the newest state of a measure; where its text has ended, that nobody has verified what followed."""
    known = words.day(measure.known_up_to)
    if measure.state is PolicyState.NOT_VERIFIED and measure.until is not None:
        return say("suspended to {day}; what followed is not verified", day=words.day(measure.until))
    if measure.state is PolicyState.DISPUTED and measure.until is not None:
        return say("to {day}; disputed in part (known to {known})", day=words.day(measure.until), known=known)
    if measure.state is PolicyState.IN_FORCE and measure.until is not None:
        return say("in force to {day} (known to {known})", day=words.day(measure.until), known=known)
    return say("{state} (known to {known})", state=measure.state.label, known=known)


def policy_found(found: Policy) -> str:
    """Return how many measures there are and how they stand."""
    subject = say("All minerals") if found.mineral is None else found.mineral.label
    if not found.measures:
        return say("{subject}: no measure or event of this choice is in the lists held.", subject=subject)
    states = [each.state for each in found.measures]
    bound, unknown, ahead = (
        words.count(states.count(state))
        for state in (PolicyState.IN_FORCE, PolicyState.NOT_VERIFIED, PolicyState.ANNOUNCED)
    )
    forms = {
        PolicyState.IN_FORCE: say("{number} in force as known", number=bound),
        PolicyState.NOT_VERIFIED: say("{number} of a suspension after which nothing is verified", number=unknown),
        PolicyState.ANNOUNCED: say("{number} only announced", number=ahead),
    }
    parts = [text for state, text in forms.items() if state in states]
    listed = say_many("{number} entry", "{number} entries", len(states), number=words.count(len(states)))
    if not parts:
        return say("{subject}: {listed} of measures and events.", subject=subject, listed=listed)
    return say(
        "{subject}: {listed} of measures and events, of these {parts}.",
        subject=subject,
        listed=listed,
        parts=words.listing(parts),
    )


def policy_next(found: Policy) -> str:
    """Return what ends next by its text, counted from the newest state in the data and never from a clock."""
    newest = words.day(found.newest)
    ends = [turn for turn in found.turns if turn.is_end]
    if not ends:
        return say(
            "Nothing of this choice ends within {days} days of the newest state in the data, {newest}.",
            days=AHEAD_DAYS,
            newest=newest,
        )
    first = ends[0]
    return say(
        "The next to end by its text, counted from the newest state in the data ({newest}): {what} ({actor}), on {day}.",
        newest=newest,
        what=first.measure.what,
        actor=first.measure.actor,
        day=words.day(first.day.isoformat()),
    )


def over_the_years(found: History, names: Mapping[str, str], year: int) -> str:
    """Return who sent most in a year, and what part of the imports the same supplier sent in the newest or first one."""
    own, last = found.at(year), found.years[-1]
    other = found.years[0] if year == last.year else last
    parts = {
        "year": year,
        "leader": words.in_sentence(names[own.leader]),
        "share": words.share(own.share(own.leader)),
        "goods": found.code.form,
        "who": whose(found.importer),
        "other": other.year,
        "then": words.share(other.share(own.leader)),
    }
    if found.importer.is_region:
        return say(
            "In {year} {leader} sent {share} of the {goods} that {who} bought outside the region, by value; in {other} it sent "
            "{then}.",
            **parts,
        )
    return say(
        "In {year} {leader} sent {share} of what {who} imported of {goods}, by value; in {other} it sent {then}.",
        **parts,
    )
