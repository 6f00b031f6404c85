"""Gauges of the EU Critical Raw Materials Act for any set of members: extraction, processing, recycling, one third country.

Published source: Regulation (EU) 2024/1252, Article 5: by 2030 at least 10 % of the Union's yearly consumption extracted,
40 % processed and 25 % recycled inside, and at most 65 % from a single third country at any stage. For other sets of
members the same limits are only a yardstick. Consumption is the denominator of all four: where it is not published the
gauge has no data, unless the caller names what stands in for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from geo.model.concentration import Concentration
from geo.model.interval import Interval, NoData, between, exactly
from geo.model.trace import Scalar, alike, largest, named, plain, smallest, total
from geo.schema.codes import Benchmark

LIMITS_CAVEAT = (
    "The four limits were read in a Commission question-and-answer page of 3 December 2025, not in the Regulation itself; "
    "the 25 % of recycling is worded there as recycling capacity."
)
RECYCLING_STAND_IN = (
    "The EU's end-of-life recycling input rate (study of 2023) stands in for recycling against consumption."
)
TRADE_STAND_IN = "Its part in the members' imports from outside stands in for its part in their consumption."
OUTPUT, CONSUMPTION, BOUGHT, SOLD = "Output", "Consumption", "Imports from outside", "Exports to outside"
OWN_PART, LARGEST_COUNTRY = "Output over consumption", "Largest third country"
WORLD_PART, SOURCING_PART = "Part in world output", "EU part in EU sourcing"
NO_RATE_OF_THEIRS = "no recycling rate of these members is published; the study of 2023 gives one for the EU alone"


class StandIn(StrEnum):
    """What is shown in place of a figure that is missing; it never meets or misses a limit."""

    WORLD = "world output"
    EU_SOURCING = "EU sourcing"
    EU_RATE = "EU recycling rate"

    @property
    def label(self) -> str:
        """Its name on a page."""
        return {
            "world output": "part in world output",
            "EU sourcing": "EU part in EU sourcing",
            "EU recycling rate": "recycling input rate of the EU",
        }[self.value]

    @property
    def sentence(self) -> str:
        """What a page prints beside it."""
        return {
            "world output": "The members' part in world output stands in: it says nothing about what they use.",
            "EU sourcing": "The EU's own part in EU sourcing stands in (study of 2023, average of 2016 to 2020): "
            "sourcing is own output and imports, exports are not taken off.",
            "EU recycling rate": "The end-of-life recycling input rate of the EU stands in (study of 2023): it is not a "
            "rate of these members.",
        }[self.value]


class GaugeState(StrEnum):
    """How a gauge is drawn; no data is grey."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Amount(Generic[Scalar]):
    """Tonnes of a set of countries, as bounds, with what a tonne is.

    Attributes
    ----------
    stands_in
        Words that say what this amount really is, where it stands in for another; None for the thing itself.
    """

    tonnes: Interval[Scalar]
    basis: str
    stands_in: str | None = None


@dataclass(frozen=True, slots=True)
class Gauge(Generic[Scalar]):
    """One gauge.

    Attributes
    ----------
    value
        Part of consumption, 0-1 and more; None without data.
    country
        The third country of the single-country limit.
    reason
        Why there are no data.
    stands_in
        What stands in for what, to be printed with the figure; empty where nothing does.
    """

    benchmark: Benchmark
    state: GaugeState
    value: Interval[Scalar] | None = None
    country: str | None = None
    reason: str | None = None
    stands_in: tuple[str, ...] = ()
    caveat: str = LIMITS_CAVEAT


def output_gauge(
    benchmark: Benchmark, output: Amount[Scalar] | NoData, consumption: Amount[Scalar] | NoData, name: str = OWN_PART
) -> Gauge[Scalar]:
    """Return the gauge of extraction or processing: the members' output over their yearly consumption.

    Parameters
    ----------
    output, consumption
        Of the members, in one basis. Either may be missing, with the reason.
    name
        What is measured, in the lines of a receipt.
    """
    if isinstance(output, NoData):
        return Gauge(benchmark, GaugeState.NO_DATA, reason=output.reason)
    if isinstance(consumption, NoData):
        return Gauge(benchmark, GaugeState.NO_DATA, reason=consumption.reason)
    if output.basis != consumption.basis:
        reason = f"output is counted in {output.basis}, consumption in {consumption.basis}; no share can be formed"
        return Gauge(benchmark, GaugeState.NO_DATA, reason=reason)
    if not consumption.tonnes.low > 0:
        return Gauge(benchmark, GaugeState.NO_DATA, reason="consumption may be zero; no share can be formed")
    made, used = output.tonnes, consumption.tonnes
    value = part_of_consumption(name, made.low / used.high, made.high / used.low)
    words = tuple(words for words in (output.stands_in, consumption.stands_in) if words)
    return Gauge(benchmark, _state(benchmark, value), value, stands_in=words)


