"""What defines a view, in the address bar: names, codes, defaults, and what to say of a bad value.

The codes in a link are those of the command line (``mineral=rare_earths``), not the words on the widgets, so that a
link, a command and a table name the same thing. Streamlit's own binding writes the words; hence this module. The
rule is simple: a visitor's widgets win over the address unless the address has changed since we last wrote it (a
new link, the back button). An address with a name in it is a whole view: what it leaves out is the default. A bare
address is no view, since every view that we write names at least the mineral: the menu leads to one, and the back
button finds it again; a session that has a view keeps it there and writes it once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Protocol

from geo.errors import SelectionError, quote
from geo.evidence.shared import Shared
from geo.figure.setting import Setting, settings_of
from geo.ui.arrived import as_meant, readings

WRITTEN = "link.written"
"""Session key: the query that we last put into the address bar."""
PAGE = "link.page"
"""Session key: the page that was shown last."""
KEPT = "link.kept"
"""Session key: values by name as they stood when their page was left; a widget that is not drawn loses its own."""
LATEST = "link.latest"
"""Session key: values that data give where a visitor has chosen none, by name; they stay out of the link."""
NOTES = "link.notes"
"""Session key: sentences about values in the link that could not be used."""
ASKED = "link.asked"
"""Session key: names that a new address gave in this run; a value of theirs that cannot be used is said."""
OWNERS = "link.owners"
"""Session key: what each assumption is about, by its name; see `Setting.belongs_to`."""
DROPPED = "link.dropped"
"""Session key: the assumption that fell away last, by name, with what it was about: to undo the change."""


class QueryParams(Protocol):
    """The part of ``st.query_params`` that is used here."""

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        ...

    def get_all(self, key: str) -> list[str]:
        """Return every value of a name; a name may be repeated in a link."""
        ...

    def from_dict(self, params: Mapping[str, str]) -> None:
        """Replace all parameters."""
        ...


_OF_PAGE: dict[str, tuple[Setting, ...]] = {}


def enrol(page: str, *asked: type) -> None:
    """Have the page at address `page` know the settings of classes, beside the shared ones."""
    shared = {setting.name for setting in settings_of(Shared)}
    _OF_PAGE[page] = tuple(each for own in asked for each in settings_of(own) if each.name not in shared)


def settings_of_page(page: str) -> tuple[Setting, ...]:
    """Return the settings that the page at address `page` knows."""
    return settings_of(Shared) + _OF_PAGE.get(page, ())


def load_link(page: str, query: QueryParams, session: MutableMapping[str, Any]) -> None:
    """Put the values of the address bar into the session where they are new; note what could not be used.

    Parameters
    ----------
    page
        Address of the page that is shown, empty for the first.
    query
        ``st.query_params``.
    session
        ``st.session_state``; widgets with the setting's name as key read it.
    """
    known = {setting.name: setting for setting in settings_of_page(page)}
    address = as_meant({name: query.get_all(name) for name in query}, known)
    is_same_page = session.get(PAGE) == page
    is_new = bool(address) and (not is_same_page or address != session.get(WRITTEN))
    session[NOTES] = []
    session[ASKED] = frozenset(address) & frozenset(known) if is_new else frozenset()
    kept, unusable = session.get(KEPT, {}), set()
    for setting in known.values():
        name = setting.name
        if name in session[ASKED]:
            session[name], is_usable = _parsed(setting, address[name], session[NOTES])
            unusable |= set() if is_usable else {name}
        elif is_new:
            session[name] = setting.default
        elif name not in session or (setting.own and not is_same_page):
            session[name] = kept.get(_kept_name(page, setting), setting.default)
    if is_new:
        session[NOTES] += [
            f"The link names {quote(name)}, which this page does not know; it was left out"
            for name in sorted(set(address) - set(known))
        ]
    for assumption in assumptions_of(page):
        if assumption.name in session[ASKED]:
            session.setdefault(OWNERS, {})[assumption.name] = tuple(
                None if owner in unusable else session[owner] for owner in assumption.belongs_to
            )
    session[PAGE] = page


def drop_strangers(session: MutableMapping[Any, Any]) -> None:
    """Set aside each assumption that was made about something else than what is shown, with a note.

    Called once the shared controls say what is shown: data may lack what a link asks for, and a page may turn a click
    into another choice.
    """
    for assumption in assumptions_of(session[PAGE]):
        name, value = assumption.name, session[assumption.name]
        owners = session.get(OWNERS, {}).get(name)
        if value == assumption.default or owners in (None, _owners(assumption, session)):
            continue
        session[name] = assumption.default
        session.setdefault(DROPPED, {})[name] = (owners, value)
        whose = ", ".join(str(getattr(owner, "label", owner)) for owner in owners if owner is not None)
        session[NOTES].append(
            f"The assumption {quote(f'{name} {assumption.write(value)}')} was made for {whose or 'something else'}; "
            "it is left out now that another choice is shown"
        )


def give_back(session: MutableMapping[Any, Any]) -> None:
    """Take back the assumptions that a change set aside, where what they are about is chosen again."""
    for assumption in assumptions_of(session[PAGE]):
        owners, value = session.get(DROPPED, {}).get(assumption.name, (None, None))
        if owners == _owners(assumption, session):
            session[assumption.name], session[OWNERS][assumption.name] = value, owners


def assumptions_of(page: str) -> tuple[Setting, ...]:
    """Return the settings of a page that are about the choice of others."""
    return tuple(setting for setting in settings_of_page(page) if setting.belongs_to)


def _owners(assumption: Setting, session: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(session[owner] for owner in assumption.belongs_to)


def store_link(page: str, query: QueryParams, session: MutableMapping[str, Any]) -> None:
    """Write the session's values into the address bar, defaults left out; nothing is sent if nothing changed."""
    latest = session.get(LATEST, {})
    wanted = {}
    for assumption in assumptions_of(page):
        session.setdefault(OWNERS, {})[assumption.name] = _owners(assumption, session)
    for setting in settings_of_page(page):
        value = session.get(setting.name)
        value = tuple(value) if isinstance(value, list) else value
        session.setdefault(KEPT, {})[_kept_name(page, setting)] = value
        is_default = value in (setting.default, latest.get(setting.name))
        if value is not None and (setting.always or not is_default):
            wanted[setting.name] = setting.write(value)
    if {name: ",".join(query.get_all(name)) for name in query} != wanted:
        query.from_dict(wanted)
    session[WRITTEN] = wanted


def _kept_name(page: str, setting: Setting) -> str:
    return f"{page}/{setting.name}" if setting.own else setting.name


def _parsed(setting: Setting, text: str, notes: list[str]) -> tuple[Any, bool]:
    """Return the value and whether the link gave it; what it gave else is noted."""
    if not text.strip():
        notes.append(f"{setting.name} is empty in the link; the default is shown")
        return setting.default, False
    faults = []
    for reading in dict.fromkeys(readings(text)):
        try:
            return setting.parse(reading), True
        except SelectionError as exc:
            faults.append(str(exc))
    notes.append(f"{faults[0]}. The default is shown")
    return setting.default, False
