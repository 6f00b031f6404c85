"""Codes of the Near-shoring page in the address bar; those of the command line, read by the same rules."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import StrEnum

from geo.answer.question import (
    FIRST_HORIZON,
    LAST_HORIZON,
    parse_replaced,
    parse_unit_costs,
    parse_weights,
    write_pairs,
)
from geo.errors import SelectionError, quote

OFF = "off"
"""Text of a limit that is not set."""
LONGEST_NUMBER = 15


class NearshoringTab(StrEnum):
    """The three parts of the page."""

    OVERVIEW = "overview"
    OPTIONS = "options"
    REGIONS = "regions"

    @property
    def label(self) -> str:
        """The words on the tab."""
        return {"overview": "Overview", "options": "Options", "regions": "Three regions"}[self.value]


class Detail(StrEnum):
    """What stands under the three numbers."""

    MIX = "mix"
    RANKING = "ranking"
    FRONTIER = "frontier"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"mix": "Mix", "ranking": "Ranking", "frontier": "Cost and security"}[self.value]


class Supply(StrEnum):
    """Which flows the map shows."""

    NEW = "new"
    OLD = "old"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"new": "New mix", "old": "Today"}[self.value]


class Origin(StrEnum):
    """How today's suppliers are read."""

    DECLARED = "declared"
    TRACED = "traced"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"declared": "As declared", "traced": "Traced one step back"}[self.value]


class Switch(StrEnum):
    """A rule that is on or off."""

    YES = "yes"
    NO = "no"


class Exports(StrEnum):
    """What counts as a supplier's own exports."""

    NET = "net"
    OWN = "own"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"net": "Less all imports (net)", "own": "Less imports from those who fall away"}[self.value]


class StageChoice(StrEnum):
    """Stages in the overview."""

    CHOSEN = "chosen"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {"chosen": "Stage of the bar", "both": "Both stages"}[self.value]


def parse_replace(text: str) -> tuple[str, ...]:
    """Return one preset's code, or country codes; raises SelectionError."""
    preset, areas = parse_replaced(text)
    return areas or (preset.value,)


def parse_groups(text: str) -> tuple[str, ...]:
    """Return codes of published groups, each once; ``none`` for no group. Whether they exist is decided with the data."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if [word.casefold() for word in words] == ["none"]:
        return ()
    odd = [word for word in words if not re.fullmatch(r"[A-Za-z0-9_]{1,40}", word)]
    if odd:
        raise SelectionError(f"group {quote(odd[0])} is not a code of a published group; write for example MSP,US_FTA")
    return tuple(dict.fromkeys(word.upper() for word in words))


def parse_weights_text(text: str) -> str:
    """Return weights as they stand in a link; raises SelectionError."""
    return write_pairs(parse_weights(text))


def parse_costs_text(text: str) -> str:
    """Return unit costs as they stand in a link; raises SelectionError."""
    return write_pairs(parse_unit_costs(text))


def number_of(name: str, low: float, high: float) -> Callable[[str], float]:
    """Return a parser of numbers from `low` to `high`."""

    def parse(text: str) -> float:
        value = _number(text)
        if value is None or not low <= value <= high:
            raise SelectionError(f"{name} {quote(text)} is not possible; write a number from {low:g} to {high:g}")
        return value

    return parse


def limit_of(name: str, low: float, high: float) -> Callable[[str], float | None]:
    """Return a parser of a limit that may be ``off``."""
    parse = number_of(name, low, high)
    return lambda text: None if text.strip().casefold() == OFF else parse(text)


def parse_horizon(text: str) -> int:
    """Return a year of the horizon; raises SelectionError."""
    value = _number(text)
    if value is None or value != int(value) or not FIRST_HORIZON <= value <= LAST_HORIZON:
        raise SelectionError(f"horizon {quote(text)} is no year from {FIRST_HORIZON} to {LAST_HORIZON}")
    return int(value)


def _number(text: str) -> float | None:
    if len(text.strip()) > LONGEST_NUMBER:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
