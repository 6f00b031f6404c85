"""Printed cells against the figures read from them, and printed shares against the figures they are shares of.

Read here with a plain pattern and the unit that stands beside the cell, not with the readers of the publications:
a second way to the same figure.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from geo.build.contradiction import NOTHING, Frames, Rule, apart, clash, numbers
from geo.facts.deviation import SERIES_KEY, open_deviations
from geo.schema.codes import WORLD, RateStatus

TONNES_PER_UNIT = {
    "kg": 0.001,
    "kilograms": 0.001,
    "kilograms (metal content)": 0.001,
    "t": 1.0,
    "tonnes": 1.0,
    "metric tons": 1.0,
    "metr. t": 1.0,
    "metr. t li2o": 0.4645,
    "tonnes (metal content)": 1.0,
    "tonnes (metric)": 1.0,
    "kt": 1000.0,
    "thousand metric tons": 1000.0,
    "thousand metric dry tons": 1000.0,
    "percent of world supply": 0.01,
}
"""Printed units, lower case; the last one is of shares."""

PER_CENT = 0.01
SAME = 0.005
"""A figure and its printed cell differ by less than this part: the digits that a reader works with."""

ROUNDED = 0.04
"""A printed share and the share of two printed figures differ by less than this part: each is rounded to two digits."""

CELL = (
    r"^(?P<mark>[<>e]?)\s*(?P<first>\d[\d,]*(?:\.\d+)?(?:[eE]-?\d+)?)(?:\s*[-–]\s*(?P<last>\d[\d,]*(?:\.\d+)?))?\s*%?$"
)
DASH = r"^[-—–]+$"
SMALL_WORDS = ("s", "0")
HALF_A_UNIT = 0.5

SERIES = ["measure", "mineral", "stage", "product", "source_id"]

Names = tuple[str | None, str | None, str | None]
"""Columns of the plain figure, the lower and the upper end."""


def printed(frame: pd.DataFrame, factor: pd.Series | float) -> pd.DataFrame:
    """Return what the cells print: ``plain``, ``low`` and ``high`` in the unit of the table, NaN where none is printed.

    Parameters
    ----------
    frame
        Columns raw_value and flag.
    factor
        What one printed unit is in the unit of the table.
    """
    raw = frame["raw_value"].astype("string").str.replace("\xa0", " ").str.strip()
    parts = raw.str.extract(CELL)
    first, last = (numbers(parts[name].str.replace(",", "")) * factor for name in ("first", "last"))
    is_trace = (frame["flag"] == "trace") & raw.isin(SMALL_WORDS) if "flag" in frame.columns else raw.isna()
    is_trace = is_trace.fillna(value=False).astype(bool)
    is_bound = parts["mark"].isin(["<", ">"])
    is_plain = ~is_bound & last.isna() & ~is_trace
    plain = first.where(is_plain).mask(raw.str.fullmatch(DASH).fillna(value=False).astype(bool), 0.0)
    low = first.where((parts["mark"] == ">").fillna(value=False) | last.notna())
    high = first.where((parts["mark"] == "<").fillna(value=False)).fillna(last)
    low = low.mask(is_trace | high.notna() & low.isna(), 0.0)
    high = high.mask(is_trace, HALF_A_UNIT * pd.Series(1.0, index=frame.index) * factor)
    return pd.DataFrame({"plain": plain, "low": low, "high": high})


def _printed_clashes(frames: Frames, *, table: str, side: str, column: str) -> pd.DataFrame:
    frame = frames[table]
    frame = frame[frame["raw_value"].notna() & frame[column].notna()]
    if frame.empty:
        return NOTHING
    factor = _factor(frames, table, frame, column)
    cells = printed(frame, factor)[side]
    wrong = apart(frame[column], cells, relative=SAME) | cells.isna()
    if table == "us_import_reliance" and side == "high":
        wrong &= ~((frame["raw_value"] == "E") & (numbers(frame[column]) == 0))  # a net exporter
    described = frame["raw_value"].astype(str)
    if "raw_unit" in frame.columns:
        described += " " + frame["raw_unit"].astype(str)
    return clash(wrong, frame[column], described)


def _factor(frames: Frames, table: str, frame: pd.DataFrame, column: str) -> pd.Series | float:
    if "raw_unit" not in frame.columns:
        return PER_CENT if column.endswith("share") else 1.0
    unit = frame["raw_unit"].astype("string")
    if table == "statistic":
        corrected = frames["usgs_series"].dropna(subset=["corrected_unit"]).set_index(SERIES)["corrected_unit"]
        series = pd.MultiIndex.from_frame(frame[SERIES])
        unit = pd.Series(corrected.reindex(series).to_numpy(), index=frame.index, dtype="string").fillna(unit)
    return numbers(unit.str.lower().map(TONNES_PER_UNIT))


def _printed_rules() -> tuple[Rule, ...]:
    tonnes: Names = ("quantity_t", "low_t", "high_t")
    percent: Names = ("percent", "low_pct", "high_pct")
    tables: tuple[tuple[str, Names], ...] = (
        ("statistic", tonnes),
        ("statistic", ("share", None, "high_share")),
        ("us_salient", tonnes),
        ("us_import_reliance", percent),
        ("us_import_source", percent),
        ("usgs_leading_producer", ("percent", None, None)),
        ("eu_supply_share", ("share", None, "high_share")),
    )
    return tuple(
        Rule(
            name="printed cell",
            table=table,
            column=column,
            against="the printed cell says",
            clashes=partial(_printed_clashes, table=table, side=side, column=column),
            cells=(f"{table}.{column}",),
        )
        for table, columns in tables
        for side, column in zip(("plain", "low", "high"), columns, strict=True)
        if column is not None
    )


def _leading_share(frames: Frames) -> pd.DataFrame:
    frame = frames["usgs_leading_producer"]
    share = 100 * numbers(frame["quantity_t"]) / numbers(frame["world_t"]).replace(0, np.nan)
    return clash(apart(share, frame["percent"], relative=ROUNDED), frame["percent"], share)


def _world_total(frames: Frames) -> pd.DataFrame:
    statistic = frames["statistic"]
    rows = open_deviations(statistic, frames["accepted_deviation"]).set_index(SERIES_KEY)
    world = statistic[statistic["area"] == WORLD]
    summed = rows["summed"].reindex(pd.MultiIndex.from_frame(world[SERIES_KEY]))
    other = pd.Series(summed.to_numpy(dtype=float, na_value=np.nan), index=world.index)
    return clash(other.notna(), world["quantity_t"].fillna(world["low_t"]), other)


def _unclear_rate(frames: Frames) -> pd.DataFrame:
    frame = frames["recycling_rate"]
    # Zero beside a factsheet is the rate, zero beside none may mean not assessed.
    is_zero, has_sheet = numbers(frame["rate_share"]) == 0, frame["reference"].notna()
    is_unclear = frame["status"] == RateStatus.ZERO_UNCLEAR
    return clash((is_zero & ~has_sheet) != is_unclear, frame["rate_share"], frame["status"])


def _membership_factor(frames: Frames) -> pd.DataFrame:
    """The publisher gives members of the Union 0.8, everybody else 1.0 or more."""
    frame, members = frames["eu_supply_share"], frames["country_group_member"]
    union = members.loc[members["group_id"] == "EU27", "iso3"]
    is_member, is_member_factor = frame["iso3"].isin(union), numbers(frame["trade_factor"]) < 1
    wrong = (is_member != is_member_factor) if len(union) else pd.Series(data=False, index=frame.index)
    return clash(wrong, frame["trade_factor"], is_member.map({True: "is a member", False: "is none"}))


PRINTED_RULES = (
    *_printed_rules(),
    Rule(
        "printed share",
        "usgs_leading_producer",
        "percent",
        "quantity_t over world_t is, in percent,",
        _leading_share,
        ("usgs_leading_producer.quantity_t", "usgs_leading_producer.world_t"),
    ),
    Rule("world total", "statistic", "the world total", "the countries sum to", _world_total),
    Rule("unclear rate", "recycling_rate", "rate_share", "the status is", _unclear_rate),
    Rule("trade factor of members", "eu_supply_share", "trade_factor", "the country in the Union", _membership_factor),
)
