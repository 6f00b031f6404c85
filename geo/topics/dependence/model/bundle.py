"""Flows bundled into a picture that can be read: the largest suppliers and buyers by name, the rest as one end a side.

No tonne is lost: the ends of each side and the links all add up to the same total.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

REST = "REST"
"""Stands for all that are not named; no country has this code."""


@dataclass(frozen=True, slots=True)
class End:
    """One supplier or buyer, or the rest.

    Attributes
    ----------
    area
        Its code, or REST.
    amount
        Sum of its flows, in the unit of the flows.
    count
        How many it stands for.
    """

    area: str
    amount: float
    count: int


@dataclass(frozen=True, slots=True)
class Link:
    """A flow from one end to another."""

    supplier: str
    buyer: str
    amount: float


@dataclass(frozen=True, slots=True)
class Bundle:
    """Result of `bundle`; ends and links are ordered by amount, the rest last."""

    suppliers: tuple[End, ...]
    buyers: tuple[End, ...]
    links: tuple[Link, ...]
    total: float


def bundle(
    amounts: Mapping[tuple[str, str], float], *, most_suppliers: int, most_buyers: int, least_share: float = 0.0
) -> Bundle:
    """Return `amounts` with the largest ends by name.

    Parameters
    ----------
    amounts
        Supplier and buyer to an amount; pairs without any are left out.
    most_suppliers, most_buyers
        How many are named a side; the rest is bundled. A rest of one is named, since it takes the same place.
    least_share
        Part of the total, 0-1, below which an end is bundled even where there is room.
    """
    held = {pair: amount for pair, amount in sorted(amounts.items()) if amount > 0}
    least = least_share * math.fsum(held.values())
    suppliers = _ends(held, 0, most_suppliers, least)
    buyers = _ends(held, 1, most_buyers, least)
    named = ({end.area for end in suppliers}, {end.area for end in buyers})
    links: dict[tuple[str, str], list[float]] = {}
    for (supplier, buyer), amount in held.items():
        pair = (supplier if supplier in named[0] else REST, buyer if buyer in named[1] else REST)
        links.setdefault(pair, []).append(amount)
    order = ({end.area: k for k, end in enumerate(suppliers)}, {end.area: k for k, end in enumerate(buyers)})
    return Bundle(
        suppliers=suppliers,
        buyers=buyers,
        links=tuple(
            Link(*pair, math.fsum(links[pair]))
            for pair in sorted(links, key=lambda p: (order[0][p[0]], order[1][p[1]]))
        ),
        total=math.fsum(held.values()),
    )


def _ends(held: Mapping[tuple[str, str], float], side: int, most: int, least: float) -> tuple[End, ...]:
    parts: dict[str, list[float]] = {}
    for pair, amount in held.items():
        parts.setdefault(pair[side], []).append(amount)
    ranked = sorted(
        (End(area, math.fsum(own), 1) for area, own in parts.items()), key=lambda end: (-end.amount, end.area)
    )
    large = sum(end.amount >= least for end in ranked[:most])
    cut = large if len(ranked) > large + 1 else len(ranked)
    rest = ranked[cut:]
    lump = (End(REST, math.fsum(end.amount for end in rest), len(rest)),) if rest else ()
    return (*ranked[:cut], *lump)
