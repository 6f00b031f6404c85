"""Figures as a minister reads them."""

from __future__ import annotations

import pytest

from geo.schema.codes import ValueFlag
from geo.view import words


def plain(text: str) -> str:
    return text.replace(words.THIN_SPACE, " ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (230_000, "230 kt"),
        (1_493_000, "1.49 Mt"),
        (892_256, "892 kt"),
        (999.6, "1 kt"),
        (10_000_000, "10 Mt"),
        (0.5, "500 kg"),
        (0.0004, "under 1 kg"),
        (0, "0 t"),
        (-0.0, "0 t"),
        (-12_345, "\u221212.3 kt"),
    ],
)
def test_tonnes(value: float, text: str) -> None:
    assert plain(words.tonnes(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.742, "74.2 %"),
        (0.99, "99.0 %"),
        (0.08, "8.0 %"),
        (1.0, "100 %"),
        (1.034, "103 %"),
        (0.9999, "over 99.9 %"),
        (0.0004, "under 0.1 %"),
        (0, "0 %"),
    ],
)
def test_shares(value: float, text: str) -> None:
    assert plain(words.share(value)) == text


def test_ranges_say_the_unit_once_where_it_is_the_same() -> None:
    assert plain(words.share_range(0.34, 0.41)) == "34.0 to 41.0 %"
    assert plain(words.share_range(0.11, 0.204)) == "11.0 to 20.4 %"
    assert plain(words.tonnes_range(34_000, 41_000)) == "34 to 41 kt"
    assert plain(words.tonnes_range(900, 1_200)) == "900 t to 1.2 kt"
    assert plain(words.tonnes_range(5_000, 5_000)) == "5 kt"
    assert plain(words.tonnes_range(12_345_678_901, 12_400_000_000)) == "12.3 to 12.4 Gt"


def test_open_ranges_are_said_in_words() -> None:
    assert plain(words.tonnes_range(3, None)) == "at least 3 t"
    assert plain(words.share_range(None, 0.2)) == "at most 20.0 %"
    assert words.tonnes_range(None, None) == words.NO_DATA


def test_money_and_distance() -> None:
    assert plain(words.dollars(1_234_567_890)) == "USD 1.23 billion"
    assert plain(words.dollars(0.4)) == "under USD 1"
    assert plain(words.kilometres(12_345)) == "12 300 km"


def test_a_flag_is_said_with_its_figure() -> None:
    assert plain(words.figure(ValueFlag.ESTIMATED, 230_000)) == "230 kt (estimate)"
    assert plain(words.figure(ValueFlag.AT_LEAST, 10)) == "at least 10 t"
    assert plain(words.figure(ValueFlag.RANGE, None, 34_000, 41_000)) == "34 to 41 kt"
    assert words.figure(ValueFlag.WITHHELD, None) == "withheld"
    assert words.figure(ValueFlag.ESTIMATED, None) == words.NO_DATA


@pytest.mark.parametrize(
    ("part", "text"), [(0.65, "65 %"), (0.28, "28 %"), (0.125, "12.5 %"), (0, "0 %"), (1, "100 %")]
)
def test_a_share_that_was_set_keeps_its_digits(part: float, text: str) -> None:
    assert plain(words.chosen_share(part)) == text


@pytest.mark.parametrize(
    "name",
    [
        "United States",
        "United Kingdom",
        "United Arab Emirates",
        "Netherlands",
        "Philippines",
        "Dominican Republic",
        "Central African Republic",
        "Republic of the Congo",
        "Solomon Islands",
        "Bahamas",
        "European Union",
    ],
)
def test_some_names_take_an_article_inside_a_sentence(name: str) -> None:
    assert words.in_sentence(name) == f"the {name}"
    assert words.at_start(words.in_sentence(name)) == f"The {name}"


@pytest.mark.parametrize(
    "name", ["Chile", "DR Congo", "South Africa", "Papua New Guinea", "Germany", "Czechia", "Iceland"]
)
def test_most_names_take_none(name: str) -> None:
    assert words.in_sentence(name) == name


def test_names_and_numbers_read_as_a_sentence() -> None:
    assert words.named(["United States", "Chile", "Netherlands"]) == "the United States, Chile and the Netherlands"
    assert words.first_of(["Chile", "Peru", "China"], 3) == "Chile, Peru and China"
    assert words.first_of(["Chile", "Peru", "China", "India"], 3) == "Chile, Peru, China and 1 more"
    assert words.counted(1, "state") == "1 state"
    assert plain(words.counted(1_200, "flow has", "flows have")) == "1 200 flows have"


def test_lists_read_as_a_sentence() -> None:
    assert words.listing([]) == ""
    assert words.listing(["Chile"]) == "Chile"
    assert words.listing(["Chile", "Peru", "China"]) == "Chile, Peru and China"
