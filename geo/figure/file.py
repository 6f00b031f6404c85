"""Tables as files that say what they are: title, database and sources stand on top."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.figure.source import Source

SHOWN_HASH = 12
"""Digits of the database's hash that are printed."""


def as_csv(frame: pd.DataFrame, title: str, sources: Iterable[Source], database: str) -> bytes:
    """Return `frame` as CSV; lines that begin with ``#`` carry title, hash of the database and sources."""
    head = [f"# {title}", f"# Nearshore Atlas, database {database[:SHOWN_HASH]}"]
    head += [f"# Source: {source.line} {source.url}" for source in sources]
    return ("\n".join(head) + "\n" + frame.to_csv(index=False, lineterminator="\n")).encode("utf-8")
