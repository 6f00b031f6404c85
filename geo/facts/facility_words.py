"""What publishers' words for commodities mean in our minerals.

A word that is in no list is an error: a new edition must not lose a mineral without anybody seeing it.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.errors import DataContractError
from geo.schema.codes import Mineral

_AL, _ALUMINA, _BAUXITE = Mineral.ALUMINIUM, Mineral.ALUMINA, Mineral.BAUXITE
_CO, _CR, _CU, _LI, _MG, _MN, _NI = (
    Mineral.COBALT,
    Mineral.CHROMIUM,
    Mineral.COPPER,
    Mineral.LITHIUM,
    Mineral.MAGNESIUM,
    Mineral.MANGANESE,
    Mineral.NICKEL,
)
_REE, _SI, _TI = Mineral.RARE_EARTHS, Mineral.SILICON, Mineral.TITANIUM

MINERAL_WORDS: dict[str, tuple[Mineral, ...]] = {
    "alumina": (_ALUMINA,),
    "aluminium": (_AL,),
    "aluminum": (_AL,),
    "aluminum (pure or alloyed)": (_AL,),
    "aluminum (pure)": (_AL,),
    "recycled aluminum": (_AL,),
    "antimony": (Mineral.ANTIMONY,),
    "arsenic": (Mineral.ARSENIC,),
    "aresnic": (Mineral.ARSENIC,),
    "barite": (Mineral.BARITE,),
    "barium": (Mineral.BARITE,),
    "bauxite": (_BAUXITE,),
    "beryllium": (Mineral.BERYLLIUM,),
    "bismuth": (Mineral.BISMUTH,),
    "chromium": (_CR,),
    "chromium (chromite)": (_CR,),
    "chromium alloys": (_CR,),
    "chromite": (_CR,),
    "chormite": (_CR,),
    "ferrochrome": (_CR,),
    "ferrochromium": (_CR,),
    "cobalt": (_CO,),
    "colbalt": (_CO,),
    "electrolytic cobalt": (_CO,),
    "copper": (_CU,),
    "bopper": (_CU,),
    "copper (cathodes)": (_CU,),
    "copper anodes": (_CU,),
    "copper sulfate": (_CU,),
    "copper sulfide": (_CU,),
    "ferromanganese": (_MN,),
    "ferrosilicon manganese": (_MN,),
    "silicomanganese": (_MN,),
    "manganese": (_MN,),
    "manganese sulphate": (_MN,),
    "ferronickel": (_NI,),
    "nickel": (_NI,),
    "nickel alloys": (_NI,),
    "nickel sulfate": (_NI,),
    "nickel-copper matte containing cobalt": (_NI, _CU, _CO),
    "ferroniobium": (Mineral.NIOBIUM,),
    "niobium": (Mineral.NIOBIUM,),
    "niobium (columbium)": (Mineral.NIOBIUM,),
    "niobium (columbium) and tantalum": (Mineral.NIOBIUM, Mineral.TANTALUM),
    "niobium and tantalum": (Mineral.NIOBIUM, Mineral.TANTALUM),
    "tantalum and niobium (columbium)": (Mineral.TANTALUM, Mineral.NIOBIUM),
    "tantalum": (Mineral.TANTALUM,),
    "ferrosilicon": (_SI,),
    "silicon": (_SI,),
    "silicon metal": (_SI,),
    "ferrotungsten": (Mineral.TUNGSTEN,),
    "tungsten": (Mineral.TUNGSTEN,),
    "ferrovanadium": (Mineral.VANADIUM,),
    "vanadium": (Mineral.VANADIUM,),
    "fluorite": (Mineral.FLUORSPAR,),
    "fluorspar": (Mineral.FLUORSPAR,),
    "gallium": (Mineral.GALLIUM,),
    "germanium": (Mineral.GERMANIUM,),
    "graphite": (Mineral.GRAPHITE,),
    "coated spherical purified graphite": (Mineral.GRAPHITE,),
    "indium": (Mineral.INDIUM,),
    "lithium": (_LI,),
    "lithium (brine)": (_LI,),
    "lithium (petalite)": (_LI,),
    "lithium (spodumene)": (_LI,),
    "lithium carbonate": (_LI,),
    "lithium hydroxide": (_LI,),
    "petalite": (_LI,),
    "spodumene": (_LI,),
    "magnesium": (_MG,),
    "magnesium oxide": (_MG,),
    "magnesite (fused)": (_MG,),
    "magnesia (products)": (_MG,),
    "palladium": (Mineral.PALLADIUM,),
    "phosphate": (Mineral.PHOSPHATE,),
    "phosphates": (Mineral.PHOSPHATE,),
    "phosphate rock": (Mineral.PHOSPHATE,),
    "platinum": (Mineral.PLATINUM,),
    "rare earths": (_REE,),
    "rare-earth elements": (_REE,),
    "rare earth elements": (_REE,),
    "rare earth elements (ree)": (_REE,),
    "lanthanides": (_REE,),
    "lanthanum": (_REE,),
    "cerium": (_REE,),
    "europium": (_REE,),
    "monazite": (_REE,),
    "neodymium": (_REE,),
    "praseodymium": (_REE,),
    "terbium": (_REE,),
    "thulium": (_REE,),
    "yttrium": (_REE,),
    "tellurium": (Mineral.TELLURIUM,),
    "tin": (Mineral.TIN,),
    "ilmenite": (_TI,),
    "leucoxene": (_TI,),
    "rutile": (_TI,),
    "titanium": (_TI,),
    "titanium dioxide": (_TI,),
    "heavy minerals (ilmenite)": (_TI,),
    "heavy minerals (ilmenite, rutile, zircon)": (_TI,),
    "heavy minerals (ilmenite, rutile, zircon, leucoxene)": (_TI,),
    "heavy minerals (zircon, rutile, ilmenite)": (_TI,),
    "zinc": (Mineral.ZINC,),
}
"""Words that name a mineral or its product, lower case."""

GROUP_WORDS: dict[str, tuple[Mineral, ...]] = {
    "pgm": (Mineral.PLATINUM, Mineral.PALLADIUM),
    "platinum group elements": (Mineral.PLATINUM, Mineral.PALLADIUM),
    "platinum group metals": (Mineral.PLATINUM, Mineral.PALLADIUM),
    "platinum group metals (in residues)": (Mineral.PLATINUM, Mineral.PALLADIUM),
    "platinum-group elements": (Mineral.PLATINUM, Mineral.PALLADIUM),
    "platinum-group elements (pge)": (Mineral.PLATINUM, Mineral.PALLADIUM),
    "heavy mineral sands": (_TI,),
    "heavy minerals": (_TI,),
    # Glass and foundry sand as much as feed for silicon metal: the words do not tell.
    "quartz": (_SI,),
    "silica": (_SI,),
    "silica sand": (_SI,),
    # Black mass is sold for these three; the publisher names none of them.
    "battery materials (black mass)": (_LI, _NI, _CO),
    "and mixed hydroxide precipitate": (_NI, _CO),
}
"""Words that name a group: the minerals are possible, not proven."""

_OTHER = (
    "|aggregates|alloys)|aluminum chemicals|ammonium sulfate|anode slime|asbestos|asphalt|basalt|borates|boron|bricks"
    "|cadimium|cadmium|cadmiuum|caesium|calcine|calcined soda|calcium carbonate|carbon|caustic soda|cement|cesium|clay"
    "|coal|coke|composites|corundum|diamond|diamonds|diatomite|dioxide|dolomite|feldspar|ferrite strontium powder"
    "|ferroalloys|ferromolybdenum|fertilizedr|gemstone|glass|glass sand|glasswool|gold|gravel|gypsum|helium|high-purity iron ore"
    "|high-purity iron ore pellets (direct reduction grade)|iridium|iron|iron and steel|iron ore|kaolin|lead|lime|limestone"
    "|liquid sulfur dioxide|magnetite|mercury|metallurgical coal|metals|methanol|mica|molybdenum|natural gas|nitrogen"
    "|opal|osmium|peat|perlite|petroleum|petroleum gas|phosphoric acid|potash|potassium (potash)|potassium oxide"
    "|potassium sulfate|precious metals|pumice|pyrite|pyrophyllite|rhenium|rhodium|rockwool|rubidium|ruthenium|salt"
    "|sand|sand and gravel|sandstone|scandium|scandium (ilmenite)|selenium|silver|soda|soda ash|stainless steel|steel"
    "|stone|strontium|sulfur|sulfuric acid|sulphate|sulphuric acid|synthetic fuels|talc|thermal coal|thorium|uranium"
    "|uranium (hexafluoride|uranium (trioxide)|vermiculite|wollastonite|zeolites|zicron|zircon|zirconium"
    "|zirconium and hafnium"
)
OTHER_WORDS = frozenset(_OTHER.split("|"))
"""Words for goods that this project has no mineral for, and the empty word."""

ALLOY_COMMODITIES = frozenset({"ferroalloys", "iron and steel"})
"""USGS commodities under which the metal of an alloy stands in the product field."""

OTHER_PRODUCTS = frozenset({"sodium silicate"})
"""USGS products that are no step of the mineral's metal chain, whatever the commodity field says."""


