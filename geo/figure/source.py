"""The publisher behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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


def source_figures(source: Source) -> dict[str, Any]:
    """Return a source as printed in JSON."""
    names = ("source_id", "publisher", "title", "edition", "licence", "citation", "url")
    return {name: getattr(source, name) for name in names}
