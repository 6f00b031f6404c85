"""Every computed figure of the Dependence tables opens a receipt that works out to the cell that is printed."""

from __future__ import annotations

import pytest

from geo.errors import SelectionError
from geo.evidence.geography import Geography, load_geography
from geo.evidence.output_columns import output_table
from geo.evidence.production import production
from geo.evidence.receipt_production import printed_cells
from geo.evidence.shared import Origin
from geo.model.concentration import roster_share
from geo.model.transit import TradeView
from geo.schema.codes import Measure, Mineral, Stage
from geo.store.database import Atlas
from geo.topics.dependence.answer.dependence import World, dependence, load_facts, load_world
from geo.topics.dependence.answer.output import bands
from geo.topics.dependence.figures.band import P5, P95, index_band_receipt
from geo.topics.dependence.figures.columns import Asked, hubs_table, members_table, suppliers_table
from geo.topics.dependence.figures.output import growth_receipt, left_receipt
from geo.topics.dependence.figures.output_columns import (
    Banded,
    bands_table,
    rival_indices_table,
    rivals_table,
    years_table,
)
from geo.topics.dependence.figures.world_columns import gains_table, risks_table, spots_table
from geo.topics.dependence.model.loss import LEFT_LOW
from geo.topics.dependence.question import HOME, Question
from tests.table_law import check_table
from tests.table_receipts import check_receipt

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


def asked(facts, world, atlas, roster="washington-six", view=TradeView.AS_REPORTED, importer=HOME) -> Asked:
    question = Question(roster=roster, importer=importer, origin=ORIGIN_OF_VIEW[view])
    answer = dependence(facts, world, load_geography(atlas), question)
    return Asked(atlas, answer, world.governance_year, world.sources)


def figures(table, key) -> int:
    """Return how many cells of a column have a figure."""
    column = next(column for column in table.columns if column.key == key)
    return sum(column.value(table.context, row) is not None for row in table.rows)


def all_opened(table) -> dict[str, int]:
    """Open every receipt of a table; every figure of a column with receipts must have one."""
    opened = check_table(table)
    assert opened == {key: figures(table, key) for key in opened}
    return opened


# Output


def test_every_share_of_a_table_of_output(real_atlas, held):
    table = output_table(real_atlas, held.production, key="output", title="Output")
    assert check_table(table)["share"] == figures(table, "share") > 0


def test_tonnes_that_are_a_sum_of_products_open_a_receipt_and_printed_ones_do_not(real_atlas):
    single = production(real_atlas, Measure.PRODUCTION, Mineral.RARE_EARTHS, Stage.MINED, 2025)
    table = real_atlas.frame(
        "SELECT DISTINCT mineral, stage, year FROM primary_statistic WHERE contains(products, ';') AND measure = 'production'"
    )
    assert len(table)
    mineral, stage, year = next(table.itertuples(index=False, name=None))
    several = production(real_atlas, Measure.PRODUCTION, Mineral(mineral), Stage(stage), int(year))
    assert check_table(output_table(real_atlas, several, key="several", title="Several"))["quantity_t"] > 0
    assert set(check_table(output_table(real_atlas, single, key="single", title="Single"))) == {"share"}


def test_every_year_of_the_history(real_atlas, held):
    table = years_table(real_atlas, held)
    assert set(check_table(table).values()) == {len(table.rows)}


@pytest.mark.parametrize(
    "subject", [(Mineral.COPPER, Stage.REFINED), (Mineral.LITHIUM, Stage.MINED), (Mineral.COBALT, Stage.REFINED)]
)
def test_every_share_between_publishers(real_atlas, subject):
    rivals = load_facts(real_atlas, *subject).held.rivals
    all_opened(rivals_table(real_atlas, rivals))
    assert len(rivals.outputs) > 1
    assert set(check_table(rival_indices_table(rivals)).values()) == {len(rivals.outputs)}


@pytest.mark.parametrize("error", [0.02, 0.1])
def test_every_band(real_atlas, held, error):
    found = bands(held, error)
    table = bands_table(Banded(real_atlas, held.production, found, error))
    assert set(check_table(table).values()) == {len(found.shares)}
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
def test_every_figure_of_the_members(facts, world, real_atlas, roster, view):
    opened = all_opened(members_table(asked(facts, world, real_atlas, roster, view)))
    assert opened["outside_roster"] > 0


