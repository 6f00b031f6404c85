"""Output as plain figures for JSON: tonnes in tonnes, shares 0-1, no data as None."""

from __future__ import annotations

from typing import Any

from geo.evidence.output_columns import output_columns
from geo.evidence.production import Production
from geo.figure.column import Table
from geo.figure.source import source_figures


def concentration_figures(answer: Production) -> dict[str, Any]:
    """Return every figure of an answer: tonnes in tonnes, shares 0-1, no data as None; no share where none is worked out."""
    result = answer.concentration
    shares = {
        "share_sum": result.share_sum,
        "unattributed_share": result.unattributed_share,
        "hhi_low": result.hhi_low,
        "hhi_high": result.hhi_high,
        "top1": answer.rows[0].area,
        "top1_share": result.top1,
        "top3": [row.area for row in answer.rows[:3] if row.share is not None],
        "top3_share": result.top3,
        "top3_is_lower_bound": result.top3_is_lower_bound,
    }
    return {
        "mineral": answer.mineral,
        "stage": answer.stage,
        "measure": answer.measure,
        "publisher": answer.publisher,
        "year": answer.year,
        "period": answer.period,
        "is_projection": answer.is_projection,
        "subject": answer.subject,
        "has_shares": answer.has_shares,
        "basis": answer.basis,
        "products": answer.products.split(";"),
        "countries": Table("countries", "", output_columns(answer, ()), answer.rows, answer).figures(),
        "other_countries_t": None if answer.other is None else answer.other.quantity_t,
        "world_reported_t": None if answer.world is None else answer.world.quantity_t,
        "world_reported_as_printed": None if answer.world is None else answer.world.raw_value,
        "world_summed_t": result.summed_t,
        "denominator": result.denominator,
        "denominator_t": result.denominator_t,
        **(shares if answer.has_shares else dict.fromkeys(shares)),
        "withheld": list(result.withheld),
        "edition": answer.source.edition,
        "source": source_figures(answer.source),
        "years": list(answer.years),
    }
