"""How the text of a link, of an argument or of a file is read: codes, numbers, lists; a bad one is said in one sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from geo.errors import SelectionError, quote

LONGEST_ROSTER = 1200
"""Room for every country of the world in a link."""
LONGEST_NUMBER = 32
"""Room for every digit of a number of double precision."""
MOST_PAIRS = 60
FIRST_YEAR, LAST_YEAR = 1960, 2100

NONE = "none"
"""Text of an empty list."""


def words_of(text: str) -> list[str]:
    """Return the words of a list with commas; ``none`` is the empty list."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    return [] if [word.casefold() for word in words] == [NONE] else words


def parse_choice(text: str, choices: Iterable[Any], also: Mapping[str, Any] | None = None) -> Any:
    """Return the one of `choices` that is written as `text`, whatever its case, dashes or underscores.

    Parameters
    ----------
    also
        Other words for some of the choices.
    """
    offered = {str(choice): choice for choice in choices}
    for code, choice in (offered | dict(also or {})).items():
        if _plain(code) == _plain(text):
            return choice
    raise SelectionError(f"{quote(text)} is not known; use one of: {', '.join(offered)}")


def _plain(code: str) -> str:
    return re.sub(r"[\s_-]+", "-", code.strip().casefold())


def parse_number(text: str) -> float | None:
    """Return a finite number; None where the text is none."""
    if len(text.strip()) > LONGEST_NUMBER:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def write_number(value: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return repr(float(value)).removesuffix(".0")


def parse_year(text: str) -> int:
    """Return a year; whether data exist for it is decided later, with the mineral."""
    if not re.fullmatch(r"[0-9]{4}", text.strip()) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise SelectionError(f"{quote(text)} is no year; use four digits from {FIRST_YEAR} to {LAST_YEAR}")
    return int(text)


def parse_hs6(text: str) -> str:
    """Return a customs code of six digits; whether it serves the mineral is decided with the data."""
    if not re.fullmatch(r"[0-9]{6}", text.strip()):
        raise SelectionError(f"{quote(text)} is not six digits; write for example 740311")
    return text.strip()


def parse_iso3(text: str) -> str:
    """Return a country code in capitals; whether it exists is decided with the country table."""
    if not re.fullmatch(r"[A-Za-z]{3}", text.strip()):
        raise SelectionError(f"{quote(text)} is no country code; use ISO codes of three letters, e.g. CHL")
    return text.strip().upper()


def parse_slug(text: str) -> str:
    """Return an identifier of letters, digits and dashes, e.g. of a facility."""
    if not re.fullmatch(r"[A-Za-z0-9_,.-]{1,400}", text.strip()):
        raise SelectionError(f"{quote(text)} is not a code; codes have letters, digits, dashes and commas")
    return text.strip()


def parse_roster(text: str) -> str:
    """Return a roster's code or list of countries; who they are is decided with the country table."""
    if not re.fullmatch(rf"[A-Za-z0-9_,.\s-]{{1,{LONGEST_ROSTER}}}", text.strip()):
        raise SelectionError(f"{quote(text)} is no list of countries; write for example AUS,CAN,EU27,JPN")
    return re.sub(r"\s+", "", text)


def parse_pairs(text: str, word: str, example: str, name_of: Callable[[str], str]) -> dict[str, float]:
    """Return numbers, zero or more, by name from ``CAN=2100,FIN=2500``, or with colons.

    Parameters
    ----------
    word
        What a pair is called in the message.
    name_of
        Reads a name; raises SelectionError.
    """
    parts = words_of(text)
    if not 0 < len(parts) <= MOST_PAIRS:
        raise SelectionError(f"a {word} is a name and a number; write for example {example}")
    found: dict[str, float] = {}
    for part in parts:
        key, _, number = part.replace(":", "=").partition("=")
        value = parse_number(number)
        if not key.strip() or value is None or value < 0:
            raise SelectionError(f"{word} {quote(part)} is no name with a number, zero or more; write {example}")
        name = name_of(key.strip())
        if name in found:
            raise SelectionError(f"{word} {quote(part)} names {name} twice; write {example}")
        found[name] = value
    return found
