"""Text that was written as UTF-8 and read as Windows-1252 or Latin-1 before it reached us."""

from __future__ import annotations

import re

LEADS = range(0xC2, 0xC6)
"""First bytes of the letters of Europe in UTF-8; as signs of the code page they are followed by a letter in every word,
never by a sign of its second half."""

_BYTE_OF = {
    sign: number
    for number in range(0x80, 0xC0)
    for sign in (bytes([number]).decode("cp1252", errors="ignore"), chr(number))
    if sign
}
_TWICE = re.compile("[" + "".join(map(chr, LEADS)) + "][" + re.escape("".join(_BYTE_OF)) + "]")


def mended(text: str) -> str:
    """Return text with each letter that was encoded twice given back: ``PyhÃ¤salmi`` is Pyhäsalmi.

    Only a pair of signs whose bytes are one letter of UTF-8 is touched, so that text which is right stays as it is.
    """
    return _TWICE.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    pair = found[0]
    letter = bytes([ord(pair[0]), _BYTE_OF[pair[1]]]).decode("utf-8")
    return letter if letter.isalpha() else pair
