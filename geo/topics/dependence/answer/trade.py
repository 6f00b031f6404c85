"""How exposed importers are: who sells what to whom, as reported and traced one step back, with a score for each importer.

Trade of one pure customs code in its newest complete year. Exposure comes from trade alone; world output enters the
score as concentration only, never as a supplier's share.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.errors import SelectionError
from geo.evidence.market import Market, Transit, markets, transit_of
from geo.evidence.own_supply import OwnSupply
from geo.evidence.series import history_of
from geo.evidence.sources import sources_of
from geo.evidence.subject import staged
from geo.evidence.trade import Trade, TradeCode, codes_of, not_a_code, why_no_trade
from geo.figure.source import Source
from geo.model.exposure import (
    HIGH,
    LOW,
    Exposure,
    Goods,
    ImportMatrix,
    exposure,
    exposure_score,
    import_matrix,
    mean_risk,
    stability_risk,
)
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.model.roster import EU27
from geo.model.supply import Flow, TradeBasis, amount_in, imported, outside_share, supplier_share
from geo.model.transit import Hub, OriginView, TradeView, excess_of
from geo.remembered import remembered
from geo.schema.codes import GovernanceIndicator, Mineral, Stage
from geo.store.database import Atlas
from geo.store.queries_reference import governance, governance_years
from geo.topics.dependence.answer.importer import Importer
from geo.topics.dependence.model.bundle import Bundle, bundle

LEAST_DRAWN = 0.01
"""Part of the imports below which a supplier or buyer goes into the rest of the picture."""


@dataclass(frozen=True)
class Side:
    """One of the two views of the same trade.

    Attributes
    ----------
    view
        Which one; printed with every figure of it.
    flows
        Pairs of the code and year, under this view.
    matrix
        Suppliers of every importing country.
    scores
        GeoPolRisk-style scores in the order of the matrix; None where no concentration of world output is held.
    """

    view: TradeView
    flows: tuple[Flow, ...]
    matrix: ImportMatrix
    scores: Exposure | None


@dataclass(frozen=True)
class Traded:
    """Trade of a mineral and stage in both views; nothing in it depends on the roster.

    Attributes
    ----------
    market, transit
        The one reading of the trade, and what was traced of it.
    reported, traced
        The two views.
    hhi, hhi_year, hhi_period
        Concentration of world output behind the scores, of the year of the trade if held, else the newest.
    governance_year, governance_source
        Year and edition of the political-stability estimates.
    """

    market: Market
    transit: Transit
    reported: Side
    traced: Side
    hhi: Interval | NoData
    hhi_year: int | None
    hhi_period: str
    governance_year: int
    governance_source: str
    stability: Mapping[str, float]
    codes: tuple[TradeCode, ...]
    sources: tuple[Source, ...]

    def side(self, view: TradeView) -> Side:
        """Return one of the two views."""
        return self.traced if view is TradeView.ORIGIN_ADJUSTED else self.reported

    @property
    def trade(self) -> Trade:
        """The flows as published."""
        return self.market.trade

    @property
    def goods(self) -> Goods:
        """The customs code."""
        return self.market.goods

    @property
    def origin(self) -> OriginView:
        """What was traced, with the hubs."""
        return self.transit.view

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Large exporters of which nobody prints where their goods come from."""
        return self.transit.unexplained

    @property
    def own(self) -> OwnSupply:
        """What each country could supply itself at most."""
        return self.transit.own

    @property
    def own_supply_t(self) -> Mapping[str, float]:
        """What each country could supply itself at most, in tonnes of the goods."""
        return self.own.tonnes

    def excess(self, hub: Hub) -> float | None:
        """Return how many times its own supply a hub exports; None where nobody prints any, or trade is in dollars."""
        if not hub.own_supply_t > 0 or self.origin.basis is not TradeBasis.TONNES:
            return None
        return excess_of(hub.exports, hub.own_supply_t)

    @property
    def hubs(self) -> frozenset[str]:
        """Countries that pass on goods of others."""
        return frozenset(self.transit.hubs)


