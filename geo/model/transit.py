"""Transit is not origin: hubs that pass on what others make, and the view that traces their exports one step back.

Two views of the same trade, each with its label; no figure mixes them.

A country is a hub for a code and year if all three hold:

1. its exports are at least ``least_share`` of the world's exports of the code;
2. they are more than ``excess`` times what the country can supply itself: the largest output of the mineral that any
   publisher prints for it at any stage, plus what it could refine from its own imports of earlier goods;
3. its imports of the same goods are at least ``least_return`` of the part of its exports that its own supply leaves
   unexplained. Without this an exporter is odd, not a hub: the goods come from output that nobody prints.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import SelectionError
from geo.model.exposure import Goods
from geo.model.formula import NOISE
from geo.model.supply import Flow, TradeBasis, amount_in, trade_basis
from geo.model.trace import Scalar, largest, named, total
from geo.schema.doubt import Doubt


class TradeView(StrEnum):
    """Which of the two views a figure belongs to."""

    AS_REPORTED = "as reported"
    ORIGIN_ADJUSTED = "origin adjusted"

    @property
    def sentence(self) -> str:
        """What a page prints beside every figure of the view."""
        return {
            "as reported": "Trade as reported: the exporter need not be the producer.",
            "origin adjusted": "Origin adjusted: exports of hubs are traced one step back to the hub's own suppliers, "
            "in proportion to its imports of the same year. An estimate of this project, not a published figure.",
        }[self.value]


@dataclass(frozen=True, slots=True)
class HubRule:
    """Thresholds of the rule; see the module.

    Attributes
    ----------
    excess
        How many times its own supply a country must export. 2 leaves room for goods that hold half a tonne of metal a
        tonne.
    least_share
        Part of world exports, 0-1.
    least_return
        Part of the unexplained exports that imports must cover, 0-1.
    """

    excess: float = 2.0
    least_share: float = 0.01
    least_return: float = 0.5


DEFAULT_RULE = HubRule()


@dataclass(frozen=True, slots=True)
class Hub:
    """A country that passes on goods of others.

    Attributes
    ----------
    area
        ISO3 code.
    exports, imports
        Of the code, in the basis of the result.
    own_supply_t
        What it can supply itself at most, in tonnes of the goods; 0 where no publisher prints any.
    traced_share
        Part of its exports that its imports account for, 0-1; the rest stays with the hub.
    suppliers
        Its own suppliers of the code with their part of its imports, largest first.
    comparison
        A sentence: what stands behind its own supply, and in which basis that was held against its exports.
    """

    area: str
    exports: float
    imports: float
    own_supply_t: float
    traced_share: float
    suppliers: tuple[tuple[str, float], ...]
    comparison: str = ""

    @property
    def caveat(self) -> str:
        """What must be said with the name of the hub."""
        if self.own_supply_t > 0:
            told = "Its exports are far above what it could supply itself; it may make a part of them itself."
            return f"{told} {self.comparison}".rstrip()
        return "No open file held here prints output for it; it may also refine without being printed."


@dataclass(frozen=True)
class OriginView:
    """Flows with hub exports traced one step back.

    Attributes
    ----------
    flows
        Every pair after tracing, by exporter and importer. What a country gets back through a hub is a flow from it to
        itself. Flows between two hubs stay: they are an earlier step.
    hubs
        Hubs that were traced.
    basis
        What the suppliers of a hub were weighted in.
    traced, kept
        Amount of hub exports that was moved to an origin, and that stays with the hubs, in the basis.
    view
        Always ORIGIN_ADJUSTED.
    """

    goods: Goods
    flows: tuple[Flow, ...]
    hubs: tuple[Hub, ...]
    basis: TradeBasis
    traced: float
    kept: float
    view: TradeView = TradeView.ORIGIN_ADJUSTED


def own_supply(
    output_t: Mapping[str, float],
    upstream_imports_t: Mapping[str, float] | None = None,
    *,
    contained_share: float = 1.0,
) -> dict[str, float]:
    """Return what each country can supply itself, in tonnes of goods: printed output and what it could make of earlier goods.

    An upper figure on purpose: imported ore counts as if all of it became the goods. A country that is called a hub is one
    in spite of that.

    Parameters
    ----------
    output_t
        Printed output by country, contained tonnes.
    upstream_imports_t
        Imports of the goods one stage earlier.
    contained_share
        Contained tonnes in a tonne of goods, 0-1, e.g. 0.188 for lithium in its carbonate. Where it is left at 1 the
        output of a maker of weak goods is understated, and only its imports keep it from being called a hub.
    """
    upstream = upstream_imports_t or {}
    supplies = {
        area: supplied([in_goods(output_t.get(area, 0.0), contained_share), upstream.get(area, 0.0)])
        for area in sorted({*output_t, *upstream})
    }
    return {area: tonnes for area, tonnes in supplies.items() if tonnes > 0}


def in_goods(output_t: Scalar, contained_share: Scalar | float) -> Scalar:
    """Return contained tonnes as tonnes of the goods."""
    return output_t / contained_share


def supplied(sources: Sequence[Scalar]) -> Scalar:
    """Return what a country can supply itself: its output in tonnes of the goods, and all ores that it imports."""
    rule = (
        "the largest output that any publisher prints for it, over the contained tonnes in a tonne of the goods where "
        "that is held, and all ores that it imports"
    )
    return named("Own supply at most", rule, "t", total(sources))


def traced_part(exports: Scalar, imports: Scalar, own: Scalar) -> Scalar:
    """Return the part of a hub's exports that its imports account for, 0-1."""
    rule = "imports over exports, or over own supply and imports where these are more"
    return named(
        "Part of the exports that its imports account for", rule, "share", imports / largest(exports, own + imports)
    )


