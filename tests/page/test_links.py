"""Links on the running pages: each page has its tab, back keeps the view, and what is not used is said in one box."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.schema.codes import HOME_REGIONS, Mineral, Region
from geo.topics.nearshoring.picture import MOST_FLOWS
from geo.topics.nearshoring.view import NearshoringTab
from geo.view.words import NO_DATA
from tests.page.test_pages import ADDRESSES
from tests.page.visit import goto, visit


def by_menu(app: AppTest, page: str) -> AppTest:
    """Go to a page by the menu, which leads to its bare address."""
    app.query_params.clear()
    goto(app, page).run()
    assert not app.exception
    return app


def at(app: AppTest, **query: str) -> AppTest:
    """Show the page again at another address, as the back button does."""
    app.query_params.clear()
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


def link(app: AppTest) -> dict[str, str]:
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in app.query_params.items()}


def said(app: AppTest) -> str:
    """Return the one box that says what was not used; empty if there is none."""
    assert len(app.warning) <= 1
    return app.warning[0].value if app.warning else ""


# Tabs


def test_the_menu_opens_a_page_at_its_own_tab():
    app = visit("dependence", tab="overview", mineral="lithium")
    by_menu(app, "near-shoring")
    assert app.session_state["tab"] == "options"
    app.segmented_control(key="near.tab").set_value(NearshoringTab.REGIONS).run()
    by_menu(app, "sources-and-method")
    assert app.session_state["tab"] == "sources"
    by_menu(app, "near-shoring")
    assert app.session_state["tab"] == link(app)["tab"] == "regions"
    by_menu(app, "dependence")
    assert app.session_state["tab"] == "overview"
    assert not app.warning


# Back


def test_back_to_the_bare_address_that_the_menu_left_keeps_the_view():
    app = visit("", mineral="nickel", roster="washington-six-can")
    by_menu(app, "near-shoring")
    before = [heading.value for heading in app.subheader]
    at(app)
    assert app.session_state["roster"] == "washington-six-can"
    assert link(app) == {"mineral": "nickel", "roster": "washington-six-can"}
    assert [heading.value for heading in app.subheader] == before
    assert not any("change_circle" in line.value for line in app.markdown)


def test_back_to_an_address_shows_all_of_what_it_says():
    app = visit("near-shoring", mineral="lithium")
    at(app, mineral="lithium", roster="G7", region="americas")
    at(app, mineral="lithium")
    assert (app.session_state["roster"], app.session_state["region"]) == ("washington-six", "europe")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_visit_to_a_bare_address_shows_the_defaults(address):
    app = visit(address)
    chosen = [str(app.session_state[name]) for name in ("mineral", "stage", "region", "roster")]
    assert chosen == ["cobalt", "refined", "europe", "washington-six"]
    assert not app.warning


# What is not used


@pytest.mark.parametrize(
    ("address", "query", "words"),
    [
        ("near-shoring", {"hs": "253090"}, "'253090' does not stand for mined lithium alone, and no other code does"),
        ("dependence", {"hs": "253090"}, "'253090' does not stand for mined lithium alone, and no other code does"),
        (
            "",
            {"hs": "253090", "show": "trade"},
            "'253090' does not stand for mined lithium alone, and no other code does",
        ),
        (
            "near-shoring",
            {"hs": "253090", "stage": "refined"},
            "does not stand for refined lithium alone; use one of: 28",
        ),
        ("near-shoring", {"replace": "none"}, "“NONE” is no country code; use one of largest"),
        ("dependence", {"fill": "outside"}, "The map has no figures here for “Bought outside the roster”"),
        ("", {"year": "1950", "show": "trade"}, "1950"),
        ("dependence", {"year": "1950"}, "1950"),
    ],
)
def test_a_value_that_is_not_used_is_said(address, query, words):
    app = visit(address, **({"mineral": "lithium", "stage": "mined"} | query))
    assert words in said(app)
    app.run()
    assert said(app) == ""


def test_a_code_of_another_mineral_goes_without_a_word_when_the_mineral_is_changed():
    app = visit("near-shoring", mineral="nickel", hs="750210")
    assert link(app)["hs"] == "750210"
    app.selectbox(key="mineral").set_value(Mineral.TIN).run()
    assert said(app) == ""
    assert "hs" not in link(app)


@pytest.mark.parametrize("text", ["atlantis", "africa", "middle-east"])
def test_a_region_that_is_none_is_told_the_regions_that_are_accepted(text):
    sentence = said(visit("", region=text))
    assert ", ".join(HOME_REGIONS) in sentence
    assert not [region for region in Region if region not in HOME_REGIONS and f", {region}" in sentence]


def test_many_bad_values_give_one_box_with_a_line_each():
    bad = {"mineral": "unobtainium", "stage": "melted", "region": "africa", "roster": "nobody", "colour": "red"}
    own = {"horizon": "1999", "cap": "-1"}
    text = said(visit("near-shoring", **bad, **own))
    assert text.count("\n- ") == len(bad) + len(own)
    for value in (*bad.values(), *own.values()):
        if value != "red":
            assert value in text
    assert "colour" in text


@pytest.mark.parametrize("text", ["![](http://a.io/x.png)", "[here](http://a.io)"])
def test_a_hostile_value_draws_no_picture_and_no_link(text):
    sentence = said(visit("", mineral=text))
    assert r"\]" in sentence
    # The brackets of our own spans around a colon make neither a link nor a picture.
    bare = sentence.replace(":color[:]", "").replace(r"\[", "").replace(r"\]", "")
    assert "[" not in bare
    assert "]" not in bare
    assert "http://" not in sentence


# Words


@pytest.mark.parametrize("address", ["", "near-shoring", "dependence"])
@pytest.mark.parametrize(("mineral", "stage"), [("tin", "refined"), ("lithium", "mined")])
def test_no_command_stands_on_a_page_for_ministers(address, mineral, stage):
    app = visit(address, mineral=mineral, stage=stage, **({} if address else {"show": "trade"}))
    printed = [element.value for kind in (app.caption, app.info, app.markdown, app.subheader) for element in kind]
    text = " ".join(printed)
    assert "nearshore facts" not in text
    assert ": none" not in text
    assert any(words in text for words in ("no customs code stands", "No customs code stands", "under customs code"))


def test_the_command_stands_in_sources_and_method():
    app = visit("sources-and-method", tab="coverage")
    assert any("nearshore facts baci" in line.value for line in app.markdown)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"mineral": "tungsten", "hs": "810194", "supply": "old"}, "; all "),
        ({"mineral": "copper", "supply": "old"}, f"the {MOST_FLOWS} largest of "),
        ({"mineral": "magnesium"}, "one a country of the new mix"),
    ],
)
def test_the_note_says_which_flows_are_drawn(query, words):
    app = visit("near-shoring", **({"mineral": "lithium"} | query))
    assert any(words in caption.value for caption in app.caption)


def test_a_roster_of_one_state_is_one_state():
    app = visit("", roster="USA")
    assert any("1 state" in line.value and "1 states" not in line.value for line in app.markdown)


def test_a_member_with_an_article_joins_with_it():
    app = visit("", roster="washington-six")
    at(app, roster="AUS,EU27,GBR,JPN,NZL")
    assert any("The United States left" in line.value for line in app.markdown)


# Tables


@pytest.mark.parametrize("tab", ["overview", "exposure", "benchmarks", "minerals"])
def test_no_word_is_missing_in_a_table_of_dependence(tab):
    no_word_is_missing(visit("dependence", tab=tab, mineral="copper", stage="mined"))


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("", {"mineral": "cobalt", "stage": "mined"}),
        ("", {"mineral": "cobalt", "stage": "mined", "country": "CHL"}),
        ("near-shoring", {"mineral": "magnesium"}),
        ("sources-and-method", {"tab": "agreement"}),
    ],
)
def test_no_word_is_missing_in_a_table(address, query):
    no_word_is_missing(visit(address, **query))


def no_word_is_missing(app: AppTest) -> None:
    """Fail if a table would print "None", or "no data" for a word."""
    assert app.dataframe
    for table in app.dataframe:
        assert table.proto.placeholder == NO_DATA
        for name, column in table.value.items():
            kind = pd.api.types.infer_dtype(column, skipna=True)
            assert kind != "string" or column.notna().all(), name
