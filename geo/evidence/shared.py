"""What every page is asked with: mineral, stage, home region, roster."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.figure.reading import parse_roster, parse_year
from geo.figure.setting import STRICT, Setting
from geo.schema.codes import HOME_REGIONS, STAGE_WORDS, Mineral, Region, Stage
from geo.schema.codes_publisher import Publisher


class Origin(StrEnum):
    """How today's suppliers are read."""

    DECLARED = "declared"
    TRACED = "traced"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"declared": "As declared", "traced": "Traced one step back"}[self.value]


@dataclass(frozen=True, slots=True, config=STRICT)
class Shared:
    """The shared bar; the roster by its code or as a list of countries."""

    mineral: Annotated[Mineral, Setting("Mineral", is_long=True, always=True)] = Mineral.COBALT
    stage: Annotated[Stage, Setting("Stage", is_long=True, also=STAGE_WORDS)] = Stage.REFINED
    region: Annotated[Region, Setting("Home region", word="home region", only=HOME_REGIONS)] = Region.EUROPE
    roster: Annotated[
        str,
        Setting(
            "Roster (countries counted as the alliance)",
            help="A scenario set of countries, not a published membership. Published groups carry the date at which "
            "their list is known.",
            read=parse_roster,
            written="a preset, a published group such as G7, or ISO codes with commas",
        ),
    ] = "washington-six"


@dataclass(frozen=True, slots=True, config=STRICT)
class Dated(Shared):
    """The shared bar with the year and the publisher of the figures that are shown; a year of None is the newest."""

    year: Annotated[
        int | None,
        Setting("Year", unset="", read=parse_year, written="the newest of the primary source if not given"),
    ] = None
    publisher: Annotated[
        Publisher,
        Setting(
            "Publisher",
            help="As reviewed: the publisher that stands for the mineral and stage in each year, and why is said below the "
            "map. Publishers differ in what they count and know; two of them never meet in one share.",
            is_long=True,
        ),
    ] = Publisher.REVIEWED
