"""``nearshore options``, ``mix`` and ``matrix``: the figures of the Near-shoring page, with their inputs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

import pandas as pd

from geo.answer.geography import Geography, load_geography
from geo.answer.matrix import asked_for, matrix
from geo.answer.options import NearShoring, near_shoring
from geo.answer.question import (
    DEFAULT_HORIZON,
    DEFAULT_LEAST_SHARE,
    DEFAULT_PARTNERS,
    DEFAULT_STRETCH,
    FIRST_HORIZON,
    LAST_HORIZON,
    Buyers,
    LandVehicle,
    Question,
    Vessel,
    parse_replaced,
    parse_unit_costs,
    parse_weights,
)
from geo.answer.receipt_ledger import Ledger
from geo.cli.atlas import ready_atlas
from geo.cli.dependence_receipts import Inputs
from geo.cli.figures import source_figures
from geo.cli.nearshoring_figures import (
    cell_figures,
    frontier_figures,
    inputs_figures,
    mix_figures,
    options_figures,
)
from geo.cli.nearshoring_receipts import coverage_receipts, mix_command_receipts, options_receipts
from geo.cli.output import print_json, print_table
from geo.cli.parser import DEFAULT_ROSTER, Commands, Parser, add_command, add_json, add_selection, countries, one_of
from geo.errors import SelectionError
from geo.model.ceiling import LEAST_STRETCH, MOST_STRETCH, CeilingRule, PassedOn
from geo.model.coverage import THIRD_COUNTRY_CAP, Limits
from geo.model.filters import Circle, FilterRules
from geo.model.mix import CostBasis
from geo.model.need import ReplacedPreset
from geo.schema.codes import HOME_REGIONS, Mineral, Region, RouteCase, Stage
from geo.view.nearshoring_words import finding

Code = TypeVar("Code", bound=StrEnum)

YES_NO = ("yes", "no")
EXPORTS = {"own": PassedOn.FROM_REPLACED, "net": PassedOn.ALL_IMPORTS}


def register(commands: Commands) -> None:
    """Add the commands."""
    for name, summary, example, run in (
        (
            "options",
            "Who supplies a region today, and which countries could supply instead of those that fall away.",
            "nearshore options --mineral lithium --stage refined --region europe --replace CHL --json",
            run_options,
        ),
        (
            "mix",
            "The cheapest mix of options for a region's need under limits, and what it costs to be safer.",
            "nearshore mix --mineral magnesium --stage refined --region europe --cap 0.65 --outside-max 0.2 --json",
            run_mix,
        ),
    ):
        parser = add_command(commands, name, summary, example=example, run=run)
        add_selection(parser, region=True)
        _add_settings(parser)
        parser.add_argument(
            "--to", type=countries, metavar="ISO3", help="distances to; default: all importers, weighted"
        )
        parser.add_argument("--need", type=_between(0, 1e12), metavar="TONNES", help="own need a year (assumption)")
        parser.add_argument("--hs", metavar="CODE", help="customs code; default: the first with a complete year")
        add_json(parser)
    parser = add_command(
        commands,
        "matrix",
        "What part of its need each home region can cover, for every mineral with complete trade.",
        example="nearshore matrix --stage refined --ceiling 1.5 --horizon 2030 --json",
        run=run_matrix,
    )
    stages = [stage.value for stage in Stage]
    parser.add_argument("--stage", type=one_of(stages), metavar="STAGE", help="mined or refined; default: both")
    parser.add_argument("--roster", default=DEFAULT_ROSTER, metavar="ROSTER", help=f"default: {DEFAULT_ROSTER}")
    _add_settings(parser)
    add_json(parser)


def _add_settings(parser: Parser) -> None:
    presets = ", ".join(ReplacedPreset)
    add = parser.add_argument
    add("--replace", default="largest", metavar="PRESET|ISO3,...", help=f"who falls away: {presets}, or countries")
    add("--partners", default=",".join(DEFAULT_PARTNERS), metavar="GROUPS", help="groups that make partners, or none")
    add("--circle", type=_code(Circle), default=Circle.ROSTER_AND_PARTNERS, metavar="CIRCLE", help=_codes(Circle))
    add("--in-region", type=one_of(YES_NO), default="no", metavar="yes|no", help="only countries of the region")
    add("--governance-min", type=_between(-2.5, 2.5), metavar="FLOOR", help="least mean of the six estimates")
    add("--corruption-min", type=_between(-2.5, 2.5), metavar="FLOOR", help="least control of corruption")
    add("--no-control", type=one_of(YES_NO), default="no", metavar="yes|no", help="no export control in force")
    add("--distance-max", type=_between(0, 40_000), metavar="KM", help="greatest distance")
    add("--least", type=_between(0, 1), default=DEFAULT_LEAST_SHARE, metavar="SHARE", help="least ceiling, of the need")
    add(
        "--ceiling",
        type=_between(LEAST_STRETCH, MOST_STRETCH),
        default=DEFAULT_STRETCH,
        metavar="TIMES",
        help="exports at most, times today's: 1 to 3 (assumption)",
    )
    add("--horizon", type=_horizon, default=DEFAULT_HORIZON, metavar="YEAR", help=f"{FIRST_HORIZON} to {LAST_HORIZON}")
    add(
        "--growth",
        type=_between(0, 1),
        default=1.0,
        metavar="SHARE",
        help="part of the growth expected by the horizon that is counted (assumption)",
    )
    add("--redirect", type=one_of(YES_NO), default="yes", metavar="yes|no", help="count what other buyers get today")
    add(
        "--exports",
        type=one_of(list(EXPORTS)),
        default="net",
        metavar="net|own",
        help="net: exports less all imports of the goods; own: less those from the suppliers that fall away",
    )
    add("--buyers", type=_code(Buyers), default=Buyers.ALLIED, metavar="WHOSE", help=f"whose need: {_codes(Buyers)}")
    add("--all-declared", type=one_of(YES_NO), default="no", metavar="yes|no", help="count implausible tonnes too")
    add("--cap", type=_between(0, 1), default=THIRD_COUNTRY_CAP, metavar="SHARE", help="most from one third country")
    add("--outside-max", type=_between(0, 1), default=1.0, metavar="SHARE", help="most from outside the roster")
    add("--cost", type=_code(CostBasis), default=CostBasis.DISTANCE, metavar="BASIS", help=_codes(CostBasis))
    add("--unit-costs", metavar="ISO3=USD,...", help="own US dollars a tonne (assumption), for --cost own")
    add("--vessel", type=_code(Vessel), metavar="SHIP", help=f"of the carbon factor: {_codes(Vessel)}")
    add("--land", type=_code(LandVehicle), default=LandVehicle.TRUCK, metavar="VEHICLE", help=_codes(LandVehicle))
    add("--weights", metavar="CRITERION=W,...", help="e.g. distance=2,governance=1; what is not named has none")
    add("--route", type=_code(RouteCase), default=RouteCase.OPEN, metavar="CASE", help=f"passages: {_codes(RouteCase)}")


def question_of(arguments: argparse.Namespace, mineral: Mineral, stage: Stage, region: Region) -> Question:
    """Return what the arguments ask; raises SelectionError if a list among them cannot be read."""
    preset, replaced = parse_replaced(arguments.replace)
    groups = [word.strip().upper() for word in arguments.partners.split(",") if word.strip()]
    return Question(
        mineral=mineral,
        stage=stage,
        region=region,
        roster=arguments.roster,
        replaced=replaced,
        reference=arguments.to[0] if getattr(arguments, "to", None) else None,
        route=arguments.route,
        preset=preset,
        hs6=getattr(arguments, "hs", None),
        partners=() if groups == ["NONE"] else tuple(dict.fromkeys(groups)),
        rules=FilterRules(
            circle=arguments.circle,
            in_region_only=arguments.in_region == "yes",
            governance_floor=arguments.governance_min,
            no_export_control=arguments.no_control == "yes",
            distance_max_km=arguments.distance_max,
            esg_floor=arguments.corruption_min,
        ),
        least_share=arguments.least,
        ceiling=CeilingRule(arguments.horizon, arguments.ceiling, arguments.growth, EXPORTS[arguments.exports]),
        may_redirect=arguments.redirect == "yes",
        buyers=arguments.buyers,
        all_declared=arguments.all_declared == "yes",
        limits=Limits(arguments.cap, arguments.outside_max),
        cost=arguments.cost,
        own_costs=parse_unit_costs(arguments.unit_costs) if arguments.unit_costs else (),
        weights=parse_weights(arguments.weights) if arguments.weights else (),
        vessel=arguments.vessel,
        land=arguments.land,
        need_t=getattr(arguments, "need", None),
    )


def _answered(arguments: argparse.Namespace) -> tuple[NearShoring, Ledger]:
    atlas = ready_atlas()
    geography = load_geography(atlas)
    region, reference = home_of_importer(geography, arguments.region)
    question = question_of(arguments, arguments.mineral, arguments.stage, region)
    if reference is not None and question.reference is None:
        question = replace(question, reference=reference)
    answer = near_shoring(atlas, question)
    return answer, Ledger(answer, geography, atlas)


def home_of_importer(geography: Geography, text: str) -> tuple[Region, str | None]:
    """Return the home region that is meant, and the country of it that was named instead, if one was.

    Raises
    ------
    SelectionError
        If it is neither a home region nor a country of one.
    """
    regions = {region.value: region for region in HOME_REGIONS}
    if text in regions:
        return regions[text], None
    region = next((region for region in HOME_REGIONS if text in geography.region(region)), None)
    if region is None:
        raise SelectionError(f"{text!r} lies in none of {', '.join(regions)}; use one of these, or a country there")
    return region, text


def run_options(arguments: argparse.Namespace) -> int:
    """Print suppliers, options, ranking and mix of one region."""
    answer, ledger = _answered(arguments)
    figures = options_figures(ledger)
    if arguments.json:
        cells = Inputs()
        receipts = options_receipts(ledger, cells)
        print_json(figures | {"receipts": receipts, "receipt_inputs": cells.figures()})
        return 0
    print(f"{answer.mineral.label}, {answer.stage}, {answer.region.label}, roster {answer.roster.name}")
    print(finding(answer, ledger.names))
    print(f"falls away: {', '.join(answer.replaced) or 'nobody'}; distances to {answer.reference}")
    columns = ["iso3", "name", "tier", "production_t", "production_share", "exports_t", "to_region_t", "distance_km"]
    print_table(pd.DataFrame(figures["options"], columns=columns))
    for source in answer.sources:
        print(f"source: {source.line}")
    return 0


def run_mix(arguments: argparse.Namespace) -> int:
    """Print the cheapest mix of one region and the frontier."""
    answer, ledger = _answered(arguments)
    geography, cells = ledger.geography, Inputs()
    mix = None if answer.decision is None else mix_figures(answer.decision.mix, geography)
    if arguments.json:
        print_json(
            {
                "sentence": finding(answer, geography.names),
                "mineral": answer.mineral,
                "stage": answer.stage,
                "region": answer.region,
                "roster": answer.roster.code,
                "replaced": list(answer.replaced),
                "inputs": inputs_figures(answer.question),
                "mix": mix,
                "frontier": frontier_figures(answer, geography),
                "sources": [source_figures(source) for source in answer.sources],
                "receipts": mix_command_receipts(ledger, cells),
                "receipt_inputs": cells.figures(),
            }
        )
        return 0
    print(finding(answer, geography.names))
    if mix is not None:
        columns = ["iso3", "name", "quantity_t", "share", "redirected_t", "ceiling_t", "cost_per_t", "held_by"]
        print_table(pd.DataFrame(mix["lines"], columns=columns))
        print(f"remainder_t: {mix['remainder_t']:,.1f} of {mix['need_t']:,.1f}; cost in {mix['cost_unit']}")
    for source in answer.sources:
        print(f"source: {source.line}")
    return 0


def run_matrix(arguments: argparse.Namespace) -> int:
    """Print the overview of all minerals and home regions."""
    atlas = ready_atlas()
    stages = [Stage(arguments.stage)] if arguments.stage else list(Stage)
    question = question_of(arguments, Mineral.COBALT, Stage.REFINED, Region.EUROPE)
    cells = matrix(atlas, question, [(mineral, stage) for mineral in Mineral for stage in stages])
    rows = [cell_figures(cell) for cell in cells]
    if arguments.json:
        held = Inputs()
        for row, cell in zip(rows, cells, strict=True):
            answer = near_shoring(atlas, asked_for(question, cell.mineral, cell.stage, cell.region))
            row["receipts"] = coverage_receipts(Ledger(answer, load_geography(atlas), atlas), held)
        found = {"roster": arguments.roster, "inputs": inputs_figures(question), "cells": rows}
        print_json(found | {"receipt_inputs": held.figures()})
        return 0
    flat = [
        {name: row[name] for name in ("mineral", "stage", "region")}
        | {"replaced": ",".join(row["replaced"])}
        | {name: (row["coverage"] or {}).get(name) for name in ("need_t", "low_share", "high_share", "remainder_low_t")}
        for row in rows
    ]
    print_table(pd.DataFrame(flat))
    return 0


def _code(vocabulary: type[Code]) -> Callable[[str], Code]:
    check = one_of([code.value for code in vocabulary])
    return lambda text: vocabulary(check(text))


def _codes(vocabulary: type[StrEnum]) -> str:
    return ", ".join(code.value for code in vocabulary)


def _between(low: float, high: float) -> Callable[[str], float]:
    def check(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            message = f"{text!r} is not possible; use a number from {low:g} to {high:g}"
            raise argparse.ArgumentTypeError(message)
        return value

    return check


def _horizon(text: str) -> int:
    if not text.isdecimal() or not FIRST_HORIZON <= int(text) <= LAST_HORIZON:
        message = f"{text!r} is no horizon; use a year from {FIRST_HORIZON} to {LAST_HORIZON}"
        raise argparse.ArgumentTypeError(message)
    return int(text)
