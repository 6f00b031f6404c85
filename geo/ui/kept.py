"""What is made from answers for the screen (marks, rows, charts, editions), kept by what it was made from.

The answers themselves are kept in geo.ui.cache. All sessions share what is kept; a page never changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar, cast

from geo.answer.sources import sources_of
from geo.figure.source import Source
from geo.ui import cache

T = TypeVar("T")

REMEMBERED = 1024
"""Things kept, of all kinds together; the largest, a mineral's sites, is about a megabyte, most are a few kilobytes."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: Hashable
    make: Callable[[], object] = field(compare=False)


@lru_cache(maxsize=REMEMBERED)
def _made(wanted: _Wanted) -> object:
    return wanted.make()


def kept(what: str, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` returns, made once for equal keys.

    Parameters
    ----------
    what
        What is made; keeps equal keys of different things apart.
    key
        Everything that the result depends on beside the database: minerals, stages, layers, theme.
    make
        Makes it; must read nothing else.
    """
    return cast("T", _made(_Wanted((cache.atlas().hash, what, key), make)))


def editions(source_ids: Iterable[str]) -> tuple[Source, ...]:
    """Return the editions named, each once, by publisher."""
    wanted = frozenset(source_ids)
    return kept("editions", wanted, lambda: sources_of(cache.atlas(), wanted))
