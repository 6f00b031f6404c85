"""Supply without its largest supplier, in two definitions that never share a name, and the effective number of suppliers.

"Demand held" asks what part of today's supply is left (one minus the share). "Demand removed" is the measure that the
IEA calls N-1: the supplier's own demand goes with it. The two answer different questions and can differ by half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from geo.model.concentration import Concentration
from geo.model.interval import Interval, NoData

DEMAND_HELD = "Supply left without the largest supplier, demand unchanged"
DEMAND_REMOVED = "Supply against demand without the largest supplier and its own demand (N-1)"

SOLE_HOLDER_FROM = 0.9
"""From this share on the loss of the largest supplier is true and useless: what is left cannot serve as a plan."""
LOST_TENTH = 0.1
"""Part of the largest supplier's output whose replacement is asked for instead."""

DEMAND_REMOVED_CAVEAT = (
    "The form of N-1 was read in an excerpt of the IEA Global Critical Minerals Outlook 2025, not in the full text; "
    "no open file gives demand by country."
)


@dataclass(frozen=True, slots=True)
class DemandHeld:
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
    left: Interval


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


def supply_left_demand_held(result: Concentration, supplier: str | None = None) -> DemandHeld | NoData:
    """Return the part of supply that is left without `supplier`, or without the largest one.

    Parameters
    ----------
    result
        Shares of one mineral, stage and year.
    supplier
        ISO3 code; None for the largest named country.
    """
    if supplier is None:
        largest = max(result.top1, result.unattributed_share)
        return DemandHeld(result.leader.area, Interval(_left(largest), _left(result.top1)))
    share = result.share_of(supplier)
    if share is None:
        return NoData(f"no figure is published for {supplier}; its part in the supply cannot be taken out")
    return DemandHeld(supplier, Interval(_left(share), _left(share)))


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
class SoleHolder:
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
    share: float
    lost_part: float
    growth: float


def sole_holder(result: Concentration, lost_part: float = LOST_TENTH) -> SoleHolder | None:
    """Return who holds the whole chain for practical purposes, or None if nobody does.

    The growth of the others is ``lost_part * s / (1 - s)``, with everything that no named country holds counted to the
    others.
    """
    if result.top1 < SOLE_HOLDER_FROM:
        return None
    rest = max(1.0, result.share_sum) - result.top1
    growth = lost_part * result.top1 / rest if rest > 0 else math.inf
    return SoleHolder(result.leader.area, result.top1, lost_part, growth)


def effective_suppliers(result: Concentration) -> Interval:
    """Return the effective number of suppliers, 1/HHI, from the bounds of the HHI; the high end may be infinite."""
    most = 1 / result.hhi_low if result.hhi_low > 0 else math.inf
    return Interval(1 / result.hhi_high if result.hhi_high > 0 else math.inf, most)


def _left(share: float) -> float:
    return max(0.0, 1.0 - share)
