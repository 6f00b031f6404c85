"""Rows of a query as the models take them: an empty cell is no zero, a bound is no total, one room for every answer."""

from __future__ import annotations

import math

import pytest

from geo.evidence.production import production
from geo.evidence.rows import cell_number, cell_text, printed_supply, published_result
from geo.evidence.series import newest_series, series_by_year
from geo.model.concentration import Denominator, Supply, World
from geo.schema.codes import Measure, Mineral, Stage
from geo.store.database import Atlas

EMPTY = math.nan


def row(area: str, quantity_t: float = EMPTY, **more: object) -> dict[str, object]:
    return {"area": area, "quantity_t": quantity_t, "low_t": EMPTY, "share": EMPTY, "flag": "reported", **more}


def test_an_empty_cell_is_none_and_a_zero_is_a_figure() -> None:
    assert [cell_number(value) for value in (None, EMPTY, 0.0, 2)] == [None, None, 0.0, 2.0]
    assert [cell_text(value) for value in (None, EMPTY, "", "W")] == [None, None, "", "W"]


def test_the_publishers_own_rows_are_no_country() -> None:
    rows = [row("AUS", 3.0), row("CHN", flag="withheld"), row("OTHER", 2.0), row("WORLD", 6.0)]
    supplies, world = printed_supply(rows)
    assert supplies == (Supply("AUS", 3.0), Supply("CHN", None, flag="withheld"))
    assert world == World(reported_t=6.0, other_t=2.0)


@pytest.mark.parametrize(
    ("printed", "world"),
    [
        (row("WORLD", low_t=5.0, flag="at_least"), World(5.0, reported_is_bound=True)),
        (row("WORLD", 7.0, low_t=5.0), World(7.0)),
        (row("WORLD", flag="withheld"), World()),
    ],
)
def test_a_lower_bound_is_marked_and_never_divides(printed: dict[str, object], world: World) -> None:
    found = published_result([row("AUS", 3.0), row("CHL", 1.0), printed])
    assert found is not None
    result, seen = found
    assert seen == world
    assert (result.denominator is Denominator.REPORTED) == (world == World(7.0))
    assert result.denominator_t == (7.0 if world == World(7.0) else 4.0)


def test_no_figure_is_no_result() -> None:
    assert published_result([row("CHN", flag="withheld"), row("WORLD", 6.0)]) is None


def test_the_answer_of_a_year_and_the_series_hold_the_same_concentration(tiny_atlas: Atlas) -> None:
    series = [*newest_series(tiny_atlas), *series_by_year(tiny_atlas, Mineral.COBALT, Stage.REFINED)]
    assert {(entry.mineral, entry.stage) for entry in series} >= {("cobalt", "mined"), ("cobalt", "refined")}
    for entry in series:
        answer = production(tiny_atlas, Measure.PRODUCTION, Mineral(entry.mineral), Stage(entry.stage), entry.year)
        assert answer.concentration == entry.result
