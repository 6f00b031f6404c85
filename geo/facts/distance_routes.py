"""Sea routes on the network of searoute: one network a route case, shortest paths from every port.

The library's own query is not used. Its network is one shared object that keeps the last restrictions, it reports a
closed way as length 0, and it leaves out the stretch from the port to the network. Here each case has a network of its
own from which the closed passages are taken out, no way is infinity, and the stretch is counted. The edges, their
lengths and the names of the passages are the library's; a test holds the results against the library's own answers.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
import pandas as pd
from searoute.data.marnet_dict import edge_list

from geo.great_circle import great_circle_km
from geo.schema.codes import Passage, RouteCase
from geo.units import KM_PER_NAUTICAL_MILE

SOURCE_ID = f"searoute-{version('searoute')}"
"""The edition that is installed; one that is not in the source table fails the check of references."""

PASSAGE_TAGS = {
    "babalmandab": Passage.BAB_EL_MANDEB,
    "bering": Passage.BERING,
    "bosporus": Passage.BOSPORUS,
    "chili": Passage.CAPE_HORN,
    "dardanelles": Passage.DARDANELLES,
    "gibraltar": Passage.GIBRALTAR,
    "malacca": Passage.MALACCA,
    "ormuz": Passage.HORMUZ,
    "panama": Passage.PANAMA,
    "south_africa": Passage.CAPE_OF_GOOD_HOPE,
    "suez": Passage.SUEZ,
    "sunda": Passage.SUNDA,
}
"""Passages by the tag that the network's edges carry; other tags only mark the date line."""

ARCTIC_TAG = "northwest"
"""Edges of the Arctic passages; always closed, or Rotterdam to Yokohama goes over the ice."""

CLOSED_PASSAGES: Mapping[RouteCase, frozenset[Passage]] = {
    RouteCase.OPEN: frozenset(),
    RouteCase.SUEZ_CLOSED: frozenset({Passage.SUEZ}),
    RouteCase.PANAMA_CLOSED: frozenset({Passage.PANAMA}),
    RouteCase.MALACCA_CLOSED: frozenset({Passage.MALACCA}),
    RouteCase.BAB_EL_MANDEB_CLOSED: frozenset({Passage.BAB_EL_MANDEB}),
    RouteCase.HORMUZ_CLOSED: frozenset({Passage.HORMUZ}),
    # With Suez alone closed the shortest way from Shanghai to Rotterdam is Panama, which large bulk carriers cannot use.
    RouteCase.CAPE_BULK: frozenset({Passage.SUEZ, Passage.PANAMA}),
}

CANAL_LINES = {Passage.SUEZ: (1, 30.25), Passage.PANAMA: (0, -79.75)}
"""Line across a canal: axis (0 longitude, 1 latitude) and degrees; it cuts one edge of the canal's chain.

The library's tags reach from sea to sea (for Suez, down the whole gulf). Taken whole, a closed canal would cut off Ain
Sukhna from the Red Sea and Balboa from the Pacific, and a voyage from either would count as a passage of the canal. One
edge is enough to tell, and to stop, every passage through.
"""

HALF_TURN = 180.0
CAPES = frozenset({Passage.CAPE_OF_GOOD_HOPE, Passage.CAPE_HORN})
PASSAGES = tuple(Passage)

Place = tuple[float, float]
"""Longitude and latitude of a node in degrees; a few longitudes lie beyond 180."""


@dataclass(frozen=True, slots=True)
class SeaNetwork:
    """The network of one route case.

    Attributes
    ----------
    places
        Longitude and latitude of each node in degrees, shape (nodes, 2); the same order in every case.
    ways
        For each node its open edges: node at the other end, length in km, passage as a bit (see `PASSAGES`) or 0.
    """

    places: npt.NDArray[np.float64]
    ways: tuple[tuple[tuple[int, float, int], ...], ...]


@dataclass(frozen=True, slots=True)
class PortRoutes:
    """Shortest sea routes between ports, in the order in which the ports were given.

    Attributes
    ----------
    km
        Length, shape (ports, ports), symmetric; infinity where there is no way, 0 on the diagonal.
    passage_bits
        Passages on the way, bit k for ``PASSAGES[k]``, same shape.
    """

    km: npt.NDArray[np.float64]
    passage_bits: npt.NDArray[np.int64]


def sea_network(case: RouteCase) -> SeaNetwork:
    """Return a new network without the passages closed in `case` and without the Arctic."""
    position = {place: number for number, place in enumerate(edge_list)}
    ways = tuple(
        tuple(
            (position[other], float(edge["weight"]), _bit(_passage(place, other, edge.get("passage"))))
            for other, edge in edges.items()
            if edge.get("passage") != ARCTIC_TAG
            and _passage(place, other, edge.get("passage")) not in CLOSED_PASSAGES[case]
        )
        for place, edges in edge_list.items()
    )
    return SeaNetwork(np.array(list(edge_list), dtype=np.float64), ways)


