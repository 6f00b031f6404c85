"""What defines a view, in the address bar: names, codes, defaults, and what to say of a bad value.

The codes in a link are those of the command line (``mineral=rare_earths``), not the words on the widgets, so that a
link, a command and a table name the same thing. Streamlit's own binding writes the words; hence this module. The
rule is simple: a visitor's widgets win over the address unless the address has changed since we last wrote it (a
new link, the back button).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from geo.answer.dependence import OWN_SET
from geo.answer.question import (
    DEFAULT_HORIZON,
    DEFAULT_LEAST_SHARE,
    DEFAULT_PARTNERS,
    DEFAULT_STRETCH,
    LandVehicle,
    Vessel,
)
from geo.errors import SelectionError
from geo.model.ceiling import LEAST_STRETCH, MOST_STRETCH
from geo.model.coverage import THIRD_COUNTRY_CAP
from geo.model.filters import Circle
from geo.model.mix import CostBasis
from geo.model.need import ReplacedPreset
from geo.schema.codes import HOME_REGIONS, Mineral, Region, RouteCase, Stage
from geo.ui import dependence_codes
from geo.ui import nearshoring_codes as codes

LONGEST_ROSTER = 1200
"""Room for every country of the world in a link."""
LONGEST_QUOTE = 40
"""A bad value is quoted up to this length, so that a hostile link cannot fill the page."""

AUTO = "auto"
"""The country that data give: the largest importer of the region."""
NONE = "none"
"""Text of an empty list in a link."""

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


@dataclass(frozen=True, slots=True)
class Parameter:
    """One name in the address bar.

    Attributes
    ----------
    name
        Name in the link, key of the widget.
    parse
        Text of the link to value; raises SelectionError.
    default
        Value that is left out of the link.
    many
        The value is a list, written with commas.
    """

    name: str
    parse: Callable[[str], Any]
    default: Any
    many: bool = False

    def write(self, value: Any) -> str:
        """Return the text of `value` in a link."""
        return (",".join(value) or NONE) if self.many else str(value)


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


def code_of(kind: type[StrEnum], word: str) -> Callable[[str], str]:
    """Return a parser of the codes of `kind`; ``word`` names the thing in the message."""
    codes = [member.value for member in kind]

    def parse(text: str) -> str:
        wanted = re.sub(r"[\s_-]+", "-", text.strip().casefold())
        for code in codes:
            if re.sub(r"[\s_-]+", "-", code) == wanted:
                return code
        raise SelectionError(f"{word} {quote(text)} is not known; use one of: {', '.join(codes)}")

    return parse


def parse_home_region(text: str) -> str:
    """Return a home region's code; supplier regions cannot be near-shored to."""
    code = code_of(Region, "region")(text)
    if Region(code) not in HOME_REGIONS:
        raise SelectionError(f"region {quote(text)} is no home region; use one of: {', '.join(HOME_REGIONS)}")
    return code


def parse_year(text: str) -> int | None:
    """Return a year; whether data exist for it is decided later, with the mineral."""
    if not re.fullmatch(r"\d{4}", text.strip()):
        raise SelectionError(f"year {quote(text)} is not a year; write four digits such as 2024")
    return int(text)


def parse_hs6(text: str) -> str:
    """Return a customs code of six digits; whether it serves the mineral is decided with the data."""
    if not re.fullmatch(r"\d{6}", text.strip()):
        raise SelectionError(f"customs code {quote(text)} is not six digits; write for example 740311")
    return text.strip()


def parse_iso3(text: str) -> str:
    """Return a country code in capitals; whether it exists is decided with the country table."""
    if not re.fullmatch(r"[A-Za-z]{3}", text.strip()):
        raise SelectionError(f"country {quote(text)} is not a code of three letters; write for example CHL")
    return text.strip().upper()


def parse_iso3_list(text: str) -> tuple[str, ...]:
    """Return country codes in capitals, each once, in the order of the link; ``none`` for no country."""
    if text.strip().casefold() == NONE:
        return ()
    return tuple(dict.fromkeys(parse_iso3(word) for word in text.split(",") if word.strip()))


