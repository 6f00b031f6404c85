"""``nearshore dependence``: every figure of the Dependence page with its inputs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.answer.dependence import OWN_SET, Dependence, Facts, Question, World, dependence, load_facts, load_world
from geo.answer.dependence_benchmark import Measured
from geo.answer.dependence_output import Holding
from geo.answer.dependence_published import EuRisk, UsReliance
from geo.answer.dependence_trade import ROSTER, Importer, Imports, Traded
from geo.answer.geography import Geography, load_geography
from geo.answer.sources import Source
from geo.cli.atlas import ready_atlas
from geo.cli.figures import concentration_figures, source_figures
from geo.cli.output import print_json, print_table
from geo.cli.parser import Commands, add_command, add_json, add_selection, one_of
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.model.loss import DEMAND_HELD, DEMAND_REMOVED
from geo.model.roster import EU27
from geo.model.transit import TradeView
from geo.schema.codes import HOME_REGIONS, Region

VIEWS = {"declared": TradeView.AS_REPORTED, "traced": TradeView.ORIGIN_ADJUSTED}
CANDIDATES = ("linked", "all")


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "dependence",
        "Who holds a mineral, how exposed importers are, and what the roster changes.",
        example="nearshore dependence --mineral cobalt --stage refined --importer europe --json",
        run=run,
    )
    add_selection(parser)
    parser.add_argument(
        "--importer",
        default=Region.EUROPE.value,
        metavar="ISO3|REGION",
        help=f"a country, {EU27}, {', '.join(HOME_REGIONS)}, or {ROSTER}; default: {Region.EUROPE}",
    )
    parser.add_argument("--hs", metavar="HS6", help="customs code; default: the first whose trade is complete")
    parser.add_argument(
        "--origin",
        choices=tuple(VIEWS),
        default="declared",
        help="exporters as declared (default), or traced one step back",
    )
    parser.add_argument(
        "--set", default=OWN_SET, metavar="ROSTER", help="set of members of the four limits; default: the roster"
    )
    parser.add_argument(
        "--candidates",
        type=one_of(CANDIDATES),
        default="linked",
        metavar="WHO",
        help="possible next members: linked (default) by a published group, or all",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures."""
    atlas = ready_atlas()
    geography = load_geography(atlas)
    world = load_world(atlas, geography)
    facts = load_facts(atlas, geography, arguments.mineral, arguments.stage, year=arguments.year, hs6=arguments.hs)
    answer = dependence(facts, world, geography, _question(arguments))
    figures = dependence_figures(answer, world, geography)
    if arguments.json:
        print_json(figures)
    else:
        _print(answer, figures)
    return 0


def _question(arguments: argparse.Namespace) -> Question:
    wanted = arguments.importer.strip()
    groups = {code.casefold(): code for code in (ROSTER, EU27, *(region.value for region in Region))}
    return Question(
        region=Region.EUROPE,
        roster=arguments.roster,
        importer=groups.get(wanted.casefold(), wanted.upper()),
        view=VIEWS[arguments.origin],
        members=arguments.set,
        everyone=arguments.candidates == "all",
    )


def dependence_figures(answer: Dependence, world: World, geography: Geography) -> dict[str, Any]:
    """Return every figure of an answer: tonnes in tonnes, shares 0-1, no data as None beside its reason."""
    facts = answer.facts
    return {
        "mineral": facts.mineral,
        "stage": facts.stage,
        "roster": {"code": answer.roster.code, "name": answer.roster.name, "members": sorted(answer.roster.members)},
        "output": _output(facts, answer, geography),
        "importer": {"code": answer.importer.code, "name": answer.importer.name},
        "trade": _trade(facts, geography),
        "imports": _imports(answer.imports, answer),
        "roster_imports": _imports(answer.together, answer),
        "members": [_member(buyer, imports, answer) for buyer, imports in answer.members],
        "next_members": _next_members(answer),
        "limits": {
            "set": {"name": answer.gauge_set.name, "members": sorted(answer.gauge_set.members)},
            "gauges": [_gauge(row) for row in answer.gauges],
        },
        "all_minerals": [_spot(spot.series) | _governance(spot, world) for spot in answer.spots],
        "us_net_import_reliance": [_reliance(row) for row in facts.reliances],
        "eu_supply_risk": {
            "governance_year": facts.risks.governance_year,
            "rows": [_risk(row) for row in facts.risks.rows],
            "bottleneck": {
                material: {**_ends(risk), "stages": list(stages)}
                for material, (risk, stages) in facts.risks.bottlenecks.items()
            },
        },
        "sources": [source_figures(source) for source in _sources(facts, world)],
    }


