"""The server under what strangers send: foreign pages, hostile links, more visits than files, silent connections.

One server for all, on which 256 files may be open and no name is ever found.
"""

from __future__ import annotations

import asyncio
import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from geo.build.database import build_database
from geo.errors import SelectionError
from geo.settings import load_settings
from geo.ui.state import settings_of_page
from tests.bench.visitor import Visitor
from tests.browser.conftest import free_port, server_process
from tests.conftest import Tries
from tests.stress.hostile import Link, links

pytestmark = pytest.mark.stress

FILES = 256
AT_ONCE = 6
"""Strangers at once: fewer than there is room for."""
FOREIGN = (
    "https://evil.example",
    "http://evil.example:8501",
    "http://sub.localhost",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1:1",
    "http://localhost:3000",
    "http://192.168.0.1",
    "http://[::1]:8501",
    "https://www.slow-names.example",
    "null",
    "chrome-extension://abcdefgh",
)


@dataclass(frozen=True)
class Server:
    """The running server, and the names that it tried to look up."""

    port: int
    pid: int
    lookups: Path

    def asked(self, path: str, **headers: str) -> tuple[int, str]:
        """Return status and text of an answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")

    @property
    def is_healthy(self) -> bool:
        """Whether it says so."""
        return self.asked("/_stcore/health") == (200, "ok")

    def open_files(self) -> int | None:
        """Return the files that it has open; None where the system does not tell of other processes."""
        held = Path(f"/proc/{self.pid}/fd")
        return len(list(held.iterdir())) if held.is_dir() else None


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build_database(load_settings(), lambda _line: None)
    port, lookups = free_port(), tmp_path_factory.mktemp("held") / "lookups"
    with server_process(port, "tests.stress.held_server", str(port), str(lookups), str(FILES)) as process:
        yield Server(port, process.pid, lookups)


async def refusal(server: Server, headers: dict[str, str]) -> tuple[int, str]:
    """Return how a websocket is refused; (101, "") if it is not."""
    own = {"Host": f"127.0.0.1:{server.port}"} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in own.items())
    request = (
        f"GET /_stcore/stream HTTP/1.1\r\n{lines}Upgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request.encode("latin-1"))
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split()[1])
    body = "" if status == 101 else (await reader.read()).decode()
    writer.close()
    return status, body


def test_foreign_pages_are_refused_and_no_name_is_looked_up(held: Server, tries: Tries):
    rounds = tries.count(1, 10)
    for _ in range(rounds):
        for origin in FOREIGN:
            assert asyncio.run(refusal(held, {"Origin": origin}))[0] == 403
            for path in ("/", "/media/x", "/_stcore/metrics", "/_stcore/upload_file/a/b", "/_stcore/health"):
                assert held.asked(path, Origin=origin)[0] == 403
            assert asyncio.run(refusal(held, {"Host": "rebound.example"}))[0] == 421
            assert held.asked("/", Host="rebound.example")[0] == 421
        assert asyncio.run(refusal(held, {"Origin": f"http://127.0.0.1:{held.port}"}))[0] == 101
        assert asyncio.run(refusal(held, {"Origin": f"http://localhost:{held.port}"}))[0] == 101
    assert held.is_healthy
    assert held.lookups.read_text(encoding="utf-8") == ""
    tries.counted(
        f"{len(FOREIGN)} foreign origins and one rebound name with a resolver that hangs, {rounds * len(FOREIGN) * 8} "
        "requests and websockets: all refused, 0 look-ups of names"
    )


def test_the_server_outlives_more_visits_than_it_may_open_files(held: Server, tries: Tries):
    connected, run = tries.count(300, 1000), tries.count(8, 1000)
    most = [held.open_files() or 0]

    async def visit(k: int) -> None:
        async with Visitor(held.port, ("", "near-shoring", "dependence", "sources-and-method")[k % 4]) as visitor:
            if k < run:
                assert (await visitor.run()).errors == []
            most.append(held.open_files() or 0)

    async def all_visits() -> None:
        for k in range(connected):
            await visit(k)

    asyncio.run(all_visits())
    assert held.is_healthy
    assert most[0] == 0 or max(most) < FILES
    tries.counted(
        f"{connected} visits, {min(run, connected)} of them with a page, where {FILES} files may be open: server healthy, "
        f"{most[0]} files open before, at most {max(most)}, {held.open_files()} after"
    )


def test_a_visit_too_many_gets_a_sentence_and_the_next_one_finds_room(held: Server, tries: Tries):
    async def crowd() -> tuple[int, websockets.Response]:
        async with AsyncExitStack() as visits:
            for count in range(FILES):
                try:
                    await visits.enter_async_context(Visitor(held.port))
                except websockets.InvalidStatus as refused:
                    shown = [held.asked(path) for path in ("/", "/near-shoring")]
                    assert [(status, "visits are open" in said) for status, said in shown] == [(503, True)] * 2
                    assert held.is_healthy, "who is in is served"
                    return count, refused.response
        pytest.fail("all were let in")

    count, answer = asyncio.run(crowd())
    assert (answer.status_code, b"visits are open" in (answer.body or b"")) == (503, True)
    assert count >= 20
    while held.asked("/")[0] == 503:  # until the server has noticed that they have gone
        assert held.is_healthy
    assert asyncio.run(_first_page(held)) == []
    tries.counted(f"{count} visits at once where {FILES} files may be open; one more is told so; all served after")


async def _first_page(server: Server) -> list[str]:
    async with Visitor(server.port) as visitor:
        return (await visitor.run()).errors


def test_silent_connections_are_closed_and_an_honest_visitor_is_served_after(held: Server, tries: Tries):
    count = tries.count(60, 200)
    started = (b"", b"GET / HTTP/1.1\r\nHost: ", b"GET /_stcore/stream HTTP/1.1\r\nUpgrade: websocket\r\n")
    silent = [socket.create_connection(("127.0.0.1", held.port)) for _ in range(count)]
    for k, each in enumerate(silent):
        with suppress(ConnectionError):  # refused already, where they are too many
            each.sendall(started[k % 3])
    status = held.asked("/")[0]
    assert status in (200, 503)
    for each in silent:
        _wait_for_its_end(each)
    assert asyncio.run(_first_page(held)) == []
    tries.counted(f"{count} silent or half-open connections: a visitor meanwhile got {status}, all were closed")


def _wait_for_its_end(each: socket.socket) -> None:
    with closing(each), suppress(ConnectionError):
        while each.recv(4096):
            pass


class Stranger(Visitor):
    """A visitor that reads what a page says of its link, and all HTML that the page is sent."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.said: list[str] = []
        self.html: list[str] = []

    def _note_element(self, element: Any, reply: Any) -> None:
        name = element.WhichOneof("type")
        if name == "alert":
            self.said.append(element.alert.body)
        if name in ("html", "markdown"):
            self.html.append(getattr(element, name).body)
        super()._note_element(element, reply)


