"""Receipts of the tables of the Near-shoring page by column; the rows are those of the tables, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from geo.answer.geography import Geography
from geo.answer.matrix import Cell, asked_for
from geo.answer.options import NearShoring
from geo.answer.question import Question
from geo.answer.receipt_ledger import Ledger
from geo.figure.receipt import Receipt
from geo.model.frontier import FrontierPoint
from geo.model.mix import Mix
from geo.ui import cache, nearshoring_cache
from geo.ui.receipt import Makers, by_row

RANKING = {
    "Place": "place",
    "Score": "score",
    "TOPSIS place": "topsis_place",
    "First, % of weightings": "first",
    "In the first three, %": "top3",
    "New, t": "new_t",
    "Redirected, t": "redirected_t",
    "In the mix, t": "in_mix_t",
    "Distance, km": "distance_km",
    "Freight, kg CO2e per t": "kgco2e_per_t",
    "Governance": "governance",
}
OPTIONS = {
    "Output share, %": "production_share",
    "Exports, t": "exports_t",
    "Exports, USD": "exports_usd",
    "To the region, t": "to_region_t",
    "To the region, USD": "to_region_usd",
    "Governance, mean of six": "governance",
}
RANK_LIST = {"Place": "place", "Score": "score", "First": "first", "Top three": "top3", "TOPSIS": "topsis_place"}
SUPPLIERS = {"Share, %": "share", "Tonnes": "quantity_t", "USD": "value_usd"}
FILTERS = {"New, t": "new_t", "Redirected, t": "redirected_t"}
MIX_LINES = {
    "Tonnes": "quantity_t",
    "Part of the need, %": "share",
    "Redirected, t": "redirected_t",
    "Ceiling, t": "ceiling_t",
}
MIX_LIST = {"Tonnes": "quantity_t", "Redirected": "redirected_t"}
MIX_OPEN = {"Tonnes": "remainder_t", "Part of the need, %": "remainder_share"}
FRONTIER = {"Open, t": "remainder_t", "Open, % of the need": "remainder_share"}
CELLS = {
    "Need, t": "need_t",
    "Covered low, %": "low_share",
    "Covered high, %": "high_share",
    "Open, t": "remainder_low_t",
}
REGIONS = {"Need, t": "need_t", "New, t": "low_t", "With redirected, t": "high_t", "Open, t": "remainder_low_t"}


def ledger_of(answer: NearShoring, geography: Geography) -> Ledger:
    """Return the receipts of an answer."""
    return Ledger(answer, geography, cache.atlas())


def ledger_of_cell(cell: Cell, question: Question, geography: Geography) -> Ledger:
    """Return the receipts of the answer behind a cell of the overview."""
    asked = asked_for(question, cell.mineral, cell.stage, cell.region)
    return ledger_of(nearshoring_cache.near_shoring_of(asked), geography)


def ranking_makers(ledger: Ledger) -> Makers:
    """Return receipts of the ranking, row by row."""
    return _ranked(ledger, RANKING)


def rank_list_makers(ledger: Ledger) -> Makers:
    """Return receipts of the short ranking beside the map."""
    return _ranked(ledger, RANK_LIST)


def _ranked(ledger: Ledger, columns: Mapping[str, str]) -> Makers:
    held, decision = ledger.ranking(), ledger.answer.decision
    areas = [] if decision is None else [row.area for row in decision.ranking.rows]
    return {column: by_row(areas, held[name]) for column, name in columns.items() if name in held}


def option_makers(ledger: Ledger, distance_column: str) -> Makers:
    """Return receipts of the options, row by row."""
    held, rows = ledger.options(), ledger.answer.options
    named = {**OPTIONS, distance_column: "distance_km"}
    return {column: by_row(rows, held[name]) for column, name in named.items()}


def supplier_makers(ledger: Ledger, *, traced: bool) -> Makers:
    """Return receipts of today's suppliers, row by row."""
    held = ledger.suppliers(traced=traced)
    supply = ledger.answer.traced if traced else ledger.answer.supply
    areas = [] if supply is None else [row.area for row in supply.suppliers]
    return {column: by_row(areas, held[name]) for column, name in SUPPLIERS.items()}


def filter_makers(ledger: Ledger) -> Makers:
    """Return receipts of what each filter removed, and of what is left in the last row."""
    return {column: by_row(ledger.filters(), _named(name)) for column, name in FILTERS.items()}


def mix_makers(ledger: Ledger, mix: Mix, cost_columns: Mapping[str, str]) -> Makers:
    """Return receipts of the lines of a mix, and of what it leaves open in the row after them.

    Parameters
    ----------
    cost_columns
        Columns of the cost of a tonne and of a line with the name of the figure.
    """
    lines, whole = ledger.lines(mix), ledger.mix(mix)

    def maker(column: str, name: str) -> Callable[[int], Receipt | None]:
        def make(row: int) -> Receipt | None:
            if row < len(mix.lines):
                return lines[name](mix.lines[row]) if name in lines else None
            return _named(MIX_OPEN.get(column, ""))(whole)

        return make

    return {column: maker(column, name) for column, name in {**MIX_LINES, **cost_columns}.items()}


def mix_list_makers(ledger: Ledger, mix: Mix) -> Makers:
    """Return receipts of the short mix beside the map."""
    lines = ledger.lines(mix)
    return {column: by_row(mix.lines, lines[name]) for column, name in MIX_LIST.items()}


def frontier_makers(ledger: Ledger, points: tuple[FrontierPoint, ...], cost_column: str) -> Makers:
    """Return receipts of the points of the frontier: what stays open, and the mean cost."""

    def of(name: str) -> Callable[[FrontierPoint], Receipt | None]:
        return lambda point: _named(name)(ledger.mix(point.mix))

    columns = {**FRONTIER, cost_column: "cost_per_covered_t"}
    return {column: by_row(points, of(name)) for column, name in columns.items()}


def cell_makers(cells: tuple[Cell, ...], held: Callable[[Cell], Ledger]) -> Makers:
    """Return receipts of the cells of the overview, whose answer is made by `held` when a receipt is asked for."""

    def of(name: str) -> Callable[[Cell], Receipt | None]:
        return lambda cell: _named(name)(held(cell).coverage())

    return {column: by_row(cells, of(name)) for column, name in CELLS.items()}


def region_makers(held: Sequence[Ledger]) -> Makers:
    """Return receipts of the regions side by side, row by row."""
    return {column: by_row([ledger.coverage() for ledger in held], _named(name)) for column, name in REGIONS.items()}


def _named(name: str) -> Callable[[Mapping[str, Callable[[], Receipt | None]]], Receipt | None]:
    """Return what makes the receipt of that name; None where there is none."""
    return lambda held: held[name]() if name in held else None
