"""What stands around the content of every page: theme, map chart, sources, downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from geo.figure.file import as_csv
from geo.figure.release import released
from geo.figure.source import Source
from geo.ui import cache, prose
from geo.ui.map_watch import seen_map, watch_map
from geo.ui.media import publish
from geo.view.column_width import column_px
from geo.view.draw import DrawMap, MapOptions, flat_map, globe_map
from geo.view.palette import Theme, theme_named
from geo.view.picking import Pick, picked
from geo.view.scene import MapScene
from geo.view.table import compacted, without_missing_words
from geo.view.words import BOUNDARIES, NO_DATA

MAP_HEIGHT_PX = 420
FIGURE_COLUMNS = ("number", "progress")
"""Kinds of column of the platform that show a figure."""


def theme() -> Theme:
    """Return the theme that the visitor sees."""
    return theme_named(st.context.theme.type)


def show_map(
    scene: MapScene,
    options: MapOptions,
    *,
    key: str,
    alt: str,
    legend: str,
    said: str = "",
    draw: DrawMap = flat_map,
    height_px: int = MAP_HEIGHT_PX,
) -> None:
    """Draw the map with its legend; a click reruns the page. The stylesheet fits its height to the window.

    Where the browser cannot draw it, a still picture of the same map takes its place; see `geo.ui.map_watch`.

    Parameters
    ----------
    scene, options
        What is shown and how; where and how large the browser says.
    alt
        Text for screen readers.
    legend
        HTML below the map.
    said
        What must be said over the legend, e.g. why nothing is drawn.
    draw
        Flat map or globe.
    """
    view = f"{key} {draw.__name__} {options.frame.id} {options.presses}"
    seen = seen_map(view)
    options = replace(options, box=seen.box, at=seen.at)
    is_sized = options.frame.bounds is not None or draw is globe_map
    still = None
    with st.container(key="map"):
        if seen.is_lost:
            forget_pick(key)
            still = publish("still", _still(scene, options, draw, seen.pixel_ratio), "image/png")
        else:
            deck = draw(scene, cache.map_base(), options, publish)
            st.pydeck_chart(deck, key=key, height=height_px, on_select="rerun", selection_mode="single-object", alt=alt)
        watch_map(seen, view, alt=alt, still=still, is_sized=is_sized)
    st.html((f'<p style="margin:0 0 .4em;font-weight:600">{escape(said)}</p>' if said else "") + legend)


def _still(scene: MapScene, options: MapOptions, draw: DrawMap, pixel_ratio: int) -> bytes:
    """Return the picture of the map."""
    from geo.view.still import still_map  # noqa: PLC0415 - takes a second to load, and most visitors never need it

    return still_map(scene, cache.map_base(), options, draw, pixel_ratio=pixel_ratio)


def new_pick(key: str) -> tuple[bool, Pick | None]:
    """Return whether the map `key` was clicked since the last run, and what is selected on it now."""
    state = st.session_state.get(key)
    objects = state["selection"]["objects"] if state else {}
    pick = picked(objects)
    memory = f"{key}.pick"
    is_new = pick != st.session_state.get(memory)
    st.session_state[memory] = pick
    return is_new, pick


def forget_pick(key: str) -> None:
    """Forget what was clicked on the map `key`, which is not drawn now: it comes back with nothing selected."""
    st.session_state.pop(f"{key}.pick", None)


def new_row(key: str) -> tuple[bool, int | None]:
    """Return whether a row of the table `key` was chosen since the last run, and its position."""
    state = st.session_state.get(key)
    rows = list(state["selection"]["rows"]) if state else []
    row = rows[0] if rows else None
    memory = f"{key}.row"
    is_new = row != st.session_state.get(memory)
    st.session_state[memory] = row
    return is_new, row


def cell_of(key: str) -> tuple[int, str] | None:
    """Return row and column of the cell of the table `key` on which a visitor stands."""
    state = st.session_state.get(key)
    cells = list(state["selection"]["cells"]) if state else []
    return (int(cells[0][0]), str(cells[0][1])) if cells else None


def show_sources(sources: Iterable[Source], *notes: str | None, has_map: bool = True) -> None:
    """Print notes and sources under a map, with the line on its boundaries, or under another picture."""
    lines = [*([BOUNDARIES] if has_map else []), *[note for note in notes if note]]
    st.caption("  \n".join(prose.text(line) for line in lines))
    st.caption("**Sources.** " + " · ".join(prose.link(source.line, source.url) for source in sources))


def show_table(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    sources: Iterable[Source],
    columns: Mapping[str, Any] | None = None,
    alt: str | None = None,
    height_px: int | None = None,
    with_cells: bool = False,
) -> None:
    """Print a table whose rows can be chosen, with its download.

    Parameters
    ----------
    frame
        Rows; downloaded as they are, with title, database and sources as comment lines on top.
    key
        Key of the widget; a chosen row reruns the page.
    title
        What the rows are.
    sources
        Editions behind the rows.
    columns
        Streamlit's column configuration.
    alt
        Text for screen readers; the title if not given.
    height_px
        Height of the table; as high as its rows need, up to the platform's limit, if not given.
    with_cells
        Whether a single cell can be chosen too; see `cell_of`.
    """
    draw_table(
        frame,
        columns,
        key=key,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"] if with_cells else "single-row",
        height=height_px or "auto",
        alt=alt or title,
    )
    kept = tuple(sources)
    st.download_button(
        "Download CSV",
        data=lambda: csv_with_sources(frame, title, kept),
        file_name=f"{key.replace('.', '-')}.csv",
        mime="text/csv",
        key=f"{key}.csv",
        on_click="ignore",
        icon=":material/download:",
    )
    say_left_out(frame, kept)


def say_left_out(frame: pd.DataFrame, sources: tuple[Source, ...]) -> None:
    """Print under a download which rows its file leaves out, and why."""
    left = released(frame, sources)[1]
    if left:
        st.caption(prose.text("In the file: " + " ".join(f"{each.line}." for each in left)))


def draw_table(frame: pd.DataFrame, columns: Mapping[str, Any] | None = None, **how: Any) -> None:
    """Draw a table in which a missing figure reads "no data", a missing word is empty, and no figure is cut.

    Parameters
    ----------
    frame
        Rows.
    columns
        Streamlit's column configuration.
    how
        Other arguments of ``st.dataframe``.
    """
    configured = dict(columns or {})
    kinds = {name: ((column or {}).get("type_config") or {}).get("type") for name, column in configured.items()}
    cells = without_missing_words(frame, [name for name, kind in kinds.items() if kind in FIGURE_COLUMNS])
    hidden = [name for name, column in configured.items() if column is None]
    sent, coded = compacted(cells, hidden)
    configured = {name: st.column_config.TextColumn() for name in coded} | configured
    st.dataframe(
        sent,
        hide_index=True,
        column_config={
            str(name): None if name in hidden else _with_width(str(name), values, configured.get(str(name)) or {})
            for name, values in cells.items()
        },
        placeholder=NO_DATA,
        **how,
    )


def _with_width(name: str, values: pd.Series, config: Mapping[str, Any]) -> Any:
    """Return the configuration of a column with the width that its longest figure needs; see geo.view.column_width."""
    needed = column_px(name, values, config, NO_DATA)
    is_set = config.get("width") is not None and not pd.api.types.is_numeric_dtype(values)
    return {**config} if is_set or needed is None else {**config, "width": needed}


def csv_with_sources(frame: pd.DataFrame, title: str, sources: Iterable[Source]) -> bytes:
    """Return `frame` as a file of the open database, with title and sources on top."""
    return as_csv(frame, title, sources, cache.atlas().hash)
