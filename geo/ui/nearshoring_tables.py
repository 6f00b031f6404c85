"""Tables under the near-shoring map: ranking, options, filters, today's suppliers, projects by name."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answer.geography import Geography
from geo.answer.options import Decision, NearShoring
from geo.answer.plan import Plan
from geo.answer.receipt_ledger import Ledger
from geo.answer.shared import Origin
from geo.answer.shelf import Control
from geo.model.ceiling import ProjectUse
from geo.model.options import Option
from geo.ui import frame
from geo.ui.nearshoring_mix_tables import show_mix_tables
from geo.ui.nearshoring_outlook import show_outlook
from geo.ui.nearshoring_receipts import filter_makers, ledger_of, option_makers, ranking_makers, supplier_makers
from geo.ui.nearshoring_scene import hub_sentences, output_words, standing_words, supply_shown, way_words
from geo.ui.receipt import receipt_table
from geo.view import words
from geo.view.nearshoring_words import TOPSIS_WORDS, doubtful_sentence, filter_sentence

OPTION_TABLE = "nearshoring.options"
RANK_TABLE = "nearshoring.ranking"
NUMBER = st.column_config.NumberColumn(format="localized")
ONE_DIGIT = st.column_config.NumberColumn(format="%.1f")
TWO_DIGITS = st.column_config.NumberColumn(format="%.2f")
WHOLE = st.column_config.NumberColumn(format="%.0f")


def show_tables(answer: NearShoring, geography: Geography, origin: Origin) -> None:
    """Draw all tables; a row that is chosen opens the country's panel."""
    ledger = ledger_of(answer, geography)
    if answer.plan is not None and answer.decision is not None:
        _filters(answer, answer.plan, ledger, geography)
        _ranking(answer, answer.decision, ledger, geography)
        show_mix_tables(answer, answer.plan, answer.decision, ledger, geography)
    _options(answer, ledger, geography)
    _suppliers(answer, ledger, geography, origin)
    if answer.plan is not None:
        show_outlook(answer, answer.plan, ledger, geography)
        _projects(answer, answer.plan, geography)


def _follow(key: str, rows: pd.DataFrame) -> None:
    is_new, row = frame.new_row(key)
    if is_new and row is not None and row < len(rows):
        st.session_state["option"] = str(rows.iloc[row]["Code"])
        st.rerun()


def _filters(answer: NearShoring, plan: Plan, ledger: Ledger, geography: Geography) -> None:
    st.markdown("##### What the filters removed")
    aside = doubtful_sentence(answer, geography.names)
    if aside:
        st.caption(aside)
    receipt_table(
        filter_rows(plan, geography),
        filter_makers(ledger),
        key="nearshoring.filters",
        title=f"What the filters removed, {answer.region.label}, tonnes a year at the ceilings",
        sources=answer.sources,
        columns={"New, t": NUMBER, "Redirected, t": NUMBER, "Filter": st.column_config.TextColumn(width="large")},
    )


def filter_rows(plan: Plan, geography: Geography) -> pd.DataFrame:
    """Return what each filter removed, in the order in which they run, and what is left in the last row."""
    rows: list[dict[str, object]] = [
        {
            "Filter": filter_sentence(step, geography.names),
            "Countries": len(step.removed),
            "Without a figure": len(step.without_figure),
            "New, t": step.new_t,
            "Redirected, t": step.redirected_t,
        }
        for step in plan.filtered.steps
    ]
    kept = plan.filtered.kept
    left = {
        "Filter": f"Left: {len(kept)} of {len(plan.offers)} countries.",
        "Countries": len(kept),
        "Without a figure": None,
        "New, t": sum(offer.new_t for offer in kept),
        "Redirected, t": sum(offer.redirected_t for offer in kept),
    }
    return pd.DataFrame([*rows, left])


