"""Receipts: how a figure on a page came about, so that anybody can work it out again by hand.

A receipt has steps and inputs. A step is one line of arithmetic with the actual numbers in it, and its result; the
inputs are the published cells behind those numbers. For a figure of your own:

1. Write its formula once, in ``geo.model``, with the functions of `geo.model.trace`, each line `named`.
2. Call it with cells (``geo.model.trace.cell``) and settings (`setting`) in place of floats, and hand what comes
   back to `receipt_of`. The page prints what the same formula gives for floats or arrays.

What has no closed formula has its steps written by hand, as a certificate: ``Step.worked`` may hold ``+ - × / ( ) ²``,
``min(a, b)``, ``max(a, b)`` and ``sqrt(a)`` and nothing else. ``tests/arithmetic.py`` works every step out again and
compares it with ``Step.result``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.figure.source import Source
from geo.model.formula import number
from geo.model.line import Input, Step
from geo.model.trace import Traced, cell, cells_of, steps_of

ASSUMPTION = "assumption"
"""Stands in place of an edition where the user set the number."""
MOST_TEXT_ROWS = 60
"""Input rows in the text to copy; the file has all."""


@dataclass(frozen=True)
class Receipt:
    """How one figure came about.

    Attributes
    ----------
    title
        The figure in words, with mineral, stage and year.
    steps
        Arithmetic in order; later steps use the results of earlier ones.
    inputs
        Published cells.
    sources
        Editions behind the cells.
    notes
        What limits the figure, one sentence each.
    """

    title: str
    steps: tuple[Step, ...]
    inputs: tuple[Input, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()

    def step(self, label: str) -> Step:
        """Return the step of that label; raises KeyError if there is none."""
        return {step.label: step for step in self.steps}[label]

    def until(self, label: str) -> Receipt:
        """Return the same receipt up to the step of that label, which is then its figure; raises KeyError if there is none."""
        last = self.steps.index(self.step(label))
        return replace(self, steps=self.steps[: last + 1])


def assumption(name: str, value: float, unit: str, *, note: str = "") -> Input:
    """Return a number that the user set."""
    return Input(
        code=ASSUMPTION,
        name=name,
        value=value,
        unit=unit,
        year=None,
        edition=ASSUMPTION,
        source_id=ASSUMPTION,
        note=note,
    )


def setting(name: str, value: float, unit: str, *, note: str = "") -> Traced:
    """Return a number that the user set, for a formula."""
    return cell(assumption(name, value, unit, note=note))


def receipt_of(
    title: str,
    figure: Traced | Sequence[Traced],
    sources: Iterable[Source],
    notes: Iterable[str] = (),
    *,
    beside: Iterable[Input] = (),
) -> Receipt:
    """Return the receipt of a figure from the formula that it came from.

    Parameters
    ----------
    title
        The figure in words, with mineral, stage and year.
    figure
        What the formula gives for traced numbers; named. Several where the page prints them as one, such as both ends
        of a range: the last one ends the receipt.
    sources
        Editions; those that no cell comes from are left out.
    notes
        What limits the figure, one sentence each.
    beside
        Cells that belong beside the figure although no number of its formula comes from them, such as flows without
        tonnes.
    """
    figures = [figure] if isinstance(figure, Traced) else list(figure)
    inputs = tuple(dict.fromkeys([*cells_of(*figures), *beside]))
    return Receipt(title, steps_of(*figures), inputs, cited(inputs, sources), tuple(notes))


def cited(inputs: Iterable[Input], sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return those of `sources` that the inputs come from, each once."""
    used = {each.source_id for each in inputs}
    return tuple(source for source in dict.fromkeys(sources) if source.source_id in used)


def input_rows(inputs: Iterable[Input]) -> pd.DataFrame:
    """Return the cells as a table, one row each."""
    return pd.DataFrame(
        [
            {
                "Whose": each.name,
                "Value": each.value,
                "Unit": each.unit,
                "As printed": each.printed,
                "Basis": each.basis,
                "Stage": each.stage,
                "Year": each.period,
                "Edition": each.edition,
                "Source": each.source_id,
                "Remark": each.note,
                "Code": each.code,
            }
            for each in inputs
        ]
    )


def steps_text(receipt: Receipt) -> str:
    """Return the arithmetic as plain text, two lines a step."""
    return "\n".join(f"{step.label}: {step.rule}\n  {step.line}" for step in receipt.steps)


def receipt_text(receipt: Receipt, database: str) -> str:
    """Return the receipt as plain text to copy; `database` is the hash of the database it was made from."""
    shown, left = receipt.inputs[:MOST_TEXT_ROWS], len(receipt.inputs) - MOST_TEXT_ROWS
    lines = [receipt.title, "", steps_text(receipt), ""]
    lines += [*receipt.notes, ""] if receipt.notes else []
    lines += ["Inputs", *(f"  {_input_line(each)}" for each in shown)]
    lines += [f"  and {left} more rows in the CSV file"] if left > 0 else []
    lines += ["", *(f"Source: {source.line} {source.url}" for source in receipt.sources)]
    return "\n".join([*lines, f"Nearshore Atlas, database {database}"])


def _input_line(each: Input) -> str:
    value = "no plain figure" if each.value is None else f"{number(each.value)} {each.unit}"
    printed = f"printed {each.printed}" if each.printed else ""
    parts = [printed, each.basis, each.stage, each.period, each.source_id, each.note]
    return f"{each.name}: {value} ({'; '.join(part for part in parts if part)})"


def receipt_figures(receipt: Receipt) -> dict[str, Any]:
    """Return the receipt for JSON; its inputs by code, since many receipts share their cells."""
    return {
        "title": receipt.title,
        "steps": [
            {"label": step.label, "rule": step.rule, "worked": step.worked, "result": step.result, "unit": step.unit}
            for step in receipt.steps
        ],
        "inputs": list(dict.fromkeys(each.code for each in receipt.inputs)),
        "notes": list(receipt.notes),
    }


def input_figures(inputs: Iterable[Input]) -> list[dict[str, Any]]:
    """Return the cells for JSON."""
    names = (
        "code",
        "name",
        "value",
        "unit",
        "printed",
        "basis",
        "stage",
        "year",
        "period",
        "edition",
        "source_id",
        "note",
    )
    return [{name: getattr(each, name) for name in names} for each in inputs]
