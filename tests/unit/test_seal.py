"""The database that is opened is the one of the present facts, whatever else lies in the folder and however it is dated."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from geo.build import database
from geo.build.database import build_database, databases, publish, ready_atlas
from geo.errors import DatabaseError, EnvironmentFaultError, UnsoundDatabaseError
from geo.schema import DERIVED, META, SEAL, TABLES
from geo.settings import Settings
from geo.store.database import Atlas, open_atlas
from geo.store.seal import DEFINITIONS, broken_seals, seal_of
from tests.factory import built_data, built_file, frames, write_data

COBALT = "SELECT sum(quantity_t) AS t FROM primary_statistic WHERE mineral = 'cobalt' AND measure = 'production'"


def quiet(_line: str) -> None:
    pass


def altered(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def cobalt_t(atlas: Atlas) -> float:
    return float(atlas.frame(COBALT)["t"].iloc[0])


@pytest.fixture
def copied_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that takes no time: of the whole set, which was built before."""

    name, content = built_file()

    def build(settings: Settings, _digest: str, target: Path, _report: object) -> None:
        assert target.name == name
        part = settings.build / f"{name}.part"
        part.write_bytes(content)
        publish(part, target)

    monkeypatch.setattr(database, "_build", build)


TIMES_TEN = "UPDATE {} SET quantity_t = quantity_t * 10 WHERE mineral = 'cobalt'"
ALTERATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a figure": (
        "primary_statistic, statistic",
        (TIMES_TEN.format("statistic"), TIMES_TEN.format("primary_statistic")),
    ),
    "a row less": ("distance", ("DELETE FROM distance WHERE rowid = 0",)),
    "a row twice": ("deposit", ("INSERT INTO deposit SELECT * REPLACE ('twice' AS deposit_id) FROM deposit LIMIT 1",)),
    "a gap filled": ("trade_flow", ("UPDATE trade_flow SET quantity_t = 0 WHERE quantity_t IS NULL",)),
    "a view": (DEFINITIONS, ("CREATE OR REPLACE VIEW mine AS SELECT * REPLACE (lon + 1 AS lon) FROM facility",)),
    "a macro in the place of a function": (DEFINITIONS, ("CREATE MACRO sum(x) AS count(*)",)),
    "a table more": (DEFINITIONS, ("CREATE TABLE more AS SELECT 1 AS one",)),
    "when it was built": ("meta", ("UPDATE meta SET built_at = '2040-01-01T00:00:00+00:00'",)),
    "a line of the seal": ("deposit", ("DELETE FROM seal WHERE relation = 'deposit'",)),
    "all lines of the seal": (DEFINITIONS, ("DELETE FROM seal",)),
}


@pytest.mark.usefixtures("copied_build")
@pytest.mark.parametrize("kind", ALTERATIONS)
def test_a_database_altered_after_its_build_is_named_and_built_anew(tmp_path: Path, kind: str) -> None:
    told, statements = ALTERATIONS[kind]
    settings = built_data(tmp_path)
    with closing(open_atlas(settings)) as atlas:
        right_t = cobalt_t(atlas)
        path = atlas.path
    altered(path, *statements)
    with pytest.raises(
        UnsoundDatabaseError, match=rf"was altered after it was built \({told}\); run 'nearshore build'"
    ):
        open_atlas(settings)
    lines: list[str] = []
    with closing(ready_atlas(settings, lines.append)) as atlas:
        assert (atlas.path, cobalt_t(atlas)) == (path, right_t)
    assert lines[0].startswith(f"database {path} was altered after it was built (")
    assert lines[0].endswith("); it is not opened, but built anew")
    assert not any("matches the facts" in line for line in lines)


def other_facts(settings: Settings) -> Path:
    """Return a sound database of other facts."""
    source = frames()["source"]
    source["note"] = "others"
    other = write_data(settings.build.parent / "other")
    write_data(other.facts.parent, {"source": source})
    return build_database(other, quiet)


def other_schema(path: Path) -> None:
    altered(path, "UPDATE meta SET schema_version = 99")


