"""A user's own BACI download as people have it on their disks: repeated, empty, absurd, endless, nested, half loaded."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geo.build.database import build_database
from geo.cli import main
from geo.errors import AtlasError, DataContractError, EnvironmentFaultError, SourceError
from geo.facts import overlay
from geo.facts.overlay import OVERLAY_FILES, READY, loading, settle_overlay
from geo.facts.trade_user import LoadSummary, load_user_archive
from geo.schema import TABLE_BY_NAME
from geo.schema.files import read_facts
from geo.settings import PROJECT, Settings, load_settings
from geo.sources.baci_archive import open_archive
from tests.factory import write_data

NAME = "BACI_HS17_Y2023_V202501.csv"
HEADER = "t,i,j,k,v,q\n"
CHILE_TO_CHINA = "2023,152,156,283691,     1000.000,       10.000\n"
CHILE_TO_JAPAN = "2023,152,392,283691,   500000.000,        0.000\n"
ARGENTINA_TO_JAPAN = "2023, 32,392,283691,      100.000,       10.000\n"
COUNTRIES = "country_code,country_name,country_iso2,country_iso3\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    data = PROJECT / "data"
    own = tmp_path / "own"
    return replace(
        load_settings(), facts=data / "facts", reviewed=data / "reviewed", user=own, build=tmp_path / "build"
    )


def load(path: Path, settings: Settings) -> LoadSummary:
    return load_user_archive(path, settings, lambda _name, _rows: None)


def csv_at(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "".join(lines))
    return path


def zip_at(path: Path, *members: tuple[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def refusal(path: Path, settings: Settings) -> str:
    with pytest.raises((SourceError, DataContractError)) as caught:
        load(path, settings)
    assert not any(settings.user.glob("*")) if settings.user.exists() else True
    return str(caught.value)


# One year twice


def test_a_year_twice_in_a_zip_is_refused_with_both_paths(tmp_path, settings):
    other = CHILE_TO_CHINA.replace("1000.000", "5000.000")
    path = zip_at(tmp_path / "two.zip", (f"first/{NAME}", HEADER + CHILE_TO_CHINA), (f"second/{NAME}", HEADER + other))
    message = refusal(path, settings)
    assert f"{path}: first/{NAME} and {path}: second/{NAME}" in message


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_under_one_path_is_refused(tmp_path, settings):
    path = zip_at(tmp_path / "two.zip", (NAME, HEADER + CHILE_TO_CHINA), (NAME, HEADER + CHILE_TO_CHINA))
    assert f"{path}: {NAME} and {path}: {NAME}" in refusal(path, settings)


def test_years_beside_another_archive_are_not_left_aside(tmp_path, settings):
    csv_at(tmp_path / "both" / NAME, CHILE_TO_CHINA)
    inside = zip_at(tmp_path / "both" / "BACI_HS17_V202501.zip", (NAME, HEADER + CHILE_TO_CHINA))
    assert "give the path of the one to read" in refusal(tmp_path / "both", settings)
    assert load(inside, settings).years[0].flows == 1


def test_a_country_file_or_a_code_twice_is_refused(tmp_path, settings):
    twice = COUNTRIES + "152,Chile,CL,CHL\n152,China,CN,CHN\n"
    path = zip_at(tmp_path / "a.zip", (NAME, HEADER + CHILE_TO_CHINA), ("country_codes_V202501.csv", twice))
    assert "country_codes_V202501.csv has the country code 152 twice (CHL, CHN)" in refusal(path, settings)
    one = COUNTRIES + "152,Chile,CL,CHL\n"
    members = [(f"{folder}/country_codes_V202501.csv", one) for folder in "ab"]
    path = zip_at(tmp_path / "b.zip", (NAME, HEADER + CHILE_TO_CHINA), *members)
    assert "holds the country file twice" in refusal(path, settings)


# Weights, absurd figures, trade with itself


def test_money_with_no_weight_is_without_tonnes_and_counted(tmp_path, settings):
    path = csv_at(tmp_path / NAME, CHILE_TO_JAPAN, ARGENTINA_TO_JAPAN)
    (year,) = load(path, settings).years
    assert (year.flows, year.without_quantity) == (2, 1)
    flows, _ = read_facts(TABLE_BY_NAME["trade_flow"], settings.user)
    assert flows.set_index("exporter_iso3")["quantity_t"].isna().to_dict() == {"ARG": False, "CHL": True}
    coverage, _ = read_facts(TABLE_BY_NAME["trade_coverage"], settings.user)
    assert "1 of 2 flows have no tonnes." in coverage.loc[0, "note"]
    assert coverage.loc[0, "quantity_t"] == 10


def test_zero_and_not_known_are_the_same_overlay(tmp_path, settings):
    held = []
    for cell in ("        0.000", "           NA", ""):
        load(csv_at(tmp_path / NAME, CHILE_TO_JAPAN.replace("        0.000", cell), ARGENTINA_TO_JAPAN), settings)
        held.append({name: (settings.user / name).read_bytes() for name in OVERLAY_FILES})
    assert held[0] == held[1] == held[2]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (("     1000.000", "1e308"), r"line 3: column v is '1e308', more than 1,000,000,000 thousand USD; all goods"),
        (("     1000.000", "2000000000"), "line 3: column v is '2000000000', more than"),
        (("       10.000", "1e300"), "line 3: column q is '1e300', more than 12,000,000,000 tonnes; all ships"),
        (("       10.000", "1e999"), "line 3: column q is '1e999'"),
    ],
)
def test_an_absurd_figure_is_refused_with_line_and_bound(tmp_path, settings, cell, words):
    for code in ("283691", "010121"):  # also where the code is none of ours
        wrong = CHILE_TO_CHINA.replace(*cell).replace(",156,", ",392,").replace("283691", code)
        assert words.replace("\\", "") in refusal(csv_at(tmp_path / NAME, CHILE_TO_CHINA, wrong), settings)


@pytest.mark.parametrize(("column", "cell"), [("i", "0x10"), ("j", "-4"), ("k", "-1"), ("k", "0xA"), ("v", "-5")])
def test_what_only_a_parser_takes_for_a_number_is_refused_in_every_row(tmp_path, settings, column, cell):
    cells = dict(zip("tijkvq", ["2023", "152", "156", "010121", "1.000", "1.000"], strict=True)) | {column: cell}
    path = csv_at(tmp_path / NAME, CHILE_TO_CHINA, ",".join(cells.values()) + "\n")
    assert f"line 3: column {column} is '{cell}', not a number of the publisher's form" in refusal(path, settings)


def test_trade_of_a_country_with_itself_is_set_aside_and_counted(tmp_path, settings):
    own = CHILE_TO_CHINA.replace("152,156", " 36, 36")
    summary = load(csv_at(tmp_path / NAME, CHILE_TO_CHINA, own), settings)
    assert (summary.years[0].flows, summary.years[0].with_itself) == (1, 1)
    assert [text for text in summary.cautions if "set aside: 1 in 2023" in text]
    assert "holds none of the" in refusal(csv_at(tmp_path / "b" / NAME, own), replace(settings, user=tmp_path / "c"))


def test_two_areas_of_one_country_are_told_without_the_name_of_a_file_that_is_gone(tmp_path, settings):
    path = csv_at(
        tmp_path / NAME, CHILE_TO_CHINA, CHILE_TO_CHINA.replace("152,", "56,"), CHILE_TO_CHINA.replace("152,", "58,")
    )
    message = refusal(path, settings)
    assert str(path) in message
    assert ".load-" not in message


# What does not end, is no file, or is damaged


@pytest.mark.parametrize("width", [1_001, 9_000_000])
def test_a_line_without_end_is_refused_at_a_bounded_length(tmp_path, settings, width):
    path = csv_at(tmp_path / NAME, CHILE_TO_CHINA, "1" * width)
    assert "line 3 is longer than 1,000 characters" in refusal(path, settings)


@pytest.mark.parametrize("name", [NAME, "country_codes_V202501.csv", "BACI_HS17_V202501.zip"])
def test_a_pipe_is_refused_and_never_waited_for(tmp_path, settings, name):
    folder = tmp_path / "folder"
    if name != NAME:
        csv_at(folder / NAME, CHILE_TO_CHINA)
    folder.mkdir(exist_ok=True)
    os.mkfifo(folder / name)
    if name.endswith(".zip"):  # holds nothing that could be left aside
        assert load(folder, settings).years[0].flows == 1
    else:
        assert f"{folder / name} is no file on the disk" in refusal(folder, settings)


@pytest.mark.parametrize("path", [Path("/dev/zero"), Path("/dev/null")])
def test_a_device_is_refused(settings, path):
    assert f"{path} is a pipe or a device" in refusal(path, settings)


def test_a_damaged_list_of_files_names_the_zip(tmp_path, settings):
    whole = zip_at(tmp_path / "whole.zip", (NAME, HEADER + CHILE_TO_CHINA)).read_bytes()
    path = tmp_path / "BACI_HS17_V202501.zip"
    start = whole.index(b"PK\x01\x02")
    said = {}
    for place in range(start, len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        said[place] = told(path, settings)
    assert {place: text for place, text in said.items() if str(path) not in text or str(settings.user) in text} == {}


def told(path: Path, settings: Settings) -> str:
    """Return the sentence of a load that is refused; the path of one that goes through."""
    try:
        load(path, settings)
    except AtlasError as exc:
        return str(exc)
    return str(path)


def test_an_unknown_home_is_a_sentence(capsys):
    for command in (["facts", "baci", "~nouser/x"], ["facts", "--raw", "~nouser/x"]):
        with pytest.raises(SystemExit) as ended:
            main.main(command)
        assert ended.value.code == 2
        assert "begins with a home folder that is not known" in capsys.readouterr().err


# Folders and zips inside


@pytest.mark.parametrize("kind", ["zip", "folder", "zip of another name"])
def test_one_folder_or_zip_inside_is_entered(tmp_path, settings, kind):
    outer = tmp_path / "Downloads"
    if kind == "folder":
        csv_at(outer / "BACI_HS17_V202501" / NAME, CHILE_TO_CHINA)
    else:
        zip_at(
            outer / ("download (1).zip" if "another" in kind else "BACI_HS17_V202501.zip"),
            (NAME, HEADER + CHILE_TO_CHINA),
        )
    (outer / "notes.txt").write_text("mine")
    (outer / "photos").mkdir()
    assert load(outer, settings).years[0].value_usd == 1_000_000


def test_whatever_can_be_read_by_itself_is_offered_by_its_path(tmp_path, settings):
    outer = tmp_path / "Downloads"
    inside = [
        zip_at(outer / "BACI_HS17_V202501.zip", (NAME, HEADER + CHILE_TO_CHINA)),
        csv_at(outer / "unpacked" / NAME, CHILE_TO_CHINA).parent,
    ]
    message = refusal(outer, settings)
    for path in inside:
        assert str(path) in message
        assert open_archive(path).years


def test_a_zip_in_a_zip_is_named(tmp_path, settings):
    inner = zip_at(tmp_path / "in.zip", (NAME, HEADER + CHILE_TO_CHINA)).read_bytes()
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BACI_HS17_V202501.zip", inner)
    assert "but BACI_HS17_V202501.zip; unpack outer.zip" in refusal(path, settings)


def test_years_in_capital_letters_are_not_left_aside(tmp_path, settings):
    csv_at(tmp_path / "a" / NAME, CHILE_TO_CHINA)
    csv_at(tmp_path / "a" / NAME.replace("2023", "2022").replace(".csv", ".CSV"), CHILE_TO_CHINA)
    assert "is not a name of the publisher" in refusal(tmp_path / "a", settings)


# Loads that were killed, and loads under way


def left_by_a_killed_load(settings: Settings) -> Path:
    left = settings.user / ".load-killed"
    left.mkdir(parents=True)
    (left / "trade_flow.parquet").write_bytes(b"half")
    return left


def test_what_killed_loads_left_is_removed_by_the_next_load_and_by_a_build(tmp_path, settings):
    left = left_by_a_killed_load(settings)
    load(csv_at(tmp_path / NAME, CHILE_TO_CHINA), settings)
    assert sorted(path.name for path in settings.user.iterdir()) == sorted(OVERLAY_FILES)
    small = write_data(tmp_path / "small")
    left = left_by_a_killed_load(small)
    build_database(small, lambda _line: None)
    assert not left.exists()


def test_a_load_under_way_is_left_alone_and_a_second_one_is_refused(tmp_path, settings):
    with loading(settings) as staged:
        (staged / "file").write_text("mine")
        settle_overlay(settings)
        assert (staged / "file").is_file()
        with pytest.raises(EnvironmentFaultError, match=r"another load .* is under way"):
            load(csv_at(tmp_path / NAME, CHILE_TO_CHINA), settings)
        assert (staged / "file").is_file()
    assert not staged.exists()


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_a_load_killed_while_its_files_move_is_finished_by_whoever_comes_next(tmp_path, settings, monkeypatch, moved):
    load(csv_at(tmp_path / "old" / NAME, CHILE_TO_CHINA), settings)
    old = {name: (settings.user / name).read_bytes() for name in OVERLAY_FILES}

    class KilledError(BaseException):
        """Stands for the signal that no handler sees."""

    def killed(ready: Path, target: Path) -> None:
        for name in OVERLAY_FILES[:moved]:
            (ready / name).replace(target / name)
        raise KilledError

    new = csv_at(tmp_path / "new" / NAME, CHILE_TO_CHINA, ARGENTINA_TO_JAPAN)
    monkeypatch.setattr(overlay, "_move", killed)
    with pytest.raises(KilledError):
        load(new, settings)
    monkeypatch.undo()
    assert (settings.user / READY).is_dir()
    settle_overlay(settings)
    assert sorted(path.name for path in settings.user.iterdir()) == sorted(OVERLAY_FILES)
    flows = pd.read_parquet(settings.user / "trade_flow.parquet")
    assert len(flows) == 2
    assert all((settings.user / name).read_bytes() != old[name] for name in OVERLAY_FILES)
