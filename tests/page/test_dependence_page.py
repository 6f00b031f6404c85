"""The Dependence page comes up for any link, prints the model's figures, and a link restores the very same ones."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo.evidence.geography import load_geography
from geo.schema.codes import HOME_REGIONS, Mineral, Stage
from geo.topics.dependence.answer.dependence import dependence, load_facts, load_world
from geo.topics.dependence.page.minerals import picked_mineral
from geo.topics.dependence.question import Question
from geo.topics.dependence.view import DependenceTab
from geo.ui.state import NOTES
from geo.view import words
from tests.page.visit import visit

TABS = [tab.value for tab in DependenceTab]


def opened(**query: str) -> AppTest:
    """Return the page after a visit by a link with `query`."""
    return visit("dependence", **query)


def link_of(app: AppTest) -> dict[str, str]:
    return {
        name: ",".join(value) if isinstance(value, list) else value for name, value in dict(app.query_params).items()
    }


def figures(app: AppTest) -> list[str]:
    """Return everything that the page prints, in order."""
    texts = [element.value for kind in ("subheader", "markdown", "caption", "metric") for element in app.get(kind)]
    tables = [frame.value.to_csv() for frame in app.dataframe]
    charts = [json.dumps(json.loads(chart.proto.spec), sort_keys=True) for chart in app.get("vega_lite_chart")]
    return [*texts, *tables, *charts]


@pytest.mark.parametrize("tab", TABS)
def test_every_part_comes_up_without_a_word_of_complaint(tab):
    app = opened(tab=tab)
    assert not app.exception
    assert not app.error
    assert not app.warning


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    "query",
    [
        {"mineral": "unobtainium", "stage": "melted", "region": "africa", "roster": "nobody"},
        {"year": "1066", "importer": "ZZZ", "origin": "moon", "hs": "740311"},
        {"year": "2030", "importer": "africa", "fill": "volcanoes", "candidates": "friends", "set": "ZZZ,QQQ"},
        {"importer": "<script>alert(1)</script>", "error": "900", "tab": ""},
        {"importer": "x" * 5000, "set": "y" * 5000, "error": "nan"},
        {"<script>alert(1)</script>": "<img src=x onerror=alert(1)>"},
    ],
    ids=["codes", "year", "words", "script", "long", "name"],
)
def test_a_hostile_link_gives_a_sentence_and_a_page(tab, query):
    app = opened(**{"tab": tab, **query})
    assert not app.exception
    assert not app.error
    assert app.warning
    assert all(len(line) < 1000 for warning in app.warning for line in warning.value.splitlines())
    assert app.session_state[NOTES]


@settings(max_examples=14, suppress_health_check=list(HealthCheck))
@given(
    tab=st.sampled_from(TABS),
    mineral=st.sampled_from(list(Mineral)),
    stage=st.sampled_from(list(Stage)),
    region=st.sampled_from(HOME_REGIONS),
    importer=st.sampled_from(["home", "roster", "EU27", "americas", "USA", "CHN", "NRU"]),
    origin=st.sampled_from(["declared", "traced"]),
    roster=st.sampled_from(["washington-six", "G7", "NZL", "CHN,RUS"]),
)
def test_every_choice_has_a_page(tab, mineral, stage, region, importer, origin, roster):
    query = {"mineral": mineral.value, "stage": stage.value, "region": region.value, "roster": roster}
    app = opened(tab=tab, importer=importer, origin=origin, **query)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"mineral": "cobalt", "stage": "mined", "year": "2025"}, "DR Congo mined 74.2"),
        ({"mineral": "gallium", "stage": "refined", "year": "2025"}, "China refined 99"),
        ({"tab": "exposure", "mineral": "lithium"}, "Chile sends 89.5"),
        ({"tab": "exposure", "mineral": "cobalt"}, "Namibia, a transit hub, sends 69.9"),
        ({"tab": "exposure", "mineral": "cobalt", "origin": "traced"}, "DR Congo sends 69.1"),
        (
            {"tab": "alliance", "stage": "mined", "mineral": "cobalt"},
            "DR Congo would add most: 74.2 points",
        ),
        ({"tab": "alliance", "stage": "mined", "mineral": "palladium", "roster": "washington-six"}, "South Africa"),
        ({"tab": "benchmarks", "mineral": "cobalt"}, "no data for extraction, processing and recycling"),
    ],
)
def test_the_page_prints_the_models_figures(query, said):
    headings = [heading.value for heading in opened(**query).subheader]
    assert any(said in heading for heading in headings), headings


def test_the_page_and_the_command_say_the_same(real_atlas):
    geography = load_geography(real_atlas)
    facts = load_facts(real_atlas, Mineral.NICKEL, Stage.REFINED)
    world = load_world(real_atlas)
    answer = dependence(facts, world, geography, Question(roster="washington-six-can"))
    app = opened(tab="exposure", mineral="nickel", roster="washington-six-can")
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Outside roster"] == words.share(answer.imports.outside(answer.roster.members))
    assert shown["Imports"] == words.tonnes(answer.imports.total)


def test_both_definitions_stand_side_by_side_under_their_own_names():
    app = opened(mineral="cobalt", stage="refined")
    shown = {metric.label: metric.value for metric in app.metric}
    held = [label for label in shown if label.startswith("Supply left")]
    removed = [label for label in shown if label.startswith("Supply against demand")]
    assert len(held) == len(removed) == 1
    assert shown[held[0]].startswith("21.6")
    assert shown[removed[0]] == words.NO_DATA
    assert any("demand by country is not published" in caption.value.casefold() for caption in app.caption)


def test_a_chain_of_one_country_is_called_so_and_offers_a_question_with_an_answer():
    said = [info.value for info in opened(mineral="gallium").info]
    assert any("true, and of no use" in text and "10.0 times" in text for text in said), said
    assert not any("of no use" in info.value for info in opened(mineral="copper").info)


@pytest.mark.parametrize(
    "query",
    [
        {"tab": "overview", "mineral": "copper", "year": "2021", "fill": "score", "importer": "JPN", "error": "10"},
        {"tab": "exposure", "mineral": "lithium", "importer": "EU27", "origin": "traced", "roster": "G7"},
        {"tab": "alliance", "stage": "mined", "candidates": "all", "roster": "USA,JPN,KOR"},
        {"tab": "benchmarks", "mineral": "copper", "set": "EU27"},
        {"tab": "minerals", "stage": "mined", "mineral": "tin"},
    ],
    ids=lambda query: query["tab"],
)
def test_a_link_restores_the_very_same_figures(query):
    first = opened(**query)
    link = link_of(first)
    kept = {name: value for name, value in query.items() if name not in ("tab", "roster")}
    assert kept.items() <= link.items()
    assert set(query) - {"tab"} <= set(link)
    assert figures(opened(**link)) == figures(first)


def test_a_member_switched_off_and_on_leaves_no_trace():
    app = opened(tab="exposure", mineral="nickel", roster="washington-six-can")
    before = figures(app)
    app.selectbox(key="roster").set_value("washington-six").run()
    assert figures(app) != before
    app.selectbox(key="roster").set_value("washington-six-can").run()
    kept = [text for text in figures(app) if "change_circle" not in text]
    assert kept == [text for text in before if "change_circle" not in text]


def test_no_map_asks_for_an_address_outside():
    for fill in ("output", "outside", "score"):
        specs = [element.proto.json for element in opened(fill=fill).get("deck_gl_json_chart")]
        assert len(specs) == 1
        for word in re.findall(r'"([^"]*)"', specs[0]):
            assert not word.lstrip("@=' ").startswith(("http:", "https:", "//")), word


def test_where_no_trade_is_held_the_map_shows_output_and_the_page_says_why():
    app = opened(mineral="tin", stage="refined", fill="outside")
    assert not app.exception
    assert any("no open trade between countries is held" in caption.value.casefold() for caption in app.caption)
    assert any("No open trade between countries is held" in text.value for text in app.markdown)


def test_the_two_views_are_never_mixed():
    for origin, other in (("declared", "origin adjusted"), ("traced", "as reported")):
        tables = [frame.value for frame in opened(tab="exposure", mineral="cobalt", origin=origin).dataframe]
        views = {view for table in tables if "View" in table for view in table["View"]}
        assert len(views) == 1
        assert other not in views


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (None, None),
        ({"selection": {"mineral": []}}, None),
        ({"selection": {"mineral": [{"code": "gallium"}]}}, "gallium"),
        ({"selection": {"mineral": [{"code": "<script>"}]}}, None),
        ({"selection": {"mineral": [{"code": 7}]}}, None),
    ],
)
def test_a_click_on_the_scatter_gives_a_mineral_or_nothing(state, code):
    assert picked_mineral(state) == code
