"""What binds a coverage: each filter and limit is lifted alone, and binds where more of the need is then covered.

A coverage below the need has a reason, and a reader must be told which: a rule that somebody set, or what the suppliers
can send at all. The reason is found by working the coverage out again without the rule, never from the rule's value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from geo.topics.nearshoring.model.coverage import Coverage, Limits, coverage
from geo.topics.nearshoring.model.filters import Filtered, FilterKind, FilterRules, apply_filters, kinds_on, without
from geo.topics.nearshoring.model.offer import Offer

NO_LIMITS = Limits(third_country_cap=1.0, outside_roster_max=1.0)

MOST_OF_IT = 0.5
"""Part of a gap, 0-1, that a rule must account for to be named as its reason before the suppliers' ceilings are."""

ROUNDING_SHARE = 1e-9
"""Parts of the need below this are rounding of the sums."""


class Rule(StrEnum):
    """What may bind beside a single filter."""

    CAP = "cap on one third country"
    OUTSIDE = "limit on all from outside the roster"
    NO_REDIRECTION = "no redirected tonnes"
    TOGETHER = "filters and limits together"
    CEILINGS = "ceilings of the suppliers"


@dataclass(frozen=True, slots=True)
class Lifted:
    """The coverage without one rule, with all that it is worked out from.

    Attributes
    ----------
    rule
        What is lifted. `Rule.TOGETHER` stands for all filters and limits, named only where none binds alone; without
        `Rule.CEILINGS` every supplier that has any could send the whole need.
    offers, filtered, limits
        Offers before the filters, what is left of them, and the limits, all without the rule.
    """

    rule: Rule | FilterKind
    offers: tuple[Offer, ...]
    filtered: Filtered
    limits: Limits
    coverage: Coverage


def binding(
    need_t: float,
    offers: Sequence[Offer],
    rules: FilterRules,
    limits: Limits,
    spare_t: Mapping[str, float] | None = None,
) -> tuple[Lifted, ...]:
    """Return what binds the coverage of `need_t`: the rule that costs most first, the suppliers' ceilings last.

    Parameters
    ----------
    offers
        Offers before the filters.
    spare_t
        Where redirected tonnes do not count: those by country; None where they do.
    """
    filtered = apply_filters(offers, rules)
    now = coverage(need_t, filtered.kept, limits)
    alone = [each for each in _alone(need_t, offers, rules, limits, spare_t) if is_more(each.coverage, now)]
    alone.sort(key=lambda each: (each.coverage.high_t, each.coverage.low_t), reverse=True)
    if not alone:
        everybody = _redirecting(offers, spare_t or {})
        together = _lifted(Rule.TOGETHER, need_t, everybody, FilterRules(), NO_LIMITS)
        alone = [together] if is_more(together.coverage, now) else []
    more = tuple(replace(offer, new_t=offer.new_t + need_t) for offer in filtered.kept if offer.ceiling_t > 0)
    endless = Lifted(Rule.CEILINGS, tuple(offers), replace(filtered, kept=more), limits, coverage(need_t, more, limits))
    return (*alone, endless) if is_more(endless.coverage, now) else tuple(alone)


def reason(now: Coverage, found: Sequence[Lifted]) -> Lifted | None:
    """Return what to name first of what binds; None where nothing does.

    A rule is the reason where at least `MOST_OF_IT` of the gap at the high end would close without it. Else it is what the
    suppliers can send, if that binds. What binds only the low end is no reason while the high end covers all.
    """
    gap_t = now.need_t - now.high_t
    if gap_t <= ROUNDING_SHARE * now.need_t:
        return None
    rules = [each for each in found if each.rule is not Rule.CEILINGS]
    closing = [each for each in rules if each.coverage.high_t - now.high_t >= MOST_OF_IT * gap_t]
    ceilings = [each for each in found if each.rule is Rule.CEILINGS]
    return next(iter([*closing, *ceilings, *rules]), None)


def is_more(other: Coverage, now: Coverage) -> bool:
    """Return whether `other` covers more than `now` at either end, by more than rounding."""
    room = ROUNDING_SHARE * now.need_t
    return other.low_t > now.low_t + room or other.high_t > now.high_t + room


def _alone(
    need_t: float,
    offers: Sequence[Offer],
    rules: FilterRules,
    limits: Limits,
    spare_t: Mapping[str, float] | None,
) -> Iterator[Lifted]:
    """Yield the coverage without each rule that is on, the others as they are."""
    if limits.third_country_cap < 1:
        yield _lifted(Rule.CAP, need_t, offers, rules, replace(limits, third_country_cap=1.0))
    if limits.outside_roster_max < 1:
        yield _lifted(Rule.OUTSIDE, need_t, offers, rules, replace(limits, outside_roster_max=1.0))
    if spare_t is not None:
        yield _lifted(Rule.NO_REDIRECTION, need_t, _redirecting(offers, spare_t), rules, limits)
    for kind in kinds_on(rules):
        yield _lifted(kind, need_t, offers, without(rules, kind), limits)


def _lifted(
    rule: Rule | FilterKind, need_t: float, offers: Sequence[Offer], rules: FilterRules, limits: Limits
) -> Lifted:
    filtered = apply_filters(offers, rules)
    return Lifted(rule, tuple(offers), filtered, limits, coverage(need_t, filtered.kept, limits))


def _redirecting(offers: Sequence[Offer], spare_t: Mapping[str, float]) -> tuple[Offer, ...]:
    return tuple(replace(offer, redirected_t=spare_t.get(offer.area, offer.redirected_t)) for offer in offers)
