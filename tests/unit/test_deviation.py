"""World as reported against world as summed, on figures worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.facts.deviation import SERIES_KEY, open_deviations, world_deviation

ONE_SERIES = {
    "measure": "production",
    "mineral": "cobalt",
    "stage": "mined",
    "product": "mine",
    "year": 2025,
    "source_id": "usgs-mcs-2026",
}


def statistic(*cells: tuple[str, float | None, float | None, str], **changes: object) -> pd.DataFrame:
    rows = [
        ONE_SERIES | changes | {"area": area, "quantity_t": quantity, "low_t": low, "flag": flag}
        for area, quantity, low, flag in cells
    ]
    return pd.DataFrame(rows).astype({"quantity_t": "float64", "low_t": "float64"})


def test_the_sum_leaves_out_what_has_no_figure_and_counts_it() -> None:
    rows = statistic(
        ("USA", None, None, "withheld"),
        ("COD", 70.0, None, "reported"),
        ("OTHER", 20.0, None, "reported"),
        ("WORLD", 100.0, None, "reported"),
    )
    found = world_deviation(rows).iloc[0]
    assert found[["reported", "summed", "deviation_pct", "unknown_areas"]].tolist() == [100.0, 90.0, -10.0, 1]


def test_a_lower_bound_is_contradicted_by_a_smaller_sum_only() -> None:
    above = statistic(("COD", 120.0, None, "reported"), ("WORLD", None, 100.0, "at_least"))
    below = statistic(
        ("COD", 60.0, None, "reported"), ("CUB", None, 20.0, "at_least"), ("WORLD", None, 100.0, "at_least")
    )
    assert world_deviation(above)["deviation_pct"].tolist() == [0.0]
    assert world_deviation(below)["deviation_pct"].tolist() == [-20.0]


@pytest.mark.parametrize(
    "cells",
    [
        [("COD", 1.0, None, "reported"), ("WORLD", None, None, "not_available")],
        [("COD", 1.0, None, "reported"), ("WORLD", 0.0, None, "reported")],
        [("COD", 1.0, None, "reported")],
        [("WORLD", 5.0, None, "reported")],
        [("COD", None, None, "withheld"), ("WORLD", 5.0, None, "reported")],
    ],
)
def test_nothing_to_compare_is_left_out(cells: list[tuple[str, float | None, float | None, str]]) -> None:
    assert world_deviation(statistic(*cells)).empty


def test_series_are_never_summed_together() -> None:
    cells = (("COD", 50.0, None, "reported"), ("WORLD", 50.0, None, "reported"))
    several = [
        statistic(*cells, **change)
        for change in ({}, {"year": 2024}, {"product": "other"}, {"source_id": "iea-cm-2025"}, {"stage": "refined"})
    ]
    found = world_deviation(pd.concat(several, ignore_index=True))
    assert len(found) == 5
    assert found["deviation_pct"].tolist() == [0.0] * 5


def test_only_a_reviewed_and_unchanged_deviation_is_closed() -> None:
    rows = statistic(("COD", 90.0, None, "reported"), ("WORLD", 100.0, None, "reported"))
    accepted = pd.DataFrame([ONE_SERIES | {"deviation_pct": -10.0}])
    assert open_deviations(rows, accepted).empty
    assert len(open_deviations(rows, accepted.iloc[:0])) == 1
    assert len(open_deviations(rows, accepted.assign(deviation_pct=-9.0))) == 1
    assert len(open_deviations(rows, accepted.assign(year=2024))) == 1


def test_rounding_needs_no_review() -> None:
    rows = statistic(("COD", 98.5, None, "reported"), ("WORLD", 100.0, None, "reported"))
    assert open_deviations(rows, pd.DataFrame(columns=[*SERIES_KEY, "deviation_pct"])).empty