def excess_of(exports: Scalar, own: Scalar) -> Scalar:
    """Return how many times its own supply a hub exports."""
    return named("Exports over own supply", "exports over own supply", "times", exports / own)


def find_hubs(
    flows: Iterable[Flow],
    goods: Goods,
    supply_t: Mapping[str, float],
    rule: HubRule = DEFAULT_RULE,
    *,
    comparisons: Mapping[str, str] | None = None,
) -> tuple[Hub, ...]:
    """Return the hubs of one code and complete year, largest exports first.

    Parameters
    ----------
    supply_t
        From `own_supply`, in tonnes of the goods; a country that is not in it has none.
    rule
        Thresholds.
    comparisons
        By country: the sentence that goes with its own supply.

    Raises
    ------
    SelectionError
        If the code is a basket: output of one mineral says nothing about it.
    """
    held = _between_countries(flows, goods)
    basis = trade_basis(held)
    exports, imports = _sums(held, basis, by_exporter=True), _sums(held, basis, by_exporter=False)
    world = sum(exports.values())
    price = _unit_value(held, basis)
    told = comparisons or {}
    found = []
    for area, amount in exports.items():
        own_t = supply_t.get(area, 0.0)
        own = own_t * price if own_t > 0 else 0.0
        incoming = imports.get(area, 0.0)
        is_large = amount >= rule.least_share * world
        if is_large and amount > rule.excess * own and incoming >= rule.least_return * (amount - own) and incoming > 0:
            traced = traced_part(amount, incoming, own)
            suppliers = _suppliers(held, basis, area, incoming)
            found.append(Hub(area, amount, incoming, own_t, traced, suppliers, told.get(area, "")))
    return tuple(sorted(found, key=lambda hub: (-hub.exports, hub.area)))


def trace_origins(flows: Iterable[Flow], goods: Goods, hubs: Sequence[Hub]) -> OriginView:
    """Return the flows with the exports of `hubs` to other countries traced one step back.

    What a hub's imports account for is moved to the hub's suppliers in proportion, and taken off what the suppliers ship
    to the hub, so that no tonne counts twice: every country that is no hub keeps its imports and its exports, and a hub
    keeps the difference of the two. In the basis this is exact; in the other unit (dollars where the basis is tonnes)
    imports are kept and exports are an estimate.

    Raises
    ------
    SelectionError
        If the code is a basket.
    """
    held = _between_countries(flows, goods)
    basis = trade_basis(held)
    by_area = {hub.area: hub for hub in hubs}
    passed_on = {hub.area: _passed_on(held, basis, hub, by_area) for hub in hubs}
    pieces: dict[tuple[str, str], _Sum] = {}
    traced = kept = 0.0
    for flow in held:
        hub = by_area.get(flow.exporter)
        parts: list[tuple[str, float]]
        if hub is not None and flow.importer not in by_area:
            traced += hub.traced_share * amount_in(flow, basis)
            kept += (1.0 - hub.traced_share) * amount_in(flow, basis)
            parts = [(hub.area, 1.0 - hub.traced_share), *((s, hub.traced_share * part) for s, part in hub.suppliers)]
        else:
            parts = [(flow.exporter, 1.0 - passed_on.get(flow.importer, 0.0))]
        for exporter, part in parts:
            if part > NOISE:  # a hub that passes on all keeps nothing, not what binary fractions leave
                pieces.setdefault((exporter, flow.importer), _Sum()).add(flow, part)
    merged = tuple(pieces[pair].flow(*pair) for pair in sorted(pieces))
    return OriginView(goods, merged, tuple(hubs), basis, traced, kept)


