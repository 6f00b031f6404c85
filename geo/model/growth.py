"""Growth that a publisher expects of a country's output: known projects by the year in which they count.

The outlook prints output for a few years: the year it starts from, then for example 2030 and 2035. Between them it says
nothing, so what is expected of a year counts from that year on and never before. Its figures are in tonnes of another
basis than trade, so only their ratio is used: ``growth`` g = output expected / output of the first year - 1. Exports are
taken to grow in step (assumption): g times the own exports of the country. A country that makes nothing in the first
year has no ratio. An expected fall is said and takes nothing away: the ceiling is what could be sent.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.trace import Number, largest, named


def output_growth(expected: Number, base: Number) -> Number:
    """Return g; a part of the line of the growth that is counted."""
    return expected / base - 1


def counted_growth(
    growth: Number, own: Number, counted_share: Number | float, *, of: str = "", year: int | None = None
) -> Number:
    """Return the tonnes that growth adds to own exports; a fall takes nothing away."""
    rule = f"output expected of {year} over output today less one, times own exports, times the part that is counted"
    return named("Expected growth", rule, "t", largest(growth, 0.0) * own * counted_share, of=of)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Output that a publisher expects of one country.

    Attributes
    ----------
    base_year, base_t
        The year from which the outlook starts and its output, in tonnes of `basis`.
    later
        Expected output by year, earliest first.
    basis
        What a tonne is a tonne of.
    source_id
        Edition of the outlook.
    """

    area: str
    base_year: int
    base_t: float
    later: tuple[tuple[int, float], ...]
    basis: str
    source_id: str

    def step(self, horizon: int) -> tuple[int, float] | None:
        """Return the last year of the outlook that is not after `horizon`, with its output; None before the first."""
        return next((step for step in reversed(self.later) if step[0] <= horizon), None)

    def growth(self, horizon: int) -> float | None:
        """Return g at `horizon`, negative for a fall; None where no year is reached or nothing is made today."""
        step = self.step(horizon)
        return None if step is None or not self.base_t > 0 else output_growth(step[1], self.base_t)


@dataclass(frozen=True, slots=True)
class Growth:
    """Tonnes a year that an outlook adds to a ceiling.

    Attributes
    ----------
    year
        Year of the outlook that is counted; None where the horizon lies before its first.
    factor
        g; None where there is no ratio.
    own_t
        Own exports to which it is applied, in tonnes of the customs code.
    quantity_t
        What is counted, zero or more.
    """

    outlook: Outlook
    year: int | None
    factor: float | None
    own_t: float
    quantity_t: float

    @property
    def remark(self) -> str:
        """Why nothing is counted, or that a fall is not; empty where tonnes are counted."""
        if self.year is None:
            return f"not before {self.outlook.later[0][0]}" if self.outlook.later else "no later year is printed"
        if self.factor is None:
            return "makes nothing today, so there is no ratio"
        if self.factor <= 0:
            return "no growth is expected" if self.factor == 0 else "a fall is expected; nothing is taken away"
        return "" if self.quantity_t > 0 else "no own exports today, or none of the growth is counted"


def growth_of(outlook: Outlook, own_t: float, horizon: int, counted_share: float) -> Growth:
    """Return what `outlook` adds to own exports of `own_t` tonnes by `horizon`.

    Parameters
    ----------
    counted_share
        Part of the expected growth that is counted, 0-1 (assumption).
    """
    step, factor = outlook.step(horizon), outlook.growth(horizon)
    counted = 0.0 if factor is None else counted_growth(factor, own_t, counted_share)
    return Growth(outlook, None if step is None else step[0], factor, own_t, counted)
