"""Dependence, who sells to whom: the flow picture of one importer, the members' table, hubs, published measures."""

from __future__ import annotations

import streamlit as st

from geo.evidence.agreement_study import risks_reproduced
from geo.evidence.eu_risk import STRUCTURE, EuRisk
from geo.model.interval import NoData
from geo.model.roster import EU27
from geo.model.supply import TradeBasis
from geo.model.transit import DEFAULT_RULE, TradeView
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.answer.trade import Imports, Traded, flow_bundle
from geo.topics.dependence.charts.flow import FlowEnd, Ribbon, flow_picture
from geo.topics.dependence.figures.columns import hubs_table, members_table, suppliers_table
from geo.topics.dependence.figures.exposure import imports_receipt, outside_receipt
from geo.topics.dependence.figures.world_columns import reliance_words, reliances_table, risks_table
from geo.topics.dependence.model.bundle import REST, Bundle, End
from geo.topics.dependence.page import answers
from geo.topics.dependence.page.controls import MEMBER_CODES
from geo.topics.dependence.picture import score_words
from geo.topics.dependence.question import ROSTER
from geo.ui import cache, charts, frame, prose, receipt, tables
from geo.view import words
from geo.view.palette import Role

MOST_SUPPLIERS, MOST_BUYERS = 8, 7


def show(answer: Dependence) -> None:
    """Draw flows and exposure."""
    left, right = st.columns([2, 1], gap="medium")
    trade, imports = answer.facts.trade, answer.imports
    with left:
        if isinstance(trade, NoData):
            st.info(prose.text(words.sentence(trade.reason)), icon=":material/info:")
        elif isinstance(imports, NoData):
            st.info(prose.text(words.sentence(imports.reason)), icon=":material/info:")
        else:
            _picture(answer, trade, imports)
    with right, st.container(key="answer"):
        _answer(answer)
    if not isinstance(trade, NoData):
        frame.show_sources(trade.sources, *_notes(answer, trade), has_map=False)
        _members(answer)
        _hubs(answer, trade)
        _flows(answer)
    _published(answer)


def _picture(answer: Dependence, trade: Traded, imports: Imports) -> None:
    geography = cache.geography()
    shown = flow_bundle(
        trade, answer.view, answer.importer, imports.basis, most_suppliers=MOST_SUPPLIERS, most_buyers=MOST_BUYERS
    )
    unit = "tonnes" if imports.basis is TradeBasis.TONNES else "value"
    title = (
        f"Imports of {words.in_sentence(answer.importer.name)} by {unit}, {trade.trade.code.form}, {trade.trade.year}"
    )
    st.caption(f"**{prose.text(title)}.** {prose.text(answer.view.sentence)}")
    suppliers = [_supplier(end, shown, answer, trade) for end in shown.suppliers]
    buyers = [
        FlowEnd(end.area, _end_name(end, "buyers"), end.amount, words.share(end.amount / shown.total))
        for end in shown.buyers
    ]
    ribbons = [
        Ribbon(
            link.supplier,
            link.buyer,
            link.amount,
            f"{_name(link.supplier)} to {_name(link.buyer)}: {_figure(link.amount, imports)}, "
            f"{words.share(link.amount / shown.total)}",
        )
        for link in shown.links
    ]
    look = frame.theme()
    key = (title, tuple(suppliers), tuple(buyers), tuple(ribbons))
    charts.draw("flows", key, lambda: flow_picture(suppliers, buyers, ribbons, look, title=title))
    leader = next((end.area for end in shown.suppliers if _role(end, answer) is Role.RISK), None)
    colours = "Colours: green roster, sand others"
    st.caption(
        f"{prose.text(colours)}, terracotta {prose.text(say.partner(leader, geography))}."
        if leader
        else f"{prose.text(colours)}."
    )


def _supplier(end: End, shown: Bundle, answer: Dependence, trade: Traded) -> FlowEnd:
    parts = [words.share(end.amount / shown.total)]
    if end.area in answer.roster.members or end.area == EU27:
        parts.append("roster")
    if end.area in trade.hubs:
        parts.append("hub")
    return FlowEnd(end.area, _end_name(end, "suppliers"), end.amount, " · ".join(parts), _role(end, answer))


def _role(end: End, answer: Dependence) -> Role:
    if end.area == REST:
        return Role.OTHER
    if end.area in answer.roster.members or end.area == EU27:
        return Role.MEMBER
    imports = answer.imports
    suppliers = () if isinstance(imports, NoData) else imports.suppliers
    leader = next((area for area, _ in suppliers if area not in answer.roster.members), None)
    return Role.RISK if end.area == leader else Role.OTHER


def _end_name(end: End, kind: str) -> str:
    return f"{end.count} other {kind}" if end.area == REST else _name(end.area)


def _name(area: str) -> str:
    return "others" if area == REST else say.partner(area, cache.geography())


def _figure(amount: float, imports: Imports) -> str:
    return words.tonnes(amount) if imports.basis is TradeBasis.TONNES else words.dollars(amount)