def passage_points() -> pd.DataFrame:
    """Return ``passage``, ``lon``, ``lat``: where each passage is marked, in degrees.

    Points are middles of the passage's edges, so that they lie on the route: the one nearest to the mean of all,
    weighted by length; of a cape the northernmost, since the network fans out to the south of it.
    """
    rows = []
    for passage in PASSAGES:
        edges = [
            ((place[0] + other[0]) / 2, (place[1] + other[1]) / 2, float(edge["weight"]))
            for place, others in edge_list.items()
            for other, edge in others.items()
            if _passage(place, other, edge.get("passage")) is passage and abs(place[0] - other[0]) < HALF_TURN
        ]
        if not edges:
            continue
        lon, lat, weight = np.array(edges).T
        away = great_circle_km(np.average(lon, weights=weight), np.average(lat, weights=weight), lon, lat)
        chosen = int(lat.argmax() if passage in CAPES else away.argmin())
        east = (float(lon[chosen]) + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN
        rows.append((passage.value, round(east, 3), round(float(lat[chosen]), 3)))
    return pd.DataFrame(rows, columns=["passage", "lon", "lat"])


def nearest_nodes(
    network: SeaNetwork, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the node nearest to each point and the great circle to it in km.

    The library itself compares plain degrees, which takes a wrong node in high latitudes and across the date line.
    """
    usable = np.flatnonzero([bool(edges) for edges in network.ways])
    node_lon, node_lat = network.places[usable].T
    best, away = np.empty(len(lon), dtype=np.int64), np.empty(len(lon))
    for point, (x, y) in enumerate(zip(lon, lat, strict=True)):
        km = great_circle_km(x, y, node_lon, node_lat)
        best[point], away[point] = usable[km.argmin()], km.min()
    return best, away


def port_routes(network: SeaNetwork, nodes: npt.NDArray[np.int64], snap_km: npt.NDArray[np.float64]) -> PortRoutes:
    """Return the shortest routes between ports.

    Parameters
    ----------
    network
        Of one case, from `sea_network`.
    nodes
        Node of each port, from `nearest_nodes`.
    snap_km
        Stretch from each port to its node, added at both ends.
    """
    count = len(nodes)
    km = np.zeros((count, count))
    bits = np.zeros((count, count), dtype=np.int64)
    for a in range(count):
        length, passed = shortest_ways(network, int(nodes[a]))
        rest = slice(a + 1, count)
        # The way back is the same way: copied, not worked out again, so that both directions agree to the last digit.
        km[a, rest] = km[rest, a] = snap_km[a] + length[nodes[rest]] + snap_km[rest]
        bits[a, rest] = bits[rest, a] = passed[nodes[rest]]
    return PortRoutes(km, bits)


def shortest_ways(network: SeaNetwork, origin: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return length in km (infinity where there is no way) and passage bits of the shortest way to every node.

    Dijkstra's algorithm; five times as fast as networkx on this graph, which makes minutes into seconds here.
    """
    length = [np.inf] * len(network.ways)
    passed = [0] * len(network.ways)
    length[origin] = 0.0
    queue = [(0.0, origin)]
    while queue:
        so_far, node = heapq.heappop(queue)
        if so_far > length[node]:
            continue
        for other, km, bit in network.ways[node]:
            farther = so_far + km
            if farther < length[other]:
                length[other], passed[other] = farther, passed[node] | bit
                heapq.heappush(queue, (farther, other))
    return np.array(length), np.array(passed, dtype=np.int64)


def passage_text(bits: int) -> str:
    """Return the passages in `bits` separated by ";"."""
    return ";".join(passage.value for place, passage in enumerate(PASSAGES) if bits >> place & 1)


def route_errors(published: pd.DataFrame) -> pd.DataFrame:
    """Return `published` with ``modelled_nm`` and ``error_pct`` (modelled against published, signed).

    Parameters
    ----------
    published
        Columns route_case, origin_lon, origin_lat, dest_lon, dest_lat (degrees) and published_nm, one row a distance.
    """
    modelled = np.full(len(published), np.nan)
    ends_lon = published[["origin_lon", "dest_lon"]].to_numpy(dtype=np.float64)
    ends_lat = published[["origin_lat", "dest_lat"]].to_numpy(dtype=np.float64)
    for case in RouteCase:
        network = sea_network(case)
        for row in np.flatnonzero(published["route_case"] == case.value):
            nodes, away = nearest_nodes(network, ends_lon[row], ends_lat[row])
            modelled[row] = port_routes(network, nodes, away).km[0, 1] / KM_PER_NAUTICAL_MILE
    return published.assign(modelled_nm=modelled, error_pct=(modelled / published["published_nm"] - 1) * 100)


def _passage(a: Place, b: Place, tag: str | None) -> Passage | None:
    passage = PASSAGE_TAGS.get(tag) if tag else None
    if passage in CANAL_LINES:
        axis, degrees = CANAL_LINES[passage]
        return passage if min(a[axis], b[axis]) < degrees < max(a[axis], b[axis]) else None
    return passage


def _bit(passage: Passage | None) -> int:
    return 0 if passage is None else 1 << PASSAGES.index(passage)
