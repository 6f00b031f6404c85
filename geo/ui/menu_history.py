"""A change of page by the menu is one step in the browser's history.

The platform takes the path and the query of a new page in two steps, in either order, so that the step back would meet
the old page with the new page's query, or a bare address; neither is a view that anybody saw.
"""

from __future__ import annotations

import streamlit as st

_JS = """
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

_steps = st.components.v2.component("menu_history", html="<i></i>", js=_JS)


def join_steps() -> None:
    """Let the browser keep one entry a page; nothing is seen of this element."""
    _steps(key="menu_history")
