"""Concentration of supply: shares, HHI bounds and top suppliers of one mineral, stage and year.

A publisher's table has holes: an "Other countries" row that is many countries, withheld producers, a world total
that is rounded or only bounded from below. The exact HHI is then unknown, so bounds are returned, and each share
says which world it is a share of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from geo.errors import SelectionError
from geo.model.interval import Interval
from geo.model.trace import Number, Scalar, largest, named, plain, smallest, square, total

TOP_COUNT = 3
"""Suppliers in the top group, as in the IEA's reports."""


ROUNDING_ROOM = 1.05
"""A total rounded to two digits lies at most 5 % below what it was rounded from; more is a table of another scope."""

WORLD_PRINTED, WORLD_SUMMED = "World, as published", "World, summed"
NAMED, UNNAMED = "Named countries", "Held by no named country"
TOP = "Top three"
HHI_LOW, HHI_HIGH = "HHI, low end", "HHI, high end"
INSIDE_LOW, INSIDE_HIGH = "Inside the roster, low end", "Inside the roster, high end"


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
class Supply(Generic[Scalar]):
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
    name
        The country in the lines of a receipt.
    """

    area: str
    quantity_t: Scalar | None
    share: Scalar | None = None
    flag: str = "reported"
    name: str = ""


@dataclass(frozen=True, slots=True)
class World(Generic[Scalar]):
    """The publisher's own rows that are no country, in tonnes; None where not printed.

    ``reported_is_bound`` is true for a total printed as ``>85,000``.
    """

    reported_t: Scalar | None = None
    other_t: Scalar | None = None
    reported_is_bound: bool = False


@dataclass(frozen=True, slots=True)
class AreaShare(Generic[Scalar]):
    """One country with its share of the denominator, 0-1; None where it cannot be known."""

    area: str
    quantity_t: Scalar | None
    share: Scalar | None
    flag: str


@dataclass(frozen=True, slots=True)
class Concentration(Generic[Scalar]):
    """Result of `concentration`; of traced numbers where the figures came in traced.

    Attributes
    ----------
    shares
        Countries, largest first; those without a figure last, by code.
    denominator, denominator_t
        Which world the shares refer to; tonnes, None for published shares.
    world, summed_t
        Rows of the world as printed, and the sum of listed countries and the "Other countries" row, in tonnes.
    share_sum
        Sum of the named shares; above 1 where the publisher rounded the total down.
    other_share
        The "Other countries" row over the denominator; None where none is printed.
    unattributed_share
        Part of the denominator that no named country holds, 0-1: what the named ones leave, or the "Other countries"
        row where that is larger, since totals are rounded.
    hhi
        Bounds of the HHI on the 0-1 scale: the rest split among many, or held by one. Where shares sum to more than
        1, the low end is that of shares scaled to 1.
    top1, top3
        Shares of the largest and the three largest named countries, 0-1.
    top3_is_lower_bound
        True when the unattributed part is larger than the third supplier, so that a larger one may hide in it.
    withheld
        Producers whose figure the publisher keeps back; they are in no share.
    """

    shares: tuple[AreaShare[Scalar], ...]
    denominator: Denominator
    denominator_t: Scalar | None
    world: World[Scalar]
    summed_t: Scalar | None
    share_sum: Scalar
    other_share: Scalar | None
    unattributed_share: Scalar
    hhi: Interval[Scalar]
    top1: Scalar
    top3: Scalar
    top3_is_lower_bound: bool
    withheld: tuple[str, ...]

    @property
    def leader(self) -> AreaShare[Scalar]:
        """The largest named country."""
        return self.shares[0]

    @property
    def reported_t(self) -> Scalar | None:
        """World as printed, in tonnes."""
        return self.world.reported_t

    @property
    def hhi_low(self) -> Scalar:
        """Low end of the HHI."""
        return self.hhi.low

    @property
    def hhi_high(self) -> Scalar:
        """High end of the HHI."""
        return self.hhi.high

    def share_of(self, area: str) -> Scalar | None:
        """Return the share of `area`, 0-1; None if it is not listed or has no figure."""
        return next((row.share for row in self.shares if row.area == area), None)

    def shares_of(self, areas: Collection[str]) -> list[Scalar]:
        """Return the known shares of `areas`, largest first."""
        return [row.share for row in self.shares if row.area in areas and row.share is not None]


def concentration(supplies: Iterable[Supply[Scalar]], world: World[Scalar]) -> Concentration[Scalar]:
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
        printed = {row.area: printed_share(row.share, row.name) for row in rows if row.share is not None}
        return _result(rows, printed, Denominator.PUBLISHED_SHARES, None, world, None)
    return _of_tonnes(rows, world)


def _of_tonnes(rows: Sequence[Supply[Scalar]], world: World[Scalar]) -> Concentration[Scalar]:
    listed_t = summed_world(_listed(rows, world))
    if not listed_t > 0:
        raise SelectionError("no country has a figure for this mineral, stage and year; choose another year or stage")
    reported_t = _usable(rows, world, plain(listed_t))
    if reported_t is None:
        return _result(rows, _shares(rows, listed_t), Denominator.SUMMED, listed_t, world, listed_t)
    world_t = printed_world(reported_t)
    return _result(rows, _shares(rows, world_t), Denominator.REPORTED, world_t, world, listed_t)


def _listed(rows: Sequence[Supply[Scalar]], world: World[Scalar]) -> list[Scalar]:
    tonnes = [row.quantity_t for row in rows if row.quantity_t is not None]
    if world.other_t is not None:
        tonnes.append(world.other_t)
    return tonnes


def _shares(rows: Sequence[Supply[Scalar]], world_t: Scalar) -> dict[str, Scalar]:
    return {row.area: share_of_world(row.quantity_t, world_t, row.name) for row in rows if row.quantity_t is not None}


def _usable(rows: Sequence[Supply[Scalar]], world: World[Scalar], listed_t: float) -> Scalar | None:
    """Return the printed world if shares can be taken of it: no bound, of the countries' scope, with room for the largest."""
    reported_t = world.reported_t
    if reported_t is None or world.reported_is_bound or listed_t > ROUNDING_ROOM * plain(reported_t):
        return None
    tonnes = [plain(row.quantity_t) for row in rows if row.quantity_t is not None]
    most_t, is_sole = max(tonnes, default=0.0), len(tonnes) == 1 and not world.other_t
    return reported_t if most_t < plain(reported_t) or (is_sole and most_t <= plain(reported_t)) else None


