"""``nearshore concentration``: the figures of the pages, with what stands behind them."""

from __future__ import annotations

import argparse
from typing import Any

import pandas as pd

from geo.command.database import ready_atlas
from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_command, add_json, one_of
from geo.command.settings import add_settings
from geo.evidence.geography import load_geography
from geo.evidence.output_columns import output_columns
from geo.evidence.production import Production, production
from geo.evidence.receipt_production import printed_cells, production_receipts
from geo.evidence.shared import Dated
from geo.figure.column import Table
from geo.figure.receipt import input_figures, receipt_figures
from geo.figure.source import Source
from geo.model.concentration import roster_share
from geo.schema.codes import Measure


def register(commands: Commands) -> None:
    """Add the commands."""
    parser = add_command(
        commands,
        "concentration",
        "Who produces how much of a mineral, and how concentrated that is.",
        example="nearshore concentration --mineral cobalt --stage mined --year 2025 --json",
        run=run_concentration,
    )
    add_settings(parser, Dated, leave_out=["region"], required=["mineral", "stage"])
    parser.add_argument(
        "--measure",
        type=one_of([measure.value for measure in Measure]),
        default=Measure.PRODUCTION.value,
        metavar="MEASURE",
        help="production (default), reserves or capacity",
    )
    add_json(parser)


def run_concentration(arguments: argparse.Namespace) -> int:
    """Print shares and concentration of one mineral, stage and year."""
    atlas = ready_atlas()
    geography = load_geography(atlas)
    roster = geography.roster(arguments.roster)
    answer = production(atlas, Measure(arguments.measure), arguments.mineral, arguments.stage, arguments.year)
    cells = printed_cells(atlas, answer)
    figures = concentration_figures(answer)
    inside = roster_share(answer.concentration, roster.members) if answer.has_shares else None
    figures["roster"] = {
        "code": roster.code,
        "name": roster.name,
        "states": len(roster.members),
        "share_low": None if inside is None else inside.low,
        "share_high": None if inside is None else inside.high,
    }
    if arguments.json:
        receipts = production_receipts(answer, cells, roster)
        figures["inputs"] = input_figures(cells)
        figures["receipts"] = {name: receipt_figures(receipt) for name, receipt in receipts.items()}
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
    print(f"inside {roster.name}: {'no data' if inside is None else f'{inside.low:.4f} to {inside.high:.4f}'}")
    print(f"source: {answer.source.line}")
    return 0


def concentration_figures(answer: Production) -> dict[str, Any]:
    """Return every figure of an answer: tonnes in tonnes, shares 0-1, no data as None; no share where none is worked out."""
    result = answer.concentration
    shares = {
        "share_sum": result.share_sum,
        "unattributed_share": result.unattributed_share,
        "hhi_low": result.hhi_low,
        "hhi_high": result.hhi_high,
        "top1": answer.rows[0].area,
        "top1_share": result.top1,
        "top3": [row.area for row in answer.rows[:3] if row.share is not None],
        "top3_share": result.top3,
        "top3_is_lower_bound": result.top3_is_lower_bound,
    }
    return {
        "mineral": answer.mineral,
        "stage": answer.stage,
        "measure": answer.measure,
        "year": answer.year,
        "is_projection": answer.is_projection,
        "subject": answer.subject,
        "has_shares": answer.has_shares,
        "basis": answer.basis,
        "products": answer.products.split(";"),
        "countries": Table("countries", "", output_columns(answer, ()), answer.rows, answer).figures(),
        "other_countries_t": None if answer.other is None else answer.other.quantity_t,
        "world_reported_t": None if answer.world is None else answer.world.quantity_t,
        "world_reported_as_printed": None if answer.world is None else answer.world.raw_value,
        "world_summed_t": result.summed_t,
        "denominator": result.denominator,
        "denominator_t": result.denominator_t,
        **(shares if answer.has_shares else dict.fromkeys(shares)),
        "withheld": list(result.withheld),
        "edition": answer.source.edition,
        "source": source_figures(answer.source),
        "years": list(answer.years),
    }


def source_figures(source: Source) -> dict[str, Any]:
    """Return a source as printed in JSON."""
    names = ("source_id", "publisher", "title", "edition", "licence", "citation", "url")
    return {name: getattr(source, name) for name in names}
