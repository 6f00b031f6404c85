"""Columns of output over the years, between publishers, and within its bands."""

from __future__ import annotations

from dataclasses import dataclass

from geo.evidence.geography import load_geography
from geo.evidence.output_columns import HHI_HELP, SERIES, data
from geo.evidence.production import Production
from geo.evidence.receipt_production import (
    cells_of,
)
from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt
from geo.model.concentration import HHI_LOW
from geo.model.gain import Series
from geo.store.database import Atlas
from geo.topics.dependence.answer.output import Holding, Rivals
from geo.topics.dependence.figures.band import P5, band_receipt, range_receipt, rival_index_receipt, rival_share_receipt
from geo.topics.dependence.model.band import DRAWN, SMALLEST, ShareBands, SourceRange


def years_table(atlas: Atlas, held: Holding) -> Table[Atlas, Series]:
    """Return one row a year of the history, newest first."""
    publisher = Column[Atlas, Series](
        "publisher", "Publisher", lambda _, entry: held.publishers[entry.source_id].publisher, in_json=False
    )
    shown = ("period", "hhi_low", "hhi_high", "top1_name", "top1_share", "top3_share", "unattributed_share")
    hidden = (
        data("basis", SERIES["basis"].value),
        *(SERIES[key] for key in ("year", "subject", "mineral", "stage", "top1")),
    )
    return Table(
        key="dependence.years",
        title=f"Concentration by year, {held.production.staged}",
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
    title = f"Shares by publisher, {rivals.period}"
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
    Column("period", "Year", lambda rivals, name: rivals.outputs[name].period),
    Column("basis", "Basis", lambda rivals, name: rivals.outputs[name].basis),
    Column("source_id", "Edition", lambda rivals, name: rivals.outputs[name].source.source_id),
    data("year", lambda rivals, name: rivals.outputs[name].year),
)


def rival_indices_table(rivals: Rivals) -> Table[Rivals, str]:
    """Return one row a publisher: the bounds of the HHI of its own world."""
    title = f"HHI by publisher, {rivals.period}"
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
