"""Tables of the agreement with published figures: every comparison, and the verdicts by kind of figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from geo.evidence.agreement import Agreement
from geo.evidence.output_columns import data
from geo.figure.column import Column, Show, Table
from geo.figure.source import Source
from geo.model.agreement import Comparison, Family, Verdict
from geo.model.interval import Interval
from geo.view import words

Counted: TypeAlias = tuple[Family, Mapping[Verdict, int]]
"""A kind of figure with the number of its comparisons by verdict."""

MEANING = {
    Family.LEADING_SHARE: "our share of the leading country against the whole percents of USGS",
    Family.IMPORT_RELIANCE: "United States: balance of the printed tonnes against the printed percent",
    Family.IMPORT_TONNES: "United States, one customs code: world trade file against USGS",
    Family.IMPORT_SOURCE: "the same by supplier: one year against the four-year average of USGS",
    Family.WORLD_SUM: "sum of the countries listed against the total of the same publisher",
    Family.SEA_DISTANCE: "our modelled sea route against a published distance between the ports",
    Family.EU_SUPPLY_RISK: "our interval against the result of the EU study of 2023; a pass says that the interval holds it",
    Family.EU_IMPORTANCE: "our interval against the result of the same study, from its application shares",
    Family.TOP_THREE: "our three largest named countries against those of the table that the IEA prints in the same workbook",
}
"""What is compared in each family."""


def _published(value: Interval | None) -> str:
    if value is None:
        return words.NO_DATA
    if value.is_exact:
        return f"{value.low:,.6g}"
    if math.isinf(value.high):
        return f"at least {value.low:,.6g}"
    return f"at most {value.high:,.6g}" if math.isinf(value.low) else f"{value.low:,.6g} to {value.high:,.6g}"


def _unit(row: Comparison) -> str:
    """Return the unit of deviation and tolerance."""
    if row.tolerance.is_relative:
        return "%"
    return "percentage points" if row.unit.startswith("percent") else row.unit


COMPARISONS: tuple[Column[None, Comparison], ...] = (
    Column("verdict", "Verdict", lambda _, row: row.verdict.value),
    Column("subject", "What", lambda _, row: row.subject),
    Column("ours", "Ours", lambda _, row: row.ours, Show.FIGURE),
    Column("ours_to", "Ours, upper end", lambda _, row: row.ours_to, Show.FIGURE, help="Where ours is an interval."),
    Column("published", "Published", lambda _, row: _published(row.published), in_json=False),
    Column("unit", "Unit", lambda _, row: row.unit),
    Column("difference", "Deviation", lambda _, row: row.difference, Show.FIGURE),
    Column("difference_unit", "In", lambda _, row: _unit(row), in_json=False),
    Column("tolerance_words", "Tolerance", lambda _, row: f"± {row.tolerance.size:.3g} {_unit(row)}", in_json=False),
    Column("family", "Kind of figure", lambda _, row: row.family.value),
    Column("published_as_printed", "As printed", lambda _, row: row.published_text),
    Column("tolerance_reason", "Why this tolerance", lambda _, row: row.tolerance.reason),
    Column("note", "Remark", lambda _, row: row.note),
    Column("our_source", "Our source", lambda _, row: row.our_source),
    Column("published_source", "Published in", lambda _, row: row.published_source),
    data("published_low", lambda _, row: None if row.published is None else row.published.low),
    data("published_high", lambda _, row: None if row.published is None else row.published.high),
    data("tolerance", lambda _, row: row.tolerance.size),
    data("tolerance_is_percent_of_published", lambda _, row: row.tolerance.is_relative),
)

FAMILIES: tuple[Column[None, Counted], ...] = (
    Column("family", "Kind of figure", lambda _, row: row[0].value.capitalize()),
    Column("pass", "Pass", lambda _, row: row[1][Verdict.PASS], Show.COUNT),
    Column("fail", "Fail", lambda _, row: row[1][Verdict.FAIL], Show.COUNT),
    Column("not comparable", "Not comparable", lambda _, row: row[1][Verdict.NOT_COMPARABLE], Show.COUNT),
    Column("meaning", "What is compared", lambda _, row: MEANING[row[0]]),
)


def comparisons_table(
    rows: Iterable[Comparison], key: str, title: str, sources: Iterable[Source] = ()
) -> Table[None, Comparison]:
    """Return comparisons in the order given."""
    return Table(key, title, COMPARISONS, tuple(rows), None, tuple(sources))


def families_table(found: Agreement) -> Table[None, Counted]:
    """Return the counts by family, with what is compared."""
    return Table("sources.families", "Verdicts by kind of figure", FAMILIES, tuple(found.counts.items()), None)
