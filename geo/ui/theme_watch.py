"""A switch between light and dark while a page is open: the map and the charts follow at once.

The platform repaints its own parts and tells the server of the new theme only with the next run. Nothing is seen of
this element; its background follows the platform's, and the end of that change asks for a run.
"""

from __future__ import annotations

import streamlit as st

_CSS = "i{position:absolute;background:var(--st-background-color);transition:background-color 1ms}"
_JS = """
export default function ({ parentElement, setTriggerValue }) {
  const mark = parentElement.querySelector("i");
  mark.ontransitionend = () => setTriggerValue("switched", true);
}
"""

_watch = st.components.v2.component("theme_watch", html="<i></i>", css=_CSS, js=_JS)


def watch_theme() -> None:
    """Run the page again when the visitor's theme changes."""
    _watch(key="theme_watch")
