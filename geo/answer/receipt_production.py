"""Receipts of production, reserves and capacity: world, shares, top three, concentration, part inside a roster."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from geo.answer.production import Printed, Production
from geo.errors import SelectionError
from geo.figure.receipt import Receipt
from geo.model.concentration import TOP_COUNT, Denominator, roster_share
from geo.model.formula import grouped, number, part, squares, total
from geo.model.roster import Roster
from geo.model.trace import Input, Step
from geo.schema.codes import WORLD, Measure, ValueFlag
from geo.store.database import Atlas
from geo.store.queries_statistic import statistic_inputs

WORLD_PRINTED = "World, as published"
WORLD_SUMMED = "World, summed"
WORLD_LEAST, WORLD_MOST = "World, at least", "World, at most"
TOP = "Top three"
NAMED, UNNAMED = "Named countries", "Held by no named country"
HHI_LOW, HHI_HIGH = "HHI, low end", "HHI, high end"
INSIDE_LOW, INSIDE_HIGH = "Inside the roster, low end", "Inside the roster, high end"

LEAST_SUMMED = 2

LUMP_NOTE = (
    "The high end gives one holder all that no named country holds; the low end splits it among so many that it adds "
    "nothing."
)
UNKNOWN_NOTE = "The low end counts named members only; the high end adds all that no named country holds."
ROUNDED_NOTE = "The named shares sum to more than the world, since the publisher rounded its total down."


def printed_cells(atlas: Atlas, answer: Production) -> tuple[Input, ...]:
    """Return the published cells behind `answer`: one an area and product, largest country first, world last."""
    return cells_from(statistic_inputs(atlas, answer.measure, answer.mineral, answer.stage, answer.year), answer)


def cells_from(table: pd.DataFrame, answer: Production) -> tuple[Input, ...]:
    """Return the rows of `table`, which has the columns of ``statistic_inputs``, as the cells behind `answer`."""
    rows = (*answer.rows, *(row for row in (answer.other, answer.world) if row is not None))
    order = {row.area: (place, row.name) for place, row in enumerate(rows)}
    found = [
        (
            order[record["area"]][0],
            Input(
                code=record["area"],
                name=order[record["area"]][1],
                value=_figure(record["share"] if pd.isna(record["quantity_t"]) else record["quantity_t"]),
                unit="share" if pd.isna(record["quantity_t"]) and not pd.isna(record["share"]) else "t",
                year=answer.year,
                stage=answer.stage.value,
                basis=f"{record['product']}, {record['basis']}",
                printed=f"{_words(record['raw_value'])} {_words(record['raw_unit'])}".strip(),
                edition=answer.source.edition,
                source_id=record["source_id"],
                note=_remark(record["flag"], record["note"]),
            ),
        )
        for record in table.to_dict("records")
    ]
    return tuple(cell for _, cell in sorted(found, key=lambda pair: pair[0]))


def world_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the world's figure came about.

    Raises
    ------
    SelectionError
        If the publisher prints shares only.
    """
    if answer.concentration.summed_t is None:
        raise SelectionError("the world's figure has no receipt, since the publisher prints shares and no tonnes")
    steps = [_summed(answer), *_printed_world(answer.world, cells)]
    return _receipt(answer, "World", steps, cells)


def amount_receipt(answer: Production, cells: Sequence[Input], area: str) -> Receipt | None:
    """Return how the tonnes of `area` came about: a sum of products; None where they are one printed cell, or none."""
    own = [cell for cell in cells if cell.code == area and cell.value is not None and cell.unit == "t"]
    if len(own) < LEAST_SUMMED:
        return None
    values = [cell.value for cell in own if cell.value is not None]
    step = Step(f"Tonnes of {own[0].name}", "sum of the publisher's products", total(values), sum(values), "t")
    return _receipt(answer, f"Tonnes of {own[0].name}", [step], own)


def share_receipt(answer: Production, cells: Sequence[Input], area: str) -> Receipt:
    """Return how the share of `area` came about.

    Raises
    ------
    SelectionError
        If it has no figure.
    """
    row = answer.row(area)
    figure = None if row is None else _amount(row, answer)
    if row is None or row.share is None or figure is None:
        raise SelectionError(f"{area!r} has no share and so no receipt; choose a country with a figure")
    step = Step(
        f"Share of {row.name}",
        "the country's figure over the world" if whole_of(answer) is not None else "as the publisher prints it",
        part([figure], whole_of(answer)),
        row.share,
        "share",
    )
    return _receipt(answer, f"Share of {row.name}", [*_denominator(answer), step], _of(cells, [area], answer))


