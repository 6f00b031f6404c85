"""What the Dependence page asks of the open database; see `geo.ui.cache`."""

from __future__ import annotations

from geo.answer.dependence import Dependence, Facts, dependence, load_facts, load_world
from geo.answer.dependence_output import bands
from geo.answer.dependence_question import Question
from geo.answer.geography import load_geography
from geo.answer.governance import estimates
from geo.model.band import ShareBands
from geo.model.interval import NoData
from geo.remembered import remembered
from geo.schema.codes import Mineral, Stage
from geo.store.database import Atlas
from geo.ui.cache import asked, atlas


def facts_of(mineral: Mineral, stage: Stage, year: int | None = None, hs6: str | None = None) -> Facts:
    """Return output, trade and published measures of a mineral; raises SelectionError where year or code have no figures."""
    newest = load_facts(atlas(), mineral, stage, hs6=hs6)
    is_newest = year is None or (not isinstance(newest.held, NoData) and newest.held.production.year == year)
    return newest if is_newest else load_facts(atlas(), mineral, stage, hs6=hs6, year=year)


@remembered
def _dependence(atlas: Atlas, question: Question) -> Dependence:
    facts = facts_of(question.mineral, question.stage, question.year, question.hs)
    return dependence(facts, load_world(atlas), load_geography(atlas), question)


@remembered
def _bands(_atlas: Atlas, mineral: Mineral, stage: Stage, year: int, error: float) -> ShareBands | None:
    held = facts_of(mineral, stage, year).held
    return None if isinstance(held, NoData) else bands(held, error)


world = asked(load_world)
estimates_of = asked(estimates)
dependence_of = asked(_dependence)
"""Answer of the Dependence page; raises SelectionError where the question names what does not exist."""
bands_of = asked(_bands)
"""Bands on the shares of a year for a stated error, 0-1; None where no output is held."""
