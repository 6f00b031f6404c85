"""Laws of shares and concentration that hold for any table a publisher could print."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import SelectionError
from geo.model.concentration import ROUNDING_ROOM, Denominator, Supply, World, concentration, roster_share

AREAS = [a + b + "A" for a in "ABCDEF" for b in "XYZ"]
tonnes = st.floats(0.001, 1e9, allow_nan=False)


@st.composite
def tables(draw):
    names = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=12, unique=True))
    supplies = [Supply(name, draw(st.none() | tonnes), flag="reported") for name in names]
    assume(any(row.quantity_t for row in supplies))
    listed = sum(row.quantity_t or 0 for row in supplies)
    other = draw(st.none() | tonnes)
    reported = draw(st.none() | st.floats(0.5, 2).map(lambda factor: factor * listed))
    return supplies, World(reported, other, draw(st.booleans()))


@given(tables())
def test_shares_leave_the_remainder_and_exceed_one_by_no_more_than_rounding_can(table):
    result = concentration(*table)
    total = sum(row.share for row in result.shares if row.share is not None)
    assert total <= ROUNDING_ROOM + 1e-9
    assert all(row.share <= 1 for row in result.shares if row.share is not None)
    assert result.unattributed_share >= max(0, 1 - total) - 1e-9
    if result.other_share is None:
        assert math.isclose(result.unattributed_share, max(0, 1 - total), abs_tol=1e-9)
    else:
        assert result.unattributed_share >= min(1, result.other_share) - 1e-9


@given(tables())
def test_bounds_are_ordered_and_inside_the_unit_interval(table):
    result = concentration(*table)
    assert 0 <= result.hhi_low <= result.hhi_high <= 1
    assert result.top1 <= result.top3 <= 1 + 1e-9
    assert result.hhi_low >= (result.top1 / max(1, result.share_sum)) ** 2 - 1e-12


@given(tables(), st.randoms())
def test_the_order_of_rows_changes_nothing(table, random):
    supplies, world = table
    shuffled = list(supplies)
    random.shuffle(shuffled)
    assert concentration(shuffled, world) == concentration(supplies, world)


@given(tables(), st.floats(0.01, 100))
def test_the_unit_does_not_change_a_share(table, factor):
    supplies, world = table
    scaled = [Supply(r.area, None if r.quantity_t is None else r.quantity_t * factor, flag=r.flag) for r in supplies]
    scaled_world = World(
        None if world.reported_t is None else world.reported_t * factor,
        None if world.other_t is None else world.other_t * factor,
        world.reported_is_bound,
    )
    before, after = concentration(supplies, world), concentration(scaled, scaled_world)
    assume(before.denominator is after.denominator)
    assert math.isclose(before.hhi_low, after.hhi_low, rel_tol=1e-6)


@given(tables(), st.sets(st.sampled_from(AREAS)))
def test_a_roster_of_all_leaves_nothing_outside_and_of_none_nothing_inside(table, some):
    result = concentration(*table)
    assert math.isclose(roster_share(result, set(AREAS)).high, 1, abs_tol=1e-9)
    assert roster_share(result, set()).low == 0
    assert roster_share(result, some).low <= roster_share(result, some | {AREAS[0]}).low + 1e-12


def test_a_single_supplier_gives_an_index_of_one():
    result = concentration([Supply("BRA", 5.0)], World(5.0))
    assert (result.hhi_low, result.hhi_high, result.top1) == (1.0, 1.0, 1.0)


def test_a_total_rounded_below_the_sum_is_not_the_denominator():
    """Gallium 2025, USGS: the listed countries sum to 909 t under a world total printed as 900 t."""
    result = concentration([Supply("CHN", 900.0), Supply("RUS", 6.0), Supply("JPN", 3.0)], World(900.0))
    assert result.denominator is Denominator.SUMMED
    assert round(100 * result.top1, 1) == 99.0


def test_a_total_rounded_a_little_down_stays_the_denominator_and_the_bounds_say_so():
    """Cobalt mined 2025, USGS: DR Congo 230,000 t of a world printed as 310,000 t, the countries sum to 314,600 t."""
    rows = [230_000, 44_000, 7_700, 3_900, 3_700, 3_700, 3_500, 2_800, 2_000, 2_000, 1_900, 300]
    result = concentration([Supply(f"{i:03d}", float(q)) for i, q in enumerate(rows)], World(310_000.0, 9_100.0))
    assert result.denominator is Denominator.REPORTED
    assert round(100 * result.top1, 1) == 74.2
    assert result.hhi_low < result.hhi_high


def test_a_withheld_producer_has_no_share_and_is_named():
    result = concentration([Supply("AUS", 92.0), Supply("USA", None, flag="withheld")], World(290.0))
    assert result.share_of("USA") is None
    assert result.withheld == ("USA",)


def test_a_printed_row_of_others_is_no_smaller_than_what_a_rounded_total_leaves():
    # Cobalt mined 2025: named 302,200 t and others 9,100 t against a printed world of 310,000 t.
    result = concentration([Supply("COD", 230.0), Supply("IDN", 72.2)], World(310.0, 9.1))
    assert math.isclose(result.unattributed_share, 9.1 / 310)
    assert math.isclose(roster_share(result, {"AUS"}).high, 9.1 / 310)


def test_a_withheld_member_makes_the_part_inside_a_lower_bound():
    result = concentration([Supply("AUS", 92.0), Supply("USA", None, flag="withheld")], World(290.0))
    assert roster_share(result, {"AUS", "USA"}).withheld == ("USA",)
    assert roster_share(result, {"AUS"}).withheld == ()


def test_published_shares_are_not_renormalised():
    result = concentration([Supply("CHN", None, 0.615), Supply("RUS", None, 0.09)], World())
    assert result.denominator is Denominator.PUBLISHED_SHARES
    assert result.share_of("CHN") == 0.615
    assert math.isclose(result.unattributed_share, 0.295)


def test_a_table_without_any_figure_is_refused_in_a_sentence():
    with pytest.raises(SelectionError, match="no country has a figure"):
        concentration([Supply("CHN", None, flag="not_available")], World())