class _Sum:
    """Parts of flows that make up one pair of the traced view."""

    def __init__(self) -> None:
        self.value_usd = 0.0
        self.quantity_t: float | None = None
        self.doubt: Doubt | None = None

    def add(self, flow: Flow, part: float) -> None:
        self.value_usd += flow.value_usd * part
        if flow.quantity_t is not None:
            self.quantity_t = (self.quantity_t or 0.0) + flow.quantity_t * part
        self.doubt = self.doubt or flow.doubt

    def flow(self, exporter: str, importer: str) -> Flow:
        return Flow(exporter, importer, self.value_usd, self.quantity_t, doubt=self.doubt)


def unexplained_exporters(
    flows: Iterable[Flow],
    goods: Goods,
    supply_t: Mapping[str, float],
    hubs: Iterable[Hub],
    rule: HubRule = DEFAULT_RULE,
) -> tuple[str, ...]:
    """Return exporters that meet conditions 1 and 2 but not 3: nobody prints where their goods come from.

    Parameters
    ----------
    hubs
        Exporters that meet all three, as `find_hubs` returns them.
    """
    held = _between_countries(flows, goods)
    basis = trade_basis(held)
    exports = _sums(held, basis, by_exporter=True)
    world, price = sum(exports.values()), _unit_value(held, basis)
    explained = {hub.area for hub in hubs}
    return tuple(
        area
        for area, amount in sorted(exports.items(), key=lambda pair: (-pair[1], pair[0]))
        if area not in explained
        and amount >= rule.least_share * world
        and (area not in supply_t or amount > rule.excess * supply_t[area] * price)
    )


def _between_countries(flows: Iterable[Flow], goods: Goods) -> list[Flow]:
    if not goods.is_pure:
        raise SelectionError(
            f"code {goods.hs6} is a basket of several minerals; its flows have no origin of {goods.mineral}"
        )
    held = [flow for flow in flows if flow.exporter != flow.importer]
    return sorted(held, key=lambda flow: (flow.exporter, flow.importer))


def _unit_value(flows: Collection[Flow], basis: TradeBasis) -> float:
    """Return what a tonne is in the basis: 1, or dollars at the code's mean unit value.

    Without any tonnes output cannot be valued: it is then endless, so that nobody who makes the goods is called a hub.
    """
    if basis is TradeBasis.TONNES:
        return 1.0
    tonnes = sum(flow.quantity_t for flow in flows if flow.quantity_t is not None)
    covered = sum(flow.value_usd for flow in flows if flow.quantity_t is not None)
    return covered / tonnes if tonnes > 0 else math.inf


def _sums(flows: Iterable[Flow], basis: TradeBasis, *, by_exporter: bool) -> dict[str, float]:
    amounts: dict[str, list[float]] = {}
    for flow in flows:
        amounts.setdefault(flow.exporter if by_exporter else flow.importer, []).append(amount_in(flow, basis))
    return {area: math.fsum(own) for area, own in amounts.items()}


def _suppliers(flows: Iterable[Flow], basis: TradeBasis, hub: str, incoming: float) -> tuple[tuple[str, float], ...]:
    held = [(flow.exporter, amount_in(flow, basis) / incoming) for flow in flows if flow.importer == hub]
    return tuple(sorted(((s, part) for s, part in held if part > 0), key=lambda pair: (-pair[1], pair[0])))


def _passed_on(flows: Iterable[Flow], basis: TradeBasis, hub: Hub, hubs: Collection[str]) -> float:
    """Return the part of the hub's imports that is traced on to countries that are no hubs."""
    onward = math.fsum(
        amount_in(flow, basis) for flow in flows if flow.exporter == hub.area and flow.importer not in hubs
    )
    return min(1.0, hub.traced_share * onward / hub.imports)