def _result(
    rows: Sequence[Supply[Scalar]],
    shares: dict[str, Scalar],
    denominator: Denominator,
    denominator_t: Scalar | None,
    world: World[Scalar],
    summed_t: Scalar | None,
) -> Concentration[Scalar]:
    ordered = sorted(
        rows,
        key=lambda row: (row.area not in shares, -plain(shares[row.area]) if row.area in shares else 0.0, row.area),
    )
    held = [shares[row.area] for row in ordered if row.area in shares]
    known = share_sum(held)
    other = None if world.other_t is None or denominator_t is None else other_share(world.other_t, denominator_t)
    rest = unattributed(known, other)
    return Concentration(
        shares=tuple(AreaShare(row.area, row.quantity_t, shares.get(row.area), row.flag) for row in ordered),
        denominator=denominator,
        denominator_t=denominator_t,
        world=world,
        summed_t=summed_t,
        share_sum=known,
        other_share=other,
        unattributed_share=rest,
        hhi=Interval(hhi_low(held, known), hhi_high(held, rest)),
        top1=held[0],
        top3=top_three(held),
        top3_is_lower_bound=rest > (plain(held[TOP_COUNT - 1]) if len(held) >= TOP_COUNT else 0.0) + 1e-9,
        withheld=tuple(row.area for row in ordered if row.flag == "withheld"),
    )


def printed_share(share: Scalar, name: str) -> Scalar:
    """Return the share of a country of which no tonnes are printed."""
    return named(f"Share of {name}", "as the publisher prints it", "share", share)


