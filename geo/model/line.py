"""What a receipt is made of: published cells, and lines of arithmetic with their words."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.formula import number
from geo.words.series import period

BARE_UNITS = ("share", "index", "place")
"""Units that are not written after a number."""


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
        Code of the edition; ``assumption`` for a number of the user.
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

    @property
    def period(self) -> str:
        """The years that the cell is of: one, or those of a mean; empty where it has none."""
        return "" if self.year is None else period(self.year, self.basis)


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


@dataclass(frozen=True, slots=True)
class Name:
    """What a line of a receipt says beside its arithmetic."""

    label: str
    rule: str
    unit: str
