"""What a tonne costs on its way: the bases to choose from, and the costs as the program of a mix takes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from geo.errors import SelectionError
from geo.model.solve import FloatArray
from geo.topics.nearshoring.model.offer import Offer


class CostBasis(StrEnum):
    """What a tonne costs on its way; money only as the user's own assumption."""

    DISTANCE = "distance"
    CARBON = "carbon"
    OWN = "own"

    @property
    def label(self) -> str:
        """The words on a page."""
        return {"distance": "distance", "carbon": "freight carbon", "own": "your own unit costs"}[self.value]

    @property
    def unit(self) -> str:
        """Unit of the cost of one tonne."""
        return {"distance": "km", "carbon": "kg CO2e per t", "own": "USD per t (assumption)"}[self.value]

    @property
    def whole_unit(self) -> str:
        """Unit of the cost of all tonnes."""
        return {"distance": "t km", "carbon": "kg CO2e", "own": "USD (assumption)"}[self.value]


def require_costs(priced: Sequence[tuple[Offer, float]]) -> None:
    """Check that each cost is a number, zero or more; raises SelectionError if not."""
    odd = [(offer.area, cost) for offer, cost in priced if not (math.isfinite(cost) and cost >= 0)]
    if odd:
        area, cost = odd[0]
        raise SelectionError(f"a unit cost of {cost} for {area} is not possible; enter a number, zero or more")


def scaled_costs(costs: Sequence[float]) -> FloatArray:
    """Return the costs as parts of the largest."""
    values = np.asarray(costs, dtype=np.float64)
    largest = float(np.abs(values).max(initial=0.0))
    return values / largest if largest > 0 else values


def tie_costs(offers: Sequence[Offer], basis: CostBasis) -> list[FloatArray]:
    """Return the costs that break ties, for the columns of the program: distance, then the order of codes."""
    farthest = max((offer.profile.distance_km or 0.0 for offer in offers), default=0.0)
    # An offer without a distance comes after all others of its cost.
    last = farthest + 1.0
    distance = [last if offer.profile.distance_km is None else offer.profile.distance_km for offer in offers]
    order = np.arange(1, len(offers) + 1) / max(1, len(offers))
    costs = [] if basis is CostBasis.DISTANCE else [np.append(scaled_costs(distance), 0.0)]
    return [*costs, np.append(order, 0.0)]
