"""No digit of a table is cut: the width of a column holds its longest figure."""

from __future__ import annotations

import string

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.view.column_width import MOST_WORDS_PX, PADDING_PX, column_px, longest_figure, text_px
from geo.view.words import NO_DATA

FORMATS = [None, "localized", "%d", "%.0f", "%.1f", "%.2f", "%.3f", "%.0f %%"]
FIGURES = st.lists(st.none() | st.floats(-1e10, 1e10) | st.integers(-(10**10), 10**10), min_size=1, max_size=40)


def printed(value, template):
    """Return the figure as the grid prints it."""
    if template == "localized":
        return f"{value:,.3f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    if template is None:
        return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return template % value


@given(values=FIGURES, template=st.sampled_from(FORMATS), name=st.text(string.ascii_letters, max_size=30))
def test_a_column_is_as_wide_as_each_of_its_figures_and_its_header(values, template, name):
    column = pd.Series(values, dtype="float64")
    width = column_px(name, column, {"type_config": {"type": "number", "format": template}}, NO_DATA)
    room = width - 2 * PADDING_PX
    assert text_px(name) <= room
    for value in column:
        assert text_px(NO_DATA if value != value else printed(value, template)) <= room


@given(values=FIGURES, template=st.sampled_from(FORMATS))
def test_one_more_figure_never_takes_room_away(values, template):
    column = pd.Series(values, dtype="float64")
    config = {"type_config": {"format": template}}
    wider = pd.concat([column, pd.Series([10_493_603.125])])
    assert column_px("t", wider, config, NO_DATA) >= column_px("t", column, config, NO_DATA)


@pytest.mark.parametrize("many", [0, 8, 30, 300])
def test_one_long_figure_among_short_ones_keeps_its_digits(many):
    column = pd.Series([0.0] * many + [10493.603] + [0.0] * many)
    assert longest_figure(column, "localized") == "10,493.603"
    width = column_px("t", column, {"type_config": {"format": "localized"}}, NO_DATA)
    assert width - 2 * PADDING_PX >= text_px("10,493.603")


@given(words=st.lists(st.text(max_size=80), min_size=1, max_size=20))
def test_words_are_whole_up_to_a_width(words):
    width = column_px("t", pd.Series(words, dtype="object"), {}, NO_DATA)
    longest = max(map(text_px, words))
    assert width - 2 * PADDING_PX >= min(longest, MOST_WORDS_PX)
    assert width <= MOST_WORDS_PX + 60


def test_ticks_have_no_text():
    assert column_px("t", pd.Series([True, False]), {}, NO_DATA) is None
