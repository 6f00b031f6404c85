"""Supply without its largest supplier, in two definitions that never share a name, and the effective number of suppliers.

"Demand held" asks what part of today's supply is left (one minus the share). "Demand removed" is the measure that the
IEA calls N-1: the supplier's own demand goes with it. The two answer different questions and can differ by half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from geo.model.concentration import Concentration
from geo.model.interval import Interval, NoData
from geo.model.trace import Scalar, alike, largest, named, plain

DEMAND_HELD = "Supply left without the largest supplier, demand unchanged"
DEMAND_REMOVED = "Supply against demand without the largest supplier and its own demand (N-1)"

SOLE_HOLDER_FROM = 0.9
"""From this share on the loss of the largest supplier is true and useless: what is left cannot serve as a plan."""
EFFECTIVE_LOW, EFFECTIVE_HIGH = "Suppliers, effective, low end", "Suppliers, effective, high end"
LEFT_LOW, LEFT_HIGH = "Supply left, low end", "Supply left, high end"
GROWTH = "Growth of all others"
LOST_TENTH = 0.1
"""Part of the largest supplier's output whose replacement is asked for instead."""

DEMAND_REMOVED_CAVEAT = (
    "The form of N-1 was read in an excerpt of the IEA Global Critical Minerals Outlook 2025, not in the full text; "
    "no open file gives demand by country."
)


@dataclass(frozen=True, slots=True)
class DemandHeld(Generic[Scalar]):
    """What is left of supply when a supplier falls away and nobody's demand changes.

    Attributes
    ----------
    supplier
        Who falls away, as ISO3 code.
    left
        Part of the world's supply that is left, 0-1. Its low end supposes that all output which no named country holds
        comes from one country that is larger than the leader.
    """

    supplier: str
    left: Interval[Scalar]


@dataclass(frozen=True, slots=True)
class DemandRemoved:
    """Supply against demand when a supplier falls away together with its own demand.

    Attributes
    ----------
    supplier
        Who falls away, as ISO3 code.
    coverage
        ``(S - S_top) / (D - D_top)``; above 1 the rest of the world is covered.
    basis
        What a tonne of both is a tonne of.
    """

    supplier: str
    coverage: float
    basis: str
    caveat: str = DEMAND_REMOVED_CAVEAT


@dataclass(frozen=True, slots=True)
class CountryAmounts:
    """Tonnes by country of one publisher, year and basis, with the world total that they belong to."""

    by_area: Mapping[str, float]
    world_t: float
    basis: str


def supply_left_demand_held(result: Concentration[Scalar], supplier: str | None = None) -> DemandHeld[Scalar] | NoData:
    """Return the part of supply that is left without `supplier`, or without the largest one.

    Parameters
    ----------
    result
        Shares of one mineral, stage and year.
    supplier
        ISO3 code; None for the largest named country.
    """
    if supplier is None:
        most = largest_possible(result.top1, result.unattributed_share)
        return DemandHeld(
            result.leader.area, Interval(left_without(most, LEFT_LOW), left_without(result.top1, LEFT_HIGH))
        )
    share = result.share_of(supplier)
    if share is None:
        return NoData(f"no figure is published for {supplier}; its part in the supply cannot be taken out")
    return DemandHeld(supplier, Interval(left_without(share, LEFT_LOW), left_without(share, LEFT_HIGH)))


def largest_possible(top: Scalar, rest: Scalar) -> Scalar:
    """Return the share of the largest supplier if one country holds all that no named country holds."""
    rule = "the larger of that share and of all that no named country holds, which may be one country's"
    return named("Largest possible share", rule, "share", largest(top, rest))


def left_without(share: Scalar, label: str) -> Scalar:
    """Return what is left of supply without a supplier of that share."""
    return named(label, "one less the share that falls away, not below zero", "share", largest(0.0, 1.0 - share))


def supply_and_demand_removed(
    supply: CountryAmounts, demand: CountryAmounts | None, supplier: str
) -> DemandRemoved | NoData:
    """Return N-1 (IEA): supply against demand, both without `supplier`.

    Returns
    -------
    NoData with the reason where demand by country is missing, is counted in another basis, or the rest of the world
    has no demand. ``1 - share`` never stands in: it is another number.
    """
    if demand is None:
        return NoData("demand by country is not published in any open file held here; only world demand is")
    if supply.basis != demand.basis:
        return NoData(
            f"supply is counted in {supply.basis}, demand in {demand.basis}; the two cannot be set against each other"
        )
    if supplier not in demand.by_area:
        return NoData(f"no demand is published for {supplier}")
    if supplier not in supply.by_area:
        return NoData(f"no supply is published for {supplier}")
    rest = demand.world_t - demand.by_area[supplier]
    if not rest > 0:
        return NoData(f"the rest of the world has no demand when that of {supplier} is taken out")
    return DemandRemoved(supplier, (supply.world_t - supply.by_area[supplier]) / rest, supply.basis)


@dataclass(frozen=True, slots=True)
class SoleHolder(Generic[Scalar]):
    """A chain that one country holds, and the question that can still be answered about it.

    Attributes
    ----------
    supplier, share
        Who holds it, as ISO3 code, and its part of the supply, 0-1.
    lost_part
        Part of its output that is taken away, 0-1.
    growth
        What all others together would have to add, in multiples of what they make today; infinite if nobody else makes
        any.
    """

    supplier: str
    share: Scalar
    lost_part: float
    growth: Scalar


def sole_holder(result: Concentration[Scalar], lost_part: Scalar | float = LOST_TENTH) -> SoleHolder[Scalar] | None:
    """Return who holds the whole chain for practical purposes, or None if nobody does.

    The growth of the others is ``lost_part * s / (1 - s)``, with everything that no named country holds counted to the
    others.
    """
    if result.top1 < SOLE_HOLDER_FROM:
        return None
    rest = held_by_others(result.share_sum, result.top1)
    growth = growth_of_others(lost_part, result.top1, rest) if rest > 0 else alike(math.inf, rest)
    return SoleHolder(result.leader.area, result.top1, plain(lost_part), growth)


def held_by_others(known: Scalar, top: Scalar) -> Scalar:
    """Return what all but the largest supplier hold, from the sum of the named shares."""
    rule = "the world, or the sum of the named shares where that is more, less the largest share"
    return named("Held by all others", rule, "share", largest(1.0, known) - top)


def growth_of_others(lost_part: Scalar | float, top: Scalar, others: Scalar) -> Scalar:
    """Return what all others must add, in multiples of what they make."""
    rule = "the part of the holder's share that is lost, over what all others hold"
    return named(GROWTH, rule, "times", lost_part * top / others)


def effective_suppliers(result: Concentration[Scalar]) -> Interval[Scalar]:
    """Return the effective number of suppliers, 1/HHI, from the bounds of the HHI; the high end may be infinite."""
    return Interval(
        effective_number(result.hhi.high, EFFECTIVE_LOW, "one over the high end of the HHI"),
        effective_number(result.hhi.low, EFFECTIVE_HIGH, "one over the low end of the HHI"),
    )


def effective_number(hhi: Scalar, label: str, rule: str) -> Scalar:
    """Return how many suppliers of equal size would be as concentrated."""
    return named(label, rule, "index", 1.0 / hhi) if hhi > 0 else alike(math.inf, hhi)
