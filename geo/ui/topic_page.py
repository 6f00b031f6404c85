"""The page of a topic that draws none of its own: controls, sentence, map and tables, all from its declaration."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.errors import SelectionError
from geo.evidence.shared import Shared
from geo.figure.setting import Kind, Setting, asked_by, settings_of
from geo.figure.source import Source
from geo.ui import cache, frame, prose, tables
from geo.ui.selection import note, shared_bar, show_notes
from geo.ui.widget import control
from geo.view.draw import MapOptions, map_alt
from geo.view.frames import frame_named
from geo.view.legend import legend_html, legend_of
from geo.view.topic import Face, Topic

DRAWN = (Kind.SWITCH, Kind.CHOICE, Kind.NUMBER, Kind.WHOLE)
"""Kinds of settings that have a control of their own; others are set in the link."""
IN_A_ROW = 4


def show(topic: Topic) -> None:
    """Draw the whole page of a topic that has a face."""
    face = topic.face
    if face is None:
        raise SelectionError(f"the topic {topic.name} has no page; give it a face or a page of its own")
    shared_bar()
    _controls(topic)
    answer = _answer(face)
    show_notes()
    found = face.tables(answer)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _map(topic, face, answer)
    with right, st.container(key="answer"):
        st.subheader(prose.text(face.sentence(answer)), anchor=False)
        if face.picture is None and found:
            tables.show_list(found[0])
    frame.show_sources(_sources(found))
    for table in found:
        st.markdown(f"##### {prose.text(table.title)}")
        tables.show(table)


def _controls(topic: Topic) -> None:
    shared = {setting.name for setting in settings_of(Shared)}
    own: list[Setting] = [
        setting
        for asked in topic.settings
        for setting in settings_of(asked)
        if setting.name not in shared and setting.kind in DRAWN
    ]
    for first in range(0, len(own), IN_A_ROW):
        for column, setting in zip(st.columns(IN_A_ROW), own[first : first + IN_A_ROW], strict=False):
            with column:
                control(setting, page=topic.name)


def _answer(face: Face[Any, Any]) -> Any:
    """Return the answer; what the link names and does not exist is noted, and the default takes its place."""
    try:
        return face.answer(cache.atlas(), asked_by(face.question, _chosen(face.question)))
    except SelectionError as exc:
        note(f"{exc}. The default is shown")
        return face.answer(cache.atlas(), asked_by(face.question, _chosen(Shared)))


def _chosen(asked: type) -> dict[str, Any]:
    return {setting.name: st.session_state[setting.name] for setting in settings_of(asked)}


def _map(topic: Topic, face: Face[Any, Any], answer: Any) -> None:
    if face.picture is None:
        return
    theme = frame.theme()
    scene = face.picture(answer, theme)
    options = MapOptions(theme=theme, frame=frame_named(st.session_state["region"].value))
    legend = legend_of(scene, theme, flow_total="Flow, share of the total", plain_land="Not listed by the publisher")
    frame.show_map(
        scene,
        options,
        key=f"{topic.name}_map",
        alt=map_alt(face.sentence(answer), scene),
        legend=legend_html(legend, theme),
    )


def _sources(found: tuple[Any, ...]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for table in found for source in table.sources))
