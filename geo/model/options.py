"""Near-shoring options: countries that could supply a region instead of those that fall away.

This module lists and sorts by tier; scores and tonnes come from other models. What a country mines or refines comes from production data, what
it ships from trade data, and the two stand in columns of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from geo.model.roster import Tier, tier_of

TIER_ORDER = (Tier.IN_REGION, Tier.ROSTER, Tier.PARTNER, Tier.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A country with what is known of it at one stage; None is "no data", never zero.

    Attributes
    ----------
    production_t, production_share
        Output in tonnes of the statistic's basis, and its share of the world, 0-1.
    production_flag
        What the publisher says of the output, e.g. withheld.
    exports_t, exports_usd
        Exports to all countries of the customs code, gross weight.
    to_region_t, to_region_usd
        Exports to the home region today.
    mines, plants, projects
        Known sites in open data; places, not tonnes.
    """

    area: str
    production_t: float | None = None
    production_share: float | None = None
    production_flag: str | None = None
    exports_t: float | None = None
    exports_usd: float | None = None
    to_region_t: float | None = None
    to_region_usd: float | None = None
    mines: int = 0
    plants: int = 0
    projects: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """How goods get from a country to the reference country of the region; kilometres are modelled.

    ``total_km`` is None where there is no way in the chosen route case.
    """

    mode: str
    total_km: float | None
    sea_km: float | None = None
    land_km: float | None = None
    from_port: str | None = None
    to_port: str | None = None
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate with its tier and its way to the region."""

    candidate: Candidate
    tier: Tier
    way: Way | None

    @property
    def area(self) -> str:
        """ISO3 code."""
        return self.candidate.area


def options(
    candidates: Iterable[Candidate],
    ways: Mapping[str, Way],
    *,
    region: Collection[str],
    roster: Collection[str],
    replaced: Collection[str],
    partners: Collection[str] = (),
) -> tuple[Option, ...]:
    """Return the options by tier, then by output, then by exports; the replaced suppliers are left out.

    Parameters
    ----------
    candidates
        Countries that produce, export or have a known site, each once.
    ways
        Way to the reference country by ISO3 code; a country without an entry has no modelled distance.
    region, roster
        Countries of the home region and of the roster.
    replaced
        Suppliers that fall away.
    partners
        Countries linked by a dated instrument, from the groups that the user counts.
    """
    found = [
        Option(candidate, tier_of(candidate.area, region, roster, partners), ways.get(candidate.area))
        for candidate in candidates
        if candidate.area not in replaced
    ]
    return tuple(
        sorted(
            found,
            key=lambda option: (
                TIER_ORDER.index(option.tier),
                -(option.candidate.production_share or 0.0),
                -(option.candidate.exports_usd or 0.0),
                option.area,
            ),
        )
    )
