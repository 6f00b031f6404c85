"""The agreement table: our figures beside those that publishers print themselves, failures first."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from geo.answer.agreement import Agreement
from geo.model.agreement import Comparison, Family, Tolerance, Verdict
from geo.model.interval import Interval
from geo.ui import cache, frame
from geo.view import words

MEANING = {
    Family.LEADING_SHARE: "our share of the leading country against the whole percents of USGS",
    Family.IMPORT_RELIANCE: "United States: balance of the printed tonnes against the printed percent",
    Family.IMPORT_TONNES: "United States, one customs code: world trade file against USGS",
    Family.IMPORT_SOURCE: "the same by supplier: one year against the four-year average of USGS",
    Family.WORLD_SUM: "sum of the countries listed against the total of the same publisher",
    Family.SEA_DISTANCE: "our modelled sea route against a published distance between the ports",
}
"""What is compared in each family."""

FAMILIES = (
    "**Agreement.** Our figures are compared with those that publishers print themselves: "
    + "; ".join(f"*{family.value}*: {meaning}" for family, meaning in MEANING.items())
    + ". Every row states its tolerance with the reason for it. A failure stays visible. “Not comparable” means that one of the "
    "two figures is withheld, missing or of another year or definition."
)

ORDER = {Verdict.FAIL: 0, Verdict.NOT_COMPARABLE: 1, Verdict.PASS: 2}
NUMBER = st.column_config.NumberColumn(format="localized")
COLUMNS = {"Ours": NUMBER, "Deviation": NUMBER}


def agreement_tab() -> None:
    """Print the counts in a sentence, the failures, and all comparisons."""
    found = cache.agreement_table()
    st.markdown(f"##### {count_sentence(found)}")
    st.markdown(
        "Failures stay here until data or method change. Every row states its tolerance, and why the two figures may differ."
    )
    frame.draw_table(family_rows(found), alt="Verdicts by kind of figure")
    st.markdown("##### Failures, the widest first")
    frame.draw_table(comparison_rows(found.failures), COLUMNS, alt="Comparisons that fail")
    st.markdown("##### All comparisons")
    ordered = sorted(found.rows, key=lambda row: ORDER[row.verdict])
    frame.show_table(
        comparison_rows(ordered),
        key="sources.agreement",
        title="Agreement with published figures",
        sources=found.sources,
        columns=COLUMNS,
        height_px=460,
    )
    st.caption("**Sources.** " + " · ".join(f"[{source.line}]({source.url})" for source in found.sources))


def count_sentence(found: Agreement) -> str:
    """Return how many comparisons there are and how they end."""
    total = {verdict: sum(counts[verdict] for counts in found.counts.values()) for verdict in Verdict}
    return (
        f"Of {words.count(len(found.rows))} comparisons with published figures {words.count(total[Verdict.PASS])} pass, "
        f"{words.count(total[Verdict.FAIL])} fail and {words.count(total[Verdict.NOT_COMPARABLE])} cannot be compared."
    )


def family_rows(found: Agreement) -> pd.DataFrame:
    """Return the counts by family, with what is compared."""
    return pd.DataFrame(
        [
            {
                "Kind of figure": family.value.capitalize(),
                "Pass": counts[Verdict.PASS],
                "Fail": counts[Verdict.FAIL],
                "Not comparable": counts[Verdict.NOT_COMPARABLE],
                "What is compared": MEANING[family],
            }
            for family, counts in found.counts.items()
        ]
    )


def comparison_rows(rows: Iterable[Comparison]) -> pd.DataFrame:
    """Return the comparisons as a table, in the order given."""
    return pd.DataFrame(
        [
            {
                "Verdict": row.verdict.value,
                "What": row.subject,
                "Ours": row.ours,
                "Published": _published(row.published),
                "Unit": row.unit,
                "Deviation": row.difference,
                "In": _unit_of(row.tolerance, row.unit),
                "Tolerance": f"± {row.tolerance.size:.3g} {_unit_of(row.tolerance, row.unit)}",
                "Kind of figure": row.family.value,
                "As printed": row.published_text,
                "Why this tolerance": row.tolerance.reason,
                "Remark": row.note,
                "Our source": row.our_source,
                "Published in": row.published_source,
            }
            for row in rows
        ]
    )


def _published(value: Interval | None) -> str:
    if value is None:
        return words.NO_DATA
    if value.is_exact:
        return f"{value.low:,.6g}"
    if math.isinf(value.high):
        return f"at least {value.low:,.6g}"
    return f"at most {value.high:,.6g}" if math.isinf(value.low) else f"{value.low:,.6g} to {value.high:,.6g}"


def _unit_of(tolerance: Tolerance, unit: str) -> str:
    if tolerance.is_relative:
        return "%"
    return "percentage points" if unit.startswith("percent") else unit
