"""What this topic offers to whoever shows, prints or exports it: our figures beside those that publishers print."""

from __future__ import annotations

from typing import Any

from geo.evidence.agreement import Agreement, agreement
from geo.evidence.shared import Shared
from geo.figure.column import Table
from geo.model.agreement import Verdict
from geo.store.database import Atlas
from geo.topics.method.figures.agreement import comparisons_table, families_table
from geo.view import words
from geo.view.topic import Face


def answered(atlas: Atlas, _question: Shared) -> Agreement:
    """Return the comparisons, which are the same for every question."""
    return agreement(atlas)


def sentence(found: Agreement) -> str:
    """Return how many figures agree, and how many do not."""
    counts = {verdict: sum(own[verdict] for own in found.counts.values()) for verdict in Verdict}
    compared = counts[Verdict.PASS] + counts[Verdict.FAIL]
    return (
        f"{words.count(counts[Verdict.PASS])} of {words.count(compared)} figures that publishers print themselves agree with "
        f"ours; {words.count(counts[Verdict.FAIL])} do not, and {words.count(counts[Verdict.NOT_COMPARABLE])} cannot be compared."
    )


def tables(found: Agreement) -> tuple[Table[Any, Any], ...]:
    """Return the counts, the failures, and every comparison."""
    return (
        families_table(found),
        comparisons_table(found.failures, "method.failures", "Figures that do not agree"),
        comparisons_table(found.rows, "method.comparisons", "Every comparison"),
    )


FACE = Face(Shared, answered, sentence, tables)