def _sources(facts: Facts, world: World) -> tuple[Source, ...]:
    return tuple(dict.fromkeys((*facts.sources, *world.sources)))


def _output(facts: Facts, answer: Dependence, geography: Geography) -> dict[str, Any]:
    held = facts.held
    if isinstance(held, NoData):
        return {"no_data": held.reason}
    inside = answer.inside
    return concentration_figures(held.production) | {
        "effective_suppliers": _ends(held.effective),
        "inside_roster": None if inside is None else {"low": inside.low, "high": inside.high},
        "without_the_largest": _without(held),
        "one_holder": None
        if held.sole is None
        else {
            "iso3": held.sole.supplier,
            "share": held.sole.share,
            "lost_part": held.sole.lost_part,
            "growth_of_all_others": held.sole.growth,
        },
        "history": [_spot(entry) for entry in held.history],
        "by_publisher": _rivals(held, geography),
    }


def _without(held: Holding) -> dict[str, Any]:
    left, removed = held.demand_held, held.demand_removed
    return {
        "demand_held": {"name": DEMAND_HELD}
        | ({"no_data": left.reason} if isinstance(left, NoData) else {"iso3": left.supplier, **_ends(left.left)}),
        "demand_removed": {"name": DEMAND_REMOVED}
        | (
            {"no_data": removed.reason}
            if isinstance(removed, NoData)
            else {"iso3": removed.supplier, "coverage": removed.coverage, "caveat": removed.caveat}
        ),
    }


def _rivals(held: Holding, geography: Geography) -> dict[str, Any] | None:
    rivals = held.rivals
    if rivals is None:
        return None
    return {
        "year": rivals.year,
        "hhi": {name: _ends(hhi) for name, hhi in rivals.hhi.items()},
        "shares": [
            {
                "iso3": row.area,
                "name": geography.names[row.area],
                **_ends(row.range),
                "by_publisher": dict(row.by_source),
            }
            for row in rivals.ranges
        ],
    }


def _trade(facts: Facts, geography: Geography) -> dict[str, Any]:
    trade = facts.trade
    if isinstance(trade, NoData):
        return {"no_data": trade.reason}
    return {
        "hs6": trade.goods.hs6,
        "form": trade.trade.code.form,
        "note": trade.trade.code.note,
        "year": trade.trade.year,
        "source_id": trade.trade.source.source_id,
        "hhi_of_world_output": {"no_data": trade.hhi.reason}
        if isinstance(trade.hhi, NoData)
        else {**_ends(trade.hhi), "year": trade.hhi_year},
        "political_stability_year": trade.governance_year,
        "hubs": [
            {
                "iso3": hub.area,
                "name": geography.names[hub.area],
                "exports": hub.exports,
                "imports": hub.imports,
                "basis": trade.origin.basis,
                "own_supply_at_most_t": hub.own_supply_t,
                "traced_share": hub.traced_share,
                "suppliers": dict(hub.suppliers),
                "remark": hub.caveat,
            }
            for hub in trade.origin.hubs
        ],
        "unexplained_exporters": list(trade.unexplained),
        "codes": [code.hs6 for code in trade.codes],
    }


def _imports(imports: Imports | NoData, answer: Dependence) -> dict[str, Any]:
    if isinstance(imports, NoData):
        return {"no_data": imports.reason}
    trade = answer.facts.trade
    stability: Mapping[str, float] = {} if isinstance(trade, NoData) else trade.stability
    hubs = trade.hubs if isinstance(trade, Traded) else frozenset()
    return {
        **_bought(imports, answer),
        "view": imports.view,
        "view_means": imports.view.sentence,
        "value_without_tonnes": imports.value_without_tonnes,
        "suppliers": [
            {
                "iso3": area,
                "share": share,
                "in_roster": area in answer.roster.members,
                "is_hub": area in hubs,
                "political_stability": stability.get(area),
            }
            for area, share in imports.suppliers
        ],
    }


def _bought(imports: Imports, answer: Dependence) -> dict[str, Any]:
    return {
        "total": imports.total,
        "basis": imports.basis,
        "outside_roster": imports.outside(answer.roster.members),
        "largest_supplier": imports.suppliers[0][0],
        "largest_share": imports.suppliers[0][1],
        "risk_of_suppliers": None if imports.risk is None else _ends(imports.risk),
        "score": None if imports.score is None else _ends(imports.score),
    }


def _member(buyer: Importer, imports: Imports | NoData, answer: Dependence) -> dict[str, Any]:
    own = {"no_data": imports.reason} if isinstance(imports, NoData) else _bought(imports, answer)
    return {"code": buyer.code, "name": buyer.name, **own}


