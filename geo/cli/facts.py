"""``nearshore facts``: fact tables from publishers' files, and a user's own trade download."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import pandas as pd

from geo.command.output import print_json, print_table, progress
from geo.command.parser import Commands, add_command, add_json, checked
from geo.errors import SelectionError
from geo.facts.pipeline import STEP_NAMES, list_sums, run_pipeline
from geo.facts.trade_user import load_user_archive
from geo.settings import expanded, load_settings

ROWS_PER_LINE = 1_000_000
"""A line of progress is printed each time this many rows of an archive have been read."""


def register(commands: Commands) -> None:
    """Add the command and its sub-command for a BACI download."""
    parser = add_command(
        commands,
        "facts",
        "Write the fact tables from the publishers' files, or load your own BACI download.",
        example="nearshore facts --raw ../shared/raw --only trade\n  nearshore facts baci BACI_HS17_V202601.zip",
        run=run,
    )
    parser.add_argument("--raw", type=checked(expanded), metavar="DIR", help="folder of the publishers' files")
    parser.add_argument("--only", choices=STEP_NAMES, help="run one step on the facts of the steps before it")
    kinds = parser.add_subparsers(metavar="[baci PATH | sums [TABLE ...]]")
    baci = add_command(
        kinds,
        "baci",
        "Load an official BACI archive (zip, folder or the csv of one year); it takes the place of the bundled sample. "
        "Remove the folder data/user to have the sample back.",
        example="nearshore facts baci BACI_HS17_V202601.zip",
        run=run_baci,
    )
    baci.add_argument(
        "path", type=checked(expanded), metavar="PATH", help="the publisher's zip, its folder, or a yearly csv"
    )
    add_json(baci)
    sums = add_command(
        kinds,
        "sums",
        "List the fact files anew (data/facts/SHA256SUMS) after a change that you made on purpose; the steps that write "
        "facts do it themselves. A build refuses a file that is not as listed.",
        example="nearshore facts sums country",
        run=run_sums,
    )
    sums.add_argument("tables", nargs="*", metavar="TABLE", help="tables to list anew; all without a name")


def run(arguments: argparse.Namespace) -> int:
    """Run the pipeline."""
    if arguments.raw is None:
        raise SelectionError(
            "no folder of publishers' files given; use --raw DIR, or 'facts baci PATH' for trade of your own"
        )
    settings = load_settings()
    run_pipeline(arguments.raw.resolve(), settings, only=arguments.only, report=progress)
    print(f"facts in {settings.facts}; run 'nearshore build' next")
    return 0


def run_sums(arguments: argparse.Namespace) -> int:
    """Write the list of sums and print which files it names anew."""
    settings = load_settings()
    for name in list_sums(settings, arguments.tables):
        print(settings.facts / name)
    return 0


def run_baci(arguments: argparse.Namespace) -> int:
    """Load the archive and print what was kept of each year."""
    settings = load_settings()
    summary = load_user_archive(arguments.path, settings, _row_counter())
    years = pd.DataFrame([{name: getattr(year, name) for name in year.__slots__} for year in summary.years])
    if arguments.json:
        head = {"source_id": summary.source_id, "nomenclature": summary.nomenclature, "version": summary.version}
        codes = {name: list(getattr(summary, name)) for name in ("taken", "without_rows", "of_other_editions")}
        print_json({**head, "years": years, "codes": codes, "cautions": list(summary.cautions)})
        return 0
    print_table(years)
    print(
        f"{len(summary.taken)} codes taken from {summary.nomenclature} V{summary.version}: {', '.join(summary.taken)}"
    )
    if summary.without_rows:
        print(f"{len(summary.without_rows)} codes of this app have no row in it: {', '.join(summary.without_rows)}")
    if summary.of_other_editions:
        print(f"{len(summary.of_other_editions)} codes of this app are of other HS editions and were not looked for")
    for caution in summary.cautions:
        print(f"note: {caution}")
    print(f"{summary.source_id} in {settings.user}; run 'nearshore build' next")
    return 0


def _row_counter() -> Callable[[str, int], None]:
    told: dict[str, int] = {}

    def tell(name: str, rows: int) -> None:
        if rows // ROWS_PER_LINE > told.get(name, -1):
            told[name] = rows // ROWS_PER_LINE
            progress(f"  {name}: {rows:,} rows read")

    return tell
