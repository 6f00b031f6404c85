"""World as reported against world as summed, and which differences a person has looked at."""

from __future__ import annotations

import pandas as pd

from geo.schema.codes import WORLD, ValueFlag

SERIES_KEY = ["measure", "mineral", "stage", "product", "year", "source_id"]

LIMIT_PCT = 2.0
"""Differences up to this size are the rounding of printed totals; larger ones need a reviewed reason."""

SAME_PCT = 0.05
"""An accepted deviation stands for the deviation seen now if the two differ by less than this."""


def world_deviation(statistic: pd.DataFrame) -> pd.DataFrame:
    """Return, for every series and year with a reported world total, what its countries sum to.

    Parameters
    ----------
    statistic
        Rows of table ``statistic``.

    Returns
    -------
    One row a (measure, mineral, stage, product, year, source_id): ``reported`` and ``summed`` in tonnes,
    ``deviation_pct`` = 100 (summed - reported) / reported, ``is_lower_bound`` where the total is printed as ``>n`` (then
    only a shortfall is a deviation), and ``unknown_areas``, the number of countries without any figure, which are not
    in the sum. Series without a total, or with a total alone, are left out: there is nothing to compare.
    """
    table = statistic[[*SERIES_KEY, "area"]].copy()
    is_bound = statistic["flag"] == ValueFlag.AT_LEAST
    table["value"] = statistic["quantity_t"].where(~is_bound, statistic["low_t"])
    table["is_lower_bound"] = is_bound
    is_world = table["area"] == WORLD
    totals = table[is_world & table["value"].gt(0)].set_index(SERIES_KEY)[["value", "is_lower_bound"]]
    parts = table[~is_world]
    summed = parts[parts["value"].notna()].groupby(SERIES_KEY)["value"].sum()
    unknown = parts[parts["value"].isna()].groupby(SERIES_KEY).size()
    result = totals.rename(columns={"value": "reported"}).join(summed.rename("summed"), how="inner")
    deviation = 100 * (result["summed"] - result["reported"]) / result["reported"]
    result["deviation_pct"] = deviation.mask(result["is_lower_bound"] & deviation.gt(0), 0.0)
    result["unknown_areas"] = unknown.reindex(result.index, fill_value=0).astype("int64")
    return result[["reported", "summed", "deviation_pct", "is_lower_bound", "unknown_areas"]].reset_index()


def open_deviations(statistic: pd.DataFrame, accepted: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `world_deviation` above ``LIMIT_PCT`` that no reviewed row explains.

    Parameters
    ----------
    statistic
        Rows of table ``statistic``.
    accepted
        Table ``accepted_deviation``. A row counts only while the deviation is still the accepted one, so that a new
        edition or a changed reader asks for a new look.
    """
    large = world_deviation(statistic).query("abs(deviation_pct) > @LIMIT_PCT")
    reviewed = accepted[[*SERIES_KEY, "deviation_pct"]].rename(columns={"deviation_pct": "accepted_pct"})
    compared = large.merge(reviewed, on=SERIES_KEY, how="left")
    is_open = ~(compared["deviation_pct"] - compared["accepted_pct"]).abs().lt(SAME_PCT)
    return compared[is_open].drop(columns="accepted_pct").reset_index(drop=True)
