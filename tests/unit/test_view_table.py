"""Tables for the screen: a word that is missing is empty, a figure that is missing stays missing."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.view.table import compacted, without_missing_words

missing = st.none()


@given(
    words=st.lists(st.sampled_from(["note", ""]) | missing, min_size=1, max_size=150),
    number=st.floats(0, 9) | missing,
    kind=st.sampled_from(["object", "str"]),
)
def test_no_word_is_missing_and_no_figure_is_filled(words, number, kind):
    frame = pd.DataFrame({"Note": pd.Series(words, dtype=kind), "Tonnes": [number] * len(words)})
    shown = without_missing_words(frame, ["Tonnes"])
    assert list(shown["Note"]) == [word or "" for word in words]
    assert shown["Tonnes"].isna().all() == (number is None)
    sent, _ = compacted(shown)
    assert len(sent) == len(words)


def test_a_column_of_numbers_is_known_without_being_named():
    frame = pd.DataFrame(
        {"Rank": [1.0, None], "Mixed": [3, None], "Both": pd.Series(["W", 3, None], dtype="object")[:2]}
    )
    pd.testing.assert_frame_equal(without_missing_words(frame), frame)


def test_the_rows_that_are_downloaded_stay_as_they_are():
    frame = pd.DataFrame({"Note": ["estimate", None]})
    without_missing_words(frame)
    assert frame["Note"].isna().tolist() == [False, True]
