"""Who supplies a region today, read from bilateral trade of one pure customs code.

Trade shows exposure, not origin: an exporter is not a producer. Trade inside the region is kept apart, since it
moves goods that the region already has.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from geo.model.trace import Number, Scalar, named, total
from geo.schema.doubt import Doubt


class TradeBasis(StrEnum):
    """What a trade share is counted in."""

    TONNES = "tonnes"
    VALUE = "value"

    @property
    def unit(self) -> str:
        """Unit of an amount."""
        return "t" if self is TradeBasis.TONNES else "USD"


IMPORTS, OUTSIDE = "Imports", "From outside the roster"
NOT_DRAWN = "Not drawn"
LEAST_TONNES_COVERAGE = 0.9
"""Tonnes are used when flows that carry tonnes hold at least this part of the value; else value is used."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One exporter-importer pair of one code and year.

    Attributes
    ----------
    quantity_t
        Tonnes that count; None where the publisher has none, or where they are not believed. Never zero in their place.
    declared_t
        Tonnes as declared, where they are not believed.
    doubt
        Why they are not.
    """

    exporter: str
    importer: str
    value_usd: float
    quantity_t: float | None = None
    declared_t: float | None = None
    doubt: Doubt | None = None

    @property
    def as_declared(self) -> Flow:
        """The same with its declared tonnes."""
        return self if self.doubt is None else replace(self, quantity_t=self.declared_t)


@dataclass(frozen=True, slots=True)
class Supplier:
    """An exporter to the region; amounts in the basis of the result, share 0-1 of imports from outside."""

    area: str
    value_usd: float
    quantity_t: float | None
    share: float
    largest_importer: str

    def amount(self, basis: TradeBasis) -> float:
        """What it sends, in a basis; flows without tonnes count none of them."""
        return (self.quantity_t or 0.0) if basis is TradeBasis.TONNES else self.value_usd


@dataclass(frozen=True, slots=True)
class RegionSupply:
    """Result of `region_supply`.

    Attributes
    ----------
    suppliers
        Exporters outside the region, largest first.
    basis
        What shares are counted in.
    total
        Imports from outside the region: tonnes or US dollars, by `basis`.
    total_value_usd, total_quantity_t
        The same in both units; tonnes cover flows that have them.
    inside_value_usd, inside_quantity_t
        Trade between countries of the region.
    importers
        Importers of the region with their part of the imports from outside, 0-1, largest first.
    without_quantity
        Flows from outside without tonnes: how many.
    without_quantity_usd
        And their value.
    doubtful
        Flows from outside whose tonnes are not believed: how many; they have none, and count among those without.
    """

    suppliers: tuple[Supplier, ...]
    basis: TradeBasis
    total: float
    total_value_usd: float
    total_quantity_t: float
    inside_value_usd: float
    inside_quantity_t: float
    importers: tuple[tuple[str, float], ...]
    without_quantity: int
    without_quantity_usd: float
    doubtful: int

    def share_outside(self, roster: Collection[str]) -> float | None:
        """Return the part of imports from outside the region that comes from countries not in `roster`, 0-1."""
        if not self.total > 0:
            return None
        outside = [supplier.amount(self.basis) for supplier in self.suppliers if supplier.area not in roster]
        return outside_share(outside, self.total)


def imported(amounts: Iterable[Number], unit: str) -> Number:
    """Return the imports: what all suppliers send."""
    return named(IMPORTS, "sum of all suppliers; trade inside the importer left out", unit, total(amounts))


def sold(flows: Iterable[Scalar], name: str, unit: str) -> Scalar:
    """Return what one supplier sells."""
    return named(f"Sold by {name}", "sum of its flows", unit, total(flows))


def supplier_share(amount: Number, imports: Number, name: str = "") -> Number:
    """Return the part of the imports that one supplier sells, 0-1."""
    return named(f"Share of {name}", "what the supplier sells, over all imports", "share", amount / imports)


def outside_share(amounts: Iterable[Scalar], imports: Scalar) -> Scalar:
    """Return the part of the imports that suppliers sell who are no members, 0-1; exactly 1 where all are none."""
    rule = "suppliers that are no members, over all imports"
    return named(OUTSIDE, rule, "share", total(amounts, like=imports) / imports)


def region_supply(flows: Iterable[Flow], region: Collection[str]) -> RegionSupply:
    """Return who supplies the countries of `region`.

    Parameters
    ----------
    flows
        Flows of one code and year that are complete for the world.
    region
        ISO3 codes of the region's countries.
    """
    inward = [flow for flow in flows if flow.importer in region]
    inside = [flow for flow in inward if flow.exporter in region]
    outside = sorted(
        (flow for flow in inward if flow.exporter not in region), key=lambda flow: (flow.exporter, flow.importer)
    )
    basis = trade_basis(outside)
    by_exporter: dict[str, list[Flow]] = {}
    by_importer: dict[str, float] = {}
    for flow in outside:
        by_exporter.setdefault(flow.exporter, []).append(flow)
        by_importer[flow.importer] = by_importer.get(flow.importer, 0.0) + amount_in(flow, basis)
    sent = {area: math.fsum(amount_in(flow, basis) for flow in own) for area, own in by_exporter.items()}
    imports = imported(sent.values(), basis.unit)
    shares = {area: supplier_share(amount, imports) if imports > 0 else 0.0 for area, amount in sent.items()}
    suppliers = [_supplier(area, own, basis, shares[area]) for area, own in by_exporter.items()]
    return RegionSupply(
        suppliers=tuple(sorted(suppliers, key=lambda row: (-row.share, -row.value_usd, row.area))),
        basis=basis,
        total=imports,
        total_value_usd=imported((row.value_usd for row in suppliers), TradeBasis.VALUE.unit),
        total_quantity_t=imported((row.quantity_t or 0.0 for row in suppliers), TradeBasis.TONNES.unit),
        inside_value_usd=sum(flow.value_usd for flow in inside),
        inside_quantity_t=_tonnes(inside),
        importers=tuple(
            (area, amount / imports)
            for area, amount in sorted(by_importer.items(), key=lambda pair: (-pair[1], pair[0]))
            if imports > 0
        ),
        without_quantity=sum(flow.quantity_t is None for flow in outside),
        without_quantity_usd=sum(flow.value_usd for flow in outside if flow.quantity_t is None),
        doubtful=sum(flow.doubt is not None for flow in outside),
    )


def not_drawn(drawn: Scalar, whole: Scalar) -> Scalar:
    """Return the part of all flows that a map leaves out, 0-1."""
    return named(NOT_DRAWN, "one less what is drawn", "share", 1.0 - drawn / whole)


def largest_part(flow: Scalar, whole: Scalar) -> Scalar:
    """Return the part that the largest flow has in all of them, 0-1."""
    return named("Share of the largest flow", "the largest flow over all", "share", flow / whole)


def trade_basis(flows: Collection[Flow]) -> TradeBasis:
    """Return tonnes where nearly all of the value has them, else dollars."""
    value = sum(flow.value_usd for flow in flows)
    covered = sum(flow.value_usd for flow in flows if flow.quantity_t is not None)
    return TradeBasis.TONNES if value > 0 and covered >= LEAST_TONNES_COVERAGE * value else TradeBasis.VALUE


def amount_in(flow: Flow, basis: TradeBasis) -> float:
    """Return a flow in tonnes or US dollars; one without tonnes counts none of them."""
    return (flow.quantity_t or 0.0) if basis is TradeBasis.TONNES else flow.value_usd


def _tonnes(flows: Iterable[Flow]) -> float:
    return sum(flow.quantity_t for flow in flows if flow.quantity_t is not None)


def _supplier(area: str, flows: list[Flow], basis: TradeBasis, share: float) -> Supplier:
    known = [flow.quantity_t for flow in flows if flow.quantity_t is not None]
    return Supplier(
        area=area,
        value_usd=math.fsum(flow.value_usd for flow in flows),
        quantity_t=math.fsum(known) if known else None,
        share=share,
        largest_importer=max(flows, key=lambda flow: (amount_in(flow, basis), flow.value_usd, flow.importer)).importer,
    )


def net_trade(flows: Iterable[Flow], *, by_tonnes: bool) -> dict[str, float]:
    """Return net exports of each country as a part of world trade, -1 to 1; the sum over countries is zero.

    Parameters
    ----------
    flows
        Flows of one code and year, complete for the world.
    by_tonnes
        Count tonnes, leaving out flows that have none; else count value.
    """
    found: dict[str, float] = {}
    total = 0.0
    for flow in sorted(flows, key=lambda flow: (flow.exporter, flow.importer)):
        amount = flow.quantity_t if by_tonnes else flow.value_usd
        if amount is None:
            continue
        total += amount
        found[flow.exporter] = found.get(flow.exporter, 0.0) + amount
        found[flow.importer] = found.get(flow.importer, 0.0) - amount
    return {area: net / total for area, net in found.items()} if total > 0 else {}
