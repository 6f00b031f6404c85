"""The tables of the Near-shoring page on the mix and on several answers: lines, frontier, overview, regions side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt
from geo.figure.source import Source
from geo.topics.nearshoring.answer.matrix import Cell
from geo.topics.nearshoring.figures.mix import (
    binding_words,
    line_cost_receipt,
    line_receipt,
    line_redirected_receipt,
    line_share_receipt,
    mix_receipts,
)
from geo.topics.nearshoring.figures.need import ceiling_receipt, coverage_receipts
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.figures.ways import carbon_receipt, distance_receipt
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.coverage import Coverage
from geo.topics.nearshoring.model.formulas import line_cost
from geo.topics.nearshoring.model.frontier import FrontierPoint
from geo.topics.nearshoring.model.mix import Binding, Mix, MixLine
from geo.topics.nearshoring.words.answer import fallen
from geo.topics.nearshoring.words.options import standing_words
from geo.view import words

COST_HEADERS = {
    CostBasis.DISTANCE: ("Distance, km", "Transport, t km"),
    CostBasis.CARBON: ("Freight, kg CO2e per t", "Freight, kg CO2e"),
    CostBasis.OWN: ("Your cost, USD per t (assumption)", "Your cost, USD (assumption)"),
}
"""Cost of a tonne, and of all tonnes of a line."""


@dataclass(frozen=True, eq=False)
class OneMix:
    """A mix of an answer: the one that was asked for, or a point of the frontier."""

    ledger: Ledger
    mix: Mix


Line = MixLine | None
"""A line of a mix; None for what stays open."""
OfLine = Callable[[OneMix, Line], Receipt | None]


def _of_line(receipt: Callable[[Ledger, Mix, str], Receipt], of_open: str = "") -> OfLine:
    """Return the receipts of a figure of the lines, and the one of the mix as a whole for what stays open."""

    def made(held: OneMix, row: Line) -> Receipt | None:
        if row is not None:
            return receipt(held.ledger, held.mix, row.area)
        return mix_receipts(held.ledger, held.mix)[of_open]() if of_open else None

    return made


def _cost_receipt(held: OneMix, row: Line) -> Receipt | None:
    if row is None or held.mix.basis is CostBasis.OWN:
        return None
    of = distance_receipt if held.mix.basis is CostBasis.DISTANCE else carbon_receipt
    return of(held.ledger, row.area)


LINES: tuple[Column[OneMix, Line], ...] = (
    Column("name", "Country", lambda held, row: "Open" if row is None else held.ledger.names[row.area]),
    Column(
        "tier",
        "Tier",
        lambda held, row: "" if row is None else standing_words(row.area, held.ledger.answer),
        in_json=False,
    ),
    Column(
        "quantity_t",
        "Tonnes",
        lambda held, row: held.mix.remainder_t if row is None else row.quantity_t,
        Show.FIGURE,
        receipt=_of_line(line_receipt, "remainder_t"),
        aliases=("value",),
    ),
    Column("unit", "", lambda *_: "t", in_page=False),
    Column(
        "share",
        "Part of the need, %",
        lambda held, row: held.mix.remainder_t / held.mix.need_t if row is None else row.share,
        Show.PERCENT,
        receipt=_of_line(line_share_receipt, "remainder_share"),
    ),
    Column(
        "redirected_t",
        "Redirected, t",
        lambda _, row: None if row is None else row.redirected_t,
        Show.FIGURE,
        receipt=_of_line(line_redirected_receipt),
    ),
    Column(
        "ceiling_t",
        "Ceiling, t",
        lambda _, row: None if row is None else row.ceiling_t,
        Show.FIGURE,
        receipt=_of_line(lambda held, _, area: ceiling_receipt(held, area)),
    ),
    Column(
        "cost_per_t",
        lambda held: COST_HEADERS[held.mix.basis][0],
        lambda _, row: None if row is None else row.cost_per_t,
        Show.FIGURE,
        receipt=_cost_receipt,
    ),
    Column(
        "cost",
        lambda held: COST_HEADERS[held.mix.basis][1],
        lambda _, row: None if row is None else line_cost(row.quantity_t, row.cost_per_t),
        Show.FIGURE,
        receipt=lambda held, row: None if row is None else line_cost_receipt(held.ledger, held.mix, row),
        in_json=False,
    ),
    Column(
        "held_by",
        "Held by",
        lambda _, row: Binding.NOTHING if row is None else row.binding,
        text=lambda _, row: "" if row is None or row.binding is Binding.NOTHING else row.binding.value,
    ),
    Column("note", "", lambda _, row: _held(row), in_page=False),
    Column("iso3", "Code", lambda _, row: "" if row is None else row.area, Show.HIDDEN),
)


def _held(row: Line) -> str:
    return "" if row is None or row.binding is Binding.NOTHING else f"held by its {row.binding.value}"


def lines_table(ledger: Ledger, mix: Mix) -> Table[OneMix, Line]:
    """Return one row a line of the mix as JSON has them."""
    title = f"Cheapest mix by {mix.basis.label} for {ledger.answer.region.label}"
    return Table("nearshoring.mix", title, LINES, mix.lines, OneMix(ledger, mix), ledger.answer.sources)


def mix_table(ledger: Ledger, mix: Mix) -> Table[OneMix, Line]:
    """Return one row a line of the mix, and what stays open; there must be a need."""
    return replace(lines_table(ledger, mix), rows=(*mix.lines, None))


def mix_list(ledger: Ledger, mix: Mix) -> Table[OneMix, Line]:
    """Return the lines of a mix in words, for the list beside the map."""
    columns = {column.key: column for column in LINES}
    cap = f"{100 * ledger.limits.third_country_cap:.0f} % cap"
    short = {Binding.CEILING: "ceiling", Binding.CAP: cap}
    shown: tuple[Column[OneMix, Line], ...] = (
        columns["name"],
        columns["tier"],
        replace(columns["quantity_t"], text=lambda _, row: words.tonnes(None if row is None else row.quantity_t)),
        replace(
            columns["redirected_t"],
            header="Redirected",
            text=lambda _, row: words.tonnes(None if row is None else row.redirected_t),
        ),
        replace(columns["held_by"], text=lambda _, row: "" if row is None else short.get(row.binding, "")),
    )
    full = lines_table(ledger, mix)
    return replace(full, key="nearshoring.mix.list", title="The mix by country", columns=shown)


def _of_point(figure: str) -> Callable[[Ledger, FrontierPoint], Receipt | None]:
    def receipt(held: Ledger, point: FrontierPoint) -> Receipt | None:
        made = mix_receipts(held, point.mix).get(figure)
        return None if made is None else made()

    return receipt


def _mean_header(held: Ledger) -> str:
    per_tonne = COST_HEADERS[held.decision.mix.basis][0]
    return f"Mean {per_tonne[:1].lower()}{per_tonne[1:]}"


FRONTIER: tuple[Column[Ledger, FrontierPoint], ...] = (
    Column("outside_max", "At most from outside the roster, %", lambda _, point: point.limit, Show.PERCENT),
    Column(
        "remainder_t",
        "Open, t",
        lambda _, point: point.mix.remainder_t,
        Show.FIGURE,
        receipt=_of_point("remainder_t"),
        in_json=False,
    ),
    Column(
        "remainder_share",
        "Open, % of the need",
        lambda _, point: point.mix.remainder_t / point.mix.need_t,
        Show.PERCENT,
        receipt=_of_point("remainder_share"),
        in_json=False,
    ),
    Column(
        "cost_per_covered_t",
        _mean_header,
        lambda _, point: point.mix.cost_per_covered_t,
        Show.ONE_DIGIT,
        receipt=_of_point("cost_per_covered_t"),
        in_json=False,
    ),
    Column("countries", "Countries", lambda _, point: len(point.mix.lines), Show.COUNT, in_json=False),
    Column("binding", "Limits that bind", lambda held, point: binding_words(point.mix, held.names), in_json=False),
    Column("mix", "", lambda held, point: mix_figures(held, point.mix), in_page=False),
)


def mix_figures(held: Ledger, mix: Mix) -> dict[str, Any]:
    """Return a mix for JSON, line by line."""
    names = ("need_t", "status", "cost", "cost_per_covered_t", "covered_t", "redirected_t", "outside_roster_t")
    return {
        **{name: getattr(mix, name) for name in (*names, "remainder_t", "outside_is_binding")},
        "cost_basis": mix.basis,
        "cost_unit": mix.basis.unit,
        "unpriced": list(mix.unpriced),
        "lines": lines_table(held, mix).figures(),
    }


def frontier_table(held: Ledger) -> Table[Ledger, FrontierPoint]:
    """Return one row a point; the mean cost is empty where nothing is covered."""
    points = () if held.answer.decision is None else held.answer.decision.frontier
    title = f"Frontier of cost against security for {held.answer.region.label}"
    return Table("nearshoring.frontier", title, FRONTIER, points, held, held.answer.sources)


COVERAGE = ("need_t", "low_t", "high_t", "low_share", "high_share", "remainder_low_t", "remainder_high_t")
"""Figures of a coverage in JSON."""


def coverage_figures(cover: Coverage) -> dict[str, Any]:
    """Return both ends of a coverage and what stays open, for JSON."""
    return {name: getattr(cover, name) for name in COVERAGE}


def _covered(held: Ledger, figure: str) -> Receipt | None:
    made = coverage_receipts(held).get(figure)
    return None if made is None else made()


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers behind the cells of the overview, each worked out when it is asked for."""

    names: Mapping[str, str]
    ledger_of: Callable[[Cell], Ledger]


