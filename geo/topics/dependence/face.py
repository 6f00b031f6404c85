"""What this topic offers to whoever shows, prints or exports it."""

from __future__ import annotations

from typing import Any

from geo.evidence.spread import spread_table
from geo.figure.column import Table
from geo.model.interval import NoData
from geo.store.database import Atlas
from geo.topics.dependence.answer.asked import dependence_of
from geo.topics.dependence.answer.dependence import load_world
from geo.topics.dependence.answer.policy import policy_of
from geo.topics.dependence.answer.use import use_of
from geo.topics.dependence.figures.columns import Asked, hubs_table, members_table, suppliers_table
from geo.topics.dependence.figures.output_columns import rival_indices_table, rivals_table, years_table
from geo.topics.dependence.figures.policy import PolicyAsked, measures_table, stated_tables, turns_table
from geo.topics.dependence.figures.use import use_tables
from geo.topics.dependence.figures.world_columns import (
    gains_table,
    gauges_table,
    reliances_table,
    risks_table,
    spots_table,
)
from geo.topics.dependence.picture import scene
from geo.topics.dependence.question import PolicyFilter, Question
from geo.topics.dependence.view import Fill
from geo.topics.dependence.words import exposed
from geo.view.palette import Theme
from geo.view.scene import MapScene
from geo.view.topic import Face


def answered(atlas: Atlas, question: Question) -> Asked:
    """Return the answer with its workings; raises SelectionError where the question names what does not exist."""
    world = load_world(atlas)
    return Asked(atlas, dependence_of(atlas, question), world.governance_year, world.sources)


def sentence(held: Asked) -> str:
    """Return how exposed the importer of the question is."""
    return exposed(held.answer, held.geography)


def tables(held: Asked) -> tuple[Table[Any, Any], ...]:
    """Return every table that the answer has; the limits, which are short, first."""
    answer = held.answer
    found: list[Table[Any, Any]] = [gauges_table(held)]
    output = answer.facts.held
    if not isinstance(output, NoData):
        found.append(years_table(held.atlas, output))
        if output.spread is not None:
            found.append(spread_table(output.spread, key="dependence.spread"))
        if output.rivals is not None:
            found += [rival_indices_table(output.rivals), rivals_table(held.atlas, output.rivals)]
    if not isinstance(answer.facts.trade, NoData):
        found += [members_table(held), hubs_table(held)]
    if not isinstance(answer.imports, NoData):
        found.append(suppliers_table(held, answer.imports))
    found += [gains_table(held), spots_table(held), risks_table(held), reliances_table(held)]
    policy = PolicyAsked(policy_of(held.atlas, held.answer.facts.mineral, PolicyFilter()))
    found += [measures_table(policy), turns_table(policy), *stated_tables(policy)]
    found += use_tables(use_of(held.atlas, answer.facts.mineral))
    return tuple(table for table in found if table.rows)


def picture(held: Asked, theme: Theme) -> MapScene:
    """Return the map of what comes from outside the roster."""
    region = held.answer.question.region
    return scene(held.answer, Fill.OUTSIDE, region, held.geography, theme)[0]


FACE = Face(Question, answered, sentence, tables, picture)
