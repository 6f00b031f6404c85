"""Receipts of a region's imports: their total, a supplier's share, the part from outside the roster."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from geo.answer.trade import Trade
from geo.errors import SelectionError
from geo.figure.receipt import Receipt
from geo.model.formula import part, total
from geo.model.roster import Roster
from geo.model.supply import Flow, RegionSupply, Supplier, TradeBasis
from geo.model.trace import Input, Step

IMPORTS = "Imports from outside the region"
OUTSIDE = "From outside the roster"
ALL_FLOWS, DRAWN_FLOWS = "All flows", "Flows drawn"
LARGEST_FLOW, NOT_DRAWN = "Share of the largest flow", "Not drawn"
FLOW_NOTE = "Each exporter's figure is the sum of its flows, listed as inputs."
EXPORTER_NOTE = "An exporter is not a producer."


def flow_cells(
    trade: Trade, supply: RegionSupply, region: Collection[str], names: Mapping[str, str]
) -> tuple[Input, ...]:
    """Return the flows behind a region's imports: largest supplier first, its importers by size."""
    order = {supplier.area: place for place, supplier in enumerate(supply.suppliers)}
    inward = [flow for flow in trade.flows if flow.importer in region and flow.exporter in order]
    inward.sort(key=lambda flow: (order[flow.exporter], -flow.value_usd, flow.importer))
    by_tonnes = supply.basis is TradeBasis.TONNES
    return tuple(flow_cell(flow, trade, names, by_tonnes=by_tonnes) for flow in inward)


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
    amounts = [(flow.quantity_t or 0.0) if by_tonnes else flow.value_usd for flow in flows]
    sent: dict[str, float] = {}
    for flow, amount in zip(flows, amounts, strict=True):
        sent[flow.exporter] = sent.get(flow.exporter, 0.0) + amount
    whole, unit = sum(amounts), "t" if by_tonnes else "USD"
    shown = sum(amounts[:drawn])
    steps = [
        Step(ALL_FLOWS, "sum over exporters of all their flows", total([*sent.values()]), whole, unit),
        Step(DRAWN_FLOWS, f"sum of the {drawn} largest", total(amounts[:drawn]), shown, unit),
        Step(LARGEST_FLOW, "the largest flow over all", part(amounts[:1], whole), amounts[0] / whole, "share"),
        Step(NOT_DRAWN, "one less what is drawn", f"1 - {part([shown], whole)}", 1 - shown / whole, "share"),
    ]
    cells = [flow_cell(flow, trade, names, by_tonnes=by_tonnes) for flow in flows]
    notes = (
        ()
        if trade.is_complete
        else (f"{trade.scope.value.capitalize()} data: this is the trade held, not the world's.",)
    )
    return _receipt(trade, "Flows", steps, cells, notes)


def imports_receipt(trade: Trade, supply: RegionSupply, cells: Sequence[Input], region: str) -> Receipt:
    """Return how the region's imports from outside it came about; `region` is its name."""
    return _receipt(trade, f"Imports of {region}", [imports_step(supply)], cells)


def sent_receipt(
    trade: Trade, flows: Sequence[Flow], figure: str, names: Mapping[str, str], *, by_tonnes: bool
) -> Receipt:
    """Return how the sum of some flows of one exporter came about; flows without tonnes are in no sum of tonnes.

    Parameters
    ----------
    figure
        The sum in words, e.g. ``Exports of Chile``.
    """
    cells = [flow_cell(flow, trade, names, by_tonnes=by_tonnes) for flow in flows]
    amounts = [cell.value for cell in cells if cell.value is not None]
    step = Step(figure, "sum of its flows", total(amounts), sum(amounts), "t" if by_tonnes else "USD")
    return _receipt(trade, figure, [step], cells)


def outside_receipt(trade: Trade, supply: RegionSupply, cells: Sequence[Input], region: str, roster: Roster) -> Receipt:
    """Return how the part of the imports from outside `roster` came about.

    Raises
    ------
    SelectionError
        If nothing is imported.
    """
    share = supply.share_outside(roster.members)
    if share is None:
        raise SelectionError(f"{region} imports nothing of {trade.code.form}, so no share has a receipt")
    outside = [_amount(row, supply) for row in supply.suppliers if row.area not in roster.members]
    rule = "suppliers that are no members, over all imports"
    step = Step(OUTSIDE, rule, part(outside, supply.total), share, "share")
    notes = [f"Roster: {roster.name}. {roster.note}"]
    return _receipt(trade, f"Imports of {region} from outside the roster", [imports_step(supply), step], cells, notes)


