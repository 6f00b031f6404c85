"""What the four limits can be measured with: output and trade of the same goods, printed U.S. figures, EU sourcing."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.evidence.market import markets
from geo.evidence.rows import cell_number, cell_text
from geo.evidence.series import history_of
from geo.evidence.sources import sources_of
from geo.evidence.trade import Trade
from geo.figure.source import Source
from geo.model.gain import Series
from geo.model.interval import Interval, NoData, exactly
from geo.model.supply_risk import SupplierShare, own_part
from geo.remembered import remembered
from geo.schema.codes import Benchmark, Mineral, Stage, UsItem, ValueFlag
from geo.store.database import Atlas
from geo.store.queries_dependence import (
    benchmark_eu_sourcing,
    benchmark_trade_pairs,
    benchmark_us_pairs,
    us_salient,
)
from geo.topics.dependence.model.benchmark import CONSUMPTION, OUTPUT, Amount, part_of_sourcing, rounded

STAGE_OF = {Benchmark.EXTRACTION: Stage.MINED, Benchmark.PROCESSING: Stage.REFINED}
USA = "USA"
EU_PERIOD = "average 2016-2020"
NO_US_ROW = {
    Benchmark.EXTRACTION: "the U.S. Geological Survey prints no U.S. mine output under this mineral",
    Benchmark.PROCESSING: "the U.S. Geological Survey prints no U.S. refined output under this mineral",
    Benchmark.RECYCLING: "the U.S. Geological Survey prints no U.S. output from old scrap under this mineral",
}
UNTESTED = "no open trade by country is held in tonnes of the same goods as the output"

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Balance:
    """Output and trade of one stage and year that count the same goods, so that consumption can be worked out.

    ``test`` says how that was found.
    """

    output: Series
    trade: Trade
    test: str


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One printed row of the U.S. statistics in one year.

    Attributes
    ----------
    tonnes
        Tonnes of `basis` as bounds, or why no figure is printed.
    quantity_t
        The plain figure; None where none is printed.
    """

    detail: str
    year: int
    tonnes: Interval | NoData
    quantity_t: float | None
    basis: str
    is_estimate: bool
    printed: str
    note: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Printed:
    """Output and consumption of the United States in the newest year that is printed for both.

    Attributes
    ----------
    rounding_t
        Step to which the publisher rounds both to protect companies; 0 where it names none.
    reason
        Why the two rows count the same goods.
    """

    commodity: str
    output: PrintedRow
    consumption: PrintedRow
    rounding_t: float
    reason: str

    @property
    def period(self) -> str:
        """Year, with a word where the publisher estimates."""
        is_estimate = self.output.is_estimate or self.consumption.is_estimate
        return f"{self.output.year}, estimate" if is_estimate else str(self.output.year)

    def amount(self, row: PrintedRow) -> Amount | NoData:
        """Return the tonnes of one of the two rows, widened by the rounding."""
        if isinstance(row.tonnes, NoData):
            return row.tonnes
        return Amount(rounded(self.label(row), row.tonnes, self.rounding_t), row.basis)

    def label(self, row: PrintedRow) -> str:
        """Return which of the two a row is, in the lines of a receipt."""
        return OUTPUT if row is self.output else CONSUMPTION


@dataclass(frozen=True, slots=True)
class Sourced:
    """One supplier of one material in the sourcing of the EU, as printed."""

    material: str
    iso3: str
    share: Interval
    printed: str


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Sourcing of the EU at one stage, of one material or of several that stand for the mineral together."""

    stage: Stage
    rows: tuple[Sourced, ...]
    source_id: str

    @property
    def materials(self) -> tuple[str, ...]:
        """Names of the materials, in order."""
        return tuple(dict.fromkeys(row.material for row in self.rows))

    def of(self, material: str) -> tuple[Sourced, ...]:
        """Return the suppliers of one material."""
        return tuple(row for row in self.rows if row.material == material)

    def own(self, material: str, eu: Collection[str]) -> Interval:
        """Return the EU's own part in the sourcing of one material, 0-1."""
        return own_part([SupplierShare(row.iso3, row.share, 1.0) for row in self.of(material)], eu)

    def span(self, eu: Collection[str]) -> Interval:
        """Return the EU's own part over all materials: the least to the most of any."""
        return part_of_sourcing(self.own(material, eu) for material in self.materials)


@dataclass(frozen=True)
class Grounds:
    """All that the limits of one mineral can be measured with, and why the rest cannot.

    Attributes
    ----------
    balances
        Stages whose consumption can be worked out for any set of members.
    refused
        Stages whose output and trade were tested and do not count the same goods, with the reason.
    printed, not_printed
        Limits for the United States alone: the printed pair, or why there is none.
    sourcing
        Limits for the EU alone.
    """

    balances: Mapping[Stage, Balance]
    refused: Mapping[Stage, str]
    printed: Mapping[Benchmark, Printed]
    not_printed: Mapping[Benchmark, str]
    sourcing: Mapping[Benchmark, Sourcing]
    sources: tuple[Source, ...]


