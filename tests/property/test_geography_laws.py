"""Laws of the basemap and of the country index, over shapes and names that a machine makes up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.facts import basemap as made
from geo.facts.places import CountryIndex, PointCountries, normal_name
from geo.facts.pointer_targets import with_least_targets
from geo.great_circle import great_circle_km
from geo.units import EARTH_RADIUS_KM

LONGITUDES = st.floats(-179, 179, allow_nan=False)
LATITUDES = st.floats(-80, 80, allow_nan=False)
MERCATOR_SLACK_DEG = 0.05
"""Half a step of the second decimal, in Mercator at the polar edge of the shapes below."""


@st.composite
def coverages(draw):
    """A jittered grid of cells, as neighbours in the world are: common borders, no gap."""
    columns, rows = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    size = draw(st.floats(2, 8))
    seed = draw(st.integers(0, 2**32 - 1))
    west, south = draw(st.floats(-150, 100)), draw(st.floats(-60, 10))
    jitter = np.random.default_rng(seed).uniform(-0.3, 0.3, (columns + 1, rows + 1, 2)) * size
    corner = [
        [(west + x * size + jitter[x, y, 0], south + y * size + jitter[x, y, 1]) for y in range(rows + 1)]
        for x in range(columns + 1)
    ]
    return np.array(
        [
            shapely.Polygon([corner[x][y], corner[x + 1][y], corner[x + 1][y + 1], corner[x][y + 1]])
            for x in range(columns)
            for y in range(rows)
        ],
        dtype=object,
    )


@settings(max_examples=60)
@given(coverages())
def test_simplifying_keeps_every_shape_and_makes_no_overlap(shapes):
    result = made.simplified(shapes)
    assert len(result) == len(shapes)
    assert shapely.is_valid(result).all()
    assert not shapely.is_empty(result).any()
    assert shapely.coverage_is_valid(result)
    # Inner borders may move, land may not vanish between neighbours.
    union = shapely.union_all(result)
    assert np.isclose(shapely.area(union), shapely.area(result).sum(), rtol=1e-9)


@settings(max_examples=60)
@given(coverages(), st.sampled_from([made.NO_DATA, made.FALLEN]))
def test_hatch_lines_lie_inside_their_shape_at_45_degrees_on_the_map(shapes, hatching):
    for shape in shapes:
        lines = made.hatch_lines(shape, hatching)
        assert lines
        flat = shapely.transform(shape, made._to_mercator).buffer(MERCATOR_SLACK_DEG)
        for line in lines:
            (x_from, y_from), (x_to, y_to) = made._to_mercator(np.array(line))
            assert flat.covers(shapely.LineString([(x_from, y_from), (x_to, y_to)]))
            assert abs((x_to - x_from) * hatching.climb - (y_to - y_from)) < 2 * MERCATOR_SLACK_DEG


@settings(max_examples=60)
@given(coverages(), st.sampled_from([made.NO_DATA, made.FALLEN]))
def test_hatch_lines_of_all_shapes_lie_on_one_lattice(shapes, hatching):
    step = hatching.spacing_deg * np.sqrt(2.0)
    for shape in shapes:
        lines = made.hatch_lines(shape, hatching)
        if len(lines) == 1:
            continue  # a shape between two lines has one of its own
        for line in lines:
            x, y = made._to_mercator(np.array(line))[0]
            offset = (hatching.climb * x - y) / step
            assert abs(offset - round(offset)) < MERCATOR_SLACK_DEG


def test_a_supplier_that_falls_away_is_hatched_across_and_denser_than_no_data():
    assert made.FALLEN.climb == -made.NO_DATA.climb
    assert made.FALLEN.spacing_deg < made.NO_DATA.spacing_deg


@settings(max_examples=60)
@given(coverages(), st.data())
def test_every_shape_answers_at_its_label_point_and_on_each_island_that_is_drawn(shapes, data):
    """Land stays with its owner; a label point in another's land is left to that one."""
    west, south, east, north = shapely.total_bounds(shapes)
    place = st.tuples(st.floats(west - 5, east + 5), st.floats(south - 5, north + 5))
    labels = np.array(data.draw(st.lists(place, min_size=len(shapes), max_size=len(shapes))))
    islands = np.array([shapely.box(x, north + 9, x + 0.1, north + 9.1) for x in 4.0 * np.arange(len(shapes))])
    drawn = np.array([shapely.union(*pair) for pair in zip(shapes, islands, strict=True)])
    targets = with_least_targets(shapes, drawn, labels)
    assert shapely.is_valid(targets).all()
    slack = 0.02
    assert (shapely.area(shapely.difference(drawn, shapely.buffer(targets, slack))) < 1e-9).all()
    for row, label in enumerate(shapely.points(labels)):
        others = np.delete(np.arange(len(shapes)), row)
        assert (shapely.area(shapely.intersection(targets[row], shapes[others])) < slack * 40).all()
        if targets[others].size and shapely.distance(targets[others], label).min() > slack:
            assert shapely.distance(targets[row], label) <= slack


