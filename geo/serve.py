"""The server: Streamlit's app with security headers, without a forced collection after each run.

Four things that the platform does by default are put right here, each measured:

* It sends no security headers. The policy below lets the page talk to its own host only, so that nothing can leave
  the machine even by mistake.
* On a fresh server the first visit straight to a page goes through the old discovery of the ``pages`` folder and
  shows no shared bar. Switching that discovery off makes a deep link look like any other visit.
* It runs a full garbage collection after every script run. That is switched off in ``.streamlit/config.toml``; the
  start-up heap is frozen, so that Python's own collector has little to walk.
* Its socket collects small packets until the browser has confirmed the last ones: 40 ms in every run.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import math
import pkgutil
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

import geo.ui
from geo.settings import PROJECT
from geo.ui import cache, nearshoring_cache
from geo.ui.read_ahead import read_ahead

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
        "worker-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "frame-ancestors 'self'",
    ]
)

SECURITY_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
)


QUIET_S = 1.0
"""Nobody has asked for so long: no run is under way, and the next click is likely some seconds off."""


class SecurityHeaders:
    """ASGI middleware that adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to the start of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *SECURITY_HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def send_at_once() -> None:
    """Let the listening sockets of this process, and what they accept, send small packets without waiting.

    The platform opens its socket without naming the protocol, so asyncio does not do it. It hands the socket to
    nobody, hence the search; connections inherit the setting.
    """
    opened = [found for found in gc.get_objects() if type(found) is socket.socket and found.fileno() >= 0]
    for found in opened:
        is_internet = found.family in (socket.AF_INET, socket.AF_INET6)
        if is_internet and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Visitors:
    """When a browser last asked for something: what is read ahead must not take time from a person who waits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last_s = -math.inf

    def asked(self) -> None:
        """Note that somebody asked just now."""
        self._last_s = self._clock()

    def unrest_s(self) -> float:
        """Return the seconds that are left until nobody has asked for a while; zero or less if so already."""
        return self._last_s + QUIET_S - self._clock()


class NotedQuestions:
    """ASGI middleware that notes whenever a browser asks for something."""

    def __init__(self, app: ASGIApp, visitors: Visitors) -> None:
        self.app, self.visitors = app, visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; note what comes in."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def noted() -> Message:
            message = await receive()
            self.visitors.asked()
            return message

        await self.app(scope, noted, send)


VISITORS = Visitors()


@contextlib.asynccontextmanager
async def warm_start(_app: st.App) -> AsyncIterator[None]:
    """Load what every visitor needs before the first request is served, and the rest whenever nobody asks."""
    for module in pkgutil.iter_modules(geo.ui.__path__, "geo.ui."):
        importlib.import_module(module.name)
    cache.warm_up()
    nearshoring_cache.warm_up()
    send_at_once()
    gc.collect()
    gc.freeze()
    over = threading.Event()
    reader = threading.Thread(target=_read_ahead, args=(over,), name="read ahead", daemon=True)
    reader.start()
    yield
    over.set()
    reader.join()


def _read_ahead(over: threading.Event) -> None:
    read_ahead(lambda: is_over(over, VISITORS))
    gc.freeze()


def is_over(over: threading.Event, visitors: Visitors) -> bool:
    """Wait until no visitor has asked for a while or the server ends; return whether it does."""
    while not over.is_set() and (unrest_s := visitors.unrest_s()) > 0:
        over.wait(unrest_s)
    return over.is_set()


# Not public, hence one place and a browser test: the platform decides by this flag whether to discover pages itself.
PagesManager.uses_pages_directory = False

app = st.App(
    str(PROJECT / "app.py"),
    lifespan=warm_start,
    middleware=[Middleware(SecurityHeaders), Middleware(NotedQuestions, visitors=VISITORS)],
)
