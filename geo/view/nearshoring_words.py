"""The near-shoring answer in sentences that can be read aloud, each made from its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.answer.matrix import Cell
from geo.answer.options import NearShoring
from geo.answer.plan import Plan, PlanBasis
from geo.model.coverage import Coverage
from geo.model.filters import Circle, FilterKind, FilterRules, FilterStep
from geo.model.mix import Mix
from geo.model.need import NeedBasis, NeedStatus
from geo.model.roster import Tier
from geo.schema.codes import Region
from geo.view import words

MOST_NAMED = 3
WHOLE = 1 - 1e-9
"""Shares of the need above this are all of it."""

TIER_LABELS = {
    Tier.IN_REGION: "In the region",
    Tier.ROSTER: "Roster",
    Tier.PARTNER: "Partner",
    Tier.ELSEWHERE: "Elsewhere",
}

STRETCH_WORDS = (
    "What each supplier could export at most, as a multiple of what it exports today. 1 is today's exports: then "
    "everything that reaches the region is taken from other buyers. 1.5 means half as much again; that is an "
    "assumption, since no open source gives spare capacity by country."
)


def finding(answer: NearShoring, names: Mapping[str, str]) -> str:
    """Return the answer in one sentence, or what stands in the way of one."""
    region, who = region_words(answer.region), fallen(answer.replaced, names)
    plan = answer.plan
    if not answer.replaced:
        return f"No supplier of {region} falls away in this choice; choose other suppliers to be replaced."
    if plan is None or answer.decision is None:
        return _without_plan(answer, region, who)
    if not plan.need_t > 0:
        return f"{region} gets nothing of {goods(answer)} from {who}: there is nothing to replace."
    least = "at least " if plan.need.status is NeedStatus.AT_LEAST else ""
    assumed = " (assumption)" if plan.need.basis is NeedBasis.ASSUMPTION else ""
    part = "" if plan.need.share_of_imports is None else f" ({words.share(plan.need.share_of_imports)} of its imports)"
    return (
        f"Without {who}, {region} must replace {least}{words.tonnes(plan.need_t)} a year of {goods(answer)}{assumed}{part}. "
        f"{covered(plan.coverage, source_words(answer.question.rules))}{carried(answer.decision.mix, names)}"
        f"{left_open(plan.coverage)}."
    )


def _without_plan(answer: NearShoring, region: str, who: str) -> str:
    if answer.supply is not None:
        return (
            f"What {region} gets of {goods(answer)} from {who} is held in value, but not in tonnes: "
            "set the need yourself under Amounts to see who could cover it."
        )
    if answer.question.need_t is not None and answer.production is not None:
        return (
            f"A need of {words.tonnes(answer.question.need_t)} is set (assumption), but output of {goods(answer)} is "
            "published as shares only and no trade is held: no supplier has tonnes to cover it with."
        )
    inside, output = answer.inside_roster_world, answer.production
    if inside is None or output is None:
        return f"No open figures by country are held for {answer.mineral.label.lower()} ({answer.stage.value})."
    return (
        f"{words.share_range(inside.low, inside.high)} of the world's {answer.stage.value} "
        f"{answer.mineral.label.lower()} lies inside {answer.roster.name} (production {output.year}). "
        f"No open trade data are held, so the imports of {region} are not known."
    )


def region_words(region: Region) -> str:
    """Return a region as it stands in a sentence."""
    return "the Americas" if region is Region.AMERICAS else region.label


def goods(answer: NearShoring) -> str:
    """Return what is bought, e.g. ``cobalt oxides and hydroxides``."""
    if answer.trade is not None:
        return answer.trade.code.form
    return f"{answer.stage.value} {answer.mineral.label.lower()}"


def fallen(replaced: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the suppliers that fall away as a part of a sentence."""
    named = [names[area] for area in replaced[:MOST_NAMED]]
    rest = len(replaced) - len(named)
    return f"{', '.join(named)} and {rest} more" if rest > 0 else words.listing(named)


def source_words(rules: FilterRules) -> str:
    """Return who is asked to supply."""
    if rules.in_region_only:
        return "countries of the region"
    return {
        Circle.ROSTER: "roster members",
        Circle.ROSTER_AND_PARTNERS: "the roster and its partners",
        Circle.ANY: "other suppliers",
    }[rules.circle]


def covered(coverage: Coverage, who: str) -> str:
    """Return what part can be covered, as the beginning of a sentence."""
    start = f"{who[:1].upper()}{who[1:]} can cover"
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    if high <= 0:
        return f"{start} none of it"
    if low >= WHOLE:
        return f"{start} all of it"
    if low <= 0:
        return f"{start} up to {words.share(high)} of it, all redirected from other buyers"
    return f"{start} {words.share_range(low, high)} of it"


