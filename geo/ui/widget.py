"""Widgets of settings: one function draws any by its kind; the page decides where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from geo.figure.setting import Kind, Setting


def bound(
    name: str, shown: Callable[[Any], Any] | None = None, value: Callable[[Any], Any] | None = None, *, page: str
) -> dict[str, Any]:
    """Return key and callback of a widget that shows and writes the setting `name`.

    A widget of the setting's own name would take the value with it where it is not drawn, on another tab or page.

    Parameters
    ----------
    shown
        Setting to widget; as it is if not given.
    value
        Widget to setting; as it is if not given.
    page
        Beginning of the widget's key.
    """
    session, key = st.session_state, f"{page}.{name}"
    session[key] = session[name] if shown is None else shown(session[name])

    def take() -> None:
        session[name] = session[key] if value is None else value(session[key])

    return {"key": key, "on_change": take}


def control(setting: Setting, *, page: str = "", choices: Sequence[Any] | None = None, **more: Any) -> None:
    """Draw the widget of a setting and its caption.

    Parameters
    ----------
    page
        Beginning of the widget's key; without one a choice bears the setting's own name, where it is always drawn.
    choices
        What can be chosen, where data leave less than the vocabulary.
    more
        What only the page knows of the widget, e.g. its width.
    """
    said = {"help": setting.help or None} | more
    if setting.kind is Kind.SWITCH:
        st.toggle(setting.label, **said, **bound(setting.name, page=page))
    elif setting.kind is Kind.CHOICE:
        _choice(setting, page, list(setting.choices if choices is None else choices), said)
    elif setting.is_optional:
        _limit(setting, page, said)
    elif setting.is_share:
        _share(setting, page, said)
    else:
        _slider(setting, page, said)
    if setting.caption:
        st.caption(setting.caption)


def _choice(setting: Setting, page: str, choices: list[Any], said: dict[str, Any]) -> None:
    draw = st.selectbox if setting.is_long else partial(st.segmented_control, required=True)
    link = bound(setting.name, page=page) if page else {"key": setting.name}
    draw(setting.label, choices, **{"format_func": setting.label_of} | said, **link)


def _limit(setting: Setting, page: str, said: dict[str, Any]) -> None:
    """A number that need not be set."""
    low, high, step = (None if each is None else float(each) for each in (setting.low, setting.high, setting.step))
    ends: dict[str, Any] = {"min_value": low, "max_value": high, "step": step, "placeholder": setting.empty}
    st.number_input(setting.label, value=None, **ends, **said, **bound(setting.name, page=page))


def _share(setting: Setting, page: str, said: dict[str, Any]) -> None:
    """A part of a whole, in percent."""
    low, high, step = (round(100 * (each or 0)) for each in (setting.low, setting.high, setting.step))
    link = bound(setting.name, lambda part: round(100 * part), lambda percent: percent / 100, page=page)
    st.slider(setting.label, low, high, step=step, format="%d %%", **said, **link)


def _slider(setting: Setting, page: str, said: dict[str, Any]) -> None:
    number = int if setting.kind is Kind.WHOLE else float
    low, high, step = (number(each) for each in (setting.low or 0, setting.high or 0, setting.step or 1))
    ends: dict[str, Any] = {"min_value": low, "max_value": high, "step": step}
    said = said if number is int else said | {"format": f"%.1f {setting.unit}"}
    st.slider(setting.label, **ends, **said, **bound(setting.name, page=page))


def customs_code(setting: Setting, forms: Mapping[str, str], usual: str, *, page: str) -> None:
    """Draw the choice among customs codes, whose goods are named in `forms`; `usual` is taken where none is chosen."""
    link = bound(setting.name, lambda hs6: hs6 or usual, page=page)
    st.selectbox(setting.label, list(forms), format_func=lambda hs6: f"{hs6} {forms[hs6]}", **link)
