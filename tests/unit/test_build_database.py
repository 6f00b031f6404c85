from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from geo.build import database
from geo.build.database import KEPT_DATABASES, build_database, databases
from geo.build.lock import LOCK_NAME, build_lock
from geo.errors import DatabaseError, DataContractError, EnvironmentFaultError
from geo.schema import META, RELATIONS, SCHEMA_VERSION, SEAL, TABLE_BY_NAME, TABLES, VIEWS
from geo.schema.columns import Storage, Table
from geo.schema.ddl import described, dictionary_rows
from geo.settings import PROJECT, Settings
from geo.store.database import Atlas, open_atlas
from geo.store.identity import HASH_LENGTH, input_hash
from geo.store.queries_source import meta
from tests.factory import built_data, frames, settings_for, write_data

KILLED_BEFORE_RENAME = """
import os, signal, sys
from pathlib import Path
from geo.build import database
from tests.factory import settings_for
database.publish = lambda part, target: os.kill(os.getpid(), signal.SIGKILL)
database.build_database(settings_for(Path(sys.argv[1])), print)
"""
BUILD = """
import sys
from pathlib import Path
from geo.build.database import build_database
from tests.factory import settings_for
print(build_database(settings_for(Path(sys.argv[1])), lambda line: print(line, file=sys.stderr)))
"""


def quiet(_line: str) -> None:
    pass


