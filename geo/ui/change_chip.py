"""One line under the bar that says what the last change of a shared control did, with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from geo.evidence.change import Change, Reading, change
from geo.evidence.geography import UNION_NAME, Geography
from geo.evidence.shared import Shared
from geo.figure.setting import settings_of
from geo.model.change import Party
from geo.model.roster import EU27, Roster
from geo.schema.codes import Region
from geo.ui import cache
from geo.ui.state import give_back
from geo.view import words

LAST = "change.last"
"""Session key: the shared controls as they stood in the last run."""
NOTICE = "change.notice"
"""Session key: the controls before the change that the line tells of."""
MOST_NAMES = 4
ARROW = "→"


class Bar(NamedTuple):
    """What the shared bar says: its settings, and the roster that one of them means."""

    shared: Shared
    roster: Roster

    @property
    def reading(self) -> Reading:
        """The head figures under it."""
        return cache.reading_of(self.shared.mineral, self.shared.stage, self.shared.region, self.roster)


def change_chip(now: Bar) -> None:
    """Print what changed since the last run of this session until it is dismissed; nothing on a first visit.

    Its place is always taken: what moves down a page by one place is built anew, and a map would lose its view.
    """
    session = st.session_state
    place = st.container(key="change", horizontal=True, vertical_alignment="center", gap="small")
    last = session.get(LAST)
    if last is not None and last != now:
        session[NOTICE] = last
    session[LAST] = now
    before = session.get(NOTICE)
    if before is None or before == now:
        return
    geography = cache.geography()
    told = change(before.reading, now.reading, geography)
    with place:
        st.markdown(f":material/change_circle: {sentence(told, geography)}")
        st.button(
            "Undo",
            key="change.undo",
            type="tertiary",
            icon=":material/undo:",
            on_click=_undo,
            args=(before,),
            width="content",
        )
        st.button(
            "Dismiss",
            key="change.dismiss",
            type="tertiary",
            icon=":material/close:",
            on_click=_dismiss,
            width="content",
        )


def sentence(told: Change, geography: Geography) -> str:
    """Return the change in words with its numbers."""
    if told.is_of_roster:
        figures = " ".join(part for part in (_inside(told), _outside(told)) if part)
        return (
            f"**{_moved(told, geography)}.** {figures or f'No figures by country are held for {told.after.subject}.'}"
        )
    if told.is_of_region:
        return _regions(told)
    return f"Now {_state(told.after)}. Before: {_state(told.before)}."


def _inside(told: Change) -> str:
    before, after = told.before, told.after
    if before.inside is None or after.inside is None:
        return ""
    shares = [words.inside_roster(each.inside) for each in (before, after) if each.inside]
    return f"{after.subject.capitalize()} from inside the roster ({after.inside_year}): {_step(*shares)}."


def _outside(told: Change) -> str:
    before, after = told.before, told.after
    if before.outside is None or after.outside is None:
        return ""
    shares = _step(words.share(before.outside), words.share(after.outside))
    whose = "the Americas'" if after.region is Region.AMERICAS else f"{after.region.label}'s"
    return f"{words.at_start(whose)} imports from outside the roster ({after.bought}, {after.outside_year}): {shares}."


def _step(before: str, after: str) -> str:
    return f"still {after}" if before == after else f"{before} {ARROW} {after}"


def _moved(told: Change, geography: Geography) -> str:
    joined, left = (_names(parties, geography) for parties in (told.members.joined, told.members.left))
    parts = [f"{names} {verb}" for names, verb in ((joined, "joined"), (left, "left")) if names]
    return words.at_start("; ".join(parts)) or f"The roster is now {told.after.roster.name}, with the same members"


def _names(parties: Sequence[Party], geography: Geography) -> str:
    if len(parties) > MOST_NAMES:
        return f"{len(parties)} partners"
    return words.listing([_name(party, geography) for party in parties])


def _name(party: Party, geography: Geography) -> str:
    if party.code != EU27:
        return words.in_sentence(geography.names[party.code])
    union = words.in_sentence(UNION_NAME)
    return union if party.states == len(geography.eu) else f"{union} ({party.states} of its states)"


def _regions(told: Change) -> str:
    found = [
        f"{each.region.label} {words.share(each.outside)} ({each.outside_year})"
        for each in (told.before, told.after)
        if each.outside is not None
    ]
    head = f"Home region {told.before.region.label} {ARROW} {told.after.region.label}."
    goods = told.after.bought or told.before.bought
    if not found:
        return f"{head} No open bilateral trade is held for {told.after.subject}."
    return f"{head} Imports from outside region and roster ({goods}): {', '.join(found)}."


def _state(each: Reading) -> str:
    name = f"{each.subject}, {each.region.label}, {each.roster.name}"
    if each.inside is None:
        return f"{name}: no figures by country"
    return f"{name}: {words.inside_roster(each.inside)} from inside the roster ({each.inside_year})"


def _undo(before: Bar) -> None:
    session = st.session_state
    for setting in settings_of(Shared):
        session[setting.name] = getattr(before.shared, setting.field)
    give_back(session)
    session[LAST] = before
    session[NOTICE] = None


def _dismiss() -> None:
    st.session_state[NOTICE] = None
