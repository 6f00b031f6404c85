"""Near-shoring: who could supply a region instead of those that fall away, how much, from where, at which cost."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.errors import SelectionError
from geo.evidence.geography import Geography
from geo.evidence.shared import Origin
from geo.evidence.trade import why_no_trade
from geo.model.supply import TradeBasis
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.page import answers
from geo.topics.nearshoring.page.answer import show_answer
from geo.topics.nearshoring.page.controls import PAGE, lead_row
from geo.topics.nearshoring.page.overview import follow_overview, show_overview
from geo.topics.nearshoring.page.regions import show_regions
from geo.topics.nearshoring.page.tables import show_tables
from geo.topics.nearshoring.picture import MOST_FLOWS, scene, supply_shown
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.view import NearshoringTab, Supply
from geo.topics.nearshoring.words.answer import no_mix
from geo.ui import cache, frame, prose
from geo.ui.cache import kept
from geo.ui.panels import country_panel_view
from geo.ui.selection import Selection, note, shared_bar, show_notes
from geo.ui.widget import bound
from geo.view import words
from geo.view.draw import MapOptions, map_alt
from geo.view.frames import frame_named
from geo.view.legend import legend_html, legend_of
from geo.view.palette import Role
from geo.view.picking import PickKind

MAP_KEY = "nearshoring_map"


def show() -> None:
    """Draw the whole page."""
    follow_overview()
    selection = shared_bar()
    geography = cache.geography()
    _follow_click()
    question = lead_row(selection, geography)
    tab = st.session_state["tab"]
    if tab is NearshoringTab.OVERVIEW:
        show_notes()
        show_overview(question, selection, geography)
    elif tab is NearshoringTab.REGIONS:
        answer = _answer(question)
        show_notes()
        show_regions(answer.question, geography)
    else:
        answer = _answer(question)
        show_notes()
        _options(answer, geography, selection)


def _answer(question: Question) -> NearShoring:
    """Return the answer; what the link names and cannot be is noted and left out."""
    try:
        return answers.near_shoring_of(question)
    except SelectionError as exc:
        note(f"{exc}. The default is shown")
        st.session_state["to"] = None
        return answers.near_shoring_of(replace(question, to=None, hs=None))


def _options(answer: NearShoring, geography: Geography, selection: Selection) -> None:
    shown, origin = st.session_state["supply"], st.session_state["origin"]
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _map(answer, geography, shown, origin)
    with right, st.container(key="answer"):
        chosen = _chosen(geography)
        if chosen is not None:
            country_panel_view(cache.country_panel_of(chosen), selection)
        else:
            show_answer(answer, geography)
    frame.show_sources(answer.sources, _flow_note(answer, shown, origin), cache.coverage_note(selection.mineral))
    if answer.transit is not None and answer.transit.hubs:
        st.segmented_control(
            "Today's suppliers",
            list(Origin),
            format_func=lambda code: code.label,
            required=True,
            help=f"{prose.text(answer.transit.view.view.sentence)} The need and the options are always counted as declared.",
            **bound("origin", page=PAGE),
        )
    show_tables(answers.ledger_of(answer), origin)


def _follow_click() -> None:
    is_new, pick = frame.new_pick(MAP_KEY)
    if is_new:
        st.session_state["option"] = pick.id if pick is not None and pick.kind is PickKind.COUNTRY else None


def _chosen(geography: Geography) -> str | None:
    iso3: str | None = st.session_state["option"]
    if iso3 is not None and iso3 not in geography.names:
        note(f"country {iso3!r} is not known; use an ISO code of three letters such as CHL")
        st.session_state["option"] = None
        return None
    return iso3


def _map(answer: NearShoring, geography: Geography, shown: Supply, origin: Origin) -> None:
    theme = frame.theme()
    chosen = _chosen(geography)
    drawn = kept(
        "nearshoring.scene",
        (answer.question, theme.name, chosen, shown, origin),
        lambda: scene(
            answer,
            geography,
            cache.facilities_of(answer.mineral),
            theme,
            chosen=chosen,
            shown=shown,
            origin=origin,
        ),
    )
    options = MapOptions(theme=theme, frame=frame_named(answer.region.value), otherwise="")
    by_tonnes = answer.supply is not None and answer.supply.basis is TradeBasis.TONNES
    is_new = shown is Supply.NEW
    flows = "New mix, and what falls away" if is_new else "Flow"
    legend = legend_of(
        drawn,
        theme,
        flow_total=f"{flows}: share of the region's imports by {'tonnes' if by_tonnes else 'value'}",
        plain_land="Elsewhere",
        role_labels={
            Role.HOME: "Home region",
            Role.RISK: "Falls away",
            Role.OTHER: "Others; suppliers today" if drawn.flows and not is_new else "Others",
        },
    )
    subject = f"{answer.goods} to {answer.region.label}"
    frame.show_map(
        drawn,
        options,
        key=MAP_KEY,
        alt=map_alt(f"{'New mix' if is_new else 'Suppliers today'} of {subject}", drawn),
        legend=legend_html(legend, theme),
        said=no_mix(answer) if is_new else "",
    )


def _arrows(answer: NearShoring, shown: Supply, origin: Origin) -> str:
    """Return which flows are drawn."""
    if shown is Supply.NEW and no_mix(answer):
        return no_mix(answer)
    supply = supply_shown(answer, Origin.DECLARED if shown is Supply.NEW else origin)
    suppliers = () if supply is None else supply.suppliers
    if shown is Supply.NEW:
        number = sum(supplier.area in answer.replaced for supplier in suppliers)
        return f"One arrow a supplier that falls away, to its largest importer ({_drawn(number)}), and one a country of the new mix."
    return f"One arrow a supplier, to its largest importer; {_drawn(len(suppliers))}."


def _drawn(number: int) -> str:
    return f"the {MOST_FLOWS} largest of {number} are drawn" if number > MOST_FLOWS else f"all {number} are drawn"


def _flow_note(answer: NearShoring, shown: Supply, origin: Origin) -> str | None:
    if answer.trade is None or answer.supply is None:
        return f"{words.at_start(why_no_trade(answer.codes))}. This page works on production instead."
    supply = answer.supply
    parts = [
        f"Trade {answer.trade.year}, HS {answer.trade.code.hs6}: {answer.trade.code.note} An exporter is not a producer.",
        _arrows(answer, shown, origin),
        f"Trade inside the region: {words.dollars(supply.inside_value_usd)}.",
    ]
    if supply.without_quantity:
        lack = words.counted(supply.without_quantity, "flow has", "flows have")
        parts.append(f"{lack} no tonnes ({words.dollars(supply.without_quantity_usd)} of imports).")
    if supply.doubtful:
        parts.append(f"{words.counted(supply.doubtful, 'flow has', 'flows have')} tonnes that are not believed.")
    return " ".join(parts)
