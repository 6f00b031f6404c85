"""Laws of the assembled dependence figures on the committed facts, and of the pure parts that they use."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.evidence.geography import Geography, load_geography
from geo.evidence.shared import Origin
from geo.evidence.trade import supply_of_region
from geo.model.concentration import Supply, concentration
from geo.model.concentration import World as Printed
from geo.model.interval import NoData
from geo.model.lookout import SCALE_END, supplier_governance
from geo.model.roster import EU27
from geo.model.transit import TradeView
from geo.schema.codes import HOME_REGIONS, Mineral, Stage
from geo.store.database import Atlas
from geo.topics.dependence.answer.dependence import Facts, World, dependence, load_facts, load_world
from geo.topics.dependence.answer.importer import country_importer, importer_named
from geo.topics.dependence.answer.trade import flow_bundle, flows_into, imports_of, outside_shares
from geo.topics.dependence.command.figures import dependence_figures
from geo.topics.dependence.figures.columns import Asked
from geo.topics.dependence.model.bundle import REST, bundle
from geo.topics.dependence.model.loss import SOLE_HOLDER_FROM, sole_holder
from geo.topics.dependence.question import ROSTER, Candidates, Question

TRADED = [
    (Mineral.COBALT, Stage.REFINED),
    (Mineral.COPPER, Stage.REFINED),
    (Mineral.LITHIUM, Stage.REFINED),
    (Mineral.BAUXITE, Stage.MINED),
    (Mineral.PLATINUM, Stage.REFINED),
]
COUNTRIES = ["USA", "JPN", "CAN", "CHL", "CHN", "COD", "NAM", "KOR", "DEU", "FIN", "AUS", "IDN", "BRA", "ZAF"]
AREAS = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"]
few = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
rosters = st.lists(st.sampled_from(COUNTRIES), min_size=1, unique=True)
subjects = st.sampled_from(TRADED)
views = st.sampled_from(list(TradeView))
ORIGIN_OF_VIEW = {Question(origin=origin).view: origin for origin in Origin}


@pytest.fixture(scope="module")
def geography(real_atlas: Atlas) -> Geography:
    return load_geography(real_atlas)


@pytest.fixture(scope="module")
def world(real_atlas: Atlas, geography: Geography) -> World:
    return load_world(real_atlas)


@pytest.fixture(scope="module")
def facts(real_atlas: Atlas, geography: Geography) -> dict[tuple[Mineral, Stage], Facts]:
    return {subject: load_facts(real_atlas, *subject) for subject in TRADED}


def code_of(members: list[str]) -> str:
    """Return a roster's list; one country alone needs the comma's twin, its own code."""
    return ",".join(members)


# The roster


@few
@given(subject=subjects, view=views)
def test_everyone_in_the_roster_leaves_no_outside_share(facts, world, geography, subject, view):
    everyone = code_of(sorted(geography.names))
    answer = dependence(facts[subject], world, geography, Question(roster=everyone, origin=ORIGIN_OF_VIEW[view]))
    assert answer.imports.outside(answer.roster.members) == 0.0
    assert answer.together.outside(answer.roster.members) == 0.0
    assert answer.inside.high == pytest.approx(1.0)
    assert answer.next_members.candidates == ()
    side = facts[subject].trade.side(view)
    assert {share for share in outside_shares(side, answer.roster.members).values() if share is not None} == {0.0}


@few
@given(subject=subjects, view=views, region=st.sampled_from(HOME_REGIONS))
def test_a_roster_that_sells_nothing_leaves_all_outside(facts, world, geography, subject, view, region):
    """Nauru sells none of these goods."""
    answer = dependence(
        facts[subject], world, geography, Question(region=region, roster="NRU", origin=ORIGIN_OF_VIEW[view])
    )
    assert answer.imports.outside(answer.roster.members) == 1.0
    assert answer.inside.low == 0.0
    side = facts[subject].trade.side(view)
    assert {share for share in outside_shares(side, {"NRU"}).values() if share is not None} == {1.0}


@few
@given(subject=subjects, members=rosters, switched=st.sampled_from(COUNTRIES), random=st.randoms())
def test_a_member_switched_off_and_on_gives_the_identical_figures(
    real_atlas, facts, world, geography, subject, members, switched, random
):
    def told(roster: list[str]) -> dict:
        answer = dependence(facts[subject], world, geography, Question(roster=code_of(roster)))
        return dependence_figures(Asked(real_atlas, answer, world.governance_year, world.sources))

    before = told([*members, switched] if switched not in members else members)
    without = [area for area in members if area != switched]
    if without:
        told(without)
    again = [*without, switched]
    random.shuffle(again)
    assert told(again) == before


@few
@given(subject=subjects, members=rosters, joins=st.sampled_from(COUNTRIES), view=views)
def test_who_joins_never_adds_to_the_outside_and_brings_the_gain_that_the_matrix_says(
    facts, world, geography, subject, members, joins, view
):
    def told(roster: list[str]):
        everyone = Question(roster=code_of(roster), origin=ORIGIN_OF_VIEW[view], candidates=Candidates.ALL)
        return dependence(facts[subject], world, geography, everyone)

    before, after = told(members), told(list(dict.fromkeys([*members, joins])))
    assert after.imports.outside(after.roster.members) <= before.imports.outside(before.roster.members) + 1e-12
    gain = next((cell for cell in before.next_members.gains(subject[0]) if cell.candidate.countries == {joins}), None)
    if gain is not None:
        assert after.inside.low - before.inside.low == pytest.approx(gain.share.low)


# The European Union: once in headlines, 27 in sums


def sold_usd(held, imports):
    return {area: math.fsum(flow.value_usd for flow in own) for area, own in flows_into(held, imports).items()}


@pytest.mark.parametrize("subject", TRADED, ids=lambda subject: subject[0].value)
@pytest.mark.parametrize("view", list(TradeView))
def test_the_union_as_one_buys_what_its_27_states_buy_from_outside(facts, geography, subject, view):
    held = facts[subject].trade
    roster = geography.roster("washington-six")
    union = imports_of(held, view, importer_named(geography, roster, EU27))
    as_one = sold_usd(held, union)
    states: dict[str, float] = {}
    for iso3 in geography.eu:
        own = imports_of(held, view, country_importer(geography, iso3))
        if isinstance(own, NoData):
            continue
        for area, amount in sold_usd(held, own).items():
            states[area] = states.get(area, 0.0) + amount
    outside = {area: amount for area, amount in states.items() if area not in geography.eu}
    assert not geography.eu & set(as_one)
    assert as_one == pytest.approx({area: amount for area, amount in outside.items() if area in as_one})
    assert math.fsum(as_one.values()) == pytest.approx(math.fsum(outside.values()))


@pytest.mark.parametrize("subject", TRADED, ids=lambda subject: subject[0].value)
def test_members_are_the_union_and_every_state(facts, world, geography, subject):
    answer = dependence(facts[subject], world, geography, Question())
    codes = [buyer.code for buyer, _ in answer.members]
    assert codes[0] == EU27
    assert sorted(codes[1:]) == sorted(answer.roster.members)
    assert EU27 not in [
        buyer.code for buyer, _ in dependence(facts[subject], world, geography, Question(roster="G7")).members
    ]


@few
@given(subject=subjects, view=views, code=st.sampled_from(["europe", "americas", "asia-pacific", EU27, ROSTER, "USA"]))
def test_a_picture_of_flows_loses_no_tonne(facts, geography, subject, view, code):
    held = facts[subject].trade
    importer = importer_named(geography, geography.roster("washington-six"), code)
    imports = imports_of(held, view, importer)
    shown = flow_bundle(held, view, importer, imports.basis, most_suppliers=8, most_buyers=7)
    assert shown.total == pytest.approx(imports.total)
    for ends in (shown.suppliers, shown.buyers):
        assert math.fsum(end.amount for end in ends) == pytest.approx(shown.total)
    assert math.fsum(link.amount for link in shown.links) == pytest.approx(shown.total)


@pytest.mark.parametrize("region", HOME_REGIONS)
@pytest.mark.parametrize("subject", TRADED, ids=lambda subject: subject[0].value)
def test_a_region_buys_what_the_near_shoring_page_says(real_atlas, facts, geography, subject, region):
    roster = geography.roster("washington-six")
    _, supply = supply_of_region(real_atlas, *subject, region)
    imports = imports_of(facts[subject].trade, TradeView.AS_REPORTED, importer_named(geography, roster, region.value))
    assert imports.basis is supply.basis
    assert imports.total == pytest.approx(supply.total)
    assert imports.outside(roster.members) == pytest.approx(supply.share_outside(roster.members))
    assert imports.suppliers[0][0] == supply.suppliers[0].area


# Pure parts


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)), st.floats(0, 1e6), min_size=1, max_size=30
    ),
    st.integers(1, 5),
    st.integers(1, 5),
    st.floats(0, 0.3),
)
def test_a_bundle_keeps_every_sum_and_lumps_two_or_more(amounts, suppliers, buyers, least):
    shown = bundle(amounts, most_suppliers=suppliers, most_buyers=buyers, least_share=least)
    total = math.fsum(amount for amount in amounts.values() if amount > 0)
    assert shown.total == pytest.approx(total)
    for ends, most in ((shown.suppliers, suppliers), (shown.buyers, buyers)):
        assert math.fsum(end.amount for end in ends) == pytest.approx(total)
        named = [end for end in ends if end.area != REST]
        assert len(named) <= most + 1
        assert [end.amount for end in named] == sorted((end.amount for end in named), reverse=True)
        assert all(end.count >= 2 for end in ends if end.area == REST)
        assert not [end for end in ends[:-1] if end.area == REST]
    for side, ends in (("supplier", shown.suppliers), ("buyer", shown.buyers)):
        for end in ends:
            links = [link.amount for link in shown.links if getattr(link, side) == end.area]
            assert math.fsum(links) == pytest.approx(end.amount)


@st.composite
def tables(draw):
    names = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=6, unique=True))
    supplies = [Supply(name, draw(st.floats(0.01, 1e6))) for name in names]
    return concentration(supplies, Printed(other_t=draw(st.none() | st.floats(0.01, 1e5))))


@given(tables(), st.dictionaries(st.sampled_from(AREAS), st.floats(-SCALE_END, SCALE_END)))
def test_governance_lies_within_its_ends_and_a_lost_estimate_widens_them(result, estimates):
    found = supplier_governance(result, estimates)
    assert 0.0 <= found.known_share <= 1.0
    whole = found.known_share * (found.known or 0.0)
    assert found.ends.low - 1e-9 <= whole <= found.ends.high + 1e-9
    assert (found.known is None) is not any(row.area in estimates for row in result.shares)
    for area in estimates:
        fewer = supplier_governance(result, {key: value for key, value in estimates.items() if key != area})
        assert fewer.ends.low <= found.ends.low + 1e-9
        assert fewer.ends.high >= found.ends.high - 1e-9


@given(tables(), st.floats(0.01, 1.0))
def test_a_sole_holder_is_named_from_the_threshold_on_and_replacing_it_adds_up(result, lost):
    chain = sole_holder(result, lost)
    assert (chain is not None) is (result.top1 >= SOLE_HOLDER_FROM)
    if chain is not None and math.isfinite(chain.growth):
        rest = max(1.0, result.share_sum) - result.top1
        assert rest * chain.growth == pytest.approx(lost * result.top1)
