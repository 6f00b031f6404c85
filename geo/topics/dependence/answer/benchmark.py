"""The four limits of the EU Critical Raw Materials Act for any set of members and one mineral."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from geo.evidence.trade import Trade
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.model.supply import LEAST_TONNES_COVERAGE, Flow
from geo.model.trace import Scalar
from geo.schema.codes import Benchmark, Mineral, RateStatus, Stage
from geo.topics.dependence.answer.grounds import (
    EU_PERIOD,
    NO_US_ROW,
    STAGE_OF,
    UNTESTED,
    USA,
    Balance,
    Grounds,
    Printed,
    Sourcing,
)
from geo.topics.dependence.answer.importer import Importer
from geo.topics.dependence.answer.trade import Traded
from geo.topics.dependence.model.benchmark import (
    NO_RATE_OF_THEIRS,
    Amount,
    Gauge,
    GaugeState,
    StandIn,
    balance_gauge,
    bought,
    derived_consumption,
    made_by_members,
    output_gauge,
    part_of_world,
    recycled,
    recycling_gauge,
    single_country_gauge,
    sold,
    stand_in_gauge,
)

NO_CONSUMPTION = NoData("yearly consumption by country is not published in any open file held here")
STUDY = "study of 2023"


@dataclass(frozen=True, slots=True)
class Rate:
    """End-of-life recycling input rate of the EU for one mineral, as the study prints it."""

    material: str
    share: float
    reference: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Bought:
    """What a set of members buys from outside, by supplier.

    Attributes
    ----------
    by_supplier
        Tonnes, or US dollars where flows with tonnes hold too little of the value.
    flows
        The flows behind it.
    balance
        Output of the same goods, where consumption can be worked out.
    """

    trade: Trade
    flows: tuple[Flow, ...]
    by_supplier: Mapping[str, float]
    by_tonnes: bool
    balance: Balance | None


Ground: TypeAlias = Printed | Balance | Sourcing | Series | Rate | Bought


@dataclass(frozen=True, slots=True)
class Measured:
    """One limit with its gauge, and what can be said where the gauge has no data.

    Attributes
    ----------
    gauge
        Against the limit.
    stand_in, stands_for
        What is shown where a figure is missing, and what it is; never met or missed.
    period
        Year or years of what is shown; None where nothing is.
    ground
        What the figure shown was worked out from.
    """

    gauge: Gauge
    stand_in: Gauge | None = None
    stands_for: StandIn | None = None
    period: str | None = None
    ground: Ground | None = None

    @property
    def shown(self) -> Interval | None:
        """The figure of the gauge, or else of what stands in; None where neither has one."""
        return self.gauge.value if self.stand_in is None else self.stand_in.value

    @property
    def reason(self) -> str:
        """How the figure of the gauge was found to count the same goods; empty where nothing had to be found."""
        if isinstance(self.ground, Printed):
            return self.ground.reason
        return self.ground.test if isinstance(self.ground, Balance) else ""

    @property
    def source_ids(self) -> frozenset[str]:
        """Editions behind the figure shown."""
        ground = self.ground
        if ground is None:
            return frozenset()
        if isinstance(ground, Printed):
            return frozenset({ground.output.source_id, ground.consumption.source_id})
        if isinstance(ground, Balance):
            return frozenset({ground.output.source_id, ground.trade.source.source_id})
        if isinstance(ground, Bought):
            own = set() if ground.balance is None else {ground.balance.output.source_id}
            return frozenset({ground.trade.source.source_id, *own})
        return frozenset({ground.source_id})


@dataclass(frozen=True)
class Evidence:
    """What the limits of one mineral and stage are measured with, whoever the members are.

    Attributes
    ----------
    newest
        Newest shares of the mineral by stage.
    rate
        From `recycling_rate`.
    held
        Trade of the mineral at the stage of the limit on a single country; the others keep their own stage.
    eu
        The 27 states: the study's figures are theirs alone.
    """

    newest: Mapping[Stage, Series]
    grounds: Grounds
    rate: Rate | NoData
    held: Traded | NoData
    eu: frozenset[str]


def gauges(evidence: Evidence, members: Importer) -> tuple[Measured, ...]:
    """Return the four limits for `members`, in the order of the Act."""
    own = members.members
    outputs = tuple(_output_limit(benchmark, evidence, own) for benchmark in STAGE_OF)
    return (*outputs, _recycling(evidence, own), _single_country(evidence, own))


def recycling_rate(rates: pd.DataFrame, mineral: Mineral) -> Rate | NoData:
    """Return the EU's end-of-life recycling input rate of `mineral` where the study assessed it, else the reason."""
    own = rates[rates["mineral"] == mineral]
    if own.empty:
        return NoData("no end-of-life recycling input rate is published for this mineral")
    row = own.iloc[0]
    status = RateStatus(row["status"])
    if status is not RateStatus.ASSESSED:
        return NoData(f"the end-of-life recycling input rate is {status.label}")
    reference = "" if pd.isna(row["reference"]) else str(row["reference"])
    return Rate(str(row["material"]), float(row["rate_share"]), reference, str(row["source_id"]))


