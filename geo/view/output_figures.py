"""Tables of output: what a publisher prints by country, the concentration of a year, and the same between publishers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from geo.answer.dependence_output import Holding, Rivals
from geo.answer.geography import load_geography
from geo.answer.production import Printed, Production, production
from geo.answer.receipt_band import P5, band_receipt, range_receipt, rival_index_receipt, rival_share_receipt
from geo.answer.receipt_production import (
    amount_receipt,
    cells_of,
    concentration_receipt,
    share_receipt,
    top_three_receipt,
    unnamed_receipt,
)
from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt
from geo.figure.source import Source
from geo.model.band import DRAWN, SMALLEST, ShareBands, SourceRange
from geo.model.concentration import HHI_LOW, Denominator
from geo.model.gain import Series
from geo.model.trace import Input
from geo.schema.codes import Measure, Mineral, Stage, ValueFlag
from geo.store.database import Atlas

HHI_HELP = (
    "How concentrated supply is: 1 is a single supplier, near 0 are many small ones. Herfindahl-Hirschman index, the "
    "sum of squared shares. Where a publisher lumps "
    "producers together, it lies between two bounds: the lump split among many, or held by one. The common threshold "
    "of 0.18 for high concentration comes from competition law for firms; applied to countries it is a convention."
)
OfOutput: TypeAlias = Callable[[Production, Sequence[Input]], Receipt]
"""Receipt of output, from the answer and its published cells."""


def of_series(atlas: Atlas, series: Series, make: OfOutput) -> Receipt:
    """Return a receipt of the output of one mineral, stage and year."""
    output = production(atlas, Measure.PRODUCTION, Mineral(series.mineral), Stage(series.stage), series.year)
    return make(output, cells_of(atlas, output))


def largest_receipt(atlas: Atlas, series: Series) -> Receipt:
    """Return how the share of the largest supplier came about."""
    area = series.result.leader.area
    return of_series(atlas, series, lambda output, cells: share_receipt(output, cells, area))


def _receipt(make: OfOutput, *, until: str = "") -> Callable[[Atlas, Series], Receipt]:
    def made(atlas: Atlas, series: Series) -> Receipt:
        whole = of_series(atlas, series, make)
        return whole.until(until) if until else whole

    return made


def data(key: str, value: Callable[[Any, Any], Any], **how: Any) -> Column[Any, Any]:
    """Return a column of JSON alone."""
    return Column(key, "", value, in_page=False, **how)


SERIES: dict[str, Column[Atlas, Series]] = {
    column.key: column
    for column in (
        Column[Atlas, Series]("year", "Year", lambda _, entry: entry.year, Show.YEAR),
        Column[Atlas, Series](
            "hhi_low",
            "HHI, low",
            lambda _, entry: entry.result.hhi_low,
            Show.THREE_DIGITS,
            receipt=_receipt(concentration_receipt, until=HHI_LOW),
            help=HHI_HELP,
        ),
        Column[Atlas, Series](
            "hhi_high",
            "HHI, high",
            lambda _, entry: entry.result.hhi_high,
            Show.THREE_DIGITS,
            receipt=_receipt(concentration_receipt),
            help=HHI_HELP,
        ),
        Column[Atlas, Series](
            "top1_name",
            "Largest supplier",
            lambda atlas, entry: load_geography(atlas).names[entry.result.leader.area],
            in_json=False,
        ),
        Column[Atlas, Series](
            "top1_share", "Its share, %", lambda _, entry: entry.result.top1, Show.PERCENT, receipt=largest_receipt
        ),
        Column[Atlas, Series](
            "top3_share",
            "Top three, %",
            lambda _, entry: entry.result.top3,
            Show.PERCENT,
            receipt=_receipt(top_three_receipt),
        ),
        Column[Atlas, Series](
            "unattributed_share",
            "Held by no named country, %",
            lambda _, entry: entry.result.unattributed_share,
            Show.PERCENT,
            receipt=_receipt(unnamed_receipt),
        ),
        Column[Atlas, Series]("basis", "Basis", lambda _, entry: entry.basis),
        Column[Atlas, Series]("source_id", "Edition", lambda _, entry: entry.source_id),
        data("mineral", lambda _, entry: entry.mineral),
        data("stage", lambda _, entry: entry.stage),
        data("top1", lambda _, entry: entry.result.leader.area),
    )
}
"""Columns of one mineral, stage and year, for every table that has such rows."""


def years_table(atlas: Atlas, held: Holding) -> Table[Atlas, Series]:
    """Return one row a year of the history, newest first."""
    publisher = Column[Atlas, Series](
        "publisher", "Publisher", lambda _, entry: held.publishers[entry.source_id].publisher, in_json=False
    )
    shown = ("year", "hhi_low", "hhi_high", "top1_name", "top1_share", "top3_share", "unattributed_share")
    hidden = (data("basis", SERIES["basis"].value), *(SERIES[key] for key in ("mineral", "stage", "top1")))
    return Table(
        key="dependence.years",
        title=f"Concentration by year, {held.production.stage.value} {held.production.mineral.label.lower()}",
        columns=(*(SERIES[key] for key in shown), publisher, SERIES["source_id"], *hidden),
        rows=[*reversed(held.history)],
        context=atlas,
        sources=tuple(held.publishers.values()),
    )


def rivals_table(atlas: Atlas, rivals: Rivals) -> Table[Rivals, SourceRange]:
    """Return one row a country: its share by publisher, each of its own world, smallest to largest."""
    names = load_geography(atlas).names
    own = (_by_publisher(name) for name in rivals.outputs)
    columns = (
        Column[Rivals, SourceRange]("name", "Country", lambda _, row: names[row.area]),
        Column[Rivals, SourceRange](
            "low",
            "Low, %",
            lambda _, row: row.range.low,
            Show.PERCENT,
            receipt=lambda held, row: range_receipt(held, row).until(SMALLEST),
        ),
        Column[Rivals, SourceRange](
            "high", "High, %", lambda _, row: row.range.high, Show.PERCENT, receipt=range_receipt
        ),
        *own,
        data("iso3", lambda _, row: row.area),
        data("by_publisher", lambda _, row: dict(row.by_source)),
    )
    title = f"Shares by publisher, {rivals.year}"
    return Table("dependence.rivals", title, columns, rivals.ranges, rivals, rivals.sources)


def _by_publisher(name: str) -> Column[Rivals, SourceRange]:
    return Column(
        name,
        f"{name}, %",
        lambda _, row: dict(row.by_source).get(name),
        Show.PERCENT,
        receipt=lambda rivals, row: rival_share_receipt(rivals, name, row.area),
    )


RIVAL_INDICES: tuple[Column[Rivals, str], ...] = (
    Column("name", "Publisher", lambda _, name: name),
    Column(
        "hhi_low",
        "HHI, low",
        lambda rivals, name: rivals.outputs[name].concentration.hhi_low,
        Show.THREE_DIGITS,
        receipt=lambda rivals, name: rival_index_receipt(rivals, name).until(HHI_LOW),
        aliases=("low",),
        help=HHI_HELP,
    ),
    Column(
        "hhi_high",
        "HHI, high",
        lambda rivals, name: rivals.outputs[name].concentration.hhi_high,
        Show.THREE_DIGITS,
        receipt=rival_index_receipt,
        aliases=("high",),
        help=HHI_HELP,
    ),
    Column("year", "Year", lambda rivals, name: rivals.outputs[name].year, Show.YEAR),
    Column("basis", "Basis", lambda rivals, name: rivals.outputs[name].basis),
    Column("source_id", "Edition", lambda rivals, name: rivals.outputs[name].source.source_id),
)


def rival_indices_table(rivals: Rivals) -> Table[Rivals, str]:
    """Return one row a publisher: the bounds of the HHI of its own world."""
    title = f"HHI by publisher, {rivals.year}"
    return Table("dependence.indices", title, RIVAL_INDICES, [*rivals.outputs], rivals, rivals.sources)


@dataclass(frozen=True)
class Banded:
    """Bands on the shares of a year; ``error`` is that of a share of one half, 0-1."""

    atlas: Atlas
    output: Production
    bands: ShareBands
    error: float

    def receipt(self, area: str) -> Receipt:
        """Return how the band of a country came about."""
        return band_receipt(self.output, self.bands, area, self.error, cells_of(self.atlas, self.output))


BANDS: tuple[Column[Banded, str], ...] = (
    Column("name", "Country", lambda found, area: load_geography(found.atlas).names[area]),
    Column(
        "base",
        "Share in the draws, %",
        lambda found, area: found.bands.shares[area].base,
        Show.PERCENT,
        receipt=lambda found, area: found.receipt(area).until(DRAWN),
    ),
    Column(
        "p5",
        "5th percentile, %",
        lambda found, area: found.bands.shares[area].p5,
        Show.PERCENT,
        receipt=lambda found, area: found.receipt(area).until(P5),
    ),
    Column(
        "p95",
        "95th percentile, %",
        lambda found, area: found.bands.shares[area].p95,
        Show.PERCENT,
        receipt=lambda found, area: found.receipt(area),
    ),
)


def bands_table(found: Banded) -> Table[Banded, str]:
    """Return one row a country: the band on its share."""
    title = f"Bands on the shares, error of {100 * found.error:g} points at one half (assumption)"
    rows = [*found.bands.shares]
    return Table("dependence.bands", title, BANDS, rows, found, (found.output.source,))


def output_table(
    atlas: Atlas,
    output: Production,
    *,
    key: str,
    title: str,
    sets: tuple[tuple[str, Collection[str]], ...] = (),
) -> Table[Production, Printed]:
    """Return the printed rows with the publisher's own cell, the world and the rest last.

    Parameters
    ----------
    sets
        Header of a column and the countries that have "yes" in it.
    """
    rows = [*output.rows, *(row for row in (output.other, output.world) if row is not None)]
    columns = output_columns(output, cells_of(atlas, output), sets)
    return Table(key, title, columns, rows, output, (output.source,))


def output_columns(
    output: Production, cells: Sequence[Input], sets: tuple[tuple[str, Collection[str]], ...] = ()
) -> tuple[Column[Production, Printed], ...]:
    """Return the columns of what a publisher prints; tonnes that are one printed cell need no receipt."""
    is_summed = any(amount_receipt(output, cells, row.area) is not None for row in output.rows)
    has_tonnes = output.concentration.denominator is not Denominator.PUBLISHED_SHARES
    return (
        Column("name", "Country", lambda _, row: row.name),
        Column(
            "quantity_t",
            "Tonnes",
            lambda _, row: row.quantity_t,
            Show.FIGURE if has_tonnes else Show.HIDDEN,
            receipt=(lambda held, row: amount_receipt(held, cells, row.area)) if is_summed else None,
        ),
        Column(
            "share",
            "Share of world, %",
            lambda _, row: row.share,
            Show.PART,
            receipt=(lambda held, row: None if row.share is None else share_receipt(held, cells, row.area))
            if output.has_shares
            else None,
        ),
        *(_in_set(header, countries) for header, countries in sets),
        Column("flag_words", "Remark", lambda _, row: _flag(row), in_json=False),
        Column("as_printed", "As printed", lambda _, row: row.raw_value),
        Column("raw_unit", "Unit as printed", lambda held, _: held.raw_unit, in_json=False),
        Column("printed_note", "Note", lambda _, row: row.note, in_json=False),
        Column("source_id", "Edition", lambda held, _: held.source.source_id, in_json=False),
        Column("iso3", "Code", lambda _, row: row.area, Show.HIDDEN),
        data("low_t", lambda _, row: row.low_t),
        data("high_t", lambda _, row: row.high_t),
        data("flag", lambda _, row: row.flag),
        data("note", lambda _, row: "; ".join(part for part in (_raw_flag(row), row.note) if part)),
    )


def _in_set(header: str, countries: Collection[str]) -> Column[Production, Printed]:
    return Column(header, header, lambda _, row: "yes" if row.area in countries else "", in_json=False)


def _flag(row: Printed) -> str:
    flag = ValueFlag(row.flag)
    return "" if flag is ValueFlag.REPORTED else flag.label


def _raw_flag(row: Printed) -> str:
    return "" if row.flag == ValueFlag.REPORTED else row.flag


def editions(sources: Sequence[Source], source_ids: Collection[str]) -> tuple[Source, ...]:
    """Return those of `sources` that are named."""
    return tuple(source for source in sources if source.source_id in source_ids)
