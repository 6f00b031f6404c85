"""Where to look: all minerals of a stage by concentration and governance of their suppliers, each with its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt

from geo.view.charts import finished
from geo.view.palette import Role, Theme
from geo.view.words import NO_DATA

LOOKOUT_PX = 440
AXIS_PX = 62
"""Part of the height below the field of the chart."""
LOOKOUT_WIDTH_PX = 730
"""Width of the field at which names are placed; in a wider chart they stand farther apart."""
LETTER_PX, LINE_PX = 6.7, 14.0
PASSES = 4
"""How often names are placed anew beside all others."""
HIGH_HHI = 0.18
"""High concentration in the US merger guidelines of 1992 and 1997; for countries it is a convention."""
_MAX_SAID = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """One mineral in the picture of where to look.

    Attributes
    ----------
    code, name
        Key of a choice, and what is printed.
    hhi_low, hhi_high
        Bounds of the HHI, 0-1.
    governance
        Mean estimate of the suppliers, about -2.5 to 2.5.
    tip
        The whole in words.
    is_chosen
        Drawn with emphasis.
    """

    code: str
    name: str
    hhi_low: float
    hhi_high: float
    governance: float
    tip: str
    is_chosen: bool = False


PICK = "mineral"
"""Name of the choice in the picture of where to look."""


def lookout(spots: Sequence[Spot], theme: Theme, *, title: str) -> alt.LayerChart:
    """Return concentration against governance, weak governance on top; a click chooses a mineral by its code."""
    low, high = _span([spot.governance for spot in spots])
    rows = [
        {
            "code": spot.code,
            "name": spot.name,
            "low": spot.hhi_low,
            "high": spot.hhi_high,
            "governance": spot.governance,
            "tip": spot.tip,
            "colour": theme.marks[Role.RISK if spot.is_chosen else Role.NEUTRAL],
            "size": 150 if spot.is_chosen else 62,
            "weight": "bold" if spot.is_chosen else "normal",
            "place": place,
        }
        for spot, place in zip(spots, _name_places(spots, (low, high)), strict=True)
    ]
    y = alt.Y(
        "governance:Q",
        title="Governance of the suppliers (up: weaker)",
        scale=alt.Scale(domain=[high, low], nice=False),
        axis=alt.Axis(tickCount=5, format=".1f"),
    )
    across = alt.Scale(domain=[0, 1], nice=False)
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y)
    bounds = base.mark_rule(strokeWidth=2, opacity=0.5).encode(
        x=alt.X("low:Q", title="Concentration (HHI, 0 to 1)", scale=across, axis=alt.Axis(tickCount=5, grid=False)),
        x2=alt.X2("high:Q"),
        color=alt.Color("colour:N", scale=None),
    )
    lines = [_line(across, y, theme, x=HIGH_HHI), _line(across, y, theme, governance=0.0)]
    pick = alt.selection_point(name=PICK, fields=["code"], on="click", clear="dblclick", toggle=False)
    dots = (
        base.mark_point(filled=True, opacity=1)
        .encode(
            x=alt.X("high:Q", scale=across),
            color=alt.Color("colour:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            tooltip=alt.Tooltip("tip:N", title="Mineral"),
        )
        .add_params(pick)
    )
    names = [_spot_names(base, across, place) for place in _ANCHORS]
    worst = sorted(spots, key=lambda spot: -spot.hhi_high)[:_MAX_SAID]
    said = "; ".join(spot.tip for spot in worst) or NO_DATA
    description = f"Scatter chart. {title}. Most concentrated: {said}. The table below has every mineral."
    return finished([*lines, bounds, dots, *names], theme, LOOKOUT_PX, description)


Align = Literal["left", "center", "right"]

_ANCHORS: dict[str, tuple[Align, float, float]] = {
    "right": ("left", 9.0, 0.0),
    "left": ("right", -9.0, 0.0),
    "above": ("center", 0.0, -12.0),
    "below": ("center", 0.0, 13.0),
    "high right": ("left", 6.0, -10.0),
    "higher": ("center", 0.0, -22.0),
    "lower": ("center", 0.0, 23.0),
    "low right": ("left", 6.0, 11.0),
    "high left": ("right", -6.0, -10.0),
    "low left": ("right", -6.0, 11.0),
}
"""Where a name can stand beside its dot: alignment, and pixels right and down."""


def _line(
    across: alt.Scale, y: alt.Y, theme: Theme, *, x: float | None = None, governance: float | None = None
) -> alt.Chart:
    """Return a dashed line with its meaning: the convention for high concentration, or the mean of all countries."""
    row = {"x": x or 0.0, "governance": governance or 0.0}
    base = alt.Chart(alt.InlineData(values=[row])).mark_rule(color=theme.muted_ink, strokeDash=[3, 3])
    drawn: alt.Chart = base.encode(x=alt.X("x:Q", scale=across)) if governance is None else base.encode(y=y)
    return drawn


def _spot_names(base: alt.Chart, across: alt.Scale, place: str) -> alt.Chart:
    align, dx, dy = _ANCHORS[place]
    names: alt.Chart = (
        base.transform_filter(alt.datum.place == place)
        .mark_text(align=align, dx=dx, dy=dy, fontSize=12.5)
        .encode(x=alt.X("high:Q", scale=across), text=alt.Text("name:N"), color=alt.Color("colour:N", scale=None))
    )
    return names


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the axis of governance: fixed, so that stages compare, and wider only if a value needs it."""
    return min([-0.45, *(value - 0.1 for value in values)]), max([0.45, *(value + 0.1 for value in values)])


Box = tuple[float, float, float, float]


def _name_places(spots: Sequence[Spot], span: tuple[float, float]) -> list[str]:
    """Return where each name stands, so that names and dots keep apart as far as there is room; the chosen one first."""
    field = LOOKOUT_PX - AXIS_PX
    dots = [
        (spot.hhi_high * LOOKOUT_WIDTH_PX, (spot.governance - span[0]) / (span[1] - span[0]) * field) for spot in spots
    ]
    marks: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in dots]
    options = [
        {place: _name_box(dot, spot.name, place) for place in _ANCHORS} for dot, spot in zip(dots, spots, strict=True)
    ]
    places = ["right"] * len(spots)
    order = sorted(range(len(spots)), key=lambda k: (not spots[k].is_chosen, -spots[k].hhi_high))
    for _ in range(PASSES):
        for k in order:
            others = [options[j][places[j]] for j in range(len(spots)) if j != k]
            others += [mark for j, mark in enumerate(marks) if j != k]
            clashes = {place: _clash(box, others, field) for place, box in options[k].items()}
            places[k] = min(clashes, key=clashes.__getitem__)
    return places


def _clash(box: Box, others: Sequence[Box], field: float) -> float:
    """Return the area that `box` shares with others or that lies outside the field, in square pixels."""
    inside = max(0.0, min(box[2], LOOKOUT_WIDTH_PX) - max(box[0], 0.0)) * max(
        0.0, min(box[3], field) - max(box[1], 0.0)
    )
    outside = (box[2] - box[0]) * (box[3] - box[1]) - inside
    return 4 * outside + sum(_shared(box, other) for other in others)


def _shared(first: Box, second: Box) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return width * height if width > 0 and height > 0 else 0.0


def _name_box(dot: tuple[float, float], name: str, place: str) -> Box:
    align, dx, dy = _ANCHORS[place]
    width = len(name) * LETTER_PX
    left = dot[0] + dx - {"left": 0.0, "center": width / 2, "right": width}[align]
    return left, dot[1] + dy - LINE_PX / 2, left + width, dot[1] + dy + LINE_PX / 2
