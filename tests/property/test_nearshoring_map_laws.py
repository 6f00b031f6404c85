"""What the control of the near-shoring map says is what the map shows, for any filters."""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.evidence.geography import load_geography
from geo.evidence.market import markets
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.model.filters import Circle
from geo.topics.nearshoring.model.need import ReplacedPreset
from geo.topics.nearshoring.picture import MOST_FLOWS, scene
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.view import Origin, Supply
from geo.topics.nearshoring.words.answer import no_mix
from geo.view.palette import LIGHT, Role
from geo.view.scene import SiteKind

NO_SITES = pd.DataFrame(columns=["facility_id", "lon", "lat", "kind", "is_default", "iso3", "name", "status"])


def drawn(answer, geography, shown, origin=Origin.DECLARED):
    return scene(answer, geography, NO_SITES, LIGHT, chosen=None, shown=shown, origin=origin)


def ids_of_the_mix(answer, places):
    """Return the arrows of the new mix: who sends what is new, and who falls away; none without a mix."""
    lines = () if answer.decision is None else answer.decision.mix.lines
    suppliers = () if answer.supply is None else answer.supply.suppliers
    fallen = [each for each in suppliers if each.area in answer.replaced][:MOST_FLOWS]
    gone = {f"{each.area}-{each.largest_importer}" for each in fallen}
    return ({f"mix-{line.area}" for line in lines if line.area in places} | gone) if lines else set()


rules = st.fixed_dictionaries(
    {
        "circle": st.sampled_from(Circle),
        "in_region": st.booleans(),
        "governance_min": st.none() | st.sampled_from([-1.0, 0.0, 0.5, 2.5]),
        "no_control": st.booleans(),
        "distance_max": st.none() | st.sampled_from([0.0, 1000.0, 3000.0, 20000.0]),
        "corruption_min": st.none() | st.sampled_from([0.0, 2.5]),
    }
)


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    rules=rules,
    pair=st.integers(0, 200),
    region=st.sampled_from(HOME_REGIONS),
    preset=st.sampled_from(ReplacedPreset),
    need_t=st.sampled_from([None, None, 0.0, 150.0]),
    origin=st.sampled_from(Origin),
)
def test_the_flows_that_are_drawn_are_those_of_the_chosen_control(
    real_atlas, rules, pair, region, preset, need_t, origin
):
    geography, pairs = load_geography(real_atlas), list(markets(real_atlas))
    mineral, stage = pairs[pair % len(pairs)]
    question = Question(mineral, stage, region, "washington-six", replace=(preset.value,), need=need_t, **rules)
    answer = near_shoring(real_atlas, question)
    new = drawn(answer, geography, Supply.NEW, origin)
    assert {flow.id for flow in new.flows} == ids_of_the_mix(answer, geography.label_points)
    assert bool(new.flows) == (no_mix(answer) == "")
    assert {flow.id.startswith("mix-") for flow in new.flows if flow.role is not Role.RISK} <= {True}
    today = drawn(answer, geography, Supply.OLD, origin)
    supply = answer.traced if origin is Origin.TRACED else answer.supply
    largest = [f"{each.area}-{each.largest_importer}" for each in supply.suppliers[:MOST_FLOWS]]
    assert {flow.id for flow in today.flows} <= set(largest)
    assert len(today.flows) >= len(largest) - sum(each.split("-")[0] not in geography.label_points for each in largest)
    assert not [site for site in today.sites if site.kind is SiteKind.PASSAGE]


def test_where_nobody_passes_the_map_of_the_new_mix_is_empty_and_says_so(real_atlas):
    question = Question(
        Mineral.LITHIUM,
        Stage.REFINED,
        Region.EUROPE,
        "washington-six",
        circle=Circle.ROSTER_AND_PARTNERS,
        governance_min=0.5,
    )
    answer = near_shoring(real_atlas, question)
    assert drawn(answer, load_geography(real_atlas), Supply.NEW).flows == ()
    assert no_mix(answer) == "No new mix is drawn: no country passed the filters."
    assert len(drawn(answer, load_geography(real_atlas), Supply.OLD).flows) > 1
