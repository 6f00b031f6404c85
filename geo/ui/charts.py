"""Charts on the pages: answers turned into bars, drawn by geo.view.charts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import streamlit as st
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from geo.evidence.production import Production
from geo.schema.codes import Measure
from geo.ui import prose
from geo.ui.cache import kept
from geo.ui.frame import theme
from geo.view import words
from geo.view.charts import Bar, LayerChart, Point, history, share_bars, spec
from geo.view.palette import Role

MOST_BARS = 7
LEAST_HISTORY = 2
ROLE_WORDS = {
    Role.HOME: "in the region",
    Role.MEMBER: "roster",
    Role.PARTNER: "partner",
    Role.RISK: "falls away",
    Role.OTHER: "outside",
}
"""Words behind a bar."""


def production_bars(answer: Production, decide: Callable[[str], Role], most: int = MOST_BARS) -> None:
    """Draw the `most` largest countries, coloured and named by their role, which `decide` tells."""
    shown = [Bar(row.name, row.share, words.share(row.share), decide(row.area)) for row in answer.rows[:most]]
    what = "reserves" if answer.measure is Measure.RESERVES else f"{answer.stage.value} output"
    bars(shown, f"Share of world {what}, {answer.subject}, {answer.period}")


def production_history(answers: Sequence[Production], area: str, name: str) -> None:
    """Draw a country's figures over the years; each publisher's series stands alone."""
    points = [_point(answer, area) for answer in answers if not answer.is_projection and answer.has_tonnes]
    if len([point for point in points if point.value is not None]) < LEAST_HISTORY:
        return
    first = answers[0]
    what = "reserves" if first.measure is Measure.RESERVES else f"{first.stage.value} output"
    title = f"{name}: {what} of {first.subject} by year, tonnes of {first.basis}"
    look = theme()
    draw("history", (title, tuple(points)), lambda: history(points, look, title=title, unit=first.basis))


def _point(answer: Production, area: str) -> Point:
    row = answer.row(area)
    value = None if row is None else row.quantity_t
    return Point(
        year=answer.year,
        value=value,
        series=answer.source.publisher,
        text=words.NO_DATA if row is None else words.tonnes(value),
        is_estimate=row is not None and row.flag == "estimated",
    )


def bars(shown: Sequence[Bar], title: str) -> None:
    """Draw bars under their title, in the colours of their roles."""
    st.caption(prose.text(title))
    look = theme()
    draw("bars", (title, tuple(shown)), lambda: share_bars(shown, look, title=title, role_labels=ROLE_WORDS))


def draw(what: str, key: Hashable, make: Callable[[], LayerChart]) -> None:
    """Show the chart that `make` makes in the visitor's theme, made once for equal keys (see `geo.ui.cache.kept`)."""
    st.vega_lite_chart(spec=described(what, key, make), theme=None)


def described(what: str, key: Hashable, make: Callable[[], LayerChart]) -> dict[str, Any]:
    """Return what `draw` shows, its rows already in the form in which they are sent."""
    return kept(f"chart.{what}", (theme().name, key), lambda: _packed(spec(make)))


def _packed(found: dict[str, Any]) -> dict[str, Any]:
    rows = found.get("datasets", {})
    return found | {"datasets": {name: convert_anything_to_arrow_bytes(each) for name, each in rows.items()}}
