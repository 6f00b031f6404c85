"""The app as it is served: Streamlit's, behind the gate, warm before the first visit.

Four things that the platform does by default are put right here, each measured:

* On a fresh server the first visit straight to a page goes through the old discovery of the ``pages`` folder and
  shows no shared bar. Switching that discovery off makes a deep link look like any other visit.
* It runs a full garbage collection after every script run. That is switched off in ``.streamlit/config.toml``; the
  start-up heap is frozen, so that Python's own collector has little to walk.
* Its socket collects small packets until the browser has confirmed the last ones: 40 ms in every run. The server
  here listens on a socket of its own.
* A file in the user's home folder may open it to other sites; what that file may not decide is decided here.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import pkgutil
import socket
import threading
from collections.abc import AsyncIterator, Iterator

import streamlit as st
import uvicorn
from starlette.middleware import Middleware

import geo.topics
import geo.ui
from geo.serve.connection import Room, open_files, protocol_with, raise_limit
from geo.serve.gate import Gate
from geo.serve.headers import SecurityHeaders, content_security_policy
from geo.serve.page import page, script_hashes
from geo.serve.place import HOST, Place
from geo.serve.visitors import NotedQuestions, Visitors
from geo.settings import PROJECT
from geo.topics import TOPICS
from geo.ui import cache
from geo.ui.platform import App, decide, leave_pages_alone
from geo.ui.read_ahead import read_ahead

QUIETEST_BROWSER_S = 30
"""How long a browser may leave a sign of life unanswered before its connection is given up."""


def platform_options(place: Place) -> dict[str, object]:
    """Return the options of the platform that neither a file in the home folder nor the environment may decide."""
    return {
        "server.address": HOST,
        "server.port": place.port,
        "server.baseUrlPath": place.base_path.strip("/"),
        "server.allowedHosts": list(place.names),
        "server.enableCORS": True,
        "server.corsAllowedOrigins": [],
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.scriptHealthCheckEnabled": False,
        # Found before the platform asks anybody for the address of this machine.
        "browser.serverAddress": place.names[-1],
        "browser.gatherUsageStats": False,
        "global.developmentMode": False,
        "client.showErrorDetails": "none",
    }


def make_app(place: Place, room: Room, visitors: Visitors) -> st.App:
    """Return the app as browsers reach it at `place`; options of the platform are set."""
    decide(platform_options(place))
    leave_pages_alone()
    html = page(place.base_path)

    @contextlib.asynccontextmanager
    async def warm_start(_app: st.App) -> AsyncIterator[None]:
        with warm(visitors):
            room.used = open_files()
            yield

    return App(
        str(PROJECT / "app.py"),
        kept_sessions=room.kept_sessions,
        lifespan=warm_start,
        middleware=[
            Middleware(SecurityHeaders, policy=content_security_policy(place, script_hashes(html))),
            Middleware(Gate, place=place, page=html, room=room),
            Middleware(NotedQuestions, visitors=visitors),
        ],
    )


@contextlib.contextmanager
def warm(visitors: Visitors) -> Iterator[None]:
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
    reader = threading.Thread(target=_read_ahead, args=(over, visitors), name="read ahead", daemon=True)
    reader.start()
    yield
    over.set()
    reader.join()


def _read_ahead(over: threading.Event, visitors: Visitors) -> None:
    read_ahead(TOPICS, lambda: is_over(over, visitors))
    gc.freeze()


def is_over(over: threading.Event, visitors: Visitors) -> bool:
    """Wait until no visitor has asked for a while or the server ends; return whether it does."""
    while not over.is_set() and (unrest_s := visitors.unrest_s()) > 0:
        over.wait(unrest_s)
    return over.is_set()


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, whose connections send small packets without waiting.

    asyncio switches the waiting off where the protocol is named, which the sockets of Streamlit (seen in 1.67) and of
    uvicorn (Kludex/uvicorn#3149) leave open.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound


def serve(place: Place) -> None:
    """Answer browsers at `place`, until the process is told to end."""
    room = Room(raise_limit())
    config = uvicorn.Config(
        make_app(place, room, Visitors()),
        log_level="warning",
        server_header=False,
        http=protocol_with(room),
        ws="websockets-sansio",
        # As many at a time as there are files in reserve, or a crowd would take the last one before it can be refused.
        backlog=min(2048, max(16, room.limit // 16)),
        # A browser that draws a large map on a slow machine is silent for long, and is not gone.
        ws_ping_interval=QUIETEST_BROWSER_S,
        ws_ping_timeout=QUIETEST_BROWSER_S,
        # On one machine compressing costs more than sending.
        ws_per_message_deflate=False,
    )
    with bound_socket(HOST, place.port) as bound:
        uvicorn.Server(config).run(sockets=[bound])