def _answer(answer: Dependence) -> None:
    geography = cache.geography()
    imports, trade = answer.imports, answer.facts.trade
    st.subheader(prose.text(say.exposed(answer, geography)), anchor=False)
    if isinstance(imports, NoData) or isinstance(trade, NoData):
        _printed(answer)
        return
    bought, outside, score = st.columns(3)
    with bought:
        receipt.figure(
            "Imports",
            say.amount(imports),
            lambda: imports_receipt(trade, imports, geography.names),
            key="imports",
            help="Gross weight of the goods, or value where too much has no weight.",
        )
    with outside:
        part_outside = words.share(imports.outside(answer.roster.members))
        receipt.figure(
            "Outside roster",
            part_outside,
            lambda: outside_receipt(trade, imports, answer.roster, geography.names),
            key="outside",
        )
    with score:
        receipt.figure(
            "Exposure score",
            score_words(imports),
            None if imports.score is None else lambda: answers.asked_of(answer).score(imports),
            key="score",
            help=_score_help(trade, imports),
        )
    behind = say.hub_origin(imports, trade, geography)
    if behind and answer.view is TradeView.AS_REPORTED:
        st.markdown(f"**Transit is not origin.** {prose.text(behind)} Choose *Traced one step back* to see it through.")
    together = answer.together
    if not isinstance(together, NoData) and answer.importer.code != ROSTER:
        part = words.share(together.outside(answer.roster.members))
        largest = next(((a, s) for a, s in together.suppliers if a not in answer.roster.members), None)
        more = (
            ""
            if largest is None
            else f", the largest part from {words.in_sentence(geography.names[largest[0]])} ({words.share(largest[1])})"
        )
        st.markdown(
            f"**The roster as a whole**, the EU counted once, buys {prose.text(part)} outside{prose.text(more)}."
        )
        receipt.receipt_button(
            f"Outside the roster, as a whole: {part}",
            lambda: outside_receipt(trade, together, answer.roster, geography.names),
            key="together",
            printed=part,
        )
    _printed(answer)


def _score_help(trade: Traded, imports: Imports) -> str:
    if trade.reported.scores is None:
        return "No concentration of world output is held, so there is no score."
    hhi = "" if isinstance(trade.hhi, NoData) else f" HHI {say.interval(trade.hhi)} ({trade.hhi_period})."
    risk = "" if imports.risk is None else f" Mean risk of the suppliers {say.interval(imports.risk)}."
    return f"HHI of world output times the mean political-stability risk of the suppliers, 0 to 1.{hhi}{risk}"


def _printed(answer: Dependence) -> None:
    """Print the published measures in one line each."""
    for row in answer.facts.reliances[:2]:
        st.markdown(
            f"**United States, net import reliance {prose.text(row.year)}:** {prose.text(reliance_words(row))} ({prose.text(row.commodity)}, U.S. Geological Survey)."
        )
    for risk in answer.facts.risks.of_stage(answer.facts.stage)[:2]:
        _supply_risk(answer, risk)


def _supply_risk(answer: Dependence, row: EuRisk) -> None:
    printed = say.interval(row.risk.risk, 1)
    receipt.receipt_button(
        f"EU supply risk, {row.material.lower()}, {row.stage.value}: {printed}",
        lambda: answers.asked_of(answer).supply_risk(row),
        key=f"risk-{row.material}",
        printed=printed,
        help="Recomputed from the study of 2023.",
    )
    st.caption(prose.text(say.riskier_stage(answer.facts.risks, row)))


def _notes(answer: Dependence, trade: Traded) -> list[str]:
    notes = [f"Trade {trade.trade.year}, HS {trade.trade.code.hs6}: {trade.trade.code.note} {answer.view.sentence}"]
    scores = trade.side(answer.view).scores
    if scores is not None:
        notes.append(
            f"Exposure score: {' '.join(scores.notes)} Political stability of {trade.governance_year}, HHI of {trade.hhi_period}."
        )
    imports = answer.imports
    if not isinstance(imports, NoData) and (lack := say.without_tonnes(imports)):
        notes.append(lack)
    return notes


def _members(answer: Dependence) -> None:
    st.markdown("##### Exposure by member")
    st.caption(
        "The European Union stands first as one buyer, its trade with itself left out; below it the 27 states, each with what "
        "it buys from the others. A row without figures says why. A chosen row becomes the importer."
    )
    st.session_state[MEMBER_CODES] = [buyer.code for buyer, _ in answer.members]
    tables.show(members_table(answers.asked_of(answer)))


def _hubs(answer: Dependence, trade: Traded) -> None:
    st.markdown("##### Transit hubs")
    rule = (
        f"A hub exports at least {words.chosen_share(DEFAULT_RULE.least_share)} of the world's exports of the code, more than "
        f"{DEFAULT_RULE.excess:g} times what it could supply itself, and imports at least "
        f"{words.chosen_share(DEFAULT_RULE.least_return)} of the difference."
    )
    st.caption(prose.text(rule))
    geography = cache.geography()
    if trade.unexplained:
        names = words.listing([geography.names[area] for area in trade.unexplained])
        st.caption(
            f"Large exporters whose goods nobody accounts for, neither by output nor by imports: {prose.text(names)}."
        )
    if not trade.origin.hubs:
        st.markdown("_No hub under this rule._")
        return
    tables.show(hubs_table(answers.asked_of(answer)))


def _flows(answer: Dependence) -> None:
    if not isinstance(answer.imports, NoData):
        st.markdown("##### Suppliers in full")
        tables.show(suppliers_table(answers.asked_of(answer), answer.imports), height_px=320)


def _published(answer: Dependence) -> None:
    facts, asked = answer.facts, answers.asked_of(answer)
    st.markdown("##### Published measures")
    if not facts.reliances and not facts.risks.rows:
        st.markdown("_None is held for this mineral._")
        return
    if facts.reliances:
        st.caption(
            "Net import reliance of the United States as the U.S. Geological Survey prints it, percent of consumption; the form "
            "decides what it covers."
        )
        tables.show(reliances_table(asked))
    if facts.risks.rows:
        st.caption(
            f"{STRUCTURE} {prose.text(say.reproduced(*risks_reproduced(cache.atlas())))} Governance of "
            f"{prose.text(facts.risks.governance_year)}. Critical from 1.0, with an economic importance of 2.8 and more."
        )
        for left in facts.risks.left_out:
            st.caption(prose.text(say.untold(left)))
        tables.show(risks_table(asked))
