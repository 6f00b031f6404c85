"""Tables of output: what a publisher prints by country, the concentration of a year, and the same between publishers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeAlias

from geo.evidence.geography import load_geography
from geo.evidence.production import Printed, Production, production
from geo.evidence.receipt_production import (
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
from geo.model.concentration import HHI_LOW, Denominator
from geo.model.gain import Series
from geo.model.line import Input
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
    output = production(
        atlas, Measure.PRODUCTION, Mineral(series.mineral), Stage(series.stage), series.year, series.publisher
    )
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
        Column[Atlas, Series]("period", "Year", lambda _, entry: entry.period),
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
        data("year", lambda _, entry: entry.year),
        data("subject", lambda _, entry: entry.subject),
        data("mineral", lambda _, entry: entry.mineral),
        data("stage", lambda _, entry: entry.stage),
        data("top1", lambda _, entry: entry.result.leader.area),
    )
}
"""Columns of one mineral, stage and year, for every table that has such rows."""


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
