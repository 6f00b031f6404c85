"""Dependence figures worked by hand, known answers of the committed facts, and every receipt worked out again."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from geo.build.database import build_database
from geo.errors import SelectionError
from geo.evidence.eu_risk import eu_risks, rate_of
from geo.evidence.geography import Geography, load_geography
from geo.evidence.receipt_production import printed_cells
from geo.evidence.shared import Origin
from geo.model.concentration import Supply, World, concentration
from geo.model.gain import Series
from geo.model.interval import Interval, NoData, exactly
from geo.model.lookout import supplier_governance
from geo.model.transit import TradeView
from geo.schema.codes import Benchmark, Mineral, Stage
from geo.store.database import Atlas, open_atlas
from geo.store.queries_dependence import rival_figures
from geo.topics.dependence.answer.benchmark import made_by, recycling_rate
from geo.topics.dependence.answer.dependence import dependence, load_facts, load_world
from geo.topics.dependence.answer.importer import importer_named
from geo.topics.dependence.answer.output import bands, holding
from geo.topics.dependence.answer.published import us_reliances
from geo.topics.dependence.answer.trade import imports_of, traded
from geo.topics.dependence.figures.output import effective_receipt
from geo.topics.dependence.model.band import expected_hhi
from geo.topics.dependence.model.benchmark import GaugeState
from geo.topics.dependence.model.bundle import REST, bundle
from geo.topics.dependence.model.loss import EFFECTIVE_LOW, sole_holder
from geo.topics.dependence.question import Candidates, Question
from tests.factory import frames, write_data
from tests.table_receipts import check_receipt


@pytest.fixture(scope="module")
def geography(real_atlas: Atlas) -> Geography:
    return load_geography(real_atlas)


def answer_of(atlas: Atlas, geography: Geography, mineral: Mineral, stage: Stage, **asked):
    facts = load_facts(atlas, mineral, stage)
    question = Question(mineral, stage, **asked)
    return dependence(facts, load_world(atlas), geography, question)


# By hand


def test_a_bundle_by_hand():
    amounts = {("A", "X"): 60.0, ("B", "X"): 25.0, ("C", "Y"): 10.0, ("D", "Y"): 5.0}
    shown = bundle(amounts, most_suppliers=2, most_buyers=3)
    assert [(end.area, end.amount, end.count) for end in shown.suppliers] == [("A", 60, 1), ("B", 25, 1), (REST, 15, 2)]
    assert [(link.supplier, link.buyer, link.amount) for link in shown.links] == [
        ("A", "X", 60),
        ("B", "X", 25),
        (REST, "Y", 15),
    ]
    assert [end.area for end in bundle(amounts, most_suppliers=4, most_buyers=4, least_share=0.2).suppliers] == [
        "A",
        "B",
        REST,
    ]


def test_governance_of_suppliers_by_hand():
    """60 of 100 t with an estimate of 1, 20 t with -1, 20 t that nobody has an estimate for."""
    result = concentration([Supply("A", 60.0), Supply("B", 20.0), Supply("C", 20.0)], World())
    found = supplier_governance(result, {"A": 1.0, "B": -1.0})
    assert found.known == pytest.approx(0.5)
    assert found.known_share == pytest.approx(0.8)
    assert (found.ends.low, found.ends.high) == (pytest.approx(0.4 - 0.5), pytest.approx(0.4 + 0.5))


def test_replacing_a_tenth_of_a_sole_holder_by_hand():
    """95 of 100 t: the others make 5 t and would have to add 9.5 t."""
    chain = sole_holder(concentration([Supply("A", 95.0), Supply("B", 5.0)], World()))
    assert (chain.supplier, chain.growth) == ("A", pytest.approx(1.9))
    assert sole_holder(concentration([Supply("A", 89.0), Supply("B", 11.0)], World())) is None
    assert sole_holder(concentration([Supply("A", 7.0)], World())).growth == math.inf


def test_a_member_that_is_withheld_leaves_the_output_unknown():
    result = concentration([Supply("A", 60.0), Supply("B", None, flag="withheld")], World(other_t=40.0))
    series = Series("tin", "mined", 2025, result, "Sn content", "usgs-test")
    assert isinstance(made_by(series, {"A", "B"}), NoData)
    assert made_by(series, {"A"}).tonnes == exactly(60.0)
    assert made_by(series, {"A", "C"}).tonnes == Interval(60.0, 100.0)
    assert isinstance(made_by(None, {"A"}), NoData)


def test_a_recycling_rate_that_may_not_be_assessed_is_no_rate():
    names = ("mineral", "status", "rate_share")
    rows = [
        ("tin", "assessed", 0.31),
        ("lithium", "zero_unclear", 0.0),
        ("titanium", "unverified", 0.01),
        ("copper", "assessed", 0.55),
    ]
    rates = pd.DataFrame(rows, columns=names).assign(material="", reference=None, note=None, source_id="eu-test")
    assert recycling_rate(rates, Mineral.TIN).share == 0.31
    for mineral in (Mineral.LITHIUM, Mineral.TITANIUM, Mineral.COBALT):
        assert isinstance(recycling_rate(rates, mineral), NoData)
        bounds, _, caveat = rate_of(rates, {}, mineral, mineral.label)
        assert (bounds, bool(caveat)) == (Interval(0.0, 0.55), True)
    bounds, (known,), caveat = rate_of(rates, {}, Mineral.TIN, "Tin")
    assert (bounds, known.share, caveat) == (exactly(0.31), 0.31, None)
    settled = {"Titanium": {"low_share": 0.01, "high_share": 0.22, "reason": "two texts"}}
    bounds, ends, caveat = rate_of(rates, settled, Mineral.TITANIUM, "Titanium")
    assert (bounds, [each.share for each in ends]) == (Interval(0.01, 0.22), [0.01, 0.22])
    assert "two texts" in caveat


# The tiny set


def test_the_tiny_set_by_hand(tiny_atlas: Atlas):
    """Namibia sells on what DR Congo ships to it; the United States buy 1000 t of Finland and 900 t of China."""
    geography = load_geography(tiny_atlas)
    held = traded(tiny_atlas, Mineral.COBALT, Stage.REFINED)
    assert held.hubs == {"NAM"}
    roster = geography.roster("washington-six")
    usa = imports_of(held, TradeView.AS_REPORTED, importer_named(geography, roster, "USA"))
    assert usa.outside(roster.members) == pytest.approx(900 / 1900)
    assert usa.total == 1900
    china = importer_named(geography, roster, "CHN")
    assert imports_of(held, TradeView.AS_REPORTED, china).suppliers == (("NAM", 1.0),)
    assert imports_of(held, TradeView.ORIGIN_ADJUSTED, china).suppliers == (("COD", 1.0),)
    nobody = imports_of(held, TradeView.AS_REPORTED, importer_named(geography, roster, "ZMB"))
    assert "no imports of Zambia are recorded under customs code 282200" in nobody.reason


def test_the_union_as_one_does_not_buy_from_itself(tiny_atlas: Atlas):
    """Finland's 300 t to Germany are inside the Union; nothing else goes there."""
    geography = load_geography(tiny_atlas)
    held = traded(tiny_atlas, Mineral.COBALT, Stage.REFINED)
    roster = geography.roster("washington-six")
    assert isinstance(imports_of(held, TradeView.AS_REPORTED, importer_named(geography, roster, "EU27")), NoData)
    germany = imports_of(held, TradeView.AS_REPORTED, importer_named(geography, roster, "DEU"))
    assert germany.suppliers == (("FIN", 1.0),)
    together = imports_of(held, TradeView.AS_REPORTED, importer_named(geography, roster, "roster"))
    assert together.total == 1900


