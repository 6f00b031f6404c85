"""EU supply risk of one material at one stage, as an interval where an input is not published.

Published source: European Commission 2017, Methodology for establishing the EU list of critical raw materials:
Guidelines, doi 10.2873/769526; applied in the studies of 2017 and 2023 (doi 10.2873/725585). The form of the risk was
read in two texts that quote the Guidelines and reproduces all 78 values of the table of 2017; the rule of the import
reliance was read in the study of 2017. Risk is a measure of structure, never a probability of disruption.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from geo.errors import SelectionError
from geo.model.interval import Interval, NoData
from geo.model.trace import Scalar, alike, largest, named, plain, smallest, square, total
from geo.schema.codes import ShareScope

BEST_ESTIMATE, ESTIMATE_SPAN, GOVERNANCE_SCALE = 2.5, 5.0, 10.0

SUBSTITUTION_2017 = Interval(0.8, 1.0)
"""Range of the substitution index SI_SR in the study of 2017 (table 18); none of 2023 is published in a file held here."""

SMALLEST_PRINTED = 0.01
"""The annex prints every share of EU sourcing of 1 % and more: what is not printed is suppliers below that, each."""
NEARLY_WHOLE = 0.88
"""From this printed part on the rest is such small suppliers; below, lists of the copy lack larger ones (75 %, 77 %)."""
LEAST_PRINTED = 0.5
"""A list that prints less than half of the EU's sourcing says nothing of the other half."""

GLOBAL, SOURCING = "Global supply", "EU sourcing"
RELIANCE_LOW, RELIANCE_HIGH = "Import reliance, low end", "Import reliance, high end"
RISK_LOW, RISK_HIGH = "EU supply risk, low end", "EU supply risk, high end"
MIX_RULE = "global supply × IR / 2 + EU sourcing × (1 - IR / 2)"
CRITICAL_FROM = 1.0
"""Supply risk from which a material can be critical, with an economic importance of 2.8 and more."""

GOVERNANCE_CAVEAT = (
    "Governance is the mean of the six WGI estimates on a linear scale, (2.5 - mean) / 5 x 10: the rule was inferred from "
    "published values, the Guidelines' own wording was not at hand; the agreement table says how many are reproduced."
)
SUBSTITUTION_CAVEAT = (
    "The substitution index is not published for this material: its range of 2017, 0.8 to 1.0, is used."
)
RELIANCE_CAVEAT = "The import reliance is not published for this material: any value from 0 to 1 is possible."
PROXY_CAVEAT = (
    "The import reliance is not published: at most one minus the EU's own part in EU sourcing, since exports, which are not "
    "known either, only lower it; at least 0."
)
NO_MEMBER_CAVEAT = (
    "The annex prints no member of the EU among the suppliers of 1 % and more: the EU is taken to make nothing, and the "
    "import reliance as 1."
)
SOURCING_CAVEAT = (
    "No EU sourcing is published for this material and stage: global supply alone stands in, as the method provides."
)
SMALL_REST_CAVEAT = (
    "The printed EU sourcing shares sum to {sum:.2f}. The annex prints every share of 1 % and more, so the rest is suppliers "
    "below that: nothing at the low end, the worst kind at the high end."
)
REMAINDER_CAVEAT = (
    "The printed EU sourcing shares sum to {sum:.2f}, so that larger suppliers are missing from the copy; the rest is nobody's "
    "at the low end and one supplier's at the high end."
)
ROUNDING_CAVEAT = "Printed shares are rounded: each may be half of its last digit lower or higher."
UNTOLD = "the copy of the annex prints {sum:.0%} of the EU's sourcing at this stage, which says nothing of the rest"
GLOBAL_CAVEAT = "Global supply alone is taken, as the study did for this material as far as its printed result tells."
EU_CAVEAT = "EU sourcing alone is taken, as the study does where the EU exports more than it imports."


@dataclass(frozen=True, slots=True)
class SupplierShare(Generic[Scalar]):
    """One supplier of a material: its share 0-1, as bounds where only a bound is printed, the printed variable t, and its name."""

    iso3: str
    share: Interval[Scalar]
    trade_factor: Scalar
    name: str = ""


