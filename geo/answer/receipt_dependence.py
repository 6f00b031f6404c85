"""Receipts of what the roster and the largest supplier mean: effective suppliers, supply left, growth, a gain in share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from geo.answer.dependence_gain import Gain
from geo.answer.dependence_output import Holding
from geo.answer.production import Production
from geo.answer.receipt_production import (
    INSIDE_LOW,
    NAMED,
    UNNAMED,
    amounts_of,
    concentration_receipt,
    inside_receipt,
    whole_of,
)
from geo.errors import SelectionError
from geo.figure.receipt import Receipt, assumption
from geo.model.formula import number, part
from geo.model.loss import DEMAND_HELD, DemandHeld, SoleHolder
from geo.model.roster import Roster
from geo.model.trace import Input, Step

EFFECTIVE_LOW, EFFECTIVE_HIGH = "Suppliers, effective, low end", "Suppliers, effective, high end"
LARGEST, LARGEST_POSSIBLE = "Largest share", "Largest possible share"
LEFT_LOW, LEFT_HIGH = "Supply left, low end", "Supply left, high end"
OTHERS, GROWTH = "Held by all others", "Growth of all others"
GAIN_LOW, GAIN_HIGH = "Gain in share, low end", "Gain in share, high end"


def effective_receipt(held: Holding, cells: Sequence[Input]) -> Receipt:
    """Return how the effective number of suppliers came about; without a high end where that is infinite."""
    result, effective = held.result, held.effective
    index = concentration_receipt(held.production, cells)
    ends = (
        (EFFECTIVE_LOW, "one over the high end of the HHI", result.hhi_high, effective.low),
        (EFFECTIVE_HIGH, "one over the low end of the HHI", result.hhi_low, effective.high),
    )
    steps = [
        Step(label, rule, f"1 / {number(hhi)}", end, "index") for label, rule, hhi, end in ends if math.isfinite(end)
    ]
    title = index.title.replace("HHI", "Effective number of suppliers", 1)
    return Receipt(title, (*index.steps, *steps), index.inputs, index.sources, index.notes)


def left_receipt(held: Holding, left: DemandHeld, cells: Sequence[Input]) -> Receipt:
    """Return how the supply left without the largest supplier came about."""
    result = held.result
    index = concentration_receipt(held.production, cells)
    worst = max(result.top1, result.unattributed_share)
    steps = (
        _largest(held),
        Step(
            LARGEST_POSSIBLE,
            "the larger of that share and of all that no named country holds, which may be one country's",
            f"max({number(result.top1)}, {number(result.unattributed_share)})",
            worst,
            "share",
        ),
        Step(LEFT_LOW, "one less the largest possible share", f"max(0, 1 - {number(worst)})", left.left.low, "share"),
        Step(LEFT_HIGH, "one less the largest share", f"max(0, 1 - {number(result.top1)})", left.left.high, "share"),
    )
    return replace(index, title=index.title.replace("HHI", DEMAND_HELD, 1), steps=(*index.until(UNNAMED).steps, *steps))


def growth_receipt(held: Holding, sole: SoleHolder, cells: Sequence[Input]) -> Receipt:
    """Return how the growth of all others came about.

    Raises
    ------
    SelectionError
        If nobody else makes any.
    """
    if not math.isfinite(sole.growth):
        raise SelectionError(f"nobody but {sole.supplier} has a figure, so the growth of all others has no receipt")
    output, result = held.production, held.result
    index = concentration_receipt(output, cells).until(NAMED)
    whole = max(1.0, result.share_sum)
    others = whole - sole.share
    name = output.rows[0].name
    steps = (
        _largest(held),
        Step(
            OTHERS,
            "the world, or the sum of the named shares where that is more, less that share",
            f"max(1, {number(result.share_sum)}) - {number(sole.share)}",
            others,
            "share",
        ),
        Step(
            GROWTH,
            f"{100 * sole.lost_part:g} % of the holder's share, over what all others hold",
            f"{number(sole.lost_part)} × {number(sole.share)} / {number(others)}",
            sole.growth,
            "times",
        ),
    )
    title = index.title.replace("HHI", f"{GROWTH} if {name} makes {100 * sole.lost_part:g} % less", 1)
    inputs = (*index.inputs, assumption("Part of the output that is lost", sole.lost_part, "share"))
    return replace(index, title=title, steps=(*index.steps, *steps), inputs=inputs)


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
    inside = inside_receipt(output, cells, roster)
    base, rest = inside.step(INSIDE_LOW).result, output.concentration.unattributed_share
    joining = [row for row in output.rows if row.area in gain.candidate.countries and row.share is not None]
    added = part(amounts_of(joining, output), whole_of(output))
    is_open = len(joining) < len(gain.candidate.countries - roster.members)
    steps = (
        Step(
            GAIN_LOW,
            "what the candidate's countries outside the roster make, over the world; at most what the roster has not",
            f"min(1 - {number(base)}, {added})",
            gain.share.low,
            "share",
        ),
        Step(
            GAIN_HIGH,
            "the same, with all that no named country holds if a country of the candidate has no printed figure",
            f"min(1 - {number(base)}, {number(gain.share.low)} + {number(rest if is_open else 0.0)})",
            gain.share.high,
            "share",
        ),
    )
    title = inside.title.replace(f"Inside the roster {roster.name}", f"Gain by {gain.candidate.name}", 1)
    return replace(inside, title=title, steps=(*inside.steps, *steps))


def _largest(held: Holding) -> Step:
    output = held.production
    worked = part(amounts_of(output.rows[:1], output), whole_of(output))
    return Step(
        LARGEST, f"share of {output.rows[0].name}, the largest named country", worked, held.result.top1, "share"
    )
