"""What a person waits for in Chromium: navigation to the first map, a click on an option to the next drawing.

A click is the first after loading, or to a state not seen before, or back to one of three seen before. A tick in the
roster goes through states not seen before, then the same way back; a view that does not hang on the roster draws
nothing, so the number of drawings is printed beside the times.

Nothing here asserts a time or a size. Drawing is seen where it happens, in the draw calls of WebGL, with the page's
own clock. Chromium draws in software here: a draw call is the moment at which a graphics chip would show the picture.
Eight minutes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.serving import load, median
from tests.browser.conftest import running_server
from tests.browser.seen import PATIENCE_MS, open_page, settled

pytestmark = pytest.mark.bench

REPEATS = 10
MAP_PAGES = ("/", "/near-shoring")
REST_MS = 1500
SEEN = 3
"""Minerals between which a person goes back and forth."""
MEMBERS = ("Canada", "Singapore", "South Korea", "Japan")
"""Pills of the roster editor; ticked in the order of a Gray code they give 15 rosters, each one tick from the last."""
ROSTER_VIEWS = {
    "Atlas": "/?mineral=lithium",
    "options": "/near-shoring",
    "overview matrix": "/near-shoring?tab=overview",
    "Dependence": "/dependence",
}
UNSEEN = ("Lithium", "Nickel", "Gallium", "Tungsten", "Manganese", "Zinc", "Graphite", "Tin", "Antimony", "Vanadium")

WATCH = """
window.seen = {draws: [], clicks: [], messages: [], sends: [], charts: []};
for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced"]) {
  const original = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...given) {
    window.seen.draws.push(performance.now());
    return original.apply(this, given);
  };
}
document.addEventListener("click", () => window.seen.clicks.push(performance.now()), true);
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => window.seen.messages.push(performance.now()));
  }
  send(...given) {
    window.seen.sends.push(performance.now());
    return super.send(...given);
  }
};
const isOfChart = record => record.target.closest?.("[data-testid=stVegaLiteChart]");
new MutationObserver(records => records.some(isOfChart) && window.seen.charts.push(performance.now())).observe(
  document, {subtree: true, childList: true}
);
"""

SINCE_CLICK = """
() => {
  const click = window.seen.clicks.at(-1);
  const answered = window.seen.messages.find(time => time > click);
  const last = window.seen.messages.at(-1);
  const since = (times, start) => (times.find(time => time > start) ?? NaN) - click;
  return {
    sent: since(window.seen.sends, click),
    answered: answered - click,
    finished: last - click,
    drawn: since(window.seen.draws, answered),
    redrawn: since(window.seen.draws, last),
    chart: since(window.seen.charts.filter(time => time > answered).slice(-1), click),
  };
}
"""


@dataclass
class Timings:
    """Milliseconds of each repeat, and kilobytes fetched over HTTP."""

    answered: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    finished: list[float] = field(default_factory=list)
    fetched: list[float] = field(default_factory=list)


class Meter:
    """Counts the bytes that a page fetches over HTTP, compressed as they travel; websockets are not among them."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0.0
        self.requests = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict) -> None:
        self.bytes += event["encodedDataLength"]
        self.requests += 1


def spread(values: list[float]) -> str:
    return f"{median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


def fresh(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="light")
    context.add_init_script(WATCH)
    return context.new_page()


