"""Receipts of the options and of today's suppliers: sums of flows, and suppliers traced one step back through hubs."""

from __future__ import annotations

from collections.abc import Mapping

from geo.evidence import leaf
from geo.evidence.receipt_production import share_receipt
from geo.evidence.receipt_trade import flow_cells, sent_receipt, supplier_receipt
from geo.evidence.traced_trade import TracedTrade
from geo.evidence.trade import Trade
from geo.figure.receipt import Receipt
from geo.model.options import Option
from geo.model.supply import RegionSupply, Supplier, TradeBasis
from geo.model.trace import Traced, cell, named, total
from geo.topics.nearshoring.figures.need import Workings

HUB_NOTE = (
    "Part that its imports account for: imports over exports, or over what it could supply itself and its imports where "
    "that is more."
)


def home_of(workings: Workings) -> frozenset[str]:
    """Return the countries of the region whose imports are counted: without those that fall away."""
    return workings.answer.buyers - set(workings.answer.replaced)


def exports_receipt(
    workings: Workings, area: str, *, by_tonnes: bool, to_home: bool, of_supply: bool = False
) -> Receipt | None:
    """Return how the exports of `area` came about, to all countries or to the home alone; None without trade.

    Parameters
    ----------
    of_supply
        As today's suppliers are counted: tonnes that are believed, whatever the need and the ceilings count.
    """
    answer, home = workings.answer, home_of(workings)
    if answer.trade is None:
        return None
    held = answer.trade.flows if of_supply else answer.flows
    flows = [flow for flow in held if flow.exporter == area and (not to_home or flow.importer in home)]
    to = f" to {answer.region.label}" if to_home else ""
    figure = f"Exports of {workings.names[area]}{to}"
    return sent_receipt(answer.trade, flows, figure, workings.names, by_tonnes=by_tonnes)


def reported_receipt(workings: Workings, area: str) -> Receipt | None:
    """Return how the share of a supplier came about in the trade as reported; None without trade."""
    answer = workings.answer
    if answer.trade is None or answer.supply is None:
        return None
    cells = flow_cells(answer.trade, answer.supply, home_of(workings), workings.names)
    return supplier_receipt(answer.trade, answer.supply, cells, answer.region.label, area)


def share_of_supplier(workings: Workings, area: str, *, traced: bool) -> Receipt | None:
    """Return how the share of a supplier came about, as reported or traced one step back."""
    return traced_receipt(workings, area) if traced else reported_receipt(workings, area)


def amount_receipt(workings: Workings, row: Supplier, basis: TradeBasis, *, traced: bool) -> Receipt | None:
    """Return how the amount of a supplier came about; None where there is none in this basis."""
    by_tonnes = basis is TradeBasis.TONNES
    if by_tonnes and row.quantity_t is None:
        return None
    if traced:
        return traced_receipt(workings, row.area, basis=basis)
    return exports_receipt(workings, row.area, by_tonnes=by_tonnes, to_home=True, of_supply=True)


def production_share_receipt(workings: Workings, option: Option) -> Receipt | None:
    """Return how the share of world output came about; None where there is none."""
    output = workings.answer.production
    if output is None or option.candidate.production_share is None:
        return None
    return share_receipt(output, workings.output_cells, option.area)


def traced_receipt(workings: Workings, area: str, *, basis: TradeBasis | None = None) -> Receipt | None:
    """Return how the share of a supplier came about with the exports of hubs traced one step back.

    Parameters
    ----------
    basis
        Gives the amount alone, in this basis; None gives the share in the basis of the imports.
    """
    answer, names = workings.answer, workings.names
    trade, transit, supply = answer.trade, answer.transit, answer.traced
    if trade is None or transit is None or supply is None:
        return None
    by_tonnes = (basis or supply.basis) is TradeBasis.TONNES
    traced = TracedTrade(trade, transit, home_of(workings), names, by_tonnes=by_tonnes)
    label = f"Traced to {names[area]}"
    found = named(label, "sum of the parts", traced.unit, total(traced.parts(area)))
    if basis is None:
        rule = "what is traced to the supplier, over the region's imports"
        found = named(f"Share of {names[area]}", rule, "share", found / _imports(trade, supply, names))
    return workings.receipt(found.name.label if found.name else label, found, transit.view.view.sentence, HUB_NOTE)


def _imports(trade: Trade, supply: RegionSupply, names: Mapping[str, str]) -> Traced:
    """Return the imports, as the sum of what is traced to each supplier."""
    is_tonnes = supply.basis is TradeBasis.TONNES
    unit, basis = ("t", "gross weight, sum of flows") if is_tonnes else ("USD", "value, sum of flows")
    amounts = [(row.area, (row.quantity_t or 0.0) if is_tonnes else row.value_usd) for row in supply.suppliers]
    cells = [
        cell(leaf.traded(trade, area, f"{names[area]}: traced to it", amount, unit, basis)) for area, amount in amounts
    ]
    return named("Imports from outside the region", "sum of all suppliers outside the region", unit, total(cells))