def crossing(flows: Sequence[Flow], members: Collection[str]) -> tuple[list[Flow], list[Flow]]:
    """Return what `members` buy from outside and what they sell there; trade among them is in neither."""
    bought = [flow for flow in flows if flow.importer in members and flow.exporter not in members]
    sold = [flow for flow in flows if flow.exporter in members and flow.importer not in members]
    return bought, sold


def traded_tonnes(balance: Balance, members: Collection[str]) -> tuple[float, float] | NoData:
    """Return what `members` buy from outside and sell there, in tonnes; NoData where too much of it has no tonnes."""
    inward, outward = crossing(balance.trade.flows, members)
    if not _has_tonnes([*inward, *outward]):
        return NoData("too much of the trade has no tonnes")
    return bought(_tonnes(inward), "t"), sold(_tonnes(outward), "t")


def made_by(entry: Series[Scalar] | None, members: Collection[str]) -> Amount[Scalar] | NoData:
    """Return what `members` make: named members at the low end, with all that no named country makes at the high end.

    Where the publisher prints a figure for each member, both ends are their sum.
    """
    if entry is None:
        return NoData("no output by country is held at this stage")
    result = entry.result
    if result.denominator_t is None:
        return NoData("the publisher prints shares of world output and no tonnes")
    withheld = sorted(area for area in result.withheld if area in members)
    if withheld:
        return NoData(f"the output of {', '.join(withheld)} is withheld by the publisher")
    return Amount(made_by_members(result, members, result.denominator_t), entry.basis)


def _output_limit(benchmark: Benchmark, evidence: Evidence, members: Collection[str]) -> Measured:
    stage = STAGE_OF[benchmark]
    grounds, reasons = evidence.grounds, []
    if set(members) == {USA}:
        found = _us_limit(benchmark, grounds)
        if isinstance(found, Measured):
            return found
        reasons.append(found.reason)
    balance = grounds.balances.get(stage)
    entry = evidence.newest.get(stage) if balance is None else balance.output
    if balance is not None:
        gauge = _balanced(benchmark, balance, members)
        if gauge.value is not None:
            return Measured(gauge, period=balance.output.period, ground=balance)
        reasons.append(gauge.reason or "")
    elif not reasons:
        made = made_by(entry, members)
        reasons.append(made.reason if isinstance(made, NoData) else _why_no_consumption(grounds, benchmark))
    gauge = Gauge(benchmark, GaugeState.NO_DATA, reason=reasons[0])
    sourcing = grounds.sourcing.get(benchmark)
    if set(members) == evidence.eu and sourcing is not None:
        own = stand_in_gauge(benchmark, sourcing.span(evidence.eu), StandIn.EU_SOURCING)
        return Measured(gauge, own, StandIn.EU_SOURCING, EU_PERIOD, sourcing)
    if entry is None:
        return Measured(gauge)
    share = stand_in_gauge(benchmark, part_of_world(entry.result, members), StandIn.WORLD)
    # Only the EU study prints shares without tonnes, and its shares are an average of several years.
    period = EU_PERIOD if entry.result.denominator_t is None else str(entry.year)
    return Measured(gauge, share, StandIn.WORLD, period, entry)


