"""``nearshore concentration`` and ``nearshore options``: the figures of the pages, with what stands behind them."""

from __future__ import annotations

import argparse
from typing import Any

import pandas as pd

from geo.answer.geography import Geography, load_geography
from geo.answer.options import Control, NearShoring, Question, near_shoring
from geo.answer.production import Printed, Production, production
from geo.answer.sources import Source
from geo.cli.atlas import ready_atlas
from geo.cli.output import print_json, print_table
from geo.cli.parser import Commands, add_command, add_json, add_selection, countries, one_of
from geo.model.concentration import roster_share
from geo.model.options import Option
from geo.schema.codes import Measure, Region, RouteCase


def register(commands: Commands) -> None:
    """Add the commands."""
    parser = add_command(
        commands,
        "concentration",
        "Who produces how much of a mineral, and how concentrated that is.",
        example="nearshore concentration --mineral cobalt --stage mined --year 2025 --json",
        run=run_concentration,
    )
    add_selection(parser)
    parser.add_argument(
        "--measure",
        type=one_of([measure.value for measure in Measure]),
        default=Measure.PRODUCTION.value,
        metavar="MEASURE",
        help="production (default), reserves or capacity",
    )
    add_json(parser)
    parser = add_command(
        commands,
        "options",
        "Who supplies a region today, and which countries could supply instead of those that fall away.",
        example="nearshore options --mineral lithium --stage refined --region europe --replace CHL --json",
        run=run_options,
    )
    add_selection(parser, region=True, replace=True)
    parser.add_argument("--to", type=countries, metavar="ISO3", help="distances to; default: the largest importer")
    parser.add_argument(
        "--route",
        type=one_of([case.value for case in RouteCase]),
        default=RouteCase.OPEN.value,
        metavar="CASE",
        help=f"which passages are open: {', '.join(RouteCase)}",
    )
    add_json(parser)


def run_concentration(arguments: argparse.Namespace) -> int:
    """Print shares and concentration of one mineral, stage and year."""
    atlas = ready_atlas()
    geography = load_geography(atlas)
    roster = geography.roster(arguments.roster)
    answer = production(atlas, Measure(arguments.measure), arguments.mineral, arguments.stage, arguments.year)
    figures = concentration_figures(answer)
    inside = roster_share(answer.concentration, roster.members)
    figures["roster"] = {
        "code": roster.code,
        "name": roster.name,
        "states": len(roster.members),
        "share_low": inside.low,
        "share_high": inside.high,
    }
    if arguments.json:
        print_json(figures)
        return 0
    print(f"{answer.mineral.label}, {answer.stage}, {answer.measure} {answer.year}, tonnes of {answer.basis}")
    print_table(pd.DataFrame(figures["countries"])[["iso3", "name", "quantity_t", "share", "note"]])
    for name in (
        "world_reported_t",
        "world_summed_t",
        "denominator",
        "hhi_low",
        "hhi_high",
        "top1_share",
        "top3_share",
    ):
        print(f"{name}: {figures[name] if figures[name] is not None else 'no data'}")
    print(f"inside {roster.name}: {inside.low:.4f} to {inside.high:.4f}")
    print(f"source: {answer.source.line}")
    return 0


def concentration_figures(answer: Production) -> dict[str, Any]:
    """Return every figure of an answer: tonnes in tonnes, shares 0-1, no data as None."""
    result = answer.concentration
    return {
        "mineral": answer.mineral,
        "stage": answer.stage,
        "measure": answer.measure,
        "year": answer.year,
        "is_projection": answer.is_projection,
        "basis": answer.basis,
        "products": answer.products.split(";"),
        "countries": [_country(row) for row in answer.rows],
        "other_countries_t": None if answer.other is None else answer.other.quantity_t,
        "world_reported_t": None if answer.world is None else answer.world.quantity_t,
        "world_reported_as_printed": None if answer.world is None else answer.world.raw_value,
        "world_summed_t": result.summed_t,
        "denominator": result.denominator,
        "denominator_t": result.denominator_t,
        "share_sum": result.share_sum,
        "unattributed_share": result.unattributed_share,
        "hhi_low": result.hhi_low,
        "hhi_high": result.hhi_high,
        "top1": answer.rows[0].area,
        "top1_share": result.top1,
        "top3": [row.area for row in answer.rows[:3] if row.share is not None],
        "top3_share": result.top3,
        "top3_is_lower_bound": result.top3_is_lower_bound,
        "withheld": list(result.withheld),
        "edition": answer.source.edition,
        "source": source_figures(answer.source),
        "years": list(answer.years),
    }


def _country(row: Printed) -> dict[str, Any]:
    remarks = [] if row.flag == "reported" else [row.flag]
    return {
        "iso3": row.area,
        "name": row.name,
        "quantity_t": row.quantity_t,
        "low_t": row.low_t,
        "high_t": row.high_t,
        "share": row.share,
        "flag": row.flag,
        "as_printed": row.raw_value,
        "note": "; ".join([*remarks, *([row.note] if row.note else [])]),
    }


