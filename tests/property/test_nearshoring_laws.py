"""Laws of need, ceilings, filters, coverage and mix that hold for any trade and any settings."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from geo.model.bilateral import bilateral_trade
from geo.model.growth import Outlook
from geo.model.roster import tier_of
from geo.model.supply import Flow
from geo.topics.nearshoring.model.ceiling import CeilingRule, PassedOn, Project, ceilings
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.coverage import Limits, coverage
from geo.topics.nearshoring.model.filters import Circle, FilterRules, apply_filters
from geo.topics.nearshoring.model.frontier import FrontierAxis, frontier
from geo.topics.nearshoring.model.mix import Binding, MixModel, cheapest_mix
from geo.topics.nearshoring.model.need import NeedStatus, need_from_trade
from geo.topics.nearshoring.model.offer import offers
from tests.nearshoring_oracle import REGION, ROSTER, greedy_mix, offer

AREAS = ("AUS", "BRA", "CAN", "CHL", "CHN", "DEU", "FIN", "FRA", "IDN", "RUS", "USA")
EXACT = 1e-8
FEW = settings(max_examples=60)

share = st.floats(0, 1)
needs = st.floats(0.001, 1e9)
rules = st.builds(
    CeilingRule,
    horizon=st.integers(2024, 2035),
    stretch=st.floats(1, 3),
    project_share=share,
    passed_on=st.sampled_from(PassedOn),
)
limits = st.builds(Limits, share | st.sampled_from([0.0, 0.65, 1.0]), share | st.sampled_from([0.0, 1.0]))


@st.composite
def worlds(draw):
    pairs = st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)).filter(lambda pair: pair[0] != pair[1])
    return [
        Flow(a, b, draw(st.floats(1, 1e9)), draw(st.none() | st.floats(0.001, 1e7)))
        for a, b in draw(st.lists(pairs, unique=True, min_size=1, max_size=40))
    ]


replaced_sets = st.sets(st.sampled_from(AREAS), max_size=4)


@st.composite
def projects(draw):
    return [
        Project(
            f"Site {number}",
            draw(st.sampled_from(AREAS)),
            draw(st.none() | st.integers(2020, 2040)),
            draw(st.none() | st.floats(0, 1e6)),
            draw(st.sampled_from(["x", "other"])),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


OUTLOOKS = {
    area: Outlook(area, 2024, 100.0, ((2030, later), (2035, 2 * later)), "content", "edition")
    for area, later in (("CAN", 150.0), ("CHL", 80.0), ("FIN", 0.0), ("CHN", 300.0))
}


def ceilings_of(flows, replaced, rule, sites=()):
    return ceilings(
        bilateral_trade(flows),
        REGION,
        replaced,
        rule,
        trade_year=2024,
        goods="x",
        projects=sites,
        outlooks=OUTLOOKS,
    )


@st.composite
def cases(draw):
    """A need with offers of its own order of size; equal costs and empty ceilings are common."""
    need_t = draw(needs)
    amounts = st.just(0.0) | st.floats(0, 2).map(lambda part: part * need_t)
    kilometres = st.integers(0, 6).map(lambda step: 1000.0 * step) | st.floats(0, 20_000).map(lambda km: round(km, 3))
    made = [
        offer(
            area,
            draw(amounts),
            draw(amounts),
            km=draw(kilometres),
            carbon=draw(st.integers(0, 5).map(float)),
            governance=draw(st.none() | st.floats(-2.5, 2.5)),
            has_export_control=draw(st.booleans()),
            esg=draw(st.none() | st.floats(0, 100)),
            partners=("CAN", "CHL"),
        )
        for area in draw(st.lists(st.sampled_from(AREAS), unique=True, max_size=len(AREAS)))
    ]
    return need_t, made


# --- need and ceilings ----------------------------------------------------------------------------------------------


@FEW
@given(worlds(), replaced_sets, st.randoms())
def test_the_need_is_the_sum_of_its_suppliers_and_of_its_importers(flows, replaced, random):
    need = need_from_trade(bilateral_trade(flows), REGION, replaced, "x")
    inward = [f for f in flows if f.exporter in replaced and f.importer in REGION and f.importer not in replaced]
    if need.status in (NeedStatus.DERIVED, NeedStatus.AT_LEAST):
        assert math.isclose(need.quantity_t, sum(f.quantity_t or 0 for f in inward), rel_tol=1e-9)
        assert (need.status is NeedStatus.AT_LEAST) == any(f.quantity_t is None for f in inward)
    if need.quantity_t is None:
        assert any(f.quantity_t is None for f in inward)
    if inward:
        assert math.isclose(sum(part for _, part in need.importers), 1, rel_tol=1e-9)
    else:
        assert need.quantity_t == 0
    shuffled = list(flows)
    random.shuffle(shuffled)
    assert need_from_trade(bilateral_trade(shuffled), REGION, replaced, "x") == need


@FEW
@given(worlds(), replaced_sets, rules, projects())
def test_a_ceiling_is_the_sum_of_its_parts_and_zero_for_the_replaced(flows, replaced, rule, sites):
    for row in ceilings_of(flows, replaced, rule, sites):
        assert min(row.extra_t, row.redirected_t, row.growth_t, row.projects_t, row.to_home_t, row.passed_on_t) >= 0
        if row.is_replaced:
            assert row.total_t == 0
            continue
        own = (row.exports_t or 0) - row.passed_on_t
        stated = max(0, rule.stretch * own - row.to_home_t) + row.growth_t + row.projects_t
        assert math.isclose(row.total_t, stated, rel_tol=1e-9, abs_tol=1e-6)
        assert row.redirected_t <= own + 1e-9
        assert 0 <= row.new_t <= row.total_t


@FEW
@given(worlds(), replaced_sets, rules, projects())
def test_without_stretch_and_projects_nothing_is_new_and_no_more_than_todays_exports_is_moved(
    flows, replaced, rule, sites
):
    for row in ceilings_of(flows, replaced, replace(rule, stretch=1.0, project_share=0.0), sites):
        assert row.new_t == 0
        assert row.total_t + row.to_home_t <= (row.exports_t or 0) + row.to_home_t * (row.total_t == 0) + 1e-6


@FEW
@given(worlds(), replaced_sets, rules, projects(), st.randoms())
def test_a_ceiling_rises_with_stretch_horizon_and_share_and_not_with_the_order_of_input(
    flows, replaced, rule, sites, random
):
    base = {row.area: row for row in ceilings_of(flows, replaced, rule, sites)}
    wider = replace(rule, stretch=3.0, horizon=2035, project_share=1.0, passed_on=PassedOn.FROM_REPLACED)
    for row in ceilings_of(flows, replaced, wider, sites):
        assert row.total_t >= base[row.area].total_t - EXACT * row.total_t
    mixed_flows, mixed_sites = list(flows), list(sites)
    random.shuffle(mixed_flows)
    random.shuffle(mixed_sites)
    assert ceilings_of(mixed_flows, replaced, rule, mixed_sites) == tuple(base[area] for area in sorted(base))


@FEW
@given(worlds(), replaced_sets, rules, projects())
def test_a_project_never_counts_before_its_year_nor_without_a_capacity(flows, replaced, rule, sites):
    for row in ceilings_of(flows, replaced, rule, sites):
        for use in row.projects:
            if use.quantity_t > 0:
                assert 2024 < use.project.start_year <= rule.horizon
                assert use.quantity_t <= use.project.capacity_t_per_year
                assert use.project.goods == "x"


# --- coverage: what loosens never costs -----------------------------------------------------------------------------


def ends(need_t, made, bound):
    found = coverage(need_t, made, bound)
    return found.low_t, found.high_t


def no_less(before, after, need_t):
    return all(new >= old - EXACT * need_t for old, new in zip(before, after, strict=True))


@FEW
@given(cases(), limits)
def test_coverage_lies_between_nothing_and_the_need_and_leaves_the_rest(case, bound):
    need_t, made = case
    found = coverage(need_t, made, bound)
    assert 0 <= found.low_t <= found.high_t <= need_t
    assert math.isclose(found.high_t + found.remainder_low_t, need_t)


@FEW
@given(cases(), limits, st.sampled_from(AREAS))
def test_coverage_never_falls_when_a_member_joins(case, bound, joining):
    need_t, made = case
    roster = {*ROSTER, joining}
    joined = [
        replace(each, in_roster=each.area in roster, tier=tier_of(each.area, REGION, roster, ("CAN", "CHL")))
        for each in made
    ]
    assert no_less(ends(need_t, made, bound), ends(need_t, joined, bound), need_t)
    for circle in Circle:
        before = apply_filters(made, FilterRules(circle=circle)).kept
        after = apply_filters(joined, FilterRules(circle=circle)).kept
        assert no_less(ends(need_t, before, bound), ends(need_t, after, bound), need_t)


@FEW
@given(cases(), limits, st.sampled_from(AREAS), st.floats(0, 1e6))
def test_coverage_never_falls_when_a_ceiling_rises(case, bound, area, more):
    need_t, made = case
    raised = [replace(each, new_t=each.new_t + more) if each.area == area else each for each in made]
    assert no_less(ends(need_t, made, bound), ends(need_t, raised, bound), need_t)


@FEW
@given(cases(), limits, share, share)
def test_coverage_never_falls_when_a_limit_is_loosened(case, bound, cap, outside):
    need_t, made = case
    looser = Limits(max(cap, bound.third_country_cap), max(outside, bound.outside_roster_max))
    assert no_less(ends(need_t, made, bound), ends(need_t, made, looser), need_t)


FILTERS = {
    "circle": Circle.ROSTER,
    "in_region_only": True,
    "governance_floor": 0.0,
    "no_export_control": True,
    "distance_max_km": 3000.0,
    "esg_floor": 50.0,
}


@FEW
@given(cases(), limits, st.sets(st.sampled_from(sorted(FILTERS))), st.sampled_from(sorted(FILTERS)))
def test_coverage_never_falls_when_a_filter_is_lifted_and_every_tonne_is_accounted_for(case, bound, on, lifted):
    need_t, made = case
    strict = apply_filters(made, FilterRules(**{name: FILTERS[name] for name in on | {lifted}}))
    loose = apply_filters(made, FilterRules(**{name: FILTERS[name] for name in on - {lifted}}))
    assert {each.area for each in strict.kept} <= {each.area for each in loose.kept}
    assert no_less(ends(need_t, strict.kept, bound), ends(need_t, loose.kept, bound), need_t)
    gone = [area for step in strict.steps for area in step.removed]
    assert sorted(gone + [each.area for each in strict.kept]) == sorted(each.area for each in made)
    held = sum(each.ceiling_t for each in strict.kept) + sum(step.removed_t for step in strict.steps)
    assert math.isclose(held, sum(each.ceiling_t for each in made), rel_tol=1e-9)


@FEW
@given(worlds(), rules)
def test_coverage_never_falls_with_the_stretch_on_real_ceilings(flows, rule):
    def high(stretch):
        rows = ceilings_of(flows, {"CHN"}, replace(rule, stretch=stretch))
        return coverage(1e4, offers(rows, {}, region=REGION, roster=ROSTER), Limits()).high_t

    assert high(1.0) <= high(rule.stretch) + 1e-6 <= high(3.0) + 2e-6


# --- mix ------------------------------------------------------------------------------------------------------------


@FEW
@given(cases(), limits, st.sampled_from([CostBasis.DISTANCE, CostBasis.CARBON]))
def test_mix_and_remainder_make_the_need_and_no_limit_is_broken(case, bound, basis):
    need_t, made = case
    mix = cheapest_mix(need_t, made, bound, basis)
    slack = EXACT * need_t
    by_area = {each.area: each for each in made}
    assert math.isclose(mix.covered_t + mix.remainder_t, need_t, rel_tol=EXACT)
    assert mix.remainder_t >= 0
    for line in mix.lines:
        assert 0 < line.quantity_t <= by_area[line.area].ceiling_t
        assert 0 <= line.redirected_t <= by_area[line.area].redirected_t + slack
        if by_area[line.area].is_third_country:
            assert line.quantity_t <= bound.third_country_cap * need_t + slack
    outside = sum(line.quantity_t for line in mix.lines if not by_area[line.area].in_roster)
    assert math.isclose(outside, mix.outside_roster_t, abs_tol=slack)
    assert outside <= bound.outside_roster_max * need_t + slack
    assert math.isclose(mix.covered_t, coverage(need_t, made, bound).high_t, rel_tol=EXACT, abs_tol=slack)


@FEW
@given(cases(), limits, st.sampled_from([CostBasis.DISTANCE, CostBasis.CARBON]), st.randoms())
def test_the_order_of_countries_changes_nothing(case, bound, basis, random):
    need_t, made = case
    shuffled = list(made)
    random.shuffle(shuffled)
    assert cheapest_mix(need_t, shuffled, bound, basis) == cheapest_mix(need_t, made, bound, basis)
    assert ends(need_t, shuffled, bound) == ends(need_t, made, bound)
    assert apply_filters(shuffled, FilterRules()) == apply_filters(made, FilterRules())


@FEW
@given(cases(), limits, st.sampled_from([CostBasis.DISTANCE, CostBasis.CARBON]))
def test_the_mix_is_the_greedy_one_country_by_country(case, bound, basis):
    """Also where costs are equal: then by distance, then by code."""
    need_t, made = case
    costs = {
        each.area: each.profile.distance_km if basis is CostBasis.DISTANCE else each.profile.kgco2e_per_t
        for each in made
    }
    expected = greedy_mix(need_t, made, bound, costs)
    found = {line.area: line.quantity_t for line in cheapest_mix(need_t, made, bound, basis).lines}
    for each in made:
        assert math.isclose(found.get(each.area, 0.0), expected[each.area], abs_tol=EXACT * need_t), each.area


@FEW
@given(cases(), limits)
def test_no_other_solver_finds_a_cheaper_mix(case, bound):
    need_t, made = case
    mix = cheapest_mix(need_t, made, bound)
    kilometres = [each.profile.distance_km for each in made]
    price = 2 * max(kilometres, default=0.0) + 1
    most = [
        min(each.ceiling_t / need_t, bound.third_country_cap)
        if each.is_third_country and bound.third_country_cap < 1
        else each.ceiling_t / need_t
        for each in made
    ]
    other = linprog(
        [*kilometres, price],
        A_ub=[[float(not each.in_roster) for each in made] + [0.0]],
        b_ub=[bound.outside_roster_max],
        A_eq=[np.ones(len(made) + 1)],
        b_eq=[1.0],
        bounds=[*((0.0, amount) for amount in most), (0.0, None)],
        method="highs",
    )
    assert other.status == 0
    ours = (mix.cost + price * mix.remainder_t) / need_t
    assert math.isclose(ours, other.fun, rel_tol=1e-6, abs_tol=1e-6 * price)


@FEW
@given(cases(), st.lists(limits, min_size=2, max_size=4))
def test_a_warm_start_gives_what_a_cold_one_gives(case, bounds):
    need_t, made = case
    model = MixModel(need_t, made, CostBasis.CARBON)
    for bound in bounds:
        warm = model.solve(bound)
        model.one_more_tonne(warm)
        cold = cheapest_mix(need_t, made, bound, CostBasis.CARBON)
        assert [line.area for line in warm.lines] == [line.area for line in cold.lines]
        assert [line.quantity_t for line in warm.lines] == pytest.approx(
            [line.quantity_t for line in cold.lines], rel=EXACT, abs=EXACT * need_t
        )


@FEW
@given(cases(), limits, st.sampled_from(FrontierAxis))
def test_along_the_frontier_the_remainder_only_falls_and_at_one_remainder_the_cost_too(case, bound, axis):
    need_t, made = case
    points = frontier(MixModel(need_t, made, CostBasis.DISTANCE), bound, axis, 6)
    farthest = max((each.profile.distance_km for each in made), default=0.0)
    for tight, loose in pairwise(points):
        assert loose.mix.remainder_t <= tight.mix.remainder_t + EXACT * need_t
        priced = [point.mix.cost + 2 * farthest * point.mix.remainder_t for point in (tight, loose)]
        assert priced[1] <= priced[0] + EXACT * (1 + priced[0])
    if axis is FrontierAxis.OUTSIDE_ROSTER:
        assert points[0].mix.outside_roster_t <= EXACT * need_t


@FEW
@given(cases(), limits)
def test_one_more_tonne_is_worth_what_a_raised_ceiling_changes(case, bound):
    need_t, made = case
    model = MixModel(need_t, made, CostBasis.DISTANCE)
    mix = model.solve(bound)
    found = {each.area: each for each in model.one_more_tonne(mix)}
    assert set(found) == {line.area for line in mix.lines if line.binding is Binding.CEILING}
    costs = {each.area: each.profile.distance_km for each in made}
    step = min(need_t, max(1.0, 1e-6 * need_t))
    before = greedy_mix(need_t, made, bound, costs)
    for area, worth in found.items():
        raised = [replace(each, new_t=each.new_t + step) if each.area == area else each for each in made]
        after = greedy_mix(need_t, raised, bound, costs)
        closes = (sum(after.values()) - sum(before.values())) / step
        saves = sum((before[each] - after[each]) * costs[each] for each in before) / step
        assert worth.closes_t == pytest.approx(closes, abs=1e-2)
        assert worth.saves == pytest.approx(saves, abs=1e-2 * (1 + max(costs.values())))
        assert worth.closes_t >= 0


@FEW
@given(cases(), limits)
def test_everyone_in_the_roster_leaves_nothing_outside_and_nobody_leaves_nothing_inside(case, bound):
    need_t, made = case
    everyone = [replace(each, in_roster=True, tier=tier_of(each.area, REGION, AREAS)) for each in made]
    nobody = [replace(each, in_roster=False, tier=tier_of(each.area, REGION, ())) for each in made]
    mix = cheapest_mix(need_t, everyone, bound)
    assert mix.outside_roster_t == 0
    assert math.isclose(
        mix.covered_t, min(need_t, sum(each.ceiling_t for each in made)), rel_tol=EXACT, abs_tol=EXACT * need_t
    )
    mix = cheapest_mix(need_t, nobody, bound)
    assert math.isclose(mix.outside_roster_t, mix.covered_t, rel_tol=1e-9)
