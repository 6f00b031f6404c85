"""Concentration of every mineral and stage in its newest year, in one question to the database."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from geo.model.concentration import Supply, World, concentration
from geo.model.gain import Series
from geo.schema.codes import OTHER, WORLD
from geo.store.database import Atlas
from geo.store.queries_dependence import newest_production

Row = Mapping[Hashable, Any]


def newest_series(atlas: Atlas) -> tuple[Series, ...]:
    """Return shares and concentration of every mineral and stage that has a figure by country, projections left out."""
    records = newest_production(atlas).to_dict("records")
    groups = groupby(records, key=lambda row: (row["mineral"], row["stage"]))
    found = (_series([*rows]) for _, rows in groups)
    return tuple(series for series in found if series is not None)


def _series(rows: Sequence[Row]) -> Series | None:
    supplies = [
        Supply(row["area"], _number(row["quantity_t"]), _number(row["share"]), row["flag"])
        for row in rows
        if row["area"] not in (WORLD, OTHER)
    ]
    if all(supply.quantity_t is None and supply.share is None for supply in supplies):
        return None
    whole = {row["area"]: row for row in rows if row["area"] in (WORLD, OTHER)}
    world, bound = _cell(whole, WORLD, "quantity_t"), _cell(whole, WORLD, "low_t")
    is_bound = world is None and bound is not None
    first = rows[0]
    return Series(
        mineral=first["mineral"],
        stage=first["stage"],
        year=int(first["year"]),
        result=concentration(
            supplies,
            World(
                reported_t=bound if is_bound else world,
                other_t=_cell(whole, OTHER, "quantity_t"),
                reported_is_bound=is_bound,
            ),
        ),
        basis=first["basis"],
        source_id=first["source_id"],
        is_bound=is_bound,
    )


def _cell(whole: Mapping[str, Row], area: str, column: str) -> float | None:
    return _number(whole[area][column]) if area in whole else None


def _number(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