@dataclass(frozen=True)
class Imports:
    """What one importer buys, in one view.

    Attributes
    ----------
    basis, total
        Tonnes or US dollars, and how many.
    value_without_tonnes
        Part of the value in flows without tonnes, 0-1.
    suppliers
        Who sells it, with the part of the imports, 0-1, largest first.
    amounts
        What each of them sells, in the basis.
    risk
        Mean political-stability risk of the suppliers, 0-1.
    score
        The same times the concentration of world output; None without the latter.
    """

    importer: Importer
    view: TradeView
    basis: TradeBasis
    total: float
    value_without_tonnes: float
    suppliers: tuple[tuple[str, float], ...]
    amounts: Mapping[str, float]
    risk: Interval | None
    score: Interval | None

    def outside(self, roster: Collection[str]) -> float:
        """Return the part of the imports that comes from countries not in `roster`, 0-1; exactly 0 or 1 at the ends."""
        return outside_share((amount for area, amount in self.amounts.items() if area not in roster), self.total)

    def share_of(self, area: str) -> float:
        """Return the part that `area` sells, 0-1; a country that sells none has none."""
        return next((share for supplier, share in self.suppliers if supplier == area), 0.0)


def traded(atlas: Atlas, mineral: Mineral, stage: Stage, hs6: str | None = None) -> Traded | NoData:
    """Return the trade of a mineral and stage.

    Parameters
    ----------
    hs6
        Customs code; None for the first one whose newest year is complete.

    Returns
    -------
    NoData with the reason where no complete open trade of a pure code is held.

    Raises
    ------
    SelectionError
        If `hs6` is no pure code of the mineral and stage.
    """
    codes = codes_of(atlas, mineral, stage)
    if hs6 is not None and hs6 not in {code.hs6 for code in codes}:
        raise SelectionError(not_a_code(hs6, mineral, stage, codes))
    held = markets(atlas).get((mineral, stage), {})
    market = next((market for code, market in held.items() if hs6 in (None, code)), None)
    if market is None:
        return NoData(why_no_trade(codes, hs6))
    return _traded(atlas, market, [other.trade.code for other in held.values()])


@remembered
def _indicators(atlas: Atlas) -> pd.DataFrame:
    """Return the newest governance estimates of the countries that have one of political stability."""
    year = governance_years(atlas)[0]
    return governance(atlas, year).dropna(subset=[GovernanceIndicator.POLITICAL_STABILITY]).assign(year=year)


def _traded(atlas: Atlas, market: Market, codes: list[TradeCode]) -> Traded:
    held, goods, transit, indicators = market.trade, market.goods, transit_of(atlas, market), _indicators(atlas)
    stability = dict(
        zip(indicators["iso3"], indicators[GovernanceIndicator.POLITICAL_STABILITY].astype(float), strict=True)
    )
    hhi, entry = _world_concentration(atlas, Mineral(goods.mineral), market.stage, held.year)
    ids = {held.source.source_id, *indicators["source_id"], *transit.own.source_ids}
    ids |= set() if entry is None else {entry.source_id}
    return Traded(
        market=market,
        transit=transit,
        reported=_side(TradeView.AS_REPORTED, held.flows, goods, stability, hhi),
        traced=_side(TradeView.ORIGIN_ADJUSTED, transit.view.flows, goods, stability, hhi),
        hhi=hhi,
        hhi_year=None if entry is None else entry.year,
        hhi_period="" if entry is None else entry.period,
        governance_year=int(indicators["year"].iloc[0]),
        governance_source=str(indicators["source_id"].iloc[0]),
        stability=stability,
        codes=(held.code, *(other for other in codes if other != held.code)),
        sources=sources_of(atlas, ids),
    )


def _world_concentration(
    atlas: Atlas, mineral: Mineral, stage: Stage, year: int
) -> tuple[Interval | NoData, Series | None]:
    """Return the HHI of world output in the year of the trade, or else of the newest year, with the series it is from."""
    history = history_of(atlas, mineral, stage)
    if not history:
        reason = f"no output by country of {staged(atlas, mineral, stage)} is held, so its concentration is not known"
        return NoData(reason), None
    entry = next((entry for entry in history if entry.year == year), history[-1])
    return Interval(entry.result.hhi_low, entry.result.hhi_high), entry


def _side(
    view: TradeView, flows: tuple[Flow, ...], goods: Goods, stability: Mapping[str, float], hhi: Interval | NoData
) -> Side:
    matrix = import_matrix(flows, goods)
    scores = None if isinstance(hhi, NoData) else exposure(matrix, stability, hhi)
    return Side(view, flows, matrix, scores)


