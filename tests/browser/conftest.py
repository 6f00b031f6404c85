"""A real server and a real Chromium; nothing is installed or fetched."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO

import pytest
from playwright.sync_api import Browser, BrowserType, Page

PROJECT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names are found here or not at all; one of them stands for a proxy on this machine.
    "--host-resolver-rules=MAP maps.example.org 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
WEBGL_WITHOUT_GPU = [
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    *QUIET,
]
WITHOUT_WEBGL = ["--disable-gpu", "--disable-software-rasterizer", "--disable-3d-apis", *QUIET]
START_SECONDS = 600
"""Ends a test whose server hangs; a slow machine may take its time."""


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.fail("Chromium is not installed; install your system's package 'chromium' (make test does so as root)")
    return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server_process(
    port: int,
    *command: str,
    folder: Path = PROJECT,
    options: Sequence[str] = (),
    base_path: str = "",
    by: Sequence[str] = (),
    env: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[subprocess.Popen[bytes]]:
    """Start `command`, or the app as `nearshore serve` does with `options`, and wait until it answers; end it afterwards.

    It is started by the command `by`, where one is given, with `env` beside the variables of this process.

    What it prints goes to a file: a pipe that nobody empties would stop the server once it is full.
    """
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*by, sys.executable, "-m", *(command or ("geo.cli.main", "serve", "--port", str(port), *options))],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | env,
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}{base_path}", process, log)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """Start the app on a free port and yield its address; end it afterwards."""
    port = free_port()
    with server_process(port):
        yield f"http://127.0.0.1:{port}"


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    for _ in range(START_SECONDS * 20):
        if process.poll() is not None:
            log.seek(0)
            pytest.fail(f"the server ended: {log.read().decode()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            # Not up yet: wait a twentieth of a second on the process itself, which also notices its end.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.05)
    pytest.fail(f"the server did not answer within {START_SECONDS} seconds")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {"executable_path": chromium(), "args": WEBGL_WITHOUT_GPU}


@pytest.fixture(scope="session")
def blind(browser_type: BrowserType) -> Iterator[Browser]:
    """A browser whose WebGL is off, as on a locked-down laptop or over remote desktop: a still map stands in."""
    browser = browser_type.launch(executable_path=chromium(), args=WITHOUT_WEBGL)
    yield browser
    browser.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser_context_args: dict) -> Iterator[Page]:
    """A page of its own for a test; the live map is drawn where the test is marked ``live_map``.

    Without a graphics chip each live map takes half a minute of a processor, so a test that looks at words, tables or
    links goes without.
    """
    is_live = request.node.get_closest_marker("live_map") is not None
    context = request.getfixturevalue("browser" if is_live else "blind").new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {"viewport": {"width": 1280, "height": 720}}
