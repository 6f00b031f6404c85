"""EU economic importance of a material, as an interval since the substitution index is not published.

Published source: European Commission 2017, Methodology for establishing the EU list of critical raw materials:
Guidelines, doi 10.2873/769526; applied in the study of 2023 (doi 10.2873/725585, Annex 6).
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.model.interval import Interval
from geo.model.supply_risk import SUBSTITUTION_2017

SCALE = 10.0


def economic_importance(
    uses: Iterable[tuple[float, float | None]], largest_sector: float, substitution: Interval = SUBSTITUTION_2017
) -> Interval:
    """Return the economic importance, ``SI_EI x sum_a (A_a x Q_a) / max_k(Q_k) x 10``, as an interval.

    Parameters
    ----------
    uses
        Share of each application, 0-1, with the value added of its sector; a missing one may be any up to the largest.
    largest_sector
        Value added of the largest sector, in the same unit.
    """
    rows = list(uses)
    known = sum(share * (added or 0.0) for share, added in rows) / largest_sector * SCALE
    unknown = sum(share for share, added in rows if added is None) * SCALE
    return Interval(known * substitution.low, (known + unknown) * substitution.high)