def until(page: Page, expression: str) -> None:
    """Wait until `expression` holds; the page's own policy forbids Playwright's way of waiting, which needs eval."""
    for _ in range(PATIENCE_MS // 50):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"waited {PATIENCE_MS} ms for {expression}")


def rest(page: Page) -> None:
    """Wait until nothing has been drawn for a while: one frame in software takes up to a second."""
    last = "Math.max(...[window.seen.draws, window.seen.messages, window.seen.charts].map(each => each.at(-1) ?? 0))"
    until(page, f"performance.now() - {last} > {REST_MS}")


def choose(page: Page, mineral: str, meter: Meter, timings: Timings) -> None:
    before = meter.bytes
    box = page.get_by_role("combobox", name="Mineral")
    box.click()
    box.fill(mineral)
    option = page.get_by_role("option", name=mineral, exact=True)
    expect(option).to_be_visible(timeout=PATIENCE_MS)
    option.click()
    expect(page).to_have_url(re.compile(f"mineral={mineral.lower()}|^[^?]*$"), timeout=PATIENCE_MS)
    settled(page)
    # A draw that starts after the answer has come: nothing drawn for the closing menu or the pointer counts.
    until(page, "window.seen.draws.at(-1) > window.seen.messages.find(time => time > window.seen.clicks.at(-1))")
    found = page.evaluate(SINCE_CLICK)
    timings.answered.append(found["answered"])
    timings.drawn.append(found["drawn"])
    timings.finished.append(found["finished"])
    timings.fetched.append((meter.bytes - before) / 1000)
    rest(page)


def first_maps(browser: Browser, address: str, path: str) -> tuple[list[float], list[float], int]:
    waited, megabytes, requests = [], [], 0
    for _ in range(REPEATS):
        page = fresh(browser)
        meter = Meter(page)
        open_page(page, address, path)
        until(page, "window.seen.draws.length > 0")
        waited.append(page.evaluate("window.seen.draws[0]"))
        page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
        megabytes.append(meter.bytes / 1e6)
        requests = meter.requests
        page.context.close()
    return waited, megabytes, requests


def changes(browser: Browser, address: str, path: str) -> dict[str, Timings]:
    first, unseen, seen = Timings(), Timings(), Timings()
    page = fresh(browser)
    meter = Meter(page)
    open_page(page, address, path)
    until(page, "window.seen.draws.length > 0")
    rest(page)
    choose(page, UNSEEN[0], meter, first)
    for mineral in UNSEEN[1:]:
        choose(page, mineral, meter, unseen)
    for k in range(REPEATS):
        choose(page, UNSEEN[k % SEEN], meter, seen)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    page.context.close()
    return {"first": first, "unseen": unseen, "seen": seen}


def test_navigation_and_clicks(browser: Browser, capsys):
    lines = []
    with running_server() as address:
        for path in MAP_PAGES:
            before = load()
            waited, megabytes, requests = first_maps(browser, address, path)
            lines.append(
                f"{path:16}navigation to first draw call {spread(waited)} ms; first load over HTTP "
                f"{median(megabytes):.2f} MB, {requests} requests; load average {before}"
            )
            before = load()
            for name, timings in changes(browser, address, path).items():
                lines.append(
                    f"{path:16}{name:7} click to answer {spread(timings.answered)}, to draw call {spread(timings.drawn)}, "
                    f"to last message {spread(timings.finished)} ms; HTTP {spread(timings.fetched)} kB; load {before}"
                )
    with capsys.disabled():
        print(f"\n{REPEATS} repeats, median and range\n" + "\n".join(lines))
    assert len(lines) == 4 * len(MAP_PAGES)


def tick(page: Page, member: str) -> dict[str, float]:
    """Tick or untick a member in the open roster editor; return milliseconds since the click, not a number for none."""
    page.locator(".st-key-roster_editor").get_by_role("button", name=member, exact=True).click()
    until(page, "window.seen.messages.at(-1) > window.seen.clicks.at(-1)")
    settled(page)
    rest(page)
    found: dict[str, float] = page.evaluate(SINCE_CLICK)
    return found


def toggles(browser: Browser, address: str, path: str) -> dict[str, list[dict[str, float]]]:
    page = fresh(browser)
    open_page(page, address, path)
    rest(page)
    page.get_by_role("button", name="Edit").click()
    rest(page)
    way = [MEMBERS[(step & -step).bit_length() - 1] for step in range(1, REPEATS + 2)]
    first, *unseen = [tick(page, member) for member in way]
    seen = [tick(page, member) for member in reversed(way)]
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    page.context.close()
    return {"first": [first], "unseen": unseen, "seen": seen}


def told(found: list[dict[str, float]], part: str) -> str:
    held = [each[part] for each in found if not math.isnan(each[part])]
    return f"{spread(held)} in {len(held)} of {len(found)}" if held else "none"


def test_a_tick_in_the_roster(browser: Browser, capsys):
    lines = []
    with running_server() as address:
        for view, path in ROSTER_VIEWS.items():
            before = load()
            for name, found in toggles(browser, address, path).items():
                parts = {part: told(found, part) for part in found[0]}
                lines.append(
                    f"{view:16}{name:7} click to question {parts['sent']}, to answer {parts['answered']}, to last message "
                    f"{parts['finished']}, charts {parts['chart']}, draw call {parts['drawn']}, after the last message "
                    f"{parts['redrawn']}; load {before}"
                )
    with capsys.disabled():
        print("\na tick in the roster, ms, median and range\n" + "\n".join(lines))
    assert len(lines) == 3 * len(ROSTER_VIEWS)
