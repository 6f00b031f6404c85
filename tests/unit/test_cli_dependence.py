"""``nearshore dependence`` prints the page's figures with their inputs, or one sentence on what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.cli import main as cli
from tests.factory import built_data, write_data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dependence") / "data"
    built_data(folder)
    return folder


@pytest.fixture(autouse=True)
def _own_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEARSHORE_DATA", str(data))


def run(*argv: str) -> int:
    try:
        return cli.main(["dependence", *argv])
    except SystemExit as end:
        return int(str(end.code))


REFINED_COBALT = ("--mineral", "cobalt", "--stage", "refined")


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> dict:
    assert run(*argv, "--json") == 0
    text = capsys.readouterr().out
    assert "NaN" not in text
    return json.loads(text)


def test_the_figures_come_with_their_inputs(capsys):
    figures = told(capsys, *REFINED_COBALT, "--importer", "USA")
    imports = figures["imports"]
    assert imports["total"] == 1900
    assert imports["outside_roster"] == pytest.approx(900 / 1900)
    assert imports["view"] == "as reported"
    assert [row["iso3"] for row in imports["suppliers"]] == ["FIN", "CHN", "JPN"][: len(imports["suppliers"])]
    assert figures["trade"]["hs6"] == "282200"
    assert figures["trade"]["hubs"][0]["iso3"] == "NAM"
    without = figures["output"]["without_the_largest"]
    assert without["demand_held"]["name"] != without["demand_removed"]["name"]
    assert "demand by country is not published" in without["demand_removed"]["no_data"]
    assert [gauge["limit"] for gauge in figures["limits"]["gauges"]] == [
        "extraction",
        "processing",
        "recycling",
        "single third country",
    ]
    assert {source["source_id"] for source in figures["sources"]} >= {"baci-test"}


@pytest.mark.parametrize("importer", ["EU27", "eu27", "europe", "roster", "usa"])
def test_groups_and_countries_are_importers(importer, capsys):
    assert told(capsys, *REFINED_COBALT, "--importer", importer)["importer"]["code"].casefold() == importer.casefold()


def test_the_traced_view_says_that_it_is_one(capsys):
    figures = told(capsys, *REFINED_COBALT, "--importer", "CHN", "--origin", "traced")
    assert figures["imports"]["view"] == "origin adjusted"
    assert [row["iso3"] for row in figures["imports"]["suppliers"]] == ["COD"]


def test_no_data_has_its_reason(capsys):
    figures = told(capsys, "--mineral", "tungsten", "--stage", "refined")
    assert "no customs code" in figures["imports"]["no_data"]
    assert figures["members"] == []
    assert figures["output"]["top1"] == "CHN"


def test_without_json_the_same_is_readable(capsys):
    assert run(*REFINED_COBALT, "--importer", "USA") == 0
    out = capsys.readouterr().out
    assert "importer United States" in out
    assert "imports: 1900.0 (tonnes)" in out
    assert "source: Citation of baci-test" in out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--importer", "XXX"), "country 'XXX' is not known"),
        (("--roster", "nobody"), "roster “nobody” is not known"),
        (("--set", "QQQ,ZZZ"), "roster names “QQQ”, “ZZZ”"),
        (("--year", "1999"), "no figures for 1999 are held"),
        (("--year", "2030"), "2030 is a scenario year"),
        (("--hs", "740311"), "customs code '740311' does not stand for refined cobalt"),
        (("--origin", "moon"), "“moon” is not known; use one of: declared, traced"),
        (("--candidates", "friends"), "“friends” is not known; use one of: linked, all"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(argv, said, capsys):
    assert run(*REFINED_COBALT, *argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err.splitlines()[-1]


def loaded(folder: Path, *flows: str) -> None:
    """Write the tiny set below `folder` with a user's own download of 2024, and its database."""
    write_data(folder)
    download = folder / "download"
    download.mkdir()
    (download / "BACI_HS17_Y2024_V202601.csv").write_text("t,i,j,k,v,q\n" + "".join(f"{line}\n" for line in flows))
    (download / "country_codes_V202601.csv").write_text(
        "country_code,country_name,country_iso2,country_iso3\n"
        "180,DR Congo,CD,COD\n246,Finland,FI,FIN\n392,Japan,JP,JPN\n"
    )
    assert cli.main(["facts", "baci", str(download)]) == 0
    assert cli.main(["build"]) == 0


def test_money_without_tonnes_is_said_beside_the_shares(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEARSHORE_DATA", str(tmp_path))
    loaded(
        tmp_path, "2024,180,392,282200,   500000.000,        0.000", "2024,246,392,282200,      100.000,       10.000"
    )
    capsys.readouterr()
    imports = told(capsys, *REFINED_COBALT, "--importer", "JPN")["imports"]
    assert (imports["basis"], imports["total"]) == ("value", 500.1e6)
    assert imports["value_without_tonnes"] == pytest.approx(500 / 500.1)
    assert [(row["iso3"], row["quantity_t"]) for row in imports["suppliers"]] == [("COD", None), ("FIN", 10)]
    assert imports["suppliers"][0]["share"] == pytest.approx(500 / 500.1)
    assert run(*REFINED_COBALT, "--importer", "JPN") == 0
    assert "over 99.9\u202f% of the value have no tonnes, so amounts and shares are by value" in capsys.readouterr().out


def test_what_shares_by_tonnes_leave_out_is_said(capsys):
    imports = told(capsys, *REFINED_COBALT, "--importer", "USA")["imports"]
    assert (imports["basis"], imports["value_without_tonnes"]) == ("tonnes", pytest.approx(5 / 55))
    assert run(*REFINED_COBALT, "--importer", "USA") == 0
    assert "Flows with 9.1\u202f% of the value have no tonnes; they are in no sum or share" in capsys.readouterr().out
