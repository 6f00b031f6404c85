"""Names of the Near-shoring page in the address bar, with their defaults."""

from __future__ import annotations

from geo.answer.question import (
    DEFAULT_HORIZON,
    DEFAULT_LEAST_SHARE,
    DEFAULT_PARTNERS,
    DEFAULT_STRETCH,
    Buyers,
    LandVehicle,
    Vessel,
)
from geo.model.ceiling import LEAST_STRETCH, MOST_STRETCH
from geo.model.coverage import THIRD_COUNTRY_CAP
from geo.model.filters import Circle
from geo.model.mix import CostBasis
from geo.model.need import ReplacedPreset
from geo.schema.codes import RouteCase
from geo.ui import nearshoring_codes as codes
from geo.ui.parameter import AUTO, Parameter, code_of, parse_hs6, parse_iso3, parse_reference

DEFAULT_REPLACE = (ReplacedPreset.LARGEST_OUTSIDE.value,)
"""Suppliers that fall away until a visitor chooses."""
ONE_NEED = ("mineral", "stage", "region")
"""What tonnes that a region needs, and costs of goods delivered to it, are about."""

NEARSHORING = (
    Parameter("tab", code_of(codes.NearshoringTab, "tab"), codes.NearshoringTab.OPTIONS.value, own=True),
    Parameter("replace", codes.parse_replace, DEFAULT_REPLACE, many=True),
    Parameter("partners", codes.parse_groups, DEFAULT_PARTNERS, many=True),
    Parameter("circle", code_of(Circle, "circle"), Circle.ROSTER_AND_PARTNERS.value),
    Parameter("in-region", code_of(codes.Switch, "in-region"), codes.Switch.NO.value),
    Parameter("governance-min", codes.limit_of("governance-min", -2.5, 2.5), None),
    Parameter("corruption-min", codes.limit_of("corruption-min", -2.5, 2.5), None),
    Parameter("no-control", code_of(codes.Switch, "no-control"), codes.Switch.NO.value),
    Parameter("distance-max", codes.limit_of("distance-max", 0, 40_000), None),
    Parameter("least", codes.number_of("least", 0, 1), DEFAULT_LEAST_SHARE),
    Parameter("ceiling", codes.number_of("ceiling", LEAST_STRETCH, MOST_STRETCH), DEFAULT_STRETCH),
    Parameter("horizon", codes.parse_horizon, DEFAULT_HORIZON),
    Parameter("growth", codes.number_of("growth", 0, 1), 1.0),
    Parameter("redirect", code_of(codes.Switch, "redirect"), codes.Switch.YES.value),
    Parameter("exports", code_of(codes.Exports, "exports"), codes.Exports.NET.value),
    Parameter("buyers", code_of(Buyers, "buyers"), Buyers.ALLIED.value),
    Parameter("all-declared", code_of(codes.Switch, "all-declared"), codes.Switch.NO.value),
    Parameter("need", codes.limit_of("need", 0, 1e12), None, belongs_to=ONE_NEED),
    Parameter("cap", codes.number_of("cap", 0, 1), THIRD_COUNTRY_CAP),
    Parameter("outside-max", codes.number_of("outside-max", 0, 1), 1.0),
    Parameter("cost", code_of(CostBasis, "cost"), CostBasis.DISTANCE.value),
    Parameter("unit-costs", codes.parse_costs_text, None, belongs_to=ONE_NEED),
    Parameter("vessel", code_of(Vessel, "vessel"), None),
    Parameter("land", code_of(LandVehicle, "vehicle on land"), LandVehicle.TRUCK.value),
    Parameter("weights", codes.parse_weights_text, None),
    Parameter("detail", code_of(codes.Detail, "detail"), codes.Detail.MIX.value),
    Parameter("supply", code_of(codes.Supply, "supply"), codes.Supply.NEW.value),
    Parameter("origin", code_of(codes.Origin, "origin"), codes.Origin.DECLARED.value),
    Parameter("stages", code_of(codes.StageChoice, "stages"), codes.StageChoice.CHOSEN.value),
    Parameter("to", parse_reference, AUTO),
    Parameter("route", code_of(RouteCase, "route"), RouteCase.OPEN.value),
    Parameter("hs", parse_hs6, None),
    Parameter("option", parse_iso3, None),
)
