"""EU supply risk of one material at one stage, as an interval where an input is not published.

Published source: European Commission 2017, Methodology for establishing the EU list of critical raw materials:
Guidelines, doi 10.2873/769526; applied in the studies of 2017 and 2023 (doi 10.2873/725585). The form of the risk was
read in two texts that quote the Guidelines and reproduces all 78 values of the table of 2017; the rule of the import
reliance was read in the study of 2017. Risk is a measure of structure, never a probability of disruption.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from geo.errors import SelectionError
from geo.model.interval import Interval, NoData, exactly

BEST_ESTIMATE, ESTIMATE_SPAN, GOVERNANCE_SCALE = 2.5, 5.0, 10.0

SUBSTITUTION_2017 = Interval(0.8, 1.0)
"""Range of the substitution index SI_SR in the study of 2017 (table 18); none of 2023 is published in a file held here."""

ANY_RELIANCE = Interval(0.0, 1.0)
CRITICAL_FROM = 1.0
"""Supply risk from which a material can be critical, with an economic importance of 2.8 and more."""

GOVERNANCE_CAVEAT = (
    "Governance is the mean of the six WGI estimates on a linear scale, (2.5 - mean) / 5 x 10: the rule was inferred from "
    "published values (58 of 66 reproduced), the Guidelines' own wording was not at hand."
)
SUBSTITUTION_CAVEAT = (
    "The substitution index is not published for this material: its range of 2017, 0.8 to 1.0, is used."
)
RELIANCE_CAVEAT = "The import reliance is not published for this material: any value from 0 to 1 is possible."
PROXY_CAVEAT = (
    "The import reliance is not published: at most one minus the EU's own part in EU sourcing, since exports, which are not "
    "known either, only lower it; at least 0."
)
SOURCING_CAVEAT = (
    "No EU sourcing is published for this material and stage: global supply alone stands in, as the method provides."
)
REMAINDER_CAVEAT = "The printed EU sourcing shares sum to {sum:.2f}; the rest is nobody's at the low end and one supplier's at the high end."


@dataclass(frozen=True, slots=True)
class SupplierShare:
    """One supplier of a material: its share 0-1, as bounds where only a bound is printed, and the printed variable t."""

    iso3: str
    share: Interval
    trade_factor: float


@dataclass(frozen=True, slots=True)
class SupplyRisk:
    """Result of `supply_risk`.

    Attributes
    ----------
    risk
        Ends of the supply risk.
    global_term, sourcing_term
        Weighted concentration of global supply and of EU sourcing, each HHI x WGI x t; None where not printed.
    import_reliance, substitution, recycling
        The inputs as used, 0-1.
    notes
        What stands in for what is not published; printed with the figure.
    """

    risk: Interval
    global_term: Interval
    sourcing_term: Interval | None
    import_reliance: Interval
    substitution: Interval
    recycling: Interval
    notes: tuple[str, ...]

    @property
    def is_critical(self) -> bool | None:
        """Whether the risk reaches the threshold of the study; None if the interval holds it."""
        if self.risk.low >= CRITICAL_FROM:
            return True
        return False if self.risk.high < CRITICAL_FROM else None


def governance_weight(mean_estimate: float | None) -> Interval:
    """Return WGI_c of the study, 0 best to 10 worst, from the mean of the six estimates; any value where it is missing."""
    if mean_estimate is None:
        return Interval(0.0, GOVERNANCE_SCALE)
    scaled = (BEST_ESTIMATE - mean_estimate) / ESTIMATE_SPAN * GOVERNANCE_SCALE
    return exactly(min(max(scaled, 0.0), GOVERNANCE_SCALE))


def weighted_concentration(shares: Iterable[SupplierShare], governance: Mapping[str, float]) -> Interval:
    """Return ``sum_c S_c^2 x WGI_c x t_c`` of the printed shares, which are not scaled to 1.

    Parameters
    ----------
    governance
        Mean of the six WGI estimates by country; a supplier without one has any weight.
    """
    total = exactly(0.0)
    for row in sorted(shares, key=lambda row: row.iso3):
        weight = governance_weight(governance.get(row.iso3))
        total += row.share.times(row.share).times(weight).times(exactly(row.trade_factor))
    return total


def reliance_proxy(sourcing: Iterable[SupplierShare], members: Collection[str]) -> Interval | NoData:
    """Return one minus the members' own part in EU sourcing: the import reliance if nothing were exported.

    What no printed supplier holds may be the members' or another's, so it widens the interval.
    """
    rows = list(sourcing)
    if not rows:
        return NoData("no EU sourcing is published for this material and stage")
    own = own_part(rows, members)
    return Interval(1.0 - own.high, 1.0 - own.low)


def reliance_bounds(sourcing: Iterable[SupplierShare], members: Collection[str]) -> Interval | NoData:
    """Return what the import reliance can be: `reliance_proxy` at most, and down to 0 as exports are not known.

    Import reliance is (I - E) / (P + I - E) and falls with the exports E; where the members make nothing it is 1.
    """
    proxy = reliance_proxy(sourcing, members)
    return proxy if isinstance(proxy, NoData) or proxy.low >= 1 else Interval(0.0, proxy.high)


def own_part(sourcing: Iterable[SupplierShare], members: Collection[str]) -> Interval:
    """Return the members' own part in EU sourcing, 0-1; what no printed supplier holds may be theirs at the high end."""
    rows = list(sourcing)
    low = sum(row.share.low for row in rows if row.iso3 in members)
    high = sum(row.share.high for row in rows if row.iso3 in members) + unprinted_share(rows)
    return Interval(min(1.0, low), min(1.0, high))


