"""Mixes and coverage worked by hand, and the solver's own states."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from geo.errors import SelectionError
from geo.model.solve import LinearModel, LinearProgram, SolveStatus
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.coverage import Limits, coverage
from geo.topics.nearshoring.model.frontier import FrontierAxis, frontier
from geo.topics.nearshoring.model.mix import Binding, MixModel, MixStatus, cheapest_mix
from tests.nearshoring_oracle import offer

# Two members and one third country that is nearest and could send twice the need.
OFFERS = [offer("AUS", 10, 20, km=10.0), offer("USA", 5, 15, km=5.0), offer("BRA", 0, 200, km=1.0)]


def tonnes(mix):
    return {line.area: line.quantity_t for line in mix.lines}


def test_the_limit_on_outsiders_binds_before_the_cap_on_one():
    mix = cheapest_mix(100, OFFERS, Limits(0.65, 0.5))
    assert tonnes(mix) == {"BRA": 50, "AUS": 30, "USA": 20}
    assert (mix.status, mix.remainder_t, mix.outside_roster_t, mix.cost) == (MixStatus.COVERED, 0, 50, 450)
    assert mix.outside_is_binding
    assert {line.area: line.binding for line in mix.lines} == {
        "BRA": Binding.NOTHING,
        "AUS": Binding.CEILING,
        "USA": Binding.CEILING,
    }
    assert mix.cost_per_covered_t == 4.5
    assert mix.largest_share == 0.5


def test_the_cap_on_one_third_country_holds_without_other_limits():
    mix = cheapest_mix(100, OFFERS, Limits())
    assert tonnes(mix) == pytest.approx({"BRA": 65, "USA": 20, "AUS": 15})
    assert {line.area: line.binding for line in mix.lines}["BRA"] is Binding.CAP
    assert not mix.outside_is_binding


def test_a_country_of_the_region_is_no_third_country_but_outside_the_roster():
    offers = [offer("FIN", 0, 200, km=1.0)]
    assert tonnes(cheapest_mix(100, offers, Limits())) == {"FIN": 100}
    assert tonnes(cheapest_mix(100, offers, Limits(outside_roster_max=0.3))) == {"FIN": pytest.approx(30)}


def test_what_cannot_be_covered_stays_open_and_is_a_result():
    mix = cheapest_mix(100, OFFERS, Limits(0.65, 0.4))
    assert (mix.status, mix.remainder_t, mix.covered_t) == (MixStatus.PARTLY, 10, 90)
    nothing = cheapest_mix(100, [], Limits())
    assert (nothing.status, nothing.remainder_t, nothing.cost_per_covered_t) == (MixStatus.NOTHING, 100, None)
    assert cheapest_mix(0, OFFERS, Limits()).status is MixStatus.NO_NEED
    assert cheapest_mix(100, OFFERS[2:], Limits(outside_roster_max=0)).status is MixStatus.NOTHING


def test_tonnes_that_nobody_gets_today_are_used_first():
    mix = cheapest_mix(100, OFFERS, Limits(0.65, 0.5))
    assert {line.area: line.redirected_t for line in mix.lines} == {"BRA": 50, "AUS": 20, "USA": 15}
    assert mix.redirected_t == 85
    assert {line.area: line.redirected_t for line in cheapest_mix(4, OFFERS[:2], Limits()).lines} == {"USA": 0}


def test_an_offer_without_a_cost_is_left_out_and_named():
    mix = cheapest_mix(100, [*OFFERS, offer("CAN", 0, 500, km=None)], Limits())
    assert mix.unpriced == ("CAN",)
    assert "CAN" not in tonnes(mix)


def test_own_unit_costs_decide_where_given():
    offers = [replace(each, profile=replace(each.profile, kgco2e_per_t=7.0)) for each in OFFERS]
    mix = cheapest_mix(25, offers, Limits(), CostBasis.OWN, {"AUS": 1.0, "USA": 2.0})
    assert tonnes(mix) == {"AUS": 25}
    assert mix.unpriced == ("BRA",)
    assert mix.basis.unit == "USD per t (assumption)"
    with pytest.raises(SelectionError, match="unit cost of -1"):
        cheapest_mix(25, offers, Limits(), CostBasis.OWN, {"AUS": -1.0})


def test_equal_costs_go_by_distance_then_by_code():
    offers = [
        offer("USA", 0, 40, km=5, carbon=2),
        offer("FRA", 0, 40, km=9, carbon=2),
        offer("DEU", 0, 40, km=9, carbon=2),
    ]
    for order in (offers, offers[::-1]):
        assert tonnes(cheapest_mix(60, order, Limits(), CostBasis.CARBON)) == pytest.approx({"USA": 40, "DEU": 20})


def test_one_more_tonne_takes_the_place_of_the_dearest_or_closes_the_remainder():
    model = MixModel(100, OFFERS, CostBasis.DISTANCE)
    worth = {each.area: each for each in model.one_more_tonne(model.solve(Limits(0.65, 0.5)))}
    assert set(worth) == {"AUS", "USA"}
    assert (worth["USA"].closes_t, worth["USA"].saves) == pytest.approx((0, 5))
    assert (worth["AUS"].closes_t, worth["AUS"].saves) == pytest.approx((0, 0))
    worth = {each.area: each for each in model.one_more_tonne(model.solve(Limits(0.65, 0.4)))}
    assert (worth["USA"].closes_t, worth["USA"].saves) == pytest.approx((1, -5))
    assert (worth["AUS"].closes_t, worth["AUS"].saves) == pytest.approx((1, -10))


def test_coverage_has_a_low_and_a_high_end():
    found = coverage(100, OFFERS, Limits(0.65, 0.4))
    assert (found.low_t, found.high_t) == (15, 90)
    assert (found.low_share, found.high_share) == (0.15, 0.9)
    assert (found.remainder_low_t, found.remainder_high_t) == (10, 85)
    assert coverage(0, OFFERS, Limits()).high_share is None


def test_the_frontier_closes_the_remainder_and_then_gets_cheaper():
    model = MixModel(100, OFFERS, CostBasis.DISTANCE)
    points = frontier(model, Limits(), FrontierAxis.OUTSIDE_ROSTER, 5)
    assert [point.limit for point in points] == [0, 0.25, 0.5, 0.75, 1]
    assert [point.mix.remainder_t for point in points] == pytest.approx([50, 25, 0, 0, 0])
    assert [point.mix.cost for point in points] == pytest.approx([400, 425, 450, 65 + 100 + 150, 315])
    capped = frontier(model, Limits(), FrontierAxis.THIRD_COUNTRY_CAP, 3)
    assert [point.mix.largest_share for point in capped] == pytest.approx([0.3, 0.5, 1])


@pytest.mark.parametrize("limits", [{"third_country_cap": 1.1}, {"outside_roster_max": -0.1}])
def test_impossible_limits_are_refused(limits):
    with pytest.raises(SelectionError, match="choose 0 to 1"):
        Limits(**limits)


@pytest.mark.parametrize("need", [-1.0, math.nan, math.inf])
def test_an_impossible_need_is_refused(need):
    with pytest.raises(SelectionError, match="enter tonnes"):
        cheapest_mix(need, OFFERS, Limits())
    with pytest.raises(SelectionError, match="enter tonnes"):
        coverage(need, OFFERS, Limits())


def program(row_upper, upper):
    """Minimise -x - y with x + y at least 2 and at most `row_upper`."""
    return LinearProgram(
        cost=np.array([-1.0, -1.0]),
        lower=np.zeros(2),
        upper=np.full(2, upper),
        row_lower=np.array([2.0]),
        row_upper=np.array([row_upper]),
        rows=np.zeros(2, dtype=np.int32),
        columns=np.arange(2, dtype=np.int32),
        entries=np.ones(2),
    )


def test_the_solver_says_what_state_a_program_is_in():
    assert LinearModel(program(3.0, 5.0)).solve().objective == pytest.approx(-3)
    assert LinearModel(program(3.0, 0.5)).solve().status is SolveStatus.INFEASIBLE
    assert LinearModel(program(np.inf, np.inf)).solve().status is SolveStatus.UNBOUNDED
    assert LinearModel(program(3.0, 0.5)).solve_in_order([np.ones(2)]).status is SolveStatus.INFEASIBLE


def test_ties_go_to_the_further_costs_and_leave_the_program_as_it_was():
    model = LinearModel(program(3.0, 2.0))
    assert model.solve_in_order([np.array([1.0, 2.0])]).x == pytest.approx([2, 1])
    assert model.solve_in_order([np.array([2.0, 1.0])]).x == pytest.approx([1, 2])


def test_narrowing_to_the_ties_leaves_no_limit_behind():
    model = LinearModel(program(3.0, 5.0))
    assert model.solve_in_order([np.array([1.0, 2.0]), np.array([2.0, 1.0])]).x == pytest.approx([3, 0])
    model.set_row(0, 2.0, 10.0)
    assert model.solve().x == pytest.approx([5, 5])
