"""What the pages ask of every mineral, read before anybody looks at it: a first look else waits for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from geo.errors import SelectionError
from geo.model.interval import NoData
from geo.schema.codes import HOME_REGIONS, Mineral, Stage
from geo.ui import cache, nearshoring_cache


def read_ahead(is_over: Callable[[], bool]) -> None:
    """Read what the pages ask of every mineral and stage, one after another, until `is_over` says so.

    What a visitor asks meanwhile is read at once, and not a second time here.
    """
    cache.world()
    for mineral, stages in cache.stages().items():
        for stage in stages:
            if is_over():
                return
            _read(mineral, stage)


def _read(mineral: Mineral, stage: Stage) -> None:
    first_roster = next(iter(cache.geography().rosters))
    for region in HOME_REGIONS:
        cache.reading_of(mineral, stage, region, first_roster)
    cache.facilities_of(mineral)
    cache.deposits_of(mineral)
    cache.coverage_note(mineral)
    shelf = nearshoring_cache.shelf()
    shelf.codes(mineral, stage)
    shelf.production(mineral, stage)
    shelf.transit(mineral, stage, None)
    shelf.sites(mineral)
    with contextlib.suppress(SelectionError):  # no figures of the year are held: the page says so itself
        held = cache.facts_of(mineral, stage).held
        if not isinstance(held, NoData):
            cache.cells_of(held.production)
