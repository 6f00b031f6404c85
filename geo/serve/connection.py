"""Connections: how long one may stay silent, and how many fit into the files that this process may open.

Each connection is an open file, each visit three more (the platform keeps an event loop for it). Where no file is left,
nothing works any more until the server is started again; so the limit is raised as far as the system lets us, and what
would go beyond it is answered with a sentence.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator
from typing import Any

from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

with contextlib.suppress(ImportError):  # Windows has no such limit
    import resource

REQUEST_S = 20.0
"""A connection on which no whole request has come for so long is closed; a browser opens some ahead of need."""
MOST_FILES = 65_536
"""The limit is not raised further: more visitors than that are not the trouble then."""
_MAC_FILES = 10_240
"""What macOS allows, although its hard limit is none."""
FILES_PER_VISIT = 4
"""The websocket, and three of the platform's event loop."""
FILES_PER_GONE = 3
FILES_FOR_LOADING = 2
"""Connections that a visitor's browser has open beside, as long as the page loads."""
RESERVE = 32
"""Files for what is opened for a moment: tables, modules, connections that are about to be refused."""
_no_room = PlainTextResponse(
    "The server has no room for more connections; wait a moment, then reload.",
    503,
    {"Retry-After": "5", "Connection": "close", "Cache-Control": "no-store"},
)


def raise_limit() -> int:
    """Raise the number of files that this process may open as far as it may; return it."""
    if "resource" not in globals():
        return MOST_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (MOST_FILES, _MAC_FILES):
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft == resource.RLIM_INFINITY or soft >= allowed:
            break
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
    return MOST_FILES if soft == resource.RLIM_INFINITY else soft


def open_files() -> int:
    """Return how many files this process has open; zero where the system does not tell."""
    with contextlib.suppress(OSError):
        return len(os.listdir("/dev/fd"))  # noqa: PTH208 - names alone; a path would be looked at each
    return 0


class Room:
    """How many visits and connections there is room for.

    Attributes
    ----------
    limit
        Files that this process may open.
    used
        Files that it has open before the first visit.
    visits
        Visits that are open now.
    """

    def __init__(self, limit: int, used: int = 0) -> None:
        self.limit, self.used, self.visits = limit, used, 0

    @property
    def kept_sessions(self) -> int:
        """How many visits whose browser has gone are kept for its return: a wifi that was away."""
        return max(4, min(64, self.limit // 16))

    @property
    def _free(self) -> int:
        return self.limit - self.used - RESERVE - FILES_PER_GONE * self.kept_sessions

    @property
    def visits_at_most(self) -> int:
        """How many visits may be open at once; at least one, or the server would be none."""
        return max(1, self._free // (FILES_PER_VISIT + FILES_FOR_LOADING))

    def is_full(self) -> bool:
        """Return whether one more visit would be too many."""
        return self.visits >= self.visits_at_most

    def connections_at_most(self) -> int:
        """How many connections may be open at once, those of the visits among them."""
        return max(FILES_FOR_LOADING, self._free - (FILES_PER_VISIT - 1) * self.visits)

    @contextlib.contextmanager
    def visit(self) -> Iterator[None]:
        """Count a visit as long as it lasts."""
        self.visits += 1
        try:
            yield
        finally:
            self.visits -= 1


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, but a silent connection is closed and one too many is refused."""

    room: Room
    """Set on the class that `protocol_with` makes."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._silence: asyncio.TimerHandle | None = None
        self._is_lost = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request; where there is no room even without the connections that rest, only to say so."""
        super().connection_made(transport)
        if self._beyond() > 0:
            self._close_resting()
        if self._beyond() > RESERVE // 2:
            transport.abort()
            return
        if self._beyond() > 0:
            self.app = _no_room
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take in a piece of a request."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._is_lost = True
        self._watch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Start the clock if a request is awaited, stop it if one is being answered or the connection is another's."""
        is_upgraded = self not in self.connections
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if self._is_lost or is_upgraded or is_answering:
            if self._silence is not None:
                self._silence.cancel()
                self._silence = None
        elif self._silence is None:
            self._silence = self.loop.call_later(REQUEST_S, self._give_up)

    def _give_up(self) -> None:
        self._silence = None
        if not self.transport.is_closing():
            self.transport.abort()

    def _beyond(self) -> int:
        return len(self.connections) - self.room.connections_at_most()

    def _close_resting(self) -> None:
        """Close the connections that only rest until the browser's next request."""
        for each in list(self.connections):
            if isinstance(each, PatientProtocol) and each.timeout_keep_alive_task is not None:
                each.timeout_keep_alive_handler()


def protocol_with(room: Room) -> type[PatientProtocol]:
    """Return the protocol of connections that find their place in `room`."""
    return type("PatientProtocolWithRoom", (PatientProtocol,), {"room": room})
