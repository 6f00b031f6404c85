"""What every trade source goes through: value in USD, tonnes that are known, coverage by code and year."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from geo.schema.codes import TradeScope
from geo.schema.tables_fact import TRADE_COVERAGE, TRADE_FLOW
from geo.units import USD_PER_THOUSAND

Remarks = Callable[[pd.DataFrame], pd.Series]
"""Makes the sentences of the rows of ``trade_coverage`` from them."""


def usd_from_thousands(values: pd.Series) -> pd.Series:
    """Return thousand USD as USD; the publisher prints three decimals, so cents are beyond what it knows."""
    return (values * USD_PER_THOUSAND).round(2)


def flow_table(flows: pd.DataFrame, *, source_id: str, nomenclature: str) -> pd.DataFrame:
    """Return rows of ``trade_flow``.

    Parameters
    ----------
    flows
        Columns year, hs6, exporter_iso3, importer_iso3, value_usd (USD) and quantity_t (tonnes, null where the
        publisher has none; 0.000 is none that is known), all of one source.
    """
    # Printed as 0.000: less than half a kilogram or not known, and no weight that a value could be divided by.
    known = flows["quantity_t"].mask(flows["quantity_t"] == 0)
    table = flows.assign(quantity_t=known, source_id=source_id, nomenclature=nomenclature)
    return table.loc[:, TRADE_FLOW.column_names]


def coverage_table(
    flows: pd.DataFrame, *, scope: TradeScope, remark: str | Remarks, left_out: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return rows of ``trade_coverage`` for rows of ``trade_flow`` of one source.

    Parameters
    ----------
    remark
        Sentence for the note, or what makes one for each of the rows.
    left_out
        Rows (year, hs6, value_usd) of areas that are no country of today; counted in the note, their value apart.
    """
    groups = flows.groupby(["source_id", "nomenclature", "year", "hs6"], sort=True)
    table = groups.agg(
        flows=("value_usd", "size"),
        value_usd=("value_usd", "sum"),
        quantity_t=("quantity_t", "sum"),
        weighed=("quantity_t", "count"),
    ).reset_index()
    table = table.assign(
        scope=scope.value,
        has_quantity=table["weighed"] > 0,
        value_usd=table["value_usd"].round(2),
        quantity_t=table["quantity_t"].where(table["weighed"] > 0).round(6),
        note=remark if isinstance(remark, str) else remark(table),
        left_out_usd=0.0,
    )
    missing = table["flows"] - table["weighed"]
    counted = table["has_quantity"] & (missing > 0)
    shown = " " + missing.astype(str) + " of " + table["flows"].astype(str) + " flows have no tonnes."
    table["note"] += shown.where(counted, "")
    if left_out is not None and not left_out.empty:
        lost = left_out.groupby(["year", "hs6"])["value_usd"].agg(["size", "sum"]).reset_index()
        lost = table[["year", "hs6"]].merge(lost, on=["year", "hs6"], how="left").fillna(0.0)
        count = lost["size"].astype(int)
        shown = " " + count.astype(str) + " flows of areas that are no country of today are left out."
        table["note"] += shown.where(count > 0, "")
        table["left_out_usd"] = lost["sum"].round(2)
    return table.loc[:, TRADE_COVERAGE.column_names]
