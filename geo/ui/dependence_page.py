"""Dependence: who holds a mineral, how exposed we are, and what the roster changes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.answer.dependence import Dependence
from geo.answer.dependence_question import Question
from geo.errors import SelectionError
from geo.ui import (
    dependence_alliance,
    dependence_benchmarks,
    dependence_cache,
    dependence_exposure,
    dependence_minerals,
    dependence_overview,
)
from geo.ui.dependence_codes import DependenceTab
from geo.ui.dependence_controls import dependence_controls
from geo.ui.selection import note, shared_bar, show_notes


def show() -> None:
    """Draw the whole page."""
    if st.session_state["tab"] == DependenceTab.MINERALS:
        dependence_minerals.follow_choice()
    selection = shared_bar()
    view = dependence_controls(selection)
    answer = _answer(view.question)
    show_notes()
    if view.tab is DependenceTab.OVERVIEW:
        dependence_overview.show(selection, view, answer)
    elif view.tab is DependenceTab.EXPOSURE:
        dependence_exposure.show(answer)
    elif view.tab is DependenceTab.ALLIANCE:
        dependence_alliance.show(selection, answer)
    elif view.tab is DependenceTab.BENCHMARKS:
        dependence_benchmarks.show(selection, view, answer)
    else:
        dependence_minerals.show(selection, answer)


def _answer(question: Question) -> Dependence:
    try:
        return dependence_cache.dependence_of(question)
    except SelectionError as exc:
        note(f"{exc}. The newest year is shown")
        return dependence_cache.dependence_of(replace(question, year=None, hs=None))
