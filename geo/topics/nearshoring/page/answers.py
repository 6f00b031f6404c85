"""What the Near-shoring page asks of the open database; see `geo.ui.cache`."""

from __future__ import annotations

from dataclasses import replace

from geo.evidence.market import market_of as market_in
from geo.remembered import remembered
from geo.schema.codes import Mineral, Region, Stage
from geo.store.database import Atlas
from geo.topics.nearshoring import face
from geo.topics.nearshoring.answer.matrix import Cell, matrix
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.question import Question
from geo.ui import cache
from geo.ui.cache import asked, atlas

market_of = asked(market_in)
near_shoring_of = asked(face.near_shoring_of)


def ledger_of(answer: NearShoring) -> Ledger:
    """Return the workings of an answer, from which tables and receipts are made."""
    return Ledger(answer, cache.geography(), atlas())


@remembered
def _matrix(atlas: Atlas, question: Question, chosen: tuple[Stage, ...]) -> tuple[Cell, ...]:
    pairs = [(mineral, stage) for mineral, own in cache.stages().items() for stage in chosen if stage in own]
    return matrix(atlas, question, pairs)


def matrix_of(question: Question, chosen: tuple[Stage, ...]) -> tuple[Cell, ...]:
    """Return the overview of all minerals; mineral, stage and region of the question are not looked at."""
    everywhere = replace(
        question,
        mineral=Mineral.COBALT,
        stage=Stage.REFINED,
        region=Region.EUROPE,
        to=None,
        hs=None,
        weights=(),
        need=None,
    )
    return _matrix(atlas(), everywhere, chosen)