def source_figures(source: Source) -> dict[str, Any]:
    """Return a source as printed in JSON."""
    names = ("source_id", "publisher", "title", "edition", "licence", "citation", "url")
    return {name: getattr(source, name) for name in names}


def run_options(arguments: argparse.Namespace) -> int:
    """Print suppliers and options of one region."""
    atlas = ready_atlas()
    geography = load_geography(atlas)
    question = Question(
        arguments.mineral,
        arguments.stage,
        Region(arguments.region),
        arguments.roster,
        tuple(arguments.replace),
        arguments.to[0] if arguments.to else None,
        RouteCase(arguments.route),
    )
    answer = near_shoring(atlas, geography, question)
    figures = options_figures(answer, geography)
    if arguments.json:
        print_json(figures)
        return 0
    print(f"{answer.mineral.label}, {answer.stage}, {answer.region.label}, roster {answer.roster.name}")
    print(f"falls away: {', '.join(answer.replaced) or 'nobody'}; distances to {answer.reference}")
    columns = ["iso3", "name", "tier", "production_t", "production_share", "exports_t", "to_region_t", "distance_km"]
    print_table(pd.DataFrame(figures["options"], columns=columns))
    for source in answer.sources:
        print(f"source: {source.line}")
    return 0


def options_figures(answer: NearShoring, geography: Geography) -> dict[str, Any]:
    """Return every figure of an answer: tonnes in tonnes, shares 0-1, no data as None."""
    return {
        "mineral": answer.mineral,
        "stage": answer.stage,
        "region": answer.region,
        "roster": {"code": answer.roster.code, "name": answer.roster.name, "members": sorted(answer.roster.members)},
        "replaced": list(answer.replaced),
        "reference": answer.reference,
        "route": answer.route,
        "basis": "trade" if answer.supply is not None else "production",
        "trade": _trade(answer, geography),
        "production": None if answer.production is None else _production(answer),
        "options": [_option(option, answer, geography) for option in answer.options],
        "sources": [source_figures(source) for source in answer.sources],
    }


def _trade(answer: NearShoring, geography: Geography) -> dict[str, Any] | None:
    if answer.trade is None or answer.supply is None:
        return None
    supply = answer.supply
    return {
        "hs6": answer.trade.code.hs6,
        "form": answer.trade.code.form,
        "note": answer.trade.code.note,
        "year": answer.trade.year,
        "nomenclature": answer.trade.nomenclature,
        "share_basis": supply.basis,
        "imports_t": supply.total_quantity_t,
        "imports_usd": supply.total_value_usd,
        "inside_region_t": supply.inside_quantity_t,
        "inside_region_usd": supply.inside_value_usd,
        "outside_roster_share": answer.outside_roster,
        "flows_without_quantity": supply.without_quantity,
        "flows_without_quantity_usd": supply.without_quantity_usd,
        "implausible_flows": supply.outliers,
        "suppliers": [
            {
                "iso3": supplier.area,
                "name": geography.names[supplier.area],
                "share": supplier.share,
                "quantity_t": supplier.quantity_t,
                "value_usd": supplier.value_usd,
                "is_in_roster": supplier.area in answer.roster.members,
            }
            for supplier in supply.suppliers
        ],
    }


def _production(answer: NearShoring) -> dict[str, Any]:
    inside = answer.inside_roster_world
    figures = {} if answer.production is None else concentration_figures(answer.production)
    figures.pop("countries", None)
    return figures | {
        "inside_roster_share_low": None if inside is None else inside.low,
        "inside_roster_share_high": None if inside is None else inside.high,
    }


def _option(option: Option, answer: NearShoring, geography: Geography) -> dict[str, Any]:
    own, way = option.candidate, option.way
    governance = answer.governance.get(option.area)
    return {
        "iso3": option.area,
        "name": geography.names[option.area],
        "tier": option.tier,
        "production_t": own.production_t,
        "production_share": own.production_share,
        "production_flag": own.production_flag,
        "exports_t": own.exports_t,
        "exports_usd": own.exports_usd,
        "to_region_t": own.to_region_t,
        "to_region_usd": own.to_region_usd,
        "distance_km": None if way is None else way.total_km,
        "way": None if way is None else way.mode,
        "passages": [] if way is None else list(way.passages),
        "governance": None if governance is None else dict(governance.estimates) | {"year": governance.year},
        "governance_mean": None if governance is None else governance.mean,
        "groups": list(geography.groups_of.get(option.area, ())),
        "export_controls": [_control(control) for control in answer.controls.get(option.area, ())],
        "known_mines": own.mines,
        "known_plants": own.plants,
        "known_projects": own.projects,
    }


def _control(control: Control) -> dict[str, Any]:
    names = ("measure", "scope", "target", "status", "status_as_of", "is_in_force")
    return {name: getattr(control, name) for name in names}