def minerals_of(words: Iterable[str], place: str) -> dict[str, tuple[tuple[Mineral, ...], bool]]:
    """Return for each distinct word its minerals and whether it names only a group.

    Parameters
    ----------
    words
        Commodity words as printed, in any case.
    place
        File or publisher for the message.

    Raises
    ------
    DataContractError
        If words are in no list; names all of them.
    """
    meaning: dict[str, tuple[tuple[Mineral, ...], bool]] = {}
    unknown: list[str] = []
    for word in sorted(set(words)):
        key = word.strip().lower()
        if key in MINERAL_WORDS:
            meaning[word] = (MINERAL_WORDS[key], False)
        elif key in GROUP_WORDS:
            meaning[word] = (GROUP_WORDS[key], True)
        elif key in OTHER_WORDS:
            meaning[word] = ((), False)
        else:
            unknown.append(word)
    if unknown:
        raise DataContractError(
            [f"{place}: commodity {word!r} is in no list of geo/facts/facility_words.py; add it" for word in unknown]
        )
    return meaning


ALUMINIUM_CHAIN = {"Mine": _BAUXITE, "Refinery": _ALUMINA, "Smelter": _AL}
"""What each asset type of ICMM makes where the metal is aluminium: the primary commodity names only one of them."""

GA_GROUPS: dict[str, tuple[tuple[Mineral, ...], tuple[Mineral, ...]]] = {
    "Base metals - Cu (Zn, Pb, Mo, Ag, Au)": ((_CU,), (Mineral.ZINC,)),
    "Base metals - Cu, Au, U, Ag": ((_CU,), ()),
    "Base metals - Zn, Pb (Cu, Ag)": ((Mineral.ZINC,), (_CU,)),
    "Battery/Alloy metals - Li, Ta": ((_LI,), (Mineral.TANTALUM,)),
    "Battery/Alloy metals - Ni (Co, Cu, PGE)": ((_NI,), (_CO, _CU, Mineral.PLATINUM, Mineral.PALLADIUM)),
    "Battery/Alloy metals - V (Mo, Ti)": ((Mineral.VANADIUM,), (_TI,)),
    "Bauxite": ((_BAUXITE,), ()),
    "Fertiliser elements - P,K": ((), (Mineral.PHOSPHATE,)),
    "Graphite": ((Mineral.GRAPHITE,), ()),
    "Heavy mineral sands - Ti, Zr": ((_TI,), ()),
    "Heavy mineral sands - Ti, Zr, REE": ((_TI,), (_REE,)),
    "High-purity elements - Al, Si": ((), (_SI,)),
    "Magnesium": ((_MG,), ()),
    "Manganese": ((_MN,), ()),
    "Rare earth elements": ((_REE,), ()),
    "Tin, Tungsten": ((), (Mineral.TIN, Mineral.TUNGSTEN)),
    "Coal": ((), ()),
    "Diamond": ((), ()),
    "Iron ore": ((), ()),
    "Precious metals - Au, Ag": ((), ()),
    "Uranium": ((), ()),
}
"""Geoscience Australia's commodity groups: the main mineral, and those that are possible at a mine of the group."""
