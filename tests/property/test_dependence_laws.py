"""Laws of exposure, loss, transit, gains and bands that hold for any trade and any table of shares."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import SelectionError
from geo.model.concentration import Supply, World, concentration, roster_share
from geo.model.exposure import Goods, exposure, import_matrix, stability_risk
from geo.model.gain import Series, gain_matrix
from geo.model.interval import Interval
from geo.model.supply import Flow
from geo.model.transit import HubRule, find_hubs, own_supply, trace_origins, unexplained_exporters
from geo.topics.dependence.model.band import cross_source, expected_hhi, kappa_of, share_bands
from geo.topics.dependence.model.loss import effective_suppliers, supply_left_demand_held

AREAS = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]
PURE = Goods("282200", "cobalt", is_pure=True)
BASKET = Goods("811292", "gallium", is_pure=False)
HALF = Interval(0.5, 0.5)


@st.composite
def flow_lists(draw, *, with_tonnes=False):
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)).filter(lambda pair: pair[0] != pair[1]),
            unique=True,
            min_size=1,
            max_size=18,
        )
    )
    tonnes = st.floats(0.1, 1e6)
    return [Flow(a, b, draw(st.floats(1, 1e9)), draw(tonnes if with_tonnes else st.none() | tonnes)) for a, b in pairs]


@st.composite
def tables(draw):
    names = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=6, unique=True))
    figures = [draw(st.none() | st.floats(0.01, 1e6)) for _ in names]
    supplies = [
        Supply(name, figure, flag="withheld" if figure is None else "reported")
        for name, figure in zip(names, figures, strict=True)
    ]
    assume(any(row.quantity_t for row in supplies))
    return concentration(supplies, World(other_t=draw(st.none() | st.floats(0.01, 1e5))))


# Exposure


@given(flow_lists())
def test_shares_of_an_importer_sum_to_one_or_to_nothing(flows):
    matrix = import_matrix(flows, PURE)
    for importer, total in zip(matrix.importers, matrix.totals, strict=True):
        shares = matrix.shares_of(importer)
        assert math.isclose(sum(shares.values()), 1.0, rel_tol=1e-9) if total > 0 else not shares


@given(flow_lists(), st.dictionaries(st.sampled_from(AREAS), st.floats(-2.5, 2.5)), st.randoms())
def test_the_order_of_flows_changes_no_score(flows, stability, random):
    shuffled = list(flows)
    random.shuffle(shuffled)
    first = exposure(import_matrix(flows, PURE), stability, HALF)
    second = exposure(import_matrix(shuffled, PURE), stability, HALF)
    assert first.importers == second.importers
    np.testing.assert_allclose(first.low, second.low, rtol=1e-9)
    np.testing.assert_allclose(first.high, second.high, rtol=1e-9)


@given(flow_lists(), st.dictionaries(st.sampled_from(AREAS), st.floats(-2.5, 2.5)), st.sampled_from(AREAS))
def test_a_missing_estimate_widens_the_score_and_never_moves_it_away(flows, stability, forgotten):
    matrix = import_matrix(flows, PURE)
    known = exposure(matrix, {**dict.fromkeys(AREAS, 0.0), **stability}, HALF)
    full = {**dict.fromkeys(AREAS, 0.0), **stability}
    del full[forgotten]
    wider = exposure(matrix, full, HALF)
    held = matrix.totals > 0
    assert (wider.low[held] <= known.low[held] + 1e-12).all()
    assert (wider.high[held] >= known.high[held] - 1e-12).all()
    assert (known.low[held] >= -1e-12).all()
    assert (known.high[held] <= 0.5 + 1e-12).all()


@given(flow_lists(with_tonnes=True), st.floats(0, 1e6), st.floats(0, 1e6))
def test_own_output_never_raises_a_score(flows, low, more):
    matrix = import_matrix(flows, PURE)
    alone = exposure(matrix, {}, HALF)
    with_own = exposure(matrix, {}, HALF, {area: Interval(low, low + more) for area in AREAS})
    held = matrix.totals > 0
    assert (with_own.high[held] <= alone.high[held] + 1e-12).all()
    assert all(with_own.counts_domestic)


def test_a_score_worked_by_hand():
    """40 t from a supplier with risk 0.25 and 60 t from one with 0.75, 100 t of own output, HHI 0.4."""
    flows = [Flow("AAA", "EEE", 1.0, 40.0), Flow("BBB", "EEE", 1.0, 60.0)]
    result = exposure(
        import_matrix(flows, PURE), {"AAA": 1.25, "BBB": -1.25}, Interval(0.4, 0.4), {"EEE": Interval(100.0, 100.0)}
    )
    assert result.import_risk_low[0] == pytest.approx(0.4 * 0.25 + 0.6 * 0.75)
    assert result.low[0] == pytest.approx(0.4 * (40 * 0.25 + 60 * 0.75) / (100 + 100))
    assert result.low[0] == result.high[0]


def test_the_risk_scale_is_linear_and_cut():
    assert stability_risk(np.array([2.5, 0.0, -2.5, 3.0, -3.0])).tolist() == [0.0, 0.5, 1.0, 0.0, 1.0]
    assert np.isnan(stability_risk(np.nan))


# A basket code never gives a figure for one metal


@pytest.mark.parametrize(
    "ask",
    [
        lambda flows: import_matrix(flows, BASKET),
        lambda flows: find_hubs(flows, BASKET, {}),
        lambda flows: trace_origins(flows, BASKET, ()),
        lambda flows: unexplained_exporters(flows, BASKET, {}, ()),
    ],
)
def test_a_basket_code_is_refused(ask):
    with pytest.raises(SelectionError, match="811292 is a basket"):
        ask([Flow("AAA", "BBB", 1.0, 1.0)])


# Loss


@given(tables())
def test_what_is_left_and_the_lost_share_make_the_whole(result):
    for row in result.shares:
        left = supply_left_demand_held(result, row.area)
        if row.share is not None:
            assert math.isclose(left.left.low + row.share, 1.0, abs_tol=1e-9)
            assert left.left.is_exact
    largest = supply_left_demand_held(result)
    assert math.isclose(largest.left.high, 1.0 - result.top1, abs_tol=1e-9)


@given(tables())
def test_effective_suppliers_lie_between_one_and_the_inverse_bounds(result):
    count = effective_suppliers(result)
    assert 1.0 - 1e-9 <= count.low <= count.high
    assert math.isclose(count.low, 1 / result.hhi_high)


# Transit


@given(flow_lists(with_tonnes=True), st.dictionaries(st.sampled_from(AREAS), st.floats(0, 1e5)), st.floats(0.1, 5))
def test_tracing_keeps_every_tonne(flows, output, excess):
    hubs = find_hubs(flows, PURE, own_supply(output), HubRule(excess, 0.0, 0.1))
    view = trace_origins(flows, PURE, hubs)
    names = {hub.area for hub in hubs}

    def sums(rows, side, part):
        total: Counter[str] = Counter()
        for flow in rows:
            total[getattr(flow, side)] += getattr(flow, part) or 0.0
        return total

    for area in AREAS:
        imports, traced_imports = (sums(rows, "importer", "quantity_t")[area] for rows in (flows, view.flows))
        exports, traced_exports = (sums(rows, "exporter", "quantity_t")[area] for rows in (flows, view.flows))
        scale = max(1.0, imports, exports)
        if area in names:
            assert math.isclose(imports - exports, traced_imports - traced_exports, abs_tol=1e-9 * scale)
        else:
            assert math.isclose(imports, traced_imports, abs_tol=1e-9 * scale)
            assert math.isclose(exports, traced_exports, abs_tol=1e-9 * scale)
            usd = sums(flows, "importer", "value_usd")[area]
            assert math.isclose(usd, sums(view.flows, "importer", "value_usd")[area], rel_tol=1e-9)
    assert all((flow.quantity_t or 0.0) >= -1e-9 for flow in view.flows)


@given(flow_lists(with_tonnes=True))
def test_without_hubs_the_traced_view_is_the_reported_one(flows):
    view = trace_origins(flows, PURE, ())
    assert view.flows == tuple(sorted(flows, key=lambda flow: (flow.exporter, flow.importer)))
    assert (view.traced, view.kept) == (0.0, 0.0)


@given(flow_lists(with_tonnes=True), st.dictionaries(st.sampled_from(AREAS), st.floats(0, 1e5)))
def test_a_higher_threshold_never_names_more_hubs(flows, output):
    few, many = (
        {hub.area for hub in find_hubs(flows, PURE, own_supply(output), HubRule(excess))} for excess in (3.0, 1.0)
    )
    assert few <= many


@given(flow_lists(with_tonnes=True), st.sampled_from(AREAS))
def test_who_imports_nothing_or_makes_enough_is_no_hub(flows, area):
    rich = {area: sum(flow.quantity_t for flow in flows) + 1.0}
    assert area not in {hub.area for hub in find_hubs(flows, PURE, rich)}
    rest = [flow for flow in flows if flow.importer != area]
    if rest:
        assert area not in {hub.area for hub in find_hubs(rest, PURE, {})}


def test_a_port_is_traced_to_the_mine_behind_it():
    """A ships 100 t to the port P; P ships 60 t to J and 20 t back to A; P makes nothing."""
    flows = [Flow("AAA", "PPP", 100.0, 100.0), Flow("PPP", "JJJ", 90.0, 60.0), Flow("PPP", "AAA", 30.0, 20.0)]
    (hub,) = find_hubs(flows, PURE, {"AAA": 500.0})
    assert (hub.area, hub.exports, hub.imports, hub.traced_share) == ("PPP", 80.0, 100.0, 1.0)
    assert "No open file" in hub.caveat
    view = trace_origins(flows, PURE, [hub])
    pairs = {(flow.exporter, flow.importer): flow.quantity_t for flow in view.flows}
    assert pairs == pytest.approx({("AAA", "JJJ"): 60.0, ("AAA", "AAA"): 20.0, ("AAA", "PPP"): 20.0})
    assert view.traced == pytest.approx(80.0)


def test_exports_above_imports_stay_with_the_hub():
    """P imports 60 t and exports 100 t: 60 % are traced, 40 % have no known origin."""
    flows = [Flow("AAA", "PPP", 1.0, 60.0), Flow("PPP", "JJJ", 1.0, 100.0)]
    (hub,) = find_hubs(flows, PURE, {})[:1]
    view = trace_origins(flows, PURE, [hub])
    pairs = {(flow.exporter, flow.importer): flow.quantity_t for flow in view.flows}
    assert pairs == {("AAA", "JJJ"): pytest.approx(60.0), ("PPP", "JJJ"): pytest.approx(40.0)}
    assert (view.traced, view.kept) == (pytest.approx(60.0), pytest.approx(40.0))


def test_weak_goods_need_their_content_or_their_maker_looks_odd():
    """Lithium carbonate: 100 t of goods from 18.8 t of lithium are no wonder."""
    flows = [Flow("CHL", "CHN", 1.0, 100.0)]
    own = own_supply({"CHL": 18.8})
    assert unexplained_exporters(flows, PURE, own, find_hubs(flows, PURE, own)) == ("CHL",)
    own = own_supply({"CHL": 18.8}, contained_share=0.188)
    assert unexplained_exporters(flows, PURE, own, find_hubs(flows, PURE, own)) == ()


def test_without_any_tonnes_a_maker_is_never_called_a_hub():
    flows = [Flow("AAA", "BBB", 50.0), Flow("BBB", "CCC", 50.0)]
    assert [hub.area for hub in find_hubs(flows, PURE, {})] == ["BBB"]
    assert find_hubs(flows, PURE, {"BBB": 0.001}) == ()


# Gains


@given(st.lists(tables(), min_size=1, max_size=4), st.sets(st.sampled_from(AREAS)), st.randoms())
def test_gains_are_sums_and_switching_off_and_on_changes_no_digit(results, roster, random):
    series = [Series("cobalt", "mined", 2025, result) for result in results]
    outside = [area for area in AREAS if area not in roster]
    candidates = {area: {area} for area in AREAS} | {"ALL": set(AREAS)}
    matrix = gain_matrix(series, candidates, roster)
    again = gain_matrix(series, candidates, set(random.sample(sorted(roster), len(roster))))
    assert np.array_equal(matrix.base_low, again.base_low)
    assert np.array_equal(matrix.gain_low, again.gain_low)
    whole = matrix.gain_low[:, matrix.candidates.index("ALL")]
    single = sum(matrix.gain_low[:, matrix.candidates.index(area)] for area in outside)
    np.testing.assert_allclose(whole, single if outside else 0.0, atol=1e-12)
    for row, entry in enumerate(series):
        held = roster_share(entry.result, roster)
        assert math.isclose(matrix.base_low[row], held.low, abs_tol=1e-12)
        for column, area in enumerate(AREAS):
            joined = roster_share(entry.result, roster | {area})
            assert math.isclose(matrix.base_low[row] + matrix.gain_low[row, column], joined.low, abs_tol=1e-12)


@given(st.lists(tables(), min_size=1, max_size=4), st.sets(st.sampled_from(AREAS)))
def test_gains_are_never_negative_nor_beyond_the_world(results, roster):
    series = [Series("cobalt", "mined", 2025, result) for result in results]
    matrix = gain_matrix(series, {area: {area} for area in AREAS} | {"TWO": {"AAA", "BBB"}}, roster)
    assert (matrix.gain_low >= 0).all()
    assert (matrix.gain_low <= matrix.gain_high + 1e-9).all()
    assert (matrix.base_low[:, None] + matrix.gain_high <= 1 + 1e-9).all()
    two, one = (matrix.gain_low[:, matrix.candidates.index(code)] for code in ("TWO", "AAA"))
    assert (two >= one - 1e-12).all()


@given(st.floats(0.05, 1), st.floats(0.05, 1), st.floats(0.96, 1), st.sets(st.sampled_from(["AAA", "BBB"])))
def test_named_shares_above_a_rounded_world_are_the_whole_world_and_no_more(first, second, rounding, roster):
    result = concentration(
        [Supply("AAA", first), Supply("BBB", second)], World(max(rounding * (first + second), first, second))
    )
    matrix = gain_matrix([Series("vanadium", "mined", 2025, result)], {"BBB": {"BBB"}}, roster)
    joined = roster_share(result, roster | {"BBB"})
    assert matrix.base_low.tolist() == [pytest.approx(roster_share(result, roster).low)]
    assert (matrix.base_low + matrix.gain_low[:, 0]).tolist() == [pytest.approx(joined.low)]
    assert matrix.base_low[0] <= 1


def test_a_roster_of_everybody_leaves_nothing_to_gain():
    result = concentration([Supply("AAA", 3.0), Supply("BBB", 1.0)], World(4.0))
    matrix = gain_matrix([Series("tin", "mined", 2025, result)], {"AAA": {"AAA"}, "EU": {"AAA", "BBB"}}, {"AAA", "BBB"})
    assert matrix.base_low.tolist() == [1.0]
    assert matrix.gain_high.tolist() == [[0.0, 0.0]]


def test_a_withheld_candidate_may_hold_all_that_nobody_holds():
    result = concentration([Supply("AUS", 60.0), Supply("USA", None, flag="withheld")], World(100.0))
    matrix = gain_matrix([Series("lithium", "mined", 2025, result)], {"USA": {"USA"}, "AUS": {"AUS"}}, set())
    assert matrix.gain_low.tolist() == [[0.0, 0.6]]
    assert matrix.gain_high.tolist() == [[pytest.approx(0.4), 0.6]]
    assert matrix.is_withheld.tolist() == [[True, False]]
    assert matrix.by_gain == ("AUS", "USA")


# Bands


@given(st.lists(st.floats(0.02, 1.0), min_size=2, max_size=8), st.floats(5, 200))
def test_the_mean_of_the_index_is_the_exact_one(weights, kappa):
    shares = {str(place): weight / sum(weights) for place, weight in enumerate(weights)}
    bands = share_bands(shares, kappa, draws=4000)
    base = sum(share**2 for share in shares.values())
    assert math.isclose(bands.hhi.base, base, rel_tol=1e-9)
    assert bands.mean_hhi == pytest.approx(expected_hhi(base, kappa), rel=0.06)


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.2))
def test_kappa_gives_back_the_stated_error(share, sd):
    assume(share * (1 - share) / sd**2 > 2)
    kappa = kappa_of(share, sd)
    assert math.isclose(math.sqrt(share * (1 - share) / (kappa + 1)), sd, rel_tol=1e-9)


def test_eight_points_on_a_half_is_a_kappa_of_thirty_eight():
    assert round(kappa_of(0.5, 0.08)) == 38
    with pytest.raises(SelectionError, match="larger than a share can have"):
        kappa_of(0.5, 0.6)


def test_a_band_holds_its_base_and_is_the_same_every_time():
    shares = {"COD": 0.74, "IDN": 0.14, "NONE": 0.0}
    first, second = share_bands(shares, 38.0), share_bands(shares, 38.0)
    assert first == second
    band = first.shares["COD"]
    assert band.p5 < band.base < band.p95
    assert first.shares["NONE"].p95 == 0.0


@given(
    st.dictionaries(
        st.sampled_from(["usgs", "bgs", "iea"]), st.dictionaries(st.sampled_from(AREAS), st.floats(0, 1)), min_size=1
    )
)
def test_the_range_between_publishers_holds_every_figure_and_none_that_is_missing(shares):
    for row in cross_source(shares):
        printed = [own[row.area] for own in shares.values() if row.area in own]
        assert [share for _, share in row.by_source] == printed
        assert (row.range.low, row.range.high) == (min(printed), max(printed))
        assert row.spread >= 0
