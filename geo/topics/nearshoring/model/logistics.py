"""Distance and carbon of the way from a supplier to the countries of a region that need its goods."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import SelectionError
from geo.model.options import Way
from geo.model.trace import Number, named, total
from geo.schema.codes import RouteMode

FREIGHT_RULE = "kilometres by sea times the factor of the ship, and on land times that of the vehicle"


def freight_carbon(
    sea_km: Number, land_km: Number, by_sea: Number | float, by_land: Number | float, *, of: str = ""
) -> Number:
    """Return the carbon of moving one tonne, each leg with the factor of its vehicle."""
    return named("Freight carbon", FREIGHT_RULE, "kg CO2e per t", sea_km * by_sea + land_km * by_land, of=of)


def importers_mean(values: Sequence[Number], weights: Sequence[Number], *, label: str = "", way: str = "") -> Number:
    """Return the mean over the importers of a need, weighted with their part of it.

    Parameters
    ----------
    values, weights
        By importer: kilometres or carbon, and its part of the need; there must be one at least.
    way
        What the values are, e.g. ``total``.
    """
    rule = f"mean of the {way} kilometres to the importers, weighted with their parts of the need"
    products = [value * weight for value, weight in zip(values, weights, strict=True)]
    return named(label, rule, "km", total(products) / total(weights))


def way_length(legs: Sequence[Number], *, label: str = "") -> Number:
    """Return the length of a way."""
    return named(label, "sum of its legs", "km", total(legs))


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
        return freight_carbon(0.0, way.total_km, factors.sea_kgco2e_per_tkm, factors.land_kgco2e_per_tkm)
    return freight_carbon(
        way.sea_km or 0.0, way.land_km or 0.0, factors.sea_kgco2e_per_tkm, factors.land_kgco2e_per_tkm
    )


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
    if not weights.size:
        return np.full(values.shape[0], np.nan)
    missing = np.isnan(values)
    held, known = np.where(missing, 0.0, values), np.where(missing, 0.0, weights)
    with np.errstate(invalid="ignore"):  # of a supplier without any way the mean is 0 / 0: no number, and so no data
        return importers_mean([*held.T], [*known.T])
