"""The server: Streamlit's app with security headers, without a forced collection after each run.

Five things that the platform does by default are put right here, each measured:

* It sends no security headers. The policy below lets the page talk to its own host only, so that nothing can leave
  the machine even by mistake.
* To a page of another site that wants to connect it says no, but asks a host on the internet for the address of this
  machine first.
* On a fresh server the first visit straight to a page goes through the old discovery of the ``pages`` folder and
  shows no shared bar. Switching that discovery off makes a deep link look like any other visit.
* It runs a full garbage collection after every script run. That is switched off in ``.streamlit/config.toml``; the
  start-up heap is frozen, so that Python's own collector has little to walk.
* Its socket collects small packets until the browser has confirmed the last ones: 40 ms in every run. The server
  here listens on a socket of its own.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import math
import pkgutil
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st
import uvicorn
from starlette.middleware import Middleware

import geo.topics
import geo.ui
from geo.settings import PROJECT
from geo.topics import TOPICS
from geo.ui import cache
from geo.ui.platform import leave_pages_alone
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


POLICY_VIOLATION = 1008
"""Code of a refused connection (RFC 6455)."""
QUIETEST_BROWSER_S = 30
"""How long a browser may leave a sign of life unanswered before its connection is given up."""
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


class OwnPagesOnly:
    """ASGI middleware that refuses the connection of another site's page.

    The platform refuses it too, but first asks a host on the internet for the address of this machine, and lets every
    visitor wait meanwhile (streamlit/streamlit#7721, seen in 1.67).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no connection, names no site, or comes from one of ours."""
        origins = [value for name, value in scope.get("headers", ()) if name == b"origin"]
        if scope["type"] == "websocket" and not all(_is_own(origin.decode("latin-1")) for origin in origins):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        await self.app(scope, receive, send)


def _is_own(origin: str) -> bool:
    try:
        return urlsplit(origin).hostname in st.get_option("server.allowedHosts")
    except ValueError:  # no address at all
        return False


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
    for package in (geo.ui, geo.topics):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    cache.warm_up()
    for topic in TOPICS:
        if topic.warm_up is not None:
            topic.warm_up(cache.atlas())
    gc.collect()
    gc.freeze()
    over = threading.Event()
    reader = threading.Thread(target=_read_ahead, args=(over,), name="read ahead", daemon=True)
    reader.start()
    yield
    over.set()
    reader.join()


def _read_ahead(over: threading.Event) -> None:
    read_ahead(TOPICS, lambda: is_over(over, VISITORS))
    gc.freeze()


def is_over(over: threading.Event, visitors: Visitors) -> bool:
    """Wait until no visitor has asked for a while or the server ends; return whether it does."""
    while not over.is_set() and (unrest_s := visitors.unrest_s()) > 0:
        over.wait(unrest_s)
    return over.is_set()


leave_pages_alone()

app = st.App(
    str(PROJECT / "app.py"),
    lifespan=warm_start,
    middleware=[Middleware(OwnPagesOnly), Middleware(SecurityHeaders), Middleware(NotedQuestions, visitors=VISITORS)],
)


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, whose connections send small packets without waiting.

    asyncio switches the waiting off where the protocol is named, which the sockets of Streamlit (seen in 1.67) and of
    uvicorn (Kludex/uvicorn#3149) leave open.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound


def serve(port: int) -> None:
    """Answer browsers on `port`, until the process is told to end."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        ws="websockets-sansio",
        # A browser that draws a large map on a slow machine is silent for long, and is not gone.
        ws_ping_interval=QUIETEST_BROWSER_S,
        ws_ping_timeout=QUIETEST_BROWSER_S,
        # On one machine compressing costs more than sending.
        ws_per_message_deflate=False,
    )
    with bound_socket(st.get_option("server.address"), port) as bound:
        uvicorn.Server(config).run(sockets=[bound])


if __name__ == "__main__":
    serve(int(sys.argv[1]))
