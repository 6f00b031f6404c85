"""The criteria by which offers are ranked, from the offers themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from geo.model.trace import Number, named, smallest, total
from geo.schema.codes import Stage
from geo.topics.nearshoring.model.coverage import require_tonnes
from geo.topics.nearshoring.model.offer import Offer
from geo.topics.nearshoring.model.ranking import Alternatives, Criterion

CRITERIA = (
    Criterion("distance", "Distance", "km", is_higher_better=False),
    Criterion("co2", "Carbon of the freight", "kg CO2e per t", is_higher_better=False),
    Criterion("governance", "Governance", "mean of six estimates", is_higher_better=True),
    Criterion("roster", "Member of the roster", "1 or 0", is_higher_better=True),
    Criterion("volume", "Part of the need that it can cover", "0-1", is_higher_better=True),
    Criterion("concentration", "Effect on concentration of supply", "change of HHI, 0-1", is_higher_better=False),
    Criterion("control", "Export control in force", "1 or 0", is_higher_better=False),
    Criterion("grid", "Carbon of the national grid", "g CO2e per kWh", is_higher_better=False),
)

ADDED_PART = 0.1
"""Part of the need by which the effect on concentration is measured, the same for every offer."""


def default_weights(stage: Stage) -> dict[str, float]:
    """Return equal weights; the grid counts where power makes the product, so not at the mine.

    Distance and freight carbon mostly move together: with equal weights nearness counts about twice.
    """
    weights = {criterion.key: 1.0 for criterion in CRITERIA}
    return {**weights, "grid": 0.0} if stage is Stage.MINED else weights


def offer_criteria(need_t: float, offers: Sequence[Offer], remaining: Mapping[str, float]) -> Alternatives:
    """Return the raw values of `CRITERIA` for each offer; NaN where there is no data.

    Parameters
    ----------
    need_t
        Tonnes a year to be covered.
    remaining
        Tonnes that the region gets from suppliers that stay, by country.

    Raises
    ------
    SelectionError
        If the need is no number of tonnes.
    """
    require_tonnes(need_t)
    before = hhi_of([*remaining.values()])
    rows = [
        [
            _number(offer.profile.distance_km),
            _number(offer.profile.kgco2e_per_t),
            _number(offer.profile.governance),
            float(offer.in_roster),
            volume(offer.ceiling_t, need_t) if need_t > 0 else 1.0,
            concentration_effect(hhi_of([*with_added(remaining, offer.area, need_t).values()]), before),
            float(offer.profile.has_export_control),
            _number(offer.profile.grid_gco2e_per_kwh),
        ]
        for offer in offers
    ]
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(CRITERIA))
    return Alternatives(tuple(offer.area for offer in offers), CRITERIA, values)


def volume(ceiling: Number, need: Number) -> Number:
    """Return what part of the need an offer can cover."""
    return named(
        "Part of the need that it can cover",
        "its ceiling over the need, at most 1",
        "share",
        smallest(ceiling / need, 1.0),
    )


def with_added(tonnes: Mapping[str, Number], area: str, need: Number) -> dict[str, Number]:
    """Return supplies by country with a fixed part of the need added to one of them."""
    added = ADDED_PART * need
    return {**tonnes, area: tonnes[area] + added if area in tonnes else added}


def hhi_of(tonnes: Sequence[Number], *, label: str = "") -> Number | float:
    """Return the Herfindahl-Hirschman index of supplies, 0-1; 0 where nothing is supplied."""
    whole = total(tonnes)
    if not whole > 0:
        return 0.0
    whole = named(f"{label}: all supplies", "their sum", "t", whole)
    return named(label, "sum of squared shares", "index", total([(amount / whole) ** 2 for amount in tonnes]))


def concentration_effect(after: Number, before: Number | float) -> Number:
    """Return by how much the index changes."""
    rule = "the index with it less the index of what stays"
    return named("Effect on concentration of supply", rule, "index", after - before)


def _number(value: float | None) -> float:
    return math.nan if value is None else value
