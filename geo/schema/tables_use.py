"""Tables of use: what regions and countries need of a mineral, and what such figures are made of."""

from __future__ import annotations

from geo.schema.codes import Mineral
from geo.schema.codes_use import NeedGround, NeedKind
from geo.schema.columns import Column, Table, boolean, integer, iso3, real, source_id, text

AREA = "[A-Z]{3}|EU27|americas|europe|asia-pacific"
"""A country, the European Union as one, or a home region."""

_MINERAL = text("mineral", "Mineral", vocabulary=Mineral)
_SUBJECT = text("subject", "What a tonne is a tonne of, as it stands in a sentence")
_AREA = text("area", "Country (ISO3), EU27 or a home region", pattern=AREA)
_YEAR = integer("year", "Calendar year", minimum=1960, maximum=2100)


def _share(name: str, description: str, *, nullable: bool = True) -> Column:
    return real(name, description, unit="0-1 of the world", minimum=0, maximum=1.01, nullable=nullable)


def _tonnes(name: str, description: str, *, nullable: bool = False) -> Column:
    return real(name, description, unit="tonnes of the subject", minimum=0, nullable=nullable)


REGIONAL_NEED = Table(
    "regional_need",
    "What plants of an area take in a year, or what is inside the goods bought there: figure, band and rung",
    (
        text("need", "Whose need: plants' or buyers'; the two are never set against each other", vocabulary=NeedKind),
        _MINERAL,
        _SUBJECT,
        _AREA,
        _tonnes("estimate_t", "Figure, rounded to two digits"),
        _tonnes("low_t", "Lower end of the band"),
        _tonnes("high_t", "Upper end of the band"),
        integer(
            "rung",
            "1 published, 2 derived from trade, 3 scaled, 4 remainder or range, 5 order of magnitude",
            minimum=1,
            maximum=5,
        ),
        text("ground", "What the figure rests on", vocabulary=NeedGround),
        text("how", "How it was made"),
        _tonnes("world_t", "World use that the estimate was measured against; empty where none was", nullable=True),
        source_id(),
    ),
    key=("need", "mineral", "area"),
    figure="estimate_t",
)

REPORTED_USE = Table(
    "reported_use",
    "Figures of use that were read one by one, in the words and units of their publishers",
    (
        _MINERAL,
        text("form", "Mineral and form as printed"),
        text("area", "Area as printed"),
        _YEAR,
        real("value", "Figure", unit="as raw_unit says", minimum=0),
        text("raw_unit", "Unit as printed"),
        text("basis", "Apparent, reported or derived"),
        text("source_title", "Document"),
        text("page", "Place in it", nullable=True),
        text("link", "Address", nullable=True),
        text("confidence", "High, medium or low: how directly the figure was read"),
        text("note", "What it leaves out", nullable=True),
        source_id(),
    ),
    key=("form", "area", "year", "basis", "source_title"),
    figure="value",
)

NEED_CHECK = Table(
    "need_check",
    "Published shares of world use against the three methods that stand behind estimates of need",
    (
        _MINERAL,
        text("form", "Form as the check names it"),
        _AREA,
        _share("published_share", "Share that a publisher gives or that follows from its figure", nullable=False),
        _share("makers_share", "By where the first users make their goods"),
        _share("buyers_share", "By where the goods are bought"),
        _share("value_added_share", "By manufacturing value added"),
        text("source_title", "Where the published figure stands"),
        source_id(),
    ),
    key=("form", "area", "source_title"),
    figure="published_share",
)

APPARENT_CONSUMPTION = Table(
    "apparent_consumption",
    "Production + imports - exports with its parts; production and trade may be of different years: a structure, not a year",
    (
        _MINERAL,
        _SUBJECT,
        text("area", "Country (ISO3), EU27, a home region or WORLD", pattern=f"{AREA}|WORLD"),
        _tonnes("production_t", "Refined production; empty where none is listed or it is withheld", nullable=True),
        integer("production_year", "Year of the production", minimum=1960, maximum=2100),
        _tonnes("imports_t", "Imports; empty where only the total is printed", nullable=True),
        _tonnes("exports_t", "Exports; empty where only the total is printed", nullable=True),
        integer(
            "trade_year",
            "Year of the trade; empty where only production is printed",
            minimum=1960,
            maximum=2100,
            nullable=True,
        ),
        _tonnes("apparent_t", "Apparent consumption; empty where it is not printed", nullable=True),
        boolean("is_hub", "A trading hub, whose figure its author does not stand by: kept, not shown"),
        text("confidence", "High, medium or low"),
        text("note", "What it leaves out", nullable=True),
        source_id(),
    ),
    key=("mineral", "area", "source_id"),
    figure="apparent_t",
)

EV_OUTLOOK = Table(
    "ev_outlook",
    "Batteries of the electric vehicles sold in a region, and electric cars sold; by place of sale, storage not in it",
    (
        text("area", "Region or country as printed"),
        text("item", "Battery demand or EV sales"),
        text("mode", "Cars, vans, buses, trucks, two and three wheelers"),
        text("powertrain", "As printed"),
        _YEAR,
        boolean("is_projection", "True for a scenario year; never drawn as history"),
        real("value", "Figure, rounded to two digits by the publisher", unit="as raw_unit says", minimum=0),
        text("raw_unit", "GWh or vehicles"),
        source_id(),
    ),
    key=("area", "item", "mode", "powertrain", "year"),
    figure="value",
)

BATTERY_INTENSITY = Table(
    "battery_intensity",
    "Minerals inside a modelled battery pack with a graphite anode, by chemistry of the cathode",
    (
        text("chemistry", "Cathode as printed"),
        _MINERAL,
        real("kg_per_kwh", "Content of the pack; losses of its making are not in it", unit="kg per kWh", minimum=0),
        source_id(),
    ),
    key=("chemistry", "mineral"),
    figure="kg_per_kwh",
)

LFP_SHARE = Table(
    "lfp_share",
    "Part of the batteries sold that is lithium iron phosphate: numbers that we chose inside a publisher's wording",
    (
        text("area", "Region as the outlook prints it; Rest for every other"),
        _share("share", "Assumption", nullable=False),
        real("error_share", "Distance to either end of the band", unit="0-1", minimum=0, maximum=1),
        text("note", "The wording that it stands in"),
    ),
    key=("area",),
    reviewed=True,
)

MANUFACTURING_VALUE_ADDED = Table(
    "manufacturing_value_added",
    "Manufacturing value added by country: context only, never a need",
    (
        iso3("iso3", "Country"),
        _YEAR,
        real("value_usd", "Value added", unit="current US dollars", minimum=0),
        source_id(),
    ),
    key=("iso3", "year"),
    figure="value_usd",
)

USE_TABLES = (
    REGIONAL_NEED,
    REPORTED_USE,
    NEED_CHECK,
    APPARENT_CONSUMPTION,
    EV_OUTLOOK,
    BATTERY_INTENSITY,
    LFP_SHARE,
    MANUFACTURING_VALUE_ADDED,
)
