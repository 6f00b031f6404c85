"""What the server does beside the pages."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from geo.serve import QUIET_S, NotedQuestions, Visitors, is_over, send_at_once


@contextlib.contextmanager
def listening(family: socket.AddressFamily) -> Iterator[socket.socket]:
    """Open a socket as the platform does: without naming the protocol."""
    with socket.socket(family) as opened:
        opened.bind(("127.0.0.1" if family == socket.AF_INET else "::1", 0))
        opened.listen()
        yield opened


def sends_at_once(found: socket.socket) -> bool:
    return found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_what_a_listening_socket_accepts_sends_small_packets_at_once(family):
    if family == socket.AF_INET6 and not socket.has_ipv6:
        pytest.skip("no IPv6 on this machine")
    with listening(family) as opened:
        send_at_once()
        with socket.create_connection(opened.getsockname()[:2]) as asking:
            taken, _ = opened.accept()
            with taken:
                assert sends_at_once(taken)
            assert not sends_at_once(asking)


def test_sockets_that_do_not_listen_are_left_alone():
    with socket.socket() as idle, socket.socket(type=socket.SOCK_DGRAM):
        send_at_once()
        assert not sends_at_once(idle)


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
