"""Facts changed by accident do not pass: the list of sums, the checksums of pages, strict reading."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pandas as pd
import pytest

from geo.build.inputs import read_inputs
from geo.cli import main
from geo.errors import DataContractError, SelectionError, SourceError
from geo.facts.pipeline import list_sums
from geo.schema import TABLE_BY_NAME, TABLES
from geo.schema.files import read_facts, read_parquet
from geo.schema.sums import SUMS_FILE, sum_findings, write_sums
from geo.settings import PROJECT, Settings
from geo.store.identity import input_hash
from tests.factory import settings_for, write_data

COMMITTED = PROJECT / "data" / "facts"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return write_data(tmp_path)


def change(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def test_the_committed_facts_are_as_listed_and_the_list_is_of_the_form_of_sha256sum():
    assert sum_findings(COMMITTED) == []
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", SUMS_FILE], cwd=COMMITTED, check=True)


def test_each_kind_of_change_is_refused_with_the_file_and_what_to_do(settings):
    before = input_hash(settings)
    country, group = settings.facts / "country.csv", settings.facts / "country_group.csv"
    change(country, b"americas", b"europe")
    group.unlink()
    (settings.facts / "country copy.csv").write_text("iso3\n")
    with pytest.raises(DataContractError) as caught:
        read_inputs(settings)
    for file, words in (
        (country, "was changed or damaged"),
        (group, "is listed in SHA256SUMS and missing"),
        (settings.facts / "country copy.csv", "is not listed in SHA256SUMS; remove it"),
    ):
        (finding,) = [text for text in caught.value.findings if text.startswith(f"{file} ") and SUMS_FILE in text]
        assert words in finding
    assert f"git checkout {country}" in str(caught.value)
    assert "make facts" in str(caught.value)
    assert input_hash(settings) != before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "SHA256SUMS is missing"),
        (b"", "is not listed"),
        (b"nothing\n", "line 1 has not the form"),
        (b"\xff\xfe", "cannot be read"),
        (b"%s  country.csv\n" % (b"0" * 64) * 2, "line 2 names country.csv again"),
    ],
)
def test_a_list_that_is_missing_or_damaged_is_refused(settings, content, words):
    path = settings.facts / SUMS_FILE
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(DataContractError, match=words):
        read_inputs(settings)


def test_one_more_table_or_another_list_asks_for_a_new_build(settings):
    before = input_hash(settings)
    extra = settings.facts / "more.csv"
    extra.write_text("a\n")
    assert input_hash(settings) != before
    extra.unlink()
    change(settings.facts / SUMS_FILE, b"  country.csv", b" *country.csv")
    assert input_hash(settings) != before


def test_a_single_table_is_listed_anew_and_the_others_stay(settings):
    change(settings.facts / "country.csv", b"americas", b"europe")
    change(settings.facts / "country_group.csv", b"test", b"tess")
    assert list_sums(settings, ["country"]) == ["country.csv"]
    (finding,) = sum_findings(settings.facts)
    assert "country_group.csv" in finding
    list_sums(settings, [])
    assert sum_findings(settings.facts) == []


def test_what_breaks_the_declaration_is_not_listed_and_an_unknown_table_is_named(settings):
    change(settings.facts / "country.csv", b"americas", b"atlantis")
    with pytest.raises(DataContractError, match="atlantis"):
        list_sums(settings, ["country"])
    with pytest.raises(SelectionError, match="is no table of facts"):
        list_sums(settings, ["source"])


def test_the_command_names_what_it_listed(settings, monkeypatch, capsys):
    monkeypatch.setenv("NEARSHORE_DATA", str(settings.facts.parent))
    assert main.main(["facts", "sums", "country"]) == 0
    assert capsys.readouterr().out.strip() == str(settings.facts / "country.csv")


def test_each_page_of_the_committed_parquet_files_carries_a_checksum(tmp_path):
    for table in TABLES:
        source = COMMITTED / table.file_name
        if source.suffix != ".parquet":
            continue
        content = bytearray(source.read_bytes())
        content[len(content) // 3] ^= 0x10
        damaged = tmp_path / source.name
        damaged.write_bytes(content)
        with pytest.raises(OSError, match="CRC"):
            read_parquet(damaged)
        with pytest.raises(SourceError, match=f"{table.file_name} cannot be read .* restore it"):
            read_facts(table, tmp_path)


@pytest.mark.parametrize(
    ("change_of", "words"),
    [
        ((b",americas,", b",americas"), "cannot be read"),
        ((b",americas,", b",ameri,cas,"), "cannot be read"),
        ((b",name,", b",iso2,"), "column 'iso2' stands twice"),
        ((b"americas", b"americ\xff"), "cannot be read"),
    ],
)
def test_a_line_with_a_field_too_few_or_too_many_is_refused(settings, change_of, words):
    change(settings.facts / "country.csv", *change_of)
    with pytest.raises(SourceError, match=words):
        read_facts(TABLE_BY_NAME["country"], settings.facts)


def test_an_endless_number_is_refused(settings):
    path = settings.facts / "gateway_port.csv"
    frame = pd.read_csv(path)
    frame["snap_km"] = float("inf")
    frame.to_csv(path, index=False)
    write_sums(settings.facts)
    with pytest.raises(DataContractError, match="is inf; must be a finite number"):
        read_inputs(settings_for(settings.facts.parent))
