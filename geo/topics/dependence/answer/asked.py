"""Whole answers on dependence from the open database, each worked out once; pages, command line and exports ask here."""

from __future__ import annotations

import contextlib

from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.receipt_production import cells_of
from geo.model.interval import NoData
from geo.remembered import remembered
from geo.schema.codes import Mineral, Stage
from geo.schema.codes_publisher import Publisher
from geo.store.database import Atlas
from geo.topics.dependence.answer.dependence import Dependence, Facts, dependence, load_facts, load_world
from geo.topics.dependence.answer.output import bands
from geo.topics.dependence.model.band import ShareBands
from geo.topics.dependence.question import Question


def facts_of(
    atlas: Atlas,
    mineral: Mineral,
    stage: Stage,
    year: int | None = None,
    hs6: str | None = None,
    publisher: Publisher = Publisher.REVIEWED,
) -> Facts:
    """Return output, trade and published measures of a mineral; raises SelectionError where publisher, year or code have no figures."""
    newest = load_facts(atlas, mineral, stage, hs6=hs6, publisher=publisher)
    is_newest = year is None or (not isinstance(newest.held, NoData) and newest.held.production.year == year)
    return newest if is_newest else load_facts(atlas, mineral, stage, hs6=hs6, year=year, publisher=publisher)


@remembered
def dependence_of(atlas: Atlas, question: Question) -> Dependence:
    """Return the answer to a question; raises SelectionError where it names what does not exist."""
    facts = facts_of(atlas, question.mineral, question.stage, question.year, question.hs, question.publisher)
    return dependence(facts, load_world(atlas), load_geography(atlas), question)


@remembered
def bands_of(
    atlas: Atlas, mineral: Mineral, stage: Stage, year: int, error: float, publisher: Publisher = Publisher.REVIEWED
) -> ShareBands | None:
    """Return bands on the shares of a year for a stated error, 0-1; None where no output is held."""
    held = facts_of(atlas, mineral, stage, year, publisher=publisher).held
    return None if isinstance(held, NoData) else bands(held, error)


def read_ahead(atlas: Atlas, mineral: Mineral, stage: Stage) -> None:
    """Read what an answer about one mineral and stage needs."""
    load_world(atlas)
    with contextlib.suppress(SelectionError):  # no figures of the year are held: the page says so itself
        held = facts_of(atlas, mineral, stage).held
        if not isinstance(held, NoData):
            cells_of(atlas, held.production)
