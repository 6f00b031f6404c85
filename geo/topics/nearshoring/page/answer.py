"""The near-shoring answer beside the map: one sentence, three numbers, then mix, ranking and frontier."""

from __future__ import annotations

import streamlit as st

from geo.evidence.geography import Geography
from geo.figure.setting import setting_of
from geo.schema.codes import Stage
from geo.topics.nearshoring.answer.options import Decision, NearShoring
from geo.topics.nearshoring.answer.plan import Plan
from geo.topics.nearshoring.charts import Step, frontier_chart
from geo.topics.nearshoring.figures.columns import rank_list
from geo.topics.nearshoring.figures.mix import mix_receipts, one_more_receipt
from geo.topics.nearshoring.figures.mix_columns import mix_list
from geo.topics.nearshoring.figures.need import coverage_receipts
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.criteria import CRITERIA, default_weights
from geo.topics.nearshoring.model.mix import Mix
from geo.topics.nearshoring.page import answers
from geo.topics.nearshoring.page.controls import PAGE
from geo.topics.nearshoring.picture import hub_sentences
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.view import Detail, View
from geo.topics.nearshoring.words.answer import finding, new_and_redirected
from geo.topics.nearshoring.words.binding import also_binding
from geo.topics.nearshoring.words.options import passages_words, roles_of, way_passages
from geo.ui import charts, frame, prose
from geo.ui.receipt import figure, receipt_button
from geo.ui.tables import show_list
from geo.ui.widget import control
from geo.view import words
from geo.view.charts import Bar, Part, mix_bar
from geo.view.palette import ROLES

MOST_PARTS = 4
MOST_RANKED = 5
LIST_HEIGHT_PX = 212


def show_answer(answer: NearShoring, geography: Geography) -> None:
    """Draw the answer."""
    sentence = finding(answer, geography.names)
    st.subheader(prose.text(sentence), anchor=False)
    if answer.plan is None or answer.decision is None:
        _without_plan(answer, geography)
        return
    ledger = answers.ledger_of(answer)
    made = coverage_receipts(ledger).get("sentence")
    if made is not None:
        receipt_button("Figures of this sentence", made, key="nearshoring.sentence", printed=sentence)
    with st.container(key="figures"):
        _numbers(answer, answer.plan, ledger)
    control(setting_of(View, "detail"), page=PAGE, width="stretch", label_visibility="collapsed")
    detail = st.session_state["detail"]
    if detail is Detail.MIX:
        _mix(answer, answer.plan, answer.decision.mix, ledger, geography)
    elif detail is Detail.RANKING:
        _ranking(answer, answer.plan, answer.decision, ledger, geography)
    else:
        _frontier(answer.decision)


def _without_plan(answer: NearShoring, geography: Geography) -> None:
    if answer.supply is not None and answer.supply.suppliers:
        supplier_bars(answer, geography)
    elif answer.production is not None:
        charts.production_bars(answer.production, roles_of(answer))
    if answer.supply is not None or (answer.production is not None and answer.production.has_tonnes):
        st.caption("Set a need in tonnes under Amounts (assumption) to see who could cover it.")


def _numbers(answer: NearShoring, plan: Plan, ledger: Ledger) -> None:
    cover, held = plan.coverage, coverage_receipts(ledger)
    printed = {
        "Need": (
            "need_t",
            words.tonnes(plan.need_t),
            f"{plan.need.status.sentence} A tonne is a tonne of {plan.need.goods}.",
        ),
        "Covered": ("high_t", words.tonnes_range(cover.low_t, cover.high_t), new_and_redirected(plan)),
        "Open": (
            "remainder_low_t",
            words.tonnes_range(cover.remainder_low_t, cover.remainder_high_t),
            f"Need less covered.{also_binding(answer)}",
        ),
    }
    columns = st.columns([0.8, 1.1, 1.1])
    for column, (label, (name, text, told)) in zip(columns, printed.items(), strict=True):
        with column:
            figure(label, text, held.get(name), key=f"nearshoring.{label.lower()}", help=told)


