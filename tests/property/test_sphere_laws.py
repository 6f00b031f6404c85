"""Laws of the lines on which flows are drawn, for any two places."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.great_circle import along, great_circle_km
from geo.units import EARTH_RADIUS_KM
from geo.view import sphere

Place = tuple[float, float]
places = st.tuples(st.floats(-180, 180), st.floats(-84, 84))
CHILE, JAPAN, BRAZIL, KOREA, CHINA, CONGO, CANADA = (
    (-70.4, -23.6),
    (139.6, 35.4),
    (-44.4, -2.6),
    (128.1, 36.4),
    (121.5, 31.2),
    (23.6, -2.9),
    (-101.9, 60.3),
)


def haversine_km(one: Place, other: Place) -> float:
    """The textbook formula, written apart from the code under test."""
    lon1, lat1, lon2, lat2 = np.radians([*one, *other])
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(2 * EARTH_RADIUS_KM * np.arcsin(min(1.0, np.sqrt(half))))


def drawn(origin: Place, target: Place) -> list[np.ndarray]:
    return sphere.cut_at_antimeridian(sphere.flow_points(origin, target))


@given(places, places)
def test_distance_is_the_haversine_distance(one: Place, other: Place) -> None:
    assert float(great_circle_km(*one, *other)) == pytest.approx(haversine_km(one, other), abs=0.01)


@given(places, places)
@example((0.0, 0.0), (180.0, 0.0))
@example((10.0, 20.0), (10.0, 20.0))
def test_points_along_the_way_lie_on_the_shortest_way(one: Place, other: Place) -> None:
    total = haversine_km(one, other)
    for part, point in zip((0.0, 0.3, 1.0), along(one, other, [0.0, 0.3, 1.0]), strict=True):
        place = (float(point[0]), float(point[1]))
        assert haversine_km(one, place) == pytest.approx(part * total, abs=0.5)
        assert haversine_km(one, place) + haversine_km(place, other) == pytest.approx(total, abs=0.5)


@given(places, places)
@example(CHILE, JAPAN)
@example((180.0, 10.0), (-180.0, 10.0))
@example((-180.0, 0.0), (170.0, 5.0))
def test_pieces_keep_both_ends_and_never_run_across_the_map(one: Place, other: Place) -> None:
    pieces = drawn(one, other)
    ends = (*pieces[0][0], *pieces[-1][-1])
    assert ends[1::2] == pytest.approx((one[1], other[1]), abs=1e-9)
    for end, place in ((ends[0], one), (ends[2], other)):
        assert (end - place[0] + 180) % 360 == pytest.approx(180, abs=1e-6)
    for piece in pieces:
        assert np.all(np.abs(piece[:, 0]) <= 180.0 + 1e-9)
        assert np.all(np.abs(np.diff(piece[:, 0])) < 180.0)


@given(places, places)
@example(CHILE, JAPAN)
def test_pieces_meet_on_the_seam(one: Place, other: Place) -> None:
    pieces = drawn(one, other)
    for before, after in pairwise(pieces):
        assert abs(before[-1][0]) == abs(after[0][0]) == 180.0
        assert before[-1][0] == -after[0][0]
        assert before[-1][1] == after[0][1]


def on_map(points: np.ndarray) -> np.ndarray:
    return np.column_stack([points[:, 0], [sphere.mercator_y(lat) for lat in points[:, 1]]])


@given(places, places)
@example(CHILE, CHINA)
@example(CHINA, CANADA)
@example((-70.0, 84.0), (109.0, -84.0))
def test_no_line_swings_far_from_the_straight_one(one: Place, other: Place) -> None:
    flat = on_map(sphere.flow_points(one, other))
    east, north = flat[-1] - flat[0]
    chord = math.hypot(east, north)
    aside = np.abs(east * (flat[:, 1] - flat[0, 1]) - north * (flat[:, 0] - flat[0, 0]))
    assert np.all(aside <= sphere.MOST_BOW * chord**2 + 1e-6)


@given(places, places)
@example(CONGO, CHINA)
def test_a_line_is_the_great_circle_or_a_parabola(one: Place, other: Place) -> None:
    points = sphere.flow_points(one, other)
    length = float(great_circle_km(*points[:-1].T, *points[1:].T).sum())
    if length == pytest.approx(haversine_km(one, other), rel=2e-3, abs=0.5):
        return
    steps = np.diff(on_map(points), axis=0)
    assert np.allclose(steps[:, 0], steps[0, 0]), "even steps to the east"
    assert np.allclose(np.diff(steps[:, 1], n=2), 0.0, atol=1e-6), "bent evenly"


@pytest.mark.parametrize("pair", [(CONGO, CHINA), (CHILE, JAPAN), ((-3.7, 40.4), (23.6, -2.9))])
def test_calm_lines_are_great_circles(pair: tuple[Place, Place]) -> None:
    points = sphere.flow_points(*pair)
    assert float(great_circle_km(*points[:-1].T, *points[1:].T).sum()) == pytest.approx(haversine_km(*pair), rel=2e-3)


@given(st.tuples(st.floats(-130, -65), st.floats(-50, 60)), st.tuples(st.floats(100, 145), st.floats(-40, 50)))
@example(CHILE, CHINA)
@example((-64.2, -34.6), (106.3, 32.5))
def test_flows_between_the_pacific_shores_cross_the_pacific_both_ways(american: Place, asian: Place) -> None:
    west = sphere.flow_points(american, asian)
    east = sphere.flow_points(asian, american)
    if american[0] - asian[0] + 360.0 > 190.0:
        return
    assert west[-1, 0] - west[0, 0] == pytest.approx(asian[0] - american[0] - 360.0)
    assert np.all(np.diff(west[:, 0]) <= 1e-9), "never turns back, over Eurasia or elsewhere"
    assert np.allclose(west[::-1, 1], east[:, 1], atol=1e-6), "the way back is the same line"


@given(places, places)
@example(BRAZIL, KOREA)
@example((134.0, -24.0), (-49.6, -12.0))
def test_no_line_crosses_a_pole(one: Place, other: Place) -> None:
    lat = sphere.flow_points(one, other)[:, 1]
    assert lat.min() >= min(sphere.SOUTH_LIMIT, one[1], other[1]) - 1e-6
    assert lat.max() <= max(sphere.NORTH_LIMIT, one[1], other[1]) + 1e-6


@given(places, places, st.floats(0.05, 0.95))
@example(CHILE, JAPAN, 0.7)
def test_an_arrow_points_from_origin_to_target(one: Place, other: Place, part: float) -> None:
    if haversine_km(one, other) < 1:
        return
    points = sphere.flow_points(one, other)
    lon, lat, angle = sphere.place_along(points, part)
    back = sphere.place_along(points[::-1], 1 - part)
    assert -180 <= lon <= 180
    assert (lon - back[0] + 180) % 360 == pytest.approx(180, abs=1e-3)
    assert lat == pytest.approx(back[1], abs=1e-3)
    # Where two straight steps meet, the two directions may belong to neighbouring steps.
    assert abs((angle - back[2]) % 360 - 180) < 60


def test_chile_to_japan_crosses_the_pacific() -> None:
    west, east = drawn(CHILE, JAPAN)
    assert west[-1][0] == -180.0
    assert np.all(west[:, 0] <= CHILE[0])
    assert np.all(east[:, 0] >= JAPAN[0])


def test_arrows_of_known_flows_point_the_right_way() -> None:
    def angle(one: Place, other: Place) -> float:
        return sphere.place_along(sphere.flow_points(one, other), 0.35)[2]

    assert abs(angle(CHILE, JAPAN)) > 90, "leaves Chile to the west"
    assert 0 < angle(CONGO, CHINA) < 90, "goes north-east"
    assert angle((0, 0), (20, 0)) == pytest.approx(0, abs=1e-6)
    assert angle((0, 0), (0, 20)) == pytest.approx(90, abs=1e-6)
    assert angle((0, 20), (0, 0)) == pytest.approx(-90, abs=1e-6)
