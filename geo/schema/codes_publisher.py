"""Publishers of production and reserves that a person can choose; one of them is never mixed with another in a share."""

from __future__ import annotations

from enum import StrEnum


class Publisher(StrEnum):
    """Whose figures are shown; each code but the first begins the codes of its editions in ``source``."""

    REVIEWED = "reviewed"
    USGS = "usgs"
    BGS = "bgs"
    IEA = "iea"
    WMD = "wmd"
    EU = "eu"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return {
            "reviewed": "As reviewed",
            "usgs": "USGS",
            "bgs": "BGS",
            "iea": "IEA",
            "wmd": "World Mining Data",
            "eu": "EU study 2023",
        }[self.value]


def publisher_of(source_id: str) -> Publisher:
    """Return whose edition `source_id` is, e.g. USGS of ``usgs-mcs-2026``."""
    return Publisher(source_id.partition("-")[0])
