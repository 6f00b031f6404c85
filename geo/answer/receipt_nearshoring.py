"""Receipts of the near-shoring figures: the need, and what the options can cover of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.answer.options import NearShoring
from geo.answer.plan import Plan, PlanBasis
from geo.figure.receipt import Receipt, assumption
from geo.figure.source import Source
from geo.model.ceiling import Ceiling, PassedOn
from geo.model.formula import number, total
from geo.model.growth import Growth, Outlook
from geo.model.need import NeedBasis
from geo.model.offer import Offer
from geo.model.supply import Flow
from geo.model.trace import Input, Step

NEED, LOW, HIGH, OPEN = "Need", "Covered, low end", "Covered, high end", "Open"
OPEN_HIGH = "Open, without redirected tonnes"
EXPORTER_NOTE = "An exporter is not a producer."
PASSED_ON = {
    PassedOn.ALL_IMPORTS: "imports of the same goods, at most its exports",
    PassedOn.FROM_REPLACED: "imports from the suppliers that fall away, at most its exports",
}


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
    for label, reached in ((OPEN_HIGH, cover.low_t), (OPEN, cover.high_t)):
        worked = f"{number(need_t)} - {number(reached)}"
        steps.append(Step(label, "need less what is covered", worked, need_t - reached, "t"))
    return _receipt(answer, "Open part of the need", steps, *_covered_inputs(answer, plan, names))


def ceiling_receipt(answer: NearShoring, plan: Plan, offer: Offer, names: Mapping[str, str]) -> Receipt:
    """Return how the ceiling of one country came about: new tonnes, redirected ones, and both; see `ceiling_labels`."""
    steps = _offer_steps(offer, plan, names)
    return _receipt(answer, steps[-1].label, steps, *_offer_inputs(answer, plan, [offer], names))


def ceiling_labels(name: str) -> tuple[str, str, str]:
    """Return the labels of the three steps of a ceiling: new, redirected, and both."""
    return f"New tonnes of {name}", f"Redirected tonnes of {name}", f"Ceiling of {name}"


def tonnes_receipt(
    answer: NearShoring, plan: Plan, figure: str, offers: Sequence[Offer], names: Mapping[str, str], *, redirected: bool
) -> Receipt:
    """Return how the new, or the redirected, tonnes of several countries came about: the sum of theirs."""
    steps: list[Step] = []
    for offer in offers:
        *growth, new, other, _ = _offer_steps(offer, plan, names)
        steps += [other] if redirected else [*growth, new]
    amounts = [offer.redirected_t if redirected else offer.new_t for offer in offers]
    steps.append(Step(figure, "sum over these countries", total(amounts), sum(amounts), "t"))
    return _receipt(answer, figure, steps, *_offer_inputs(answer, plan, offers, names))


def _offer_steps(offer: Offer, plan: Plan, names: Mapping[str, str]) -> list[Step]:
    """Return the steps of a ceiling; the last three are its new tonnes, its redirected ones, and both."""
    ceiling = plan.ceilings[offer.area]
    steps: list[Step] = []
    _amount_steps(offer, plan, names, steps, is_high=False)
    own = f"({number(ceiling.exports_t or 0.0)} - {number(ceiling.passed_on_t)})"
    rule, worked = "own exports less what the home gets", f"max(0, {own} - {number(ceiling.to_home_t)})"
    if not offer.redirected_t > 0:
        rule, worked = "no tonnes of other buyers are there, or are counted", "0"
    steps.append(Step(ceiling_labels(names[offer.area])[1], rule, worked, offer.redirected_t, "t"))
    _amount_steps(offer, plan, names, steps, is_high=True)
    return steps


def _offer_inputs(
    answer: NearShoring, plan: Plan, offers: Sequence[Offer], names: Mapping[str, str]
) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    cells = [assumption("Stretch: exports at most, times today's", answer.question.ceiling.stretch, "times")]
    cells.append(assumption("Expected growth: part that is counted", plan.growth_share, "share"))
    for offer in offers:
        cells += _ceiling_cells(plan.ceilings[offer.area], answer, names)
    return tuple(cells), (f"Own exports: exports less {PASSED_ON[answer.question.ceiling.passed_on]}.",)


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
    cells, own = _offer_inputs(answer, plan, plan.filtered.kept, names)
    notes = (
        *own,
        "Low end: tonnes that nobody gets today. High end: with tonnes that other buyers would give up.",
        *(f"Removed by a filter: {words}." for words in _removed(plan, names)),
    )
    return cells, notes


def _amount_steps(offer: Offer, plan: Plan, names: Mapping[str, str], steps: list[Step], *, is_high: bool) -> float:
    ceiling, name = plan.ceilings[offer.area], names[offer.area]
    own = f"({number(ceiling.exports_t or 0.0)} - {number(ceiling.passed_on_t)})"
    stretched = f"{number(ceiling.stretch)} × {own}"
    grown = "" if not ceiling.growth_t > 0 else f" + {number(ceiling.growth_t)}"
    and_growth = " plus the expected growth" if grown else ""
    if is_high and offer.redirected_t > 0:
        worked = f"max(0, {stretched} - {number(ceiling.to_home_t)}){grown}"
        rule = f"stretch times own exports, less what the home gets{and_growth and ','}{and_growth}"
        steps.append(Step(f"Ceiling of {name}", rule, worked, offer.ceiling_t, "t"))
        return offer.ceiling_t
    larger = max(ceiling.own_t, ceiling.to_home_t)
    rule = "stretch times own exports, less own exports or what the home gets, whichever is larger"
    if is_high:
        rule = "its new tonnes; none are redirected"
        steps.append(Step(f"Ceiling of {name}", rule, number(offer.new_t), offer.new_t, "t"))
        return offer.new_t
    if grown and ceiling.growth is not None:
        steps.append(growth_step(ceiling.growth, name, plan.growth_share))
    worked = f"max(0, {stretched} - {number(larger)}){grown}"
    steps.append(Step(f"New tonnes of {name}", f"{rule}{and_growth and ','}{and_growth}", worked, offer.new_t, "t"))
    return offer.new_t


def growth_step(growth: Growth, name: str, counted_share: float) -> Step:
    """Return how the tonnes came about that an outlook adds to a ceiling."""
    outlook = growth.outlook
    expected = next((tonnes for year, tonnes in outlook.later if year == growth.year), outlook.base_t)
    ratio = f"({number(expected)} / {number(outlook.base_t)} - 1)"
    return Step(
        f"Expected growth of {name}",
        f"part counted, times output of {growth.year} over output of {outlook.base_year} less one, times own exports",
        f"{number(counted_share)} × max(0, {ratio}) × {number(growth.own_t)}",
        growth.quantity_t,
        "t",
    )


def growth_receipt(answer: NearShoring, plan: Plan, growth: Growth, names: Mapping[str, str]) -> Receipt:
    """Return how the tonnes came about that an outlook adds to the ceiling of one country."""
    area = growth.outlook.area
    cells = (
        assumption("Expected growth: part that is counted", plan.growth_share, "share"),
        *_ceiling_cells(plan.ceilings[area], answer, names),
    )
    step = growth_step(growth, names[area], plan.growth_share)
    notes = (answer.outlook_note,) if answer.outlook_note else ()
    return _receipt(answer, f"Expected growth of {names[area]}", [step], cells, notes)


def outlook_cells(outlook: Outlook, source: Source, name: str, note: str = "") -> list[Input]:
    """Return what an outlook prints of one country, one cell a year."""
    printed = ((outlook.base_year, outlook.base_t), *outlook.later)
    return [
        Input(
            code=outlook.area,
            name=f"{name}: output" if year == outlook.base_year else f"{name}: output expected",
            value=tonnes,
            unit="t",
            year=year,
            basis=outlook.basis,
            edition=source.edition,
            source_id=source.source_id,
            note=note,
        )
        for year, tonnes in printed
    ]


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
            note=_flow_note(answer, flow),
        )
        for flow in sorted(inward, key=lambda flow: (flow.exporter, -flow.value_usd, flow.importer))
    )


def _flow_note(answer: NearShoring, flow: Flow) -> str:
    if flow.quantity_t is None:
        return "no tonnes published; in no sum of tonnes"
    is_doubtful = any((each.exporter, each.importer) == (flow.exporter, flow.importer) for each in answer.doubtful)
    if is_doubtful and not answer.question.all_declared:
        return "declared at less than an eighth of the world's unit value; in no sum of tonnes"
    return ""


def _ceiling_cells(ceiling: Ceiling, answer: NearShoring, names: Mapping[str, str]) -> list[Input]:
    source = answer.trade.source if answer.trade is not None else None
    if source is None and answer.production is not None:
        source = answer.production.source
    year = answer.trade.year if answer.trade is not None else None
    what: tuple[tuple[str, float | None], ...] = (
        ("exports to all countries", ceiling.exports_t),
        ("of these, to the home", ceiling.to_home_t),
        (PASSED_ON[answer.question.ceiling.passed_on], ceiling.passed_on_t),
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
    ] + _growth_cells(ceiling, answer, names)


def _growth_cells(ceiling: Ceiling, answer: NearShoring, names: Mapping[str, str]) -> list[Input]:
    growth, expected = ceiling.growth, answer.outlooks
    if growth is None or expected is None or not growth.quantity_t > 0:
        return []
    return outlook_cells(growth.outlook, expected.source, names[ceiling.area], answer.outlook_note)


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
    used = {cell.source_id for cell in cells}
    if answer.outlooks is not None and answer.outlooks.source.source_id in used:
        sources = list(dict.fromkeys([*sources, answer.outlooks.source]))
    note = () if answer.trade is None else (f"{answer.trade.code.note} {EXPORTER_NOTE}".strip(),)
    return Receipt(f"{figure}, {answer.region.label}: {goods}", tuple(steps), cells, tuple(sources), (*note, *notes))