@given(st.lists(st.tuples(LONGITUDES, LATITUDES), min_size=1, max_size=20))
def test_mercator_and_back_is_the_same_place(places):
    lonlat = np.array(places)
    assert np.allclose(made._from_mercator(made._to_mercator(lonlat)), lonlat, atol=1e-9)


@settings(max_examples=60)
@given(coverages(), st.data())
def test_a_point_of_a_shape_belongs_to_it_and_no_corner_is_nearer_than_the_distance(shapes, data):
    codes = np.array([f"C{row:02d}" for row in range(len(shapes))], dtype=object)
    index = PointCountries(codes, shapes.copy())
    inside = shapely.point_on_surface(shapes)
    found = index.nearest(shapely.get_x(inside), shapely.get_y(inside))
    assert found["iso3"].tolist() == codes.tolist()
    assert (found["distance_km"] == 0).all()
    # Coasts and borders are what is asked for: points within a few degrees of land.
    west, south, east, north = shapely.total_bounds(shapes)
    lon, lat = data.draw(st.floats(west - 3, east + 3)), data.draw(st.floats(south - 3, north + 3))
    found = index.nearest([lon], [lat])
    owner = shapes[codes.tolist().index(found["iso3"].iloc[0])]
    to_corners = [great_circle_km(lon, lat, x, y) for x, y in shapely.get_coordinates(owner)]
    assert 0 <= found["distance_km"].iloc[0] <= min(to_corners) * 1.01 + 1e-6


@given(LONGITUDES, LATITUDES, LONGITUDES, LATITUDES)
def test_great_circle_is_symmetric_and_at_most_half_way_round(lon_a, lat_a, lon_b, lat_b):
    there = great_circle_km(lon_a, lat_a, lon_b, lat_b)
    assert np.isclose(there, great_circle_km(lon_b, lat_b, lon_a, lat_a))
    assert 0 <= there <= np.pi * EARTH_RADIUS_KM + 1e-6


NAMES = st.text(st.characters(categories=["L", "P"], max_codepoint=0x24F), min_size=1, max_size=20).filter(str.strip)


@given(NAMES, st.sampled_from(["", " ", "\u00a0", "\n\t "]))
def test_case_and_blanks_do_not_make_another_country(name, blank):
    country = pd.DataFrame({"iso3": ["AAA"], "name": ["Aland"]})
    alias = pd.DataFrame({"alias": [normal_name(name)], "system": ["usgs"], "iso3": ["AAA"]})
    index = CountryIndex(country, alias)
    assert index.find(blank + name + blank, system="usgs") == "AAA"
    assert index.find(name.lower(), system="usgs") == "AAA"
    assert normal_name(normal_name(name)) == normal_name(name)