def _of_cell(figure: str, header: str, show: Show) -> Column[Answers, Cell]:
    return Column(
        figure,
        header,
        lambda _, cell: None if cell.coverage is None else getattr(cell.coverage, figure),
        show,
        receipt=lambda held, cell: _covered(held.ledger_of(cell), figure),
        in_json=False,
    )


def cell_code(cell: Cell) -> str:
    """Return mineral, stage and region of a cell in one code."""
    return f"{cell.mineral.value}|{cell.stage.value}|{cell.region.value}"


CELLS: tuple[Column[Answers, Cell], ...] = (
    Column("mineral", "", lambda _, cell: cell.mineral, in_page=False),  # the goods name it
    Column("goods", "Goods", lambda _, cell: cell.form, text=lambda _, cell: f"{cell.form}, {cell.year}"),
    Column("stage", "Stage", lambda _, cell: cell.stage, text=lambda _, cell: cell.stage.value),
    Column("region", "Home region", lambda _, cell: cell.region, text=lambda _, cell: cell.region.label),
    Column(
        "replaced",
        "Falls away",
        lambda _, cell: list(cell.replaced),
        text=lambda held, cell: fallen(cell.replaced, held.names),
    ),
    Column("year", "", lambda _, cell: cell.year, in_page=False),
    _of_cell("need_t", "Need, t", Show.FIGURE),
    _of_cell("low_share", "Covered low, %", Show.PERCENT),
    _of_cell("high_share", "Covered high, %", Show.PERCENT),
    _of_cell("remainder_low_t", "Open, t", Show.FIGURE),
    Column("status", "Remark", lambda _, cell: cell.status, text=lambda _, cell: cell.status.sentence),
    Column(
        "coverage",
        "",
        lambda _, cell: None if cell.coverage is None else coverage_figures(cell.coverage),
        in_page=False,
    ),
    Column("code", "Code", lambda _, cell: cell_code(cell), Show.HIDDEN, in_json=False),
)


