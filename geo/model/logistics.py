"""Distance and carbon of the way from a supplier to the countries of a region that need its goods."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import SelectionError
from geo.model.options import Way
from geo.schema.codes import RouteMode


@dataclass(frozen=True, slots=True)
class FreightFactors:
    """Published factors of the vehicles chosen, in kg CO2e per tonne and kilometre."""

    sea_kgco2e_per_tkm: float
    land_kgco2e_per_tkm: float

    def __post_init__(self) -> None:
        """Refuse a setting outside its range; raises SelectionError."""
        for factor in (self.sea_kgco2e_per_tkm, self.land_kgco2e_per_tkm):
            if not (math.isfinite(factor) and factor >= 0):
                raise SelectionError(f"freight factor {factor} is not possible; choose a published vehicle")


def kgco2e_per_t(way: Way, factors: FreightFactors) -> float | None:
    """Return the carbon of moving one tonne along `way`; None where there is no way.

    Sea leg and land legs to and from a port abroad are counted with their own factor. Inland transport of a country
    with ports of its own is not in the modelled distance, so it is not in the carbon either.
    """
    if way.total_km is None:
        return None
    if way.mode != RouteMode.SEA:
        return way.total_km * factors.land_kgco2e_per_tkm
    return (way.sea_km or 0.0) * factors.sea_kgco2e_per_tkm + (way.land_km or 0.0) * factors.land_kgco2e_per_tkm


FloatArray = npt.NDArray[np.float64]


def region_means(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the mean over the importers of a need, weighted with their part of it; NaN where no importer has a value.

    Importers without a value are left out and the rest is scaled.

    Parameters
    ----------
    values
        Kilometres or kg CO2e per tonne, shape (suppliers, importers), NaN where there is no way; of a supplier that is
        an importer itself, zero.
    weights
        Parts of the need, shape (importers,).
    """
    known = np.where(np.isnan(values), 0.0, weights)
    total = known.sum(axis=1)
    summed = (np.where(np.isnan(values), 0.0, values) * known).sum(axis=1)
    return np.asarray(np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan), dtype=np.float64)