def _why_no_consumption(grounds: Grounds, benchmark: Benchmark) -> str:
    refused = grounds.refused.get(STAGE_OF[benchmark])
    return f"{NO_CONSUMPTION.reason}, and {UNTESTED}" if refused is None else f"{NO_CONSUMPTION.reason}. {refused}"


def _us_limit(benchmark: Benchmark, grounds: Grounds) -> Measured | NoData:
    printed = grounds.printed.get(benchmark)
    if printed is None:
        return NoData(grounds.not_printed.get(benchmark, NO_US_ROW[benchmark]))
    gauge = output_gauge(benchmark, printed.amount(printed.output), printed.amount(printed.consumption))
    if gauge.value is None:
        return NoData(gauge.reason or NO_US_ROW[benchmark])
    return Measured(gauge, period=printed.period, ground=printed)


def _balanced(benchmark: Benchmark, balance: Balance, members: Collection[str]) -> Gauge:
    moved = traded_tonnes(balance, members)
    if isinstance(moved, NoData):
        reason = f"consumption is not published and cannot be worked out: {moved.reason}"
        return Gauge(benchmark, GaugeState.NO_DATA, reason=reason)
    return balance_gauge(benchmark, made_by(balance.output, members), *moved, balance.output.basis)


def _recycling(evidence: Evidence, members: Collection[str]) -> Measured:
    benchmark, rate = Benchmark.RECYCLING, evidence.rate
    known = rate if isinstance(rate, NoData) else recycled(rate.share)
    if set(members) == evidence.eu:
        gauge = recycling_gauge(known)
        return Measured(gauge) if isinstance(rate, NoData) else Measured(gauge, period=STUDY, ground=rate)
    reason = NO_RATE_OF_THEIRS
    if set(members) == {USA}:
        found = _us_limit(benchmark, evidence.grounds)
        if isinstance(found, Measured):
            return found
        reason = found.reason
    gauge = Gauge(benchmark, GaugeState.NO_DATA, reason=reason)
    if isinstance(rate, NoData):
        return Measured(gauge)
    own = stand_in_gauge(benchmark, recycled(rate.share), StandIn.EU_RATE)
    return Measured(gauge, own, StandIn.EU_RATE, STUDY, rate)


def _single_country(evidence: Evidence, members: Collection[str]) -> Measured:
    held = evidence.held
    if isinstance(held, NoData):
        return Measured(single_country_gauge(held, members, NO_CONSUMPTION, basis=""))
    code = held.trade.code.hs6
    same = (balance for balance in evidence.grounds.balances.values() if balance.trade.code.hs6 == code)
    balance = next(same, None)
    inward, _ = crossing(held.trade.flows, members)
    by_tonnes = _has_tonnes(inward)
    by_supplier: dict[str, float] = {}
    for flow in inward:
        amount = (flow.quantity_t or 0.0) if by_tonnes else flow.value_usd
        by_supplier[flow.exporter] = by_supplier.get(flow.exporter, 0.0) + amount
    gauge = single_country_gauge(
        by_supplier,
        members,
        _consumption(balance, members) if by_tonnes else NO_CONSUMPTION,
        basis=held.trade.code.form if balance is None else balance.output.basis,
        unit="t" if by_tonnes else "USD",
        imports_stand_in=True,
    )
    ground = Bought(held.trade, tuple(inward), by_supplier, by_tonnes, balance)
    return Measured(gauge, period=str(held.trade.year), ground=ground)


def _consumption(balance: Balance | None, members: Collection[str]) -> Amount | NoData:
    """Return the apparent consumption of `members`: output and imports less exports, trade among them left out."""
    if balance is None:
        return NO_CONSUMPTION
    moved = traded_tonnes(balance, members)
    if isinstance(moved, NoData):
        return moved
    return derived_consumption(made_by(balance.output, members), *moved, balance.output.basis)


def _has_tonnes(flows: Sequence[Flow]) -> bool:
    """Return whether the flows with tonnes hold nearly all of the value."""
    value = sum(flow.value_usd for flow in flows)
    weighed = sum(flow.value_usd for flow in flows if flow.quantity_t is not None)
    return weighed >= LEAST_TONNES_COVERAGE * value


def _tonnes(flows: Sequence[Flow]) -> list[float]:
    return [flow.quantity_t for flow in flows if flow.quantity_t is not None]
