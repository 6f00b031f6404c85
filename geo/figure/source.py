"""The publisher behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.schema.policy_codes import Release


@dataclass(frozen=True, slots=True)
class Source:
    """One edition; ``release`` says whether its rows may leave in a file."""

    source_id: str
    publisher: str
    title: str
    edition: str
    licence: str
    citation: str
    url: str
    release: Release = Release.UNCONFIRMED

    @property
    def line(self) -> str:
        """What is printed under a map."""
        return f"{self.citation} ({self.licence})"

    @property
    def credit(self) -> str:
        """What stands on top of a file, with what must be kept in mind before the file is passed on."""
        caution = f" {self.release.label}." if self.release is Release.ACKNOWLEDGED else ""
        return f"Source: {self.line} {self.url}{caution}"


def source_figures(source: Source) -> dict[str, Any]:
    """Return a source as printed in JSON."""
    names = ("source_id", "publisher", "title", "edition", "licence", "citation", "url", "release")
    return {name: getattr(source, name) for name in names}
