"""What is said of one country in near-shoring tables and tips: where it stands, what it makes, which way its goods take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from geo.model.options import Option
from geo.schema.codes import Passage, RouteMode, ValueFlag
from geo.topics.nearshoring.answer.options import NearShoring
from geo.view import words
from geo.view.palette import Role
from geo.view.role_of import role_of

STANDING = {
    Role.HOME: "In the region",
    Role.MEMBER: "Roster",
    Role.PARTNER: "Partner",
    Role.RISK: "Falls away",
    Role.OTHER: "Elsewhere",
}
"""Words of the tables for where a country stands."""
NEIGHBOUR = "Neighbour, no partner"


def roles_of(answer: NearShoring) -> Callable[[str], Role]:
    """Return what decides the role of a country in this answer."""
    return partial(
        role_of,
        region=answer.region_countries,
        roster=answer.roster.members,
        partners=answer.partners,
        fallen=answer.replaced,
    )


def standing_words(area: str, answer: NearShoring) -> str:
    """Return where a country stands, as tables say it; a neighbour without the colour of home is named as such."""
    role = roles_of(answer)(area)
    return NEIGHBOUR if role is Role.OTHER and area in answer.region_countries else STANDING[role]


def output_words(option: Option) -> str:
    """Return the output of an option as printed."""
    own = option.candidate
    if own.production_flag is None:
        return "not listed"
    if own.production_t is None and own.production_share is not None:
        return f"{words.share(own.production_share)} of the world"
    return words.figure(ValueFlag(own.production_flag), own.production_t)


def way_passages(answer: NearShoring, area: str) -> tuple[str, ...]:
    """Return the chokepoints on the modelled way from `area` to the reference country."""
    option = next((each for each in answer.options if each.area == area), None)
    return () if option is None or option.way is None else option.way.passages


def passages_words(passages: Iterable[str]) -> str:
    """Return chokepoints as the end of a sentence; nothing where none is passed."""
    named = [Passage(passage).label for passage in passages]
    return f", through {words.listing(named)}" if named else ""


def way_words(option: Option) -> str:
    """Return how goods get from an option to the reference country."""
    way = option.way
    if way is None:
        return "no data"
    if way.mode == RouteMode.NONE:
        return "no way in this route case"
    if way.mode in ("domestic", RouteMode.OVERLAND):
        return str(way.mode)
    return f"sea, {way.from_port} to {way.to_port}{passages_words(way.passages)}"
