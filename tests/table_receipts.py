"""The law of a receipt: every step works out again from its text, and every input has its source."""

from __future__ import annotations

import math

from geo.figure.receipt import ASSUMPTION, Receipt
from tests.arithmetic import largest_number, work_out

DUST = 1e-12
"""What binary fractions leave of a difference of equal numbers, as a part of them."""


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