def supply_risk(
    world: Iterable[SupplierShare],
    sourcing: Iterable[SupplierShare],
    governance: Mapping[str, float],
    recycling: Interval,
    *,
    import_reliance: Interval | None = None,
    is_proxy: bool = False,
    substitution: Interval | None = None,
) -> SupplyRisk:
    """Return ``[GS x IR/2 + EUS x (1 - IR/2)] x (1 - EOL-RIR) x SI_SR``.

    Parameters
    ----------
    world, sourcing
        Shares of global supply and of EU sourcing with t, as printed; an empty sourcing leaves the global term alone.
    governance
        Mean of the six WGI estimates by country.
    recycling
        End-of-life recycling input rate, 0-1; where a zero may mean "not assessed", an interval from 0.
    import_reliance
        None: any value. A net exporter is entered as 0 (the study's rule).
    is_proxy
        Whether the import reliance is that of `reliance_bounds`.
    substitution
        SI_SR; None: its published range of 2017.

    Raises
    ------
    SelectionError
        If no global share is printed.
    """
    supply, own = list(world), list(sourcing)
    if not supply:
        raise SelectionError("no share of global supply is printed for this material and stage; choose another stage")
    reliance = ANY_RELIANCE if import_reliance is None else import_reliance
    index = SUBSTITUTION_2017 if substitution is None else substitution
    global_term = weighted_concentration(supply, governance)
    sourcing_term = _sourcing_term(own, governance) if own else None
    core = global_term if sourcing_term is None else _mixed(global_term, sourcing_term, reliance)
    primary = Interval(1.0 - recycling.high, 1.0 - recycling.low)
    notes = [GOVERNANCE_CAVEAT]
    notes += [SUBSTITUTION_CAVEAT] if substitution is None else []
    if sourcing_term is None:
        notes.append(SOURCING_CAVEAT)
    else:
        notes += [RELIANCE_CAVEAT] if import_reliance is None else [PROXY_CAVEAT] if is_proxy else []
        notes += [REMAINDER_CAVEAT.format(sum=1.0 - unprinted_share(own))] if unprinted_share(own) > 0 else []
    return SupplyRisk(
        core.times(primary).times(index), global_term, sourcing_term, reliance, index, recycling, tuple(notes)
    )


def bottleneck(by_stage: Mapping[str, SupplyRisk]) -> tuple[Interval, tuple[str, ...]]:
    """Return the risk that the study publishes, the larger one of the stages, and the stages that can be it.

    Raises
    ------
    SelectionError
        If there is no stage.
    """
    if not by_stage:
        raise SelectionError("no stage has a supply risk; choose another material")
    least = max(result.risk.low for result in by_stage.values())
    most = max(result.risk.high for result in by_stage.values())
    return Interval(least, most), tuple(
        sorted(stage for stage, result in by_stage.items() if result.risk.high >= least)
    )


def _sourcing_term(rows: list[SupplierShare], governance: Mapping[str, float]) -> Interval:
    """Return the term of EU sourcing; what no printed supplier holds is one supplier of the worst kind at the high end."""
    printed = weighted_concentration(rows, governance)
    rest = unprinted_share(rows)
    worst = GOVERNANCE_SCALE * max(1.0, *(row.trade_factor for row in rows))
    return printed + Interval(0.0, rest * rest * worst)


def _mixed(global_term: Interval, sourcing_term: Interval, reliance: Interval) -> Interval:
    """Return the two terms mixed by import reliance; the mix is linear in it, so the extremes lie at its ends."""
    lows = [_mix(global_term.low, sourcing_term.low, end) for end in (reliance.low, reliance.high)]
    highs = [_mix(global_term.high, sourcing_term.high, end) for end in (reliance.low, reliance.high)]
    return Interval(min(lows), max(highs))


def _mix(global_term: float, sourcing_term: float, reliance: float) -> float:
    return global_term * reliance / 2 + sourcing_term * (1 - reliance / 2)


def unprinted_share(rows: Iterable[SupplierShare]) -> float:
    """Return the part that no printed supplier holds, 0-1."""
    return max(0.0, 1.0 - sum(row.share.high for row in rows))