def balance_gauge(
    benchmark: Benchmark, production: Amount[Scalar] | NoData, imports_t: Scalar, exports_t: Scalar, trade_basis: str
) -> Gauge[Scalar]:
    """Return the gauge of extraction or processing where consumption is worked out from the same output.

    Output that is not known is the same unknown above and below the line, so the ends are those of
    ``made / (made + imports - exports)`` and lie closer than those of two unknowns would.
    """
    consumption = derived_consumption(production, imports_t, exports_t, trade_basis)
    if isinstance(production, NoData) or isinstance(consumption, NoData):
        known = output_gauge(benchmark, production, consumption)
        return Gauge(benchmark, GaugeState.NO_DATA, reason=known.reason)
    made, used = production.tonnes, consumption.tonnes
    first, second = made.low / used.low, made.high / used.high
    value = part_of_consumption(OWN_PART, *((first, second) if first <= second else (second, first)))
    words = (consumption.stands_in,) if consumption.stands_in else ()
    return Gauge(benchmark, _state(benchmark, value), value, stands_in=words)


def part_of_consumption(name: str, low: Scalar, high: Scalar) -> Interval[Scalar]:
    """Return what goes over the consumption that goes with it, from its ends."""
    return between(name, "over the consumption that goes with it", "share", low, high)


def part_of_world(result: Concentration[Scalar], members: Collection[str]) -> Interval[Scalar]:
    """Return the part of world output that `members` make, 0-1.

    The low end counts printed members only. The high end adds all that no named country holds, if one of the members has
    no figure of its own (`has_unprinted`). It is 1 where a member's figure is withheld, since a publisher leaves
    withheld output out of its world total as well: nothing says how much more it is.
    """
    low = smallest(1.0, total(result.shares_of(members), like=result.share_sum))
    rule = "members' output over the world"
    if not set(result.withheld).isdisjoint(members):
        return between(WORLD_PART, f"{rule}; nothing bounds it above", "share", low, alike(1.0, low))
    if not has_unprinted(result, members):
        return between(WORLD_PART, rule, "share", low, low)
    high = smallest(1.0, total(result.shares_of(members), like=result.share_sum) + result.unattributed_share)
    return between(WORLD_PART, f"{rule}; the high end adds what no named country makes", "share", low, high)


def has_unprinted(result: Concentration[Scalar], members: Collection[str]) -> bool:
    """Return whether the publisher prints no figure for one of `members`, so that some of the rest may be theirs."""
    return not set(members) <= {row.area for row in result.shares if row.share is not None}


def stand_in_gauge(benchmark: Benchmark, share: Interval, stand_in: StandIn) -> Gauge:
    """Return what is shown where a figure is missing; never met or missed, since the limit is one of consumption."""
    return Gauge(benchmark, GaugeState.UNDECIDED, share, stands_in=(stand_in.sentence,))


def recycling_gauge(rate: Interval | NoData) -> Gauge:
    """Return the gauge of recycling of the EU from its end-of-life recycling input rate.

    Parameters
    ----------
    rate
        0-1. A zero that may mean "not assessed" and an unverified rate are NoData.
    """
    if isinstance(rate, NoData):
        return Gauge(Benchmark.RECYCLING, GaugeState.NO_DATA, reason=rate.reason)
    return Gauge(Benchmark.RECYCLING, _state(Benchmark.RECYCLING, rate), rate, stands_in=(RECYCLING_STAND_IN,))


def single_country_gauge(
    imports: Mapping[str, Scalar] | NoData,
    members: Collection[str],
    consumption: Amount[Scalar] | NoData,
    *,
    basis: str,
    unit: str = "t",
    imports_stand_in: bool = False,
) -> Gauge[Scalar]:
    """Return the gauge of the largest third country.

    Parameters
    ----------
    imports
        The members' imports by supplier in tonnes, or the reason why there are none. Members among the suppliers are
        left out.
    consumption
        Of the members.
    basis
        What a tonne of the imports is a tonne of.
    unit
        Unit of the imports.
    imports_stand_in
        Whether the members' imports from outside may stand in for a consumption that is missing; the gauge says so.
    """
    benchmark = Benchmark.SINGLE_COUNTRY
    if isinstance(imports, NoData):
        return Gauge(benchmark, GaugeState.NO_DATA, reason=imports.reason)
    outside = {area: tonnes for area, tonnes in imports.items() if area not in members and tonnes > 0}
    if not outside:
        return Gauge(benchmark, GaugeState.NO_DATA, reason="no imports from outside the members are held")
    country = min(outside, key=lambda area: (-plain(outside[area]), area))
    if isinstance(consumption, NoData):
        if not imports_stand_in:
            return Gauge(benchmark, GaugeState.NO_DATA, country=country, reason=consumption.reason)
        value = exactly(part_of_imports(outside[country], bought(outside.values(), unit)))
        return Gauge(benchmark, _state(benchmark, value), value, country, stands_in=(TRADE_STAND_IN,))
    gauge = output_gauge(benchmark, Amount(exactly(outside[country]), basis), consumption, LARGEST_COUNTRY)
    return Gauge(benchmark, gauge.state, gauge.value, country, gauge.reason, gauge.stands_in)


