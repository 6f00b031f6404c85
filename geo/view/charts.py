"""Charts beside the map: shares by country, a stacked mix, a history; with the map's colours and their own words.

Colour never carries a meaning alone: each bar says its role in text, each part its name, each series its publisher.
Heights are fixed, so that a chart that changes does not move the page. Channels are written as classes, not as text:
Altair reads a text by comparing it with its whole schema, 3 ms each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils import schemapi

from geo.view.palette import ROLES, Role, Theme
from geo.view.words import NO_DATA, listing

LayerChart = alt.LayerChart

FONT = "Source Sans, sans-serif"
BAR_STEP_PX = 26
MIX_HEIGHT_PX = 92
HISTORY_HEIGHT_PX = 190
TEXT_PX = 13
_MAX_NAMED_IN_ALT = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One country or supplier.

    Attributes
    ----------
    name
        Label of the bar.
    value
        Its length; None draws no bar and prints `text`.
    text
        The figure in words, printed behind the bar.
    role
        Its colour; said in words too where a chart shows several roles.
    """

    name: str
    value: float | None
    text: str
    role: Role = Role.NEUTRAL


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole.

    Attributes
    ----------
    name
        What it is.
    share
        0-1 of the whole.
    text
        The figure in words.
    role
        Its colour; None for the part that nothing covers, drawn hollow.
    """

    name: str
    share: float
    text: str
    role: Role | None


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a series.

    Attributes
    ----------
    year
        Calendar year.
    value
        Figure in the unit of the chart; None leaves a gap.
    series
        Publisher; a line never joins two.
    text
        The figure in words.
    is_estimate
        Drawn hollow.
    """

    year: int
    value: float | None
    series: str
    text: str
    is_estimate: bool = False


def share_bars(
    bars: Sequence[Bar], theme: Theme, *, title: str, role_labels: Mapping[Role, str] | None = None
) -> alt.LayerChart:
    """Return horizontal bars in the order given, each with its figure and, where they differ, its role in words."""
    words = {role: role.label for role in ROLES} | dict(role_labels or {})
    graded = len({bar.role for bar in bars}) > 1
    longest = max((bar.value or 0.0 for bar in bars), default=0.0)
    rows = [
        {
            "name": bar.name,
            "value": 0.0 if bar.value is None else bar.value,
            "text": f"{bar.text} \u00b7 {words[bar.role]}" if graded else bar.text,
            "colour": theme.marks[bar.role],
        }
        for bar in bars
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=[bar.name for bar in bars], title=None, axis=alt.Axis(labelLimit=150)),
        # Room on the right for the words behind the longest bar.
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.75 or 1.0])),
    )
    drawn = base.mark_bar(height=BAR_STEP_PX * 0.55, cornerRadiusEnd=1.5).encode(
        color=alt.Color("colour:N", scale=None)
    )
    text = base.mark_text(align="left", dx=5, fontSize=TEXT_PX, color=theme.ink, limit=260).encode(
        text=alt.Text("text:N")
    )
    height = BAR_STEP_PX * max(1, len(bars))
    return finished([drawn, text], theme, height, bars_alt(title, bars))


def mix_bar(parts: Sequence[Part], theme: Theme, *, title: str) -> alt.LayerChart:
    """Return one bar cut into the parts of a whole, named in two rows below it; parts keep their order."""
    rows: list[dict[str, Any]] = []
    reached = 0.0
    for k, part in enumerate(parts):
        colour = theme.sea if part.role is None else theme.marks[part.role]
        line = theme.muted_ink if part.role is None else theme.sea
        row = {"name": part.name, "text": part.text, "from": reached, "to": reached + part.share, "row": k}
        rows.append(row | {"colour": colour, "line": line, "middle": reached + part.share / 2})
        reached += part.share
    base = alt.Chart(alt.InlineData(values=rows))
    span = alt.Scale(domain=[0, max(reached, 1.0)], nice=False)
    bar = base.mark_bar(height=22, strokeWidth=1).encode(
        x=alt.X("from:Q", axis=None, scale=span),
        x2=alt.X2("to:Q"),
        y=alt.value(12),
        color=alt.Color("colour:N", scale=None),
        stroke=alt.Stroke("line:N", scale=None),
        tooltip=[alt.Tooltip("name:N", title="Part"), alt.Tooltip("text:N", title="Figure")],
    )
    names = _mix_names(parts, theme)
    return finished([bar, *names], theme, MIX_HEIGHT_PX, parts_alt(title, parts))


def history(points: Sequence[Point], theme: Theme, *, title: str, unit: str, suffix: str = "t") -> alt.LayerChart:
    """Return a figure by year; each publisher has its own line, and the change from one to the next is marked.

    Parameters
    ----------
    points
        Years in any order.
    theme
        Colours.
    title
        What is counted, for screen readers.
    unit
        Title of the axis, e.g. "Co content a year".
    suffix
        Unit behind the figures of the axis, after k, M or G.
    """
    ordered = sorted(points, key=lambda point: point.year)
    rows = [
        {
            "year": point.year,
            "value": point.value,
            "series": point.series,
            "text": point.text,
            "kind": "estimate" if point.is_estimate else "reported",
        }
        for point in ordered
    ]
    figures = f"replace(format(datum.value, '~s'), regexp('([kMG]?)$'), ' $1{suffix}')"
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("year:Q", title=None, scale=year_scale(ordered), axis=alt.Axis(format="d", tickMinStep=1, grid=False)),
        y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4, labelExpr=figures)),
        detail=alt.Detail("series:N"),
    )
    lines = base.mark_line(color=theme.ink, strokeWidth=2, invalid="break-paths-show-domains")
    dots = base.transform_filter("isValid(datum.value)").mark_point(size=44, color=theme.ink, filled=True, opacity=1)
    dots = dots.encode(
        fill=alt.Fill(
            "kind:N", scale=alt.Scale(domain=["reported", "estimate"], range=[theme.ink, theme.sea]), legend=None
        ),
        stroke=alt.value(theme.ink),
        tooltip=[
            alt.Tooltip("year:Q", title="Year", format="d"),
            alt.Tooltip("text:N", title="Figure"),
            alt.Tooltip("series:N", title="Publisher"),
            alt.Tooltip("kind:N", title="Kind"),
        ],
    )
    return finished(
        [*publisher_breaks(ordered, theme), lines, dots], theme, HISTORY_HEIGHT_PX, history_alt(title, ordered)
    )


