"""Draws a table that is declared as columns: its formats, its receipts and its file all come from the declaration."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import streamlit as st

from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt
from geo.ui import frame
from geo.ui.receipt import Makers, receipt_list, receipt_table

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
    receipt_table(
        table.frame(),
        makers(table),
        key=table.key,
        title=table.title,
        sources=table.sources,
        columns=configuration(table),
        height_px=height_px,
    )
    is_new, place = frame.new_row(table.key)
    return table.rows[place] if is_new and place is not None and place < len(table.rows) else None


def show_list(table: Table[Any, Any], *, height_px: int | None = None) -> None:
    """Draw a short table without a download, whose rows stand in a full one too."""
    columns = configuration(table)
    receipt_list(table.frame(), makers(table), key=table.key, alt=table.title, columns=columns, height_px=height_px)


def makers(table: Table[Context, Row]) -> Makers:
    """Return what makes the receipts of a table, by header and place of the row."""

    def of(header: str) -> Any:
        def make(place: int) -> Receipt | None:
            return table.receipt(place, header)

        return make

    return {header: of(header) for header in table.with_receipts}


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
    if column.show is Show.PART:
        return st.column_config.ProgressColumn(format="%.1f", min_value=0, max_value=100, width=width, help=help_text)
    return st.column_config.NumberColumn(format=FORMATS[column.show], width=width, help=help_text)
