"""Concentration of every mineral and stage in its newest year, in one question to the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from geo.evidence.production import series_years
from geo.evidence.rows import Row, published_result
from geo.evidence.subject import subject_of
from geo.model.gain import Series
from geo.remembered import remembered
from geo.schema.codes import Measure, Mineral, Stage
from geo.schema.codes_publisher import Publisher
from geo.store.database import Atlas
from geo.store.queries_dependence import newest_production, production_without_shares
from geo.store.queries_statistic import statistic_history


@remembered
def newest_series(atlas: Atlas) -> tuple[Series, ...]:
    """Return shares and concentration of every mineral and stage that has a figure by country, projections left out."""
    records = newest_production(atlas).to_dict("records")
    groups = groupby(records, key=lambda row: (row["mineral"], row["stage"]))
    found = (_series(atlas, [*rows]) for _, rows in groups)
    return tuple(series for series in found if series is not None)


def series_by_year(
    atlas: Atlas, mineral: Mineral, stage: Stage, publisher: Publisher = Publisher.REVIEWED
) -> tuple[Series, ...]:
    """Return shares and concentration of every year with figures by country, oldest first, projections left out.

    The publisher of the reviewed series may change from year to year; ``source_id`` says where.
    """
    is_reviewed = publisher is Publisher.REVIEWED
    named = None if is_reviewed else publisher.value
    table = statistic_history(atlas, Measure.PRODUCTION, mineral, stage, publisher=named)
    records = table[~table["is_projection"]].assign(mineral=mineral.value, stage=stage.value).to_dict("records")
    found = (_series(atlas, [*rows]) for _, rows in groupby(records, key=lambda row: row["year"]))
    series = tuple(series for series in found if series is not None)
    if is_reviewed:
        return series
    choices = series_years(atlas, publisher, Measure.PRODUCTION, mineral, stage)
    return tuple(replace(entry, subject=str(choices[entry.year]["subject"]), publisher=publisher) for entry in series)


@remembered
def history_of(
    atlas: Atlas, mineral: Mineral, stage: Stage, publisher: Publisher = Publisher.REVIEWED
) -> tuple[Series, ...]:
    """Return every year whose shares may be worked out, oldest first; the publisher of the reviewed series may change."""
    return with_shares(atlas, series_by_year(atlas, mineral, stage, publisher))


def with_shares(atlas: Atlas, series: Iterable[Series]) -> tuple[Series, ...]:
    """Return those of `series` whose shares may be worked out; a review takes out printed totals that do not agree."""
    refused = _without_shares(atlas)
    return tuple(
        entry
        for entry in series
        if not any(
            (row["mineral"], row["stage"], row["source_id"]) == (entry.mineral, entry.stage, entry.source_id)
            and row["year_from"] <= entry.year <= row["year_to"]
            for row in refused
        )
    )


@remembered
def _without_shares(atlas: Atlas) -> Sequence[Row]:
    return production_without_shares(atlas).to_dict("records")


def _series(atlas: Atlas, rows: Sequence[Row]) -> Series | None:
    found = published_result(rows)
    if found is None:
        return None
    result, world = found
    first = rows[0]
    return Series(
        mineral=first["mineral"],
        stage=first["stage"],
        year=int(first["year"]),
        result=result,
        basis=first["basis"],
        source_id=first["source_id"],
        is_bound=world.reported_is_bound,
        subject=subject_of(atlas, first["mineral"], first["stage"]),
    )
