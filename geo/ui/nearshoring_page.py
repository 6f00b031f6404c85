"""Near-shoring, first version: suppliers today, what lies outside the roster, and the list of options."""

from __future__ import annotations

import streamlit as st

from geo.answer.geography import Geography
from geo.answer.options import NearShoring, Question
from geo.errors import SelectionError
from geo.model.roster import Tier
from geo.model.supply import TradeBasis
from geo.schema.codes import RouteCase
from geo.ui import cache, charts, frame
from geo.ui.media import publish
from geo.ui.nearshoring_scene import MOST_FLOWS, option_rows, scene, supplier_rows
from geo.ui.panels import country_panel_view
from geo.ui.selection import Selection, note, shared_bar, show_notes
from geo.ui.state import AUTO
from geo.view import words
from geo.view.deck import frame_named
from geo.view.draw import MapOptions, flat_map, map_alt
from geo.view.legend import legend_html, legend_of
from geo.view.palette import Role
from geo.view.picking import PickKind

MAP_KEY = "nearshoring_map"
OPTION_TABLE = "nearshoring.options"


def nearshoring_page() -> None:
    """Draw the whole page."""
    selection = shared_bar()
    geography = cache.geography()
    _follow_click()
    question = _controls(selection, geography)
    try:
        answer = cache.near_shoring_of(question)
    except SelectionError as exc:
        note(f"{exc}. The default is shown")
        answer = cache.near_shoring_of(_default(selection))
    show_notes()
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _map(answer, geography)
    with right, st.container(key="answer"):
        _answer(answer, geography, selection)
    frame.show_sources(answer.sources, _flow_note(answer), cache.coverage_note(selection.mineral))
    _tables(answer, geography)


def _default(selection: Selection) -> Question:
    return Question(selection.mineral, selection.stage, selection.region, selection.roster.code)


def _controls(selection: Selection, geography: Geography) -> Question:
    session = st.session_state
    names = geography.names
    session["replace"] = [iso3 for iso3 in session["replace"] if _is_country(iso3)]
    in_region = sorted(geography.region(selection.region), key=names.__getitem__)
    if session["to"] != AUTO and session["to"] not in in_region:
        note(
            f"Distances cannot be worked out to {session['to']}, which does not lie in {selection.region.label}; the largest importer is taken"
        )
        session["to"] = AUTO
    session["route"] = RouteCase(session["route"])
    with st.container(key="lead"):
        columns = st.columns([2.2, 1.4, 1.4], vertical_alignment="bottom")
        with columns[0]:
            st.multiselect(
                "If these suppliers fall away",
                sorted(names, key=names.__getitem__),
                format_func=names.__getitem__,
                key="replace",
                placeholder="Largest supplier outside region and roster",
            )
        with columns[1]:
            st.selectbox(
                "Distances to",
                [AUTO, *in_region],
                format_func=lambda iso3: "Largest importer" if iso3 == AUTO else names[iso3],
                key="to",
            )
        with columns[2]:
            st.selectbox("Sea route", list(RouteCase), format_func=_route_label, key="route")
    return Question(
        selection.mineral,
        selection.stage,
        selection.region,
        selection.roster.code,
        tuple(session["replace"]),
        None if session["to"] == AUTO else session["to"],
        session["route"],
    )


def _route_label(route: RouteCase) -> str:
    return route.label


def _is_country(iso3: str) -> bool:
    try:
        cache.geography().country(iso3)
    except SelectionError as exc:
        note(str(exc))
        return False
    return True


def _follow_click() -> None:
    is_new, pick = frame.new_pick(MAP_KEY)
    if is_new:
        st.session_state["option"] = pick.id if pick is not None and pick.kind is PickKind.COUNTRY else None


def _map(answer: NearShoring, geography: Geography) -> None:
    theme = frame.theme()
    shown = scene(answer, geography, cache.facilities_of(answer.mineral), theme, _chosen())
    options = MapOptions(theme=theme, frame=frame_named(answer.region.value), otherwise="")
    basis = "tonnes" if answer.supply is not None and answer.supply.basis is TradeBasis.TONNES else "value"
    legend = legend_of(
        shown,
        theme,
        flow_total=f"Flow today, share of the region's imports by {basis}",
        plain_land="Elsewhere",
        role_labels={Role.HOME: "Home region", Role.RISK: "Falls away"},
    )
    frame.show_map(
        flat_map(shown, cache.map_base(), options, publish),
        key=MAP_KEY,
        alt=map_alt(
            f"Suppliers of {answer.mineral.label.lower()} ({answer.stage.value}) to {answer.region.label}", shown
        ),
        legend=legend_html(legend, theme),
    )


def _chosen() -> str | None:
    iso3: str | None = st.session_state["option"]
    return iso3 if iso3 is not None and _is_country(iso3) else None


def _answer(answer: NearShoring, geography: Geography, selection: Selection) -> None:
    chosen = _chosen()
    if chosen is not None:
        country_panel_view(cache.country_panel_of(chosen), selection)
        return
    st.subheader(_headline(answer, geography), anchor=False)
    _numbers(answer)
    if answer.supply is not None and answer.supply.suppliers:
        charts.supplier_bars(answer, geography)
    elif answer.production is not None:
        charts.production_bars(answer.production, selection)
    _short_list(answer, geography)


