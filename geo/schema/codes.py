"""Vocabularies of the fact tables; a code that is not here is an error that names its row."""

from __future__ import annotations

from enum import StrEnum

WORLD = "WORLD"
"""Area code of a publisher's own world total."""
OTHER = "OTHER"
"""Area code of a publisher's "Other countries" row: many countries, never one."""
THROUGH_UNION = ", through the European Union"
"""End of a role that a state has because the Union as a body has it, not because it is listed itself."""


class Mineral(StrEnum):
    """Minerals and first products; each with its own statistics, never summed with another."""

    ALUMINA = "alumina"
    ALUMINIUM = "aluminium"
    ANTIMONY = "antimony"
    ARSENIC = "arsenic"
    BARITE = "barite"
    BAUXITE = "bauxite"
    BERYLLIUM = "beryllium"
    BISMUTH = "bismuth"
    CHROMIUM = "chromium"
    COBALT = "cobalt"
    COPPER = "copper"
    FLUORSPAR = "fluorspar"
    GALLIUM = "gallium"
    GERMANIUM = "germanium"
    GRAPHITE = "graphite"
    INDIUM = "indium"
    LEAD = "lead"
    LITHIUM = "lithium"
    MAGNESIUM = "magnesium"
    MANGANESE = "manganese"
    MOLYBDENUM = "molybdenum"
    NICKEL = "nickel"
    NIOBIUM = "niobium"
    PALLADIUM = "palladium"
    PHOSPHATE = "phosphate"
    PLATINUM = "platinum"
    RARE_EARTHS = "rare_earths"
    RHENIUM = "rhenium"
    SILICON = "silicon"
    SILVER = "silver"
    TANTALUM = "tantalum"
    TELLURIUM = "tellurium"
    TIN = "tin"
    TITANIUM = "titanium"
    TUNGSTEN = "tungsten"
    VANADIUM = "vanadium"
    ZINC = "zinc"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return self.value.replace("_", " ").capitalize()


class Stage(StrEnum):
    """Stage of the chain at which a quantity is counted, in the order of the chain."""

    MINED = "mined"
    INTERMEDIATE = "intermediate"
    REFINED = "refined"
    PRODUCT = "product"
    USE = "use"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return {"mined": "Ore (mined)"}.get(self.value, self.value.capitalize())

    @property
    def place(self) -> int:
        """Place in the chain, 0 for ores."""
        return list(Stage).index(self)


STAGE_WORDS = {"ore": Stage.MINED}
"""Other words that a link or an argument may use for a stage."""


class ContainedBasis(StrEnum):
    """How it is known how much of a mineral a tonne of goods holds."""

    METAL = "metal"
    STOICHIOMETRY = "stoichiometry"
    ASSUMPTION = "assumption"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {"metal": "the metal itself", "stoichiometry": "by its formula"}.get(self.value, "assumed")


class Measure(StrEnum):
    """What a statistic counts."""

    PRODUCTION = "production"
    CAPACITY = "capacity"
    RESERVES = "reserves"


class ValueFlag(StrEnum):
    """What the publisher printed in the place of a plain figure, or says of it."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    WITHHELD = "withheld"
    NOT_AVAILABLE = "not_available"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    TRACE = "trace"

    @property
    def label(self) -> str:
        """The words that a page prints, with a fixed meaning."""
        return {
            "withheld": "withheld by the publisher",
            "not_available": "not available",
            "estimated": "estimate",
            "at_least": "at least",
            "at_most": "at most",
            "trace": "less than half a unit",
        }.get(self.value, self.value)


class Region(StrEnum):
    """Regions: three home regions, three supplier regions."""

    AMERICAS = "americas"
    EUROPE = "europe"
    ASIA_PACIFIC = "asia-pacific"
    AFRICA = "africa"
    MIDDLE_EAST = "middle-east"
    CENTRAL_ASIA = "central-asia"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return {
            "americas": "Americas",
            "europe": "Europe",
            "asia-pacific": "Asia-Pacific",
            "africa": "Africa",
            "middle-east": "Middle East",
            "central-asia": "Russia, Caucasus and Central Asia",
        }[self.value]

    @property
    def is_home(self) -> bool:
        """Whether near-shoring options are worked out for this region."""
        return self in HOME_REGIONS


HOME_REGIONS = (Region.AMERICAS, Region.EUROPE, Region.ASIA_PACIFIC)


class FacilityKind(StrEnum):
    """What stands at a place."""

    MINE = "mine"
    PROCESSING_PLANT = "processing_plant"
    SMELTER = "smelter"
    REFINERY = "refinery"
    CHEMICAL_PLANT = "chemical_plant"
    RECYCLING = "recycling"
    PROJECT = "project"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        if self is FacilityKind.CHEMICAL_PLANT:
            return "Chemical or battery-material plant"
        return self.value.replace("_", " ").capitalize()


class FacilityStatus(StrEnum):
    """State of a facility at its status year, as its source words it."""

    OPERATING = "operating"
    ASSUMED_ACTIVE = "assumed_active"
    CARE_AND_MAINTENANCE = "care_and_maintenance"
    SUSPENDED = "suspended"
    DEVELOPING = "developing"
    EXPLORATION = "exploration"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class FacilityConfidence(StrEnum):
    """How sure the source is that the place is what it says."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


