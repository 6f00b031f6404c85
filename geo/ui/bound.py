"""Widgets of a page's own that show and write a parameter of the link without bearing its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


def bound(name: str, shown: Callable[[Any], Any], value: Callable[[Any], Any], *, page: str = "near") -> dict[str, Any]:
    """Return key and callback of a widget that shows and writes the parameter `name`.

    A widget of the parameter's own name would take the value with it where it is not drawn, on another tab or page.

    Parameters
    ----------
    shown
        Parameter to widget.
    value
        Widget to parameter.
    page
        Beginning of the widget's key; the Near-shoring page's if not given.
    """
    session, key = st.session_state, f"{page}.{name}"
    session[key] = shown(session[name])

    def take() -> None:
        session[name] = value(session[key])

    return {"key": key, "on_change": take}


def same(value: Any) -> Any:
    """Return `value`: for widgets that show the parameter as it is."""
    return value
