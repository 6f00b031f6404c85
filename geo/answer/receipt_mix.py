"""Receipts of a mix: tonnes of each line, what stays open, its cost; for the chosen mix and for each point of the frontier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geo.answer.options import NearShoring
from geo.answer.plan import Plan
from geo.answer.receipt_nearshoring import NEED, ceiling_labels, ceiling_receipt, need_receipt
from geo.answer.receipt_ways import Background, cited
from geo.errors import SelectionError
from geo.figure.receipt import Receipt, assumption
from geo.model.formula import number, part, total
from geo.model.mix import NOTHING_SHARE, Binding, CostBasis, Mix, MixLine, OneMoreTonne, unit_costs
from geo.model.offer import Offer
from geo.model.trace import Input, Step

IN_MIX, REDIRECTED, LINE_SHARE = "In the mix", "Of these, redirected", "Part of the need"
COVERED, OPEN, OPEN_SHARE = "Covered by the mix", "Open in the mix", "Open, part of the need"
CLOSES, SAVES = "Closes of what stays open", "Saves"
COST, MEAN_COST = "Cost of the mix", "Mean cost of a covered tonne"
COST_UNITS = {CostBasis.DISTANCE: "t km", CostBasis.CARBON: "kg CO2e", CostBasis.OWN: "USD (assumption)"}
CHOICE = (
    "Least cost: sum of tonnes times cost, with every tonne that stays open dearer than any offer; solved by HiGHS. The "
    "receipt checks the result against each limit, it does not search for the mix again."
)


def line_receipt(answer: NearShoring, plan: Plan, mix: Mix, area: str, names: Mapping[str, str]) -> Receipt:
    """Return how many tonnes `area` sends in a mix, and why not more; the country need not be in the mix."""
    offer, line = _offer(plan, area), _line(mix, area)
    ceiling = ceiling_receipt(answer, plan, offer, names)
    steps = [*ceiling.steps, *_tonnes(plan, mix, offer, line, names)]
    cells = (*_limits(mix), *need_receipt(answer, plan, names).inputs, *ceiling.inputs)
    held = need_receipt(answer, plan, names)
    sources = tuple(dict.fromkeys([*held.sources, *ceiling.sources]))
    return Receipt(
        _title(answer, plan, f"{IN_MIX}, {names[area]}"), tuple(steps), cells, sources, (CHOICE, *ceiling.notes)
    )


def line_share_receipt(answer: NearShoring, plan: Plan, mix: Mix, area: str, names: Mapping[str, str]) -> Receipt:
    """Return what part of the need a line of a mix is."""
    found, line = line_receipt(answer, plan, mix, area, names), _line(mix, area)
    tonnes, share = (0.0, 0.0) if line is None else (line.quantity_t, line.share)
    step = Step(LINE_SHARE, "tonnes over the need", part([tonnes], plan.need_t), share, "share")
    return replace(found, steps=(*found.steps, step))


def line_redirected_receipt(answer: NearShoring, plan: Plan, mix: Mix, area: str, names: Mapping[str, str]) -> Receipt:
    """Return how many tonnes of a line other buyers would give up: its new tonnes are used first."""
    found, line, new_t = line_receipt(answer, plan, mix, area, names), _line(mix, area), _offer(plan, area).new_t
    tonnes, redirected = (0.0, 0.0) if line is None else (line.quantity_t, line.redirected_t)
    worked = f"max(0, {number(tonnes)} - {number(new_t)})"
    step = Step(REDIRECTED, "tonnes less the new tonnes, which are used first", worked, redirected, "t")
    return replace(found, steps=(*found.steps, step))


def open_receipt(answer: NearShoring, plan: Plan, held: Background, mix: Mix, names: Mapping[str, str]) -> Receipt:
    """Return the parts of the need that a mix covers, and what it leaves open; there must be a need."""
    lines = [line.quantity_t for line in mix.lines]
    label, rule = f"{LINE_SHARE}, ", "its tonnes over the need"
    parts = [
        Step(label + names[line.area], rule, part([line.quantity_t], plan.need_t), line.share, "share")
        for line in mix.lines
    ]
    steps = [_need(plan), *parts, Step(COVERED, "sum of the lines", total(lines), mix.covered_t, "t")]
    is_rounding = not mix.remainder_t > 0
    rule = "nothing: the lines add up to the need" if is_rounding else "need less what the lines cover"
    worked = "0" if is_rounding else f"{number(plan.need_t)} - {number(mix.covered_t)}"
    steps.append(Step(OPEN, rule, worked, mix.remainder_t, "t"))
    share = mix.remainder_t / plan.need_t
    steps.append(Step(OPEN_SHARE, "open tonnes over the need", part([mix.remainder_t], plan.need_t), share, "share"))
    return _mix_receipt(answer, plan, held, mix, OPEN, steps, names)


def cost_receipt(answer: NearShoring, plan: Plan, held: Background, mix: Mix, names: Mapping[str, str]) -> Receipt:
    """Return what a mix costs, all of it and then a covered tonne; raises SelectionError where nothing is covered."""
    mean = mix.cost_per_covered_t
    if mean is None:
        raise SelectionError("a mix that covers nothing has no mean cost, hence no receipt")
    terms = " + ".join(f"{number(line.quantity_t)} × {number(line.cost_per_t)}" for line in mix.lines)
    steps = [
        Step(COVERED, "sum of the lines", total([line.quantity_t for line in mix.lines]), mix.covered_t, "t"),
        Step(COST, f"sum of tonnes times {mix.basis.label}", terms, mix.cost, COST_UNITS[mix.basis]),
        Step(
            MEAN_COST, "cost over covered tonnes", f"{number(mix.cost)} / {number(mix.covered_t)}", mean, mix.basis.unit
        ),
    ]
    return _mix_receipt(answer, plan, held, mix, MEAN_COST, steps, names)


def line_cost_receipt(
    answer: NearShoring, plan: Plan, held: Background, mix: Mix, line: MixLine, names: Mapping[str, str]
) -> Receipt:
    """Return what a line of a mix costs: its tonnes times the cost of one."""
    worked, rule = f"{number(line.quantity_t)} × {number(line.cost_per_t)}", f"tonnes times {mix.basis.label}"
    label = f"Cost of {names[line.area]}"
    step = Step(label, rule, worked, line.quantity_t * line.cost_per_t, COST_UNITS[mix.basis])
    return _mix_receipt(answer, plan, held, mix, label, [step], names)


def one_more_receipt(
    answer: NearShoring, plan: Plan, held: Background, mix: Mix, worth: OneMoreTonne, names: Mapping[str, str]
) -> Receipt:
    """Return what one more tonne of ceiling of a country would close of the remainder, and what it would save.

    The last step is what it closes where it closes anything, else what it saves.
    """
    costs = unit_costs(plan.filtered.kept, mix.basis, dict(answer.question.own_costs))
    terms = [(area, change, costs[area] or 0.0) for area, change in worth.moves]
    changes = [
        Step(f"{names[area]} then sends", "tonnes more, or less", number(change), change, "t")
        for area, change, _ in terms
    ]
    closed = " + ".join(f"({number(change)})" for _, change, _ in terms) or "0"
    saved = " + ".join(f"({number(-change)}) × {number(cost)}" for _, change, cost in terms) or "0"
    closes = Step(CLOSES, "sum of these changes", f"max(0, {closed})", worth.closes_t, "t")
    saves = Step(SAVES, f"tonnes less times {mix.basis.label}, over all", saved, worth.saves, COST_UNITS[mix.basis])
    steps = [*changes, saves, closes] if worth.closes_t > 0 else [*changes, closes, saves]
    cells = [
        assumption(f"Ceiling of {names[worth.area]}: more", 1.0, "t"),
        *(_cost_cell(held, mix, area, cost, names) for area, _, cost in terms),
    ]
    title = _title(answer, plan, f"One more tonne a year from {names[worth.area]}")
    return replace(cited(answer, title, steps, cells, (CHOICE,)), title=title)


def binding_words(mix: Mix, names: Mapping[str, str]) -> str:
    """Return which limits keep the lines of a mix from sending more."""
    held = [f"{names[line.area]}: {line.binding.value}" for line in mix.lines if line.binding is not Binding.NOTHING]
    if mix.outside_is_binding:
        held.append("all countries outside the roster: their limit together")
    return "; ".join(held) or "none"


def _tonnes(plan: Plan, mix: Mix, offer: Offer, line: MixLine | None, names: Mapping[str, str]) -> list[Step]:
    """Return the limit that a line meets: its ceiling, the cap on one country, or what the other lines leave."""
    if line is None:
        return [Step(IN_MIX, _why_nothing(mix, offer), "0", 0.0, "t")]
    cap, theta, need = mix.limits.third_country_cap, mix.limits.outside_roster_max, number(plan.need_t)
    if line.binding is Binding.CEILING:
        return [Step(IN_MIX, "all of its ceiling", number(line.ceiling_t), line.quantity_t, "t")]
    if line.binding is Binding.CAP:
        worked = f"{number(cap)} × {need}"
        return [_need(plan), Step(IN_MIX, "the most from one third country", worked, line.quantity_t, "t")]
    outside = {each.area for each in plan.filtered.kept if not each.in_roster}
    others = [each for each in mix.lines if each.area != line.area]
    abroad = [each for each in others if each.area in outside]
    left_by_all = plan.need_t - sum(each.quantity_t for each in others)
    left_outside = theta * plan.need_t - sum(each.quantity_t for each in abroad)
    is_outside = line.area in outside and mix.outside_is_binding
    if is_outside and abs(left_outside - line.quantity_t) <= abs(left_by_all - line.quantity_t):
        rule, worked = "the most from outside the roster, less the other lines from there", f"{number(theta)} × {need}"
        others = abroad
    else:
        rule, worked = "the need, less the other lines", need
    listed = "Other lines: " + (", ".join(names[each.area] for each in others) or "none")
    sent = sum(each.quantity_t for each in others)
    return [
        _need(plan),
        Step(listed, "sum of their tonnes", total([each.quantity_t for each in others]), sent, "t"),
        Step(IN_MIX, rule, f"{worked} - {number(sent)}", line.quantity_t, "t"),
    ]


def _why_nothing(mix: Mix, offer: Offer) -> str:
    if offer.area in mix.unpriced:
        return f"left out: no {mix.basis.label} is known"
    if not offer.ceiling_t > NOTHING_SHARE * mix.need_t:
        return "nothing: its ceiling is zero"
    if not mix.remainder_t > 0:
        return "nothing: the need is covered by others at less cost"
    return "nothing: a limit on countries outside the roster leaves no room for it"


def _need(plan: Plan) -> Step:
    return Step(NEED, "see its own receipt", number(plan.need_t), plan.need_t, "t")


def _mix_receipt(
    answer: NearShoring,
    plan: Plan,
    held: Background,
    mix: Mix,
    figure: str,
    steps: list[Step],
    names: Mapping[str, str],
) -> Receipt:
    """Return a receipt of the whole mix, its lines and their costs as inputs."""
    offers = {offer.area: offer for offer in plan.filtered.kept}
    steps_of = [_ceiling_step(offers[line.area], names) for line in mix.lines]
    need = need_receipt(answer, plan, names)
    cells = [
        *_limits(mix),
        *need.inputs,
        *(_cost_cell(held, mix, line.area, line.cost_per_t, names) for line in mix.lines),
    ]
    made = cited(
        answer, figure, [*steps_of, *steps], cells, (CHOICE, f"Limits that bind: {binding_words(mix, names)}.")
    )
    return replace(made, title=_title(answer, plan, figure))


def _ceiling_step(offer: Offer, names: Mapping[str, str]) -> Step:
    label = ceiling_labels(names[offer.area])[2]
    worked = f"{number(offer.new_t)} + {number(offer.redirected_t)}"
    return Step(label, "new and redirected tonnes; see its own receipt", worked, offer.ceiling_t, "t")


def _limits(mix: Mix) -> list[Input]:
    return [
        assumption("Most from one third country", mix.limits.third_country_cap, "share"),
        assumption("Most from outside the roster", mix.limits.outside_roster_max, "share"),
    ]


def _cost_cell(held: Background, mix: Mix, area: str, cost: float, names: Mapping[str, str]) -> Input:
    name = f"{names[area]}: {mix.basis.label} of a tonne"
    if mix.basis is CostBasis.OWN:
        return assumption(name, cost, mix.basis.unit)
    source = held.editions["distance" if mix.basis is CostBasis.DISTANCE else "freight_factor"]
    return Input(
        code=area,
        name=name,
        value=cost,
        unit=mix.basis.unit,
        year=None,
        basis="mean over the importers; see the ranking",
        edition=source.edition,
        source_id=source.source_id,
    )


def _line(mix: Mix, area: str) -> MixLine | None:
    return next((line for line in mix.lines if line.area == area), None)


def _offer(plan: Plan, area: str) -> Offer:
    return next(offer for offer in plan.filtered.kept if offer.area == area)


def _title(answer: NearShoring, plan: Plan, figure: str) -> str:
    return f"{figure}, {answer.region.label}: {plan.need.goods}"
