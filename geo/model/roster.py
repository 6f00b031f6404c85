"""The roster: the countries that count as the alliance right now, in sums and in headlines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import SelectionError, quote

EU27 = "EU27"
"""Token of a roster list that stands for the 27 member states."""
NOBODY = "none"
"""Code of the empty roster."""
MOST_QUOTED, LONGEST_OF_MANY = 5, 20
"""Bad codes that a message names, and their length, so that a hostile link cannot fill the page."""

OWN_NOTE = "Set by the user (assumption)."


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
    as_of
        Date of a published list; empty for a scenario set and for an own selection.
    """

    code: str
    name: str
    members: frozenset[str]
    note: str
    as_of: str = ""

    @property
    def is_published(self) -> bool:
        """Whether the set is a publisher's list, not a scenario."""
        return bool(self.as_of)

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
        listed = ", ".join(quote(word, LONGEST_OF_MANY) for word in unknown[:MOST_QUOTED])
        listed += f" and {len(unknown) - MOST_QUOTED} more" if len(unknown) > MOST_QUOTED else ""
        raise SelectionError(
            f"roster names {listed}, which is no country; use ISO codes of three letters such as CAN, or {EU27}"
        )
    return frozenset(code for word in words for code in (eu if word == EU27 else (word,)))


def tokens_of(members: Collection[str], eu: Collection[str]) -> tuple[str, ...]:
    """Return the codes of `members` in alphabetical order, the EU as one token when all its states are in."""
    own, union = set(members), set(eu)
    whole = bool(union) and union <= own
    return tuple(sorted((own - union) | {EU27} if whole else own))


def roster_code(
    members: Collection[str], rosters: Mapping[str, Roster], eu: Collection[str], *, preferred: str | None = None
) -> str:
    """Return the one code of a set of countries: that of a named roster with the same members, else a compact list.

    Parameters
    ----------
    members
        ISO3 codes.
    rosters
        Named rosters by code; the first with the same members gives its code.
    eu
        The 27 states; EU27 stands for them when all are in.
    preferred
        Code of a named roster that goes before the others if its members are the same.
    """
    wanted = frozenset(members)
    if preferred is not None and preferred in rosters and rosters[preferred].members == wanted:
        return preferred
    same = next((code for code, roster in rosters.items() if roster.members == wanted), None)
    if same is not None:
        return same
    return ",".join(tokens_of(wanted, eu)) or NOBODY


def resolve_roster(code: str, presets: Mapping[str, Roster], known: Collection[str], eu: Collection[str]) -> Roster:
    """Return the roster that `code` means: a preset, a published group, a list of ISO3 codes with EU27, or ``none``.

    A list with the members of a named roster is that roster; any other list gets its compact code.

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
    if wanted.lower() == NOBODY:
        return Roster(NOBODY, "Nobody", frozenset(), OWN_NOTE)
    if not wanted.strip(", "):
        raise SelectionError(
            "roster is empty; name a preset such as washington-six, a group such as G7, or countries such as USA,JPN"
        )
    if "," not in wanted and len(wanted) != 3 and wanted.upper() != EU27:
        known_codes = ", ".join(sorted(presets))
        raise SelectionError(
            f"roster {quote(wanted)} is not known; use one of {known_codes}, or countries such as USA,JPN"
        )
    members = expand_members(wanted.split(","), known, eu)
    own = roster_code(members, presets, eu)
    return presets[own] if own in presets else Roster(own, "Own selection", members, OWN_NOTE)


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
