"""The roster: the countries that count as the alliance right now, in sums and in headlines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import SelectionError

EU27 = "EU27"
"""Token of a roster list that stands for the 27 member states."""


class Tier(StrEnum):
    """Where a supplier stands for a home region."""

    IN_REGION = "in region"
    ROSTER = "roster"
    PARTNER = "partner"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Roster:
    """A set of countries with a name.

    Attributes
    ----------
    code
        What stands in a link or on the command line.
    members
        ISO3 codes, the EU as its 27 states.
    note
        Where the set comes from and as of when.
    """

    code: str
    name: str
    members: frozenset[str]
    note: str

    def headline_count(self, eu: Collection[str]) -> int:
        """Return the number of partners when the EU counts once."""
        whole_eu = bool(eu) and set(eu) <= self.members
        return len(self.members) - (len(set(eu)) - 1 if whole_eu else 0)


def expand_members(tokens: Iterable[str], known: Collection[str], eu: Collection[str]) -> frozenset[str]:
    """Return the ISO3 codes of `tokens`, with EU27 as its states.

    Raises
    ------
    SelectionError
        Naming every token that is no country.
    """
    words = [token.strip().upper() for token in tokens if token.strip()]
    unknown = sorted({word for word in words if word != EU27 and word not in known})
    if unknown:
        listed = ", ".join(repr(word) for word in unknown)
        raise SelectionError(
            f"roster names {listed}, which is no country; use ISO codes of three letters such as CAN, or {EU27}"
        )
    return frozenset(code for word in words for code in (eu if word == EU27 else (word,)))


def resolve_roster(code: str, presets: Mapping[str, Roster], known: Collection[str], eu: Collection[str]) -> Roster:
    """Return the roster that `code` means: a preset, a published group, or a list of ISO3 codes.

    Raises
    ------
    SelectionError
        If it is none of them.
    """
    wanted = code.strip()
    by_code = {key.lower(): roster for key, roster in presets.items()}
    found = by_code.get(wanted.lower())
    if found is not None:
        return found
    if not wanted:
        raise SelectionError(
            "roster is empty; name a preset such as washington-six, a group such as G7, or countries such as USA,JPN"
        )
    if "," not in wanted and len(wanted) != 3:
        known_codes = ", ".join(sorted(presets))
        raise SelectionError(f"roster {wanted!r} is not known; use one of {known_codes}, or countries such as USA,JPN")
    members = expand_members(wanted.split(","), known, eu)
    return Roster(
        code=",".join(sorted(members)),
        name=f"Own selection ({len(members)} states)",
        members=members,
        note="Set by the user (assumption).",
    )


def tier_of(area: str, region: Collection[str], roster: Collection[str], partners: Collection[str] = ()) -> Tier:
    """Return where `area` stands for the countries of `region` under `roster`.

    Parameters
    ----------
    partners
        Countries with a dated instrument with a roster member, from the groups that the user counts.
    """
    if area in region:
        return Tier.IN_REGION
    if area in roster:
        return Tier.ROSTER
    return Tier.PARTNER if area in partners else Tier.ELSEWHERE
