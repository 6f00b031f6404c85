"""Imports over the years: shares of suppliers, their concentration, and what followed a dated measure.

Shares are of value: over thirty years tonnes have gaps and gross outliers, and value has neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from geo.model.supply import TradeBasis, imported, supplier_share
from geo.model.trace import Scalar, named, square, total

MOST_SUPPLIERS = 6
"""Suppliers that are drawn with a band of their own."""


@dataclass(frozen=True, slots=True)
class ImportYear:
    """What one importer buys in one year.

    Attributes
    ----------
    value_usd
        By supplier, largest first; none is zero.
    quantity_t
        Believed tonnes of all suppliers; None where no flow has any.
    weighed_usd
        Value of the flows with believed tonnes.
    """

    year: int
    value_usd: Mapping[str, float]
    quantity_t: float | None
    weighed_usd: float

    @property
    def total_usd(self) -> float:
        """Value of all imports."""
        return imported([*self.value_usd.values()], TradeBasis.VALUE.unit)

    @property
    def leader(self) -> str:
        """The supplier with most of the value."""
        return next(iter(self.value_usd))

    @property
    def shares(self) -> dict[str, float]:
        """Part of the value that each supplier has, 0-1."""
        total_usd = self.total_usd
        return {area: supplier_share(value, total_usd) for area, value in self.value_usd.items()}

    def share(self, area: str) -> float:
        """Return the part of the value that `area` has, 0-1; one that sells none has none."""
        return supplier_share(self.value_usd[area], self.total_usd) if area in self.value_usd else 0.0

    @property
    def hhi(self) -> float:
        """Concentration of the suppliers, 0-1."""
        return supplier_hhi([*self.shares.values()])

    @property
    def weighed(self) -> float:
        """Part of the value whose tonnes are believed, 0-1."""
        return self.weighed_usd / self.total_usd


def supplier_hhi(shares: Sequence[Scalar]) -> Scalar:
    """Return the concentration of suppliers from their shares, 0-1."""
    return named("HHI of the suppliers", "sum of the squared shares", "0-1", total([square(each) for each in shares]))


def drawn_suppliers(years: Sequence[ImportYear]) -> tuple[str, ...]:
    """Return the suppliers with a band of their own: those with the largest shares, added up over the years."""
    added: dict[str, float] = {}
    for year in years:
        for area, share in year.shares.items():
            added[area] = added.get(area, 0.0) + share
    return tuple(sorted(added, key=lambda area: (-added[area], area))[:MOST_SUPPLIERS])


@dataclass(frozen=True, slots=True)
class Effect:
    """A country's part of the world's exports before and after a measure of its own.

    Attributes
    ----------
    before, after
        Year and share (0-1) of the last full year before its start, and of the first full year after it; None where no
        trade of such a year is held.
    """

    before: tuple[int, float] | None
    after: tuple[int, float] | None


def effect_of(starts: date, shares: Mapping[int, float]) -> Effect:
    """Return the shares around a date.

    A measure that starts on the first day of a year has its first full year then; one that starts later has it a year
    after.

    Parameters
    ----------
    shares
        By year, 0-1; the years held.
    """
    first_day = (starts.month, starts.day) == (1, 1)
    before, after = starts.year - 1, starts.year if first_day else starts.year + 1
    return Effect(
        (before, shares[before]) if before in shares else None, (after, shares[after]) if after in shares else None
    )
