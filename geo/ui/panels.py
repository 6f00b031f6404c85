"""Panels of a country and of a site: everything that is known, with its date and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from geo.evidence.panels import CountryPanel, SitePanel
from geo.schema.codes import FacilityKind, FacilityStatus, GovernanceIndicator, Measure, Mineral, Stage, ValueFlag
from geo.ui import cache, charts, prose
from geo.ui.frame import csv_with_sources, draw_table
from geo.ui.selection import Selection
from geo.view import words
from geo.words.series import period

ORDER = {code: place for place, code in enumerate(("production", "reserves", "capacity", "mined", "refined"))}
"""What is made comes before what lies in the ground and what could be made."""


def country_panel_view(panel: CountryPanel, selection: Selection) -> None:
    """Print a country: its place in the chosen mineral first, then all minerals, trade, groups, governance, controls."""
    st.subheader(prose.text(panel.name), anchor=False)
    st.caption(
        f"{panel.region.label} · {prose.text(panel.income_group or 'not classified by the World Bank')} (World Bank income group, FY26)"
    )
    _close()
    here = panel.statistics[panel.statistics["mineral"] == selection.mineral]
    here = here.sort_values(["measure", "stage"], key=lambda column: column.map(ORDER), kind="stable")
    for row in here.to_dict("records"):
        st.markdown(_statistic_sentence(row))
    if here.empty:
        st.markdown(f"Not listed for {prose.text(selection.mineral.label.lower())} by the publishers used here.")
    _history(panel, selection)
    for row in panel.trade[panel.trade["mineral"] == selection.mineral].to_dict("records"):
        st.markdown(_trade_sentence(row))
    output, trade, sites, groups, rules = st.tabs(["Output", "Trade", "Sites", "Groups", "Governance and controls"])
    with output:
        _small_table(_output_rows(panel.statistics), "Output, capacity and reserves, newest year of each series")
    with trade:
        _small_table(_trade_rows(panel.trade), "Trade under pure customs codes, newest complete year")
    with sites:
        _small_table(_site_rows(panel.facilities), "Known sites in open data, not a census")
    with groups:
        _small_table(
            _group_rows(panel.groups), "Published groups with the date of the list; attendance is not membership"
        )
    with rules:
        _governance(panel)
        _small_table(_control_rows(panel.controls), "Export controls; the status is known only up to its date")
    _download(panel.statistics, f"{panel.name}: output, capacity and reserves", f"country-{panel.iso3}", panel)


def site_panel_view(panel: SitePanel) -> None:
    """Print a site with every source row behind it."""
    row = panel.row
    st.subheader(prose.text(panel.name), anchor=False)
    kind, status = FacilityKind(str(row["kind"])), FacilityStatus(str(row["status"]))
    since = "the source gives no year" if pd.isna(row["status_year"]) else f"as of {int(str(row['status_year']))}"
    st.caption(
        f"{kind.label} · {prose.text(row['country'])} · {row['lat']:.3f}, {row['lon']:.3f}"
        + (" (approximate)" if row["is_location_approximate"] else "")
    )
    _close()
    st.markdown(f"**Status:** {prose.text(status.value.replace('_', ' '))} ({prose.text(since)})")
    for name in ("operator", "owner"):
        if not pd.isna(row[name]):
            st.markdown(f"**{prose.text(name.capitalize())}:** {prose.text(row[name])}")
    for name in ("hidden_reason", "note"):
        if not pd.isna(row[name]):
            st.info(prose.text(row[name]))
    _small_table(_commodity_rows(panel.commodities), "Minerals and capacity; shared capacities are never summed")
    _small_table(_source_rows(panel.source_rows), f"Source rows behind this site: {len(panel.source_rows)}")
    _download(panel.source_rows, f"{panel.name}: source rows", f"site-{panel.facility_id}", panel)


def _history(panel: CountryPanel, selection: Selection) -> None:
    key = (Measure.PRODUCTION, selection.mineral, selection.stage)
    answers = [cache.production_of(*key, year) for year in sorted(cache.years_of(*key))]
    charts.production_history(answers, panel.iso3, panel.name)


def _close() -> None:
    def clear() -> None:
        for name in ("country", "site", "option"):
            st.session_state[name] = None

    st.button("Close panel", icon=":material/close:", on_click=clear, type="tertiary")


def _download(frame: pd.DataFrame, title: str, name: str, panel: CountryPanel | SitePanel) -> None:
    st.download_button(
        "Download CSV",
        data=lambda: csv_with_sources(frame, title, panel.sources),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"panel.{name}",
        on_click="ignore",
        icon=":material/download:",
    )
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in panel.sources))


def _small_table(frame: pd.DataFrame, title: str) -> None:
    st.caption(prose.text(title))
    if frame.empty:
        st.markdown("_None held._")
    else:
        draw_table(frame, alt=title, height="auto" if len(frame) <= 6 else 240)


def _statistic_sentence(row: Mapping[Any, Any]) -> prose.Markdown:
    subject = cache.subject(Mineral(row["mineral"]), Stage(row["stage"]), Measure(row["measure"]))
    what = {
        Measure.RESERVES: "reserves",
        Measure.CAPACITY: f"{row['stage']} capacity",
        Measure.PRODUCTION: f"{row['stage']} output",
    }[Measure(row["measure"])]
    value = _figure(row)
    rank = "" if pd.isna(row["rank"]) else f", rank {int(row['rank'])} of {int(row['listed'])} listed"
    years = period(int(row["year"]), row["basis"])
    return prose.Markdown(
        f"**{prose.text(what.capitalize())} of {prose.text(subject)}, {prose.text(years)}:** "
        f"{prose.text(value + rank)} ({prose.text(row['basis'])})"
    )


def _figure(row: Mapping[Any, Any]) -> str:
    if not pd.isna(row["share"]):
        return f"{words.share(row['share'])} of the world"
    return words.figure(ValueFlag(row["flag"]), row["quantity_t"], row["low_t"], row["high_t"])


def _trade_sentence(row: Mapping[Any, Any]) -> prose.Markdown:
    exports = f"{words.dollars(row['exports_usd'])}, {words.tonnes(row['exports_t'])}"
    imports = f"{words.dollars(row['imports_usd'])}, {words.tonnes(row['imports_t'])}"
    return prose.Markdown(
        f"**Trade {row['year']:.0f}, {prose.text(row['form'])} (HS {prose.text(row['hs6'])}):** "
        f"exports {prose.text(exports)}; imports {prose.text(imports)}"
    )


def _output_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Mineral": [
                words.at_start(cache.subject(Mineral(row["mineral"]), Stage(row["stage"]), Measure(row["measure"])))
                for row in frame.to_dict("records")
            ],
            "What": [
                "Reserves" if measure == Measure.RESERVES else f"{Stage(stage).label} {measure}"
                for measure, stage in zip(frame["measure"], frame["stage"], strict=True)
            ],
            "Year": [period(int(row["year"]), row["basis"]) for row in frame.to_dict("records")],
            "Figure": [_figure(row) for row in frame.to_dict("records")],
            "Rank": frame["rank"],
            "Basis": frame["basis"],
        }
    )


def _trade_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Goods": frame["form"],
            "HS": frame["hs6"],
            "Year": frame["year"],
            "Exports": [words.dollars(value) for value in frame["exports_usd"]],
            "Exports, t": [words.tonnes(value) for value in frame["exports_t"]],
            "Imports": [words.dollars(value) for value in frame["imports_usd"]],
            "Imports, t": [words.tonnes(value) for value in frame["imports_t"]],
        }
    )


def _site_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Site": frame["name"],
            "Kind": [FacilityKind(code).label for code in frame["kind"]],
            "Minerals": [_minerals(text) for text in frame["minerals"]],
            "Status": [text.replace("_", " ") for text in frame["status"]],
            "As of": frame["status_year"],
        }
    )


def _group_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"Group": frame["group_name"], "Role": frame["role"], "Since": frame["since"], "List as of": frame["as_of"]}
    )


def _control_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Measure": frame["measure"],
            "Scope": frame["scope"],
            "Status": frame["status"],
            "Known as of": frame["status_as_of"],
            "Document": frame["document"],
        }
    )


def _commodity_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Mineral": [Mineral(code).label for code in frame["mineral"]],
            "Product": frame["product"],
            "Role": frame["role"],
            "Capacity a year": [
                words.tonnes(row["capacity_t_per_year"]) + (" (shared)" if row["is_capacity_combined"] else "")
                for row in frame.to_dict("records")
            ],
            "Basis": frame["capacity_basis"],
            "Year": frame["capacity_year"],
        }
    )


def _source_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Publisher": frame["publisher"],
            "Name as printed": frame["name"],
            "Type": frame["kind_text"],
            "Commodities": frame["commodity_text"],
            "Status": frame["status_text"],
            "Capacity": frame["capacity_text"],
            "Year": frame["year"],
            "km apart": frame["distance_km"].round(1),
            "Joined because": frame["match_rule"],
            "Correction": frame["correction"],
        }
    )


def _governance(panel: CountryPanel) -> None:
    title = f"World Bank governance indicators {panel.governance_year}, 2024 update; -2.5 weak to 2.5 strong"
    if panel.indicators.empty:
        st.caption(prose.text(title))
        st.markdown("_The World Bank lists no indicators._")
        return
    row = panel.indicators.iloc[0]
    rows = pd.DataFrame(
        {
            "Indicator": [indicator.label for indicator in GovernanceIndicator],
            "Estimate": [
                round(float(row[code.value]), 2) if not pd.isna(row[code.value]) else None
                for code in GovernanceIndicator
            ],
            "Standard error": [
                round(float(row[f"{code.value}_se"]), 2) if not pd.isna(row[code.value]) else None
                for code in GovernanceIndicator
            ],
        }
    )
    _small_table(rows, title)


def _minerals(text: str | None) -> str:
    return "" if text is None or pd.isna(text) else ", ".join(Mineral(code).label for code in str(text).split(";"))
