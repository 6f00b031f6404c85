"""Every computed figure of the Dependence tables opens a receipt that works out to the cell that is printed."""

from __future__ import annotations

import pytest

from geo.answer.dependence import Dependence, World, dependence, load_facts, load_world
from geo.answer.dependence_output import bands
from geo.answer.dependence_published import eu_risks
from geo.answer.dependence_question import HOME, Question
from geo.answer.geography import Geography, load_geography
from geo.answer.production import production
from geo.answer.receipt_band import P5, P95, index_band_receipt
from geo.answer.receipt_dependence import growth_receipt, left_receipt
from geo.answer.receipt_production import printed_cells
from geo.answer.shared import Origin
from geo.errors import SelectionError
from geo.model.concentration import roster_share
from geo.model.loss import LEFT_LOW
from geo.model.transit import TradeView
from geo.schema.codes import Measure, Mineral, Stage
from geo.store.database import Atlas
from geo.ui import dependence_receipts as receipts
from geo.ui import dependence_tables as tables
from geo.ui.atlas_tables import SHARE, TONNES, production_makers, production_rows
from tests.table_receipts import check, check_receipt

OUTPUT = [
    (Mineral.COPPER, Stage.REFINED),  # several publishers
    (Mineral.LITHIUM, Stage.MINED),  # withheld producers
    (Mineral.VANADIUM, Stage.MINED),  # named shares sum to more than the world
    (Mineral.GALLIUM, Stage.REFINED),  # one holder
    (Mineral.TUNGSTEN, Stage.REFINED),  # published shares only
]
TRADED = [
    (Mineral.COBALT, Stage.REFINED),
    (Mineral.LITHIUM, Stage.REFINED),  # a conversion from content to goods
    (Mineral.BARITE, Stage.MINED),  # hubs with output of their own
    (Mineral.VANADIUM, Stage.REFINED),
]
PERCENT = 100.0


@pytest.fixture(scope="module")
def geography(real_atlas: Atlas) -> Geography:
    return load_geography(real_atlas)


@pytest.fixture(scope="module")
def world(real_atlas: Atlas, geography: Geography) -> World:
    return load_world(real_atlas)


@pytest.fixture(scope="module", params=OUTPUT, ids="-".join)
def held(request, real_atlas, geography):
    return load_facts(real_atlas, *request.param).held


@pytest.fixture(scope="module", params=TRADED, ids="-".join)
def facts(request, real_atlas, geography):
    return load_facts(real_atlas, *request.param)


ORIGIN_OF_VIEW = {Question(origin=origin).view: origin for origin in Origin}


def asked(facts, world, geography, roster="washington-six", view=TradeView.AS_REPORTED, importer=HOME) -> Dependence:
    question = Question(roster=roster, importer=importer, origin=ORIGIN_OF_VIEW[view])
    return dependence(facts, world, geography, question)


def figures(rows, column) -> int:
    return int(rows[column].notna().sum())


# Output


def test_every_share_of_a_table_of_output(held):
    output = held.production
    rows = production_rows(output)
    opened = check(rows, production_makers(output), scale={SHARE: PERCENT})
    assert opened[SHARE] == figures(rows, SHARE) > 0


def test_tonnes_that_are_a_sum_of_products_open_a_receipt_and_printed_ones_do_not(real_atlas):
    single = production(real_atlas, Measure.PRODUCTION, Mineral.RARE_EARTHS, Stage.MINED, 2025)
    table = real_atlas.frame(
        "SELECT DISTINCT mineral, stage, year FROM primary_statistic WHERE contains(products, ';') AND measure = 'production'"
    )
    assert len(table)
    mineral, stage, year = next(table.itertuples(index=False, name=None))
    several = production(real_atlas, Measure.PRODUCTION, Mineral(mineral), Stage(stage), int(year))
    makers = production_makers(several)
    scale = {SHARE: PERCENT} if several.has_shares else {}
    assert check(production_rows(several), makers, scale=scale)[TONNES] > 0
    assert set(production_makers(single)) == {SHARE}


