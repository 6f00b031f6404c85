"""The frontier of cost against security: the cheapest mixes while a limit is loosened step by step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.topics.nearshoring.model.coverage import Limits
from geo.topics.nearshoring.model.mix import Mix, MixModel

FRONTIER_POINTS = 21


class FrontierAxis(StrEnum):
    """Which limit is swept."""

    OUTSIDE_ROSTER = "outside the roster"
    THIRD_COUNTRY_CAP = "cap on one third country"


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One point of the frontier: the limit, 0-1, and the cheapest mix under it."""

    limit: float
    mix: Mix


def frontier(
    model: MixModel, limits: Limits, axis: FrontierAxis, points: int = FRONTIER_POINTS
) -> tuple[FrontierPoint, ...]:
    """Return the cheapest mixes while one limit goes from 0 to 1 in equal steps, the other one as in `limits`.

    Cost is to be read beside the remainder: under a tight limit a mix can be cheap because it covers little.

    Parameters
    ----------
    points
        Two or more.
    """
    found = []
    for limit in np.linspace(0.0, 1.0, points).tolist():
        swept = (
            Limits(limits.third_country_cap, limit)
            if axis is FrontierAxis.OUTSIDE_ROSTER
            else Limits(limit, limits.outside_roster_max)
        )
        found.append(FrontierPoint(limit, model.solve(swept)))
    return tuple(found)
