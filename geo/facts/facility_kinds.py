"""What publishers' words for products, types and states mean in our stages, kinds and states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from geo.errors import DataContractError
from geo.schema.codes import FacilityKind, FacilityStatus, Mineral, Stage

Code = TypeVar("Code", bound=StrEnum)

MINED_PRODUCTS = (
    "acid grade",
    "barite",
    "bauxite",
    "chemical grade",
    "chromite",
    "concentrate",
    "flourite",
    "graphite",
    "mine",
    "phosphate rock",
    "quartz",
    "silica",
    "titanium concentrates",
)
"""USGS products that are still ore or concentrate, also where a plant makes them (lower case, start of the product)."""

MINED_COMMODITIES = frozenset({"barite", "bauxite", "fluorspar", "manganese", "quartz", "silica", "silica sand"})
"""USGS commodities that are ore where no product is printed."""


def usgs_stage(*, is_mine: bool, commodity: str, product: str) -> Stage:
    """Return the stage of a product of a USGS facility; at a mine everything is mined."""
    word = product.lower()
    is_ore = word.startswith(MINED_PRODUCTS) or "ore" in word.replace(",", " ").split()
    if is_mine or is_ore or (not word and commodity.lower() in MINED_COMMODITIES):
        return Stage.MINED
    return Stage.REFINED


SMELTED_PRODUCTS = ("alloy", "blister", "ferro", "silicomanganese", "smelter", "titanium slag")
CHEMICAL_PRODUCTS = (
    "ammonium paratungstate",
    "aluminum fluoride",
    "carbonate",
    "chemical",
    "cobalt powder",
    "diammonium",
    "fertilizer",
    "hydroxide",
    "phosphoric",
    "rare-earth compounds",
    "sodium",
    "synthetic graphite",
    "titanium dioxide",
    "trimethyl",
    "triple superphosphate",
    "vanadium pentoxide",
)


def usgs_plant_kind(*, name: str, commodity: str, product: str) -> FacilityKind:
    """Return what a USGS "Mineral Processing Plant" is, by product first where it decides, else by its printed name."""
    word, title = product.lower(), name.lower()
    rules = (
        ("secondary" in word and "primary" not in word, FacilityKind.RECYCLING),
        ("smelter" in title, FacilityKind.SMELTER),
        ("refiner" in title, FacilityKind.REFINERY),
        (word.startswith(CHEMICAL_PRODUCTS), FacilityKind.CHEMICAL_PLANT),
        (word.startswith(SMELTED_PRODUCTS) or commodity.lower().startswith("ferro"), FacilityKind.SMELTER),
        (commodity.lower() == "aluminum", FacilityKind.SMELTER),
        (commodity.lower() == "alumina" or word.startswith(("refined", "metal", "cathode")), FacilityKind.REFINERY),
    )
    return next((kind for applies, kind in rules if applies), FacilityKind.PROCESSING_PLANT)


def icmm_kind(assets: Iterable[str], minerals: Iterable[Mineral]) -> FacilityKind:
    """Return what an ICMM cluster is: a mine if it has one, else its first works; a lithium plant makes chemicals."""
    held, made = set(assets), set(minerals)
    rules = (
        ("Mine" in held, FacilityKind.MINE),
        ("Refinery" in held and Mineral.ALUMINA in made, FacilityKind.REFINERY),
        ("Smelter" in held, FacilityKind.SMELTER),
        ("Refinery" in held, FacilityKind.REFINERY),
        (Mineral.LITHIUM in made, FacilityKind.CHEMICAL_PLANT),
    )
    return next((kind for applies, kind in rules if applies), FacilityKind.PROCESSING_PLANT)


NRCAN_KINDS = {
    "Battery recycling facility": FacilityKind.RECYCLING,
    "Electric arc furnace": FacilityKind.SMELTER,
    "Ferroalloy plant": FacilityKind.SMELTER,
    "Plant": FacilityKind.PROCESSING_PLANT,
    "Pelletizing plant": FacilityKind.PROCESSING_PLANT,
    "Conversion facility": FacilityKind.CHEMICAL_PLANT,
    "Refinery": FacilityKind.REFINERY,
    "Secondary refinery": FacilityKind.RECYCLING,
    "Secondary smelter": FacilityKind.RECYCLING,
    "Smelter": FacilityKind.SMELTER,
    "Smelter, plant": FacilityKind.SMELTER,
    "Smelter, refinery, plant": FacilityKind.SMELTER,
}
"""NRCan's development stages in the group "Processing"."""

_ACTIVE, _OPERATING, _DEVELOPING = FacilityStatus.ASSUMED_ACTIVE, FacilityStatus.OPERATING, FacilityStatus.DEVELOPING
_EXPLORATION, _SUSPENDED, _CARE = (
    FacilityStatus.EXPLORATION,
    FacilityStatus.SUSPENDED,
    FacilityStatus.CARE_AND_MAINTENANCE,
)

USGS_STATUS = {
    "Active": _OPERATING,
    "Assumed Active": _ACTIVE,
    "C&M": _CARE,
    "Closed": FacilityStatus.CLOSED,
    "Construction": _DEVELOPING,
    "Development": _DEVELOPING,
    "Suspended": _SUSPENDED,
}
EXPLORATION_STATUS = {
    "Care and Maintenance": _CARE,
    "Closed": FacilityStatus.CLOSED,
    "Expansion": _OPERATING,
    "Exploration": _EXPLORATION,
    "Feasibility Study": _EXPLORATION,
    "Inactive": _SUSPENDED,
    "Placer": _EXPLORATION,
    "Pre-Production": _DEVELOPING,
    "Production": _OPERATING,
    "Production - Inactive": _SUSPENDED,
    "Reserves Development": _EXPLORATION,
    "Suspended": _SUSPENDED,
}
GA_STATUS = {
    "operating mine": _OPERATING,
    "care and maintenance": _CARE,
    "developing mine": _DEVELOPING,
}
BUSCH_STATUS = {
    "Producing": _OPERATING,
    "Construction": _DEVELOPING,
    "Evaluation": _EXPLORATION,
    "No info": FacilityStatus.UNKNOWN,
}


def known_code(word: str, codes: Mapping[str, Code], place: str) -> Code:
    """Return the code of a publisher's `word`.

    Raises
    ------
    DataContractError
        If the word is not in the list.
    """
    code = codes.get(word)
    if code is None:
        known = ", ".join(sorted(codes))
        message = f"{place}: {word!r} is not one of {known}; add it to geo/facts/facility_kinds.py"
        raise DataContractError([message])
    return code
