"""One name in the address bar: how its text becomes a value, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.errors import SelectionError, quote
from geo.schema.codes import HOME_REGIONS

LONGEST_ROSTER = 1200
"""Room for every country of the world in a link."""

AUTO = "auto"
"""The country that data give: the largest importer of the region."""
NONE = "none"
"""Text of an empty list in a link."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One name in the address bar.

    Attributes
    ----------
    name
        Name in the link, key of the widget.
    parse
        Text of the link to value; raises SelectionError.
    default
        Value that is left out of the link.
    many
        The value is a list, written with commas.
    own
        Several pages use the name, each for something of its own: a page gives the value back where it was left.
    always
        Written even where it is the default, so that no view has a bare address.
    belongs_to
        Names of the parameters that an assumption is made about: it falls away when one of them changes.
    """

    name: str
    parse: Callable[[str], Any]
    default: Any
    many: bool = False
    own: bool = False
    always: bool = False
    belongs_to: tuple[str, ...] = ()

    def write(self, value: Any) -> str:
        """Return the text of `value` in a link."""
        if self.many:
            return ",".join(value) or NONE
        return f"{value:.12g}" if isinstance(value, float) else str(value)


def code_of(kind: Iterable[StrEnum], word: str) -> Callable[[str], str]:
    """Return a parser of the codes of `kind`, or of some of them; ``word`` names the thing in the message."""
    codes = [member.value for member in kind]

    def parse(text: str) -> str:
        wanted = re.sub(r"[\s_-]+", "-", text.strip().casefold())
        for code in codes:
            if re.sub(r"[\s_-]+", "-", code) == wanted:
                return code
        raise SelectionError(f"{word} {quote(text)} is not known; use one of: {', '.join(codes)}")

    return parse


parse_home_region = code_of(HOME_REGIONS, "home region")
"""Parser of a home region's code; supplier regions cannot be near-shored to."""


def parse_year(text: str) -> int | None:
    """Return a year; whether data exist for it is decided later, with the mineral."""
    if not re.fullmatch(r"\d{4}", text.strip()):
        raise SelectionError(f"year {quote(text)} is not a year; write four digits such as 2024")
    return int(text)


def parse_hs6(text: str) -> str:
    """Return a customs code of six digits; whether it serves the mineral is decided with the data."""
    if not re.fullmatch(r"\d{6}", text.strip()):
        raise SelectionError(f"customs code {quote(text)} is not six digits; write for example 740311")
    return text.strip()


def parse_iso3(text: str) -> str:
    """Return a country code in capitals; whether it exists is decided with the country table."""
    if not re.fullmatch(r"[A-Za-z]{3}", text.strip()):
        raise SelectionError(f"country {quote(text)} is not a code of three letters; write for example CHL")
    return text.strip().upper()


def parse_reference(text: str) -> str:
    """Return a country code, or ``auto`` for the region's largest importer."""
    return AUTO if text.strip().casefold() == AUTO else parse_iso3(text)


def parse_slug(text: str) -> str:
    """Return an identifier of small letters, digits and dashes, e.g. of a facility or a roster."""
    if not re.fullmatch(r"[A-Za-z0-9_,.-]{1,400}", text.strip()):
        raise SelectionError(f"{quote(text)} is not a code; codes have letters, digits, dashes and commas")
    return text.strip()


def parse_roster(text: str) -> str:
    """Return a roster's code or list of countries; who they are is decided with the country table."""
    if not re.fullmatch(rf"[A-Za-z0-9_,.\s-]{{1,{LONGEST_ROSTER}}}", text.strip()):
        raise SelectionError(f"roster {quote(text)} is no list of countries; write for example AUS,CAN,EU27,JPN")
    return re.sub(r"\s+", "", text)
