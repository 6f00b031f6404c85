"""What the Near-shoring page shows of an answer: parts of the page, and how its map and tables are read."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.evidence.shared import Origin
from geo.figure.reading import parse_iso3
from geo.figure.setting import STRICT, Setting


class NearshoringTab(StrEnum):
    """The three parts of the page."""

    OVERVIEW = "overview"
    OPTIONS = "options"
    REGIONS = "regions"

    @property
    def label(self) -> str:
        """The words on the tab."""
        return {"overview": "Overview", "options": "Options", "regions": "Three regions"}[self.value]


class Detail(StrEnum):
    """What stands under the three numbers."""

    MIX = "mix"
    RANKING = "ranking"
    FRONTIER = "frontier"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"mix": "Mix", "ranking": "Ranking", "frontier": "Cost and security"}[self.value]


class Supply(StrEnum):
    """Which flows the map shows."""

    NEW = "new"
    OLD = "old"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"new": "New mix", "old": "Today"}[self.value]


class StageChoice(StrEnum):
    """Stages in the overview."""

    CHOSEN = "chosen"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"chosen": "Stage of the bar", "both": "All stages"}[self.value]


@dataclass(frozen=True, slots=True, config=STRICT)
class View:
    """Settings of the page beside its question; ``option`` is the country whose panel is open."""

    tab: Annotated[NearshoringTab, Setting("Show", own=True)] = NearshoringTab.OPTIONS
    detail: Annotated[Detail, Setting("Under the numbers")] = Detail.MIX
    supply: Annotated[Supply, Setting("Map")] = Supply.NEW
    origin: Annotated[Origin, Setting("Today's suppliers")] = Origin.DECLARED
    stages: Annotated[StageChoice, Setting("Stages")] = StageChoice.CHOSEN
    option: Annotated[str | None, Setting("Country", read=parse_iso3, unset="")] = None
