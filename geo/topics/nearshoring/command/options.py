"""``nearshore options``, ``mix`` and ``matrix``: the figures of the Near-shoring page, with their inputs."""

from __future__ import annotations

import argparse

import pandas as pd

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json, add_region, one_of
from geo.command.settings import add_settings, asked_by_arguments
from geo.errors import SelectionError
from geo.evidence.geography import Geography, load_geography
from geo.figure.source import source_figures
from geo.figure.written import Inputs
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.store.database import Atlas
from geo.topics.nearshoring.answer.matrix import Cell, asked_for, matrix
from geo.topics.nearshoring.answer.options import NearShoring, near_shoring
from geo.topics.nearshoring.command.figures import inputs_figures, options_figures
from geo.topics.nearshoring.command.receipts import coverage_written, mix_command_receipts, options_receipts
from geo.topics.nearshoring.figures.mix_columns import Answers, cells_table, frontier_table, mix_figures
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.words.answer import finding
from geo.view import words

OF_ONE_CELL = ("mineral", "stage", "region", "to", "need", "hs")
"""Settings that say nothing of all minerals and regions at once."""


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
        parser = add_answer(commands, name, summary, example=example, run=run)
        add_settings(parser, Question, leave_out=["region"], required=["mineral", "stage"])
        add_region(parser)
        add_json(parser)
    parser = add_answer(
        commands,
        "matrix",
        "What part of its need each home region can cover, for every mineral with complete trade.",
        example="nearshore matrix --stage refined --ceiling 1.5 --horizon 2030 --json",
        run=run_matrix,
    )
    stages = [stage.value for stage in Stage]
    parser.add_argument("--stage", type=one_of(stages), metavar="STAGE", help="mined or refined; default: both")
    add_settings(parser, Question, leave_out=OF_ONE_CELL)
    add_json(parser)


def _answered(atlas: Atlas, arguments: argparse.Namespace) -> tuple[NearShoring, Ledger]:
    geography = load_geography(atlas)
    region, reference = home_of_importer(geography, arguments.region)
    question = asked_by_arguments(Question, arguments, region=region, to=arguments.to or reference)
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


def run_options(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print suppliers, options, ranking and mix of one region."""
    answer, ledger = _answered(atlas, arguments)
    figures = options_figures(ledger)
    if arguments.json:
        cells = Inputs()
        receipts = options_receipts(ledger, cells)
        print_json(figures | {"receipts": receipts, "receipt_inputs": cells.figures()})
        return 0
    # Where no trade is held, the goods are named by the stage already.
    stage = () if answer.trade is None else (answer.stage,)
    head = (words.at_start(answer.goods), *stage, answer.region.label, f"roster {answer.roster.name}")
    print(", ".join(head))
    print(finding(answer, ledger.names))
    print(f"falls away: {', '.join(answer.replaced) or 'nobody'}; distances to {answer.reference}")
    columns = ["iso3", "name", "tier", "production_t", "production_share", "exports_t", "to_region_t", "distance_km"]
    print_table(pd.DataFrame(figures["options"], columns=columns))
    for source in answer.sources:
        print(f"source: {source.line}")
    return 0


def run_mix(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print the cheapest mix of one region and the frontier."""
    answer, ledger = _answered(atlas, arguments)
    geography, cells = ledger.geography, Inputs()
    mix = None if answer.decision is None else mix_figures(ledger, answer.decision.mix)
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
                "frontier": frontier_table(ledger).figures(),
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


def run_matrix(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print the overview of all minerals and home regions."""
    geography = load_geography(atlas)
    stages = [Stage(arguments.stage)] if arguments.stage else list(Stage)
    question = asked_by_arguments(Question, arguments, stage=Stage.REFINED)
    cells = matrix(atlas, question, [(mineral, stage) for mineral in Mineral for stage in stages])

    def behind(cell: Cell) -> Ledger:
        asked = asked_for(question, cell.mineral, cell.stage, cell.region)
        return Ledger(near_shoring(atlas, asked), geography, atlas)

    rows = cells_table(cells, Answers(geography.names, behind)).figures()
    if arguments.json:
        held = Inputs()
        for row, cell in zip(rows, cells, strict=True):
            row["receipts"] = coverage_written(behind(cell), held)
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
