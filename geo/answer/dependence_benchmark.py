"""The four limits of the EU Critical Raw Materials Act for any set of members and one mineral."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.answer.dependence_trade import Importer, Traded
from geo.answer.series import series_by_year
from geo.answer.sources import Source
from geo.answer.trade import codes_of, trade
from geo.model.benchmark import (
    Amount,
    Benchmark,
    Gauge,
    derived_consumption,
    output_gauge,
    recycling_gauge,
    single_country_gauge,
    world_share_gauge,
)
from geo.model.concentration import roster_share
from geo.model.gain import Series
from geo.model.interval import Interval, NoData, exactly
from geo.model.supply import LEAST_TONNES_COVERAGE, Flow
from geo.schema.codes import Mineral, RateStatus, Stage
from geo.store.database import Atlas

SAME_GOODS: Mapping[tuple[Mineral, Stage], str] = {
    (Mineral.BARITE, Stage.MINED): "gross weight",
    (Mineral.COPPER, Stage.REFINED): "refined copper, primary and secondary",
}
"""Basis of the output where output and trade are tonnes of the same goods: baryte; refined copper, nearly all cathodes.

Everywhere else output is counted in another content or another set of goods than the customs code, and consumption
cannot be worked out from the two.
"""
STAGE_OF = {Benchmark.EXTRACTION: Stage.MINED, Benchmark.PROCESSING: Stage.REFINED}
NO_CONSUMPTION = NoData("yearly consumption by country is not published in any open file held here")


@dataclass(frozen=True)
class Balance:
    """Output and trade of one stage and year that count the same goods, so that consumption can be worked out."""

    output: Series
    flows: tuple[Flow, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Measured:
    """One limit with its gauge, and what can be said where the gauge has no data.

    Attributes
    ----------
    gauge
        Against the limit.
    stand_in
        The members' part in world output, where consumption is missing; never met or missed.
    year
        Year of the output, or of the trade; None for the recycling rate of the study.
    """

    gauge: Gauge
    stand_in: Gauge | None
    year: int | None


def balances(atlas: Atlas, mineral: Mineral) -> dict[Stage, Balance]:
    """Return the stages of `mineral` whose consumption can be worked out, in the year of the newest complete trade."""
    found = {}
    for stage in (stage for own, stage in SAME_GOODS if own is mineral):
        code = next((code for code in codes_of(atlas, mineral, stage) if code.complete_year is not None), None)
        if code is None:
            continue
        held = trade(atlas, code, None)
        for entry in series_by_year(atlas, mineral, stage):
            if entry.year == held.year and entry.basis == SAME_GOODS[(mineral, stage)]:
                found[stage] = Balance(entry, held.flows, held.source)
    return found


def gauges(
    newest: Mapping[Stage, Series],
    balanced: Mapping[Stage, Balance],
    rate: Interval | NoData,
    held: Traded | NoData,
    members: Importer,
    stage: Stage,
) -> tuple[Measured, ...]:
    """Return the four limits for `members`, in the order of the Act.

    Parameters
    ----------
    newest
        Newest shares of the mineral by stage.
    balanced
        From `balances`.
    rate
        From `recycling_rate`.
    held
        Trade of the mineral at `stage`.
    members
        The set of countries.
    stage
        Stage of the limit on a single country; extraction and processing keep their own.
    """
    return (
        *(_output_limit(benchmark, newest, balanced, members.members) for benchmark in STAGE_OF),
        Measured(recycling_gauge(rate), None, None),
        _single_country(balanced.get(stage), held, members.members),
    )


def recycling_rate(rates: pd.DataFrame, mineral: Mineral) -> Interval | NoData:
    """Return the EU's end-of-life recycling input rate of `mineral` where the study assessed it, else the reason."""
    own = rates[rates["mineral"] == mineral]
    if own.empty:
        return NoData("no end-of-life recycling input rate is published for this mineral")
    status = RateStatus(own["status"].iloc[0])
    if status is RateStatus.ASSESSED:
        return exactly(float(own["rate_share"].iloc[0]))
    return NoData(f"the end-of-life recycling input rate is {status.label}")


def consumption(balance: Balance | None, members: Collection[str]) -> Amount | NoData:
    """Return the apparent consumption of `members`: output and imports less exports, trade among them left out."""
    if balance is None:
        return NO_CONSUMPTION
    crossing = [flow for flow in balance.flows if (flow.importer in members) is not (flow.exporter in members)]
    value = sum(flow.value_usd for flow in crossing)
    weighed = sum(flow.value_usd for flow in crossing if flow.quantity_t is not None)
    if weighed < LEAST_TONNES_COVERAGE * value:
        return NoData("consumption is not published and cannot be worked out: too much of the trade has no tonnes")
    bought = sum(flow.quantity_t or 0.0 for flow in crossing if flow.importer in members)
    sold = sum(flow.quantity_t or 0.0 for flow in crossing if flow.exporter in members)
    return derived_consumption(made_by(balance.output, members), bought, sold, balance.output.basis)


def made_by(entry: Series | None, members: Collection[str]) -> Amount | NoData:
    """Return what `members` make: named members at the low end, with all that no named country makes at the high end."""
    if entry is None:
        return NoData("no output by country is held at this stage")
    result = entry.result
    if result.denominator_t is None:
        return NoData("the publisher prints shares of world output and no tonnes")
    withheld = sorted(area for area in result.withheld if area in members)
    if withheld:
        return NoData(f"the output of {', '.join(withheld)} is withheld by the publisher")
    low = sum(row.quantity_t for row in result.shares if row.area in members and row.quantity_t is not None)
    return Amount(Interval(low, low + result.unattributed_share * result.denominator_t), entry.basis)


def _output_limit(
    benchmark: Benchmark, newest: Mapping[Stage, Series], balanced: Mapping[Stage, Balance], members: Collection[str]
) -> Measured:
    stage = STAGE_OF[benchmark]
    balance = balanced.get(stage)
    entry = newest.get(stage) if balance is None else balance.output
    gauge = output_gauge(benchmark, made_by(entry, members), consumption(balance, members))
    if entry is None:
        return Measured(gauge, None, None)
    if gauge.value is not None:
        return Measured(gauge, None, entry.year)
    inside = roster_share(entry.result, members)
    return Measured(gauge, world_share_gauge(benchmark, Interval(inside.low, inside.high)), entry.year)


def _single_country(balance: Balance | None, held: Traded | NoData, members: Collection[str]) -> Measured:
    if isinstance(held, NoData):
        return Measured(
            single_country_gauge(held, members, NO_CONSUMPTION, basis=""),
            None,
            None,
        )
    bought = [flow for flow in held.trade.flows if flow.importer in members and flow.exporter not in members]
    return Measured(
        single_country_gauge(
            _by_supplier(bought),
            members,
            consumption(balance, members),
            basis=held.trade.code.form if balance is None else balance.output.basis,
            imports_stand_in=True,
        ),
        None,
        held.trade.year,
    )


def _by_supplier(flows: Sequence[Flow]) -> dict[str, float]:
    """Return imports by supplier: in tonnes where flows with tonnes hold nearly all of the value, else in dollars."""
    value = sum(flow.value_usd for flow in flows)
    weighed = sum(flow.value_usd for flow in flows if flow.quantity_t is not None)
    by_tonnes = weighed >= LEAST_TONNES_COVERAGE * value
    found: dict[str, float] = {}
    for flow in flows:
        amount = (flow.quantity_t or 0.0) if by_tonnes else flow.value_usd
        found[flow.exporter] = found.get(flow.exporter, 0.0) + amount
    return found
