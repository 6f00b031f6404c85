"""Charts of the Dependence page: history with bounds, ranges, the matrix of next members, limits.

The rules of geo.view.charts hold: fixed heights, no figure by colour alone, each series says its publisher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from geo.view.charts import TEXT_PX, Point, finished, publisher_breaks, year_scale
from geo.view.palette import WORLD_SHARE, Role, Theme, rgb
from geo.view.words import NO_DATA, listing

HISTORY_PX = 210
RANGE_STEP_PX = 25
KEY_PX = 46
"""Room below a range chart for what its marks mean."""
CELL_PX = 22
LIMIT_STEP_PX = 78
_THIN = 0.35
_MAX_SAID = 8
_INKS = ("#000000", "#FFFFFF")
"""Letters inside a cell: of these two one has at least 4.5:1 on any fill, which ink and paper of the themes have not."""


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Concentration of one year: bounds of the HHI and the largest share, all 0-1, with their words.

    A mean stands at the last of its years; ``period`` says of which years it is.
    """

    year: int
    period: str
    hhi_low: float
    hhi_high: float
    top1: float
    series: str
    hhi_text: str
    top1_text: str


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One row of a range chart.

    Attributes
    ----------
    name
        What it is of.
    low, high
        Ends of the range, 0-1.
    marks
        Named points on it: words and value.
    text
        The range in words, printed behind it.
    """

    name: str
    low: float
    high: float
    marks: tuple[tuple[str, float], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix.

    Attributes
    ----------
    row, column
        Names on the axes.
    value
        Gain in share, 0-1; None where the publisher withholds the figure.
    text
        Printed in the cell; short.
    tip
        The whole in words.
    is_chosen
        Whether its column is the one that the page talks about.
    is_base
        Whether it says what is held now, not what would be added.
    """

    row: str
    column: str
    value: float | None
    text: str
    tip: str
    is_chosen: bool = False
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit with what is measured against it.

    Attributes
    ----------
    name
        The limit in words.
    target
        0-1.
    low, high
        Ends of the figure, 0-1 and more; None without data.
    stand_in
        Ends of what is shown in its place, drawn hollow; None where nothing is.
    state
        Whether the limit is kept, in a word or two with its sign: the colour is never alone.
    text
        Figure in words.
    role
        Colour of the figure.
    """

    name: str
    target: float
    low: float | None
    high: float | None
    stand_in: tuple[float, float] | None
    state: str
    text: str
    role: Role


def concentration_history(figures: Sequence[YearFigures], theme: Theme, *, title: str) -> alt.LayerChart:
    """Return bounds of the HHI and the largest share by year; each publisher has its own line, each change is marked."""
    points = [Point(row.year, row.top1, row.series, row.top1_text) for row in figures]
    rows = [
        {
            "year": row.year,
            "period": row.period,
            "low": row.hhi_low,
            "high": row.hhi_high,
            "top": row.top1,
            "series": row.series,
            "hhi": row.hhi_text,
            "share": row.top1_text,
        }
        for row in figures
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("year:Q", title=None, scale=year_scale(points), axis=alt.Axis(format="d", tickMinStep=1, grid=False)),
        detail=alt.Detail("series:N"),
        tooltip=[
            alt.Tooltip("period:N", title="Year"),
            alt.Tooltip("hhi:N", title="HHI"),
            alt.Tooltip("share:N", title="Largest supplier"),
            alt.Tooltip("series:N", title="Publisher"),
        ],
    )
    # Above 1 there is room for the name of a new publisher.
    axis = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1])
    span = alt.Y("low:Q", title="0 to 1", scale=alt.Scale(domain=[0, 1.16], nice=False), axis=axis)
    index, largest = theme.marks[Role.HOME], theme.marks[Role.RISK]
    layers = [
        *publisher_breaks(points, theme),
        base.mark_area(color=index, opacity=0.28).encode(y=span, y2=alt.Y2("high:Q")),
        base.mark_line(color=index, strokeWidth=2).encode(y=span),
        base.mark_point(color=index, filled=True, size=46, opacity=1).encode(y=span),
        base.mark_line(color=largest, strokeWidth=2).encode(y=alt.Y("top:Q")),
        base.mark_point(color=largest, filled=True, size=46, shape="square", opacity=1).encode(y=alt.Y("top:Q")),
    ]
    return finished(layers, theme, HISTORY_PX, history_alt(title, figures))


def history_alt(title: str, figures: Sequence[YearFigures]) -> str:
    """Return the words of the history for a screen reader: both ends of each publisher's line."""
    said = []
    for series in dict.fromkeys(row.series for row in figures):
        own = [row for row in figures if row.series == series]
        ends = own if len(own) == 1 else [own[0], own[-1]]
        words = listing([f"HHI {row.hhi_text}, largest {row.top1_text} in {row.period}" for row in ends])
        said.append(f"{series}: {words}")
    return f"Line chart. {title}. {'; '.join(said) or NO_DATA}."


