"""The agreement table: our figures beside those that publishers print themselves, failures first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.evidence.agreement import Agreement
from geo.figure.column import Table
from geo.model.agreement import Verdict
from geo.topics.method.figures.agreement import MEANING, comparisons_table, families_table
from geo.ui import cache, frame, prose, tables
from geo.view import words

FAMILIES = (
    "**Agreement.** Our figures are compared with those that publishers print themselves: "
    + "; ".join(f"*{family.value}*: {meaning}" for family, meaning in MEANING.items())
    + ". Every row states its tolerance with the reason for it. A failure stays visible. “Not comparable” means that one of the "
    "two figures is withheld, missing or of another year or definition."
)

ORDER = {Verdict.FAIL: 0, Verdict.NOT_COMPARABLE: 1, Verdict.PASS: 2}


def agreement_tab() -> None:
    """Print the counts in a sentence, the failures, and all comparisons."""
    found = cache.agreement_table()
    st.markdown(f"##### {prose.text(count_sentence(found))}")
    st.markdown(
        "Failures stay here until data or method change. Every row states its tolerance, and why the two figures may differ."
    )
    _draw(families_table(found))
    st.markdown("##### Failures, the widest first")
    _draw(comparisons_table(found.failures, "sources.failures", "Comparisons that fail"))
    st.markdown("##### All comparisons")
    ordered = sorted(found.rows, key=lambda row: ORDER[row.verdict])
    title = "Agreement with published figures"
    tables.show(comparisons_table(ordered, "sources.agreement", title, found.sources), height_px=460)
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in found.sources))


def _draw(table: Table[Any, Any]) -> None:
    """Draw a short table without a download."""
    frame.draw_table(table.frame(), tables.configuration(table), alt=table.title)


def count_sentence(found: Agreement) -> str:
    """Return how many comparisons there are and how they end."""
    total = {verdict: sum(counts[verdict] for counts in found.counts.values()) for verdict in Verdict}
    return (
        f"Of {words.count(len(found.rows))} comparisons with published figures {words.count(total[Verdict.PASS])} pass, "
        f"{words.count(total[Verdict.FAIL])} fail and {words.count(total[Verdict.NOT_COMPARABLE])} cannot be compared."
    )
