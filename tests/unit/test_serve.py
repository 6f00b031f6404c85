"""What the server does beside the pages."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.web.server.starlette import starlette_server

from geo.serve.app import bound_socket, is_over, platform_options
from geo.serve.place import HOST, Place
from geo.serve.visitors import QUIET_S, NotedQuestions, Visitors
from geo.settings import PROJECT


async def accepted_nodelay(bound: socket.socket) -> int:
    """Return what TCP_NODELAY says on a connection that a server on `bound` has accepted."""
    found = asyncio.get_running_loop().create_future()

    class Asked(asyncio.Protocol):
        def connection_made(self, transport):
            found.set_result(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            transport.close()

    server = await asyncio.get_running_loop().create_server(Asked, sock=bound)
    with socket.create_connection(bound.getsockname()):
        nodelay = await found
    server.close()
    return nodelay


def test_connections_of_the_servers_own_socket_send_small_packets_at_once():
    assert asyncio.run(accepted_nodelay(bound_socket(HOST, 0)))


def test_the_need_for_an_own_socket_is_there():
    """The platform leaves the protocol open; once this fails, its own way of serving will do."""
    with starlette_server._bind_socket(HOST, 0, backlog=1) as plain:
        assert not asyncio.run(accepted_nodelay(plain))


def test_the_server_answers_on_this_machine_only():
    assert st.get_option("server.address") == HOST
    with bound_socket(HOST, 0) as bound:
        assert bound.family == socket.AF_INET
        assert bound.getsockname()[0] == "127.0.0.1"


def test_a_file_in_the_home_folder_decides_nothing_of_ours(tmp_path: Path):
    """As a person has it who opened another app to everybody."""
    place = Place(8501, "maps.example.org", "/atlas")
    ours = platform_options(place)
    other = {
        "server.baseUrlPath": "evil",
        "server.address": "0.0.0.0",
        "server.port": 1,
        "client.showErrorDetails": "full",
    }
    other |= {"server.allowedHosts": ["*"], "server.corsAllowedOrigins": ["https://evil.example"]}
    other |= {"browser.serverAddress": "evil.example"}
    other |= {name: not value for name, value in ours.items() if isinstance(value, bool)}
    assert set(other) == set(ours)
    lines = (f"{name} = {json.dumps(value)}" for name, value in other.items())
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    code = f"""
import json
import streamlit as st
from geo.serve.app import platform_options
from geo.serve.place import Place
from geo.ui.platform import decide
ours = platform_options({place!r})
decide(ours)
print(json.dumps({{name: st.get_option(name) for name in ours}}))
"""
    environment = os.environ | {"HOME": str(tmp_path), "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == ours


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Ending(threading.Event):
    """The end of the server; waiting for it lets the time pass."""

    def __init__(self, clock: Clock, meanwhile: list[Callable[[], None]]) -> None:
        super().__init__()
        self.clock, self.meanwhile = clock, meanwhile

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        assert timeout > 0
        self.clock.now_s += timeout
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return self.is_set()


def test_reading_ahead_starts_at_once_where_nobody_has_asked():
    clock = Clock()
    assert not is_over(Ending(clock, []), Visitors(clock))
    assert clock.now_s == 100.0


def test_reading_ahead_waits_until_nobody_has_asked_for_a_while():
    clock = Clock()
    visitors = Visitors(clock)
    visitors.asked()
    assert not is_over(Ending(clock, [visitors.asked, visitors.asked]), visitors)
    assert clock.now_s == pytest.approx(100.0 + 3 * QUIET_S)


def test_the_end_of_the_server_ends_the_wait():
    clock = Clock()
    visitors = Visitors(clock)
    visitors.asked()
    over = Ending(clock, [])

    def last_question_and_end() -> None:
        visitors.asked()
        over.set()

    over.meanwhile += [visitors.asked, last_question_and_end]
    assert is_over(over, visitors)
    assert clock.now_s == pytest.approx(100.0 + 2 * QUIET_S)


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_every_question_of_a_browser_is_noted_and_passed_on(kind):
    clock, passed = Clock(), []
    visitors = Visitors(clock)

    async def app(scope, receive, send):
        passed.append(await receive())

    async def receive():
        return {"type": f"{kind}.receive"}

    async def send(message):
        raise AssertionError(message)

    asyncio.run(NotedQuestions(app, visitors)({"type": kind}, receive, send))
    assert passed == [{"type": f"{kind}.receive"}]
    assert visitors.unrest_s() == pytest.approx(QUIET_S)


def test_the_start_of_the_server_is_no_question():
    visitors = Visitors(Clock())

    async def app(scope, receive, send):
        await receive()

    async def receive():
        return {"type": "lifespan.startup"}

    asyncio.run(NotedQuestions(app, visitors)({"type": "lifespan"}, receive, receive))
    assert visitors.unrest_s() < 0
