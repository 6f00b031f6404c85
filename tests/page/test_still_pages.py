"""On every page with a map: where the browser says that it cannot draw it, a picture takes its place."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.topics import TOPICS
from geo.ui.map_watch import LEAST_PX, MOST_PX, SEEN, Seen, seen_of
from geo.view.deck import Place
from geo.view.projection import Box
from tests.page.visit import goto, visit

pytestmark = pytest.mark.usefixtures("real_atlas")

QUERIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {"mineral": "lithium", "stage": "refined", "show": "trade"}),
    ("", {"view": "globe", "frame": "europe"}),
    ("near-shoring", {"mineral": "lithium", "region": "europe"}),
    ("near-shoring", {"mineral": "nickel", "region": "americas", "supply": "old"}),
    ("dependence", {"mineral": "cobalt", "stage": "refined"}),
    ("dependence", {"mineral": "cobalt", "stage": "refined", "fill": "score"}),
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("lost", "width", "at", "of")), inner),
    max_leaves=8,
)


def charts(app: Any) -> int:
    return len(app.get("deck_gl_json_chart"))


@pytest.mark.parametrize(("address", "query"), QUERIES)
def test_a_page_whose_map_is_lost_shows_a_picture_of_it(address: str, query: dict[str, str]):
    app = visit(address, **query)
    assert charts(app) == 1
    app.session_state[SEEN] = Seen(is_lost=True, box=Box(640.0, 400.0), pixel_ratio=1)
    goto(app, address).run()
    assert not app.exception
    assert charts(app) == 0
    app.session_state[SEEN] = Seen(box=Box(640.0, 400.0))
    goto(app, address).run()
    assert charts(app) == 1


def test_every_topic_with_a_map_is_tried():
    assert {topic.address for topic in TOPICS if topic.face is None or topic.face.picture is not None} >= {
        address for address, _ in QUERIES
    }


@given(anything)
def test_whatever_the_browser_says_no_picture_is_larger_than_a_screen(said: Any):
    seen = seen_of(said)
    if seen is not None:
        assert_sane(seen)


numbers = st.floats() | st.integers() | st.none()


@given(st.booleans(), numbers, numbers, numbers, numbers, numbers, numbers)
def test_sizes_and_places_are_held_within_the_world(lost: bool, width, height, ratio, lon, lat, zoom):
    place = {"longitude": lon, "latitude": lat, "zoom": zoom, "of": "view"}
    seen = seen_of({"lost": lost, "width": width, "height": height, "ratio": ratio, "at": place})
    if seen is not None:
        assert seen.is_lost is lost
        assert_sane(seen)


def assert_sane(seen: Seen) -> None:
    assert LEAST_PX <= seen.box.width <= MOST_PX
    assert LEAST_PX <= seen.box.height <= MOST_PX
    assert seen.pixel_ratio in (1, 2)
    at = seen.at or Place(0.0, 0.0, 0.0)
    assert all(math.isfinite(number) for number in (at.longitude, at.latitude, at.zoom))
    assert abs(at.longitude) <= 180
    assert abs(at.latitude) <= 85
    assert 0 <= at.zoom <= 7
