"""Buyers' need in electric vehicles: batteries sold in an area, and what a battery holds of a mineral, with both ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geo.evidence.leaf import published
from geo.evidence.sources import sources_of
from geo.figure.receipt import Receipt, receipt_of, setting
from geo.figure.source import Source
from geo.model.trace import Scalar, Traced, cell
from geo.remembered import remembered
from geo.schema.codes import Mineral
from geo.store.database import Atlas
from geo.store.queries_use import battery_demand, battery_intensities, lfp_shares
from geo.topics.dependence.model.use import Sold, content, ends, part_of_rest

YEAR = 2024
"""Newest observed year of the outlook; storage batteries are not in it."""
BATTERIES, SALES = "Battery demand", "EV sales"
USUAL, POSSIBLE = "NMC 811", ("NMC 532", "NMC 622", "NMC 811", "NCA")
"""Cathode that stands for all cells with nickel, and those that give the ends of the band."""
LFP = "LFP"
REST_LFP = "Rest"
REST_GWH, WORLD = "Rest of the world", "World"
KNOWN = ("China", "Europe", "USA", "India")
"""Areas with batteries of their own; the cars of the others divide the rest."""
ASIA, AMERICAS = "Asia Pacific", ("Canada", "Mexico", "Central and South America")
HOW = (
    "Estimate: batteries of the electric vehicles sold in {year}, times what a battery holds (all nickel cells taken as "
    "{usual}; band: {possible}, and the part of LFP). Other goods are not in it."
)


@dataclass(frozen=True)
class Bought:
    """What is inside the electric vehicles sold in one area: tonnes with both ends, and what either end rests on."""

    area: str
    mineral: Mineral
    low_t: float
    estimate_t: float
    high_t: float
    year: int
    how: str
    source_ids: tuple[str, ...]
    receipt: Callable[[str], Receipt]


@dataclass(frozen=True)
class _Facts:
    gwh: Mapping[str, float]
    cars: Mapping[str, float]
    packs: Mapping[tuple[str, str], float]
    lfp: Mapping[str, tuple[float, float]]
    outlook: Source
    intensity: Source


@remembered
def _facts(atlas: Atlas) -> _Facts | None:
    demand, packs = battery_demand(atlas, YEAR), battery_intensities(atlas)
    if demand.empty or packs.empty:
        return None
    summed = demand.groupby(["item", "area"])["value"].sum()
    shares = lfp_shares(atlas).to_dict("records")
    sources = {each.source_id: each for each in sources_of(atlas, {*demand["source_id"], *packs["source_id"]})}
    return _Facts(
        gwh={str(area): float(value) for area, value in summed[BATTERIES].items()},
        cars={str(area): float(value) for area, value in summed[SALES].items()},
        packs={(row["chemistry"], row["mineral"]): float(row["kg_per_kwh"]) for row in packs.to_dict("records")},
        lfp={str(row["area"]): (float(row["share"]), float(row["error_share"])) for row in shares},
        outlook=sources[str(demand["source_id"].iloc[0])],
        intensity=sources[str(packs["source_id"].iloc[0])],
    )


@remembered
def vehicles_bought(atlas: Atlas, mineral: Mineral) -> Mapping[str, Bought]:
    """Return what is inside the electric vehicles sold, by area; empty for a mineral that no battery of the list holds."""
    facts = _facts(atlas)
    if facts is None or (USUAL, mineral.value) not in facts.packs:
        return {}
    return {
        area: _bought(facts, mineral, area) for area in ("USA", "EU27", "CHN", "americas", "europe", "asia-pacific")
    }


def _bought(facts: _Facts, mineral: Mineral, area: str) -> Bought:
    def plain(value: float, *_words: str) -> float:
        return value

    def tonnes(chemistry: str, shift: int) -> float:
        sold = _sold(facts, area, shift, plain, plain, plain)
        own = facts.packs[LFP, mineral.value], facts.packs[chemistry, mineral.value]
        return content(sold, *own, area)

    cases = [(tonnes(name, shift), f"{name};{shift}") for name in POSSIBLE for shift in (-1, 0, 1)]
    (low, lowest), (high, highest) = ends(cases)
    chosen = {"low": lowest, "estimate": f"{USUAL};0", "high": highest}

    def receipt(end: str) -> Receipt:
        chemistry, _, shift = chosen[end].partition(";")
        return _receipt(facts, mineral, area, chemistry, int(shift))

    return Bought(
        area=area,
        mineral=mineral,
        low_t=low,
        estimate_t=tonnes(USUAL, 0),
        high_t=high,
        year=YEAR,
        how=HOW.format(year=YEAR, usual=USUAL, possible=", ".join(POSSIBLE)),
        source_ids=(facts.outlook.source_id, facts.intensity.source_id),
        receipt=receipt,
    )


def _sold(
    facts: _Facts,
    area: str,
    shift: int,
    gwh: Callable[[float, str], Scalar],
    cars: Callable[[float, str], Scalar],
    assumed: Callable[[float, str], Scalar],
) -> list[Sold[Scalar]]:
    """Return the parts of the batteries sold in an area.

    Parameters
    ----------
    shift
        -1, 0 or 1: the part of LFP at its low end, as assumed, at its high end.
    gwh, cars, assumed
        Make numbers of the formula out of figures and their words.
    """

    def lfp(name: str) -> Scalar:
        share, error = facts.lfp[name]
        return assumed(min(1.0, max(0.0, share + shift * error)), f"Part of LFP, {name}")

    def sold(name: str) -> Scalar:
        return cars(facts.cars[name], name)

    def whole(name: str, of: str) -> Sold[Scalar]:
        return Sold(gwh(facts.gwh[name], name), lfp(of))

    def rest(own: list[Scalar]) -> Sold[Scalar]:
        others = [sold(name) for name in KNOWN]
        return Sold(part_of_rest(gwh(facts.gwh[REST_GWH], REST_GWH), own, sold(WORLD), others), lfp(REST_LFP))

    if area in ("USA", "CHN", "europe"):
        name = {"USA": "USA", "CHN": "China", "europe": "Europe"}[area]
        return [whole(name, name)]
    if area == "EU27":
        part = part_of_rest(gwh(facts.gwh["Europe"], "Europe"), [sold("EU27")], sold("Europe"), [])
        return [Sold(part, lfp("Europe"))]
    if area == "americas":
        return [whole("USA", "USA"), rest([sold(name) for name in AMERICAS])]
    own = [sold(ASIA) - sold("China") - sold("India")]
    return [whole("China", "China"), whole("India", REST_LFP), rest(own)]


def _receipt(facts: _Facts, mineral: Mineral, area: str, chemistry: str, shift: int) -> Receipt:
    def leaf(source: Source, unit: str, what: str, basis: str) -> Callable[[float, str], Traced]:
        return lambda value, name: cell(published(source, name, f"{name}: {what}", value, unit, year=YEAR, basis=basis))

    gwh = leaf(
        facts.outlook, "GWh", "batteries of the vehicles sold", "sum of the vehicle types, rounded by the publisher"
    )
    cars = leaf(facts.outlook, "vehicles", "electric cars sold", "rounded by the publisher")
    sold = _sold(facts, area, shift, gwh, cars, lambda value, name: setting(name, value, "share"))
    packs = [
        cell(
            published(
                facts.intensity,
                name,
                f"{name}: {mineral.label.lower()} in a pack",
                facts.packs[name, mineral.value],
                "kg per kWh",
                basis="modelled pack, graphite anode",
            )
        )
        for name in (LFP, chemistry)
    ]
    title = f"{mineral.label} in electric vehicles sold, {area}, {YEAR}"
    figure = content(sold, packs[0], packs[1], f"{mineral.label} inside, nickel cells as {chemistry}")
    return receipt_of(title, figure, (facts.outlook, facts.intensity))
