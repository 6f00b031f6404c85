"""What a region gets today from the suppliers to be replaced: the need that near-shoring options must cover.

A country to be replaced is never part of the home whose need is counted, also when it lies in the region: with China
replaced, the need of Asia-Pacific is what China sends to the other countries of Asia-Pacific.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.errors import SelectionError
from geo.model.bilateral import Amounts, BilateralTrade
from geo.model.trace import Number, named, total

NEED, PART_OF_IMPORTS = "Need", "Need, part of the imports"


def need_tonnes(sent: Sequence[Number]) -> Number:
    """Return the need: what each supplier that falls away sends to the home."""
    return named(NEED, "what the suppliers that fall away send to the home: the region without them", "t", total(sent))


def part_of_imports(need: Number, others: Number) -> Number:
    """Return the need as a part of all imports from outside."""
    return named(
        PART_OF_IMPORTS, "need over need and imports from suppliers that stay", "share", need / (need + others)
    )


class NeedBasis(StrEnum):
    """Where a need comes from."""

    TRADE = "trade"
    ASSUMPTION = "assumption"


class NeedStatus(StrEnum):
    """How far a need can be derived."""

    DERIVED = "derived"
    AT_LEAST = "at least"
    NO_TONNES = "no tonnes"
    NOTHING = "nothing"

    @property
    def sentence(self) -> str:
        """What a page prints beside the need."""
        return {
            "derived": "Sum of all flows.",
            "at least": "At least: some flows have no tonnes and are left out.",
            "no tonnes": "Too much of the value has no tonnes; enter the need as an assumption.",
            "nothing": "The region gets nothing from these suppliers.",
        }[self.value]


@dataclass(frozen=True, slots=True)
class NeedPart:
    """What comes from one supplier to be replaced; tonnes are None where none of its flows has any."""

    supplier: str
    quantity_t: float | None
    value_usd: float
    flows: int
    without_quantity: int
    without_quantity_usd: float


@dataclass(frozen=True, slots=True)
class Need:
    """Result of `need_from_trade` and `assumed_need`.

    Attributes
    ----------
    quantity_t
        Tonnes of the goods; None where they cannot be derived.
    goods
        What a tonne is a tonne of, e.g. gross weight under HS 282200 in 2024.
    replaced
        Suppliers to be replaced, by code.
    parts
        Of each of them, largest first; empty for an assumption.
    importers
        Countries that get it with their part of the need, 0-1, largest first; parts of the value without tonnes.
    remaining
        What the same countries get from other suppliers outside the region, in tonnes, by code.
    share_of_imports
        Need over all imports from outside, 0-1; None for an assumption or without tonnes.
    """

    quantity_t: float | None
    basis: NeedBasis
    status: NeedStatus
    goods: str
    replaced: tuple[str, ...]
    parts: tuple[NeedPart, ...]
    importers: tuple[tuple[str, float], ...]
    remaining: tuple[tuple[str, float], ...]
    share_of_imports: float | None


def need_from_trade(trade: BilateralTrade, region: Collection[str], replaced: Collection[str], goods: str) -> Need:
    """Return what the countries of `region` import from `replaced`.

    Parameters
    ----------
    trade
        Flows of one code and year that are complete for the world.
    region
        ISO3 codes of the home region.
    replaced
        Suppliers to be replaced, in the region or outside.
    goods
        What a tonne is a tonne of.

    Notes
    -----
    Tonnes are derived if flows that carry them hold at least nine tenths of the value, as for a region's suppliers.
    """
    home, gone, inside = trade.mask(set(region) - set(replaced)), trade.mask(replaced), trade.mask(region)
    inward, by_importer = trade.exports(to=home), trade.imports(of=gone, to=home)
    parts = [_part(trade.areas[at], inward, int(at)) for at in np.flatnonzero(gone & (inward.flows > 0))]
    value = sum(part.value_usd for part in parts)
    tonnes = need_tonnes([part.quantity_t or 0.0 for part in parts])
    status = _status(parts, value, by_importer)
    has_tonnes = status in (NeedStatus.DERIVED, NeedStatus.AT_LEAST)
    others = ~inside & ~gone & (inward.quantity_t > 0)
    remaining_t = total(inward.quantity_t[others].tolist())
    amount = by_importer.quantity_t if has_tonnes else by_importer.value_usd
    return Need(
        quantity_t={NeedStatus.NO_TONNES: None, NeedStatus.NOTHING: 0.0}.get(status, tonnes),
        basis=NeedBasis.TRADE,
        status=status,
        goods=goods,
        replaced=tuple(sorted(set(replaced))),
        parts=tuple(sorted(parts, key=lambda part: (-(part.quantity_t or 0.0), -part.value_usd, part.supplier))),
        importers=_parts_of(trade, amount),
        remaining=tuple((trade.areas[at], float(inward.quantity_t[at])) for at in np.flatnonzero(others)),
        share_of_imports=part_of_imports(tonnes, remaining_t) if has_tonnes and tonnes + remaining_t > 0 else None,
    )


def assumed_need(
    quantity_t: float, goods: str, replaced: Collection[str], importers: Mapping[str, float] | None = None
) -> Need:
    """Return a need that the user sets.

    Parameters
    ----------
    quantity_t
        Tonnes of `goods`.
    importers
        Amounts by importing country, in any unit, to weigh distances with; None where nothing is known.

    Raises
    ------
    SelectionError
        If the quantity is no number of tonnes, zero or more.
    """
    if not (math.isfinite(quantity_t) and quantity_t >= 0):
        raise SelectionError(f"a need of {quantity_t} t is not possible; enter tonnes, zero or more")
    held = {area: amount for area, amount in (importers or {}).items() if amount > 0}
    whole = math.fsum(held.values())
    ordered = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
    return Need(
        quantity_t=quantity_t,
        basis=NeedBasis.ASSUMPTION,
        status=NeedStatus.DERIVED if quantity_t > 0 else NeedStatus.NOTHING,
        goods=goods,
        replaced=tuple(sorted(set(replaced))),
        parts=(),
        importers=tuple((area, amount / whole) for area, amount in ordered),
        remaining=(),
        share_of_imports=None,
    )


class ReplacedPreset(StrEnum):
    """Ready choices of suppliers to be replaced."""

    LARGEST_OUTSIDE = "largest"
    EXPORT_CONTROL = "controlled"
    BELOW_GOVERNANCE_FLOOR = "governance"
    ALL_OUTSIDE = "outside"

    @property
    def label(self) -> str:
        """The words of the control on a page."""
        return {
            "largest": "Largest outside roster and home partners",
            "controlled": "Suppliers with an export control in force on this mineral",
            "governance": "Suppliers below a governance floor",
            "outside": "All suppliers outside the roster",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Suppliers that a preset means, largest first, and those of which it cannot be said for want of a figure."""

    areas: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def replaced_by_preset(
    preset: ReplacedPreset,
    trade: BilateralTrade,
    region: Collection[str],
    spared: Collection[str],
    *,
    controlled: Collection[str] = (),
    governance: Mapping[str, float] | None = None,
    floor: float | None = None,
) -> Replaced:
    """Return the suppliers of `region` that `preset` means.

    Parameters
    ----------
    spared
        Countries that no preset names: the roster, and the region too where its own countries are not in question.
    controlled
        Countries with an export control in force on the mineral.
    governance, floor
        Mean of the six governance estimates by country, and the least that is accepted.

    Raises
    ------
    SelectionError
        If the governance preset comes without a floor.
    """
    if preset is ReplacedPreset.BELOW_GOVERNANCE_FLOOR and floor is None:
        raise SelectionError(
            "suppliers below a governance floor are asked for without a floor; set the governance floor"
        )
    inward = trade.exports(to=trade.mask(region))
    amount = inward.quantity_t if inward.has_tonnes else inward.value_usd
    kept = set(spared)
    candidates = [trade.areas[at] for at in np.argsort(-amount, kind="stable") if inward.flows[at] > 0]
    candidates = [area for area in candidates if area not in kept]
    if preset is ReplacedPreset.LARGEST_OUTSIDE:
        return Replaced(tuple(candidates[:1]))
    if preset is ReplacedPreset.EXPORT_CONTROL:
        return Replaced(tuple(area for area in candidates if area in controlled))
    if preset is ReplacedPreset.BELOW_GOVERNANCE_FLOOR and floor is not None:
        known = governance or {}
        return Replaced(
            tuple(area for area in candidates if area in known and known[area] < floor),
            tuple(area for area in candidates if area not in known),
        )
    return Replaced(tuple(candidates))


def _part(supplier: str, amounts: Amounts, at: int) -> NeedPart:
    flows, bare = int(amounts.flows[at]), int(amounts.without_quantity[at])
    return NeedPart(
        supplier=supplier,
        quantity_t=float(amounts.quantity_t[at]) if bare < flows else None,
        value_usd=float(amounts.value_usd[at]),
        flows=flows,
        without_quantity=bare,
        without_quantity_usd=float(amounts.without_quantity_usd[at]),
    )


def _status(parts: list[NeedPart], value: float, amounts: Amounts) -> NeedStatus:
    if not value > 0:
        return NeedStatus.NOTHING
    if not amounts.has_tonnes:
        return NeedStatus.NO_TONNES
    return NeedStatus.AT_LEAST if any(part.without_quantity for part in parts) else NeedStatus.DERIVED


def _parts_of(trade: BilateralTrade, amount: np.typing.NDArray[np.float64]) -> tuple[tuple[str, float], ...]:
    whole = float(amount.sum())
    order = np.argsort(-amount, kind="stable")
    return tuple((trade.areas[at], float(amount[at]) / whole) for at in order if whole > 0 and amount[at] > 0)
