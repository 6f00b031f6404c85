"""Who is let in, and to what: hosts, origins, ports, addresses; the platform is never asked about the rest."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

import pytest

from geo.serve.app import platform_options
from geo.serve.connection import Room
from geo.serve.gate import STREAM, Gate
from geo.serve.headers import SecurityHeaders, content_security_policy
from geo.serve.page import page, script_hashes
from geo.serve.place import Place
from geo.settings import PROJECT

HERE = Place(8501)
SHOWN = Place(8501, "maps.example.org", "/atlas")
OWN = {"host": "127.0.0.1:8501"}


@dataclass
class Answer:
    """What came of a request: whether the platform was asked, and the answer of the gate otherwise."""

    is_passed: bool = False
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


def asked(place: Place, path: str, headers: dict[str, str] | list[tuple[str, str]], **more: object) -> Answer:
    answer = Answer()

    async def platform(scope, receive, send):
        answer.is_passed = True

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        answer.status = message.get("status", answer.status)
        answer.body += message.get("body", b"").decode()
        answer.headers |= {name.decode(): value.decode() for name, value in message.get("headers", [])}

    pairs = headers.items() if isinstance(headers, dict) else headers
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in pairs],
        "extensions": {"websocket.http.response": {}},
    } | more
    room = scope.pop("room", Room(4096))
    asyncio.run(Gate(platform, place, "<html>", room)(scope, receive, send))
    return answer


WAYS = ("/", "/media/a.json", "/_stcore/metrics", "/_stcore/upload_file/a/b", "/_stcore/health", "/static/js/a.js")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1:9000",
        "http://localhost:3000",
        "http://localhost",
        "https://127.0.0.1:8501",
        "http://127.0.0.1:8501.evil.example",
        "http://maps.example.org",
        "http://[",
        "null",
        "",
        "file://",
    ],
)
def test_a_page_of_another_site_gets_nothing_whatever_it_asks_for(origin: str):
    for path in WAYS:
        answer = asked(HERE, path, OWN | {"origin": origin})
        assert (answer.is_passed, answer.status) == (False, 403), path
        assert HERE.address in answer.body
    visit = asked(HERE, STREAM, OWN | {"origin": origin}, type="websocket")
    assert (visit.is_passed, visit.status) == (False, 403)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "evil.example:8501",
        "127.0.0.1",
        "127.0.0.1:8502",
        "127.0.0.1:8501.evil.example",
        "user@127.0.0.1:8501",
        "127.1:8501",
        "[::1]:8501",
        "maps.example.org",
    ],
)
def test_a_name_that_is_not_ours_gets_nothing_whatever_it_asks_for(host: str | None):
    headers = {} if host is None else {"host": host}
    for path in WAYS:
        answer = asked(HERE, path, headers)
        assert (answer.is_passed, answer.status) == (False, 421), path
        assert "--public-name" in answer.body
    assert asked(HERE, STREAM, headers, type="websocket").status == 421


def test_a_header_that_stands_twice_is_not_trusted():
    twice = [("host", "127.0.0.1:8501"), ("host", "evil.example")]
    assert asked(HERE, "/", twice).status == 421
    origins = [*OWN.items(), ("origin", "http://127.0.0.1:8501"), ("origin", "https://evil.example")]
    assert asked(HERE, STREAM, origins, type="websocket").status == 403


@pytest.mark.parametrize(
    ("place", "host", "origin"),
    [
        (HERE, "127.0.0.1:8501", None),
        (HERE, "127.0.0.1:8501", "http://127.0.0.1:8501"),
        (HERE, "LocalHost:8501", "http://localhost:8501"),
        (Place(80), "127.0.0.1", "http://127.0.0.1"),
        (SHOWN, "maps.example.org", "https://maps.example.org"),
        (SHOWN, "maps.example.org:443", "https://maps.example.org"),
        # A proxy that names the server to the server, as most do when nobody tells them otherwise.
        (SHOWN, "127.0.0.1:8501", "https://maps.example.org"),
        (Place(8501, "maps.example.org:8443"), "maps.example.org:8443", "https://maps.example.org:8443"),
        (Place(8501, "localhost:9000"), "localhost:9000", "http://localhost:9000"),
    ],
)
def test_own_pages_connect_and_the_platform_would_ask_nobody_about_them(place: Place, host: str, origin: str | None):
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    assert asked(place, place.base_path + STREAM, headers, type="websocket").is_passed
    # What the platform compares before it asks for addresses of this machine.
    known = {"localhost", "127.0.0.1", platform_options(place)["browser.serverAddress"]}
    assert origin is None or re.sub(r"https?://|:[0-9]+$", "", origin) in known


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, True),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}, True),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, True),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}, False),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, False),
    ],
)
def test_another_site_may_link_here_and_no_more(headers: dict[str, str], is_let_in: bool):
    assert (asked(HERE, "/", OWN | headers).status == 200) == is_let_in
    assert asked(HERE, "/media/a.json", OWN | headers).is_passed == is_let_in


@pytest.mark.parametrize("base", ["", "/atlas", "/maps/atlas"])
def test_what_pages_need_lies_under_the_base_path_and_nothing_else_is_open(base: str):
    place = Place(8501, base_path=base)
    for path in ("/", "/near-shoring", "/no-such-page", "/oauth2callback"):
        assert asked(place, base + path, OWN).body == "<html>"
    for path in ("/static/js/a.js", "/media/a.json", "/favicon.png", "/_stcore/health", "/_stcore/host-config"):
        assert asked(place, base + path, OWN).is_passed
    for path in (
        "/_stcore/metrics",
        "/_stcore/upload_file/a/b",
        "/_stcore/script-health-check",
        "/_stcore/agent/mcp",
        "/component/a/b",
        "/auth/login",
        "/app/static/a.png",
        "/near-shoring/_stcore/health",
        "/index.html",
        "//evil.example/",
        "/a/../b",
        "/.git/config",
    ):
        answer = asked(place, base + path, OWN)
        assert (answer.is_passed, answer.status) == (False, 404), path
        assert f"{base}/" in answer.body
    assert asked(place, f"{base}/near-shoring", OWN, method="POST").status == 405
    assert asked(place, f"{base}/_stcore/other", OWN, type="websocket").status == 404


def test_no_page_needs_what_is_closed():
    """Who adds one of these opens its address in the gate, for its page only."""
    closed = re.compile(r"\b(?:file_uploader|camera_input|audio_input|chat_input|st\.login|declare_component)\(")
    pages = [PROJECT / "app.py", *(PROJECT / "pages").rglob("*.py"), *(PROJECT / "geo").rglob("*.py")]
    assert [str(each) for each in pages if closed.search(each.read_text(encoding="utf-8"))] == []


def test_outside_the_base_path_there_is_nothing():
    for path in ("/", "/media/a.json", "/_stcore/health", "/atlasx/", "/near-shoring"):
        assert asked(SHOWN, path, OWN).status == 404
    assert asked(SHOWN, STREAM, OWN, type="websocket").status == 404


def test_addresses_that_would_show_nothing_lead_to_those_that_do():
    """A page's files are named relative to it; the platform's script looks elsewhere when the link says so."""

    def moved(path: str, query: bytes = b"") -> str:
        answer = asked(SHOWN, path, OWN, query_string=query)
        assert answer.status == 307
        return answer.headers["location"]

    assert moved("/atlas", b"mineral=cobalt") == "/atlas/?mineral=cobalt"
    assert moved("/atlas/near-shoring/", b"a=b") == "/atlas/near-shoring?a=b"
    assert moved("/atlas/", b"mineral=cobalt&staticAppId=x&stage=mined") == "/atlas/?mineral=cobalt&stage=mined"
    assert moved("/atlas/", b"staticAppId=x") == moved("/atlas/", b"%73tatic%41ppId&staticAppId=") == "/atlas/"
    assert moved("/atlas/", b"staticAppId&mineral=cobalt%26staticAppId") == "/atlas/?mineral=cobalt%26staticAppId"


def test_a_visit_too_many_gets_a_sentence():
    room = Room(limit=100, used=60)
    assert room.visits_at_most == 1
    assert asked(HERE, "/", OWN, room=room).status == 200
    with room.visit():
        page_answer = asked(HERE, "/", OWN, room=room)
        assert (page_answer.status, "1 visits are open" in page_answer.body) == (503, True)
        assert asked(HERE, STREAM, OWN, room=room, type="websocket").status == 503
        assert asked(HERE, "/media/a.json", OWN, room=room).is_passed, "who is in keeps the page"
    assert asked(HERE, STREAM, OWN, room=room, type="websocket").is_passed


@pytest.mark.parametrize("place", [HERE, SHOWN])
def test_the_policy_names_no_host_but_our_own(place: Place):
    html = page(place.base_path)
    policy = content_security_policy(place, script_hashes(html))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["base-uri"] == rules["form-action"] == rules["object-src"] == "'none'"
    assert "'unsafe-inline'" not in rules["script-src"]
    named = {word for rule in rules.values() for word in rule.split() if not word.startswith("'")}
    hosts = {word.split("://")[1] for word in named if "://" in word}
    assert hosts == place.hosts
    assert {word for word in named if "://" not in word} == {"data:", "blob:"}


def test_every_answer_carries_the_headers_a_refusal_too():
    sent: list[dict] = []

    async def send(message):
        sent.append(message)

    gate = Gate(None, HERE, "<html>", Room(4096))
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(SecurityHeaders(gate, "default-src 'self'")(scope, None, send))
    assert sent[0]["status"] == 421
    assert (b"content-security-policy", b"default-src 'self'") in sent[0]["headers"]


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_the_page_tells_the_platform_where_its_server_is_before_it_looks(base: str):
    html = page(base)
    assert html.index(f'"{base}"') < html.index("<script type=")
    assert len(script_hashes(html)) == html.count("<script>")
    assert "agent" not in html.split("<noscript>")[1].split("</noscript>")[0]


def test_a_visit_that_asks_for_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("geo.serve.gate.FIRST_QUESTION_S", 0.0)
    heard, sent, room = [], [], Room(4096)
    script = [{"type": "websocket.connect"}]

    async def platform(scope, receive, send):
        assert room.visits == 1
        heard.extend([await receive(), await receive()])

    async def receive():
        if script:
            return script.pop()
        return await asyncio.Future()

    async def send(message):
        sent.append(message["type"])

    scope = {"type": "websocket", "path": STREAM, "headers": [(b"host", b"127.0.0.1:8501")]}
    asyncio.run(Gate(platform, HERE, "", room)(scope, receive, send))
    assert [message["type"] for message in heard] == ["websocket.connect", "websocket.disconnect"]
    assert sent == ["websocket.close"]
    assert room.visits == 0
