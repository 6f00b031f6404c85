"""Receipts of what is known of a supplier beside its tonnes: distance, carbon of the freight, governance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.answer.options import NearShoring
from geo.answer.plan import Plan, destinations
from geo.answer.shelf import DistanceTable, Standing, distance_table, standing_of
from geo.answer.sources import sources_of
from geo.figure.receipt import Receipt, assumption
from geo.figure.source import Source
from geo.model.formula import grouped, number, total
from geo.model.options import Option
from geo.model.trace import Input, Step
from geo.schema.codes import GovernanceIndicator
from geo.store.database import Atlas
from geo.store.queries_context import background_sources

SEA, LAND = "Mean leg by sea", "Mean legs on land"
MODELLED = "Distances are modelled on the sea network and as the crow flies on land; nobody's cargo was followed."
INLAND = "Inland transport of a country with ports of its own is in neither distance nor carbon."
OWN_MEAN = "The mean is this app's own; the World Bank publishes none."


@dataclass(frozen=True)
class Background:
    """What profiles of suppliers are made from, with its editions.

    Attributes
    ----------
    distances
        Of the route case of the question.
    editions
        By table: distance, freight_factor, governance, grid_carbon.
    """

    standing: Standing
    distances: DistanceTable
    editions: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class _Leg:
    """The way to one importer with the importer's part of the need, 0-1; kilometres."""

    importer: str
    weight: float
    total_km: float
    sea_km: float
    land_km: float


def background_of(atlas: Atlas, answer: NearShoring) -> Background:
    """Return what the profiles of an answer were made from."""
    names = background_sources(atlas)
    held = {source.source_id: source for source in sources_of(atlas, names.values())}
    return Background(
        standing=standing_of(atlas),
        distances=distance_table(atlas, answer.route),
        editions={table: held[source_id] for table, source_id in names.items()},
    )


def cited(
    answer: NearShoring, figure: str, steps: Sequence[Step], cells: Sequence[Input], notes: Sequence[str] = ()
) -> Receipt:
    """Return a receipt of an answer that cites the editions of its cells and no others."""
    used = {cell.source_id for cell in cells}
    subject = f"{answer.stage.value} {answer.mineral.label.lower()}"
    return Receipt(
        f"{figure}, {answer.region.label}: {subject}",
        tuple(steps),
        tuple(cells),
        tuple(source for source in answer.sources if source.source_id in used),
        tuple(notes),
    )


def distance_receipt(
    answer: NearShoring, plan: Plan, held: Background, area: str, names: Mapping[str, str]
) -> Receipt | None:
    """Return how the distance from `area` to the region came about; None where there is no way."""
    legs = _legs(answer, plan, held.distances, area)
    if not legs:
        return None
    step = _mean(f"Distance of {names[area]}", "total", [leg.total_km for leg in legs], legs)
    cells = [_km(held, area, leg, names, "way", leg.total_km) for leg in legs]
    return cited(
        answer,
        f"Distance of {names[area]}",
        [step],
        [*cells, *_weights(answer, plan, legs, names)],
        (MODELLED, INLAND, _left_out(answer, plan, legs)),
    )


def carbon_receipt(
    answer: NearShoring, plan: Plan, held: Background, area: str, names: Mapping[str, str]
) -> Receipt | None:
    """Return how the carbon of the freight of one tonne came about; None where there is no way."""
    legs = _legs(answer, plan, held.distances, area)
    if not legs:
        return None
    question, source = answer.question, held.editions["freight_factor"]
    factors = {
        question.ship.label: held.standing.sea_factor[question.ship],
        question.land.label: held.standing.land_factor[question.land],
    }
    sea, land = (
        _mean(SEA, "sea", [leg.sea_km for leg in legs], legs),
        _mean(LAND, "land", [leg.land_km for leg in legs], legs),
    )
    by_sea, by_land = factors.values()
    step = Step(
        f"Freight carbon of {names[area]}",
        "kilometres by sea times the factor of the ship, and on land times that of the vehicle",
        f"{number(sea.result)} × {number(by_sea)} + {number(land.result)} × {number(by_land)}",
        sea.result * by_sea + land.result * by_land,
        "kg CO2e per t",
    )
    cells = [
        _km(held, area, leg, names, word, km)
        for leg in legs
        for word, km in (("by sea", leg.sea_km), ("on land", leg.land_km))
        if km > 0
    ] or [_km(held, area, leg, names, "way", leg.total_km) for leg in legs]
    cells += [
        Input("factor", vehicle, factor, "kg CO2e per t and km", None, "", "", "", source.edition, source.source_id)
        for vehicle, factor in factors.items()
    ]
    return cited(
        answer,
        f"Freight carbon of {names[area]}",
        [sea, land, step],
        [*cells, *_weights(answer, plan, legs, names)],
        (MODELLED, INLAND, "Tank to wheel: what the vehicle burns, without the making of its fuel."),
    )


