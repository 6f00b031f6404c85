"""The Near-shoring page: every control has its place in the link, and a link brings back the same figures."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo.evidence.shared import Shared
from geo.figure.setting import settings_of
from geo.schema.codes import HOME_REGIONS, Mineral, Region
from geo.topics.nearshoring.page.controls import replaced_value
from geo.topics.nearshoring.view import NearshoringTab, Supply
from geo.view import words
from tests.asked import another
from tests.enrolled import PAGE_SETTINGS
from tests.page.test_pages import maps
from tests.page.visit import goto, visit

OWN = [
    setting
    for asked in PAGE_SETTINGS["near-shoring"]
    for setting in settings_of(asked)
    if setting.name not in {each.name for each in settings_of(Shared)}
]
NAMES = [setting.name for setting in OWN]
BY_DATA = {
    "mineral": "magnesium",
    "replace": "CHN,RUS",
    "partners": "MSP,US_FTA",
    "governance-min": "-0.5",
    "least": "0.02",
    "need": "12500",
    "to": "NOR",
    "unit-costs": "CAN:2100,ISR:1900,TUR:1500",
    "weights": "distance:2,governance:1",
}
"""Values that the data must allow, or that leave some option."""
BETWEEN = {"corruption-min": "-2", "circle": "any", "cap": "0.5", "outside-max": "0.4", "growth": "0.5"}
"""Values that leave something of what the others change."""
ALONE = {"tab", "in-region", "hs", "option"}
"""They hide what the others change, or magnesium has no second one; tried below."""
SET = {each.name: each.write(another(each)) for each in OWN if each.name not in {*BY_DATA, *ALONE}} | BY_DATA | BETWEEN


def near(**query: str) -> AppTest:
    return visit("near-shoring", **query)


def figures(app: AppTest) -> list[tuple[str, str]]:
    return [(metric.label, metric.value) for metric in app.metric] + [(h.tag, h.value) for h in app.subheader]


def test_a_link_with_every_control_restores_the_very_same_figures():
    app = near(**SET)
    assert not app.exception
    assert not app.warning, [warning.value for warning in app.warning]
    written = {name: app.query_params[name] for name in app.query_params}
    assert {name: value[0] if isinstance(value, list) else value for name, value in written.items()} == SET
    again = near(**SET)
    assert figures(again) == figures(app)
    assert figures(again) != figures(near(mineral="magnesium"))


@pytest.mark.parametrize("tab", ["overview", "options", "regions"])
@pytest.mark.parametrize("detail", ["mix", "ranking", "frontier"])
def test_every_part_comes_up(tab, detail):
    app = near(mineral="lithium", tab=tab, detail=detail)
    assert not app.exception
    assert not app.error
    assert len(maps(app)) == (tab == "options")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("replace", "china"),
        ("replace", "ZZZ"),
        ("partners", "NOBODY"),
        ("partners", "<b>"),
        ("circle", "square"),
        ("governance-min", "9"),
        ("distance-max", "far"),
        ("ceiling", "7"),
        ("ceiling", "nan"),
        ("horizon", "1999"),
        ("cap", "-1"),
        ("outside-max", "1e9"),
        ("cost", "gold"),
        ("unit-costs", "CAN"),
        ("weights", "luck=7"),
        ("weights", "distance=0"),
        ("need", "-5"),
        ("tab", "attic"),
        ("to", "USA"),
    ],
)
def test_a_hostile_value_is_said_and_the_page_stands(name, value):
    app = near(mineral="magnesium", **{name: value})
    assert not app.exception
    assert not app.error
    assert len(app.warning) == 1
    assert len(app.warning[0].value) < 1000
    assert figures(app) == figures(near(mineral="magnesium"))


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    query=st.dictionaries(
        st.sampled_from(NAMES),
        st.text(max_size=40)
        | st.sampled_from(["none", "off", "yes", "0", "1", "CHN", "largest", "outside", "controlled", "governance"]),
        max_size=5,
    ),
    mineral=st.sampled_from(["magnesium", "tin", "cobalt", "rare_earths", "gallium"]),
    region=st.sampled_from(HOME_REGIONS),
)
def test_any_values_give_a_page(query, mineral, region):
    app = near(**query, mineral=mineral, region=region.value)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    "limit",
    [{"least": "1"}, {"least": "0.33"}, {"growth": "0"}, {"growth": "0.33"}, {"ceiling": "3"}, {"ceiling": "1.25"}],
)
def test_every_value_that_a_link_may_carry_fits_its_control(limit):
    app = near(mineral="magnesium", region="americas", **limit)
    assert not app.exception
    assert not app.warning


def test_a_country_may_fall_away_and_no_supplier_at_all_is_said_to_be_none():
    assert near(replace="CHL", mineral="lithium").session_state["replace"] == ("CHL",)
    nobody = near(replace="none", mineral="lithium")
    assert nobody.session_state["replace"] == ("largest",)
    assert "“NONE” is no country code; use one of" in nobody.warning[0].value


def test_a_preset_stands_alone_and_the_newest_choice_wins():
    assert replaced_value(["largest", "CHN"]) == ("CHN",)
    assert replaced_value(["CHN", "RUS", "outside"]) == ("outside",)
    assert replaced_value([]) == ("largest",)
    assert replaced_value(["CHN", "RUS"]) == ("CHN", "RUS")


def test_the_cap_of_another_page_does_not_leak_into_this_one():
    app = visit("sources-and-method", tab="coverage")
    goto(app, "near-shoring").run()
    assert not app.exception
    assert app.session_state["tab"] == "options"


def test_a_control_moves_the_figures_and_the_link():
    app = near(mineral="magnesium")
    before = figures(app)
    app.slider(key="near.ceiling").set_value(1.0).run()
    assert app.query_params["ceiling"] in ("1", ["1"])
    assert figures(app) != before
    assert any("all redirected from other buyers" in heading.value for heading in app.subheader)
    app.slider(key="near.ceiling").set_value(1.5).run()
    assert figures(app) == before


def test_a_step_along_the_frontier_moves_map_mix_and_link():
    app = near(mineral="magnesium", detail="frontier")
    before, drawn = figures(app), maps(app)
    app.slider(key="near.outside-max").set_value(20).run()
    assert app.query_params["outside-max"] in ("0.2", ["0.2"])
    assert figures(app) != before
    assert maps(app) != drawn


@pytest.mark.parametrize("name", ["need", "covered", "open"])
def test_every_number_opens_its_receipt(name):
    app = near(mineral="magnesium")
    app.button(key=f"receipt.nearshoring.{name}").click().run()
    assert not app.exception
    assert any("61,457.996" in code.value for code in app.code)


def test_the_sentence_opens_a_receipt_of_all_its_figures():
    app = near(mineral="cobalt")
    app.button(key="receipt.nearshoring.sentence").click().run()
    assert not app.exception
    steps = next(code.value for code in app.code if code.value.startswith("Need: "))
    assert "Part of what Namibia buys that comes from DR Congo" in steps
    assert "Covered, high end, part of the need" in steps


def test_the_mean_cost_of_the_mix_opens_its_receipt():
    app = near(mineral="magnesium")
    app.button(key="receipt.nearshoring.mean").click().run()
    assert not app.exception
    assert any("Mean cost of a covered tonne: cost over covered tonnes" in code.value for code in app.code)


@pytest.mark.parametrize("figure", ["need_t", "high_share", "remainder_share", "mix"])
def test_every_number_of_the_regions_side_by_side_opens_its_receipt(figure):
    app = near(mineral="magnesium", tab="regions")
    for region in ("americas", "europe", "asia-pacific"):
        app.button(key=f"receipt.nearshoring.{region}.{figure}").click().run()
        assert not app.exception
        assert any("of unwrought magnesium" in code.value for code in app.code)


def test_without_a_need_there_are_figures_and_no_receipts_of_parts_of_it():
    app = near(mineral="magnesium", need="0")
    assert not app.exception
    keys = {button.key for button in app.button if button.key and button.key.startswith("receipt.nearshoring.")}
    assert keys == {"receipt.nearshoring.need"}
    assert {metric.label: metric.value for metric in app.metric}["Open"] == words.tonnes(0.0)


def test_controls_of_a_tab_that_is_not_drawn_keep_their_values():
    app = near(mineral="magnesium", cap="0.3", **{"outside-max": "0.25"})
    app.segmented_control(key="near.tab").set_value(NearshoringTab.OVERVIEW).run()
    assert app.session_state["tab"] == "overview"
    app.run()
    app.segmented_control(key="near.tab").set_value(NearshoringTab.OPTIONS).run()
    assert app.session_state["cap"] == 0.3
    assert app.session_state["outside-max"] == 0.25


def test_a_need_of_ones_own_is_an_assumption():
    app = near(mineral="magnesium", need="1000")
    assert "(assumption)" in app.subheader[0].value


def test_a_need_typed_for_one_mineral_is_never_that_of_another():
    app = near(mineral="gallium", region="asia-pacific", need="150")
    assert "150" in app.subheader[0].value
    app.selectbox(key="mineral").set_value(Mineral.NICKEL).run()
    assert "need" not in app.query_params
    assert "need 150" in app.warning[0].value
    assert "Gallium, Refined, Asia-Pacific" in app.warning[0].value
    app.segmented_control(key="region").set_value(Region.EUROPE).run()
    assert figures(app) == figures(near(mineral="nickel", region="europe"))
    assert "(assumption)" not in app.subheader[0].value
    assert near(mineral="nickel", region="europe", need="150").query_params["need"] in ("150", ["150"])


def test_a_need_of_one_region_is_not_that_of_the_regions_beside_it():
    plain = near(mineral="magnesium", tab="regions", region="europe")
    app = near(mineral="magnesium", tab="regions", region="europe", need="150")
    changed = [mine.label for mine, theirs in zip(app.metric, plain.metric, strict=True) if mine.value != theirs.value]
    assert changed.count("Need") == 1
    app.button(key="near.open.americas").click().run()
    assert figures(app) == figures(near(mineral="magnesium", region="americas"))
    assert "need 150" in app.warning[0].value


def test_the_map_says_why_it_is_empty_where_nobody_passes():
    app = near(mineral="lithium", **{"governance-min": "0.5"})
    said = "No new mix is drawn: no country passed the filters."
    assert any(said in each.proto.body for each in app.get("html"))
    assert any(said in caption.value for caption in app.caption)
    app.segmented_control(key="near.supply").set_value(Supply.OLD).run()
    assert not any("No new mix" in each.proto.body for each in app.get("html"))


def test_undo_brings_back_the_need_that_a_change_set_aside():
    app = near(mineral="gallium", region="asia-pacific", need="150")
    before = figures(app)
    app.selectbox(key="mineral").set_value(Mineral.NICKEL).run()
    app.button(key="change.undo").click().run()
    assert figures(app) == before
    assert not app.warning
