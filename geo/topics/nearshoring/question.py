"""What a person asks of the Near-shoring page or the command line: one frozen value, the same for both."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.evidence.geography import DEFAULT_PARTNERS
from geo.evidence.shared import Shared
from geo.figure.reading import parse_hs6, parse_iso3
from geo.figure.setting import STRICT, Setting
from geo.schema.codes import RouteCase, Stage
from geo.schema.doubt import RULES
from geo.topics.nearshoring.grammar import PRESETS, parse_partners, parse_replace, parse_unit_costs, parse_weights
from geo.topics.nearshoring.model.ceiling import LEAST_STRETCH, MOST_STRETCH, CeilingRule, PassedOn
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.coverage import THIRD_COUNTRY_CAP, Limits
from geo.topics.nearshoring.model.criteria import CRITERIA, default_weights
from geo.topics.nearshoring.model.filters import Circle, FilterRules
from geo.topics.nearshoring.model.need import ReplacedPreset

DEFAULT_REPLACE = (ReplacedPreset.LARGEST_OUTSIDE.value,)
"""Suppliers that fall away until the user picks others."""

FIRST_HORIZON, LAST_HORIZON = 2025, 2035
WORST_GOVERNANCE, BEST_GOVERNANCE = -2.5, 2.5
"""Ends of the scale of the World Bank's estimates."""
FARTHEST_KM = 40_000
"""Round the Earth."""
MOST_NEED_T = 1e12
DEFAULT_GOVERNANCE_FLOOR = 0.0
"""Floor of the preset where the user sets none: the mean of the indicators over all countries, by construction."""

ONE_NEED = ("mineral", "stage", "region")
"""What tonnes that a region needs, and costs of goods delivered to it, are about."""


class Buyers(StrEnum):
    """Whose need a region's need is."""

    ALLIED = "allied"
    ALL = "all"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"allied": "Roster and partners in the region", "all": "All countries of the region"}[self.value]


class Exports(StrEnum):
    """What counts as a supplier's own exports."""

    NET = "net"
    OWN = "own"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"net": "Less all imports (net)", "own": "Less imports from those who fall away"}[self.value]


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