@pytest.mark.parametrize("view", list(TradeView))
@pytest.mark.parametrize("importer", ["europe", "JPN", "roster"])
def test_every_figure_of_the_suppliers(facts, world, real_atlas, importer, view):
    found = asked(facts, world, real_atlas, view=view, importer=importer)
    table = suppliers_table(found, found.answer.imports)
    opened = check_table(table)
    assert opened["share"] == len(table.rows)
    assert opened["political_stability_risk"] == figures(table, "political_stability_risk")
    if view is TradeView.ORIGIN_ADJUSTED:
        assert opened["value_usd"] == figures(table, "value_usd")


def test_every_figure_of_the_hubs(facts, world, real_atlas):
    all_opened(hubs_table(asked(facts, world, real_atlas)))


def test_what_nobody_prints_is_empty_in_the_table_of_hubs_and_no_zero(real_atlas, world):
    table = hubs_table(asked(load_facts(real_atlas, Mineral.COBALT, Stage.REFINED), world, real_atlas))
    namibia = next(table.figures_of(hub) for hub in table.rows if hub.area == "NAM")
    amounts = ("exports", "imports", "own_supply_at_most_t")
    assert [namibia[key] is not None for key in amounts] == [True, True, False]


def test_a_score_rests_on_the_printed_output_behind_its_concentration(real_atlas, world):
    facts = load_facts(real_atlas, Mineral.COBALT, Stage.REFINED)
    found = asked(facts, world, real_atlas)
    receipt = found.score(found.answer.imports)
    sources = {each.source_id for each in receipt.inputs}
    assert {facts.trade.trade.source.source_id, facts.trade.governance_source} < sources
    assert sources == {source.source_id for source in receipt.sources}
    without = asked(load_facts(real_atlas, Mineral.TANTALUM, Stage.REFINED), world, real_atlas)
    with pytest.raises(SelectionError):
        without.score(without.answer.imports)


# Next members, all minerals, published measures


@pytest.mark.parametrize(
    ("stage", "roster"),
    [(Stage.MINED, "washington-six"), (Stage.REFINED, "G7"), (Stage.MINED, "CHN,COD,RUS"), (Stage.REFINED, "none")],
)
def test_every_gain_of_the_matrix(real_atlas, world, stage, roster):
    table = gains_table(asked(load_facts(real_atlas, Mineral.COBALT, stage), world, real_atlas, roster))
    assert set(check_table(table).values()) == {len(table.rows)}


@pytest.mark.parametrize("roster", ["washington-six", "G7"])
def test_what_the_roster_would_hold_is_what_it_holds_once_the_candidate_is_in(real_atlas, geography, world, roster):
    facts = load_facts(real_atlas, Mineral.COBALT, Stage.MINED)
    own = geography.roster(roster)
    found = asked(facts, world, real_atlas, roster).answer.next_members
    for mineral in found.minerals:
        for gain in found.gains(mineral):
            joined = found.joined(mineral, gain.candidate, own)
            assert joined == roster_share(found.series(mineral).result, own.members | gain.candidate.countries)
            assert joined.low == pytest.approx(found.base(mineral).low + gain.share.low)
            assert joined.high <= found.base(mineral).high + gain.share.low + 1e-9


@pytest.mark.parametrize("stage", [Stage.MINED, Stage.REFINED])
def test_every_figure_of_all_minerals(real_atlas, world, stage):
    all_opened(spots_table(asked(load_facts(real_atlas, Mineral.COBALT, stage), world, real_atlas)))


def test_every_supply_risk_of_the_study(real_atlas, world):
    opened = {"risk_low": 0, "import_reliance_low": 0}
    for mineral in Mineral:
        table = risks_table(asked(load_facts(real_atlas, mineral, Stage.REFINED), world, real_atlas))
        if not table.rows:
            continue
        found = check_table(table)
        assert found["risk_low"] == found["risk_high"] == len(table.rows)
        opened = {key: opened[key] + found[key] for key in opened}
    assert opened["risk_low"] > opened["import_reliance_low"] > 0
