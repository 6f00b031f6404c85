"""The shared bar: mineral, stage, home region, roster; the same on every page and in every link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from geo.answer.geography import DEFAULT_PARTNERS, partners_of
from geo.answer.shared import Shared
from geo.errors import SelectionError
from geo.model.roster import Roster
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.ui import cache
from geo.ui.change_chip import change_chip
from geo.ui.roster_editor import roster_editor
from geo.ui.state import ASKED, NOTES, drop_strangers
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
        """Mineral with its stage in words, e.g. ``refined cobalt``."""
        return f"{self.stage.value} {self.mineral.label.lower()}"

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
            st.selectbox("Mineral", sorted(available, key=lambda each: each.label), format_func=_label, key="mineral")
        with columns[1]:
            st.segmented_control("Stage", stages, format_func=_label, key="stage", required=True, width="stretch")
        with columns[2]:
            st.segmented_control(
                "Home region", HOME_REGIONS, format_func=_label, key="region", required=True, width="stretch"
            )
        with columns[3]:
            rosters, eu = cache.geography().rosters, cache.geography().eu
            options = list(rosters) if roster.code in rosters else [*rosters, roster.code]
            st.selectbox(
                "Roster (countries counted as the alliance)",
                options,
                format_func=lambda code: _roster_label(rosters.get(code, roster), eu),
                key="roster",
                help="A scenario set of countries, not a published membership. Published groups carry the date at "
                "which their list is known.",
            )
        with columns[4]:
            roster_editor(roster)
    change_chip(Shared(session["mineral"], session["stage"], session["region"], roster.code))
    return Selection(Mineral(session["mineral"]), Stage(session["stage"]), Region(session["region"]), roster)


def show_notes() -> None:
    """Print what could not be used in one box; its place is always taken, so that nothing below is built anew."""
    place = st.container(key="notes")
    said = [_as_sentence(note) for note in st.session_state.get(NOTES, [])]
    if said:
        text = said[0] if len(said) == 1 else "\n".join(["Not used as asked:", "", *(f"- {each}" for each in said)])
        place.warning(text, icon=":material/link_off:")


def note(sentence: str) -> None:
    """Add a sentence to the notes of this run."""
    st.session_state.setdefault(NOTES, []).append(sentence)


def is_asked(name: str) -> bool:
    """Return whether a new address gave the parameter `name` in this run, so that its loss must be said."""
    return name in st.session_state[ASKED]


def _as_sentence(text: str) -> str:
    """Return a note as a sentence; a bracket of a hostile link begins no link and no picture."""
    plain = text.replace("[", r"\[")
    return words.at_start(plain) + ("" if plain.endswith(".") else ".")


def _label(code: Mineral | Stage | Region) -> str:
    return code.label


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