def _ranking(answer: NearShoring, decision: Decision, ledger: Ledger, geography: Geography) -> None:
    rows = ranking_rows(answer, geography)
    if rows.empty:
        return
    st.markdown("##### Ranking")
    error = words.share(decision.ranking.standard_error)
    st.caption(
        f"Score: weighted sum of values scaled 0 to 1. First and top three: share of {decision.ranking.draws:,} random "
        f"weightings (standard error at most {error}). {TOPSIS_WORDS}"
    )
    receipt_table(
        rows,
        ranking_makers(ledger),
        key=RANK_TABLE,
        title=f"Ranking of options for {answer.region.label}",
        sources=answer.sources,
        columns={
            "Score": TWO_DIGITS,
            "TOPSIS place": st.column_config.NumberColumn(help=TOPSIS_WORDS),
            "First, % of weightings": ONE_DIGIT,
            "In the first three, %": ONE_DIGIT,
            "Distance, km": WHOLE,
            "Freight, kg CO2e per t": ONE_DIGIT,
            "Governance": TWO_DIGITS,
            "Grid, g CO2e per kWh": WHOLE,
            "Code": None,
            **dict.fromkeys(["New, t", "Redirected, t", "In the mix, t"], NUMBER),
        },
    )
    _follow(RANK_TABLE, rows)


def ranking_rows(answer: NearShoring, geography: Geography) -> pd.DataFrame:
    """Return the ranked offers with what they were ranked by."""
    if answer.plan is None or answer.decision is None:
        return pd.DataFrame()
    offers = {offer.area: offer for offer in answer.plan.filtered.kept}
    mixed = {line.area: line.quantity_t for line in answer.decision.mix.lines}
    hubs = {} if answer.transit is None else answer.transit.hubs
    rows = []
    for row in answer.decision.ranking.rows:
        offer = offers[row.area]
        own = offer.profile
        rows.append(
            {
                "Place": row.place,
                "Country": geography.names[row.area],
                "Tier": standing_words(row.area, answer),
                "Score": row.score,
                "TOPSIS place": row.topsis_place,
                "First, % of weightings": 100 * row.first,
                "In the first three, %": 100 * row.top3,
                "New, t": offer.new_t,
                "Redirected, t": offer.redirected_t,
                "In the mix, t": mixed.get(row.area, 0.0),
                "Distance, km": own.distance_km,
                "Freight, kg CO2e per t": own.kgco2e_per_t,
                "Governance": own.governance,
                "Grid, g CO2e per kWh": own.grid_gco2e_per_kwh,
                "Export control": "in force" if own.has_export_control else "",
                "Transit hub": "yes" if row.area in hubs else "",
                "No data for (counted as worst)": ", ".join(row.missing),
                "Code": row.area,
            }
        )
    return pd.DataFrame(rows)


def _options(answer: NearShoring, ledger: Ledger, geography: Geography) -> None:
    rows = option_rows(answer, geography)
    st.markdown("##### All countries that export, produce or have a known site")
    if rows.empty:
        st.markdown("_No option is known._")
        return
    receipt_table(
        rows,
        option_makers(ledger, distance_column(answer, geography)),
        key=OPTION_TABLE,
        title=f"Options for {answer.region.label}, {answer.mineral.label.lower()} ({answer.stage.value}), roster {answer.roster.name}",
        sources=answer.sources,
        columns={
            "Output share, %": ONE_DIGIT,
            distance_column(answer, geography): WHOLE,
            "Governance, mean of six": st.column_config.NumberColumn(
                format="%.2f",
                help="Mean of the six World Bank indicators; the mean is this app's own, the bank publishes none.",
            ),
            "Code": None,
            **dict.fromkeys(["Exports, t", "Exports, USD", "To the region, t", "To the region, USD"], NUMBER),
        },
        height_px=280,
    )
    _follow(OPTION_TABLE, rows)


def option_rows(answer: NearShoring, geography: Geography) -> pd.DataFrame:
    """Return one row an option with everything that is known of it; missing is empty, never zero."""
    return pd.DataFrame([_option_row(option, answer, geography) for option in answer.options])


