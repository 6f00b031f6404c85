"""Dependence, policy: measures and events by mineral and country on a timeline, and what reports state beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from geo.errors import SelectionError
from geo.figure.column import Table
from geo.figure.setting import asked_by, setting_of, settings_of
from geo.schema.policy_codes import StatementSet
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.policy import Policy
from geo.topics.dependence.charts.policy import EARLIEST, timeline
from geo.topics.dependence.figures.policy import (
    PolicyAsked,
    companions_table,
    measures_table,
    orders_table,
    stated_table,
    turns_table,
)
from geo.topics.dependence.page import answers
from geo.topics.dependence.question import PolicyFilter
from geo.ui import cache, charts, frame, prose, tables
from geo.ui.selection import Selection, note
from geo.ui.widget import bound, control
from geo.view import words

PAGE = "dependence"
ANY = ""
"""The choice that leaves nothing out; the platform takes a choice of None for one that is still to be made."""
HOW_TO_READ = (
    "Solid: in force, as far as that is known. Hollow: suspended. Dashed: by its text, beyond what is known, or announced. "
    "The words at the end say what happens there; the dotted upright line is the newest day up to which any state is known. "
    f"What is older than {EARLIEST.year} is drawn from that year on. A licence is not a ban, and the suspension of a ban is "
    "not the end of licences."
)


def settle(selection: Selection) -> Policy:
    """Return the answer to the page's filter; a country that does not exist is noted and left out."""
    session = st.session_state
    asked = {each.name: session[each.name] for each in settings_of(PolicyFilter)}
    try:
        return answers.policy_of(selection.mineral, asked_by(PolicyFilter, asked))
    except SelectionError as exc:
        note(f"{exc}. All countries are shown")
        session["who"] = None
        return answers.policy_of(selection.mineral, asked_by(PolicyFilter, asked | {"who": None}))


def controls(selection: Selection) -> None:
    """Draw the filter: country, kind, state, and whether other minerals are listed too."""
    names = cache.geography().names
    everyone = answers.policy_of(selection.mineral, PolicyFilter(any_mineral=True))
    acting = sorted({code for each in everyone.measures for code in each.countries}, key=names.__getitem__)
    chosen = st.session_state["who"]
    acting = acting if chosen in (None, *acting) or chosen not in names else [*acting, chosen]
    who, kind, state, every = st.columns([1, 1, 1, 1.05], vertical_alignment="bottom")
    with who:
        st.selectbox(
            setting_of(PolicyFilter, "who").label,
            [ANY, *acting],
            format_func=lambda code: names.get(code, "All countries"),
            **bound("who", lambda code: code if code in names else ANY, lambda code: code or None, page=PAGE),
        )
    for place, name, unset in ((kind, "kind", "All kinds"), (state, "state", "All states")):
        with place:
            setting = setting_of(PolicyFilter, name)
            choices: list[Any] = [ANY, *setting.choices]
            link = bound(name, lambda choice: choice or ANY, lambda choice: choice or None, page=PAGE)
            st.selectbox(setting.label, choices, format_func=partial(_choice_words, unset), **link)
    with every:
        control(setting_of(PolicyFilter, "any-mineral"), page=PAGE)


def _choice_words(unset: str, choice: Any) -> str:
    return unset if choice == ANY else str(choice.label)


def show(found: Policy) -> None:
    """Draw timeline and answer, then the lists."""
    asked = PolicyAsked(found)
    table, turns = measures_table(asked), turns_table(asked)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        st.caption(f"**{prose.text(table.title)}.** {HOW_TO_READ}")
        look = frame.theme()
        if any(each.starts is not None for each in found.measures):
            key = (table.title, found.measures)
            charts.draw("policy", key, lambda: timeline(found.measures, found.newest, look, title=table.title))
        undated = sum(each.starts is None for each in found.measures)
        if undated:
            st.caption(
                f"In the list alone, since they have no single start: {prose.text(words.counted(undated, 'entry', 'entries'))}."
            )
    with right, st.container(key="answer"):
        st.subheader(prose.text(say.policy_found(found)), anchor=False)
        st.markdown(prose.text(say.policy_next(found)))
        st.caption(
            "A state is known only up to its own date. What followed the suspensions that ended by their text on 10 and 27 "
            "November 2026 is in no document held: it is not verified. Rows of medium or low confidence were read second-hand."
        )
        if turns.rows:
            # The same rows stand in full below, under the key of the table.
            tables.show_list(replace(turns, key=f"{turns.key}.list"))
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in table.sources))
    st.markdown("##### Every measure and event")
    tables.show(table, height_px=360)
    if turns.rows:
        st.markdown(f"##### {prose.text(turns.title)}")
        tables.show(turns)
    _stated(asked)


def _stated(asked: PolicyAsked) -> None:
    """Draw what reports state, each collection under what it is."""
    parts: tuple[tuple[str, str, Table[Any, Any]], ...] = (
        (
            "Shared forecasts: market balances",
            "A forecast is that of its edition: copper 2026 went from a surplus to a deficit within six months.",
            stated_table(asked, StatementSet.BALANCE),
        ),
        (
            "What the IEA states in 2026",
            "Read second-hand. “At risk” is output of users, not a loss.",
            stated_table(asked, StatementSet.OUTLOOK),
        ),
        (
            "Strategic reserves: contracts and orders of the United States",
            "A ceiling is no order, an order is no delivery. No quantity is published, so nothing here is days of cover.",
            orders_table(asked),
        ),
        (
            "Capacity: gallium",
            "An announcement is not capacity, capacity is not output, a model's parameter is no plant.",
            stated_table(asked, StatementSet.CAPACITY),
        ),
        (
            "By-products",
            "A class after one author's compilation, low confidence; a share is no limit on supply.",
            companions_table(asked),
        ),
    )
    for title, what, table in parts:
        st.markdown(f"##### {prose.text(title)}")
        st.caption(
            prose.text(what)
            if table.rows
            else f"{prose.text(what)} No row of this collection names the mineral; “All minerals” shows them all."
        )
        if table.rows:
            tables.show(table)
