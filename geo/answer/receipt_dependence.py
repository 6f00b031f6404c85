"""Receipts of the dependence figures: effective suppliers, supply left, imports from outside, the score, a gain in share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from geo.answer.dependence_gain import Gain, NextMembers
from geo.answer.dependence_output import Holding
from geo.answer.dependence_trade import Imports, Traded
from geo.answer.receipt import Input, Receipt, Step
from geo.answer.receipt_production import concentration_receipt
from geo.answer.sources import Source
from geo.errors import SelectionError
from geo.model.exposure import SCORE_CAVEAT, STABILITY_SPAN, STRONGEST_STABILITY, stability_risk
from geo.model.formula import grouped, number, part, total
from geo.model.interval import NoData
from geo.model.loss import DEMAND_HELD, DemandHeld
from geo.model.roster import EU27, Roster
from geo.model.supply import TradeBasis
from geo.model.transit import TradeView
from geo.schema.codes import Mineral

EFFECTIVE_LOW, EFFECTIVE_HIGH = "Suppliers, effective, low end", "Suppliers, effective, high end"
LARGEST, LARGEST_POSSIBLE = "Largest share", "Largest possible share"
LEFT_LOW, LEFT_HIGH = "Supply left, low end", "Supply left, high end"
IMPORTS, OUTSIDE = "Imports", "From outside the roster"
RISK, SCORE_LOW, SCORE_HIGH = "Mean risk of the suppliers", "Exposure score, low end", "Exposure score, high end"
GAIN = "Gain in share"
EXPORTER_NOTE = "An exporter is not a producer."
TRACED_NOTE = "traced one step back: an estimate, not a published cell"
RISK_NOTE = (
    f"Risk of a supplier: ({STRONGEST_STABILITY} - estimate) / {STABILITY_SPAN:g}, cut at 0 and 1; a supplier without an "
    "estimate has 0 at the low end and 1 at the high end."
)


def effective_receipt(held: Holding, cells: Sequence[Input]) -> Receipt:
    """Return how the effective number of suppliers came about; without a high end where that is infinite."""
    result, effective = held.result, held.effective
    index = concentration_receipt(held.production, cells)
    ends = (
        (EFFECTIVE_LOW, "one over the high end of the HHI", result.hhi_high, effective.low),
        (EFFECTIVE_HIGH, "one over the low end of the HHI", result.hhi_low, effective.high),
    )
    steps = [
        Step(label, rule, f"1 / {number(hhi)}", end, "index") for label, rule, hhi, end in ends if math.isfinite(end)
    ]
    title = index.title.replace("HHI", "Effective number of suppliers", 1)
    return Receipt(title, (*index.steps, *steps), index.inputs, index.sources, index.notes)


def left_receipt(held: Holding, left: DemandHeld, cells: Sequence[Input]) -> Receipt:
    """Return how the supply left without the largest supplier came about."""
    result = held.result
    worst = max(result.top1, result.unattributed_share)
    steps = (
        Step(LARGEST, "share of the largest named country", number(result.top1), result.top1, "share"),
        Step(
            LARGEST_POSSIBLE,
            "the larger of that share and of all that no named country holds, which may be one country's",
            number(worst),
            worst,
            "share",
        ),
        Step(LEFT_LOW, "one less the largest possible share", f"max(0, 1 - {number(worst)})", left.left.low, "share"),
        Step(LEFT_HIGH, "one less the largest share", f"max(0, 1 - {number(result.top1)})", left.left.high, "share"),
    )
    output = held.production
    subject = f"{output.stage.value} {output.mineral.label.lower()}, {output.year}"
    return Receipt(f"{DEMAND_HELD}: {subject}", steps, tuple(cells), (output.source,))


def outside_receipt(held: Traded, imports: Imports, roster: Roster, names: Mapping[str, str]) -> Receipt:
    """Return how the part of the imports from outside the roster came about."""
    amounts = supplier_amounts(held, imports)
    outside = [amount for area, amount in amounts.items() if area not in roster.members]
    steps = (
        _total(amounts, imports),
        Step(
            OUTSIDE,
            "suppliers that are no members, over all imports",
            part(outside, imports.total),
            imports.outside(roster.members),
            "share",
        ),
    )
    return _trade_receipt(
        held,
        imports,
        f"Imports of {imports.importer.name} from outside the roster",
        steps,
        _flow_cells(held, imports, names),
        (f"Roster: {roster.name}. {roster.note}",),
    )


def imports_receipt(held: Traded, imports: Imports, names: Mapping[str, str]) -> Receipt:
    """Return how the imports came about: the sum of all suppliers."""
    steps = (_total(supplier_amounts(held, imports), imports),)
    cells = _flow_cells(held, imports, names)
    return _trade_receipt(held, imports, f"Imports of {imports.importer.name}", steps, cells, ())


def score_receipt(held: Traded, imports: Imports, names: Mapping[str, str]) -> Receipt:
    """Return how both ends of the exposure score came about.

    Raises
    ------
    SelectionError
        If the imports have no score.
    """
    if imports.score is None or imports.risk is None or isinstance(held.hhi, NoData):
        raise SelectionError(f"there is no exposure score of {imports.importer.name}, hence no receipt")
    amounts = supplier_amounts(held, imports)
    steps = [_total(amounts, imports)]
    ends = (
        ("low", 0.0, imports.risk.low, held.hhi.low, imports.score.low),
        ("high", 1.0, imports.risk.high, held.hhi.high, imports.score.high),
    )
    for end, missing, risk, hhi, score in ends:
        weighted = [
            f"{number(amount)} × {number(_risk(held, area, missing))}" for area, amount in amounts.items() if amount > 0
        ]
        label = f"{RISK}, {end} end"
        rule = "imports weighted with the political-stability risk of each supplier, over all imports"
        steps.append(Step(label, rule, f"{grouped(' + '.join(weighted))} / {number(imports.total)}", risk, "index"))
        name = SCORE_LOW if end == "low" else SCORE_HIGH
        steps.append(
            Step(name, f"{end} end of the HHI times that risk", f"{number(hhi)} × {number(risk)}", score, "index")
        )
    notes = (
        SCORE_CAVEAT,
        RISK_NOTE,
        f"HHI of world output {held.hhi_year}; its own receipt is on the Overview.",
    )
    cells = (*_flow_cells(held, imports, names), *_stability_cells(held, amounts, names))
    return _trade_receipt(held, imports, f"Exposure score of {imports.importer.name}", steps, cells, notes)


def gain_receipt(
    found: NextMembers, gain: Gain, mineral: Mineral, names: Mapping[str, str], sources: Mapping[str, Source]
) -> Receipt:
    """Return how the low end of a gain came about.

    Raises
    ------
    SelectionError
        If no figures of the mineral are held at the stage.
    """
    series = found.series(mineral)
    if series is None:
        raise SelectionError(f"no figures of {mineral.label.lower()} are held at the {found.stage.value} stage")
    rows = [row for row in series.result.shares if row.area in gain.candidate.countries and row.share is not None]
    whole = series.result.denominator_t
    held = [row.share or 0.0 if whole is None else row.quantity_t or 0.0 for row in rows]
    source = sources[series.source_id]
    cells = tuple(
        Input(
            code=row.area,
            name=names[row.area],
            value=row.share if whole is None else row.quantity_t,
            unit="share" if whole is None else "t",
            year=series.year,
            stage=series.stage,
            basis=series.basis,
            edition=source.edition,
            source_id=series.source_id,
            note="" if row.flag == "reported" else row.flag.replace("_", " "),
        )
        for row in rows
    )
    world = [] if whole is None else [Step("World", series.result.denominator.sentence, number(whole), whole, "t")]
    step = Step(
        GAIN,
        "what the candidate's countries outside the roster make, over the world",
        part(held, whole),
        gain.share.low,
        "share",
    )
    name = "European Union" if gain.candidate.code == EU27 else gain.candidate.name
    title = f"{GAIN} by {name}: {series.stage} {mineral.label.lower()}, {series.year}"
    return Receipt(title, (*world, step), cells, (source,))


def supplier_amounts(held: Traded, imports: Imports) -> dict[str, float]:
    """Return what each supplier sells to the importer, in the basis of the imports, largest first."""
    by_tonnes = imports.basis is TradeBasis.TONNES
    found: dict[str, float] = {}
    for flow in held.side(imports.view).flows:
        if imports.importer.counts(flow):
            amount = (flow.quantity_t or 0.0) if by_tonnes else flow.value_usd
            found[flow.exporter] = found.get(flow.exporter, 0.0) + amount
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _total(amounts: Mapping[str, float], imports: Imports) -> Step:
    unit = "t" if imports.basis is TradeBasis.TONNES else "USD"
    held = [amount for amount in amounts.values() if amount > 0]
    return Step(IMPORTS, "sum of all suppliers; trade inside the importer left out", total(held), imports.total, unit)


def _risk(held: Traded, area: str, missing: float) -> float:
    estimate = held.stability.get(area)
    return missing if estimate is None else float(stability_risk(estimate))


def _flow_cells(held: Traded, imports: Imports, names: Mapping[str, str]) -> tuple[Input, ...]:
    by_tonnes = imports.basis is TradeBasis.TONNES
    trade = held.trade
    own = [flow for flow in held.side(imports.view).flows if imports.importer.counts(flow)]
    return tuple(
        Input(
            code=f"{flow.exporter}-{flow.importer}",
            name=f"{names[flow.exporter]} to {names[flow.importer]}",
            value=flow.quantity_t if by_tonnes else flow.value_usd,
            unit="t" if by_tonnes else "USD",
            year=trade.year,
            stage=f"HS {trade.code.hs6}, {trade.code.form}",
            basis="gross weight" if by_tonnes else "value",
            edition=trade.source.edition,
            source_id=trade.source.source_id,
            note=_remark(imports, is_missing=by_tonnes and flow.quantity_t is None),
        )
        for flow in sorted(own, key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer))
    )


def _remark(imports: Imports, *, is_missing: bool) -> str:
    parts = ["no tonnes published; in no sum of tonnes"] if is_missing else []
    return "; ".join([*parts, *([TRACED_NOTE] if imports.view is TradeView.ORIGIN_ADJUSTED else [])])


def _stability_cells(held: Traded, amounts: Mapping[str, float], names: Mapping[str, str]) -> tuple[Input, ...]:
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
        for area in amounts
    )


def _trade_receipt(
    held: Traded,
    imports: Imports,
    figure: str,
    steps: Sequence[Step],
    cells: Sequence[Input],
    notes: Sequence[str],
) -> Receipt:
    trade = held.trade
    title = f"{figure}: {trade.code.form}, HS {trade.code.hs6}, {trade.year}"
    said = (f"{trade.code.note} {EXPORTER_NOTE}".strip(), imports.view.sentence, *notes)
    used = {cell.source_id for cell in cells}
    kept = tuple(source for source in held.sources if source.source_id in used)
    return Receipt(title, tuple(steps), tuple(cells), kept, said)
