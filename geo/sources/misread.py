"""Text that was written as UTF-8 and read as Windows-1252 or Latin-1 before it reached us."""

from __future__ import annotations

import re

LEADS = range(0xC2, 0xC6)
"""First bytes of the letters of Europe in UTF-8; as signs of the code page they are followed by a letter in every word,
never by a sign of its second half."""
MARKS = "‐‑‒–—‘’‚“”„†‡•…‰′″‹›€™−"
"""Marks of print that take three bytes in UTF-8. What their bytes look like (an â, then a sign of the second half that
no word goes on with) is no text of any language."""

_BYTE_OF = {
    sign: number
    for number in range(0x80, 0xC0)
    for sign in (bytes([number]).decode("cp1252", errors="ignore"), chr(number))
    if sign
}
_SIGNS_OF = {number: "".join(sign for sign, own in _BYTE_OF.items() if own == number) for number in _BYTE_OF.values()}


def _looks(mark: str) -> str:
    """Return the pattern of a mark of print whose bytes were each read as a sign."""
    lead, *others = mark.encode("utf-8")
    return chr(lead) + "".join(f"[{re.escape(_SIGNS_OF[number])}]" for number in others)


_TWICE = re.compile(
    "[" + "".join(map(chr, LEADS)) + "][" + re.escape("".join(_BYTE_OF)) + "]|" + "|".join(map(_looks, MARKS))
)


def mended(text: str) -> str:
    """Return text with each letter and mark that was encoded twice given back: ``PyhÃ¤salmi`` is Pyhäsalmi.

    Only signs whose bytes are one letter or one mark of print of UTF-8 are touched, so that text which is right stays
    as it is.
    """
    return text if text.isascii() else _TWICE.sub(_given_back, text)


def _given_back(found: re.Match[str]) -> str:
    sign = bytes([ord(found[0][0]), *(_BYTE_OF[each] for each in found[0][1:])]).decode("utf-8")
    return sign if sign.isalpha() or sign in MARKS else found[0]
