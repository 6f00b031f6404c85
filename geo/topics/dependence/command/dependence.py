"""``nearshore dependence``: every figure of the Dependence page with its inputs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json
from geo.command.settings import add_settings, asked_by_arguments
from geo.evidence.geography import load_geography
from geo.figure.setting import figures_of
from geo.model.interval import NoData
from geo.store.database import Atlas
from geo.topics.dependence.answer.dependence import Dependence, dependence, load_facts, load_world
from geo.topics.dependence.command.figures import dependence_figures
from geo.topics.dependence.command.receipts import dependence_receipts
from geo.topics.dependence.figures.columns import Asked
from geo.topics.dependence.question import Question
from geo.topics.dependence.words import without_tonnes
from geo.view import words


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_answer(
        commands,
        "dependence",
        "Who holds a mineral, how exposed importers are, and what the roster changes.",
        example="nearshore dependence --mineral cobalt --stage refined --importer europe --json",
        run=run,
    )
    add_settings(parser, Question, leave_out=["region"], required=["mineral", "stage"])
    add_json(parser)


def run(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print the figures."""
    geography = load_geography(atlas)
    world = load_world(atlas)
    question = asked_by_arguments(Question, arguments)
    facts = load_facts(
        atlas, question.mineral, question.stage, year=question.year, hs6=question.hs, publisher=question.publisher
    )
    answer = dependence(facts, world, geography, question)
    asked = Asked(atlas, answer, world.governance_year, world.sources)
    figures = dependence_figures(asked) | {"settings": figures_of(question)}
    if arguments.json:
        print_json(figures | dependence_receipts(asked))
    else:
        _print(answer, figures)
    return 0


def _print(answer: Dependence, figures: Mapping[str, Any]) -> None:
    facts = answer.facts
    print(f"{words.at_start(facts.goods)}, roster {answer.roster.name}, importer {answer.importer.name}")
    output = figures["output"]
    if "no_data" in output:
        print(f"output: no data: {output['no_data']}")
    else:
        for name in ("period", "hhi_low", "hhi_high", "top1", "top1_share", "top3_share"):
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
    if not isinstance(answer.imports, NoData) and (lack := without_tonnes(answer.imports)):
        print(lack)
    row = next((row for row in figures["next_members"]["rows"] if row["mineral"] == facts.mineral), None)
    if row is not None:
        print("what each possible next member would add to the roster's share of world output")
        print_table(pd.DataFrame(row["gains"])[["code", "name", "low", "high"]])
    print_table(pd.DataFrame(figures["limits"]["gauges"])[["limit", "target", "state", "country", "no_data"]])
    for source in figures["sources"]:
        print(f"source: {source['citation']} ({source['licence']})")
