"""The policy timeline: a line a measure, from its start to its end by its text, drawn as far as its state is known.

Solid: the state is known. Hollow: suspended. Dashed: by its text, beyond what is known, or announced. At the end stands
what happens there in words, so that no meaning hangs on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt

from geo.model.calendar import last_day, parse_day
from geo.schema.policy_codes import PolicyState
from geo.topics.dependence.answer.policy import Measure
from geo.view.charts import finished
from geo.view.palette import Role, Theme
from geo.words.language import say

ROW_PX = 23
AXIS_PX = 40
EARLIEST = date(2019, 1, 1)
"""A measure that is older is drawn from here on; its row says since when."""
BEYOND = timedelta(days=500)
"""The axis ends this long after the newest state, or after the last end by its text."""
LONGEST_LABEL = 34
MOST_SAID = 8
SOLID, HOLLOW, DASHED = "solid", "hollow", "dashed"

END_WORDS = {
    PolicyState.NOT_VERIFIED: "? then not verified",
    PolicyState.DISPUTED: "? disputed",
    PolicyState.ENDED: "| ended",
    PolicyState.ANNOUNCED: "announced",
    PolicyState.NOT_ENACTED: "not enacted",
    PolicyState.SUSPENDED: "suspended",
    PolicyState.LAUNCHED: "\u25c6 launched",
    PolicyState.REPORTED: "\u25c6 reported",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the line of a measure."""

    starts: date
    ends: date
    style: str


def segments(measure: Measure, last: date) -> tuple[Segment, ...]:
    """Return the parts of a measure's line, in order and without gaps, none beyond `last`; none without a start."""
    if measure.starts is None:
        return ()
    start, known = parse_day(measure.starts), last_day(measure.known_up_to)
    end = last if measure.ends is None else min(last, last_day(measure.ends))
    cuts: list[tuple[date, str]]
    if measure.state in (PolicyState.LAUNCHED, PolicyState.REPORTED):
        cuts = [(start + timedelta(days=14), SOLID)]
    elif measure.state in (PolicyState.NOT_VERIFIED, PolicyState.DISPUTED, PolicyState.SUSPENDED):
        since = start if measure.state_starts is None else max(start, parse_day(measure.state_starts))
        until = end if measure.state_ends is None else min(last, last_day(measure.state_ends))
        cuts = [(since, SOLID), (until, HOLLOW)]
    elif measure.state is PolicyState.IN_FORCE:
        cuts = [(min(known, end), SOLID), (end, DASHED)]
    elif measure.state is PolicyState.ENDED:
        cuts = [(end, SOLID)]
    else:
        cuts = [(end, DASHED)]
    found, at = [], start
    for until, style in cuts:
        if until > at:
            found.append(Segment(at, until, style))
            at = until
    return tuple(found)


def end_words(measure: Measure) -> str:
    """Return what stands at the end of a measure's line."""
    if measure.state is PolicyState.IN_FORCE:
        return say("| ends") if measure.ends else say("\u25b8 open")
    return END_WORDS[measure.state]


def timeline(measures: Sequence[Measure], newest: str, theme: Theme, *, title: str) -> alt.LayerChart:
    """Return the chart; measures without a single start are left to the list."""
    known = parse_day(newest)
    drawn = [measure for measure in measures if measure.starts is not None]
    ends = [last_day(each.until) for each in drawn if each.until is not None]
    starts = [parse_day(each.starts) for each in drawn if each.starts is not None]
    last = max([known + BEYOND, *(day + timedelta(days=60) for day in ends), *(day + BEYOND for day in starts)])
    first = max(EARLIEST, min(starts, default=EARLIEST))
    order = [_label(measure) for measure in drawn]
    rows = [_row(measure, part, first) for measure in drawn for part in segments(measure, last)]
    base = alt.Chart(alt.InlineData(values=[row for row in rows if row["to"] > row["from"]]))
    across = alt.Scale(domain=[first.isoformat(), last.isoformat()], nice=False)
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=330, labelFontSize=12))
    x = alt.X("from:T", title=None, scale=across, axis=alt.Axis(format="%Y", tickCount="year", grid=True))
    line = {"y": y, "x": x, "x2": alt.X2("to:T"), "tooltip": alt.Tooltip("tip:N", title="Measure")}
    solid = base.transform_filter(alt.datum.style == SOLID).mark_bar(height=10, color=theme.marks[Role.NEUTRAL])
    hollow = base.transform_filter(alt.datum.style == HOLLOW).mark_bar(
        height=10, fill="transparent", stroke=theme.ink, strokeWidth=1.5
    )
    dashed = base.transform_filter(alt.datum.style == DASHED).mark_rule(
        strokeDash=[4, 3], strokeWidth=2, color=theme.ink
    )
    at_end = alt.Chart(alt.InlineData(values=[_end(measure, last, first) for measure in drawn])).mark_text(
        align="left", dx=5, fontSize=12, color=theme.ink
    )
    ended = at_end.encode(y=y, x=alt.X("at:T", scale=across), text=alt.Text("words:N"))
    day = alt.Chart(alt.InlineData(values=[{"at": newest}])).mark_rule(color=theme.muted_ink, strokeDash=[2, 2])
    newest_day = day.encode(x=alt.X("at:T", scale=across))
    height = AXIS_PX + ROW_PX * max(1, len(drawn))
    layers = [newest_day, solid.encode(**line), hollow.encode(**line), dashed.encode(**line), ended]
    return finished(layers, theme, height, _alt_text(title, drawn))


def _row(measure: Measure, part: Segment, first: date) -> dict[str, Any]:
    return {
        "label": _label(measure),
        "from": max(first, part.starts).isoformat(),
        "to": part.ends.isoformat(),
        "style": part.style,
        "tip": _tip(measure),
    }


def _end(measure: Measure, last: date, first: date) -> dict[str, Any]:
    parts = segments(measure, last)
    reached = max([first, *(part.ends for part in parts)])
    return {"label": _label(measure), "at": reached.isoformat(), "words": end_words(measure)}


def _label(measure: Measure) -> str:
    """Return who and what in short, with the code, which no other measure has."""
    whole = f"{measure.actor}: {measure.kind.label}"
    short = whole if len(whole) <= LONGEST_LABEL else f"{whole[: LONGEST_LABEL - 1].rstrip()}\u2026"
    return f"{short} \u00b7 {measure.code}"


def _tip(measure: Measure) -> str:
    dates = f"{measure.starts or '?'} to {measure.until or 'open'}"
    return f"{measure.actor}, {measure.what}; {dates}; {measure.state.label}, known to {measure.known_up_to}"


def _alt_text(title: str, drawn: Iterable[Measure]) -> str:
    said = "; ".join([_tip(measure) for measure in drawn][:MOST_SAID])
    return f"Timeline. {title}. {said or 'No measure with a date.'}. The list below has every measure."