def way_receipt(answer: NearShoring, held: Background, option: Option, names: Mapping[str, str]) -> Receipt | None:
    """Return how the distance from an option to the reference country came about; None where there is no way."""
    way, source = option.way, held.editions["distance"]
    if way is None or way.total_km is None:
        return None
    legs = {"by sea": way.sea_km, "on land to and from a port": way.land_km} if way.mode == "sea" else {}
    parts = {word: km for word, km in legs.items() if km is not None} or {way.mode: way.total_km}
    label = f"{names[option.area]} to {names[answer.reference]}"
    step = Step(label, "sum of its legs", total([*parts.values()]), way.total_km, "km")
    cells = [
        Input(
            code=f"{option.area}-{answer.reference}",
            name=f"{label}, {word}",
            value=km,
            unit="km",
            year=None,
            basis=f"modelled, passages {answer.route.value}",
            edition=source.edition,
            source_id=source.source_id,
        )
        for word, km in parts.items()
    ]
    return cited(answer, f"Distance from {label}", [step], cells, (MODELLED, INLAND))


def governance_receipt(answer: NearShoring, held: Background, area: str, names: Mapping[str, str]) -> Receipt | None:
    """Return how the mean of the six governance estimates came about; None where one of them is missing."""
    own = held.standing.governance.get(area)
    if own is None or own.mean is None:
        return None
    estimates = [(GovernanceIndicator(code), value) for code, value in own.estimates if value is not None]
    source = held.editions["governance"]
    step = Step(
        f"Governance of {names[area]}",
        "mean of the six estimates",
        f"{grouped(total([value for _, value in estimates]))} / {len(estimates)}",
        own.mean,
        "estimate",
    )
    cells = [
        Input(
            code=area,
            name=f"{names[area]}: {indicator.label}",
            value=value,
            unit="estimate",
            year=own.year,
            basis="about -2.5 weak to 2.5 strong",
            edition=source.edition,
            source_id=source.source_id,
        )
        for indicator, value in estimates
    ]
    return cited(answer, f"Governance of {names[area]}", [step], cells, (OWN_MEAN,))


def _legs(answer: NearShoring, plan: Plan, table: DistanceTable, area: str) -> list[_Leg]:
    """Return the ways to the importers; an importer without a way is left out, as the mean does."""
    if area not in table.place:
        return []
    row, found = table.place[area], []
    for importer, weight in destinations(answer.question, plan.need):
        if importer in table.place:
            at = (row, table.place[importer])
            km = [float(values[at]) for values in (table.total_km, table.sea_km, table.land_km)]
            if not math.isnan(km[0]):
                # The way within a country has no legs; the table keeps its length of zero on every diagonal.
                found.append(_Leg(importer, weight, *km))
    return found if sum(leg.weight for leg in found) > 0 else []


def _mean(label: str, way: str, kilometres: Sequence[float], legs: Sequence[_Leg]) -> Step:
    weights = [leg.weight for leg in legs]
    summed = sum(km * weight for km, weight in zip(kilometres, weights, strict=True))
    terms = " + ".join(f"{number(weight)} × {number(km)}" for km, weight in zip(kilometres, weights, strict=True))
    rule = f"mean of the {way} kilometres to the importers, weighted with their parts of the need"
    if len(legs) == 1:
        return Step(
            label, f"{way} kilometres to the one country that counts", number(kilometres[0]), kilometres[0], "km"
        )
    return Step(label, rule, f"({terms}) / {grouped(total(weights))}", summed / sum(weights), "km")


def _km(held: Background, area: str, leg: _Leg, names: Mapping[str, str], word: str, km: float) -> Input:
    source = held.editions["distance"]
    is_home = area == leg.importer
    return Input(
        code=f"{area}-{leg.importer}",
        name=f"{names[area]} to {names[leg.importer]}, {word}",
        value=km,
        unit="km",
        year=None,
        basis="modelled",
        edition=source.edition,
        source_id=source.source_id,
        note="within the country: zero by definition" if is_home else "",
    )


def _weights(answer: NearShoring, plan: Plan, legs: Sequence[_Leg], names: Mapping[str, str]) -> list[Input]:
    trade = answer.trade
    if answer.question.reference is not None or trade is None or not plan.need.importers:
        note = "set by the user" if answer.question.reference is not None else "no trade shows the largest importer"
        return [
            assumption(f"{names[leg.importer]}: the one destination", leg.weight, "share", note=note) for leg in legs
        ]
    return [
        Input(
            code=leg.importer,
            name=f"{names[leg.importer]}: part of the need",
            value=leg.weight,
            unit="share",
            year=trade.year,
            stage=f"HS {trade.code.hs6}, {trade.code.form}",
            basis="what it gets from the suppliers that fall away, over what the region gets from them",
            edition=trade.source.edition,
            source_id=trade.source.source_id,
        )
        for leg in legs
    ]


def _left_out(answer: NearShoring, plan: Plan, legs: Sequence[_Leg]) -> str:
    count = len(destinations(answer.question, plan.need)) - len(legs)
    return f"{count} importers without a modelled way are left out." if count else "No importer is left out."
