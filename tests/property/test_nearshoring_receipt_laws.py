"""The law of the receipts on the near-shoring tables: what a receipt works out is what the cell prints, in every setting."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from geo.evidence.geography import load_geography
from geo.evidence.market import market_of
from geo.schema.codes import Mineral, Region, Stage
from geo.topics.nearshoring.answer.matrix import asked_for, matrix
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.figures.columns import options_table, rank_list, ranking_table
from geo.topics.nearshoring.figures.mix import one_more_receipt
from geo.topics.nearshoring.figures.mix_columns import (
    Answers,
    cells_table,
    frontier_table,
    mix_list,
    mix_table,
    regions_table,
)
from geo.topics.nearshoring.figures.need import HIGH_SHARE, LOW_SHARE, OPEN_HIGH_SHARE, OPEN_SHARE, coverage_receipts
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.figures.supply_columns import filters_table, outlook_table, projects_table, suppliers_table
from geo.topics.nearshoring.model.binding import Rule, reason
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.need import PART_OF_IMPORTS
from geo.topics.nearshoring.question import Question
from tests.asked import asked_of
from tests.table_law import check_table
from tests.table_receipts import check_receipt

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
RANKED = ("place", "score", "topsis_place", "first", "top3")


def check_sentence(ledger) -> None:
    """Hold every figure of the answer's sentence against its receipt."""
    plan, receipt = ledger.answer.plan, coverage_receipts(ledger)["sentence"]()
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
    answer = near_shoring(real_atlas, question)
    ledger = Ledger(answer, load_geography(real_atlas), real_atlas)
    tables = [options_table(ledger), *(suppliers_table(ledger, traced=traced) for traced in (False, True))]
    plan, decision = answer.plan, answer.decision
    if plan is not None and decision is not None:
        tables += [filters_table(ledger), outlook_table(ledger), projects_table(ledger), regions_table([ledger])]
        tables += [ranking_table(ledger), rank_list(ledger, 5)]
        if plan.need_t > 0:
            tables += [mix_table(ledger, decision.mix), mix_list(ledger, decision.mix), frontier_table(ledger)]
            if decision.one_more:
                check_receipt(receipt := one_more_receipt(ledger))
                best = decision.one_more[0]
                assert receipt.steps[-1].result == (best.closes_t if best.closes_t > 0 else best.saves)
            check_sentence(ledger)
    return {table.key: sum(check_table(table).values()) for table in tables}


@pytest.mark.parametrize("question", HARD, ids=lambda each: f"{each.mineral.value}-{each.region.value}")
def test_every_cell_of_the_hard_cases_opens_a_receipt_that_works_out_to_it(real_atlas, question):
    opened = check_all(real_atlas, question)
    tables = {"options", "filters", "regions", "ranking", "ranking.list", "mix", "frontier"}
    if question.mineral is not Mineral.GALLIUM:
        tables |= {"suppliers.declared", "suppliers.traced"}
    assert tables <= {table.removeprefix("nearshoring.") for table, count in opened.items() if count > 0}


@FEW
@given(question=asked_of(PAIRS, as_drawn=True))
def test_every_cell_opens_a_receipt_that_works_out_to_it(real_atlas, question):
    assume(market_of(real_atlas, question.mineral, question.stage, None) is not None or question.need)
    assert check_all(real_atlas, question)


def test_every_figure_of_the_ranking_has_a_receipt(real_atlas):
    ledger = Ledger(near_shoring(real_atlas, HARD[0]), load_geography(real_atlas), real_atlas)
    table = ranking_table(ledger)
    shown = {column.key for column in table.columns if column.receipt is not None}
    assert shown == {*RANKED, "new_t", "redirected_t", "in_mix_t", "distance_km", "kgco2e_per_t", "governance"}
    for row in table.rows:
        receipts = table.receipts(row)
        for column in table.columns:
            if column.receipt is not None:
                assert (column.key in receipts) == (column.value(ledger, row) is not None), (column.key, row.area)


def test_every_cell_of_the_overview_opens_a_receipt_that_works_out_to_it(real_atlas):
    geography, question = load_geography(real_atlas), HARD[0]
    cells = matrix(real_atlas, question, PAIRS)

    def behind(cell):
        asked = asked_for(question, cell.mineral, cell.stage, cell.region)
        return Ledger(near_shoring(real_atlas, asked), geography, real_atlas)

    opened = check_table(cells_table(cells, Answers(geography.names, behind)))
    needed = sum(cell.coverage is not None and cell.coverage.need_t > 0 for cell in cells)
    assert set(opened) == {"need_t", "low_share", "high_share", "remainder_low_t"}
    assert all(count >= needed for count in opened.values())
