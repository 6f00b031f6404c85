"""Every value of a link, on every page, is text where it is quoted; and every text of data is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.settings import PROJECT
from geo.topics import TOPICS
from geo.ui import prose
from geo.ui.state import settings_of_page
from tests.enrolled import PAGE_SETTINGS
from tests.markdown_rule import offences, pages
from tests.page.visit import visit

PAYLOADS = (
    "https://evil.example",
    "**bold**",
    "$x^2$",
    ":smile:",
    ":material/error:",
    "[x](y)",
    "<b>x</b>",
    "a@b.example",
)
READ = re.compile(
    r"(?<!\\)[\\`*_\[\]{}<>$~&|#!^](?![\\`*_\[\]{}<>$~&|#!^])|https?:/|www\.|:[\w+-]+:|:material|\w@\w", re.IGNORECASE
)
KINDS = ("warning", "caption", "markdown", "subheader", "header", "info", "error", "title", "success")


def printed(app):
    return [element.value for kind in KINDS for element in getattr(app, kind)]


@pytest.mark.parametrize("topic", TOPICS, ids=[topic.name for topic in TOPICS])
def test_no_element_of_a_page_holds_the_markup_of_a_link(topic):
    """All parameters at once, each with its own payload; what is quoted is quoted as text."""
    assert topic.address in PAGE_SETTINGS
    names = [setting.name for setting in settings_of_page(topic.address)]
    sent = {name: PAYLOADS[place % len(PAYLOADS)] for place, name in enumerate(names)}
    app = visit(topic.address, **sent, **{"**strange**": "x", "https://evil.example/a": "y"})
    assert not app.exception
    (warning,) = app.warning
    for said in printed(app):
        for payload in (*PAYLOADS, "**strange**"):
            assert payload not in said, (payload, said)
    quoted = re.findall("“([^”]*)”", warning.value)
    assert len(quoted) > 2
    for each in quoted:
        assert unread(each), each


def unread(text):
    """Whether nothing is left for the platform to read: every sign has its backslash, every word its span."""
    bare = re.sub(r"\\.", "", re.sub(r":color\[(\\?.)\]", "", text))
    return not re.search(r"[`*_\[\]{}<>$~&|#!^]|https?:/|:\S|@", bare)


@given(st.text(max_size=60) | st.lists(st.sampled_from([*PAYLOADS, " ", "x", "::", "\\", "1. ", "- "])).map("".join))
def test_text_leaves_nothing_to_read_and_is_given_back_by_taking_the_guards_away(said):
    made = prose.text(said)
    assert unread(made)
    assert "\n" not in made
    shown = re.sub(r"\\(.)", r"\1", re.sub(r":color\[(\\?.)\]", r"\1", made))
    line = " ".join(said.splitlines())
    assert shown == "".join(sign if sign.isprintable() or sign in prose.KEPT_BLANKS else "·" for sign in line)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b", "x"])
def test_a_link_of_ours_leads_to_the_web_or_is_no_link(address):
    assert prose.link("words", address) == "words"


def test_a_link_of_ours_has_its_words_as_text():
    assert prose.link("a [b] *c*", "https://example.org/x") == r"[a \[b\] \*c\*](<https://example.org/x>)"


FILES = pages(PROJECT)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PROJECT)) for path in FILES])
def test_what_reaches_markdown_is_written_in_the_call_or_was_made_inert(path):
    found = [f"line {line}: {said}" for line, said in offences(path.read_text(encoding="utf-8"))]
    assert found == [], "give it to geo.ui.prose.text, or return prose.Markdown from the function that makes it"


@pytest.mark.parametrize(
    ("code", "is_refused"),
    [
        ('st.caption("plain" + f" {prose.text(name)} {count:,}" if count else "")', False),
        ('st.caption("**Sources.** " + " · ".join(prose.link(each.line, each.url) for each in sources))', False),
        ('left.metric("Need", prose.text(need), help=setting.help)', False),
        ("st.caption(name)", True),
        ('st.markdown(f"##### {table.title}")', True),
        ('left.metric("Need", need)', True),
        ('st.button("Open", help=words_of(name))', True),
        ('st.write("a" + name)', True),
        ('st.info(" ".join(names))', True),
        (
            "st.subheader(named(x))\ndef named(x) -> prose.Markdown:\n    return prose.Markdown(f'**{prose.text(x)}**')",
            False,
        ),
        ("st.subheader(named(x))\ndef named(x) -> prose.Markdown:\n    return prose.Markdown(f'**{x}**')", True),
    ],
)
def test_the_rule_sees_what_comes_as_it_is(code, is_refused):
    assert bool(list(offences(code))) == is_refused