def parse_reference(text: str) -> str:
    """Return a country code, or ``auto`` for the region's largest importer."""
    return AUTO if text.strip().casefold() == AUTO else parse_iso3(text)


def parse_slug(text: str) -> str:
    """Return an identifier of small letters, digits and dashes, e.g. of a facility or a roster."""
    if not re.fullmatch(r"[A-Za-z0-9_,.-]{1,400}", text.strip()):
        raise SelectionError(f"{quote(text)} is not a code; codes have letters, digits, dashes and commas")
    return text.strip()


def parse_roster(text: str) -> str:
    """Return a roster's code or list of countries; who they are is decided with the country table."""
    if not re.fullmatch(rf"[A-Za-z0-9_,.\s-]{{1,{LONGEST_ROSTER}}}", text.strip()):
        raise SelectionError(f"roster {quote(text)} is no list of countries; write for example AUS,CAN,EU27,JPN")
    return re.sub(r"\s+", "", text)


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
    Parameter("mineral", code_of(Mineral, "mineral"), Mineral.COBALT.value),
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

DEFAULT_REPLACE = (ReplacedPreset.LARGEST_OUTSIDE.value,)
"""Suppliers that fall away until a visitor chooses."""

NEARSHORING = (
    Parameter("tab", code_of(codes.NearshoringTab, "tab"), codes.NearshoringTab.OPTIONS.value),
    Parameter("replace", codes.parse_replace, DEFAULT_REPLACE, many=True),
    Parameter("partners", codes.parse_groups, DEFAULT_PARTNERS, many=True),
    Parameter("circle", code_of(Circle, "circle"), Circle.ROSTER_AND_PARTNERS.value),
    Parameter("in-region", code_of(codes.Switch, "in-region"), codes.Switch.NO.value),
    Parameter("governance-min", codes.limit_of("governance-min", -2.5, 2.5), None),
    Parameter("corruption-min", codes.limit_of("corruption-min", -2.5, 2.5), None),
    Parameter("no-control", code_of(codes.Switch, "no-control"), codes.Switch.NO.value),
    Parameter("distance-max", codes.limit_of("distance-max", 0, 40_000), None),
    Parameter("least", codes.number_of("least", 0, 1), DEFAULT_LEAST_SHARE),
    Parameter("ceiling", codes.number_of("ceiling", LEAST_STRETCH, MOST_STRETCH), DEFAULT_STRETCH),
    Parameter("horizon", codes.parse_horizon, DEFAULT_HORIZON),
    Parameter("redirect", code_of(codes.Switch, "redirect"), codes.Switch.YES.value),
    Parameter("exports", code_of(codes.Exports, "exports"), codes.Exports.OWN.value),
    Parameter("need", codes.limit_of("need", 0, 1e12), None),
    Parameter("cap", codes.number_of("cap", 0, 1), THIRD_COUNTRY_CAP),
    Parameter("outside-max", codes.number_of("outside-max", 0, 1), 1.0),
    Parameter("cost", code_of(CostBasis, "cost"), CostBasis.DISTANCE.value),
    Parameter("unit-costs", codes.parse_costs_text, None),
    Parameter("vessel", code_of(Vessel, "vessel"), None),
    Parameter("land", code_of(LandVehicle, "vehicle on land"), LandVehicle.TRUCK.value),
    Parameter("weights", codes.parse_weights_text, None),
    Parameter("detail", code_of(codes.Detail, "detail"), codes.Detail.MIX.value),
    Parameter("supply", code_of(codes.Supply, "supply"), codes.Supply.NEW.value),
    Parameter("origin", code_of(codes.Origin, "origin"), codes.Origin.DECLARED.value),
    Parameter("stages", code_of(codes.StageChoice, "stages"), codes.StageChoice.CHOSEN.value),
    Parameter("to", parse_reference, AUTO),
    Parameter("route", code_of(RouteCase, "route"), RouteCase.OPEN.value),
    Parameter("hs", parse_hs6, None),
    Parameter("option", parse_iso3, None),
)

