"""Receipts of what the roster and the largest supplier mean: effective suppliers, supply left, growth, a gain in share."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geo.errors import SelectionError
from geo.evidence.production import Production
from geo.evidence.receipt_production import LUMP_NOTE, output_receipt, traced_output
from geo.figure.receipt import Receipt, setting
from geo.model.concentration import roster_share
from geo.model.gain import gain_high, gain_low
from geo.model.interval import NoData
from geo.model.line import Input
from geo.model.roster import Roster
from geo.model.trace import plain, total
from geo.topics.dependence.answer.gain import Candidate, Gain
from geo.topics.dependence.model.loss import (
    DEMAND_HELD,
    GROWTH,
    LOST_TENTH,
    effective_suppliers,
    sole_holder,
    supply_left_demand_held,
)


def effective_receipt(output: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the effective number of suppliers came about; without a high end where that is infinite."""
    found = effective_suppliers(traced_output(output, cells))
    ends = [end for end in (found.low, found.high) if math.isfinite(plain(end))]
    return output_receipt(output, "Effective number of suppliers", ends, [LUMP_NOTE], beside=cells)


def left_receipt(output: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the supply left without the largest supplier came about; raises SelectionError where it is not known."""
    found = supply_left_demand_held(traced_output(output, cells))
    if isinstance(found, NoData):
        raise SelectionError(found.reason)
    return output_receipt(output, DEMAND_HELD, [found.left.low, found.left.high], [LUMP_NOTE], beside=cells)


def growth_receipt(output: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the growth of all others came about.

    Raises
    ------
    SelectionError
        If nobody holds nearly all of it, or nobody else makes any.
    """
    lost = setting("Part of the output that is lost", LOST_TENTH, "share")
    sole, name = sole_holder(traced_output(output, cells), lost), output.rows[0].name
    if sole is None or not math.isfinite(plain(sole.growth)):
        raise SelectionError(f"nobody but {name} has a figure, so the growth of all others has no receipt")
    title = f"{GROWTH} if {name} makes {100 * sole.lost_part:g} % less"
    return output_receipt(output, title, [sole.growth], [LUMP_NOTE], beside=cells)


def gain_receipt(gain: Gain, roster: Roster, output: Production, cells: Sequence[Input]) -> Receipt:
    """Return how both ends of a gain came about.

    Parameters
    ----------
    output, cells
        Output behind the row of the matrix, and its cells.

    Raises
    ------
    SelectionError
        If no shares of the output are worked out.
    """
    result, joining = traced_output(output, cells), _joining(gain.candidate, roster)
    inside, shares = roster_share(result, roster.members), result.shares_of(joining)
    low = gain_low(inside.low, total(shares, like=inside.low))
    high = gain_high(inside.low, low, result.unattributed_share if len(shares) < len(joining) else 0.0)
    notes = [f"Roster: {roster.name}. {roster.note}"]
    return output_receipt(output, f"Gain by {gain.candidate.name}", [low, high], notes, beside=cells)


def _joining(candidate: Candidate, roster: Roster) -> frozenset[str]:
    return frozenset(candidate.countries) - roster.members
