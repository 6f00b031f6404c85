"""Connections: silent ones are closed, one too many is refused with a sentence, and the limit of files is raised."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from geo.serve import connection
from geo.serve.connection import RESERVE, Room, protocol_with


def spoken(room: Room, *sent: bytes, among: int = 1) -> list[bytes]:
    """Return what a server in `room` answers on each of `among` connections until it closes them."""

    async def talk() -> list[bytes]:
        config = uvicorn.Config(PlainTextResponse("here"), http=protocol_with(room), lifespan="off", log_level="error")
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)

        def protocol() -> asyncio.Protocol:
            return config.http_protocol_class(config=config, server_state=server.server_state, app_state={})

        listening = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(among)]
        while len(server.server_state.connections) < min(among, room.connections_at_most()):
            await asyncio.sleep(0)
        for _, writer in streams:
            for piece in sent:
                writer.write(piece)
        answers = await asyncio.gather(*(_all_of(reader) for reader, _ in streams))
        for _, writer in streams:
            writer.close()
        listening.close()
        assert not server.server_state.connections
        return answers

    return asyncio.run(talk())


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    "sent",
    [
        (),
        (b"GET / HT",),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", b"X: y\r\n"),
        (b"GET /_stcore/stream HTTP/1.1\r\nUpgrade: w",),
    ],
)
def test_a_connection_without_a_whole_request_is_closed(monkeypatch: pytest.MonkeyPatch, sent: tuple[bytes, ...]):
    monkeypatch.setattr(connection, "REQUEST_S", 0.05)
    assert spoken(Room(4096), *sent) == [b""]


def test_a_whole_request_is_answered_and_the_next_one_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "REQUEST_S", 0.05)
    (answer,) = spoken(Room(4096), b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP")
    assert answer.count(b"200 OK") == 1
    assert answer.endswith(b"here")


def test_a_connection_too_many_gets_a_sentence():
    room = Room(limit=80, used=20)
    most = room.connections_at_most()
    answers = spoken(room, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", among=most + 3)
    assert sum(answer.endswith(b"here") for answer in answers) == most
    assert sum(b"503" in answer and b"no room for more connections" in answer for answer in answers) == 3


@pytest.mark.parametrize("limit", [128, 256, 1024, 10_240, 65_536])
def test_all_that_may_be_open_at_once_is_fewer_files_than_the_limit(limit: int):
    room = Room(limit, used=40)
    gone = connection.FILES_PER_GONE * room.kept_sessions
    for visits in range(room.visits_at_most + 1):
        room.visits = visits
        at_most = room.connections_at_most() + (connection.FILES_PER_VISIT - 1) * visits
        assert room.used + gone + at_most + RESERVE <= limit or limit == 128
        assert visits == 0 or limit == 128 or room.connections_at_most() >= visits * 3


def test_the_room_is_for_many_where_many_files_may_be_open():
    assert Room(256, used=40).visits_at_most >= 20
    assert Room(1024, used=40).visits_at_most >= 120
    assert Room(10_240, used=40).visits_at_most >= 1_500


@pytest.mark.parametrize(("soft", "hard", "raised"), [(64, 256, 256), (64, 128, 128), (256, 256, 256)])
def test_the_limit_is_raised_as_far_as_the_system_lets_us(soft: int, hard: int, raised: int):
    code = "from geo.serve.connection import raise_limit; print(raise_limit())"

    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    done = subprocess.run([sys.executable, "-c", code], preexec_fn=lower, capture_output=True, text=True, check=True)
    assert int(done.stdout) == raised
