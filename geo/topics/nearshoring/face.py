"""What this topic offers to whoever shows, prints or exports it."""

from __future__ import annotations

from typing import Any

from geo.evidence.geography import load_geography
from geo.evidence.panels import sites_of
from geo.evidence.shared import Origin
from geo.figure.column import Table
from geo.remembered import remembered
from geo.store.database import Atlas
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.figures.columns import options_table, ranking_table
from geo.topics.nearshoring.figures.mix_columns import frontier_table, mix_table
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.figures.supply_columns import filters_table, outlook_table, projects_table, suppliers_table
from geo.topics.nearshoring.picture import scene
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.view import Supply
from geo.topics.nearshoring.words.answer import finding
from geo.view.palette import Theme
from geo.view.scene import MapScene
from geo.view.topic import Face

near_shoring_of = remembered(near_shoring)


def answered(atlas: Atlas, question: Question) -> Ledger:
    """Return the answer with its workings; raises SelectionError where the question names what does not exist."""
    return Ledger(near_shoring_of(atlas, question), load_geography(atlas), atlas)


def sentence(held: Ledger) -> str:
    """Return the finding."""
    return finding(held.answer, held.names)


def tables(held: Ledger) -> tuple[Table[Any, Any], ...]:
    """Return every table that the answer has; the mix, which is short, first."""
    plan, decision = held.answer.plan, held.answer.decision
    found: list[Table[Any, Any]] = []
    if plan is not None and decision is not None:
        found += [mix_table(held, decision.mix), frontier_table(held)] if plan.need_t > 0 else []
        found += [ranking_table(held), filters_table(held)]
    found.append(options_table(held))
    if held.answer.trade is not None:
        found += [suppliers_table(held, traced=False), suppliers_table(held, traced=True)]
    if plan is not None:
        found += [outlook_table(held), projects_table(held)]
    return tuple(table for table in found if table.rows)


def picture(held: Ledger, theme: Theme) -> MapScene:
    """Return the map of the new mix."""
    sites = sites_of(held.atlas, held.answer.question.mineral)
    return scene(held.answer, held.geography, sites, theme, chosen=None, shown=Supply.NEW, origin=Origin.DECLARED)


FACE = Face(Question, answered, sentence, tables, picture)
