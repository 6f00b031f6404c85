"""``nearshore agreement``: our figures beside those that publishers print themselves."""

from __future__ import annotations

import argparse
from typing import Any

import pandas as pd

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json
from geo.evidence.agreement import Agreement, agreement
from geo.figure.source import source_figures
from geo.model.agreement import Comparison, Verdict
from geo.store.database import Atlas
from geo.topics.method.figures.agreement import comparisons_table


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_answer(
        commands,
        "agreement",
        "Compare our figures with those that publishers print themselves; failures are listed, not hidden.",
        example="nearshore agreement --json",
        run=run,
    )
    add_json(parser)


def run(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print the counts and the failures, or every comparison as JSON; a failure is a finding, not a fault."""
    found = agreement(atlas)
    figures = agreement_figures(found)
    if arguments.json:
        print_json(figures)
        return 0
    print_table(pd.DataFrame([{"family": family} | counts for family, counts in figures["counts"].items()]))
    print()
    for row in found.failures:
        print(f"fail  {row.subject}: ours {own(row)}, published {row.published_text} ({row.unit})")
    for source in found.sources:
        print(f"source: {source.line}")
    return 0


def own(row: Comparison) -> str:
    """Return our value, with both ends where it is an interval."""
    low = f"{row.ours:,.6g}"
    return low if row.ours_to is None else f"{low} to {row.ours_to:,.6g}"


def agreement_figures(found: Agreement) -> dict[str, Any]:
    """Return counts and rows, failures first; an open end of a published bound is None."""
    rest = [row for row in found.rows if row.verdict is not Verdict.FAIL]
    return {
        "counts": {
            family.value: {verdict.value: count for verdict, count in counts.items()}
            for family, counts in found.counts.items()
        },
        "rows": comparisons_table((*found.failures, *rest), "rows", "").figures(),
        "sources": [source_figures(source) for source in found.sources],
    }
