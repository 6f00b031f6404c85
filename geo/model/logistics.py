"""Distance and carbon of the way from a supplier to the countries of a region that need its goods."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class RegionMean:
    """A value for a whole region; ``known_share`` is the part of the weights that have a value, 0-1."""

    value: float | None
    known_share: float


def weighted_over_importers(values: Mapping[str, float | None], importers: Iterable[tuple[str, float]]) -> RegionMean:
    """Return the mean of `values` over the importers of a need, weighted with their part of it.

    Parameters
    ----------
    values
        Kilometres or kg CO2e per tonne by importer; of a supplier that is an importer itself, zero.
    importers
        Importing countries with their part of the need, as `Need.importers`.

    Notes
    -----
    Importers without a value are left out and the rest is scaled; ``known_share`` says how much was left.
    """
    known = [(value, weight) for area, weight in importers if (value := values.get(area)) is not None]
    total = math.fsum(weight for _, weight in known)
    if not total > 0:
        return RegionMean(None, 0.0)
    return RegionMean(math.fsum(value * weight for value, weight in known) / total, total)


def region_means(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the same mean for many suppliers at once, NaN where no importer has a value.

    Parameters
    ----------
    values
        Shape (suppliers, importers), NaN where there is no way.
    weights
        Parts of the need, shape (importers,).
    """
    known = np.where(np.isnan(values), 0.0, weights)
    total = known.sum(axis=1)
    summed = (np.where(np.isnan(values), 0.0, values) * known).sum(axis=1)
    return np.asarray(np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan), dtype=np.float64)
