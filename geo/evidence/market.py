"""The trade of a mineral and stage under one customs code, read, sifted and traced once for all pages.

Near-shoring and Dependence take trade from here; the Atlas shows the flows of the same reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.errors import SelectionError
from geo.evidence.own_supply import OwnSupply, own_supply_of
from geo.evidence.trade import Doubtful, Trade, all_codes, doubtful_of, trade
from geo.model.bilateral import BilateralTrade, bilateral_trade
from geo.model.exposure import Goods
from geo.model.transit import Hub, OriginView, find_hubs, trace_origins, unexplained_exporters
from geo.remembered import remembered
from geo.schema.codes import Mineral, Stage
from geo.store.database import Atlas


@dataclass(frozen=True, eq=False)
class Market:
    """Complete trade of one mineral and stage under one customs code, in its newest complete year.

    Attributes
    ----------
    trade
        As declared.
    bilateral, declared
        The same as arrays: without the tonnes that are not believed (see `geo.schema.doubt`), and with them.
    doubtful
        Flows whose tonnes are in `declared` only.
    """

    trade: Trade
    stage: Stage
    goods: Goods
    bilateral: BilateralTrade
    declared: BilateralTrade
    doubtful: tuple[Doubtful, ...]

    def counted(self, *, all_declared: bool) -> BilateralTrade:
        """Return the trade from which tonnes are taken."""
        return self.declared if all_declared else self.bilateral

    @property
    def words(self) -> str:
        """What a tonne is a tonne of."""
        return f"gross weight of {self.trade.code.form} (HS {self.goods.hs6}, {self.trade.year})"


@dataclass(frozen=True)
class Transit:
    """Where the goods of a market come from, as far as output and trade tell.

    Attributes
    ----------
    own
        What each country could supply itself at most.
    hubs
        Countries that pass on goods of others, largest exports first.
    view
        The flows traced one step back.
    unexplained
        Large exporters of which nobody prints where their goods come from.
    """

    own: OwnSupply
    hubs: Mapping[str, Hub]
    view: OriginView
    unexplained: tuple[str, ...]


@remembered
def markets(atlas: Atlas) -> Mapping[tuple[Mineral, Stage], Mapping[str, Market]]:
    """Return all complete trade by mineral and stage, then by customs code."""
    found: dict[tuple[Mineral, Stage], dict[str, Market]] = {}
    for subject, codes in all_codes(atlas).items():
        for code in codes:
            if code.complete_year is not None:
                market = _market(trade(atlas, code, None), doubtful_of(atlas, code), *subject)
                found.setdefault(subject, {})[code.hs6] = market
    return found


def _market(held: Trade, doubtful: tuple[Doubtful, ...], mineral: Mineral, stage: Stage) -> Market:
    counted = bilateral_trade(held.flows)
    declared = bilateral_trade([flow.as_declared for flow in held.flows]) if doubtful else counted
    return Market(held, stage, Goods(held.code.hs6, mineral, is_pure=True), counted, declared, doubtful)


def market_of(atlas: Atlas, mineral: Mineral, stage: Stage, hs6: str | None = None) -> Market | None:
    """Return complete trade, of the first code where none is named; None where none is held.

    Raises
    ------
    SelectionError
        If a code is asked for of which no complete year is held.
    """
    held = markets(atlas).get((mineral, stage), {})
    if hs6 is not None and hs6 not in held:
        instead = f"; use one of: {', '.join(held)}" if held else ", nor under any other for this mineral and stage"
        raise SelectionError(f"no complete trade under customs code {hs6} is held{instead}")
    return held[hs6] if hs6 is not None else next(iter(held.values()), None)


@remembered
def transit_of(atlas: Atlas, market: Market) -> Transit:
    """Return the hubs of a market, and its flows traced one step back."""
    flows, goods = market.trade.flows, market.goods
    own = own_supply_of(atlas, Mineral(goods.mineral), market.stage, market.trade)
    hubs = find_hubs(flows, goods, own.tonnes, comparisons=own.comparisons)
    return Transit(
        own=own,
        hubs={hub.area: hub for hub in hubs},
        view=trace_origins(flows, goods, hubs),
        unexplained=unexplained_exporters(flows, goods, own.tonnes, hubs),
    )
