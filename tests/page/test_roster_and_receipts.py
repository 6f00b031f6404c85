"""The roster editor, the line that says what changed, receipts and the agreement table, as a visitor uses them."""

from __future__ import annotations

import math
import re

import pytest
from streamlit.testing.v1 import AppTest

from geo.evidence.agreement import agreement
from geo.model.agreement import Verdict
from geo.schema.codes import Mineral, Region
from tests.arithmetic import work_out
from tests.page.visit import goto, visit

TICKS, OTHERS = "roster.ticks", "roster.others"


def visited(page: str = "", **query: str) -> AppTest:
    """Return the app after a visit with `query` to the page at that address."""
    app = visit(page, **query)
    assert not app.exception
    return app


def ticked(app: AppTest, *codes: str) -> AppTest:
    """Toggle members in the editor."""
    ticks = app.button_group(key=TICKS)
    ticks.set_value([*(code for code in ticks.value if code not in codes), *(c for c in codes if c not in ticks.value)])
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Return the line that says what changed; empty if there is none."""
    lines = [each.value for each in app.markdown if "change_circle" in each.value]
    assert len(lines) <= 1
    return lines[0] if lines else ""


def figures(app: AppTest) -> list[tuple[str, str]]:
    """Return every figure of the answer, and every receipt that names one."""
    receipts = [(button.key, button.label) for button in app.button if (button.key or "").startswith("receipt.")]
    return [(metric.label, metric.value) for metric in app.metric] + receipts


def link(app: AppTest) -> dict[str, str]:
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in app.query_params.items()}


# Roster


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("AUS,CAN,EU27,GBR", "AUS,CAN,EU27,GBR"),
        ("gbr, can,eu27,aus,AUS", "AUS,CAN,EU27,GBR"),
        ("NZL,AUS,JPN,GBR,EU27,USA", "washington-six"),
        ("USA,JPN,ITA,GBR,FRA,DEU,CAN", "G7"),
        ("jpn,EU27,usa", "US_EU_JP_2026"),
        ("none", "none"),
    ],
)
def test_a_roster_in_a_link_is_read_and_written_back_in_one_form(asked, code):
    app = visited(roster=asked)
    assert not app.warning
    assert app.session_state["roster"] == code
    assert link(app).get("roster", "washington-six") == code
    again = visited(roster=code)
    assert figures(again) == figures(app)


@pytest.mark.parametrize(
    "asked", ["nobody", "USA,ZZZ", ",,,", ",".join(["QQQ"] * 290), "<b>", "USA;JPN", "x" * 5000, "A" * 1100]
)
def test_a_roster_that_is_none_is_said_and_the_default_shown(asked):
    app = visited(roster=asked)
    assert app.session_state["roster"] == "washington-six"
    assert app.warning
    assert all(len(warning.value) < 1000 for warning in app.warning)


def test_a_tick_names_the_preset_and_off_and_on_is_the_identical_state():
    app = visited(mineral="nickel", stage="refined")
    before, address = figures(app), link(app)
    ticked(app, "CAN")
    assert app.session_state["roster"] == link(app)["roster"] == "washington-six-can"
    assert figures(app) != before
    ticked(app, "CAN")
    assert app.session_state["roster"] == "washington-six"
    assert (figures(app), link(app)) == (before, address)


def test_the_union_is_one_tick_and_any_country_can_be_added():
    app = visited()
    ticked(app, "EU27")
    assert app.session_state["roster"] == "AUS,GBR,JPN,NZL,USA"
    app.multiselect(key=OTHERS).set_value(["CHL", "DEU"]).run()
    assert app.session_state["roster"] == "AUS,CHL,DEU,GBR,JPN,NZL,USA"
    assert "EU27" not in app.button_group(key=TICKS).value
    ticked(app, "EU27")
    assert app.session_state["roster"] == "AUS,CHL,EU27,GBR,JPN,NZL,USA"
    assert app.multiselect(key=OTHERS).value == ["CHL"]
    app.multiselect(key=OTHERS).set_value([]).run()
    assert app.session_state["roster"] == "washington-six"


def test_everybody_can_leave():
    app = visited()
    app.button_group(key=TICKS).set_value([]).run()
    assert not app.exception
    assert app.session_state["roster"] == "none"
    assert next(label for key, label in figures(app) if key == "receipt.inside").startswith("Inside the roster: 0 to ")


def test_a_published_group_is_a_start_with_its_date_and_its_note():
    app = visited()
    app.selectbox(key="roster.start").set_value("G7").run()
    assert app.session_state["roster"] == "G7"
    assert any("known as of 2026-01-01" in caption.value for caption in app.caption)
    assert any("scenario set of this app, not a published membership" in caption.value for caption in app.caption)
    assert any("7 states" in markdown.value for markdown in app.markdown)


def test_a_published_group_with_the_union_ticks_it_once_and_counts_its_states():
    app = visited()
    app.selectbox(key="roster.start").set_value("US_EU_JP_2026").run()
    assert set(app.button_group(key=TICKS).value) == {"USA", "EU27", "JPN"}
    assert app.multiselect(key=OTHERS).value == []
    assert any("3 members with the EU counted once, 29 states in sums" in each.value for each in app.markdown)
    assert any("it counts as its 27 states" in caption.value for caption in app.caption)
    ticked(app, "EU27")
    assert app.session_state["roster"] == "JPN,USA"
    ticked(app, "EU27")
    assert app.session_state["roster"] == link(app)["roster"] == "US_EU_JP_2026"


def test_the_roster_stays_when_the_visitor_reads_the_sources():
    app = visited(roster="AUS,CAN,EU27", mineral="lithium")
    goto(app, "sources-and-method").run()
    goto(app, "near-shoring").run()
    assert not app.exception
    assert app.session_state["roster"] == "AUS,CAN,EU27"
    assert app.session_state["mineral"] == "lithium"


# What changed


def test_the_line_names_who_joined_and_the_figures_before_and_after():
    app = visited(mineral="nickel", stage="refined")
    assert said(app) == ""
    inside = dict(figures(app))["receipt.inside"].removeprefix("Inside the roster: ")
    ticked(app, "CAN")
    now = dict(figures(app))["receipt.inside"].removeprefix("Inside the roster: ")
    assert "**Canada joined.**" in said(app)
    assert f"{inside} → {now}" in said(app)
    assert "Europe's imports from outside the roster" in said(app)


@pytest.mark.parametrize("page", ["near-shoring", "dependence", "sources-and-method"])
def test_the_line_follows_to_every_page_until_dismissed(page):
    app = ticked(visited(), "SGP", "KOR")
    assert "South Korea and Singapore joined" in said(app)
    goto(app, page).run()
    assert not app.exception
    assert "South Korea and Singapore joined" in said(app)
    app.button(key="change.dismiss").click().run()
    assert said(app) == ""
    app.run()
    assert said(app) == ""


def test_undo_restores_the_roster_with_its_figures_and_says_nothing_more():
    app = visited(roster="G7", mineral="nickel")
    before, address = figures(app), link(app)
    ticked(app, "CAN", "EU27")
    assert "Canada left" in said(app)
    assert "European Union (24 of its states) joined" in said(app)
    app.button(key="change.undo").click().run()
    assert app.session_state["roster"] == "G7"
    assert (figures(app), link(app), said(app)) == (before, address, "")


def test_a_change_of_region_and_of_mineral_is_told_without_mixing_them():
    app = visited(mineral="lithium")
    app.button_group(key="region").set_value(Region.AMERICAS).run()
    assert "Home region Europe → Americas." in said(app)
    assert "Europe 98.4" in said(app)
    app.selectbox(key="mineral").set_value(Mineral.NICKEL).run()
    line = said(app)
    assert "→" not in line
    assert line.index("refined nickel") < line.index("Before: refined lithium")
    app.button(key="change.undo").click().run()
    assert app.session_state["mineral"] == "lithium"


def test_a_mineral_without_any_figure_of_trade_or_output_still_names_who_joined():
    app = ticked(visited(mineral="silicon", stage="refined"), "CAN")
    assert "Canada joined" in said(app)


# Receipts


@pytest.mark.parametrize("key", ["world", "top-three", "hhi", "leader", "inside"])
def test_every_figure_of_the_atlas_opens_a_receipt_that_works_out(key):
    app = visited(mineral="cobalt", stage="mined", year="2025")
    printed = dict(figures(app))[f"receipt.{key}"]
    app.button(key=f"receipt.{key}").click().run()
    assert not app.exception
    arithmetic, whole = (code.value for code in app.code)
    lines = [line.strip() for line in arithmetic.splitlines()[1::2]]
    for line in lines:
        worked, _, result = line.rpartition(" = ")
        plain = result.removesuffix(" t")
        assert math.isclose(work_out(worked or plain), work_out(plain), rel_tol=1e-9, abs_tol=1e-11)
    assert "310,000" in whole
    assert "usgs-mcs-2026" in whole
    assert "Nearshore Atlas, database" in whole
    assert any("**Citation.**" in caption.value for caption in app.caption)
    assert printed


@pytest.mark.parametrize("unit", ["value", "tonnes"])
def test_the_flows_on_the_map_have_a_receipt(unit):
    app = visited(mineral="lithium", show="trade", by=unit)
    app.button(key="receipt.trade").click().run()
    assert not app.exception
    assert "All flows: sum over exporters" in app.code[0].value
    assert "cepii-baci" in app.code[1].value


def test_the_leaders_receipt_gives_the_share_in_the_headline():
    app = visited(mineral="cobalt", stage="mined", year="2025")
    app.button(key="receipt.leader").click().run()
    assert "230,000 / 310,000 = 0.741935483871" in app.code[0].value
    assert "74.2" in app.subheader[0].value


# Agreement


def test_the_agreement_tab_counts_and_shows_failures_first(real_atlas):
    app = visited("sources-and-method", tab="agreement")
    found = agreement(real_atlas)
    counted = next(each.value for each in app.markdown if each.value.startswith("##### Of "))
    numbers = [int(text) for text in re.findall(r"\d+", counted)]
    assert numbers[0] == len(found.rows) == sum(numbers[1:])
    assert numbers[2] == len(found.failures)
    families, failures, every = (table.value for table in app.dataframe)
    assert len(families) == len(found.counts)
    assert list(failures["Verdict"]) == [Verdict.FAIL.value] * len(found.failures)
    assert len(every) == len(found.rows)
    assert list(every["Verdict"][: len(failures)]) == ["fail"] * len(failures)
    assert link(app)["tab"] == "agreement"


@pytest.mark.parametrize("tab", ["sources", "method", "coverage", "regions", "dictionary", "downloads", "inputs"])
def test_every_tab_of_the_sources_page_opens_from_a_link(tab):
    app = visited("sources-and-method", tab=tab)
    assert not app.error
    assert app.session_state["tab"] == tab
