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
from geo.ui import cache, prose
from geo.ui.state import give_back
from geo.view import words
from geo.words.language import say, say_many

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


def sentence(told: Change, geography: Geography) -> prose.Markdown:
    """Return the change in words with its numbers."""
    if told.is_of_roster:
        figures = " ".join(part for part in (_inside(told), _outside(told)) if part)
        figures = figures or say("No figures by country are held for {subject}.", subject=told.after.subject)
        return prose.Markdown(f"**{prose.text(_moved(told, geography))}.** {prose.text(figures)}")
    if told.is_of_region:
        return prose.text(_regions(told))
    return prose.text(say("Now {now}. Before: {before}.", now=_state(told.after), before=_state(told.before)))


def _inside(told: Change) -> str:
    before, after = told.before, told.after
    if before.inside is None or after.inside is None:
        return ""
    shares = [words.inside_roster(each.inside) for each in (before, after) if each.inside]
    return say(
        "{subject} from inside the roster ({period}): {shares}.",
        subject=words.at_start(after.subject),
        period=after.inside_period,
        shares=_step(*shares),
    )


def _outside(told: Change) -> str:
    before, after = told.before, told.after
    if before.outside is None or after.outside is None:
        return ""
    shares = _step(words.share(before.outside), words.share(after.outside))
    is_plural = after.region is Region.AMERICAS
    whose = say("The Americas'") if is_plural else say("{region}'s", region=after.region.label)
    return say(
        "{whose} imports from outside the roster ({goods}, {year}): {shares}.",
        whose=whose,
        goods=after.bought,
        year=after.outside_year,
        shares=shares,
    )


def _step(before: str, after: str) -> str:
    return say("still {share}", share=after) if before == after else f"{before} {ARROW} {after}"


def _moved(told: Change, geography: Geography) -> str:
    joined, left = (_names(parties, geography) for parties in (told.members.joined, told.members.left))
    parts = [say("{names} joined", names=joined)] if joined else []
    parts += [say("{names} left", names=left)] if left else []
    if not parts:
        return say("The roster is now {name}, with the same members", name=told.after.roster.name)
    return words.at_start("; ".join(parts))


def _names(parties: Sequence[Party], geography: Geography) -> str:
    if len(parties) > MOST_NAMES:
        return say_many("{count} partner", "{count} partners", len(parties), count=len(parties))
    return words.listing([_name(party, geography) for party in parties])


def _name(party: Party, geography: Geography) -> str:
    if party.code != EU27:
        return words.in_sentence(geography.names[party.code])
    union = words.in_sentence(UNION_NAME)
    if party.states == len(geography.eu):
        return union
    return say("{union} ({count} of its states)", union=union, count=party.states)


def _regions(told: Change) -> str:
    found = [
        f"{each.region.label} {words.share(each.outside)} ({each.outside_year})"
        for each in (told.before, told.after)
        if each.outside is not None
    ]
    head = say("Home region {before} → {after}.", before=told.before.region.label, after=told.after.region.label)
    goods = told.after.bought or told.before.bought
    if not found:
        missing = say("No open bilateral trade is held for {subject}.", subject=told.after.subject)
        return f"{head} {missing}"
    shares = ", ".join(found)
    imports = say("Imports from outside region and roster ({goods}): {shares}.", goods=goods, shares=shares)
    return f"{head} {imports}"


def _state(each: Reading) -> str:
    name = f"{each.subject}, {each.region.label}, {each.roster.name}"
    if each.inside is None:
        return say("{name}: no figures by country", name=name)
    return say(
        "{name}: {share} from inside the roster ({period})",
        name=name,
        share=words.inside_roster(each.inside),
        period=each.inside_period,
    )


def _undo(before: Bar) -> None:
    session = st.session_state
    for setting in settings_of(Shared):
        session[setting.name] = getattr(before.shared, setting.field)
    give_back(session)
    session[LAST] = before
    session[NOTICE] = None


def _dismiss() -> None:
    st.session_state[NOTICE] = None
