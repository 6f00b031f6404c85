"""Imports over the years as bands of suppliers, with dated export measures and the trade years on one axis.

Each band bears its supplier's name at its right end and a line between it and the next, so that no meaning hangs on
colour. What lies right of the last trade year is marked as such.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from geo.model.calendar import EPOCH, day_number, parse_day
from geo.topics.dependence.answer.history import History
from geo.view import words
from geo.view.charts import finished
from geo.view.palette import Role, Theme
from geo.words.language import say

HEIGHT_PX = 300
DAYS = 365.25
LEAST_NAMED = 0.03
"""Part of the newest year below which a band has no room for its name."""
ROOM_YEARS = 1.0
"""The axis ends this long after the last year or measure."""
MOST_TICKS = 12
CLOSE_YEARS = 1.2
"""Lines nearer to each other share one text."""
NAME_YEARS = 6.0
"""Room for the names of the bands, right of it."""
FAINT = (1.0, 0.78, 0.58, 0.42, 0.3, 0.22)
"""Strength of the fills of one role, the largest supplier first."""


@dataclass(frozen=True, slots=True)
class Band:
    """One supplier, or the rest together."""

    name: str
    role: Role
    shares: Mapping[int, float]


def bands(found: History, names: Mapping[str, str], role_of: Callable[[str], Role]) -> tuple[Band, ...]:
    """Return the suppliers that are drawn, and the rest."""
    own = [
        Band(names[area], role_of(area), {year.year: year.share(area) for year in found.years}) for area in found.drawn
    ]
    left = {year.year: max(0.0, 1.0 - sum(band.shares[year.year] for band in own)) for year in found.years}
    return (*own, Band(say("All others"), Role.OTHER, left)) if any(part > 0 for part in left.values()) else tuple(own)


def shares_over_years(found: History, shown: Sequence[Band], year: int, theme: Theme, *, title: str) -> alt.LayerChart:
    """Return the chart; `year` is marked."""
    last = found.years[-1].year
    marks = _measure_marks(found)
    end = max([last + ROOM_YEARS, *(mark["at"] + ROOM_YEARS for mark in marks)])
    across = alt.Scale(domain=[found.years[0].year, end + NAME_YEARS], nice=False, zero=False)
    up = alt.Scale(domain=[0, 1])
    x = alt.X(
        "year:Q",
        title=None,
        scale=across,
        axis=alt.Axis(format="d", values=_ticks(found.years[0].year, end), grid=False),
    )
    fills = _fills(shown, theme)
    base = alt.Chart(alt.InlineData(values=_rows(shown)))
    areas = base.mark_area(stroke=theme.sea, strokeWidth=1, opacity=1).encode(
        x=x,
        y=alt.Y("low:Q", title=None, scale=up, axis=alt.Axis(format="%", tickCount=4)),
        y2=alt.Y2("high:Q"),
        fill=alt.Fill("name:N", scale=alt.Scale(domain=[*fills], range=[*fills.values()]), legend=None),
        tooltip=alt.Tooltip("tip:N", title="Supplier"),
    )
    named = alt.Chart(alt.InlineData(values=_names(shown, last, end))).mark_text(
        align="left", dx=4, fontSize=13, color=theme.ink
    )
    layers = [
        areas,
        named.encode(x=alt.X("at:Q", scale=across), y=alt.Y("middle:Q", scale=up), text=alt.Text("name:N")),
    ]
    chosen = alt.Chart(alt.InlineData(values=[{"year": year}])).mark_rule(strokeWidth=2.5, color=theme.ink)
    layers.append(chosen.encode(x=alt.X("year:Q", scale=across)))
    if marks:
        lines = alt.Chart(alt.InlineData(values=marks))
        at = {"x": alt.X("at:Q", scale=across), "tooltip": alt.Tooltip("tip:N", title="Measure")}
        layers.append(lines.mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=theme.marks[Role.RISK]).encode(**at))
        numbers = alt.Chart(alt.InlineData(values=_numbers(marks))).mark_text(dy=-7, fontSize=12, color=theme.ink)
        layers.append(
            numbers.encode(x=alt.X("at:Q", scale=across), y=alt.Y("top:Q", scale=up), text=alt.Text("number:N"))
        )
    broken = [{"year": each} for each in found.marked if found.years[0].year <= each <= last]
    if broken:
        break_marks = alt.Chart(alt.InlineData(values=broken)).mark_point(
            shape="triangle-up", size=45, filled=True, color=theme.ink
        )
        layers.append(break_marks.encode(x=alt.X("year:Q", scale=across), y=alt.value(HEIGHT_PX - 4)))
    return finished(layers, theme, HEIGHT_PX, _alt_text(found, shown, title))


def _ticks(first: int, end: float) -> list[int]:
    """Return the years under the axis, none under the names of the bands."""
    step = 5 if end - first > MOST_TICKS else 1
    return [year for year in range(first, int(end) + 1) if year % step == 0]


def _fills(shown: Sequence[Band], theme: Theme) -> dict[str, str]:
    """Return a colour a band: that of its role, fainter for each further one of the role."""
    used: dict[Role, int] = {}
    found = {}
    for band in shown:
        place = used.get(band.role, 0)
        used[band.role] = place + 1
        found[band.name] = mixed(theme.marks[band.role], theme.sea, FAINT[min(place, len(FAINT) - 1)])
    return found


def mixed(colour: str, ground: str, part: float) -> str:
    """Return `part` of a colour over a ground, both ``#RRGGBB``."""
    first, second = ([int(code[at : at + 2], 16) for at in (1, 3, 5)] for code in (colour, ground))
    return "#" + "".join(f"{round(part * a + (1 - part) * b):02x}" for a, b in zip(first, second, strict=True))


