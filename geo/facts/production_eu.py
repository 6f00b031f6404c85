"""Shares of world supply of the EU criticality study as statistic rows; average 2016-2020, shares only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.places import CountryIndex
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import Measure, Mineral, Stage, ValueFlag
from geo.sources.eu_crm import EXTRACTION, PROCESSING, SOURCE_ID, read_global_supply_shares

SYSTEM = "eu"
YEAR = 2020
"""The study averages 2016 to 2020; a row carries the last of these years and says so in basis and note."""
BASIS = "share of world supply, average 2016-2020"
RAW_UNIT = "percent of world supply"

LIGHT_RARE_EARTHS = ("Cerium", "Lanthanum", "Neodymium", "Praseodymium", "Samarium")
HEAVY_RARE_EARTHS = (
    "Dysprosium",
    "Erbium",
    "Europium",
    "Gadolinium",
    "Holmium",
    "Lutetium",
    "Terbium",
    "Thulium",
    "Ytterbium",
    "Yttrium",
)

Series = tuple[tuple[str, ...], str, Mineral, str]
"""Materials that must print the same shares, the study's stage, our mineral, our product."""

SERIES: tuple[Series, ...] = (
    # Extraction of "Aluminium" is bauxite. "Titanium metal" repeats the ore shares of "Titanium" there.
    (("Aluminium",), EXTRACTION, Mineral.BAUXITE, "mine"),
    (("Antimony",), EXTRACTION, Mineral.ANTIMONY, "mine"),
    (("Barytes",), EXTRACTION, Mineral.BARITE, "mine"),
    (("Beryllium",), EXTRACTION, Mineral.BERYLLIUM, "mine"),
    (("Chromium",), EXTRACTION, Mineral.CHROMIUM, "chromite"),
    (("Cobalt",), EXTRACTION, Mineral.COBALT, "mine"),
    (("Copper",), EXTRACTION, Mineral.COPPER, "mine"),
    (("Fluorspar",), EXTRACTION, Mineral.FLUORSPAR, "mine"),
    (("Natural Graphite",), EXTRACTION, Mineral.GRAPHITE, "natural"),
    (("Lithium",), EXTRACTION, Mineral.LITHIUM, "mine"),
    (("Magnesite",), EXTRACTION, Mineral.MAGNESIUM, "magnesite"),
    (("Manganese",), EXTRACTION, Mineral.MANGANESE, "mine"),
    (("Nickel",), EXTRACTION, Mineral.NICKEL, "mine"),
    (("Niobium",), EXTRACTION, Mineral.NIOBIUM, "mine"),
    (("Phosphate Rock",), EXTRACTION, Mineral.PHOSPHATE, "mine"),
    (LIGHT_RARE_EARTHS, EXTRACTION, Mineral.RARE_EARTHS, "lree"),
    # The other heavy members repeat the light shares at the mine, so there is no heavy group to read there.
    (("Dysprosium", "Terbium"), EXTRACTION, Mineral.RARE_EARTHS, "dysprosium-terbium"),
    (("Tantalum",), EXTRACTION, Mineral.TANTALUM, "mine"),
    (("Tin",), EXTRACTION, Mineral.TIN, "mine"),
    (("Titanium",), EXTRACTION, Mineral.TITANIUM, "ores"),
    (("Tungsten",), EXTRACTION, Mineral.TUNGSTEN, "mine"),
    (("Vanadium",), EXTRACTION, Mineral.VANADIUM, "mine"),
    (("Zinc",), EXTRACTION, Mineral.ZINC, "mine"),
    (("Aluminium",), PROCESSING, Mineral.ALUMINIUM, "primary"),
    (("Antimony",), PROCESSING, Mineral.ANTIMONY, "processed"),
    (("Arsenic",), PROCESSING, Mineral.ARSENIC, "processed"),
    (("Beryllium",), PROCESSING, Mineral.BERYLLIUM, "processed"),
    (("Bismuth",), PROCESSING, Mineral.BISMUTH, "processed"),
    (("Chromium",), PROCESSING, Mineral.CHROMIUM, "ferrochrome"),
    (("Cobalt",), PROCESSING, Mineral.COBALT, "processed"),
    (("Copper",), PROCESSING, Mineral.COPPER, "processed"),
    (("Gallium",), PROCESSING, Mineral.GALLIUM, "processed"),
    (("Germanium",), PROCESSING, Mineral.GERMANIUM, "processed"),
    (("Indium",), PROCESSING, Mineral.INDIUM, "processed"),
    (("Lithium",), PROCESSING, Mineral.LITHIUM, "processed"),
    (("Magnesium",), PROCESSING, Mineral.MAGNESIUM, "metal"),
    (("Manganese",), PROCESSING, Mineral.MANGANESE, "alloys-metal"),
    (("Nickel",), PROCESSING, Mineral.NICKEL, "processed"),
    (("Niobium",), PROCESSING, Mineral.NIOBIUM, "ferro-niobium"),
    (("Palladium",), PROCESSING, Mineral.PALLADIUM, "processed"),
    (("Phosphorous",), PROCESSING, Mineral.PHOSPHATE, "phosphorus"),
    (("Platinum",), PROCESSING, Mineral.PLATINUM, "processed"),
    (LIGHT_RARE_EARTHS, PROCESSING, Mineral.RARE_EARTHS, "lree"),
    (HEAVY_RARE_EARTHS, PROCESSING, Mineral.RARE_EARTHS, "hree"),
    (("Silicon metal",), PROCESSING, Mineral.SILICON, "silicon-metal"),
    (("Tellurium",), PROCESSING, Mineral.TELLURIUM, "processed"),
    (("Tin",), PROCESSING, Mineral.TIN, "processed"),
    (("Titanium",), PROCESSING, Mineral.TITANIUM, "processed"),
    (("Titanium metal",), PROCESSING, Mineral.TITANIUM, "sponge"),
    (("Tungsten",), PROCESSING, Mineral.TUNGSTEN, "processed"),
    (("Vanadium",), PROCESSING, Mineral.VANADIUM, "processed"),
    (("Zinc",), PROCESSING, Mineral.ZINC, "processed"),
)

