"""What stands around the content of every page: theme, map chart, sources, downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from geo.answer.sources import Source
from geo.ui import cache
from geo.view.deck import CompactDeck
from geo.view.palette import Theme, theme_named
from geo.view.picking import Pick, picked
from geo.view.table import compacted
from geo.view.words import BOUNDARIES

MAP_HEIGHT_PX = 420


def theme() -> Theme:
    """Return the theme that the visitor sees."""
    return theme_named(st.context.theme.type)


def show_map(deck: CompactDeck, *, key: str, alt: str, legend: str, height_px: int = MAP_HEIGHT_PX) -> None:
    """Draw the map with its legend; a click reruns the page. The stylesheet fits its height to the window."""
    with st.container(key="map"):
        st.pydeck_chart(deck, key=key, height=height_px, on_select="rerun", selection_mode="single-object", alt=alt)
    st.html(legend)


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


def show_sources(sources: Iterable[Source], *notes: str | None) -> None:
    """Print boundaries, notes and sources under a map."""
    lines = [BOUNDARIES, *[note for note in notes if note]]
    st.caption("  \n".join(lines))
    st.caption("**Sources.** " + " · ".join(f"[{source.line}]({source.url})" for source in sources))


def show_table(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    sources: Iterable[Source],
    columns: Mapping[str, Any] | None = None,
    alt: str | None = None,
    height_px: int | None = None,
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
    """
    configured = dict(columns or {})
    sent, coded = compacted(frame, [name for name, column in configured.items() if column is None])
    st.dataframe(
        sent,
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={name: st.column_config.TextColumn() for name in coded} | configured,
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


def csv_with_sources(frame: pd.DataFrame, title: str, sources: Iterable[Source]) -> bytes:
    """Return `frame` as CSV; lines that begin with ``#`` carry title, database and sources."""
    head = [f"# {title}", f"# Nearshore Atlas, database {cache.atlas().hash[:12]}"]
    head += [f"# Source: {source.line} {source.url}" for source in sources]
    return ("\n".join(head) + "\n" + frame.to_csv(index=False, lineterminator="\n")).encode("utf-8")
