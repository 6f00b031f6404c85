"""Arithmetic as text that a person, or a program, can work out again from the numbers in it.

Digits are those of the figures themselves, not rounded for reading: thousands have commas, powers are written with a
raised two, and nothing is left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from typing import Any, Protocol

import numpy as np

from geo.errors import DataContractError

SIGNIFICANT_DIGITS = 12
"""Digits kept of a number: more than any source prints, fewer than the noise of binary fractions."""

NOISE = 1e-12
"""Less than this is what binary fractions leave behind where a sum should be nothing."""

ALL_DIGITS = 15
"""Digits for numbers of which a small difference is taken: all that a binary fraction holds."""


def number(value: float, digits: int = SIGNIFICANT_DIGITS) -> str:
    """Return `value` in plain digits with commas between thousands, never with an exponent; noise is 0.

    Parameters
    ----------
    digits
        Significant digits that are kept.

    Raises
    ------
    DataContractError
        If it is no finite number.
    """
    if not math.isfinite(value):
        raise DataContractError([f"a formula cannot hold {value!r}; leave out what has no figure"])
    if abs(value) < NOISE:
        return "0"
    text = f"{Context(prec=digits).create_decimal(Decimal(repr(float(value)))):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def total(values: Sequence[float]) -> str:
    """Return ``a + b + c``; 0 for no values."""
    return " + ".join(number(value) for value in values) or "0"


def squares(values: Sequence[float]) -> str:
    """Return ``a² + b² + c²``; 0 for no values."""
    return " + ".join(f"{number(value)}²" for value in values) or "0"


def part(values: Sequence[float], whole: float | None) -> str:
    """Return ``(a + b) / whole``, or the sum alone where the values are shares already (`whole` None)."""
    if whole is None:
        return total(values)
    return f"{grouped(total(values))} / {number(whole)}"


def grouped(text: str) -> str:
    """Return `text` in brackets if it is more than one number."""
    return f"({text})" if " " in text else text


SIGNS: dict[Callable[..., Any], tuple[str, int]] = {
    np.add: (" + ", 1),
    np.subtract: (" - ", 1),
    np.multiply: (" × ", 2),
    np.true_divide: (" / ", 2),
}
CALLS: dict[Callable[..., Any], str] = {np.maximum: "max", np.minimum: "min", np.sqrt: "sqrt"}


class Node(Protocol):
    """A number with the operation and the numbers that it came from; see `geo.model.trace.Traced`."""

    @property
    def value(self) -> float:
        """The number."""
        ...

    @property
    def operation(self) -> Callable[..., Any] | None:
        """The numpy function that gave it; None for a leaf."""
        ...

    @property
    def parts(self) -> Sequence[Node]:
        """What it was given."""
        ...

    @property
    def name(self) -> object | None:
        """What is not None for a line of its own."""
        ...


def written(line: Node, *, is_whole: bool = False) -> str:
    """Return the arithmetic of a line, in which each named part stands as its number; down to the leaves if `is_whole`."""
    style = _Style(line, is_whole=is_whole)
    return number(line.value) if line.operation is None else _inside(line, 0, style)


class _Style:
    """How the numbers of one line are written: with all their digits where a small difference may be taken of them."""

    def __init__(self, line: Node, *, is_whole: bool = False) -> None:
        self.is_whole = is_whole
        self.digits = ALL_DIGITS if self._has_difference(line) else SIGNIFICANT_DIGITS

    def is_number(self, each: Node) -> bool:
        """Return whether a part of the line stands as its number."""
        return each.operation is None or (each.name is not None and not self.is_whole)

    def _has_difference(self, each: Node) -> bool:
        return each.operation is np.subtract or any(
            self._has_difference(part) for part in each.parts if not self.is_number(part)
        )


def _inside(each: Node, above: int, style: _Style) -> str:
    """Return the text of an operation; `above` is the rank of the one that it stands in: brackets where it is higher."""
    operation, (first, *others) = each.operation, each.parts
    if operation is np.square:
        return f"{_shown(first, 3, style)}²"
    if operation is np.positive:
        return _shown(first, above, style)
    if operation in CALLS:
        return f"{CALLS[operation]}({', '.join(_shown(part, 0, style) for part in each.parts)})"
    if operation not in SIGNS:
        raise ValueError(f"{operation} has no text")
    sign, rank = SIGNS[operation]
    behind = rank + (operation in (np.subtract, np.true_divide))
    words = sign.join([_shown(first, rank, style), *(_shown(part, behind, style) for part in others)])
    return f"({words})" if rank < above else words


def _shown(each: Node, above: int, style: _Style) -> str:
    if not style.is_number(each):
        return _inside(each, above, style)
    return f"({number(each.value, style.digits)})" if each.value < 0 and above else number(each.value, style.digits)
