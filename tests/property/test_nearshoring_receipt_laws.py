"""The law of the receipts on the near-shoring tables: what a receipt works out is what the cell prints, in every setting."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from geo.answer.geography import load_geography
from geo.answer.market import market_of
from geo.answer.matrix import asked_for, matrix
from geo.answer.options import near_shoring
from geo.answer.question import Question
from geo.answer.receipt_ledger import Ledger
from geo.answer.receipt_nearshoring import HIGH_SHARE, LOW_SHARE, OPEN_HIGH_SHARE, OPEN_SHARE
from geo.answer.shared import Origin
from geo.model.binding import Rule, reason
from geo.model.mix import CostBasis
from geo.model.need import PART_OF_IMPORTS
from geo.schema.codes import Mineral, Region, Stage
from geo.ui import nearshoring_receipts as makers
from geo.ui.nearshoring_mix_tables import cost_figures, frontier_rows, mean_column, mix_rows
from geo.ui.nearshoring_overview import overview_rows
from geo.ui.nearshoring_regions import region_rows
from geo.ui.nearshoring_tables import distance_column, filter_rows, option_rows, ranking_rows, supplier_rows
from tests.asked import asked_of
from tests.table_receipts import check, check_receipt

FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])

PAIRS = (
    (Mineral.MAGNESIUM, Stage.REFINED),
    (Mineral.LITHIUM, Stage.REFINED),
    (Mineral.COBALT, Stage.REFINED),
    (Mineral.NICKEL, Stage.REFINED),
    (Mineral.GRAPHITE, Stage.MINED),
    (Mineral.MANGANESE, Stage.MINED),
    (Mineral.TUNGSTEN, Stage.REFINED),
    (Mineral.GALLIUM, Stage.REFINED),
)
HARD = (
    Question(Mineral.COBALT, Stage.REFINED, Region.EUROPE, "washington-six"),
    Question(Mineral.MAGNESIUM, Stage.REFINED, Region.ASIA_PACIFIC, "G7", cost=CostBasis.CARBON),
    Question(Mineral.LITHIUM, Stage.REFINED, Region.EUROPE, "washington-six", to="DEU", least=0.0),
    Question(
        Mineral.MANGANESE,
        Stage.MINED,
        Region.EUROPE,
        "washington-six",
        cost=CostBasis.OWN,
        unit_costs=(("AUS", 1200.0), ("GHA", 900.0), ("KAZ", 0.0), ("MAR", 2000.0)),
        cap=0.4,
        outside_max=0.35,
    ),
    Question(Mineral.GALLIUM, Stage.REFINED, Region.EUROPE, "washington-six", need=100.0),
)
"""Trade traced through hubs; a home whose region holds who falls away; one destination; own costs; no trade at all."""


def check_sentence(ledger) -> None:
    """Hold every figure of the answer's sentence against its receipt."""
    plan, receipt = ledger.answer.plan, ledger.coverage()["sentence"]()
    check_receipt(receipt)
    cover = plan.coverage
    said = [receipt.step(label).result for label in (LOW_SHARE, HIGH_SHARE, OPEN_SHARE, OPEN_HIGH_SHARE)]
    assert said == [cover.low_share, cover.high_share, 1 - cover.high_share, 1 - cover.low_share]
    named = reason(cover, ledger.answer.decision.binding)
    if named is not None and named.rule is not Rule.CEILINGS:
        labels = (f"{label}, without {named.rule.value}" for label in (LOW_SHARE, HIGH_SHARE))
        without = [receipt.step(label).result for label in labels]
        assert without == [named.coverage.low_share, named.coverage.high_share]
    if plan.need.share_of_imports is not None:
        assert receipt.step(PART_OF_IMPORTS).result == plan.need.share_of_imports


