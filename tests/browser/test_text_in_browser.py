"""What a link says is text on the page: no link, no formula, no picture and no bold of somebody else's choice."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from geo.ui.arrived import as_meant
from tests.browser.seen import open_page

pytestmark = pytest.mark.browser

HOSTILE = (
    "https://evil.example/login",
    "www.evil.example/x",
    "**bold** and __bold__",
    "$x^2$ and $$y$$",
    ":smile: :material/error:",
    ":streamlit: :red[x]",
    "[x](https://evil.example)",
    "![x](https://evil.example/a.png)",
    "<b onclick=alert(1)>x</b>",
    "a@evil.example `code`",
    "# head -> x",
    "\u202egnp.exe",
)
MARKUP = "a, strong, em, del, code, math, .katex, img, h1, h2, h3, b, [role=img], table, blockquote"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_of_a_link_is_text_in_the_warning(page, server, value):
    open_page(page, server, f"/sources-and-method?mineral={quote(value)}")
    box = page.get_by_test_id("stAlert").first
    box.wait_for()
    assert box.locator("[data-testid=stMarkdownContainer]").locator(MARKUP).count() == 0
    shown = box.inner_text()
    quoted = re.search("“([^”]*)”", shown)
    assert quoted is not None
    (read,) = as_meant({"mineral": [value]}, {"mineral"}).values()
    assert quoted[1] == "".join(sign if sign.isprintable() else "·" for sign in read)


def test_every_sign_is_shown_as_it_is(page, server):
    """The value is cut at 40 signs, so that all that Markdown reads is sent in pieces."""
    for piece in (r"x \ ` * _ [ ] { } x", "x < > $ ~ | # ! x", "1. ^ -- -> >= + - = x", "a::b :+1: :100: x@y.zz x"):
        open_page(page, server, f"/sources-and-method?mineral={quote(piece)}")
        page.get_by_test_id("stAlert").first.wait_for()
        assert f"“{piece}”" in page.get_by_test_id("stAlert").first.inner_text()


def test_the_span_that_keeps_words_apart_has_no_looks(page, server):
    open_page(page, server, f"/sources-and-method?mineral={quote('https://evil.example')}")
    box = page.get_by_test_id("stAlert").first
    box.wait_for()
    span = box.locator("[data-testid=stMarkdownContainer] p span").first
    same = "e => ['color','fontSize','fontWeight','backgroundColor'].every(n => n === 'backgroundColor' ? getComputedStyle(e)[n] === 'rgba(0, 0, 0, 0)' : getComputedStyle(e)[n] === getComputedStyle(e.parentElement)[n])"
    assert span.inner_text() == ":"
    assert span.evaluate(same)
