"""Columns: what a table shows is declared once, and the page, its file, JSON and receipts read it from there.

A table is a tuple of columns over rows of one kind. `Column.value` gives the figure of a row in the unit that JSON
prints (tonnes in tonnes, shares 0-1); what the page shows (percent, digits) follows from `Column.show`. `Column.receipt`
makes the receipt of the same figure when somebody asks; ``tests/table_law.py`` opens them all and holds them against the
cells.

Columns are written against a context: whatever the rows cannot say themselves, such as names of countries or the answer
that the table belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

import pandas as pd

from geo.figure.receipt import Receipt
from geo.figure.source import Source

Context = TypeVar("Context")
Row = TypeVar("Row")
Other = TypeVar("Other")


class Show(StrEnum):
    """How a page shows the cells of a column."""

    WORDS = "words"
    YEAR = "year"
    COUNT = "count"
    FIGURE = "figure"
    """As many digits as the figure has, thousands apart."""
    WHOLE = "whole"
    ONE_DIGIT = "one digit"
    TWO_DIGITS = "two digits"
    THREE_DIGITS = "three digits"
    PERCENT = "percent"
    """A share of 0 to 1 in percent, one digit."""
    WHOLE_PERCENT = "whole percent"
    POINTS = "points"
    """A share of 0 to 1 in percent or points, two digits."""
    PART = "part"
    """A share of 0 to 1 in percent, with a bar."""
    LINK = "link"
    """An address; the page shows a word that leads there."""
    HIDDEN = "hidden"
    """In file and JSON only, e.g. a country's code."""

    @property
    def is_figure(self) -> bool:
        """Whether a missing cell is "no data" instead of empty."""
        return self not in (Show.WORDS, Show.LINK, Show.HIDDEN)

    @property
    def scale(self) -> float:
        """What one of JSON's unit is on the page."""
        return 100.0 if self in (Show.PERCENT, Show.WHOLE_PERCENT, Show.POINTS, Show.PART) else 1.0


@dataclass(frozen=True)
class Column(Generic[Context, Row]):
    """One column.

    Attributes
    ----------
    key
        Name of the figure in JSON and in the command line; it never changes, whatever the header says.
    header
        Words over the column on the page and in its file, with the unit; made from the context where they hang on it.
    value
        The cell in JSON's unit: a figure, a word, None for no data.
    show
        How the page shows it.
    text
        The figure in words where the page has no room for it, as in a list beside a map; JSON has the figure.
    receipt
        Receipt of a cell, made when asked; None where the publisher's cell stands as it is.
    help
        What the figure means, where the header cannot say it.
    is_wide
        A column of long words.
    aliases
        Earlier names in JSON that scripts may still read.
    in_page, in_json
        Where the column stands.
    is_optional
        In JSON only where it says something, such as the reason why a row has no figures.
    """

    key: str
    header: str | Callable[[Context], str]
    value: Callable[[Context, Row], Any]
    show: Show = Show.WORDS
    text: Callable[[Context, Row], str] | None = None
    receipt: Callable[[Context, Row], Receipt | None] | None = None
    help: str = ""
    is_wide: bool = False
    aliases: tuple[str, ...] = ()
    in_page: bool = True
    in_json: bool = True
    is_optional: bool = False

    def of(self, row_in: Callable[[Other], Row], **changed: Any) -> Column[Context, Other]:
        """Return the same column over rows that hold such a row, with other attributes changed."""
        value, make = self.value, self.receipt
        receipt = None if make is None else lambda context, row: make(context, row_in(row))
        own: Any = {"value": lambda context, row: value(context, row_in(row)), "receipt": receipt, **changed}
        return replace(self, **own)  # type: ignore[return-value]

    def words(self, context: Context) -> str:
        """Return the header."""
        return self.header if isinstance(self.header, str) else self.header(context)

    def cell(self, context: Context, row: Row) -> Any:
        """Return the cell as the page and its file have it."""
        if self.text is not None:
            return self.text(context, row)
        found = self.value(context, row)
        return found if found is None or self.show.scale == 1 else self.show.scale * found


@dataclass(frozen=True)
class Table(Generic[Context, Row]):
    """Rows under columns.

    Attributes
    ----------
    key
        Name of the table: widget, file and JSON.
    title
        What the rows are: alt text and first line of the file.
    sources
        Editions behind the rows.
    """

    key: str
    title: str
    columns: tuple[Column[Context, Row], ...]
    rows: Sequence[Row]
    context: Context
    sources: tuple[Source, ...] = ()

    @property
    def shown(self) -> tuple[Column[Context, Row], ...]:
        """The columns of the page and its file."""
        return tuple(column for column in self.columns if column.in_page)

    def frame(self) -> pd.DataFrame:
        """Return the table as page and file have it; missing stays missing."""
        shown = self.shown
        return pd.DataFrame(
            [[column.cell(self.context, row) for column in shown] for row in self.rows],
            columns=[column.words(self.context) for column in shown],
        )

    def figures(self) -> list[dict[str, Any]]:
        """Return the table for JSON: each figure under its key, and under its earlier names."""
        return [self.figures_of(row) for row in self.rows]

    def figures_of(self, row: Row) -> dict[str, Any]:
        """Return one row for JSON."""
        found: dict[str, Any] = {}
        for column in self.columns:
            value = column.value(self.context, row) if column.in_json else None
            if column.in_json and not (column.is_optional and value is None):
                found |= dict.fromkeys((column.key, *column.aliases), value)
        return found

    def receipt(self, place: int, header: str) -> Receipt | None:
        """Return the receipt of a cell by the header of its column; None where it has none."""
        column = next((each for each in self.shown if each.words(self.context) == header), None)
        if column is None or column.receipt is None or not 0 <= place < len(self.rows):
            return None
        return column.receipt(self.context, self.rows[place])

    def receipts(self, row: Row) -> dict[str, Receipt]:
        """Return the receipts of a row by key; a figure without one is left out."""
        made = {column.key: column.receipt(self.context, row) for column in self.columns if column.receipt is not None}
        return {key: receipt for key, receipt in made.items() if receipt is not None}

    @property
    def with_receipts(self) -> tuple[str, ...]:
        """Headers of the columns whose figures open a receipt."""
        return tuple(column.words(self.context) for column in self.shown if column.receipt is not None)


def records(tables: Iterable[Table[Any, Any]]) -> Mapping[str, list[dict[str, Any]]]:
    """Return tables for JSON by their key."""
    return {table.key: table.figures() for table in tables}
