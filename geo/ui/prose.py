"""Text on a page: what is not ours is text to the platform's Markdown, whatever it holds.

Names of sites, owners and groups, notes of publishers, values of a link, of a field or of the command line may hold signs
that the platform reads: an address becomes a link, ``:smile:`` a picture, ``$`` a formula. `text` makes any of them inert
and shows the same signs; nothing is added that a reader sees or copies.
"""

from __future__ import annotations

import re
from typing import NewType

Markdown = NewType("Markdown", str)
"""Words of ours with the marks of Markdown, in which all that is not ours is text."""

READ_BY_SIGN = re.compile(r"[\\`*_\[\]{}<>$~&|#!^]")
"""Signs that Markdown reads wherever they stand; a backslash before one shows the sign alone."""

READ_BY_WORD = re.compile(r":(?=\S)|@|(?<=www)\.|(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S)", re.IGNORECASE)
"""What the platform looks for in the text that is left after reading: addresses, pictures by name, arrows.

A backslash is gone by then; a span around the first sign keeps the word from being found."""

READ_AT_START = re.compile(r"^(\s*)([-+=]|\d+[.)](?=\s|$))")
"""What makes a list or a heading at the beginning of a line."""

KEPT_BLANKS = "\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{THIN SPACE}"

_ANY = re.compile(f"{READ_BY_WORD.pattern}|{READ_BY_SIGN.pattern}", re.IGNORECASE)


def text(said: object) -> Markdown:
    """Return anything as text for the platform's Markdown: in one line, every sign shown as it is, none read.

    Signs that cannot be seen, e.g. those that turn the direction of writing, become a dot.
    """
    line = " ".join(str(said).splitlines())
    seen = "".join(sign if sign.isprintable() or sign in KEPT_BLANKS else "·" for sign in line)
    return Markdown(READ_AT_START.sub(_started, _ANY.sub(_inert, seen)))


def link(words: str, address: str) -> Markdown:
    """Return words of ours that lead to an address of ours or of a publisher; anything but http and https is text."""
    is_web = re.fullmatch(r"https?://[^\s<>]+", address) is not None
    return Markdown(f"[{text(words)}](<{address}>)") if is_web else text(words)


def _inert(found: re.Match[str]) -> str:
    word = found[0]
    if READ_BY_WORD.fullmatch(word) or word in (":", "@", "."):
        first, rest = word[0], word[1:]
        return f":color[{_escaped(first)}]{''.join(map(_escaped, rest))}"
    return _escaped(word)


def _escaped(sign: str) -> str:
    return f"\\{sign}" if READ_BY_SIGN.fullmatch(sign) else sign


def _started(found: re.Match[str]) -> str:
    blanks, sign = found.groups()
    return f"{blanks}{sign[:-1]}\\{sign[-1]}"
