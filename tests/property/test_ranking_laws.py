"""Laws of scores, places and rank acceptability that hold for any options and weights."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.topics.nearshoring.model.ranking import Alternatives, Criterion, rank

DRAWS = 300
FEW = settings(max_examples=60)
KEYS = ("a", "b", "c")
CRITERIA = tuple(Criterion(key, key, "t", is_higher_better=key != "b") for key in KEYS)
figures = st.floats(-1e6, 1e6).map(lambda value: round(value, 3)) | st.sampled_from([0.0, 1.0, np.nan])


@st.composite
def tables(draw, least=1):
    count = draw(st.integers(least, 7))
    values = [[draw(figures) for _ in KEYS] for _ in range(count)]
    return Alternatives(tuple(f"A{number:02}" for number in range(count)), CRITERIA, np.array(values))


weights = st.fixed_dictionaries({key: st.floats(0, 10) for key in KEYS}).filter(lambda found: sum(found.values()) > 0.1)


def ranked(table, weighing):
    return {row.area: row for row in rank(table, weighing, draws=DRAWS).rows}


@FEW
@given(tables(), weights)
def test_scores_lie_between_0_and_1_and_places_follow_them(table, weighing):
    ranking = rank(table, weighing, draws=DRAWS)
    assert abs(sum(ranking.weights) - 1) < 1e-9
    for row in ranking.rows:
        assert -1e-9 <= row.score <= 1 + 1e-9
        assert -1e-9 <= row.topsis <= 1 + 1e-9
        assert abs(sum(row.parts) - row.score) < 1e-9
        assert 0 <= row.first <= row.top3 <= 1
    scores = [row.score for row in ranking.rows]
    assert all(first >= second - 1e-9 for first, second in pairwise(scores))
    assert ranking.rows[0].place == 1
    assert sum(row.first for row in ranking.rows) >= 1 - 1e-9
    assert sum(row.top3 for row in ranking.rows) >= min(3, len(ranking.rows)) - 1e-9


@FEW
@given(tables(), weights, st.randoms())
def test_the_order_of_options_changes_nothing(table, weighing, random):
    order = list(range(len(table.areas)))
    random.shuffle(order)
    mixed = Alternatives(tuple(table.areas[at] for at in order), CRITERIA, table.values[order])
    assert rank(mixed, weighing, draws=DRAWS) == rank(table, weighing, draws=DRAWS)


@FEW
@given(tables(), weights, st.sampled_from([0.001, 2.0, 1000.0]))
def test_units_and_the_scale_of_weights_change_nothing(table, weighing, factor):
    base = ranked(table, weighing)
    scaled = Alternatives(table.areas, CRITERIA, table.values * factor)
    for area, row in ranked(scaled, {key: weight * factor for key, weight in weighing.items()}).items():
        assert abs(row.score - base[area].score) < 1e-6
        assert abs(row.topsis - base[area].topsis) < 1e-6


@FEW
@given(tables(least=2), weights)
def test_an_option_that_is_no_worse_in_anything_is_never_behind(table, weighing):
    turned = np.where(np.isnan(table.values), -np.inf, table.values * [1, -1, 1])
    rows = ranked(table, weighing)
    for better in range(len(table.areas)):
        for worse in range(len(table.areas)):
            if (turned[better] >= turned[worse]).all():
                first, second = rows[table.areas[better]], rows[table.areas[worse]]
                assert first.place <= second.place
                assert first.topsis >= second.topsis - 1e-9
                assert first.first >= second.first
                assert first.top3 >= second.top3


@FEW
@given(tables(), weights, st.sampled_from(KEYS))
def test_a_criterion_without_weight_has_no_part(table, weighing, off):
    if sum(weight for key, weight in weighing.items() if key != off) <= 0.1:
        return
    values = table.values.copy()
    values[:, KEYS.index(off)] = 5.0
    changed = Alternatives(table.areas, CRITERIA, values)
    without = {**weighing, off: 0.0}
    for area, row in ranked(changed, without).items():
        other = ranked(table, without)[area]
        assert (row.score, row.place, row.first) == (other.score, other.place, other.first)


@FEW
@given(tables(), weights)
def test_the_same_question_has_the_same_answer(table, weighing):
    assert rank(table, weighing, draws=DRAWS) == rank(table, weighing, draws=DRAWS)
