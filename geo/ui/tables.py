"""Draws a table that is declared as columns: its formats, its receipts and its file all come from the declaration."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import pandas as pd
import streamlit as st

from geo.figure.column import Column, Show, Table
from geo.ui import frame, prose
from geo.ui.platform import asked_place, is_asked
from geo.ui.receipt import ICON, open_receipt

Context = TypeVar("Context")
Row = TypeVar("Row")

FORMATS = {
    Show.YEAR: "%d",
    Show.COUNT: None,
    Show.FIGURE: "localized",
    Show.WHOLE: "%.0f",
    Show.ONE_DIGIT: "%.1f",
    Show.TWO_DIGITS: "%.2f",
    Show.THREE_DIGITS: "%.3f",
    Show.PERCENT: "%.1f",
    Show.WHOLE_PERCENT: "%.0f %%",
    Show.POINTS: "%.2f",
}


def show(table: Table[Context, Row], *, height_px: int | None = None) -> Row | None:
    """Draw a table with its download; a click on a figure opens its receipt. Return the row that was chosen just now."""
    rows, with_receipts = table.frame(), table.with_receipts
    place = asked_place(table.key, with_boxes=True)
    with st.container(key=place):
        frame.show_table(
            rows,
            key=table.key,
            title=table.title,
            sources=table.sources,
            columns=configuration(table),
            height_px=height_px,
            with_cells=bool(with_receipts),
        )
    if with_receipts:
        st.caption(f"{ICON} A click on a figure, or Enter, opens its receipt: {prose.text(' · '.join(with_receipts))}")
        _open_cell(table, place, rows)
    is_new, chosen = frame.new_row(table.key)
    return table.rows[chosen] if is_new and chosen is not None and chosen < len(table.rows) else None


def show_list(table: Table[Any, Any], *, height_px: int | None = None) -> None:
    """Draw a short table without a download, whose rows stand in a full one too; a click opens a receipt as there."""
    rows, place = table.frame(), asked_place(table.key, with_boxes=False)
    with st.container(key=place):
        frame.draw_table(
            rows,
            configuration(table),
            key=table.key,
            on_select="rerun",
            selection_mode="single-cell",
            height=height_px or "auto",
            alt=f"{table.title}; a click on a figure, or Enter, opens its receipt",
        )
    _open_cell(table, place, rows)


def _open_cell(table: Table[Any, Any], place: str, rows: pd.DataFrame) -> None:
    cell = frame.cell_of(table.key)
    receipt = table.receipt(*cell) if cell is not None and is_asked(place) else None
    if cell is not None and receipt is not None:
        open_receipt(receipt, printed_cell(rows, *cell))


def printed_cell(rows: pd.DataFrame, row: int, column: str) -> str:
    """Return a cell with its column, which carries the unit."""
    value = rows.iloc[row][column]
    return f"{column}: {value:,.6g}" if isinstance(value, float) else f"{column}: {value}"


def configuration(table: Table[Context, Row]) -> dict[str, Any]:
    """Return the platform's configuration of the columns; None hides one."""
    return {column.words(table.context): _configured(column) for column in table.shown}


def _configured(column: Column[Any, Any]) -> Any:
    if column.show is Show.HIDDEN:
        return None
    width: Literal["large"] | None = "large" if column.is_wide else None
    help_text = column.help or None
    if column.show is Show.WORDS or column.text is not None:
        return st.column_config.TextColumn(width=width, help=help_text)
    if column.show is Show.LINK:
        return st.column_config.LinkColumn(display_text="open", help=help_text)
    if column.show is Show.PART:
        return st.column_config.ProgressColumn(format="%.1f", min_value=0, max_value=100, width=width, help=help_text)
    return st.column_config.NumberColumn(format=FORMATS[column.show], width=width, help=help_text)