STAGES = {EXTRACTION: Stage.MINED, PROCESSING: Stage.REFINED}
STAGE_WORDS = {EXTRACTION: "extraction", PROCESSING: "processing"}


def eu_rows(raw: Path, index: CountryIndex) -> pd.DataFrame:
    """Return statistic rows of Annex 7: a ``share`` where one is printed, ``high_share`` where only a bound is.

    Shares are as printed and not scaled to 1: what the study left out stays out (vanadium sums to 0.89). There is no
    world row, because none is printed.

    Raises
    ------
    DataContractError
        If a material of `SERIES` is not in the file, a group's members print different shares, or a country is
        not known.
    """
    return share_rows(read_global_supply_shares(raw), SERIES, index)


def share_rows(shares: pd.DataFrame, series: tuple[Series, ...], index: CountryIndex) -> pd.DataFrame:
    """Return statistic rows of `series` from a frame of `geo.sources.eu_crm`."""
    findings: list[str] = []
    frames = list(_frames(shares, series, findings))
    if findings:
        raise DataContractError(findings)
    table = pd.concat(frames, ignore_index=True)
    rows = table.assign(
        measure=Measure.PRODUCTION.value,
        area=index.codes(table["country"], system=SYSTEM, place=SOURCE_ID),
        year=YEAR,
        source_id=SOURCE_ID,
        basis=BASIS,
        quantity_t=None,
        low_t=None,
        high_t=None,
        high_share=table["share_below"],
        flag=ValueFlag.REPORTED.value,
        is_projection=False,
        raw_value=table["share_text"],
        raw_unit=RAW_UNIT,
    )
    rows.loc[rows["share"].isna(), "flag"] = ValueFlag.AT_MOST.value
    return rows[TABLE_BY_NAME["statistic"].column_names]


def _frames(shares: pd.DataFrame, series: tuple[Series, ...], findings: list[str]) -> Iterator[pd.DataFrame]:
    for materials, stage, mineral, product in series:
        members = [shares[(shares["material"] == name) & (shares["stage"] == stage)] for name in materials]
        first = members[0]
        printed = {name: _printed(member) for name, member in zip(materials, members, strict=True)}
        absent = [name for name in materials if not printed[name]]
        findings += [f"{SOURCE_ID}: material {name!r}, stage {stage} has no rows; correct its name" for name in absent]
        different = [name for name in materials if printed[name] != printed[materials[0]]]
        if different:
            findings.append(
                f"{SOURCE_ID}: {', '.join(different)}, stage {stage}, print other shares than {materials[0]}; "
                f"they cannot stand as one group {product!r}"
            )
        yield first.assign(
            mineral=mineral.value, stage=STAGES[stage].value, product=product, note=_note(materials, stage)
        )


def _printed(member: pd.DataFrame) -> dict[str, str]:
    return dict(zip(member["country"], member["share_text"], strict=True))


def _note(materials: tuple[str, ...], stage: str) -> str:
    same = f", the same for {', '.join(materials)}" if len(materials) > 1 else f" of {materials[0]!r}"
    return f"Average 2016-2020; {STAGE_WORDS[stage]} share{same}"
