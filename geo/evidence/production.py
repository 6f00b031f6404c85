"""Production, reserves or capacity of one mineral, stage and year, with its concentration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import SelectionError
from geo.evidence.rows import Row, cell_number, cell_text, printed_supply
from geo.evidence.sources import sources_of
from geo.evidence.subject import subject_of
from geo.figure.source import Source
from geo.model.concentration import Concentration, concentration
from geo.remembered import remembered
from geo.schema.codes import OTHER, WORLD, Measure, Mineral, Stage, ValueFlag
from geo.schema.codes_publisher import Publisher
from geo.store.database import Atlas
from geo.store.queries_statistic import primary_statistic, primary_years, publisher_years
from geo.words.language import say
from geo.words.series import period


@dataclass(frozen=True, slots=True)
class Printed:
    """One row of the publisher's table, as an answer shows it.

    ``quantity_t`` is None where no plain figure is printed; ``low_t`` and ``high_t`` then hold a bound or range.
    ``share`` is 0-1 of the denominator of the concentration.
    """

    area: str
    name: str
    quantity_t: float | None
    low_t: float | None
    high_t: float | None
    share: float | None
    flag: str
    raw_value: str | None
    note: str | None


@dataclass(frozen=True)
class Production:
    """Who produces how much, and how concentrated that is.

    Attributes
    ----------
    rows
        Countries, largest first; those without a figure last.
    world, other
        The publisher's world total and "Other countries" row; None where not printed.
    basis
        What a tonne is a tonne of.
    is_projection
        True for a scenario year.
    subject
        What the figures count, as it stands in a sentence; not always the whole mineral, e.g. battery-grade graphite.
    has_shares
        False where the printed total does not agree with its countries; rows then carry tonnes and no share.
    choice_note
        Why this source was chosen, and what it leaves out.
    years
        All years with figures, newest first, then projections.
    publisher
        Whose series was asked for; the reviewed one may change its publisher from year to year.
    """

    measure: Measure
    mineral: Mineral
    stage: Stage
    year: int
    rows: tuple[Printed, ...]
    world: Printed | None
    other: Printed | None
    concentration: Concentration
    basis: str
    products: str
    raw_unit: str
    is_projection: bool
    subject: str
    has_shares: bool
    choice_note: str
    source: Source
    years: tuple[int, ...]
    publisher: Publisher

    @property
    def is_estimate(self) -> bool:
        """Whether the leader's figure is an estimate of the publisher."""
        return self.rows[0].flag == ValueFlag.ESTIMATED

    @property
    def period(self) -> str:
        """The years that the figures are of: one, or those of a mean."""
        return period(self.year, self.basis)

    @property
    def staged(self) -> str:
        """What the figures count, with its stage; what lies in the ground has none."""
        return self.subject if self.measure is Measure.RESERVES else f"{self.stage.value} {self.subject}"

    @property
    def counted(self) -> str:
        """What the table prints: tonnes of its basis, or the shares that stand in their place."""
        return f"tonnes of {self.basis}" if self.has_tonnes else self.basis

    @property
    def has_tonnes(self) -> bool:
        """Whether the publisher prints tonnes, not only shares."""
        return any(row.quantity_t is not None for row in self.rows)

    def row(self, area: str) -> Printed | None:
        """Return the row of `area`, or None if the publisher does not list it."""
        return next((row for row in self.rows if row.area == area), None)


@remembered
def _years(atlas: Atlas, publisher: Publisher) -> Mapping[tuple[Measure, Mineral, Stage], Mapping[int, Row]]:
    """Return the reviewed choice behind every year of every series of a publisher: one question for all of them."""
    is_reviewed = publisher is Publisher.REVIEWED
    table = primary_years(atlas) if is_reviewed else publisher_years(atlas)
    if not is_reviewed:
        table = table[table["publisher"] == publisher.value]
    found: dict[tuple[Measure, Mineral, Stage], dict[int, Row]] = {}
    for row in table.to_dict("records"):
        series = Measure(row["measure"]), Mineral(row["mineral"]), Stage(row["stage"])
        found.setdefault(series, {})[int(row["year"])] = row
    return found


def publishers_of(atlas: Atlas, measure: Measure, mineral: Mineral, stage: Stage) -> tuple[Publisher, ...]:
    """Return whose figures are held, the reviewed series first; empty where none are."""
    return tuple(each for each in Publisher if (measure, mineral, stage) in _years(atlas, each))


