"""Receipts of production, reserves and capacity: world, shares, top three, concentration, part inside a roster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from geo.errors import SelectionError
from geo.evidence.leaf import concentrated, statistics, tonnes
from geo.evidence.production import Production, production
from geo.figure.receipt import Receipt, receipt_of
from geo.model.concentration import TOP, UNNAMED, Concentration, printed_world, roster_share
from geo.model.line import Input
from geo.model.roster import Roster
from geo.model.trace import Traced, gathered, named
from geo.remembered import remembered
from geo.schema.codes import WORLD, Measure, Mineral, Stage
from geo.schema.codes_publisher import Publisher
from geo.store.database import Atlas
from geo.store.queries_statistic import statistic_inputs

WORLD_LEAST, WORLD_MOST = "World, at least", "World, at most"
LUMP_NOTE = (
    "The high end gives one holder all that no named country holds; the low end splits it among so many that it adds "
    "nothing."
)
UNKNOWN_NOTE = "The low end counts named members only; the high end adds all that no named country holds."
ROUNDED_NOTE = "The named shares sum to more than the world, since the publisher rounded its total down."
TOP_NOTE = "A larger producer may hide in the part that no named country holds; the figure is a lower bound."


def printed_cells(atlas: Atlas, answer: Production) -> tuple[Input, ...]:
    """Return the published cells behind `answer`: one an area and product, largest country first, world last."""
    named = None if answer.publisher is Publisher.REVIEWED else answer.publisher.value
    table = statistic_inputs(atlas, answer.measure, answer.mineral, answer.stage, answer.year, publisher=named)
    return statistics(table, answer)


def cells_of(atlas: Atlas, answer: Production) -> tuple[Input, ...]:
    """Return the same cells, read once."""
    return _cells_of(atlas, answer.measure, answer.mineral, answer.stage, answer.year, answer.publisher)


@remembered
def _cells_of(
    atlas: Atlas, measure: Measure, mineral: Mineral, stage: Stage, year: int, publisher: Publisher
) -> tuple[Input, ...]:
    return printed_cells(atlas, production(atlas, measure, mineral, stage, year, publisher))


def world_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the world's figure came about: the sum of all rows, and what the publisher prints.

    Raises
    ------
    SelectionError
        If the publisher prints shares only.
    """
    summed = concentrated(answer, cells).summed_t
    if summed is None:
        raise SelectionError("the world's figure has no receipt, since the publisher prints shares and no tonnes")
    return output_receipt(answer, "World", [summed, *_printed_world(answer, cells)], beside=cells)


def amount_receipt(answer: Production, cells: Sequence[Input], area: str) -> Receipt | None:
    """Return how the tonnes of `area` came about: a sum of products; None where they are one printed cell, or none."""
    name = next((each.name for each in cells if each.code == area), area)
    found = tonnes(cells, area, name)
    return None if found is None or found.name is None else output_receipt(answer, f"Tonnes of {name}", [found])


def share_receipt(answer: Production, cells: Sequence[Input], area: str) -> Receipt:
    """Return how the share of `area` came about.

    Raises
    ------
    SelectionError
        If it has no figure.
    """
    row = answer.row(area)
    share = None if row is None or row.share is None else concentrated(answer, cells).share_of(area)
    if row is None or share is None:
        raise SelectionError(f"{area!r} has no share and so no receipt; choose a country with a figure")
    return output_receipt(answer, f"Share of {row.name}", [share])


def top_three_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the share of the three largest named countries came about; raises SelectionError without shares."""
    notes = [TOP_NOTE] if answer.concentration.top3_is_lower_bound else []
    return output_receipt(answer, TOP, [traced_output(answer, cells).top3], notes)


def concentration_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how both ends of the Herfindahl-Hirschman index came about; raises SelectionError without shares."""
    hhi = traced_output(answer, cells).hhi
    return output_receipt(answer, "HHI", [hhi.low, hhi.high], [LUMP_NOTE], beside=cells)


