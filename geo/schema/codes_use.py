"""Vocabularies of use: whose need it is, and what a figure of it rests on."""

from __future__ import annotations

from enum import StrEnum

NOT_KNOWN_FROM = 5
"""Rung of an order of magnitude: the figure is kept and never shown."""


class NeedKind(StrEnum):
    """Whose need a figure counts; the two are never added, subtracted or divided by each other."""

    PLANTS = "plants"
    BUYERS = "buyers"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return {"plants": "Plants' need", "buyers": "Buyers' need"}[self.value]


class NeedGround(StrEnum):
    """What a figure of need rests on."""

    REPORTED = "reported"
    DERIVED = "derived"
    SCALED = "scaled"
    REMAINDER = "remainder"
    RANGE = "range"
    MAGNITUDE = "magnitude"

    @property
    def label(self) -> str:
        """The words that a page prints before how the figure was made."""
        return {
            "reported": "Reported use",
            "derived": "Derived",
            "scaled": "Estimate, scaled; could be half or double",
            "remainder": "Remainder of world use",
            "range": "Range of methods",
            "magnitude": "Not known",
        }[self.value]
