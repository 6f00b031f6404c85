"""The publisher behind a figure, as an answer carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.store.database import Atlas
from geo.store.queries_source import sources_named


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


def sources_of(atlas: Atlas, source_ids: Iterable[str]) -> tuple[Source, ...]:
    """Return the editions named, each once, by publisher."""
    rows = sources_named(atlas, sorted(set(source_ids)))
    return tuple(Source(**{str(name): value for name, value in row.items()}) for row in rows.to_dict("records"))
