"""Receipts of what one importer buys: its imports, a supplier's part, the part from outside, the exposure score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.answer.dependence_trade import Imports, Traded
from geo.answer.receipt_options import TracedTrade
from geo.answer.receipt_trade import EXPORTER_NOTE, flow_cell
from geo.errors import SelectionError
from geo.figure.receipt import Receipt, cited
from geo.model.concentration import HHI_HIGH, HHI_LOW
from geo.model.exposure import SCORE_CAVEAT, STABILITY_SPAN, STRONGEST_STABILITY, stability_risk
from geo.model.formula import grouped, number, part, total
from geo.model.interval import NoData
from geo.model.roster import Roster
from geo.model.supply import Flow, TradeBasis
from geo.model.trace import Input, Step
from geo.model.transit import TradeView

IMPORTS, OUTSIDE = "Imports", "From outside the roster"
STABILITY_RISK = "Political-stability risk"
RISK_LOW, RISK_HIGH = "Mean risk of the suppliers, low end", "Mean risk of the suppliers, high end"
SCORE_LOW, SCORE_HIGH = "Exposure score, low end", "Exposure score, high end"
TRACED_NOTE = "traced one step back: an estimate, not a published cell"
RISK_RULE = f"({STRONGEST_STABILITY} - estimate) / {STABILITY_SPAN:g}, cut at 0 and 1"
RISK_NOTE = (
    f"Risk of a supplier: {RISK_RULE}; a supplier without an estimate has 0 at the low end and 1 at the high end."
)


def imports_receipt(held: Traded, imports: Imports, names: Mapping[str, str]) -> Receipt:
    """Return how the imports came about: the sum of all suppliers."""
    steps = (_total(supplier_amounts(held, imports), imports),)
    cells = _flow_cells(held, imports, names, imports.basis)
    return _receipt(held, imports, f"Imports of {imports.importer.name}", steps, cells)


def outside_receipt(held: Traded, imports: Imports, roster: Roster, names: Mapping[str, str]) -> Receipt:
    """Return how the part of the imports from outside the roster came about."""
    amounts = supplier_amounts(held, imports)
    outside = [amount for area, amount in amounts.items() if area not in roster.members]
    share = imports.outside(roster.members)
    rule = "suppliers that are no members, over all imports"
    steps = (_total(amounts, imports), Step(OUTSIDE, rule, part(outside, imports.total), share, "share"))
    title = f"Imports of {imports.importer.name} from outside the roster"
    cells = _flow_cells(held, imports, names, imports.basis)
    return _receipt(held, imports, title, steps, cells, (f"Roster: {roster.name}. {roster.note}",))


def supplier_receipt(held: Traded, imports: Imports, names: Mapping[str, str], area: str) -> Receipt:
    """Return how the part that `area` sells came about; a country that sells none has a part of 0."""
    amounts = supplier_amounts(held, imports)
    own = amounts.get(area, 0.0)
    sold, behind = _sold(held, imports, names, area, imports.basis)
    share = Step(
        f"Share of {names[area]}",
        "what the supplier sells, over all imports",
        part([own], imports.total),
        imports.share_of(area),
        "share",
    )
    cells = tuple(dict.fromkeys((*behind, *_flow_cells(held, imports, names, imports.basis))))
    title = f"Share of {names[area]} in the imports of {imports.importer.name}"
    return _receipt(held, imports, title, (_total(amounts, imports), *sold, share), cells)


def sold_receipt(
    held: Traded, imports: Imports, names: Mapping[str, str], area: str, basis: TradeBasis
) -> Receipt | None:
    """Return how what `area` sells came about, in tonnes or dollars; None where it is one published cell, or none."""
    steps, cells = _sold(held, imports, names, area, basis)
    if not steps or (len(cells) == 1 and imports.view is TradeView.AS_REPORTED):
        return None
    return _receipt(held, imports, f"Sold by {names[area]} to {imports.importer.name}", steps, cells)


def stability_receipt(held: Traded, names: Mapping[str, str], area: str) -> Receipt | None:
    """Return how the political-stability risk of a supplier came about; None without an estimate."""
    estimate = held.stability.get(area)
    if estimate is None:
        return None
    worked = f"max(0, min(1, ({STRONGEST_STABILITY} - {number(estimate)}) / {STABILITY_SPAN:g}))"
    step = Step(STABILITY_RISK, RISK_RULE, worked, float(stability_risk(estimate)), "index")
    cells = _stability_cells(held, [area], names)
    title = f"{STABILITY_RISK} of {names[area]}, {held.governance_year}"
    return Receipt(title, (step,), cells, cited(cells, held.sources), (SCORE_CAVEAT,))


def score_receipt(held: Traded, imports: Imports, names: Mapping[str, str], index: Receipt) -> Receipt:
    """Return how both ends of the exposure score came about.

    Parameters
    ----------
    index
        Receipt of the HHI of world output in ``held.hhi_year``.

    Raises
    ------
    SelectionError
        If the imports have no score.
    """
    if imports.score is None or imports.risk is None or isinstance(held.hhi, NoData):
        raise SelectionError(f"there is no exposure score of {imports.importer.name}, hence no receipt")
    amounts = supplier_amounts(held, imports)
    steps = [*index.steps, _total(amounts, imports)]
    ends = (
        ((RISK_LOW, SCORE_LOW), 0.0, imports.risk.low, (HHI_LOW, held.hhi.low), imports.score.low),
        ((RISK_HIGH, SCORE_HIGH), 1.0, imports.risk.high, (HHI_HIGH, held.hhi.high), imports.score.high),
    )
    for (risk_label, score_label), missing, risk, (hhi_label, hhi), score in ends:
        weighted = [
            f"{number(amount)} × {number(_risk(held, area, missing))}" for area, amount in amounts.items() if amount > 0
        ]
        rule = "imports weighted with the political-stability risk of each supplier, over all imports"
        worked = f"{grouped(' + '.join(weighted))} / {number(imports.total)}"
        steps.append(Step(risk_label, rule, worked, risk, "index"))
        rule = f"{hhi_label} of world output, times that risk"
        steps.append(Step(score_label, rule, f"{number(hhi)} × {number(risk)}", score, "index"))
    flows = _flow_cells(held, imports, names, imports.basis)
    cells = (*flows, *_stability_cells(held, [*amounts], names), *index.inputs)
    notes = (SCORE_CAVEAT, RISK_NOTE, f"HHI of world output in {held.hhi_year}.", *index.notes)
    found = _receipt(held, imports, f"Exposure score of {imports.importer.name}", steps, cells, notes)
    return replace(found, sources=cited(cells, (*held.sources, *index.sources)))


def supplier_amounts(held: Traded, imports: Imports) -> dict[str, float]:
    """Return what each supplier sells to the importer, in the basis of the imports, largest first."""
    found: dict[str, float] = {}
    for flow in held.side(imports.view).flows:
        if imports.importer.counts(flow):
            found[flow.exporter] = found.get(flow.exporter, 0.0) + (_amount(flow, imports.basis) or 0.0)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def unit_of(basis: TradeBasis) -> str:
    """Return the unit of an amount of trade."""
    return "t" if basis is TradeBasis.TONNES else "USD"


def _amount(flow: Flow, basis: TradeBasis) -> float | None:
    return flow.quantity_t if basis is TradeBasis.TONNES else flow.value_usd


def _total(amounts: Mapping[str, float], imports: Imports) -> Step:
    held = [amount for amount in amounts.values() if amount > 0]
    rule = "sum of all suppliers; trade inside the importer left out"
    return Step(IMPORTS, rule, total(held), imports.total, unit_of(imports.basis))


def _sold(
    held: Traded, imports: Imports, names: Mapping[str, str], area: str, basis: TradeBasis
) -> tuple[list[Step], list[Input]]:
    """Return the sum of what a supplier sells with the published cells behind it; nothing where nothing is counted."""
    sold = [flow for flow in held.side(imports.view).flows if flow.exporter == area and imports.importer.counts(flow)]
    amounts = [amount for flow in sold if (amount := _amount(flow, basis)) is not None]
    if not amounts:
        return [], []
    label, unit = f"Sold by {names[area]}", unit_of(basis)
    if imports.view is TradeView.AS_REPORTED:
        cells = _as_cells(held, sold, names, basis)
        return [Step(label, "sum of its flows", total(amounts), sum(amounts), unit)], cells
    buyers = imports.importer.members - {area}
    buyers -= imports.importer.bloc if area in imports.importer.bloc else frozenset()
    traced = TracedTrade(held.trade, held.transit, buyers, names, by_tonnes=basis is TradeBasis.TONNES)
    steps, cells = traced.steps(area)
    parts = total([step.result for step in steps])
    return [*steps, Step(label, "sum of what is traced to it", parts, sum(amounts), unit)], cells


def _risk(held: Traded, area: str, missing: float) -> float:
    estimate = held.stability.get(area)
    return missing if estimate is None else float(stability_risk(estimate))


def _flow_cells(held: Traded, imports: Imports, names: Mapping[str, str], basis: TradeBasis) -> tuple[Input, ...]:
    own = [flow for flow in held.side(imports.view).flows if imports.importer.counts(flow)]
    own.sort(key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer))
    cells = _as_cells(held, own, names, basis)
    if imports.view is TradeView.AS_REPORTED:
        return tuple(cells)
    return tuple(replace(cell, note="; ".join(text for text in (cell.note, TRACED_NOTE) if text)) for cell in cells)


def _as_cells(held: Traded, flows: Sequence[Flow], names: Mapping[str, str], basis: TradeBasis) -> list[Input]:
    return [flow_cell(flow, held.trade, names, by_tonnes=basis is TradeBasis.TONNES) for flow in flows]


def _stability_cells(held: Traded, areas: Sequence[str], names: Mapping[str, str]) -> tuple[Input, ...]:
    source = next(source for source in held.sources if source.source_id == held.governance_source)
    return tuple(
        Input(
            code=area,
            name=names[area],
            value=held.stability.get(area),
            unit="estimate",
            year=held.governance_year,
            basis="political stability and absence of violence",
            edition=source.edition,
            source_id=source.source_id,
            note="" if area in held.stability else "no estimate",
        )
        for area in areas
    )


def _receipt(
    held: Traded,
    imports: Imports,
    figure: str,
    steps: Sequence[Step],
    cells: Sequence[Input],
    notes: Sequence[str] = (),
) -> Receipt:
    trade = held.trade
    title = f"{figure}: {trade.code.form}, HS {trade.code.hs6}, {trade.year}"
    said = (f"{trade.code.note} {EXPORTER_NOTE}".strip(), imports.view.sentence, *notes)
    return Receipt(title, tuple(steps), tuple(cells), cited(cells, held.sources), said)
