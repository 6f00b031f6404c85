"""What a person asks of the Dependence page or the command line: one frozen value, the same for both."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.errors import SelectionError, quote
from geo.evidence.shared import Dated, Origin
from geo.figure.reading import parse_hs6, parse_iso3, parse_roster
from geo.figure.setting import STRICT, Setting
from geo.model.roster import EU27
from geo.model.transit import TradeView
from geo.schema.codes import Region
from geo.schema.policy_codes import PolicyKind, PolicyState

HOME = "home"
"""The importer that is the home region of the shared bar, whichever it is."""
ROSTER = "roster"
"""Code of the importer that is the whole roster."""
OWN_SET = "roster"
"""Set of members whose gauges are shown unless another is named: the roster itself."""


class Candidates(StrEnum):
    """Who counts as a possible next member."""

    LINKED = "linked"
    ALL = "all"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"linked": "Linked countries", "all": "All countries"}[self.value]


def parse_importer(text: str) -> str:
    """Return an importer's code: a country, EU27, a region, the roster, or the home region of the bar."""
    wanted = text.strip().casefold()
    groups = {code.casefold(): code for code in (HOME, ROSTER, EU27, *(region.value for region in Region))}
    if wanted in groups:
        return groups[wanted]
    if re.fullmatch(r"[a-z]{3}", wanted):
        return wanted.upper()
    raise SelectionError(
        f"{quote(text)} is not known; use an ISO code of three letters such as DEU, or one of: {', '.join(groups.values())}"
    )


@dataclass(frozen=True, slots=True, config=STRICT)
class Question(Dated):
    """All settings of one answer, under their names in the link."""

    hs: Annotated[
        str | None,
        Setting(
            "Customs code",
            word="customs code",
            read=parse_hs6,
            unset="",
            written="six digits; the first whose trade is complete if not given",
        ),
    ] = None
    importer: Annotated[
        str,
        Setting(
            "Whose imports",
            read=parse_importer,
            written=f"a country, {EU27}, {', '.join(Region)}, {ROSTER}, or {HOME} for the home region",
        ),
    ] = HOME
    origin: Annotated[
        Origin,
        Setting(
            "Suppliers",
            help="As declared: the exporter need not be the producer. Traced one step back: what transit hubs pass on is "
            "put to the hubs' own suppliers, an estimate of this app. The two are never mixed.",
        ),
    ] = Origin.DECLARED
    candidates: Annotated[Candidates, Setting("Candidates")] = Candidates.LINKED
    set: Annotated[
        str, Setting("Set of members", read=parse_roster, written="a roster as above; the roster itself if not given")
    ] = OWN_SET

    @property
    def view(self) -> TradeView:
        """Trade as reported, or traced one step back."""
        return TradeView.ORIGIN_ADJUSTED if self.origin is Origin.TRACED else TradeView.AS_REPORTED

    @property
    def everyone(self) -> bool:
        """Whether every country outside the roster is shown as a candidate."""
        return self.candidates is Candidates.ALL


@dataclass(frozen=True, slots=True, config=STRICT)
class PolicyFilter:
    """Which policy measures and events are listed, beside the mineral; what is not set leaves nothing out."""

    who: Annotated[
        str | None,
        Setting(
            "Country", word="country", read=parse_iso3, unset="any", written="a country that acts; all if not given"
        ),
    ] = None
    kind: Annotated[PolicyKind | None, Setting("Kind", word="kind of measure", unset="any", is_long=True)] = None
    state: Annotated[PolicyState | None, Setting("State", word="state of a measure", unset="any", is_long=True)] = None
    any_mineral: Annotated[bool, Setting("All minerals", help="Also what names no single mineral of this app.")] = False
