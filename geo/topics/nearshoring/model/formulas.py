"""The closed formulas of a mix, around the optimum itself: what its lines cover, cost and leave, and what one more tonne does.

``what`` a cost is and its ``unit`` are the words of `geo.topics.nearshoring.model.costs.CostBasis`.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.model.trace import Number, largest, named, total


def covered_tonnes(lines: Sequence[Number]) -> Number:
    """Return what the lines of a mix cover."""
    return named("Covered by the mix", "sum of the lines", "t", total(lines))


def redirected_part(tonnes: Number, new: Number) -> Number:
    """Return what other buyers would give up of a line."""
    rule = "tonnes less the new tonnes, which are used first"
    return named("Of these, redirected", rule, "t", largest(tonnes - new, 0.0))


def line_cost(tonnes: Number, cost: Number, *, of: str = "", what: str = "", unit: str = "") -> Number:
    """Return what a line costs."""
    return named("Cost", f"tonnes times {what}", unit, tonnes * cost, of=of)


def mix_cost(costs: Sequence[Number], *, what: str = "", unit: str = "") -> Number:
    """Return what a mix costs; `costs` are those of its lines."""
    return named("Cost of the mix", f"sum of tonnes times {what}", unit, total(costs))


def mean_cost(cost: Number, covered: Number, *, unit: str = "") -> Number:
    """Return the mean cost of a tonne that is covered."""
    return named("Mean cost of a covered tonne", "cost over covered tonnes", unit, cost / covered)


def closed_tonnes(changes: Sequence[Number]) -> Number:
    """Return what changes of the lines close of the remainder: what is sent and what stays open make the need."""
    return named("Closes of what stays open", "sum of these changes", "t", largest(total(changes), 0.0))


def saved_cost(changes: Sequence[Number], costs: Sequence[Number], *, what: str = "", unit: str = "") -> Number:
    """Return the cost that changes of the lines save."""
    dearer = [change * cost for change, cost in zip(changes, costs, strict=True)]
    return named("Saves", f"less the changes times {what}", unit, 0.0 - total(dearer))
