"""A figure that is known within bounds, and one that cannot be known, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from geo.errors import DataContractError
from geo.model.trace import Scalar, named


@dataclass(frozen=True, slots=True)
class Interval(Generic[Scalar]):
    """Ends of what a figure can be; both ends are part of it and equal where the figure is known."""

    low: Scalar
    high: Scalar

    def __post_init__(self) -> None:
        """Refuse ends that are no numbers or stand the wrong way round."""
        if not self.low <= self.high:
            finding = f"interval from {self.low} to {self.high} is no interval; give two numbers, the low end first"
            raise DataContractError([finding])

    @property
    def is_exact(self) -> bool:
        """Whether the figure is known."""
        return self.low == self.high

    def __add__(self, other: Interval[Scalar]) -> Interval[Scalar]:
        """Return the sum."""
        return Interval(self.low + other.low, self.high + other.high)

    def times(self, other: Interval[Scalar]) -> Interval[Scalar]:
        """Return the product; both figures must not be negative, as shares, indices and tonnes are."""
        return Interval(self.low * other.low, self.high * other.high)


def between(label: str, rule: str, unit: str, low: Scalar, high: Scalar) -> Interval[Scalar]:
    """Name both ends of a result: one line of its receipt where it is known, else one for each end."""
    if low == high:
        known = named(label, rule, unit, low)
        return Interval(known, known)
    return Interval(named(f"{label}, low end", rule, unit, low), named(f"{label}, high end", rule, unit, high))


def exactly(value: Scalar) -> Interval[Scalar]:
    """Return the interval of a known figure."""
    return Interval(value, value)


@dataclass(frozen=True, slots=True)
class NoData:
    """A figure that is not available; ``reason`` is the sentence that a page prints in its place."""

    reason: str
