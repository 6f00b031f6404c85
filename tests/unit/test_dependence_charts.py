"""Charts of the Dependence page: nothing leaves its frame, no name is lost, letters can be read on every fill."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.topics.dependence.charts.flow import LINE_PX, FlowEnd, Ribbon, _places, _unit, flow_picture
from geo.topics.dependence.charts.lookout import Spot, _clash, _name_box, _name_places, lookout
from geo.topics.dependence.charts.shares import (
    Cell,
    Limit,
    RangeRow,
    YearFigures,
    _ink_on,
    concentration_history,
    contrast,
    empty_track,
    gain_heatmap,
    limit_bars,
    range_rows,
)
from geo.topics.dependence.scales import EXPOSURE_SCORE, OUTSIDE_SHARE
from geo.view.palette import DARK, LIGHT, Role

THEMES = [LIGHT, DARK]
LEAST_CONTRAST = 4.5


def rows_of(spec: dict, layer: int) -> list[dict]:
    """Return the rows of one layer; the layer's own, or those that it shares with others by name."""
    data = spec["layer"][layer].get("data", spec.get("data"))
    return data["values"] if "values" in data else spec["datasets"][data["name"]]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name.value)
def test_figures_can_be_read_on_every_fill_of_the_matrix(theme):
    for fill in (*theme.sequential, theme.land, theme.areas[Role.MEMBER]):
        assert contrast(_ink_on(fill), fill) >= LEAST_CONTRAST, fill


@pytest.mark.parametrize("scale", [OUTSIDE_SHARE, EXPOSURE_SCORE], ids=lambda scale: scale.title)
def test_fixed_classes_have_a_name_each_and_rise(scale):
    assert len(scale.labels) == len(scale.breaks) + 1 == len(LIGHT.ramp(scale))
    assert list(scale.breaks) == sorted(scale.breaks)
    assert scale.class_of(0.0) == 0
    assert scale.class_of(1.0) == len(scale.breaks)


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=9), st.integers(300, 600))
def test_ends_fill_the_frame_in_order_and_each_has_a_line_of_text(amounts, height):
    ends = [FlowEnd(str(k), str(k), amount, "") for k, amount in enumerate(amounts)]
    places = _places(ends, _unit(amounts, height), height)
    reached = 0.0
    for end in ends:
        place = places[end.code]
        assert place.top >= reached - 1e-6
        assert place.middle - LINE_PX / 2 >= reached - 1e-6
        reached = max(place.top + place.height, place.middle + LINE_PX / 2)
    assert reached <= height + 1e-6


def test_thickness_is_one_scale_for_the_whole_picture():
    suppliers = [FlowEnd("A", "A", 75.0, "75 %"), FlowEnd("B", "B", 25.0, "25 %")]
    buyers = [FlowEnd("X", "X", 100.0, "100 %")]
    ribbons = [Ribbon("A", "X", 75.0, "A to X"), Ribbon("B", "X", 25.0, "B to X")]
    spec = flow_picture(suppliers, buyers, ribbons, LIGHT, title="Imports of X").to_dict()
    rows = rows_of(spec, 0)
    thick = {k: {round(row["y2"] - row["y"]) for row in rows if row["k"] == k} for k in (0, 1)}
    assert thick[0] == {3 * next(iter(thick[1]))}
    assert "A to X" in spec["description"]


@given(
    st.lists(
        st.tuples(st.floats(0.05, 0.95), st.floats(-0.4, 0.4)),
        min_size=1,
        max_size=6,
        unique_by=lambda dot: round(dot[0], 1),
    )
)
def test_names_of_dots_that_stand_apart_do_not_meet(dots):
    spots = [Spot(f"m{k}", "Tin", x, x, y, "") for k, (x, y) in enumerate(dots) if k == 0 or abs(x - dots[0][0]) > 0.2][
        :2
    ]
    places = _name_places(spots, (-0.45, 0.45))
    field = 378.0
    at = [(spot.hhi_high * 730.0, (spot.governance + 0.45) / 0.9 * field) for spot in spots]
    boxes = [_name_box(dot, spot.name, place) for dot, spot, place in zip(at, spots, places, strict=True)]
    for k, box in enumerate(boxes):
        assert _clash(box, [other for j, other in enumerate(boxes) if j != k], field) == pytest.approx(0.0)


def test_every_chart_says_in_words_what_it_shows():
    history = [
        YearFigures(2023, "2023", 0.5, 0.6, 0.7, "USGS", "0.50 to 0.60", "China 70 %"),
        YearFigures(2024, "2024", 0.5, 0.5, 0.7, "IEA", "0.50", "China 70 %"),
    ]
    spots = [Spot("tin", "Tin", 0.2, 0.3, 0.1, "Tin: HHI 0.20 to 0.30", is_chosen=True)]
    cells = [Cell("Canada", "Tin", 0.1, "10", "Canada, tin: 10 points"), Cell("Peru", "Tin", None, "W", "withheld")]
    limits = [
        Limit("Extraction", 0.1, None, None, (0.2, 0.3), "no data", "20 to 30 % of world output", Role.OTHER),
        Limit("Recycling", 0.25, 0.2, 0.3, None, "undecided", "20 to 30 %", Role.OTHER),
    ]
    ranges = [RangeRow("China", 0.7, 0.8, (("USGS", 0.7), ("IEA", 0.8)), "70 to 80 %")]
    charts = {
        "0.50 to 0.60": concentration_history(history, LIGHT, title="T"),
        "Tin: HHI 0.20 to 0.30": lookout(spots, LIGHT, title="T"),
        "Canada, tin: 10 points": gain_heatmap(cells, ["Canada", "Peru"], ["Tin"], LIGHT, title="T"),
        "Extraction: no data, 20 to 30 % of world output": limit_bars(limits, LIGHT, title="T"),
        "China 70 to 80 %": range_rows(ranges, LIGHT, title="T"),
    }
    for said, chart in charts.items():
        spec = chart.to_dict()
        assert said in spec["description"]
        assert "http" not in str({key: value for key, value in spec.items() if key != "$schema"})


def test_no_data_is_grey_and_stands_for_no_figure():
    limit = Limit("Extraction", 0.1, None, None, None, "no data", "No figure", Role.HOME)
    rows = rows_of(limit_bars([limit], LIGHT, title="T").to_dict(), 0)
    assert rows[0]["track"] == empty_track(LIGHT) != LIGHT.land
    assert rows[0]["solid"] == rows[0]["high"] == 0.0
    assert not math.isnan(rows[0]["target"])