@dataclass(frozen=True, slots=True, config=STRICT)
class Question(Shared):
    """All settings of one answer, under their names in the link; the properties are what the models take."""

    replace: Annotated[
        tuple[str, ...],
        Setting(
            "If these suppliers fall away",
            help="One of the four presets, or any countries. A country of the home region that falls away counts as a "
            "supplier, not as a buyer. Roster members, and partners in the region, are spared by the presets.",
            read=parse_replace,
            written=f"{', '.join(PRESETS)}, or countries with commas, e.g. CHN,RUS",
            in_effect="falls_away",
        ),
    ] = DEFAULT_REPLACE
    circle: Annotated[
        Circle,
        Setting(
            "Ask only",
            group="Filters",
            labels={Circle.ROSTER: "Roster", Circle.ROSTER_AND_PARTNERS: "Roster and partners", Circle.ANY: "Anyone"},
            only=(Circle.ROSTER, Circle.ROSTER_AND_PARTNERS, Circle.ANY),
        ),
    ] = Circle.ROSTER_AND_PARTNERS
    in_region: Annotated[bool, Setting("Only countries of the region", group="Filters")] = False
    no_control: Annotated[bool, Setting("No export control in force", group="Filters")] = False
    governance_min: Annotated[
        float | None,
        Setting("Governance of at least", group="Filters", low=WORST_GOVERNANCE, high=BEST_GOVERNANCE, step=0.1),
    ] = None
    corruption_min: Annotated[
        float | None,
        Setting(
            "Control of corruption of at least",
            group="Filters",
            low=WORST_GOVERNANCE,
            high=BEST_GOVERNANCE,
            step=0.1,
        ),
    ] = None
    distance_max: Annotated[
        float | None,
        Setting("Distance of at most, km", group="Filters", low=0, high=FARTHEST_KM, step=500, unit="km"),
    ] = None
    least: Annotated[
        float, Setting("Least ceiling, % of the need", group="Filters", low=0, high=1, step=0.01, is_share=True)
    ] = 0.01
    partners: Annotated[
        tuple[str, ...],
        Setting(
            "A partner is a country in one of these groups, if a roster member stands on its other side",
            read=parse_partners,
            written="codes of published groups with commas, or none",
        ),
    ] = DEFAULT_PARTNERS
    ceiling: Annotated[
        float,
        Setting(
            "Ceiling: exports at most, times today's",
            caption="What each supplier could export at most, as a multiple of what it exports today. 1 is today's "
            "exports: then everything that reaches the region is taken from other buyers. 1.5 means half as much again; "
            "that is an assumption, since no open source gives spare capacity by country.",
            group="Amounts",
            low=LEAST_STRETCH,
            high=MOST_STRETCH,
            step=0.1,
            unit="x",
        ),
    ] = 1.5
    redirect: Annotated[bool, Setting("Count tonnes that other buyers get today", group="Amounts")] = True
    exports: Annotated[Exports, Setting("Own exports of a supplier are its exports", group="Amounts")] = Exports.NET
    buyers: Annotated[
        Buyers,
        Setting(
            "Whose need is meant",
            help="Partners are chosen under Filters. A country that falls away is never among the buyers.",
            group="Amounts",
        ),
    ] = Buyers.ALLIED
    all_declared: Annotated[
        bool,
        Setting(
            "Count declared tonnes that are not believed",
            help=f"{RULES} Tonnes set aside count neither as need nor as what a supplier could send.",
            group="Amounts",
        ),
    ] = False
    horizon: Annotated[
        int, Setting("Horizon", word="horizon", group="Amounts", low=FIRST_HORIZON, high=LAST_HORIZON, unit="year")
    ] = 2030
    growth: Annotated[
        float,
        Setting(
            "Expected growth that is counted",
            caption="What is expected of a year counts from that year on, never before: the outlook held has 2030 and "
            "2035 for cobalt, copper, lithium and nickel (IEA base case of announced projects). Exports are taken to "
            "grow in step with output, an assumption. Single projects have no tonnes with a start year in any open "
            "source that is held; they are listed by name and never counted.",
            group="Amounts",
            low=0,
            high=1,
            step=0.1,
            is_share=True,
        ),
    ] = 1.0
    need: Annotated[
        float | None,
        Setting(
            "Need, tonnes a year (assumption)",
            group="Amounts",
            low=0,
            high=MOST_NEED_T,
            step=1000,
            unit="t",
            empty="from trade",
            belongs_to=ONE_NEED,
        ),
    ] = None
    to: Annotated[
        str | None,
        Setting(
            "Distances to",
            group="Ways",
            read=parse_iso3,
            unset="auto",
            empty="All importers, weighted by their part of the need",
            written="a country of the region, e.g. DEU",
        ),
    ] = None
    route: Annotated[RouteCase, Setting("Sea route", group="Ways", is_long=True)] = RouteCase.OPEN
    hs: Annotated[
        str | None,
        Setting(
            "Customs code",
            word="customs code",
            group="Ways",
            read=parse_hs6,
            unset="",
            written="six digits; the first with a complete year if not given",
        ),
    ] = None
    cost: Annotated[
        CostBasis,
        Setting(
            "Cheapest by",
            group="Ways",
            labels={CostBasis.DISTANCE: "Distance", CostBasis.CARBON: "Freight CO2", CostBasis.OWN: "Own unit costs"},
        ),
    ] = CostBasis.DISTANCE
    unit_costs: Annotated[
        tuple[tuple[str, float], ...],
        Setting(
            "US dollars a tonne by country (assumption)",
            caption="Money is your own assumption: no open delivered costs are held. Countries without a cost are left "
            "out.",
            group="Ways",
            read=parse_unit_costs,
            written="CAN=2100,FIN=2500",
            belongs_to=ONE_NEED,
        ),
    ] = ()
    vessel: Annotated[
        Vessel | None,
        Setting("Ship of the CO2 factor (DEFRA 2025)", group="Ways", is_long=True, unset="", in_effect="ship"),
    ] = None
    land: Annotated[
        LandVehicle, Setting("Vehicle on land (DEFRA 2025)", word="vehicle on land", group="Ways", is_long=True)
    ] = LandVehicle.TRUCK
    weights: Annotated[
        tuple[tuple[str, float], ...],
        Setting(
            "Weights of the criteria",
            read=parse_weights,
            written="distance=2,governance=1; what is not named has none",
            in_effect="all_weights",
        ),
    ] = ()
    cap: Annotated[
        float,
        Setting("At most from one third country, % of the need", low=0, high=1, step=0.05, is_share=True),
    ] = THIRD_COUNTRY_CAP
    outside_max: Annotated[
        float,
        Setting(
            "At most from outside the roster, % of the need; the map follows", low=0, high=1, step=0.05, is_share=True
        ),
    ] = 1.0

    @property
    def preset(self) -> ReplacedPreset | None:
        """Which suppliers fall away where none is named; None where countries are named."""
        return ReplacedPreset(self.replace[0]) if self.replace[0] in PRESETS else None

    @property
    def falls_away(self) -> tuple[str, ...] | ReplacedPreset:
        """The preset, or the countries named."""
        return self.preset or self.replace

    @property
    def rules(self) -> FilterRules:
        """Hard filters but the least tonnes, which hang on the need."""
        return FilterRules(
            circle=self.circle,
            in_region_only=self.in_region,
            governance_floor=self.governance_min,
            no_export_control=self.no_control,
            distance_max_km=self.distance_max,
            esg_floor=self.corruption_min,
        )

    @property
    def ceiling_rule(self) -> CeilingRule:
        """Horizon, stretch, what is counted of growth, and what counts as passed on."""
        passed_on = PassedOn.ALL_IMPORTS if self.exports is Exports.NET else PassedOn.FROM_REPLACED
        return CeilingRule(self.horizon, self.ceiling, self.growth, passed_on)

    @property
    def limits(self) -> Limits:
        """Most from one third country, and from outside the roster."""
        return Limits(self.cap, self.outside_max)

    @property
    def ship(self) -> Vessel:
        """The ship whose factor is used: where none is chosen, the bulk carrier for ores, the container ship for metals."""
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
        return DEFAULT_GOVERNANCE_FLOOR if self.governance_min is None else self.governance_min
