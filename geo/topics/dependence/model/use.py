"""What is inside the electric vehicles that a region buys: batteries sold, times what a battery holds.

After the method of the regional need (November 2026): batteries by region as the outlook prints them, the rest of the
world divided by electric cars sold, and the content of a modelled pack. One part of the batteries is lithium iron
phosphate, the other has nickel in its cathode; both ends come from the chemistries and the part that are possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from geo.model.trace import Scalar, named, total

KG_PER_KWH_TO_T_PER_GWH = 1000.0
TWO_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Sold(Generic[Scalar]):
    """Batteries sold in a part of an area.

    Attributes
    ----------
    gwh
        Batteries of the vehicles sold in a year.
    lfp
        Part of them that is lithium iron phosphate, 0-1.
    """

    gwh: Scalar
    lfp: Scalar


def part_of_rest(
    rest_gwh: Scalar, own_sales: Iterable[Scalar], all_sales: Scalar, known_sales: Iterable[Scalar]
) -> Scalar:
    """Return the batteries of an area that the outlook keeps in a larger one, by electric cars sold there.

    Parameters
    ----------
    rest_gwh
        Batteries of the larger area.
    own_sales
        Cars sold in the area.
    all_sales, known_sales
        Cars sold in the larger area: all, less those of areas that have a figure of their own.
    """
    sales = named(
        "Cars sold there", "all less those with a figure of their own", "vehicles", all_sales - total(known_sales)
    )
    return named(
        "Batteries, by cars sold", "batteries × own cars / cars sold there", "GWh", rest_gwh * total(own_sales) / sales
    )


def content(sold: Sequence[Sold[Scalar]], lfp_kg_per_kwh: Scalar, nickel_kg_per_kwh: Scalar, label: str) -> Scalar:
    """Return the tonnes inside the batteries sold: each part by its mix of the two kinds of cathode.

    Parameters
    ----------
    lfp_kg_per_kwh, nickel_kg_per_kwh
        Content of a pack, kg per kWh.
    """
    parts = [
        each.gwh * KG_PER_KWH_TO_T_PER_GWH * (each.lfp * lfp_kg_per_kwh + (1.0 - each.lfp) * nickel_kg_per_kwh)
        for each in sold
    ]
    rule = "sum of batteries × 1000 × (LFP part × its content + the other part × its content)"
    return named(label, rule, "t", total(parts))


def ends(values: Iterable[tuple[float, str]]) -> tuple[tuple[float, str], tuple[float, str]]:
    """Return the smallest and the largest of possible figures, each with what it rests on."""
    ordered = sorted(values)
    return ordered[0], ordered[-1]


def two_digits(figure: float) -> float:
    """Return a figure rounded to two digits: more would be a lie about an estimate."""
    return float(f"{figure:.{TWO_DIGITS}g}")


def share_of_world(tonnes: Scalar, world_t: Scalar, label: str) -> Scalar:
    """Return the part of world use, 0-1."""
    return named(label, "need / world use", "share", tonnes / world_t)
