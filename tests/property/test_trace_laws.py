"""Laws of traced numbers: one formula gives the same on floats, arrays and traced numbers, and its text works out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figure.receipt import assumption, receipt_of, setting
from geo.model.trace import (
    Traced,
    cell,
    cells_of,
    certified,
    largest,
    named,
    plain,
    root,
    smallest,
    steps_of,
    total,
)
from tests.arithmetic import work_out

AMOUNTS = st.floats(0.001, 1e9)
FORMULAS: tuple[Callable[[Any, Any, Any], Any], ...] = (
    lambda a, b, c: a + b - c,
    lambda a, b, c: a - (b - c),
    lambda a, b, c: a - (b + c),
    lambda a, b, c: a / (b * c),
    lambda a, b, c: a / (b / c),
    lambda a, b, c: (a + b) * c / (a - c + 2 * a + c),
    lambda a, b, c: largest(0.0, a - b, c - a),
    lambda a, b, c: smallest(1.0, (a + b) / c) * c,
    lambda a, b, c: (a - b) ** 2 + c**2,
    lambda a, b, c: root(a * b) + 1 - c,
    lambda a, b, c: 1 - largest(a, b) / (a + b + c),
    lambda a, b, c: -1.0 * (a - b) * (c - b),
    lambda a, b, c: total([a, b, c]),
    lambda a, b, c: named("Part", "a part", "t", a - b) * named("Rest", "the rest", "t", c - a),
)


def _cell(name: str, value: float) -> Traced:
    return cell(assumption(name, value, "t"))


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(FORMULAS))
def test_one_formula_is_the_same_on_floats_arrays_and_traced_numbers(
    a: float, b: float, c: float, formula: Callable[[Any, Any, Any], Any]
) -> None:
    found = formula(_cell("a", a), _cell("b", b), _cell("c", c))
    assert isinstance(found, Traced)
    assert found.value == pytest.approx(formula(a, b, c), rel=1e-12, abs=1e-12)
    on_arrays = formula(np.array([a, a]), np.array([b, b]), np.array([c, c]))
    assert isinstance(on_arrays, np.ndarray)
    assert on_arrays.dtype == np.float64
    assert on_arrays.tolist() == pytest.approx([found.value] * 2, rel=1e-12, abs=1e-12)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(FORMULAS))
def test_the_text_of_every_line_works_out_to_its_result(
    a: float, b: float, c: float, formula: Callable[[Any, Any, Any], Any]
) -> None:
    figure = named("Figure", "a formula", "t", formula(_cell("a", a), _cell("b", b), _cell("c", c)))
    for step in steps_of(figure):
        room = 1e-11 * max(1.0, a, b, c) ** 2
        assert work_out(step.worked) == pytest.approx(step.result, rel=1e-8, abs=room), step
    whole = work_out(figure.written_out)
    assert whole == pytest.approx(figure.value, rel=1e-8, abs=1e-11 * max(1.0, a, b, c) ** 2)


@given(st.lists(AMOUNTS, min_size=2, max_size=300))
def test_a_long_sum_is_one_line_with_every_cell_once(amounts: list[float]) -> None:
    figure = named("Sum", "sum of all", "t", total([_cell(str(at), amount) for at, amount in enumerate(amounts)]))
    (step,) = steps_of(figure)
    assert step.result == math.fsum(amounts)
    assert step.worked.count(" + ") == len(amounts) - 1
    assert [each.name for each in cells_of(figure)] == [str(at) for at in range(len(amounts))]


def test_a_named_part_is_a_line_of_its_own_before_the_line_that_uses_it_and_stands_once() -> None:
    part = named("Own", "exports less imports", "t", _cell("exports", 9.0) - _cell("imports", 4.0))
    figure = named("Ceiling", "own, twice", "t", 2 * part + part, of="Chile")
    assert [step.label for step in steps_of(figure)] == ["Own", "Ceiling of Chile"]
    assert [step.worked for step in steps_of(figure)] == ["9 - 4", "2 × 5 + 5"]


def test_a_second_name_is_a_line_that_repeats_the_first() -> None:
    part = named("Own", "exports less imports", "t", _cell("exports", 9.0) - _cell("imports", 4.0))
    figure = named("From the roster", "sum of its members", "t", total([part]))
    assert [step.line for step in steps_of(figure)] == ["9 - 4 = 5 t", "5 t"]
    assert figure.written_out == "9 - 4"


def test_a_certificate_prints_the_result_of_the_solver_beside_the_arithmetic_that_must_give_it() -> None:
    figure = certified("In the mix", "the need, less the others", "t", 5.0000000001, _cell("need", 9.0) - 4.0)
    (step,) = steps_of(figure)
    assert (step.worked, step.result) == ("9 - 4", 5.0000000001)
    assert [each.name for each in cells_of(figure)] == ["need"]


def test_a_name_does_nothing_to_floats_and_arrays() -> None:
    amounts = np.array([1.0, 2.0])
    assert named("Own", "rule", "t", amounts) is amounts
    assert named("Own", "rule", "t", 2.5) == 2.5


@pytest.mark.parametrize(
    "lose", [float, math.sqrt, lambda each: math.fsum([each]), np.exp, np.abs, lambda each: each**3]
)
def test_a_trace_cannot_be_lost_without_a_word(lose: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        lose(_cell("a", 2.0))


def test_no_array_of_traced_numbers_is_made_on_the_way() -> None:
    with pytest.raises(TypeError):
        np.add(np.array([1.0, 2.0]), _cell("a", 2.0))


@given(AMOUNTS, AMOUNTS)
def test_comparisons_go_by_the_number(a: float, b: float) -> None:
    first, second = _cell("a", a), _cell("b", b)
    assert (first < second, first <= second, first > second, first >= second) == (a < b, a <= b, a > b, a >= b)
    assert (first == a, first == second, bool(first)) == (True, a == b, True)
    assert plain(largest(first, second)) == max(a, b)
    assert isinstance(np.float64(a) + second, Traced)


def test_a_receipt_cites_what_its_formula_rests_on_and_says_settings_are_assumptions() -> None:
    stretch = setting("Stretch", 1.5, "times")
    receipt = receipt_of("Ceiling", named("Ceiling", "stretch times exports", "t", stretch * _cell("exports", 4.0)), ())
    assert receipt.steps[-1].line == "1.5 × 4 = 6 t"
    assert [each.name for each in receipt.inputs] == ["Stretch", "exports"]
    with pytest.raises(ValueError, match="name"):
        receipt_of("Ceiling", stretch * 2.0, ())
