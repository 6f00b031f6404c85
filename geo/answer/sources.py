"""Editions by their code."""

from __future__ import annotations

from collections.abc import Iterable

from geo.figure.source import Source
from geo.store.database import Atlas
from geo.store.queries_source import sources_named


def sources_of(atlas: Atlas, source_ids: Iterable[str]) -> tuple[Source, ...]:
    """Return the editions named, each once, by publisher."""
    rows = sources_named(atlas, sorted(set(source_ids)))
    return tuple(Source(**{str(name): value for name, value in row.items()}) for row in rows.to_dict("records"))
