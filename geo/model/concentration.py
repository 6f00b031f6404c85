"""Concentration of supply: shares, HHI bounds and top suppliers of one mineral, stage and year.

A publisher's table has holes: an "Other countries" row that is many countries, withheld producers, a world total
that is rounded or only bounded from below. The exact HHI is then unknown, so bounds are returned, and each share
says which world it is a share of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import SelectionError

TOP_COUNT = 3
"""Suppliers in the top group, as in the IEA's reports."""


ROUNDING_ROOM = 1.05
"""A total rounded to two digits lies at most 5 % below what it was rounded from; more is a table of another scope."""


class Denominator(StrEnum):
    """The world of which a share is a share."""

    REPORTED = "reported"
    SUMMED = "summed"
    PUBLISHED_SHARES = "published shares"

    @property
    def sentence(self) -> str:
        """What a page prints under a share."""
        return {
            "reported": "of the world total as published (rounded by the publisher)",
            "summed": "of the sum of the countries listed, as the published world total is missing, "
            "only a lower bound, or leaves no room beside the largest country",
            "published shares": "as published; the publisher prints no tonnes",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Supply:
    """What one country is printed with.

    Attributes
    ----------
    area
        ISO3 code.
    quantity_t
        Tonnes; None where no plain figure is printed.
    share
        Share 0-1 where the publisher prints shares only.
    flag
        Code of geo.schema.codes.ValueFlag.
    """

    area: str
    quantity_t: float | None
    share: float | None = None
    flag: str = "reported"


@dataclass(frozen=True, slots=True)
class World:
    """The publisher's own rows that are no country, in tonnes; None where not printed.

    ``reported_is_bound`` is true for a total printed as ``>85,000``.
    """

    reported_t: float | None = None
    other_t: float | None = None
    reported_is_bound: bool = False


@dataclass(frozen=True, slots=True)
class AreaShare:
    """One country with its share of the denominator, 0-1; None where it cannot be known."""

    area: str
    quantity_t: float | None
    share: float | None
    flag: str


@dataclass(frozen=True, slots=True)
class Concentration:
    """Result of `concentration`.

    Attributes
    ----------
    shares
        Countries, largest first; those without a figure last, by code.
    denominator, denominator_t
        Which world the shares refer to; tonnes, None for published shares.
    reported_t, summed_t
        World as printed, and the sum of listed countries and the "Other countries" row, in tonnes.
    share_sum
        Sum of the named shares; above 1 where the publisher rounded the total down.
    other_share
        The "Other countries" row over the denominator; None where none is printed.
    unattributed_share
        Part of the denominator that no named country holds, 0-1: what the named ones leave, or the "Other countries"
        row where that is larger, since totals are rounded.
    hhi_low, hhi_high
        Bounds of the HHI on the 0-1 scale: the rest split among many, or held by one. Where shares sum to more than
        1, the low end is that of shares scaled to 1.
    top1, top3
        Shares of the largest and the three largest named countries, 0-1.
    top3_is_lower_bound
        True when the unattributed part is larger than the third supplier, so that a larger one may hide in it.
    withheld
        Producers whose figure the publisher keeps back; they are in no share.
    """

    shares: tuple[AreaShare, ...]
    denominator: Denominator
    denominator_t: float | None
    reported_t: float | None
    summed_t: float | None
    share_sum: float
    other_share: float | None
    unattributed_share: float
    hhi_low: float
    hhi_high: float
    top1: float
    top3: float
    top3_is_lower_bound: bool
    withheld: tuple[str, ...]

    @property
    def leader(self) -> AreaShare:
        """The largest named country."""
        return self.shares[0]

    def share_of(self, area: str) -> float | None:
        """Return the share of `area`, 0-1; None if it is not listed or has no figure."""
        return next((row.share for row in self.shares if row.area == area), None)


def concentration(supplies: Iterable[Supply], world: World) -> Concentration:
    """Return shares and concentration of `supplies`.

    Parameters
    ----------
    supplies
        Countries of one publisher, edition, mineral, stage, year and basis, each at most once.
    world
        The publisher's world total and "Other countries" row.

    Raises
    ------
    SelectionError
        If no country has a figure.
    """
    rows = sorted(supplies, key=lambda row: row.area)
    if all(row.quantity_t is None for row in rows) and any(row.share is not None for row in rows):
        shares = {row.area: row.share for row in rows}
        return _result(rows, shares, Denominator.PUBLISHED_SHARES, None, world, None)
    quantities = {row.area: row.quantity_t for row in rows if row.quantity_t is not None}
    listed_t = sum(quantities.values()) + (world.other_t or 0.0)
    if not listed_t > 0:
        raise SelectionError("no country has a figure for this mineral, stage and year; choose another year or stage")
    largest_t = max(quantities.values(), default=0.0)
    is_sole = len(quantities) == 1 and not world.other_t
    usable = (
        world.reported_t is not None
        and not world.reported_is_bound
        and listed_t <= ROUNDING_ROOM * world.reported_t
        and (largest_t < world.reported_t or (is_sole and largest_t <= world.reported_t))
    )
    denominator = Denominator.REPORTED if usable else Denominator.SUMMED
    denominator_t = world.reported_t if usable and world.reported_t is not None else listed_t
    shares = {row.area: None if row.quantity_t is None else row.quantity_t / denominator_t for row in rows}
    return _result(rows, shares, denominator, denominator_t, world, listed_t)


def _result(
    rows: Sequence[Supply],
    shares: dict[str, float | None],
    denominator: Denominator,
    denominator_t: float | None,
    world: World,
    summed_t: float | None,
) -> Concentration:
    ordered = sorted(rows, key=lambda row: (shares[row.area] is None, -(shares[row.area] or 0.0), row.area))
    held = [share for row in ordered if (share := shares[row.area]) is not None]
    total = sum(held)
    other = None if world.other_t is None or denominator_t is None else world.other_t / denominator_t
    rest = min(1.0, max(0.0, 1.0 - total, other or 0.0))
    squares = sum(share * share for share in held)
    return Concentration(
        shares=tuple(AreaShare(row.area, row.quantity_t, shares[row.area], row.flag) for row in ordered),
        denominator=denominator,
        denominator_t=denominator_t,
        reported_t=world.reported_t,
        summed_t=summed_t,
        share_sum=total,
        other_share=other,
        unattributed_share=rest,
        hhi_low=squares / max(1.0, total) ** 2,
        hhi_high=min(1.0, squares + rest * rest),
        top1=held[0],
        top3=min(1.0, sum(held[:TOP_COUNT])),
        top3_is_lower_bound=rest > (held[TOP_COUNT - 1] if len(held) >= TOP_COUNT else 0.0) + 1e-9,
        withheld=tuple(row.area for row in ordered if row.flag == "withheld"),
    )


@dataclass(frozen=True, slots=True)
class RosterShare:
    """Part of world supply inside a roster, 0-1, from what is known to what is possible.

    Attributes
    ----------
    withheld
        Members whose figure the publisher keeps back: the part is at least `low`, and nothing says how much more.
    """

    low: float
    high: float
    withheld: tuple[str, ...] = ()


def roster_share(result: Concentration, roster: Collection[str]) -> RosterShare:
    """Return the share of `result` that comes from `roster`.

    The low end counts named members only; the high end adds everything that no named country holds. Named shares that
    sum to more than the world, since its total was rounded down, are the whole world.
    """
    low = min(1.0, sum(row.share for row in result.shares if row.area in roster and row.share is not None))
    withheld = tuple(area for area in result.withheld if area in roster)
    return RosterShare(low, min(1.0, low + result.unattributed_share), withheld)
