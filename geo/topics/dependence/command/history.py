"""``nearshore trade-years``: who sold to an importer in every year held, in one edition of the HS throughout."""

from __future__ import annotations

import argparse

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json
from geo.command.settings import add_settings, asked_by_arguments
from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.trade import codes_of, not_a_code
from geo.figure.column import records
from geo.figure.source import source_figures
from geo.figure.written import Inputs
from geo.model.interval import NoData
from geo.store.database import Atlas
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.history import history
from geo.topics.dependence.answer.importer import importer_named
from geo.topics.dependence.figures.history import HistoryAsked, followed_table, years_table
from geo.topics.dependence.figures.other_trade import other_trade_tables
from geo.topics.dependence.question import Question


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_answer(
        commands,
        "trade-years",
        "Who sold a mineral to an importer in every year held, and export measures with the trade before and after.",
        example="nearshore trade-years --mineral rare_earths --stage intermediate --importer JPN --json",
        run=run,
    )
    add_settings(
        parser,
        Question,
        leave_out=["region", "year", "origin", "candidates", "set"],
        required=["mineral", "stage", "importer"],
    )
    add_json(parser)


def run(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print the years and what followed each measure.

    Raises
    ------
    SelectionError
        If the importer or the code is unknown, or no series is held.
    """
    question = asked_by_arguments(Question, arguments)
    geography = load_geography(atlas)
    importer = importer_named(geography, geography.roster(question.roster), question.importer)
    codes = codes_of(atlas, question.mineral, question.stage)
    if question.hs is not None and question.hs not in {code.hs6 for code in codes}:
        raise SelectionError(not_a_code(question.hs, question.mineral, question.stage, codes))
    found = history(atlas, question.mineral, question.stage, importer, question.hs)
    if isinstance(found, NoData):
        raise SelectionError(found.reason)
    asked = HistoryAsked(found, geography.names)
    years, followed = years_table(asked), followed_table(asked)
    others = other_trade_tables(atlas, question.mineral)
    sentence = say.over_the_years(found, geography.names, found.years[-1].year)
    if arguments.json:
        cells = Inputs()
        receipts = [cells.row(years.receipts(row)) for row in years.rows]
        print_json(
            {
                "sentence": sentence,
                "importer": importer.code,
                "hs6": found.code.hs6,
                "edition": found.newest.nomenclature,
                "tables": records([years, followed, *others]),
                "receipts": {years.key: receipts},
                "receipt_inputs": cells.figures(),
                "sources": [source_figures(source) for source in found.sources],
            }
        )
        return 0
    print(sentence)
    print(asked.title())
    print_table(years.frame())
    if followed.rows:
        print_table(followed.frame())
    for table in others:
        print(table.title)
        print_table(table.frame())
    for source in found.sources:
        print(f"source: {source.line}")
    return 0
