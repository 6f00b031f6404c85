"""Dependence: who holds a mineral, how exposed we are, and what the roster changes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.errors import SelectionError
from geo.schema.codes_publisher import Publisher
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.page import alliance, answers, benchmarks, exposure, history, minerals, overview, policy, use
from geo.topics.dependence.page.controls import dependence_controls
from geo.topics.dependence.question import Question
from geo.topics.dependence.view import DependenceTab
from geo.ui.selection import note, shared_bar, show_notes


def show() -> None:
    """Draw the whole page."""
    if st.session_state["tab"] == DependenceTab.MINERALS:
        minerals.follow_choice()
    selection = shared_bar()
    view = dependence_controls(selection)
    if view.tab is DependenceTab.POLICY:
        found = policy.settle(selection)
        show_notes()
        policy.show(found)
        return
    if view.tab is DependenceTab.USE:
        show_notes()
        use.show(selection)
        return
    answer = _answer(view.question)
    if view.tab is DependenceTab.HISTORY:
        years = answers.history_of(selection.mineral, selection.stage, answer.importer, view.question.hs)
        history.settle(years)
        show_notes()
        history.show(years, selection)
        history.show_other_records(selection)
        return
    show_notes()
    if view.tab is DependenceTab.OVERVIEW:
        overview.show(selection, view, answer)
    elif view.tab is DependenceTab.EXPOSURE:
        exposure.show(answer)
    elif view.tab is DependenceTab.ALLIANCE:
        alliance.show(selection, answer)
    elif view.tab is DependenceTab.BENCHMARKS:
        benchmarks.show(selection, view, answer)
    elif view.tab is DependenceTab.MINERALS:
        minerals.show(selection, answer)


def _answer(question: Question) -> Dependence:
    try:
        return answers.dependence_of(question)
    except SelectionError as exc:
        note(f"{exc}. The newest year of the reviewed series is shown")
        return answers.dependence_of(replace(question, year=None, hs=None, publisher=Publisher.REVIEWED))