@dataclass(frozen=True, slots=True)
class SupplyRisk(Generic[Scalar]):
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

    risk: Interval[Scalar]
    global_term: Interval[Scalar]
    sourcing_term: Interval[Scalar] | None
    import_reliance: Interval[Scalar]
    substitution: Interval[Scalar]
    recycling: Interval[Scalar]
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
    weight = governance_scaled(mean_estimate)
    return Interval(weight, weight)


def governance_scaled(mean_estimate: Scalar, *, of: str = "") -> Scalar:
    """Return a mean of the six estimates on the scale of the study."""
    rule = "2.5 less the mean of the six estimates, over 5, times 10; 0 is best, 10 worst"
    scaled = (BEST_ESTIMATE - mean_estimate) / ESTIMATE_SPAN * GOVERNANCE_SCALE
    return named("WGI", rule, "index", largest(0.0, smallest(GOVERNANCE_SCALE, scaled)), of=of)


def weighted_concentration(
    shares: Iterable[SupplierShare[Scalar]], governance: Mapping[str, Scalar], name: str = GLOBAL
) -> Interval[Scalar]:
    """Return ``sum_c S_c^2 x WGI_c x t_c`` of the printed shares, which are not scaled to 1.

    Parameters
    ----------
    governance
        Mean of the six WGI estimates by country; a supplier without one has any weight.
    name
        Whose concentration it is. What no printed supplier holds of EU sourcing is suppliers of the worst kind at the high
        end, each below the smallest printed share where the list is nearly whole (squares of parts below a limit sum to
        at most the limit times their sum), else one; that of global supply is left out, as the study does.
    """
    low, high, factors = [], [], [1.0]
    rows = sorted(shares, key=lambda row: row.iso3)
    like = rows[0].trade_factor
    for row in rows:
        factors.append(plain(row.trade_factor))
        if row.iso3 in governance:
            weight = governance_scaled(governance[row.iso3], of=row.name)
            low.append(square(row.share.low) * weight * row.trade_factor)
            high.append(square(row.share.high) * weight * row.trade_factor)
        else:
            high.append(square(row.share.high) * GOVERNANCE_SCALE * row.trade_factor)
    rest = most_unprinted(rows)
    if name == SOURCING and rest > 0:
        single = smallest(rest, SMALLEST_PRINTED) if printed_part(rows) >= NEARLY_WHOLE else rest
        high.append(rest * single * (GOVERNANCE_SCALE * max(factors)))
    return Interval(_term_low(name, low, like), _term_high(name, high, like))


def _term_low(name: str, terms: Sequence[Scalar], like: Scalar) -> Scalar:
    rule = "sum over suppliers of share² × WGI × t; a bound counts as 0"
    return named(f"{name}, low end", rule, "index", total((term for term in terms if term > 0), like=like))


def _term_high(name: str, terms: Sequence[Scalar], like: Scalar) -> Scalar:
    rule = "the same; a bound counts in full, an unknown WGI as 10, what is not printed as suppliers of the worst kind"
    return named(f"{name}, high end", rule, "index", total((term for term in terms if term > 0), like=like))


def reliance_proxy(sourcing: Iterable[SupplierShare[Scalar]], members: Collection[str]) -> Interval[Scalar] | NoData:
    """Return one minus the members' own part in EU sourcing: the import reliance if nothing were exported.

    What no printed supplier holds may be the members' or another's, so it widens the interval.
    """
    rows = list(sourcing)
    if not rows:
        return NoData("no EU sourcing is published for this material and stage")
    own = own_part(rows, members)
    return Interval(reliance_low(own.high), reliance_high(own.low))


def reliance_low(own: Scalar) -> Scalar:
    """Return the import reliance if the members make all that is printed for no supplier."""
    return named(RELIANCE_LOW, "one less the EU's own part and what is not printed", "share", 1.0 - own)


def reliance_high(own: Scalar) -> Scalar:
    """Return the import reliance if they make their printed part alone."""
    return named(RELIANCE_HIGH, "one less the EU's own part", "share", 1.0 - own)


