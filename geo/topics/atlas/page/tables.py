"""The tables below the Atlas's map: the same figures, row by row, to be chosen and downloaded."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from geo.evidence.output_columns import output_table
from geo.evidence.production import Production
from geo.evidence.spread import spread_table
from geo.figure.column import Column, Show, Table
from geo.model.supply import Flow
from geo.schema.codes import FacilityKind
from geo.topics.atlas.page.controls import COUNTRY_TABLE, SITE_TABLE
from geo.topics.atlas.picture import FlowChoice
from geo.topics.atlas.view import AtlasView
from geo.ui import cache, frame, tables
from geo.ui.cache import editions, kept
from geo.ui.selection import Selection
from geo.view import words

TONNES_COLUMN = st.column_config.NumberColumn(format="localized")
FLOWS: tuple[Column[Mapping[str, str], Flow], ...] = (
    Column("exporter", "From", lambda names, flow: names[flow.exporter]),
    Column("importer", "To", lambda names, flow: names[flow.importer]),
    Column("value_usd", "USD", lambda _, flow: flow.value_usd, Show.FIGURE),
    Column("quantity_t", "Tonnes", lambda _, flow: flow.quantity_t, Show.FIGURE),
    Column("declared_t", "Declared, not counted", lambda _, flow: flow.declared_t, Show.FIGURE),
    Column("remark", "Remark", lambda _, flow: "" if flow.doubt is None else flow.doubt.sentence),
)


def show_tables(
    selection: Selection,
    view: AtlasView,
    production: Production | None,
    choice: FlowChoice | None,
    facilities: pd.DataFrame,
) -> None:
    """Print countries or flows, and sites; a chosen row opens its panel."""
    if production is not None:
        st.markdown("##### Countries")
        title = series_title(production)
        chosen = tables.show(output_table(cache.atlas(), production, key=COUNTRY_TABLE, title=title))
        if chosen is not None and chosen.area in cache.geography().names:
            _open("country", chosen.area)
        spread = cache.spread(production)
        if spread is not None:
            st.markdown("##### Publishers")
            tables.show(spread_table(spread, key="atlas.publishers"))
    if choice is not None:
        st.markdown("##### Flows")
        names = cache.geography().names
        trade = cache.trade_of(view.code, view.year if production is None else None) if view.code is not None else None
        sources = () if trade is None else (trade.source,)
        goods = selection.subject if view.code is None else view.code.form
        tables.show(Table("atlas.flows", f"Flows drawn, {goods}", FLOWS, choice.drawn, names, sources))
    st.markdown("##### Known sites in open data")
    table = kept("atlas.sites.rows", selection.mineral, lambda: site_rows(facilities))
    frame.show_table(
        table,
        key=SITE_TABLE,
        title=f"Known sites, {selection.mineral.label}; not a census",
        sources=editions(str(code) for code in table["Edition"].unique()),
        columns={"Code": None, "Capacity, t a year": TONNES_COLUMN},
        height_px=320,
    )
    is_new, row = frame.new_row(SITE_TABLE)
    if is_new and row is not None and row < len(table):
        _open("site", str(table.iloc[row]["Code"]))


def series_title(production: Production) -> str:
    """Return what the table of a series is of: what it counts, the stage, the years, and what a tonne is a tonne of."""
    return f"{words.at_start(production.staged)}, {production.measure.value} {production.period}, {production.counted}"


def site_rows(facilities: pd.DataFrame) -> pd.DataFrame:
    """Return the known sites, those hidden by default last and marked."""
    ordered = facilities.sort_values(["is_default", "country", "name"], ascending=[False, True, True])
    return pd.DataFrame(
        {
            "Site": ordered["name"],
            "Country": ordered["country"],
            "Kind": [FacilityKind(code).label for code in ordered["kind"]],
            "Status": [text.replace("_", " ") for text in ordered["status"]],
            "As of": ordered["status_year"],
            "Operator": ordered["operator"],
            "Owner": ordered["owner"],
            "Product": ordered["products"],
            "Role": ordered["role"],
            "Capacity, t a year": ordered["capacity_t_per_year"],
            "Basis": ordered["capacity_basis"],
            "Hidden because": ordered["hidden_reason"],
            "Edition": ordered["source_id"],
            "Code": ordered["facility_id"],
        }
    ).reset_index(drop=True)


def _open(target: str, code: str) -> None:
    """Open the panel of a country or site."""
    st.session_state["country"], st.session_state["site"] = None, None
    st.session_state[target] = code
    st.rerun()
