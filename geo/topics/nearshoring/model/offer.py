"""Offers: suppliers with the tonnes that they can send to a region and all that filters, ranking and mix look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from geo.model.roster import Tier, tier_of
from geo.model.trace import Number, named
from geo.topics.nearshoring.model.ceiling import Ceiling, ceiling_tonnes


def allowed_redirection(redirected: Number, *, may_redirect: bool, of: str = "") -> Number:
    """Return the redirected tonnes that are counted."""
    if may_redirect:
        return redirected
    rule = "none: what other buyers get today is not counted"
    return named("Redirected tonnes, counted", rule, "t", 0.0 * redirected, of=of)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a supplier beside its tonnes; None is "no data".

    Attributes
    ----------
    distance_km
        Modelled distance to the region, weighted over its importers.
    kgco2e_per_t
        Carbon of the freight of one tonne.
    governance
        Mean of the six Worldwide Governance Indicators, about -2.5 weak to 2.5 strong.
    has_export_control
        Whether a control on the mineral is in force, as known on its status date.
    esg
        Score of the published measure that the user gates with, higher is better.
    grid_gco2e_per_kwh
        Carbon intensity of the national grid.
    """

    distance_km: float | None = None
    kgco2e_per_t: float | None = None
    governance: float | None = None
    has_export_control: bool = False
    esg: float | None = None
    grid_gco2e_per_kwh: float | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What one supplier can add to a region's supply.

    Attributes
    ----------
    tier
        In the region, in the roster, partner, or elsewhere: the first that holds.
    in_roster
        Membership of the roster; a country of the region may be in it or not.
    is_partner
        Whether a dated instrument links it with a roster member; of a roster member too.
    new_t
        Tonnes a year that nobody gets today.
    redirected_t
        Tonnes a year that other countries would give up.
    """

    area: str
    tier: Tier
    in_roster: bool
    is_partner: bool
    new_t: float
    redirected_t: float
    profile: Profile

    @property
    def ceiling_t(self) -> float:
        """Most that it can send, tonnes a year."""
        return ceiling_tonnes(self.new_t, self.redirected_t)

    @property
    def is_third_country(self) -> bool:
        """Whether the limit on one third country applies: neither in the region nor in the roster."""
        return self.tier is not Tier.IN_REGION and not self.in_roster


def offers(
    ceilings: Iterable[Ceiling],
    profiles: Mapping[str, Profile],
    *,
    region: Collection[str],
    roster: Collection[str],
    partners: Collection[str] = (),
    may_redirect: bool = True,
) -> tuple[Offer, ...]:
    """Return an offer for every ceiling but those of the suppliers to be replaced, by code.

    Parameters
    ----------
    profiles
        By country; a country without an entry has no data.
    partners
        Countries linked by a dated instrument, from the groups that the user counts.
    may_redirect
        False counts only what nobody gets today.
    """
    return tuple(
        Offer(
            area=ceiling.area,
            tier=tier_of(ceiling.area, region, roster, partners),
            in_roster=ceiling.area in roster,
            is_partner=ceiling.area in partners,
            new_t=ceiling.new_t,
            redirected_t=allowed_redirection(ceiling.redirected_t, may_redirect=may_redirect),
            profile=profiles.get(ceiling.area, Profile()),
        )
        for ceiling in sorted(ceilings, key=lambda ceiling: ceiling.area)
        if not ceiling.is_replaced
    )