def test_every_year_of_the_history(held, geography):
    rows = tables.year_rows(held, geography)
    scale = dict.fromkeys([tables.LARGEST_SHARE, tables.TOP_THREE, tables.UNNAMED], PERCENT)
    opened = check(rows, receipts.year_makers(held), scale=scale)
    assert set(opened.values()) == {len(rows)}


@pytest.mark.parametrize(
    "subject", [(Mineral.COPPER, Stage.REFINED), (Mineral.LITHIUM, Stage.MINED), (Mineral.COBALT, Stage.REFINED)]
)
def test_every_share_between_publishers(real_atlas, geography, subject):
    rivals = load_facts(real_atlas, *subject).held.rivals
    rows, makers = tables.rival_rows(rivals, geography), receipts.rival_makers(rivals)
    opened = check(rows, makers, scale=dict.fromkeys(makers, PERCENT))
    assert opened == {column: figures(rows, column) for column in makers}
    assert len(rivals.outputs) > 1
    rows = tables.rival_index_rows(rivals)
    assert set(check(rows, receipts.rival_index_makers(rivals), scale={}).values()) == {len(rows)}


@pytest.mark.parametrize("error", [0.02, 0.1])
def test_every_band(real_atlas, held, geography, error):
    found = bands(held, error)
    rows, makers = tables.band_rows(found, geography), receipts.band_makers(held, found, error)
    assert set(check(rows, makers, scale=dict.fromkeys(makers, PERCENT)).values()) == {len(rows)}
    receipt = index_band_receipt(held.production, found, error, printed_cells(real_atlas, held.production))
    check_receipt(receipt)
    labels = [step.label for step in receipt.steps]
    assert receipt.steps[labels.index("Kappa") - 1].result == pytest.approx(found.hhi.base)
    assert (receipt.step(P5).result, receipt.step(P95).result) == (found.hhi.p5, found.hhi.p95)


def test_without_the_largest(real_atlas, held):
    cells = printed_cells(real_atlas, held.production)
    receipt = left_receipt(held.production, cells)
    check_receipt(receipt)
    assert receipt.steps[-1].result == held.demand_held.left.high
    assert receipt.step(LEFT_LOW).result == held.demand_held.left.low
    if held.sole is not None:
        grown = growth_receipt(held.production, cells)
        check_receipt(grown)
        assert grown.steps[-1].result == held.sole.growth


# Trade


@pytest.mark.parametrize("view", list(TradeView))
@pytest.mark.parametrize("roster", ["washington-six", "CHN,COD,RUS"])
def test_every_figure_of_the_members(facts, world, geography, roster, view):
    answer = asked(facts, world, geography, roster, view)
    rows = tables.member_rows(answer, geography)
    percent = [tables.OUTSIDE, tables.LARGEST_SHARE, tables.FROM_PRODUCER]
    makers = receipts.member_makers(answer, facts.trade)
    opened = check(rows, makers, scale=dict.fromkeys((name for name in percent if name in makers), PERCENT))
    assert opened == {column: figures(rows, column) for column in makers}
    assert opened[tables.OUTSIDE] > 0


@pytest.mark.parametrize("view", list(TradeView))
@pytest.mark.parametrize("importer", ["europe", "JPN", "roster"])
def test_every_figure_of_the_suppliers(facts, world, geography, importer, view):
    answer = asked(facts, world, geography, view=view, importer=importer)
    rows = tables.supplier_rows(answer, facts.trade, answer.imports, geography)
    opened = check(rows, receipts.supplier_makers(facts.trade, answer.imports), scale={tables.SHARE: PERCENT})
    assert opened[tables.SHARE] == len(rows)
    assert opened[tables.STABILITY] == figures(rows, tables.STABILITY)
    if view is TradeView.ORIGIN_ADJUSTED:
        assert opened[tables.USD] == figures(rows, tables.USD)


