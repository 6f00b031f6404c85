"""What stays open of a need and what binds, in sentences that can be read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.model.binding import Lifted, Rule, reason
from geo.topics.nearshoring.model.coverage import Coverage
from geo.topics.nearshoring.model.filters import Circle, FilterKind
from geo.topics.nearshoring.question import Question
from geo.view import words
from geo.words.language import say

WHOLE = 1 - 1e-9
"""Shares of the need above this are all of it."""


def left_open(coverage: Coverage, found: Sequence[Lifted], question: Question) -> str:
    """Return both ends of what stays open, with what binds, as a sentence; nothing where the need is covered."""
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    if low >= WHOLE:
        return ""
    share = words.share_range(1 - high, 1 - low)
    if high >= WHOLE:
        return say("{share} stays open, depending on how much other buyers give up.", share=share)
    named = reason(coverage, found)
    if named is None:
        return say("{share} stays open because no other country has any to send.", share=share)
    why = rule_words(named.rule, coverage.need_t, question)
    if named.rule is Rule.CEILINGS:
        return say("{share} stays open because {why}.", share=share, why=why)
    then = could_cover(named.coverage)
    if named.rule is Rule.TOGETHER:
        return say("{share} stays open because {why}; without all of them {then}.", share=share, why=why, then=then)
    return say("{share} stays open because {why}; without that rule {then}.", share=share, why=why, then=then)


def rule_words(rule: Rule | FilterKind, need_t: float, question: Question) -> str:
    """Return a rule that binds, with its setting, as the reason in a sentence."""
    rules, limits = question.rules, question.limits
    cap, outside = words.chosen_share(limits.third_country_cap), words.chosen_share(limits.outside_roster_max)
    least, furthest = words.tonnes(question.least * need_t), words.kilometres(rules.distance_max_km)
    return {
        Rule.CAP: say("at most {share} may come from one third country", share=cap),
        Rule.OUTSIDE: say("at most {share} may come from outside the roster", share=outside),
        Rule.NO_REDIRECTION: say("tonnes that other buyers get today do not count"),
        Rule.TOGETHER: say("several rules hold at once"),
        Rule.CEILINGS: say("the suppliers asked can send no more"),
        FilterKind.CIRCLE: say("only members of the roster are asked")
        if rules.circle is Circle.ROSTER
        else say("only the roster and its partners are asked"),
        FilterKind.REGION: say("only countries of the region are asked"),
        FilterKind.GOVERNANCE: say("governance must reach {floor}", floor=rules.governance_floor),
        FilterKind.EXPORT_CONTROL: say("nobody with an export control in force is asked"),
        FilterKind.DISTANCE: say("no supplier may lie further off than {distance}", distance=furthest),
        FilterKind.ESG: say("control of corruption must reach {floor}", floor=rules.esg_floor),
        FilterKind.LEAST_TONNES: say("nobody with under {amount} a year is asked", amount=least),
    }[rule]


def could_cover(coverage: Coverage) -> str:
    """Return what part could be covered, for the lifting of a rule."""
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    if low >= WHOLE:
        return say("the whole need could be covered")
    return say("{share} of the need could be covered", share=words.share_range(low, high))


def also_binding(answer: NearShoring) -> str:
    """Return which rules bind beside the reason that the answer gives; nothing where none does."""
    if answer.plan is None or answer.decision is None:
        return ""
    found, plan = answer.decision.binding, answer.plan
    named = reason(plan.coverage, found)
    rest = [rule_words(each.rule, plan.need_t, answer.question) for each in found if each is not named]
    return say(" What else binds: {rules}.", rules="; ".join(rest)) if rest else ""