def part_of_imports(amount: Scalar, imports: Scalar) -> Scalar:
    """Return the part of the members' imports from outside that the largest supplier sells."""
    return named(LARGEST_COUNTRY, "the largest supplier over all imports", "share", amount / imports)


def bought(amounts: Iterable[Scalar], unit: str) -> Scalar:
    """Return what members buy from outside."""
    return named(BOUGHT, "sum over suppliers; trade among the members left out", unit, total(amounts))


def sold(amounts: Iterable[Scalar], unit: str) -> Scalar:
    """Return what members sell outside."""
    return named(SOLD, "sum over members; trade among the members left out", unit, total(amounts))


def made_by_members(result: Concentration[Scalar], members: Collection[str], world_t: Scalar) -> Interval[Scalar]:
    """Return what `members` make in tonnes: those printed, with all that no named country makes at the high end."""
    held = [row.quantity_t for row in result.shares if row.area in members and row.quantity_t is not None]
    low, rule = total(held, like=world_t), "sum of the members that the publisher names"
    if not has_unprinted(result, members):
        return between(OUTPUT, rule, "t", low, low)
    rule += "; the high end adds all that no named country makes"
    return between(OUTPUT, rule, "t", low, low + result.unattributed_share * world_t)


def rounded(label: str, printed_t: Interval[Scalar], step_t: float) -> Interval[Scalar]:
    """Return printed tonnes, widened by the step to which the publisher rounds them; as printed where it names none."""
    if not step_t > 0:
        return printed_t
    rule, half = f"printed figure, rounded to {step_t:,g} t", step_t / 2
    return between(label, rule, "t", largest(0.0, printed_t.low - half), printed_t.high + half)


def part_of_sourcing(parts: Iterable[Interval[Scalar]]) -> Interval[Scalar]:
    """Return the least and the most of the own parts of several materials."""
    ends = list(parts)
    low, high = smallest(*(end.low for end in ends)), largest(*(end.high for end in ends))
    rule = "the EU's own part" if len(ends) == 1 else "the least and the most of the materials"
    return between(SOURCING_PART, rule, "share", low, high)


def recycled(share: Scalar) -> Interval[Scalar]:
    """Return the recycling input rate that a study prints."""
    return exactly(named("Recycling input rate of the EU", "as the study prints it", "share", share))


def derived_consumption(
    production: Amount[Scalar] | NoData, imports_t: Scalar, exports_t: Scalar, trade_basis: str
) -> Amount[Scalar] | NoData:
    """Return apparent consumption, production + imports - exports, where all three are tonnes of one basis.

    Stock changes are left out, so the amount says that it is derived. It is NoData where production is missing or counted
    in another basis, or the result is not above zero.
    """
    if isinstance(production, NoData):
        return NoData(f"consumption is not published and cannot be derived: {production.reason}")
    if production.basis != trade_basis:
        return NoData(
            f"consumption is not published and cannot be derived: production is counted in {production.basis}, "
            f"trade in {trade_basis}"
        )
    made = production.tonnes
    rule = "output + imports - exports; trade among the members and changes of stocks are left out"
    used = between(CONSUMPTION, rule, "t", made.low + imports_t - exports_t, made.high + imports_t - exports_t)
    if not used.low > 0:
        return NoData("consumption is not published, and production + imports - exports is not above zero")
    words = "Apparent consumption, derived: production + imports - exports; stock changes are left out."
    return Amount(used, trade_basis, words)


def _state(benchmark: Benchmark, value: Interval[Scalar]) -> GaugeState:
    target = benchmark.target
    if benchmark.is_ceiling:
        if value.high <= target:
            return GaugeState.MET
        return GaugeState.MISSED if value.low > target else GaugeState.UNDECIDED
    if value.low >= target:
        return GaugeState.MET
    return GaugeState.MISSED if value.high < target else GaugeState.UNDECIDED
