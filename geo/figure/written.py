"""Receipts as they stand in JSON: inputs once, receipts by the name of their figure.

A receipt names its inputs by their place in the list of all inputs; ``within`` names the figure of the same row whose
receipt has all its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from geo.figure.receipt import Receipt, input_figures, receipt_figures
from geo.model.line import Input

Row = TypeVar("Row")


class Inputs:
    """Published cells that many receipts share, each once."""

    def __init__(self) -> None:
        self._place: dict[Input, int] = {}

    def receipt(self, receipt: Receipt) -> dict[str, Any]:
        """Return a receipt for JSON, its inputs by place."""
        places = [self._place.setdefault(each, len(self._place)) for each in receipt.inputs]
        return receipt_figures(receipt) | {"inputs": places}

    def rows(self, found: Mapping[str, Callable[[Row], Receipt | None]], row: Row) -> dict[str, Any]:
        """Return the receipts of one row by figure; a figure without one is left out."""
        return self.row({figure: receipt for figure, make in found.items() if (receipt := make(row)) is not None})

    def row(self, made: Mapping[str, Receipt]) -> dict[str, Any]:
        """Return receipts of one row by figure.

        Where the steps of one are the first steps of another, it is written as the name of that one and of its step.
        """
        return {
            figure: self.receipt(receipt)
            if (longer := _longer(receipt, made)) is None
            else {"within": longer, "step": receipt.steps[-1].label}
            for figure, receipt in made.items()
        }

    def figures(self) -> list[dict[str, Any]]:
        """Return all cells for JSON."""
        return input_figures(self._place)


def _longer(receipt: Receipt, others: Mapping[str, Receipt]) -> str | None:
    """Return the figure whose receipt holds all of `receipt` and more; the longest of them."""
    count = len(receipt.steps)
    holding = [
        (len(other.steps), figure)
        for figure, other in others.items()
        if len(other.steps) > count and other.steps[:count] == receipt.steps and {*receipt.inputs} <= {*other.inputs}
    ]
    return max(holding)[1] if holding else None
