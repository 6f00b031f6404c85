"""A whole topic in one file, as CONTRIBUTING.md tells: who makes at least a given share of the world's output."""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.evidence.production import Printed, Production, production
from geo.evidence.receipt_production import printed_cells, share_receipt
from geo.evidence.shared import Shared
from geo.figure.column import Column, Show, Table
from geo.figure.setting import STRICT, Setting
from geo.schema.codes import Measure
from geo.store.database import Atlas
from geo.view.palette import Theme
from geo.view.scene import MapScene
from geo.view.topic import Face, Topic
from geo.view.world import production_scene


@dataclass(frozen=True, slots=True, config=STRICT)
class Question(Shared):
    """The shared bar, and one control."""

    least_share: Annotated[float, Setting("Least share of world output", low=0, high=1, step=0.05, is_share=True)] = 0.1


@plain_dataclass(frozen=True)
class Makers:
    """The answer: output as printed, and whoever makes enough of it."""

    atlas: Atlas
    output: Production
    rows: tuple[Printed, ...]


def makers(atlas: Atlas, asked: Question) -> Makers:
    output = production(atlas, Measure.PRODUCTION, asked.mineral, asked.stage, None)
    return Makers(atlas, output, tuple(row for row in output.rows if (row.share or 0) >= asked.least_share))


def picture(answer: Makers, theme: Theme) -> MapScene:
    return MapScene(shading=production_scene(answer.output, theme)[0])


COLUMNS: tuple[Column[Makers, Printed], ...] = (
    Column("name", "Country", lambda _, row: row.name),
    Column(
        key="share",
        header="Share of world, %",
        value=lambda _, row: row.share,
        show=Show.PERCENT,
        receipt=lambda at, row: share_receipt(at.output, printed_cells(at.atlas, at.output), row.area),
    ),
)
TOPIC = Topic(
    name="makers",
    title="Makers",
    address="makers",
    summary="Who makes at least a given share of the world's output.",
    face=Face(
        question=Question,
        answer=makers,
        sentence=lambda found: f"{len(found.rows)} countries make enough of the {found.output.subject}.",
        tables=lambda found: (Table("makers", "Makers", COLUMNS, found.rows, found, (found.output.source,)),),
        picture=picture,
    ),
)
