"""The roster editor in the shared bar: any country by a tick, written into the link as one compact code."""

from __future__ import annotations

import streamlit as st

from geo.evidence.geography import Geography
from geo.model.roster import Roster, expand_members, roster_code, tokens_of
from geo.ui import cache, prose
from geo.view import words

START = "roster.start"
TICKS = "roster.ticks"
OTHERS = "roster.others"
BASE = "roster.base"
"""Session key: the named roster that was shown last; it gets its name back when its members are all there again."""
IS_TICKED = "roster.is_ticked"
"""Session key: whether this run answers a tick, and the browser shows it already."""

SCENARIO = (
    "A preset is a scenario set of this app, not a published membership. A published group carries the date at which its "
    "list is known."
)


def roster_editor(roster: Roster) -> None:
    """Draw the button that opens the editor of `roster`, and the editor."""
    geography = cache.geography()
    _settle(roster, geography)
    with (
        st.popover("Edit", icon=":material/group_add:", width="stretch", wrap=False, help="Tick the roster's members"),
        st.container(key="roster_editor"),
    ):
        st.markdown(f"**{prose.text(roster.name)}**: {prose.text(counted(roster, geography))}")
        note = _note(roster)
        if note:
            st.caption(prose.text(note))
        st.selectbox(
            "Start from",
            list(geography.rosters),
            index=None,
            format_func=lambda code: geography.rosters[code].name,
            key=START,
            placeholder="Own selection; choose a preset or a published group",
            on_change=_start,
        )
        st.pills(
            "Members",
            geography.candidates,
            selection_mode="multi",
            format_func=geography.partner,
            key=TICKS,
            on_change=_tick,
        )
        st.multiselect(
            "Other members (type to search; EU states one by one)",
            _other_countries(geography),
            format_func=lambda iso3: _country_label(iso3, geography),
            key=OTHERS,
            placeholder="Add any country",
            select_all=False,
            on_change=_tick,
        )
        st.caption(SCENARIO)


def counted(roster: Roster, geography: Geography) -> str:
    """Return how many members the roster has in headlines and how many states in sums."""
    members, states = roster.headline_count(geography.eu), len(roster.members)
    if members == states:
        return words.counted(states, "state")
    return f"{words.counted(members, 'member')} with the EU counted once, {words.counted(states, 'state')} in sums"


def _note(roster: Roster) -> str:
    """Return where the set comes from; what the sentence below says already is left out."""
    note = roster.note.removeprefix("Scenario set of this app, not a published membership: ")
    return note[:1].upper() + note[1:]


def _other_countries(geography: Geography) -> list[str]:
    taken = set(geography.candidates)
    return sorted((iso3 for iso3 in geography.names if iso3 not in taken), key=geography.names.__getitem__)


def _country_label(iso3: str, geography: Geography) -> str:
    return f"{geography.names[iso3]} (EU)" if iso3 in geography.eu else geography.names[iso3]


def _settle(roster: Roster, geography: Geography) -> None:
    """Bring the ticks in line with the roster.

    A closed editor takes what it shows from the run before it is opened, so the ticks are sent in each; only after a
    tick what agrees already is left alone, so that the next one is not undone.
    """
    session = st.session_state
    is_ticked = session.pop(IS_TICKED, False)
    is_named = roster.code in geography.rosters
    if is_named:
        session[BASE] = roster.code
    tokens = tokens_of(roster.members, geography.eu)
    ticked = [code for code in geography.candidates if code in tokens]
    others = sorted((code for code in tokens if code not in ticked), key=geography.names.__getitem__)
    session[START] = roster.code if is_named else None
    for key, wanted in ((TICKS, ticked), (OTHERS, others)):
        if not is_ticked or set(session.get(key, ())) != set(wanted) or key not in session:
            session[key] = wanted


def _start() -> None:
    chosen = st.session_state[START]
    if chosen is not None:
        st.session_state["roster"] = chosen


def _tick() -> None:
    session, geography = st.session_state, cache.geography()
    session[IS_TICKED] = True
    tokens = [*session[TICKS], *session[OTHERS]]
    members = expand_members(tokens, geography.names, geography.eu)
    session["roster"] = roster_code(members, geography.rosters, geography.eu, preferred=session.get(BASE))
