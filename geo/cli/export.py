"""``nearshore export``: a whole table as a file, with a second file that names the sources of its rows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from geo.cli.database import ready_atlas
from geo.command.output import progress
from geo.command.parser import Commands, add_command, one_of
from geo.errors import unwritable
from geo.store.database import Atlas
from geo.store.queries_source import DOWNLOADS, editions, table

FORMATS = ("csv", "parquet")


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "export",
        "Write a whole table or view as CSV or Parquet, and beside it the sources of its rows.",
        example="nearshore export --table primary_statistic --format csv --out cobalt.csv",
        run=run,
    )
    parser.add_argument(
        "--table",
        required=True,
        type=one_of(DOWNLOADS),
        metavar="NAME",
        help="a table of the data dictionary, e.g. mine",
    )
    parser.add_argument("--format", choices=FORMATS, default="csv", help="default: csv")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: NAME.csv or NAME.parquet in this folder")


def run(arguments: argparse.Namespace) -> int:
    """Write the table and its sources; print what was written."""
    atlas = ready_atlas()
    rows = table(atlas, arguments.table)
    target: Path = arguments.out or Path(f"{arguments.table}.{arguments.format}")
    _write(target, lambda path: _save(rows, path, arguments.format))
    print(f"{target}: {len(rows):,} rows")
    if "source_id" in rows.columns:
        _write_sources(atlas, rows, target)
    else:
        progress(f"{arguments.table} has no source_id; its rows are decisions and names of this project")
    return 0


def _write_sources(atlas: Atlas, rows: pd.DataFrame, target: Path) -> None:
    known = editions(atlas)
    named = known[known["source_id"].isin(rows["source_id"])]
    sources = target.with_name(f"{target.stem}.sources.csv")
    _write(sources, lambda path: named.to_csv(path, index=False))
    print(f"{sources}: {len(named):,} sources")


def _save(rows: pd.DataFrame, path: Path, kind: str) -> None:
    if kind == "csv":
        rows.to_csv(path, index=False)
    else:
        rows.to_parquet(path, index=False, compression="zstd")


def _write(target: Path, save: Callable[[Path], None]) -> None:
    try:
        save(target)
    except OSError as exc:
        raise unwritable(target.parent, exc) from exc
