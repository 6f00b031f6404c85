"""From the Atlas's figures to what its map shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.evidence.geography import Geography
from geo.evidence.trade import Trade
from geo.model.supply import Flow, net_trade, not_drawn
from geo.schema.codes import FacilityKind, FacilityStatus, Region
from geo.topics.atlas.view import AtlasView, MapLayer, TradeUnit
from geo.view import words
from geo.view.palette import NET_TRADE, Scale, Theme
from geo.view.scene import Flow as FlowMark
from geo.view.scene import Label, MapScene, Shading, Site, SiteKind, shade_by_class

MOST_FLOWS = 40
"""Flows drawn; the rest is stated in words."""

LAYER_OF_KIND = {
    FacilityKind.MINE: MapLayer.MINES,
    FacilityKind.PROCESSING_PLANT: MapLayer.PLANTS,
    FacilityKind.SMELTER: MapLayer.PLANTS,
    FacilityKind.REFINERY: MapLayer.PLANTS,
    FacilityKind.CHEMICAL_PLANT: MapLayer.PLANTS,
    FacilityKind.RECYCLING: MapLayer.RECYCLING,
    FacilityKind.PROJECT: MapLayer.PROJECTS,
}
FAINT_STATUS = frozenset({FacilityStatus.CARE_AND_MAINTENANCE, FacilityStatus.SUSPENDED, FacilityStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class FlowChoice:
    """Flows that are drawn, all that could be, and what is left out, in the unit chosen."""

    drawn: tuple[Flow, ...]
    sized: tuple[Flow, ...]
    total: float
    left_out: int
    left_out_share: float
    without_quantity: int
    doubtful: int
    unit: TradeUnit


def choose_flows(trade: Trade, unit: TradeUnit, country: str | None) -> FlowChoice:
    """Return the largest flows of `trade`, of one country or all.

    Parameters
    ----------
    trade
        Flows of one code and year.
    unit
        What their size is counted in; flows without tonnes cannot be drawn by tonnes, and are counted.
    country
        ISO3 of a chosen country, whose flows alone are drawn; None for all.
    """
    own = [flow for flow in trade.flows if country in (None, flow.exporter, flow.importer)]
    sized = [(flow, amount) for flow in own if (amount := amount_of(flow, unit)) is not None and amount > 0]
    sized.sort(key=lambda pair: (-pair[1], pair[0].exporter, pair[0].importer))
    total = sum(amount for _, amount in sized)
    drawn = sized[:MOST_FLOWS]
    return FlowChoice(
        drawn=tuple(flow for flow, _ in drawn),
        sized=tuple(flow for flow, _ in sized),
        total=total,
        left_out=len(sized) - len(drawn),
        left_out_share=not_drawn(sum(amount for _, amount in drawn), total) if total > 0 else 0.0,
        without_quantity=sum(flow.quantity_t is None and flow.doubt is None for flow in own),
        doubtful=sum(flow.doubt is not None for flow in own),
        unit=unit,
    )


def amount_of(flow: Flow, unit: TradeUnit) -> float | None:
    """Return tonnes or US dollars of a flow; None where the publisher has no tonnes."""
    return flow.quantity_t if unit is TradeUnit.TONNES else flow.value_usd


def flow_words(flow: Flow, geography: Geography) -> str:
    """Return a flow in words."""
    names = geography.names
    tonnes = "no tonnes published" if flow.quantity_t is None else words.tonnes(flow.quantity_t)
    if flow.doubt is not None and flow.declared_t is not None:
        tonnes = f"{words.tonnes(flow.declared_t)} declared and not counted: {flow.doubt.sentence}"
    way = f"{words.in_sentence(names[flow.exporter])} to {words.in_sentence(names[flow.importer])}"
    return f"{words.at_start(way)}: {words.dollars(flow.value_usd)}, {tonnes}"


def flow_marks(choice: FlowChoice, geography: Geography) -> tuple[FlowMark, ...]:
    """Return the flows as marks between the label points of their countries."""
    points = geography.label_points
    return tuple(
        FlowMark(
            id=f"{flow.exporter}-{flow.importer}",
            origin=points[flow.exporter],
            target=points[flow.importer],
            share=(amount_of(flow, choice.unit) or 0.0) / choice.total,
            tip=flow_words(flow, geography),
        )
        for flow in choice.drawn
        if flow.exporter in points and flow.importer in points
    )


def trade_scene(trade: Trade, unit: TradeUnit, theme: Theme) -> tuple[Shading, Scale | None]:
    """Return the fills for net trade; none where the year is not complete, since sums would not be true."""
    if not trade.is_complete:
        return Shading(), None
    net = net_trade(trade.flows, by_tonnes=unit is TradeUnit.TONNES)
    tips = {
        area: f"net {'exports' if part >= 0 else 'imports'}: {words.share(abs(part))} of world trade"
        for area, part in net.items()
    }
    scale = replace(NET_TRADE, title=f"Net trade, share of world trade by {unit.value}, {trade.year}")
    return shade_by_class(net, scale, theme, tips), scale


def site_marks(table: pd.DataFrame, view: AtlasView) -> tuple[Site, ...]:
    """Return the known sites of the layers switched on."""
    kinds = {kind.value for kind, layer in LAYER_OF_KIND.items() if view.has(layer)}
    shown = table["kind"].isin(kinds) & (table["is_default"] | view.has(MapLayer.UNCERTAIN))
    return tuple(_site(row) for row in table[shown].to_dict("records"))


def deposit_marks(table: pd.DataFrame) -> tuple[Site, ...]:
    """Return deposits: geology, not facilities."""
    return tuple(
        Site(
            f"deposit:{row['deposit_id']}",
            row["lon"],
            row["lat"],
            SiteKind.DEPOSIT,
            is_faint=True,
            tip=f"{row['name']}: known deposit, not a facility (USGS 2017)",
        )
        for row in table.to_dict("records")
    )


def scene_of(
    shading: Shading,
    flows: tuple[FlowMark, ...],
    sites: tuple[Site, ...],
    labels: tuple[Label, ...],
    view: AtlasView,
    region: Region,
) -> MapScene:
    """Return all of it as one scene."""
    return MapScene(
        shading=shading,
        flows=flows,
        sites=sites,
        labels=labels,
        home=region,
        chosen_country=view.country,
        chosen_site=view.site,
    )


def _site(row: Mapping[Any, Any]) -> Site:
    kind = FacilityKind(row["kind"])
    status = row["status"].replace("_", " ")
    since = "" if pd.isna(row["status_year"]) else f" ({int(row['status_year'])})"
    capacity = ""
    if not pd.isna(row["capacity_t_per_year"]):
        basis = "" if pd.isna(row["capacity_basis"]) else f" {row['capacity_basis']}"
        capacity = f"; capacity {words.tonnes(row['capacity_t_per_year'])} a year{basis}"
    return Site(
        row["facility_id"],
        row["lon"],
        row["lat"],
        SiteKind(kind.value),
        is_faint=row["status"] in FAINT_STATUS or row["role"] == "possible" or not row["is_default"],
        tip=f"{row['name']}, {row['country']}: {kind.label.lower()}, status {status}{since}{capacity}",
    )
