"""What a person asks of the Near-shoring page or the command line: one frozen value, the same for both."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import SelectionError, quote
from geo.model.ceiling import CeilingRule, PassedOn
from geo.model.coverage import Limits
from geo.model.criteria import CRITERIA, default_weights
from geo.model.filters import Circle, FilterRules
from geo.model.mix import CostBasis
from geo.model.need import ReplacedPreset
from geo.schema.codes import Mineral, Region, RouteCase, Stage

DEFAULT_PARTNERS = ("MSP", "EU_CRM_PARTNER", "US_CM_BILATERAL", "US_FTA", "EU_FTA")
"""Published groups that make a country a partner until the user picks others; each has a date."""

FIRST_HORIZON, LAST_HORIZON = 2025, 2035
DEFAULT_HORIZON = 2030
DEFAULT_STRETCH = 1.5
DEFAULT_LEAST_SHARE = 0.01
DEFAULT_GOVERNANCE_FLOOR = 0.0
"""Floor of the preset where the user sets none: the mean of the indicators over all countries, by construction."""

DEFAULT_RULES = FilterRules(circle=Circle.ROSTER_AND_PARTNERS)
DEFAULT_CEILING = CeilingRule(DEFAULT_HORIZON, DEFAULT_STRETCH, passed_on=PassedOn.ALL_IMPORTS)
"""Net exports: what passes through a port is nobody's spare capacity."""
DEFAULT_LIMITS = Limits()

MOST_PAIRS = 60


class Buyers(StrEnum):
    """Whose need a region's need is."""

    ALLIED = "allied"
    ALL = "all"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"allied": "Roster and partners in the region", "all": "All countries of the region"}[self.value]


class Vessel(StrEnum):
    """Ships whose published carbon factor is used."""

    BULK = "bulk"
    CONTAINER = "container"
    GENERAL = "general"

    @property
    def vehicle(self) -> str:
        """The publisher's name of the ship; its average is taken."""
        return {"bulk": "Bulk carrier", "container": "Container ship", "general": "General cargo"}[self.value]

    @property
    def label(self) -> str:
        """The words on the control."""
        return f"{self.vehicle}, average"


class LandVehicle(StrEnum):
    """Vehicles on land whose published carbon factor is used."""

    TRUCK = "truck"
    RAIL = "rail"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"truck": "Articulated truck over 33 t, average laden", "rail": "Freight train"}[self.value]


