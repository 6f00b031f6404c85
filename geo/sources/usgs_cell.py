"""What a printed cell of a U.S. Geological Survey table says: a figure, a bound, or why there is none.

The Mineral Commodity Summaries print ``W`` (withheld), ``NA`` (not available), a dash (zero), ``s`` (less than half a
unit), ``>n``, ``<n``, ranges, ``e`` before an estimate, ``XX`` (not applicable) and words such as ``Small``. The wide
editions leave cells empty where the print has a symbol; an empty cell is never read as zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.errors import DataContractError
from geo.schema.codes import ValueFlag

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PLAIN = re.compile(_NUMBER)
_ESTIMATE = re.compile(rf"e\s?({_NUMBER})")
_BOUND = re.compile(rf"([<>])\s?({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\s?[-–]\s?({_NUMBER})")

_DASHES = ("—", "–", "-")

_HALF_A_UNIT = 0.5

_WORDS = {
    "na": "",
    "xx": "Not applicable",
    "small": 'Printed as "Small"',
    "moderate": 'Printed as "Moderate"',
    "large": 'Printed as "Large"',
    "included with ilmenite": "Included with ilmenite",
    "included in world total.": "Included in the world total",
}
"""Texts that stand for a missing figure, lower case, and what to say of them."""

_INCLUDED_ELSEWHERE = (
    "included in “world total.”",
    "united states rutile production and reserves data are included with ilmenite.",
)
"""Footnotes under which the data release prints ``s`` for a figure that is counted in another row."""

_EMPTY_MARKS = {
    "w for 23-24": ValueFlag.WITHHELD,
    "na": ValueFlag.NOT_AVAILABLE,
}
"""Footnotes of the 2025 edition that carry the symbol of a cell left empty."""

_ESTIMATED = (
    "estimated",
    "estimated 2023",
    "also estimated in 2022",
    "estimated in 2021 also",
    "estimated in 2022 also",
    "production in 2021 is also estimated",
    "production in 2022 is also estimated",
    "production data in 2021 were also estimated",
)
_ESTIMATED_OPENINGS = ("estimated from ", "estimated based on ")
_REPORTED = (
    "reported",
    "reported data in 2022",
    "reported in 2022",
    "reported quantity in 2022",
    "reported production in 2021",
    "production was reported in 2021",
)

_APPENDIX = "see appendix c for resource and reserve definitions and information concerning data sources"


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell, in the unit of its table.

    Attributes
    ----------
    quantity
        The figure, where a plain one is printed; a dash is zero.
    low, high
        Ends of a printed bound or range.
    flag
        What stands in the cell.
    note
        Words that the flag does not hold.
    """

    quantity: float | None
    low: float | None
    high: float | None
    flag: ValueFlag
    note: str = ""


def read_cell(text: str, footnote: str = "") -> Cell:
    """Return what the cell `text` says, read with the `footnote` of its row.

    Raises
    ------
    DataContractError
        If the text is neither a number nor one of the known symbols and words.
    """
    printed = text.replace("\xa0", " ").strip()
    if not printed:
        return _empty(footnote.strip())
    if printed == "W":
        return Cell(None, None, None, ValueFlag.WITHHELD)
    if printed.lower() in _WORDS:
        return Cell(None, None, None, ValueFlag.NOT_AVAILABLE, _WORDS[printed.lower()])
    if printed in _DASHES:
        return Cell(0.0, None, None, ValueFlag.REPORTED)
    if printed == "s":
        return _small(footnote)
    return _read_number(printed)


def estimate_mark(footnote: str) -> bool | None:
    """Return True if the `footnote` calls the figure an estimate, False if reported, None if it says neither.

    Whole sentences are compared with a reviewed list; a note such as "Estimated based on reported import data" would
    deceive a search for single words.
    """
    sentences = [sentence.strip().rstrip(".").lower() for sentence in re.split(r" -- |\. ", footnote)]
    if any(sentence in _ESTIMATED or sentence.startswith(_ESTIMATED_OPENINGS) for sentence in sentences):
        return True
    if any(sentence in _REPORTED for sentence in sentences):
        return False
    return None


def footnote_words(footnote: str) -> str:
    """Return the `footnote` without the sentences that a flag holds or that only point to an appendix."""
    sentences = re.split(r" -- |(?<=\.) ", footnote)
    held = (*_ESTIMATED, *_REPORTED, *_EMPTY_MARKS, _APPENDIX)
    return " ".join(words for words in sentences if words.strip().rstrip(".").lower() not in held).strip()


def _empty(footnote: str) -> Cell:
    if footnote.lower() in _EMPTY_MARKS:
        note = f'Cell left empty by the publisher; its footnote is "{footnote}"'
        return Cell(None, None, None, _EMPTY_MARKS[footnote.lower()], note)
    return Cell(None, None, None, ValueFlag.NOT_AVAILABLE, "Cell left empty by the publisher")


def _small(footnote: str) -> Cell:
    for sentence in footnote.split(" -- "):
        if sentence.strip().lower() in _INCLUDED_ELSEWHERE:
            return Cell(None, None, None, ValueFlag.NOT_AVAILABLE, "Counted in another row")
    return Cell(None, 0.0, _HALF_A_UNIT, ValueFlag.TRACE)


def _read_number(printed: str) -> Cell:
    if _PLAIN.fullmatch(printed):
        return Cell(_number(printed), None, None, ValueFlag.REPORTED)
    if match := _ESTIMATE.fullmatch(printed):
        return Cell(_number(match[1]), None, None, ValueFlag.ESTIMATED)
    if match := _BOUND.fullmatch(printed):
        bound = _number(match[2])
        if match[1] == ">":
            return Cell(None, bound, None, ValueFlag.AT_LEAST)
        return Cell(None, 0.0, bound, ValueFlag.AT_MOST)
    if match := _RANGE.fullmatch(printed):
        low, high = _number(match[1]), _number(match[2])
        if low <= high:
            return Cell(None, low, high, ValueFlag.RANGE)
    message = f"cell {printed!r} is no number, symbol or word of a USGS table; add it to geo/sources/usgs_cell.py"
    raise DataContractError([message])


def _number(digits: str) -> float:
    return float(digits.replace(",", ""))
