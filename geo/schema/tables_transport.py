"""Tables that describe the way of the goods: gateways, passages, overland pairs, distances, freight."""

from __future__ import annotations

from geo.schema.codes import (
    FreightMode,
    Passage,
    RouteCase,
    RouteMode,
)
from geo.schema.columns import LATITUDE, LONGITUDE, Storage, Table, iso3, real, source_id, text

GATEWAY_PORT = Table(
    "gateway_port",
    "Ports from which distances are worked out",
    (
        text("port_id", "Code", pattern="[a-z0-9-]+"),
        iso3("iso3", "Country in which the port lies"),
        text("name", "Name in the World Port Index, or of a sourced point"),
        text("coast", "Which coast of the country"),
        LONGITUDE,
        LATITUDE,
        real("snap_km", "Straight line from the port to the sea network, counted in every route", unit="km", minimum=0),
        text("choice", "How the port was chosen: reviewed, or by the rule for countries without a reviewed row"),
        source_id(),
    ),
    key=("port_id",),
)

GATEWAY_CHOICE = Table(
    "gateway_choice",
    "Which ports stand for a country, its own or those of its corridor through another; a reviewed decision",
    (
        iso3("iso3", "Country that the port serves"),
        text(
            "wpi_number",
            "World Port Index number; two ports have one with a decimal part",
            pattern=r"[0-9]+(\.[0-9]+)?",
        ),
        text("port_name", "Name in the World Port Index, a guard against another port under the same number"),
        text("coast", "Which coast of the port's country"),
        text("reason", "Why this port; what the choice leaves out"),
    ),
    key=("iso3", "wpi_number"),
    reviewed=True,
)

OVERLAND_PAIR = Table(
    "overland_pair",
    "Countries between which goods travel by rail, road or river, though both may have ports; a reviewed decision",
    (
        iso3("iso3_a", "One country, first by code"),
        iso3("iso3_b", "The other country"),
        text("reason", "Which way goods take"),
    ),
    key=("iso3_a", "iso3_b"),
    reviewed=True,
)

PASSAGE_POINT = Table(
    "passage_point",
    "Where a chokepoint or cape is marked on the map: the middle of its stretch of the sea network",
    (text("passage", "Chokepoint or cape", vocabulary=Passage), LONGITUDE, LATITUDE, source_id()),
    key=("passage",),
)

DISTANCE = Table(
    "distance",
    "Modelled distance between two countries by route case; not for navigation",
    (
        iso3("from_iso3", "Exporter"),
        iso3("to_iso3", "Importer"),
        text("route_case", "Which passages are open", vocabulary=RouteCase),
        text("mode", "How the goods travel", vocabulary=RouteMode),
        real(
            "sea_km",
            "Sea leg between the two gateway ports; of an overland pair the way not taken",
            unit="km",
            minimum=0,
            nullable=True,
        ),
        real(
            "from_land_km",
            "Great circle from the exporter's label point to its port abroad; empty if it has its own port",
            unit="km",
            minimum=0,
            nullable=True,
        ),
        real(
            "to_land_km",
            "Great circle from the port abroad to the importer's label point; empty if it has its own port",
            unit="km",
            minimum=0,
            nullable=True,
        ),
        real(
            "overland_km",
            "Great circle between the label points where goods travel overland",
            unit="km",
            minimum=0,
            nullable=True,
        ),
        real("total_km", "Distance of the chosen mode", unit="km", minimum=0, nullable=True),
        text("from_port_id", "Gateway of the exporter", nullable=True),
        text("to_port_id", "Gateway of the importer", nullable=True),
        text("passages", "Chokepoints on the route, separated by ';'; empty where none or overland", nullable=True),
        source_id(),
    ),
    key=("from_iso3", "to_iso3", "route_case"),
    storage=Storage.PARQUET,
    figure="total_km",
)

FREIGHT_FACTOR = Table(
    "freight_factor",
    "Carbon factors of freight by vehicle as published; tank-to-wheel, without the making of the fuel",
    (
        text("factor_id", "The publisher's own code"),
        text("mode", "Mode", vocabulary=FreightMode),
        text("family", "Family of vehicles as printed, e.g. Cargo ship"),
        text("vehicle", "Vehicle as printed, e.g. Bulk carrier"),
        text("size", "Size class as printed, e.g. Average", nullable=True),
        text("variant", "Load, fuel or, for flights, radiative forcing as printed", nullable=True),
        real("kgco2e_per_tkm", "Emission factor", unit="kg CO2e per tonne and kilometre", minimum=0),
        source_id(),
    ),
    key=("factor_id",),
    figure="kgco2e_per_tkm",
)

TRANSPORT_TABLES = (
    GATEWAY_PORT,
    PASSAGE_POINT,
    GATEWAY_CHOICE,
    OVERLAND_PAIR,
    DISTANCE,
    FREIGHT_FACTOR,
)