def test_a_code_of_another_mineral_is_refused_and_one_without_trade_says_so(tiny_atlas: Atlas):
    with pytest.raises(SelectionError, match="'740311' does not stand for refined cobalt"):
        traded(tiny_atlas, Mineral.COBALT, Stage.REFINED, "740311")
    assert (
        "no open trade between countries is held" in traded(tiny_atlas, Mineral.COBALT, Stage.REFINED, "810520").reason
    )
    assert "no customs code stands for" in traded(tiny_atlas, Mineral.TIN, Stage.MINED).reason


def test_a_series_that_the_review_gives_no_shares_has_none_here_either(tmp_path):
    tables = frames()
    rows = tables["primary_series"]
    rows.loc[(rows["mineral"] == "cobalt") & (rows["stage"] == "refined"), "has_shares"] = False
    settings = write_data(tmp_path, tables)
    build_database(settings, lambda _line: None)
    atlas = open_atlas(settings)
    try:
        with pytest.raises(SelectionError, match="does not agree with its countries"):
            holding(atlas, Mineral.COBALT, Stage.REFINED, None)
        world = load_world(atlas)
        assert Stage.REFINED not in world.newest(Mineral.COBALT)
        assert Stage.MINED in world.newest(Mineral.COBALT)
        assert isinstance(traded(atlas, Mineral.COBALT, Stage.REFINED).hhi, NoData)
    finally:
        atlas.close()


