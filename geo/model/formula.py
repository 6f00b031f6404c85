"""Arithmetic as text that a person, or a program, can work out again from the numbers in it.

Digits are those of the figures themselves, not rounded for reading: thousands have commas, powers are written with a
raised two, and nothing is left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Context, Decimal

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
