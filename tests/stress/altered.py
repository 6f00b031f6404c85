"""Real facts altered: one figure in memory, or bytes of a file; and who notices."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd

from geo.build.contradiction import Rule, broken, findings_of
from geo.build.contradictions import RULES
from geo.build.rules import table_errors
from geo.schema import TABLE_BY_NAME, TABLES, Column, ColumnType, Table
from geo.schema.files import read_facts
from geo.schema.validate import check_references, check_table
from geo.settings import PROJECT

DATA = PROJECT / "data"
FACTORS_DOWN = (0.1, 0.89)
FACTORS_UP = (1.11, 800.0)


class Noted(Mapping[str, pd.DataFrame]):
    """Tables that note which of them were asked for."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self.frames, self.asked = frames, set[str]()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.asked.add(name)
        return self.frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


@cache
def true_facts() -> dict[str, pd.DataFrame]:
    """Return every committed table; each is sound, as `test_the_true_facts_break_no_rule` shows."""
    return {table.name: read_facts(table, DATA / ("reviewed" if table.reviewed else "facts"))[0] for table in TABLES}


@cache
def _asked() -> dict[Rule, frozenset[str]]:
    """Return the tables that each rule looks at."""
    result = {}
    for rule in RULES:
        noted = Noted(true_facts())
        rule.clashes(noted)
        result[rule] = frozenset(noted.asked)
    return result


def rules_of(table: str) -> tuple[Rule, ...]:
    """Return the rules that look at `table`."""
    return tuple(rule for rule, asked in _asked().items() if table in asked)


def figures() -> list[tuple[Table, Column]]:
    """Return every column of figures in a table that the pipeline writes."""
    kinds = (ColumnType.INTEGER, ColumnType.REAL)
    return [
        (table, column) for table in TABLES if not table.reviewed for column in table.columns if column.dtype in kinds
    ]


def altered_figure(table: str, column: str, chance: random.Random) -> tuple[dict[str, pd.DataFrame], str, float] | None:
    """Return the facts with one figure changed by over a tenth, the row and the change; None if no figure is there."""
    frame = true_facts()[table]
    held = frame.index[frame[column].notna() & (frame[column] != 0)]
    if held.empty:
        return None
    row = held[chance.randrange(len(held))]
    old = float(frame.loc[row, column])
    growth = FACTORS_UP[0] * (FACTORS_UP[1] / FACTORS_UP[0]) ** chance.random()
    factor = chance.uniform(*FACTORS_DOWN) if chance.random() < 0.5 else growth
    new = old * factor
    if TABLE_BY_NAME[table].column(column).dtype is ColumnType.INTEGER:
        new = float(round(new))
        if abs(new - old) <= 0.1 * abs(old):
            new = old + (1 if abs(old) < 10 else round(0.2 * old))
    changed = frame.copy(deep=False)
    values = frame[column].copy()
    values.loc[row] = int(new) if TABLE_BY_NAME[table].column(column).dtype is ColumnType.INTEGER else new
    changed[column] = values
    return {**true_facts(), table: changed}, f"{table}.{column} row {row}: {old:g} to {new:g}", abs(new - old)


def is_out_of_bounds(facts: Mapping[str, pd.DataFrame], table: str, column: str, change: str) -> bool:
    """Return whether the declaration of the column refuses the figure that was changed."""
    row = int(change.split(" row ")[1].split(":", maxsplit=1)[0])
    single = facts[table].loc[[row]].reset_index(drop=True)
    return any(f"{column} is" in finding for finding in check_table(TABLE_BY_NAME[table], single, table))


def breaks(rules: tuple[Rule, ...], facts: Mapping[str, pd.DataFrame]) -> bool:
    """Return whether one of `rules` does not hold."""
    return any(not broken(rule, facts).empty for rule in rules)


def altered_bytes(content: bytes, chance: random.Random) -> bytes:
    """Return `content` with one to three bytes replaced."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def what_build_finds(table: Table, frame: pd.DataFrame) -> str | None:
    """Return which layer of a build refuses `frame` in the place of its true table; None if it is accepted."""
    facts = {**true_facts(), table.name: frame}
    near = {table.name} | {column.references.split(".")[0] for column in table.columns if column.references}
    near |= {
        other.name
        for other in TABLES
        if any((column.references or "").split(".")[0] == table.name for column in other.columns)
    }
    if check_references({name: facts[name] for name in near}):
        return "schema"
    if table_errors(facts) or any(text for rule in rules_of(table.name) for text in findings_of(rule, facts)):
        return "contradiction"
    return None
