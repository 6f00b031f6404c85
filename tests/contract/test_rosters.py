"""The presets as a visitor meets them: whole where the European Union is a party, and nothing but what is published."""

from __future__ import annotations

import pytest

from geo.cli.roster import roster_figures
from geo.errors import SelectionError
from geo.evidence.geography import Geography, load_geography, partners_of
from geo.model.roster import EU27, tokens_of
from geo.schema.codes import THROUGH_UNION
from geo.store.database import Atlas
from geo.store.queries_reference import country_group_members

HEADLINES = {"US_EU_JP_2026": 3, "MSP": 9, "CM_FINANCE_2026": 9, "CMM_2026": 43}
"""Published lists in which the Union is a party, with the number of their members when it counts once."""
DELEGATIONS = ("five", "six", "seven", "eight")


@pytest.fixture(scope="module")
def geography(real_atlas: Atlas) -> Geography:
    return load_geography(real_atlas)


def test_a_list_with_the_union_holds_all_its_states_and_counts_it_once(real_atlas: Atlas, geography: Geography) -> None:
    rows = country_group_members(real_atlas)
    through = rows[rows["role"].str.endswith(THROUGH_UNION)]
    assert set(through["group_id"]) == set(HEADLINES)
    for code, headline in HEADLINES.items():
        roster = geography.rosters[code]
        listed = set(rows.loc[rows["group_id"] == code, "iso3"]) - set(through.loc[through["group_id"] == code, "iso3"])
        assert roster.members == listed | geography.eu
        assert roster.headline_count(geography.eu) == len(listed - geography.eu) + 1 == headline
        assert "The European Union as a body is in the list" in roster.note


def test_link_editor_and_command_agree_on_a_list_with_the_union(real_atlas: Atlas, geography: Geography) -> None:
    roster = geography.roster("usa,EU27,jpn")
    assert roster.code == "US_EU_JP_2026"
    assert tokens_of(roster.members, geography.eu) == (EU27, "JPN", "USA")
    figures = roster_figures(real_atlas, geography, roster)
    assert (figures["headline_count"], figures["states"], figures["as_of"]) == (3, 29, "2026-02-04")
    roles = {row["iso3"]: row["role"] for row in figures["members"]}
    assert roles["USA"] == "party"
    assert {roles[iso3] for iso3 in geography.eu} == {"party" + THROUGH_UNION}
    assert all(row["source_id"] for row in figures["members"])


def test_who_only_took_part_is_no_member_where_others_joined(geography: Geography) -> None:
    signed = geography.rosters["PAX_SILICA"].members
    assert len(signed) == 11
    assert not signed & {"CAN", "NLD", "TWN"}
    assert geography.rosters["CMM_2026"].members >= {"USA", "CAN", "NLD"}
    assert "Attendance at a meeting, not membership." in geography.rosters["CMM_2026"].note
    assert not {"CMM_2026", "CM_FINANCE_2026"} & {code for own in geography.groups_of.values() for code in own}
    assert "MSP" in geography.groups_of["BGR"]


def test_a_forum_without_a_published_list_is_no_roster(geography: Geography) -> None:
    assert "FORGE" not in geography.rosters
    assert geography.roster("KOR").code == "KOR"
    with pytest.raises(SelectionError, match="“FORGE” is not known"):
        geography.roster("FORGE")


def test_a_list_of_partners_says_who_is_not_in_it_and_binds_only_that_side(geography: Geography) -> None:
    assert "their other side (United States) is not in it" in geography.rosters["IRA_30D_FTA"].note
    assert "their other side (European Union) is not in it" in geography.rosters["EU_FTA"].note
    assert "KOR" in partners_of(geography, ["IRA_30D_FTA"], {"USA"})
    assert partners_of(geography, ["IRA_30D_FTA"], {"AUS"}) == frozenset()


def test_the_scenario_presets_are_the_host_and_delegations_that_their_note_counts(geography: Geography) -> None:
    attended = geography.rosters["CMM_2026"].members
    scenarios = [roster for roster in geography.rosters.values() if not roster.is_published]
    assert len(scenarios) == len(DELEGATIONS)
    for roster, delegations in zip(scenarios, DELEGATIONS, strict=True):
        assert {"USA"} | geography.eu <= roster.members <= attended
        assert roster.headline_count(geography.eu) == DELEGATIONS.index(delegations) + 6
        assert f"the host and {delegations} delegations" in roster.note
