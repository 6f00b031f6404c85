"""Carbon of a way, and means over the importers of a region."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geo.errors import SelectionError
from geo.model.options import Way
from geo.topics.nearshoring.model.logistics import FreightFactors, kgco2e_per_t, region_means

FACTORS = FreightFactors(0.00353, 0.02779)


def test_sea_and_land_legs_have_their_own_factor():
    way = Way("sea", total_km=11_500, sea_km=10_000, land_km=1_500)
    assert math.isclose(kgco2e_per_t(way, FACTORS), 35.3 + 41.685)


def test_an_overland_way_has_no_sea_leg():
    """The sea leg of an overland pair is the way not taken."""
    assert math.isclose(kgco2e_per_t(Way("overland", total_km=1_000, sea_km=9_000), FACTORS), 27.79)
    assert kgco2e_per_t(Way("domestic", total_km=0.0), FACTORS) == 0.0


def test_no_way_is_no_data():
    assert kgco2e_per_t(Way("none", total_km=None), FACTORS) is None


def test_the_mean_leaves_out_importers_without_a_way_and_scales_the_rest():
    weights = np.array([0.5, 0.3, 0.2])
    values = np.array([[1000.0, 2000.0, np.nan], [np.nan, np.nan, np.nan]])
    found = region_means(values, weights)
    assert math.isclose(found[0], 1100 / 0.8)
    assert np.isnan(found[1])


def test_an_impossible_factor_is_refused():
    with pytest.raises(SelectionError, match="freight factor"):
        FreightFactors(-1.0, 0.02)
