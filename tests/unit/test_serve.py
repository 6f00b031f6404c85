"""What the server does beside the pages."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import pytest

from geo.serve import send_at_once


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