def test_a_scenario_year_is_no_output(tiny_atlas: Atlas):
    with pytest.raises(SelectionError, match="2030 is a scenario year"):
        holding(tiny_atlas, Mineral.COBALT, Stage.REFINED, 2030)


# Known answers


@pytest.mark.parametrize(
    ("mineral", "origin", "supplier", "share"),
    [
        (Mineral.LITHIUM, Origin.DECLARED, "CHL", 0.894),
        (Mineral.COBALT, Origin.DECLARED, "NAM", 0.698),
        (Mineral.COBALT, Origin.TRACED, "COD", 0.692),
        (Mineral.MAGNESIUM, Origin.DECLARED, "CHN", 0.905),
    ],
)
def test_europes_largest_suppliers(real_atlas, geography, mineral, origin, supplier, share):
    answer = answer_of(real_atlas, geography, mineral, Stage.REFINED, origin=origin)
    assert answer.imports.suppliers[0] == (supplier, pytest.approx(share, abs=0.001))


def test_a_hub_that_passes_on_all_has_no_imports_of_its_own_in_the_traced_view(real_atlas, geography):
    answer = answer_of(real_atlas, geography, Mineral.NIOBIUM, Stage.REFINED, importer="MYS", origin=Origin.TRACED)
    assert "Malaysia is a transit hub" in answer.imports.reason


def test_what_publishers_say_of_cobalt_in_one_year_stands_side_by_side(real_atlas):
    rivals = holding(real_atlas, Mineral.COBALT, Stage.REFINED, None).rivals
    assert rivals.year == 2023
    assert rivals.ranges[0].area == "CHN"
    assert len(rivals.hhi) == 2
    rows = rival_figures(real_atlas, "copper", "refined")
    assert set(rows[rows["year"] == 2023]["basis"]) >= {"refined copper, primary and secondary"}
    assert not rows["basis"].str.contains("blister|average").any()


def test_the_history_ends_with_the_figures_of_the_year(real_atlas):
    for mineral, stage in (
        (Mineral.COBALT, Stage.REFINED),
        (Mineral.GALLIUM, Stage.REFINED),
        (Mineral.TIN, Stage.MINED),
    ):
        held = holding(real_atlas, mineral, stage, None)
        assert held.history[-1].result == held.result
        assert [entry.year for entry in held.history] == sorted({entry.year for entry in held.history})


def test_the_mean_of_the_bands_is_the_exact_one(real_atlas):
    held = holding(real_atlas, Mineral.COPPER, Stage.REFINED, None)
    found = bands(held, 0.08)
    assert found.kappa == pytest.approx(0.25 / 0.08**2 - 1)
    assert found.mean_hhi == pytest.approx(expected_hhi(found.hhi.base, found.kappa), rel=0.01)
    assert found.hhi.p5 <= found.hhi.base <= found.hhi.p95