def a_log_for_another(path: Path) -> None:
    """What a killed program leaves beside the file: changes that are not in it yet."""
    copied = path.with_name("copied.duckdb")
    shutil.copy(path, copied)
    connection = duckdb.connect(str(copied))
    connection.execute("PRAGMA disable_checkpoint_on_shutdown")
    connection.execute(TIMES_TEN.format("primary_statistic"))
    connection.close()
    copied.with_name("copied.duckdb.wal").rename(path.with_name(f"{path.name}.wal"))


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def no_database(path: Path) -> None:
    path.write_bytes(b"no database")


def foreign(path: Path) -> None:
    path.unlink()
    altered(path, "CREATE TABLE primary_statistic (quantity_t DOUBLE)")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def gone(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


@pytest.mark.usefixtures("copied_build")
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (other_schema, "has schema version 99, this program reads 1"),
        (a_log_for_another, r"was altered after it was built \(primary_statistic\)"),
        (cut, "cannot be opened|is damaged"),
        (no_database, "cannot be opened"),
        (foreign, "is damaged, or no database of this program"),
        (a_pipe, "no database of the present facts"),
        (gone, "no database of the present facts"),
    ],
)
def test_what_has_its_name_and_is_not_it_is_never_opened(
    tmp_path: Path, make: Callable[[Path], None], told: str
) -> None:
    settings = built_data(tmp_path)
    with closing(open_atlas(settings)) as atlas:
        right_t, path = cobalt_t(atlas), atlas.path
    make(path)
    with pytest.raises(DatabaseError, match=told):
        open_atlas(settings)
    lines: list[str] = []
    with closing(ready_atlas(settings, lines.append)) as atlas:
        assert cobalt_t(atlas) == right_t
    assert told.startswith("no database") or "it is not opened, but built anew" in lines[0]
    with closing(open_atlas(settings)) as atlas:
        assert cobalt_t(atlas) == right_t


def test_a_sound_database_of_other_facts_under_its_name_is_not_it(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    path = build_database(settings, quiet)
    shutil.copy(other_facts(settings), path)
    with pytest.raises(UnsoundDatabaseError, match=r"was built from other facts \(hash [0-9a-f]{16}\)"):
        open_atlas(settings)
    build_database(settings, quiet)
    open_atlas(settings).close()


def test_a_copy_dated_ahead_under_another_name_neither_answers_nor_outlives_the_right_one(tmp_path: Path) -> None:
    settings = built_data(tmp_path)
    path = build_database(settings, quiet)
    copy = path.with_name("atlas-ffffffffffffffff.duckdb")
    shutil.copy(path, copy)
    altered(copy, TIMES_TEN.format("primary_statistic"))
    os.utime(copy, (2_208_988_800, 2_208_988_800))
    inode = path.stat().st_ino
    with closing(ready_atlas(settings, quiet)) as atlas:
        assert (atlas.path, path.stat().st_ino) == (path, inode)
    path.unlink()
    lines: list[str] = []
    assert build_database(settings, lines.append) == path
    assert f"of other facts, never opened: {copy.name}" in lines[0]
    assert path in databases(settings.build)


def test_facts_that_change_while_they_are_read_make_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = write_data(tmp_path)
    read = database.read_inputs

    def read_then_change(of: Settings) -> object:
        found = read(of)
        source = frames()["source"]
        source["note"] = "changed"
        write_data(tmp_path, {"source": source})
        return found

    monkeypatch.setattr(database, "read_inputs", read_then_change)
    with pytest.raises(DatabaseError, match="changed while they were read; build again"):
        build_database(settings, quiet)
    assert databases(settings.build) == []


def test_the_seal_holds_every_table_and_the_definitions(tiny_atlas: Atlas) -> None:
    with duckdb.connect(str(tiny_atlas.path), read_only=True, config={"threads": 1}) as connection:
        names = {name for name, _, _ in seal_of(connection)}
        assert broken_seals(connection) == []
    assert names == {table.name for table in (*TABLES, *DERIVED, META)} | {DEFINITIONS}
    assert names == set(tiny_atlas.frame(f"SELECT relation FROM {SEAL.name} ORDER BY relation")["relation"])


def test_a_fact_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = built_data(tmp_path)
    opened = Path.open

    def refused(path: Path, *args: object, **settings: object) -> object:
        if path.name == "country.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **settings)

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(EnvironmentFaultError, match=r"country.csv cannot be read \(Permission denied\)"):
        open_atlas(settings)
