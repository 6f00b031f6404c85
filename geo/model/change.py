"""Who joined and who left a roster; the European Union counts once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from geo.model.roster import EU27


@dataclass(frozen=True, slots=True)
class Party:
    """One partner that moved: a country, or the Union with the number of its states that moved."""

    code: str
    states: int = 1


@dataclass(frozen=True, slots=True)
class MemberChange:
    """Difference of two rosters; partners by code."""

    joined: tuple[Party, ...]
    left: tuple[Party, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both rosters are the same."""
        return not self.joined and not self.left


def member_change(before: Collection[str], after: Collection[str], eu: Collection[str]) -> MemberChange:
    """Return who joined and who left between two sets of ISO3 codes.

    The Union is named once where it becomes whole or stops being so; single states are named otherwise.
    """
    old, new, union = frozenset(before), frozenset(after), frozenset(eu)
    was_whole, is_whole = bool(union) and union <= old, bool(union) and union <= new
    return MemberChange(
        joined=_parties(new - old, union, is_whole=is_whole and not was_whole),
        left=_parties(old - new, union, is_whole=was_whole and not is_whole),
    )


def _parties(moved: frozenset[str], union: frozenset[str], *, is_whole: bool) -> tuple[Party, ...]:
    states = moved & union
    if not is_whole:
        return tuple(Party(code) for code in sorted(moved))
    single = [Party(code) for code in moved - union]
    return tuple(sorted([*single, Party(EU27, len(states))], key=lambda party: party.code))
