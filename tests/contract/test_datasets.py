"""A publication is declared once, and a mineral is one line of code: laws over the tree and the committed facts."""

from __future__ import annotations

import ast
from collections import Counter
from enum import StrEnum
from pathlib import Path

import pandas as pd
import pytest

from geo.facts import dataset, facility, mineral_words
from geo.facts.dataset import Dataset, Inputs, Tables, joined
from geo.facts.facility import site_datasets
from geo.facts.facility_correction import corrected
from geo.facts.facility_row import PRIMARY, Product, SiteDataset, SiteRow, records
from geo.facts.pipeline import STEPS, Step
from geo.facts.reviewed import reviewed_table
from geo.schema import TABLES
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.schema.files import read_facts
from geo.schema.tables_fact import FACILITY_CORRECTION
from geo.schema.tables_reference import MINERAL_ALIAS
from geo.settings import PROJECT

FACTS, REVIEWED = PROJECT / "data" / "facts", PROJECT / "data" / "reviewed"

NAMED_FOR_A_REASON = {
    "facility_busch": {"LITHIUM"},  # the file holds lithium deposits only and prints no commodity
    "facility_ga": {"TITANIUM", "RARE_EARTHS"},  # sands lie side by side: joined by name only
    "facility_icmm": {"LITHIUM", "TITANIUM", "ALUMINA"},  # the same; and what a works makes decides its kind
    "facility_usgs": {"TITANIUM"},  # sands
}
"""Rules of the building side that hold for single minerals; a table of publishers' words is never a reason."""


def all_datasets() -> list[Dataset]:
    return [each for step in STEPS for each in step.datasets()]


def is_mineral(node: ast.AST) -> bool:
    """Return whether a piece of code is ``Mineral.TIN`` or another member."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Mineral"
        and node.attr in Mineral.__members__
    )


def trees(*folders: str) -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for folder in folders
        for path in sorted((PROJECT / folder).rglob("*.py"))
    }


def test_no_publishers_word_for_a_mineral_stands_in_code() -> None:
    """Everything that a new mineral needs beside its line in the vocabulary is a row of a reviewed table."""
    named = {
        path.stem: {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_mineral(node)}
        for path, tree in trees("geo/facts", "geo/sources", "geo/build", "geo/schema").items()
    }
    assert {name: found for name, found in named.items() if found} == NAMED_FOR_A_REASON


def test_no_module_lists_minerals() -> None:
    """One may be the choice that a page or command begins with; a list or mapping of them would miss a new one."""
    lists = (ast.Dict, ast.Set, ast.List, ast.Tuple)
    listing = {
        path.stem
        for path, tree in trees("geo").items()
        for node in ast.walk(tree)
        if isinstance(node, lists) and any(is_mineral(part) for part in ast.iter_child_nodes(node))
    }
    assert listing <= set(NAMED_FOR_A_REASON)


def test_every_fact_table_comes_from_the_publications_of_one_step() -> None:
    steps = Counter(table for step in STEPS for table in {name for each in step.datasets() for name in each.tables})
    # The pipeline itself writes which files were read.
    made = {table.name for table in TABLES if not table.reviewed} - {"input_file"}
    assert steps == Counter(made)


def test_every_row_names_an_edition_that_a_publication_of_its_table_declares() -> None:
    editions = set(pd.read_csv(REVIEWED / "source.csv", dtype=str)["source_id"])
    for table in TABLES:
        columns = [column.name for column in table.columns if column.references == "source.source_id"]
        if table.reviewed or not columns:
            continue
        rows, findings = read_facts(table, FACTS)
        assert findings == []
        declared = {edition for each in all_datasets() if table.name in each.tables for edition in each.source_ids}
        assert declared <= editions
        assert {edition for column in columns for edition in rows[column].dropna()} <= declared, table.name


def test_ranks_tell_the_files_of_sites_apart() -> None:
    ranks = Counter(rank for each in site_datasets() for rank in each.ranks.values())
    # The two USGS releases cover different countries.
    assert {rank for rank, count in ranks.items() if count > 1} == {30}


def dummy_rows(sites: pd.DataFrame, inputs: Inputs) -> list[SiteRow]:
    words = inputs.words("sites").alone(sites["metal"], "dummy")
    return [
        SiteRow(
            dataset=DUMMY,
            record=row,
            name=row["name"],
            country_text="Namibia",
            lon=17.0,
            lat=-22.0,
            kind=FacilityKind.MINE,
            status=FacilityStatus.OPERATING,
            confidence=FacilityConfidence.HIGH,
            rank=DUMMY.ranks[""],
            products=tuple(Product(each.mineral, Stage.MINED, PRIMARY) for each in words[row["metal"]]),
        )
        for row in records(sites)
    ]


DUMMY = SiteDataset(
    name="dummy",
    source_id="dummy-2026",
    ranks={"": 5},
    read=lambda _raw: pd.DataFrame({"number": [7], "name": ["Otjihase"], "metal": ["Copper"]}),
    key="number",
    rows=dummy_rows,
)
SITES = (DUMMY,)
NO_CORRECTION = pd.DataFrame(columns=FACILITY_CORRECTION.column_names)


def test_a_source_of_sites_is_one_module_and_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This module is the file; the line is its name among the modules of the facility step."""
    monkeypatch.setattr(facility, "MODULES", (__name__,))
    box = pd.DataFrame({"iso3": ["NAM"], "distance_km": [0.0]})
    monkeypatch.setattr(dataset, "point_countries", lambda _raw: type("Points", (), {"nearest": lambda *_: box})())
    known = {
        "country": pd.DataFrame({"iso3": ["NAM"], "name": ["Namibia"]}),
        "country_alias": pd.DataFrame(columns=["alias", "system", "iso3"]),
        "facility_correction": NO_CORRECTION,
    }
    tables = joined(facility.DATASETS, Inputs(tmp_path, known))
    assert tables["facility"]["facility_id"].tolist() == ["dummy-7"]
    assert tables["facility_commodity"]["mineral"].tolist() == ["copper"]
    assert tables["facility_source"]["facility_source_id"].tolist() == ["dummy-2026:7"]


