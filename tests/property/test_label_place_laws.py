"""Laws of the places of names on a map, for any names anywhere."""

from __future__ import annotations

from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from geo.view.label_places import LINE_PX, OFFSETS, _box, place_labels
from geo.view.scene import MAX_LABELS, Label

NAMES = st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=20)
labels = st.lists(st.builds(Label, NAMES, st.floats(-180, 180), st.floats(-60, 75)), max_size=25)
NORTH_SEA = [
    Label("Germany", 9.7, 51.0),
    Label("Netherlands", 5.6, 52.4),
    Label("Belgium", 4.8, 50.8),
    Label("United Kingdom", -2.1, 54.4),
]


@given(labels)
@example(NORTH_SEA)
def test_no_two_names_overlap_in_the_narrowest_chart(asked: list[Label]) -> None:
    boxes = [_box(label, label.dx, label.dy) for label in place_labels(asked)]
    for first, second in combinations(boxes, 2):
        assert first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]


@given(labels)
@example(NORTH_SEA)
def test_a_name_stands_close_above_or_below_its_own_point(asked: list[Label]) -> None:
    for label in place_labels(asked):
        left, top, right, bottom = _box(label, label.dx, label.dy)
        west, north, east, south = _box(label, 0, 0)
        assert (left, right) == (west, east)
        gap = max(top - (north + south) / 2, (north + south) / 2 - bottom)
        assert 0 < gap <= LINE_PX / 2


@given(labels)
def test_the_most_important_name_always_stands_and_none_is_made_up(asked: list[Label]) -> None:
    placed = place_labels(asked)
    assert len(placed) <= MAX_LABELS
    names = [(label.text, label.lon, label.lat) for label in asked]
    kept = [(label.text, label.lon, label.lat) for label in placed]
    assert kept[:1] == names[:1]
    rest = iter(names)
    assert all(name in rest for name in kept), "in the order that was asked"


def test_a_third_neighbour_is_left_out_when_above_and_below_are_taken() -> None:
    placed = place_labels([Label("One", 0.0, 0.0), Label("Two", 0.0, 0.0), Label("Three", 9.0, 0.0)])
    assert [(label.text, label.dx, label.dy) for label in placed] == [("One", *OFFSETS[0]), ("Two", *OFFSETS[1])]
