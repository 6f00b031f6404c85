"""A user's own BACI download: what is taken, what is refused with which sentence, and that nothing is lost."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import AtlasError, DataContractError, EnvironmentFaultError, SourceError
from geo.facts.overlay import OVERLAY_FILES
from geo.facts.trade_user import load_user_archive
from geo.schema import TABLE_BY_NAME
from geo.schema.files import read_facts
from geo.settings import PROJECT, Settings, load_settings
from geo.sources import baci_year
from geo.sources.baci_archive import NOMENCLATURES, open_archive
from geo.sources.baci_year import read_year
from tests.bench.make_baci import COUNTRY_FILE, make_csv, make_zip

NAME = "BACI_HS17_Y2024_V202601.csv"
HEADER = "t,i,j,k,v,q\n"
CARBONATE = "2024,152,156,283691,  2027527.918,   185819.781\n"
NO_TONNES = "2024,152,490,283691,       10.500,           NA\n"
EMPTY_TONNES = "2024,516,156,740311,       20.000,\n"
OTHER_CODE = "2024,4,20,010121,        0.357,        0.002\n"
WANTED = ("283691", "740311", "260600")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    data = PROJECT / "data"
    return replace(load_settings(), facts=data / "facts", reviewed=data / "reviewed", user=tmp_path / "user")


def silent(_name: str, _rows: int) -> None:
    """Take no notice of progress."""


def csv_file(folder: Path, *lines: str, name: str = NAME, header: str = HEADER) -> Path:
    path = folder / name
    path.write_text(header + "".join(lines), newline="")
    return path


def held(settings: Settings, name: str) -> pd.DataFrame:
    frame, findings = read_facts(TABLE_BY_NAME[name], settings.user)
    assert findings == []
    return frame


def bytes_held(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(settings.user.iterdir())}


# What is taken


def test_a_csv_becomes_an_overlay_in_dollars_and_tonnes(tmp_path, settings):
    path = csv_file(tmp_path, CARBONATE, NO_TONNES, EMPTY_TONNES, OTHER_CODE)
    summary = load_user_archive(path, settings, silent)
    flows = held(settings, "trade_flow").set_index(["hs6", "exporter_iso3", "importer_iso3"])
    assert flows["value_usd"].to_dict() == {
        ("283691", "CHL", "CHN"): 2027527918.0,
        ("283691", "CHL", "TWN"): 10500.0,
        ("740311", "NAM", "CHN"): 20000.0,
    }
    assert flows["quantity_t"].isna().tolist() == [False, True, True]
    assert flows.loc[("283691", "CHL", "CHN"), "quantity_t"] == 185819.781
    (year,) = summary.years
    assert (year.year, year.rows_read, year.flows, year.without_quantity, year.codes) == (2024, 4, 3, 2, 2)
    assert summary.source_id == "cepii-baci-hs17-v202601-user"


def test_coverage_is_complete_and_says_when_tonnes_are_missing(tmp_path, settings):
    load_user_archive(csv_file(tmp_path, CARBONATE, NO_TONNES, EMPTY_TONNES), settings, silent)
    coverage = held(settings, "trade_coverage").set_index("hs6")
    assert set(coverage["scope"]) == {"complete"}
    assert coverage["has_quantity"].to_dict() == {"283691": True, "740311": False}
    assert "1 of 2 flows have no tonnes" in coverage.loc["283691", "note"]
    assert "provisional" in coverage.loc["283691", "note"]


def test_the_source_row_names_edition_and_licence(tmp_path, settings):
    load_user_archive(csv_file(tmp_path, CARBONATE), settings, silent)
    row = held(settings, "source").iloc[0]
    assert row["source_id"] == "cepii-baci-hs17-v202601-user"
    assert row["edition"] == "V202601"
    assert row["licence"] == "Etalab Open Licence 2.0"
    assert NAME in row["note"]


@pytest.mark.parametrize("nomenclature", NOMENCLATURES)
def test_every_edition_of_the_hs_is_taken(tmp_path, settings, nomenclature):
    path = tmp_path / f"BACI_{nomenclature}_V202501.zip"
    make_zip(path, wanted=WANTED, years=(2022, 2023), rows=500, version="202501")
    summary = load_user_archive(path, settings, silent)
    assert [year.year for year in summary.years] == [2022, 2023]
    assert set(held(settings, "trade_flow")["nomenclature"]) == {nomenclature}
    assert summary.taken == tuple(sorted(set(held(settings, "trade_flow")["hs6"])))
    assert summary.cautions == ()


def test_a_code_is_taken_only_from_the_editions_that_have_it(tmp_path, settings):
    """810510 is cobalt metal and intermediates in HS92; in later editions the digits are no code."""
    cobalt = CARBONATE.replace("283691", "810510")
    for nomenclature, taken in (("HS92", ("283691", "810510")), ("HS17", ("283691",))):
        path = csv_file(tmp_path, CARBONATE, cobalt, name=f"BACI_{nomenclature}_Y2024_V202601.csv")
        summary = load_user_archive(path, settings, silent)
        assert summary.taken == taken
        assert "810510" in (*summary.taken, *summary.of_other_editions)
        named = {*summary.taken, *summary.without_rows, *summary.of_other_editions}
        assert named == set(codes_of_project())


def codes_of_project() -> list[str]:
    codes, _ = read_facts(TABLE_BY_NAME["hs_code"], PROJECT / "data" / "facts")
    return list(codes["hs6"])


def test_a_zip_with_a_folder_inside_and_any_name_is_taken(tmp_path, settings):
    path = tmp_path / "download (1).zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"BACI/{NAME}", HEADER + CARBONATE)
        archive.writestr("BACI/country_codes_V202601.csv", COUNTRY_FILE)
        archive.writestr("BACI/Readme.txt", "as published")
    assert load_user_archive(path, settings, silent).years[0].flows == 1


def test_an_unpacked_folder_is_taken(tmp_path, settings):
    for year in (2023, 2024):
        csv_file(tmp_path, CARBONATE.replace("2024", str(year)), name=f"BACI_HS17_Y{year}_V202601.csv")
    summary = load_user_archive(tmp_path, settings, silent)
    assert [year.year for year in summary.years] == [2023, 2024]


def test_windows_line_ends_and_missing_leading_zeros_are_taken(tmp_path):
    path = csv_file(tmp_path, OTHER_CODE.replace("010121", "10121"), CARBONATE)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    flows, rows = read_year(open_archive(path).years[0], ["010121", "283691"], silent)
    assert flows["hs6"].tolist() == ["010121", "283691"]
    assert flows["quantity_t"].tolist() == [0.002, 185819.781]
    assert rows == 2


def test_a_country_file_of_the_old_form_is_read(tmp_path, settings):
    old = "country_code,country_name_abbreviation,country_name_full,iso_2digit_alpha,iso_3digit_alpha\n777,X,X,X,CHL\n"
    (tmp_path / "country_codes_V202601.csv").write_text(old)
    path = csv_file(tmp_path, CARBONATE.replace(",152,", ",777,"))
    load_user_archive(path, settings, silent)
    assert held(settings, "trade_flow")["exporter_iso3"].tolist() == ["CHL"]


def test_progress_counts_rows_of_each_file(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(baci_year, "BLOCK_BYTES", 2_000)
    path = tmp_path / "BACI_HS17_V202601.zip"
    make_zip(path, wanted=WANTED, years=(2023, 2024), rows=300)
    seen: dict[str, list[int]] = {}
    load_user_archive(path, settings, lambda name, rows: seen.setdefault(name, []).append(rows))
    assert sorted(seen) == ["BACI_HS17_Y2023_V202601.csv", NAME]
    for counts in seen.values():
        assert counts == sorted(counts)
        assert len(counts) > 1
        assert counts[-1] == 300


def test_the_cautions_are_told(tmp_path, settings):
    make_zip(tmp_path / "BACI_HS17_V202601.zip", wanted=WANTED, years=(2020, 2022), rows=300)
    first = load_user_archive(tmp_path / "BACI_HS17_V202601.zip", settings, silent)
    assert [caution for caution in first.cautions if "no file of 2021" in caution]
    second = load_user_archive(csv_file(tmp_path, CARBONATE), settings, silent)
    assert [caution for caution in second.cautions if "no checksum" in caution]
    assert [caution for caution in second.cautions if "No country file" in caution]
    assert [caution for caution in second.cautions if "also held 2020, 2022" in caution]
    assert set(held(settings, "trade_flow")["year"]) == {2024}


def test_areas_of_the_past_are_left_out_and_counted(tmp_path, settings):
    summary = load_user_archive(
        csv_file(tmp_path, CARBONATE, CARBONATE.replace(",152,", ",697,"), CARBONATE.replace(",152,", ",58,")),
        settings,
        silent,
    )
    assert summary.years[0].left_out == 1
    assert sorted(held(settings, "trade_flow")["exporter_iso3"]) == ["BEL", "CHL"]


# What is refused


def zip_of(folder: Path, **members: str) -> Path:
    path = folder / "BACI_HS17_V202601.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return path


def cut_zip(folder: Path) -> Path:
    path = folder / "BACI_HS17_V202601.zip"
    make_zip(path, wanted=WANTED, years=(2024,), rows=1_000)
    path.write_bytes(path.read_bytes()[:5_000])
    return path


def broken_zip(folder: Path) -> Path:
    path = folder / "BACI_HS17_V202601.zip"
    make_zip(path, wanted=WANTED, years=(2024,), rows=1_000)
    content = bytearray(path.read_bytes())
    content[5_000] ^= 0xFF
    path.write_bytes(content)
    return path


def page_called_zip(folder: Path) -> Path:
    path = folder / "BACI_HS17_V202601.zip"
    path.write_text("<html>not found</html>")
    return path


BAD_FILES = {
    "not there": (lambda folder: folder / NAME, "is not there"),
    "cut zip": (cut_zip, "cut in the middle"),
    "broken zip": (broken_zip, "is damaged after"),
    "page instead of zip": (page_called_zip, "is not a zip"),
    "cut line": (lambda folder: csv_file(folder, CARBONATE, "2024,156,40"), r"cut in the middle: line 3 ends as '2024,156,40'"),
    "cut number": (lambda folder: csv_file(folder, CARBONATE[:-3]), "cut in the middle: line 2"),
    "cut in the header": (lambda folder: csv_file(folder, header="t,i,j"), "has the header 't,i,j'"),
    "empty": (lambda folder: csv_file(folder, header=""), "has the header ''"),
    "header alone": (csv_file, "has a header and no rows"),
    "wrong header": (lambda folder: csv_file(folder, CARBONATE, header="t,i,j,hs6,v,q\n"), "instead of 't,i,j,k,v,q'"),
    "columns swapped": (lambda folder: csv_file(folder, CARBONATE, header="t,j,i,k,v,q\n"), "instead of 't,i,j,k,v,q'"),
    "word for a value": (
        lambda folder: csv_file(folder, CARBONATE, NO_TONNES.replace("10.500", "  many")),
        "line 3: column v is 'many', not a number",
    ),
    "word for a value elsewhere": (
        lambda folder: csv_file(folder, CARBONATE, OTHER_CODE.replace("0.357", "  abc")),
        "line 3: column v is 'abc', not a number",
    ),
    "missing value": (lambda folder: csv_file(folder, CARBONATE.replace("2027527.918", "NA")), "column v is 'NA'"),
    "negative value": (lambda folder: csv_file(folder, CARBONATE.replace(" 2027527.918", "-5")), "column v is '-5'"),
    "not a number as quantity": (
        lambda folder: csv_file(folder, CARBONATE.replace("185819.781", "nan")),
        "column q is 'nan'",
    ),
    "word for a quantity": (lambda folder: csv_file(folder, NO_TONNES.replace("NA", "..")), r"column q is '\.\.'"),
    "word for a code": (lambda folder: csv_file(folder, CARBONATE.replace("283691", "28369x")), "column k is '28369x'"),
    "seven fields": (lambda folder: csv_file(folder, CARBONATE.replace("152", "152,1")), "line 2 has 7 fields instead of 6"),
    "other year": (lambda folder: csv_file(folder, CARBONATE, CARBONATE.replace("2024", "2023")), "line 3 is of the year 2023"),
    "a flow twice": (lambda folder: csv_file(folder, CARBONATE, CARBONATE), "152 to 156 of code 283691 twice"),
    "no code of ours": (lambda folder: csv_file(folder, OTHER_CODE), "holds none of the"),
    "not a BACI name": (lambda folder: csv_file(folder, CARBONATE, name="trade_2024.csv"), "no BACI file of a year by name"),
    "copy of a csv": (
        lambda folder: csv_file(folder, CARBONATE, name="BACI_HS17_Y2024_V202601 (1).csv"),
        "no BACI file of a year by name",
    ),
    "zip without years": (lambda folder: zip_of(folder, readme="x"), r"no BACI file of a year by name \(readme.csv\)"),
    "odd member": (
        lambda folder: zip_of(folder, **{NAME[:-4]: HEADER + CARBONATE, "BACI_HS17_Y23_V202601": HEADER}),
        "'BACI_HS17_Y23_V202601.csv', which is not a name of the publisher",
    ),
    "old HS edition": (
        lambda folder: csv_file(folder, CARBONATE, name="BACI_HS88_Y2024_V202601.csv"),
        "is in HS88; the publisher's editions are HS92, HS96",
    ),
    "mixed editions": (
        lambda folder: zip_of(
            folder, **{NAME[:-4]: HEADER + CARBONATE, "BACI_HS22_Y2023_V202601": HEADER + CARBONATE}
        ),
        "mixes editions",
    ),
    "country file of another kind": (
        lambda folder: (
            (folder / "country_codes_V202601.csv").write_text("a,b\n1,2\n") and csv_file(folder, CARBONATE)
        ),
        "lacks the columns country_code",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_gets_its_sentence_and_the_old_overlay_stays(tmp_path, settings, case):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    load_user_archive(csv_file(good, CARBONATE, NO_TONNES), settings, silent)
    before = bytes_held(settings)
    make, words = BAD_FILES[case]
    with pytest.raises(SourceError, match=words):
        load_user_archive(make(bad), settings, silent)
    assert bytes_held(settings) == before


def test_every_unknown_country_code_is_listed(tmp_path, settings):
    path = csv_file(tmp_path, CARBONATE.replace(",152,", ",999,"), CARBONATE.replace(",156,", ",998,"))
    with pytest.raises(DataContractError) as caught:
        load_user_archive(path, settings, silent)
    assert [finding.split("'")[1] for finding in caught.value.findings] == ["998", "999"]
    assert list(settings.user.iterdir()) == []


def test_a_locked_zip_is_refused(tmp_path, settings):
    path = zip_of(tmp_path, **{NAME[:-4]: HEADER + CARBONATE})
    content = path.read_bytes()
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(signature) + offset
        content = content[:place] + bytes([content[place] | 1]) + content[place + 1 :]
    path.write_bytes(content)
    with pytest.raises(SourceError, match="cannot be unpacked here"):
        load_user_archive(path, settings, silent)


def test_a_zip_cut_anywhere_is_refused(tmp_path, settings):
    path = tmp_path / "BACI_HS17_V202601.zip"
    make_zip(path, wanted=WANTED, years=(2023, 2024), rows=100)
    content = path.read_bytes()
    for size in range(0, len(content), 97):
        path.write_bytes(content[:size])
        with pytest.raises(AtlasError):
            load_user_archive(path, settings, silent)


def test_a_fault_between_the_files_puts_the_old_ones_back(tmp_path, settings, monkeypatch):
    load_user_archive(csv_file(tmp_path, CARBONATE), settings, silent)
    before = bytes_held(settings)
    replace_file = Path.replace
    refused = settings.user / OVERLAY_FILES[2]

    def refuse_last(self: Path, target: Path) -> Path:
        if target == refused:
            raise OSError(28, "No space left on device", str(target))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", refuse_last)
    with pytest.raises(EnvironmentFaultError, match="No space left on device"):
        load_user_archive(csv_file(tmp_path, CARBONATE, NO_TONNES), settings, silent)
    assert bytes_held(settings) == before


def test_a_first_load_that_fails_leaves_no_file(tmp_path, settings, monkeypatch):
    replace_file = Path.replace

    def refuse_last(self: Path, target: Path) -> Path:
        if target == settings.user / OVERLAY_FILES[2]:
            raise OSError(28, "No space left on device", str(target))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", refuse_last)
    with pytest.raises(EnvironmentFaultError):
        load_user_archive(csv_file(tmp_path, CARBONATE), settings, silent)
    assert list(settings.user.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path, settings):
    (tmp_path / "user").write_text("a file stands where the folder belongs")
    with pytest.raises(EnvironmentFaultError, match="overlay is as it was before"):
        load_user_archive(csv_file(tmp_path, CARBONATE), settings, silent)


def test_the_maker_writes_the_publishers_line_form(tmp_path):
    path = tmp_path / NAME
    make_csv(path, wanted=WANTED, rows=2_000)
    lines = path.read_bytes().split(b"\n")
    assert lines[0] == b"t,i,j,k,v,q"
    assert lines[-1] == b""
    assert len(lines) == 2_002
    for line in lines[1:-1]:
        year, exporter, importer, code, value, quantity = line.split(b",")
        assert (len(year), len(code), len(value), len(quantity)) == (4, 6, 13, 13)
        assert exporter != importer
        assert value[-4:-3] == b"."
        assert quantity.strip() == b"NA" or quantity[-4:-3] == b"."
    again = tmp_path / "again" / NAME
    again.parent.mkdir()
    make_csv(again, wanted=WANTED, rows=2_000)
    assert again.read_bytes() == path.read_bytes()
