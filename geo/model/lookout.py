"""Where to look first: how concentrated a supply is, and how its suppliers are governed.

Governance is the mean of the six World Bank estimates; the mean over the six, and over suppliers by their shares, is
this project's own, the bank publishes none. It says nothing about how likely a disruption is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from geo.model.concentration import Concentration
from geo.model.interval import Interval

SCALE_END = 2.5
"""Estimates lie within -2.5 (weak) and 2.5 (strong), all but a few."""


@dataclass(frozen=True, slots=True)
class SupplierGovernance:
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

    known: float | None
    known_share: float
    ends: Interval


def supplier_governance(result: Concentration, estimates: Mapping[str, float]) -> SupplierGovernance:
    """Return the governance of the suppliers of `result`.

    Parameters
    ----------
    result
        Shares of one mineral, stage and year.
    estimates
        Mean of the six estimates by country; a supplier without one may have any.
    """
    held = sorted(
        (row.share, estimates[row.area]) for row in result.shares if row.share is not None and row.area in estimates
    )
    whole = max(1.0, result.share_sum)
    part = math.fsum(share for share, _ in held)
    weighted = math.fsum(share * estimate for share, estimate in held)
    unknown = max(0.0, whole - part) * SCALE_END
    return SupplierGovernance(
        known=weighted / part if part > 0 else None,
        known_share=min(1.0, part / whole),
        ends=Interval((weighted - unknown) / whole, (weighted + unknown) / whole),
    )
