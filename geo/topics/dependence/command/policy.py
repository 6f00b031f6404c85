"""``nearshore policy``: policy measures with their newest state, what is about to end, and what reports state."""

from __future__ import annotations

import argparse
from dataclasses import replace

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json
from geo.command.settings import add_setting, add_settings, asked_by_arguments
from geo.evidence.shared import Shared
from geo.figure.column import records
from geo.figure.setting import figures_of, setting_of
from geo.figure.source import source_figures
from geo.figure.written import Inputs
from geo.store.database import Atlas
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.policy import policy_of
from geo.topics.dependence.figures.policy import PolicyAsked, measures_table, stated_tables, turns_table
from geo.topics.dependence.question import PolicyFilter

SHOWN = ["Who", "What", "State", "Since", "Until by its text", "Confidence"]


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_answer(
        commands,
        "policy",
        "Policy measures and events by mineral and country, with the day up to which each state is known.",
        example="nearshore policy --mineral gallium --json",
        run=run,
    )
    add_setting(parser, replace(setting_of(Shared, "mineral"), default=None))
    add_settings(parser, PolicyFilter)
    add_json(parser)


def run(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print measures, what is about to end, and stated figures."""
    asked = asked_by_arguments(PolicyFilter, arguments)
    found = PolicyAsked(policy_of(atlas, arguments.mineral, asked))
    measures, turns = measures_table(found), turns_table(found)
    stated = [table for table in stated_tables(found) if table.rows]
    if arguments.json:
        cells = Inputs()
        receipts = [cells.row(turns.receipts(row)) for row in turns.rows]
        print_json(
            {
                "sentence": say.policy_found(found.answer),
                "next": say.policy_next(found.answer),
                "inputs": figures_of(asked) | {"mineral": found.answer.mineral},
                "newest_state": found.answer.newest,
                "tables": records([measures, turns, *stated]),
                "receipts": {turns.key: receipts},
                "receipt_inputs": cells.figures(),
                "sources": [source_figures(source) for source in found.answer.sources],
            }
        )
        return 0
    print(say.policy_found(found.answer))
    print(say.policy_next(found.answer))
    print_table(measures.frame()[SHOWN])
    for table in stated:
        print(f"\n{table.title}")
        print_table(table.frame().drop(columns=["Link", "Caveat", "Document"]))
    for source in found.answer.sources:
        print(f"source: {source.line}")
    return 0
