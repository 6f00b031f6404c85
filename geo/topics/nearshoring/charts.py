"""Charts of near-shoring: the frontier of cost against security, and the overview of minerals and home regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from geo.view.charts import TEXT_PX, finished
from geo.view.legend import Legend, LegendEntry, LegendRamp, Swatch
from geo.view.palette import Role, Theme, ThemeName

FRONTIER_HEIGHT_PX = 190
CELL_HEIGHT_PX = 23
STRONG_CLASS = 3
"""From this class on a tile is nearer to the ink than to the paper."""
OPEN_BREAKS = (1e-9, 0.25, 0.5, 0.75)
"""Breaks of the part of a need that stays open, 0-1; they never follow the data."""
OPEN_LABELS = ("nothing", "under 25 %", "25–50 %", "50–75 %", "over 75 %")
PICK = "cell"
"""Name of the selection in the overview."""


@dataclass(frozen=True, slots=True)
class Step:
    """One point of the frontier.

    Attributes
    ----------
    outside, outside_text
        Most that may come from outside the roster, 0-1, and in words.
    open_share, open_text
        Part of the need that stays open, 0-1, and in words.
    cost, cost_text
        Mean cost of a covered tonne; None where nothing is covered.
    is_chosen
        Whether this is the limit that is set.
    """

    outside: float
    outside_text: str
    open_share: float
    open_text: str
    cost: float | None
    cost_text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell of the overview; ``left`` is the part of the need that stays open, 0-1, None where there is no figure."""

    id: str
    row: str
    column: str
    left: float | None
    text: str
    tip: str


def frontier_chart(steps: Sequence[Step], theme: Theme, *, unit: str) -> alt.LayerChart:
    """Return what stays open against the limit on suppliers from outside the roster, and what a tonne costs in the tip.

    Security is on the horizontal axis (how much may come from outside), the open part on the vertical one; the cost of
    a covered tonne is written at both ends and at the limit that is set.
    """
    rows = [
        {
            "outside": 100 * step.outside,
            "open": 100 * step.open_share,
            "cost": step.cost,
            "limit": step.outside_text,
            "left": step.open_text,
            "price": step.cost_text,
            "chosen": step.is_chosen,
        }
        for step in steps
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("outside:Q", title="At most from outside the roster, % of the need", scale=alt.Scale(domain=[0, 100])),
        tooltip=[
            alt.Tooltip("limit:N", title="At most from outside"),
            alt.Tooltip("left:N", title="Stays open"),
            alt.Tooltip("price:N", title="Mean cost of a tonne"),
        ],
    )
    known = [step.cost for step in steps if step.cost is not None]
    span = alt.Scale(domain=[0, max(known, default=1.0) * 1.15 or 1.0])
    costed = base.transform_filter("isValid(datum.cost)")
    colour = theme.marks[Role.HOME]
    line = costed.mark_line(color=colour, strokeWidth=2.5).encode(
        y=alt.Y("cost:Q", title=unit, scale=span, axis=alt.Axis(tickCount=4, format="~s", grid=False))
    )
    dots = costed.mark_point(size=36, filled=True, opacity=1, color=colour).encode(
        y=alt.Y("cost:Q", scale=span, axis=None)
    )
    left = base.mark_line(color=theme.marks[Role.RISK], strokeWidth=2, strokeDash=[5, 3]).encode(
        y=alt.Y(
            "open:Q",
            title="Stays open, %",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(orient="right", tickCount=4),
        )
    )
    here = base.transform_filter("datum.chosen").mark_rule(color=theme.ink, strokeWidth=1.5)
    made = finished([here, line, dots, left], theme, FRONTIER_HEIGHT_PX, frontier_alt(steps, unit))
    made.resolve = alt.Resolve(scale=alt.ScaleResolveMap(y="independent"))
    return made


def frontier_alt(steps: Sequence[Step], unit: str) -> str:
    """Return the words of the frontier for a screen reader."""
    named = [
        f"at most {step.outside_text} from outside: {step.open_text} open, {step.cost_text}"
        for step in (steps[0], steps[-1])
    ]
    return f"Line chart. Cost of a covered tonne ({unit}) and open part against the limit. {'; '.join(named)}."


def tile_class(left: float | None) -> int | None:
    """Return the class of an open part, None where there is no figure."""
    return None if left is None else sum(left >= limit for limit in OPEN_BREAKS)


def open_ramp(theme: Theme) -> tuple[str, ...]:
    """Return the fills of the classes; the middle shade on which no text reads well is left out."""
    is_light = theme.name is ThemeName.LIGHT
    return tuple(theme.sequential[at] for at in ((0, 1, 2, 4, 5) if is_light else (0, 1, 3, 4, 5)))


def overview_legend(theme: Theme) -> Legend:
    """Return what the colours of the overview mean."""
    ramp = LegendRamp("Stays open, with all redirected trade counted", open_ramp(theme), OPEN_LABELS)
    return Legend((ramp,), (LegendEntry(Swatch.FILL, theme.land, "No need in tonnes"),))


def overview_chart(tiles: Sequence[Tile], theme: Theme, *, columns: Sequence[str], title: str) -> alt.LayerChart:
    """Return tiles by row and column, each with its text; a click on one selects it under the name `PICK`."""
    ramp = open_ramp(theme)
    rows = [
        {
            "id": tile.id,
            "row": tile.row,
            "column": tile.column,
            "text": tile.text,
            "tip": tile.tip,
            "fill": theme.land if (at := tile_class(tile.left)) is None else ramp[at],
            "ink": _ink(at, theme),
        }
        for tile in tiles
    ]
    order = list(dict.fromkeys(tile.row for tile in tiles))
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", clear="dblclick", empty=True)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "column:N",
            sort=list(columns),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, labelLimit=200),
        ),
        y=alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=190)),
        tooltip=[alt.Tooltip("tip:N", title="Cell")],
    )
    boxes = base.mark_rect(stroke=theme.sea, strokeWidth=2, cursor="pointer").encode(
        fill=alt.Fill("fill:N", scale=None)
    )
    words = base.mark_text(fontSize=TEXT_PX).encode(text=alt.Text("text:N"), color=alt.Color("ink:N", scale=None))
    return finished(
        [boxes.add_params(pick), words], theme, CELL_HEIGHT_PX * max(1, len(order)) + 24, overview_alt(title, tiles)
    )


def overview_alt(title: str, tiles: Sequence[Tile]) -> str:
    """Return the words of the overview for a screen reader: where least can be covered."""
    known = sorted((tile for tile in tiles if tile.left is not None), key=lambda tile: (-(tile.left or 0.0), tile.id))
    least = "; ".join(f"{tile.row}, {tile.column}: {tile.text}" for tile in known[:5])
    return f"Heat map. {title}. {len(tiles)} cells. Least covered: {least or 'no data'}."


def _ink(at: int | None, theme: Theme) -> str:
    """Return the colour of text that reads on a class: the page's ink, its opposite on tiles as strong as the ink."""
    is_strong = at is not None and at >= (STRONG_CLASS if theme.name is ThemeName.LIGHT else STRONG_CLASS - 1)
    return theme.halo if is_strong else theme.ink
