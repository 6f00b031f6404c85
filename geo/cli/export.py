"""``nearshore export``: a whole table as a file, with a second file that names the sources of its rows."""

from __future__ import annotations

import argparse
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from geo.cli.database import ready_atlas
from geo.command.output import ReaderGoneError, progress
from geo.command.parser import Commands, add_command, checked, one_of
from geo.errors import SelectionError, unwritable
from geo.evidence.sources import released_table
from geo.figure.release import LeftOut
from geo.schema.files import write_whole
from geo.schema.policy_codes import Release
from geo.settings import expanded
from geo.store.database import Atlas
from geo.store.queries_source import DOWNLOADS, editions

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
    parser.add_argument(
        "--out", type=checked(expanded), metavar="FILE", help="default: NAME.csv or NAME.parquet in this folder"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the table and its sources; print what was written."""
    target: Path = arguments.out or Path(f"{arguments.table}.{arguments.format}")
    is_file = _is_file_to_be(target)
    atlas = ready_atlas()
    rows, left = released_table(atlas, arguments.table)
    _write(target, lambda path: _save(rows, path, arguments.format), is_file=is_file)
    if not is_file:
        progress(f"{target}: {len(rows):,} rows; a file has its sources written beside it, this is none")
        for each in left:
            progress(each.line)
        return 0
    print(f"{target}: {len(rows):,} rows")
    for each in left:
        print(each.line)
    if "source_id" in rows.columns:
        _write_sources(atlas, rows, left, target)
    else:
        progress(f"{arguments.table} has no source_id; its rows are decisions and names of this project")
    return 0


def _is_file_to_be(target: Path) -> bool:
    """Return whether `target` is a file or can become one; False for a pipe or a device, which is written straight.

    Raises
    ------
    SelectionError
        If it is a folder.
    EnvironmentFaultError
        If its folder is not there or cannot be looked into.
    """
    try:
        mode = target.stat().st_mode if target.exists() else 0
        target.parent.stat()
    except OSError as exc:
        raise unwritable(target.parent, exc) from exc
    if stat.S_ISDIR(mode):
        raise SelectionError(f"--out {target} is a folder; name a file in it")
    return mode == 0 or stat.S_ISREG(mode)


def _write_sources(atlas: Atlas, rows: pd.DataFrame, left: Sequence[LeftOut], target: Path) -> None:
    """Write the editions of the rows, and those whose rows are left out with their number and the reason."""
    known = editions(atlas)
    counts = {each.source.source_id: each.rows for each in left}
    named = known[known["source_id"].isin([*rows["source_id"], *counts])]
    named = named.assign(
        rows_left_out=[counts.get(code, 0) for code in named["source_id"]],
        release=[Release(code).label for code in named["release"]],
    )
    sources = target.with_name(f"{target.stem}.sources.csv")
    _write(sources, lambda path: named.to_csv(path, index=False), is_file=True)
    print(f"{sources}: {len(named):,} sources")


def _save(rows: pd.DataFrame, path: Path, kind: str) -> None:
    if kind == "csv":
        rows.to_csv(path, index=False)
    else:
        rows.to_parquet(path, index=False, compression="zstd")


def _write(target: Path, save: Callable[[Path], None], *, is_file: bool) -> None:
    if is_file:
        # Where the name is a link, the file that it leads to is replaced.
        write_whole(target.resolve(), save)
        return
    try:
        save(target)
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as exc:
        raise unwritable(target.parent, exc) from exc
