"""The four limits on the committed facts: figures worked by hand, reviewed pairs held against USGS, every receipt."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from geo.build.rules import table_errors
from geo.evidence.geography import Geography, load_geography
from geo.model.interval import Interval, exactly
from geo.schema.codes import Benchmark, Mineral, Stage
from geo.store.database import Atlas
from geo.store.queries_dependence import benchmark_trade_pairs, us_salient
from geo.topics.dependence.answer.benchmark import Measured, traded_tonnes
from geo.topics.dependence.answer.dependence import Dependence, Facts, World, dependence, load_facts, load_world
from geo.topics.dependence.command.figures import dependence_figures
from geo.topics.dependence.figures.benchmark import Subject, gauge_receipt
from geo.topics.dependence.figures.columns import Asked
from geo.topics.dependence.figures.world_columns import gauges_table
from geo.topics.dependence.model.benchmark import GaugeState, StandIn
from geo.topics.dependence.question import Question
from tests.factory import frames
from tests.table_law import check_table
from tests.table_receipts import check_receipt

SETS = ("washington-six", "USA", "EU27", "JPN", "AUS,CAN", "none")
STAND_IN_STATES = {GaugeState.UNDECIDED}


@pytest.fixture(scope="module")
def geography(real_atlas: Atlas) -> Geography:
    return load_geography(real_atlas)


@pytest.fixture(scope="module")
def world(real_atlas: Atlas, geography: Geography) -> World:
    return load_world(real_atlas)


@pytest.fixture(scope="module")
def facts(real_atlas: Atlas, geography: Geography) -> dict[Mineral, Facts]:
    return {mineral: load_facts(real_atlas, mineral, Stage.REFINED) for mineral in Mineral}


@pytest.fixture
def asked(facts, world, geography):
    def ask(mineral: Mineral, members: str) -> Dependence:
        question = Question(mineral, set=members)
        return dependence(facts[mineral], world, geography, question)

    return ask


def gauge_of(answer: Dependence, benchmark: Benchmark) -> Measured:
    return next(row for row in answer.gauges if row.gauge.benchmark is benchmark)


# The United States: the publisher's own figures, by hand


@pytest.mark.parametrize(
    ("mineral", "limit", "by_hand", "state"),
    [
        (Mineral.ALUMINA, Benchmark.PROCESSING, exactly(710_000 / 2_500_000), GaugeState.MISSED),
        (Mineral.PHOSPHATE, Benchmark.EXTRACTION, exactly(20_000_000 / 21_000_000), GaugeState.MET),
        (Mineral.RARE_EARTHS, Benchmark.PROCESSING, exactly(8_900 / 27_000), GaugeState.MISSED),
        (Mineral.ALUMINIUM, Benchmark.PROCESSING, exactly(660_000 / 5_700_000), GaugeState.MISSED),
        (Mineral.ALUMINIUM, Benchmark.RECYCLING, exactly(1_600_000 / 5_700_000), GaugeState.MET),
        (Mineral.GRAPHITE, Benchmark.EXTRACTION, exactly(0.0), GaugeState.MISSED),
        # Both figures are rounded to 100,000 t: 50 to 150 over 850 to 950.
        (Mineral.TITANIUM, Benchmark.EXTRACTION, Interval(50 / 950, 150 / 850), GaugeState.UNDECIDED),
    ],
)
def test_the_united_states_alone_are_measured_by_the_figures_of_usgs(asked, mineral, limit, by_hand, state):
    row = gauge_of(asked(mineral, "USA"), limit)
    assert row.gauge.value == by_hand
    assert row.gauge.state is state
    assert row.period == "2025, estimate"
    assert row.source_ids == {"usgs-mcs-2026"}


@pytest.mark.parametrize(
    ("mineral", "limit", "reason"),
    [
        (Mineral.LITHIUM, Benchmark.EXTRACTION, "withheld by the publisher"),
        (Mineral.TUNGSTEN, Benchmark.EXTRACTION, "withheld by the publisher"),
        (Mineral.GERMANIUM, Benchmark.PROCESSING, "not available"),
        (Mineral.COPPER, Benchmark.EXTRACTION, "two stages"),
        (Mineral.COBALT, Benchmark.EXTRACTION, "concentrate"),
        (Mineral.COBALT, Benchmark.RECYCLING, "not told apart"),
        (Mineral.TIN, Benchmark.PROCESSING, "prints no U.S. refined output"),
    ],
)
def test_what_does_not_count_the_same_goods_stays_grey_with_its_reason(asked, mineral, limit, reason):
    """Net import reliance would give a figure for each of them, and it would be no figure of extraction or processing."""
    gauge = gauge_of(asked(mineral, "USA"), limit).gauge
    assert (gauge.state, gauge.value) == (GaugeState.NO_DATA, None)
    assert reason in gauge.reason


def test_the_figures_of_usgs_are_those_of_the_united_states_alone(asked):
    """A second member has no consumption of that publisher, so the figure of one country may not stand for two."""
    row = gauge_of(asked(Mineral.ALUMINA, "USA,CAN"), Benchmark.PROCESSING)
    assert row.gauge.state is GaugeState.NO_DATA
    assert row.stands_for is StandIn.WORLD


# The European Union


def test_the_sourcing_of_the_eu_stands_in_for_the_eu_and_for_nobody_else(asked, geography):
    own = gauge_of(asked(Mineral.ALUMINIUM, "EU27"), Benchmark.PROCESSING)
    assert own.stands_for is StandIn.EU_SOURCING
    assert own.stand_in.value.low == pytest.approx(0.39)
    # Printed shares sum to 0.92; the rest may be the EU's.
    assert own.stand_in.value.high == pytest.approx(0.39 + 0.08)
    assert own.gauge.state is GaugeState.NO_DATA
    fewer = ",".join(sorted(geography.eu - {"FRA"}))
    assert gauge_of(asked(Mineral.ALUMINIUM, fewer), Benchmark.PROCESSING).stands_for is StandIn.WORLD
    assert gauge_of(asked(Mineral.ALUMINIUM, "washington-six"), Benchmark.PROCESSING).stands_for is StandIn.WORLD


def test_several_rare_earths_are_spanned_not_summed(asked):
    row = gauge_of(asked(Mineral.RARE_EARTHS, "EU27"), Benchmark.PROCESSING)
    assert len(row.ground.materials) == 7
    assert row.stand_in.value.low == 0.0
    assert row.stand_in.value.high == pytest.approx(0.02)


def test_the_recycling_rate_of_the_eu_judges_the_eu_alone(asked):
    judged = gauge_of(asked(Mineral.COPPER, "EU27"), Benchmark.RECYCLING)
    assert judged.gauge.state is GaugeState.MET
    for members in ("washington-six", "JPN", "none"):
        other = gauge_of(asked(Mineral.COPPER, members), Benchmark.RECYCLING)
        assert (other.gauge.state, other.gauge.value) == (GaugeState.NO_DATA, None)
        assert "for the EU alone" in other.gauge.reason
        assert other.stand_in.value == judged.gauge.value
        assert "not a rate of these members" in other.stand_in.stands_in[0]


# Any set of members


@pytest.mark.parametrize("members", SETS)
def test_what_stands_in_never_meets_or_misses_and_always_says_what_it_is(asked, members):
    for mineral in Mineral:
        for row in asked(mineral, members).gauges:
            assert (row.gauge.reason is not None) is (row.gauge.state is GaugeState.NO_DATA)
            assert (row.stand_in is None) is (row.stands_for is None)
            if row.stand_in is not None:
                assert row.gauge.state is GaugeState.NO_DATA
                assert row.stand_in.state in STAND_IN_STATES
                assert row.stand_in.stands_in


def test_shares_of_the_eu_study_are_not_told_as_those_of_one_year(asked):
    row = gauge_of(asked(Mineral.TUNGSTEN, "washington-six"), Benchmark.PROCESSING)
    assert row.source_ids == {"eu-crm-2023"}
    assert row.period == "average 2016-2020"


def test_accepted_pairs_of_output_and_customs_code_fit_the_consumption_that_usgs_prints(real_atlas, facts):
    """The consumption worked out for the United States against the same balance of USGS figures, within 5 %."""
    printed = us_salient(real_atlas)
    of_2024 = printed[printed["year"] == 2024].set_index(["commodity", "detail"])["quantity_t"]
    copper = (
        of_2024["Copper", "Production, Refinery: Primary (from ore)"]
        + of_2024["Copper", "Production, Refinery: Secondary (from scrap)"]
        + of_2024["Copper", "Imports for consumption: Refined"]
        - of_2024["Copper", "Exports: Refined"]
    )
    wanted = {
        (Mineral.COPPER, Stage.REFINED): copper,
        (Mineral.PHOSPHATE, Stage.MINED): of_2024["Phosphate Rock", "Consumption, apparent"],
    }
    accepted = {
        (Mineral(row["mineral"]), Stage(row["stage"]))
        for row in benchmark_trade_pairs(real_atlas).to_dict("records")
        if row["is_accepted"]
    }
    assert accepted == set(wanted)
    for (mineral, stage), consumption in wanted.items():
        balance = facts[mineral].grounds.balances[stage]
        bought, sold = traded_tonnes(balance, {"USA"})
        made = next(row.quantity_t for row in balance.output.result.shares if row.area == "USA")
        assert made + bought - sold == pytest.approx(consumption, rel=0.05)


def test_refused_pairs_are_told_with_their_numbers(asked):
    reason = gauge_of(asked(Mineral.BARITE, "EU27"), Benchmark.EXTRACTION).gauge.reason
    assert "925,000 t under the code against 65,000 t" in reason


# Receipts


@pytest.mark.parametrize("members", SETS)
def test_every_figure_of_the_gauges_has_a_receipt_that_ends_in_it(real_atlas, asked, geography, world, members):
    opened = 0
    for mineral in Mineral:
        answer = asked(mineral, members)
        subject = Subject(mineral, answer.gauge_set, geography.names, (*world.sources, *answer.facts.sources))
        opened += sum(
            check_table(gauges_table(Asked(real_atlas, answer, world.governance_year, world.sources))).values()
        )
        for row in answer.gauges:
            receipt = gauge_receipt(row, subject)
            assert (receipt is None) is (row.shown is None)
            if receipt is not None:
                check_receipt(receipt)
                assert row.gauge.caveat in receipt.notes
    shown = sum(row.shown is not None for mineral in Mineral for row in asked(mineral, members).gauges)
    assert opened == 2 * shown > 40


def test_the_receipts_are_in_the_json_of_the_command(real_atlas, asked, world):
    found = Asked(real_atlas, asked(Mineral.ALUMINA, "USA"), world.governance_year, world.sources)
    figures = dependence_figures(found)
    told = json.loads(json.dumps(figures["limits"], default=str))
    processing = told["gauges"][1]
    assert told["set"] == {"name": "United States", "members": ["USA"]}
    assert processing["receipt"]["steps"][-1]["worked"] == "710,000 / 2,500,000"
    assert [each["printed"].split()[0] for each in processing["receipt"]["inputs"]] == ["710", "2,500"]


# Reviewed tables


US_PAIR = {
    "benchmark": "processing",
    "mineral": "cobalt",
    "commodity": "Cobalt",
    "output_detail": "Primary",
    "consumption_detail": "Apparent",
    "rounding_t": None,
    "is_accepted": True,
    "reason": "the same goods",
}


def salient_rows() -> pd.DataFrame:
    own = {"mineral": "cobalt", "commodity": "Cobalt"}
    rows = [("production", "Primary"), ("production", "Other"), ("consumption", "Apparent")]
    return pd.DataFrame([{**own, "item": item, "detail": detail} for item, detail in rows])


def errors_of(**tables: pd.DataFrame) -> list[str]:
    return table_errors(frames() | {"us_salient": salient_rows()} | tables)


def test_reviewed_pairs_name_rows_that_are_printed():
    assert errors_of(benchmark_us_pair=pd.DataFrame([US_PAIR])) == []
    (error,) = errors_of(benchmark_us_pair=pd.DataFrame([US_PAIR | {"output_detail": "Primry"}]))
    assert "benchmark_us_pair.csv line 2: us_salient has no row of 'cobalt / Cobalt / Primry'" in error
    # An output is no consumption, although a row of that name is printed.
    (error,) = errors_of(benchmark_us_pair=pd.DataFrame([US_PAIR | {"consumption_detail": "Primary"}]))
    assert "correct mineral, commodity, consumption_detail" in error


def test_a_limit_and_mineral_has_one_accepted_pair():
    two = pd.DataFrame([US_PAIR, US_PAIR | {"output_detail": "Other"}])
    (error,) = errors_of(benchmark_us_pair=two)
    assert "line 2, 3: two accepted pairs" in error
    assert errors_of(benchmark_us_pair=two.assign(is_accepted=[True, False])) == []


def test_a_code_of_another_stage_makes_no_pair():
    pair = {
        "mineral": "cobalt",
        "stage": "mined",
        "hs6": "282200",
        "basis": "Co content",
        "is_accepted": False,
        "reason": "-",
    }
    assert any("trade_code has no row" in error for error in errors_of(benchmark_trade_pair=pd.DataFrame([pair])))


def test_a_material_that_the_study_does_not_print_is_refused():
    material = {"mineral": "cobalt", "stage": "refined", "material": "Cobold", "is_accepted": True, "reason": "-"}
    (error,) = errors_of(benchmark_eu_material=pd.DataFrame([material]))
    assert "eu_supply_share has no row of 'cobalt / refined / Cobold'" in error