@dataclass(frozen=True, slots=True)
class Question:
    """All settings of one answer.

    Attributes
    ----------
    replaced
        Suppliers that fall away, by code; empty means those of `preset`.
    reference
        Country of the region to which distances are worked out; None weighs over the importers of the need.
    preset
        Which suppliers fall away where none is named.
    hs6
        Customs code; None takes the first with a complete year.
    partners
        Published groups that make a country a partner.
    rules
        Hard filters but the least tonnes, which hang on the need.
    least_share
        Least ceiling of an option, 0-1 of the need; 0 is no filter.
    ceiling
        Stretch, horizon, and what counts as passed on.
    may_redirect
        Whether tonnes count that other buyers get today.
    buyers
        Whose need is meant: countries of the region that are in the roster or a partner, or all.
    all_declared
        Whether tonnes count that cannot be right for their value; see `geo.model.plausible`.
    limits
        Most from one third country, and from outside the roster.
    cost, own_costs
        What the mix minimises; own unit costs in US dollars a tonne by country (assumption).
    weights
        By criterion; empty means the default of the stage. A criterion that is not named then has none.
    vessel, land
        Vehicles of the carbon factors; None is the bulk carrier for ores and the container ship for metals.
    need_t
        Need set by the user (assumption); None derives it from trade.
    """

    mineral: Mineral
    stage: Stage
    region: Region
    roster: str
    replaced: tuple[str, ...] = ()
    reference: str | None = None
    route: RouteCase = RouteCase.OPEN
    preset: ReplacedPreset = ReplacedPreset.LARGEST_OUTSIDE
    hs6: str | None = None
    partners: tuple[str, ...] = DEFAULT_PARTNERS
    rules: FilterRules = DEFAULT_RULES
    least_share: float = DEFAULT_LEAST_SHARE
    ceiling: CeilingRule = DEFAULT_CEILING
    may_redirect: bool = True
    buyers: Buyers = Buyers.ALLIED
    all_declared: bool = False
    limits: Limits = DEFAULT_LIMITS
    cost: CostBasis = CostBasis.DISTANCE
    own_costs: tuple[tuple[str, float], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    vessel: Vessel | None = None
    land: LandVehicle = LandVehicle.TRUCK
    need_t: float | None = None

    @property
    def ship(self) -> Vessel:
        """The ship whose factor is used."""
        return self.vessel or (Vessel.BULK if self.stage is Stage.MINED else Vessel.CONTAINER)

    @property
    def all_weights(self) -> dict[str, float]:
        """A weight for every criterion."""
        if not self.weights:
            return default_weights(self.stage)
        return {criterion.key: 0.0 for criterion in CRITERIA} | dict(self.weights)

    @property
    def governance_floor(self) -> float:
        """Floor of the preset of suppliers below one."""
        floor = self.rules.governance_floor
        return DEFAULT_GOVERNANCE_FLOOR if floor is None else floor


def parse_replaced(text: str) -> tuple[ReplacedPreset, tuple[str, ...]]:
    """Return the preset and the countries that ``text`` means: a preset's code, or ISO codes with commas.

    Raises
    ------
    SelectionError
        If it is neither.
    """
    wanted = text.strip()
    if wanted.casefold() in {preset.value for preset in ReplacedPreset}:
        return ReplacedPreset(wanted.casefold()), ()
    codes = tuple(dict.fromkeys(word.strip().upper() for word in wanted.split(",") if word.strip()))
    odd = [code for code in codes if not re.fullmatch(r"[A-Z]{3}", code)]
    if odd or not codes:
        presets = ", ".join(ReplacedPreset)
        raise SelectionError(
            f"{quote((odd or [text])[0])} is no country code; use one of {presets}, "
            "or ISO codes of three letters with commas, e.g. CHN,RUS"
        )
    return ReplacedPreset.LARGEST_OUTSIDE, codes


def parse_weights(text: str) -> tuple[tuple[str, float], ...]:
    """Return weights by criterion from ``distance=2,governance=1`` (or with colons); one that is not named has none.

    Raises
    ------
    SelectionError
        If a criterion is unknown or named twice, a weight is no number from 0 to 100, or all are zero.
    """
    found = _pairs(text, "weight", "distance=2,governance=1")
    known = [criterion.key for criterion in CRITERIA]
    odd = [key for key, _ in found if key not in known]
    if odd:
        raise SelectionError(f"criterion {quote(odd[0])} is not known; use one of: {', '.join(known)}")
    too_large = [key for key, value in found if value > 100]
    if too_large or not any(value for _, value in found):
        raise SelectionError("weights must be numbers from 0 to 100, and not all zero; raise at least one")
    return tuple(sorted(found, key=lambda pair: known.index(pair[0])))


def parse_unit_costs(text: str) -> tuple[tuple[str, float], ...]:
    """Return US dollars a tonne by country from ``CAN=2100,FIN=2500`` (or with colons).

    Raises
    ------
    SelectionError
        If a country is no code of three letters, or a cost no number, zero or more.
    """
    found = [(key.upper(), value) for key, value in _pairs(text, "unit cost", "CAN=2100,FIN=2500")]
    odd = [key for key, _ in found if not re.fullmatch(r"[A-Z]{3}", key)]
    if odd:
        raise SelectionError(f"{quote(odd[0])} is no country code; use ISO codes of three letters, e.g. CAN=2100")
    return tuple(sorted(found))


def write_pairs(pairs: Iterable[tuple[str, float]]) -> str:
    """Return pairs as they stand in a link."""
    return ",".join(f"{key}:{value:g}" for key, value in pairs)


def _pairs(text: str, word: str, example: str) -> list[tuple[str, float]]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not 0 < len(parts) <= MOST_PAIRS:
        raise SelectionError(f"a {word} is a name and a number; write for example {example}")
    found: dict[str, float] = {}
    for part in parts:
        key, _, number = part.replace(":", "=").partition("=")
        key = key.strip()
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not key or key in found or not (math.isfinite(value) and value >= 0):
            raise SelectionError(f"{word} {quote(part)} is no name with a number, zero or more; write {example}")
        found[key] = value
    return list(found.items())
