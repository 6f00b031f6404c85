"""Receipts of what one importer buys: its imports, a supplier's part, the part from outside, the exposure score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geo.errors import SelectionError
from geo.evidence import leaf
from geo.evidence.production import Production
from geo.evidence.receipt_production import LUMP_NOTE, traced_output
from geo.evidence.receipt_trade import EXPORTER_NOTE, Purchases, goods_of, sold_by
from geo.evidence.traced_trade import TracedTrade
from geo.figure.receipt import Receipt, receipt_of
from geo.model.exposure import (
    HIGH,
    LOW,
    SCORE_CAVEAT,
    STABILITY_RISK,
    STABILITY_RULE,
    exposure_score,
    mean_risk,
    stability_risk,
)
from geo.model.interval import NoData
from geo.model.line import Input
from geo.model.roster import Roster
from geo.model.supply import Flow, TradeBasis
from geo.model.trace import Traced, cell, named, total
from geo.model.transit import TradeView
from geo.topics.dependence.answer.trade import Imports, Traded, flows_into

TRACED_NOTE = "traced one step back: an estimate, not a published cell"
RISK_NOTE = (
    f"Risk of a supplier: {STABILITY_RULE}; a supplier without an estimate has 0 at the low end and 1 at the high end."
)


def imports_receipt(held: Traded, imports: Imports, names: Mapping[str, str]) -> Receipt:
    """Return how the imports came about: the sum of all suppliers."""
    return _purchases(held, imports, names).of_imports()


def outside_receipt(held: Traded, imports: Imports, roster: Roster, names: Mapping[str, str]) -> Receipt:
    """Return how the part of the imports from outside the roster came about."""
    return _purchases(held, imports, names).of_outside(roster)


def supplier_receipt(held: Traded, imports: Imports, names: Mapping[str, str], area: str) -> Receipt:
    """Return how the part that `area` sells came about; a country that sells none has a part of 0."""
    amount = _sold(held, imports, names, area, imports.basis) or sold_by([], names[area], imports.basis)
    return _purchases(held, imports, names).of_supplier(names[area], amount)


def sold_receipt(
    held: Traded, imports: Imports, names: Mapping[str, str], area: str, basis: TradeBasis
) -> Receipt | None:
    """Return how what `area` sells came about, in tonnes or dollars; None where it is one published cell, or none."""
    amount, flows = _sold(held, imports, names, area, basis), flows_into(held, imports).get(area, [])
    if amount is None or (imports.view is TradeView.AS_REPORTED and len(flows) == 1):
        return None
    title = f"Sold by {names[area]} to {imports.importer.name}"
    cells = _cells(held, flows, imports.view, names, basis) if imports.view is TradeView.AS_REPORTED else ()
    return _purchases(held, imports, names).receipt(title, amount, beside=cells)


def stability_receipt(held: Traded, names: Mapping[str, str], area: str) -> Receipt | None:
    """Return how the political-stability risk of a supplier came about; None without an estimate."""
    if area not in held.stability:
        return None
    title = f"{STABILITY_RISK} of {names[area]}, {held.governance_year}"
    return receipt_of(title, stability_risk(cell(_stability(held, area, names))), held.sources, [SCORE_CAVEAT])


def score_receipt(
    held: Traded, imports: Imports, names: Mapping[str, str], output: Production, printed: Sequence[Input]
) -> Receipt:
    """Return how both ends of the exposure score came about.

    Parameters
    ----------
    output, printed
        World output in ``held.hhi_year``, and its published cells.

    Raises
    ------
    SelectionError
        If the imports have no score.
    """
    if imports.score is None or isinstance(held.hhi, NoData):
        raise SelectionError(f"there is no exposure score of {imports.importer.name}, hence no receipt")
    purchases, hhi = _purchases(held, imports, names), traced_output(output, printed).hhi
    risks = {
        area: stability_risk(cell(_stability(held, area, names)), of=names[area])
        for area in purchases.amounts
        if area in held.stability
    }
    ends = []
    for end, index, unknown in ((LOW, hhi.low, 0.0), (HIGH, hhi.high, 1.0)):
        weights = [risks.get(area, Traced(unknown)) for area in purchases.amounts]
        risk = mean_risk(end, weights, [*purchases.amounts.values()], purchases.imports)
        ends.append(exposure_score(end, index, risk))
    without = [_stability(held, area, names) for area in purchases.amounts if area not in risks]
    notes = (SCORE_CAVEAT, RISK_NOTE, f"HHI of world output in {held.hhi_period}.", LUMP_NOTE)
    both = replace(purchases, sources=(*held.sources, output.source))
    title = f"Exposure score of {imports.importer.name}"
    return both.receipt(title, ends, notes, beside=(*purchases.cells, *without, *printed))


def _purchases(held: Traded, imports: Imports, names: Mapping[str, str]) -> Purchases:
    flows = [flow for own in flows_into(held, imports).values() for flow in own]
    flows.sort(key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer))
    return Purchases(
        buyer=imports.importer.name,
        basis=imports.basis,
        cells=_cells(held, flows, imports.view, names, imports.basis),
        goods=goods_of(held.trade),
        sources=held.sources,
        notes=(f"{held.trade.code.note} {EXPORTER_NOTE}".strip(), imports.view.sentence),
    )


def _sold(held: Traded, imports: Imports, names: Mapping[str, str], area: str, basis: TradeBasis) -> Traced | None:
    """Return what a supplier sells with the published cells behind it; None where nothing is counted."""
    by_tonnes = basis is TradeBasis.TONNES
    flows = [flow for flow in flows_into(held, imports).get(area, []) if not by_tonnes or flow.quantity_t is not None]
    if not flows:
        return None
    if imports.view is TradeView.AS_REPORTED:
        return sold_by(_cells(held, flows, imports.view, names, basis), names[area], basis)
    buyers = imports.importer.members - {area}
    buyers -= imports.importer.bloc if area in imports.importer.bloc else frozenset()
    traced = TracedTrade(held.trade, held.transit, buyers, names, by_tonnes=by_tonnes)
    return named(f"Sold by {names[area]}", "sum of what is traced to it", basis.unit, total(traced.parts(area)))


def _cells(
    held: Traded, flows: Iterable[Flow], view: TradeView, names: Mapping[str, str], basis: TradeBasis
) -> tuple[Input, ...]:
    note = TRACED_NOTE if view is TradeView.ORIGIN_ADJUSTED else ""
    by_tonnes = basis is TradeBasis.TONNES
    return tuple(leaf.flow(held.trade, flow, names, by_tonnes=by_tonnes, note=note) for flow in flows)


def _stability(held: Traded, area: str, names: Mapping[str, str]) -> Input:
    source = next(source for source in held.sources if source.source_id == held.governance_source)
    return leaf.published(
        source,
        area,
        names[area],
        held.stability.get(area),
        "estimate",
        year=held.governance_year,
        basis="political stability and absence of violence",
        note="" if area in held.stability else "no estimate",
    )
