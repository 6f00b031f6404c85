"""``nearshore options``, ``mix`` and ``matrix``: the page's figures, its inputs, and clear words for what cannot be."""

from __future__ import annotations

import json

import pytest

from geo.cli import main as cli
from geo.schema.codes import Mineral, Region, Stage
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.question import Question
from tests.arithmetic import largest_number, work_out

CELL = ["--mineral", "magnesium", "--stage", "refined", "--region", "europe"]


@pytest.fixture
def atlas(real_atlas, commands_read):
    commands_read(real_atlas)
    return real_atlas


def run(capsys, *argv: str) -> tuple[int, str, str]:
    try:
        code = cli.main(argv)
    except SystemExit as end:
        code = int(str(end.code))
    out, err = capsys.readouterr()
    return code, out, err


def figures(capsys, *argv: str):
    code, out, err = run(capsys, *argv, "--json")
    assert code == 0, err
    return json.loads(out)


def test_options_keep_their_keys_and_say_their_inputs(atlas, capsys):
    found = figures(capsys, "options", *CELL)
    old = {"mineral", "stage", "region", "roster", "replaced", "reference", "route", "basis", "trade", "production"}
    assert old | {"options", "sources"} <= set(found)
    assert {"iso3", "name", "tier", "distance_km", "governance_mean", "export_controls"} <= set(found["options"][0])
    assert found["inputs"]["ceiling"] == 1.5
    assert found["inputs"]["cap"] == 0.65
    assert found["sentence"].startswith("Without China, Europe must replace")
    assert found["plan"]["need"]["quantity_t"] == pytest.approx(61_458, abs=1)
    assert found["plan"]["receipts"]["need"]["steps"][-1]["result"] == found["plan"]["need"]["quantity_t"]


def test_the_mix_is_the_one_of_the_page_and_adds_up(atlas, capsys):
    found = figures(capsys, "mix", *CELL)
    page = near_shoring(atlas, Question(Mineral.MAGNESIUM, Stage.REFINED, Region.EUROPE, "washington-six"))
    assert [line["iso3"] for line in found["mix"]["lines"]] == [line.area for line in page.decision.mix.lines]
    total = sum(line["quantity_t"] for line in found["mix"]["lines"]) + found["mix"]["remainder_t"]
    assert total == pytest.approx(found["mix"]["need_t"])
    left = [point["mix"]["remainder_t"] for point in found["frontier"]]
    assert left == sorted(left, reverse=True)


def test_settings_reach_the_figures(atlas, capsys):
    found = figures(
        capsys,
        *("mix", *CELL, "--replace", "CHN,RUS", "--ceiling", "2", "--horizon", "2033", "--outside-max", "0.2"),
        *("--weights", "distance=2,governance=1", "--partners", "none", "--cap", "0.5", "--cost", "carbon"),
    )
    assert found["replaced"] == ["CHN", "RUS"]
    assert found["mix"]["outside_roster_t"] <= 0.2 * found["mix"]["need_t"] * (1 + 1e-9)
    assert found["inputs"]["weights"]["distance"] == 2
    assert found["inputs"]["weights"]["roster"] == 0
    assert found["mix"]["cost_unit"] == "kg CO2e per t"
    assert all(line["iso3"] != "ISR" for line in found["mix"]["lines"])


def test_the_matrix_holds_every_cell_and_equals_its_options(atlas, capsys):
    found = figures(capsys, "matrix", "--stage", "refined")
    cell = next(c for c in found["cells"] if (c["mineral"], c["region"]) == ("magnesium", "europe"))
    assert cell["coverage"] == figures(capsys, "options", *CELL)["plan"]["coverage"]
    assert {c["stage"] for c in found["cells"]} == {"refined"}
    assert len(found["cells"]) == 3 * len({c["mineral"] for c in found["cells"]})


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--ceiling", "7"], "“7” is not possible; use a number from 1 to 3"),
        (["--horizon", "2050"], "“2050” is no horizon; use a year from 2025 to 2035"),
        (["--cap", "nan"], "“nan” is not possible"),
        (["--weights", "luck=1"], "criterion “luck” is not known"),
        (["--weights", "distance=0"], "not all zero"),
        (["--replace", "china"], "“CHINA” is no country code"),
        (["--replace", "ZZZ"], "'ZZZ' is not known"),
        (["--partners", "CMM_2026"], "group “CMM_2026” has no members here"),
        (["--unit-costs", "CAN"], "unit cost “CAN”"),
        (["--circle", "square"], "“square” is not known; use one of: roster, roster-and-partners, any"),
        (["--to", "USA"], "United States is no buyer of Europe"),
        (["--hs", "999999"], "no complete trade under customs code 999999"),
    ],
)
def test_what_cannot_be_is_one_clear_line(atlas, capsys, argv, told):
    code, out, err = run(capsys, "mix", *CELL, *argv)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["options", "mix", "matrix"])
def test_help_has_an_example(command, capsys):
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert f"example:\n  nearshore {command}" in out


