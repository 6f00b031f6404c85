"""Receipts of the options and of today's suppliers: sums of flows, and suppliers traced one step back through hubs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from geo.answer.market import Transit
from geo.answer.options import NearShoring
from geo.answer.receipt_trade import flow_cell, flow_cells, imports_step, sent_receipt, supplier_receipt
from geo.answer.trade import Trade
from geo.figure.receipt import Receipt
from geo.model.formula import number, part, total
from geo.model.supply import Flow, TradeBasis
from geo.model.trace import Input, Step
from geo.model.transit import Hub

HUB_NOTE = (
    "Part that its imports account for: imports over exports, or over what it could supply itself and its imports where "
    "that is more."
)


def home_of(answer: NearShoring, region: Collection[str]) -> frozenset[str]:
    """Return the countries of the region whose imports are counted: without those that fall away."""
    return frozenset(region) - set(answer.replaced)


def exports_receipt(
    answer: NearShoring, area: str, names: Mapping[str, str], *, by_tonnes: bool, home: Collection[str] | None = None
) -> Receipt | None:
    """Return how the exports of `area` came about, to all countries or to `home` alone; None without trade."""
    if answer.trade is None:
        return None
    flows = [flow for flow in answer.trade.flows if flow.exporter == area and (home is None or flow.importer in home)]
    to = "" if home is None else f" to {answer.region.label}"
    return sent_receipt(answer.trade, flows, f"Exports of {names[area]}{to}", names, by_tonnes=by_tonnes)


def reported_receipt(
    answer: NearShoring, region: Collection[str], area: str, names: Mapping[str, str]
) -> Receipt | None:
    """Return how the share of a supplier came about in the trade as reported; None without trade."""
    if answer.trade is None or answer.supply is None:
        return None
    cells = flow_cells(answer.trade, answer.supply, home_of(answer, region), names)
    return supplier_receipt(answer.trade, answer.supply, cells, answer.region.label, area)


def traced_receipt(
    answer: NearShoring,
    region: Collection[str],
    area: str,
    names: Mapping[str, str],
    *,
    basis: TradeBasis | None = None,
) -> Receipt | None:
    """Return how the share of a supplier came about with the exports of hubs traced one step back.

    Parameters
    ----------
    basis
        Gives the amount alone, in this basis; None gives the share in the basis of the imports.
    """
    trade, transit, supply = answer.trade, answer.transit, answer.traced
    if trade is None or transit is None or supply is None:
        return None
    supplier = next(row for row in supply.suppliers if row.area == area)
    traced = TracedTrade(
        trade, transit, home_of(answer, region), names, by_tonnes=(basis or supply.basis) is TradeBasis.TONNES
    )
    steps, cells = traced.steps(area)
    amount = (supplier.quantity_t if traced.by_tonnes else supplier.value_usd) or 0.0
    steps.append(
        Step(
            f"Traced to {names[area]}", "sum of the parts", total([step.result for step in steps]), amount, traced.unit
        )
    )
    if basis is None:
        rule = "what is traced to the supplier, over the region's imports"
        share = Step(f"Share of {names[area]}", rule, part([amount], supply.total), supplier.share, "share")
        steps = [imports_step(supply), *steps, share]
    title = f"{steps[-1].label}, imports of {answer.region.label}: {trade.code.form}, HS {trade.code.hs6}, {trade.year}"
    return Receipt(title, tuple(steps), tuple(cells), (trade.source,), (transit.view.view.sentence, HUB_NOTE))


@dataclass(frozen=True)
class TracedTrade:
    """The trade with hubs, as seen from one home."""

    trade: Trade
    transit: Transit
    home: frozenset[str]
    names: Mapping[str, str]
    by_tonnes: bool

    @property
    def unit(self) -> str:
        """Unit of the amounts."""
        return "t" if self.by_tonnes else "USD"

    def steps(self, area: str) -> tuple[list[Step], list[Input]]:
        """Return what the supplier sends itself, what its goods come to through each hub, and the cells behind it."""
        hubs, own = self.transit.hubs, self._inward(area)
        steps, cells = [], self._cells(own)
        plain = [self._amount(flow) for flow in own if flow.importer not in hubs]
        keeps = 1.0 if area not in hubs else 1.0 - hubs[area].traced_share
        rule = "sum of its flows to buyers that are no hubs"
        worked = total(plain)
        if area in hubs:
            rule += ", times the part that is its own: it is a hub itself"
            worked = f"({worked}) × (1 - {number(hubs[area].traced_share)})"
            cells.append(self._hub_cell(hubs[area]))
        steps.append(Step("Sent by itself", rule, worked, keeps * sum(plain), self.unit))
        for flow in own:
            if flow.importer in hubs and (kept := self._kept(flow)) is not None:
                amount = self._amount(flow)
                label = f"Sent by itself to {self.names[flow.importer]}, a hub"
                rule = "its flow, times the part that the hub keeps for itself"
                steps.append(Step(label, rule, f"{number(amount)} × {number(kept)}", amount * kept, self.unit))
                cells.append(self._part_cell(flow.importer, "part of its imports that it keeps", kept))
        for hub in hubs.values():
            share = dict(hub.suppliers).get(area)
            onward = [flow for flow in self._inward(hub.area) if flow.importer not in hubs]
            if share is None or not onward:
                continue
            amounts = [self._amount(flow) for flow in onward]
            worked = f"({total(amounts)}) × {number(hub.traced_share)} × {number(share)}"
            rule = "what the hub sends on, times the part its imports account for, times the supplier's part of these"
            steps.append(
                Step(
                    f"Through {self.names[hub.area]}", rule, worked, sum(amounts) * hub.traced_share * share, self.unit
                )
            )
            cells += self._cells(onward)
            cells += [
                self._hub_cell(hub),
                self._part_cell(hub.area, f"part of its imports from {self.names[area]}", share),
            ]
        return steps, cells

    def _inward(self, exporter: str) -> list[Flow]:
        return [
            flow
            for flow in self.trade.flows
            if flow.exporter == exporter and flow.importer in self.home and flow.importer != exporter
        ]

    def _amount(self, flow: Flow) -> float:
        return (flow.quantity_t or 0.0) if self.by_tonnes else flow.value_usd

    def _kept(self, flow: Flow) -> float | None:
        """Return the part of its imports that the hub which buys a flow keeps; None where nothing is left of the flow."""
        pair = (flow.exporter, flow.importer)
        after = next((each for each in self.transit.view.flows if (each.exporter, each.importer) == pair), None)
        return None if after is None or not flow.value_usd > 0 else after.value_usd / flow.value_usd

    def _cells(self, flows: Collection[Flow]) -> list[Input]:
        return [flow_cell(flow, self.trade, self.names, by_tonnes=self.by_tonnes) for flow in flows]

    def _hub_cell(self, hub: Hub) -> Input:
        return self._part_cell(hub.area, "part of its exports that its imports account for", hub.traced_share)

    def _part_cell(self, area: str, word: str, share: float) -> Input:
        source = self.trade.source
        return Input(
            code=area,
            name=f"{self.names[area]}: {word}",
            value=share,
            unit="share",
            year=self.trade.year,
            stage=f"HS {self.trade.code.hs6}, {self.trade.code.form}",
            basis="worked out from flows and from printed output",
            edition=source.edition,
            source_id=source.source_id,
        )
