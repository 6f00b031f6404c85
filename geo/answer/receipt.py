"""Receipts: how a figure on a page came about, so that anybody can work it out again by hand.

A receipt has steps and inputs. A step is one line of arithmetic with the actual numbers in it, and its result; the
inputs are the published cells behind those numbers. For a figure of your own:

1. Write the arithmetic with ``geo.model.formula`` (``number``, ``total``, ``part``, ``squares``), so that the numbers
   keep their digits. ``Step.worked`` may hold ``+ - × / ( ) ²``, ``min(a, b)``, ``max(a, b)`` and ``sqrt(a)`` and nothing else:
   ``tests/arithmetic.py`` works it out again and compares it with ``Step.result``.
2. List every published cell as an ``Input``, with the code of its edition; a number that the user set is an
   ``assumption``.
3. Put them into a ``Receipt``, the figure that the page prints as the last step. ``geo.ui.receipt.receipt_button``
   shows it, ``receipt_figures`` is its form in JSON.

``geo.answer.receipt_production`` and ``geo.answer.receipt_trade`` make the receipts of production and imports.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.answer.sources import Source
from geo.model.formula import number

ASSUMPTION = "assumption"
"""Stands in place of an edition where the user set the number."""
BARE_UNITS = ("share", "index", "place")
"""Units that are not written after a number."""
MOST_TEXT_ROWS = 60
"""Input rows in the text to copy; the file has all."""


@dataclass(frozen=True, slots=True)
class Input:
    """One published cell.

    Attributes
    ----------
    code
        Area or pair of areas, as in the tables: ``CHL`` or ``CHL-DEU``.
    name
        The same in words.
    value
        Figure in `unit`; None where no plain figure is printed.
    unit
        Unit of `value`, e.g. ``t``, ``USD``, ``share``.
    basis
        What a tonne is a tonne of.
    printed
        The cell as the publisher prints it, with its unit; empty where the file has no cell of its own for it.
    edition
        Publisher's name for the edition.
    source_id
        Code of the edition; `ASSUMPTION` for a number of the user.
    note
        The publisher's remark, flags in words.
    """

    code: str
    name: str
    value: float | None
    unit: str
    year: int | None
    stage: str = ""
    basis: str = ""
    printed: str = ""
    edition: str = ""
    source_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic.

    Attributes
    ----------
    label
        What is worked out, e.g. ``Top three``.
    rule
        The rule in words or symbols.
    worked
        The rule with the actual numbers.
    result
        What it gives.
    unit
        Unit of the result: ``t``, ``USD``, ``share`` (0-1), ``index`` (0-1), ``km``, ...
    """

    label: str
    rule: str
    worked: str
    result: float
    unit: str

    @property
    def line(self) -> str:
        """The arithmetic with its result, e.g. ``(3 + 4) / 14 = 0.5``."""
        result = number(self.result)
        shown = "" if self.unit in BARE_UNITS else f" {self.unit}"
        return f"{result}{shown}" if self.worked == result else f"{self.worked} = {result}{shown}"


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
                "Year": each.year,
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
    year = "" if each.year is None else str(each.year)
    printed = f"printed {each.printed}" if each.printed else ""
    parts = [printed, each.basis, each.stage, year, each.source_id, each.note]
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
    names = ("code", "name", "value", "unit", "printed", "basis", "stage", "year", "edition", "source_id", "note")
    return [{name: getattr(each, name) for name in names} for each in inputs]
