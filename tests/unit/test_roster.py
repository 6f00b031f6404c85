"""The roster's codes and changes, worked by hand."""

from __future__ import annotations

import pytest

from geo.errors import SelectionError
from geo.model.change import Party, member_change
from geo.model.roster import NOBODY, Roster, resolve_roster, roster_code, tokens_of

EU = {"DEU", "FRA", "FIN"}
KNOWN = {*EU, "AUS", "CAN", "GBR", "JPN", "KOR", "USA"}
SIX = Roster("six", "Six", frozenset({*EU, "AUS", "GBR", "JPN", "USA"}), "Scenario set.")
PAIR = Roster("PAIR", "A pair", frozenset({"JPN", "USA"}), "Published list.", "2026-02-04")
TRIO = Roster("TRIO", "Three", frozenset({"CAN", "JPN", "USA"}), "Published list.", "2020-07-01")
TWIN = Roster("TWIN", "The same three", TRIO.members, "Published list.", "2021-07-01")
NAMED = {roster.code: roster for roster in (SIX, PAIR, TRIO, TWIN)}


def resolved(text: str) -> Roster:
    return resolve_roster(text, NAMED, KNOWN, EU)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("usa, gbr", "GBR,USA"),
        ("USA,DEU,CAN,FRA,FIN,AUS", "AUS,CAN,EU27,USA"),
        ("EU27", "EU27"),
        ("DEU,FRA", "DEU,FRA"),
        ("USA,JPN,GBR,EU27,AUS", "six"),
        ("SIX", "six"),
        ("CAN,USA,JPN", "TRIO"),
        ("USA,JPN", "PAIR"),
        ("twin", "TWIN"),
        ("NONE", NOBODY),
    ],
)
def test_a_set_has_one_code(text: str, code: str) -> None:
    assert resolved(text).code == code
    assert resolved(code) == resolved(text)


def test_the_roster_shown_before_gets_its_name_back() -> None:
    assert roster_code(TWIN.members, NAMED, EU) == "TRIO"
    assert roster_code(TWIN.members, NAMED, EU, preferred="TWIN") == "TWIN"
    assert roster_code(PAIR.members, NAMED, EU, preferred="PAIR") == "PAIR"
    assert roster_code(SIX.members, NAMED, EU, preferred="TWIN") == "six"


def test_nobody_is_a_roster_and_an_empty_text_is_none() -> None:
    assert resolved(NOBODY).members == frozenset()
    assert resolved(NOBODY).headline_count(EU) == 0
    for text in ("", ",,", " , "):
        with pytest.raises(SelectionError, match="roster is empty"):
            resolved(text)


def test_what_is_no_country_is_named_in_a_short_sentence() -> None:
    with pytest.raises(SelectionError, match="“ABX”, “ZZZ”") as told:
        resolved("USA,ZZZ,ABX")
    assert len(str(told.value)) < 200
    with pytest.raises(SelectionError, match="and 95 more") as told:
        resolved(",".join(f"{'X' * 40}{number}" for number in range(100)))
    assert len(str(told.value)) < 300


def test_the_union_counts_once_only_when_whole() -> None:
    assert tokens_of(SIX.members, EU) == ("AUS", "EU27", "GBR", "JPN", "USA")
    assert SIX.headline_count(EU) == 5
    assert tokens_of(SIX.members - {"FIN"}, EU) == ("AUS", "DEU", "FRA", "GBR", "JPN", "USA")
    assert tokens_of({"AUS"}, set()) == ("AUS",)


def test_who_joined_and_left_with_the_union_once() -> None:
    joined = member_change({"USA"}, {*EU, "USA", "CAN"}, EU)
    assert (joined.joined, joined.left) == ((Party("CAN"), Party("EU27", 3)), ())
    completed = member_change({"DEU"}, EU, EU)
    assert completed.joined == (Party("EU27", 2),)
    broken = member_change(EU, {"DEU", "FRA"}, EU)
    assert broken.left == (Party("EU27", 1),)
    single = member_change({"USA"}, {"DEU"}, EU)
    assert (single.joined, single.left) == ((Party("DEU"),), (Party("USA"),))
    assert member_change(EU, EU, EU).is_empty
