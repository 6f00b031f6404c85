"""Debts to the inside of the platform: what Streamlit (seen in 1.67) does not promise and we need nevertheless.

Each says what it needs, where that is reported, and is tested as a visitor sees it. `tests/browser/test_platform.py` and
`tests/unit/test_platform.py` fail when a need is gone; what is below then goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import file_util
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import bootstrap

from geo.ui.component import own_component

ASKED = "table.asked"
"""Session key: class of the container whose table was asked for a figure in this run, or None."""
_HISTORY_JS = """
function own() {
  if (window.atlasHistory) return;
  window.atlasHistory = true;
  const push = history.pushState.bind(history);
  let isLeaving = false;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    isLeaving = Boolean(link) && !link.target && link.origin === location.origin && link.pathname !== location.pathname;
  }, true);
  document.addEventListener("keydown", () => { isLeaving = false; }, true);
  addEventListener("popstate", () => { isLeaving = false; });
  history.pushState = (state, title, url) => {
    const isSamePath = new URL(url, location.href).pathname === location.pathname;
    if (isSamePath && isLeaving) return;
    isLeaving = false;
    if (isSamePath && !location.search) history.replaceState(state, title, url);
    else push(state, title, url);
  };
}
"""

_THEME_CSS = "i{position:absolute;background:var(--st-background-color);transition:background-color 1ms}"
_THEME_JS = """
function own({ parentElement, tell }) {
  const mark = parentElement.querySelector("i");
  mark.ontransitionend = () => tell("switched", () => true);
}
"""

_ASKS_JS = """
function own({ tell }) {
  if (window.atlasAsksForFigures) return;
  window.atlasAsksForFigures = true;
  const AFTER_SELECTION_MS = 180, HEADER_REM = 2.1875, STILL_PX = 6, BOX_PX = 34;
  let pressed = null;
  const CANVAS = "canvas[data-testid=data-grid-canvas]";
  // The pointer meets what scrolls over the canvas, the keyboard the canvas and the cells in it that are read aloud.
  const pointedAt = (event) =>
    event.target.closest?.(".dvn-scroller")?.closest("[data-testid=stDataFrame]")?.querySelector(CANVAS);
  const ask = (canvas, x) => {
    const names = canvas?.closest("[class*=st-key-receipts-]")?.classList ?? [];
    const table = [...names].find((name) => name.startsWith("st-key-receipts-"));
    // A click on the box before a row chooses the row, and asks for no figure.
    if (!table || (x !== null && x <= BOX_PX && table.startsWith("st-key-receipts-boxed-"))) return false;
    setTimeout(() => tell("asked", () => table), AFTER_SELECTION_MS);
    return true;
  };
  document.addEventListener("pointerdown", (event) => { pressed = event; }, true);
  document.addEventListener("pointerup", (event) => {
    const canvas = pointedAt(event);
    const isClick = pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) < STILL_PX;
    if (!canvas || !isClick || event.button !== 0) return;
    const box = canvas.getBoundingClientRect();
    const header = HEADER_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (event.clientY - box.top > header) ask(canvas, event.clientX - box.left);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.repeat) return;
    const canvas = event.target.closest?.(CANVAS);
    if (!canvas || !ask(canvas, null)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}
"""

_asks = own_component("table_asks", js=_ASKS_JS)
_steps = own_component("menu_history", js=_HISTORY_JS)
_watch = own_component("theme_watch", css=_THEME_CSS, js=_THEME_JS)


def join_steps() -> None:
    """Make a change of page by the menu one step in the browser's history; nothing is seen of this element.

    The platform takes the path and the query of a new page in two steps, in either order, so that the step back would
    meet the old page with the new page's query, or a bare address; neither is a view that anybody saw (near to
    streamlit/streamlit#9279 and #9878).
    """
    _steps(key="menu_history")


def watch_theme() -> None:
    """Run the page again when the visitor's theme changes, so that the map and the charts follow at once.

    The platform repaints its own parts and tells the server of the new theme only with the next run
    (streamlit/streamlit#11920 and #15287). Nothing is seen of this element; its background follows the platform's, and
    the end of that change asks for a run.
    """
    _watch(key="theme_watch")


def leave_pages_alone() -> None:
    """Keep the platform from the discovery of the folder ``pages``, which is ours.

    On a fresh server the first visit straight to a page would go through it and show no shared bar
    (streamlit/streamlit#9992). The platform decides by this flag.
    """
    PagesManager.uses_pages_directory = False


def shell() -> str:
    """Return the platform's page, in which its script draws everything."""
    return Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")


def told_server(base_path: str) -> str:
    """Return the script that tells the platform's own where its server is; `base_path` as a literal of that language.

    Without it every page but the first asks for the server under its own address, which ends in two answers 404, and
    only then one step above (streamlit/streamlit#7074).
    """
    return f"window.__streamlit = {{BACKEND_BASE_URL: location.origin + {base_path} + '/'}}"


def decide(options: Mapping[str, object]) -> None:
    """Give options of the platform their values, whatever a file of the user's says; before the app is made.

    The platform takes options from a file in the home folder too, and has no public way to overrule it but its own
    command line, whose way this is.
    """
    bootstrap.load_config_options(dict(options))


class App(st.App):
    """The platform's app, which remembers fewer of the sessions whose browser has gone.

    It would keep 128 for two minutes, each with an event loop of three open files, which is more than a machine allows
    where 256 files may be open; what a visitor sees is in the address, so little is lost.
    """

    def __init__(self, *args: Any, kept_sessions: int, **settings: Any) -> None:
        self._kept_sessions = kept_sessions
        super().__init__(*args, **settings)

    def _create_runtime(self) -> Runtime:
        runtime = super()._create_runtime()
        ttl_s = st.get_option("server.disconnectedSessionTTL")
        storage = MemorySessionStorage(maxsize=self._kept_sessions, ttl_seconds=ttl_s)
        runtime._session_mgr._session_storage = storage  # type: ignore[attr-defined]  # noqa: SLF001 - the debt itself
        return runtime


def watch_tables() -> None:
    """Note which table was asked for the figure of its cell in this run: with Enter or a click, not by passing over it.

    The platform tells the server only which cell is selected, and selects each cell that the keyboard passes, so that
    Tab and the arrows would open one receipt after the other (WCAG 3.2.1, on focus; near to streamlit/streamlit#10212).
    Nothing is seen of this element. The platform sends a selection 150 ms after it was made; what is asked follows it.
    """
    st.session_state[ASKED] = _asks(key="table_asks", on_asked_change=lambda: None).asked


def asked_place(key: str, *, with_boxes: bool) -> str:
    """Return the key of the container in which the table `key` is listened to.

    Parameters
    ----------
    with_boxes
        Whether the table has boxes before its rows.
    """
    return f"receipts.{'boxed' if with_boxes else 'plain'}.{key}"


def is_asked(place: str) -> bool:
    """Return whether the table in the container `place` was asked in this run."""
    return st.session_state.get(ASKED) == "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", place)
