"""The Atlas's answer beside the map: one sentence, three numbers, one chart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from geo.evidence.geography import Geography
from geo.evidence.output_columns import HHI_HELP
from geo.evidence.production import Production
from geo.evidence.receipt_production import (
    concentration_receipt,
    inside_receipt,
    share_receipt,
    top_three_receipt,
    world_receipt,
)
from geo.evidence.receipt_trade import flows_receipt
from geo.evidence.trade import Trade
from geo.figure.receipt import Receipt
from geo.model.concentration import Denominator, roster_share
from geo.model.supply import largest_part
from geo.schema.codes import ValueFlag
from geo.topics.atlas.picture import FlowChoice, amount_of
from geo.topics.atlas.view import TradeUnit
from geo.topics.atlas.words import headline
from geo.ui import cache, charts, prose, receipt
from geo.ui.selection import Selection
from geo.view import words
from geo.view.between import between_publishers
from geo.view.charts import Bar


def production_answer(answer: Production, selection: Selection) -> None:
    """Print the leading producer, the world, the top three, the HHI and the shares as bars."""
    st.subheader(prose.text(headline(answer)), anchor=False)
    if not answer.has_shares:
        st.caption(NO_SHARES)
        return
    _figures(answer, selection)
    spread = cache.spread(answer)
    if spread is not None:
        st.caption(prose.text(between_publishers(spread, cache.geography().names)))
    charts.production_bars(answer, selection.roles())
    st.caption(prose.text(_caption(answer)))


def _figures(answer: Production, selection: Selection) -> None:
    """Print the figures of the answer, each under its name, which opens its receipt."""
    result, leader = answer.concentration, answer.rows[0]
    world, top, index = st.columns(3)
    with world:
        shares_only = result.denominator is Denominator.PUBLISHED_SHARES
        make = None if shares_only else lambda: world_receipt(answer, cache.cells_of(answer))
        receipt.figure("World", _world(answer), make, key="world", help=_world_help(answer))
    with top:
        printed = f"{'≥ ' if result.top3_is_lower_bound else ''}{words.share(result.top3)}"
        receipt.figure(
            "Top three",
            printed,
            lambda: top_three_receipt(answer, cache.cells_of(answer)),
            key="top-three",
            help=_top_help(answer),
        )
    with index:
        receipt.figure(
            "HHI, 0 to 1",
            _hhi(result.hhi_low, result.hhi_high),
            lambda: concentration_receipt(answer, cache.cells_of(answer)),
            key="hhi",
            help=HHI_HELP,
        )
    held = roster_share(result, selection.roster.members)
    inside = words.inside_roster(held)
    with st.container(horizontal=True, gap="small"):
        receipt.receipt_button(
            f"{leader.name}: {words.share(leader.share)}",
            lambda: share_receipt(answer, cache.cells_of(answer), leader.area),
            key="leader",
            printed=words.share(leader.share),
        )
        receipt.receipt_button(
            f"Inside the roster: {inside}",
            lambda: inside_receipt(answer, cache.cells_of(answer), selection.roster),
            key="inside",
            printed=inside,
            help=f"Part of the world's {answer.measure.value} in the countries of {selection.roster.name}.",
        )


def _caption(answer: Production) -> str:
    result = answer.concentration
    parts = [f"{answer.year} figures are estimates of the publisher."] if answer.is_estimate else []
    parts.append(f"Shares are {result.denominator.sentence}.")
    if result.share_sum > 1:
        parts.append(f"They sum to {words.share(result.share_sum)}, since the total is rounded down.")
    if result.withheld:
        names = words.listing([row.name for row in answer.rows if row.area in result.withheld])
        parts.append(f"Withheld by the publisher and in no share: {names}.")
    return " ".join(parts)


NO_SHARES = (
    "Tonnes only: the publisher's world total is missing or does not agree with its countries, so no share is worked "
    "out. The table below has the figures as printed."
)


def _world(answer: Production) -> str:
    result = answer.concentration
    if result.denominator is Denominator.PUBLISHED_SHARES:
        return "shares only"
    if answer.world is None:
        return words.tonnes(result.summed_t)
    return words.figure(
        ValueFlag(answer.world.flag), answer.world.quantity_t, answer.world.low_t, answer.world.high_t
    ).replace(" (estimate)", "")


def _world_help(answer: Production) -> str:
    result = answer.concentration
    if result.denominator is Denominator.PUBLISHED_SHARES:
        return "The publisher prints shares and no tonnes."
    printed = (
        "no world total is printed"
        if answer.world is None
        else f"world total as printed: {answer.world.raw_value} {answer.raw_unit}"
    )
    return f"Basis: {answer.basis}. {printed[:1].upper()}{printed[1:]}. Sum of the countries listed: {words.tonnes(result.summed_t)}."


def _top_help(answer: Production) -> str:
    names = ", ".join(f"{row.name} {words.share(row.share)}" for row in answer.rows[:3] if row.share is not None)
    hint = (
        " A larger producer may hide in the part that no named country holds."
        if answer.concentration.top3_is_lower_bound
        else ""
    )
    return f"{names}.{hint}"


def _hhi(low: float, high: float) -> str:
    first, second = f"{low:.2f}", f"{high:.2f}"
    return first if first == second else f"{first} to {second}"


def trade_answer(trade: Trade, choice: FlowChoice, geography: Geography) -> None:
    """Print the largest flow, the total where it is true, and the largest flows as bars."""
    if not choice.drawn:
        st.subheader(
            f"No flow with {prose.text(choice.unit.value)} is held under customs code {prose.text(trade.code.hs6)} in {prose.text(trade.year)}.",
            anchor=False,
        )
        return
    largest = choice.drawn[0]
    names = geography.names
    amount = _amount(amount_of(largest, choice.unit), choice.unit)
    part = words.share(largest_part(amount_of(largest, choice.unit) or 0.0, choice.total))
    scope = "world trade" if trade.is_complete else "the trade held"
    st.subheader(
        f"The largest flow of {prose.text(trade.code.form)} in {prose.text(trade.year)}: "
        f"{prose.text(words.in_sentence(names[largest.exporter]))} to {prose.text(words.in_sentence(names[largest.importer]))}, "
        f"{prose.text(amount)}, {prose.text(part)} of {prose.text(scope)}.",
        anchor=False,
    )
    total, flows, left = st.columns([1.5, 1.2, 1])
    made = partial(_flows_receipt, trade, choice, names)
    with total:
        label = "World trade" if trade.is_complete else "Trade held"
        receipt.figure(label, _amount(choice.total, choice.unit), made, key="trade")
    with flows:
        receipt.figure(
            "Flows drawn", f"{len(choice.drawn)} of {len(choice.drawn) + choice.left_out}", made, key="drawn"
        )
    with left:
        undrawn = words.share(choice.left_out_share) if choice.left_out else "none"
        receipt.figure("Not drawn", undrawn, made, key="not-drawn")
    _flow_bars(choice, geography)
    st.caption(prose.text(_trade_caption(trade, choice)))


def _flows_receipt(trade: Trade, choice: FlowChoice, names: Mapping[str, str]) -> Receipt:
    by_tonnes = choice.unit is TradeUnit.TONNES
    return flows_receipt(trade, choice.sized, len(choice.drawn), names, by_tonnes=by_tonnes)


def _amount(value: float | None, unit: TradeUnit) -> str:
    return words.dollars(value) if unit is TradeUnit.VALUE else words.tonnes(value)


def _trade_caption(trade: Trade, choice: FlowChoice) -> str:
    parts = [f"HS {trade.code.hs6} ({trade.nomenclature}). {trade.code.note} An exporter is not a producer."]
    if not trade.is_complete:
        parts.append(
            f"{trade.scope.value.capitalize()} data: {trade.coverage_note or 'not the whole world'}. No totals by country."
        )
    if choice.without_quantity:
        lack = words.counted(choice.without_quantity, "flow without tonnes is", "flows without tonnes are")
        parts.append(f"{lack} left out of sums of tonnes.")
    if choice.doubtful:
        have = words.counted(choice.doubtful, "flow has", "flows have")
        parts.append(f"{have} tonnes that are not believed and not counted (marked in the table).")
    return " ".join(parts)


def _flow_bars(choice: FlowChoice, geography: Geography) -> None:
    """Draw the largest flows."""
    bars = []
    for flow in choice.drawn[: charts.MOST_BARS]:
        amount = amount_of(flow, choice.unit)
        figure = words.dollars(amount) if choice.unit is TradeUnit.VALUE else words.tonnes(amount)
        bars.append(Bar(f"{geography.names[flow.exporter]} → {geography.names[flow.importer]}", amount, figure))
    charts.bars(bars, "Largest flows")
