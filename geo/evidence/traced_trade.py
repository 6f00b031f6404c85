"""Trade traced one step back, supplier by supplier, as traced numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.evidence import leaf
from geo.evidence.market import Transit
from geo.evidence.trade import Trade
from geo.model.line import Input, Step
from geo.model.supply import Flow
from geo.model.trace import Traced, cell, cells_of, gathered, named, steps_of, total
from geo.model.transit import Hub


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
        """Return the lines of `parts`, and the cells behind them."""
        parts = self.parts(area)
        return [step for part in parts for step in steps_of(part)], [
            found for part in parts for found in cells_of(part)
        ]

    def parts(self, area: str) -> list[Traced]:
        """Return what the supplier sends itself, to buyers and to hubs, and what its goods come to through each hub."""
        hubs, own = self.transit.hubs, self._inward(area)
        plain = [self._amount(flow) for flow in own if flow.importer not in hubs]
        rule, sent = "sum of its flows to buyers that are no hubs", total(plain) if plain else Traced(0.0)
        if area in hubs:
            rule += ", times the part that is its own: it is a hub itself"
            sent = sent * (1 - self._accounted(hubs[area]))
        return [
            named("Sent by itself", rule, self.unit, sent),
            *(part for flow in own if (part := self._to_hub(flow)) is not None),
            *(part for hub in hubs.values() if (part := self._through(hub, area)) is not None),
        ]

    def _to_hub(self, flow: Flow) -> Traced | None:
        kept = None if flow.importer not in self.transit.hubs else self._kept(flow)
        if kept is None:
            return None
        label = f"Sent by itself to {self.names[flow.importer]}, a hub"
        rule = "its flow, times the part that the hub keeps for itself"
        return named(
            label,
            rule,
            self.unit,
            self._amount(flow) * self._part(flow.importer, "part of its imports that it keeps", kept),
        )

    def _through(self, hub: Hub, area: str) -> Traced | None:
        share = dict(hub.suppliers).get(area)
        onward = [self._amount(flow) for flow in self._inward(hub.area) if flow.importer not in self.transit.hubs]
        if share is None or not onward:
            return None
        rule = "what the hub sends on, times the part its imports account for, times the supplier's part of these"
        part = self._part(hub.area, f"part of its imports from {self.names[area]}", share)
        return named(f"Through {self.names[hub.area]}", rule, self.unit, total(onward) * self._accounted(hub) * part)

    def _inward(self, exporter: str) -> list[Flow]:
        return [
            flow
            for flow in self.trade.flows
            if flow.exporter == exporter and flow.importer in self.home and flow.importer != exporter
        ]

    def _amount(self, flow: Flow) -> Traced:
        found = leaf.flow(self.trade, flow, self.names, by_tonnes=self.by_tonnes)
        return gathered(found.value or 0.0, [found])

    def _kept(self, flow: Flow) -> float | None:
        """Return the part of its imports that the hub which buys a flow keeps; None where nothing is left of the flow."""
        pair = (flow.exporter, flow.importer)
        after = next((each for each in self.transit.view.flows if (each.exporter, each.importer) == pair), None)
        return None if after is None or not flow.value_usd > 0 else after.value_usd / flow.value_usd

    def _accounted(self, hub: Hub) -> Traced:
        return self._part(hub.area, "part of its exports that its imports account for", hub.traced_share)

    def _part(self, area: str, word: str, share: float) -> Traced:
        basis = "worked out from flows and from printed output"
        return cell(leaf.share(self.trade, area, f"{self.names[area]}: {word}", share, basis))