def run_python(code: str, data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(data)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def change(settings: Settings, note: str = "changed") -> None:
    """Make the facts other facts: the sources get another note."""
    source = frames()["source"]
    source["note"] = note
    write_data(settings.facts.parent, {"source": source})


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_table_holds_the_rows_that_went_in(tiny_atlas: Atlas) -> None:
    expected = {name: len(frame) for name, frame in frames().items()}
    held = {
        table.name: int(tiny_atlas.frame(f"SELECT count(*) AS n FROM {table.name}")["n"].iloc[0]) for table in TABLES
    }
    assert held == expected


def test_every_relation_has_the_declared_columns_and_comments(tiny_atlas: Atlas) -> None:
    found = tiny_atlas.frame("""
        SELECT table_name, column_name, comment FROM duckdb_columns()
        WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index
    """)
    for relation in RELATIONS:
        rows = found[found["table_name"] == relation.name]
        assert list(rows["column_name"]) == relation.column_names
        assert list(rows["comment"]) == [described(column) for column in relation.columns]


def test_every_table_and_view_has_its_description_as_comment(tiny_atlas: Atlas) -> None:
    tables = tiny_atlas.frame(
        "SELECT table_name AS name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY name"
    )
    views = tiny_atlas.frame("SELECT view_name AS name, comment FROM duckdb_views() WHERE NOT internal ORDER BY name")
    found = {**dict(tables.itertuples(index=False)), **dict(views.itertuples(index=False))}
    assert found == {relation.name: relation.description for relation in RELATIONS}


def test_dictionary_covers_every_column_of_the_database(tiny_atlas: Atlas) -> None:
    held = tiny_atlas.frame("""
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_name
    """)
    listed = sorted((row["table"], row["column"]) for row in dictionary_rows())
    assert listed == list(held.itertuples(index=False, name=None))
    assert all(row["meaning"] for row in dictionary_rows())


def test_keys_and_references_are_enforced_by_the_database_itself(tiny_atlas: Atlas) -> None:
    kinds = tiny_atlas.frame("""
        SELECT table_name, constraint_type FROM duckdb_constraints()
        WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY ALL
    """)
    keyed = set(kinds.loc[kinds["constraint_type"] == "PRIMARY KEY", "table_name"])
    indexed = [relation for relation in RELATIONS if relation not in VIEWS and relation.storage is Storage.CSV]
    assert keyed == {relation.name for relation in indexed}
    referring = set(kinds.loc[kinds["constraint_type"] == "FOREIGN KEY", "table_name"])
    small = [table for table in TABLES if table.storage is Storage.CSV]
    assert {table.name for table in small if any(column.references for column in table.columns)} <= referring


@pytest.mark.parametrize(
    "table", [each for each in RELATIONS if each.storage is Storage.PARQUET], ids=lambda each: each.name
)
def test_a_bulky_table_has_no_index_and_no_key_twice_and_lies_in_its_order(real_atlas: Atlas, table: Table) -> None:
    key = ", ".join(f'"{name}"' for name in table.key)
    rows = real_atlas.frame(f"SELECT count(*) AS n, count(DISTINCT ({key})) AS keys FROM {table.name}").iloc[0]
    assert rows["n"] == rows["keys"] > 0
    pairs = f"SELECT ({key}) AS own, lag(({key})) OVER (ORDER BY rowid) AS before FROM {table.name}"
    assert real_atlas.frame(f"SELECT count(*) AS n FROM ({pairs}) WHERE before > own")["n"].item() == 0


def test_meta_says_what_the_database_was_built_from(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    path = build_database(settings, quiet)
    atlas = open_atlas(settings)
    described_by = meta(atlas)
    atlas.close()
    assert described_by["schema_version"] == SCHEMA_VERSION
    assert described_by["input_hash"] == input_hash(settings)
    assert path.name == f"atlas-{input_hash(settings)[:HASH_LENGTH]}.duckdb"


def test_equal_facts_give_equal_hash_and_rows_wherever_they_lie(tmp_path: Path) -> None:
    first, second = built_data(tmp_path / "a"), write_data(tmp_path / "b")
    assert input_hash(first) == input_hash(second)
    assert build_database(first, quiet).name == build_database(second, quiet).name
    one, other = open_atlas(first), open_atlas(second)
    for relation in RELATIONS:
        # No ORDER BY: the rows lie in the same order in both. When they were built differs, and so its seal.
        query = f"SELECT * {'EXCLUDE built_at' if relation is META else ''} FROM {relation.name}"
        where = " WHERE relation != 'meta'" if relation is SEAL else ""
        pd.testing.assert_frame_equal(one.frame(query + where), other.frame(query + where))
    one.close()
    other.close()


def test_a_changed_fact_makes_the_database_stale(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    with pytest.raises(DatabaseError, match="no database of the present facts"):
        open_atlas(settings)
    built = build_database(settings, quiet)
    with closing(open_atlas(settings)) as atlas:
        assert atlas.path == built
    change(settings)
    with pytest.raises(DatabaseError, match="no database of the present facts"):
        open_atlas(settings)


def test_a_second_build_of_equal_facts_keeps_the_file(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    inode = build_database(settings, quiet).stat().st_ino
    lines: list[str] = []
    assert build_database(settings, lines.append).stat().st_ino == inode
    assert any("matches the facts" in line for line in lines)


def test_a_build_beside_an_open_database_leaves_it_alone(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    inode = build_database(settings, quiet).stat().st_ino
    atlas = open_atlas(settings)
    assert build_database(settings, quiet).stat().st_ino == inode
    change(settings)
    build_database(settings, quiet)
    # The open one answers on, though a newer database is there.
    assert_answers(atlas)
    assert open_atlas(settings).hash != atlas.hash


def test_facts_that_go_back_serve_the_earlier_database_again(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    first = build_database(settings, quiet)
    change(settings)
    second = build_database(settings, quiet)
    assert set(databases(settings.build)) == {second, first}
    write_data(tmp_path)
    assert build_database(settings, quiet) == first
    atlas = open_atlas(settings)
    assert atlas.path == first
    atlas.close()


def test_the_last_one_built_and_the_one_before_it_are_kept_whatever_their_dates(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    built = [build_database(settings, quiet)]
    for note, dated in (("a", 4_000_000_000), ("b", 1), ("c", 2_000_000_000)):
        change(settings, note)
        built.append(build_database(settings, quiet))
        os.utime(built[-1], (dated, dated))
        assert set(databases(settings.build)) == set(built[-KEPT_DATABASES:])


def test_all_findings_come_at_once_with_file_and_line(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    country = settings.facts / "country.csv"
    rewrite(country, ",americas,", ",atlantis,")
    rewrite(settings.facts / "facility_commodity.csv", "300000.0", "-300000.0")
    port = settings.facts / "gateway_port.csv"
    lines = port.read_text(encoding="utf-8").splitlines()
    port.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    control = settings.facts / "export_control.csv"
    rewrite(control, "scope", "scop")
    (settings.facts / "deposit.parquet").unlink()
    with pytest.raises(DataContractError) as caught:
        build_database(settings, quiet)
    text = "\n".join(caught.value.findings)
    assert "country.csv line 3: region 'atlantis' is not a known code" in text
    assert "facility_commodity.csv line 7: capacity_t_per_year is -300000; must be at least 0" in text
    assert f"gateway_port.csv line 2, {len(lines) + 1}: key (port_id) occurs more than once" in text
    assert "export_control.csv: column 'scope' is missing" in text
    assert "deposit.parquet is missing" in text
    assert not list(settings.build.glob("atlas-*"))


def test_a_reference_that_leads_nowhere_names_its_line(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    rewrite(settings.facts / "facility.csv", ",COD,", ",XYZ,")
    with pytest.raises(DataContractError, match=r"facility.csv line 5: iso3 'XYZ' not in country.iso3"):
        build_database(settings, quiet)


@pytest.mark.parametrize("name", ["country.csv", "trade_flow.parquet"])
def test_a_file_that_is_no_table_is_named(tmp_path: Path, name: str) -> None:
    settings = write_data(tmp_path)
    path = settings.facts / name
    path.write_bytes(path.read_bytes()[:40] + b'"\xff\n')
    with pytest.raises(DataContractError, match=f"{name} cannot be read"):
        build_database(settings, quiet)


def assert_answers(atlas: Atlas) -> None:
    assert len(atlas.frame("SELECT iso3 FROM country ORDER BY iso3")) == len(frames()["country"])


def test_broken_facts_leave_the_older_database_serving(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    built = build_database(settings, quiet)
    before = built.read_bytes()
    atlas = open_atlas(settings)
    rewrite(settings.facts / "country.csv", ",americas,", ",atlantis,")
    with pytest.raises(DataContractError):
        build_database(settings, quiet)
    assert built.read_bytes() == before
    assert_answers(atlas)
    atlas.close()


def test_a_build_killed_half_way_leaves_the_older_database_serving(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    built = build_database(settings, quiet)
    before = built.read_bytes()
    atlas = open_atlas(settings)
    change(settings)
    killed = run_python(KILLED_BEFORE_RENAME, tmp_path)
    killed.communicate()
    assert killed.returncode == -9
    assert list(settings.build.glob("*.part")), "the kill came before the rename, so the unfinished file is there"
    assert databases(settings.build) == [built]
    assert built.read_bytes() == before
    assert_answers(atlas)
    atlas.close()
    # The lock died with its process and the next build tidies up.
    assert build_database(settings, quiet) != built
    assert not list(settings.build.glob("*.part*"))


def test_two_builds_at_once_make_one_sound_database(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    builds = [run_python(BUILD, tmp_path) for _ in range(2)]
    results = [build.communicate() for build in builds]
    assert [build.returncode for build in builds] == [0, 0], results
    assert len({out for out, _ in results}) == 1
    with closing(open_atlas(settings)) as atlas:
        assert databases(settings.build) == [atlas.path]


def test_a_build_that_waits_too_long_says_so(tmp_path: Path) -> None:
    lines: list[str] = []
    with (
        build_lock(tmp_path, quiet),
        pytest.raises(EnvironmentFaultError, match="another build has held"),
        build_lock(tmp_path, lines.append, patience_s=0.3),
    ):
        pytest.fail("two builds held the lock")
    assert lines == ["another build is running; waiting for it"]


@pytest.mark.parametrize("place", ["file", "proc"])
def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, place: str) -> None:
    settings = write_data(tmp_path)
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder")
    # Works as root too, who may write into a read-only folder: neither place can hold a folder.
    folder = taken / "build" if place == "file" else Path("/proc/nearshore/build")
    blocked = Settings(settings.facts, settings.reviewed, settings.user, settings.basemap, folder)
    with pytest.raises(EnvironmentFaultError, match=r"cannot be written \(.+\); give write permission"):
        build_database(blocked, quiet)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (duckdb.FatalException("FATAL Error: Failed to create checkpoint: No space left on device"), "No space left"),
        (duckdb.IOException("IO Error: Could not write file: No space left on device"), "No space left"),
        (duckdb.TransactionException("TransactionContext Error: Failed to commit"), "Failed to commit"),
        (OSError(28, "No space left on device"), "No space left"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_disk_that_is_full_at_the_end_of_a_build_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, told: str
) -> None:
    settings = built_data(tmp_path)
    (built,) = databases(settings.build)
    change(settings)

    def full(*_arguments: object) -> None:
        raise fault

    monkeypatch.setattr(database, "_write_tables", full)
    with pytest.raises(EnvironmentFaultError, match=rf"cannot be written \(.*{told}.*free space"):
        build_database(settings, quiet)
    assert {path.name for path in settings.build.iterdir()} <= {built.name, LOCK_NAME}


def test_a_database_that_lost_rows_is_never_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = write_data(tmp_path)
    insert = database._insert

    def lose_a_row(connection: duckdb.DuckDBPyConnection, table: object, frame: pd.DataFrame) -> None:
        insert(connection, table, frame.iloc[1:] if table is TABLE_BY_NAME["deposit"] else frame)

    monkeypatch.setattr(database, "_insert", lose_a_row)
    with pytest.raises(DatabaseError, match="deposit holds 0 rows of 1"):
        build_database(settings, quiet)
    assert databases(settings.build) == []


def test_no_database_is_a_sentence_that_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="run 'nearshore build'"):
        open_atlas(settings_for(tmp_path))
