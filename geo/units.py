"""Unit constants and conversions; no other module converts a unit."""

from __future__ import annotations

import math

from geo.errors import DataContractError

KG_PER_T = 1000.0
KM_PER_NAUTICAL_MILE = 1.852
EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
"""Length of a degree on a meridian."""
USD_PER_THOUSAND = 1000.0

GRAM_T = 6
"""Decimals kept of a figure in tonnes: below a gram there is only the rounding of the conversion."""

# Publishers' own words for mass units, lower case, blanks trimmed.
TONNES_PER_UNIT = {
    "metric tons": 1.0,
    "metric ton": 1.0,
    "tonnes (metric)": 1.0,
    "tonnes (metal content)": 1.0,
    "tonnes": 1.0,
    "t": 1.0,
    "mt": 1.0,
    "metr. t": 1.0,
    "thousand metric tons": 1e3,
    "thousand metric dry tons": 1e3,
    "metric dry tons": 1.0,
    "thousand tonnes": 1e3,
    "kt": 1e3,
    "kmt": 1e3,
    "million metric tons": 1e6,
    "million mt": 1e6,
    "mmt": 1e6,
    "kilograms": 1e-3,
    "kilograms (metric)": 1e-3,
    "kilograms (metal content)": 1e-3,
    "kg": 1e-3,
}


def tonnes_per_unit(unit: str) -> float:
    """Return how many tonnes one `unit` is.

    Parameters
    ----------
    unit
        A mass unit in a publisher's words, in any case.

    Raises
    ------
    DataContractError
        If the unit is not in the reviewed list; a guess would be wrong by a factor of a thousand.
    """
    known = TONNES_PER_UNIT.get(unit.strip().lower())
    if known is None:
        message = f"mass unit {unit!r} is not known; add it to TONNES_PER_UNIT in geo/units.py with its factor"
        raise DataContractError([message])
    return known


def to_tonnes(quantity: float, unit: str) -> float:
    """Return `quantity` in tonnes; `unit` is a publisher's word such as ``kilograms``."""
    return quantity * tonnes_per_unit(unit)


def nautical_miles_to_km(distance_nm: float) -> float:
    """Return a sea distance in kilometres."""
    return distance_nm * KM_PER_NAUTICAL_MILE
