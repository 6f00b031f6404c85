from __future__ import annotations

import json
import socket
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.cli import main as cli
from geo.cli import serve
from geo.command.output import print_json, print_table
from geo.schema import RELATIONS
from geo.schema.codes import Mineral
from tests.factory import built_data, settings_for, write_data


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEARSHORE_DATA", str(tmp_path / "data"))
    write_data(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def run(*argv: str) -> int:
    try:
        return cli.main(argv)
    except SystemExit as end:
        return int(str(end.code))


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ([], "arguments are required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["build", "--fast"], "unrecognized arguments: --fast"),
        (["facts"], "no folder of publishers' files given; use --raw DIR"),
        (["facts", "--raw", "x", "--only", "lunch"], "invalid choice: 'lunch'"),
        (["facts", "baci"], "arguments are required: PATH"),
        (["export"], "arguments are required: --table"),
        (["export", "--table", "secrets"], "'secrets' is not known; use one of: licence, source, country"),
        (["export", "--table", "mine", "--format", "xls"], "invalid choice: 'xls'"),
        (["serve", "--port", "port"], "'port' is no port; use a number from 1 to 65535"),
        (["serve", "--port", "70000"], "'70000' is no port"),
        (["serve", "--por", "8501"], "unrecognized arguments: --por"),
    ],
)
def test_bad_arguments_are_one_line_and_exit_code_2(
    argv: list[str], told: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("nearshore")
    assert told in err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--mineral", "kobalt"], "“kobalt” is not known; use one of: alumina, aluminium"),
        (["--stage", "smelted"], "“smelted” is not known; use one of: mined, intermediate, refined, product, use"),
        (["--year", "24"], "“24” is no year; use four digits from 1960 to 2100"),
        (["--year", "1066"], "“1066” is no year"),
        (["--region", "africa"], "'africa' is not known; use one of: americas, europe, asia-pacific"),
        (["--replace", "China"], "“CHINA” is no country code; use one of largest"),
        (["--replace", ","], "“,” is no country code"),
    ],
)
def test_a_bad_choice_names_the_value_and_what_is_allowed(
    argv: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"--mineral": "cobalt", "--stage": "mined"}
    command = "concentration" if "--year" in argv else "options"
    good |= {} if "--year" in argv else {"--region": "europe"}
    good.pop(argv[0], None)
    with pytest.raises(SystemExit) as end:
        cli.make_parser().parse_args([command, *argv, *(part for pair in good.items() for part in pair)])
    assert end.value.code == 2
    _, err = capsys.readouterr()
    assert err.count("\n") == 1
    assert f"argument {argv[0]}" in err
    assert f": {told}" in err


def test_good_choices_become_codes_however_they_are_spelled() -> None:
    words = "--stage refined --region asia-pacific --replace chn,RUS,chn --horizon 2033"
    chosen = cli.make_parser().parse_args(["options", "--mineral", "Rare earths", *words.split()])
    assert chosen.mineral is Mineral.RARE_EARTHS
    assert (chosen.stage, chosen.region, chosen.roster) == ("refined", "asia-pacific", "washington-six")
    assert (chosen.replace, chosen.horizon) == (("CHN", "RUS"), 2033)


@pytest.mark.parametrize("command", [[], ["serve"], ["facts"], ["facts", "baci"], ["build"], ["check"], ["export"]])
def test_every_command_has_help_with_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command, "--help") == 0
    assert "example:\n  nearshore" in capsys.readouterr().out


def test_a_fault_is_a_sentence_and_exit_code_1(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("facts", "--raw", "/nowhere") == 1
    assert "folder of publishers' files /nowhere is not there" in capsys.readouterr().err
    (data / "facts" / "country.csv").unlink()
    assert run("build") == 1
    assert "country.csv is missing" in capsys.readouterr().err


def test_build_prints_the_path_and_keeps_progress_off_the_output(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("build") == 0
    out, err = capsys.readouterr()
    (built,) = settings_for(data).build.glob("atlas-*.duckdb")
    assert out == f"{built}\n"
    assert "country: 18 rows" in err


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_export_writes_every_row_and_its_sources(data: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    built_data(data)
    assert run("export", "--table", "primary_statistic", "--format", kind) == 0
    capsys.readouterr()
    written = Path(f"primary_statistic.{kind}")
    rows = pd.read_csv(written) if kind == "csv" else pd.read_parquet(written)
    declared = next(relation for relation in RELATIONS if relation.name == "primary_statistic")
    assert list(rows.columns) == declared.column_names
    sources = pd.read_csv("primary_statistic.sources.csv")
    assert set(sources["source_id"]) == set(rows["source_id"])
    assert sources[["licence", "citation", "url"]].notna().all(axis=None)


def test_export_to_a_place_that_cannot_be_written_is_a_sentence(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built_data(data)
    assert run("export", "--table", "mine", "--out", str(data / "no" / "such" / "folder.csv")) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_check_of_broken_facts_lists_every_finding_as_an_error(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    country = data / "facts" / "country.csv"
    country.write_text(country.read_text(encoding="utf-8").replace("americas", "atlantis"), encoding="utf-8")
    (data / "facts" / "deposit.parquet").unlink()
    assert run("check", "--json") == 1
    report = json.loads(capsys.readouterr().out)
    # Each by the list of sums and by what is in it.
    assert report["counts"]["error"] == len(report["findings"]) == 4
    assert {finding["rule"] for finding in report["findings"]} == {"contract"}


def test_a_port_in_use_is_told_before_anything_is_built(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert run("serve", "--port", str(number)) == 1
    assert f"port {number} on 127.0.0.1 cannot be used" in capsys.readouterr().err
    assert not settings_for(data).build.exists()


def test_json_is_strict_and_no_data_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pd.DataFrame({"t": [1.5, np.nan], "n": pd.array([1, None], dtype="Int64"), "word": ["a", None]})
    print_json({"rows": frame, "inf": float("inf"), "count": np.int64(3), "codes": frozenset({"b", "a"})})
    text = capsys.readouterr().out
    assert "NaN" not in text
    assert json.loads(text) == {
        "rows": [{"t": 1.5, "n": 1, "word": "a"}, {"t": None, "n": None, "word": None}],
        "inf": None,
        "count": 3,
        "codes": ["a", "b"],
    }


def test_a_printed_table_leaves_no_data_blank(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(pd.DataFrame({"name": ["a", "b"], "tonnes": [1234567.0, np.nan], "share": [0.25, 1234.56]}))
    assert capsys.readouterr().out.splitlines() == [
        "name     tonnes    share",
        "a     1,234,567     0.25",
        "b                1,234.6",
    ]