def reliance_bounds(sourcing: Iterable[SupplierShare[Scalar]], members: Collection[str]) -> Interval[Scalar] | NoData:
    """Return what the import reliance can be: `reliance_proxy` at most, and down to 0 as exports are not known.

    Import reliance is (I - E) / (P + I - E) and falls with the exports E; where the members make nothing it is 1. A member
    with 1 % or more would be printed: where a nearly whole list prints none, the members are taken to make nothing.
    """
    rows = list(sourcing)
    proxy = reliance_proxy(rows, members)
    if isinstance(proxy, NoData) or proxy.low >= 1:
        return proxy
    if not any(row.iso3 in members for row in rows) and printed_part(rows) >= NEARLY_WHOLE:
        rule = "no member is among the suppliers, all of 1 % and more being printed: the members make nothing"
        whole = alike(1.0, rows[0].trade_factor)
        return Interval(named(RELIANCE_LOW, rule, "share", whole), named(RELIANCE_HIGH, rule, "share", whole))
    rule = "exports are not known, and could lower it to nothing"
    return Interval(named(RELIANCE_LOW, rule, "share", alike(0.0, proxy.high)), proxy.high)


def own_part(sourcing: Iterable[SupplierShare[Scalar]], members: Collection[str], *, of: str = "") -> Interval[Scalar]:
    """Return the members' own part in EU sourcing, 0-1; what no printed supplier holds may be theirs at the high end.

    Parameters
    ----------
    of
        Material, where one receipt holds several.
    """
    rows = list(sourcing)
    own = [row for row in rows if row.iso3 in members]
    return Interval(
        own_low([row.share.low for row in own], rows[0].trade_factor, of),
        own_high([row.share.high for row in own], unprinted_share(rows, of=of), of),
    )


def own_low(shares: Sequence[Scalar], like: Scalar, of: str) -> Scalar:
    """Return the sum of the members' printed shares."""
    held = total((share for share in shares if share > 0), like=like)
    return named("EU members, low end", "sum of the members' printed shares", "share", smallest(1.0, held), of=of)


def own_high(shares: Sequence[Scalar], rest: Scalar, of: str) -> Scalar:
    """Return the same with all that is printed for no supplier."""
    rule = "the members' printed shares and all that is printed for no supplier"
    held = total((share for share in shares if share > 0), like=rest)
    return named("EU members, high end", rule, "share", smallest(1.0, held + rest), of=of)


def unprinted_share(rows: Sequence[SupplierShare[Scalar]], *, of: str = "") -> Scalar:
    """Return the part that no printed supplier holds, 0-1."""
    printed = total(row.share.high for row in rows)
    return named("Printed for no supplier", "one less all printed shares", "share", largest(0.0, 1.0 - printed), of=of)


def most_unprinted(rows: Sequence[SupplierShare[Scalar]]) -> Scalar:
    """Return the largest part that no printed supplier can hold, 0-1: with every printed share at its low end."""
    printed = total((row.share.low for row in rows), like=rows[0].trade_factor)
    rule = "one less all printed shares at their low ends"
    return named("Printed for no supplier, at most", rule, "share", largest(0.0, 1.0 - printed))


def printed_part(rows: Iterable[SupplierShare[Scalar]]) -> float:
    """Return the part of a whole that the printed shares tell, 0-1."""
    return sum((plain(row.share.low) + plain(row.share.high)) / 2 for row in rows)


def printed_share(share: Scalar, half: float) -> Interval[Scalar]:
    """Return the ends of a share that is rounded to twice `half`, within 0 and 1."""
    return Interval(largest(0.0, share - half), smallest(1.0, share + half))