def _next_members(answer: Dependence) -> dict[str, Any]:
    found = answer.next_members
    rows = []
    for mineral in found.minerals:
        series, base = found.series(mineral), found.base(mineral)
        if series is None or base is None:
            continue
        gains = [
            {
                "code": gain.candidate.code,
                "name": gain.candidate.name,
                **_ends(gain.share),
                "is_withheld": gain.is_withheld,
            }
            for gain in found.gains(mineral)
        ]
        rows.append(_spot(series) | {"mineral": mineral, "roster_now": _ends(base), "gains": gains})
    return {
        "candidates": [candidate.code for candidate in found.candidates],
        "everyone": found.everyone,
        "left_out": found.left_out,
        "rows": rows,
    }


def _gauge(row: Measured) -> dict[str, Any]:
    gauge = row.gauge
    return {
        "limit": gauge.benchmark,
        "target": gauge.benchmark.target,
        "is_ceiling": gauge.benchmark.is_ceiling,
        "state": gauge.state,
        "value": None if gauge.value is None else _ends(gauge.value),
        "country": gauge.country,
        "no_data": gauge.reason,
        "stands_in": list(gauge.stands_in),
        "share_of_world_output": None
        if row.stand_in is None or row.stand_in.value is None
        else _ends(row.stand_in.value),
        "year": row.year,
        "caveat": gauge.caveat,
    }


def _spot(series: Series) -> dict[str, Any]:
    result = series.result
    return {
        "mineral": series.mineral,
        "stage": series.stage,
        "year": series.year,
        "hhi_low": result.hhi_low,
        "hhi_high": result.hhi_high,
        "top1": result.leader.area,
        "top1_share": result.top1,
        "top3_share": result.top3,
        "unattributed_share": result.unattributed_share,
        "basis": series.basis,
        "source_id": series.source_id,
    }


def _governance(spot: Any, world: World) -> dict[str, Any]:
    return {
        "governance": spot.governance.known,
        "governance_ends": _ends(spot.governance.ends),
        "supply_with_estimate": spot.governance.known_share,
        "governance_year": world.governance_year,
    }


def _reliance(row: UsReliance) -> dict[str, Any]:
    bounds = {"no_data": row.percent.reason} if isinstance(row.percent, NoData) else _ends(row.percent)
    return {
        "commodity": row.commodity,
        "form": row.detail,
        "year": row.year,
        "percent": bounds,
        "is_net_exporter": row.is_net_exporter,
        "as_printed": row.raw_value,
        "source_id": row.source_id,
    }


def _risk(row: EuRisk) -> dict[str, Any]:
    risk = row.risk
    return {
        "material": row.material,
        "stage": row.stage,
        "risk": _ends(risk.risk),
        "is_critical": risk.is_critical,
        "global_term": _ends(risk.global_term),
        "sourcing_term": None if risk.sourcing_term is None else _ends(risk.sourcing_term),
        "import_reliance": _ends(risk.import_reliance),
        "recycling": _ends(risk.recycling),
        "substitution": _ends(risk.substitution),
        "notes": list(risk.notes),
    }


def _ends(value: Interval) -> dict[str, float]:
    return {"low": value.low, "high": value.high}


def _print(answer: Dependence, figures: Mapping[str, Any]) -> None:
    facts = answer.facts
    print(f"{facts.mineral.label}, {facts.stage}, roster {answer.roster.name}, importer {answer.importer.name}")
    output = figures["output"]
    if "no_data" in output:
        print(f"output: no data: {output['no_data']}")
    else:
        for name in ("year", "hhi_low", "hhi_high", "top1", "top1_share", "top3_share"):
            print(f"{name}: {output[name]}")
        for name in ("effective_suppliers", "inside_roster"):
            print(f"{name}: {output[name]['low']} to {output[name]['high']}")
        for part in output["without_the_largest"].values():
            print(f"{part['name']}: {part.get('no_data') or (part.get('low'), part.get('high'))}")
    imports = figures["imports"]
    print(
        f"imports: no data: {imports['no_data']}"
        if "no_data" in imports
        else f"imports: {imports['total']} ({imports['basis']})"
    )
    if "no_data" not in imports:
        print(f"outside the roster: {imports['outside_roster']}; score {imports['score']}; {imports['view']}")
        print_table(pd.DataFrame(imports["suppliers"]).head(12))
    row = next((row for row in figures["next_members"]["rows"] if row["mineral"] == facts.mineral), None)
    if row is not None:
        print("what each possible next member would add to the roster's share of world output")
        print_table(pd.DataFrame(row["gains"])[["code", "name", "low", "high"]])
    print_table(pd.DataFrame(figures["limits"]["gauges"])[["limit", "target", "state", "country", "no_data"]])
    for source in figures["sources"]:
        print(f"source: {source['citation']} ({source['licence']})")
