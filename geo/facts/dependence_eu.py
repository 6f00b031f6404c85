"""Shares with the trade variable t, and recycling rates, of the EU study 2023 as fact rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.places import CountryIndex
from geo.schema.codes import Mineral, RateStatus, ShareScope, Stage
from geo.schema.tables_dependence import EU_SUPPLY_SHARE, RECYCLING_RATE
from geo.sources import eu_recycling
from geo.sources.eu_crm import EXTRACTION, PROCESSING, SOURCE_ID, read_eu_sourcing_shares, read_global_supply_shares

SYSTEM = "eu"
STAGES = {EXTRACTION: Stage.MINED.value, PROCESSING: Stage.REFINED.value}

MATERIALS = {
    "Antimony": Mineral.ANTIMONY,
    "Arsenic": Mineral.ARSENIC,
    "Barytes": Mineral.BARITE,
    "Beryllium": Mineral.BERYLLIUM,
    "Bismuth": Mineral.BISMUTH,
    "Cerium": Mineral.RARE_EARTHS,
    "Chromium": Mineral.CHROMIUM,
    "Cobalt": Mineral.COBALT,
    "Copper": Mineral.COPPER,
    "Dysprosium": Mineral.RARE_EARTHS,
    "Erbium": Mineral.RARE_EARTHS,
    "Europium": Mineral.RARE_EARTHS,
    "Fluorspar": Mineral.FLUORSPAR,
    "Gadolinium": Mineral.RARE_EARTHS,
    "Gallium": Mineral.GALLIUM,
    "Germanium": Mineral.GERMANIUM,
    "Heavy Rare earths Elements": Mineral.RARE_EARTHS,
    "Holmium": Mineral.RARE_EARTHS,
    "Indium": Mineral.INDIUM,
    "Lanthanum": Mineral.RARE_EARTHS,
    "Lithium": Mineral.LITHIUM,
    "Lutetium": Mineral.RARE_EARTHS,
    "Magnesite": Mineral.MAGNESIUM,
    "Magnesium": Mineral.MAGNESIUM,
    "Manganese": Mineral.MANGANESE,
    "Natural Graphite": Mineral.GRAPHITE,
    "Neodymium": Mineral.RARE_EARTHS,
    "Nickel": Mineral.NICKEL,
    "Niobium": Mineral.NIOBIUM,
    "Palladium": Mineral.PALLADIUM,
    "Phosphate Rock": Mineral.PHOSPHATE,
    "Phosphorous": Mineral.PHOSPHATE,
    "Platinum": Mineral.PLATINUM,
    "Praseodymium": Mineral.RARE_EARTHS,
    "Samarium": Mineral.RARE_EARTHS,
    "Silicon metal": Mineral.SILICON,
    "Tantalum": Mineral.TANTALUM,
    "Tellurium": Mineral.TELLURIUM,
    "Terbium": Mineral.RARE_EARTHS,
    "Thulium": Mineral.RARE_EARTHS,
    "Tin": Mineral.TIN,
    "Titanium": Mineral.TITANIUM,
    "Titanium metal": Mineral.TITANIUM,
    "Titanium ores": Mineral.TITANIUM,
    "Tungsten": Mineral.TUNGSTEN,
    "Vanadium": Mineral.VANADIUM,
    "Ytterbium": Mineral.RARE_EARTHS,
    "Yttrium": Mineral.RARE_EARTHS,
    "Zinc": Mineral.ZINC,
}
"""Materials of Annex 7 by mineral; a rare earth stays a material of its own, never the group."""

ALUMINIUM = "Aluminium"
ALUMINIUM_STAGES = {Stage.MINED.value: Mineral.BAUXITE, Stage.REFINED.value: Mineral.ALUMINIUM}
"""What the study calls extraction of aluminium is bauxite."""

RATE_MATERIALS = {
    "Aluminium": Mineral.ALUMINIUM,
    "Antimony": Mineral.ANTIMONY,
    "Arsenic": Mineral.ARSENIC,
    "Baryte": Mineral.BARITE,
    "Bauxite": Mineral.BAUXITE,
    "Beryllium": Mineral.BERYLLIUM,
    "Bismuth": Mineral.BISMUTH,
    "Chromite": Mineral.CHROMIUM,
    "Cobalt": Mineral.COBALT,
    "Copper": Mineral.COPPER,
    "Fluorspar": Mineral.FLUORSPAR,
    "Gallium": Mineral.GALLIUM,
    "Germanium": Mineral.GERMANIUM,
    "Graphite": Mineral.GRAPHITE,
    "Indium": Mineral.INDIUM,
    "Lithium": Mineral.LITHIUM,
    "Magnesite": Mineral.MAGNESIUM,
    "Manganese": Mineral.MANGANESE,
    "Nickel": Mineral.NICKEL,
    "Niobium": Mineral.NIOBIUM,
    "Palladium": Mineral.PALLADIUM,
    "Phosphate": Mineral.PHOSPHATE,
    "Platinum": Mineral.PLATINUM,
    "Rare earth": Mineral.RARE_EARTHS,
    "Tantalum": Mineral.TANTALUM,
    "Tellurium": Mineral.TELLURIUM,
    "Tin": Mineral.TIN,
    "Titanium": Mineral.TITANIUM,
    "Tungsten": Mineral.TUNGSTEN,
    "Vanadium": Mineral.VANADIUM,
    "Zinc": Mineral.ZINC,
}

OTHER_FACTSHEETS = {"Titanium": "TUNGSTEN"}
"""Material whose row names the factsheet of another one: the rate is unverified."""

RATE_NOTES = {
    "Rare earth": "One value for the whole group, never for a single element",
    "Palladium": "One value for the platinum group",
    "Platinum": "One value for the platinum group",
    "Bauxite": "The value of aluminium; bauxite itself is not recycled",
}


def eu_tables(raw: Path, index: CountryIndex) -> dict[str, pd.DataFrame]:
    """Return ``eu_supply_share`` and ``recycling_rate``.

    Shares are as printed and not scaled to 1. A cell such as ``<0.1%`` has no share, but an upper end.

    Raises
    ------
    DataContractError
        If a material named above is in no file, or a country is unknown.
    """
    shares = pd.concat(
        [
            _shares(read_global_supply_shares(raw), ShareScope.GLOBAL_SUPPLY, index),
            _shares(read_eu_sourcing_shares(raw), ShareScope.EU_SOURCING, index),
        ],
        ignore_index=True,
    )
    rates = _rates(eu_recycling.read_recycling_rates(raw))
    absent = [
        *(f"{SOURCE_ID}: material {name!r}" for name in sorted(set(MATERIALS) - set(shares["material"]))),
        *(
            f"{eu_recycling.SOURCE_ID}: material {name!r}"
            for name in sorted(set(RATE_MATERIALS) - set(rates["material"]))
        ),
    ]
    if absent:
        raise DataContractError(
            [f"{place} has no rows; correct its name in geo/facts/dependence_eu.py" for place in absent]
        )
    return {"eu_supply_share": shares, "recycling_rate": rates}


def _shares(printed: pd.DataFrame, scope: ShareScope, index: CountryIndex) -> pd.DataFrame:
    stage = printed["stage"].map(STAGES)
    mineral = printed["material"].map(MATERIALS)
    mineral = mineral.mask(printed["material"] == ALUMINIUM, stage.map(ALUMINIUM_STAGES))
    held = mineral.notna()
    rows = printed[held]
    table = pd.DataFrame(
        {
            "scope": scope.value,
            "mineral": mineral[held].map(str),
            "material": rows["material"],
            "stage": stage[held],
            "iso3": index.codes(rows["country"], system=SYSTEM, place=SOURCE_ID),
            "share": rows["share"],
            "high_share": rows["share_below"],
            "trade_factor": rows["trade_factor"],
            "raw_value": rows["share_text"],
            "source_id": SOURCE_ID,
        }
    )
    return table[EU_SUPPLY_SHARE.column_names]


def _rates(printed: pd.DataFrame) -> pd.DataFrame:
    rows = printed[printed["material"].isin(list(RATE_MATERIALS))]
    wrong_sheet = rows["material"].map(OTHER_FACTSHEETS)
    is_unverified = wrong_sheet.notna() | ((rows["reference"] == "") & (rows["rate"] > 0))
    status = pd.Series(RateStatus.ASSESSED.value, index=rows.index)
    status = status.mask(rows["rate"] == 0, RateStatus.ZERO_UNCLEAR.value)
    status = status.mask(is_unverified, RateStatus.UNVERIFIED.value)
    note = rows["material"].map(RATE_NOTES)
    note = note.mask(wrong_sheet.notna(), "The row names the factsheet of " + wrong_sheet.fillna("").str.lower())
    table = pd.DataFrame(
        {
            "mineral": rows["material"].map(RATE_MATERIALS).map(str),
            "material": rows["material"],
            "rate_share": rows["rate"],
            "status": status,
            "reference": rows["reference"].where(rows["reference"] != "", None),
            "note": note.where(note.notna(), None),
            "source_id": eu_recycling.SOURCE_ID,
        }
    )
    return table[RECYCLING_RATE.column_names]
