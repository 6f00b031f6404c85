"""Table of the four limits of the EU Act, with the receipts of its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from geo.answer.dependence_benchmark import Measured
from geo.answer.geography import Geography
from geo.answer.receipt_benchmark import Subject, gauge_receipt, low_end
from geo.figure.receipt import Receipt
from geo.model.interval import Interval
from geo.ui import dependence_words as say
from geo.ui.receipt import Makers

FIGURE_LOW, FIGURE_HIGH = "Figure, low %", "Figure, high %"
STAND_IN_LOW, STAND_IN_HIGH = "Stand-in, low %", "Stand-in, high %"
PERCENT = (FIGURE_LOW, FIGURE_HIGH, STAND_IN_LOW, STAND_IN_HIGH)


def gauge_rows(found: Sequence[Measured], geography: Geography) -> pd.DataFrame:
    """Return the four limits with state, figure, reason and what stands in."""
    return pd.DataFrame([_row(row, geography) for row in found])


def gauge_makers(found: Sequence[Measured], subject: Subject) -> Makers:
    """Return the receipts of the figures in `gauge_rows`, by column; a column without a figure has none."""

    def maker(*, of_stand_in: bool, is_low: bool) -> Callable[[int], Receipt | None]:
        def make(index: int) -> Receipt | None:
            row = found[index]
            receipt = gauge_receipt(row, subject) if (row.stand_in is not None) is of_stand_in else None
            return low_end(receipt, row) if receipt is not None and is_low else receipt

        return make

    return {
        FIGURE_LOW: maker(of_stand_in=False, is_low=True),
        FIGURE_HIGH: maker(of_stand_in=False, is_low=False),
        STAND_IN_LOW: maker(of_stand_in=True, is_low=True),
        STAND_IN_HIGH: maker(of_stand_in=True, is_low=False),
    }


def _row(row: Measured, geography: Geography) -> dict[str, Any]:
    gauge, shown = row.gauge, None if row.stand_in is None else row.stand_in.value
    notes = (*gauge.stands_in, *(() if row.stand_in is None else row.stand_in.stands_in))
    return {
        "Limit": gauge.benchmark.value.capitalize(),
        "At": f"{'at most' if gauge.benchmark.is_ceiling else 'at least'} {100 * gauge.benchmark.target:.0f} %",
        "State": gauge.state.value,
        FIGURE_LOW: _percent(gauge.value, is_low=True),
        FIGURE_HIGH: _percent(gauge.value, is_low=False),
        "Country": "" if gauge.country is None else geography.names[gauge.country],
        STAND_IN_LOW: _percent(shown, is_low=True),
        STAND_IN_HIGH: _percent(shown, is_low=False),
        "Stand-in is": "" if row.stands_for is None else row.stands_for.label,
        "Years": row.period or "",
        "Why no data": say.sentence(gauge.reason) if gauge.reason else "",
        "Notes": " ".join([*([row.reason] if row.reason else []), *notes]),
    }


def _percent(value: Interval | None, *, is_low: bool) -> float | None:
    if value is None:
        return None
    return 100 * (value.low if is_low else value.high)
