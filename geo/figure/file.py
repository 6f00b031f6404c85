"""Tables as files that say what they are: title, database and sources stand on top."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.figure.release import released
from geo.figure.source import Source

SHOWN_HASH = 12
"""Digits of the database's hash that are printed."""


def csv_of(frame: pd.DataFrame, title: str, database: str, credit: Iterable[str] = ()) -> bytes:
    """Return `frame` as CSV below its title, the hash of the database and lines of credit, all of them behind ``#``."""
    head = [f"# {title}", f"# Nearshore Atlas, database {database[:SHOWN_HASH]}", *(f"# {line}" for line in credit)]
    return ("\n".join(head) + "\n" + frame.to_csv(index=False, lineterminator="\n")).encode("utf-8")


def as_csv(frame: pd.DataFrame, title: str, sources: Iterable[Source], database: str) -> bytes:
    """Return the rows of `frame` that may leave as CSV; lines that begin with ``#`` carry title, hash of the database, sources, and what is left out with the reason."""
    behind = tuple(sources)
    rows, left = released(frame, behind)
    credit = [source.credit for source in behind if source.release.may_leave]
    return csv_of(rows, title, database, [*credit, *(each.line for each in left)])
