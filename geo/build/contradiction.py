"""Figures that a second column contradicts: the words in which such a rule is declared, and what it finds.

The list of sums tells that a file was changed; it cannot tell once it was written anew. These rules look at the figures
themselves: what a publisher printed against what was read, totals against their parts, ways against places. A rule
that does not hold is an error. A true exception is a row of ``data/reviewed/accepted_contradiction.csv``, with both
figures, so that it ceases to be one when either changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.schema import TABLE_BY_NAME
from geo.schema.columns import Storage
from geo.schema.validate import FIRST_DATA_LINE

Frames = Mapping[str, pd.DataFrame]

MOST_ROWS_PER_RULE = 5
"""A rule names this many rows and counts the rest: what spoils a column spoils all of it."""

ACCEPTED = "accepted_contradiction"
FIGURES_SHOWN = ".6g"
NOTHING = pd.DataFrame({"figure": pd.Series(dtype=object), "other": pd.Series(dtype=object)})
"""No row breaks the rule."""
NONE_BROKEN = pd.DataFrame(columns=["row_key", "figure", "other"])


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a column can be contradicted.

    Attributes
    ----------
    name
        What is compared, as it stands in a finding and in ``accepted_contradiction``.
    table, column
        Where a row that breaks the rule is named.
    against
        What says otherwise, in words.
    clashes
        Returns the rows of `table` that break the rule: its index is theirs, ``figure`` is what the column holds and
        ``other`` what the rest says, both as text or numbers.
    cells
        ``table.column`` of figures of which *every* one that changes by more than a tenth breaks the rule.
    step
        Smallest change that the rule can see, in the unit of these columns: the rounding of what it compares with.
    """

    name: str
    table: str
    column: str
    against: str
    clashes: Callable[[Frames], pd.DataFrame]
    cells: tuple[str, ...] = ()
    step: float = 0.0


def broken(rule: Rule, frames: Frames) -> pd.DataFrame:
    """Return the rows that break `rule` and that nobody accepted: index of the row, key, figure and other as text."""
    found = rule.clashes(frames)
    if found.empty:
        return NONE_BROKEN
    table = TABLE_BY_NAME[rule.table]
    keys = frames[rule.table].loc[found.index, list(table.key)]
    result = pd.DataFrame(
        {
            "row_key": [" ".join(str(part) for part in row) for row in keys.itertuples(index=False, name=None)],
            "figure": [shown(value) for value in found["figure"]],
            "other": [shown(value) for value in found["other"]],
        },
        index=found.index,
    )
    accepted = frames[ACCEPTED]
    accepted = accepted[(accepted["rule"] == rule.name) & (accepted["table_name"] == rule.table)]
    known = set(accepted[["row_key", "figure", "other"]].itertuples(index=False, name=None))
    is_known = [row in known for row in result.itertuples(index=False, name=None)]
    return result[~np.array(is_known, dtype=bool)]


def findings_of(rule: Rule, frames: Frames) -> Iterator[str]:
    """Yield a sentence for each of the first rows that break `rule`, and one that counts the rest."""
    rows = broken(rule, frames)
    if rows.empty:
        return
    table = TABLE_BY_NAME[rule.table]
    for row in rows.head(MOST_ROWS_PER_RULE).itertuples():
        line = f" line {int(str(row.Index)) + FIRST_DATA_LINE}" if table.storage is Storage.CSV else ""
        yield (
            f"{table.file_name}{line}, row {row.row_key}: {rule.column} is {row.figure}, but {rule.against} "
            f"{row.other} ({rule.name}); restore the file, or accept the row with its reason in {ACCEPTED}.csv"
        )
    more = len(rows) - MOST_ROWS_PER_RULE
    if more > 0:
        yield f"{table.file_name}: {rule.column} of {more:,} more rows is contradicted ({rule.name})"


def clash(where: pd.Series, figure: pd.Series, other: pd.Series) -> pd.DataFrame:
    """Return the rows in which `where` is true, with both sides."""
    mask = where.fillna(value=False).astype(bool)
    return pd.DataFrame({"figure": figure[mask], "other": other[mask]})


def apart(figure: pd.Series, other: pd.Series, *, relative: float, absolute: float = 0.0) -> pd.Series:
    """Return where two figures differ by more than `relative` of the second and `absolute`; false where one is missing."""
    left, right = numbers(figure), numbers(other)
    return (left - right).abs() > relative * right.abs() + absolute


def numbers(values: pd.Series) -> pd.Series:
    """Return `values` as floats, NaN where there is none."""
    return pd.Series(pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan), index=values.index)


def shown(value: object) -> str:
    """Return a side of a contradiction as it stands in a finding and in the table of accepted ones."""
    if pd.isna(value):  # type: ignore[call-overload]
        return "nothing"
    is_number = isinstance(value, (float, int, np.number)) and not isinstance(value, bool)
    return format(float(value), FIGURES_SHOWN) if is_number else str(value)  # type: ignore[arg-type]
