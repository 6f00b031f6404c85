"""Expected growth: worked by hand, and the figures of the IEA as they reach a ceiling."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.evidence.market import markets
from geo.model.bilateral import bilateral_trade
from geo.model.growth import Outlook, growth_of
from geo.model.supply import Flow
from geo.schema.codes import Mineral, Region, Stage
from geo.settings import load_settings
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.answer.plan import outlooks_of
from geo.topics.nearshoring.answer.shelf import newest_output, outlooks_printed
from geo.topics.nearshoring.model.ceiling import CeilingRule, ceilings, ceilings_of_output
from geo.topics.nearshoring.question import Exports, Question

CANADA = Outlook("CAN", 2024, 1000.0, ((2030, 1400.0), (2035, 1300.0)), "content", "edition")
FLOWS = [
    Flow("CHN", "DEU", 80.0, 800.0),
    Flow("CHN", "CAN", 20.0, 200.0),
    Flow("CAN", "DEU", 30.0, 300.0),
    Flow("CAN", "USA", 70.0, 700.0),
]


@pytest.mark.parametrize(
    ("horizon", "year", "factor"),
    [(2024, None, None), (2029, None, None), (2030, 2030, 0.4), (2034, 2030, 0.4), (2035, 2035, 0.3)],
)
def test_what_is_expected_of_a_year_counts_from_that_year_on(horizon, year, factor):
    found = growth_of(CANADA, 800.0, horizon, 1.0)
    assert (found.year, found.factor) == (year, factor if factor is None else pytest.approx(factor))
    assert found.quantity_t == pytest.approx(800.0 * (factor or 0.0))


def test_a_fall_and_a_start_from_nothing_add_nothing_and_say_so():
    fall = growth_of(Outlook("CHL", 2024, 100.0, ((2030, 90.0),), "x", "e"), 50.0, 2030, 1.0)
    new = growth_of(Outlook("DEU", 2024, 0.0, ((2030, 90.0),), "x", "e"), 50.0, 2030, 1.0)
    assert (fall.quantity_t, new.quantity_t, new.factor) == (0.0, 0.0, None)
    assert "fall" in fall.remark
    assert "no ratio" in new.remark
    assert "not before 2030" in growth_of(CANADA, 50.0, 2029, 1.0).remark


def test_growth_is_a_part_of_own_exports_and_belongs_to_the_low_end():
    rows = {
        row.area: row
        for row in ceilings(
            bilateral_trade(FLOWS),
            {"DEU"},
            ["CHN"],
            CeilingRule(2030, stretch=1.5, project_share=0.5),
            trade_year=2024,
            goods="oxide",
            outlooks={"CAN": CANADA, "CHN": CANADA},
        )
    }
    # Own 1,000 - 200 = 800 t; half of 40 % of it is 160 t. Stretch: 1.5 x 800 - 300 = 900 t, 400 t of it new.
    canada = rows["CAN"]
    assert (canada.growth_t, canada.new_t, canada.total_t) == pytest.approx((160.0, 560.0, 1060.0))
    assert rows["CHN"].growth is None


def test_output_of_the_same_edition_grows_by_what_the_edition_adds():
    (row,) = ceilings_of_output({"CAN": 1000.0}, {"DEU"}, [], CeilingRule(2030), outlooks={"CAN": CANADA})
    assert row.growth_t == pytest.approx(400.0)


years = st.lists(st.integers(2025, 2040), min_size=1, max_size=4, unique=True).map(sorted)
tonnes = st.just(0.0) | st.floats(1e-6, 1e7)  # facts are rounded to the gram


@given(years, st.data(), tonnes, st.floats(0, 1), st.floats(0, 1), st.integers(2024, 2040))
def test_growth_is_nothing_before_its_year_and_rises_with_the_part_that_is_counted(steps, data, own, low, high, year):
    later = tuple((step, data.draw(tonnes)) for step in steps)
    outlook = Outlook("CAN", 2024, data.draw(tonnes), later, "x", "e")
    few, many = (growth_of(outlook, own, year, part) for part in sorted((low, high)))
    assert 0 <= few.quantity_t <= many.quantity_t
    if year < steps[0]:
        assert many.quantity_t == 0
    assert growth_of(outlook, own, year, 0.0).quantity_t == 0


# --- on the real database -------------------------------------------------------------------------------------------


def asked(**settings):
    exports = Exports.OWN
    return Question(Mineral.COBALT, Stage.REFINED, Region.EUROPE, "washington-six-can", exports=exports, **settings)


def test_the_horizon_moves_refined_cobalt_by_the_ratio_that_the_iea_prints(real_atlas):
    early, late = (near_shoring(real_atlas, asked(horizon=year)) for year in (2029, 2030))
    before, after = early.plan.ceilings["CAN"], late.plan.ceilings["CAN"]
    # IEA May 2025, base case, refined cobalt of Canada: 1.754 kt in 2024, 4.104 kt in 2030.
    printed = near_shoring(real_atlas, asked(horizon=2030)).outlooks.by_area["CAN"]
    assert (printed.base_t, dict(printed.later)[2030]) == pytest.approx((1754.0, 4104.0), abs=1.0)
    ratio = dict(printed.later)[2030] / printed.base_t
    assert after.total_t - before.total_t == pytest.approx((ratio - 1) * before.own_t)
    assert before.growth_t == 0
    assert late.plan.coverage.low_t >= early.plan.coverage.low_t


def test_no_tonne_is_counted_twice_for_countries_that_fall_away(real_atlas):
    answer = near_shoring(real_atlas, asked(horizon=2035, replace=("CAN", "CHN")))
    assert answer.plan.ceilings["CAN"].total_t == 0


def test_only_reviewed_codes_and_output_of_the_same_edition_take_an_outlook(real_atlas):
    reviewed = pd.read_csv(load_settings().reviewed / "outlook_pair.csv", dtype=str)
    pairs = set(zip(reviewed["mineral"], reviewed["stage"], reviewed["hs6"], strict=True))
    for (mineral, stage), own in markets(real_atlas).items():
        for hs6, market in own.items():
            used = outlooks_of(outlooks_printed(real_atlas, mineral, stage), market, None)
            assert (used is not None) == ((mineral, stage, hs6) in pairs)
    magnets = newest_output(real_atlas, Mineral.RARE_EARTHS, Stage.REFINED)
    assert outlooks_of(outlooks_printed(real_atlas, Mineral.RARE_EARTHS, Stage.REFINED), None, magnets) is not None
    oxides = newest_output(real_atlas, Mineral.RARE_EARTHS, Stage.MINED)
    assert oxides.source.source_id != "iea-cm-2025"
    assert outlooks_of(outlooks_printed(real_atlas, Mineral.RARE_EARTHS, Stage.MINED), None, oxides) is None
