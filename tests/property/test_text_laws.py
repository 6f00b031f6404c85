"""Laws of the text that a reader takes: letters given back, words for "no name" left out, everything else as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.build.rules_text import damage
from geo.facts.facility_row import names_in
from geo.facts.places import normal_name
from geo.sources.misread import MARKS, mended

LETTERS = st.characters(min_codepoint=0xC0, max_codepoint=0x17F, categories=("Lu", "Ll"))
SECOND_HALF = "ŠšŒœŽžŸ"
"""Letters among the signs of the second half of the code page: behind a lead they are doubtful, in no language a word."""
NAMES = st.text(st.one_of(st.sampled_from("abcxyzABC -'"), LETTERS), max_size=20)
PRINTED = st.lists(st.one_of(NAMES, st.sampled_from(MARKS)), max_size=5).map("".join)


def twice(name: str, page: str) -> str:
    return "".join(
        bytes([byte]).decode(page, errors="ignore") or chr(byte) if byte > 0x7F else chr(byte)
        for byte in name.encode("utf-8")
    )


@given(PRINTED, st.sampled_from(["cp1252", "latin-1"]))
def test_a_name_that_was_encoded_twice_is_given_back(name, page):
    assert mended(twice(name, page)) == name


@pytest.mark.parametrize("page", ["cp1252", "latin-1"])
@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_of_print_that_was_encoded_twice_is_given_back_and_no_rule_finds_it(mark, page):
    assert mended(twice(f"Al Ba{mark}itha", page)) == f"Al Ba{mark}itha"
    assert damage(mark) is None


@given(NAMES.map(lambda name: name.translate(dict.fromkeys(map(ord, SECOND_HALF), "s"))))
def test_a_name_that_is_right_stays_as_it_is(name):
    assert mended(name) == name


@pytest.mark.parametrize("text", ["5 Â°C", "Â£", "“Ångström”", "Côte d’Ivoire", "500 µm – 3 mm", "Ä"])
def test_signs_that_are_no_letter_twice_stay(text):
    assert mended(text) == text


@given(st.lists(st.sampled_from(["Vale S.A.", "Rio Tinto [60%]", "A. & B.", "N. A. Smith", "0", "NAC"]), max_size=4))
def test_names_are_kept_as_printed(names):
    assert names_in("; ".join(names)) == "; ".join(names)


@pytest.mark.parametrize("word", ["NA", "n/a", "N.A.", "<null>", "null", "-", "--", "—", "?", "Unknown", "None", ""])
def test_a_word_for_no_name_is_no_name(word):
    assert names_in(word) == ""
    assert names_in(f"Vale S.A.; {word}") == "Vale S.A."
    assert names_in(f"{word}; Vale S.A.") == "Vale S.A."


@pytest.mark.parametrize("mark", ["<null>", " [0%]"])
def test_an_owner_whose_share_is_not_given_is_an_owner_without_a_share(mark):
    assert names_in(f"Sinosteel Corp.{mark}; Vale S.A. [40%]") == "Sinosteel Corp.; Vale S.A. [40%]"


@given(st.text(max_size=20))
def test_names_are_compared_without_control_signs(name):
    assert all(sign.isprintable() or not ("\x00" <= sign <= "\x9f") for sign in normal_name(name))
    assert normal_name(normal_name(name)) == normal_name(name)
