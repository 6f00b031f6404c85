"""Declared tonnes that cannot be right: the rule by hand, its laws, and what it does on the real data."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.bilateral import bilateral_trade
from geo.model.plausible import LEAST_UNIT_VALUE, plausible
from geo.model.supply import Flow
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.model.ceiling import CeilingRule, PassedOn, ceilings
from geo.topics.nearshoring.model.need import NeedStatus
from geo.topics.nearshoring.question import Buyers, Question

AREAS = ("AUS", "CAN", "CHN", "DEU", "HKG", "USA")


def test_a_flow_far_below_the_worlds_unit_value_loses_its_tonnes_and_keeps_its_value():
    flows = [Flow("CHN", "DEU", 9900.0, 990.0), Flow("DEU", "HKG", 100.0, 110.0), Flow("AUS", "USA", 5.0, None)]
    found = plausible(flows)
    # World 10,000 USD / 1,100 t = 9.09 USD a tonne, an eighth of it 1.14; Germany declares 0.91.
    assert found.world_usd_per_t == pytest.approx(10_000 / 1_100)
    assert [(each.exporter, each.importer, each.quantity_t) for each in found.doubtful] == [("DEU", "HKG", 110.0)]
    assert found.flows == (flows[0], replace(flows[1], quantity_t=None), flows[2])


def test_too_dear_is_left_alone_and_nothing_is_weighed_without_tonnes():
    flows = [Flow("CHN", "DEU", 1000.0, 1000.0), Flow("AUS", "DEU", 1000.0, 1.0)]
    assert plausible(flows).doubtful == ()
    assert plausible([Flow("CHN", "DEU", 1.0, None)]).world_usd_per_t is None


@st.composite
def worlds(draw):
    pairs = st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)).filter(lambda pair: pair[0] != pair[1])
    return [
        Flow(a, b, draw(st.floats(1, 1e7)), draw(st.none() | st.floats(0.001, 1e7)))
        for a, b in draw(st.lists(pairs, unique=True, min_size=1, max_size=20))
    ]


@given(worlds(), st.randoms(), st.floats(0.01, 100))
def test_order_and_units_change_nothing_and_no_tonne_appears(flows, random, factor):
    found = plausible(flows)
    shuffled = list(flows)
    random.shuffle(shuffled)
    assert plausible(shuffled).doubtful == found.doubtful
    for flow, kept in zip(flows, found.flows, strict=True):
        assert kept.value_usd == flow.value_usd
        assert kept.quantity_t in (flow.quantity_t, None)
    counted = sum(flow.quantity_t or 0 for flow in found.flows) + sum(each.quantity_t for each in found.doubtful)
    assert math.isclose(counted, sum(flow.quantity_t or 0 for flow in flows), rel_tol=1e-9)
    for each in found.doubtful:
        assert each.usd_per_t < LEAST_UNIT_VALUE * found.world_usd_per_t * (1 + 1e-9)
    dearer = [replace(flow, value_usd=flow.value_usd * 2.0) for flow in flows]
    assert len(plausible(dearer).doubtful) == len(found.doubtful)


@given(worlds(), st.sampled_from(PassedOn))
def test_tonnes_in_doubt_never_make_a_ceiling_larger(flows, passed_on):
    rule = CeilingRule(2030, 1.5, passed_on=passed_on)
    declared, counted = bilateral_trade(flows), bilateral_trade(plausible(flows).flows)
    asked = ({"DEU"}, ["CHN"], rule)
    sure = ceilings(counted, *asked, trade_year=2024, goods="x", declared=declared)
    all_of = {row.area: row for row in ceilings(declared, *asked, trade_year=2024, goods="x")}
    for row in sure:
        assert row.own_t <= all_of[row.area].own_t + 1e-6


# --- on the real database -------------------------------------------------------------------------------------------


def asked(mineral, region, **settings):
    return Question(mineral, Stage.REFINED, region, "washington-six", **settings)


def test_germanys_cobalt_to_hong_kong_carries_no_mix(real_atlas):
    answer = near_shoring(real_atlas, asked(Mineral.COBALT, Region.EUROPE))
    assert ("DEU", "HKG") in {(each.exporter, each.importer) for each in answer.doubtful}
    counted = near_shoring(real_atlas, asked(Mineral.COBALT, Region.EUROPE, all_declared=True))
    assert answer.plan.ceilings["DEU"].exports_t == pytest.approx(
        counted.plan.ceilings["DEU"].exports_t - 1049.1, abs=0.1
    )


def test_a_need_with_doubtful_flows_is_a_lower_bound(real_atlas):
    gone = asked(Mineral.BERYLLIUM, Region.ASIA_PACIFIC, replace=("MDG",), buyers=Buyers.ALL)
    sure, declared = near_shoring(real_atlas, gone), near_shoring(real_atlas, replace(gone, all_declared=True))
    assert sure.plan is None or sure.plan.need.status is NeedStatus.AT_LEAST
    assert declared.plan.need_t == pytest.approx(207.5, abs=1.0)


@pytest.mark.parametrize("region", HOME_REGIONS)
def test_buyers_are_members_and_partners_of_the_region_or_all_of_it(real_atlas, region):
    allied, everyone = (
        near_shoring(real_atlas, asked(Mineral.LITHIUM, region, buyers=buyers))
        for buyers in (Buyers.ALLIED, Buyers.ALL)
    )
    assert allied.buyers == allied.region_countries & (allied.roster.members | allied.partners)
    assert everyone.buyers == everyone.region_countries
    assert everyone.outside_buyers == frozenset()
    if region is Region.ASIA_PACIFIC:
        assert "CHN" in allied.outside_buyers
        # Chile's lithium carbonate for China is China's need, and no part of the alliance's.
        assert allied.plan.need_t < 0.3 * everyone.plan.need_t
