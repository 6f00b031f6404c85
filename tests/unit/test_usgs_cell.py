"""Each symbol of a USGS table keeps its meaning: withheld, missing, zero, trace, bound and range are all different."""

from __future__ import annotations

import pytest

from geo.errors import DataContractError
from geo.schema.codes import ValueFlag
from geo.sources.usgs_cell import Cell, estimate_mark, footnote_words, read_cell

APPENDIX = "See Appendix C for resource and reserve definitions and information concerning data sources."


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("1,310", Cell(1310.0, None, None, ValueFlag.REPORTED)),
        ("5900000", Cell(5900000.0, None, None, ValueFlag.REPORTED)),
        ("9.5", Cell(9.5, None, None, ValueFlag.REPORTED)),
        ("1230 ", Cell(1230.0, None, None, ValueFlag.REPORTED)),
        ("     325", Cell(325.0, None, None, ValueFlag.REPORTED)),
        ("0", Cell(0.0, None, None, ValueFlag.REPORTED)),
        ("—", Cell(0.0, None, None, ValueFlag.REPORTED)),
        ("W", Cell(None, None, None, ValueFlag.WITHHELD)),
        ("NA", Cell(None, None, None, ValueFlag.NOT_AVAILABLE)),
        ("        NA", Cell(None, None, None, ValueFlag.NOT_AVAILABLE)),
        ("XX", Cell(None, None, None, ValueFlag.NOT_AVAILABLE, "Not applicable")),
        ("Small", Cell(None, None, None, ValueFlag.NOT_AVAILABLE, 'Printed as "Small"')),
        ("Included with ilmenite", Cell(None, None, None, ValueFlag.NOT_AVAILABLE, "Included with ilmenite")),
        ("s", Cell(None, 0.0, 0.5, ValueFlag.TRACE)),
        (">140,000,000", Cell(None, 140e6, None, ValueFlag.AT_LEAST)),
        ("    >9,100,000", Cell(None, 9.1e6, None, ValueFlag.AT_LEAST)),
        ("<100,000", Cell(None, 0.0, 1e5, ValueFlag.AT_MOST)),
        ("10,000 - 15,000", Cell(None, 1e4, 1.5e4, ValueFlag.RANGE)),
        ("10–15", Cell(None, 10.0, 15.0, ValueFlag.RANGE)),
        ("e20,000", Cell(2e4, None, None, ValueFlag.ESTIMATED)),
    ],
)
def test_each_printed_form_is_read_as_what_it_means(text: str, cell: Cell) -> None:
    assert read_cell(text) == cell


def test_an_empty_cell_is_not_available_and_never_zero() -> None:
    for text in ("", "   ", "\xa0"):
        cell = read_cell(text)
        assert cell.flag is ValueFlag.NOT_AVAILABLE
        assert cell.quantity is None


def test_the_footnote_says_why_a_cell_of_the_2025_edition_is_empty() -> None:
    assert read_cell("", "W for 23-24").flag is ValueFlag.WITHHELD
    assert read_cell("", "na").flag is ValueFlag.NOT_AVAILABLE


def test_s_under_a_footnote_that_counts_it_elsewhere_is_no_trace() -> None:
    footnote = f"{APPENDIX} -- Included in “World total.”"
    assert read_cell("s", footnote) == Cell(None, None, None, ValueFlag.NOT_AVAILABLE, "Counted in another row")


@pytest.mark.parametrize(
    "text", ["E", "?1", "1,23", "1,0000", "12 000", "15-10", "Variable", "e", "20,000e", "1e5", "-5"]
)
def test_an_unknown_text_is_refused_with_the_text_in_the_message(text: str) -> None:
    with pytest.raises(DataContractError, match="no number, symbol or word") as caught:
        read_cell(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("footnote", "mark"),
    [
        ("Estimated.", True),
        ("estimated 2023", True),
        ("Production in 2021 is also estimated. Metric tons contained beryllium.", True),
        ("Estimated based on reported import data for China. Source: Trade Data Monitor Inc.", True),
        ("Estimated. -- Excludes U.S. production.", True),
        ("Reported.", False),
        ("Metric tons, gross weight. Production was reported in 2021.", False),
        ("Excludes U.S. production.", None),
        (
            "Other countries estimated to still have primary low-purity gallium production capacity include Germany.",
            None,
        ),
        ("Chile and Mexico were estimated to be significant producers but have reported no production.", None),
        ("", None),
    ],
)
def test_only_whole_sentences_mark_an_estimate(footnote: str, mark: bool | None) -> None:
    assert estimate_mark(footnote) is mark


def test_a_note_keeps_what_the_flag_does_not_hold() -> None:
    footnote = f"{APPENDIX} -- Estimated. -- Excludes U.S. production. Rounded."
    assert footnote_words(footnote) == "Excludes U.S. production. Rounded."
