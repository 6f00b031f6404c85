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
from enum import StrEnum
from typing import Any, Protocol

from geo.answer.dependence import OWN_SET
from geo.errors import SelectionError, quote
from geo.schema.codes import Mineral, Region, Stage
from geo.ui import dependence_codes
from geo.ui import nearshoring_codes as codes
from geo.ui.nearshoring_parameters import NEARSHORING
from geo.ui.parameter import (
    NONE,
    Parameter,
    code_of,
    parse_home_region,
    parse_hs6,
    parse_iso3,
    parse_roster,
    parse_slug,
    parse_year,
)

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
"""Session key: what each assumption is about, by its name; see ``Parameter.belongs_to``."""
DROPPED = "link.dropped"
"""Session key: the assumption that fell away last, by name, with what it was about: to undo the change."""


class MapView(StrEnum):
    """How the world is drawn."""

    FLAT = "flat"
    GLOBE = "globe"


class Shown(StrEnum):
    """What the choropleth of the Atlas shows."""

    PRODUCTION = "production"
    RESERVES = "reserves"
    TRADE = "trade"


class TradeUnit(StrEnum):
    """What the thickness of a flow counts."""

    VALUE = "value"
    TONNES = "tonnes"


class Framing(StrEnum):
    """Named views of the map; a free view cannot be read back from the browser."""

    WORLD = "world"
    AMERICAS = "americas"
    EUROPE = "europe"
    ASIA_PACIFIC = "asia-pacific"


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


class MapLayer(StrEnum):
    """What is switched on and off on the map of the Atlas."""

    MINES = "mines"
    PLANTS = "plants"
    RECYCLING = "recycling"
    PROJECTS = "projects"
    DEPOSITS = "deposits"
    UNCERTAIN = "uncertain"
    FLOWS = "flows"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {
            "plants": "Smelters, refineries, plants",
            "deposits": "Deposits (geology)",
            "uncertain": "Sites hidden by default",
            "flows": "Trade flows",
        }.get(self.value, self.value.capitalize())


LAYERS_OF_STAGE = {
    Stage.MINED: (MapLayer.MINES, MapLayer.PROJECTS),
    Stage.REFINED: (MapLayer.PLANTS, MapLayer.RECYCLING),
}
"""Layers that are on until a visitor chooses: the sites of the stage."""


def parse_layers(text: str) -> tuple[str, ...]:
    """Return layers of the Atlas; ``none`` for an empty map."""
    if text.strip().casefold() == NONE:
        return ()
    parse = code_of(MapLayer, "map layer")
    return tuple(dict.fromkeys(parse(word) for word in text.split(",") if word.strip()))


class SourcesTab(StrEnum):
    """What the page of sources and method shows."""

    SOURCES = "sources"
    METHOD = "method"
    AGREEMENT = "agreement"
    COVERAGE = "coverage"
    REGIONS = "regions"
    DICTIONARY = "dictionary"
    DOWNLOADS = "downloads"
    INPUTS = "inputs"

    @property
    def label(self) -> str:
        """The words on the tab."""
        return {"regions": "Regions and rosters", "dictionary": "Data dictionary"}.get(
            self.value, self.value.capitalize()
        )


SHARED = (
    Parameter("mineral", code_of(Mineral, "mineral"), Mineral.COBALT.value, always=True),
    Parameter("stage", code_of(Stage, "stage"), Stage.REFINED.value),
    Parameter("region", parse_home_region, Region.EUROPE.value),
    Parameter("roster", parse_roster, "washington-six"),
)

ATLAS = (
    Parameter("show", code_of(Shown, "map content"), Shown.PRODUCTION.value),
    Parameter("year", parse_year, None),
    Parameter("view", code_of(MapView, "view"), MapView.FLAT.value),
    Parameter("frame", code_of(Framing, "frame"), Framing.WORLD.value),
    Parameter("layers", parse_layers, None, many=True),
    Parameter("by", code_of(TradeUnit, "unit of trade"), TradeUnit.VALUE.value),
    Parameter("hs", parse_hs6, None),
    Parameter("country", parse_iso3, None),
    Parameter("site", parse_slug, None),
)