@pytest.mark.parametrize("command", [["options", *CELL], ["mix", *CELL], ["matrix"]])
def test_the_plain_form_prints_figures(atlas, capsys, command):
    code, out, _ = run(capsys, *command)
    assert code == 0
    assert len(out.splitlines()) > 3


def last(receipts: dict, figure: str, cells: list) -> float:
    """Return what the receipt of a figure works out to, after working it out again; its inputs must be cells."""
    found = receipts[figure]
    whole = receipts[found["within"]] if "within" in found else found
    ends = [step["label"] for step in whole["steps"]]
    at = ends.index(found["step"]) if "within" in found else len(ends) - 1
    for step in whole["steps"]:
        room = max(1e-11, 1e-12 * largest_number(step["worked"]))
        assert work_out(step["worked"]) == pytest.approx(step["result"], rel=1e-8, abs=room), step
    assert whole["inputs"]
    assert all(cells[place]["source_id"] and cells[place]["unit"] for place in whole["inputs"])
    return whole["steps"][at]["result"]


def test_every_row_of_the_options_has_its_receipts_with_inputs(atlas, capsys):
    found = figures(capsys, "options", *CELL)
    receipts, cells = found["receipts"], found["receipt_inputs"]
    for row in found["ranking"]["rows"]:
        own = receipts["ranking"][row["iso3"]]
        for figure in ("score", "place", "topsis_place", "first", "top3"):
            assert last(own, figure, cells) == pytest.approx(row[figure])
    for row in found["plan"]["offers"]:
        own = receipts["ranking"][row["iso3"]]
        for figure in ("new_t", "redirected_t"):
            assert last(own, figure, cells) == pytest.approx(row[figure])
        assert last(own, "distance_km", cells) == pytest.approx(row["region_distance_km"])
        assert last(own, "kgco2e_per_t", cells) == pytest.approx(row["freight_kgco2e_per_t"])
    for row in found["options"]:
        own = receipts["options"][row["iso3"]]
        for figure in ("exports_t", "to_region_usd", "distance_km", "production_share"):
            assert (figure in own) == (row[figure] is not None)
            assert row[figure] is None or last(own, figure, cells) == pytest.approx(row[figure])
    for name, rows in (("suppliers", "suppliers"), ("suppliers_traced", "suppliers_traced_one_step_back")):
        for row in found["trade"][rows]:
            assert last(receipts[name][row["iso3"]], "share", cells) == pytest.approx(row["share"])
    for step, own in zip(found["plan"]["filters"], receipts["filters"][:-1], strict=True):
        assert not step["removed"] or last(own, "redirected_t", cells) == pytest.approx(step["redirected_t"])


def test_every_line_of_the_mix_and_point_of_the_frontier_has_its_receipts(atlas, capsys):
    found = figures(capsys, "mix", *CELL, "--outside-max", "0.2")
    receipts, cells = found["receipts"], found["receipt_inputs"]
    pairs = [(found["mix"], receipts["mix"])]
    pairs += zip([point["mix"] for point in found["frontier"]], receipts["frontier"], strict=True)
    for mix, own in pairs:
        assert last(own["whole"], "remainder_t", cells) == pytest.approx(mix["remainder_t"])
        if mix["cost_per_covered_t"] is not None:
            assert last(own["whole"], "cost_per_covered_t", cells) == pytest.approx(mix["cost_per_covered_t"])
        for line in mix["lines"]:
            assert (line["value"], line["unit"]) == (line["quantity_t"], "t")
            for figure in ("quantity_t", "share", "redirected_t", "ceiling_t", "cost_per_t"):
                assert last(own["lines"][line["iso3"]], figure, cells) == pytest.approx(line[figure])


def test_every_cell_of_the_matrix_has_its_receipts(atlas, capsys):
    found = figures(capsys, "matrix", "--stage", "mined")
    for cell in found["cells"]:
        cover = cell["coverage"]
        if cover is None or not cover["need_t"] > 0:
            continue
        for figure in ("need_t", "low_share", "high_share", "remainder_low_t"):
            worked = last(cell["receipts"], figure, found["receipt_inputs"])
            assert worked == pytest.approx(cover[figure], rel=1e-9, abs=1e-9)


def test_an_importer_is_a_region_or_a_country_of_one(atlas, capsys):
    cell = CELL[:4]
    region = figures(capsys, "mix", *cell, "--importer", "europe")
    country = figures(capsys, "mix", *cell, "--importer", "nor")
    assert (region["region"], region["inputs"]["to"]) == ("europe", None)
    assert (country["region"], country["inputs"]["to"]) == ("europe", "NOR")
    assert country["mix"]["need_t"] == region["mix"]["need_t"]
    code, _, err = run(capsys, "mix", *cell, "--importer", "ZAF")
    assert code == 2
    assert "'ZAF' lies in none of americas, europe, asia-pacific" in err


@pytest.mark.parametrize("mineral", ["gallium", "magnesium"])
def test_the_head_line_names_the_stage_once_whether_or_not_trade_is_held(atlas, capsys, mineral):
    code, out, _ = run(capsys, "options", "--mineral", mineral, "--stage", "refined", "--region", "europe")
    assert code == 0
    assert out.splitlines()[0].lower().count("refined") == 1
