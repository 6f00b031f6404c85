"""Editions by their code."""

from __future__ import annotations

from collections.abc import Iterable

from geo.figure.source import Source
from geo.remembered import remembered
from geo.store.database import Atlas
from geo.store.queries_source import editions


@remembered
def all_sources(atlas: Atlas) -> tuple[Source, ...]:
    """Return every edition, by publisher."""
    return tuple(
        Source(**{str(name): value for name, value in row.items()}) for row in editions(atlas).to_dict("records")
    )


def sources_of(atlas: Atlas, source_ids: Iterable[str]) -> tuple[Source, ...]:
    """Return the editions named, each once, by publisher."""
    wanted = set(source_ids)
    return tuple(source for source in all_sources(atlas) if source.source_id in wanted)
