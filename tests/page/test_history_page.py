"""Dependence, over the years: what a person sees of a link, of the slider and where nothing is held."""

from __future__ import annotations

from tests.page.visit import visit

JAPAN = {"mineral": "rare_earths", "stage": "intermediate", "importer": "JPN", "tab": "history"}


def headings(app):
    return [heading.value.replace("\u2009", " ").replace("\u202f", " ") for heading in app.subheader]


def test_a_link_opens_its_year_and_the_slider_walks_to_another():
    app = visit("dependence", **JAPAN, **{"trade-year": "2010"})
    assert not app.exception
    assert any("In 2010 China sent 75.2 %" in each and "in 2024 it sent 58.1 %" in each for each in headings(app))
    slider = app.select_slider(key="dependence.trade-year")
    assert slider.value == 2010
    slider.set_value(2011).run()
    assert any("In 2011 China sent 86.8 %" in each for each in headings(app))
    assert app.session_state["trade-year"] == 2011


def test_without_a_year_the_newest_is_shown_and_one_that_is_not_held_is_named():
    app = visit("dependence", **JAPAN)
    assert any(each.startswith("In 2024 China sent 58.1 %") for each in headings(app))
    app = visit("dependence", **JAPAN, **{"trade-year": "1980"})
    assert any("1980" in warning.value for warning in app.warning)
    assert any(each.startswith("In 2024 China") for each in headings(app))


def test_where_no_trade_is_held_the_page_says_why():
    app = visit("dependence", mineral="lithium", stage="mined", tab="history")
    assert not app.exception
    assert any("customs code" in info.value for info in app.info)


def test_what_a_region_buys_inside_itself_is_said_to_be_left_out():
    app = visit("dependence", mineral="cobalt", stage="intermediate", region="europe", tab="history")
    assert any("that Europe bought outside the region, by value" in each for each in headings(app))
