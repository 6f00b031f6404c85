"""``nearshore check``: what came out of the build, and what is wrong with it."""

from __future__ import annotations

import argparse

import pandas as pd

from geo.build.check import Finding, Severity, findings, table_summary
from geo.cli.database import ready_atlas
from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_command, add_json
from geo.errors import DataContractError
from geo.schema import TABLES
from geo.settings import load_settings
from geo.store.queries_source import coverage_matrix, table


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "check",
        "Print rows, years, countries and largest values per table, findings by severity and the coverage matrix; "
        "exit code 1 on errors.",
        example="nearshore check --json",
        run=run,
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 1 if there is an error."""
    try:
        atlas = ready_atlas()
    except DataContractError as exc:
        broken = [Finding(Severity.ERROR, "contract", text) for text in exc.findings]
        return _print(arguments, pd.DataFrame(), broken, pd.DataFrame())
    tables = {entry.name: table(atlas, entry.name) for entry in TABLES}
    found = findings(tables, load_settings().basemap)
    return _print(arguments, table_summary(tables), found, coverage_matrix(atlas))


def _print(arguments: argparse.Namespace, tables: pd.DataFrame, found: list[Finding], coverage: pd.DataFrame) -> int:
    counts = {severity.value: sum(finding.severity is severity for finding in found) for severity in Severity}
    if arguments.json:
        rows = [{"severity": finding.severity.value, "rule": finding.rule, "text": finding.text} for finding in found]
        print_json({"tables": tables, "counts": counts, "findings": rows, "coverage": coverage})
    else:
        _print_words(tables, found, coverage, counts)
    return 1 if counts[Severity.ERROR] else 0


def _print_words(tables: pd.DataFrame, found: list[Finding], coverage: pd.DataFrame, counts: dict[str, int]) -> None:
    for frame, title in ((tables, "Tables"), (coverage, "Coverage by mineral")):
        if not frame.empty:
            print(f"\n{title}")
            print_table(frame)
    print("\nFindings: " + ", ".join(f"{count} {severity}" for severity, count in counts.items()))
    for finding in found:
        print(f"  {finding.severity.value:<8}{finding.rule}: {finding.text}")
