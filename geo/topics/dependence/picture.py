"""From the dependence figures to what the map shows: world output, or how exposed each importer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geo.evidence.geography import Geography
from geo.model.interval import NoData
from geo.model.supply import TradeBasis
from geo.model.transit import TradeView
from geo.schema.codes import Region
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.answer.trade import Imports, Side, Traded, outside_shares
from geo.topics.dependence.scales import EXPOSURE_SCORE, OUTSIDE_SHARE
from geo.topics.dependence.view import Fill
from geo.topics.dependence.words import interval
from geo.view import words
from geo.view.palette import Role, Scale, Theme
from geo.view.scene import Flow as FlowMark
from geo.view.scene import MapScene, Shading, shade_by_class
from geo.view.world import country_labels, production_scene

MOST_FLOWS = 12
LEAST_FLOW = 0.005
NOT_RECORDED = "no imports recorded"
PASSED_ON = "transit hub: all its imports count as passed on in this view"


def scene(
    answer: Dependence, fill: Fill, region: Region, geography: Geography, theme: Theme
) -> tuple[MapScene, Scale | None]:
    """Return what the map shows, and the classes of its fills; none where nothing is held."""
    shading, scale, sizes = _shading(answer, fill, region, geography, theme)
    flows = _flows(answer, geography) if fill is not Fill.OUTPUT else ()
    if flows:
        # Who is named: whoever is drawn as a supplier, then the largest buyers among those the question is about.
        shown = {flow.id.split("-")[0]: 1.0 + (flow.share or 0.0) for flow in flows}
        sizes = {area: size for area, size in sizes.items() if fill is Fill.SCORE or area in shading.colours} | shown
    chosen = answer.importer.code if answer.importer.code in geography.names else None
    return (
        MapScene(
            shading=shading,
            flows=flows,
            labels=country_labels(sizes, geography, chosen),
            home=region,
            chosen_country=chosen,
        ),
        scale,
    )


def _shading(
    answer: Dependence, fill: Fill, region: Region, geography: Geography, theme: Theme
) -> tuple[Shading, Scale | None, Mapping[str, float | None]]:
    held, trade = answer.facts.held, answer.facts.trade
    if fill is not Fill.OUTPUT and isinstance(trade, Traded):
        return _exposure(answer, trade, fill, region, geography, theme)
    if isinstance(held, NoData):
        return Shading(), None, {}
    shading, scale = production_scene(held.production, theme)
    return shading, scale, {row.area: row.share for row in held.production.rows}


def _exposure(
    answer: Dependence, trade: Traded, fill: Fill, region: Region, geography: Geography, theme: Theme
) -> tuple[Shading, Scale, Mapping[str, float | None]]:
    side = trade.side(answer.view)
    asked = answer.roster.members | geography.region(region)
    if fill is Fill.SCORE:
        values, tips = _scores(side)
        scale = replace(EXPOSURE_SCORE, title=f"Exposure score, upper end, {trade.trade.year}")
    else:
        found = outside_shares(side, answer.roster.members)
        values = {iso3: found.get(iso3) for iso3 in asked}
        tips = {iso3: f"{words.share(value)} of its imports from outside the roster" for iso3, value in found.items()}
        scale = replace(OUTSIDE_SHARE, title=f"Part of the imports from outside the roster, {trade.trade.year}")
    values |= {iso3: None for iso3 in asked if iso3 not in values}
    passed_on = trade.hubs if answer.view is TradeView.ORIGIN_ADJUSTED else frozenset[str]()
    tips |= {iso3: PASSED_ON if iso3 in passed_on else NOT_RECORDED for iso3, value in values.items() if value is None}
    return shade_by_class(values, scale, theme, tips), scale, _shares_of_trade(side)


def _scores(side: Side) -> tuple[dict[str, float | None], dict[str, str]]:
    if side.scores is None:
        return {}, {}
    values: dict[str, float | None] = {}
    tips = {}
    for importer, low, high in zip(side.scores.importers, side.scores.low, side.scores.high, strict=True):
        if high != high:  # not a number: no imports
            continue
        values[importer] = float(high)
        ends = f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f} to {high:.2f}"
        tips[importer] = f"score {ends}"
    return values, tips


def _shares_of_trade(side: Side) -> dict[str, float | None]:
    """Return each country's part of the world's imports by value, which says whose name matters on the map."""
    bought: dict[str, float] = {}
    for flow in side.flows:
        bought[flow.importer] = bought.get(flow.importer, 0.0) + flow.value_usd
    total = sum(bought.values())
    return {area: value / total for area, value in bought.items()} if total > 0 else {}


def _flows(answer: Dependence, geography: Geography) -> tuple[FlowMark, ...]:
    """Return one arrow a supplier of the importer, to its largest buyer there."""
    imports, trade = answer.imports, answer.facts.trade
    if isinstance(imports, NoData) or isinstance(trade, NoData):
        return ()
    points, names = geography.label_points, geography.names
    leader = next((area for area, _ in imports.suppliers if area not in answer.roster.members), None)
    marks = []
    for area, share in imports.suppliers[:MOST_FLOWS]:
        target = _largest_buyer(trade, answer, area)
        if share < LEAST_FLOW or area not in points or target not in points or target == area:
            continue
        role = Role.MEMBER if area in answer.roster.members else Role.RISK if area == leader else Role.OTHER
        marks.append(
            FlowMark(
                id=f"{area}-{target}",
                origin=points[area],
                target=points[target],
                share=share,
                role=role,
                tip=f"{names[area]} to {imports.importer.name}: {words.share(share)} of its imports",
            )
        )
    return tuple(marks)


def _largest_buyer(trade: Traded, answer: Dependence, supplier: str) -> str:
    imports = answer.imports
    by_tonnes = isinstance(imports, Imports) and imports.basis is TradeBasis.TONNES
    own = [flow for flow in trade.side(answer.view).flows if flow.exporter == supplier and answer.importer.counts(flow)]
    if not own:
        return supplier
    best = max(own, key=lambda flow: ((flow.quantity_t or 0.0) if by_tonnes else flow.value_usd, flow.importer))
    return best.importer


def score_words(imports: Imports) -> str:
    """Return the score of an importer, low to high."""
    return words.NO_DATA if imports.score is None else interval(imports.score)
