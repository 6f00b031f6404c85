"""Receipts of the near-shoring figures: the need, and what the options can cover of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.answer.options import NearShoring
from geo.answer.plan import Plan, PlanBasis
from geo.answer.receipt import Input, Receipt, Step, assumption
from geo.model.ceiling import Ceiling
from geo.model.formula import number, total
from geo.model.need import NeedBasis
from geo.model.offer import Offer

NEED, LOW, HIGH, OPEN = "Need", "Covered, low end", "Covered, high end", "Open"
EXPORTER_NOTE = "An exporter is not a producer."


def need_receipt(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> Receipt:
    """Return how the need came about: the sum of what the suppliers to be replaced send to the home."""
    need = plan.need
    if need.basis is NeedBasis.ASSUMPTION:
        step = Step(NEED, "set by the user", number(plan.need_t), plan.need_t, "t")
        return _receipt(answer, NEED, [step], (assumption(NEED, plan.need_t, "t", note=need.goods),))
    amounts = [part.quantity_t for part in need.parts if part.quantity_t]
    rule = "what the suppliers that fall away send to the home: the region without them"
    steps = [Step(NEED, rule, total(amounts), plan.need_t, "t")]
    return _receipt(answer, NEED, steps, _need_cells(answer, names), (need.status.sentence,))


def covered_receipt(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> Receipt:
    """Return how both ends of the coverage came about, the high end last."""
    return _receipt(
        answer, "Coverage of the need", _covered_steps(answer, plan, names), *_covered_inputs(answer, plan, names)
    )


def open_receipt(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> Receipt:
    """Return what stays open at both ends, the low end last."""
    steps = _covered_steps(answer, plan, names)
    need_t, cover = plan.need_t, plan.coverage
    for label, reached in ((f"{OPEN}, without redirected tonnes", cover.low_t), (OPEN, cover.high_t)):
        worked = f"{number(need_t)} - {number(reached)}"
        steps.append(Step(label, "need less what is covered", worked, need_t - reached, "t"))
    return _receipt(answer, "Open part of the need", steps, *_covered_inputs(answer, plan, names))


def _covered_steps(answer: NearShoring, plan: Plan, names: Mapping[str, str]) -> list[Step]:
    steps: list[Step] = []
    for label, is_high in ((LOW, False), (HIGH, True)):
        amounts = {
            offer.area: _amount_steps(offer, plan, names, steps, is_high=is_high) for offer in plan.filtered.kept
        }
        steps.append(_coverage_step(answer, plan, label, amounts, steps))
    return steps


def _covered_inputs(
    answer: NearShoring, plan: Plan, names: Mapping[str, str]
) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    cells = [assumption("Stretch: exports at most, times today's", answer.question.ceiling.stretch, "times")]
    for offer in plan.filtered.kept:
        cells += _ceiling_cells(plan.ceilings[offer.area], answer, names)
    notes = (
        "Own exports: exports less what comes in of the same goods from the suppliers that fall away.",
        "Low end: tonnes that nobody gets today. High end: with tonnes that other buyers would give up.",
        *(f"Removed by a filter: {words}." for words in _removed(plan, names)),
    )
    return tuple(cells), notes


def _amount_steps(offer: Offer, plan: Plan, names: Mapping[str, str], steps: list[Step], *, is_high: bool) -> float:
    ceiling, name = plan.ceilings[offer.area], names[offer.area]
    own = f"({number(ceiling.exports_t or 0.0)} - {number(ceiling.passed_on_t)})"
    stretched = f"{number(ceiling.stretch)} × {own}"
    if is_high and offer.redirected_t > 0:
        worked = f"max(0, {stretched} - {number(ceiling.to_home_t)})"
        steps.append(
            Step(
                f"Ceiling of {name}", "stretch times own exports, less what the home gets", worked, offer.ceiling_t, "t"
            )
        )
        return offer.ceiling_t
    larger = max((ceiling.exports_t or 0.0) - ceiling.passed_on_t, ceiling.to_home_t)
    rule = "stretch times own exports, less own exports or what the home gets, whichever is larger"
    steps.append(
        Step(f"New tonnes of {name}", rule, f"max(0, {stretched} - {number(larger)})", offer.new_t, "t")
        if not is_high
        else Step(f"Ceiling of {name}", "its new tonnes; none are redirected", number(offer.new_t), offer.new_t, "t")
    )
    return offer.new_t


def _coverage_step(
    answer: NearShoring, plan: Plan, label: str, amounts: Mapping[str, float], steps: list[Step]
) -> Step:
    limits, need_t = answer.question.limits, plan.need_t
    offers = {offer.area: offer for offer in plan.filtered.kept}
    most = {area: limits.most_t(offers[area], amount, need_t) for area, amount in amounts.items()}
    inside = [tonnes for area, tonnes in most.items() if offers[area].in_roster]
    outside = [tonnes for area, tonnes in most.items() if not offers[area].in_roster]
    cap, theta = number(limits.third_country_cap), number(limits.outside_roster_max)
    steps.append(Step(f"{label}: from the roster", "sum of its members", total(inside), sum(inside), "t"))
    allowed = min(sum(outside), limits.outside_roster_max * need_t)
    if allowed < sum(outside):
        rule, worked = f"limit of {theta} of the need on all of them", f"{theta} × {number(need_t)}"
    else:
        rule, worked = f"sum of the others, each at most {cap} of the need outside the region", total(outside)
    steps.append(Step(f"{label}: from outside the roster", rule, worked, allowed, "t"))
    reached = plan.coverage.low_t if label == LOW else plan.coverage.high_t
    both = f"({number(sum(inside))} + {number(allowed)})"
    return Step(label, "at most the need", f"min(1, {both} / {number(need_t)}) × {number(need_t)}", reached, "t")


def _need_cells(answer: NearShoring, names: Mapping[str, str]) -> tuple[Input, ...]:
    if answer.trade is None or answer.supply is None:
        return ()
    home = {area for area, _ in answer.supply.importers}
    inward = [flow for flow in answer.trade.flows if flow.exporter in answer.replaced and flow.importer in home]
    return tuple(
        Input(
            code=f"{flow.exporter}-{flow.importer}",
            name=f"{names[flow.exporter]} to {names[flow.importer]}",
            value=flow.quantity_t,
            unit="t",
            year=answer.trade.year,
            stage=f"HS {answer.trade.code.hs6}, {answer.trade.code.form}",
            basis="gross weight",
            edition=answer.trade.source.edition,
            source_id=answer.trade.source.source_id,
            note="no tonnes published; in no sum of tonnes" if flow.quantity_t is None else "",
        )
        for flow in sorted(inward, key=lambda flow: (flow.exporter, -flow.value_usd, flow.importer))
    )


def _ceiling_cells(ceiling: Ceiling, answer: NearShoring, names: Mapping[str, str]) -> list[Input]:
    source = answer.trade.source if answer.trade is not None else None
    if source is None and answer.production is not None:
        source = answer.production.source
    year = answer.trade.year if answer.trade is not None else None
    what: tuple[tuple[str, float | None], ...] = (
        ("exports to all countries", ceiling.exports_t),
        ("of these, to the home", ceiling.to_home_t),
        ("imports from the suppliers that fall away", ceiling.passed_on_t),
    )
    if answer.trade is None:
        what = (("output, taken as if all could be exported", ceiling.exports_t), *what[1:2])
    return [
        Input(
            code=ceiling.area,
            name=f"{names[ceiling.area]}: {word}",
            value=value,
            unit="t",
            year=year,
            basis="gross weight, sum of flows" if answer.trade is not None else "as printed",
            edition="" if source is None else source.edition,
            source_id="" if source is None else source.source_id,
            note=f"{ceiling.without_quantity} flows have no tonnes" if ceiling.without_quantity else "",
        )
        for word, value in what
    ]


def _removed(plan: Plan, names: Mapping[str, str]) -> list[str]:
    return [
        f"{step.kind.value} ({step.limit}): {len(step.removed)} countries, {number(step.removed_t)} t, e.g. "
        f"{', '.join(names[area] for area in step.removed[:3])}"
        for step in plan.filtered.steps
        if step.removed
    ]


def _receipt(
    answer: NearShoring, figure: str, steps: Sequence[Step], cells: tuple[Input, ...], notes: Sequence[str] = ()
) -> Receipt:
    plan = answer.plan
    goods = "" if plan is None else plan.need.goods
    sources = [each.source for each in (answer.trade,) if each is not None]
    if plan is not None and plan.basis is PlanBasis.OUTPUT and answer.production is not None:
        sources = [answer.production.source]
    note = () if answer.trade is None else (f"{answer.trade.code.note} {EXPORTER_NOTE}".strip(),)
    return Receipt(f"{figure}, {answer.region.label}: {goods}", tuple(steps), cells, tuple(sources), (*note, *notes))