def unnamed_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the part that no named country holds came about; raises SelectionError without shares."""
    rest = traced_output(answer, cells).unattributed_share
    return output_receipt(answer, UNNAMED, [rest], [LUMP_NOTE], beside=cells)


def inside_receipt(answer: Production, cells: Sequence[Input], roster: Roster) -> Receipt:
    """Return how both ends of the world's part inside `roster` came about; raises SelectionError without shares."""
    inside = roster_share(traced_output(answer, cells), roster.members)
    listed = ", ".join(row.name for row in answer.rows if row.area in roster.members and row.share is not None)
    notes = [UNKNOWN_NOTE, f"Members with a figure: {listed or 'none'}.", f"Roster: {roster.name}. {roster.note}"]
    return output_receipt(answer, f"Inside the roster {roster.name}", [inside.low, inside.high], notes, beside=cells)


def production_receipts(answer: Production, cells: Sequence[Input], roster: Roster) -> dict[str, Receipt]:
    """Return every receipt of `answer` by the name of its figure."""
    world = {} if answer.concentration.summed_t is None else {"world": world_receipt(answer, cells)}
    summed = {f"quantity_{row.area}": amount_receipt(answer, cells, row.area) for row in answer.rows}
    world |= {figure: receipt for figure, receipt in summed.items() if receipt is not None}
    if not answer.has_shares:
        return world
    makers: dict[str, Callable[[Production, Sequence[Input]], Receipt]] = {
        "unattributed_share": unnamed_receipt,
        "top3_share": top_three_receipt,
        "hhi": concentration_receipt,
    }
    shares = {
        f"share_{row.area}": share_receipt(answer, cells, row.area) for row in answer.rows if row.share is not None
    }
    return {
        **world,
        **{figure: make(answer, cells) for figure, make in makers.items()},
        "roster_share": inside_receipt(answer, cells, roster),
        **shares,
    }


def traced_output(answer: Production, cells: Sequence[Input]) -> Concentration[Traced]:
    """Return shares and concentration worked out from the published cells; raises SelectionError without shares."""
    if not answer.has_shares:
        raise SelectionError(
            f"no shares of {answer.staged} are worked out, since the publisher's total does not "
            "agree with its countries; use the tonnes"
        )
    return concentrated(answer, cells)


def output_receipt(
    answer: Production,
    figure: str,
    found: Sequence[Traced],
    notes: Iterable[str] = (),
    *,
    beside: Sequence[Input] = (),
) -> Receipt:
    """Return the receipt of a figure of output, with the notes that hold for every one; ends of a range low before high."""
    subject = f"{answer.staged}, world {answer.measure.value} {answer.period}"
    unit = "" if found[-1].name is None else found[-1].name.unit
    kept = [*([] if unit == "t" else [f"Shares are {answer.concentration.denominator.sentence}."]), *notes]
    if answer.concentration.share_sum > 1:
        kept.append(ROUNDED_NOTE)
    if answer.concentration.withheld:
        hidden = [row.name for row in answer.rows if row.area in answer.concentration.withheld]
        kept.append(f"Withheld by the publisher and in no figure: {', '.join(hidden)}.")
    return receipt_of(f"{figure}: {subject}", found, [answer.source], kept, beside=beside)


def _printed_world(answer: Production, cells: Sequence[Input]) -> list[Traced]:
    """Return the printed total: products summed, or the bounds where no plain figure is printed."""
    world = answer.world
    if world is None:
        return []
    printed = tonnes(cells, WORLD, "the world")
    if world.quantity_t is not None and printed is not None:
        return [printed_world(printed)]
    own = [each for each in cells if each.code == WORLD]
    ends = ((WORLD_LEAST, world.low_t), (WORLD_MOST, world.high_t))
    return [named(label, "as printed", "t", gathered(end, own)) for label, end in ends if end is not None]
