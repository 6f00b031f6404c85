"""The command of a topic that has none of its own: its settings as options, its sentence and tables as output."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import Any

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json
from geo.command.settings import add_settings, asked_by_arguments
from geo.errors import SelectionError, quote
from geo.figure.column import records
from geo.figure.file import as_csv
from geo.figure.setting import figures_of
from geo.figure.written import Inputs
from geo.store.database import Atlas
from geo.view.topic import Face, Topic


def register(commands: Commands, topic: Topic) -> None:
    """Add the command of a topic with a face; one without has nothing to print."""
    face = topic.face
    if face is None:
        return
    example = f"nearshore {topic.name} --mineral cobalt --stage refined --json"
    run = partial(_run, face)
    parser = add_answer(commands, topic.name, topic.summary, example=example, run=run)
    add_settings(parser, face.question)
    add_json(parser)
    parser.add_argument("--csv", metavar="TABLE", help="print one table as CSV, with its sources on top")


def _run(face: Face[Any, Any], atlas: Atlas, arguments: argparse.Namespace) -> int:
    question = asked_by_arguments(face.question, arguments)
    answer = face.answer(atlas, question)
    found = {table.key: table for table in face.tables(answer)}
    if arguments.csv is not None:
        if arguments.csv not in found:
            raise SelectionError(f"table {quote(arguments.csv)} is not known; use one of: {', '.join(found)}")
        table = found[arguments.csv]
        sys.stdout.write(as_csv(table.frame(), table.title, table.sources, atlas.hash).decode("utf-8"))
        return 0
    if arguments.json:
        cells = Inputs()
        receipts = {key: [cells.row(table.receipts(row)) for row in table.rows] for key, table in found.items()}
        print_json(
            {
                "sentence": face.sentence(answer),
                "inputs": figures_of(question),
                "tables": records(found.values()),
                "receipts": receipts,
                "receipt_inputs": cells.figures(),
            }
        )
        return 0
    print(face.sentence(answer))
    for table in found.values():
        print(f"\n{table.title}")
        print_table(table.frame())
    for source in dict.fromkeys(source for table in found.values() for source in table.sources):
        print(f"source: {source.line}")
    return 0
