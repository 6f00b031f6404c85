"""What profiles of suppliers are made from: distances, factors and indicators, each with its edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.store.database import Atlas
from geo.store.queries_context import background_sources
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.answer.shelf import DistanceTable, Standing, distance_table, standing_of


@dataclass(frozen=True)
class Background:
    """What profiles of suppliers are made from, with its editions.

    Attributes
    ----------
    distances
        Of the route case of the question.
    editions
        By table: distance, freight_factor, governance, grid_carbon.
    """

    standing: Standing
    distances: DistanceTable
    editions: Mapping[str, Source]


def background_of(atlas: Atlas, answer: NearShoring) -> Background:
    """Return what the profiles of an answer were made from."""
    names = background_sources(atlas)
    held = {source.source_id: source for source in sources_of(atlas, names.values())}
    return Background(
        standing=standing_of(atlas),
        distances=distance_table(atlas, answer.question.route),
        editions={table: held[source_id] for table, source_id in names.items()},
    )
