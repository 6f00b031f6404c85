"""Receipts of imports: their total, a supplier's share, the part from outside the roster; and of a map of flows."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from geo.errors import SelectionError
from geo.evidence import leaf
from geo.evidence.trade import Trade
from geo.figure.receipt import Receipt, receipt_of
from geo.figure.source import Source
from geo.model.line import Input
from geo.model.roster import Roster
from geo.model.supply import (
    Flow,
    RegionSupply,
    TradeBasis,
    imported,
    largest_part,
    not_drawn,
    outside_share,
    sold,
    supplier_share,
)
from geo.model.trace import Traced, cell, gathered, named, total

ALL_FLOWS, DRAWN_FLOWS = "All flows", "Flows drawn"
FLOW_NOTE = "Each exporter's figure is the sum of its flows, listed as inputs."
EXPORTER_NOTE = "An exporter is not a producer."


@dataclass(frozen=True)
class Purchases:
    """What a buyer imports, as cells, with what its receipts say.

    Attributes
    ----------
    buyer
        Its name.
    cells
        Its imports, one a flow; without tonnes where the publisher has none.
    goods
        Form, code and year, behind the name of every figure.
    """

    buyer: str
    basis: TradeBasis
    cells: tuple[Input, ...]
    goods: str
    sources: tuple[Source, ...]
    notes: tuple[str, ...]

    @cached_property
    def amounts(self) -> dict[str, Traced]:
        """What each supplier sells, largest first."""
        found = {area: _gathered(cells) for area, cells in _by_exporter(self.cells).items()}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1].value, pair[0])))

    @cached_property
    def imports(self) -> Traced:
        """All that the buyer imports."""
        sent = [amount for amount in self.amounts.values() if amount.value > 0]
        return imported(sent or [Traced(0.0)], self.basis.unit)

    def receipt(
        self, figure: str, found: Traced | Sequence[Traced], notes: Iterable[str] = (), *, beside: Iterable[Input] = ()
    ) -> Receipt:
        """Return the receipt of a figure of these imports."""
        made = receipt_of(f"{figure}: {self.goods}", found, self.sources, [*self.notes, *notes], beside=beside)
        return made if made.sources else replace(made, sources=self.sources)

    def of_imports(self) -> Receipt:
        """Return how the imports came about."""
        return self.receipt(f"Imports of {self.buyer}", self.imports, beside=self.cells)

    def of_outside(self, roster: Roster) -> Receipt:
        """Return how the part from outside a roster came about."""
        outside = [amount for area, amount in self.amounts.items() if area not in roster.members]
        share = outside_share(outside, self.imports)
        notes = [f"Roster: {roster.name}. {roster.note}"]
        return self.receipt(f"Imports of {self.buyer} from outside the roster", share, notes, beside=self.cells)

    def of_supplier(self, name: str, amount: Traced) -> Receipt:
        """Return how the share of a supplier came about, from what it sells."""
        share = supplier_share(amount, self.imports, name)
        return self.receipt(f"Share of {name} in the imports of {self.buyer}", share, beside=self.cells)


def flow_cells(
    trade: Trade, supply: RegionSupply, region: Collection[str], names: Mapping[str, str]
) -> tuple[Input, ...]:
    """Return the flows behind a region's imports: largest supplier first, its importers by size."""
    order = {supplier.area: place for place, supplier in enumerate(supply.suppliers)}
    inward = [flow for flow in trade.flows if flow.importer in region and flow.exporter in order]
    inward.sort(key=lambda flow: (order[flow.exporter], -flow.value_usd, flow.importer))
    by_tonnes = supply.basis is TradeBasis.TONNES
    return tuple(leaf.flow(trade, flow, names, by_tonnes=by_tonnes) for flow in inward)


