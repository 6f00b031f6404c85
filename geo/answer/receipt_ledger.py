"""All receipts of a near-shoring answer by the figure that they explain, for the tables of the page and for JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeAlias

from geo.answer.receipt_mix import (
    line_cost_receipt,
    line_receipt,
    line_redirected_receipt,
    line_share_receipt,
    mix_receipts,
    one_more_receipt,
)
from geo.answer.receipt_nearshoring import Workings, ceiling_receipt, coverage_receipts, sum_receipt, tonnes_receipt
from geo.answer.receipt_options import exports_receipt, reported_receipt, traced_receipt
from geo.answer.receipt_production import printed_cells
from geo.answer.receipt_production import share_receipt as output_share_receipt
from geo.answer.receipt_ranking import RankingBook, often_receipt, place_receipt, score_receipt, topsis_receipt
from geo.answer.receipt_ways import carbon_receipt, distance_receipt, governance_receipt, way_receipt
from geo.figure.receipt import Receipt
from geo.model.mix import CostBasis, Mix, MixLine
from geo.model.options import Option
from geo.model.supply import TradeBasis
from geo.model.trace import Input

OfArea: TypeAlias = Callable[[str], Receipt | None]
"""Receipt of a figure of the country of that code; None where there is nothing to work out."""


class Ledger(Workings):
    """The receipts of one answer; nothing is worked out before it is asked for."""

    def coverage(self) -> dict[str, Callable[[], Receipt]]:
        """Return receipts of need and coverage under the names of their figures; those that have one."""
        return coverage_receipts(self)

    def filters(self) -> tuple[Mapping[str, Callable[[], Receipt]], ...]:
        """Return receipts of the new and the redirected tonnes that each filter removed; of what is left, the last."""
        if self.answer.plan is None:
            return ()
        steps, kept = self.plan.filtered.steps, self.plan.filtered.kept
        groups = [(f"removed by the filter {step.kind.value}", step.removed) for step in steps]

        def makers(figure: str, areas: tuple[str, ...]) -> dict[str, Callable[[], Receipt]]:
            return {
                "new_t": lambda: sum_receipt(self, f"New tonnes {figure}", [self.sent(area).new for area in areas]),
                "redirected_t": lambda: sum_receipt(
                    self, f"Redirected tonnes {figure}", [self.sent(area).redirected for area in areas]
                ),
            }

        groups.append(("left", tuple(offer.area for offer in kept)))
        return tuple(makers(figure, areas) if areas else {} for figure, areas in groups)

    @cached_property
    def book(self) -> RankingBook | None:
        """The ranking; None where nothing is ranked."""
        return None if self.answer.decision is None else RankingBook(self, self.answer.decision)

    def ranking(self) -> dict[str, OfArea]:
        """Return receipts of the ranking by figure, for the countries that are ranked."""
        decision, book = self.answer.decision, self.book
        if decision is None or book is None:
            return {}
        return {
            "place": lambda area: place_receipt(book, area),
            "score": lambda area: score_receipt(book, area),
            "topsis_place": lambda area: topsis_receipt(book, area),
            "first": lambda area: often_receipt(book, area, among_three=False),
            "top3": lambda area: often_receipt(book, area, among_three=True),
            "new_t": lambda area: tonnes_receipt(self, f"New tonnes of {self.names[area]}", self.sent(area).new),
            "redirected_t": lambda area: tonnes_receipt(
                self, f"Redirected tonnes of {self.names[area]}", self.sent(area).redirected
            ),
            "in_mix_t": lambda area: line_receipt(self, decision.mix, area),
            "distance_km": lambda area: distance_receipt(self, area),
            "kgco2e_per_t": lambda area: carbon_receipt(self, area),
            "governance": lambda area: governance_receipt(self, area),
        }

    def lines(self, mix: Mix) -> dict[str, Callable[[MixLine], Receipt | None]]:
        """Return receipts of the lines of a mix by figure."""
        if self.answer.plan is None:
            return {}

        def cost(line: MixLine) -> Receipt | None:
            if mix.basis is CostBasis.OWN:
                return None
            of = distance_receipt if mix.basis is CostBasis.DISTANCE else carbon_receipt
            return of(self, line.area)

        return {
            "quantity_t": lambda line: line_receipt(self, mix, line.area),
            "share": lambda line: line_share_receipt(self, mix, line.area),
            "redirected_t": lambda line: line_redirected_receipt(self, mix, line.area),
            "ceiling_t": lambda line: ceiling_receipt(self, line.area),
            "cost_per_t": cost,
            "cost": lambda line: line_cost_receipt(self, mix, line),
        }

    def mix(self, mix: Mix) -> dict[str, Callable[[], Receipt]]:
        """Return receipts of a mix as a whole: what it leaves open, and its mean cost; those that have one."""
        return mix_receipts(self, mix)

    def one_more(self) -> Callable[[], Receipt] | None:
        """Return the receipt of the most valuable further tonne of ceiling; None where no ceiling binds."""
        decision = self.answer.decision
        if decision is None or not decision.one_more:
            return None
        return lambda: one_more_receipt(self, decision.mix, decision.one_more[0])

    def options(self) -> dict[str, Callable[[Option], Receipt | None]]:
        """Return receipts of the options by figure; sums of flows only where flows have the unit."""

        def exports(option: Option, figure: float | None, *, by_tonnes: bool, to_home: bool) -> Receipt | None:
            return None if figure is None else exports_receipt(self, option.area, by_tonnes=by_tonnes, to_home=to_home)

        return {
            "production_share": self._output_share,
            "exports_t": lambda each: exports(each, each.candidate.exports_t, by_tonnes=True, to_home=False),
            "exports_usd": lambda each: exports(each, each.candidate.exports_usd, by_tonnes=False, to_home=False),
            "to_region_t": lambda each: exports(each, each.candidate.to_region_t, by_tonnes=True, to_home=True),
            "to_region_usd": lambda each: exports(each, each.candidate.to_region_usd, by_tonnes=False, to_home=True),
            "distance_km": lambda each: way_receipt(self, each),
            "governance": lambda each: governance_receipt(self, each.area),
        }

    def suppliers(self, *, traced: bool) -> dict[str, OfArea]:
        """Return receipts of today's suppliers by figure, as reported or traced one step back."""
        supply = self.answer.traced if traced else self.answer.supply
        tonnes = {} if supply is None else {row.area: row.quantity_t for row in supply.suppliers}

        def amount(area: str, basis: TradeBasis) -> Receipt | None:
            by_tonnes = basis is TradeBasis.TONNES
            if by_tonnes and tonnes.get(area) is None:
                return None
            if traced:
                return traced_receipt(self, area, basis=basis)
            return exports_receipt(self, area, by_tonnes=by_tonnes, to_home=True)

        return {
            "share": lambda area: traced_receipt(self, area) if traced else reported_receipt(self, area),
            "quantity_t": lambda area: amount(area, TradeBasis.TONNES),
            "value_usd": lambda area: amount(area, TradeBasis.VALUE),
        }

    @cached_property
    def _output_cells(self) -> tuple[Input, ...]:
        return () if self.answer.production is None else printed_cells(self.atlas, self.answer.production)

    def _output_share(self, option: Option) -> Receipt | None:
        if self.answer.production is None or option.candidate.production_share is None:
            return None
        return output_share_receipt(self.answer.production, self._output_cells, option.area)
