"""Published measures of dependence beside our own: net import reliance of the United States."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.evidence.rows import cell_number
from geo.model.interval import Interval, NoData, exactly
from geo.remembered import remembered
from geo.schema.codes import Mineral
from geo.store.database import Atlas
from geo.store.queries_dependence import us_import_reliance

Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class UsReliance:
    """One printed net import reliance.

    Attributes
    ----------
    commodity, detail
        As printed.
    percent
        Bounds in percent of consumption; equal where a plain figure is printed.
    raw_value
        The cell.
    """

    commodity: str
    detail: str
    year: int
    percent: Interval | NoData
    is_net_exporter: bool
    is_estimate: bool
    raw_value: str
    source_id: str


@remembered
def _reliances(atlas: Atlas) -> pd.DataFrame:
    return us_import_reliance(atlas)


def us_reliances(atlas: Atlas, mineral: Mineral) -> tuple[UsReliance, ...]:
    """Return the net import reliances of the United States that are printed for the newest year, by form; empty if none is."""
    table = _reliances(atlas)
    table = table[(table["mineral"] == mineral) & (table["detail"] != "")]
    newest = table[table["year"] == table["year"].max()]
    return tuple(_reliance(row) for row in newest.to_dict("records"))


def _reliance(row: Row) -> UsReliance:
    percent, low, high = (cell_number(row[name]) for name in ("percent", "low_pct", "high_pct"))
    bounds: Interval | NoData
    if percent is not None:
        bounds = exactly(percent)
    elif low is None and high is None:
        bounds = NoData(f"printed as {row['raw_value']!r}")
    else:
        bounds = Interval(0.0 if low is None else low, 100.0 if high is None else high)
    return UsReliance(
        commodity=str(row["commodity"]),
        detail=str(row["detail"]),
        year=int(row["year"]),
        percent=bounds,
        is_net_exporter=bool(row["is_net_exporter"]),
        is_estimate=row["flag"] == "estimated",
        raw_value=str(row["raw_value"]),
        source_id=str(row["source_id"]),
    )
