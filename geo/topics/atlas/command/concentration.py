"""``nearshore concentration``: the figures of the pages, with what stands behind them."""

from __future__ import annotations

import argparse

import pandas as pd

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json, one_of
from geo.command.settings import add_settings, asked_by_arguments
from geo.evidence.geography import load_geography
from geo.evidence.output_figures import concentration_figures
from geo.evidence.production import production
from geo.evidence.receipt_production import printed_cells, production_receipts
from geo.evidence.shared import Dated
from geo.evidence.spread import spread_figures, spread_of
from geo.figure.receipt import input_figures, receipt_figures
from geo.model.concentration import roster_share
from geo.schema.codes import Measure
from geo.store.database import Atlas
from geo.view import words
from geo.view.between import between_publishers


def register(commands: Commands) -> None:
    """Add the commands."""
    parser = add_answer(
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


def run_concentration(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print shares and concentration of one mineral, stage and year."""
    geography = load_geography(atlas)
    roster = geography.roster(arguments.roster)
    question = asked_by_arguments(Dated, arguments)
    measure = Measure(arguments.measure)
    answer = production(atlas, measure, question.mineral, question.stage, question.year, question.publisher)
    spread = spread_of(atlas, answer)
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
    figures["spread"] = spread_figures(spread)
    if arguments.json:
        receipts = production_receipts(answer, cells, roster)
        figures["inputs"] = input_figures(cells)
        figures["receipts"] = {name: receipt_figures(receipt) for name, receipt in receipts.items()}
        print_json(figures)
        return 0
    print(f"{words.at_start(answer.staged)}, {answer.measure} {answer.period}, {answer.counted}")
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
    if spread is not None:
        print(between_publishers(spread, geography.names))
    print(f"source: {answer.source.line}")
    return 0
