"""Concentration of every mineral and stage in its newest year, in one question to the database."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from geo.model.concentration import Concentration, Supply, World, concentration
from geo.model.gain import Series
from geo.schema.codes import OTHER, WORLD, Measure, Mineral, Stage
from geo.store.database import Atlas
from geo.store.queries_dependence import newest_production, production_without_shares
from geo.store.queries_statistic import statistic_history

Row = Mapping[Hashable, Any]


def newest_series(atlas: Atlas) -> tuple[Series, ...]:
    """Return shares and concentration of every mineral and stage that has a figure by country, projections left out."""
    records = newest_production(atlas).to_dict("records")
    groups = groupby(records, key=lambda row: (row["mineral"], row["stage"]))
    found = (_series([*rows]) for _, rows in groups)
    return tuple(series for series in found if series is not None)


def series_by_year(atlas: Atlas, mineral: Mineral, stage: Stage) -> tuple[Series, ...]:
    """Return shares and concentration of every year with figures by country, oldest first, projections left out.

    The publisher may change from year to year; ``source_id`` says where.
    """
    table = statistic_history(atlas, Measure.PRODUCTION, mineral, stage)
    records = table[~table["is_projection"]].assign(mineral=mineral.value, stage=stage.value).to_dict("records")
    found = (_series([*rows]) for _, rows in groupby(records, key=lambda row: row["year"]))
    return tuple(series for series in found if series is not None)


def with_shares(atlas: Atlas, series: Iterable[Series]) -> tuple[Series, ...]:
    """Return those of `series` whose shares may be worked out; a review takes out printed totals that do not agree."""
    refused = production_without_shares(atlas).to_dict("records")
    return tuple(
        entry
        for entry in series
        if not any(
            (row["mineral"], row["stage"], row["source_id"]) == (entry.mineral, entry.stage, entry.source_id)
            and row["year_from"] <= entry.year <= row["year_to"]
            for row in refused
        )
    )


def published_result(rows: Sequence[Row]) -> tuple[Concentration, bool] | None:
    """Return the concentration of one publisher's rows, and whether its world total is only a lower bound.

    Parameters
    ----------
    rows
        Rows of one publisher, product, year and basis with area (OTHER and WORLD included), quantity_t, low_t, share
        and flag.

    Returns
    -------
    None where no country has a figure.
    """
    supplies = [
        Supply(row["area"], number(row["quantity_t"]), number(row["share"]), row["flag"])
        for row in rows
        if row["area"] not in (WORLD, OTHER)
    ]
    if all(supply.quantity_t is None and supply.share is None for supply in supplies):
        return None
    whole = {row["area"]: row for row in rows if row["area"] in (WORLD, OTHER)}
    world, bound = _cell(whole, WORLD, "quantity_t"), _cell(whole, WORLD, "low_t")
    is_bound = world is None and bound is not None
    printed = World(
        reported_t=bound if is_bound else world,
        other_t=_cell(whole, OTHER, "quantity_t"),
        reported_is_bound=is_bound,
    )
    return concentration(supplies, printed), is_bound


def number(value: float | None) -> float | None:
    """Return a cell as number, None where it is empty."""
    return None if value is None or pd.isna(value) else float(value)


def _series(rows: Sequence[Row]) -> Series | None:
    found = published_result(rows)
    if found is None:
        return None
    result, is_bound = found
    first = rows[0]
    return Series(
        mineral=first["mineral"],
        stage=first["stage"],
        year=int(first["year"]),
        result=result,
        basis=first["basis"],
        source_id=first["source_id"],
        is_bound=is_bound,
    )


def _cell(whole: Mapping[str, Row], area: str, column: str) -> float | None:
    return number(whole[area][column]) if area in whole else None
