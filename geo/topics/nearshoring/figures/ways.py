"""Receipts of what is known of a supplier beside its tonnes: distance, carbon of the freight, governance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geo.evidence import leaf
from geo.evidence.governance import mean_estimate
from geo.figure.receipt import Receipt, setting
from geo.model.options import Option
from geo.model.trace import Traced, cell, gathered, named
from geo.schema.codes import GovernanceIndicator, RouteMode
from geo.topics.nearshoring.answer.plan import destinations
from geo.topics.nearshoring.answer.shelf import DistanceTable
from geo.topics.nearshoring.figures.need import Workings
from geo.topics.nearshoring.model.logistics import freight_carbon, importers_mean, way_length

MODELLED = "Distances are modelled on the sea network and as the crow flies on land; nobody's cargo was followed."
INLAND = "Inland transport of a country with ports of its own is in neither distance nor carbon."
OWN_MEAN = "The mean is this app's own; the World Bank publishes none."
TANK_TO_WHEEL = "Tank to wheel: what the vehicle burns, without the making of its fuel."


@dataclass(frozen=True, slots=True)
class _Leg:
    """The way to one importer with the importer's part of the need, 0-1; kilometres."""

    importer: str
    weight: float
    total_km: float
    sea_km: float
    land_km: float


def distance_receipt(workings: Workings, area: str) -> Receipt | None:
    """Return how the distance from `area` to the region came about; None where there is no way."""
    legs = _legs(workings, area)
    if not legs:
        return None
    label = f"Distance of {workings.names[area]}"
    ways = [_kilometres(workings, area, leg, "way", leg.total_km) for leg in legs]
    return workings.receipt(
        label, _mean(workings, label, "total", ways, legs), MODELLED, INLAND, _left_out(workings, legs)
    )


def carbon_receipt(workings: Workings, area: str) -> Receipt | None:
    """Return how the carbon of the freight of one tonne came about; None where there is no way."""
    legs = _legs(workings, area)
    if not legs:
        return None
    question, standing = workings.answer.question, workings.background.standing
    source = workings.background.editions["freight_factor"]
    by_sea = cell(leaf.factor(source, question.ship.label, standing.sea_factor[question.ship]))
    by_land = cell(leaf.factor(source, question.land.label, standing.land_factor[question.land]))
    sea = [_kilometres(workings, area, leg, "by sea", leg.sea_km) for leg in legs]
    land = [_kilometres(workings, area, leg, "on land", leg.land_km) for leg in legs]
    found = freight_carbon(
        _mean(workings, "Mean leg by sea", "sea", sea, legs),
        _mean(workings, "Mean legs on land", "land", land, legs),
        by_sea,
        by_land,
        of=workings.names[area],
    )
    return workings.receipt(f"Freight carbon of {workings.names[area]}", found, MODELLED, INLAND, TANK_TO_WHEEL)


def way_receipt(workings: Workings, option: Option) -> Receipt | None:
    """Return how the distance from an option to the reference country came about; None where there is no way."""
    way, answer, names = option.way, workings.answer, workings.names
    if way is None or way.total_km is None:
        return None
    legs = {"by sea": way.sea_km, "on land to and from a port": way.land_km} if way.mode == RouteMode.SEA else {}
    parts = {word: km for word, km in legs.items() if km is not None} or {way.mode: way.total_km}
    label = f"{names[option.area]} to {names[answer.reference]}"
    source, basis = workings.background.editions["distance"], f"modelled, passages {answer.question.route.value}"
    cells = [
        cell(leaf.distance(source, option.area, answer.reference, f"{label}, {word}", km, basis))
        for word, km in parts.items()
    ]
    return workings.receipt(f"Distance from {label}", way_length(cells, label=label), MODELLED, INLAND)


def governance_receipt(workings: Workings, area: str) -> Receipt | None:
    """Return how the mean of the six governance estimates came about; None where one of them is missing."""
    own, name = workings.background.standing.governance.get(area), workings.names[area]
    if own is None or own.mean is None:
        return None
    source, label = workings.background.editions["governance"], f"Governance of {name}"
    cells = [
        cell(leaf.indicator(source, area, f"{name}: {GovernanceIndicator(code).label}", value, own.year))
        for code, value in own.estimates
    ]
    return workings.receipt(label, mean_estimate(cells, name), OWN_MEAN)


def _legs(workings: Workings, area: str) -> list[_Leg]:
    """Return the ways to the importers; an importer without a way is left out, as the mean does."""
    table: DistanceTable = workings.background.distances
    if area not in table.place:
        return []
    row, found = table.place[area], []
    for importer, weight in destinations(workings.answer.question, workings.plan.need):
        if importer in table.place:
            at = (row, table.place[importer])
            km = [float(values[at]) for values in (table.total_km, table.sea_km, table.land_km)]
            if not math.isnan(km[0]):
                # The way within a country has no legs; the table keeps its length of zero on every diagonal.
                found.append(_Leg(importer, weight, *km))
    return found if sum(leg.weight for leg in found) > 0 else []


def _mean(workings: Workings, label: str, way: str, ways: Sequence[Traced], legs: Sequence[_Leg]) -> Traced:
    if len(legs) == 1:
        rule = f"{way} kilometres to the one country that counts"
        return named(label, rule, "km", gathered(ways[0].value, [*ways[0].cells, *_weight(workings, legs[0]).cells]))
    return importers_mean(ways, [_weight(workings, leg) for leg in legs], label=label, way=way)


def _kilometres(workings: Workings, area: str, leg: _Leg, word: str, km: float) -> Traced:
    name = f"{workings.names[area]} to {workings.names[leg.importer]}, {word}"
    return cell(leaf.distance(workings.background.editions["distance"], area, leg.importer, name, km))


def _weight(workings: Workings, leg: _Leg) -> Traced:
    answer, name = workings.answer, workings.names[leg.importer]
    if answer.question.to is not None or answer.trade is None or not workings.plan.need.importers:
        is_set = answer.question.to is not None
        note = "set by the user" if is_set else "no trade shows the largest importer"
        return setting(f"{name}: the one destination", leg.weight, "share", note=note)
    basis = "what it gets from the suppliers that fall away, over what the region gets from them"
    return cell(leaf.share(answer.trade, leg.importer, f"{name}: part of the need", leg.weight, basis))


def _left_out(workings: Workings, legs: Sequence[_Leg]) -> str:
    count = len(destinations(workings.answer.question, workings.plan.need)) - len(legs)
    return f"{count} importers without a modelled way are left out." if count else "No importer is left out."
