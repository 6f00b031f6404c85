"""Who sells to whom as two columns with ribbons between them: the largest by name, the rest as one end a side.

A ribbon's thickness is its amount, on one scale for the whole picture; names keep room for a line of text each, so that a
thin end stays readable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from geo.view.charts import TEXT_PX, finished
from geo.view.palette import Role, Theme
from geo.view.words import listing

LEFT, RIGHT = -0.6, 1.5
"""Ends of the picture where the ribbons run from 0 to 1: room for the names on both sides."""
NAME_PX = 225
NODE_PX = 10
LINE_PX = 23
"""Least room of an end: one line of text."""
STEPS = 20
RIBBON_OPACITY = 0.62
HEIGHT_PX = 400
_MAX_SAID = 6


@dataclass(frozen=True, slots=True)
class FlowEnd:
    """A supplier or a buyer.

    Attributes
    ----------
    code, name
        Key of the ribbons, and what is printed.
    amount
        In the unit of the ribbons.
    text
        Figure and remarks in words.
    role
        Colour of a supplier's ribbons.
    """

    code: str
    name: str
    amount: float
    text: str
    role: Role = Role.OTHER


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow between two ends, with its words under the pointer."""

    supplier: str
    buyer: str
    amount: float
    tip: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an end lies: top of its bar and its height, in pixels, and the middle of its name."""

    top: float
    height: float
    middle: float


def flow_picture(
    suppliers: Sequence[FlowEnd],
    buyers: Sequence[FlowEnd],
    ribbons: Sequence[Ribbon],
    theme: Theme,
    *,
    title: str,
    height_px: int = HEIGHT_PX,
) -> alt.LayerChart:
    """Return the picture; ends keep their order from top to bottom."""
    unit = min(_unit([end.amount for end in ends], height_px) for ends in (suppliers, buyers))
    left, right = _places(suppliers, unit, height_px), _places(buyers, unit, height_px)
    colours = {end.code: theme.marks[end.role] for end in suppliers}
    layers = [
        _ribbons(ribbons, (left, right), unit, colours, theme),
        _bars([(left[end.code], 0.0, colours[end.code]) for end in suppliers], height_px),
        _bars([(right[end.code], 1.0, theme.marks[Role.NEUTRAL]) for end in buyers], height_px),
        _names([(left[end.code], end) for end in suppliers], 0.0, theme),
        _names([(right[end.code], end) for end in buyers], 1.0, theme),
    ]
    return finished(layers, theme, height_px, flow_alt(title, suppliers, buyers, ribbons))


def flow_alt(title: str, suppliers: Sequence[FlowEnd], buyers: Sequence[FlowEnd], ribbons: Sequence[Ribbon]) -> str:
    """Return the words of the picture for a screen reader."""
    largest = sorted(ribbons, key=lambda ribbon: -ribbon.amount)[:_MAX_SAID]
    said = listing([ribbon.tip for ribbon in largest])
    return f"Flow picture. {title}. {len(suppliers)} suppliers on the left, {len(buyers)} buyers on the right. {said}."


def _unit(amounts: Sequence[float], height_px: float) -> float:
    """Return pixels a unit of amount, such that the ends fill the height and each has room for its name."""
    total = math.fsum(amounts)
    if not total > 0 or len(amounts) * LINE_PX >= height_px:
        return 0.0
    low, high = 0.0, height_px / total
    for _ in range(40):
        middle = (low + high) / 2
        if sum(max(middle * amount, LINE_PX) for amount in amounts) > height_px:
            high = middle
        else:
            low = middle
    return low


def _places(ends: Sequence[FlowEnd], unit: float, height_px: float) -> dict[str, _Place]:
    slots = [max(unit * end.amount, LINE_PX) for end in ends]
    reached = (height_px - sum(slots)) / 2
    found = {}
    for end, slot in zip(ends, slots, strict=True):
        height = unit * end.amount
        found[end.code] = _Place(reached + (slot - height) / 2, height, reached + slot / 2)
        reached += slot
    return found


def _ribbons(
    ribbons: Sequence[Ribbon],
    places: tuple[dict[str, _Place], dict[str, _Place]],
    unit: float,
    colours: dict[str, str],
    theme: Theme,
) -> alt.Chart:
    left, right = places
    used_left, used_right = dict.fromkeys(left, 0.0), dict.fromkeys(right, 0.0)
    rows: list[dict[str, Any]] = []
    for k, ribbon in enumerate(ribbons):
        thick = unit * ribbon.amount
        start = left[ribbon.supplier].top + used_left[ribbon.supplier]
        end = right[ribbon.buyer].top + used_right[ribbon.buyer]
        used_left[ribbon.supplier] += thick
        used_right[ribbon.buyer] += thick
        # Half a pixel at least, or a flow that is there would not be seen.
        body = max(thick, 0.5)
        for step in range(STEPS + 1):
            part = step / STEPS
            top = start + (end - start) * part * part * (3 - 2 * part)
            rows.append(
                {
                    "k": k,
                    "x": round(part, 3),
                    "y": round(top, 1),
                    "y2": round(top + body, 1),
                    "colour": colours.get(ribbon.supplier, theme.marks[Role.OTHER]),
                    "tip": ribbon.tip,
                }
            )
    drawn: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_area(opacity=RIBBON_OPACITY, interpolate="linear")
        .encode(
            x=_across(),
            y=alt.Y("y:Q", axis=None, scale=None),
            y2=alt.Y2("y2:Q"),
            detail=alt.Detail("k:N"),
            color=alt.Color("colour:N", scale=None),
            tooltip=alt.Tooltip("tip:N", title="Flow"),
        )
    )
    return drawn


def _bars(ends: Sequence[tuple[_Place, float, str]], height_px: float) -> alt.Chart:
    rows = [
        {
            "x": x,
            "y": round(place.top, 1),
            "y2": round(min(height_px, place.top + max(place.height, 1.0)), 1),
            "colour": c,
        }
        for place, x, c in ends
    ]
    drawn: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_rule(strokeWidth=NODE_PX, strokeCap="butt")
        .encode(
            x=_across(),
            y=alt.Y("y:Q", axis=None, scale=None),
            y2=alt.Y2("y2:Q"),
            color=alt.Color("colour:N", scale=None),
        )
    )
    return drawn


def _names(ends: Sequence[tuple[_Place, FlowEnd]], x: float, theme: Theme) -> alt.Chart:
    rows = [{"x": x, "y": round(place.middle, 1), "words": f"{end.name}  {end.text}"} for place, end in ends]
    is_left = x == 0.0
    drawn: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_text(
            align="right" if is_left else "left",
            dx=-NODE_PX if is_left else NODE_PX,
            fontSize=TEXT_PX,
            color=theme.ink,
            limit=NAME_PX,
        )
        .encode(x=_across(), y=alt.Y("y:Q", axis=None, scale=None), text=alt.Text("words:N"))
    )
    return drawn


def _across() -> alt.X:
    return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[LEFT, RIGHT], nice=False))
