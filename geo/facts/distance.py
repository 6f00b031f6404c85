"""Distances between countries: by sea from gateway port to gateway port, with land legs, or overland."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.distance_routes import (
    SOURCE_ID,
    PortRoutes,
    nearest_nodes,
    passage_points,
    passage_text,
    port_routes,
    sea_network,
)
from geo.facts.gateway import SOURCE_ID as PORT_SOURCE_ID
from geo.facts.gateway import country_gateways, gateway_port_table, located_ports, read_world_port_index
from geo.great_circle import great_circle_km
from geo.schema.codes import RouteCase, RouteMode
from geo.schema.tables_transport import DISTANCE, GATEWAY_CHOICE, OVERLAND_PAIR
from geo.schema.validate import FIRST_DATA_LINE

Place = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class Gateways:
    """The ports of one country: places in the list of all ports, and the land legs to them.

    Attributes
    ----------
    ports
        Positions in the routes, shape (gateways,).
    land_km
        Great circle from the label point of the country to each port, 0 for its own ports.
    hosts
        Countries in which the ports lie.
    has_own
        Whether the ports are its own; a country has either its own ports or those of others.
    """

    ports: npt.NDArray[np.int64]
    land_km: npt.NDArray[np.float64]
    hosts: frozenset[str]
    has_own: bool


def distance_facts(inputs: Inputs) -> Tables:
    """Return ``gateway_port``, ``passage_point`` and ``distance`` from the World Port Index and the sea network."""
    country = inputs.known["country"]
    ports = located_ports(read_world_port_index(inputs.raw), inputs.countries)
    _, away = nearest_nodes(sea_network(RouteCase.OPEN), ports["lon"].to_numpy(), ports["lat"].to_numpy())
    gateways = country_gateways(ports.assign(snap_km=away), inputs.reviewed(GATEWAY_CHOICE), country)
    table = distance_table(gateways, country, inputs.reviewed(OVERLAND_PAIR))
    return {
        "gateway_port": gateway_port_table(gateways),
        "passage_point": passage_points().assign(source_id=SOURCE_ID),
        "distance": table,
    }


DATASETS = (Dataset((PORT_SOURCE_ID, SOURCE_ID), ("gateway_port", "passage_point", "distance"), distance_facts),)


def distance_table(gateways: pd.DataFrame, country: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return table ``distance``: every ordered pair of countries that have a gateway, in every route case.

    Parameters
    ----------
    gateways
        From `gateway.country_gateways`.
    country
        Table ``country``; its label points are the ends of the land legs.
    pairs
        Reviewed table ``overland_pair``.

    Notes
    -----
    The gateway pair with the shortest way, land legs included, stands for the two countries. A pair is overland if it
    is reviewed as such, and where a country without port of its own uses a port of the other, or the same port as the
    other: its goods cross that land in any case. Of an overland pair the way by sea is kept where both have own ports.
    Kilometres are whole, and the legs add up to the total.
    """
    ports = gateways.drop_duplicates("port_id").reset_index(drop=True)
    labels = _labels(country)
    served = _served(gateways, ports, labels)
    overland = overland_distances(served, labels, pairs)
    nodes, away = nearest_nodes(sea_network(RouteCase.OPEN), ports["lon"].to_numpy(), ports["lat"].to_numpy())
    rows: list[tuple[object, ...]] = []
    for case in RouteCase:
        routes = port_routes(sea_network(case), nodes, away)
        rows.extend(_case_rows(case, routes, served, overland, ports["port_id"].tolist()))
    names = [name for name in DISTANCE.column_names if name != "source_id"]
    return _typed(pd.DataFrame(rows, columns=names)).assign(source_id=SOURCE_ID)


def overland_distances(
    served: Mapping[str, Gateways], labels: Mapping[str, Place], pairs: pd.DataFrame
) -> dict[tuple[str, str], float]:
    """Return the great circle in km between the label points of each overland pair, codes in alphabetical order.

    Raises
    ------
    DataContractError
        If a reviewed pair is not in alphabetical order, or a country of a pair has no label point; lists all.
    """
    reviewed = list(zip(pairs["iso3_a"], pairs["iso3_b"], strict=True))
    findings = [
        f"{OVERLAND_PAIR.file_name} line {line}: {a} stands before {b}; put the codes in alphabetical order"
        for line, (a, b) in enumerate(reviewed, FIRST_DATA_LINE)
        if a >= b
    ]
    implied = [(a, b) for a, b in combinations(sorted(served), 2) if _share_land(a, served[a], b, served[b])]
    wanted = sorted({*reviewed, *implied})
    lost = sorted({code for pair in wanted for code in pair if code not in labels})
    findings += [
        f"country {code} has no label point, so it cannot be in an overland pair; take it out" for code in lost
    ]
    if findings:
        raise DataContractError(findings)
    return {(a, b): float(great_circle_km(*labels[a], *labels[b])) for a, b in wanted}