def test_every_figure_of_the_hubs(facts, geography):
    rows, makers = tables.hub_rows(facts.trade, geography), receipts.hub_makers(facts.trade)
    opened = check(rows, makers, scale={tables.TRACED: PERCENT})
    assert opened == {column: figures(rows, column) for column in makers}


def test_what_nobody_prints_is_empty_in_the_table_of_hubs_and_no_zero(real_atlas, geography):
    trade = load_facts(real_atlas, Mineral.COBALT, Stage.REFINED).trade
    rows = tables.hub_rows(trade, geography).set_index("Hub")
    assert rows.loc["Namibia", tables.hub_amounts(trade)].notna().tolist() == [True, True, False]


def test_a_score_rests_on_the_printed_output_behind_its_concentration(real_atlas, geography, world):
    facts = load_facts(real_atlas, Mineral.COBALT, Stage.REFINED)
    answer = asked(facts, world, geography)
    receipt = receipts.ledger().score(facts, facts.trade, answer.imports)
    sources = {each.source_id for each in receipt.inputs}
    assert {facts.trade.trade.source.source_id, facts.trade.governance_source} < sources
    assert sources == {source.source_id for source in receipt.sources}
    without = load_facts(real_atlas, Mineral.TANTALUM, Stage.REFINED)
    with pytest.raises(SelectionError):
        receipts.ledger().score(without, without.trade, asked(without, world, geography).imports)


# Next members, all minerals, published measures


@pytest.mark.parametrize(
    ("stage", "roster"),
    [(Stage.MINED, "washington-six"), (Stage.REFINED, "G7"), (Stage.MINED, "CHN,COD,RUS"), (Stage.REFINED, "none")],
)
def test_every_gain_of_the_matrix(real_atlas, geography, world, stage, roster):
    facts = load_facts(real_atlas, Mineral.COBALT, stage)
    found = asked(facts, world, geography, roster).next_members
    rows, makers = tables.gain_rows(found, {}), receipts.gain_makers(found, geography.roster(roster))
    opened = check(rows, makers, scale=dict.fromkeys(makers, PERCENT))
    assert set(opened.values()) == {len(rows)}


@pytest.mark.parametrize("roster", ["washington-six", "G7"])
def test_what_the_roster_would_hold_is_what_it_holds_once_the_candidate_is_in(real_atlas, geography, world, roster):
    facts = load_facts(real_atlas, Mineral.COBALT, Stage.MINED)
    own = geography.roster(roster)
    found = asked(facts, world, geography, roster).next_members
    for mineral in found.minerals:
        for gain in found.gains(mineral):
            joined = found.joined(mineral, gain.candidate, own)
            assert joined == roster_share(found.series(mineral).result, own.members | gain.candidate.countries)
            assert joined.low == pytest.approx(found.base(mineral).low + gain.share.low)
            assert joined.high <= found.base(mineral).high + gain.share.low + 1e-9


@pytest.mark.parametrize("stage", [Stage.MINED, Stage.REFINED])
def test_every_figure_of_all_minerals(real_atlas, geography, world, stage):
    spots = asked(load_facts(real_atlas, Mineral.COBALT, stage), world, geography).spots
    rows, makers = tables.spot_rows(spots, geography), receipts.spot_makers(spots, world.governance_year)
    opened = check(rows, makers, scale=dict.fromkeys([tables.LARGEST_SHARE, tables.ESTIMATED], PERCENT))
    assert opened == {column: figures(rows, column) for column in makers}


def test_every_supply_risk_of_the_study(real_atlas, geography):
    opened = dict.fromkeys([tables.RISK_LOW, tables.RELIANCE_LOW], 0)
    for mineral in Mineral:
        risks = eu_risks(real_atlas, mineral)
        if not risks.rows:
            continue
        rows = tables.risk_rows(risks)
        found = check(rows, receipts.risk_makers(risks), scale={})
        assert found[tables.RISK_LOW] == found[tables.RISK_HIGH] == len(rows)
        opened = {column: opened[column] + found[column] for column in opened}
    assert opened[tables.RISK_LOW] > opened[tables.RELIANCE_LOW] > 0
