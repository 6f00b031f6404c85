"""Every rule by which one column of the facts can contradict another, in one place."""

from __future__ import annotations

from geo.build.contradiction import Frames, Rule, findings_of
from geo.build.rules_names import NAME_RULES
from geo.build.rules_place import PLACE_RULES
from geo.build.rules_policy import POLICY_RULES
from geo.build.rules_printed import PRINTED_RULES
from geo.build.rules_text import TEXT_RULES
from geo.build.rules_trade import TRADE_RULES
from geo.build.rules_use import USE_RULES

RULES: tuple[Rule, ...] = (
    *PRINTED_RULES,
    *TRADE_RULES,
    *PLACE_RULES,
    *POLICY_RULES,
    *TEXT_RULES,
    *NAME_RULES,
    *USE_RULES,
)


def contradictions(frames: Frames) -> list[str]:
    """Return a sentence for every row of the checked tables `frames` that another column contradicts."""
    return [finding for rule in RULES for finding in findings_of(rule, frames)]
