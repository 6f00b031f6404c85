"""Where to look: all minerals of a stage by concentration and governance of their suppliers, each with its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt

from geo.view.charts import finished
from geo.view.palette import Role, Theme
from geo.view.words import NO_DATA

LOOKOUT_PX = 400
LOOKOUT_WIDTH_PX = 640
"""Width at which names are placed; in a wider chart they stand farther apart."""
LETTER_PX, LINE_PX = 6.6, 15.0
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
        x2="high:Q",
        color=alt.Color("colour:N", scale=None),
    )
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
    return finished([bounds, dots, *names], theme, LOOKOUT_PX, description)


Align = Literal["left", "center", "right"]

_ANCHORS: dict[str, tuple[Align, float, float]] = {
    "right": ("left", 9.0, 0.0),
    "left": ("right", -9.0, 0.0),
    "above": ("center", 0.0, -12.0),
    "below": ("center", 0.0, 13.0),
    "high right": ("left", 6.0, -10.0),
    "low right": ("left", 6.0, 11.0),
    "high left": ("right", -6.0, -10.0),
    "low left": ("right", -6.0, 11.0),
}
"""Where a name can stand beside its dot: alignment, and pixels right and down."""


def _spot_names(base: alt.Chart, across: alt.Scale, place: str) -> alt.Chart:
    align, dx, dy = _ANCHORS[place]
    names: alt.Chart = (
        base.transform_filter(alt.datum.place == place)
        .mark_text(align=align, dx=dx, dy=dy, fontSize=12.5)
        .encode(x=alt.X("high:Q", scale=across), text="name:N", color=alt.Color("colour:N", scale=None))
    )
    return names


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the axis of governance: fixed, so that stages compare, and wider only if a value needs it."""
    return min([-0.6, *(value - 0.1 for value in values)]), max([0.8, *(value + 0.1 for value in values)])


Box = tuple[float, float, float, float]


def _name_places(spots: Sequence[Spot], span: tuple[float, float]) -> list[str]:
    """Return where each name stands, so that names and dots keep apart as far as there is room; the chosen one first."""
    dots = [
        (spot.hhi_high * LOOKOUT_WIDTH_PX, (spot.governance - span[0]) / (span[1] - span[0]) * LOOKOUT_PX)
        for spot in spots
    ]
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in dots]
    places = ["right"] * len(spots)
    order = sorted(range(len(spots)), key=lambda k: (not spots[k].is_chosen, -spots[k].hhi_high))
    for k in order:
        boxes = {place: _name_box(dots[k], spots[k].name, place) for place in _ANCHORS}
        own = taken[k]
        clashes = {
            place: sum(_overlap(box, other) for other in taken if other is not own) + 3 * _outside(box)
            for place, box in boxes.items()
        }
        places[k] = min(_ANCHORS, key=lambda place: clashes[place])
        taken.append(boxes[places[k]])
    return places


def _name_box(dot: tuple[float, float], name: str, place: str) -> Box:
    align, dx, dy = _ANCHORS[place]
    width = len(name) * LETTER_PX
    left = dot[0] + dx - {"left": 0.0, "center": width / 2, "right": width}[align]
    return left, dot[1] + dy - LINE_PX / 2, left + width, dot[1] + dy + LINE_PX / 2


def _overlap(first: Box, second: Box) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def _outside(box: Box) -> bool:
    return box[0] < 0 or box[2] > LOOKOUT_WIDTH_PX or box[1] < 0 or box[3] > LOOKOUT_PX