def test_eu_risks_are_intervals_with_their_caveats(real_atlas, geography):
    risks = {row.stage: row.risk for row in eu_risks(real_atlas, Mineral.LITHIUM).rows}
    refined = risks[Stage.REFINED]
    assert refined.recycling == exactly(0.0)
    assert 1.0 < refined.risk.low < 1.9 < refined.risk.high
    assert refined.is_critical is True
    assert any("rounded" in note for note in refined.notes)
    silicon = eu_risks(real_atlas, Mineral.SILICON).rows[0].risk
    assert silicon.recycling == Interval(0.0, 0.55)
    assert silicon.is_critical is None
    assert any("No usable recycling rate" in note for note in silicon.notes)
    assert eu_risks(real_atlas, Mineral.ALUMINA).rows == ()


@pytest.mark.parametrize(
    ("mineral", "printed"), [(Mineral.COBALT, "79"), (Mineral.BERYLLIUM, "E"), (Mineral.LITHIUM, ">50")]
)
def test_the_printed_reliance_of_the_united_states(real_atlas, mineral, printed):
    (row,) = us_reliances(real_atlas, mineral)
    assert row.raw_value == printed
    assert row.is_net_exporter is (printed == "E")


@pytest.mark.parametrize(
    ("mineral", "stage", "members", "states"),
    [
        (Mineral.COBALT, Stage.REFINED, "roster", ["no data", "no data", "no data", "met"]),
        (Mineral.COPPER, Stage.REFINED, "roster", ["no data", "met", "no data", "met"]),
        (Mineral.GALLIUM, Stage.REFINED, "EU27", ["no data", "no data", "no data", "no data"]),
    ],
)
def test_the_limits_of_the_act(real_atlas, geography, mineral, stage, members, states):
    answer = answer_of(real_atlas, geography, mineral, stage, set=members)
    assert [row.gauge.state.value for row in answer.gauges] == states
    assert [row.gauge.benchmark for row in answer.gauges] == list(Benchmark)
    for row in answer.gauges:
        assert (row.gauge.reason is not None) is (row.gauge.state is GaugeState.NO_DATA)
        assert row.stand_in is None or row.stand_in.state is GaugeState.UNDECIDED


def test_the_share_of_world_output_never_meets_or_misses_a_limit(real_atlas, geography):
    """Extraction of the roster is far above 10 % of the world's bauxite, and says nothing about consumption."""
    gauge = answer_of(real_atlas, geography, Mineral.BAUXITE, Stage.MINED).gauges[0]
    assert gauge.gauge.state is GaugeState.NO_DATA
    assert gauge.stand_in.value.low > 0.2


def test_candidates_need_a_link_unless_everyone_counts(real_atlas, geography):
    linked = answer_of(real_atlas, geography, Mineral.COBALT, Stage.MINED).next_members
    everyone = answer_of(real_atlas, geography, Mineral.COBALT, Stage.MINED, candidates=Candidates.ALL).next_members
    shown = {candidate.code for candidate in linked.candidates}
    assert {"CAN", "SGP", "KOR"} <= shown
    assert not {"CHN", "RUS"} & shown
    assert {"CHN", "RUS"} <= {candidate.code for candidate in everyone.candidates}
    assert not shown & geography.roster("washington-six").members


# Receipts


@pytest.mark.parametrize("mineral", [Mineral.COBALT, Mineral.COPPER, Mineral.GALLIUM, Mineral.TIN])
def test_the_effective_number_of_suppliers_has_a_receipt_of_its_ends(real_atlas, geography, mineral):
    held = answer_of(real_atlas, geography, mineral, Stage.REFINED).facts.held
    receipt = effective_receipt(held.production, printed_cells(real_atlas, held.production))
    check_receipt(receipt)
    assert receipt.step(EFFECTIVE_LOW).result == held.effective.low
    assert receipt.steps[-1].result == held.effective.high