def check_all(real_atlas, question) -> dict[str, int]:
    """Hold every cell of every table of an answer against its receipt; return how many were opened by table."""
    geography = load_geography(real_atlas)
    answer = near_shoring(real_atlas, question)
    ledger = Ledger(answer, geography, real_atlas)
    opened = {}

    def run(table, rows, found, scale):
        opened[table] = sum(check(rows, found, scale=scale).values())

    way = distance_column(answer, geography)
    if answer.options:
        found = makers.option_makers(ledger, way)
        run("options", option_rows(answer, geography), found, {"Output share, %": 100})
    for origin in Origin:
        rows = supplier_rows(answer, geography, origin)
        if not rows.empty:
            found = makers.supplier_makers(ledger, traced=origin is Origin.TRACED)
            run(origin.value, rows, found, {"Share, %": 100})
    plan, decision = answer.plan, answer.decision
    if plan is None or decision is None:
        return opened
    run("filters", filter_rows(plan, geography), makers.filter_makers(ledger), {})
    run("regions", region_rows([answer], geography), makers.region_makers([ledger]), {})
    if decision.ranking.rows:
        percent = dict.fromkeys(["First, % of weightings", "In the first three, %"], 100)
        run("ranking", ranking_rows(answer, geography), makers.ranking_makers(ledger), percent)
    if plan.need_t > 0:
        mix, points = decision.mix, decision.frontier
        found = makers.mix_makers(ledger, mix, cost_figures(mix))
        run("mix", mix_rows(answer, mix, geography), found, {"Part of the need, %": 100})
        found = makers.frontier_makers(ledger, points, mean_column(mix))
        run("frontier", frontier_rows(points, geography), found, {"Open, % of the need": 100})
        if (make := ledger.one_more()) is not None:
            check_receipt(receipt := make())
            best = decision.one_more[0]
            assert receipt.steps[-1].result == (best.closes_t if best.closes_t > 0 else best.saves)
        check_sentence(ledger)
    return opened


@pytest.mark.parametrize("question", HARD, ids=lambda each: f"{each.mineral.value}-{each.region.value}")
def test_every_cell_of_the_hard_cases_opens_a_receipt_that_works_out_to_it(real_atlas, question):
    opened = check_all(real_atlas, question)
    tables = {"options", "filters", "regions", "ranking", "mix", "frontier"}
    if question.mineral is not Mineral.GALLIUM:
        tables |= {origin.value for origin in Origin}
    assert tables <= {table for table, count in opened.items() if count > 0}


@FEW
@given(question=asked_of(PAIRS, as_drawn=True))
def test_every_cell_opens_a_receipt_that_works_out_to_it(real_atlas, question):
    assume(market_of(real_atlas, question.mineral, question.stage, None) is not None or question.need)
    assert check_all(real_atlas, question)


def test_every_figure_of_the_ranking_has_a_receipt(real_atlas):
    answer = near_shoring(real_atlas, HARD[0])
    ledger = Ledger(answer, load_geography(real_atlas), real_atlas)
    rows = ranking_rows(answer, load_geography(real_atlas))
    for column, make in makers.ranking_makers(ledger).items():
        for place in range(len(rows)):
            assert (make(place) is None) == bool(rows[column].isna()[place]), (column, place)


def test_every_cell_of_the_overview_opens_a_receipt_that_works_out_to_it(real_atlas):
    geography, question = load_geography(real_atlas), HARD[0]
    cells = matrix(real_atlas, question, PAIRS)

    def held(cell):
        asked = asked_for(question, cell.mineral, cell.stage, cell.region)
        return Ledger(near_shoring(real_atlas, asked), geography, real_atlas)

    percent = dict.fromkeys(["Covered low, %", "Covered high, %"], 100)
    opened = check(overview_rows(cells, geography), makers.cell_makers(cells, held), scale=percent)
    needed = sum(cell.coverage is not None and cell.coverage.need_t > 0 for cell in cells)
    assert set(opened) == set(makers.CELLS)
    assert all(count >= needed for count in opened.values())