def _option_row(option: Option, answer: NearShoring, geography: Geography) -> dict[str, object]:
    own, way = option.candidate, option.way
    governance = answer.governance.get(option.area)
    controls = [control for control in answer.controls.get(option.area, ()) if control.is_in_force]
    return {
        "Country": geography.names[option.area],
        "Tier": standing_words(option.area, answer),
        "Transit hub": "yes" if answer.transit is not None and option.area in answer.transit.hubs else "",
        "Output": output_words(option),
        "Output share, %": None if own.production_share is None else 100 * own.production_share,
        "Exports, t": own.exports_t,
        "Exports, USD": own.exports_usd,
        "To the region, t": own.to_region_t,
        "To the region, USD": own.to_region_usd,
        distance_column(answer, geography): None if way is None else way.total_km,
        "Way": way_words(option),
        "Governance, mean of six": None if governance is None else governance.mean,
        "Groups": ", ".join(geography.groups_of.get(option.area, ())),
        "Export controls in force": "; ".join(map(_control_words, controls)),
        "Known mines": own.mines,
        "Known plants": own.plants,
        "Known projects": own.projects,
        "Code": option.area,
    }


def distance_column(answer: NearShoring, geography: Geography) -> str:
    """Return the column of the way to the reference country."""
    return f"Distance to {words.in_sentence(geography.names[answer.reference])}, km"


def _control_words(control: Control) -> str:
    return f"{control.measure}: {control.scope} (as known on {control.status_as_of})"


def _suppliers(answer: NearShoring, ledger: Ledger, geography: Geography, origin: Origin) -> None:
    rows = supplier_rows(answer, geography, origin)
    if rows.empty or answer.trade is None or answer.transit is None:
        return
    is_traced = origin is Origin.TRACED
    st.markdown("##### Suppliers today, from outside the region" + (", traced one step back" if is_traced else ""))
    view = (
        answer.transit.view.view.sentence if is_traced else "Trade as reported: the exporter need not be the producer."
    )
    st.caption(view)
    for sentence in hub_sentences(answer, geography, answer.transit.hubs):
        st.caption(sentence)
    receipt_table(
        rows,
        supplier_makers(ledger, traced=is_traced),
        key=f"nearshoring.suppliers.{origin.value}",
        title=f"Suppliers of {answer.region.label}, HS {answer.trade.code.hs6}, {answer.trade.year}. {view}",
        sources=[answer.trade.source],
        columns={"Share, %": ONE_DIGIT, "Tonnes": NUMBER, "USD": NUMBER, "Code": None},
        height_px=280,
    )


def supplier_rows(answer: NearShoring, geography: Geography, origin: Origin) -> pd.DataFrame:
    """Return today's suppliers from outside the region, as declared or traced one step back."""
    supply = supply_shown(answer, origin)
    hubs = {} if answer.transit is None else answer.transit.hubs
    return pd.DataFrame(
        [
            {
                "Supplier": geography.names[supplier.area],
                "Share, %": 100 * supplier.share,
                "Tonnes": supplier.quantity_t,
                "USD": supplier.value_usd,
                "Stands": _stands(supplier.area, answer),
                "Transit hub": "yes" if supplier.area in hubs else "",
                "Mostly to": geography.names[supplier.largest_importer],
                "Code": supplier.area,
            }
            for supplier in (() if supply is None else supply.suppliers)
        ]
    )


def _stands(area: str, answer: NearShoring) -> str:
    where = "roster" if area in answer.roster.members else "partner" if area in answer.partners else "outside"
    return f"{where}, falls away" if area in answer.replaced else where


def _projects(answer: NearShoring, plan: Plan, geography: Geography) -> None:
    kept = {offer.area for offer in plan.filtered.kept}
    rows = pd.DataFrame(
        [
            {
                "Project": use.project.site,
                "Country": geography.names[use.project.area],
                "Passed the filters": "yes" if use.project.area in kept else "",
                "Tonnes counted": use.quantity_t if use.use is ProjectUse.COUNTED else None,
                "Why not": "" if use.use is ProjectUse.COUNTED else use.use.value,
            }
            for ceiling in plan.ceilings.values()
            for use in ceiling.projects
        ]
    )
    st.markdown("##### Projects by name")
    if rows.empty:
        st.markdown("_None is held for this mineral._")
        return
    st.caption(
        f"Horizon {answer.question.horizon}. No open source that is held gives a project with tonnes of these goods "
        "and a start year, so none is counted; sites without capacity are never counted as tonnes."
    )
    frame.show_table(
        rows.sort_values(["Passed the filters", "Country", "Project"], ascending=[False, True, True]),
        key="nearshoring.projects",
        title=f"Projects, {answer.mineral.label.lower()}",
        sources=answer.sources,
        height_px=240,
    )
