"""Codes of the Dependence page in the address bar; those of the command line."""

from __future__ import annotations

import re
from enum import StrEnum

from geo.answer.dependence_trade import ROSTER
from geo.errors import SelectionError, quote
from geo.model.roster import EU27
from geo.schema.codes import HOME_REGIONS

HOME = "home"
"""The importer that is the home region of the shared bar, whichever it is."""
ERRORS = (2, 5, 8, 10)
"""Stated errors that can be chosen, in points of a share of one half."""
DEFAULT_ERROR = 5


class DependenceTab(StrEnum):
    """The parts of the page."""

    OVERVIEW = "overview"
    EXPOSURE = "exposure"
    ALLIANCE = "alliance"
    BENCHMARKS = "benchmarks"
    MINERALS = "minerals"

    @property
    def label(self) -> str:
        """The words on the tab."""
        return {
            "overview": "Overview",
            "exposure": "Who sells to whom",
            "alliance": "Next members",
            "benchmarks": "Benchmarks",
            "minerals": "All minerals",
        }[self.value]


class Fill(StrEnum):
    """What the map shows."""

    OUTPUT = "output"
    OUTSIDE = "outside"
    SCORE = "score"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"output": "World output", "outside": "Bought outside the roster", "score": "Exposure score"}[self.value]


class Candidates(StrEnum):
    """Who counts as a possible next member."""

    LINKED = "linked"
    ALL = "all"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"linked": "Linked countries", "all": "All countries"}[self.value]


def parse_importer(text: str) -> str:
    """Return an importer's code: a country, EU27, a home region, the roster, or the home region of the bar."""
    wanted = text.strip().casefold()
    groups = {code.casefold(): code for code in (HOME, ROSTER, EU27, *(region.value for region in HOME_REGIONS))}
    if wanted in groups:
        return groups[wanted]
    if re.fullmatch(r"[a-z]{3}", wanted):
        return wanted.upper()
    raise SelectionError(
        f"importer {quote(text)} is not known; use an ISO code of three letters such as DEU, or one of: {', '.join(groups.values())}"
    )


def parse_error(text: str) -> int:
    """Return a stated error in points."""
    if text.strip() in {str(error) for error in ERRORS}:
        return int(text)
    raise SelectionError(f"error {quote(text)} is not offered; use one of: {', '.join(map(str, ERRORS))}")
