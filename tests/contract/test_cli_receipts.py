"""The commands give the figures of the pages with their inputs, and every receipt in the JSON works out."""

from __future__ import annotations

import json
import math

import pytest

from geo.cli import main as cli
from geo.model.agreement import Family, Verdict
from tests.arithmetic import work_out


@pytest.fixture(autouse=True)
def _built(real_atlas) -> None:
    """The commands read the built database of the committed facts."""


def printed(capsys: pytest.CaptureFixture[str], *argv: str) -> dict:
    assert cli.main([*argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def check(receipts: dict, codes: set[str]) -> None:
    assert receipts
    for receipt in receipts.values():
        assert set(receipt["inputs"]) <= codes
        for step in receipt["steps"]:
            assert math.isclose(work_out(step["worked"]), step["result"], rel_tol=1e-9, abs_tol=1e-11), step


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
    assert "'ZZZ', which is no country" in capsys.readouterr().err