def top_three_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the share of the three largest named countries came about; raises SelectionError without shares."""
    _check_shares(answer)
    rows = [row for row in answer.rows if row.share is not None][:TOP_COUNT]
    worked = f"min(1, {part(amounts_of(rows, answer), whole_of(answer))})"
    step = Step(TOP, "sum of the three largest named shares", worked, answer.concentration.top3, "share")
    notes = ["A larger producer may hide in the part that no named country holds; the figure is a lower bound."]
    kept = notes if answer.concentration.top3_is_lower_bound else []
    return _receipt(answer, TOP, [*_denominator(answer), step], _of(cells, [row.area for row in rows], answer), kept)


def concentration_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how both ends of the Herfindahl-Hirschman index came about; raises SelectionError without shares."""
    _check_shares(answer)
    result, world = answer.concentration, whole_of(answer)
    amounts = amounts_of([row for row in answer.rows if row.share is not None], answer)
    over = "" if world is None else f" / {number(world)}²"
    spread = f"{grouped(squares(amounts))}{over}"
    low = f"{grouped(squares(amounts))} / {grouped(total(amounts))}²" if result.share_sum > 1 else spread
    steps = [
        *_denominator(answer),
        *_named(answer, amounts),
        Step(
            HHI_LOW, "sum of squared shares, the shares scaled to 1 if they sum to more", low, result.hhi_low, "index"
        ),
        Step(
            HHI_HIGH,
            "the same, with all that no named country holds as one supplier; at most 1",
            f"min(1, {spread} + {number(result.unattributed_share)}²)",
            result.hhi_high,
            "index",
        ),
    ]
    return _receipt(answer, "HHI", steps, cells, [LUMP_NOTE])


def unnamed_receipt(answer: Production, cells: Sequence[Input]) -> Receipt:
    """Return how the part that no named country holds came about; raises SelectionError without shares."""
    whole = concentration_receipt(answer, cells)
    return replace(whole.until(UNNAMED), title=whole.title.replace("HHI", UNNAMED, 1))


def inside_receipt(answer: Production, cells: Sequence[Input], roster: Roster) -> Receipt:
    """Return how both ends of the world's part inside `roster` came about; raises SelectionError without shares."""
    _check_shares(answer)
    result = answer.concentration
    inside = roster_share(result, roster.members)
    rows = [row for row in answer.rows if row.area in roster.members and row.share is not None]
    named = amounts_of([row for row in answer.rows if row.share is not None], answer)
    steps = [
        *_denominator(answer),
        *_named(answer, named),
        Step(
            INSIDE_LOW,
            "sum of the members' shares, at most 1",
            f"min(1, {part(amounts_of(rows, answer), whole_of(answer))})",
            inside.low,
            "share",
        ),
        Step(
            INSIDE_HIGH,
            "the same and all that no named country holds, at most 1",
            f"min(1, {number(inside.low)} + {number(result.unattributed_share)})",
            inside.high,
            "share",
        ),
    ]
    listed = ", ".join(row.name for row in rows) or "none"
    notes = [UNKNOWN_NOTE, f"Members with a figure: {listed}.", f"Roster: {roster.name}. {roster.note}"]
    return _receipt(answer, f"Inside the roster {roster.name}", steps, cells, notes)


def production_receipts(answer: Production, cells: Sequence[Input], roster: Roster) -> dict[str, Receipt]:
    """Return every receipt of `answer` by the name of its figure."""
    world = {} if answer.concentration.summed_t is None else {"world": world_receipt(answer, cells)}
    tonnes = {f"quantity_{row.area}": amount_receipt(answer, cells, row.area) for row in answer.rows}
    world |= {figure: receipt for figure, receipt in tonnes.items() if receipt is not None}
    if not answer.has_shares:
        return world
    shares = {
        f"share_{row.area}": share_receipt(answer, cells, row.area) for row in answer.rows if row.share is not None
    }
    return {
        **world,
        "unattributed_share": unnamed_receipt(answer, cells),
        "top3_share": top_three_receipt(answer, cells),
        "hhi": concentration_receipt(answer, cells),
        "roster_share": inside_receipt(answer, cells, roster),
        **shares,
    }


def _check_shares(answer: Production) -> None:
    if not answer.has_shares:
        raise SelectionError(
            f"no shares of {answer.stage.value} {answer.subject} are worked out, since the publisher's total does not "
            "agree with its countries; use the tonnes"
        )