def test_a_hostile_link_shows_a_page_that_names_what_it_could_not_use(held: Server, tries: Tries):
    count = tries.count(30, 3000)

    async def opened(link: Link) -> int:
        async with Stranger(held.port, link.page, link.query) as stranger:
            reply = await stranger.run()
        assert reply.errors == [], link
        said = _letters(" ".join(stranger.said))
        sentences = _sentences(link)
        for sentence in sentences:
            assert _letters(sentence)[:60] in said, (link, sentence, stranger.said)
        for part in stranger.html:
            assert re.search(r"<(?:script|img src=x|svg/onload)", part) is None, (link, part)
        return len(sentences)

    async def all_links() -> int:
        at_once = asyncio.Semaphore(AT_ONCE)

        async def in_turn(link: Link) -> int:
            async with at_once:
                return await opened(link)

        return sum(await asyncio.gather(*(in_turn(link) for link in links(count, seed=8))))

    refused = asyncio.run(all_links())
    for link in links(min(count, 200), seed=9):
        path = f"/{link.page}?{link.query}"
        if re.fullmatch(r"[!-~]+", path):
            assert held.asked(path)[0] < 500, link
    assert held.is_healthy
    tries.counted(f"{count} hostile links, each a visit of its own: 0 errors shown, {refused} bad values named")


def _sentences(link: Link) -> list[str]:
    """Return what has to be said of the values of a link."""
    settings = {setting.name: setting for setting in settings_of_page(link.page)}
    said = []
    for name, value in link.given.items():
        # What the address cannot carry never arrives; an empty value and one of blanks are said in the same words.
        if not value.strip():
            said += [] if value == "" else [f"{name} is empty in the link"]
            continue
        try:
            settings[name].parse(value)
        except SelectionError as exc:
            said.append(str(exc))
    return said


def _letters(text: str) -> str:
    """Return the letters and digits of a text as a reader sees it, whatever marks it."""
    shown = unescape(text).replace(":color[", "")  # the span that keeps an address from being found
    return "".join(letter for letter in shown.casefold() if letter.isalnum())


def test_a_message_that_is_none_ends_its_own_visit_only(held: Server, tries: Tries):
    """Noise instead of a question, a text instead of bytes, a question of 20 MB."""
    large = BackMsg()
    large.rerun_script.query_string = "x" * 20_000_000
    count = 0

    async def spoken(message: bytes | str) -> None:
        url = f"ws://127.0.0.1:{held.port}/_stcore/stream"
        async with websockets.connect(url, compression=None, max_size=None) as connection:
            with suppress(websockets.ConnectionClosed):
                await connection.send(message)
            await connection.wait_closed()

    for message in (b"\xff" * 100, "text", large.SerializeToString()):
        asyncio.run(spoken(message))
        assert asyncio.run(_first_page(held)) == []
        count += 1
    tries.counted(f"{count} messages that are none: each ended its own visit, the next was served")
