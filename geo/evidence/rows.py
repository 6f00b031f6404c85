"""Rows of a query as the models take them: an empty cell is None, a publisher's table is supply by country and a world."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from geo.model.concentration import Concentration, Supply, World, concentration
from geo.schema.codes import OTHER, WORLD

Row = Mapping[Hashable, Any]


def cell_number(value: float | None) -> float | None:
    """Return a cell as number, None where it is empty."""
    return None if value is None or pd.isna(value) else float(value)


def cell_text(value: str | None) -> str | None:
    """Return a cell as text, None where it is empty."""
    return None if value is None or pd.isna(value) else str(value)


def printed_supply(rows: Sequence[Row]) -> tuple[tuple[Supply, ...], World]:
    """Return what the countries are printed with, and the publisher's own rows beside them, in tonnes.

    Parameters
    ----------
    rows
        Rows of one publisher, product, year and basis with area (OTHER and WORLD included), quantity_t, low_t, share
        and flag. A world total without a plain figure is the lower bound that is printed for it.
    """
    whole = {row["area"]: row for row in rows if row["area"] in (WORLD, OTHER)}
    world, bound = _cell(whole, WORLD, "quantity_t"), _cell(whole, WORLD, "low_t")
    is_bound = world is None and bound is not None
    return (
        tuple(
            Supply(row["area"], cell_number(row["quantity_t"]), cell_number(row["share"]), row["flag"])
            for row in rows
            if row["area"] not in whole
        ),
        World(
            reported_t=bound if is_bound else world,
            other_t=_cell(whole, OTHER, "quantity_t"),
            reported_is_bound=is_bound,
        ),
    )


def published_result(rows: Sequence[Row]) -> tuple[Concentration, World] | None:
    """Return the concentration of one publisher's rows and the world it was worked out with, as `printed_supply` reads them.

    Returns
    -------
    None where no country has a figure.
    """
    supplies, world = printed_supply(rows)
    if all(supply.quantity_t is None and supply.share is None for supply in supplies):
        return None
    return concentration(supplies, world), world


def _cell(whole: Mapping[str, Row], area: str, column: str) -> float | None:
    return cell_number(whole[area][column]) if area in whole else None