def _receipt(
    answer: Production, figure: str, steps: Sequence[Step], cells: Sequence[Input], notes: Sequence[str] = ()
) -> Receipt:
    stage = "" if answer.measure is Measure.RESERVES else f"{answer.stage.value} "
    subject = f"{stage}{answer.subject}, world {answer.measure.value} {answer.year}"
    is_share = steps[-1].unit != "t"
    kept = [*([f"Shares are {answer.concentration.denominator.sentence}."] if is_share else []), *notes]
    if answer.concentration.share_sum > 1:
        kept.append(ROUNDED_NOTE)
    if answer.concentration.withheld:
        hidden = [row.name for row in answer.rows if row.area in answer.concentration.withheld]
        kept.append(f"Withheld by the publisher and in no figure: {', '.join(hidden)}.")
    return Receipt(f"{figure}: {subject}", tuple(steps), tuple(cells), (answer.source,), tuple(kept))


def _denominator(answer: Production) -> list[Step]:
    """Return where the world that shares refer to comes from; nothing for published shares."""
    result = answer.concentration
    if result.denominator is Denominator.REPORTED and result.denominator_t is not None:
        rule = "the publisher's own total"
        return [Step(WORLD_PRINTED, rule, number(result.denominator_t), result.denominator_t, "t")]
    return [_summed(answer)] if result.denominator is Denominator.SUMMED else []


def _summed(answer: Production) -> Step:
    values = [row.quantity_t for row in answer.rows if row.quantity_t is not None]
    if answer.other is not None and answer.other.quantity_t:
        values.append(answer.other.quantity_t)
    rule = "sum of the countries listed and of the row of other countries"
    return Step(WORLD_SUMMED, rule, total(values), answer.concentration.summed_t or sum(values), "t")


def _printed_world(world: Printed | None, cells: Sequence[Input]) -> list[Step]:
    """Return the printed total: products summed, or the bounds where no plain figure is printed."""
    if world is None:
        return []
    if world.quantity_t is not None:
        values = [cell.value for cell in cells if cell.code == WORLD and cell.value is not None]
        rule = "the publisher's own total" if len(values) == 1 else "sum of the publisher's totals by product"
        return [Step(WORLD_PRINTED, rule, total(values), world.quantity_t, "t")]
    ends = ((WORLD_LEAST, world.low_t), (WORLD_MOST, world.high_t))
    return [Step(label, "as printed", number(end), end, "t") for label, end in ends if end is not None]


def _named(answer: Production, amounts: Sequence[float]) -> list[Step]:
    """Return what the named countries hold together, and what is left."""
    result, held = answer.concentration, part(amounts, whole_of(answer))
    left = "one less that sum, not below zero"
    taken = grouped(held) if whole_of(answer) is None else held
    worked = f"max(0, 1 - {taken})"
    if result.other_share is not None and answer.other is not None:
        left = 'one less that sum, or the "Other countries" row over the world if that is larger'
        other = part([answer.other.quantity_t or 0.0], whole_of(answer))
        worked = f"min(1, max(0, 1 - {taken}, {other}))"
    return [
        Step(NAMED, "sum of all named shares", held, result.share_sum, "share"),
        Step(UNNAMED, left, worked, result.unattributed_share, "share"),
    ]


def whole_of(answer: Production) -> float | None:
    """Return the world that shares refer to, in tonnes; None for published shares."""
    return answer.concentration.denominator_t


def amounts_of(rows: Sequence[Printed], answer: Production) -> list[float]:
    """Return what the shares of `rows` are made from: tonnes, or the printed shares themselves; rows without are left out."""
    return [figure for row in rows if (figure := _amount(row, answer)) is not None]


def _amount(row: Printed, answer: Production) -> float | None:
    """Return what a share is made from: tonnes, or the printed share itself."""
    return row.share if whole_of(answer) is None else row.quantity_t


def _of(cells: Sequence[Input], areas: Collection[str], answer: Production) -> list[Input]:
    """Return the cells that a share of `areas` rests on: theirs and the world's, or all where the world is summed."""
    if answer.concentration.denominator is Denominator.SUMMED:
        return [*cells]
    return [cell for cell in cells if cell.code in areas or cell.code == WORLD]


def _remark(flag: str, note: str | None) -> str:
    known = ValueFlag(flag)
    words = [] if known is ValueFlag.REPORTED else [known.label]
    return "; ".join([*words, *([_words(note)] if _words(note) else [])])


def _figure(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _words(value: str | None) -> str:
    return "" if value is None or pd.isna(value) else str(value)
