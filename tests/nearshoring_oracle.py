"""Plain ways to the same answers, to hold the models against: a greedy mix, and flows by hand."""

from __future__ import annotations

from geo.model.roster import tier_of
from geo.topics.nearshoring.model.coverage import Limits
from geo.topics.nearshoring.model.offer import Offer, Profile

REGION = ("DEU", "FIN", "FRA")
ROSTER = ("AUS", "DEU", "FRA", "USA")


def offer(
    area,
    new_t=0.0,
    redirected_t=0.0,
    *,
    km=1000.0,
    carbon=None,
    roster=ROSTER,
    region=REGION,
    partners=(),
    **profile,
):
    return Offer(
        area=area,
        tier=tier_of(area, region, roster, partners),
        in_roster=area in roster,
        is_partner=area in partners,
        new_t=new_t,
        redirected_t=redirected_t,
        profile=Profile(distance_km=km, kgco2e_per_t=carbon, **profile),
    )


def greedy_mix(need_t: float, offers: list[Offer], limits: Limits, costs: dict[str, float]) -> dict[str, float]:
    """Return tonnes by country: cheapest first, as much as ceiling, cap, outside limit and need leave.

    Exact, since the limits are nested: a polymatroid, on which the greedy order is optimal (Edmonds 1970).
    """
    open_t, outside_t = need_t, limits.outside_roster_max * need_t
    taken = {}
    for each in sorted(offers, key=lambda each: (costs[each.area], each.profile.distance_km, each.area)):
        most = each.ceiling_t
        is_third = each.area not in REGION and not each.in_roster
        if is_third and limits.third_country_cap < 1:
            most = min(most, limits.third_country_cap * need_t)
        if not each.in_roster:
            most = min(most, outside_t)
        taken[each.area] = max(0.0, min(most, open_t))
        open_t -= taken[each.area]
        if not each.in_roster:
            outside_t -= taken[each.area]
    return taken
