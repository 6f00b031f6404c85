"""Shares of world supply of the EU criticality study as statistic rows; average 2016-2020, shares only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import Meaning, MineralWords, Word
from geo.facts.places import CountryIndex
from geo.facts.statistic import production_table
from geo.schema.codes import ValueFlag
from geo.sources.eu_crm import EXTRACTION, PROCESSING, SOURCE_ID, read_global_supply_shares

SYSTEM, WORDS = "eu", "eu-shares"
YEAR = 2020
"""The study averages 2016 to 2020; a row carries the last of these years and says so in basis and note."""
BASIS = "share of world supply, average 2016-2020"
RAW_UNIT = "percent of world supply"

STAGE_WORDS = {EXTRACTION: "extraction", PROCESSING: "processing"}


def eu_facts(inputs: Inputs) -> Tables:
    """Return statistic rows of Annex 7: a ``share`` where one is printed, ``high_share`` where only a bound is.

    Shares are as printed and not scaled to 1: what the study left out stays out (vanadium sums to 0.89). There is no
    world row, because none is printed.

    Raises
    ------
    DataContractError
        If a mapped material is not in the file, a group's members print different shares, or a material or a country
        is not known.
    """
    shares = read_global_supply_shares(inputs.raw)
    return {"statistic": share_rows(shares, inputs.words(WORDS), inputs.countries)}


DATASETS = (Dataset((SOURCE_ID,), ("statistic",), eu_facts),)


def share_rows(shares: pd.DataFrame, words: MineralWords, index: CountryIndex) -> pd.DataFrame:
    """Return statistic rows of the materials that `words` give a product, from a frame of `geo.sources.eu_crm`."""
    words.of(zip(shares["material"], shares["stage"], strict=True), SOURCE_ID)
    series: dict[Meaning, list[Word]] = defaultdict(list)
    for word, meanings in words.meanings.items():
        for meaning in meanings:
            if meaning.product:
                series[meaning._replace(note="")].append(word)
    findings: list[str] = []
    frames = list(_frames(shares, series, findings))
    if findings:
        raise DataContractError(findings)
    table = pd.concat(frames, ignore_index=True)
    return production_table(
        table,
        area=index.codes(table["country"], system=SYSTEM, place=SOURCE_ID),
        year=YEAR,
        source_id=SOURCE_ID,
        basis=BASIS,
        high_share=table["share_below"],
        flag=table["share"].isna().map({True: ValueFlag.AT_MOST.value, False: ValueFlag.REPORTED.value}),
        raw_value=table["share_text"],
        raw_unit=RAW_UNIT,
    )


def _frames(shares: pd.DataFrame, series: Mapping[Meaning, list[Word]], findings: list[str]) -> Iterator[pd.DataFrame]:
    """Yield the rows of each series; materials of one series must print the same shares."""
    for meaning, words in series.items():
        members = [shares[(shares["material"] == name) & (shares["stage"] == stage)] for name, stage in words]
        printed = [_printed(member) for member in members]
        absent = [word for word, cells in zip(words, printed, strict=True) if not cells]
        findings += [
            f"{SOURCE_ID}: material {name!r}, stage {stage} has no rows; correct its name" for name, stage in absent
        ]
        different = [name for (name, _), cells in zip(words, printed, strict=True) if cells != printed[0]]
        first, stage = words[0]
        if different:
            findings.append(
                f"{SOURCE_ID}: {', '.join(different)}, stage {stage}, print other shares than {first}; "
                f"they cannot stand as one group {meaning.product!r}"
            )
        yield members[0].assign(
            mineral=meaning.mineral.value,
            stage=str(meaning.stage),
            product=meaning.product,
            note=_note([name for name, _ in words], stage),
        )


def _printed(member: pd.DataFrame) -> dict[str, str]:
    return dict(zip(member["country"], member["share_text"], strict=True))


def _note(materials: list[str], stage: str) -> str:
    same = f", the same for {', '.join(materials)}" if len(materials) > 1 else f" of {materials[0]!r}"
    return f"Average 2016-2020; {STAGE_WORDS[stage]} share{same}"
