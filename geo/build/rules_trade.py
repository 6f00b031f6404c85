"""Trade: what a coverage row counts against the flows held."""

from __future__ import annotations

from functools import partial

import pandas as pd

from geo.build.contradiction import Frames, Rule, apart, clash, numbers

KEY = ["source_id", "year", "hs6"]
CENT_USD = 0.02
"""Sums are written in cents."""
GRAM_T = 2e-6
ROUND_OFF = 1e-13
"""Sums of binary fractions, added up in another order."""
PRINTED_UNIT_VALUE = 1e-3
"""Dollars a tonne are printed with two decimals."""
WITHOUT_TONNES = r"(?P<missing>\d+) of (?P<flows>\d+) flows have no tonnes\."


def _held(frames: Frames) -> pd.DataFrame:
    """Return, for the rows of ``trade_coverage``, what ``trade_flow`` holds: flows, value_usd, quantity_t, weighed."""
    flow = frames["trade_flow"]
    figures = flow[KEY].assign(value_usd=numbers(flow["value_usd"]), quantity_t=numbers(flow["quantity_t"]))
    held = figures.groupby(KEY, sort=False).agg(
        flows=("value_usd", "size"),
        value_usd=("value_usd", "sum"),
        quantity_t=("quantity_t", "sum"),
        weighed=("quantity_t", "count"),
    )
    coverage = frames["trade_coverage"]
    return held.reindex(pd.MultiIndex.from_frame(coverage[KEY])).set_axis(coverage.index)


def _sum_of_flows(frames: Frames, *, column: str, absolute: float) -> pd.DataFrame:
    coverage, held = frames["trade_coverage"], _held(frames)
    # Nothing on either side is no sum of zero.
    summed = held[column].where(held["weighed"] > 0) if column == "quantity_t" else held[column]
    wrong = apart(coverage[column], summed, relative=ROUND_OFF, absolute=absolute)
    return clash(wrong | (coverage[column].isna() != summed.isna()), coverage[column], summed)


def _has_quantity(frames: Frames) -> pd.DataFrame:
    coverage, weighed = frames["trade_coverage"], _held(frames)["weighed"]
    return clash(coverage["has_quantity"].astype(bool) != (weighed > 0), coverage["has_quantity"], weighed)


def _flows_without_tonnes(frames: Frames) -> pd.DataFrame:
    coverage, held = frames["trade_coverage"], _held(frames)
    said = coverage["note"].astype("string").str.extract(WITHOUT_TONNES)
    missing, flows = numbers(said["missing"]), numbers(said["flows"])
    wrong = said["missing"].notna() & ((missing != held["flows"] - held["weighed"]) | (flows != held["flows"]))
    return clash(wrong, said["missing"], held["flows"] - held["weighed"])


def _zero_tonnes(frames: Frames) -> pd.DataFrame:
    flow = frames["trade_flow"]
    return clash(numbers(flow["quantity_t"]) == 0, flow["quantity_t"], flow["value_usd"])


def _with_itself(frames: Frames) -> pd.DataFrame:
    flow = frames["trade_flow"]
    return clash(flow["exporter_iso3"] == flow["importer_iso3"], flow["exporter_iso3"], flow["importer_iso3"])


def _unit_value(frames: Frames) -> pd.DataFrame:
    total = frames["trade_total"]
    worked = numbers(total["value_usd"]) / numbers(total["quantity_t"])
    return clash(apart(total["usd_per_t"], worked, relative=PRINTED_UNIT_VALUE), total["usd_per_t"], worked)


def _led_by(frames: Frames) -> pd.DataFrame:
    """A country's exports of a code are no more than the world's."""
    leader, total = frames["trade_leader"], frames["trade_total"]
    key = ["nomenclature", "hs6", "year"]
    world = numbers(total["value_usd"]).set_axis(pd.MultiIndex.from_frame(total[key]))
    other = world.reindex(pd.MultiIndex.from_frame(leader[key])).set_axis(leader.index)
    return clash(numbers(leader["value_usd"]) > other, leader["value_usd"], other)


def _without_weight(frames: Frames) -> pd.DataFrame:
    month = frames["customs_month"]
    bare = numbers(month["rows_without_t"]) == numbers(month["rows"])
    return clash(bare != month["quantity_t"].isna(), month["rows_without_t"], month["rows"])


TRADE_RULES = (
    Rule(
        "sum of values",
        "trade_coverage",
        "value_usd",
        "its flows in trade_flow sum to",
        partial(_sum_of_flows, column="value_usd", absolute=CENT_USD),
        ("trade_coverage.value_usd", "trade_flow.value_usd"),
        step=CENT_USD,
    ),
    Rule(
        "sum of tonnes",
        "trade_coverage",
        "quantity_t",
        "its flows in trade_flow sum to",
        partial(_sum_of_flows, column="quantity_t", absolute=GRAM_T),
        ("trade_coverage.quantity_t", "trade_flow.quantity_t"),
        step=GRAM_T,
    ),
    Rule(
        "number of flows",
        "trade_coverage",
        "flows",
        "the flows in trade_flow are",
        partial(_sum_of_flows, column="flows", absolute=0.0),
        ("trade_coverage.flows",),
    ),
    Rule("tonnes given", "trade_coverage", "has_quantity", "flows with tonnes are", _has_quantity),
    Rule("flows without tonnes", "trade_coverage", "the number in the note", "they are", _flows_without_tonnes),
    Rule(
        "unit value of the world",
        "trade_total",
        "usd_per_t",
        "value over tonnes is",
        _unit_value,
        ("trade_total.usd_per_t", "trade_total.value_usd", "trade_total.quantity_t"),
    ),
    Rule("part of the world", "trade_leader", "value_usd", "the world's exports are", _led_by),
    Rule("rows without weight", "customs_month", "rows_without_t", "all its rows are", _without_weight),
    Rule("weight of goods", "trade_flow", "quantity_t", "no goods weigh nothing, and the value is", _zero_tonnes),
    Rule("trade with itself", "trade_flow", "exporter_iso3", "the importer is", _with_itself),
)