def printed_world(tonnes: Scalar) -> Scalar:
    """Return the publisher's own world total."""
    return named(WORLD_PRINTED, "the publisher's own total", "t", tonnes)


def summed_world(tonnes: Sequence[Scalar]) -> Scalar:
    """Return the sum of all rows that the publisher prints."""
    return named(WORLD_SUMMED, "sum of the countries listed and of the row of other countries", "t", total(tonnes))


def share_of_world(tonnes: Scalar, world_t: Scalar, name: str) -> Scalar:
    """Return a country's share, 0-1."""
    return named(f"Share of {name}", "the country's figure over the world", "share", tonnes / world_t)


def share_sum(shares: Sequence[Scalar]) -> Scalar:
    """Return what the named countries hold together."""
    return named(NAMED, "sum of all named shares", "share", total(shares))


def other_share(tonnes: Scalar, world_t: Scalar) -> Scalar:
    """Return the part of the publisher's row of other countries."""
    return named("Other countries", 'the "Other countries" row over the world', "share", tonnes / world_t)


def unattributed(known: Scalar, other: Scalar | None) -> Scalar:
    """Return the part that no named country holds, 0-1, from the sum of the named shares and the row of others."""
    if other is None:
        return named(UNNAMED, "one less that sum, not below zero", "share", largest(0.0, 1.0 - known))
    rule = 'one less that sum, or the "Other countries" row over the world if that is larger'
    return named(UNNAMED, rule, "share", smallest(1.0, largest(0.0, 1.0 - known, other)))


def hhi_low(shares: Sequence[Scalar], known: Scalar) -> Scalar:
    """Return the HHI if what no named country holds is split among so many that it adds nothing."""
    rule = "sum of squared shares, the shares scaled to 1 if they sum to more"
    return named(HHI_LOW, rule, "index", total(square(share) for share in shares) / square(largest(1.0, known)))


def hhi_high(shares: Sequence[Scalar], rest: Scalar) -> Scalar:
    """Return the HHI if one country holds all that no named country holds."""
    rule = "sum of squared shares and of the square of what no named country holds; at most 1"
    return named(HHI_HIGH, rule, "index", smallest(1.0, total(square(share) for share in shares) + square(rest)))


def top_three(shares: Sequence[Scalar]) -> Scalar:
    """Return the share of the three largest of named shares that stand in order."""
    return named(TOP, "sum of the three largest named shares", "share", smallest(1.0, total(shares[:TOP_COUNT])))


@dataclass(frozen=True, slots=True)
class RosterShare(Generic[Scalar]):
    """Part of world supply inside a roster, 0-1, from what is known to what is possible.

    Attributes
    ----------
    withheld
        Members whose figure the publisher keeps back: the part is at least `low`, and nothing says how much more.
    """

    low: Scalar
    high: Scalar
    withheld: tuple[str, ...] = ()


def roster_share(result: Concentration[Scalar], roster: Collection[str]) -> RosterShare[Scalar]:
    """Return the share of `result` that comes from `roster`.

    The low end counts named members only; the high end adds everything that no named country holds. Named shares that
    sum to more than the world, since its total was rounded down, are the whole world.
    """
    low = inside_low(result.shares_of(roster), result)
    withheld = tuple(area for area in result.withheld if area in roster)
    return RosterShare(low, inside_high(low, result.unattributed_share), withheld)


def inside_low(shares: Sequence[Scalar], result: Concentration[Scalar]) -> Scalar:
    """Return the part of named members; `result` says of which kind the number is where there are none."""
    held = total(shares, like=result.share_sum)
    return named(INSIDE_LOW, "sum of the members' shares, at most 1", "share", smallest(1.0, held))


def inside_high(low: Number, rest: Number) -> Number:
    """Return the same and all that no named country holds."""
    rule = "the same and all that no named country holds, at most 1"
    return named(INSIDE_HIGH, rule, "share", smallest(1.0, low + rest))
