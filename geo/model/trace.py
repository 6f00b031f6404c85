"""Numbers that know how they came about: a formula is written once, and its receipt is read from it.

A formula of the models is written with ``+ - * /``, powers of two and the functions of this module. Given arrays it is
vectorised numpy, given floats it is floats, and given `Traced` numbers its result holds the formula itself: which
operation, on which numbers, down to the published cells (`cell`) and the user's own settings. ``named`` gives a line
of the receipt its words and does nothing to floats and arrays.

A trace is never lost without a word: ``float()``, ``math.fsum`` and ``math.sqrt`` of a traced number raise TypeError,
and so does a function without a text of its own. Python's ``max`` and ``min`` would show the branch that was taken
only, so formulas use `largest` and `smallest`; ``tests/contract/test_formula_rules.py`` holds the models to it.

What has no closed formula (an optimum, a draw, a ranking by distance from an ideal) is not traced: its receipt is a
certificate that holds the result against each condition.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
import numpy.typing as npt
from typing_extensions import TypeVar

from geo.model.formula import CALLS, SIGNS, number, written
from geo.model.line import Input, Name, Step

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """A number with the operation and the numbers that it came from.

    Attributes
    ----------
    value
        The number, worked out by the same numpy function that an array would go through.
    operation
        None for a leaf: a published cell, a setting or a constant of the formula.
    parts
        Operands in order; an addition may have any number of them.
    cells
        Published cells behind a leaf: one for a printed figure, several for what was added up from them.
    name
        A line of the receipt; None for what stands inside the line that uses it.
    """

    value: float
    operation: Callable[..., Any] | None = None
    parts: tuple[Traced, ...] = ()
    cells: tuple[Input, ...] = ()
    name: Name | None = None

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *given: Any, **how: Any) -> Any:
        """Take part in a numpy function: comparisons give a bool, what has a text gives a traced number."""
        if method != "__call__" or how or any(isinstance(each, np.ndarray) and each.ndim for each in given):
            return NotImplemented  # no array of traced numbers: the models' arrays stay plain numpy
        if ufunc in _COMPARISONS:
            first, second = (each.value if isinstance(each, Traced) else each for each in given)
            return bool(ufunc(first, second))
        return _applied(ufunc, *given) if ufunc in _TEXTS else NotImplemented

    def __add__(self, other: float | Traced) -> Traced:
        """Return the sum."""
        return _applied(np.add, self, other)

    def __radd__(self, other: float | Traced) -> Traced:
        """Return the sum."""
        return _applied(np.add, other, self)

    def __sub__(self, other: float | Traced) -> Traced:
        """Return the difference."""
        return _applied(np.subtract, self, other)

    def __rsub__(self, other: float | Traced) -> Traced:
        """Return the difference."""
        return _applied(np.subtract, other, self)

    def __mul__(self, other: float | Traced) -> Traced:
        """Return the product."""
        return _applied(np.multiply, self, other)

    def __rmul__(self, other: float | Traced) -> Traced:
        """Return the product."""
        return _applied(np.multiply, other, self)

    def __truediv__(self, other: float | Traced) -> Traced:
        """Return the quotient."""
        return _applied(np.true_divide, self, other)

    def __rtruediv__(self, other: float | Traced) -> Traced:
        """Return the quotient."""
        return _applied(np.true_divide, other, self)

    def __pow__(self, power: int) -> Traced:
        """Return the square; other powers have no text."""
        return _applied(np.square, self) if power == 2 else NotImplemented

    def __lt__(self, other: float | Traced) -> bool:
        """Return whether it is less."""
        return self.value < plain(other)

    def __le__(self, other: float | Traced) -> bool:
        """Return whether it is at most as large."""
        return self.value <= plain(other)

    def __gt__(self, other: float | Traced) -> bool:
        """Return whether it is larger."""
        return self.value > plain(other)

    def __ge__(self, other: float | Traced) -> bool:
        """Return whether it is at least as large."""
        return self.value >= plain(other)

    def __eq__(self, other: object) -> bool:
        """Return whether the numbers are equal, whatever they came from."""
        return self.value == (other.value if isinstance(other, Traced) else other)

    def __hash__(self) -> int:
        """Return the hash of the number."""
        return hash(self.value)

    def __bool__(self) -> bool:
        """Return whether it is not zero."""
        return bool(self.value)

    @property
    def text(self) -> str:
        """The arithmetic of this line, in which every named part stands as its number."""
        return written(self)

    @property
    def written_out(self) -> str:
        """The whole arithmetic in one line, from published cells, settings and constants to this number."""
        return written(self, is_whole=True)


Number = TypeVar("Number", float, FloatArray, Traced)
"""What a formula runs on."""
Scalar = TypeVar("Scalar", float, Traced, default=float)
"""What a result is made of: floats on the way to a page, traced numbers on the way to a receipt."""


def cell(found: Input) -> Traced:
    """Return a published cell as a number; raises ValueError if nothing plain is printed in it."""
    if found.value is None:
        raise ValueError(f"{found.name} has no plain figure; leave it out of the formula")
    return Traced(float(found.value), cells=(found,))


def gathered(value: float, cells: Iterable[Input]) -> Traced:
    """Return a sum that was made outside the formula, over arrays of flows, with the cells that were added up."""
    return Traced(float(value), cells=tuple(cells))


def plain(value: float | Traced) -> float:
    """Return the bare number: for an order, a limit or a table, never in the middle of a formula."""
    return value.value if isinstance(value, Traced) else value


def named(label: str, rule: str, unit: str, value: Number, *, of: str = "") -> Number:
    """Name a result: a line of its receipt where it is traced, nothing at all where it is a float or an array.

    Parameters
    ----------
    label
        What is worked out.
    rule
        The formula in words or symbols.
    unit
        Unit of the result.
    of
        Whose figure it is, where one receipt holds the same line for several: ``Ceiling of Chile``.
    """
    if not isinstance(value, Traced):
        return value
    line = Name(f"{label} of {of}" if of else label, rule, unit)
    # What has a name already is a line of its own, which this one repeats.
    if value.name is not None:
        return Traced(value.value, np.positive, (value,), name=line)
    return Traced(value.value, value.operation, value.parts, value.cells, line)


def certified(label: str, rule: str, unit: str, value: float, arithmetic: Traced) -> Traced:
    """Return a result that no closed formula gave, such as an optimum, with the arithmetic that must give the same.

    The line prints both, and the laws hold one against the other.
    """
    return Traced(float(value), np.positive, (arithmetic,), name=Name(label, rule, unit))


def alike(value: float, other: Scalar) -> Scalar:
    """Return a constant of a formula as a number of the same kind as `other`."""
    found: Any = Traced(value) if isinstance(other, Traced) else value
    constant: Scalar = found
    return constant


@overload
def largest(first: float, *others: float) -> float: ...
@overload
def largest(first: Traced, *others: Traced | float) -> Traced: ...
@overload
def largest(first: float, second: Traced, /, *others: Traced | float) -> Traced: ...
@overload
def largest(first: FloatArray, *others: FloatArray | float) -> FloatArray: ...
@overload
def largest(first: float, second: FloatArray, /, *others: FloatArray | float) -> FloatArray: ...
def largest(first: Any, *others: Any) -> Any:
    """Return the largest, element by element."""
    if len(others) == 1 and type(first) is type(others[0]) is float:  # some hundred thousand times a matrix
        second = others[0]
        return first if first >= second else second if second > first else math.nan
    return _folded(np.maximum, first, others)


@overload
def smallest(first: float, *others: float) -> float: ...
@overload
def smallest(first: Traced, *others: Traced | float) -> Traced: ...
@overload
def smallest(first: float, second: Traced, /, *others: Traced | float) -> Traced: ...
@overload
def smallest(first: FloatArray, *others: FloatArray | float) -> FloatArray: ...
@overload
def smallest(first: float, second: FloatArray, /, *others: FloatArray | float) -> FloatArray: ...
def smallest(first: Any, *others: Any) -> Any:
    """Return the smallest, element by element."""
    if len(others) == 1 and type(first) is type(others[0]) is float:
        second = others[0]
        return first if first <= second else second if second < first else math.nan
    return _folded(np.minimum, first, others)


def square(value: Number) -> Number:
    """Return the square, element by element; the same to the last digit on floats and on traced numbers."""
    return _applied(np.square, value) if isinstance(value, Traced) else value * value


def weighted(weights: Sequence[Any] | FloatArray, amounts: Sequence[Any] | FloatArray, *, like: Number) -> Number:
    """Return the sum of amounts, each times its weight; of arrays a vector of weights times a matrix of amounts.

    Parameters
    ----------
    like
        A number of the kind that the result has.
    """
    if isinstance(weights, np.ndarray):
        product: Number = weights @ np.asarray(amounts)
        return product
    products: Number = total((weight * amount for weight, amount in zip(weights, amounts, strict=True)), like=like)
    return products


def root(value: Number) -> Number:
    """Return the square root, element by element."""
    if isinstance(value, Traced):
        return _applied(np.sqrt, value)
    found: Number = np.sqrt(value)
    return found


def total(values: Iterable[Number], *, like: Number | None = None) -> Number:
    """Return the sum of floats, of arrays element by element, or of traced numbers in one line; 0 for nothing.

    Floats and traced numbers are added without the noise of the order, so that a table and its receipt agree to the
    last digit.

    Parameters
    ----------
    like
        A number of the kind that the sum of nothing shall have; a float if not given.
    """
    held: list[Any] = list(values)
    found: Any
    if not held:
        found = Traced(0.0) if isinstance(like, Traced) else 0.0
        nothing: Number = found
        return nothing
    kinds = {*map(type, held)}
    if np.ndarray in kinds:
        found = sum(held[1:], start=held[0])
    elif Traced in kinds:
        parts = tuple(map(_operand, held))
        found = parts[0] if len(parts) == 1 else Traced(math.fsum(each.value for each in parts), np.add, parts)
    else:
        found = math.fsum(held)
    summed: Number = found
    return summed


def steps_of(*figures: Traced) -> tuple[Step, ...]:
    """Return the named lines below and with `figures`, in the order in which they are needed, each once.

    A line without a name has no words to be read with: raises ValueError if a figure itself has none.
    """
    for figure in figures:
        if figure.name is None:
            raise ValueError(f"a figure of {number(figure.value)} has no name; name it where it is worked out")
    named_below = [(each, each.name) for each in _below(*figures) if each.name is not None]
    return tuple(
        dict.fromkeys(Step(name.label, name.rule, each.text, each.value, name.unit) for each, name in named_below)
    )


def cells_of(*figures: Traced) -> tuple[Input, ...]:
    """Return the published cells and settings that `figures` rest on, each once, in the order in which they are met."""
    return tuple(dict.fromkeys(found for each in _below(*figures) for found in each.cells))


def _below(*figures: Traced) -> Sequence[Traced]:
    """Return every number below and with `figures`, operands first."""
    met: dict[int, Traced] = {}
    waiting: list[tuple[Traced, bool]] = [(figure, False) for figure in reversed(figures)]
    while waiting:
        each, has_parts = waiting.pop()
        if id(each) in met:
            continue
        if has_parts:
            met[id(each)] = each
            continue
        waiting.append((each, True))
        waiting.extend([(part, False) for part in reversed(each.parts) if id(part) not in met])
    return list(met.values())


_COMPARISONS = (np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal)
_TEXTS = {*SIGNS, *CALLS, np.square}


def _operand(value: float | Traced) -> Traced:
    return value if isinstance(value, Traced) else Traced(float(value))


def _applied(ufunc: Callable[..., Any], *given: float | Traced) -> Traced:
    parts = tuple(map(_operand, given))
    return Traced(float(ufunc(*(each.value for each in parts))), ufunc, parts)


def _folded(ufunc: np.ufunc, first: Any, others: Sequence[Any]) -> Any:
    if not others:
        return first
    given = [first, *others]
    kinds = {*map(type, given)}
    if np.ndarray in kinds:
        found = first
        for each in others:
            found = ufunc(found, each)
        return found
    if Traced in kinds:
        return Traced(_extreme(ufunc, [plain(each) for each in given]), ufunc, tuple(map(_operand, given)))
    return _extreme(ufunc, given)


def _extreme(ufunc: np.ufunc, given: Sequence[float]) -> float:
    """Return the largest or smallest of a few numbers as numpy does, a twentieth of its time; no number beats all."""
    if any(map(math.isnan, given)):
        return math.nan
    return float(max(given) if ufunc is np.maximum else min(given))