def supplier_receipt(trade: Trade, supply: RegionSupply, cells: Sequence[Input], region: str, area: str) -> Receipt:
    """Return how the share of the supplier `area` came about.

    Raises
    ------
    SelectionError
        If it sends nothing.
    """
    supplier = next((row for row in supply.suppliers if row.area == area), None)
    if supplier is None or not supply.total > 0:
        raise SelectionError(f"{area!r} sends nothing to {region}, so its share has no receipt; choose a supplier")
    own = [cell for cell in cells if cell.code.partition("-")[0] == area]
    label = own[0].name.partition(" to ")[0] if own else area
    rule = "what the supplier sends to the region, over the region's imports"
    amount = _amount(supplier, supply)
    steps = [
        imports_step(supply),
        Step(f"Sent by {label}", "sum of its flows", _flows(own), amount, _unit(supply)),
        Step(f"Share of {label}", rule, part([amount], supply.total), supplier.share, "share"),
    ]
    return _receipt(trade, f"Share of {label} in the imports of {region}", steps, cells)


def trade_receipts(
    trade: Trade, supply: RegionSupply, cells: Sequence[Input], region: str, roster: Roster
) -> dict[str, Receipt]:
    """Return every receipt of a region's imports by the name of its figure."""
    found = {"imports": imports_receipt(trade, supply, cells, region)}
    if supply.total > 0:
        found["outside_roster_share"] = outside_receipt(trade, supply, cells, region, roster)
        for supplier in supply.suppliers:
            found[f"supplier_share_{supplier.area}"] = supplier_receipt(trade, supply, cells, region, supplier.area)
    return found


def flow_cell(flow: Flow, trade: Trade, names: Mapping[str, str], *, by_tonnes: bool) -> Input:
    """Return one flow as a published cell, in tonnes or in value."""
    return Input(
        code=f"{flow.exporter}-{flow.importer}",
        name=f"{names[flow.exporter]} to {names[flow.importer]}",
        value=flow.quantity_t if by_tonnes else flow.value_usd,
        unit="t" if by_tonnes else "USD",
        year=trade.year,
        stage=f"HS {trade.code.hs6}, {trade.code.form}",
        basis="gross weight" if by_tonnes else "value",
        edition=trade.source.edition,
        source_id=trade.source.source_id,
        note=_remark(is_outlier=flow.is_outlier, is_missing=by_tonnes and flow.quantity_t is None),
    )


def imports_step(supply: RegionSupply) -> Step:
    """Return the region's imports as the sum of its suppliers."""
    amounts = [amount for row in supply.suppliers if (amount := _amount(row, supply)) > 0]
    return Step(IMPORTS, "sum of all suppliers outside the region", total(amounts), supply.total, _unit(supply))


def _flows(cells: Sequence[Input]) -> str:
    return total([cell.value for cell in cells if cell.value is not None])


def _receipt(
    trade: Trade, figure: str, steps: Sequence[Step], cells: Sequence[Input], notes: Sequence[str] = ()
) -> Receipt:
    subject = f"{trade.code.form}, HS {trade.code.hs6}, {trade.year}"
    kept = (f"{trade.code.note} {EXPORTER_NOTE}".strip(), FLOW_NOTE, *notes)
    return Receipt(f"{figure}: {subject}", tuple(steps), tuple(cells), (trade.source,), kept)


def _amount(supplier: Supplier, supply: RegionSupply) -> float:
    return (supplier.quantity_t or 0.0) if supply.basis is TradeBasis.TONNES else supplier.value_usd


def _unit(supply: RegionSupply) -> str:
    return "t" if supply.basis is TradeBasis.TONNES else "USD"


def _remark(*, is_outlier: bool, is_missing: bool) -> str:
    words = ["implausible value per tonne"] if is_outlier else []
    return "; ".join([*words, *(["no tonnes published; in no sum of tonnes"] if is_missing else [])])
