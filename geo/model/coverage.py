"""How much of a need the allowed offers can cover, from what nobody gets today to what others would give up.

Exact without a solver: the limits are nested (each offer, all offers from outside the roster, the need), so the most
that can be supplied is the sum of the inner limits, cut at the outer ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.errors import SelectionError
from geo.model.offer import Offer

THIRD_COUNTRY_CAP = 0.65
"""No more than 65 percent from one third country at any stage: Regulation (EU) 2024/1252, Article 5."""


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

    def most_t(self, offer: Offer, tonnes: float, need_t: float) -> float:
        """Return what may be taken of an offer that can send `tonnes`; a cap of 1 is no cap."""
        is_capped = offer.is_third_country and self.third_country_cap < 1
        return min(tonnes, self.third_country_cap * need_t) if is_capped else tonnes


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
        return self.low_t / self.need_t if self.need_t > 0 else None

    @property
    def high_share(self) -> float | None:
        """Part of the need, 0-1; None if nothing is needed."""
        return self.high_t / self.need_t if self.need_t > 0 else None

    @property
    def remainder_low_t(self) -> float:
        """What stays open even with redirected tonnes."""
        return self.need_t - self.high_t

    @property
    def remainder_high_t(self) -> float:
        """What stays open without them."""
        return self.need_t - self.low_t


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
    most = [(offer.in_roster, limits.most_t(offer, tonnes(offer), need_t)) for offer in offers]
    inside = math.fsum(amount for in_roster, amount in most if in_roster)
    outside = math.fsum(amount for in_roster, amount in most if not in_roster)
    return min(need_t, inside + min(outside, limits.outside_roster_max * need_t))
