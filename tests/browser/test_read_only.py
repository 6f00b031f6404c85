"""A folder that holds its database and cannot be written, as on a stick, a share or in an image, without a home: pages answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.store.database import Atlas
from tests.browser.conftest import PROJECT, free_port, server_process
from tests.browser.seen import PATIENCE_MS, open_page

pytestmark = pytest.mark.browser

WITHOUT_RIGHTS = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")
"""Starts what follows without the right of root to write everywhere."""


@pytest.fixture(scope="module")
def closed(real_atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with its database, where nobody may write."""
    folder = tmp_path_factory.mktemp("closed") / "data"
    for name in ("facts", "reviewed", "basemap"):
        shutil.copytree(PROJECT / "data" / name, folder / name)
    (folder / "build").mkdir()
    shutil.copy(real_atlas.path, folder / "build")
    inside = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in inside}
    for path in inside:
        path.chmod(modes[path] & 0o555)
    yield folder
    for path, mode in modes.items():
        path.chmod(mode)


@pytest.fixture(scope="module")
def by(closed: Path) -> tuple[str, ...]:
    """How a process is started that cannot write there."""
    found = () if os.geteuid() else WITHOUT_RIGHTS
    if found and shutil.which(found[0]) is None:
        pytest.skip("root may write everywhere here, and setpriv, which would take that right, is not installed")
    tried = [*found, sys.executable, "-c", f"open({str(closed / 'build' / 'x')!r}, 'w')"]
    assert b"PermissionError" in subprocess.run(tried, capture_output=True, check=False).stderr
    return found


def test_pages_answer_from_a_folder_that_cannot_be_written(page: Page, closed: Path, by: tuple[str, ...]):
    port, env = free_port(), {"NEARSHORE_DATA": str(closed), "HOME": str(closed / "none")}
    before = sorted(closed.rglob("*"))
    with server_process(port, by=by, env=env):
        open_page(page, f"http://127.0.0.1:{port}", "/?mineral=cobalt&stage=mined")
        expect(page.locator(".st-key-answer h3")).to_contain_text("of the world's cobalt", timeout=PATIENCE_MS)
        page.locator(".st-key-map img[src*=media]").wait_for(timeout=PATIENCE_MS)
    assert sorted(closed.rglob("*")) == before
