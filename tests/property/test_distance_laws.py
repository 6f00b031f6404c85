"""Laws of distances: on the sphere and on any network."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.facts.distance_routes import SeaNetwork, port_routes, shortest_ways
from geo.great_circle import great_circle_km
from geo.units import EARTH_RADIUS_KM

PLACES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
ROUNDING_KM = 1e-3
EDGES = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(1, 5000), st.sampled_from([0, 1, 2, 4])),
    max_size=20,
    unique_by=lambda edge: frozenset(edge[:2]),
)


def network_of(edges, nodes=8):
    ways = [[] for _ in range(nodes)]
    for a, b, km, bit in edges:
        if a != b:
            ways[a].append((b, km, bit))
            ways[b].append((a, km, bit))
    return SeaNetwork(np.zeros((nodes, 2)), tuple(map(tuple, ways)))


def test_a_quarter_of_the_equator():
    assert great_circle_km(0, 0, 90, 0) == pytest.approx(np.pi / 2 * EARTH_RADIUS_KM)
    assert great_circle_km(179, 0, -179, 0) == pytest.approx(np.radians(2) * EARTH_RADIUS_KM)


@given(PLACES, PLACES, PLACES)
def test_great_circles_are_a_metric_on_the_sphere(a, b, c):
    way = float(great_circle_km(*a, *b))
    assert float(great_circle_km(*a, *a)) == 0
    assert way == pytest.approx(float(great_circle_km(*b, *a)))
    assert 0 <= way <= np.pi * EARTH_RADIUS_KM + ROUNDING_KM
    assert float(great_circle_km(*a, *c)) <= way + float(great_circle_km(*b, *c)) + ROUNDING_KM


@given(st.lists(PLACES, min_size=1, max_size=5), PLACES)
def test_many_great_circles_at_once_equal_one_by_one(places, end):
    lon, lat = np.array(places).T
    assert great_circle_km(lon, lat, *end).tolist() == [float(great_circle_km(x, y, *end)) for x, y in places]


@given(EDGES)
def test_shortest_ways_equal_an_independent_library(edges):
    graph = nx.Graph()
    graph.add_nodes_from(range(8))
    graph.add_weighted_edges_from((a, b, km) for a, b, km, _ in edges if a != b)
    expected = nx.single_source_dijkstra_path_length(graph, 0)
    length, _ = shortest_ways(network_of(edges), 0)
    assert length == pytest.approx([expected.get(node, np.inf) for node in range(8)])


@given(EDGES, st.sampled_from([1, 2, 4]))
def test_a_way_without_a_passage_survives_its_closing(edges, closed):
    length, passed = shortest_ways(network_of(edges), 0)
    left, still_passed = shortest_ways(network_of([edge for edge in edges if not edge[3] & closed]), 0)
    assert (left >= length - 1e-9).all()
    free = (passed & closed) == 0
    assert left[free] == pytest.approx(length[free])
    assert not (still_passed & closed).any()


@given(EDGES, st.lists(st.floats(0, 100), min_size=3, max_size=3))
def test_both_directions_agree_to_the_last_digit(edges, snaps):
    routes = port_routes(network_of(edges), np.array([0, 3, 3]), np.array(snaps))
    assert (routes.km == routes.km.T).all()
    assert (routes.passage_bits == routes.passage_bits.T).all()
    # Two ports on one node are joined through it.
    assert routes.km[1, 2] == snaps[1] + snaps[2]