def carried(mix: Mix, names: Mapping[str, str]) -> str:
    """Return who carries the mix; nothing where nobody does."""
    if not mix.lines:
        return ""
    named = [names[line.area] for line in mix.lines[:MOST_NAMED]]
    rest = len(mix.lines) - len(named)
    if rest:
        return f"; {', '.join(named)} and {rest} more carry it"
    return f"; {words.listing(named)} {'carries' if len(named) == 1 else 'carry'} it"


def left_open(coverage: Coverage) -> str:
    """Return what stays open; nothing where the need is covered."""
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    if low >= WHOLE:
        return ""
    if high >= WHOLE:
        return f"; without redirected trade {words.share(1 - low)} stays open"
    return f"; {words.share(1 - high)} stays open"


def new_and_redirected(plan: Plan) -> str:
    """Return what the two ends of the coverage are."""
    cover = plan.coverage
    stretch = next((ceiling.stretch for ceiling in plan.ceilings.values()), 1.0)
    if plan.basis is PlanBasis.OUTPUT:
        return (
            "No trade is held: ceilings are whole outputs, an upper bound; the exports of each country are not known."
        )
    if cover.high_t <= 0:
        return ""
    if cover.low_t <= 0:
        return "All of the coverage is trade redirected from other buyers: at a stretch of 1 nothing is new."
    return (
        f"Low end: exports raised to {stretch:g} times today's (assumption). High end: tonnes that other buyers get "
        "today are redirected as well."
    )


def filter_sentence(step: FilterStep, names: Mapping[str, str]) -> str:
    """Return what one filter removed: how many countries, which, and how many tonnes."""
    if not step.removed:
        return f"{filter_name(step)}: removed nobody."
    count = len(step.removed)
    named = words.listing([names[area] for area in step.removed]) if count <= MOST_NAMED else f"{count} countries"
    blind = f"; no figure for {len(step.without_figure)} of them" if step.without_figure else ""
    return f"{filter_name(step)}: removed {named}, {words.tonnes(step.removed_t)} a year{blind}."


def filter_name(step: FilterStep) -> str:
    """Return a filter with its setting."""
    if step.kind is FilterKind.LEAST_TONNES:
        return f"At least {words.tonnes(float(step.limit))} a year"
    if step.kind is FilterKind.CIRCLE:
        return "Roster only" if step.limit == Circle.ROSTER else "Roster and partners only"
    return {
        FilterKind.REGION: "In the region only",
        FilterKind.GOVERNANCE: f"Governance of at least {step.limit}",
        FilterKind.EXPORT_CONTROL: "No export control in force",
        FilterKind.DISTANCE: f"At most {step.limit} km",
        FilterKind.ESG: f"Control of corruption of at least {step.limit}",
    }[step.kind]


def cell_words(cell: Cell) -> str:
    """Return a cell of the overview: coverage low to high, or why there is none."""
    if cell.coverage is None:
        return "no tonnes" if cell.replaced else "none"
    if not cell.coverage.need_t > 0:
        return "none needed"
    covered_part = short_range(cell.coverage.low_share, cell.coverage.high_share)
    left = 1 - (cell.coverage.high_share or 0.0)
    return covered_part if left <= 1 - WHOLE else f"{covered_part}, open {short_range(left, left)}"


def short_range(low: float | None, high: float | None) -> str:
    """Return bounds of a share, 0-1, in whole percent: ``72–78 %``; a part never rounds to nothing, nor to the whole."""
    if low is None or high is None:
        return words.NO_DATA
    first, last = _whole_percent(low), _whole_percent(high)
    return f"{first} %" if first == last else f"{first}–{last} %"


def _whole_percent(part: float) -> str:
    if part <= 1 - WHOLE or part >= WHOLE:
        return f"{round(100 * part)}"
    return "<1" if part < 0.01 else ">99" if part > 0.99 else f"{round(100 * part)}"


def cell_sentence(cell: Cell, names: Mapping[str, str]) -> str:
    """Return a cell of the overview in words."""
    who = fallen(cell.replaced, names) or "nobody"
    start = f"{cell.mineral.label} ({cell.stage.value}), {cell.region.label}, without {who}: "
    if cell.coverage is None or not cell.coverage.need_t > 0:
        return start + cell_words(cell)
    cover = cell.coverage
    share = words.share_range(cover.low_share, cover.high_share)
    redirected = ", all redirected from other buyers" if cell.all_redirected else ""
    return f"{start}need {words.tonnes(cover.need_t)}, covered {share}{redirected}, open {words.tonnes(cover.remainder_low_t)}"
