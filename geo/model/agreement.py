"""Our figures against those that publishers print themselves: tolerance, pass or fail; a failure stays visible."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from geo.model.interval import Interval, NoData, exactly

LEAST_DIGITS = 2
EDGE = 1e-9
"""A difference at the tolerance itself passes, whatever the last binary digit says."""


class Family(StrEnum):
    """What kind of figure is compared."""

    LEADING_SHARE = "leading producer's share"
    IMPORT_RELIANCE = "net import reliance"
    IMPORT_TONNES = "imports in tonnes"
    IMPORT_SOURCE = "share of imports by source"
    WORLD_SUM = "world total"
    SEA_DISTANCE = "sea distance"
    EU_SUPPLY_RISK = "EU supply risk"
    EU_IMPORTANCE = "EU economic importance"
    TOP_THREE = "share of the three largest"


class Verdict(StrEnum):
    """Outcome of a comparison."""

    PASS = "pass"  # noqa: S105 - a word of the table
    FAIL = "fail"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two figures may lie apart.

    Attributes
    ----------
    size
        In the unit of the figures, or in percent of the published one.
    is_relative
        Which of the two.
    reason
        Why so much.
    """

    size: float
    is_relative: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of the agreement table.

    Attributes
    ----------
    subject
        What is compared, in words.
    ours, ours_to
        Our value; its upper end where ours is an interval, else None. None where it cannot be worked out; an interval
        without an upper end has no `ours_to` but infinity.
    published
        What the publisher prints: equal ends for a plain figure, an open end for a bound.
    difference
        Ours less the published figure in the unit, or in percent of it for a relative tolerance; 0 inside a bound.
    note
        Why it cannot be compared, or how the two differ by definition.
    our_source, published_source
        Source ids.
    """

    family: Family
    subject: str
    unit: str
    ours: float | None
    ours_to: float | None
    published: Interval | None
    published_text: str
    tolerance: Tolerance
    difference: float | None
    verdict: Verdict
    note: str
    our_source: str
    published_source: str


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be compared; see `Comparison` for the fields."""

    family: Family
    subject: str
    unit: str
    ours: Interval | float | NoData
    published: Interval | float | NoData
    published_text: str
    tolerance: Tolerance
    our_source: str
    published_source: str
    note: str = ""


def compare(case: Case) -> Comparison:
    """Return the verdict on one case.

    A published bound such as ``>50`` is an interval: our value passes inside it, or within the tolerance of its nearer end.
    An interval of ours passes where it holds the published figure, or comes as near.
    """
    ours = _interval(case.ours)
    published = _interval(case.published)
    reasons = [side.reason for side in (case.ours, case.published) if isinstance(side, NoData)]
    if ours is None or published is None:
        difference, verdict = None, Verdict.NOT_COMPARABLE
    else:
        difference = _difference(ours, published, case.tolerance)
        verdict = Verdict.PASS if abs(difference) <= case.tolerance.size + EDGE else Verdict.FAIL
    return Comparison(
        case.family,
        case.subject,
        case.unit,
        None if ours is None else ours.low,
        None if ours is None or ours.is_exact else ours.high,
        published,
        case.published_text,
        case.tolerance,
        difference,
        verdict,
        " ".join(words for words in (*reasons, case.note) if words),
        case.our_source,
        case.published_source,
    )


def count_verdicts(rows: Iterable[Comparison]) -> dict[Family, dict[Verdict, int]]:
    """Return how many rows of each family pass, fail and cannot be compared; every family and verdict is named."""
    counts = {family: dict.fromkeys(Verdict, 0) for family in Family}
    for row in rows:
        counts[row.family][row.verdict] += 1
    return counts


def net_import_reliance(
    consumption_t: float,
    *,
    production_t: float | None = None,
    imports_t: float | None = None,
    exports_t: float = 0.0,
    stock_decrease_t: float = 0.0,
) -> float | NoData:
    """Return the net import reliance of the U.S. Geological Survey in percent of consumption.

    ``100 (1 - P / AC)`` where production is given, else ``100 (I - E + dS) / AC``; dS is the decrease of stocks. Which
    production counts differs by commodity. Published source: Mineral Commodity Summaries 2026, doi 10.5066/P1WKQ63T.
    """
    if not consumption_t > 0:
        return NoData("consumption is zero")
    if production_t is not None:
        return 100.0 * (1.0 - production_t / consumption_t)
    if imports_t is None:
        return NoData("neither production nor imports are published for the balance")
    return 100.0 * (imports_t - exports_t + stock_decrease_t) / consumption_t


def rounding_half(total: float) -> float:
    """Return half a unit of the last digit to which a printed total is rounded, read from its trailing zeros.

    At least two digits are taken as printed: 10,000 was rounded to thousands, not to tens of thousands.
    """
    if not total > 0:
        return 0.0
    digits = len(f"{total:.9e}".split("e")[0].replace(".", "").rstrip("0"))
    return 0.5 * 10.0 ** (math.floor(math.log10(total)) - max(digits, LEAST_DIGITS) + 1)


def _interval(value: Interval | float | NoData) -> Interval | None:
    if isinstance(value, NoData):
        return None
    return value if isinstance(value, Interval) else exactly(value)


def _difference(ours: Interval, published: Interval, tolerance: Tolerance) -> float:
    """Return how far our nearer end lies from the nearer end of the published figure; 0 where they overlap."""
    own = min(max(published.low, ours.low), ours.high)
    nearest = min(max(own, published.low), published.high)
    gap = own - nearest
    if not tolerance.is_relative:
        return gap
    if nearest == 0:
        return 0.0 if gap == 0 else float("inf") if gap > 0 else float("-inf")
    return 100.0 * gap / nearest