DEPENDENCE = (
    Parameter("tab", code_of(dependence_codes.DependenceTab, "tab"), dependence_codes.DependenceTab.OVERVIEW.value),
    Parameter("year", parse_year, None),
    Parameter("fill", code_of(dependence_codes.Fill, "map content"), None),
    Parameter("importer", dependence_codes.parse_importer, dependence_codes.HOME),
    Parameter("origin", code_of(codes.Origin, "origin"), codes.Origin.DECLARED.value),
    Parameter("hs", parse_hs6, None),
    Parameter("candidates", code_of(dependence_codes.Candidates, "candidates"), dependence_codes.Candidates.LINKED.value),
    Parameter("set", parse_roster, OWN_SET),
    Parameter("error", dependence_codes.parse_error, dependence_codes.DEFAULT_ERROR),
)

SOURCES = (Parameter("tab", code_of(SourcesTab, "tab"), SourcesTab.SOURCES.value),)

PAGE_PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    "": ATLAS,
    "near-shoring": NEARSHORING,
    "dependence": DEPENDENCE,
    "sources-and-method": SOURCES,
}
"""Parameters of each page beside the shared ones, by the page's address."""


def quote(text: str) -> str:
    """Return `text` in quotation marks, cut to a length that cannot fill a page."""
    shown = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return "“" + "".join(letter if letter.isprintable() else "·" for letter in shown) + "”"


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
    is_new = not is_same_page or address != session.get(WRITTEN)
    session[NOTES] = []
    known = {parameter.name: parameter for parameter in parameters_of(page)}
    kept = session.get(KEPT, {})
    for parameter in known.values():
        if is_new and parameter.name in address:
            session[parameter.name] = _parsed(parameter, address[parameter.name], session[NOTES])
        elif is_new and is_same_page:
            # The visitor went back to a link without the name: that is the default. A change of page is not.
            session[parameter.name] = parameter.default
        elif parameter.name not in session:
            session[parameter.name] = kept.get(parameter.name, parameter.default)
        if not is_same_page and not _fits(parameter, session[parameter.name]):
            # Two pages may use one name for different codes.
            session[parameter.name] = parameter.default
    if is_new:
        session[NOTES] += [
            f"The link names {quote(name)}, which this page does not know; it was left out"
            for name in sorted(set(address) - set(known))
        ]
    session[PAGE] = page


def store_link(page: str, query: QueryParams, session: MutableMapping[str, Any]) -> None:
    """Write the session's values into the address bar, leaving defaults out; nothing is sent if nothing changed."""
    latest = session.get(LATEST, {})
    wanted = {}
    for parameter in parameters_of(page):
        value = session.get(parameter.name)
        value = tuple(value) if parameter.many and value is not None else value
        session.setdefault(KEPT, {})[parameter.name] = value
        if value is not None and value not in (parameter.default, latest.get(parameter.name)):
            wanted[parameter.name] = parameter.write(value)
    if {name: ",".join(query.get_all(name)) for name in query} != wanted:
        query.from_dict(wanted)
    session[WRITTEN] = wanted


def parameters_of(page: str) -> tuple[Parameter, ...]:
    """Return the parameters that the page at address `page` knows."""
    return SHARED + PAGE_PARAMETERS.get(page, ())


def _fits(parameter: Parameter, value: Any) -> bool:
    if value is None or value == parameter.default:
        return True
    try:
        parameter.parse(parameter.write(value))
    except SelectionError:
        return False
    return True


def _parsed(parameter: Parameter, text: str, notes: list[str]) -> Any:
    if not text.strip():
        notes.append(f"{parameter.name} is empty in the link; the default is shown")
        return parameter.default
    try:
        return parameter.parse(text)
    except SelectionError as exc:
        notes.append(f"{exc}. The default is shown")
        return parameter.default