def _share_land(code_a: str, a: Gateways, code_b: str, b: Gateways) -> bool:
    if a.has_own and b.has_own:
        return False
    return code_a in b.hosts or code_b in a.hosts or bool(set(a.ports.tolist()) & set(b.ports.tolist()))


def _labels(country: pd.DataFrame) -> dict[str, Place]:
    placed = country.dropna(subset=["label_lon", "label_lat"])
    points = placed[["label_lon", "label_lat"]].to_numpy(dtype=np.float64)
    return {code: (float(lon), float(lat)) for code, (lon, lat) in zip(placed["iso3"], points, strict=True)}


def _served(gateways: pd.DataFrame, ports: pd.DataFrame, labels: Mapping[str, Place]) -> dict[str, Gateways]:
    position = {port_id: place for place, port_id in enumerate(ports["port_id"])}
    served: dict[str, Gateways] = {}
    findings: list[str] = []
    for code, rows in gateways.groupby("iso3"):
        iso3 = str(code)
        foreign = rows["port_iso3"].to_numpy() != iso3
        if foreign.any() != foreign.all():
            findings.append(f"gateway_choice.csv: {iso3} has ports of its own and of others; keep one kind")
        if foreign.any() and iso3 not in labels:
            findings.append(f"gateway_choice.csv: {iso3} has no label point for the land leg to its port; take it out")
            continue
        land = np.zeros(len(rows))
        if foreign.any():
            land = great_circle_km(*labels[iso3], rows["lon"].to_numpy(), rows["lat"].to_numpy())
        served[iso3] = Gateways(
            ports=rows["port_id"].map(position).to_numpy(dtype=np.int64),
            land_km=land,
            hosts=frozenset(rows["port_iso3"]),
            has_own=not foreign.any(),
        )
    if findings:
        raise DataContractError(findings)
    return served


def _case_rows(
    case: RouteCase,
    routes: PortRoutes,
    served: Mapping[str, Gateways],
    overland: Mapping[tuple[str, str], float],
    port_ids: list[str],
) -> Iterator[tuple[object, ...]]:
    """Yield both directions of every pair, in the column order of ``distance`` without its source."""
    for code_a, code_b in combinations(sorted(served), 2):
        a, b = served[code_a], served[code_b]
        by_land = overland.get((code_a, code_b))
        legs = _Legs(None, None, None, None, None, None)
        if by_land is None or (a.has_own and b.has_own):
            legs = _shortest(routes, a, b, port_ids)
        if by_land is not None:
            mode, total, overland_km, passages = RouteMode.OVERLAND, round(by_land), round(by_land), None
        elif legs.sea_km is None:
            mode, total, overland_km, passages = RouteMode.NONE, None, None, None
        else:
            total = legs.sea_km + (legs.land_a_km or 0) + (legs.land_b_km or 0)
            mode, overland_km, passages = RouteMode.SEA, None, legs.passages
        key = (case.value, mode.value, legs.sea_km)
        rest = (overland_km, total)
        yield (code_a, code_b, *key, legs.land_a_km, legs.land_b_km, *rest, legs.port_a, legs.port_b, passages)
        yield (code_b, code_a, *key, legs.land_b_km, legs.land_a_km, *rest, legs.port_b, legs.port_a, passages)


@dataclass(frozen=True, slots=True)
class _Legs:
    """Legs of one way by sea, whole km; all empty where there is none. A land leg is empty at an own port."""

    sea_km: int | None
    land_a_km: int | None
    land_b_km: int | None
    port_a: str | None
    port_b: str | None
    passages: str | None


def _shortest(routes: PortRoutes, a: Gateways, b: Gateways, port_ids: list[str]) -> _Legs:
    sea = routes.km[np.ix_(a.ports, b.ports)]
    total = a.land_km[:, None] + sea + b.land_km[None, :]
    row, column = np.unravel_index(int(total.argmin()), total.shape)
    if not np.isfinite(total[row, column]):
        return _Legs(None, None, None, None, None, None)
    port_a, port_b = int(a.ports[row]), int(b.ports[column])
    return _Legs(
        sea_km=round(float(sea[row, column])),
        land_a_km=None if a.has_own else round(float(a.land_km[row])),
        land_b_km=None if b.has_own else round(float(b.land_km[column])),
        port_a=port_ids[port_a],
        port_b=port_ids[port_b],
        passages=passage_text(int(routes.passage_bits[port_a, port_b])) or None,
    )


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    numbers = [name for name in table.columns if name.endswith("_km")]
    return table.astype({name: "float64" if name in numbers else "string" for name in table.columns})
