"""What the Dependence page shows of an answer: its parts, and what its map and bands are of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.figure.reading import parse_year
from geo.figure.setting import STRICT, Setting
from geo.schema.codes_use import NeedKind

ERRORS = (2, 5, 8, 10)
"""Stated errors that can be chosen, in points of a share of one half."""


class DependenceTab(StrEnum):
    """The parts of the page."""

    OVERVIEW = "overview"
    EXPOSURE = "exposure"
    HISTORY = "history"
    ALLIANCE = "alliance"
    BENCHMARKS = "benchmarks"
    USE = "use"
    MINERALS = "minerals"
    POLICY = "policy"

    @property
    def label(self) -> str:
        """The words on the tab."""
        return {
            "overview": "Overview",
            "exposure": "Who sells",
            "history": "Years",
            "alliance": "Next members",
            "benchmarks": "Benchmarks",
            "use": "Who uses",
            "minerals": "All minerals",
            "policy": "Policy",
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


@dataclass(frozen=True, slots=True, config=STRICT)
class View:
    """Settings of the page beside its question."""

    tab: Annotated[DependenceTab, Setting("Show", own=True)] = DependenceTab.OVERVIEW
    fill: Annotated[Fill | None, Setting("Map shows", word="map content", unset="")] = None
    whose: Annotated[NeedKind, Setting("Whose need")] = NeedKind.PLANTS
    error: Annotated[int, Setting("Assumption: error of a share of one half, in points", only=ERRORS)] = 5
    trade_year: Annotated[
        int | None,
        Setting(
            "Trade year", word="trade year", unset="", read=parse_year, written="the newest year held if not given"
        ),
    ] = None
