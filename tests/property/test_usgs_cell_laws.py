"""Laws of the USGS cell reader over all cells that can be printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataContractError
from geo.schema.codes import ValueFlag
from geo.sources.usgs_cell import read_cell

counts = st.integers(min_value=0, max_value=10**12)
blanks = st.sampled_from(["", " ", "   ", "\xa0"])
footnotes = st.text(max_size=60) | st.sampled_from(["Estimated.", "Reported.", "W for 23-24", "NA"])


@given(counts, st.booleans(), blanks, blanks, footnotes)
def test_a_printed_number_comes_back_whatever_stands_beside_it(
    count: int, has_separators: bool, before: str, after: str, footnote: str
) -> None:
    printed = f"{count:,}" if has_separators else str(count)
    cell = read_cell(before + printed + after, footnote)
    assert cell.quantity == count
    assert (cell.low, cell.high, cell.flag) == (None, None, ValueFlag.REPORTED)


@given(counts, st.integers(min_value=0, max_value=999))
def test_decimals_come_back(count: int, thousandths: int) -> None:
    printed = f"{count:,}.{thousandths:03d}"
    assert read_cell(printed).quantity == float(f"{count}.{thousandths:03d}")


@given(footnotes, blanks, blanks)
def test_withheld_and_not_available_never_become_a_number(footnote: str, before: str, after: str) -> None:
    for symbol, flag in (("W", ValueFlag.WITHHELD), ("NA", ValueFlag.NOT_AVAILABLE)):
        cell = read_cell(before + symbol + after, footnote)
        assert (cell.quantity, cell.low, cell.high, cell.flag) == (None, None, None, flag)


@given(footnotes, blanks)
def test_an_empty_cell_never_becomes_a_number(footnote: str, blank: str) -> None:
    cell = read_cell(blank, footnote)
    assert (cell.quantity, cell.low, cell.high) == (None, None, None)
    assert cell.flag in (ValueFlag.NOT_AVAILABLE, ValueFlag.WITHHELD)


@given(counts, counts, st.sampled_from(["-", "–", " - ", " – "]))
def test_a_range_holds_both_ends_in_order_or_is_refused(first: int, second: int, dash: str) -> None:
    printed = f"{first:,}{dash}{second:,}"
    if first > second:
        try:
            read_cell(printed)
        except DataContractError:
            return
        raise AssertionError(printed)
    cell = read_cell(printed)
    assert (cell.quantity, cell.low, cell.high, cell.flag) == (None, first, second, ValueFlag.RANGE)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_and_a_figure_is_never_negative(text: str) -> None:
    try:
        cell = read_cell(text)
    except DataContractError:
        return
    figures = [figure for figure in (cell.quantity, cell.low, cell.high) if figure is not None]
    assert all(figure >= 0 for figure in figures)
    # A plain quantity and a bound never stand in one cell.
    assert cell.quantity is None or (cell.low is None and cell.high is None)
