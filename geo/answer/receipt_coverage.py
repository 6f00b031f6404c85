"""Receipts of parts of the need: covered, open, and all that the answer's sentence says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geo.answer.options import NearShoring
from geo.answer.plan import Plan
from geo.answer.receipt_nearshoring import HIGH, LOW, OPEN, covered_receipt, need_receipt, open_receipt
from geo.answer.receipt_trade import flow_cell
from geo.figure.receipt import Receipt
from geo.model.binding import Rule, reason
from geo.model.formula import number, part, total
from geo.model.supply import TradeBasis
from geo.model.trace import Input, Step

OTHERS = "From suppliers that stay"
PART_OF_IMPORTS = "Need, part of the imports"
LOW_SHARE, HIGH_SHARE = f"{LOW}, part of the need", f"{HIGH}, part of the need"
OPEN_SHARE, OPEN_HIGH_SHARE = f"{OPEN}, part of the need", f"{OPEN}, part of the need without redirected tonnes"


def share_receipt(answer: NearShoring, plan: Plan, names: Mapping[str, str], *, is_high: bool) -> Receipt:
    """Return how one end of the coverage, as a part of the need, came about; there must be a need."""
    covered = covered_receipt(answer, plan, names)
    if not is_high:
        covered = covered.until(LOW)
    return replace(covered, steps=(*covered.steps, _share(plan, is_high=is_high)))


def open_share_receipt(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> Receipt:
    """Return how both ends of the open part of the need came about, the low end last; there must be a need."""
    opened = open_receipt(answer, plan, names)
    return replace(opened, steps=(*opened.steps, *_share_steps(plan)))


def sentence_receipt(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> Receipt:
    """Return how every figure of the answer's sentence came about; there must be a need."""
    need, covered = need_receipt(answer, plan, names), covered_receipt(answer, plan, names)
    hubs, through = _hubs(answer, names)
    lifted, more = _without_the_rule(answer, plan, names)
    steps = (*need.steps, *_imports(answer, plan), *hubs, *covered.steps, *lifted, *_share_steps(plan))
    others = [] if plan.need.share_of_imports is None else others_cells(answer, plan, names)
    cells = tuple(dict.fromkeys([*need.inputs, *others, *through, *covered.inputs, *more]))
    sources = tuple(dict.fromkeys([*need.sources, *covered.sources]))
    notes = tuple(dict.fromkeys([*need.notes, *covered.notes]))
    return Receipt(f"The answer for {answer.region.label}: {plan.need.goods}", steps, cells, sources, notes)


def _without_the_rule(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> tuple[list[Step], list[Input]]:
    """Return how the coverage came about without the rule that the sentence names; nothing where it names none."""
    named = None if answer.decision is None else reason(plan.coverage, answer.decision.binding)
    if named is None or named.rule is Rule.CEILINGS:
        return [], []
    asked = replace(answer, question=replace(answer.question, limits=named.limits))
    freed = replace(plan, offers=named.offers, filtered=named.filtered, coverage=named.coverage)
    covered = covered_receipt(asked, freed, names)
    steps = [*covered.steps, _share(freed, is_high=False), _share(freed, is_high=True)]
    return [replace(step, label=f"{step.label}, without {named.rule.value}") for step in steps], list(covered.inputs)


def _share_steps(plan: Plan) -> list[Step]:
    """Return both ends of what is covered, and then of what stays open, as parts of the need."""
    low, high = _share(plan, is_high=False), _share(plan, is_high=True)
    opened = [
        Step(label, "one less what is covered", f"1 - {number(end.result)}", 1 - end.result, "share")
        for label, end in ((OPEN_HIGH_SHARE, low), (OPEN_SHARE, high))
    ]
    return [low, high, *opened]


def _share(plan: Plan, *, is_high: bool) -> Step:
    cover = plan.coverage
    reached, share = (cover.high_t, cover.high_share) if is_high else (cover.low_t, cover.low_share)
    label = HIGH_SHARE if is_high else LOW_SHARE
    return Step(label, "tonnes covered over the need", part([reached], plan.need_t), share or 0.0, "share")


def _imports(answer: NearShoring, plan: Plan) -> list[Step]:
    """Return what part of the region's imports the need is; nothing where that is not known."""
    share = plan.need.share_of_imports
    if share is None:
        return []
    others = [tonnes for _, tonnes in plan.need.remaining]
    rule = f"need over need and imports of {answer.region.label} from suppliers that stay"
    return [
        Step(OTHERS, "sum of what they send to the region from outside", total(others), sum(others), "t"),
        Step(
            PART_OF_IMPORTS,
            rule,
            f"{number(plan.need_t)} / ({number(plan.need_t)} + {number(sum(others))})",
            share,
            "share",
        ),
    ]


def _hubs(answer: NearShoring, names: Mapping[str, str]) -> tuple[list[Step], list[Input]]:
    """Return from whom hubs that fall away buy most, and the flows into them."""
    steps: list[Step] = []
    cells: list[Input] = []
    if answer.trade is None or answer.transit is None:
        return steps, cells
    by_tonnes = answer.transit.view.basis is TradeBasis.TONNES
    for hub in (answer.transit.hubs[area] for area in answer.replaced if area in answer.transit.hubs):
        inward = [flow for flow in answer.trade.flows if flow.importer == hub.area and flow.exporter != hub.area]
        bought = {flow.exporter: (flow.quantity_t or 0.0) if by_tonnes else flow.value_usd for flow in inward}
        origin, share = hub.suppliers[0]
        label = f"Part of what {names[hub.area]} buys that comes from {names[origin]}"
        worked = part([bought[origin]], sum(bought.values()))
        steps.append(Step(label, "its largest supplier over all of its imports", worked, share, "share"))
        cells += [flow_cell(flow, answer.trade, names, by_tonnes=by_tonnes) for flow in inward]
    return steps, cells


def others_cells(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> list[Input]:
    """Return what the suppliers that stay send to the region today; nothing where no trade is held."""
    if answer.trade is None:
        return []
    trade = answer.trade
    return [
        Input(
            code=area,
            name=f"{names[area]}: to the region today",
            value=tonnes,
            unit="t",
            year=trade.year,
            stage=f"HS {trade.code.hs6}, {trade.code.form}",
            basis="gross weight, sum of flows",
            edition=trade.source.edition,
            source_id=trade.source.source_id,
        )
        for area, tonnes in plan.need.remaining
    ]
