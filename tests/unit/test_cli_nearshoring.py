"""``nearshore options``, ``mix`` and ``matrix``: the page's figures, its inputs, and clear words for what cannot be."""

from __future__ import annotations

import json

import pytest

from geo.answer.atlas_shelf import AtlasShelf
from geo.answer.geography import load_geography
from geo.answer.options import near_shoring
from geo.answer.question import Question
from geo.cli import main as cli
from geo.schema.codes import Mineral, Region, Stage

CELL = ["--mineral", "magnesium", "--stage", "refined", "--region", "europe"]


@pytest.fixture
def atlas(real_atlas, monkeypatch):
    monkeypatch.setattr("geo.cli.nearshoring.ready_atlas", lambda: real_atlas)
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
    shelf = AtlasShelf(atlas, load_geography(atlas))
    page = near_shoring(shelf, Question(Mineral.MAGNESIUM, Stage.REFINED, Region.EUROPE, "washington-six"))
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
        (["--ceiling", "7"], "'7' is not possible; use a number from 1 to 3"),
        (["--horizon", "2050"], "'2050' is no horizon; use a year from 2025 to 2035"),
        (["--cap", "nan"], "'nan' is not possible"),
        (["--weights", "luck=1"], "criterion 'luck' is not known"),
        (["--weights", "distance=0"], "not all zero"),
        (["--replace", "china"], "'CHINA' is no country code"),
        (["--replace", "ZZZ"], "'ZZZ' is not known"),
        (["--partners", "CMM_2026"], "group 'CMM_2026' has no members here"),
        (["--unit-costs", "CAN"], "unit cost 'CAN'"),
        (["--circle", "square"], "'square' is not known; use one of: any, roster-and-partners, roster"),
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
