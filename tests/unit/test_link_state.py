"""The address bar: what is written can be read, what cannot be read is said, and the visitor's choice stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.schema.codes import HOME_REGIONS, Mineral, Stage
from geo.ui.state import NOTES, PAGE_PARAMETERS, load_link, parameters_of, store_link


class Query(dict[str, list[str]]):
    """Stands for ``st.query_params``."""

    def get_all(self, key):
        return self.get(key, [])

    def from_dict(self, params):
        self.clear()
        self.update({name: [value] for name, value in params.items()})


PAGES = [*PAGE_PARAMETERS, "sources"]


@given(
    mineral=st.sampled_from(list(Mineral)),
    stage=st.sampled_from(list(Stage)),
    region=st.sampled_from(HOME_REGIONS),
    year=st.none() | st.integers(2000, 2040),
)
def test_a_link_restores_what_it_was_made_from(mineral, stage, region, year):
    session = {}
    load_link("", Query(), session)
    session.update(mineral=mineral.value, stage=stage.value, region=region.value, year=year)
    query = Query()
    store_link("", query, session)
    restored = {}
    load_link("", query, restored)
    names = [parameter.name for parameter in parameters_of("")]
    assert {name: restored[name] for name in names} == {name: session[name] for name in names}
    assert restored[NOTES] == []


def test_defaults_are_left_out_of_the_link():
    session, query = {}, Query()
    load_link("", query, session)
    store_link("", query, session)
    assert query == {}


@given(page=st.sampled_from(PAGES), name=st.text(max_size=30), value=st.text(max_size=3000))
def test_any_link_gives_a_view_and_a_short_sentence(page, name, value):
    session = {}
    load_link(page, Query({name: [value]}), session)
    for parameter in parameters_of(page):
        assert parameter.name in session
    assert all(len(note) < 700 for note in session[NOTES])
    store_link(page, Query(), session)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("mineral", "unobtainium", "unobtainium"),
        ("mineral", "", "empty"),
        ("region", "africa", "home region"),
        ("year", "20x4", "four digits"),
        ("colour", "red", "colour"),
    ],
)
def test_a_bad_value_is_named(name, value, said):
    session = {}
    load_link("", Query({name: [value]}), session)
    assert len(session[NOTES]) == 1
    assert said in session[NOTES][0]


@pytest.mark.parametrize("text", ["rare_earths", "Rare earths", "RARE-EARTHS", " rare_earths "])
def test_spellings_of_a_code_mean_the_same(text):
    session = {}
    load_link("", Query({"mineral": [text]}), session)
    assert session["mineral"] == "rare_earths"


def test_a_repeated_name_is_a_list():
    session = {}
    load_link("near-shoring", Query({"replace": ["CHN", "rus"]}), session)
    assert session["replace"] == ("CHN", "RUS")


def test_a_change_of_page_keeps_the_shared_choice_and_back_restores_the_default():
    session, query = {}, Query()
    load_link("", query, session)
    session["mineral"] = "tin"
    store_link("", query, session)
    load_link("near-shoring", Query(), session)
    assert session["mineral"] == "tin"
    store_link("near-shoring", query, session)
    load_link("near-shoring", Query(), session)
    assert session["mineral"] == "cobalt"


def test_the_visitor_wins_over_a_link_that_has_not_changed():
    query, session = Query({"mineral": ["tin"]}), {}
    load_link("", query, session)
    store_link("", query, session)
    session["mineral"] = "zinc"
    load_link("", query, session)
    assert session["mineral"] == "zinc"
