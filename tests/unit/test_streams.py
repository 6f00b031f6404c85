"""What commands write, and where: figures alone on the output stream, nothing when their reader is gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.cli import export
from geo.cli import main as cli
from geo.command.output import output_stream
from geo.errors import EnvironmentFaultError, SelectionError
from geo.schema.files import write_whole
from geo.settings import PROJECT, load_settings
from geo.store.database import Atlas
from tests.commands import commands, reading_examples
from tests.factory import built_data

CHATTERING = """
import functools, os, sys
from geo.cli import main as cli
from tests.commands import reading_examples
opened = functools.cache(cli.ready_atlas)
def chatter():
    os.write(1, b"Running a solver\\n")
    return opened()
cli.ready_atlas = chatter
for argv in reading_examples():
    if "--json" in argv and argv[0] != "check":
        try:
            cli.main(argv)
        except SystemExit:
            pass
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    built_data(tmp_path / "data")
    monkeypatch.setenv("NEARSHORE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def documents(text: str) -> Iterator[object]:
    """Yield the JSON documents of a text; raises where anything else stands between them."""
    rest = text.lstrip()
    while rest:
        document, end = json.JSONDecoder().raw_decode(rest)
        yield document
        rest = rest[end:].lstrip()


def test_json_is_all_that_a_json_command_prints_whatever_libraries_write(data: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", CHATTERING],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = list(documents(run.stdout))
    asked = sum("--json" in argv and argv[0] != "check" for argv in reading_examples())
    assert 1 < len(found) <= asked
    assert all(isinstance(document, dict) for document in found)
    assert "Traceback" not in run.stderr
    # What the first command lets through goes to the error stream, and stays there.
    assert run.stderr.count("Running a solver") == asked


def closed_pipe() -> int:
    """Return the end for writing of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("argv", [["--help"], ["--version"], *reading_examples()], ids=" ".join)
def test_a_command_ends_quietly_when_its_reader_goes_away(
    argv: list[str],
    data: Path,
    tiny_atlas: Atlas,
    commands_read: Callable[[Atlas], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commands_read(tiny_atlas)
    writing = closed_pipe()
    monkeypatch.setattr(sys, "stdout", output_stream(writing))
    try:
        code = cli.main(argv)
    except SystemExit as end:
        code = int(str(end.code or 0))
    sys.stdout.close()
    os.close(writing)
    err = capsys.readouterr().err
    assert "Traceback" not in err
    # The tiny set lacks some of what the examples ask: that is told, and nothing was printed that a reader missed.
    told = [line for line in err.splitlines() if line.startswith("nearshore")]
    assert (code, told) == (cli.PIPE_CLOSED, []) or (code in (1, 2) and len(told) == 1)


def test_a_whole_process_piped_to_a_reader_that_has_enough_ends_quietly(data: Path) -> None:
    command = [sys.executable, "-m", "geo.cli.main", "agreement", "--json"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        run.stdout.close()
        assert run.stderr is not None
        err = run.stderr.read()
    assert run.returncode == cli.PIPE_CLOSED
    assert "BrokenPipe" not in err
    assert "Traceback" not in err


def test_an_output_that_takes_nothing_is_a_sentence(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(sys, "stdout", output_stream(full.fileno()))
        assert cli.main(["roster", "--json"]) == 1
    assert "the output cannot be written (No space left on device)" in capsys.readouterr().err


def test_progress_that_nobody_reads_stops_no_work(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = closed_pipe()
    monkeypatch.setattr(sys, "stderr", os.fdopen(writing, "w", buffering=1))
    assert cli.main(["build"]) == 0


def test_reading_commands_write_nothing_when_the_database_is_current(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in [data, *data.rglob("*")]}

    monkeypatch.setattr("geo.build.database.build_lock", None)
    monkeypatch.delenv("HOME", raising=False)
    before = state()
    for argv in (["build"], *reading_examples()):
        cli.main(argv)
        assert state() == before, argv
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("text", ["~nobody-of-this-name/x", "~nobody-of-this-name", "", "a\0b"])
def test_a_path_that_cannot_be_is_one_sentence_in_every_command(
    text: str, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried = 0
    for names, parser in commands():
        for action in parser._actions:
            if action.metavar not in ("FILE", "DIR") and action.dest != "path":
                continue
            tried += 1
            option = action.option_strings[:1]
            with pytest.raises(SystemExit) as end:
                cli.make_parser().parse_args([*names, *option, text])
            assert end.value.code == 2
            err = capsys.readouterr().err
            assert err.count("\n") == 1
            assert (
                "home folder that is not known; write the path in full" in err or "cannot be the name of a file" in err
            )
    assert tried >= 3
    if text and "\0" not in text:
        monkeypatch.setenv("NEARSHORE_DATA", text)
        with pytest.raises(SelectionError, match="write the path in full"):
            load_settings()


def test_a_cut_export_leaves_what_was_there(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "out" / "rows.csv"
    target.parent.mkdir()
    target.write_text("earlier")

    def cut(_rows: object, path: Path, _kind: str) -> None:
        path.write_text("half a ro")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_save", cut)
    assert cli.main(["export", "--table", "country", "--out", str(target)]) == 1
    assert target.read_text() == "earlier"
    assert list(target.parent.iterdir()) == [target]


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def interrupted(part: Path) -> None:
        part.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "whole.csv", interrupted)
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        write_whole(tmp_path / "whole.csv", lambda part: (part.write_text("half"), os.write(-1, b"")))
    assert list(tmp_path.iterdir()) == []


def test_an_export_follows_a_link_and_refuses_a_folder(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("earlier")
    link.symlink_to(real)
    assert cli.main(["export", "--table", "country", "--out", str(link)]) == 0
    assert link.is_symlink()
    assert real.read_text().startswith("iso3,")
    assert cli.main(["export", "--table", "country", "--out", str(tmp_path)]) == 2
    assert "is a folder; name a file in it" in capsys.readouterr().err