class CommodityRole(StrEnum):
    """Weight of a mineral at a facility; ``possible`` is a group label, not a proven product."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    POSSIBLE = "possible"


class TradeScope(StrEnum):
    """How much of the world a trade file covers for one code and year."""

    COMPLETE = "complete"
    PRUNED = "pruned"
    PARTIAL = "partial"


class GovernanceIndicator(StrEnum):
    """The six Worldwide Governance Indicators."""

    VOICE_ACCOUNTABILITY = "va"
    POLITICAL_STABILITY = "pv"
    GOVERNMENT_EFFECTIVENESS = "ge"
    REGULATORY_QUALITY = "rq"
    RULE_OF_LAW = "rl"
    CONTROL_OF_CORRUPTION = "cc"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return {
            "va": "Voice and accountability",
            "pv": "Political stability",
            "ge": "Government effectiveness",
            "rq": "Regulatory quality",
            "rl": "Rule of law",
            "cc": "Control of corruption",
        }[self.value]


class RouteCase(StrEnum):
    """Which passages a modelled sea route may use."""

    OPEN = "open"
    SUEZ_CLOSED = "suez_closed"
    PANAMA_CLOSED = "panama_closed"
    MALACCA_CLOSED = "malacca_closed"
    BAB_EL_MANDEB_CLOSED = "bab_el_mandeb_closed"
    HORMUZ_CLOSED = "hormuz_closed"
    CAPE_BULK = "cape_bulk"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return {
            "open": "All passages open",
            "cape_bulk": "Bulk carriers round the Cape (Suez and Panama not used)",
            "suez_closed": "Suez closed, Panama open",
            "bab_el_mandeb_closed": "Bab el-Mandeb closed, Panama open",
        }.get(self.value, self.value.replace("_", " ").capitalize())


class Passage(StrEnum):
    """Chokepoints and capes that a modelled sea route can pass."""

    BAB_EL_MANDEB = "bab_el_mandeb"
    BERING = "bering"
    BOSPORUS = "bosporus"
    CAPE_HORN = "cape_horn"
    CAPE_OF_GOOD_HOPE = "cape_of_good_hope"
    DARDANELLES = "dardanelles"
    GIBRALTAR = "gibraltar"
    HORMUZ = "hormuz"
    MALACCA = "malacca"
    PANAMA = "panama"
    SUEZ = "suez"
    SUNDA = "sunda"

    @property
    def label(self) -> str:
        """The name as printed on a page."""
        return {
            "bab_el_mandeb": "Bab el-Mandeb",
            "bering": "Bering Strait",
            "bosporus": "Bosporus",
            "cape_horn": "Strait of Magellan or Cape Horn",
            "cape_of_good_hope": "Cape of Good Hope",
            "dardanelles": "Dardanelles",
            "gibraltar": "Strait of Gibraltar",
            "hormuz": "Strait of Hormuz",
            "malacca": "Strait of Malacca",
            "panama": "Panama Canal",
            "suez": "Suez Canal",
            "sunda": "Sunda Strait",
        }[self.value]


class FreightMode(StrEnum):
    """Mode of a published carbon factor of freight."""

    ROAD = "road"
    RAIL = "rail"
    SEA = "sea"
    AIR = "air"


class RouteMode(StrEnum):
    """How ore and metal travel between two countries."""

    SEA = "sea"
    OVERLAND = "overland"
    NONE = "none"


class UsItem(StrEnum):
    """What a row of the U.S. salient statistics counts."""

    PRODUCTION = "production"
    IMPORT = "import"
    EXPORT = "export"
    CONSUMPTION = "consumption"
    STOCK = "stock"


class BalanceTerm(StrEnum):
    """Place of a printed row in the balance behind a net import reliance."""

    CONSUMPTION = "consumption"
    PRODUCTION = "production"
    IMPORT = "import"
    EXPORT = "export"
    STOCK = "stock"
    RELIANCE = "reliance"


class RateStatus(StrEnum):
    """How far a recycling rate can be used."""

    ASSESSED = "assessed"
    ZERO_UNCLEAR = "zero_unclear"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {
            "assessed": "assessed by the study",
            "zero_unclear": "zero, which may mean not assessed",
            "unverified": "unverified: the file names a factsheet of another material, or none",
        }[self.value]


class ShareScope(StrEnum):
    """What a share of the EU study is a share of."""

    GLOBAL_SUPPLY = "global_supply"
    EU_SOURCING = "eu_sourcing"


class Benchmark(StrEnum):
    """The four limits of the EU Critical Raw Materials Act, in the order of the Act."""

    EXTRACTION = "extraction"
    PROCESSING = "processing"
    RECYCLING = "recycling"
    SINGLE_COUNTRY = "single third country"

    @property
    def target(self) -> float:
        """The limit for 2030, 0-1 of yearly consumption."""
        return {"extraction": 0.10, "processing": 0.40, "recycling": 0.25, "single third country": 0.65}[self.value]

    @property
    def is_ceiling(self) -> bool:
        """Whether the limit must not be exceeded; the others must be reached."""
        return self is Benchmark.SINGLE_COUNTRY
