"""The one place where answers are kept: what was worked out from a database is there for everybody who asks again.

What is kept lives in the `Memory` of the open database that it was worked out from, so the database, named by the hash
of its inputs, is a part of every key, and what is kept ends with it. Pages, command line and tests share the way.
Whoever is given a kept value shares it with all sessions and never changes it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

MOST = 512
"""Results of one function that are kept, those asked for last; most are a few kilobytes."""

P = ParamSpec("P")
T = TypeVar("T")


class Memory:
    """What was made from one database, by what made it and from which arguments; safe to use from many threads."""

    def __init__(self) -> None:
        self._shelves: dict[Hashable, OrderedDict[Hashable, Future[object]]] = {}
        self._lock = Lock()

    def once(self, what: Hashable, key: Hashable, make: Callable[[], T], most: int = MOST) -> T:
        """Return what `make` returns, made once for equal keys; who asks for it while it is made waits for it.

        Parameters
        ----------
        what
            What is made; keeps equal keys of different things apart.
        key
            Everything that the result depends on beside the database.
        make
            Makes it. What it raises is raised for all who wait, and not kept.
        most
            Results of this kind that are kept.
        """
        with self._lock:
            shelf = self._shelves.setdefault(what, OrderedDict())
            found = shelf.get(key)
            is_new = found is None
            if found is None:
                found = shelf[key] = Future()
                if len(shelf) > most:
                    shelf.popitem(last=False)
            else:
                shelf.move_to_end(key)
        if is_new:
            self._fill(shelf, key, found, make)
        return cast("T", found.result())

    def _fill(
        self,
        shelf: OrderedDict[Hashable, Future[object]],
        key: Hashable,
        place: Future[object],
        make: Callable[[], object],
    ) -> None:
        try:
            place.set_result(make())
        except BaseException as exc:
            with self._lock:
                if shelf.get(key) is place:
                    del shelf[key]
            place.set_exception(exc)
            raise


class HasMemory(Protocol):
    """An open database, or what was made from one and carries its memory on."""

    @property
    def memory(self) -> Memory:
        """Where results are kept."""
        ...


H = TypeVar("H", bound=HasMemory)


def remembered(make: Callable[Concatenate[H, P], T], *, most: int = MOST) -> Callable[Concatenate[H, P], T]:
    """Return `make`, with its results kept in the memory of its first argument; the others must be hashable.

    ``__wrapped__`` of the result is `make` itself, for who wants a fresh reading.
    """

    @wraps(make)
    def once(holder: H, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(kwargs.items()))
        return holder.memory.once(make, key, lambda: make(holder, *args, **kwargs), most)

    return once
