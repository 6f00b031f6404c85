"""What this topic offers to whoever shows, prints or exports it: world output of one mineral, stage and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.evidence.geography import load_geography
from geo.evidence.output_columns import output_table
from geo.evidence.production import Production, production
from geo.evidence.shared import Dated
from geo.evidence.spread import spread_of, spread_table
from geo.figure.column import Table
from geo.schema.codes import Measure
from geo.store.database import Atlas
from geo.topics.atlas.words import headline
from geo.view.palette import Theme
from geo.view.scene import MapScene
from geo.view.topic import Face
from geo.view.world import country_labels, production_scene


@dataclass(frozen=True)
class Output:
    """The answer, with the database that it was read from."""

    atlas: Atlas
    question: Dated
    output: Production


def answered(atlas: Atlas, question: Dated) -> Output:
    """Return world output; raises SelectionError where none is held for the mineral, stage or year."""
    found = production(atlas, Measure.PRODUCTION, question.mineral, question.stage, question.year, question.publisher)
    return Output(atlas, question, found)


def sentence(held: Output) -> str:
    """Return who leads."""
    return headline(held.output)


def tables(held: Output) -> tuple[Table[Any, Any], ...]:
    """Return the countries, as printed."""
    title = f"World output, {held.output.staged}, {held.output.period}"
    spread = spread_of(held.atlas, held.output)
    between = () if spread is None else (spread_table(spread, key="atlas.publishers"),)
    return (output_table(held.atlas, held.output, key="atlas.output", title=title), *between)


def picture(held: Output, theme: Theme) -> MapScene:
    """Return shares of world output as fills, with the names that matter."""
    sizes = {row.area: row.share for row in held.output.rows}
    return MapScene(
        shading=production_scene(held.output, theme)[0],
        labels=country_labels(sizes, load_geography(held.atlas), None),
        home=held.question.region,
    )


FACE = Face(Dated, answered, sentence, tables, picture)
