"""All receipts of the dependence figures by the figure that they explain, for the tables of the page and for JSON.

Every method gives, by the name of a figure in JSON, a function from a row of the table to the receipt of that figure;
None where the row has no figure, or prints a publisher's own cell. Nothing is worked out before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from geo.answer.dependence import Facts, Spot
from geo.answer.dependence_gain import Gain, NextMembers
from geo.answer.dependence_output import Holding, Rivals
from geo.answer.dependence_published import EuRisk, EuRisks
from geo.answer.dependence_trade import Imports, Traded
from geo.answer.geography import Geography
from geo.answer.governance import Estimates
from geo.answer.production import Production
from geo.answer.receipt_band import (
    P5,
    band_receipt,
    range_receipt,
    rival_index_receipt,
    rival_share_receipt,
)
from geo.answer.receipt_dependence import gain_receipt
from geo.answer.receipt_exposure import (
    imports_receipt,
    outside_receipt,
    score_receipt,
    sold_receipt,
    stability_receipt,
    supplier_receipt,
)
from geo.answer.receipt_governance import governance_receipt
from geo.answer.receipt_hub import (
    bought_receipt,
    excess_receipt,
    exports_receipt,
    own_supply_receipt,
    passed_on_receipt,
)
from geo.answer.receipt_production import (
    concentration_receipt,
    inside_receipt,
    share_receipt,
    top_three_receipt,
    unnamed_receipt,
)
from geo.answer.receipt_supply_risk import reliance_receipt, risk_receipt
from geo.figure.receipt import Receipt
from geo.model.band import DRAWN, SMALLEST, ShareBands, SourceRange
from geo.model.concentration import HHI_LOW, INSIDE_LOW
from geo.model.exposure import LOW
from geo.model.gain import GAIN_LOW, Series
from geo.model.interval import NoData
from geo.model.lookout import ESTIMATED, GOVERNANCE, STRONGEST, WEAKEST
from geo.model.roster import Roster
from geo.model.supply import TradeBasis
from geo.model.supply_risk import RELIANCE_LOW, RISK_LOW
from geo.model.trace import Input
from geo.model.transit import Hub
from geo.schema.codes import Mineral, Stage

Row = TypeVar("Row")
OfRow: TypeAlias = Mapping[str, Callable[[Row], Receipt | None]]
"""Receipts of one row of a table by figure."""
OfOutput: TypeAlias = Callable[[Production, Sequence[Input]], Receipt]
"""Receipt of output, from the answer and its published cells."""
Cell: TypeAlias = tuple[Series, Gain]
"""One cell of the matrix of possible next members, with the output behind its row."""


@dataclass(frozen=True)
class Ledger:
    """Where receipts find what stands behind a figure.

    Attributes
    ----------
    output, cells
        Output of a mineral, stage and year (None: the newest), and its published cells.
    estimates
        Governance estimates of a year.
    """

    geography: Geography
    output: Callable[[Mineral, Stage, int | None], Production]
    cells: Callable[[Production], Sequence[Input]]
    estimates: Callable[[int], Estimates]

    def of_series(self, series: Series, make: OfOutput) -> Receipt:
        """Return a receipt of the output of one mineral, stage and year."""
        output = self.output(Mineral(series.mineral), Stage(series.stage), series.year)
        return make(output, self.cells(output))

    def years(self) -> OfRow[Series]:
        """Return the receipts of one year."""
        return {
            "hhi_low": lambda entry: self.of_series(entry, concentration_receipt).until(HHI_LOW),
            "hhi_high": lambda entry: self.of_series(entry, concentration_receipt),
            "top1_share": self.largest,
            "top3_share": lambda entry: self.of_series(entry, top_three_receipt),
            "unattributed_share": lambda entry: self.of_series(entry, unnamed_receipt),
        }

    def rivals(self, rivals: Rivals) -> OfRow[SourceRange]:
        """Return the receipts of a country's share by publisher; a publisher's own under its name."""

        def own(publisher: str) -> Callable[[SourceRange], Receipt | None]:
            return lambda row: rival_share_receipt(rivals, publisher, row.area)

        return {
            "low": lambda row: range_receipt(rivals, row).until(SMALLEST),
            "high": lambda row: range_receipt(rivals, row),
            **{publisher: own(publisher) for publisher in rivals.outputs},
        }

    def rival_indices(self, rivals: Rivals) -> OfRow[str]:
        """Return the receipts of the HHI of one publisher."""
        return {
            "hhi_low": lambda publisher: rival_index_receipt(rivals, publisher).until(HHI_LOW),
            "hhi_high": lambda publisher: rival_index_receipt(rivals, publisher),
        }

    def bands(self, held: Holding, found: ShareBands, error: float) -> OfRow[str]:
        """Return the receipts of the band on a country's share; `error` is that of a share of one half, 0-1."""

        def band(area: str) -> Receipt:
            return band_receipt(held.production, found, area, error, self.cells(held.production))

        return {
            "base": lambda area: band(area).until(DRAWN),
            "p5": lambda area: band(area).until(P5),
            "p95": band,
        }

    def imports(self, facts: Facts, roster: Roster, trade: Traded) -> OfRow[Imports | NoData]:
        """Return the receipts of what one importer buys."""
        names, held = self.geography.names, facts.held
        producer = None if isinstance(held, NoData) else held.result.leader.area

        def score(imports: Imports) -> Receipt | None:
            return None if imports.score is None else self.score(facts, trade, imports)

        def low(imports: Imports) -> Receipt | None:
            found = score(imports)
            return None if found is None else found.until(f"Exposure score, {LOW}")

        makers: dict[str, Callable[[Imports], Receipt | None]] = {
            "total": lambda imports: imports_receipt(trade, imports, names),
            "outside_roster": lambda imports: outside_receipt(trade, imports, roster, names),
            "largest_share": lambda imports: supplier_receipt(trade, imports, names, imports.suppliers[0][0]),
            "score_low": low,
            "score_high": score,
        }
        if producer is not None:
            makers["largest_producer_share"] = lambda imports: supplier_receipt(trade, imports, names, producer)
        return {figure: _where_known(make) for figure, make in makers.items()}

    def score(self, facts: Facts, trade: Traded, imports: Imports) -> Receipt:
        """Return the receipt of an exposure score; raises SelectionError where there is none."""
        output = self.output(facts.mineral, facts.stage, trade.hhi_year)
        return score_receipt(trade, imports, self.geography.names, output, self.cells(output))

    def suppliers(self, trade: Traded, imports: Imports) -> OfRow[str]:
        """Return the receipts of one supplier of an importer."""
        names = self.geography.names
        return {
            "share": lambda area: supplier_receipt(trade, imports, names, area),
            "quantity_t": lambda area: sold_receipt(trade, imports, names, area, TradeBasis.TONNES),
            "value_usd": lambda area: sold_receipt(trade, imports, names, area, TradeBasis.VALUE),
            "political_stability_risk": lambda area: stability_receipt(trade, names, area),
        }

    def hubs(self, trade: Traded) -> OfRow[Hub]:
        """Return the receipts of one transit hub."""
        names = self.geography.names
        return {
            "exports": lambda hub: exports_receipt(trade, hub, names),
            "imports": lambda hub: bought_receipt(trade, hub, names),
            "own_supply_at_most_t": lambda hub: own_supply_receipt(trade, hub, names),
            "exports_over_own_supply": lambda hub: excess_receipt(trade, hub, names),
            "traced_share": lambda hub: passed_on_receipt(trade, hub, names),
        }

    def gains(self, roster: Roster) -> OfRow[Cell]:
        """Return the receipts of one cell of the matrix of possible next members."""

        def inside(cell: Cell) -> Receipt:
            return self.of_series(cell[0], lambda output, cells: inside_receipt(output, cells, roster))

        def gained(cell: Cell) -> Receipt:
            return self.of_series(cell[0], lambda output, cells: gain_receipt(cell[1], roster, output, cells))

        return {
            "roster_now_low": lambda cell: inside(cell).until(INSIDE_LOW),
            "roster_now_high": inside,
            "low": lambda cell: gained(cell).until(GAIN_LOW),
            "high": gained,
        }

    def spots(self, year: int) -> OfRow[Spot]:
        """Return the receipts of one mineral; `year` is that of the governance estimates."""
        years = self.years()

        def of_year(figure: str) -> Callable[[Spot], Receipt | None]:
            return lambda spot: years[figure](spot.series)

        def governed(label: str) -> Callable[[Spot], Receipt | None]:
            return lambda spot: self.governance(spot, year).until(label)

        return {
            **{figure: of_year(figure) for figure in years},
            "governance": lambda spot: None if spot.governance.known is None else governed(GOVERNANCE)(spot),
            "governance_low": governed(WEAKEST),
            "governance_high": governed(STRONGEST),
            "supply_with_estimate": governed(ESTIMATED),
        }

    def governance(self, spot: Spot, year: int) -> Receipt:
        """Return the receipt of every figure on the governance of a mineral's suppliers."""
        held, names = self.estimates(year), self.geography.names
        return self.of_series(spot.series, lambda output, cells: governance_receipt(output, cells, held, names))

    def risks(self, risks: EuRisks) -> OfRow[EuRisk]:
        """Return the receipts of one EU supply risk; recycling and substitution are inputs of it."""
        names, eu = self.geography.names, self.geography.eu

        def risk(row: EuRisk) -> Receipt:
            return self.supply_risk(risks, row)

        def reliance(row: EuRisk) -> Receipt | None:
            return reliance_receipt(risks, row, names, eu)

        def reliance_low(row: EuRisk) -> Receipt | None:
            found = reliance(row)
            return None if found is None else found.until(RELIANCE_LOW)

        return {
            "risk_low": lambda row: risk(row).until(RISK_LOW),
            "risk_high": risk,
            "import_reliance_low": reliance_low,
            "import_reliance_high": reliance,
        }

    def supply_risk(self, risks: EuRisks, row: EuRisk) -> Receipt:
        """Return the receipt of both ends of an EU supply risk."""
        geography = self.geography
        return risk_receipt(risks, row, geography.names, geography.eu, self.estimates(risks.governance_year))

    def largest(self, series: Series) -> Receipt:
        """Return the receipt of the share of the largest supplier."""
        area = series.result.leader.area
        return self.of_series(series, lambda output, cells: share_receipt(output, cells, area))


def gain_cells(found: NextMembers) -> list[Cell]:
    """Return the cells of the matrix, row by row."""
    rows = [(found.series(mineral), mineral) for mineral in found.minerals]
    return [(series, gain) for series, mineral in rows if series is not None for gain in found.gains(mineral)]


def _where_known(make: Callable[[Imports], Receipt | None]) -> Callable[[Imports | NoData], Receipt | None]:
    return lambda imports: None if isinstance(imports, NoData) else make(imports)
