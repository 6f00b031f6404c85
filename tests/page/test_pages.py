"""Every page comes up for any link, and prints the numbers of the model; nothing on a map asks the network."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.topics import TOPICS
from geo.ui.state import NOTES
from tests.page.visit import visit

ADDRESSES = [topic.address for topic in TOPICS]


def maps(app: AppTest) -> list[str]:
    return [element.proto.json for element in app.get("deck_gl_json_chart")]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_visit_shows_the_page_without_error(address):
    app = visit(address)
    assert not app.exception
    assert not app.error
    assert not app.warning


@pytest.mark.parametrize("address", ["", "near-shoring"])
def test_no_map_asks_for_an_address_outside(address):
    for spec in maps(visit(address)):
        for word in re.findall(r'"([^"]*)"', spec):
            assert not word.lstrip("@=' ").startswith(("http:", "https:", "//")), word
        assert json.loads(spec)["views"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "query",
    [
        {"mineral": "unobtainium"},
        {"mineral": ""},
        {"mineral": "x" * 5000},
        {"stage": "melted", "region": "africa", "roster": "nobody"},
        {"roster": "USA,JPN,ZZZ"},
        {"year": "1066", "country": "ZZZ", "site": "no-such-site", "layers": "volcanoes", "hs": "123456"},
        {"replace": "ZZZ,CHN", "to": "USA", "route": "moon", "option": "QQQ"},
        {"<script>alert(1)</script>": "<img src=x onerror=alert(1)>"},
        {"mineral": "germanium", "stage": "mined"},
    ],
    ids=lambda query: "-".join(query)[:30],
)
def test_a_hostile_link_gives_a_sentence_and_a_page(address, query):
    app = visit(address, **query)
    assert not app.exception
    assert not app.error
    assert len(app.warning) <= 1
    assert all(len(line) < 1000 for warning in app.warning for line in warning.value.splitlines())


def test_what_cannot_be_used_is_said():
    app = visit("", mineral="unobtainium", year="20x4", colour="red")
    said = " ".join(warning.value for warning in app.warning)
    for word in ("unobtainium", "20x4", "colour"):
        assert word in said
    assert app.session_state[NOTES]


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    address=st.sampled_from(["", "near-shoring"]),
    mineral=st.sampled_from(list(Mineral)),
    stage=st.sampled_from(list(Stage)),
    region=st.sampled_from(HOME_REGIONS),
    show=st.sampled_from(["production", "reserves", "trade"]),
)
def test_every_mineral_stage_and_region_has_a_page(address, mineral, stage, region, show):
    query = {"mineral": mineral.value, "stage": stage.value, "region": region.value}
    app = visit(address, **query, **({} if address else {"show": show}))
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"mineral": "cobalt", "stage": "mined", "year": "2025"}, "DR Congo mined 74.2"),
        ({"mineral": "rare_earths", "stage": "mined", "year": "2025"}, "China mined 69.2"),
        ({"mineral": "copper", "stage": "refined", "year": "2025"}, "China refined 48.3"),
        ({"mineral": "nickel", "stage": "refined", "year": "2024"}, "Indonesia refined 42.9"),
        ({"mineral": "gallium", "stage": "refined", "year": "2025"}, "China refined 99"),
    ],
)
def test_the_atlas_prints_the_publishers_figures(query, said):
    headings = [heading.value for heading in visit("", **query).subheader]
    assert any(heading.startswith(said) for heading in headings), headings


def test_europe_gets_most_lithium_carbonate_from_chile():
    headings = [heading.value for heading in visit("near-shoring", mineral="lithium", region="europe").subheader]
    assert headings[0].startswith("Without Chile, Europe must replace 19\u202fkt a year of lithium carbonate (89")


def test_where_no_trade_is_held_the_page_says_so_and_works_on_production():
    app = visit("near-shoring", mineral="tin", stage="refined")
    assert any("No open trade between countries is held under customs code" in each.value for each in app.caption)
    assert any("This page works on production instead" in each.value for each in app.caption)
    assert "production" in app.subheader[0].value


def test_changing_region_keeps_mineral_and_roster():
    app = visit("near-shoring", mineral="lithium", roster="G7")
    app.segmented_control(key="region").set_value(Region.AMERICAS).run()
    assert not app.exception
    assert app.session_state["mineral"] == "lithium"
    assert app.session_state["roster"] == "G7"
    assert app.session_state["region"] == "americas"
