"""The Atlas: map and answer side by side, the same figures as tables below."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from geo.errors import SelectionError
from geo.evidence.production import Production
from geo.evidence.trade import Trade, why_no_trade
from geo.figure.source import Source
from geo.topics.atlas.page import answer, tables
from geo.topics.atlas.page.controls import MAP_KEY, MEASURE_SHOWN, PRESSES, atlas_controls, stage_shown
from geo.topics.atlas.picture import (
    FlowChoice,
    choose_flows,
    deposit_marks,
    flow_marks,
    scene_of,
    site_marks,
    trade_scene,
)
from geo.topics.atlas.view import AtlasView, MapLayer, MapView, Shown
from geo.ui import cache, frame, prose
from geo.ui.cache import editions, kept
from geo.ui.panels import country_panel_view, site_panel_view
from geo.ui.selection import Selection, shared_bar, show_notes
from geo.view import words
from geo.view.draw import SITE_PX, MapOptions, flat_map, globe_map, map_alt
from geo.view.frames import filled_frame
from geo.view.legend import legend_html, legend_of
from geo.view.palette import Scale
from geo.view.scene import MapScene, Shading, Site
from geo.view.world import country_labels, production_scene

MANY_SITES = 150
CROWDED_SITE_PX = 10.0
"""Size of symbols where more would hide the country fills; shapes stay readable when one zooms in."""


@dataclass(frozen=True)
class Figures:
    """What the page was asked to show; None where no figures are held."""

    production: Production | None
    trade: Trade | None
    choice: FlowChoice | None
    missing: str | None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Editions behind fills and flows."""
        found = [each.source for each in (self.production, self.trade) if each is not None]
        return tuple(dict.fromkeys(found))


def show() -> None:
    """Draw the whole page."""
    selection = shared_bar()
    view = atlas_controls(selection)
    show_notes()
    figures = _figures(selection, view)
    table = cache.facilities_of(selection.mineral)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _map(selection, view, figures, table)
    with right, st.container(key="answer"):
        _answer(selection, view, figures)
    sources = (*figures.sources, *kept("atlas.editions", selection.mineral, lambda: _site_sources(table)))
    frame.show_sources(sources, _flow_note(figures), cache.coverage_note(selection.mineral))
    tables.show_tables(selection, view, figures.production, figures.choice, table)


def _figures(selection: Selection, view: AtlasView) -> Figures:
    production, trade, missing = None, None, None
    if view.shown is Shown.TRADE:
        trade, missing = _trade(view)
    else:
        measure, stage = MEASURE_SHOWN[view.shown], stage_shown(selection, view.shown)
        try:
            production = cache.production_of(measure, selection.mineral, stage, view.year, view.publisher)
        except SelectionError as exc:
            missing = str(exc)
        if view.has(MapLayer.FLOWS):
            trade, why = _trade(view)
            missing = missing or why
    choice = None if trade is None else choose_flows(trade, view.unit, view.country)
    return Figures(production, trade, choice, missing)


def _trade(view: AtlasView) -> tuple[Trade | None, str | None]:
    if view.code is None or not view.code.has_rows:
        return None, f"{words.at_start(why_no_trade([] if view.code is None else [view.code]))}."
    year = view.year if view.shown is Shown.TRADE else None
    return cache.trade_of(view.code, year), None


def _map(selection: Selection, view: AtlasView, figures: Figures, table: pd.DataFrame) -> None:
    theme, geography = frame.theme(), cache.geography()
    shading: Shading = Shading()
    scale: Scale | None = None
    sizes: dict[str, float | None] = {}
    if figures.production is not None:
        shading, scale = production_scene(figures.production, theme)
        sizes = {row.area: row.share for row in figures.production.rows}
    elif figures.trade is not None:
        shading, scale = trade_scene(figures.trade, view.unit, theme)
        sizes = _ends(figures.choice)
    sites = kept("atlas.sites", (selection.mineral, view.layers), lambda: _sites(selection, view, table))
    flows = () if figures.choice is None else flow_marks(figures.choice, geography)
    scene = scene_of(shading, flows, sites, country_labels(sizes, geography, view.country), view, selection.region)
    _draw(selection, view, figures, scene, scale)


def _subject(selection: Selection, view: AtlasView, figures: Figures) -> str:
    """Return what the map shows: what the series counts or which goods are traded, and of which years."""
    if figures.production is not None:
        return f"{words.at_start(figures.production.staged)}: {view.shown.value} {figures.production.period}"
    if figures.trade is not None:
        return f"{words.at_start(figures.trade.code.form)}: {view.shown.value} {figures.trade.year}"
    return f"{words.at_start(selection.subject)}: {view.shown.value}"


def _sites(selection: Selection, view: AtlasView, table: pd.DataFrame) -> tuple[Site, ...]:
    sites = site_marks(table, view)
    if view.has(MapLayer.DEPOSITS):
        sites = deposit_marks(cache.deposits_of(selection.mineral)) + sites
    return sites


def _draw(selection: Selection, view: AtlasView, figures: Figures, scene: MapScene, scale: Scale | None) -> None:
    theme = frame.theme()
    options = MapOptions(
        theme=theme,
        frame=filled_frame(view.framing, cache.map_base().outlines),
        presses=st.session_state.get(PRESSES, 0),
        site_px=SITE_PX if len(scene.sites) <= MANY_SITES else CROWDED_SITE_PX,
    )
    subject = _subject(selection, view, figures)
    legend = legend_of(
        scene,
        theme,
        scale=scale,
        flow_total=f"Flow, share of world trade by {view.unit.value}",
        plain_land="No trade recorded" if view.shown is Shown.TRADE else "Not listed by the publisher",
    )
    frame.show_map(
        scene,
        options,
        key=MAP_KEY,
        alt=map_alt(subject, scene),
        legend=legend_html(legend, theme),
        draw=globe_map if view.view is MapView.GLOBE else flat_map,
    )


def _answer(selection: Selection, view: AtlasView, figures: Figures) -> None:
    if view.site is not None:
        site_panel_view(cache.site_panel_of(view.site))
    elif view.country is not None:
        country_panel_view(cache.country_panel_of(view.country), selection)
    elif figures.production is not None:
        answer.production_answer(figures.production, selection)
    elif figures.trade is not None and figures.choice is not None:
        answer.trade_answer(figures.trade, figures.choice, cache.geography())
    if figures.missing:
        st.info(prose.text(figures.missing), icon=":material/info:")


def _flow_note(figures: Figures) -> str | None:
    choice, trade = figures.choice, figures.trade
    if choice is None or trade is None:
        return None
    note = f"Flows of {trade.code.form} (HS {trade.code.hs6}), {trade.year}: {len(choice.drawn)} drawn"
    if choice.left_out:
        note += f", {words.count(choice.left_out)} more with {words.share(choice.left_out_share)} by {choice.unit.value} are not drawn"
    return note + ". An exporter is not a producer."


def _ends(choice: FlowChoice | None) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    if choice is not None and choice.total > 0:
        for flow in choice.drawn:
            amount = (flow.value_usd if choice.unit == "value" else flow.quantity_t or 0.0) / choice.total
            for area in (flow.exporter, flow.importer):
                found[area] = (found.get(area) or 0.0) + amount
    return found


def _site_sources(table: pd.DataFrame) -> tuple[Source, ...]:
    shown = table[table["is_default"]]
    return editions(str(code) for code in shown["source_id"].unique())
