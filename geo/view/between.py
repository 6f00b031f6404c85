"""The spread of publishers in words: both ends of each figure, with the publisher at either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from geo.evidence.spread import Between, Spread
from geo.view import words
from geo.words.language import say

Written: TypeAlias = Callable[[float], str]
"""How a figure is written."""


def between_publishers(spread: Spread, names: Mapping[str, str]) -> str:
    """Return the share of the leader, the HHI and the world total between publishers, each end with its publisher."""
    parts = [
        (names[spread.leader], spread.share, words.share),
        ("HHI", spread.hhi, _index),
        (say("world"), spread.world_t, words.tonnes),
    ]
    told = [_ends(what, between, written) for what, between, written in parts if between is not None]
    return say(
        "Between publishers, {period}: {figures}.",
        period=spread.period,
        figures="; ".join(told),
    )


def _ends(what: str, between: Between, written: Written) -> str:
    low, high = written(between.low), written(between.high)
    if low == high:
        return say("{what} {figure} by all", what=what, figure=low)
    return say(
        "{what} {low} ({lowest}) to {high} ({highest})",
        what=what,
        low=low,
        lowest=between.lowest,
        high=high,
        highest=between.highest,
    )


def _index(figure: float) -> str:
    return words.decimals(figure, 2)
