"""Laws of the gauges of the EU Act: part in world output, output over a consumption that holds it, the EU's own part."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.evidence.geography import Geography, load_geography
from geo.model.concentration import Supply, concentration
from geo.model.concentration import World as Printed
from geo.model.interval import Interval, NoData, exactly
from geo.model.supply_risk import SupplierShare, own_part, reliance_proxy
from geo.schema.codes import Benchmark
from geo.store.database import Atlas
from geo.topics.dependence.answer.benchmark import made_by
from geo.topics.dependence.answer.dependence import World, load_world
from geo.topics.dependence.model.benchmark import Amount, GaugeState, balance_gauge, output_gauge, part_of_world

AREAS = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]
sets = st.frozensets(st.sampled_from([*AREAS, "YYY", "ZZZ"]))
tonnes = st.floats(0, 1e6)
whole_tonnes = st.integers(0, 10**6).map(float)
"""Sums of whole tonnes are exact, so that a difference of nearly nothing is no noise."""
limits = st.sampled_from([Benchmark.EXTRACTION, Benchmark.PROCESSING])
on_facts = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def results(draw):
    held = draw(st.lists(st.sampled_from(AREAS), min_size=1, unique=True))
    rows = [Supply(area, draw(st.floats(0.1, 1e6))) for area in held]
    other = draw(st.one_of(st.none(), tonnes))
    summed = sum(row.quantity_t for row in rows) + (other or 0.0)
    reported = draw(st.one_of(st.none(), st.floats(0.97, 1.2).map(lambda factor: factor * summed)))
    return concentration(rows, Printed(reported_t=reported, other_t=other))


@pytest.fixture(scope="module")
def geography(real_atlas: Atlas) -> Geography:
    return load_geography(real_atlas)


@pytest.fixture(scope="module")
def world(real_atlas: Atlas, geography: Geography) -> World:
    return load_world(real_atlas)


# Part in world output


@given(results(), sets, sets)
def test_more_members_never_lower_the_part_of_the_world(result, members, joining):
    fewer, more = part_of_world(result, members), part_of_world(result, members | joining)
    assert more.low >= fewer.low
    assert more.high >= fewer.high


@given(results())
def test_nobody_makes_nothing_of_the_world(result):
    assert part_of_world(result, set()) == exactly(0.0)


@given(results(), sets)
def test_members_with_a_figure_each_are_known_and_a_member_without_one_leaves_the_rest_open(result, members):
    part = part_of_world(result, members)
    held = {row.area for row in result.shares}
    assert 0.0 <= part.low <= part.high <= 1.0
    if members <= held:
        assert part.is_exact
    else:
        assert part.high == pytest.approx(min(1.0, part.low + result.unattributed_share))


@on_facts
@given(data=st.data())
def test_more_members_never_lower_the_output_of_any_mineral(world, geography, data):
    series = data.draw(st.sampled_from(world.series))
    everyone = st.frozensets(st.sampled_from(sorted(geography.names)), max_size=40)
    members, joining = data.draw(everyone), data.draw(everyone)
    fewer, more = made_by(series, members), made_by(series, members | joining)
    assert part_of_world(series.result, members).low <= part_of_world(series.result, members | joining).low
    if isinstance(fewer, Amount) and isinstance(more, Amount):
        assert more.tonnes.low >= fewer.tonnes.low * (1 - 1e-12)
        assert more.tonnes.high >= fewer.tonnes.high * (1 - 1e-12)


def test_a_withheld_output_stays_withheld_whoever_joins(world, geography):
    hidden = [(series, area) for series in world.series for area in series.result.withheld]
    assert hidden
    for series, area in hidden:
        for members in ({area}, {area, series.result.leader.area}, frozenset(geography.names)):
            assert isinstance(made_by(series, members), NoData)
            assert part_of_world(series.result, members).high == 1.0


def test_nobody_makes_nothing_of_any_mineral(world):
    for series in world.series:
        assert part_of_world(series.result, set()) == exactly(0.0)
        made = made_by(series, set())
        assert isinstance(made, NoData) or made.tonnes == exactly(0.0)


# Output over a consumption that holds it


@given(limits, whole_tonnes, whole_tonnes, whole_tonnes, whole_tonnes, st.floats(0, 1))
def test_the_ends_hold_whatever_the_unknown_output_is(limit, low, more, bought, sold, where):
    """Unknown output counts above and below the line alike: any value of it gives a figure within the ends."""
    made = Interval(low, low + more)
    gauge = balance_gauge(limit, Amount(made, "t"), bought, sold, "t")
    if gauge.value is None:
        assert gauge.state is GaugeState.NO_DATA
        assert not low + bought - sold > 0
        return
    true = low + where * more
    figure = true / (true + bought - sold)
    slack = 1e-9 * max(1.0, abs(figure))
    assert gauge.value.low - slack <= figure <= gauge.value.high + slack


@given(limits, whole_tonnes, whole_tonnes, whole_tonnes, whole_tonnes)
def test_ends_of_one_unknown_lie_within_those_of_two(limit, low, more, bought, sold):
    made = Amount(Interval(low, low + more), "t")
    gauge = balance_gauge(limit, made, bought, sold, "t")
    if gauge.value is None:
        return
    net = bought - sold
    two = output_gauge(limit, made, Amount(Interval(low + net, low + more + net), "t"))
    assert two.value.low <= gauge.value.low * (1 + 1e-12)
    assert gauge.value.high <= two.value.high * (1 + 1e-12)


def test_a_balance_by_hand():
    """6 to 8 t made, 5 bought, 1 sold: 6 of 10 to 8 of 12; a net seller's figure falls as its output grows."""
    gauge = balance_gauge(Benchmark.PROCESSING, Amount(Interval(6.0, 8.0), "t"), 5.0, 1.0, "t")
    assert gauge.value == Interval(0.6, 8 / 12)
    assert gauge.state is GaugeState.MET
    seller = balance_gauge(Benchmark.PROCESSING, Amount(Interval(6.0, 8.0), "t"), 0.0, 2.0, "t")
    assert seller.value == Interval(8 / 6, 6 / 4)
    assert balance_gauge(Benchmark.PROCESSING, Amount(exactly(6.0), "t"), 5.0, 1.0, "Co").state is GaugeState.NO_DATA
    assert balance_gauge(Benchmark.PROCESSING, NoData("withheld"), 5.0, 1.0, "t").reason == "withheld"


# The EU's own part in EU sourcing


@given(st.lists(st.tuples(st.sampled_from(AREAS), st.floats(0, 0.3)), min_size=1, unique_by=lambda row: row[0]), sets)
def test_the_own_part_and_the_reliance_on_others_make_the_whole(rows, members):
    sourcing = [SupplierShare(area, exactly(share), 1.0) for area, share in rows]
    own, reliance = own_part(sourcing, members), reliance_proxy(sourcing, members)
    assert own.low + reliance.high == pytest.approx(1.0)
    assert own.high + reliance.low == pytest.approx(1.0)
    printed = sum(share for area, share in rows if area in members)
    rest = max(0.0, 1.0 - sum(share for _, share in rows))
    assert own.low == pytest.approx(min(1.0, printed))
    assert own.high == pytest.approx(min(1.0, printed + rest))
