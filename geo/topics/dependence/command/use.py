"""``nearshore use``: what plants and buyers of each area need of a mineral, with band and rung."""

from __future__ import annotations

import argparse

import pandas as pd

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json
from geo.command.settings import add_settings
from geo.evidence.shared import Shared
from geo.figure.receipt import receipt_figures
from geo.schema.codes import Mineral
from geo.store.database import Atlas
from geo.topics.dependence.answer.use import use_of
from geo.topics.dependence.figures.use import band_words, consumption_table, ground_words, use_figures


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_answer(
        commands,
        "use",
        "What plants and buyers of each area need of a mineral, with band and rung, and apparent consumption.",
        example="nearshore use --mineral lithium --json",
        run=run,
    )
    add_settings(parser, Shared, leave_out=["stage", "region", "roster"], required=["mineral"])
    add_json(parser)


def run(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print the figures."""
    use = use_of(atlas, Mineral(arguments.mineral))
    if arguments.json:
        receipts = {
            f"buyers_need {row.area} {end}": receipt_figures(row.bought.receipt(end))
            for rows in use.needs.values()
            for row in rows
            if row.bought is not None
            for end in ("low", "estimate", "high")
        }
        print_json(use_figures(use) | {"receipts": receipts})
        return 0
    if not use.kinds() and not use.consumed:
        print(f"no figure of who uses {use.mineral.label.lower()} is known")
    for kind in use.kinds():
        print(f"{kind.label}, tonnes a year")
        rows = [(row.name, band_words(row), row.rung, row.subject, ground_words(row)) for row in use.needs[kind]]
        print_table(pd.DataFrame(rows, columns=["area", "low to high", "rung", "of what", "rests on"]))
    if use.consumed:
        table = consumption_table(use)
        print(table.title)
        print_table(pd.DataFrame(table.figures())[["name", "production_t", "imports_t", "exports_t", "apparent_t"]])
    for source in use.sources.values():
        print(f"source: {source.line}")
    return 0
