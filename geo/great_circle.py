"""Ways on the sphere of the earth's mean radius; no other module measures one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyproj

from geo.units import EARTH_RADIUS_KM

Floats = npt.NDArray[np.float64]

_SPHERE = pyproj.Geod(a=1000 * EARTH_RADIUS_KM, b=1000 * EARTH_RADIUS_KM)


def great_circle_km(lon_a: npt.ArrayLike, lat_a: npt.ArrayLike, lon_b: npt.ArrayLike, lat_b: npt.ArrayLike) -> Floats:
    """Return the great-circle distance in km between points in degrees, element by element.

    The four arguments are broadcast against each other.
    """
    ends = (np.asarray(each, dtype=np.float64) for each in (lon_a, lat_a, lon_b, lat_b))
    from_lon, from_lat, to_lon, to_lat = np.broadcast_arrays(*ends)
    return np.asarray(_SPHERE.inv(from_lon, from_lat, to_lon, to_lat)[2], dtype=np.float64) / 1000


def along(origin: tuple[float, float], target: tuple[float, float], fraction: npt.ArrayLike) -> Floats:
    """Return positions (lon, lat) in degrees on the great circle from `origin` to `target`, shape (k, 2).

    Parameters
    ----------
    origin, target
        Positions (lon, lat) in degrees. Between antipodes every great circle is a shortest way; one of them is taken.
    fraction
        Parts of the way, 0-1, shape (k,).
    """
    heading, _, length_m = _SPHERE.inv(*origin, *target)
    part = np.asarray(fraction, dtype=np.float64)
    from_lon, from_lat, course = (np.full(part.shape, each) for each in (*origin, heading))
    lon, lat, _ = _SPHERE.fwd(from_lon, from_lat, course, length_m * part)
    return np.column_stack([lon, lat])
