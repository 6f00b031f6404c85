"""Every receipt works out again to the figure that the pages print, from its text and from its input rows."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.production import production
from geo.evidence.receipt_production import (
    concentration_receipt,
    printed_cells,
    production_receipts,
    share_receipt,
    top_three_receipt,
)
from geo.evidence.receipt_trade import ALL_FLOWS, flow_cells, flows_receipt, trade_receipts
from geo.evidence.trade import codes_of, supply_of_region, trade
from geo.figure.receipt import MOST_TEXT_ROWS, Receipt, assumption, input_rows, receipt_figures, receipt_text
from geo.model import concentration as model
from geo.model.concentration import HHI_HIGH, HHI_LOW, INSIDE_HIGH, INSIDE_LOW, TOP, Supply, roster_share
from geo.model.supply import IMPORTS, NOT_DRAWN, OUTSIDE, TradeBasis
from geo.schema.codes import HOME_REGIONS, Measure, Mineral, Region, Stage
from tests.arithmetic import work_out

ROSTERS = ("washington-six", "washington-six-can", "G7", "CMM_2026", "CHN,COD,IDN", "none")
HARD = [
    ("production", "gallium", "refined", 2025),  # the printed total leaves no room: the sum is taken
    ("production", "vanadium", "mined", 2025),  # named shares sum to 103 %
    ("production", "vanadium", "mined", 2021),  # almost nothing is left unnamed
    ("production", "lithium", "mined", 2025),  # withheld producers
    ("production", "rare_earths", "mined", 2025),
]


def close(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-11)


def check(receipt: Receipt) -> None:
    for step in receipt.steps:
        assert close(work_out(step.worked), step.result), (receipt.title, step)
    assert receipt.sources
    assert {each.source_id for each in receipt.inputs} <= {source.source_id for source in receipt.sources}
    text = receipt_text(receipt, "abc")
    assert all(step.line in text for step in receipt.steps)
    assert len(input_rows(receipt.inputs)) == len(receipt.inputs)


@pytest.fixture(scope="module")
def geography(real_atlas):
    return load_geography(real_atlas)


@pytest.fixture(scope="module")
def held(real_atlas):
    table = real_atlas.frame("SELECT DISTINCT measure, mineral, stage, year FROM primary_statistic ORDER BY ALL")
    return [*HARD, *table.itertuples(index=False, name=None)]


def check_production(atlas, geography, key, code) -> bool:
    measure, mineral, stage, year = key
    try:
        answer = production(atlas, Measure(measure), Mineral(mineral), Stage(stage), int(year))
    except SelectionError:
        return False
    cells, roster = printed_cells(atlas, answer), geography.roster(code)
    for row in answer.rows:
        own = [cell.value for cell in cells if cell.code == row.area and cell.value is not None and cell.unit == "t"]
        assert row.quantity_t is None or close(sum(own), row.quantity_t)
    receipts = production_receipts(answer, cells, roster)
    for receipt in receipts.values():
        check(receipt)
    if not answer.has_shares:
        assert set(receipts) <= {"world"}
        return True
    result, inside = answer.concentration, roster_share(answer.concentration, roster.members)
    assert receipts["top3_share"].step(TOP).result == result.top3
    assert receipts["hhi"].step(HHI_LOW).result == result.hhi_low
    assert receipts["hhi"].step(HHI_HIGH).result == result.hhi_high
    assert receipts["roster_share"].step(INSIDE_LOW).result == inside.low
    assert receipts["roster_share"].step(INSIDE_HIGH).result == inside.high
    for row in answer.rows:
        assert row.share is None or receipts[f"share_{row.area}"].steps[-1].result == row.share
    if answer.world is not None and answer.world.quantity_t is not None and "world" in receipts:
        assert close(receipts["world"].steps[-1].result, answer.world.quantity_t)
    return True


@pytest.mark.parametrize("key", HARD, ids=lambda key: "-".join(map(str, key)))
@pytest.mark.parametrize("code", ROSTERS)
def test_receipts_of_the_hard_cases(real_atlas, geography, key, code):
    assert check_production(real_atlas, geography, key, code)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_receipts_of_production_work_out_to_the_answers_figures(real_atlas, geography, held, data):
    check_production(real_atlas, geography, data.draw(st.sampled_from(held)), data.draw(st.sampled_from(ROSTERS)))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    mineral=st.sampled_from(Mineral), stage=st.sampled_from(Stage), region=st.sampled_from(HOME_REGIONS), data=st.data()
)
def test_receipts_of_imports_work_out_to_the_answers_figures(real_atlas, geography, mineral, stage, region, data):
    bought = supply_of_region(real_atlas, mineral, stage, region)
    if bought is None:
        return
    held, supply = bought
    roster = geography.roster(data.draw(st.sampled_from(ROSTERS)))
    cells = flow_cells(held, supply, geography.region(region), geography.names)
    by_tonnes = supply.basis is TradeBasis.TONNES
    assert close(sum(cell.value or 0.0 for cell in cells), supply.total)
    assert {cell.unit for cell in cells} <= {"t" if by_tonnes else "USD"}
    receipts = trade_receipts(held, supply, cells, region.label, roster)
    for receipt in receipts.values():
        check(receipt)
    assert receipts["imports"].step(IMPORTS).result == supply.total
    if supply.total > 0:
        assert receipts["outside_roster_share"].step(OUTSIDE).result == supply.share_outside(roster.members)
    for supplier in supply.suppliers:
        assert receipts[f"supplier_share_{supplier.area}"].steps[-1].result == supplier.share


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    mineral=st.sampled_from(Mineral), stage=st.sampled_from(Stage), by_tonnes=st.booleans(), drawn=st.integers(1, 50)
)
def test_receipts_of_a_map_of_flows_work_out(real_atlas, geography, mineral, stage, by_tonnes, drawn):
    code = next((code for code in codes_of(real_atlas, mineral, stage) if code.has_rows), None)
    held = trade(real_atlas, code, None) if code is not None else None
    amounts = {} if held is None else {flow: flow.quantity_t if by_tonnes else flow.value_usd for flow in held.flows}
    flows = sorted((flow for flow, amount in amounts.items() if amount), key=lambda flow: -amounts[flow])
    if not flows:
        return
    receipt = flows_receipt(held, flows, drawn, geography.names, by_tonnes=by_tonnes)
    check(receipt)
    assert close(receipt.step(ALL_FLOWS).result, sum(amounts[flow] for flow in flows))
    assert close(
        receipt.step(NOT_DRAWN).result, sum(amounts[flow] for flow in flows[drawn:]) / receipt.step(ALL_FLOWS).result
    )


def test_the_top_three_of_cobalt_by_hand(real_atlas):
    """USGS MCS 2026, mine production 2025, tonnes: DR Congo 230,000 of a world of 310,000."""
    answer = production(real_atlas, Measure.PRODUCTION, Mineral.COBALT, Stage.MINED, 2025)
    cells = printed_cells(real_atlas, answer)
    receipt = share_receipt(answer, cells, "COD")
    assert receipt.steps[-1].worked == "230,000 / 310,000"
    assert {cell.code for cell in receipt.inputs} == {"COD", "WORLD"}
    assert next(cell for cell in receipt.inputs if cell.code == "COD").printed == "230,000 metric tons"
    top = top_three_receipt(answer, cells)
    assert top.step(TOP).worked.startswith("min(1, 0.741935483871 + ")
    assert [cell.code for cell in top.inputs if cell.code != "WORLD"] == [row.area for row in answer.rows[:3]]


def test_what_has_no_figure_has_no_receipt(real_atlas):
    answer = production(real_atlas, Measure.PRODUCTION, Mineral.COBALT, Stage.MINED, 2025)
    with pytest.raises(SelectionError, match="no receipt"):
        share_receipt(answer, printed_cells(real_atlas, answer), "CHE")


def test_a_long_receipt_says_how_many_rows_the_file_has(real_atlas, geography):
    held, supply = supply_of_region(real_atlas, Mineral.COPPER, Stage.REFINED, Region.EUROPE)
    cells = flow_cells(held, supply, geography.region(Region.EUROPE), geography.names)
    receipt = trade_receipts(held, supply, cells, "Europe", geography.roster("G7"))["imports"]
    assert len(cells) > MOST_TEXT_ROWS
    assert f"and {len(cells) - MOST_TEXT_ROWS} more rows" in receipt_text(receipt, "abc")
    assert receipt_figures(receipt)["inputs"] == [cell.code for cell in cells]


def test_an_assumption_is_named_so():
    given_by_user = assumption("Stretch factor", 1.5, "times")
    assert (given_by_user.source_id, given_by_user.edition) == ("assumption", "assumption")


def test_another_formula_changes_the_figure_of_the_page_and_its_receipt_alike(real_atlas, monkeypatch):
    answer = production(real_atlas, Measure.PRODUCTION, Mineral.COBALT, Stage.MINED, 2025)
    cells = printed_cells(real_atlas, answer)
    supplies = [Supply(row.area, row.quantity_t, flag=row.flag) for row in answer.rows]

    def both() -> tuple[float, float]:
        page = model.concentration(supplies, answer.concentration.world).hhi_high
        return page, concentration_receipt(answer, cells).steps[-1].result

    def another(shares, rest):
        return model.named(HHI_HIGH, "sum of shares, not squared", "index", model.total(shares) - rest)

    before = both()
    monkeypatch.setattr(model, "hhi_high", another)
    assert before[0] == before[1] != both()[0] == both()[1]
