"""What the page of sources and method shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.figure.setting import STRICT, Setting


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


@dataclass(frozen=True, slots=True, config=STRICT)
class View:
    """Settings of the page."""

    tab: Annotated[SourcesTab, Setting("Show", own=True)] = SourcesTab.SOURCES
