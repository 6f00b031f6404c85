"""Needs for `geo/ui/platform.py`, seen on a small app without it: once a test fails, what it names may go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import free_port, server_process
from tests.browser.seen import PATIENCE_MS, open_page, settled

pytestmark = pytest.mark.browser

SMALL_APP = """
import streamlit as st

def first():
    st.query_params["view"] = "one"

def second():
    st.query_params["view"] = "two"

st.session_state.runs = st.session_state.get("runs", 0) + 1
st.navigation([st.Page(first, default=True), st.Page(second)], position="top").run()
st.button("Run")
st.write(f"run {st.session_state.runs}")
"""


@pytest.fixture(scope="module")
def plain_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("plain")
    (folder / "small.py").write_text(SMALL_APP)
    port = free_port()
    settings = ("--server.headless=true", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false")
    with server_process(port, "streamlit", "run", "small.py", f"--server.port={port}", *settings, folder=folder):
        yield f"http://127.0.0.1:{port}"


def test_the_menu_leaves_two_steps_in_the_history_without_join_steps(page: Page, plain_server: str):
    open_page(page, plain_server, "/")
    expect(page).to_have_url(re.compile("view=one"), timeout=PATIENCE_MS)
    before = page.evaluate("history.length")
    page.get_by_role("link", name="second").click()
    expect(page).to_have_url(re.compile("/second.view=two"), timeout=PATIENCE_MS)
    assert page.evaluate("history.length") - before == 2


def test_a_switch_of_the_theme_asks_for_no_run_without_watch_theme(page: Page, plain_server: str):
    page.emulate_media(color_scheme="light")
    open_page(page, plain_server, "/")
    painted = page.get_by_test_id("stApp")
    light = painted.evaluate("app => getComputedStyle(app).backgroundColor")
    expect(page.get_by_text(re.compile("^run "))).to_be_visible(timeout=PATIENCE_MS)
    runs = int(page.get_by_text(re.compile("^run ")).inner_text().split()[1])
    page.emulate_media(color_scheme="dark")
    expect(painted).not_to_have_css("background-color", light, timeout=PATIENCE_MS)
    page.get_by_role("button", name="Run", exact=True).click()
    settled(page)
    expect(page.get_by_text(re.compile("^run "))).to_have_text(f"run {runs + 1}", timeout=PATIENCE_MS)


def test_a_page_asks_for_its_server_in_vain_first_where_it_is_not_told(page: Page, plain_server: str):
    missed: list[str] = []
    page.on("response", lambda answer: missed.extend([answer.url] * (answer.status == 404)))
    open_page(page, plain_server, "/second")
    assert set(missed) == {f"{plain_server}/second/_stcore/{asked}" for asked in ("health", "host-config")}