def _rows(shown: Sequence[Band]) -> list[dict[str, Any]]:
    rows = []
    for year in shown[0].shares:
        reached = 1.0
        for band in shown:
            share = band.shares[year]
            tip = f"{band.name}, {year}: {words.share(share)}"
            rows.append({"year": year, "name": band.name, "low": reached - share, "high": reached, "tip": tip})
            reached -= share
    return rows


def _names(shown: Sequence[Band], last: int, end: float) -> list[dict[str, Any]]:
    rows, reached = [], 1.0
    for band in shown:
        share = band.shares[last]
        if share >= LEAST_NAMED:
            words_ = f"{band.name} {words.share(share)}"
            rows.append(
                {"at": last if end - last <= ROOM_YEARS else end, "middle": reached - share / 2, "name": words_}
            )
        reached -= share
    return rows


def _measure_marks(found: History) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = []
    for place, each in enumerate(found.followed, start=1):
        starts = each.measure.starts or ""
        at = EPOCH.year + day_number(parse_day(starts)) / DAYS
        if at >= found.years[0].year:
            tip = f"{place}. {each.measure.actor}, {each.measure.kind.label}, from {starts}"
            marks.append({"at": at, "number": str(place), "tip": tip})
    return marks


def _numbers(marks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the numbers over the lines; of lines that stand close the first and the last, in one text."""
    groups: list[list[dict[str, Any]]] = []
    for mark in marks:
        if groups and mark["at"] - groups[-1][0]["at"] < CLOSE_YEARS:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [
        {
            "at": (own[0]["at"] + own[-1]["at"]) / 2,
            "top": 1.0,
            "number": own[0]["number"] if len(own) == 1 else f"{own[0]['number']}\u2013{own[-1]['number']}",
        }
        for own in groups
    ]


def _alt_text(found: History, shown: Sequence[Band], title: str) -> str:
    first, last = found.years[0].year, found.years[-1].year
    said = "; ".join(
        f"{band.name} {words.share(band.shares[first])} in {first}, {words.share(band.shares[last])} in {last}"
        for band in shown
    )
    measures = f" {len(found.followed)} dated export measures are marked and listed below." if found.followed else ""
    return f"Bands of suppliers by year. {title}. {said}.{measures} The table below has every year."