def dummy_facts(_inputs: Inputs) -> Tables:
    return {"statistic": pd.DataFrame({"source_id": ["dummy-2026"]})}


DATASETS = (Dataset(("dummy-2026",), ("statistic",), dummy_facts),)


def test_a_source_of_statistics_is_one_module_and_one_line(tmp_path: Path) -> None:
    """Its rows stand beside those of the others, of which nothing changes."""
    other = Dataset(("a-2026",), ("statistic",), lambda _inputs: {"statistic": pd.DataFrame({"source_id": ["a-2026"]})})
    datasets = (other, *Step("statistic", (__name__,)).datasets())
    assert joined(datasets, Inputs(tmp_path, {}))["statistic"]["source_id"].tolist() == ["a-2026", "dummy-2026"]


def test_a_new_mineral_is_a_line_of_the_vocabulary_and_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boron, left out today: with a member and a mapped word its sites, controls and U.S. rows come by themselves."""
    longer = StrEnum("Mineral", {**{each.name: each.value for each in Mineral}, "BORON": "boron"})
    monkeypatch.setattr(mineral_words, "Mineral", longer)
    table = reviewed_table(MINERAL_ALIAS, {})
    is_boron = table["word"].str.lower().eq("boron")
    assert table.loc[is_boron, "mineral"].isna().all()
    table.loc[is_boron, "mineral"] = "boron"
    inputs = Inputs(tmp_path, {"mineral_alias": table})
    (site,) = DUMMY.sites(corrected(DUMMY.keyed(tmp_path).assign(metal="Boron"), NO_CORRECTION, "dummy-2026"), inputs)
    assert [product.mineral for product in site.products] == ["boron"]
    for system in ("usgs-us", "usgs-leaders", "eu-rates"):
        assert [meaning.mineral for meaning in inputs.words(system).alone(["Boron"], "file")["Boron"]] == ["boron"]