def series_years(
    atlas: Atlas, publisher: Publisher, measure: Measure, mineral: Mineral, stage: Stage
) -> Mapping[int, Row]:
    """Return the reviewed choice behind every year of a series: source_id, basis, subject, has_shares, is_projection, note."""
    return _years(atlas, publisher).get((measure, mineral, stage), {})


def production_years(
    atlas: Atlas, measure: Measure, mineral: Mineral, stage: Stage, publisher: Publisher = Publisher.REVIEWED
) -> tuple[int, ...]:
    """Return the years with figures: newest first, projections last; empty if there are none."""
    return tuple(series_years(atlas, publisher, measure, mineral, stage))


def periods(
    atlas: Atlas, measure: Measure, mineral: Mineral, stage: Stage, publisher: Publisher = Publisher.REVIEWED
) -> dict[int, str]:
    """Return of which years the figures are that stand under each year, e.g. a mean under its last; in the same order."""
    choices = series_years(atlas, publisher, measure, mineral, stage)
    return {year: period(year, str(row["basis"])) for year, row in choices.items()}


@remembered
def production(
    atlas: Atlas,
    measure: Measure,
    mineral: Mineral,
    stage: Stage,
    year: int | None,
    publisher: Publisher = Publisher.REVIEWED,
) -> Production:
    """Return the figures of one year, of the reviewed series or of one publisher; `year` None means the newest that is no projection.

    Raises
    ------
    SelectionError
        If there are no figures, none of that publisher, or none for that year.
    """
    choices = series_years(atlas, publisher, measure, mineral, stage)
    years = tuple(choices)
    what = f"{measure.value} of {subject_of(atlas, mineral, stage, measure)} ({stage.value})"
    if not years:
        raise SelectionError(_nothing_held(atlas, (measure, mineral, stage), publisher, what))
    chosen = years[0] if year is None else year
    if chosen not in years:
        listed = ", ".join(str(known) for known in sorted(years))
        raise SelectionError(f"no figures for {chosen} are held for the {what}; choose one of {listed}")
    named = None if publisher is Publisher.REVIEWED else publisher.value
    table = primary_statistic(atlas, measure, mineral, stage, chosen, publisher=named)
    return _answer(atlas, (measure, mineral, stage, chosen), choices, table, publisher)


def _nothing_held(atlas: Atlas, series: tuple[Measure, Mineral, Stage], publisher: Publisher, what: str) -> str:
    others = publishers_of(atlas, *series)
    if publisher is Publisher.REVIEWED or not others:
        return f"no open figures by country for the {what} are held; choose another stage or mineral"
    return say(
        "no figures of {publisher} are held for the {what}; use one of: {others}",
        publisher=publisher.label,
        what=what,
        others=", ".join(other.value for other in others),
    )


def _answer(
    atlas: Atlas,
    key: tuple[Measure, Mineral, Stage, int],
    choices: Mapping[int, Row],
    table: pd.DataFrame,
    publisher: Publisher,
) -> Production:
    measure, mineral, stage, year = key
    records = table.to_dict("records")
    result = concentration(*printed_supply(records))
    by_area: dict[str, Row] = {row["area"]: row for row in records}
    first = table.iloc[0]
    choice = choices[year]
    has_shares = bool(choice["has_shares"])
    return Production(
        measure=measure,
        mineral=mineral,
        stage=stage,
        year=year,
        rows=tuple(printed_row(by_area[entry.area], entry.share if has_shares else None) for entry in result.shares),
        world=printed_row(by_area[WORLD], None) if WORLD in by_area else None,
        other=printed_row(by_area[OTHER], None) if OTHER in by_area else None,
        concentration=result,
        basis=str(first["basis"]),
        products=str(first["products"]),
        raw_unit=str(first["raw_unit"]),
        is_projection=bool(first["is_projection"]),
        subject=str(choice["subject"]),
        has_shares=has_shares,
        choice_note=str(choice["note"]),
        source=sources_of(atlas, [str(first["source_id"])])[0],
        years=tuple(choices),
        publisher=publisher,
    )


def printed_row(row: Row, share: float | None) -> Printed:
    """Return one row of a publisher's table with the share that was worked out for it."""
    return Printed(
        area=row["area"],
        name=row["name"],
        quantity_t=cell_number(row["quantity_t"]),
        low_t=cell_number(row["low_t"]),
        high_t=cell_number(row["high_t"]),
        share=share,
        flag=row["flag"],
        raw_value=cell_text(row["raw_value"]),
        note=cell_text(row["note"]),
    )
