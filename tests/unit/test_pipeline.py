from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from geo.errors import DataContractError, EnvironmentFaultError, SelectionError, SourceError
from geo.facts import pipeline
from geo.facts.dataset import Dataset, Inputs, Tables, declared
from geo.facts.pipeline import Step, run_pipeline
from geo.schema import TABLE_BY_NAME
from geo.schema.files import read_facts
from geo.settings import PROJECT, Settings
from geo.sources.published import published_file, recorded_files
from tests.factory import frames, settings_for

COUNTRY_BYTES = b"iso3,name\nUSA,United States\n"


def country_facts(inputs: Inputs) -> Tables:
    published_file(inputs.raw, "codes", "countries.csv")
    return {"country": frames()["country"]}


def port_facts(inputs: Inputs) -> Tables:
    published_file(inputs.raw, "ports", "ports.csv")
    ports = frames()["gateway_port"]
    return {"gateway_port": ports[ports["iso3"].isin(inputs.known["country"]["iso3"])]}


DATASETS = {
    "codes": (Dataset(("codes",), ("country",), country_facts),),
    "ports": (Dataset(("ports",), ("gateway_port",), port_facts),),
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for folder, name, content in (("codes", "countries.csv", COUNTRY_BYTES), ("ports", "ports.csv", b"a,b\n")):
        path = tmp_path / "raw" / folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return tmp_path / "raw"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    steps = (Step("first", ("codes",)), Step("second", ("ports",)))
    monkeypatch.setattr(pipeline, "STEPS", steps)
    monkeypatch.setattr(pipeline, "STEP_NAMES", ("first", "second"))
    monkeypatch.setattr(pipeline, "BASEMAP_STEP", "none of these")
    monkeypatch.setattr(pipeline, "declared", lambda module, _name: DATASETS[module])
    return settings_for(tmp_path / "data")


def inputs(settings: Settings) -> dict[str, str]:
    rows, findings = read_facts(TABLE_BY_NAME["input_file"], settings.facts)
    assert findings == []
    return dict(zip(rows["path"], rows["sha256"], strict=True))


def test_each_step_sees_the_tables_of_the_steps_before_it(raw: Path, settings: Settings) -> None:
    lines: list[str] = []
    run_pipeline(raw, settings, report=lines.append)
    assert (settings.facts / "country.csv").is_file()
    assert (settings.facts / "gateway_port.csv").is_file()
    assert any("country.csv: 18 rows" in line for line in lines)
    assert any(line.startswith("second: 1 publishers' files") for line in lines)


def test_every_file_that_was_read_is_kept_with_its_digest(raw: Path, settings: Settings) -> None:
    run_pipeline(raw, settings)
    digest = hashlib.sha256(COUNTRY_BYTES).hexdigest()
    assert inputs(settings) == {"codes/countries.csv": digest, "ports/ports.csv": hashlib.sha256(b"a,b\n").hexdigest()}


def test_one_step_alone_reads_the_facts_before_it_and_renews_its_own_digests(raw: Path, settings: Settings) -> None:
    run_pipeline(raw, settings)
    before = inputs(settings)
    (raw / "ports" / "ports.csv").write_bytes(b"a,b\n1,2\n")
    (raw / "codes" / "countries.csv").unlink()
    run_pipeline(raw, settings, only="second")
    after = inputs(settings)
    assert after["codes/countries.csv"] == before["codes/countries.csv"]
    assert after["ports/ports.csv"] != before["ports/ports.csv"]


def test_a_missing_folder_of_publishers_files_is_named(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(SourceError, match=r"folder of publishers' files .*/nowhere is not there; name it with --raw"):
        run_pipeline(tmp_path / "nowhere", settings)


def test_a_missing_publisher_is_named_and_older_facts_stay(raw: Path, settings: Settings) -> None:
    run_pipeline(raw, settings)
    before = (settings.facts / "gateway_port.csv").read_bytes()
    (raw / "ports" / "ports.csv").unlink()
    (raw / "ports").rmdir()
    with pytest.raises(SourceError, match="restore the folder ports"):
        run_pipeline(raw, settings)
    assert (settings.facts / "gateway_port.csv").read_bytes() == before


def test_an_unknown_step_is_refused_with_the_known_ones(raw: Path, settings: Settings) -> None:
    with pytest.raises(SelectionError, match="step 'third' is not known; use one of: first, second"):
        run_pipeline(raw, settings, only="third")


def test_a_step_never_writes_a_reviewed_table(raw: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Dataset(("codes",), ("source",), lambda _inputs: {"source": frames()["source"]})
    monkeypatch.setattr(pipeline, "declared", lambda _module, _name: (source,))
    with pytest.raises(DataContractError, match="would write source, which a person keeps by hand"):
        run_pipeline(raw, settings)
    assert not (settings.reviewed / "source.csv").exists()


def test_a_broken_fact_before_a_single_step_stops_it(raw: Path, settings: Settings) -> None:
    run_pipeline(raw, settings)
    country = settings.facts / "country.csv"
    country.write_text(country.read_text(encoding="utf-8").replace("asia-pacific", "asia", 1), encoding="utf-8")
    with pytest.raises(DataContractError, match="region 'asia' is not a known code"):
        run_pipeline(raw, settings, only="second")


def test_a_missing_package_says_what_to_install() -> None:
    with pytest.raises(
        EnvironmentFaultError, match=r"needs the package 'no_such_package'; install it with: pip install"
    ):
        declared("no_such_package", "DATASETS")


def test_all_steps_of_the_pipeline_are_there() -> None:
    for step in pipeline.STEPS:
        assert step.datasets()


def test_files_are_recorded_only_inside_the_record(raw: Path) -> None:
    with recorded_files() as opened:
        published_file(raw, "codes", "countries.csv")
    published_file(raw, "ports", "ports.csv")
    assert opened == {raw / "codes" / "countries.csv"}


def test_every_reader_asks_for_its_files_by_name() -> None:
    """A file opened past `published_file` would be missing from ``input_file``."""
    for path in sorted(path for folder in ("facts", "sources") for path in (PROJECT / "geo" / folder).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        # Listing a folder is fine; the file found in it is then asked for by name.
        assert not re.search(r"raw\s*/|raw\.joinpath\([^)]*\)(?!\.glob)", text) or path.name == "published.py", (
            path.name
        )
