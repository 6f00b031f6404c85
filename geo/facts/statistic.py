"""Rows of table ``statistic`` in the form that publishers of supply by country share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.schema.codes import Measure
from geo.schema.tables_fact import STATISTIC

EMPTY = ("quantity_t", "low_t", "high_t", "share", "high_share", "note")
"""Columns that a publisher may have nothing for."""


def production_table(table: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Return statistic rows of production from the columns of `table` and `columns`; what neither names is empty.

    Parameters
    ----------
    columns
        Series on the index of `table`, lists in its order, or one value for all rows.
    """
    plain = {"measure": Measure.PRODUCTION.value, "is_projection": False}
    rows = table.assign(**{**{name: None for name in EMPTY if name not in table.columns}, **plain, **columns})
    return rows[STATISTIC.column_names]
