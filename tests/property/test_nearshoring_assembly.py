"""Laws of the assembled near-shoring answers, on the real database: from a question to need, coverage and mix."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from geo.errors import SelectionError
from geo.evidence.geography import load_geography, partners_of
from geo.evidence.market import market_of
from geo.figure.setting import settings_of
from geo.model.roster import Tier
from geo.schema.codes import HOME_REGIONS, Mineral, Region, RouteCase, Stage
from geo.topics.nearshoring.answer.matrix import matrix
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.answer.plan import plan_of, profiles, replaced_of, sides_of
from geo.topics.nearshoring.answer.shelf import newest_output, standing_of, ways_to
from geo.topics.nearshoring.figures.need import Workings, coverage_receipts
from geo.topics.nearshoring.model.filters import Circle
from geo.topics.nearshoring.model.logistics import FreightFactors, kgco2e_per_t
from geo.topics.nearshoring.model.need import ReplacedPreset
from geo.topics.nearshoring.question import LandVehicle, Question, Vessel
from geo.topics.nearshoring.words.answer import finding
from geo.view import words
from tests.arithmetic import work_out
from tests.asked import asked_of

FEW = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
EXACT = 1e-6


PAIRS = (
    (Mineral.MAGNESIUM, Stage.REFINED),
    (Mineral.LITHIUM, Stage.REFINED),
    (Mineral.COBALT, Stage.REFINED),
    (Mineral.NIOBIUM, Stage.REFINED),
    (Mineral.GRAPHITE, Stage.MINED),
    (Mineral.MANGANESE, Stage.MINED),
    (Mineral.TUNGSTEN, Stage.REFINED),
)


def plan(real_atlas, question, replaced=None):
    sides = sides_of(load_geography(real_atlas), question)
    market = market_of(real_atlas, question.mineral, question.stage, None)
    gone = replaced or replaced_of(real_atlas, question, sides, market, None).areas
    return plan_of(real_atlas, question, sides, gone, market, None)


@FEW
@given(question=asked_of(PAIRS))
def test_mix_and_remainder_make_the_need_within_every_limit(real_atlas, question):
    answer = near_shoring(real_atlas, question)
    assume(answer.plan is not None)
    need_t, mix = answer.plan.need_t, answer.decision.mix
    offers = {offer.area: offer for offer in answer.plan.filtered.kept}
    assert mix.covered_t + mix.remainder_t == pytest.approx(need_t, rel=EXACT, abs=EXACT)
    for line in mix.lines:
        assert line.area not in answer.replaced
        assert line.quantity_t <= offers[line.area].ceiling_t * (1 + EXACT)
        if offers[line.area].is_third_country:
            assert line.quantity_t <= question.cap * need_t * (1 + EXACT) + EXACT
    assert mix.outside_roster_t <= question.outside_max * need_t * (1 + EXACT) + EXACT
    if not mix.unpriced:
        assert mix.covered_t == pytest.approx(answer.plan.coverage.high_t, rel=EXACT, abs=EXACT)
    assert answer.plan.coverage.low_t <= answer.plan.coverage.high_t <= need_t


@FEW
@given(question=asked_of(PAIRS), member=st.sampled_from(["CAN", "KOR", "SGP", "CHL", "NOR", "TUR", "IND", "ISR"]))
def test_coverage_never_falls_when_a_member_joins(real_atlas, question, member):
    asked = plan(real_atlas, question)
    assume(asked is not None and asked.need_t > 0)
    roster = load_geography(real_atlas).roster(question.roster).members
    # Need and who falls away are held: a member is a buyer too, and a preset that spares members asks another question.
    held, replaced = replace(question, need=asked.need_t), asked.need.replaced
    before = plan(real_atlas, held, replaced)
    after = plan(real_atlas, replace(held, roster=",".join(sorted(roster | {member}))), replaced)
    assert after.coverage.need_t == before.coverage.need_t
    assert after.coverage.high_t >= before.coverage.high_t - EXACT
    assert after.coverage.low_t >= before.coverage.low_t - EXACT


@FEW
@given(question=asked_of(PAIRS), more=st.floats(0, 2))
def test_coverage_never_falls_when_a_ceiling_rises_or_a_filter_is_lifted(real_atlas, question, more):
    before = plan(real_atlas, question)
    assume(before is not None)
    no_rules = {each.field: each.default for each in settings_of(Question) if each.group == "Filters"}
    for easier in (
        replace(question, ceiling=min(3.0, question.ceiling + more)),
        replace(question, **no_rules | {"circle": Circle.ANY, "least": question.least}),
        replace(question, least=0.0),
        replace(question, redirect=True),
        replace(question, cap=1.0, outside_max=1.0),
    ):
        after = plan(real_atlas, easier, before.need.replaced)
        assert after.coverage.high_t >= before.coverage.high_t - EXACT
        assert after.coverage.low_t >= before.coverage.low_t - EXACT


@pytest.mark.parametrize("region", HOME_REGIONS)
@pytest.mark.parametrize("pair", PAIRS)
def test_everyone_in_the_roster_leaves_no_outside_share_and_nobody_to_replace(real_atlas, pair, region):
    everyone = ",".join(sorted(load_geography(real_atlas).names))
    for preset in ReplacedPreset:
        answer = near_shoring(real_atlas, Question(*pair, region, everyone, replace=(preset.value,)))
        assert answer.replaced == ()
        assert answer.outside_roster == 0
        assert answer.plan.need_t == 0


def test_the_same_question_gives_the_same_answer(real_atlas):
    question = Question(Mineral.LITHIUM, Stage.REFINED, Region.EUROPE, "washington-six")
    first, second = near_shoring(real_atlas, question), near_shoring(real_atlas, question)
    assert (first.plan, first.decision.mix, first.decision.frontier) == (
        second.plan,
        second.decision.mix,
        second.decision.frontier,
    )
    assert first.decision.ranking.rows == second.decision.ranking.rows


def test_the_overview_prints_what_the_cell_opens(real_atlas):
    question = Question(Mineral.COBALT, Stage.REFINED, Region.EUROPE, "G7")
    for cell in matrix(real_atlas, question, PAIRS[:3]):
        own = replace(question, mineral=cell.mineral, stage=cell.stage, region=cell.region)
        answer = near_shoring(real_atlas, own)
        assert (cell.replaced, cell.coverage) == (answer.replaced, answer.plan.coverage)


def test_norway_is_no_risk_for_europe_and_china_is_one_for_asia_pacific(real_atlas):
    sides = sides_of(
        load_geography(real_atlas), Question(Mineral.NICKEL, Stage.REFINED, Region.EUROPE, "washington-six")
    )
    assert "NOR" in sides.spared
    answer = near_shoring(real_atlas, Question(Mineral.MAGNESIUM, Stage.REFINED, Region.ASIA_PACIFIC, "washington-six"))
    assert answer.replaced == ("CHN",)
    assert answer.supply.suppliers[0].area == "CHN"
    assert "CHN" not in {area for area, _ in answer.plan.need.importers}


@pytest.mark.parametrize("region", HOME_REGIONS)
def test_the_answer_says_both_ends_of_the_gap_and_no_sentence_is_too_long_to_be_read_aloud(real_atlas, region):
    for mineral, stage in PAIRS:
        answer = near_shoring(real_atlas, Question(mineral, stage, region, "washington-six"))
        told = finding(answer, load_geography(real_atlas).names)
        if answer.plan is None:  # a need that no flow gives in tonnes: the sentence says why, and prints no part of it
            assert told.endswith(".")
            assert "stays open" not in told
            continue
        cover = answer.plan.coverage
        assert max(len(sentence.split()) for sentence in told.split(". ")) <= 45, told
        if cover.low_share < 1 - 1e-9:
            assert f" {words.share_range(1 - cover.high_share, 1 - cover.low_share)} stays open" in told


def test_the_cap_is_what_holds_lithium_for_europe_and_ceilings_hold_tungsten_for_asia_pacific(real_atlas):
    names = load_geography(real_atlas).names
    lithium = near_shoring(real_atlas, Question(Mineral.LITHIUM, Stage.REFINED, Region.EUROPE, "washington-six"))
    assert (
        finding(lithium, names)
        .replace(words.THIN_SPACE, " ")
        .endswith(
            "35.0 % stays open because at most 65 % may come from one third country; without that rule the whole need could be "
            "covered."
        )
    )
    tungsten = near_shoring(
        real_atlas, Question(Mineral.TUNGSTEN, Stage.REFINED, Region.ASIA_PACIFIC, "washington-six", hs="810194")
    )
    assert finding(tungsten, names).endswith("stays open because the suppliers asked can send no more.")


def test_attendance_makes_no_partner_and_a_group_needs_a_roster_member_on_its_other_side(real_atlas):
    geography = load_geography(real_atlas)
    with pytest.raises(SelectionError, match="no members here"):
        partners_of(geography, ["CMM_2026"], {"USA"})
    assert "CHL" in partners_of(geography, ["US_FTA"], {"USA"})
    assert partners_of(geography, ["US_FTA"], {"JPN"}) == frozenset()
    assert "CAN" in partners_of(geography, ["EU_CRM_PARTNER"], {"FRA"})


def test_tiers_and_transit_hubs_are_told(real_atlas):
    answer = near_shoring(real_atlas, Question(Mineral.COBALT, Stage.REFINED, Region.EUROPE, "washington-six"))
    assert answer.replaced == ("NAM",)
    assert answer.transit.hubs["NAM"].suppliers[0][0] == "COD"
    assert answer.traced.suppliers[0].area == "COD"
    tiers = {option.area: option.tier for option in answer.options}
    assert (tiers["FIN"], tiers["USA"], tiers["CAN"], tiers["RUS"]) == (
        Tier.IN_REGION,
        Tier.ROSTER,
        Tier.PARTNER,
        Tier.ELSEWHERE,
    )


@FEW
@given(question=asked_of(PAIRS))
def test_receipts_can_be_worked_out_again_and_end_in_the_printed_figure(real_atlas, question):
    answer = near_shoring(real_atlas, question)
    assume(answer.plan is not None and answer.plan.need_t > 0)
    receipts = coverage_receipts(Workings(answer, load_geography(real_atlas), real_atlas))
    for figure in ("need_t", "low_t", "high_t", "remainder_low_t", "remainder_high_t", "low_share", "high_share"):
        receipt, printed = receipts[figure](), getattr(answer.plan.coverage, figure)
        assert receipt.steps[-1].result == pytest.approx(printed, rel=EXACT, abs=EXACT)
        for step in receipt.steps:
            assert work_out(step.worked) == pytest.approx(step.result, rel=1e-5, abs=1e-2), (step.label, step.worked)


def plain_mean(values):
    known = [(value, part) for value, part in values if value is not None]
    return math.fsum(value * part for value, part in known) / math.fsum(part for _, part in known)


def test_profiles_are_the_plain_means_over_the_importers(real_atlas):
    question = Question(Mineral.LITHIUM, Stage.REFINED, Region.EUROPE, "washington-six", land=LandVehicle.RAIL)
    importers = (("DEU", 0.5), ("NLD", 0.3), ("FIN", 0.2))
    areas = ["CHL", "DEU", "KAZ", "USA"]
    found = profiles(real_atlas, question, importers, areas)
    standing = standing_of(real_atlas)
    factors = FreightFactors(standing.sea_factor[Vessel.CONTAINER], standing.land_factor[LandVehicle.RAIL])
    ways = {to: ways_to(real_atlas, RouteCase.OPEN, to) for to, _ in importers}
    for area in areas:
        km = plain_mean((ways[to][area].total_km, part) for to, part in importers)
        carbon = plain_mean((kgco2e_per_t(ways[to][area], factors), part) for to, part in importers)
        assert found[area].distance_km == pytest.approx(km)
        assert found[area].kgco2e_per_t == pytest.approx(carbon, abs=1e-9)


def test_without_trade_an_own_need_is_met_from_output_and_the_home_only_adds(real_atlas):
    pair = (Mineral.GERMANIUM, Stage.REFINED)
    held = [
        own for own in [*((m, s) for m in Mineral for s in Stage), pair] if market_of(real_atlas, *own, None) is None
    ]
    with_tonnes = [own for own in held if (output := newest_output(real_atlas, *own)) is not None and output.has_tonnes]
    mineral, stage = with_tonnes[0]
    plain = near_shoring(real_atlas, Question(mineral, stage, Region.EUROPE, "washington-six"))
    assert plain.plan is None
    asked = Question(mineral, stage, Region.EUROPE, "washington-six", need=1000.0, least=0.0)
    answer = near_shoring(real_atlas, asked)
    assert answer.plan.need_t == 1000.0
    for offer in answer.plan.offers:
        if offer.tier is Tier.IN_REGION:
            assert offer.redirected_t == 0
    output = {row.area: row.quantity_t for row in answer.production.rows if row.quantity_t is not None}
    for offer in answer.plan.offers:
        assert offer.ceiling_t <= 1.5 * output[offer.area] + EXACT
    assert np.isfinite(answer.plan.coverage.high_t)
