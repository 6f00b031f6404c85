"""Publishers' words for minerals: compared without case, with or without a detail, and never lost in silence."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import DataContractError
from geo.facts.mineral_words import Meaning, MineralWords, mineral_words
from geo.facts.reviewed import reviewed_table
from geo.schema.codes import CommodityRole, Mineral, Stage
from geo.schema.tables_reference import MINERAL_ALIAS

COPPER, ORE = Meaning(Mineral.COPPER, stage=Stage.REFINED), Meaning(Mineral.COPPER, stage=Stage.MINED)
WORDS = MineralWords(
    "made-up", {("Copper", "E"): (ORE,), ("Copper", "P"): (COPPER,), ("Gold", "*"): (), ("Tin", ""): (COPPER,)}
)


def test_a_detail_tells_words_apart_and_a_star_stands_for_all() -> None:
    found = WORDS.of([("copper", "e"), ("COPPER", "P"), ("Gold", "E"), ("Gold", "P")], "file")
    assert found == {("copper", "e"): (ORE,), ("COPPER", "P"): (COPPER,), ("Gold", "E"): (), ("Gold", "P"): ()}


def test_a_new_form_of_a_known_word_is_unknown() -> None:
    with pytest.raises(DataContractError, match=r"file: 'Tin / ore' is not known; add it to .*mineral_alias\.csv"):
        WORDS.of([("Tin", "ore"), ("Tin", "")], "file")


def test_every_unknown_word_is_named_with_the_file() -> None:
    with pytest.raises(DataContractError) as caught:
        WORDS.alone(["Tin", "unobtainium", "kryptonite"], "file")
    assert [finding.split(";")[0] for finding in caught.value.findings] == [
        "file: 'kryptonite' is not known",
        "file: 'unobtainium' is not known",
    ]


def test_a_mapped_word_that_a_file_lost_is_named_and_one_left_out_may_go() -> None:
    WORDS.require([("Copper", "E"), ("Copper", "P"), ("tin", "")], "file")
    with pytest.raises(DataContractError, match="file: 'Copper / P' is not in the files"):
        WORDS.require([("Copper", "E"), ("Tin", "")], "file")


def test_a_row_of_the_table_becomes_a_meaning() -> None:
    cells = {
        "word": "Nickel (Co)",
        "detail": "",
        "role": None,
        "stage": None,
        "product": None,
        "basis": None,
        "note": None,
    }
    rows = [
        {
            **cells,
            "system": "ours",
            "position": 1,
            "mineral": "nickel",
            "stage": "mined",
            "year_from": 2000,
            "basis": "Ni",
        },
        {**cells, "system": "ours", "position": 2, "mineral": "cobalt", "role": "possible", "year_from": None},
        {**cells, "system": "theirs", "position": 1, "mineral": "tin", "year_from": None},
    ]
    words = mineral_words("ours", {"mineral_alias": pd.DataFrame(rows)})
    assert words.find(("nickel (co)", "")) == (
        Meaning(Mineral.NICKEL, stage=Stage.MINED, basis="Ni", year_from=2000),
        Meaning(Mineral.COBALT, role=CommodityRole.POSSIBLE),
    )


def test_no_reviewed_word_is_written_twice_or_is_both_mapped_and_left_out() -> None:
    table = reviewed_table(MINERAL_ALIAS, {})
    words = table.assign(word=table["word"].str.lower(), detail=table["detail"].str.lower())
    key = ["system", "word", "detail"]
    assert not words.duplicated([*key, "position"]).any()
    assert not words.dropna(subset="mineral").duplicated([*key, "mineral"]).any()
    places = words.groupby(key)["position"]
    assert (places.max() == places.size()).all()
    left_out = words[words["mineral"].isna()]
    assert not left_out[key].merge(words.dropna(subset="mineral")[key]).size
