"""What the pages ask of every mineral, read before anybody looks at it: a first look else waits for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable

from geo.schema.codes import HOME_REGIONS, Mineral, Stage
from geo.ui import cache
from geo.view.topic import Topic


def read_ahead(topics: Iterable[Topic], is_over: Callable[[], bool]) -> None:
    """Read what `topics` ask of every mineral and stage, one after another, until `is_over` says so.

    What a visitor asks meanwhile is read at once, and not a second time here.
    """
    if is_over():
        return
    # Too long for whoever asks for the first still map, and too long for the start.
    importlib.import_module("geo.view.still")
    hooks = [topic.read_ahead for topic in topics if topic.read_ahead is not None]
    for mineral, stages in cache.stages().items():
        for stage in stages:
            if is_over():
                return
            _read_bar(mineral, stage)
            for hook in hooks:
                hook(cache.atlas(), mineral, stage)


def _read_bar(mineral: Mineral, stage: Stage) -> None:
    first_roster = next(iter(cache.geography().rosters.values()))
    for region in HOME_REGIONS:
        cache.reading_of(mineral, stage, region, first_roster)