DEPENDENCE = (
    Parameter(
        "tab", code_of(dependence_codes.DependenceTab, "tab"), dependence_codes.DependenceTab.OVERVIEW.value, own=True
    ),
    Parameter("year", parse_year, None),
    Parameter("fill", code_of(dependence_codes.Fill, "map content"), None),
    Parameter("importer", dependence_codes.parse_importer, dependence_codes.HOME),
    Parameter("origin", code_of(codes.Origin, "origin"), codes.Origin.DECLARED.value),
    Parameter("hs", parse_hs6, None),
    Parameter(
        "candidates", code_of(dependence_codes.Candidates, "candidates"), dependence_codes.Candidates.LINKED.value
    ),
    Parameter("set", parse_roster, OWN_SET),
    Parameter("error", dependence_codes.parse_error, dependence_codes.DEFAULT_ERROR),
)

SOURCES = (Parameter("tab", code_of(SourcesTab, "tab"), SourcesTab.SOURCES.value, own=True),)

PAGE_PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    "": ATLAS,
    "near-shoring": NEARSHORING,
    "dependence": DEPENDENCE,
    "sources-and-method": SOURCES,
}
"""Parameters of each page beside the shared ones, by the page's address."""


def load_link(page: str, query: QueryParams, session: MutableMapping[str, Any]) -> None:
    """Put the values of the address bar into the session where they are new; note what could not be used.

    Parameters
    ----------
    page
        Address of the page that is shown, empty for the first.
    query
        ``st.query_params``.
    session
        ``st.session_state``; widgets with the parameter's name as key read it.
    """
    address = {name: ",".join(query.get_all(name)) for name in query}
    is_same_page = session.get(PAGE) == page
    is_new = bool(address) and (not is_same_page or address != session.get(WRITTEN))
    session[NOTES] = []
    known = {parameter.name: parameter for parameter in parameters_of(page)}
    session[ASKED] = frozenset(address) & frozenset(known) if is_new else frozenset()
    kept, unusable = session.get(KEPT, {}), set()
    for parameter in known.values():
        name = parameter.name
        if name in session[ASKED]:
            session[name], is_usable = _parsed(parameter, address[name], session[NOTES])
            unusable |= set() if is_usable else {name}
        elif is_new:
            session[name] = parameter.default
        elif name not in session or (parameter.own and not is_same_page):
            session[name] = kept.get(_kept_name(page, parameter), parameter.default)
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


def assumptions_of(page: str) -> tuple[Parameter, ...]:
    """Return the parameters of a page that are about the choice of others."""
    return tuple(parameter for parameter in parameters_of(page) if parameter.belongs_to)


def _owners(assumption: Parameter, session: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(session[owner] for owner in assumption.belongs_to)


def store_link(page: str, query: QueryParams, session: MutableMapping[str, Any]) -> None:
    """Write the session's values into the address bar, defaults left out; nothing is sent if nothing changed."""
    latest = session.get(LATEST, {})
    wanted = {}
    for assumption in assumptions_of(page):
        session.setdefault(OWNERS, {})[assumption.name] = _owners(assumption, session)
    for parameter in parameters_of(page):
        value = session.get(parameter.name)
        value = tuple(value) if parameter.many and value is not None else value
        session.setdefault(KEPT, {})[_kept_name(page, parameter)] = value
        is_default = value in (parameter.default, latest.get(parameter.name))
        if value is not None and (parameter.always or not is_default):
            wanted[parameter.name] = parameter.write(value)
    if {name: ",".join(query.get_all(name)) for name in query} != wanted:
        query.from_dict(wanted)
    session[WRITTEN] = wanted


def parameters_of(page: str) -> tuple[Parameter, ...]:
    """Return the parameters that the page at address `page` knows."""
    return SHARED + PAGE_PARAMETERS.get(page, ())


def _kept_name(page: str, parameter: Parameter) -> str:
    return f"{page}/{parameter.name}" if parameter.own else parameter.name


def _parsed(parameter: Parameter, text: str, notes: list[str]) -> tuple[Any, bool]:
    """Return the value and whether the link gave it; what it gave else is noted."""
    if not text.strip():
        notes.append(f"{parameter.name} is empty in the link; the default is shown")
        return parameter.default, False
    try:
        return parameter.parse(text), True
    except SelectionError as exc:
        notes.append(f"{exc}. The default is shown")
        return parameter.default, False
