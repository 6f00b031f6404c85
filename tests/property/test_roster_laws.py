"""Laws of the roster: a set has one code, toggling leaves nothing behind, a member that joins never lowers the share."""

from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from geo.evidence.change import change, reading
from geo.model.change import member_change
from geo.model.concentration import Supply, World, concentration, roster_share
from geo.model.formula import NOISE, number, part, squares, total
from geo.model.roster import EU27, Roster, resolve_roster, roster_code, tokens_of
from geo.schema.codes import Mineral, Region, Stage
from tests.arithmetic import work_out

EU = frozenset({"DEU", "FIN", "FRA"})
KNOWN = (*sorted(EU), "AUS", "CAN", "CHN", "GBR", "JPN", "KOR", "NZL", "USA")
SIX = Roster("six", "Six", EU | {"USA", "GBR", "JPN", "AUS", "NZL"}, "Scenario set.")
WITH_CANADA = Roster("six-can", "Six and Canada", SIX.members | {"CAN"}, "Scenario set.")
GROUP = Roster("GRP", "Group", frozenset({"CAN", "DEU", "FRA"}), "Published list.", "2026-01-01")
NAMED = {roster.code: roster for roster in (SIX, WITH_CANADA, GROUP)}

members = st.frozensets(st.sampled_from(KNOWN))
country = st.sampled_from(KNOWN)
tonnes = st.floats(0.001, 1e9, allow_nan=False)


@st.composite
def outputs(draw):
    supplies = [Supply(area, draw(st.none() | tonnes)) for area in KNOWN]
    assume(any(row.quantity_t for row in supplies))
    listed = sum(row.quantity_t or 0 for row in supplies)
    return concentration(supplies, World(draw(st.none() | st.floats(0.96, 2).map(lambda times: times * listed))))


@given(members, st.randoms())
def test_a_set_has_one_code_whatever_the_order_and_the_code_gives_it_back(chosen, random):
    shuffled = random.sample(sorted(chosen), len(chosen))
    code = roster_code(shuffled, NAMED, EU)
    assert code == roster_code(chosen, NAMED, EU)
    back = resolve_roster(code, NAMED, KNOWN, EU)
    assert (back.code, back.members) == (code, chosen)
    assert resolve_roster(",".join([*shuffled]) or "none", NAMED, KNOWN, EU) == back


@given(members)
def test_tokens_are_sorted_and_as_many_as_the_headline_counts(chosen):
    tokens = tokens_of(chosen, EU)
    assert list(tokens) == sorted(tokens)
    assert len(tokens) == Roster("x", "x", chosen, "").headline_count(EU)
    assert (EU27 in tokens) == (chosen >= EU)


@given(members, country, st.sampled_from([None, *NAMED]))
def test_off_and_on_returns_the_identical_code(chosen, toggled, shown):
    before = roster_code(chosen, NAMED, EU, preferred=shown)
    away = chosen ^ {toggled}
    assert roster_code(away ^ {toggled}, NAMED, EU, preferred=shown) == before


@given(outputs(), members, country)
def test_off_and_on_returns_the_identical_share_and_joining_never_lowers_it(result, chosen, toggled):
    before = roster_share(result, chosen)
    assert roster_share(result, (chosen ^ {toggled}) ^ {toggled}) == before
    joined = roster_share(result, chosen | {toggled})
    assert joined.low >= before.low
    assert joined.high >= before.high
    assert 0 <= before.low <= before.high <= 1


@given(outputs())
def test_everyone_holds_the_world_and_nobody_nothing(result):
    assert math.isclose(roster_share(result, KNOWN).high, 1, abs_tol=1e-9)
    assert roster_share(result, ()).low == 0


@given(members, members)
def test_the_way_back_undoes_the_change(before, after):
    there, back = member_change(before, after, EU), member_change(after, before, EU)
    assert (there.joined, there.left) == (back.left, back.joined)
    assert there.is_empty == (before == after)
    moved = sum(party.states for party in (*there.joined, *there.left))
    assert moved == len(before ^ after)


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_a_number_in_a_formula_keeps_its_digits(value):
    text = number(value)
    assert "e" not in text.lower()
    assert math.isclose(float(text.replace(",", "")), value, rel_tol=1e-11, abs_tol=NOISE)


@given(st.lists(tonnes, max_size=8), tonnes)
def test_formulas_work_out_to_what_they_say(values, whole):
    assert math.isclose(work_out(total(values)), sum(values), rel_tol=1e-9)
    assert math.isclose(work_out(part(values, whole)), sum(values) / whole, rel_tol=1e-9)
    assert math.isclose(work_out(squares(values)), sum(value * value for value in values), rel_tol=1e-9)


def test_a_change_of_roster_alone_is_told_from_a_change_of_place():
    class Names:
        eu = EU

    here = (Mineral.TIN, Stage.REFINED, Region.EUROPE)
    first, second = (reading(here, roster, None, None) for roster in (SIX, WITH_CANADA))
    elsewhere = reading((Mineral.TIN, Stage.REFINED, Region.AMERICAS), SIX, None, None)
    assert change(first, second, Names).is_of_roster
    assert not change(first, elsewhere, Names).is_of_roster
    assert change(first, elsewhere, Names).is_of_region
    assert (first.inside, first.outside, first.subject) == (None, None, "refined tin")
