"""The colour of home is for members of the roster and partners in the home region, wherever a country is shown."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.evidence.geography import load_geography
from geo.evidence.market import markets
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.store.queries_statistic import stages_available
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.figures.columns import options_table, ranking_table
from geo.topics.nearshoring.figures.mix_columns import mix_table
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.model.filters import Circle
from geo.topics.nearshoring.page.answer import mix_parts
from geo.topics.nearshoring.page.answer import supplier_bars as draw_suppliers
from geo.topics.nearshoring.picture import scene
from geo.topics.nearshoring.question import Buyers, Question
from geo.topics.nearshoring.view import Origin, Supply
from geo.topics.nearshoring.words.options import NEIGHBOUR, STANDING, roles_of, standing_words
from geo.ui import charts
from geo.view.palette import LIGHT, Role
from geo.view.role_of import role_of

AREAS = st.frozensets(st.sampled_from("ABCDEF"))
SETTINGS = ((Circle.ROSTER_AND_PARTNERS, Buyers.ALLIED), (Circle.ANY, Buyers.ALL))
"""The usual question, and the one in which a neighbour outside the alliance may supply and buy."""
NO_SITES = pd.DataFrame(columns=["facility_id", "lon", "lat", "kind", "is_default", "iso3", "name", "status"])


@given(area=st.sampled_from("ABCDEF"), region=AREAS, roster=AREAS, partners=AREAS, fallen=AREAS)
def test_a_country_has_the_first_role_that_holds(area, region, roster, partners, fallen):
    role = role_of(area, region=region, roster=roster, partners=partners, fallen=fallen)
    allied = area in roster | partners
    holds = {
        Role.RISK: area in fallen,
        Role.HOME: area in region and allied,
        Role.MEMBER: area in roster,
        Role.PARTNER: area in partners,
        Role.OTHER: True,
    }
    assert role is next(each for each, is_so in holds.items() if is_so)


@given(st.data())
def test_whoever_joins_the_alliance_moves_no_nearer_to_falling_away(data):
    area, region, roster, partners, fallen = "A", *(data.draw(AREAS) for _ in range(4))
    before = role_of(area, region=region, roster=roster, partners=partners, fallen=fallen)
    after = role_of(area, region=region, roster=roster | {area}, partners=partners, fallen=fallen)
    assert (after is Role.RISK) == (before is Role.RISK)
    assert after in (Role.RISK, Role.HOME, Role.MEMBER)


@pytest.fixture(scope="module")
def questions(real_atlas):
    pairs = [(Mineral(row["mineral"]), Stage(row["stage"])) for row in stages_available(real_atlas).to_dict("records")]
    return [
        Question(mineral, stage, Region.ASIA_PACIFIC, "washington-six", circle=circle, buyers=buyers)
        for (mineral, stage), (circle, buyers) in zip(pairs, itertools.cycle(SETTINGS), strict=False)
    ]


@pytest.fixture
def bars(monkeypatch):
    """The bars of the charts that are drawn."""
    found = []
    monkeypatch.setattr(charts, "bars", lambda shown, _title: found.extend(shown))
    return found


def without_home(answer, area, geography, real_atlas, bars):
    """Check that `area` wears the colour of home in no picture and no table of `answer`."""
    name = geography.names[area]
    for shown in Supply:
        drawn = scene(answer, geography, NO_SITES, LIGHT, chosen=None, shown=shown, origin=Origin.DECLARED)
        assert drawn.shading.colours.get(area) != LIGHT.areas[Role.HOME]
        assert not [flow for flow in drawn.flows if flow.role is Role.HOME and area in flow.id.split("-")]
    bars.clear()
    draw_suppliers(answer, geography)
    if answer.production is not None:
        charts.production_bars(answer.production, roles_of(answer))
    assert not [bar for bar in bars if bar.name == name and bar.role is Role.HOME]
    ledger = Ledger(answer, geography, real_atlas)
    tables = [options_table(ledger), ranking_table(ledger)]
    if answer.decision is not None and answer.plan.need_t > 0:
        mix = answer.decision.mix
        assert not [each for each in mix_parts(answer, mix, geography) if each.name == name and each.role is Role.HOME]
        tables.append(mix_table(ledger, mix))
    for table in (each.frame() for each in tables):
        if not table.empty:
            assert STANDING[Role.HOME] not in set(table[table["Country"] == name]["Tier"])


def test_china_is_never_painted_as_home_under_asia_pacific(real_atlas, questions, bars):
    geography = load_geography(real_atlas)
    fallen = standing = 0
    for question in questions:
        answer = near_shoring(real_atlas, question)
        without_home(answer, "CHN", geography, real_atlas, bars)
        fallen += "CHN" in answer.replaced
        standing += standing_words("CHN", answer) == NEIGHBOUR
    assert fallen
    assert standing


def test_what_falls_away_is_never_painted_as_home(real_atlas, bars):
    geography = load_geography(real_atlas)
    tried = 0
    for region in HOME_REGIONS:
        for mineral, stage in list(markets(real_atlas))[::4]:
            answer = near_shoring(real_atlas, Question(mineral, stage, region, "washington-six"))
            for area in answer.replaced:
                without_home(answer, area, geography, real_atlas, bars)
                tried += 1
    assert tried


def test_one_role_for_a_country_on_map_bar_and_table(real_atlas, questions, bars):
    geography = load_geography(real_atlas)
    for question in questions[::5]:
        answer = near_shoring(real_atlas, question)
        decide, codes = roles_of(answer), {name: area for area, name in geography.names.items()}
        drawn = scene(answer, geography, NO_SITES, LIGHT, chosen=None, shown=Supply.NEW, origin=Origin.DECLARED)
        assert {area: LIGHT.areas[decide(area)] for area in drawn.shading.colours} == drawn.shading.colours
        assert drawn.shading.fallen == set(answer.replaced)
        bars.clear()
        draw_suppliers(answer, geography)
        assert all(bar.role is decide(codes[bar.name]) for bar in bars)
        for row in options_table(Ledger(answer, geography, real_atlas)).frame().to_dict("records"):
            role = decide(row["Code"])
            assert row["Tier"] == STANDING[role] or (role is Role.OTHER and row["Tier"] == NEIGHBOUR)