def _headline(answer: NearShoring, geography: Geography) -> str:
    region, roster = answer.region.label, answer.roster.name
    if answer.supply is not None and answer.trade is not None and answer.outside_roster is not None:
        first = answer.supply.suppliers[0]
        return (
            f"{words.share(answer.outside_roster)} of what {region} imports of {answer.trade.code.form} comes from outside "
            f"the roster ({answer.trade.year}); {geography.names[first.area]} alone sends {words.share(first.share)}."
        )
    if answer.production is not None and answer.inside_roster_world is not None:
        inside = words.share_range(answer.inside_roster_world.low, answer.inside_roster_world.high)
        return (
            f"{inside} of the world's {answer.stage.value} {answer.mineral.label.lower()} lies inside {roster} "
            f"(production {answer.production.year}). No open trade data are held, so {region}'s imports are not known."
        )
    return f"No open figures by country are held for {answer.mineral.label.lower()} ({answer.stage.value})."


def _numbers(answer: NearShoring) -> None:
    imports, outside, options = st.columns(3)
    if answer.supply is not None:
        by_tonnes = answer.supply.basis is TradeBasis.TONNES
        amount = words.tonnes(answer.supply.total) if by_tonnes else words.dollars(answer.supply.total)
        imports.metric(
            "Imports",
            amount,
            help="Imports of the region from outside it under this customs code: gross weight, or value. Trade inside the region is left out.",
        )
        outside.metric("Outside roster", words.share(answer.outside_roster))
    elif answer.inside_roster_world is not None:
        inside = answer.inside_roster_world
        imports.metric(
            "Inside the roster",
            words.share_range(inside.low, inside.high),
            help="Of world output; the range is the part that no named country holds.",
        )
        outside.metric("Basis", "production")
    near = sum(option.tier is not Tier.ELSEWHERE for option in answer.options)
    options.metric(
        "Near options",
        near,
        help="Countries of the region or the roster that produce, export or have a known site at this stage; "
        f"{len(answer.options) - near} more lie elsewhere.",
    )


def _short_list(answer: NearShoring, geography: Geography) -> None:
    rows = option_rows(answer, geography)
    if rows.empty:
        st.markdown("_No option is known._")
        return
    st.caption(
        f"Options by tier, then output. Distances to {geography.names[answer.reference]}, {answer.route.label.lower()}."
    )
    st.dataframe(
        rows[["Country", "Tier", "Output", "Distance, km"]].head(8),
        hide_index=True,
        height=210,
        column_config={"Distance, km": st.column_config.NumberColumn(format="%.0f")},
        alt="The first options",
    )


def _flow_note(answer: NearShoring) -> str | None:
    if answer.trade is None or answer.supply is None:
        codes = ", ".join(code.hs6 for code in answer.codes) or "none"
        return f"No open bilateral trade data are held (customs codes: {codes}); load BACI with 'nearshore facts baci'. This page works on production instead."
    supply = answer.supply
    suppliers = len(supply.suppliers)
    parts = [
        f"Trade {answer.trade.year}, HS {answer.trade.code.hs6}: {answer.trade.code.note} An exporter is not a producer.",
        f"One arrow a supplier, to its largest importer; {min(suppliers, MOST_FLOWS)} of {suppliers} suppliers are drawn.",
        f"Trade inside the region: {words.dollars(supply.inside_value_usd)}.",
    ]
    if supply.without_quantity:
        parts.append(
            f"{words.count(supply.without_quantity)} flows ({words.dollars(supply.without_quantity_usd)}) have no tonnes."
        )
    if supply.outliers:
        parts.append(f"{words.count(supply.outliers)} flows have an implausible value per tonne.")
    return " ".join(parts)


def _tables(answer: NearShoring, geography: Geography) -> None:
    st.markdown("##### Options")
    rows = option_rows(answer, geography)
    number = st.column_config.NumberColumn(format="localized")
    if not rows.empty:
        frame.show_table(
            rows,
            key=OPTION_TABLE,
            title=f"Options for {answer.region.label}, {answer.mineral.label.lower()} ({answer.stage.value}), roster {answer.roster.name}",
            sources=answer.sources,
            columns={
                "Output share, %": st.column_config.NumberColumn(format="%.1f"),
                "Distance, km": st.column_config.NumberColumn(format="%.0f"),
                "Governance, mean of six": st.column_config.NumberColumn(
                    format="%.2f",
                    help="Mean of the six World Bank indicators; the mean is this app's own, the bank publishes none.",
                ),
                "Code": None,
                **dict.fromkeys(["Exports, t", "Exports, USD", "To the region, t", "To the region, USD"], number),
            },
        )
        is_new, row = frame.new_row(OPTION_TABLE)
        if is_new and row is not None and row < len(rows):
            st.session_state["option"] = str(rows.iloc[row]["Code"])
            st.rerun()
    suppliers = supplier_rows(answer, geography)
    if not suppliers.empty and answer.trade is not None:
        st.markdown("##### Suppliers today, from outside the region")
        frame.show_table(
            suppliers,
            key="nearshoring.suppliers",
            title=f"Suppliers of {answer.region.label}, HS {answer.trade.code.hs6}, {answer.trade.year}",
            sources=[answer.trade.source],
            columns={
                "Share, %": st.column_config.NumberColumn(format="%.1f"),
                "Tonnes": number,
                "USD": number,
                "Code": None,
            },
        )
