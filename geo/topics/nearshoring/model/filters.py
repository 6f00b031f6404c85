"""Hard filters on offers, before any score: each says what it removed, and of what it had no figure.

They run in a fixed order: circle of countries, region, governance floor, export control, distance, ESG gate, least
tonnes. An offer is removed by the first filter that it fails. A country without the figure that a filter asks for cannot be
shown to pass, so it is removed and named apart: "no data" is neither good nor bad.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from geo.model.roster import Tier
from geo.model.trace import Number, named, total
from geo.topics.nearshoring.model.offer import Offer


class Circle(StrEnum):
    """Which countries are asked at all."""

    ANY = "any"
    ROSTER_AND_PARTNERS = "roster-and-partners"
    ROSTER = "roster"


class FilterKind(StrEnum):
    """The filters in the order in which they run."""

    CIRCLE = "circle"
    REGION = "region"
    GOVERNANCE = "governance"
    EXPORT_CONTROL = "export control"
    DISTANCE = "distance"
    ESG = "esg"
    LEAST_TONNES = "least tonnes"


@dataclass(frozen=True, slots=True)
class FilterRules:
    """What the user sets; the default removes nothing.

    Attributes
    ----------
    in_region_only
        Only countries of the home region.
    governance_floor
        Least mean of the six governance estimates.
    no_export_control
        Leave out countries with a control on the mineral in force.
    distance_max_km
        Greatest distance.
    esg_floor
        Least score of the ESG measure.
    least_t
        Least ceiling in tonnes a year, so that a supplier of next to nothing leads no ranking.
    """

    circle: Circle = Circle.ANY
    in_region_only: bool = False
    governance_floor: float | None = None
    no_export_control: bool = False
    distance_max_km: float | None = None
    esg_floor: float | None = None
    least_t: float | None = None


@dataclass(frozen=True, slots=True)
class FilterStep:
    """What one filter removed.

    Attributes
    ----------
    limit
        Its setting, e.g. ``roster`` or ``-0.5``.
    removed
        Codes of the offers removed.
    without_figure
        Those of them that have no figure to be judged by.
    new_t, redirected_t
        Tonnes removed with them.
    """

    kind: FilterKind
    limit: str
    removed: tuple[str, ...]
    without_figure: tuple[str, ...]
    new_t: float
    redirected_t: float

    @property
    def removed_t(self) -> float:
        """All tonnes removed."""
        return self.new_t + self.redirected_t


@dataclass(frozen=True, slots=True)
class Filtered:
    """Offers that passed, by code, and a step for each filter that is on."""

    kept: tuple[Offer, ...]
    steps: tuple[FilterStep, ...]


Verdict = bool | None
"""Passes, fails, or None: no figure."""


def sum_over(tonnes: Sequence[Number], *, figure: str = "") -> Number:
    """Return the tonnes of several countries together."""
    return named(figure, "sum over these countries", "t", total(tonnes))


def apply_filters(offers: Iterable[Offer], rules: FilterRules) -> Filtered:
    """Return the offers that pass `rules`, and what each filter removed."""
    kept = sorted(offers, key=lambda offer: offer.area)
    steps = []
    for kind, limit, judge in _judges(rules):
        verdicts = [(offer, judge(offer)) for offer in kept]
        removed = [offer for offer, verdict in verdicts if not verdict]
        steps.append(
            FilterStep(
                kind=kind,
                limit=limit,
                removed=tuple(offer.area for offer in removed),
                without_figure=tuple(offer.area for offer, verdict in verdicts if verdict is None),
                new_t=sum_over([offer.new_t for offer in removed]),
                redirected_t=sum_over([offer.redirected_t for offer in removed]),
            )
        )
        kept = [offer for offer, verdict in verdicts if verdict]
    return Filtered(tuple(kept), tuple(steps))


FIELD = {
    FilterKind.CIRCLE: "circle",
    FilterKind.REGION: "in_region_only",
    FilterKind.GOVERNANCE: "governance_floor",
    FilterKind.EXPORT_CONTROL: "no_export_control",
    FilterKind.DISTANCE: "distance_max_km",
    FilterKind.ESG: "esg_floor",
    FilterKind.LEAST_TONNES: "least_t",
}
"""The field of `FilterRules` that sets each filter."""


def kinds_on(rules: FilterRules) -> tuple[FilterKind, ...]:
    """Return the filters that are on, in the order in which they run."""
    return tuple(kind for kind, _, _ in _judges(rules))


def without(rules: FilterRules, kind: FilterKind) -> FilterRules:
    """Return the same rules with one filter off."""
    return replace(rules, **{FIELD[kind]: getattr(FilterRules(), FIELD[kind])})


def _judges(rules: FilterRules) -> list[tuple[FilterKind, str, Callable[[Offer], Verdict]]]:
    found: list[tuple[FilterKind, str, Callable[[Offer], Verdict]]] = []
    if rules.circle is Circle.ROSTER:
        found.append((FilterKind.CIRCLE, rules.circle.value, lambda offer: offer.in_roster))
    elif rules.circle is Circle.ROSTER_AND_PARTNERS:
        found.append((FilterKind.CIRCLE, rules.circle.value, lambda offer: offer.in_roster or offer.is_partner))
    if rules.in_region_only:
        found.append((FilterKind.REGION, "in region", lambda offer: offer.tier is Tier.IN_REGION))
    if (floor := rules.governance_floor) is not None:
        found.append((FilterKind.GOVERNANCE, f"{floor:g}", lambda offer: _reaches(offer.profile.governance, floor)))
    if rules.no_export_control:
        found.append((FilterKind.EXPORT_CONTROL, "none in force", lambda offer: not offer.profile.has_export_control))
    if (most := rules.distance_max_km) is not None:
        found.append((FilterKind.DISTANCE, f"{most:g}", lambda offer: _within(offer.profile.distance_km, most)))
    if (least := rules.esg_floor) is not None:
        found.append((FilterKind.ESG, f"{least:g}", lambda offer: _reaches(offer.profile.esg, least)))
    if (tonnes := rules.least_t) is not None:
        found.append((FilterKind.LEAST_TONNES, f"{tonnes:g}", lambda offer: offer.ceiling_t >= tonnes))
    return found


def _reaches(value: float | None, floor: float) -> Verdict:
    return None if value is None else value >= floor


def _within(value: float | None, most: float) -> Verdict:
    return None if value is None else value <= most
