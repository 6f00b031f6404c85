"""What our own scripts tell the server waits until the page is at rest, one message after the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from geo.ui.component import LOOK_MS, script

pytestmark = pytest.mark.browser

PAGE = '<div data-testid="stApp" data-test-script-state="notRunning"></div>'
LOAD = """async ([names, text]) => {
  window.sent = [];
  const app = document.querySelector("[data-testid=stApp]");
  window.run = (state) => { app.dataset.testScriptState = state; };
  window.parts = {};
  for (const name of names) {
    const part = await import(`data:text/javascript,${encodeURIComponent(text)}//${name}`);
    // As the platform does, a message sets the page running, though not at once.
    const setTriggerValue = (...said) => { sent.push([name, ...said]); setTimeout(() => run("running"), 1); };
    part.default({ parentElement: { keep: (tell) => { parts[name] = tell; } }, data: null, setTriggerValue });
  }
}"""
LONG_MS = 100 * LOOK_MS


@pytest.fixture
def told(page: Page) -> Page:
    """A page with two of our scripts, whose time stands still until a test lets it pass."""
    page.set_content(PAGE)
    page.evaluate(LOAD, [["a", "b"], script("function own({ parentElement, tell }) { parentElement.keep(tell); }")])
    page.clock.install()
    return page


def sent(page: Page, *, after_ms: int) -> list[list[object]]:
    page.clock.run_for(after_ms)
    return page.evaluate("sent")


def test_a_message_waits_until_the_page_has_answered(told: Page):
    told.evaluate("run('running'); parts.a('asked', () => 1)")
    assert sent(told, after_ms=LONG_MS) == []
    told.evaluate("run('notRunning')")
    assert sent(told, after_ms=3 * LOOK_MS) == [["a", "asked", 1]]
    assert sent(told, after_ms=LONG_MS) == [["a", "asked", 1]]


def test_a_message_on_the_heels_of_a_click_waits_for_the_answer_to_the_click(told: Page):
    told.evaluate(f"parts.a('asked', () => 1); setTimeout(() => run('running'), {LOOK_MS // 2})")
    assert sent(told, after_ms=LONG_MS) == []
    told.evaluate("run('notRunning')")
    assert sent(told, after_ms=3 * LOOK_MS) == [["a", "asked", 1]]


def test_messages_of_different_scripts_do_not_interrupt_each_other(told: Page):
    told.evaluate("parts.a('asked', () => 1); parts.b('seen', () => 2); parts.a('asked', () => 3)")
    expected = [["a", "asked", 1], ["b", "seen", 2], ["a", "asked", 3]]
    for count in (1, 2, 3):
        assert sent(told, after_ms=LONG_MS) == expected[:count]
        told.evaluate("run('notRunning')")


def test_what_is_no_longer_meant_is_not_sent_and_what_is_sent_is_what_holds_then(told: Page):
    told.evaluate("run('running'); window.held = 1")
    told.evaluate("parts.a('gone', () => 1, () => held === 1); parts.a('kept', () => held, () => held === 2)")
    told.evaluate("held = 2; run('notRunning')")
    assert sent(told, after_ms=LONG_MS) == [["a", "kept", 2]]
