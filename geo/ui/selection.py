"""The shared bar: mineral, stage, home region, roster; the same on every page and in every link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from geo.errors import SelectionError
from geo.evidence.geography import DEFAULT_PARTNERS, partners_of
from geo.evidence.shared import Shared
from geo.figure.setting import setting_of
from geo.model.roster import Roster
from geo.schema.codes import Mineral, Region, Stage
from geo.schema.codes_publisher import Publisher
from geo.ui import cache, prose
from geo.ui.change_chip import Bar, change_chip
from geo.ui.roster_editor import roster_editor
from geo.ui.state import ASKED, LATEST, NOTES, drop_strangers
from geo.ui.widget import control
from geo.view import words
from geo.view.palette import Role
from geo.view.role_of import role_of

DEFAULT_ROSTER = Shared().roster


@dataclass(frozen=True, slots=True)
class Selection:
    """What the shared bar says."""

    mineral: Mineral
    stage: Stage
    region: Region
    roster: Roster

    @property
    def subject(self) -> str:
        """What the output at the stage counts, with the stage, e.g. ``refined battery-grade graphite``."""
        return cache.staged_subject(self.mineral, self.stage)

    def roles(self) -> Callable[[str], Role]:
        """Return what decides the role of a country where nobody falls away; partners are those of the default groups."""
        geography, roster = cache.geography(), self.roster.members
        partners = partners_of(geography, DEFAULT_PARTNERS, roster)
        return partial(role_of, region=geography.region(self.region), roster=roster, partners=partners)


def shared_bar() -> Selection:
    """Draw the shared bar and return what it says; what a link asks for and data lack is noted."""
    session = st.session_state
    available = cache.stages()
    _settle_mineral(available)
    stages = available[Mineral(session["mineral"])]
    _settle_stage(stages)
    roster = _settled_roster()
    drop_strangers(session)
    with st.container(key="bar"):
        columns = st.columns([1.1, 0.95, 1.55, 1.75, 0.5], vertical_alignment="bottom")
        with columns[0]:
            minerals = sorted(available, key=lambda each: each.label)
            control(setting_of(Shared, "mineral"), choices=minerals)
        with columns[1]:
            control(setting_of(Shared, "stage"), choices=stages, width="stretch")
        with columns[2]:
            control(setting_of(Shared, "region"), width="stretch")
        with columns[3]:
            rosters, eu = cache.geography().rosters, cache.geography().eu
            options, setting = list(rosters), setting_of(Shared, "roster")
            st.selectbox(
                setting.label,
                options if roster.code in rosters else [*options, roster.code],
                format_func=lambda code: _roster_label(rosters.get(code, roster), eu),
                key=setting.name,
                help=setting.help,
            )
        with columns[4]:
            roster_editor(roster)
    change_chip(Bar(Shared(session["mineral"], session["stage"], session["region"], roster.code), roster))
    return Selection(Mineral(session["mineral"]), Stage(session["stage"]), Region(session["region"]), roster)


def show_notes() -> None:
    """Print what could not be used in one box; its place is always taken, so that nothing below is built anew."""
    place = st.container(key="notes")
    held = st.session_state.get(NOTES, [])
    if len(held) == 1:
        place.warning(_as_sentence(held[0]), icon=":material/link_off:")
    elif held:
        place.warning(
            "Not used as asked:\n\n" + "\n".join(f"- {_as_sentence(note)}" for note in held), icon=":material/link_off:"
        )


def note(sentence: str) -> None:
    """Add a sentence to the notes of this run."""
    st.session_state.setdefault(NOTES, []).append(sentence)


def is_asked(name: str) -> bool:
    """Return whether a new address gave the setting `name` in this run, so that its loss must be said."""
    return name in st.session_state[ASKED]


def settle_publisher(held: Sequence[Publisher], what: str) -> None:
    """Take the reviewed series where the publisher that was chosen prints nothing for `what`, and say so.

    Parameters
    ----------
    held
        Whose figures are held, the reviewed series first; empty where none are.
    """
    session = st.session_state
    chosen = Publisher(session["publisher"])
    if chosen is not Publisher.REVIEWED and chosen not in held:
        others = words.listing([each.label for each in held if each is not Publisher.REVIEWED]) or "nobody"
        note(f"No figures of {chosen.label} are held for {what}, but of {others}; the reviewed series is shown")
        chosen = Publisher.REVIEWED
    session["publisher"] = chosen


def settle_year(years: Sequence[int], missing: Callable[[int], str], named: Callable[[int], str] = str) -> None:
    """Take the newest year where none was chosen; a year that was chosen stays as long as it has figures.

    Parameters
    ----------
    years
        Years with figures, newest first.
    missing
        What is said of a year without.
    named
        Of which years the figures are that stand under a year, in words.
    """
    session = st.session_state
    latest = session.setdefault(LATEST, {})
    if session["year"] == latest.get("year"):
        session["year"] = None
    newest = next(iter(years), None)
    instead = "nor of any other year" if newest is None else f"{named(newest)} is shown"
    if session["year"] not in years:
        if session["year"] is not None and (years or is_asked("year")):
            note(f"{missing(session['year'])}; {instead}")
        session["year"] = newest
    latest["year"] = newest


def _as_sentence(text: str) -> prose.Markdown:
    """Return a note as a sentence; what a hostile link holds is text in it."""
    return prose.text(words.at_start(text) + ("" if text.endswith(".") else "."))


def _roster_label(roster: Roster, eu: frozenset[str]) -> str:
    count, states = roster.headline_count(eu), words.counted(len(roster.members), "state")
    return (
        f"{roster.name} ({states})" if count == len(roster.members) else f"{roster.name} ({states}, EU once: {count})"
    )


def _settle_mineral(available: dict[Mineral, tuple[Stage, ...]]) -> None:
    session = st.session_state
    if session["mineral"] not in available:
        first = Mineral.COBALT if Mineral.COBALT in available else next(iter(available))
        note(f"No figures are held for {Mineral(session['mineral']).label.lower()}; {first.label.lower()} is shown")
        session["mineral"] = first
    session["mineral"] = Mineral(session["mineral"])


def _settle_stage(stages: tuple[Stage, ...]) -> None:
    session = st.session_state
    if session["stage"] not in stages:
        mineral = Mineral(session["mineral"]).label.lower()
        if session["stage"] is not None:
            note(f"No figures are held for {mineral} at the stage {session['stage']}; {stages[0].value} is shown")
        session["stage"] = stages[0]
    session["stage"] = Stage(session["stage"])


def _settled_roster() -> Roster:
    session = st.session_state
    try:
        roster = cache.geography().roster(session["roster"])
    except SelectionError as exc:
        note(f"{exc}. The default is shown")
        roster = cache.geography().roster(DEFAULT_ROSTER)
    session["roster"] = roster.code
    session["region"] = Region(session["region"])
    return roster
