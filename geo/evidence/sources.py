"""Editions by their code."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.figure.file import csv_of
from geo.figure.release import LeftOut, released, sources_in
from geo.figure.source import Source
from geo.remembered import remembered
from geo.schema.policy_codes import Release
from geo.schema.tables_reference import SOURCE
from geo.store.database import Atlas
from geo.store.queries_source import editions, table


@remembered
def all_sources(atlas: Atlas) -> tuple[Source, ...]:
    """Return every edition, by publisher."""
    return tuple(
        Source(**{str(name): value for name, value in row.items()} | {"release": Release(row["release"])})
        for row in editions(atlas).to_dict("records")
    )


def released_table(atlas: Atlas, name: str) -> tuple[pd.DataFrame, tuple[LeftOut, ...]]:
    """Return the rows of a whole table or view that may leave, and what is left out; raises SelectionError if it is unknown."""
    frame = table(atlas, name)
    # The list of editions describes them, it holds none of their rows.
    return (frame, ()) if name == SOURCE.name else released(frame, sources_in(frame, all_sources(atlas)))


def whole_csv(atlas: Atlas, name: str) -> bytes:
    """Return the rows of a whole table or view that may leave as a file, with credit and what is left out on top."""
    rows, left = released_table(atlas, name)
    cited = () if name == SOURCE.name else sources_in(rows, all_sources(atlas))
    credit = [*(source.credit for source in cited), *(each.line for each in left)]
    return csv_of(rows, name, atlas.hash, credit)


def sources_of(atlas: Atlas, source_ids: Iterable[str]) -> tuple[Source, ...]:
    """Return the editions named, each once, by publisher."""
    wanted = set(source_ids)
    return tuple(source for source in all_sources(atlas) if source.source_id in wanted)
