"""Weighted sum, TOPSIS and rank acceptability on cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geo.errors import SelectionError
from geo.schema.codes import Stage
from geo.topics.nearshoring.model.criteria import CRITERIA, default_weights, hhi_of, offer_criteria
from geo.topics.nearshoring.model.ranking import (
    Alternatives,
    Criterion,
    min_max,
    places,
    rank,
    rank_acceptability,
    topsis,
)
from tests.nearshoring_oracle import offer

BENEFIT, COST = Criterion("a", "A", "t", is_higher_better=True), Criterion("b", "B", "km", is_higher_better=False)
# Norms are 5 and 10; the best point is (4, 0), the worst (0, 8).
CASE = Alternatives(("X", "Y", "Z"), (BENEFIT, COST), np.array([[3.0, 6.0], [4.0, 8.0], [0.0, 0.0]]))
WEIGHTS = {"a": 3, "b": 2}


def by_area(ranking):
    return {row.area: row for row in ranking.rows}


def test_weighted_sum_of_the_worked_case():
    rows = by_area(rank(CASE, WEIGHTS))
    assert [round(rows[area].score, 12) for area in "XYZ"] == [0.55, 0.6, 0.4]
    assert np.allclose(rows["X"].parts, (0.45, 0.1))
    assert [rows[area].place for area in "XYZ"] == [2, 1, 3]
    assert [row.area for row in rank(CASE, WEIGHTS).rows] == ["Y", "X", "Z"]
    assert np.allclose(rank(CASE, WEIGHTS).weights, (0.6, 0.4))


def test_topsis_of_the_worked_case():
    """Weighted: X (.36, .24), Y (.48, .32), Z (0, 0); best (.48, 0), worst (0, .32)."""
    rows = by_area(rank(CASE, WEIGHTS))
    x = math.sqrt(0.136) / (math.sqrt(0.136) + math.sqrt(0.072))
    assert np.allclose([rows[area].topsis for area in "XYZ"], [x, 0.6, 0.4])
    assert round(x, 4) == 0.5788


def test_rank_acceptability_of_the_worked_case():
    """With weight w on A the scores are .25 + .5 w, w and 1 - w: X is first at one point only, Y and Z half the time."""
    ranking = rank(CASE, WEIGHTS)
    rows = by_area(ranking)
    within = 5 * ranking.standard_error
    assert abs(rows["Y"].first - 0.5) < within
    assert abs(rows["Z"].first - 0.5) < within
    assert rows["X"].first < 0.001
    assert all(rows[area].top3 == 1.0 for area in "XYZ")


def test_each_best_at_one_of_three_criteria_is_first_a_third_of_the_time():
    first, top = rank_acceptability(np.vstack([np.eye(3), np.zeros((1, 3))]), np.ones(3, dtype=bool))
    assert np.allclose(first, [1 / 3, 1 / 3, 1 / 3, 0], atol=0.025)
    assert np.allclose(top, [1, 1, 1, 0])


def test_random_weights_leave_out_a_criterion_that_is_switched_off():
    rows = by_area(rank(CASE, {"a": 1, "b": 0}))
    assert [rows[area].first for area in "XYZ"] == [0.0, 1.0, 0.0]


def test_equal_values_move_nobody_and_missing_ones_are_worst_and_named():
    third = Criterion("c", "C", "t", is_higher_better=True)
    values = np.array([[3.0, 6.0, 7.0], [4.0, 8.0, 7.0], [0.0, np.nan, 7.0]])
    rows = by_area(rank(Alternatives(("X", "Y", "Z"), (BENEFIT, COST, third), values), {"a": 1, "b": 1, "c": 1}))
    assert np.allclose(rows["Z"].parts, (0, 0, 1 / 3))
    assert rows["Z"].missing == ("b",)
    assert np.allclose([rows["X"].parts[1], rows["Y"].parts[1]], [1 / 3, 0])


def test_a_criterion_without_any_figure_gives_nothing_to_anyone():
    assert np.array_equal(min_max(np.array([[np.nan], [np.nan]])), np.zeros((2, 1)))
    assert np.array_equal(topsis(np.array([[np.nan], [np.nan]]), np.ones(1)), np.ones(2))


def test_equal_scores_share_the_better_place():
    assert places(np.array([0.5, 0.7, 0.7, 0.1])).tolist() == [3, 1, 1, 4]


@pytest.mark.parametrize(
    "weights", [{"a": 1}, {"a": 1, "b": 1, "c": 1}, {"a": 0, "b": 0}, {"a": -1, "b": 1}, {"a": 1, "b": math.nan}]
)
def test_every_criterion_needs_one_sound_weight(weights):
    with pytest.raises(SelectionError, match="weight"):
        rank(CASE, weights)


def test_no_option_is_no_error():
    assert rank(Alternatives((), (BENEFIT, COST), np.zeros((0, 2))), WEIGHTS).rows == ()


def test_criteria_of_offers_by_hand():
    found = offer_criteria(
        100.0,
        [
            offer("USA", 10, 40, km=7000, carbon=25, governance=1.1, grid_gco2e_per_kwh=380),
            offer("COD", 0, 500, km=None, has_export_control=True),
        ],
        {"CHL": 60.0, "USA": 40.0},
    )
    columns = [criterion.key for criterion in CRITERIA]
    usa, cod = (dict(zip(columns, row, strict=True)) for row in found.values.tolist())
    # 10 t more in 100 t: (60, 50) and (60, 40, 10) of 110 t against (60, 40) of 100 t.
    assert math.isclose(usa["concentration"], (3600 + 2500) / 110**2 - 0.52)
    assert math.isclose(cod["concentration"], (3600 + 1600 + 100) / 110**2 - 0.52)
    assert (usa["volume"], cod["volume"]) == (0.5, 1.0)
    assert (usa["roster"], cod["roster"], usa["control"], cod["control"]) == (1, 0, 0, 1)
    assert math.isnan(cod["distance"])
    assert math.isnan(cod["grid"])


def test_default_weights_give_every_criterion_one_and_the_mine_no_grid():
    assert default_weights(Stage.REFINED) == dict.fromkeys((criterion.key for criterion in CRITERIA), 1.0)
    assert default_weights(Stage.MINED)["grid"] == 0.0


def test_a_single_supplier_has_an_index_of_one_and_none_has_none():
    assert hhi_of([3.0]) == 1.0
    assert hhi_of([]) == 0.0