@remembered
def _reviewed(atlas: Atlas) -> tuple[pd.DataFrame, ...]:
    """Return the reviewed pairs of output and code, the U.S. pairs and rows, and the EU sourcing, of all minerals."""
    return benchmark_trade_pairs(atlas), benchmark_us_pairs(atlas), us_salient(atlas), benchmark_eu_sourcing(atlas)


def load_grounds(atlas: Atlas, mineral: Mineral) -> Grounds:
    """Return what is held for `mineral`; trade is of its newest complete year."""
    own, us_pairs, salient, sourced = (table[table["mineral"] == mineral] for table in _reviewed(atlas))
    pairs = own.to_dict("records")
    accepted = [row for row in pairs if row["is_accepted"]]
    found = {Stage(row["stage"]): _balance(atlas, mineral, row) for row in accepted}
    balances = {stage: balance for stage, balance in found.items() if balance is not None}
    printed, not_printed = _printed(us_pairs, salient)
    sourcing = _sourcing(sourced)
    ids = {entry.source_id for entry in sourcing.values()}
    ids |= {pair.output.source_id for pair in printed.values()} | {
        pair.consumption.source_id for pair in printed.values()
    }
    ids |= {balance.output.source_id for balance in balances.values()}
    ids |= {balance.trade.source.source_id for balance in balances.values()}
    return Grounds(
        balances=balances,
        refused={Stage(row["stage"]): row["reason"] for row in pairs if not row["is_accepted"]},
        printed=printed,
        not_printed=not_printed,
        sourcing=sourcing,
        sources=sources_of(atlas, ids),
    )


def _balance(atlas: Atlas, mineral: Mineral, pair: Row) -> Balance | None:
    """Return output and trade of the newest complete year of the code; None where one of them is not held."""
    stage = Stage(pair["stage"])
    market = markets(atlas).get((mineral, stage), {}).get(pair["hs6"])
    if market is None:
        return None
    held = market.trade
    return next(
        (
            Balance(entry, held, pair["reason"])
            for entry in history_of(atlas, mineral, stage)
            if entry.year == held.year and entry.basis == pair["basis"]
        ),
        None,
    )


def _printed(pairs: pd.DataFrame, salient: pd.DataFrame) -> tuple[dict[Benchmark, Printed], dict[Benchmark, str]]:
    found: dict[Benchmark, Printed] = {}
    refused: dict[Benchmark, str] = {}
    for pair in pairs.to_dict("records"):
        benchmark = Benchmark(pair["benchmark"])
        if not pair["is_accepted"]:
            refused.setdefault(benchmark, pair["reason"])
            continue
        own = salient[salient["commodity"] == pair["commodity"]]
        output = own[(own["item"] == UsItem.PRODUCTION) & (own["detail"] == pair["output_detail"])]
        used = own[(own["item"] == UsItem.CONSUMPTION) & (own["detail"] == pair["consumption_detail"])]
        year = min(output["year"].max(), used["year"].max())
        found[benchmark] = Printed(
            commodity=str(pair["commodity"]),
            output=_row(output[output["year"] == year].iloc[0].to_dict()),
            consumption=_row(used[used["year"] == year].iloc[0].to_dict()),
            rounding_t=cell_number(pair["rounding_t"]) or 0.0,
            reason=str(pair["reason"]),
        )
    return found, {benchmark: reason for benchmark, reason in refused.items() if benchmark not in found}


def _row(row: Row) -> PrintedRow:
    quantity, low, high = (cell_number(row[name]) for name in ("quantity_t", "low_t", "high_t"))
    tonnes: Interval | NoData
    if quantity is not None:
        tonnes = exactly(quantity)
    elif low is not None and high is not None:
        tonnes = Interval(low, high)
    else:
        why = "withheld by the publisher" if row["flag"] == ValueFlag.WITHHELD else "not available"
        tonnes = NoData(f"“{row['detail']}” of the United States is {why} for {row['year']}")
    return PrintedRow(
        detail=str(row["detail"]),
        year=int(row["year"]),
        tonnes=tonnes,
        quantity_t=quantity,
        basis=str(row["basis"]),
        is_estimate=row["flag"] == ValueFlag.ESTIMATED,
        printed=f"{cell_text(row['raw_value']) or ''} {row['raw_unit']}".strip(),
        note=cell_text(row["note"]) or "",
        source_id=str(row["source_id"]),
    )


def _sourcing(table: pd.DataFrame) -> dict[Benchmark, Sourcing]:
    kept = table[table["is_accepted"].astype(bool)]
    found = {}
    for benchmark, stage in STAGE_OF.items():
        own = kept[kept["stage"] == stage]
        if not own.empty:
            rows = tuple(_sourced(row) for row in own.to_dict("records"))
            found[benchmark] = Sourcing(stage, rows, str(own["source_id"].iloc[0]))
    return found


def _sourced(row: Row) -> Sourced:
    share, high = cell_number(row["share"]), cell_number(row["high_share"])
    bounds = Interval(0.0, 1.0 if high is None else high) if share is None else exactly(share)
    return Sourced(str(row["material"]), str(row["iso3"]), bounds, str(row["raw_value"]))
