"""Laws and hand-worked cases of EU supply risk, the gauges of the EU Act, N-1, and the verdicts of the agreement table."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataContractError, SelectionError
from geo.evidence.eu_risk import half_digit
from geo.model.agreement import (
    Case,
    Family,
    Tolerance,
    Verdict,
    compare,
    count_verdicts,
    net_import_reliance,
    rounding_half,
)
from geo.model.interval import Interval, NoData, exactly
from geo.model.supply_risk import (
    SOURCING,
    SupplierShare,
    bottleneck,
    governance_weight,
    printed_share,
    reliance_bounds,
    reliance_proxy,
    supply_risk,
    weighted_concentration,
)
from geo.schema.codes import Benchmark, ShareScope
from geo.topics.dependence.model.benchmark import (
    Amount,
    GaugeState,
    StandIn,
    derived_consumption,
    output_gauge,
    recycling_gauge,
    single_country_gauge,
    stand_in_gauge,
)
from geo.topics.dependence.model.loss import CountryAmounts, supply_and_demand_removed

AREAS = ["CHN", "COD", "FIN", "IDN", "USA"]
fraction = st.floats(0, 1)


@st.composite
def share_rows(draw):
    names = draw(st.lists(st.sampled_from(AREAS), min_size=1, unique=True))
    rows = []
    for name in names:
        low = draw(st.floats(0, 0.2))
        rows.append(
            SupplierShare(name, Interval(low, low + draw(st.floats(0, 0.05))), draw(st.sampled_from([0.8, 1.0, 1.1])))
        )
    return rows


governances = st.dictionaries(st.sampled_from(AREAS), st.floats(-2.5, 2.5))


# EU supply risk


@given(share_rows(), share_rows(), governances, fraction, fraction)
def test_a_known_input_lies_inside_the_interval_of_an_unknown_one(world, sourcing, governance, reliance, index):
    known = supply_risk(
        world,
        sourcing,
        governance,
        exactly(0.1),
        import_reliance=exactly(reliance),
        substitution=exactly(0.8 + 0.2 * index),
    )
    unknown = supply_risk(world, sourcing, governance, exactly(0.1))
    assert unknown.risk.low <= known.risk.low + 1e-12
    assert unknown.risk.high >= known.risk.high - 1e-12
    assert len(unknown.notes) > len(known.notes)


@given(share_rows(), share_rows(), governances, fraction, fraction)
def test_recycling_scales_the_risk_exactly(world, sourcing, governance, first, second):
    """SR is linear in (1 - EOL-RIR): raising the rate multiplies the risk by (1 - r1) / (1 - r0)."""
    low, high = sorted((first, second))
    before, after = (supply_risk(world, sourcing, governance, exactly(rate)) for rate in (low, high))
    assert math.isclose(after.risk.high * (1 - low), before.risk.high * (1 - high), rel_tol=1e-9, abs_tol=1e-9)
    assert after.risk.high <= before.risk.high + 1e-12


@given(share_rows(), governances, st.randoms())
def test_the_order_of_suppliers_changes_nothing(rows, governance, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert weighted_concentration(rows, governance) == weighted_concentration(shuffled, governance)


@given(share_rows(), governances)
def test_missing_governance_widens_and_keeps_the_supplier(rows, governance):
    full = {**dict.fromkeys(AREAS, 0.0), **governance}
    known, bare = weighted_concentration(rows, full), weighted_concentration(rows, {})
    assert bare.low == 0.0
    assert bare.high >= known.high - 1e-12


def test_full_reliance_is_half_and_half_and_none_is_sourcing_alone():
    """GS: one supplier of 100 %, WGI 5, t 1 = 5. EUS: 60 % at WGI 5, t 0.8, and 40 % at WGI 2.5, t 1 = 1.84."""
    world = [SupplierShare("CHN", exactly(1.0), 1.0)]
    sourcing = [SupplierShare("CHN", exactly(0.6), 0.8), SupplierShare("FIN", exactly(0.4), 1.0)]
    governance = {"CHN": 0.0, "FIN": 1.25}
    one = exactly(1.0)
    risks = [
        supply_risk(world, sourcing, governance, exactly(0.0), import_reliance=exactly(ir), substitution=one).risk
        for ir in (0.0, 1.0, 0.5)
    ]
    sourcing_term = 0.36 * 5 * 0.8 + 0.16 * 2.5
    assert [risk.low for risk in risks] == pytest.approx(
        [sourcing_term, (5 + sourcing_term) / 2, 5 / 4 + sourcing_term * 3 / 4]
    )
    assert all(risk.is_exact or math.isclose(risk.low, risk.high) for risk in risks)


def test_without_sourcing_the_global_term_stands_alone_and_says_so():
    result = supply_risk(
        [SupplierShare("CHN", exactly(0.9), 1.0)], [], {"CHN": 0.0}, exactly(0.0), substitution=exactly(1.0)
    )
    assert result.risk.low == pytest.approx(0.81 * 5)
    assert result.sourcing_term is None
    assert any("global supply alone" in note for note in result.notes)
    assert result.is_critical is True


def test_the_threshold_is_undecided_inside_the_interval():
    result = supply_risk([SupplierShare("CHN", exactly(0.5), 1.0)], [], {"CHN": 0.5}, exactly(0.0))
    assert (result.risk.low, result.risk.high) == (pytest.approx(0.8), pytest.approx(1.0))
    assert result.is_critical is None
    assert bottleneck({"mined": result, "refined": result}) == (result.risk, ("mined", "refined"))


def test_governance_runs_from_nought_to_ten():
    assert [governance_weight(estimate).low for estimate in (2.5, 0.0, -2.5)] == [0.0, 5.0, 10.0]
    assert governance_weight(None) == Interval(0.0, 10.0)


def test_the_proxy_of_reliance_takes_the_unprinted_rest_as_unknown():
    rows = [SupplierShare("FIN", exactly(0.62), 0.8), SupplierShare("CHN", exactly(0.3), 1.0)]
    proxy = reliance_proxy(rows, {"FIN"})
    assert (proxy.low, proxy.high) == (pytest.approx(0.30), pytest.approx(0.38))
    assert isinstance(reliance_proxy([], {"FIN"}), NoData)


def test_a_nearly_whole_list_without_a_member_means_that_the_members_make_nothing():
    rows = [SupplierShare("CHN", exactly(0.9), 1.0), SupplierShare("USA", exactly(0.07), 1.0)]
    assert reliance_bounds(rows, {"FIN"}) == exactly(1.0)
    assert reliance_bounds(rows[:1], {"CHN"}).low == 0.0
    assert reliance_bounds([SupplierShare("CHN", exactly(0.7), 1.0)], {"FIN"}).low == 0.0


@given(st.lists(st.floats(0.0, 0.0099), min_size=1, max_size=12), st.lists(st.floats(0, 10), min_size=12, max_size=12))
def test_small_suppliers_that_are_not_printed_never_weigh_more_than_the_high_end(parts, weights):
    """Parts below a limit: their squares sum to at most the limit times their sum, whoever they are."""
    printed = [SupplierShare("CHN", exactly(1.0 - sum(parts)), 1.0)]
    term = weighted_concentration(printed, {"CHN": 0.0}, SOURCING)
    known = weighted_concentration(printed, {"CHN": 0.0})
    true = known.high + sum(part**2 * weight for part, weight in zip(parts, weights, strict=False))
    assert known.low <= true <= term.high + 1e-12


def test_a_list_that_lacks_larger_suppliers_keeps_one_supplier_of_the_rest():
    rows = [SupplierShare("FIN", exactly(0.75), 1.0)]
    assert weighted_concentration(rows, {"FIN": 0.0}, SOURCING).high == pytest.approx(0.75**2 * 5 + 0.25**2 * 10)


@given(st.floats(0, 1), st.sampled_from(["%.0f%%", "%.1f%%", "%.2f%%"]))
def test_a_share_lies_within_half_of_its_last_printed_digit(share, form):
    printed = form % (100 * share)
    ends = printed_share(float(printed[:-1]) / 100, half_digit(printed))
    assert ends.low - 1e-12 <= share <= ends.high + 1e-12


@given(share_rows(), share_rows(), governances)
def test_the_option_takes_one_source_and_both_lies_between(world, sourcing, governance):
    def ends(**more):
        return supply_risk(world, sourcing, governance, exactly(0.1), substitution=exactly(1.0), **more).risk

    alone = supply_risk(world, [], governance, exactly(0.1), substitution=exactly(1.0)).risk
    by_world, by_sourcing = ends(option=ShareScope.GLOBAL_SUPPLY), ends(option=ShareScope.EU_SOURCING)
    assert by_world == alone
    assert by_sourcing == ends(import_reliance=exactly(0.0))
    both = ends()
    assert min(by_world.low, by_sourcing.low) - 1e-12 <= both.low
    assert both.high <= max(by_world.high, by_sourcing.high) + 1e-12


def test_a_stage_that_cannot_be_told_takes_the_upper_end_away():
    result = supply_risk([SupplierShare("CHN", exactly(0.5), 1.0)], [], {"CHN": 0.5}, exactly(0.0))
    ends, stages = bottleneck({"refined": result}, is_whole=False)
    assert (ends.low, ends.high, stages) == (result.risk.low, math.inf, ("refined",))


def test_no_global_share_is_refused():
    with pytest.raises(SelectionError, match="no share of global supply"):
        supply_risk([], [], {}, exactly(0.0))


def test_an_interval_upside_down_or_without_a_number_is_refused():
    for low, high in ((1.0, 0.0), (math.nan, 1.0)):
        with pytest.raises(DataContractError, match="is no interval"):
            Interval(low, high)


# N-1


SUPPLY = CountryAmounts({"CHN": 60.0, "AUS": 40.0}, 100.0, "Li content")


def test_n_minus_one_takes_the_suppliers_own_demand_away_too():
    demand = CountryAmounts({"CHN": 50.0}, 110.0, "Li content")
    result = supply_and_demand_removed(SUPPLY, demand, "CHN")
    assert result.coverage == pytest.approx(40 / 60)
    assert result.caveat


@pytest.mark.parametrize(
    ("demand", "supplier", "reason"),
    [
        (None, "CHN", "demand by country is not published"),
        (CountryAmounts({"CHN": 5.0}, 10.0, "LCE"), "CHN", "counted in Li content, demand in LCE"),
        (CountryAmounts({"AUS": 5.0}, 10.0, "Li content"), "CHN", "no demand is published for CHN"),
        (CountryAmounts({"USA": 5.0}, 10.0, "Li content"), "USA", "no supply is published for USA"),
        (CountryAmounts({"CHN": 10.0}, 10.0, "Li content"), "CHN", "has no demand"),
    ],
)
def test_n_minus_one_is_not_available_with_its_reason(demand, supplier, reason):
    result = supply_and_demand_removed(SUPPLY, demand, supplier)
    assert isinstance(result, NoData)
    assert reason in result.reason


# Gauges


TEN = Amount(exactly(10.0), "Co content")


@given(st.floats(0, 100), st.floats(0, 100), st.floats(1, 100))
def test_more_output_never_turns_a_gauge_from_met_to_missed(output, more, consumption):
    order = [GaugeState.MISSED, GaugeState.UNDECIDED, GaugeState.MET]
    need = Amount(exactly(consumption), "Co content")
    states = [
        output_gauge(Benchmark.PROCESSING, Amount(exactly(tonnes), "Co content"), need).state
        for tonnes in (output, output + more)
    ]
    assert order.index(states[0]) <= order.index(states[1])


@pytest.mark.parametrize(
    ("limit", "tonnes", "state"),
    [
        (Benchmark.EXTRACTION, Interval(1.0, 1.0), GaugeState.MET),
        (Benchmark.EXTRACTION, Interval(0.9, 0.9), GaugeState.MISSED),
        (Benchmark.EXTRACTION, Interval(0.5, 2.0), GaugeState.UNDECIDED),
        (Benchmark.PROCESSING, Interval(4.0, 5.0), GaugeState.MET),
        (Benchmark.PROCESSING, Interval(3.9, 3.9), GaugeState.MISSED),
    ],
)
def test_output_against_consumption(limit, tonnes, state):
    gauge = output_gauge(limit, Amount(tonnes, "Co content"), TEN)
    assert gauge.state is state
    assert gauge.value == Interval(tonnes.low / 10, tonnes.high / 10)
    assert gauge.caveat


def test_missing_consumption_is_grey_with_the_reason_and_nothing_stands_in_silently():
    gauge = output_gauge(Benchmark.EXTRACTION, TEN, NoData("consumption is withheld"))
    assert (gauge.state, gauge.value, gauge.reason) == (GaugeState.NO_DATA, None, "consumption is withheld")
    asked = stand_in_gauge(Benchmark.EXTRACTION, exactly(0.2), StandIn.WORLD)
    assert asked.state is GaugeState.UNDECIDED
    assert asked.stands_in


def test_another_basis_is_no_share():
    gauge = output_gauge(Benchmark.EXTRACTION, TEN, Amount(exactly(5.0), "gross weight"))
    assert gauge.state is GaugeState.NO_DATA
    assert "Co content" in gauge.reason
    assert "gross weight" in gauge.reason


def test_recycling_says_what_stands_in_and_an_unclear_zero_is_grey():
    assert recycling_gauge(exactly(0.55)).state is GaugeState.MET
    assert recycling_gauge(exactly(0.22)).state is GaugeState.MISSED
    assert recycling_gauge(exactly(0.22)).stands_in
    assert recycling_gauge(NoData("zero may mean not assessed")).state is GaugeState.NO_DATA


def test_the_single_country_is_the_largest_outside_and_trade_stands_in_only_when_asked():
    imports = {"FIN": 100.0, "COD": 70.0, "CHN": 20.0, "USA": 10.0}
    missing = NoData("consumption is not published")
    silent = single_country_gauge(imports, {"FIN"}, missing, basis="gross weight")
    assert (silent.state, silent.country) == (GaugeState.NO_DATA, "COD")
    asked = single_country_gauge(imports, {"FIN"}, missing, basis="gross weight", imports_stand_in=True)
    assert (asked.state, asked.value) == (GaugeState.MISSED, exactly(0.7))
    assert asked.stands_in
    need = Amount(exactly(200.0), "gross weight")
    assert single_country_gauge(imports, {"FIN"}, need, basis="gross weight").state is GaugeState.MET
    assert single_country_gauge(imports, {"FIN"}, need, basis="Co content").state is GaugeState.NO_DATA


def test_everyone_a_member_leaves_no_third_country():
    gauge = single_country_gauge({"COD": 70.0}, {"COD"}, TEN, basis="Co content")
    assert (gauge.state, gauge.country) == (GaugeState.NO_DATA, None)


def test_consumption_is_derived_in_one_basis_only_and_says_so():
    derived = derived_consumption(TEN, 8.0, 3.0, "Co content")
    assert derived.tonnes == exactly(15.0)
    assert "derived" in derived.stands_in
    assert output_gauge(Benchmark.EXTRACTION, TEN, derived).stands_in == (derived.stands_in,)
    assert isinstance(derived_consumption(TEN, 8.0, 3.0, "gross weight"), NoData)
    assert isinstance(derived_consumption(TEN, 0.0, 30.0, "Co content"), NoData)
    assert isinstance(derived_consumption(NoData("withheld"), 1.0, 0.0, "Co content"), NoData)


# Agreement


POINT = Tolerance(1.0, is_relative=False, reason="test")
TENTH = Tolerance(10.0, is_relative=True, reason="test")


def case(ours, published, tolerance=POINT):
    return Case(Family.IMPORT_RELIANCE, "x", "percent", ours, published, "x", tolerance, "a", "b")


@pytest.mark.parametrize(
    ("ours", "published", "tolerance", "verdict", "difference"),
    [
        (38.0, 37.0, POINT, Verdict.PASS, 1.0),
        (39.0, 37.0, POINT, Verdict.FAIL, 2.0),
        (60.0, Interval(50.0, math.inf), POINT, Verdict.PASS, 0.0),
        (48.0, Interval(50.0, math.inf), POINT, Verdict.FAIL, -2.0),
        (-30.0, Interval(-math.inf, 0.0), POINT, Verdict.PASS, 0.0),
        (143.0, 100.0, TENTH, Verdict.FAIL, 43.0),
        (92.0, 100.0, TENTH, Verdict.PASS, -8.0),
        (0.0, 0.0, TENTH, Verdict.PASS, 0.0),
        (1.0, 0.0, TENTH, Verdict.FAIL, math.inf),
        (Interval(30.0, 45.0), 37.0, POINT, Verdict.PASS, 0.0),
        (Interval(38.0, 45.0), 37.0, POINT, Verdict.PASS, 1.0),
        (Interval(20.0, 35.0), 37.0, POINT, Verdict.FAIL, -2.0),
    ],
)
def test_verdicts(ours, published, tolerance, verdict, difference):
    row = compare(case(ours, published, tolerance))
    assert row.verdict is verdict
    assert row.difference == pytest.approx(difference)


def test_what_cannot_be_worked_out_is_neither_pass_nor_fail():
    row = compare(case(NoData("consumption is printed as 'W'."), 50.0))
    assert (row.verdict, row.ours, row.difference) == (Verdict.NOT_COMPARABLE, None, None)
    assert "'W'" in row.note
    counts = count_verdicts([row, compare(case(50.0, 50.0))])
    assert counts[Family.IMPORT_RELIANCE] == {Verdict.PASS: 1, Verdict.FAIL: 0, Verdict.NOT_COMPARABLE: 1}
    assert set(counts) == set(Family)


@given(st.floats(1, 1e6), st.floats(0, 2e6), st.floats(0, 1e6), st.floats(-1e5, 1e5))
def test_both_forms_of_the_reliance_agree_when_the_balance_closes(production, imports, exports, stock):
    """AC = P + I - E + dS, so 1 - P/AC and (I - E + dS)/AC are one number."""
    consumption = production + imports - exports + stock
    if consumption <= 1:
        return
    by_production = net_import_reliance(consumption, production_t=production)
    by_trade = net_import_reliance(consumption, imports_t=imports, exports_t=exports, stock_decrease_t=stock)
    assert math.isclose(by_production, by_trade, rel_tol=1e-6, abs_tol=1e-6 * 100 * (production + imports + exports))


def test_the_reliance_of_cobalt_and_copper_as_printed():
    """MCS 2026: cobalt 2025, secondary 2,000 t of 9,600 t; copper 2024, 882 + 140 of 1,860 thousand t."""
    assert round(net_import_reliance(9600, production_t=2000)) == 79
    assert round(net_import_reliance(1860, production_t=882 + 140)) == 45
    assert isinstance(net_import_reliance(0.0, production_t=1.0), NoData)
    assert isinstance(net_import_reliance(5.0), NoData)


@pytest.mark.parametrize(
    ("total", "half"),
    [(10_000, 500), (13_000, 500), (1_800_000, 50_000), (190, 5), (112_000, 500), (3_483.7, 0.05), (0, 0)],
)
def test_half_a_unit_of_the_last_printed_digit(total, half):
    assert rounding_half(total) == pytest.approx(half)
