"""Where to look first: how concentrated a supply is, and how its suppliers are governed.

Governance is the mean of the six World Bank estimates; the mean over the six, and over suppliers by their shares, is
this project's own, the bank publishes none. It says nothing about how likely a disruption is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from geo.model.concentration import Concentration
from geo.model.interval import Interval
from geo.model.trace import Scalar, largest, named, smallest, total

SCALE_END = 2.5
"""Estimates lie within -2.5 (weak) and 2.5 (strong), all but a few."""
GOVERNANCE, ESTIMATED = "Governance of the suppliers", "Supply with an estimate"
WEAKEST, STRONGEST = "Governance, if the unknown were weakest", "Governance, if the unknown were strongest"


@dataclass(frozen=True, slots=True)
class SupplierGovernance(Generic[Scalar]):
    """Governance of the suppliers of one mineral and stage, weighted by their shares.

    Attributes
    ----------
    known
        Mean over the suppliers that have an estimate; None if none has.
    known_share
        Their part of the supply, 0-1.
    ends
        The mean over the whole supply, if whoever is not known had the weakest or the strongest estimate.
    """

    known: Scalar | None
    known_share: Scalar
    ends: Interval[Scalar]


def supplier_governance(result: Concentration[Scalar], estimates: Mapping[str, Scalar]) -> SupplierGovernance[Scalar]:
    """Return the governance of the suppliers of `result`.

    Parameters
    ----------
    result
        Shares of one mineral, stage and year.
    estimates
        Mean of the six estimates by country; a supplier without one may have any.
    """
    held = [
        (row.share, estimates[row.area]) for row in result.shares if row.share is not None and row.area in estimates
    ]
    whole = named(
        "Whole supply",
        "the world, or the sum of the named shares where that is more",
        "share",
        largest(1.0, result.share_sum),
    )
    part = named(
        "Shares with an estimate",
        "sum of the shares of suppliers with an estimate",
        "share",
        total((share for share, _ in held), like=whole),
    )
    products = named(
        "Shares times their estimates",
        "sum of these shares, each times its estimate",
        "index",
        total((share * estimate for share, estimate in held), like=whole),
    )
    unknown = largest(0.0, whole - part) * SCALE_END
    rule = "shares times their estimates, over these shares"
    return SupplierGovernance(
        known=named(GOVERNANCE, rule, "index", products / part) if part > 0 else None,
        known_share=named(
            ESTIMATED, "shares with an estimate, over the whole supply", "share", smallest(1.0, part / whole)
        ),
        ends=Interval(
            named(WEAKEST, f"the unknown part at -{SCALE_END:g}", "index", (products - unknown) / whole),
            named(STRONGEST, f"the unknown part at {SCALE_END:g}", "index", (products + unknown) / whole),
        ),
    )