def imports_of(held: Traded, view: TradeView, importer: Importer) -> Imports | NoData:
    """Return what `importer` buys in one of the two views; NoData where no imports are recorded."""
    matrix, column, own = held.side(view).matrix, 0, list[Flow]()
    if importer.members == {importer.code}:
        if importer.code not in matrix.importers:
            return _none_recorded(held, view, importer)
        column = matrix.importers.index(importer.code)
    else:
        own = [flow for flow in held.side(view).flows if importer.counts(flow)]
        matrix = import_matrix([replace(flow, importer=importer.code) for flow in own], held.goods, [importer.code])
    if not matrix.totals[column] > 0:
        return _none_recorded(held, view, importer)
    basis = matrix.bases[column]
    sold = dict(zip(matrix.exporters, matrix.amount[:, column].tolist(), strict=True)) | _added(own, basis)
    total = imported((amount for amount in sold.values() if amount > 0), basis.unit)
    ranked = sorted(((area, amount) for area, amount in sold.items() if amount > 0), key=lambda row: (-row[1], row[0]))
    risk = None if isinstance(held.hhi, NoData) else _mean_risk(held, dict(ranked), total)
    return Imports(
        importer=importer,
        view=view,
        basis=basis,
        total=total,
        value_without_tonnes=float(matrix.value_without_tonnes[column]),
        suppliers=tuple((area, supplier_share(amount, total)) for area, amount in ranked),
        amounts=dict(ranked),
        risk=risk,
        score=None if risk is None or isinstance(held.hhi, NoData) else _score(held.hhi, risk),
    )


def _added(flows: Iterable[Flow], basis: TradeBasis) -> dict[str, float]:
    """Return what each exporter sends in `flows`, without the noise of the order."""
    own: dict[str, list[float]] = {}
    for flow in flows:
        own.setdefault(flow.exporter, []).append(amount_in(flow, basis))
    return {area: math.fsum(amounts) for area, amounts in own.items()}


def _mean_risk(held: Traded, amounts: Mapping[str, float], total: float) -> Interval:
    """Return the risk of the suppliers; one without an estimate has any from 0 to 1."""
    risks = stability_risk(np.array([held.stability.get(area, np.nan) for area in amounts])).tolist()
    least, most = ([unknown if np.isnan(risk) else risk for risk in risks] for unknown in (0.0, 1.0))
    sold = [*amounts.values()]
    return Interval(mean_risk(LOW, least, sold, total), mean_risk(HIGH, most, sold, total))


def _score(hhi: Interval, risk: Interval) -> Interval:
    return Interval(exposure_score(LOW, hhi.low, risk.low), exposure_score(HIGH, hhi.high, risk.high))


def flows_into(held: Traded, imports: Imports) -> dict[str, list[Flow]]:
    """Return the flows that count as imports by supplier, largest value first."""
    own: dict[str, list[Flow]] = {}
    for flow in sorted(held.side(imports.view).flows, key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer)):
        if imports.importer.counts(flow):
            own.setdefault(flow.exporter, []).append(flow)
    return own


def flow_bundle(
    held: Traded, view: TradeView, importer: Importer, basis: TradeBasis, *, most_suppliers: int, most_buyers: int
) -> Bundle:
    """Return the flows into `importer` as a picture; a roster's EU members are one buyer and one supplier, EU27.

    Flows without tonnes are not in a picture of tonnes.
    """
    merged = importer.bloc if importer.bloc < importer.members else frozenset[str]()
    amounts: dict[tuple[str, str], float] = {}
    for flow in held.side(view).flows:
        amount = flow.quantity_t if basis is TradeBasis.TONNES else flow.value_usd
        if amount is None or not importer.counts(flow):
            continue
        pair = tuple(EU27 if area in merged else area for area in (flow.exporter, flow.importer))
        amounts[(pair[0], pair[1])] = amounts.get((pair[0], pair[1]), 0.0) + amount
    return bundle(amounts, most_suppliers=most_suppliers, most_buyers=most_buyers, least_share=LEAST_DRAWN)


def outside_shares(side: Side, roster: Collection[str]) -> dict[str, float | None]:
    """Return the part of each country's imports that comes from outside `roster`, 0-1; None where none are recorded."""
    amount = side.matrix.amount
    is_outside = np.array([exporter not in roster for exporter in side.matrix.exporters], dtype=np.float64)
    # Both sums run in the same order, so that a country that buys everything outside has exactly 1.
    outside, total = is_outside @ amount, np.ones(len(amount)) @ amount
    return {
        importer: float(part / whole) if whole > 0 else None
        for importer, part, whole in zip(side.matrix.importers, outside, total, strict=True)
    }


def _none_recorded(held: Traded, view: TradeView, importer: Importer) -> NoData:
    what = f"under customs code {held.goods.hs6} in {held.trade.year}"
    if view is TradeView.ORIGIN_ADJUSTED and importer.code in held.hubs:
        return NoData(f"{importer.name} is a transit hub: all that it imports {what} counts as passed on in this view")
    return NoData(f"no imports of {importer.name} are recorded {what}")