def range_rows(rows: Sequence[RangeRow], theme: Theme, *, title: str) -> alt.LayerChart:
    """Return a line from low to high a row, with its named points and the range in words."""
    lines = [{"name": row.name, "low": row.low, "high": row.high, "text": row.text} for row in rows]
    points = [{"name": row.name, "value": value, "mark": mark} for row in rows for mark, value in row.marks]
    order = [row.name for row in rows]
    reach = max((row.high for row in rows), default=1.0)
    across = alt.Scale(domain=[0, max(reach * 1.6, 0.05)], nice=False)
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=170))
    base = alt.Chart(alt.InlineData(values=lines)).encode(y=y)
    rule = base.mark_rule(strokeWidth=7, color=theme.marks[Role.OTHER], opacity=0.45).encode(
        x=alt.X("low:Q", axis=None, scale=across), x2=alt.X2("high:Q")
    )
    words = base.mark_text(align="left", dx=12, fontSize=TEXT_PX, color=theme.ink).encode(
        x=alt.X("high:Q", axis=None, scale=across), text=alt.Text("text:N")
    )
    dots = (
        alt.Chart(alt.InlineData(values=points))
        .mark_point(filled=True, size=62, opacity=1, color=theme.ink)
        .encode(
            x=alt.X("value:Q", axis=None, scale=across),
            y=y,
            shape=alt.Shape("mark:N", legend=alt.Legend(title=None, orient="bottom", labelFontSize=TEXT_PX)),
            tooltip=[
                alt.Tooltip("name:N", title="Of"),
                alt.Tooltip("mark:N", title="By"),
                alt.Tooltip("value:Q", format=".1%"),
            ],
        )
    )
    said = ", ".join(f"{row.name} {row.text}" for row in rows[:_MAX_SAID]) or NO_DATA
    return finished(
        [rule, dots, words], theme, KEY_PX + RANGE_STEP_PX * max(1, len(rows)), f"Range chart. {title}. {said}."
    )


def gain_heatmap(
    cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str], theme: Theme, *, title: str
) -> alt.LayerChart:
    """Return the matrix in the order given, each cell with its figure; colours are the classes of world shares."""
    values = [
        {
            "row": cell.row,
            "column": cell.column,
            "text": cell.text,
            "tip": cell.tip,
            "fill": _fill(cell, theme),
            "ink": _ink_on(_fill(cell, theme)),
            "line": theme.ink if cell.is_chosen else theme.sea,
            "width": 1.6 if cell.is_chosen else 1.0,
        }
        for cell in cells
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X(
            "column:N",
            sort=list(columns),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-55, labelAlign="left", labelLimit=140, labelPadding=4),
        ),
        y=alt.Y("row:N", sort=list(rows), title=None, axis=alt.Axis(labelLimit=140)),
        tooltip=alt.Tooltip("tip:N", title="Gain"),
    )
    boxes = base.mark_rect().encode(
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("line:N", scale=None),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
    )
    words = base.mark_text(fontSize=11.5).encode(text=alt.Text("text:N"), color=alt.Color("ink:N", scale=None))
    return finished([boxes, words], theme, CELL_PX * max(1, len(rows)), heatmap_alt(title, cells))


def heatmap_alt(title: str, cells: Sequence[Cell]) -> str:
    """Return the words of the matrix for a screen reader: its largest cells."""
    largest = sorted((cell for cell in cells if cell.value), key=lambda cell: -(cell.value or 0.0))[:_MAX_SAID]
    said = "; ".join(cell.tip for cell in largest) or "no gain anywhere"
    return f"Matrix. {title}. Largest: {said}. The table below has every cell."


