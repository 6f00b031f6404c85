"""Receipts of a mix: tonnes of each line, what stays open, its cost; for the chosen mix and for each point of the frontier.

The mix is an optimum, so its lines have certificates: the result of the solver beside the limit that it meets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from geo.errors import SelectionError
from geo.evidence import leaf
from geo.figure.receipt import Receipt, setting
from geo.model.trace import Traced, cell, certified, named, plain, total
from geo.topics.nearshoring.figures.need import Workings, tonnes_receipt
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.coverage import left_open, part_of_need
from geo.topics.nearshoring.model.formulas import (
    closed_tonnes,
    covered_tonnes,
    line_cost,
    mean_cost,
    mix_cost,
    redirected_part,
    saved_cost,
)
from geo.topics.nearshoring.model.mix import NOTHING_SHARE, Binding, Mix, MixLine, unit_costs
from geo.topics.nearshoring.model.offer import Offer

IN_MIX, OPEN = "In the mix", "Open in the mix"
CHOICE = (
    "Least cost: sum of tonnes times cost, with every tonne that stays open dearer than any offer; solved by HiGHS. The "
    "receipt checks the result against each limit, it does not search for the mix again."
)


def line_receipt(workings: Workings, mix: Mix, area: str) -> Receipt:
    """Return how many tonnes `area` sends in a mix, and why not more; the country need not be in the mix."""
    sent = workings.sent(area)
    figure = f"{IN_MIX}, {workings.names[area]}"
    return tonnes_receipt(workings, figure, [sent.new, sent.ceiling, _line(workings, mix, area)], CHOICE)


def line_share_receipt(workings: Workings, mix: Mix, area: str) -> Receipt:
    """Return what part of the need a line of a mix is."""
    share = part_of_need(_line(workings, mix, area), workings.need, of=IN_MIX)
    return tonnes_receipt(workings, f"{IN_MIX}, {workings.names[area]}", [workings.sent(area).ceiling, share], CHOICE)


def line_redirected_receipt(workings: Workings, mix: Mix, area: str) -> Receipt:
    """Return how many tonnes of a line other buyers would give up: its new tonnes are used first."""
    sent = workings.sent(area)
    redirected = redirected_part(_line(workings, mix, area), sent.new)
    return tonnes_receipt(workings, f"{IN_MIX}, {workings.names[area]}", [sent.ceiling, redirected], CHOICE)


def line_cost_receipt(workings: Workings, mix: Mix, line: MixLine) -> Receipt:
    """Return what a line of a mix costs: its tonnes times the cost of one."""
    cost = _line_cost(workings, mix, line, Traced(line.quantity_t))
    return workings.receipt(f"Cost of {workings.names[line.area]}", cost, CHOICE, _binding(workings, mix))


def open_receipt(workings: Workings, mix: Mix, *, as_share: bool) -> Receipt:
    """Return what a mix leaves open, in tonnes or as a part of the need; there must be a need."""
    covered = covered_tonnes([_sent(workings, line) for line in mix.lines])
    if mix.remainder_t > 0:
        left = certified(
            OPEN, "need less what the lines cover", "t", mix.remainder_t, left_open(workings.need, covered)
        )
    else:
        left = certified(OPEN, "nothing: the lines add up to the need", "t", 0.0, Traced(0.0))
    found = part_of_need(left, workings.need, of=OPEN) if as_share else left
    return workings.receipt(OPEN, [workings.need, *_traced(covered), found], CHOICE, _binding(workings, mix))


def cost_receipt(workings: Workings, mix: Mix) -> Receipt:
    """Return what a mix costs, all of it and then a covered tonne; raises SelectionError where nothing is covered."""
    if mix.cost_per_covered_t is None:
        raise SelectionError("a mix that covers nothing has no mean cost, hence no receipt")
    sent = {line: _sent(workings, line) for line in mix.lines}
    costs = [_line_cost(workings, mix, line, tonnes) for line, tonnes in sent.items()]
    cost = mix_cost(costs, what=mix.basis.label, unit=mix.basis.whole_unit)
    found = mean_cost(cost, covered_tonnes([*sent.values()]), unit=mix.basis.unit)
    return workings.receipt("Mean cost of a covered tonne", found, CHOICE, _binding(workings, mix))


def one_more_receipt(workings: Workings) -> Receipt:
    """Return what the most valuable further tonne of ceiling would close of the remainder, and what it would save.

    The last step is what it closes where it closes anything, else what it saves.

    Raises
    ------
    SelectionError
        If no ceiling binds.
    """
    decision = workings.answer.decision
    if decision is None or not decision.one_more:
        raise SelectionError("no ceiling binds, so one more tonne of it is worth nothing and has no receipt")
    mix, worth = decision.mix, decision.one_more[0]
    names, of = (
        workings.names,
        unit_costs(workings.plan.filtered.kept, mix.basis, dict(workings.answer.question.unit_costs)),
    )
    changes = [
        named(f"{names[area]} then sends", "tonnes more, or less", "t", Traced(change)) for area, change in worth.moves
    ]
    costs = [_cost(workings, mix, area, of[area] or 0.0) for area, _ in worth.moves]
    saves = saved_cost(changes, costs, what=mix.basis.label, unit=mix.basis.whole_unit)
    closes = closed_tonnes(changes)
    raised = setting(f"Ceiling of {names[worth.area]}: more", 1.0, "t")
    return workings.receipt(
        f"One more tonne a year from {names[worth.area]}",
        _traced(saves, closes) if worth.closes_t > 0 else _traced(closes, saves),
        CHOICE,
        beside=raised.cells,
    )


def mix_receipts(workings: Workings, mix: Mix) -> dict[str, Callable[[], Receipt]]:
    """Return receipts of a mix as a whole: what it leaves open, and its mean cost; those that have one."""
    if workings.answer.plan is None or not workings.plan.need_t > 0:
        return {}
    found = {
        "remainder_t": lambda: open_receipt(workings, mix, as_share=False),
        "remainder_share": lambda: open_receipt(workings, mix, as_share=True),
    }
    if mix.cost_per_covered_t is not None:
        found["cost_per_covered_t"] = lambda: cost_receipt(workings, mix)
    return found


def binding_words(mix: Mix, names: Mapping[str, str]) -> str:
    """Return which limits keep the lines of a mix from sending more."""
    held = [f"{names[line.area]}: {line.binding.value}" for line in mix.lines if line.binding is not Binding.NOTHING]
    if mix.outside_is_binding:
        held.append("all countries outside the roster: their limit together")
    return "; ".join(held) or "none"


def _binding(workings: Workings, mix: Mix) -> str:
    return f"Limits that bind: {binding_words(mix, workings.names)}."


def _traced(*found: Traced | float) -> list[Traced]:
    """Return the figures that came from something: the sum of no lines is a bare nought."""
    return [each for each in found if isinstance(each, Traced)]


def _sent(workings: Workings, line: MixLine) -> Traced:
    rule = "tonnes of the line; see its own receipt"
    return named(f"{IN_MIX}, {workings.names[line.area]}", rule, "t", Traced(line.quantity_t))


def _line(workings: Workings, mix: Mix, area: str) -> Traced:
    """Return the tonnes of a line with the limit that it meets: its ceiling, the cap on one country, or what is left."""
    sent, need = workings.sent(area), workings.need
    line = next((line for line in mix.lines if line.area == area), None)
    if line is None:
        offer = next(offer for offer in workings.plan.filtered.kept if offer.area == area)
        return certified(IN_MIX, _why_nothing(mix, offer), "t", 0.0, Traced(0.0))
    if line.binding is Binding.CEILING:
        return certified(IN_MIX, "all of its ceiling", "t", line.quantity_t, sent.ceiling)
    cap = setting("Most from one third country", mix.limits.third_country_cap, "share")
    if line.binding is Binding.CAP:
        return certified(IN_MIX, "the most from one third country", "t", line.quantity_t, cap * need)
    return _what_is_left(workings, mix, line)


def _what_is_left(workings: Workings, mix: Mix, line: MixLine) -> Traced:
    need, outside_max = workings.need, mix.limits.outside_roster_max
    outside = {each.area for each in workings.plan.filtered.kept if not each.in_roster}
    others = [each for each in mix.lines if each.area != line.area]
    abroad = [each for each in others if each.area in outside]
    left_by_all = plain(need) - sum(each.quantity_t for each in others)
    left_outside = outside_max * plain(need) - sum(each.quantity_t for each in abroad)
    is_outside = line.area in outside and mix.outside_is_binding
    if is_outside and abs(left_outside - line.quantity_t) <= abs(left_by_all - line.quantity_t):
        most = setting("Most from outside the roster", outside_max, "share") * need
        left = most - _others(workings, abroad)
        rule = "the most from outside the roster, less the other lines from there"
        return certified(IN_MIX, rule, "t", line.quantity_t, left)
    return certified(IN_MIX, "the need, less the other lines", "t", line.quantity_t, need - _others(workings, others))


def _others(workings: Workings, lines: Sequence[MixLine]) -> Traced:
    listed = ", ".join(workings.names[each.area] for each in lines) or "none"
    sent = total([Traced(each.quantity_t) for each in lines]) if lines else Traced(0.0)
    return named(f"Other lines: {listed}", "sum of their tonnes", "t", sent)


def _why_nothing(mix: Mix, offer: Offer) -> str:
    if offer.area in mix.unpriced:
        return f"left out: no {mix.basis.label} is known"
    if not offer.ceiling_t > NOTHING_SHARE * mix.need_t:
        return "nothing: its ceiling is zero"
    if not mix.remainder_t > 0:
        return "nothing: the need is covered by others at less cost"
    return "nothing: a limit on countries outside the roster leaves no room for it"


def _line_cost(workings: Workings, mix: Mix, line: MixLine, tonnes: Traced) -> Traced:
    cost, basis = _cost(workings, mix, line.area, line.cost_per_t), mix.basis
    return line_cost(tonnes, cost, of=workings.names[line.area], what=basis.label, unit=basis.whole_unit)


def _cost(workings: Workings, mix: Mix, area: str, cost: float) -> Traced:
    name = f"{workings.names[area]}: {mix.basis.label} of a tonne"
    if mix.basis is CostBasis.OWN:
        return setting(name, cost, mix.basis.unit)
    source = workings.background.editions["distance" if mix.basis is CostBasis.DISTANCE else "freight_factor"]
    basis = "mean over the importers; see the ranking"
    return cell(leaf.published(source, area, name, cost, mix.basis.unit, basis=basis))
