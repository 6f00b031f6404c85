"""The tables below the Atlas's map: the same figures, row by row, to be chosen and downloaded."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.answer.production import Printed, Production
from geo.answer.receipt_production import amount_receipt, share_receipt
from geo.figure.receipt import Receipt
from geo.schema.codes import FacilityKind, ValueFlag
from geo.ui import cache, frame, receipt
from geo.ui.atlas_codes import AtlasView
from geo.ui.atlas_controls import COUNTRY_TABLE, SITE_TABLE
from geo.ui.atlas_scene import FlowChoice
from geo.ui.cache import editions, kept
from geo.ui.receipt import Makers
from geo.ui.selection import Selection

SHARE, TONNES = "Share of world, %", "Tonnes"
SHARE_COLUMN = st.column_config.ProgressColumn(SHARE, format="%.1f", min_value=0, max_value=100)
TONNES_COLUMN = st.column_config.NumberColumn(format="localized")


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
        key = (production.measure, selection.mineral, production.stage, production.year)
        table = kept("atlas.countries", key, lambda: production_rows(production))
        receipt.receipt_table(
            table,
            production_makers(production),
            key=COUNTRY_TABLE,
            title=f"{selection.mineral.label}, {production.stage.value}, {production.measure.value} {production.year}, tonnes of {production.basis}",
            sources=[production.source],
            columns={SHARE: SHARE_COLUMN, TONNES: TONNES_COLUMN, "Code": None},
        )
        _follow(COUNTRY_TABLE, table, "Code", "country")
    if choice is not None:
        st.markdown("##### Flows")
        trade = cache.trade_of(view.code, view.year if production is None else None) if view.code is not None else None
        frame.show_table(
            flow_rows(choice),
            key="atlas.flows",
            title=f"Flows drawn, {selection.subject}",
            sources=[] if trade is None else [trade.source],
            columns={"USD": TONNES_COLUMN, "Tonnes": TONNES_COLUMN},
        )
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
    _follow(SITE_TABLE, table, "Code", "site")


def production_rows(production: Production) -> pd.DataFrame:
    """Return the printed rows with the publisher's own cell, the world and the rest last."""
    return pd.DataFrame([_production_row(row, production) for row in _rows(production)])


def production_makers(production: Production) -> Makers:
    """Return the receipts of `production_rows`; tonnes that are one printed cell need none."""
    rows = _rows(production)

    def tonnes(place: int) -> Receipt | None:
        return amount_receipt(production, cache.cells_of(production), rows[place].area)

    def share(place: int) -> Receipt | None:
        row = rows[place]
        return None if row.share is None else share_receipt(production, cache.cells_of(production), row.area)

    is_summed = any(tonnes(place) is not None for place in range(len(rows)))
    summed = {TONNES: tonnes} if is_summed else {}
    return {**summed, **({SHARE: share} if production.has_shares else {})}


def _rows(production: Production) -> list[Printed]:
    return [*production.rows, *(row for row in (production.other, production.world) if row is not None)]


def _production_row(row: Printed, production: Production) -> dict[str, Any]:
    flag = ValueFlag(row.flag)
    return {
        "Country": row.name,
        TONNES: row.quantity_t,
        SHARE: None if row.share is None else 100 * row.share,
        "Remark": "" if flag is ValueFlag.REPORTED else flag.label,
        "As printed": row.raw_value,
        "Unit as printed": production.raw_unit,
        "Note": row.note,
        "Edition": production.source.source_id,
        "Code": row.area,
    }


def flow_rows(choice: FlowChoice) -> pd.DataFrame:
    """Return the flows drawn, largest first."""
    names = cache.geography().names
    return pd.DataFrame(
        {
            "From": [names[flow.exporter] for flow in choice.drawn],
            "To": [names[flow.importer] for flow in choice.drawn],
            "USD": [flow.value_usd for flow in choice.drawn],
            "Tonnes": [flow.quantity_t for flow in choice.drawn],
            "Remark": ["implausible value per tonne" if flow.is_outlier else "" for flow in choice.drawn],
        }
    )


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


def _follow(key: str, table: pd.DataFrame, column: str, target: str) -> None:
    """Open the panel of a row that was chosen since the last run; the row must still exist."""
    is_new, row = frame.new_row(key)
    if not is_new or row is None or row >= len(table):
        return
    code = str(table.iloc[row][column])
    if target == "country" and code not in cache.geography().names:
        return
    st.session_state["country"], st.session_state["site"] = None, None
    st.session_state[target] = code
    st.rerun()
