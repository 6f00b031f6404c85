"""What the words of USGS for products, types and states mean in our stages, kinds and states."""

from __future__ import annotations

from geo.schema.codes import FacilityKind, FacilityStatus, Stage

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


USGS_STATUS = {
    "Active": FacilityStatus.OPERATING,
    "Assumed Active": FacilityStatus.ASSUMED_ACTIVE,
    "C&M": FacilityStatus.CARE_AND_MAINTENANCE,
    "Closed": FacilityStatus.CLOSED,
    "Construction": FacilityStatus.DEVELOPING,
    "Development": FacilityStatus.DEVELOPING,
    "Suspended": FacilityStatus.SUSPENDED,
}
