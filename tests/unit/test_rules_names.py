"""Names, words and sentences that a second place contradicts; what is right by nature passes."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.build.contradiction import ACCEPTED, broken
from geo.build.rules_names import NAME_RULES, slips_of_a_sign, slips_of_form

NOTE = "Pruned to the six largest suppliers of each country, in 2022 and 2024."
WEIGHED = "The newest year is provisional; {} of {} flows have no tonnes."
SHARE = "In the years that are known whole the cut keeps at least {} % of the value."


@pytest.mark.parametrize(
    "slip", [NOTE.replace("2024", "202|"), NOTE.replace("of each", "of!each"), NOTE[:-5] + "2034."]
)
def test_a_sentence_one_sign_apart_from_its_copies_is_a_slip(slip):
    assert slips_of_a_sign({NOTE: 5, slip: 1}) == {slip: NOTE}
    assert slips_of_a_sign({NOTE: 5, slip: 2}) == {}


def test_figures_that_differ_from_row_to_row_are_no_slips_but_letters_in_their_place_are():
    held = {SHARE.format("91.2"): 4, SHARE.format("91.3"): 1, SHARE.format("88.0"): 3}
    assert slips_of_a_sign(held) == {}
    assert slips_of_a_sign({**held, SHARE.format("9l.2"): 1}) == {SHARE.format("9l.2"): SHARE.format("91.2")}


def test_a_text_one_sign_apart_from_the_form_of_many_is_a_slip_whatever_its_figures():
    held = {WEIGHED.format(3, count): 1 for count in (10, 20, 30)}
    assert slips_of_form(held) == {}
    slip = WEIGHED.format(7, 55).replace("year", "yeqr")
    assert slips_of_form({**held, slip: 1}) == {slip: WEIGHED.format(0, "00")}


FRAMES = {
    "facility": pd.DataFrame(
        {"facility_id": ["a", "b"], "name": ["Aitik", "Kola"], "operator": ["Boliden AB; X & Co", None], "owner": None, "status_year": [2024, None]}
    ),
    "facility_source": pd.DataFrame(
        {
            "facility_source_id": ["s:1", "s:2", "s:3"],
            "facility_id": ["a", "a", "b"],
            "name": ["Aitik mine", "Aitik", "Kola"],
            "owner_text": ["Boliden AB", "X & Co", None],
            "year": [2023, 2024, 2024],
        }
    ),
    "country": pd.DataFrame({"iso3": ["PAN"], "iso2": ["PA"], "name": ["Panama"]}),
    "country_alias": pd.DataFrame({"alias": ["pa", "panama"], "system": ["iso2", "any"], "iso3": ["PAN", "PAN"]}),
    "hs_code": pd.DataFrame(
        {"hs6": list("abcd"), "description": ["Zinc; unwrought", "Tin; unwrought", "Lead; unwrought", "Nickel; unwrought, refined"]}
    ),
    ACCEPTED: pd.DataFrame(columns=["rule", "table_name", "row_key", "figure", "other"]),
}  # fmt: skip
RULE = {(rule.table, rule.name, rule.column): rule for rule in NAME_RULES if rule.table in FRAMES}
HELD = [
    (("name of a site", "name"), "facility", 0, "Ai7ik"),
    (("operator of a site", "operator"), "facility", 0, "Boliden AC; X & Co"),
    (("owner of a site", "owner"), "facility", 1, "Nobody"),
    (("year of a status", "status_year"), "facility", 0, 2074),
    (("iso2 of a country", "iso2"), "country", 0, "TA"),
    (("name of a country", "name"), "country", 0, "Ponama"),
    (("slip in a word", "description"), "hs_code", 3, "Nickel; un/rought"),
    (("sign inside a word", "description"), "hs_code", 3, "Nic}el; unwrought"),
    (("sign inside a word", "name"), "facility", 1, "Ko7la"),
]


@pytest.mark.parametrize(("name", "table", "row", "wrong"), HELD)
def test_what_another_place_contradicts_is_refused_and_what_it_confirms_is_not(name, table, row, wrong):
    rule = RULE[table, *name]
    assert broken(rule, FRAMES).empty
    altered = FRAMES[table].copy()
    altered[rule.column] = altered[rule.column].astype(object)
    altered.loc[row, rule.column] = wrong
    assert list(broken(rule, {**FRAMES, table: altered}).index) == [row]