def bars_alt(title: str, bars: Sequence[Bar]) -> str:
    """Return the words of a bar chart for a screen reader."""
    named = [f"{bar.name} {bar.text}" for bar in bars[:_MAX_NAMED_IN_ALT]]
    return f"Bar chart. {title}. {_named(named, len(bars))}"


def parts_alt(title: str, parts: Sequence[Part]) -> str:
    """Return the words of a stacked bar for a screen reader."""
    named = [f"{part.name} {part.text}" for part in parts[:_MAX_NAMED_IN_ALT]]
    return f"Stacked bar. {title}. {_named(named, len(parts))}"


def history_alt(title: str, points: Sequence[Point]) -> str:
    """Return the words of a history for a screen reader: both ends of each publisher's line."""
    said = []
    for series in dict.fromkeys(point.series for point in points):
        known = sorted((p for p in points if p.series == series and p.value is not None), key=lambda p: p.year)
        ends = known if len(known) < 2 else [known[0], known[-1]]
        said.append(f"{series}: {listing([f'{point.text} in {point.year}' for point in ends]) or NO_DATA}")
    return f"Line chart. {title}. {'; '.join(said) or NO_DATA}."


def _named(named: list[str], total: int) -> str:
    rest = total - len(named)
    words = ", ".join(named) or NO_DATA
    return f"{words}, and {rest} more." if rest else f"{words}."


def _mix_names(parts: Sequence[Part], theme: Theme) -> list[alt.Chart]:
    """Return the parts' names with a square of their colour, two a row, so that no label depends on a part's width."""
    rows = [
        {
            "words": f"{part.name} {part.text}",
            "column": k % 2 / 2,
            "line": 44 + 20 * (k // 2),
            "colour": theme.sea if part.role is None else theme.marks[part.role],
            "stroke": theme.muted_ink if part.role is None else theme.marks[part.role],
        }
        for k, part in enumerate(parts)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("column:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False)),
        y=alt.Y("line:Q", axis=None, scale=None),
    )
    squares = base.mark_square(size=90, xOffset=6, strokeWidth=1, opacity=1).encode(
        fill=alt.Fill("colour:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None)
    )
    words = base.mark_text(align="left", dx=16, fontSize=TEXT_PX, color=theme.ink, limit=210).encode(
        text=alt.Text("words:N")
    )
    return [squares, words]


def year_scale(points: Sequence[Point]) -> alt.Scale:
    """Return the span of years, half a year wider at both ends."""
    years = [point.year for point in points] or [0]
    return alt.Scale(domain=[min(years) - 0.5, max(years) + 0.5], nice=False, zero=False)


def publisher_breaks(points: Sequence[Point], theme: Theme) -> list[alt.Chart]:
    """Return a dashed line and a name where one publisher's series gives way to another's."""
    first: dict[str, int] = {}
    for point in points:
        if point.value is not None:
            first.setdefault(point.series, point.year)
    starts = sorted(first.items(), key=lambda item: item[1])[1:]
    if not starts:
        return []
    middle = (points[0].year + points[-1].year) / 2
    made = []
    # The name stands on the side that has room for it.
    for is_left in (False, True):
        rows = [
            {"year": year - 0.5, "words": f"from {year}: {series}"}
            for series, year in starts
            if (year > middle) is is_left
        ]
        base = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("year:Q", scale=year_scale(points)))
        words = base.mark_text(
            align="right" if is_left else "left",
            dx=-4 if is_left else 4,
            dy=2,
            baseline="top",
            fontSize=12,
            color=theme.muted_ink,
        )
        made.append(base.mark_rule(color=theme.muted_ink, strokeDash=[3, 3]))
        made.append(words.encode(text=alt.Text("words:N"), y=alt.value(0)))
    return made


def finished(layers: list[alt.Chart], theme: Theme, height_px: int, description: str) -> alt.LayerChart:
    """Return the chart in the theme, as wide as its column and of a fixed height."""
    axis: dict[str, Any] = {
        "labelColor": theme.ink,
        "titleColor": theme.muted_ink,
        "labelFontSize": TEXT_PX,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": theme.border,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    }
    # All at once: each method in a chain copies the chart with all its data.
    return alt.LayerChart(
        layer=layers,
        width="container",
        height=height_px,
        description=description,
        background="transparent",
        config=alt.Config(
            font=FONT,
            view=alt.ViewConfig(stroke=None),
            axis=alt.AxisConfig(**axis),
            legend=alt.LegendConfig(labelColor=theme.ink, titleColor=theme.muted_ink),
        ),
    )


def spec(draw: Callable[[], alt.LayerChart]) -> dict[str, Any]:
    """Return the Vega-Lite description of the chart that `draw` draws.

    Altair compares each part with its schema, 30 ms a chart; the tests do that, a visitor need not wait for it.
    """
    with schemapi.debug_mode(arg=False):
        described: dict[str, Any] = draw().to_dict(validate=False)
    return described