def supply_risk(
    world: Iterable[SupplierShare[Scalar]],
    sourcing: Iterable[SupplierShare[Scalar]],
    governance: Mapping[str, Scalar],
    recycling: Interval[Scalar],
    *,
    import_reliance: Interval[Scalar] | None = None,
    is_proxy: bool = False,
    substitution: Interval[Scalar] | None = None,
    option: ShareScope | None = None,
) -> SupplyRisk[Scalar]:
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
    option
        The one source that the study took; None: both.

    Raises
    ------
    SelectionError
        If no global share is printed.
    """
    supply, own = list(world), [] if option is ShareScope.GLOBAL_SUPPLY else list(sourcing)
    if not supply:
        raise SelectionError("no share of global supply is printed for this material and stage; choose another stage")
    like = recycling.low
    reliance = Interval(alike(0.0, like), alike(1.0, like)) if import_reliance is None else import_reliance
    if option is ShareScope.EU_SOURCING:
        reliance = Interval(alike(0.0, like), alike(0.0, like))
    index = substitution_2017(like) if substitution is None else substitution
    global_term = weighted_concentration(supply, governance)
    sourcing_term = weighted_concentration(own, governance, SOURCING) if own else None
    core = global_term if sourcing_term is None else _mixed(global_term, sourcing_term, reliance)
    risk = Interval(
        risk_end(RISK_LOW, core.low, recycling.high, index.low),
        risk_end(RISK_HIGH, core.high, recycling.low, index.high),
    )
    notes = [GOVERNANCE_CAVEAT]
    notes += [SUBSTITUTION_CAVEAT] if substitution is None else []
    if sourcing_term is None:
        notes.append(SOURCING_CAVEAT if option is None else GLOBAL_CAVEAT)
    else:
        is_whole = plain(reliance.low) >= 1
        known = (
            EU_CAVEAT if option is not None else "" if not is_proxy else NO_MEMBER_CAVEAT if is_whole else PROXY_CAVEAT
        )
        notes += [RELIANCE_CAVEAT] if import_reliance is None and option is None else [known] if known else []
        told = printed_part(own)
        notes += [_rest_caveat(told)] if most_unprinted(own) > 0 else []
    return SupplyRisk(risk, global_term, sourcing_term, reliance, index, recycling, tuple(notes))


def _rest_caveat(told: float) -> str:
    return (SMALL_REST_CAVEAT if told >= NEARLY_WHOLE else REMAINDER_CAVEAT).format(sum=min(1.0, told))


def substitution_2017(like: Scalar) -> Interval[Scalar]:
    """Return the range of 2017 as numbers of the kind of `like`."""
    return Interval(alike(SUBSTITUTION_2017.low, like), alike(SUBSTITUTION_2017.high, like))


def risk_end(label: str, core: Scalar, recycling: Scalar, index: Scalar) -> Scalar:
    """Return one end of the risk from the mix of both terms."""
    rule = "the mix, times one less the recycling rate, times the substitution index"
    return named(label, rule, "index", core * (1.0 - recycling) * index)


def bottleneck(by_stage: Mapping[str, SupplyRisk], *, is_whole: bool = True) -> tuple[Interval, tuple[str, ...]]:
    """Return the risk that the study publishes, the larger one of the stages, and the stages that can be it.

    Parameters
    ----------
    is_whole
        Whether every stage of the study is among them; without one of them there is no upper end.

    Raises
    ------
    SelectionError
        If there is no stage.
    """
    if not by_stage:
        raise SelectionError("no stage has a supply risk; choose another material")
    least = max(result.risk.low for result in by_stage.values())
    most = max(result.risk.high for result in by_stage.values()) if is_whole else math.inf
    return Interval(least, most), tuple(
        sorted(stage for stage, result in by_stage.items() if result.risk.high >= least)
    )


def _mixed(
    global_term: Interval[Scalar], sourcing_term: Interval[Scalar], reliance: Interval[Scalar]
) -> Interval[Scalar]:
    """Return the two terms mixed by import reliance; the mix is linear in it, so the extremes lie at its ends."""
    low, high = reliance.low, reliance.high
    return Interval(
        mix_low(mix(global_term.low, sourcing_term.low, low), mix(global_term.low, sourcing_term.low, high)),
        mix_high(mix(global_term.high, sourcing_term.high, low), mix(global_term.high, sourcing_term.high, high)),
    )


def mix(global_term: Scalar, sourcing_term: Scalar, reliance: Scalar) -> Scalar:
    """Return the two terms mixed by one import reliance."""
    return global_term * reliance / 2 + sourcing_term * (1 - reliance / 2)


def mix_low(first: Scalar, second: Scalar) -> Scalar:
    """Return the smaller one of the mixes at both ends of the import reliance."""
    return named(
        "Mix of both, low end", f"{MIX_RULE}, the smaller one of the ends of IR", "index", smallest(first, second)
    )


def mix_high(first: Scalar, second: Scalar) -> Scalar:
    """Return the larger one of them."""
    return named(
        "Mix of both, high end", f"{MIX_RULE}, the larger one of the ends of IR", "index", largest(first, second)
    )
