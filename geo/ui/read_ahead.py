"""What the pages ask of every mineral, read before anybody looks at it: a first look else waits for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from geo.answer.market import transit_of
from geo.answer.shelf import newest_output, site_counts
from geo.errors import SelectionError
from geo.model.interval import NoData
from geo.schema.codes import HOME_REGIONS, Mineral, Stage
from geo.ui import cache, dependence_cache, nearshoring_cache


def read_ahead(is_over: Callable[[], bool]) -> None:
    """Read what the pages ask of every mineral and stage, one after another, until `is_over` says so.

    What a visitor asks meanwhile is read at once, and not a second time here.
    """
    dependence_cache.world()
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
    newest_output(cache.atlas(), mineral, stage)
    site_counts(cache.atlas(), mineral)
    market = nearshoring_cache.market_of(mineral, stage)
    if market is not None:
        transit_of(cache.atlas(), market)
    with contextlib.suppress(SelectionError):  # no figures of the year are held: the page says so itself
        held = dependence_cache.facts_of(mineral, stage).held
        if not isinstance(held, NoData):
            cache.cells_of(held.production)
