"""What every trade source goes through: value in USD, unit-value flag, coverage by code and year."""

from __future__ import annotations

import pandas as pd

from geo.schema.codes import TradeScope
from geo.schema.tables_fact import TRADE_COVERAGE, TRADE_FLOW
from geo.units import USD_PER_THOUSAND

OUTLIER_VALUE_USD = 5_000_000
OUTLIER_FACTOR = 8


def usd_from_thousands(values: pd.Series) -> pd.Series:
    """Return thousand USD as USD; the publisher prints three decimals, so cents are beyond what it knows."""
    return (values * USD_PER_THOUSAND).round(2)


def flow_table(flows: pd.DataFrame, *, source_id: str, nomenclature: str, scope: TradeScope) -> pd.DataFrame:
    """Return rows of ``trade_flow``.

    Parameters
    ----------
    flows
        Columns year, hs6, exporter_iso3, importer_iso3, value_usd (USD) and quantity_t (tonnes, null where the
        publisher has none; 0.000 is none that is known), all of one source.
    scope
        Unit values are checked against the code's world mean, so only where the source covers the world.
    """
    # Printed as 0.000: less than half a kilogram or not known, and no weight that a value could be divided by.
    flows = flows.assign(quantity_t=flows["quantity_t"].mask(flows["quantity_t"] == 0))
    outlier = unit_value_outliers(flows) if scope is TradeScope.COMPLETE else False
    table = flows.assign(source_id=source_id, nomenclature=nomenclature, is_unit_value_outlier=outlier)
    return table.loc[:, TRADE_FLOW.column_names]


def unit_value_outliers(flows: pd.DataFrame) -> pd.Series:
    """Return whether a flow is over 5 million USD and over 8 times off the unit value of its code and year.

    The world unit value is the value of all flows that have a quantity over the sum of their quantities. A flow
    without a quantity has no unit value and is never flagged.
    """
    key = [flows["year"], flows["hs6"]]
    weighed = flows["quantity_t"].notna()
    world_value = flows["value_usd"].where(weighed).groupby(key).transform("sum")
    world_quantity = flows["quantity_t"].groupby(key).transform("sum")
    # Multiplied out, so that a quantity printed as 0.000 gives no division by zero.
    value_side = flows["value_usd"] * world_quantity
    world_side = flows["quantity_t"] * world_value
    off = (value_side > OUTLIER_FACTOR * world_side) | (OUTLIER_FACTOR * value_side < world_side)
    return weighed & (flows["value_usd"] > OUTLIER_VALUE_USD) & off


def coverage_table(
    flows: pd.DataFrame, *, scope: TradeScope, remark: str | pd.Series, left_out: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return rows of ``trade_coverage`` for rows of ``trade_flow`` of one source.

    Parameters
    ----------
    remark
        Sentence for the note, the same for all or a Series by hs6.
    left_out
        Rows (year, hs6) of areas that are no country of today; counted in the note.
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
        note=table["hs6"].map(remark) if isinstance(remark, pd.Series) else remark,
    )
    missing = table["flows"] - table["weighed"]
    counted = table["has_quantity"] & (missing > 0)
    shown = " " + missing.astype(str) + " of " + table["flows"].astype(str) + " flows have no tonnes."
    table["note"] += shown.where(counted, "")
    if left_out is not None and not left_out.empty:
        dropped = left_out.groupby(["year", "hs6"]).size().rename("dropped").reset_index()
        dropped = table[["year", "hs6"]].merge(dropped, on=["year", "hs6"], how="left").fillna({"dropped": 0})
        lost = dropped["dropped"].astype(int)
        shown = " " + lost.astype(str) + " flows of areas that are no country of today are left out."
        table["note"] += shown.where(lost > 0, "")
    return table.loc[:, TRADE_COVERAGE.column_names]
