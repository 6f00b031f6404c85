"""The law of a table whose figures open a receipt: what the receipt works out is what the cell prints."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pandas as pd

from geo.figure.receipt import ASSUMPTION, Receipt
from tests.arithmetic import largest_number, work_out

DUST = 1e-12
"""What binary fractions leave of a difference of equal numbers, as a part of them."""

Makers = Mapping[str, Callable[[int], Receipt | None]]


def check(rows: pd.DataFrame, makers: Makers, *, scale: Mapping[str, float]) -> dict[str, int]:
    """Open every receipt of a table and hold it against its cell.

    Parameters
    ----------
    rows
        The table as it is drawn.
    makers
        Its receipts, as given to ``geo.ui.receipt.receipt_table``.
    scale
        By column, what one of the receipt's unit is in the column's unit: 100 for a share in a column of percent.
        Columns that are not named are in the receipt's own unit.

    Returns
    -------
    Receipts opened by column, so that a test can say how many there must be; a maker may give none for a cell.
    """
    assert set(scale) <= set(makers), "scale names a column without receipts"
    assert set(makers) <= set(rows.columns), "a receipt for a column that the table does not have"
    opened = dict.fromkeys(makers, 0)
    for column, make in makers.items():
        for row in range(len(rows)):
            receipt, cell = make(row), rows.iloc[row][column]
            if receipt is None:
                continue
            where = f"{column}, row {row}: {receipt.title}"
            assert not pd.isna(cell), f"{where}: a receipt for an empty cell"
            _check_cell(receipt, float(cell), scale.get(column, 1.0), where)
            check_receipt(receipt, where)
            opened[column] += 1
    return opened


def check_receipt(receipt: Receipt, where: str = "") -> None:
    """Work every step out again from its text; hold every input against the editions that are cited."""
    where = where or receipt.title
    assert receipt.title, where
    assert receipt.steps, f"{where}: no arithmetic"
    for step in receipt.steps:
        again, room = work_out(step.worked), max(1e-11, DUST * largest_number(step.worked))
        assert math.isclose(again, step.result, rel_tol=1e-8, abs_tol=room), f"{where}: {step} gives {again}"
        assert step.rule, f"{where}: a step without its rule, {step.label}"
        assert step.unit, f"{where}: a step without unit, {step.label}"
    assert receipt.inputs, f"{where}: no inputs"
    cited = {source.source_id for source in receipt.sources} | {ASSUMPTION}
    for each in receipt.inputs:
        assert each.edition, f"{where}: an input without edition, {each}"
        assert each.source_id in cited, f"{where}: an input of an edition that is not cited, {each}"
        assert each.unit, f"{where}: an input without unit, {each}"


def _check_cell(receipt: Receipt, cell: float, scale: float, where: str) -> None:
    result = scale * receipt.steps[-1].result
    assert math.isclose(result, cell, rel_tol=1e-9, abs_tol=1e-10 * scale), f"{where}: {result} is not {cell}"
