"""Ceilings of suppliers, worked by hand."""

from __future__ import annotations

import pytest

from geo.errors import SelectionError
from geo.model.bilateral import bilateral_trade
from geo.model.supply import Flow
from geo.topics.nearshoring.model.ceiling import CeilingRule, PassedOn, Project, ProjectUse, ceilings

EUROPE = {"DEU", "FRA"}
FLOWS = [
    Flow("CHN", "DEU", 80.0, 800.0),
    Flow("CHN", "JPN", 20.0, 200.0),
    # Japan sends 1,000 t, 300 t of them to the home, and buys 200 t from China and 50 t from Chile.
    Flow("JPN", "DEU", 30.0, 300.0),
    Flow("JPN", "USA", 70.0, 700.0),
    Flow("CHL", "JPN", 5.0, 50.0),
    # Belgium passes on more Chinese goods than it can have of its own.
    Flow("CHN", "BEL", 90.0, 900.0),
    Flow("BEL", "FRA", 40.0, 400.0),
    Flow("BEL", "USA", 60.0, 600.0),
    # Germany is a country of the home and exports itself.
    Flow("DEU", "FRA", 10.0, 100.0),
    Flow("DEU", "USA", 15.0, 1000.0),
    Flow("BRA", "USA", 15.0, None),
]


def found(rule=None, projects=(), flows=FLOWS):
    rows = ceilings(
        bilateral_trade(flows),
        EUROPE,
        ["CHN"],
        rule or CeilingRule(horizon=2030),
        trade_year=2024,
        goods="oxide",
        projects=projects,
    )
    return {row.area: row for row in rows}


def test_at_no_stretch_only_what_goes_elsewhere_can_be_redirected():
    japan = found()["JPN"]
    # 1,000 t less 200 t that may be Chinese less 300 t that go to the home already.
    assert (japan.exports_t, japan.passed_on_t, japan.to_home_t, japan.imports_t) == (1000.0, 200.0, 300.0, 250.0)
    assert (japan.extra_t, japan.redirected_t, japan.new_t, japan.total_t) == (0.0, 500.0, 0.0, 500.0)


def test_stretch_adds_tonnes_that_nobody_gets_today():
    japan = found(CeilingRule(horizon=2030, stretch=1.5))["JPN"]
    assert (japan.extra_t, japan.redirected_t, japan.total_t) == (400.0, 500.0, 900.0)


def test_the_strict_reading_takes_all_imports_as_passed_on():
    japan = found(CeilingRule(horizon=2030, passed_on=PassedOn.ALL_IMPORTS))["JPN"]
    assert (japan.passed_on_t, japan.total_t) == (250.0, 450.0)


def test_what_stays_with_the_home_is_served_before_anything_is_free():
    # Belgium has 100 t of its own and sends 400 t to the home: 3 x 100 t do not even make that.
    assert found()["BEL"].total_t == 0.0
    assert found(CeilingRule(horizon=2030, stretch=3.0))["BEL"].total_t == 0.0


def test_where_own_falls_short_of_the_home_the_extra_is_what_is_left_above_it():
    flows = [*FLOWS[:5], Flow("CHN", "BEL", 9.0, 700.0), Flow("BEL", "FRA", 4.0, 400.0), Flow("BEL", "USA", 6.0, 600.0)]
    belgium = found(CeilingRule(horizon=2030, stretch=2.0), flows=flows)["BEL"]
    assert (belgium.extra_t, belgium.redirected_t) == (200.0, 0.0)


def test_a_country_of_the_region_is_an_option_like_others():
    # 1,100 t less 100 t for France less 800 t that may be Chinese: own 300, home 100.
    germany = found()["DEU"]
    assert (germany.passed_on_t, germany.redirected_t) == (800.0, 200.0)


def test_what_goes_to_a_replaced_country_of_the_region_can_be_redirected():
    flows = [Flow("CHN", "JPN", 1.0, 10.0), Flow("AUS", "CHN", 9.0, 90.0), Flow("AUS", "JPN", 3.0, 30.0)]
    rows = ceilings(
        bilateral_trade(flows), {"CHN", "JPN", "AUS"}, ["CHN"], CeilingRule(2030), trade_year=2024, goods="x"
    )
    assert {row.area: (row.to_home_t, row.total_t) for row in rows} == {"AUS": (30.0, 90.0), "CHN": (10.0, 0.0)}


def test_a_supplier_to_be_replaced_has_no_ceiling_whatever_the_stretch():
    china = found(CeilingRule(horizon=2030, stretch=3.0), [Project("Works", "CHN", 2026, 5.0, "oxide")])["CHN"]
    assert (china.total_t, china.is_replaced) == (0.0, True)
    assert china.projects[0].use is ProjectUse.REPLACED


def test_exports_without_tonnes_count_nothing_and_are_no_zero():
    brazil = found()["BRA"]
    assert (brazil.exports_t, brazil.total_t, brazil.without_quantity) == (None, 0.0, 1)


@pytest.mark.parametrize(
    ("project", "use", "tonnes"),
    [
        (Project("In time", "CAN", 2028, 40.0, "oxide"), ProjectUse.COUNTED, 20.0),
        (Project("At the horizon", "CAN", 2030, 40.0, "oxide"), ProjectUse.COUNTED, 20.0),
        (Project("Too late", "CAN", 2031, 40.0, "oxide"), ProjectUse.NOT_YET, 0.0),
        (Project("Running", "CAN", 2024, 40.0, "oxide"), ProjectUse.IN_TODAYS_EXPORTS, 0.0),
        (Project("Undated", "CAN", None, 40.0, "oxide"), ProjectUse.NO_START_YEAR, 0.0),
        (Project("Unsized", "CAN", 2026, None, "oxide"), ProjectUse.NO_CAPACITY, 0.0),
        (Project("Metal", "CAN", 2026, 40.0, "contained metal"), ProjectUse.OTHER_BASIS, 0.0),
    ],
)
def test_a_project_counts_from_its_year_on_and_in_its_own_goods_only(project, use, tonnes):
    canada = found(CeilingRule(horizon=2030, stretch=2.0, project_share=0.5), [project])["CAN"]
    assert (canada.projects[0].use, canada.projects_t, canada.new_t) == (use, tonnes, tonnes)


def test_projects_are_not_stretched_and_add_to_exports():
    japan = found(CeilingRule(horizon=2030, stretch=2.0), [Project("New", "JPN", 2029, 70.0, "oxide")])["JPN"]
    assert (japan.extra_t, japan.projects_t, japan.new_t, japan.total_t) == (800.0, 70.0, 870.0, 1370.0)


@pytest.mark.parametrize(
    "wrong", [{"stretch": 0.9}, {"stretch": 3.1}, {"project_share": 1.2}, {"stretch": float("nan")}]
)
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(SelectionError, match="is not possible"):
        CeilingRule(horizon=2030, **wrong)
