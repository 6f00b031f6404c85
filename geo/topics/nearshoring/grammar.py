"""How the lists of a near-shoring question are written: who falls away, who is a partner, weights, unit costs."""

from __future__ import annotations

import re

from geo.errors import SelectionError, quote
from geo.figure.reading import parse_iso3, parse_pairs, words_of
from geo.topics.nearshoring.model.criteria import CRITERIA
from geo.topics.nearshoring.model.need import ReplacedPreset

PRESETS = tuple(preset.value for preset in ReplacedPreset)
MOST_WEIGHT = 100


def parse_replace(text: str) -> tuple[str, ...]:
    """Return who falls away: the code of one preset, or ISO codes of countries, each once.

    Raises
    ------
    SelectionError
        If it is neither.
    """
    wanted = text.strip().casefold()
    if wanted in PRESETS:
        return (wanted,)
    codes = tuple(dict.fromkeys(word.strip().upper() for word in text.split(",") if word.strip()))
    odd = [code for code in codes if not re.fullmatch(r"[A-Z]{3}", code)]
    if odd or not codes:
        raise SelectionError(
            f"{quote((odd or [text])[0])} is no country code; use one of {', '.join(PRESETS)}, "
            "or ISO codes of three letters with commas, e.g. CHN,RUS"
        )
    return codes


def parse_partners(text: str) -> tuple[str, ...]:
    """Return codes of published groups, each once; whether they exist is decided with the data.

    Raises
    ------
    SelectionError
        If a word is no code.
    """
    words = words_of(text)
    odd = [word for word in words if not re.fullmatch(r"[A-Za-z0-9_]{1,40}", word)]
    if odd:
        raise SelectionError(
            f"group {quote(odd[0])} is not a code of a published group; write for example MSP,US_FTA, or none"
        )
    return tuple(dict.fromkeys(word.upper() for word in words))


def parse_weights(text: str) -> tuple[tuple[str, float], ...]:
    """Return weights by criterion from ``distance=2,governance=1`` (or with colons); one that is not named has none.

    Raises
    ------
    SelectionError
        If a criterion is unknown or named twice, a weight is no number from 0 to 100, or all are zero.
    """
    known = [criterion.key for criterion in CRITERIA]
    found = parse_pairs(text, "weight", "distance=2,governance=1", str.casefold)
    odd = [key for key in found if key not in known]
    if odd:
        raise SelectionError(f"criterion {quote(odd[0])} is not known; use one of: {', '.join(known)}")
    if max(found.values()) > MOST_WEIGHT or not any(found.values()):
        raise SelectionError(f"weights must be numbers from 0 to {MOST_WEIGHT}, and not all zero; raise at least one")
    return tuple(sorted(found.items(), key=lambda pair: known.index(pair[0])))


def parse_unit_costs(text: str) -> tuple[tuple[str, float], ...]:
    """Return US dollars a tonne by country from ``CAN=2100,FIN=2500`` (or with colons).

    Raises
    ------
    SelectionError
        If a country is no code of three letters, or a cost no number, zero or more.
    """
    return tuple(sorted(parse_pairs(text, "unit cost", "CAN=2100,FIN=2500", parse_iso3).items()))