def limit_bars(limits: Sequence[Limit], theme: Theme, *, title: str) -> alt.LayerChart:
    """Return the limits as bars on one scale from 0 to 100 %, with the limit marked; no data is grey."""
    rows: list[dict[str, Any]] = []
    for limit in limits:
        has_data = limit.low is not None and limit.high is not None
        ends = (limit.low or 0.0, limit.high or 0.0)
        shown = limit.stand_in or (0.0, 0.0)
        rows.append(
            {
                "name": limit.name,
                "state": limit.state,
                "text": limit.text,
                "target": limit.target,
                "track": theme.land if has_data else empty_track(theme),
                "low": min(1.0, ends[0]),
                "high": min(1.0, ends[1]),
                "solid": min(1.0, ends[0]) if has_data else 0.0,
                "from": min(1.0, shown[0]),
                "to": min(1.0, max(shown[1], shown[0] + 0.003)) if limit.stand_in else min(1.0, shown[0]),
                "colour": theme.marks[limit.role],
                "none": 0.0,
                "whole": 1.0,
            }
        )
    across = alt.Scale(domain=[0, 1], nice=False)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=[limit.name for limit in limits], axis=None, scale=alt.Scale(paddingInner=0.1))
    )
    axis = alt.Axis(format=".0%", tickCount=5, grid=False)
    track = base.mark_bar(height=15).encode(
        x=alt.X("none:Q", title=None, scale=across, axis=axis),
        x2=alt.X2("whole:Q"),
        color=alt.Color("track:N", scale=None),
    )
    solid = base.mark_bar(height=15).encode(
        x=alt.X("none:Q"), x2=alt.X2("solid:Q"), color=alt.Color("colour:N", scale=None)
    )
    open_end = base.mark_bar(height=15, opacity=0.4).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), color=alt.Color("colour:N", scale=None)
    )
    stand_in = (
        base.transform_filter(alt.datum.to > alt.datum["from"])
        .mark_bar(height=9, filled=False, strokeWidth=1.6, color=theme.ink)
        .encode(x=alt.X("from:Q"), x2=alt.X2("to:Q"))
    )
    mark = base.mark_tick(thickness=3, size=27, color=theme.ink).encode(x=alt.X("target:Q"))
    named = base.mark_text(align="left", dy=-22, fontSize=14, fontWeight=600, color=theme.ink).encode(
        x=alt.value(0), text=alt.Text("name:N")
    )
    state = base.mark_text(align="right", dy=-22, fontSize=14, fontWeight=600, color=theme.ink).encode(
        x=alt.value("width"), text=alt.Text("state:N")
    )
    words = base.mark_text(align="left", dy=20, fontSize=TEXT_PX, color=theme.muted_ink).encode(
        x=alt.value(0), text=alt.Text("text:N")
    )
    said = "; ".join(f"{limit.name}: {limit.state}, {limit.text}" for limit in limits)
    layers = [track, solid, open_end, stand_in, mark, named, state, words]
    return finished(layers, theme, LIMIT_STEP_PX * max(1, len(limits)), f"Gauges. {title}. {said}.")


def empty_track(theme: Theme) -> str:
    """Return the grey of a bar without data: that of the hatch, thinned so that the marks on it stand out."""
    grey, ground = rgb(theme.hatch), rgb(theme.sea)
    return "#" + "".join(f"{round(_THIN * a + (1 - _THIN) * b):02X}" for a, b in zip(grey, ground, strict=True))


def _fill(cell: Cell, theme: Theme) -> str:
    if cell.is_base:
        return theme.areas[Role.MEMBER]
    if cell.value is None:
        return theme.hatch
    found = WORLD_SHARE.class_of(cell.value)
    return theme.land if found is None or not cell.value > 0 else theme.sequential[found]


def _ink_on(fill: str) -> str:
    """Return black or white, whichever is easier to read on `fill`."""
    return max(_INKS, key=lambda ink: contrast(ink, fill))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours ``#RRGGBB`` as WCAG 2 defines it, 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` as WCAG 2 defines it, 0-1."""
    parts = [value / 255 for value in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
