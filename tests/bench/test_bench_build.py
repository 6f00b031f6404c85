"""From facts to a database, and from start to the first page: seconds and memory.

Nothing here asserts a time or a size. The build runs in a process of its own into an empty folder, so that it neither
finds an old database nor touches the one that is served.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.settings import PROJECT, load_settings
from tests.bench.serving import load, measured_server, median
from tests.bench.visitor import Visitor

pytestmark = pytest.mark.bench

STARTS = 5

BUILD = """
import json, resource, sys, time
from pathlib import Path
started = time.perf_counter()
from geo.cli.main import main
code = main(["build"])
status = Path("/proc/self/status")
if status.is_file():  # the peak of this process alone; getrusage starts from the parent's
    peak = int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([code, time.perf_counter() - started, peak]))
"""


def _linked_data(folder: Path) -> Path:
    """Return a data folder with the project's inputs and an empty build folder."""
    settings = load_settings()
    folder.mkdir()
    for source in (settings.facts, settings.reviewed, settings.basemap, settings.user):
        if source.exists():
            (folder / source.name).symlink_to(source, target_is_directory=True)
    (folder / "build").mkdir()
    return folder


def test_build_from_facts(tmp_path, capsys):
    data, before = _linked_data(tmp_path / "data"), load()
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=PROJECT,
        env=os.environ | {"NEARSHORE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, seconds, peak = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr
    (database,) = (data / "build").glob("atlas-*.duckdb")
    with capsys.disabled():
        print(f"\nbuild from facts: {seconds:.1f} s, peak {peak:.0f} MB, ", end="")
        print(f"database {database.stat().st_size / 1e6:.0f} MB, load average {before}")


async def _first_page(port: int) -> list[str]:
    async with Visitor(port) as visitor:
        return (await visitor.run()).errors


def test_start_to_first_page(capsys):
    listening, finished = [], []
    before, errors = load(), []
    for _ in range(STARTS):
        with measured_server() as server:
            listening.append(time.perf_counter() - server.started)
            errors += asyncio.run(_first_page(server.port))
            finished.append(time.perf_counter() - server.started)
    with capsys.disabled():
        print(f"\nstart to listening: median {median(listening):.2f} s; to the first page: median ", end="")
        print(f"{median(finished):.2f} s ({min(finished):.2f} to {max(finished):.2f}), ", end="")
        print(f"{STARTS} starts, database present, load average {before}")
    assert errors == []
