"""Dependence, overview: who holds it, how exposed we are, what the roster changes; then concentration in full."""

from __future__ import annotations

import streamlit as st

from geo.evidence.output_columns import HHI_HELP
from geo.evidence.receipt_production import concentration_receipt, inside_receipt, top_three_receipt
from geo.model.interval import Interval, NoData
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.figures.exposure import outside_receipt
from geo.topics.dependence.figures.output import effective_receipt
from geo.topics.dependence.page import concentration
from geo.topics.dependence.page.controls import MAP_KEY, DependenceView
from geo.topics.dependence.picture import scene
from geo.topics.dependence.question import HOME
from geo.topics.dependence.view import Fill
from geo.ui import cache, charts, frame, prose, receipt
from geo.ui.selection import Selection
from geo.view import words
from geo.view.between import between_publishers
from geo.view.draw import MapOptions, map_alt
from geo.view.frames import frame_named
from geo.view.legend import legend_html, legend_of
from geo.view.palette import Role

MOST_BARS = 4


def show(selection: Selection, view: DependenceView, answer: Dependence) -> None:
    """Draw the overview."""
    held = answer.facts.held
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _map(selection, view, answer)
    with right, st.container(key="answer"):
        _holder(selection, answer)
        _exposed(selection, answer)
        _changes(answer)
    parts = [part.sources for part in (held, answer.facts.trade) if not isinstance(part, NoData)]
    frame.show_sources(dict.fromkeys(source for part in parts for source in part), *_notes(answer))
    if isinstance(held, NoData):
        return
    concentration.show(selection, held)


def _map(selection: Selection, view: DependenceView, answer: Dependence) -> None:
    theme, geography = frame.theme(), cache.geography()
    shown, scale = scene(answer, view.fill, selection.region, geography, theme)
    buyer = answer.importer.name
    legend = legend_of(
        shown,
        theme,
        scale=scale,
        flow_total=f"Flow, share of the imports of {buyer}",
        plain_land="Not listed by the publisher" if view.fill is Fill.OUTPUT else "Outside the question",
        role_labels={Role.RISK: "Largest supplier outside the roster", Role.OTHER: "Other supplier"},
    )
    options = MapOptions(theme=theme, frame=frame_named(selection.region.value), otherwise="no figure in this view")
    frame.show_map(
        shown,
        options,
        key=MAP_KEY,
        alt=map_alt(f"{view.fill.label}, {say.goods(answer)}", shown),
        legend=legend_html(legend, theme),
    )


def _holder(selection: Selection, answer: Dependence) -> None:
    held = answer.facts.held
    if isinstance(held, NoData):
        st.subheader(prose.text(words.sentence(held.reason)), anchor=False)
        return
    st.subheader(prose.text(say.holder(held)), anchor=False)
    output, result = held.production, held.result
    index, top, effective = st.columns([1.15, 1, 1])
    with index:
        receipt.figure(
            "HHI, 0 to 1",
            say.interval(Interval(result.hhi_low, result.hhi_high)),
            lambda: concentration_receipt(output, cache.cells_of(output)),
            key="hhi",
            help=HHI_HELP,
        )
    with top:
        receipt.figure(
            "Top three",
            f"{'≥ ' if result.top3_is_lower_bound else ''}{words.share(result.top3)}",
            lambda: top_three_receipt(output, cache.cells_of(output)),
            key="top-three",
        )
    with effective:
        receipt.figure(
            "Effective number",
            say.interval(held.effective, 1),
            lambda: effective_receipt(output, cache.cells_of(output)),
            key="effective",
            help="Effective number of suppliers, 1 / HHI: supply is as concentrated as if that many of equal size shared it.",
        )
    if held.spread is not None:
        st.caption(prose.text(between_publishers(held.spread, cache.geography().names)))
    charts.production_bars(held.production, selection.roles(), MOST_BARS)


def _exposed(selection: Selection, answer: Dependence) -> None:
    geography = cache.geography()
    who = say.whose(answer.importer)
    st.markdown(f"**How exposed is {prose.text(who)}?** {prose.text(say.exposed(answer, geography))}")
    trade, imports = answer.facts.trade, answer.imports
    if not isinstance(trade, NoData) and not isinstance(imports, NoData):
        behind = say.hub_origin(imports, trade, geography)
        if behind:
            st.caption(prose.text(behind))
        outside = words.share(imports.outside(selection.roster.members))
        receipt.receipt_button(
            f"Outside the roster: {outside}",
            lambda: outside_receipt(trade, imports, selection.roster, geography.names),
            key="outside",
            printed=outside,
        )
    if answer.importer.code != selection.region.value:
        st.button(
            f"Back to {selection.region.label}",
            icon=":material/home:",
            type="tertiary",
            on_click=_back,
            key="dependence.home",
        )


def _changes(answer: Dependence) -> None:
    st.markdown(f"**What does the roster change?** {prose.text(say.changes(answer))}")
    held, inside = answer.facts.held, answer.inside
    if isinstance(held, NoData) or inside is None:
        return
    printed = words.inside_roster(inside)
    receipt.receipt_button(
        f"Inside the roster: {printed}",
        lambda: inside_receipt(held.production, cache.cells_of(held.production), answer.roster),
        key="inside",
        printed=printed,
    )


def _back() -> None:
    st.session_state["importer"] = HOME


def _notes(answer: Dependence) -> list[str]:
    held, trade = answer.facts.held, answer.facts.trade
    notes = []
    if not isinstance(held, NoData):
        output, result = held.production, held.result
        notes.append(
            f"Output {output.period}: {output.choice_note} Basis: {output.basis}. Shares are {result.denominator.sentence}."
        )
        if result.withheld:
            names = words.listing([row.name for row in output.rows if row.area in result.withheld])
            notes.append(f"Withheld by the publisher and in no share: {names}.")
    if isinstance(trade, NoData):
        notes.append(f"Imports: {trade.reason}.")
    else:
        notes.append(
            f"Trade {trade.trade.year}, HS {trade.trade.code.hs6}: {trade.trade.code.note} {answer.view.sentence}"
        )
    return notes
