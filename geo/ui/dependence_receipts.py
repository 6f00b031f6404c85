"""Receipts of the tables of the Dependence page, by column; the rows are those of ``geo.ui.dependence_tables``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from geo.answer.dependence import Dependence, Spot
from geo.answer.dependence_gain import NextMembers
from geo.answer.dependence_ledger import Ledger, OfRow, gain_cells
from geo.answer.dependence_output import Holding, Rivals
from geo.answer.dependence_published import EuRisks
from geo.answer.dependence_trade import Imports, Traded
from geo.answer.production import Production
from geo.figure.receipt import Receipt
from geo.model.band import ShareBands
from geo.model.interval import NoData
from geo.model.roster import Roster
from geo.model.supply import TradeBasis
from geo.schema.codes import Measure, Mineral, Stage
from geo.ui import cache, dependence_cache
from geo.ui import dependence_tables as tables
from geo.ui.receipt import Makers, by_row

Row = TypeVar("Row")

YEARS = {
    tables.HHI_LOW: "hhi_low",
    tables.HHI_HIGH: "hhi_high",
    tables.LARGEST_SHARE: "top1_share",
    tables.TOP_THREE: "top3_share",
    tables.UNNAMED: "unattributed_share",
}
INDICES = {tables.HHI_LOW: "hhi_low", tables.HHI_HIGH: "hhi_high"}
BANDS = {tables.BASE: "base", tables.P5: "p5", tables.P95: "p95"}
MEMBERS = {
    tables.OUTSIDE: "outside_roster",
    tables.LARGEST_SHARE: "largest_share",
    tables.FROM_PRODUCER: "largest_producer_share",
    tables.SCORE_LOW: "score_low",
    tables.SCORE_HIGH: "score_high",
}
TOTALS = {tables.IMPORTS_T: TradeBasis.TONNES, tables.IMPORTS_USD: TradeBasis.VALUE}
SUPPLIERS = {
    tables.SHARE: "share",
    tables.TONNES: "quantity_t",
    tables.USD: "value_usd",
    tables.STABILITY: "political_stability_risk",
}
GAINS = {
    tables.NOW_LOW: "roster_now_low",
    tables.NOW_HIGH: "roster_now_high",
    tables.GAIN_LOW: "low",
    tables.GAIN_HIGH: "high",
}
SPOTS = {
    **INDICES,
    tables.LARGEST_SHARE: "top1_share",
    tables.GOVERNANCE: "governance",
    tables.WEAKEST: "governance_low",
    tables.STRONGEST: "governance_high",
    tables.ESTIMATED: "supply_with_estimate",
}
RISKS = {
    tables.RISK_LOW: "risk_low",
    tables.RISK_HIGH: "risk_high",
    tables.RELIANCE_LOW: "import_reliance_low",
    tables.RELIANCE_HIGH: "import_reliance_high",
}


def ledger() -> Ledger:
    """Return where receipts find their cells: in the cache of the pages."""
    return Ledger(cache.geography(), _output, cache.cells_of, dependence_cache.estimates_of)


def _output(mineral: Mineral, stage: Stage, year: int | None) -> Production:
    return cache.production_of(Measure.PRODUCTION, mineral, stage, year)


def year_makers(held: Holding) -> Makers:
    """Return the receipts of `tables.year_rows`."""
    return _makers(YEARS, ledger().years(), [*reversed(held.history)])


def rival_makers(rivals: Rivals) -> Makers:
    """Return the receipts of `tables.rival_rows`."""
    columns = {tables.LOW: "low", tables.HIGH: "high"} | {tables.by_publisher(name): name for name in rivals.outputs}
    return _makers(columns, ledger().rivals(rivals), rivals.ranges)


def rival_index_makers(rivals: Rivals) -> Makers:
    """Return the receipts of `tables.rival_index_rows`."""
    return _makers(INDICES, ledger().rival_indices(rivals), [*rivals.outputs])


def band_makers(held: Holding, found: ShareBands, error: float) -> Makers:
    """Return the receipts of `tables.band_rows`."""
    return _makers(BANDS, ledger().bands(held, found, error), [*found.shares])


def member_makers(answer: Dependence, trade: Traded) -> Makers:
    """Return the receipts of `tables.member_rows`."""
    found, rows = ledger().imports(answer.facts, answer.roster, trade), [imports for _, imports in answer.members]

    def bought(basis: TradeBasis) -> Callable[[Imports | NoData], Receipt | None]:
        return lambda imports: (
            None if isinstance(imports, NoData) or imports.basis is not basis else found["total"](imports)
        )

    totals = {column: by_row(rows, bought(basis)) for column, basis in TOTALS.items()}
    return {**totals, **_makers(MEMBERS, found, rows)}


def supplier_makers(trade: Traded, imports: Imports) -> Makers:
    """Return the receipts of `tables.supplier_rows`."""
    return _makers(SUPPLIERS, ledger().suppliers(trade, imports), [area for area, _ in imports.suppliers])


def hub_makers(trade: Traded) -> Makers:
    """Return the receipts of `tables.hub_rows`."""
    exports, imports, own = tables.hub_amounts(trade)
    columns = {
        exports: "exports",
        imports: "imports",
        own: "own_supply_at_most_t",
        tables.EXCESS: "exports_over_own_supply",
        tables.TRACED: "traced_share",
    }
    return _makers(columns, ledger().hubs(trade), trade.origin.hubs)


def gain_makers(found: NextMembers, roster: Roster) -> Makers:
    """Return the receipts of `tables.gain_rows`."""
    return _makers(GAINS, ledger().gains(roster), gain_cells(found))


def spot_makers(spots: Sequence[Spot], governance_year: int) -> Makers:
    """Return the receipts of `tables.spot_rows`."""
    return _makers(SPOTS, ledger().spots(governance_year), spots)


def risk_makers(risks: EuRisks) -> Makers:
    """Return the receipts of `tables.risk_rows`."""
    return _makers(RISKS, ledger().risks(risks), risks.rows)


def _makers(columns: Mapping[str, str], found: OfRow[Row], rows: Sequence[Row]) -> Makers:
    return {column: by_row(rows, found[figure]) for column, figure in columns.items() if figure in found}
