"""Charts say in words what their colours say, keep publishers apart, and never draw a missing figure as zero."""

from __future__ import annotations

from typing import Any

from geo.view import charts
from geo.view.charts import Bar, Part, Point
from geo.view.palette import DARK, LIGHT, Role

BARS = [
    Bar("DR Congo", 0.742, "74.2 %", Role.OTHER),
    Bar("Australia", 0.012, "1.2 %", Role.MEMBER),
    Bar("Finland", None, "withheld", Role.HOME),
]
HISTORY = [
    Point(2019, 100.0, "BGS", "100 t"),
    Point(2018, None, "BGS", "no data"),
    Point(2020, 130.0, "USGS", "130 t"),
    Point(2021, 150.0, "USGS", "150 t", is_estimate=True),
]


def values(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return list(spec["datasets"].values())


def rows_with(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return next(rows for rows in values(spec) if rows and field in rows[0])


def test_each_bar_says_its_role_where_roles_differ() -> None:
    rows = rows_with(charts.share_bars(BARS, LIGHT, title="Cobalt").to_dict(), "text")
    assert [row["text"] for row in rows] == [
        "74.2 % · Rest of the world",
        "1.2 % · Roster",
        "withheld · In the region",
    ]
    assert [row["colour"] for row in rows] == [LIGHT.marks[bar.role] for bar in BARS]
    alike = charts.share_bars([Bar("A", 1.0, "1"), Bar("B", 2.0, "2")], LIGHT, title="t").to_dict()
    assert [row["text"] for row in rows_with(alike, "text")] == ["1", "2"]


def test_bars_keep_the_order_they_are_given_in() -> None:
    spec = charts.share_bars(BARS[::-1], LIGHT, title="t").to_dict()
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["Finland", "Australia", "DR Congo"]


def test_the_height_follows_the_number_of_bars_only() -> None:
    one = charts.share_bars(BARS, LIGHT, title="t").to_dict()["height"]
    other = charts.share_bars([Bar(bar.name, 1e9, "x" * 80) for bar in BARS], DARK, title="t").to_dict()["height"]
    assert one == other == 3 * charts.BAR_STEP_PX
    assert charts.share_bars([], LIGHT, title="t").to_dict()["height"] == charts.BAR_STEP_PX


def test_parts_lie_end_to_end_and_the_uncovered_one_is_hollow() -> None:
    parts = [Part("In the region", 0.2, "20 %", Role.HOME), Part("Remainder", 0.8, "80 %", None)]
    rows = rows_with(charts.mix_bar(parts, LIGHT, title="t").to_dict(), "from")
    assert [(row["from"], row["to"]) for row in rows] == [(0.0, 0.2), (0.2, 1.0)]
    assert rows[1]["colour"] == LIGHT.sea


def test_a_mix_that_is_not_whole_leaves_the_rest_empty() -> None:
    spec = charts.mix_bar([Part("a", 0.4, "40 %", Role.HOME)], LIGHT, title="t").to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 1.0]


def test_a_line_never_joins_two_publishers_and_the_change_is_named() -> None:
    spec = charts.history(HISTORY, LIGHT, title="t", unit="t").to_dict()
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [layer["encoding"]["detail"]["field"] for layer in lines] == ["series"]
    said = [row["words"] for rows in values(spec) for row in rows if "words" in row]
    assert said == ["from 2020: USGS"]


def test_one_publisher_has_no_break() -> None:
    spec = charts.history(HISTORY[:2], LIGHT, title="t", unit="t").to_dict()
    assert not [row for rows in values(spec) for row in rows if "words" in row]


def test_a_missing_year_stays_missing() -> None:
    spec = charts.history(HISTORY, LIGHT, title="t", unit="t").to_dict()
    rows = rows_with(spec, "series")
    assert [row["value"] for row in rows] == [None, 100.0, 130.0, 150.0]
    assert [row["kind"] for row in rows][-1] == "estimate"


def test_no_years_at_all_is_a_chart_too() -> None:
    assert "no data" in charts.history([], LIGHT, title="t", unit="t").to_dict()["description"]


def test_screen_readers_hear_the_figures() -> None:
    assert charts.bars_alt("Cobalt", BARS) == "Bar chart. Cobalt. DR Congo 74.2 %, Australia 1.2 %, Finland withheld."
    many = [Bar(f"B{k}", 1.0, "1") for k in range(10)]
    assert charts.bars_alt("t", many).endswith(", and 2 more.")
    assert charts.history_alt("Cobalt", HISTORY) == (
        "Line chart. Cobalt. BGS: 100 t in 2019; USGS: 130 t in 2020 and 150 t in 2021."
    )
    parts = [Part("Roster", 0.2, "20 %", Role.MEMBER)]
    assert charts.parts_alt("Mix", parts) == "Stacked bar. Mix. Roster 20 %."


def test_charts_take_the_theme_and_a_transparent_ground() -> None:
    for theme in (LIGHT, DARK):
        spec = charts.share_bars(BARS, theme, title="t").to_dict()
        assert spec["background"] == "transparent"
        assert spec["config"]["axis"]["labelColor"] == theme.ink
        assert spec["width"] == "container"
