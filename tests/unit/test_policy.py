"""Policy: the newest state, what is about to end without a clock, the line of a measure, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cli.main import main
from geo.errors import SelectionError
from geo.model.calendar import day_number, days_left, last_day, parse_day
from geo.schema.codes import Mineral
from geo.schema.policy_codes import Confidence, PolicyKind, PolicyState, StatementSet
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.policy import AHEAD_DAYS, Measure, policy_of, turns_of
from geo.topics.dependence.charts.policy import DASHED, HOLLOW, SOLID, end_words, segments, timeline
from geo.topics.dependence.figures.policy import PolicyAsked, measures_table, stated_table, stated_tables, turns_table
from geo.topics.dependence.question import PolicyFilter
from geo.view import words
from geo.view.palette import LIGHT
from tests.table_law import check_table

MEASURE = Measure(
    code="X-1",
    actor="China",
    countries=("CHN",),
    minerals=(Mineral.GALLIUM,),
    covers_all=False,
    kind=PolicyKind.EXPORT_BAN,
    what="ban",
    target="all",
    starts="2024-12-03",
    ends=None,
    state=PolicyState.IN_FORCE,
    status="in force",
    known_up_to="2026-01",
    state_starts=None,
    state_ends=None,
    state_event="",
    document="D",
    url="",
    state_document="",
    state_url="",
    confidence=Confidence.HIGH,
    note="",
    source_ids=("geo-test",),
)
LAST = date(2028, 2, 17)
dates = st.dates(date(2018, 1, 1), date(2029, 12, 31)).map(date.isoformat)
measures = st.builds(
    lambda starts, ends, state, known, cut, until: replace(
        MEASURE,
        starts=starts,
        ends=None if ends is None else max(starts, ends),
        state=state,
        known_up_to=known,
        state_starts=cut,
        state_ends=until,
    ),
    dates,
    st.none() | dates,
    st.sampled_from(PolicyState),
    dates,
    st.none() | dates,
    st.none() | dates,
)


def test_dates_are_as_long_as_they_are_known():
    assert [words.day(each) for each in ("2026", "2026-11", "2026-11-10")] == [
        "2026",
        "November 2026",
        "10 November 2026",
    ]
    assert [last_day(each) for each in ("2026", "2026-02", "2024-02", "2026-11-10")] == [
        date(2026, 12, 31),
        date(2026, 2, 28),
        date(2024, 2, 29),
        date(2026, 11, 10),
    ]
    assert parse_day("2026-10") == date(2026, 10, 1)
    assert days_left(float(day_number(date(2026, 11, 27))), float(day_number(date(2026, 10, 5)))) == 53


@given(measures)
def test_a_line_has_no_gap_and_ends_within_the_axis(measure):
    parts = segments(measure, LAST)
    assert all(part.starts < part.ends for part in parts)
    assert all(one.ends == two.starts for one, two in pairwise(parts))
    if parts:
        assert parts[0].starts == parse_day(measure.starts)
    assert end_words(measure)


@given(measures)
def test_nothing_is_solid_beyond_the_day_up_to_which_a_force_is_known(measure):
    if measure.state is PolicyState.IN_FORCE:
        known = last_day(measure.known_up_to)
        assert all(part.ends <= known for part in segments(measure, LAST) if part.style == SOLID)
    if measure.state in (PolicyState.ANNOUNCED, PolicyState.NOT_ENACTED):
        assert {part.style for part in segments(measure, LAST)} <= {DASHED}


def test_a_suspended_ban_is_solid_then_hollow_then_nothing():
    ban = replace(
        MEASURE,
        state=PolicyState.NOT_VERIFIED,
        state_starts="2025-11-09",
        state_ends="2026-11-27",
        known_up_to="2026-10-05",
    )
    assert [(part.ends.isoformat(), part.style) for part in segments(ban, LAST)] == [
        ("2025-11-09", SOLID),
        ("2026-11-27", HOLLOW),
    ]
    assert end_words(ban).startswith("?")
    assert say.policy_state(ban) == "suspended to 27 November 2026; what followed is not verified"


def moved(text, days):
    return None if text is None else (parse_day(text) + timedelta(days=days)).isoformat()


@given(st.lists(measures, max_size=6), dates, st.integers(-3000, 3000))
def test_what_is_about_to_end_is_counted_from_the_newest_state_alone(rows, newest, days):
    """No clock is in it: with every date moved by the same days, the same turns come out."""
    found = turns_of(rows, newest)
    assert all(0 < turn.days <= AHEAD_DAYS for turn in found)
    later = [replace(row, starts=moved(row.starts, days), ends=moved(row.ends, days)) for row in rows]
    assert [turn.days for turn in turns_of(later, moved(newest, days))] == [turn.days for turn in found]


def test_the_chart_says_every_meaning_in_words():
    states = [replace(MEASURE, code=f"X-{place}", state=state) for place, state in enumerate(PolicyState)]
    spec = timeline(states, "2026-10-05", LIGHT, title="Test").to_dict()
    said = json.dumps(spec)
    assert all(json.dumps(end_words(each))[1:-1] in said for each in states)
    assert spec["description"].startswith("Timeline. Test.")


def test_the_tiny_set_answers_and_its_receipt_works_out(tiny_atlas):
    found = policy_of(tiny_atlas, Mineral.TUNGSTEN, PolicyFilter())
    assert [each.code for each in found.measures] == ["chn-tungsten-licence", "chn-truce", "forum"]
    assert found.newest == "2026-10-05"
    assert [(turn.measure.code, turn.days) for turn in found.turns] == [("chn-truce", 36)]
    asked = PolicyAsked(found)
    assert check_table(turns_table(asked)) == {"days": 1}
    assert measures_table(asked).figures()[0]["state"] == "not_verified"


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (PolicyFilter(who="COD"), ["cod-cobalt-quota"]),
        (PolicyFilter(kind=PolicyKind.ALLIANCE), ["forum"]),
        (PolicyFilter(state=PolicyState.NOT_VERIFIED), []),
        (PolicyFilter(state=PolicyState.NOT_VERIFIED, any_mineral=True), ["chn-truce", "chn-tungsten-licence"]),
    ],
)
def test_a_filter_leaves_what_it_says(tiny_atlas, asked, codes):
    assert sorted(each.code for each in policy_of(tiny_atlas, Mineral.COBALT, asked).measures) == codes


def test_a_country_that_does_not_exist_is_said(tiny_atlas):
    with pytest.raises(SelectionError, match="QQQ"):
        policy_of(tiny_atlas, None, PolicyFilter(who="QQQ"))


def test_every_entry_of_november_says_that_what_followed_is_not_verified(real_atlas):
    found = policy_of(real_atlas, None, PolicyFilter(state=PolicyState.NOT_VERIFIED))
    assert len(found.measures) == 9
    assert all("what followed is not verified" in say.policy_state(each) for each in found.measures)
    assert all("2026" in say.policy_state(each) for each in found.measures)


def test_all_that_ends_within_a_year_of_the_newest_state(real_atlas):
    found = policy_of(real_atlas, None, PolicyFilter())
    assert [(turn.measure.code, turn.day.isoformat(), turn.is_end) for turn in found.turns] == [
        ("CHN-70-2025", "2026-11-10", True),
        ("CHN-72-2025", "2026-11-27", True),
        ("ZWE-2026-04", "2026-12-31", True),
        ("ZWE-2027-01", "2027-01-01", False),
        ("US-CHN-2026-09", "2027-01-10", True),
    ]
    assert check_table(turns_table(PolicyAsked(found))) == {"days": 5}
    assert "5 October 2026" in say.policy_next(found)


def test_low_and_medium_confidence_stand_in_every_table(real_atlas):
    asked = PolicyAsked(policy_of(real_atlas, None, PolicyFilter()))
    for table in (measures_table(asked), *stated_tables(asked)):
        shown = table.frame()["Confidence"]
        assert set(shown) <= {each.value for each in Confidence}
        assert (shown != "high").any()
    balances = stated_table(asked, StatementSet.BALANCE).frame()
    assert (balances["Edition of"] != "").all()


def test_the_command_prints_strict_json(capsys, real_atlas):
    assert main(["policy", "--mineral", "gallium", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["newest_state"] == "2026-10-05"
    assert {"dependence.policy", "dependence.policy.next", "dependence.policy.capacity"} <= set(found["tables"])
    assert all("source_id" in source for source in found["sources"])
    assert found["receipts"]["dependence.policy.next"]
