"""The committed policy facts against the compiled lists, and the laws of what they may be taken for."""

from __future__ import annotations

import re

import pytest

from geo.build.contradiction import broken
from geo.build.rules_policy import POLICY_RULES
from geo.schema.policy_codes import Companion, OrderNature, PolicyState, StatementNature
from geo.store.queries_policy import companionality, policy_timeline, statements, stockpile_orders
from geo.store.queries_reference import export_controls
from tests.factory import frames


@pytest.fixture(scope="module")
def timeline(real_atlas):
    return policy_timeline(real_atlas).set_index("policy_id")


def test_controls_and_events_stand_in_one_list_each_once(timeline):
    """48 controls and 16 events, of which three tell a control again."""
    assert timeline.index.is_unique
    assert len(timeline) == 48 + 16 - 3
    assert not {"CHN-18-2025", "CHN-39-2023"} & set(timeline.index)


def test_the_newest_state_of_a_control_stands(timeline):
    suspended = [f"CHN-2025-{number}" for number in (55, 56, 57, 58, 61, 62)]
    assert set(timeline.loc[suspended, "state"]) == {PolicyState.NOT_VERIFIED}
    assert set(timeline.loc[suspended, "state_ends"]) == {"2026-11-10"}
    assert timeline.loc["CHN-2024-46", ["state", "state_ends"]].tolist() == [PolicyState.NOT_VERIFIED, "2026-11-27"]
    for code, day, confidence in (("CHN-2025-18", "2026-10-05", "high"), ("CHN-2023-39", "2026-10-05", "low")):
        assert timeline.loc[code, ["state", "state_as_of", "confidence"]].tolist() == ["in_force", day, confidence]
    assert timeline.loc["COD-2026-Q", ["ends", "state_as_of"]].tolist() == ["2027-12-31", "2026-04-30"]
    assert timeline["state_as_of"].max() == "2026-10-05"


def test_no_older_statement_takes_the_place_of_a_newer_one(timeline, real_atlas):
    own = real_atlas.frame("SELECT control_id, status_as_of FROM export_control").set_index("control_id")[
        "status_as_of"
    ]
    assert (timeline.loc[own.index, "state_as_of"] >= own).all()


def test_what_ended_in_november_2026_is_in_no_state_that_somebody_verified(timeline):
    ended = timeline[timeline["ends"].fillna("").str.startswith("2026-11") | timeline["state_ends"].notna()]
    assert len(ended) == 9
    assert set(ended["state"]) == {PolicyState.NOT_VERIFIED}


def test_panels_and_filters_read_the_newest_state(real_atlas):
    rows = export_controls(real_atlas, iso3="CHN").set_index("control_id")
    assert rows.loc["CHN-2025-57", ["status", "status_as_of"]].tolist() == ["DISPUTED: ended or extended", "2026-10-05"]
    assert not rows.loc["CHN-2025-57", "is_in_force"]


def test_every_row_of_the_lists_is_there_once_with_document_and_date(real_atlas):
    rows = statements(real_atlas)
    assert rows["collection"].value_counts().to_dict() == {"balance": 33 + 3, "outlook": 30, "capacity": 13}
    assert len(stockpile_orders(real_atlas)) == 17
    assert len(companionality(real_atlas)) == 32
    assert (rows["document"].str.len() > 10).all()
    assert rows["edition"].str.fullmatch(r"\d{4}(-\d{2}){0,2}").all()


def test_a_forecast_that_changed_between_editions_shows_every_edition(real_atlas):
    rows = statements(real_atlas)
    balance = rows[(rows["fact"] == "balance") & rows["period"].eq("2026 forecast")]
    told = {
        subject: dict(zip(own["edition"].str[:7], own["value"], strict=True))
        for subject, own in balance.groupby("subject")
    }
    assert told["copper, refined"] == {"2025-04": 209, "2025-10": -150}
    assert told["zinc, refined"] == {"2025-10": 271, "2026-04": -19}
    assert set(balance["nature"]) == {StatementNature.FORECAST}


def test_an_announcement_is_no_capacity_and_a_parameter_no_plant(real_atlas):
    rows = statements(real_atlas)
    own = rows[rows["collection"] == "capacity"]
    assert own["nature"].value_counts().to_dict() == {"announced": 4, "capacity": 4, "parameter": 4, "stated": 1}
    ranges = own[own["low_value"].notna()]
    assert ranges[["low_value", "high_value"]].to_numpy().tolist() == [[0.61, 0.64]]
    assert ranges["value"].isna().all()


def test_a_ceiling_is_no_order_and_two_figures_are_a_range(real_atlas):
    rows = stockpile_orders(real_atlas)
    single = rows[(rows["nature"] == OrderNature.CONTRACT) & rows["company"].notna()]
    # The list's own total, 6,290, is of 21 contracts to July 2026: these are twelve, two of them later.
    assert single["ceiling_usd_millions"].sum() == 7410
    assert rows.loc[rows["instrument"] == "21 indefinite contracts", "ceiling_usd_millions"].tolist() == [6290]
    assert rows.loc[rows["nature"] == OrderNature.ORDERS, "funded_usd_millions"].tolist() == [1060]
    twice = rows[rows["low_funded_usd_millions"].notna()]
    assert twice[["mineral", "low_funded_usd_millions", "high_funded_usd_millions"]].to_numpy().tolist() == [
        ["aluminium", 29, 54]
    ]
    assert not [name for name in rows.columns if re.search(r"_t$|days", name)]


def test_by_products_are_classes_and_never_figures(real_atlas):
    rows = companionality(real_atlas)
    assert rows["companion"].value_counts().to_dict() == {
        Companion.PRIMARY: 21,
        Companion.BYPRODUCT: 7,
        Companion.MIXED: 4,
    }
    assert set(rows["confidence"]) == {"low"}
    assert not rows.select_dtypes("number").columns.tolist()
    assert not rows["note"].str.contains(r"\d").any()


@pytest.mark.parametrize(
    ("rule", "table", "column", "value"),
    [
        ("state and force", "export_control", "is_in_force", False),
        ("end after start", "policy_event", "ends", "2019-01-01"),
        ("what suspends", "policy_event", "kind", "export_ban"),
        ("order within its ceiling", "stockpile_order", "funded_usd_millions", 99999.0),
        ("forecast ahead", "statement", "year", 1999),
    ],
)
def test_each_rule_of_policy_finds_its_contradiction(rule, table, column, value):
    tables = {name: frame.copy() for name, frame in frames().items()}
    own = next(each for each in POLICY_RULES if each.name == rule and each.table in (table, "policy_event_control"))
    assert broken(own, tables).empty
    tables[table].loc[0, column] = value
    assert len(broken(own, tables)) == 1