def mix_parts(answer: NearShoring, mix: Mix, geography: Geography) -> list[Part]:
    """Return the lines of a mix, smaller ones together, and what stays open."""
    decide = roles_of(answer)
    parts = [
        Part(geography.names[line.area], line.share, words.share(line.share), decide(line.area))
        for line in mix.lines[:MOST_PARTS]
    ]
    rest = mix.lines[MOST_PARTS:]
    if rest:
        share = sum(line.share for line in rest)
        # The colour of the one that stands farthest from home: it must not promise more than all of them hold.
        role = max((decide(line.area) for line in rest), key=ROLES.index)
        parts.append(Part(f"{len(rest)} more", share, words.share(share), role))
    if mix.remainder_t > 0 and mix.need_t > 0:
        share = mix.remainder_t / mix.need_t
        parts.append(Part("Open", share, words.share(share), None))
    return parts


def show_mix_bar(answer: NearShoring, mix: Mix, geography: Geography, title: str) -> None:
    """Draw a mix as one bar."""
    parts, look = mix_parts(answer, mix, geography), frame.theme()
    charts.draw("mix", (title, tuple(parts)), lambda: mix_bar(parts, look, title=title))


def _mix(answer: NearShoring, plan: Plan, mix: Mix, ledger: Ledger, geography: Geography) -> None:
    limits = answer.question.limits
    if mix.unpriced:
        named = words.first_of([words.in_sentence(geography.names[area]) for area in mix.unpriced], MOST_PARTS)
        st.caption(f"Left out of the mix by {mix.basis.label}, since no figure is held for {prose.text(named)}.")
    if not mix.lines:
        st.markdown("No country that passed the filters, and has a cost, can send anything.")
        return
    show_mix_bar(answer, mix, geography, f"Cheapest mix by {mix.basis.label}")
    show_list(mix_list(ledger, mix), height_px=min(LIST_HEIGHT_PX, 38 + 35 * len(mix.lines)))
    capped = f"at most {words.chosen_share(limits.third_country_cap)} from one third country"
    st.caption(
        f"Cheapest by {mix.basis.label} ({prose.text(_mean_cost(mix))}); {prose.text(capped)}. {prose.text(new_and_redirected(plan))}"
        + "".join(f" {prose.text(sentence)}" for sentence in hub_sentences(answer, geography, [*answer.replaced[:1]]))
        + prose.text(_passed(answer, mix))
        + prose.text(_one_more(answer, geography))
    )
    mean, told = mix_receipts(ledger, mix).get("cost_per_covered_t"), _one_more(answer, geography)
    with st.container(horizontal=True, gap="small"):
        if mean is not None:
            receipt_button("Mean cost", mean, key="nearshoring.mean", printed=_mean_cost(mix))
        if told:
            receipt_button(
                "One more tonne", lambda: one_more_receipt(ledger), key="nearshoring.more", printed=told.strip()
            )


def _passed(answer: NearShoring, mix: Mix) -> str:
    passages = dict.fromkeys(passage for line in mix.lines for passage in way_passages(answer, line.area))
    return f" The mix passes{passages_words(passages).removeprefix(', through')}." if passages else ""


def _one_more(answer: NearShoring, geography: Geography) -> str:
    """Return where a higher ceiling would help most; nothing where none binds."""
    best = None if answer.decision is None or not answer.decision.one_more else answer.decision.one_more[0]
    if best is None or answer.decision is None:
        return ""
    name, basis = words.in_sentence(geography.names[best.area]), answer.decision.mix.basis
    if best.closes_t > 0:
        return f" One more tonne a year from {name} would close {words.tonnes(best.closes_t)} of what stays open."
    return f" One more tonne a year from {name} would save {best.saves:,.0f} {basis.unit}." if best.saves > 0 else ""


