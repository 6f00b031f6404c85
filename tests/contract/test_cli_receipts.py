"""The commands give the figures of the pages with their inputs, and every receipt in the JSON works out."""

from __future__ import annotations

import json
import math

import pytest

from geo.cli import main as cli
from geo.model.agreement import Family, Verdict
from tests.arithmetic import work_out


@pytest.fixture(autouse=True)
def _built(real_atlas, commands_read) -> None:
    """The commands read the built database of the committed facts."""
    commands_read(real_atlas)


def printed(capsys: pytest.CaptureFixture[str], *argv: str) -> dict:
    assert cli.main([*argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def check(receipts: dict, codes: set[str]) -> None:
    assert receipts
    for receipt in receipts.values():
        assert set(receipt["inputs"]) <= codes
        for step in receipt["steps"]:
            assert math.isclose(work_out(step["worked"]), step["result"], rel_tol=1e-9, abs_tol=1e-11), step


def rows(found: dict) -> list[dict]:
    """Return the receipts of every row, wherever they stand."""
    if any("steps" in each or "within" in each for each in found.values()):
        return [found]
    return [row for each in found.values() for row in rows(each)]


def result(row: dict, figure: str) -> float:
    """Return what the receipt of a figure works out to."""
    receipt = row[figure]
    if "within" in receipt:
        return {step["label"]: step["result"] for step in row[receipt["within"]]["steps"]}[receipt["step"]]
    return receipt["steps"][-1]["result"]


@pytest.mark.parametrize(
    "subject",
    [
        ("cobalt", "mined", "2025"),
        ("gallium", "refined", "2025"),
        ("lithium", "mined", "2025"),
        ("nickel", "refined", "2024"),
    ],
)
def test_concentration_carries_its_cells_and_receipts(capsys, subject):
    mineral, stage, year = subject
    argv = ["concentration", "--mineral", mineral, "--stage", stage, "--year", year, "--roster", "AUS,CAN,EU27"]
    figures = printed(capsys, *argv)
    cells = figures["inputs"]
    assert {cell["code"] for cell in cells} >= {row["iso3"] for row in figures["countries"]}
    assert all(cell["source_id"] == figures["source"]["source_id"] and cell["year"] == int(year) for cell in cells)
    check(figures["receipts"], {cell["code"] for cell in cells})
    last = {name: receipt["steps"][-1]["result"] for name, receipt in figures["receipts"].items()}
    assert last["top3_share"] == figures["top3_share"]
    assert last["hhi"] == figures["hhi_high"]
    assert last["roster_share"] == figures["roster"]["share_high"]
    assert figures["roster"]["code"] == "AUS,CAN,EU27"
    for row in figures["countries"]:
        assert row["share"] is None or last[f"share_{row['iso3']}"] == row["share"]


@pytest.mark.parametrize(
    ("subject", "importer"),
    [(("cobalt", "refined"), "europe"), (("vanadium", "mined"), "JPN"), (("gallium", "refined"), "roster")],
)
def test_dependence_carries_a_receipt_of_every_figure(capsys, subject, importer):
    argv = ["dependence", "--mineral", subject[0], "--stage", subject[1], "--importer", importer]
    figures = printed(capsys, *argv)
    held, cells = figures["receipts"], figures["inputs"]
    editions = {source["source_id"] for source in figures["sources"]} | {"assumption"}
    assert all(cell["source_id"] in editions and cell["edition"] for cell in cells)
    for row in rows(held):
        check({figure: each for figure, each in row.items() if "steps" in each}, {*range(len(cells))})
        assert all(math.isfinite(result(row, figure)) for figure in row)
    for row in figures["eu_supply_risk"]["rows"]:
        own = held["eu_supply_risk"][f"{row['material']}, {row['stage']}"]
        assert (result(own, "risk_low"), result(own, "risk_high")) == (row["risk"]["low"], row["risk"]["high"])
    for row in figures["members"]:
        own = held["members"][row["code"]]
        assert "no_data" in row or result(own, "outside_roster") == row["outside_roster"]
        assert row.get("score") is None or result(own, "score_low") == row["score"]["low"]
    for row in figures["trade"].get("hubs", []):
        assert result(held["hubs"][row["iso3"]], "traced_share") == row["traced_share"]


def test_dependence_carries_a_receipt_of_every_mineral_and_gain(capsys):
    figures = printed(capsys, "dependence", "--mineral", "vanadium", "--stage", "mined", "--roster", "G7")
    held = figures["receipts"]
    for row in figures["next_members"]["rows"]:
        for gain in row["gains"]:
            own = held["next_members"][row["mineral"]][gain["code"]]
            assert (result(own, "low"), result(own, "high")) == (gain["low"], gain["high"])
            assert result(own, "roster_now_low") == pytest.approx(row["roster_now"]["low"])
    for row in figures["all_minerals"]:
        own = held["all_minerals"][row["mineral"]]
        assert result(own, "hhi_low") == pytest.approx(row["hhi_low"])
        assert row["governance"] is None or result(own, "governance") == row["governance"]


def test_options_carry_the_flows_behind_the_imports(capsys):
    figures = printed(capsys, "options", "--mineral", "lithium", "--stage", "refined", "--region", "europe")
    trade = figures["trade"]
    check(trade["receipts"], {cell["code"] for cell in trade["inputs"]})
    last = {name: receipt["steps"][-1]["result"] for name, receipt in trade["receipts"].items()}
    assert last["outside_roster_share"] == trade["outside_roster_share"]
    assert last["imports"] == trade["imports_t"]
    for row in trade["suppliers"]:
        assert last[f"supplier_share_{row['iso3']}"] == row["share"]


def test_agreement_lists_failures_first_and_counts_every_row(capsys):
    figures = printed(capsys, "agreement")
    verdicts = [row["verdict"] for row in figures["rows"]]
    failed = verdicts.count(Verdict.FAIL.value)
    assert len(verdicts) >= 30
    assert verdicts[:failed] == [Verdict.FAIL.value] * failed
    assert set(figures["counts"]) == {family.value for family in Family}
    assert sum(sum(counts.values()) for counts in figures["counts"].values()) == len(verdicts)
    assert cli.main(["agreement"]) == 0
    out = capsys.readouterr().out
    assert sum(line.startswith("fail  ") for line in out.splitlines()) == failed


def test_a_roster_is_listed_with_where_it_comes_from(capsys):
    group = printed(capsys, "roster", "--roster", "g7")
    assert (group["code"], group["states"], group["as_of"]) == ("G7", 7, "2026-01-01")
    assert all(row["source_id"] for row in group["members"])
    own = printed(capsys, "roster", "--roster", "can,EU27,AUS")
    assert (own["code"], own["headline_count"], own["states"]) == ("AUS,CAN,EU27", 3, 29)
    assert own["is_published_list"] is False
    assert cli.main(["roster", "--roster", "none"]) == 0
    assert cli.main(["roster", "--roster", "USA,ZZZ"]) == 2
    assert "“ZZZ”, which is no country" in capsys.readouterr().err
