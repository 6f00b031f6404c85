"""What publishers print for the same thing and year: the lowest and the highest of each figure, never a mix of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geo.evidence.geography import load_geography
from geo.evidence.output_columns import HHI_HELP
from geo.evidence.production import Production, production, publishers_of, series_years
from geo.evidence.receipt_production import cells_of, concentration_receipt, share_receipt, world_receipt
from geo.figure.column import Column, Show, Table
from geo.model.concentration import HHI_LOW
from geo.remembered import remembered
from geo.schema.codes import Measure, Mineral, Stage
from geo.schema.codes_publisher import Publisher, publisher_of
from geo.store.database import Atlas
from geo.words.series import is_average


@dataclass(frozen=True, slots=True)
class Between:
    """A figure as publishers print it: both ends, and whose they are."""

    low: float
    high: float
    lowest: str
    highest: str


@dataclass(frozen=True)
class Spread:
    """Publishers of one mineral, stage, year and subject, each of its own world.

    Attributes
    ----------
    outputs
        Two or more, one a publisher; what a tonne of each counts is the same.
    leader
        Country whose share is compared: the largest of the series that was shown.
    """

    atlas: Atlas
    outputs: tuple[Production, ...]
    leader: str

    @property
    def period(self) -> str:
        """The year that all figures are of."""
        return self.outputs[0].period

    @property
    def world_t(self) -> Between | None:
        """World total in tonnes, as each publisher's shares are worked out on it."""
        return _between(
            (each, each.concentration.denominator_t, each.concentration.denominator_t) for each in self.outputs
        )

    @property
    def hhi(self) -> Between | None:
        """HHI: the lowest of the lower bounds to the highest of the upper ones."""
        return _between((each, each.concentration.hhi_low, each.concentration.hhi_high) for each in self.outputs)

    @property
    def share(self) -> Between | None:
        """Share of the leader; a publisher that does not print it tells nothing of it."""
        return _between((each, _share(each, self.leader), _share(each, self.leader)) for each in self.outputs)


def name_of(output: Production) -> str:
    """Return whose figures they are, in the short name of the control."""
    return publisher_of(output.source.source_id).label


def _share(output: Production, area: str) -> float | None:
    row = output.row(area)
    return None if row is None else row.share


def _between(figures: Iterable[tuple[Production, float | None, float | None]]) -> Between | None:
    held = [(low, high, name_of(each)) for each, low, high in figures if low is not None and high is not None]
    if len(held) < _FEWEST:
        return None
    lowest, highest = min(held, key=lambda row: row[0]), max(held, key=lambda row: row[1])
    return Between(lowest[0], highest[1], lowest[2], highest[2])


_FEWEST = 2
"""Publishers without whom there is nothing to compare."""


def spread_of(atlas: Atlas, output: Production) -> Spread | None:
    """Return what publishers print for the subject of `output` in its year, or in the newest year before that two print; None where there is none."""
    if not output.has_shares or output.is_projection:
        return None
    key = output.measure, output.mineral, output.stage
    outputs = _compared(atlas, *key, output.subject, output.year)
    return None if outputs is None else Spread(atlas, outputs, output.rows[0].area)


@remembered
def _compared(
    atlas: Atlas, measure: Measure, mineral: Mineral, stage: Stage, subject: str, newest: int
) -> tuple[Production, ...] | None:
    by_year: dict[int, list[Publisher]] = {}
    for publisher in publishers_of(atlas, measure, mineral, stage):
        if publisher is Publisher.REVIEWED:
            continue
        for year, row in series_years(atlas, publisher, measure, mineral, stage).items():
            is_same = row["subject"] == subject and row["has_shares"] and not row["is_projection"]
            if year <= newest and is_same and not is_average(str(row["basis"])):
                by_year.setdefault(year, []).append(publisher)
    for year in sorted(by_year, reverse=True):
        found = [production(atlas, measure, mineral, stage, year, each) for each in by_year[year]]
        told = tuple(each for each in found if each.rows[0].share is not None)
        if len(told) >= _FEWEST:
            return told
    return None


COLUMNS: tuple[Column[Spread, Production], ...] = (
    Column("publisher", "Publisher", lambda _, each: name_of(each)),
    Column(
        "world_t",
        "World, tonnes",
        lambda _, each: each.concentration.denominator_t,
        Show.FIGURE,
        receipt=lambda held, each: world_receipt(each, cells_of(held.atlas, each)),
    ),
    Column(
        "hhi_low",
        "HHI, low",
        lambda _, each: each.concentration.hhi_low,
        Show.THREE_DIGITS,
        receipt=lambda held, each: concentration_receipt(each, cells_of(held.atlas, each)).until(HHI_LOW),
        help=HHI_HELP,
    ),
    Column(
        "hhi_high",
        "HHI, high",
        lambda _, each: each.concentration.hhi_high,
        Show.THREE_DIGITS,
        receipt=lambda held, each: concentration_receipt(each, cells_of(held.atlas, each)),
        help=HHI_HELP,
    ),
    Column("top1_name", "Largest supplier", lambda held, each: load_geography(held.atlas).names[each.rows[0].area]),
    Column(
        "top1_share",
        "Its share, %",
        lambda _, each: each.concentration.top1,
        Show.PERCENT,
        receipt=lambda held, each: share_receipt(each, cells_of(held.atlas, each), each.rows[0].area),
    ),
    Column("period", "Year", lambda _, each: each.period),
    Column("basis", "Basis", lambda _, each: each.basis),
    Column("source_id", "Edition", lambda _, each: each.source.source_id),
)


def spread_table(spread: Spread, *, key: str) -> Table[Spread, Production]:
    """Return one row a publisher, each of its own world."""
    first = spread.outputs[0]
    sources = tuple(each.source for each in spread.outputs)
    title = f"Publishers of {first.staged}, {first.measure.value} {spread.period}"
    return Table(key, title, COLUMNS, spread.outputs, spread, sources)


def spread_figures(spread: Spread | None) -> dict[str, Any] | None:
    """Return the spread for JSON: shares and HHI 0-1, tonnes; None where fewer than two publishers print the same."""
    if spread is None:
        return None
    ends = {"top1_share": spread.share, "hhi": spread.hhi, "world_t": spread.world_t}
    return {
        "period": spread.period,
        "subject": spread.outputs[0].subject,
        "top1": spread.leader,
        **{name: None if each is None else _ends(each) for name, each in ends.items()},
        "publishers": spread_table(spread, key="spread").figures(),
    }


def _ends(between: Between) -> dict[str, object]:
    return {
        "low": between.low,
        "lowest": between.lowest,
        "high": between.high,
        "highest": between.highest,
    }
