"""Laws of what binds a coverage: a rule is named if, and only if, more of the need is covered without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.schema.codes import Mineral, Region, Stage
from geo.topics.nearshoring.model.binding import MOST_OF_IT, NO_LIMITS, Rule, binding, is_more, reason
from geo.topics.nearshoring.model.coverage import Limits, coverage
from geo.topics.nearshoring.model.filters import (
    FIELD,
    Circle,
    FilterKind,
    FilterRules,
    apply_filters,
    kinds_on,
    without,
)
from geo.topics.nearshoring.question import BEST_GOVERNANCE, Question
from geo.topics.nearshoring.words.binding import left_open, rule_words
from geo.view import words
from tests.property.test_nearshoring_laws import cases, limits

UNTIMED = settings(deadline=None, max_examples=150)

filters = st.builds(
    FilterRules,
    circle=st.sampled_from(Circle),
    in_region_only=st.booleans(),
    governance_floor=st.none() | st.floats(-2, 2),
    no_export_control=st.booleans(),
    distance_max_km=st.none() | st.floats(0, 20_000),
    esg_floor=st.none() | st.floats(0, 100),
    least_t=st.none() | st.floats(0, 1e6),
)


@st.composite
def questions(draw):
    """A need with offers, filters and limits; where redirected tonnes do not count, offers have none, but are held."""
    need_t, offers = draw(cases())
    if draw(st.booleans()):
        return need_t, offers, draw(filters), draw(limits), None
    spare_t = {offer.area: offer.redirected_t for offer in offers}
    return need_t, [replace(offer, redirected_t=0.0) for offer in offers], draw(filters), draw(limits), spare_t


def by_hand(need_t, offers, rules, bounds, spare_t):
    """The coverage without each rule, worked out by another way than the model's: the rules with one field at its default."""
    own = FilterRules()
    sets = {kind: (offers, replace(rules, **{FIELD[kind]: getattr(own, FIELD[kind])}), bounds) for kind in FilterKind}
    sets[Rule.CAP] = (offers, rules, Limits(1.0, bounds.outside_roster_max))
    sets[Rule.OUTSIDE] = (offers, rules, Limits(bounds.third_country_cap, 1.0))
    redirected = [replace(each, redirected_t=(spare_t or {}).get(each.area, each.redirected_t)) for each in offers]
    sets[Rule.NO_REDIRECTION] = (redirected, rules, bounds)
    sets[Rule.TOGETHER] = (redirected, own, NO_LIMITS)
    return {rule: coverage(need_t, apply_filters(given, kept).kept, held) for rule, (given, kept, held) in sets.items()}


@UNTIMED
@given(questions())
def test_a_rule_is_named_if_and_only_if_lifting_it_raises_the_coverage(question):
    need_t, offers, rules, bounds, _ = question
    now = coverage(need_t, apply_filters(offers, rules).kept, bounds)
    found = {each.rule: each.coverage for each in binding(*question)}
    lifted = by_hand(*question)
    alone = {rule for rule in lifted if rule is not Rule.TOGETHER and is_more(lifted[rule], now)}
    assert found.keys() - {Rule.TOGETHER, Rule.CEILINGS} == alone
    assert (Rule.TOGETHER in found) == (not alone and is_more(lifted[Rule.TOGETHER], now))
    for rule, raised in found.items():
        assert raised.low_t >= now.low_t - 1e-9 * need_t
        assert raised.high_t >= now.high_t - 1e-9 * need_t
        if rule is not Rule.CEILINGS:
            assert raised == lifted[rule]


@UNTIMED
@given(questions(), st.floats(1.0, 1e3))
def test_ceilings_bind_if_and_only_if_more_tonnes_of_those_asked_would_help(question, times):
    need_t, offers, rules, bounds, _ = question
    kept = apply_filters(offers, rules).kept
    now, found = coverage(need_t, kept, bounds), {each.rule for each in binding(*question)}
    grown = [replace(each, new_t=each.new_t * times, redirected_t=each.redirected_t * times) for each in kept]
    if is_more(coverage(need_t, grown, bounds), now):
        assert Rule.CEILINGS in found
    if Rule.CEILINGS in found:
        some = [replace(each, new_t=each.new_t + 0.01 * need_t) for each in kept if each.ceiling_t > 0]
        assert is_more(coverage(need_t, some, bounds), now)


@UNTIMED
@given(questions())
def test_the_reason_binds_and_a_whole_need_has_none(question):
    need_t, offers, rules, bounds, _ = question
    now = coverage(need_t, apply_filters(offers, rules).kept, bounds)
    found = binding(*question)
    named, gap_t = reason(now, found), now.need_t - now.high_t
    if gap_t <= 1e-9 * need_t:
        assert named is None
    elif named is not None and named.rule is Rule.CEILINGS:
        others = [each for each in found if each is not named]
        assert all(each.coverage.high_t - now.high_t < MOST_OF_IT * gap_t for each in others)
    else:
        assert named is None or is_more(named.coverage, now)
        assert (named is None) == (not found)


@UNTIMED
@given(filters)
def test_a_filter_lifted_is_the_only_one_that_goes(rules):
    for kind in kinds_on(rules):
        assert kinds_on(without(rules, kind)) == tuple(each for each in kinds_on(rules) if each is not kind)
    assert kinds_on(FilterRules()) == ()


@UNTIMED
@given(questions())
def test_the_sentence_has_both_ends_of_the_gap_and_of_the_coverage_without_the_rule(question):
    need_t, offers, rules, bounds, spare_t = question
    now = coverage(need_t, apply_filters(offers, rules).kept, bounds)
    asked = Question(
        *(Mineral.COBALT, Stage.REFINED, Region.EUROPE, "washington-six"),
        circle=rules.circle,
        in_region=rules.in_region_only,
        no_control=rules.no_export_control,
        governance_min=rules.governance_floor,
        corruption_min=None if rules.esg_floor is None else min(rules.esg_floor, BEST_GOVERNANCE),
        distance_max=rules.distance_max_km,
        least=min(1.0, (rules.least_t or 0.0) / need_t),
        cap=bounds.third_country_cap,
        outside_max=bounds.outside_roster_max,
        redirect=spare_t is None,
    )
    found = binding(*question)
    told, named = left_open(now, found, asked), reason(now, found)
    if now.low_t >= (1 - 1e-9) * need_t:
        assert told == ""
        return
    assert told.startswith(f"{words.share_range(1 - now.high_share, 1 - now.low_share)} stays open")
    assert told.endswith(".")
    assert len(told.split()) <= 45
    if named is not None:
        assert rule_words(named.rule, need_t, asked) in told
        if named.rule is not Rule.CEILINGS and named.coverage.low_t < (1 - 1e-9) * need_t:
            assert words.share_range(named.coverage.low_share, named.coverage.high_share) in told


@pytest.mark.parametrize(("cap", "said"), [(0.65, "65 %"), (0.5, "50 %")])
def test_the_cap_is_named_with_its_setting(cap, said):
    asked = Question(Mineral.LITHIUM, Stage.REFINED, Region.EUROPE, "washington-six", cap=cap)
    reads = rule_words(Rule.CAP, 1.0, asked).replace(words.THIN_SPACE, " ")
    assert reads == f"at most {said} may come from one third country"
