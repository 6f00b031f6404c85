"""The publisher behind a figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One edition."""

    source_id: str
    publisher: str
    title: str
    edition: str
    licence: str
    citation: str
    url: str

    @property
    def line(self) -> str:
        """What is printed under a map."""
        return f"{self.citation} ({self.licence})"
