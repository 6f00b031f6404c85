"""Laws of a region's suppliers that hold for any set of flows."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from geo.model.supply import Flow, TradeBasis, region_supply
from geo.schema.doubt import Doubt

AREAS = ["CHL", "CHN", "DEU", "FRA", "JPN", "USA"]
REGION = {"DEU", "FRA"}


@st.composite
def flow_lists(draw):
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)).filter(lambda pair: pair[0] != pair[1]),
            unique=True,
            max_size=20,
        )
    )
    return [
        Flow(
            a,
            b,
            draw(st.floats(1, 1e9)),
            draw(st.none() | st.floats(0.001, 1e6)),
            doubt=draw(st.none() | st.just(Doubt.JUMP)),
        )
        for a, b in pairs
    ]


@given(flow_lists())
def test_suppliers_add_up_to_the_imports_from_outside(flows):
    result = region_supply(flows, REGION)
    outside = [f for f in flows if f.importer in REGION and f.exporter not in REGION]
    assert math.isclose(result.total_value_usd, sum(f.value_usd for f in outside))
    assert math.isclose(sum(s.value_usd for s in result.suppliers), result.total_value_usd, rel_tol=1e-9)
    if result.total > 0:
        assert math.isclose(sum(s.share for s in result.suppliers), 1, rel_tol=1e-9)
        assert math.isclose(sum(share for _, share in result.importers), 1, rel_tol=1e-9)


@given(flow_lists(), st.sets(st.sampled_from(AREAS)))
def test_a_member_more_never_raises_the_share_from_outside_the_roster(flows, roster):
    result = region_supply(flows, REGION)
    if result.total > 0:
        assert result.share_outside(roster | {"CHN"}) <= result.share_outside(roster) + 1e-12
        assert result.share_outside(set(AREAS)) == 0
        assert math.isclose(result.share_outside(set()), 1, rel_tol=1e-9)


@given(flow_lists(), st.randoms())
def test_the_order_of_flows_changes_nothing(flows, random):
    shuffled = list(flows)
    random.shuffle(shuffled)
    first, second = region_supply(flows, REGION), region_supply(shuffled, REGION)
    assert [s.area for s in first.suppliers] == [s.area for s in second.suppliers]
    assert math.isclose(first.total, second.total, rel_tol=1e-12)


@given(flow_lists())
def test_no_supplier_lies_in_the_region(flows):
    assert not REGION & {supplier.area for supplier in region_supply(flows, REGION).suppliers}


def test_missing_tonnes_are_counted_and_never_taken_as_zero():
    flows = [Flow("CHN", "DEU", 95.0, 10.0), Flow("CHL", "DEU", 5.0, None)]
    result = region_supply(flows, REGION)
    assert result.basis is TradeBasis.TONNES
    assert (result.without_quantity, result.without_quantity_usd) == (1, 5.0)
    assert next(s for s in result.suppliers if s.area == "CHL").quantity_t is None


def test_value_is_used_where_tonnes_cover_too_little():
    flows = [Flow("CHN", "DEU", 50.0, None), Flow("CHL", "DEU", 50.0, 1.0)]
    result = region_supply(flows, REGION)
    assert result.basis is TradeBasis.VALUE
    assert [supplier.share for supplier in result.suppliers] == [0.5, 0.5]
