"""Dependence, use: what plants of each area take in, or what is inside the goods bought there."""

from __future__ import annotations

import streamlit as st

from geo.figure.setting import setting_of
from geo.schema.codes_use import NeedKind
from geo.topics.dependence.answer.use import SCOPE_DIFFERS, Use
from geo.topics.dependence.figures.use import (
    consumption_table,
    ground_words,
    need_sentence,
    needs_table,
    reported_table,
)
from geo.topics.dependence.page import answers
from geo.topics.dependence.page.controls import PAGE
from geo.topics.dependence.view import View
from geo.ui import prose, tables
from geo.ui.selection import Selection
from geo.ui.widget import control

TWO_NEEDS = (
    "**Plants' need** is what industry takes in; **buyers' need** is what is inside the goods bought. They count different "
    "things: one is never added to the other, nor divided by it. Both ends of a band are shown, in two digits."
)
MIXED_YEARS = (
    "Production + imports - exports. Where production and trade are of different years it shows a structure, not a year; "
    "stocks are left out."
)


def show(selection: Selection) -> None:
    """Draw the needs of the chosen mineral, then apparent consumption and the figures read one by one."""
    use = answers.use_of(selection.mineral)
    kind = _kind(use)
    table = needs_table(use, kind)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        st.markdown(f"##### {prose.text(table.title)}")
        tables.show(table)
    with right, st.container(key="answer"):
        _answer(selection, use, kind)
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in use.sources.values()))
    if use.consumed:
        st.markdown("##### Apparent consumption")
        left_out = f" Left out as trading hubs: {', '.join(use.hubs)}." if use.hubs else ""
        st.caption(MIXED_YEARS + prose.text(left_out))
        tables.show(consumption_table(use))
    if use.reported:
        st.markdown("##### Figures read one by one")
        tables.show(reported_table(use))


def _kind(use: Use) -> NeedKind:
    """Return whose need is shown; the switch is drawn where both are known."""
    kinds = use.kinds()
    if len(kinds) > 1:
        control(setting_of(View, "whose"), page=PAGE)
        return NeedKind(st.session_state["whose"])
    only = kinds[0] if kinds else NeedKind.PLANTS
    if NeedKind(st.session_state["whose"]) is not only:
        st.caption(f"Only {prose.text(only.label.lower())} is known for {prose.text(use.mineral.label.lower())}.")
    return only


def _answer(selection: Selection, use: Use, kind: NeedKind) -> None:
    row = next(each for each in use.needs[kind] if each.area == selection.region.value)
    st.subheader(prose.text(need_sentence(row, kind)), anchor=False)
    if row.is_known:
        st.caption(prose.text(ground_words(row)))
    st.markdown(TWO_NEEDS)
    if use.mineral.value in SCOPE_DIFFERS:
        st.caption(
            "Use and supply of this metal are counted in different scopes: set no figure here beside one of supply."
        )
