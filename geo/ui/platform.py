"""Debts to the inside of the platform: what Streamlit (seen in 1.67) does not promise and we need nevertheless.

Each says what it needs, where that is reported, and is tested as a visitor sees it. `tests/browser/test_platform.py` and
`tests/unit/test_platform.py` fail when a need is gone; what is below then goes with it.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

_HISTORY_JS = """
export default function () {
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
export default function ({ parentElement, setTriggerValue }) {
  const mark = parentElement.querySelector("i");
  mark.ontransitionend = () => setTriggerValue("switched", true);
}
"""

_steps = st.components.v2.component("menu_history", html="<i></i>", js=_HISTORY_JS)
_watch = st.components.v2.component("theme_watch", html="<i></i>", css=_THEME_CSS, js=_THEME_JS)


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
