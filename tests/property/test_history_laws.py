"""Trade over the years: what holds of any imports and any dated measure, and of the real series."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.evidence.geography import load_geography
from geo.model.interval import NoData
from geo.schema.codes import Mineral, Stage
from geo.topics.dependence.answer.history import History, history
from geo.topics.dependence.answer.importer import importer_named
from geo.topics.dependence.charts.history import bands, mixed
from geo.topics.dependence.figures.history import HistoryAsked, followed_table, years_table
from geo.topics.dependence.model.history import MOST_SUPPLIERS, ImportYear, drawn_suppliers, effect_of
from geo.view.palette import Role
from tests.table_law import check_table

AREAS = ("AUS", "CAN", "CHN", "DEU", "JPN", "KAZ", "MYS", "USA", "VNM")
amounts = st.dictionaries(st.sampled_from(AREAS), st.floats(1, 1e9), min_size=1)


@st.composite
def spans(draw):
    return [ImportYear(1995 + place, draw(amounts), None, 0.0) for place in range(draw(st.integers(2, 8)))]


@given(spans())
def test_shares_of_a_year_are_one_and_the_hhi_lies_between_even_and_alone(years):
    for year in years:
        shares = [year.share(area) for area in year.value_usd]
        assert sum(shares) == pytest.approx(1, abs=1e-9)
        assert 1 / len(shares) - 1e-9 <= year.hhi <= 1 + 1e-9
        assert year.share("ZZZ") == 0


@given(spans())
def test_a_band_of_its_own_has_whoever_has_most_over_the_years(years):
    drawn = drawn_suppliers(years)
    assert len(drawn) == min(MOST_SUPPLIERS, len({area for year in years for area in year.value_usd}))
    added = {area: sum(year.share(area) for year in years) for area in AREAS}
    left = [added[area] for area in AREAS if area not in drawn]
    assert not left or min(added[area] for area in drawn) >= max(left) - 1e-12


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(1995, 2024), st.integers(1995, 2024))
def test_before_and_after_are_whole_years_that_are_held(starts, first, last):
    shares = {year: year / 3000 for year in range(min(first, last), max(first, last) + 1)}
    effect = effect_of(starts, shares)
    for found in (effect.before, effect.after):
        assert found is None or shares[found[0]] == found[1]
    if effect.before is not None:
        assert date(effect.before[0], 12, 31) < starts
    if effect.after is not None:
        assert date(effect.after[0], 1, 1) >= starts
    # Said to be missing only where it is.
    assert effect.after is not None or starts.year + 1 > max(shares) or starts.year < min(shares)


@given(st.floats(0, 1))
def test_a_mixed_colour_lies_between_its_two(part):
    made = mixed("#ff8000", "#0000ff", part)
    assert all(
        min(a, b) - 1 <= int(made[at : at + 2], 16) <= max(a, b) + 1
        for at, a, b in ((1, 255, 0), (3, 128, 0), (5, 0, 255))
    )


# --- on the real database -------------------------------------------------------------------------------------------


def found_of(atlas, mineral: Mineral, stage: Stage, importer: str, hs6: str) -> History:
    geography = load_geography(atlas)
    buyer = importer_named(geography, geography.roster("washington-six"), importer)
    found = history(atlas, mineral, stage, buyer, hs6)
    assert not isinstance(found, NoData)
    return found


@pytest.fixture(scope="module")
def japan(real_atlas) -> History:
    return found_of(real_atlas, Mineral.RARE_EARTHS, Stage.INTERMEDIATE, "JPN", "284690")


def test_japans_rare_earths_of_2010_and_after(real_atlas, japan):
    """The publisher's flows of 284690 to Japan: China 278.9 of 371.0 million USD in 2010, 1,079.1 of 1,243.3 in 2011."""
    assert japan.at(2010).value_usd["CHN"] / 1e6 == pytest.approx(278.9, abs=0.06)
    assert japan.at(2010).total_usd / 1e6 == pytest.approx(371.0, abs=0.06)
    assert japan.at(2011).share("CHN") == pytest.approx(0.868, abs=0.0006)
    assert [year.year for year in japan.years] == list(range(1995, 2025))
    assert japan.newest.nomenclature == "HS92"


def test_bands_fill_every_year(real_atlas, japan):
    names = load_geography(real_atlas).names
    shown = bands(japan, names, lambda _area: Role.OTHER)
    assert len(shown) == MOST_SUPPLIERS + 1
    for year in japan.years:
        assert sum(band.shares[year.year] for band in shown) == pytest.approx(1, abs=1e-9)


def test_parts_of_the_world_add_up_to_one_in_every_year(japan):
    for year in japan.years:
        assert sum(shares[year.year] for shares in japan.world.values()) == pytest.approx(1, abs=1e-9)


def test_a_measure_after_the_last_trade_year_has_no_figure_after(real_atlas, japan):
    asked = HistoryAsked(japan, load_geography(real_atlas).names)
    rows = followed_table(asked).figures()
    late = [row for row in rows if row["starts"] >= "2024-01-02"]
    assert late
    assert all(row["after"] is None and row["after_year"] is None for row in late)
    assert "no trade year yet" in followed_table(asked).frame()["First full year after"].tolist()


def test_trade_of_the_eu_with_itself_is_no_import(real_atlas):
    union = found_of(real_atlas, Mineral.COBALT, Stage.REFINED, "EU27", "282200")
    members = load_geography(real_atlas).eu
    assert all(not members & set(year.value_usd) for year in union.years)


def test_every_figure_of_the_years_can_be_worked_out_again(real_atlas, japan):
    opened = check_table(years_table(HistoryAsked(japan, load_geography(real_atlas).names)))
    assert opened == {"imports_usd": 30, "leader_share": 30, "supplier_hhi": 30}