def _mean_cost(mix: Mix) -> str:
    cost = mix.cost_per_covered_t
    if cost is None:
        return "nothing covered"
    if mix.basis is CostBasis.DISTANCE:
        return f"mean {words.kilometres(cost)}"
    return f"mean {cost:,.0f} {mix.basis.unit}".replace(",", words.THIN_SPACE)


def _ranking(answer: NearShoring, plan: Plan, decision: Decision, ledger: Ledger, geography: Geography) -> None:
    top = decision.ranking.rows
    if not top:
        st.markdown("No country passed the filters.")
        return
    first = top[0]
    leader = words.at_start(words.in_sentence(geography.names[first.area]))
    st.markdown(
        f"**{prose.text(leader)}** leads with these weights; it is first in {prose.text(words.share(first.first))} of all weightings, in the first "
        f"three in {prose.text(words.share(first.top3))}. {prose.text(_weight_of(plan, first.area))}"
    )
    shown = rank_list(ledger, MOST_RANKED)
    show_list(shown, height_px=min(LIST_HEIGHT_PX, 38 + 35 * len(shown.rows)))
    with st.popover("Weights", icon=":material/tune:"):
        _weights(answer)


def _weight_of(plan: Plan, area: str) -> str:
    """Return what part of the need a country could cover at its ceiling: the first place alone does not say so."""
    ceiling_t = sum(offer.ceiling_t for offer in plan.filtered.kept if offer.area == area)
    if not plan.need_t > 0:
        return ""
    return f"At its ceiling it could cover {words.share(min(1.0, ceiling_t / plan.need_t))} of the need."


def _weights(answer: NearShoring) -> None:
    session, stage = st.session_state, answer.stage
    current = answer.question.all_weights
    st.caption("Only their relation counts. 0 switches a criterion off, also in the random weightings.")
    for criterion in CRITERIA:
        key = f"near.weight.{criterion.key}"
        session[key] = float(current[criterion.key])
        st.slider(criterion.label, 0.0, 5.0, step=0.5, key=key, on_change=_take_weights, args=(stage,))
    if session["weights"]:
        st.button("Back to equal weights", on_click=lambda: session.update(weights=()))


def _take_weights(stage: Stage) -> None:
    session = st.session_state
    chosen = {criterion.key: float(session[f"near.weight.{criterion.key}"]) for criterion in CRITERIA}
    is_default = chosen == default_weights(stage) or not any(chosen.values())
    session["weights"] = () if is_default else tuple(chosen.items())


def _frontier(decision: Decision) -> None:
    mix, limit = decision.mix, st.session_state["outside-max"]
    steps = [
        Step(
            outside=point.limit,
            outside_text=words.chosen_share(point.limit),
            open_share=point.mix.remainder_t / point.mix.need_t if point.mix.need_t > 0 else 0.0,
            open_text=words.share(point.mix.remainder_t / point.mix.need_t if point.mix.need_t > 0 else 0.0),
            cost=point.mix.cost_per_covered_t,
            cost_text=_mean_cost(point.mix),
            is_chosen=abs(point.limit - limit) < 1 / 40,
        )
        for point in decision.frontier
    ]
    control(setting_of(Question, "outside-max"), page=PAGE)
    look = frame.theme()
    charts.draw("frontier", tuple(steps), lambda: frontier_chart(steps, look, unit=f"Mean {mix.basis.unit}"))
    st.caption(
        "Solid: mean cost of a covered tonne. Dashed: what stays open. A tight limit can look cheap because it covers "
        "little: read both."
    )
    control(setting_of(Question, "cap"), page=PAGE)


def supplier_bars(answer: NearShoring, geography: Geography) -> None:
    """Draw the region's largest suppliers from outside it."""
    if answer.supply is None:
        return
    decide = roles_of(answer)
    bars = [
        Bar(
            geography.names[supplier.area],
            supplier.share,
            words.share(supplier.share),
            decide(supplier.area),
        )
        for supplier in answer.supply.suppliers[: charts.MOST_BARS - 2]
    ]
    charts.bars(bars, f"Suppliers of {answer.region.label} from outside the region")
