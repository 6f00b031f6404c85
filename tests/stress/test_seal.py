"""The right database answers, whatever lies beside it and wherever a build is cut; no command answers with a traceback."""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import duckdb
import pytest

from geo.build import database
from geo.build.database import build_database, databases, publish, ready_atlas
from geo.cli import main as cli
from geo.cli import serve
from geo.errors import DatabaseError
from geo.schema import codes
from geo.settings import PROJECT, Settings
from geo.store.database import Atlas, open_atlas
from geo.store.identity import database_path, input_hash
from tests.commands import commands, example
from tests.conftest import Tries
from tests.factory import built_data, built_file, frames, write_data

pytestmark = pytest.mark.stress

FIGURES = """
    SELECT (SELECT sum(quantity_t) FROM primary_statistic) AS tonnes, (SELECT sum(value_usd) FROM trade_flow) AS usd,
           (SELECT count(*) FROM facility) AS sites, (SELECT sum(lon) FROM mine) AS lon
"""


def quiet(_line: str) -> None:
    pass


def figures(atlas: Atlas) -> list[float]:
    return [float(value) for value in atlas.frame(FIGURES).iloc[0]]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The tiny set with its database; a new build takes no time, as it copies that of the whole set."""
    made = built_data(tmp_path)
    name, content = built_file()

    def build(settings: Settings, _digest: str, target: Path, _report: object) -> None:
        assert target.name == name
        part = settings.build / f"{name}.part"
        part.write_bytes(content)
        publish(part, target)

    monkeypatch.setattr(database, "_build", build)
    return made


CHANGES = (
    "UPDATE primary_statistic SET quantity_t = quantity_t * 10 WHERE mineral = 'cobalt'",
    "UPDATE trade_flow SET value_usd = value_usd * 1.001",
    "DELETE FROM facility_source",
    "UPDATE distance SET km = km + 1",
    "CREATE OR REPLACE VIEW mine AS SELECT * REPLACE (lon + 1 AS lon) FROM facility",
    "CREATE MACRO sum(x) AS count(*)",
    "UPDATE meta SET input_hash = 'f' || input_hash",
)


def alter(path: Path, chance: random.Random) -> None:
    with suppress(duckdb.Error), duckdb.connect(str(path)) as connection:
        connection.execute(chance.choice(CHANGES))


def flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 8, 4096])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)


def cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def noise(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(chance.choice([0, 7, 4096, 100_000])))


HARMS = (alter, flip, cut, noise)


def scatter(build: Path, chance: random.Random) -> None:
    """Put strangers beside the right one: sound copies under other names, harmed ones, logs, lists, all dated at random."""
    name, content = built_file()
    for _ in range(chance.randrange(1, 5)):
        stranger = build / chance.choice(
            [
                f"atlas-{chance.randbytes(8).hex()}.duckdb",
                f"{name}.wal",
                f"{name}.9.part",
                "builds.txt",
                "atlas-.duckdb",
            ]
        )
        stranger.write_bytes(content if stranger.suffix == ".duckdb" else chance.randbytes(64))
        if stranger.suffix == ".duckdb" and chance.random() < 0.7:
            chance.choice(HARMS)(stranger, chance)
    for path in build.iterdir():
        dated = chance.choice([0, chance.randrange(2**31), 4_000_000_000])
        os.utime(path, (dated, dated))


def test_the_right_database_answers_and_is_kept_among_strangers(settings: Settings, tries: Tries) -> None:
    chance = random.Random(8)
    name, content = built_file()
    right = settings.build / name
    with closing(open_atlas(settings)) as atlas:
        expected = figures(atlas)
    count, refused = tries.count(4, 100), 0
    for _ in range(count):
        shutil.rmtree(settings.build)
        settings.build.mkdir()
        right.write_bytes(content)
        if chance.random() < 0.6:
            chance.choice(HARMS)(right, chance)
        scatter(settings.build, chance)
        try:
            with closing(open_atlas(settings)) as atlas:
                assert figures(atlas) == expected
        except DatabaseError:
            refused += 1
        with closing(ready_atlas(settings, quiet)) as atlas:
            assert (atlas.path, figures(atlas)) == (right, expected)
        assert right in databases(settings.build)
        with closing(open_atlas(settings)) as atlas:
            assert figures(atlas) == expected
    tries.counted(f"{count} folders with strangers: {refused} databases refused and built anew, no wrong answer")


def test_a_database_with_changed_bytes_answers_rightly_or_not_at_all(settings: Settings, tries: Tries) -> None:
    chance = random.Random(18)
    name, content = built_file()
    with closing(open_atlas(settings)) as atlas:
        expected = figures(atlas)
    count, refused = tries.count(8, 300), 0
    for _ in range(count):
        path = settings.build / name
        path.write_bytes(content)
        flip(path, chance)
        try:
            with closing(open_atlas(settings)) as atlas:
                assert figures(atlas) == expected
        except DatabaseError:
            refused += 1
    tries.counted(f"{count} databases with changed bytes: {refused} refused, {count - refused} with all their figures")


BUILD = """
import sys
from pathlib import Path
from geo.build.database import build_database
from tests.factory import settings_for
print("ready", flush=True)
build_database(settings_for(Path(sys.argv[1])), print)
"""


def test_a_build_killed_at_any_moment_leaves_whole_databases_only(tmp_path: Path, tries: Tries) -> None:
    chance = random.Random(28)
    settings = built_data(tmp_path)
    first = build_database(settings, quiet)
    with closing(open_atlas(settings)) as atlas:
        expected = figures(atlas)
    count, struck = tries.count(2, 60), 0
    for number in range(count):
        source = frames()["source"]
        source["note"] = f"changed {number}"
        write_data(tmp_path, {"source": source})
        with subprocess.Popen(
            [sys.executable, "-c", BUILD, str(tmp_path)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
        ) as run:
            assert run.stdout is not None
            run.stdout.readline()
            # How far it has come by then differs from machine to machine; the law holds at every moment.
            with suppress(subprocess.TimeoutExpired):
                run.wait(chance.uniform(0, 2.5))
            run.kill()
        struck += run.returncode == -9
        # Either there is none yet or it is whole; half of one would be another error.
        if database_path(settings, input_hash(settings)).exists():
            with closing(open_atlas(settings)) as atlas:
                assert figures(atlas) == expected
        write_data(tmp_path)
        with closing(ready_atlas(settings, quiet)) as atlas:
            assert (atlas.path, figures(atlas)) == (first, expected)
    write_data(tmp_path, {"source": source})
    build_database(settings, quiet)
    assert not list(settings.build.glob("*.part*"))
    tries.counted(
        f"{count} builds killed: {struck} before their end; a whole database each time, and the next build good"
    )


WORDS = (
    *(
        "",
        " ",
        "nan",
        "inf",
        "-1",
        "0",
        "1e999",
        "2024",
        "0.5",
        "yes",
        "no",
        "~nobody-of-this-name/x",
        "a\0b",
        "\udcff",
    ),
    *(
        "'; DROP TABLE meta",
        "中",
        "--",
        "-x",
        "=",
        "/",
        ".",
        "/dev/null",
        "/proc/x/y",
        "COD",
        "CHN,RUS",
        "EU27",
        "largest",
    ),
    *("x" * 5000, "${HOME}", "%s%n", "\u202e", "europe", "washington-six", "[text](http://example.org)", "1" * 400),
)
VALUES = [member.value for kind in (codes.Mineral, codes.Stage, codes.Region, codes.Measure) for member in kind]


def line_of(names: tuple[str, ...], parser: argparse.ArgumentParser, chance: random.Random) -> list[str]:
    """Return a command with options of its parser and values that fit, nearly fit or do not fit at all."""
    options = [action for action in parser._actions if action.option_strings and action.dest != "help"]
    if chance.random() < 0.6:
        given = example(parser)[len(names) :]
    else:
        given = list(itertools.chain(*([chance.choice(a.option_strings)] for a in options if a.required)))
    for action in chance.sample(options, min(len(options), chance.randrange(4))):
        given.append(chance.choice(action.option_strings))
        if action.nargs != 0 or chance.random() < 0.1:
            fitting = [str(choice) for choice in action.choices or ()] or VALUES
            given.append(chance.choice(fitting if chance.random() < 0.6 else WORDS))
    if chance.random() < 0.3:
        given.insert(chance.randrange(len(given) + 1), chance.choice([*WORDS, "--jsn", "--mineral", "baci"]))
    return [*names, *given]


def test_any_command_line_is_answered_or_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tries
) -> None:
    chance = random.Random(38)
    built_data(tmp_path / "data")
    monkeypatch.setenv("NEARSHORE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(serve, "require_free_port", quiet)
    monkeypatch.setattr(serve, "start_server", lambda _place: sys.exit(0))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    known = list(commands())
    count, ended = tries.count(24, 500), {0: 0, 1: 0, 2: 0}
    for _ in range(count):
        argv = line_of(*chance.choice(known), chance)
        try:
            code = cli.main(argv)
        except SystemExit as end:
            code = int(str(end.code or 0))
        err = capsys.readouterr().err
        ended[code] += 1
        told = [line for line in err.splitlines() if line.startswith("nearshore")]
        assert "Traceback" not in err, argv
        assert len(told) == (1 if code else 0) or (code == 1 and argv[0] == "check"), (argv, err)
    tries.counted(
        f"{count} commands at random: {ended[0]} done, {ended[1]} faults, {ended[2]} refused, each in a sentence"
    )