def flows_receipt(
    trade: Trade, flows: Sequence[Flow], drawn: int, names: Mapping[str, str], *, by_tonnes: bool
) -> Receipt:
    """Return how the figures of a map of flows came about: all of it, its largest flow, what is not drawn.

    Parameters
    ----------
    trade
        Code and year.
    flows
        Flows with an amount, largest first; at least one.
    drawn
        How many of them the map shows.
    names
        Country names by ISO3 code.
    by_tonnes
        Count tonnes; else value.
    """
    cells = [leaf.flow(trade, flow, names, by_tonnes=by_tonnes) for flow in flows]
    sent, unit = [_gathered(own) for own in _by_exporter(cells).values()], "t" if by_tonnes else "USD"
    whole = named(ALL_FLOWS, "sum over exporters of all their flows", unit, total(sent))
    shown = named(DRAWN_FLOWS, f"sum of the {drawn} largest", unit, total(map(cell, cells[:drawn])))
    found = [whole, shown, largest_part(cell(cells[0]), whole), not_drawn(shown, whole)]
    scope = f"{trade.scope.value.capitalize()} data: this is the trade held, not the world's."
    return receipt_of(
        f"Flows: {goods_of(trade)}", found, [trade.source], _notes(trade, *([] if trade.is_complete else [scope]))
    )


def sent_receipt(
    trade: Trade, flows: Sequence[Flow], figure: str, names: Mapping[str, str], *, by_tonnes: bool
) -> Receipt:
    """Return how the sum of some flows of one exporter came about; flows without tonnes are in no sum of tonnes.

    Parameters
    ----------
    figure
        The sum in words, e.g. ``Exports of Chile``.
    """
    cells = [leaf.flow(trade, flow, names, by_tonnes=by_tonnes) for flow in flows]
    found = named(figure, "sum of its flows", "t" if by_tonnes else "USD", _summed(cells))
    return receipt_of(f"{figure}: {goods_of(trade)}", found, [trade.source], _notes(trade), beside=cells)


def supplier_receipt(trade: Trade, supply: RegionSupply, cells: Sequence[Input], region: str, area: str) -> Receipt:
    """Return how the share of the supplier `area` in a region's imports came about.

    Raises
    ------
    SelectionError
        If it sends nothing.
    """
    own = _by_exporter(cells).get(area)
    if own is None or not supply.total > 0:
        raise SelectionError(f"{area!r} sends nothing to {region}, so its share has no receipt; choose a supplier")
    name = own[0].name.partition(" to ")[0]
    purchases = region_purchases(trade, supply, cells, region)
    return purchases.of_supplier(name, sold_by(own, name, purchases.basis))


def trade_receipts(
    trade: Trade, supply: RegionSupply, cells: Sequence[Input], region: str, roster: Roster
) -> dict[str, Receipt]:
    """Return every receipt of a region's imports by the name of its figure."""
    purchases = region_purchases(trade, supply, cells, region)
    found = {"imports": purchases.of_imports()}
    if supply.total > 0:
        found["outside_roster_share"] = purchases.of_outside(roster)
        for supplier in supply.suppliers:
            found[f"supplier_share_{supplier.area}"] = supplier_receipt(trade, supply, cells, region, supplier.area)
    return found


def region_purchases(trade: Trade, supply: RegionSupply, cells: Sequence[Input], region: str) -> Purchases:
    """Return a region's imports from outside it; `region` is its name, `cells` those of `flow_cells`."""
    return Purchases(region, supply.basis, tuple(cells), goods_of(trade), (trade.source,), _notes(trade))


def sold_by(cells: Sequence[Input], name: str, basis: TradeBasis) -> Traced:
    """Return what one supplier sells: the sum of its flows."""
    held = [cell(each) for each in cells if each.value is not None]
    return sold(held or [Traced(0.0)], name, basis.unit)


def goods_of(trade: Trade) -> str:
    """Return form, code and year, as they stand behind the name of a figure."""
    return f"{trade.code.form}, HS {trade.code.hs6}, {trade.year}"


def _notes(trade: Trade, *others: str) -> tuple[str, ...]:
    return (f"{trade.code.note} {EXPORTER_NOTE}".strip(), FLOW_NOTE, *others)


def _by_exporter(cells: Iterable[Input]) -> dict[str, list[Input]]:
    found: dict[str, list[Input]] = {}
    for each in cells:
        found.setdefault(each.code.partition("-")[0], []).append(each)
    return found


def _gathered(cells: Sequence[Input]) -> Traced:
    return gathered(math.fsum(each.value for each in cells if each.value is not None), cells)


def _summed(cells: Sequence[Input]) -> Traced:
    return total([cell(each) for each in cells if each.value is not None], like=Traced(0.0))