def cells_table(cells: Sequence[Cell], held: Answers, sources: tuple[Source, ...] = ()) -> Table[Answers, Cell]:
    """Return one row a cell of the overview; a need without tonnes is empty, never zero."""
    title = "Coverage of the need by mineral and home region"
    return Table("nearshoring.overview.table", title, CELLS, cells, held, sources)


def _of_region(figure: str, header: str) -> Column[None, Ledger]:
    return Column(
        figure,
        header,
        lambda _, held: getattr(held.plan.coverage, figure),
        Show.FIGURE,
        receipt=lambda _, held: _covered(held, figure),
    )


def mix_words(held: Ledger) -> str:
    """Return who carries the mix, with shares of the need."""
    return words.listing([f"{held.names[line.area]} {words.share(line.share)}" for line in held.decision.mix.lines])


REGIONS: tuple[Column[None, Ledger], ...] = (
    Column("region", "Home region", lambda _, held: held.answer.region, text=lambda _, held: held.answer.region.label),
    Column("replaced", "Falls away", lambda _, held: fallen(held.answer.replaced, held.names)),
    _of_region("need_t", "Need, t"),
    _of_region("low_t", "New, t"),
    _of_region("high_t", "With redirected, t"),
    _of_region("remainder_low_t", "Open, t"),
    Column("mix", "Mix", lambda _, held: mix_words(held)),
)


def regions_table(held: Sequence[Ledger]) -> Table[None, Ledger]:
    """Return one row a region with a need."""
    answer = held[0].answer
    title = f"Three home regions, {answer.goods}"
    rows = [each for each in held if each.answer.plan is not None and each.answer.decision is not None]
    return Table("nearshoring.regions", title, REGIONS, rows, None, answer.sources)
