"""Laws of figures in words: nothing becomes zero that is not zero, nothing missing becomes a number."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.schema.codes import ValueFlag
from geo.view import words

FORMATS = (words.tonnes, words.share, words.dollars, words.kilometres)
sizes = st.floats(1e-9, 1e12)
SCALE = {"kg": 1e-3, "t": 1.0, "kt": 1e3, "Mt": 1e6, "Gt": 1e9, "million": 1e6, "billion": 1e9, "%": 0.01, "km": 1.0}


def read_back(text: str) -> float:
    """Return the number that a reader takes from the words; bounds count as just beyond their figure."""
    plain = text.replace(words.THIN_SPACE, "").replace(words.MINUS, "-").removeprefix("USD")
    bound = re.match(r"(under|over|above) ?(USD)?", plain)
    plain = plain[bound.end() :].removeprefix("USD") if bound else plain
    found = re.fullmatch(r"(-?[\d.]+) ?([A-Za-z%]*)", plain.strip())
    assert found, text
    value = float(found[1]) * SCALE.get(found[2], 1.0)
    if bound is None:
        return value
    return value * (1 + 1e-6 if (bound[1] == "over") is (value > 0) and bound[1] != "above" else 1 - 1e-6)


@given(st.sampled_from(FORMATS), sizes)
def test_a_figure_is_never_printed_as_zero(form, value: float) -> None:
    assert not re.fullmatch(r"(USD)?[\u2212]?0(\.0*)?(t|%|km|kg)?", form(value).replace(words.THIN_SPACE, ""))


@given(st.sampled_from(FORMATS), st.sampled_from([None, math.nan, math.inf]))
def test_missing_is_said_not_counted(form, value: float | None) -> None:
    assert form(value) == words.NO_DATA
    assert not re.search(r"\d", form(value))


@given(st.sampled_from(FORMATS), st.floats(-1e12, 1e12))
def test_there_is_no_minus_zero(form, value: float) -> None:
    assert not re.search(rf"[-{words.MINUS}]0(?![.\d])", form(value))
    assert "-" not in form(value)


@given(st.sampled_from(FORMATS), sizes, sizes)
def test_more_never_reads_as_less(form, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert read_back(form(low)) <= read_back(form(high)) * (1 + 1e-9)


@given(st.sampled_from([words.tonnes, words.dollars, words.kilometres]), st.floats(1, 1e12))
def test_the_words_keep_three_digits(form, value: float) -> None:
    assert read_back(form(value)) == pytest.approx(value, rel=0.005)
    digits = re.sub(r"[^\d]", "", form(value)).lstrip("0").rstrip("0")
    assert len(digits) <= 3


@given(st.floats(0.0005, 1))
def test_a_share_is_right_to_a_tenth_of_a_percent(part: float) -> None:
    assert read_back(words.share(part)) == pytest.approx(part, abs=0.00101)


@given(st.floats(0, 1, exclude_max=True))
def test_a_part_is_never_the_whole(part: float) -> None:
    assert read_back(words.share(part)) < 1


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_shares_beside_each_other_have_the_same_decimals(part: float) -> None:
    assert re.search(r"\d\.\d\D*$", words.share(part))


@given(st.integers(1, 100), st.integers(0, 3))
def test_a_share_that_was_set_is_printed_as_it_was_set(percent: int, decimals: int) -> None:
    part = percent / 10**decimals / 100
    assert float(words.chosen_share(part).removesuffix(f"{words.THIN_SPACE}%")) == pytest.approx(100 * part, rel=1e-12)


@given(st.integers(-(10**12), 10**12))
def test_a_count_is_printed_in_full(number: int) -> None:
    assert int(words.count(number).replace(words.THIN_SPACE, "").replace(words.MINUS, "-")) == number


@given(st.sampled_from(ValueFlag), st.none() | sizes, st.none() | sizes, st.none() | sizes)
def test_a_withheld_cell_never_shows_a_figure(flag, value, low, high) -> None:
    text = words.figure(flag, value, low, high)
    if flag in (ValueFlag.WITHHELD, ValueFlag.NOT_AVAILABLE, ValueFlag.TRACE):
        assert not re.search(r"\d", text)
    if value is None and low is None and high is None:
        assert not re.search(r"\d", text)
