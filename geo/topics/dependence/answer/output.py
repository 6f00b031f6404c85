"""Who holds a mineral at one stage: concentration, its history, what is left without the largest supplier, how sure it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from geo.errors import SelectionError
from geo.evidence.production import Production, printed_row, production
from geo.evidence.rows import published_result
from geo.evidence.series import history_of
from geo.evidence.sources import sources_of
from geo.evidence.spread import Spread, spread_of
from geo.figure.source import Source
from geo.model.concentration import Concentration
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.schema.codes import OTHER, WORLD, Measure, Mineral, Stage
from geo.schema.codes_publisher import Publisher
from geo.store.database import Atlas
from geo.store.queries_dependence import rival_figures
from geo.topics.dependence.model.band import ShareBands, SourceRange, cross_source, kappa_of, share_bands
from geo.topics.dependence.model.loss import (
    CountryAmounts,
    DemandHeld,
    DemandRemoved,
    SoleHolder,
    effective_suppliers,
    sole_holder,
    supply_and_demand_removed,
    supply_left_demand_held,
)

EVEN_SHARE = 0.5
"""The share that a stated error refers to, so that one error means the same for every mineral."""


@dataclass(frozen=True)
class Rivals:
    """The newest year that more than one publisher prints for the same product.

    Attributes
    ----------
    year
        That year; it may be older than the one shown.
    ranges
        Each country's share by publisher, each of its own world, the largest first.
    outputs
        By publisher, each of its own world.
    cells
        Published rows by publisher.
    """

    year: int
    ranges: tuple[SourceRange, ...]
    outputs: Mapping[str, Production]
    cells: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...]

    @property
    def period(self) -> str:
        """The years that the figures are of, each named once."""
        return ", ".join(dict.fromkeys(output.period for output in self.outputs.values()))

    @property
    def hhi(self) -> dict[str, Interval]:
        """Bounds of the HHI by publisher."""
        results = {name: output.concentration for name, output in self.outputs.items()}
        return {name: Interval(result.hhi_low, result.hhi_high) for name, result in results.items()}


@dataclass(frozen=True)
class Holding:
    """Answer to "who holds it?"; nothing in it depends on the roster.

    Attributes
    ----------
    production
        Shares and concentration of the year.
    effective
        Effective number of suppliers.
    demand_held, demand_removed
        The two definitions of "without the largest supplier"; the second has no data as long as nobody prints demand by
        country.
    sole
        Set where one country holds the chain.
    history
        Every year held, oldest first; publishers are never chained without a mark.
    publishers
        Publisher and edition by source code, for the years of the history.
    rivals
        None where only one publisher prints the product.
    spread
        What publishers print for the same subject and year; None where one does.
    """

    production: Production
    effective: Interval
    demand_held: DemandHeld | NoData
    demand_removed: DemandRemoved | NoData
    sole: SoleHolder | None
    history: tuple[Series, ...]
    publishers: Mapping[str, Source]
    rivals: Rivals | None
    spread: Spread | None

    @property
    def result(self) -> Concentration:
        """Shares and concentration of the year."""
        return self.production.concentration

    @property
    def sources(self) -> tuple[Source, ...]:
        """Editions behind the year, the history and the comparison."""
        rivals = () if self.rivals is None else self.rivals.sources
        return tuple(dict.fromkeys((self.production.source, *self.publishers.values(), *rivals)))


def holding(
    atlas: Atlas, mineral: Mineral, stage: Stage, year: int | None, publisher: Publisher = Publisher.REVIEWED
) -> Holding:
    """Return who holds `mineral` at `stage`, by the reviewed series or one publisher; `year` None means the newest.

    Raises
    ------
    SelectionError
        If there are no figures by country, none of that publisher or for that year, or it is a scenario year.
    """
    output = production(atlas, Measure.PRODUCTION, mineral, stage, year, publisher)
    if output.is_projection:
        raise SelectionError(f"{output.year} is a scenario year of the publisher, not output; choose a past year")
    if not output.has_shares:
        raise SelectionError(
            f"the printed world total of {output.staged} in {output.period} does not agree with its countries, "
            "so no share is worked out; choose another year"
        )
    result = output.concentration
    history = history_of(atlas, mineral, stage, publisher)
    by_id = {source.source_id: source for source in sources_of(atlas, {entry.source_id for entry in history})}
    return Holding(
        production=output,
        effective=effective_suppliers(result),
        demand_held=supply_left_demand_held(result),
        demand_removed=supply_and_demand_removed(_supply(output), None, result.leader.area),
        sole=sole_holder(result),
        history=history,
        publishers=by_id,
        rivals=_rivals(atlas, output),
        spread=spread_of(atlas, output),
    )


def bands(held: Holding, error: float) -> ShareBands:
    """Return bands on the shares for a stated standard error of a share of one half, 0-1: an assumption of the user."""
    shares = {row.area: row.share for row in held.result.shares if row.share is not None}
    return share_bands(shares, kappa_of(EVEN_SHARE, error))


def _supply(output: Production) -> CountryAmounts:
    result = output.concentration
    return CountryAmounts(
        {row.area: row.quantity_t for row in output.rows if row.quantity_t is not None},
        result.denominator_t or 0.0,
        output.basis,
    )


def _rivals(atlas: Atlas, output: Production) -> Rivals | None:
    table = rival_figures(atlas, output.mineral, output.stage)
    table = table[table["year"] <= output.year]
    if table.empty:
        return None
    newest = table[table["year"] == table["year"].max()]
    editions = {source.source_id: source for source in sources_of(atlas, newest["source_id"])}
    outputs, cells = {}, {}
    for source_id, rows in newest.groupby("source_id"):
        source = editions[str(source_id)]
        found = _rival(output, rows, source)
        if found is not None:
            name = _name(source, editions.values())
            outputs[name], cells[name] = found, rows
    shares = {
        name: {row.area: row.share for row in found.rows if row.share is not None} for name, found in outputs.items()
    }
    return Rivals(
        year=int(newest["year"].iloc[0]),
        ranges=cross_source(shares),
        outputs=outputs,
        cells=cells,
        sources=tuple(editions.values()),
    )


def _rival(primary: Production, table: pd.DataFrame, source: Source) -> Production | None:
    """Return what another edition prints for the product of the primary series; None where no country has a figure."""
    rows = table.to_dict("records")
    found = published_result(rows)
    if found is None:
        return None
    result, by_area = found[0], {str(row["area"]): row for row in rows}
    return replace(
        primary,
        year=int(rows[0]["year"]),
        rows=tuple(printed_row(by_area[entry.area], entry.share) for entry in result.shares),
        world=printed_row(by_area[WORLD], None) if WORLD in by_area else None,
        other=printed_row(by_area[OTHER], None) if OTHER in by_area else None,
        concentration=result,
        basis=str(rows[0]["basis"]),
        products=str(rows[0]["product"]),
        raw_unit=str(rows[0]["raw_unit"]),
        has_shares=True,
        choice_note="",
        source=source,
    )


def _name(source: Source, others: Collection[Source]) -> str:
    """Return the publisher, with its edition where two editions of one publisher stand side by side."""
    same = [other for other in others if other.publisher == source.publisher]
    return source.publisher if len(same) == 1 else f"{source.publisher} ({source.edition})"
