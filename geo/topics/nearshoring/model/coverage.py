"""How much of a need the allowed offers can cover, from what nobody gets today to what others would give up.

Exact without a solver: the limits are nested (each offer, all offers from outside the roster, the need), so the most
that can be supplied is the sum of the inner limits, cut at the outer ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geo.errors import SelectionError
from geo.model.trace import Number, named, smallest, total
from geo.topics.nearshoring.model.offer import Offer

THIRD_COUNTRY_CAP = 0.65
"""No more than 65 percent from one third country at any stage: Regulation (EU) 2024/1252, Article 5."""


def reach(
    need: Number, inside: Sequence[Number], outside: Sequence[Number], outside_max: Number | float, *, end: str = ""
) -> Number:
    """Return what can be covered of a need.

    Parameters
    ----------
    inside, outside
        What may be taken of each offer of the roster, and of the others.
    outside_max
        Most from outside the roster, of the need.
    end
        Name of this end of the coverage.
    """
    from_roster = named(f"{end}: from the roster", "sum of its members", "t", total(inside))
    allowed = named(
        f"{end}: from outside the roster",
        "sum of the others, each outside the region at most its limit, and all of them at most theirs",
        "t",
        smallest(total(outside), outside_max * need),
    )
    return named(
        end, "what the roster and the others can send, at most the need", "t", smallest(need, from_roster + allowed)
    )


def part_of_need(tonnes: Number, need: Number, *, of: str = "") -> Number:
    """Return tonnes as a part of a need that is more than nothing."""
    return named(f"{of}, part of the need", "tonnes over the need", "share", tonnes / need)


def left_open(need: Number, reached: Number, *, label: str = "") -> Number:
    """Return what stays open of a need."""
    return named(label, "need less what is covered", "t", need - reached)


def open_part(covered: Number, *, label: str = "") -> Number:
    """Return what stays open, as a part of the need."""
    return named(label, "one less what is covered", "share", 1 - covered)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on a mix, as parts of the need, 0-1.

    The Act counts its 65 percent on all that the Union consumes; here it is counted on the need to be covered, so a
    country that supplies the region already may come to more of the whole.

    Attributes
    ----------
    third_country_cap
        Most that may come from one country that is neither in the region nor in the roster.
    outside_roster_max
        Most that may come from all countries outside the roster together; 1 sets no limit.
    """

    third_country_cap: float = THIRD_COUNTRY_CAP
    outside_roster_max: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a setting outside its range; raises SelectionError."""
        for name, share in (("cap", self.third_country_cap), ("outside the roster", self.outside_roster_max)):
            if not 0 <= share <= 1:
                raise SelectionError(f"limit {name} of {share} is not possible; choose 0 to 1")

    def is_capped(self, offer: Offer) -> bool:
        """Return whether the limit on one third country holds for an offer; a cap of 1 is no cap."""
        return self.third_country_cap < 1 and offer.is_third_country

    def most_from_one(self, need_t: Number, cap: Number | None = None) -> Number:
        """Return what may be taken of one third country; `cap` is the limit as a traced number."""
        return (self.third_country_cap if cap is None else cap) * need_t

    def most_t(self, offer: Offer, tonnes: Number, most_from_one: Number) -> Number:
        """Return what may be taken of an offer that can send `tonnes`."""
        return smallest(tonnes, most_from_one) if self.is_capped(offer) else tonnes


@dataclass(frozen=True, slots=True)
class Coverage:
    """Result of `coverage`, in tonnes a year.

    Attributes
    ----------
    low_t
        Covered by tonnes that nobody gets today.
    high_t
        Covered if tonnes that go to other countries today may be redirected.
    """

    need_t: float
    low_t: float
    high_t: float

    @property
    def low_share(self) -> float | None:
        """Part of the need, 0-1; None if nothing is needed."""
        return part_of_need(self.low_t, self.need_t) if self.need_t > 0 else None

    @property
    def high_share(self) -> float | None:
        """Part of the need, 0-1; None if nothing is needed."""
        return part_of_need(self.high_t, self.need_t) if self.need_t > 0 else None

    @property
    def remainder_low_t(self) -> float:
        """What stays open even with redirected tonnes."""
        return left_open(self.need_t, self.high_t)

    @property
    def remainder_high_t(self) -> float:
        """What stays open without them."""
        return left_open(self.need_t, self.low_t)


def coverage(need_t: float, offers: Sequence[Offer], limits: Limits) -> Coverage:
    """Return how much of `need_t` tonnes the `offers` can cover within `limits`.

    Parameters
    ----------
    offers
        Offers left by the filters, each country once.

    Raises
    ------
    SelectionError
        If the need is no number of tonnes, zero or more.
    """
    require_tonnes(need_t)
    return Coverage(
        need_t=need_t,
        low_t=_reach(need_t, offers, limits, lambda offer: offer.new_t),
        high_t=_reach(need_t, offers, limits, lambda offer: offer.ceiling_t),
    )


def require_tonnes(need_t: float) -> None:
    """Check that a need is a number of tonnes, zero or more; raises SelectionError if not."""
    if not (math.isfinite(need_t) and need_t >= 0):
        raise SelectionError(f"a need of {need_t} t is not possible; enter tonnes, zero or more")


def _reach(need_t: float, offers: Sequence[Offer], limits: Limits, tonnes: Callable[[Offer], float]) -> float:
    inside, outside = sides([(offer, tonnes(offer)) for offer in offers], limits, need_t)
    return reach(need_t, inside, outside, limits.outside_roster_max)


def sides(
    sent: Iterable[tuple[Offer, Number]], limits: Limits, need_t: Number, cap: Number | None = None
) -> tuple[list[Number], list[Number]]:
    """Return what may be taken of each offer that can send so much, of the roster and of the others."""
    inside: list[Number] = []
    outside: list[Number] = []
    most = limits.most_from_one(need_t, cap)
    for offer, tonnes in sent:
        (inside if offer.in_roster else outside).append(limits.most_t(offer, tonnes, most))
    return inside, outside
