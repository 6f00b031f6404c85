"""All receipts of a near-shoring answer by the figure that they explain, for the tables of the page and for JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import TypeAlias

from geo.answer.geography import Geography
from geo.answer.options import NearShoring
from geo.answer.receipt_coverage import open_share_receipt, sentence_receipt, share_receipt
from geo.answer.receipt_mix import (
    OPEN,
    cost_receipt,
    line_cost_receipt,
    line_receipt,
    line_redirected_receipt,
    line_share_receipt,
    one_more_receipt,
    open_receipt,
)
from geo.answer.receipt_nearshoring import (
    LOW,
    OPEN_HIGH,
    ceiling_labels,
    ceiling_receipt,
    covered_receipt,
    need_receipt,
    tonnes_receipt,
)
from geo.answer.receipt_nearshoring import open_receipt as open_need_receipt
from geo.answer.receipt_options import exports_receipt, home_of, reported_receipt, traced_receipt
from geo.answer.receipt_production import printed_cells
from geo.answer.receipt_production import share_receipt as output_share_receipt
from geo.answer.receipt_ranking import RankingBook, often_receipt, place_receipt, score_receipt, topsis_receipt
from geo.answer.receipt_ways import (
    Background,
    background_of,
    carbon_receipt,
    distance_receipt,
    governance_receipt,
    way_receipt,
)
from geo.figure.receipt import Receipt
from geo.model.mix import CostBasis, Mix, MixLine
from geo.model.need import NeedBasis
from geo.model.offer import Offer
from geo.model.options import Option
from geo.model.supply import TradeBasis
from geo.model.trace import Input
from geo.store.database import Atlas

OfArea: TypeAlias = Callable[[str], Receipt | None]
"""Receipt of a figure of the country of that code; None where there is nothing to work out."""


class Ledger:
    """The receipts of one answer; nothing is worked out before it is asked for."""

    def __init__(self, answer: NearShoring, geography: Geography, atlas: Atlas) -> None:
        self.answer, self.geography, self.names = answer, geography, geography.names
        self._region = answer.buyers
        self._atlas = atlas

    @cached_property
    def background(self) -> Background:
        """Distances, factors and indicators behind the answer."""
        return background_of(self._atlas, self.answer)

    def coverage(self) -> dict[str, Callable[[], Receipt]]:
        """Return receipts of need and coverage under the names of their figures; those that have one."""
        answer, plan, names = self.answer, self.answer.plan, self.names
        if plan is None:
            return {}
        has_flows = plan.need.basis is NeedBasis.ASSUMPTION or bool(plan.need.parts)
        found = {"need_t": lambda: need_receipt(answer, plan, names)} if has_flows else {}
        if not plan.need_t > 0:
            return found
        return found | {
            "low_t": lambda: covered_receipt(answer, plan, names).until(LOW),
            "high_t": lambda: covered_receipt(answer, plan, names),
            "low_share": lambda: share_receipt(answer, plan, names, is_high=False),
            "high_share": lambda: share_receipt(answer, plan, names, is_high=True),
            "remainder_share": lambda: open_share_receipt(answer, plan, names),
            "sentence": lambda: sentence_receipt(answer, plan, names),
            "remainder_low_t": lambda: open_need_receipt(answer, plan, names),
            "remainder_high_t": lambda: open_need_receipt(answer, plan, names).until(OPEN_HIGH),
        }

    def filters(self) -> tuple[Mapping[str, Callable[[], Receipt]], ...]:
        """Return receipts of the new and the redirected tonnes that each filter removed; of what is left, the last."""
        answer, plan, names = self.answer, self.answer.plan, self.names
        if plan is None:
            return ()
        offers = {offer.area: offer for offer in plan.offers}
        removed = [
            (f"removed by the filter {step.kind.value}", [offers[area] for area in step.removed])
            for step in plan.filtered.steps
        ]

        def makers(figure: str, held: Sequence[Offer]) -> dict[str, Callable[[], Receipt]]:
            return {
                "new_t": lambda: tonnes_receipt(answer, plan, f"New tonnes {figure}", held, names, redirected=False),
                "redirected_t": lambda: tonnes_receipt(
                    answer, plan, f"Redirected tonnes {figure}", held, names, redirected=True
                ),
            }

        groups = [*removed, ("left", plan.filtered.kept)]
        return tuple(makers(figure, held) if held else {} for figure, held in groups)

    def ranking(self) -> dict[str, OfArea]:
        """Return receipts of the ranking by figure, for the countries that are ranked."""
        answer, plan, decision, names = self.answer, self.answer.plan, self.answer.decision, self.names
        if plan is None or decision is None:
            return {}
        offers = {offer.area: offer for offer in plan.filtered.kept}

        @cache
        def book() -> RankingBook:
            return RankingBook(answer, plan, decision, self.background, names)

        def tonnes(area: str, at: int) -> Receipt:
            return ceiling_receipt(answer, plan, offers[area], names).until(ceiling_labels(names[area])[at])

        return {
            "place": lambda area: place_receipt(book(), area),
            "score": lambda area: score_receipt(book(), area),
            "topsis_place": lambda area: topsis_receipt(book(), area),
            "first": lambda area: often_receipt(book(), area, among_three=False),
            "top3": lambda area: often_receipt(book(), area, among_three=True),
            "new_t": lambda area: tonnes(area, 0),
            "redirected_t": lambda area: tonnes(area, 1),
            "in_mix_t": lambda area: line_receipt(answer, plan, decision.mix, area, names),
            "distance_km": lambda area: distance_receipt(answer, plan, self.background, area, names),
            "kgco2e_per_t": lambda area: carbon_receipt(answer, plan, self.background, area, names),
            "governance": lambda area: governance_receipt(answer, self.background, area, names),
        }

    def lines(self, mix: Mix) -> dict[str, Callable[[MixLine], Receipt | None]]:
        """Return receipts of the lines of a mix by figure."""
        answer, plan, names = self.answer, self.answer.plan, self.names
        if plan is None:
            return {}
        offers = {offer.area: offer for offer in plan.filtered.kept}

        def cost(line: MixLine) -> Receipt | None:
            if mix.basis is CostBasis.OWN:
                return None
            of = distance_receipt if mix.basis is CostBasis.DISTANCE else carbon_receipt
            return of(answer, plan, self.background, line.area, names)

        return {
            "quantity_t": lambda line: line_receipt(answer, plan, mix, line.area, names),
            "share": lambda line: line_share_receipt(answer, plan, mix, line.area, names),
            "redirected_t": lambda line: line_redirected_receipt(answer, plan, mix, line.area, names),
            "ceiling_t": lambda line: ceiling_receipt(answer, plan, offers[line.area], names),
            "cost_per_t": cost,
            "cost": lambda line: line_cost_receipt(answer, plan, self.background, mix, line, names),
        }

    def mix(self, mix: Mix) -> dict[str, Callable[[], Receipt]]:
        """Return receipts of a mix as a whole: what it leaves open, and its mean cost; those that have one."""
        answer, plan, names = self.answer, self.answer.plan, self.names
        if plan is None or not plan.need_t > 0:
            return {}
        found = {
            "remainder_t": lambda: open_receipt(answer, plan, self.background, mix, names).until(OPEN),
            "remainder_share": lambda: open_receipt(answer, plan, self.background, mix, names),
        }
        if mix.cost_per_covered_t is not None:
            found["cost_per_covered_t"] = lambda: cost_receipt(answer, plan, self.background, mix, names)
        return found

    def one_more(self) -> Callable[[], Receipt] | None:
        """Return the receipt of the most valuable further tonne of ceiling; None where no ceiling binds."""
        answer, plan, decision = self.answer, self.answer.plan, self.answer.decision
        if plan is None or decision is None or not decision.one_more:
            return None
        worth = decision.one_more[0]
        return lambda: one_more_receipt(answer, plan, self.background, decision.mix, worth, self.names)

    def options(self) -> dict[str, Callable[[Option], Receipt | None]]:
        """Return receipts of the options by figure; sums of flows only where flows have the unit."""
        answer, names, home = self.answer, self.names, home_of(self.answer, self._region)

        def exports(option: Option, figure: float | None, *, by_tonnes: bool, to_home: bool) -> Receipt | None:
            if figure is None:
                return None
            to = home if to_home else None
            return exports_receipt(answer, option.area, names, by_tonnes=by_tonnes, home=to)

        return {
            "production_share": self._output_share,
            "exports_t": lambda each: exports(each, each.candidate.exports_t, by_tonnes=True, to_home=False),
            "exports_usd": lambda each: exports(each, each.candidate.exports_usd, by_tonnes=False, to_home=False),
            "to_region_t": lambda each: exports(each, each.candidate.to_region_t, by_tonnes=True, to_home=True),
            "to_region_usd": lambda each: exports(each, each.candidate.to_region_usd, by_tonnes=False, to_home=True),
            "distance_km": lambda each: way_receipt(answer, self.background, each, names),
            "governance": lambda each: governance_receipt(answer, self.background, each.area, names),
        }

    def suppliers(self, *, traced: bool) -> dict[str, OfArea]:
        """Return receipts of today's suppliers by figure, as reported or traced one step back."""
        answer, names, region = self.answer, self.names, self._region
        supply = answer.traced if traced else answer.supply
        tonnes = {} if supply is None else {row.area: row.quantity_t for row in supply.suppliers}

        def amount(area: str, basis: TradeBasis) -> Receipt | None:
            by_tonnes = basis is TradeBasis.TONNES
            if by_tonnes and tonnes.get(area) is None:
                return None
            if traced:
                return traced_receipt(answer, region, area, names, basis=basis)
            return exports_receipt(answer, area, names, by_tonnes=by_tonnes, home=home_of(answer, region))

        of_share = traced_receipt if traced else reported_receipt
        return {
            "share": lambda area: of_share(answer, region, area, names),
            "quantity_t": lambda area: amount(area, TradeBasis.TONNES),
            "value_usd": lambda area: amount(area, TradeBasis.VALUE),
        }

    @cached_property
    def _output_cells(self) -> tuple[Input, ...]:
        return () if self.answer.production is None else printed_cells(self._atlas, self.answer.production)

    def _output_share(self, option: Option) -> Receipt | None:
        if self.answer.production is None or option.candidate.production_share is None:
            return None
        return output_share_receipt(self.answer.production, self._output_cells, option.area)
