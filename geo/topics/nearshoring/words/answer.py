"""The near-shoring answer in sentences that can be read aloud, each made from its figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from geo.schema.codes import Region
from geo.topics.nearshoring.answer.matrix import Cell
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.answer.plan import Plan, PlanBasis
from geo.topics.nearshoring.model.binding import Lifted, Rule, reason
from geo.topics.nearshoring.model.coverage import Coverage
from geo.topics.nearshoring.model.filters import Circle, FilterKind, FilterRules, FilterStep
from geo.topics.nearshoring.model.mix import Mix
from geo.topics.nearshoring.model.need import NeedBasis, NeedStatus
from geo.topics.nearshoring.question import Question
from geo.view import words

MOST_NAMED = 3
WHOLE = 1 - 1e-9
"""Shares of the need above this are all of it."""


TOPSIS_WORDS = (
    "TOPSIS is a second way to rank the same values: by how near a country comes to the best value of every criterion, "
    "and how far it stays from the worst. Where its place is another, the order hangs on the method."
)

MOST_DOUBTFUL = 3


def doubtful_sentence(answer: NearShoring, names: Mapping[str, str]) -> str:
    """Return which declared tonnes are set aside, the largest by name; empty where none are."""
    found, world = answer.doubtful, None if answer.market is None else answer.market.world_usd_per_t
    if not found or world is None:
        return ""
    named = words.listing(
        [
            f"{words.in_sentence(names[each.exporter])} to {words.in_sentence(names[each.importer])} "
            f"{words.tonnes(each.quantity_t)} at "
            f"{words.dollars(each.usd_per_t)} a tonne"
            for each in found[:MOST_DOUBTFUL]
        ]
    )
    start = "Counted all the same (your choice)" if answer.question.all_declared else "Set aside"
    return (
        f"{start}: {words.count(len(found))} flow{'' if len(found) == 1 else 's'} with "
        f"{words.tonnes(sum(each.quantity_t for each in found))} declared at less than an eighth of the world's "
        f"{words.dollars(world)} a tonne, e.g. {named}."
    )


def finding(answer: NearShoring, names: Mapping[str, str]) -> str:
    """Return the answer in one sentence, or what stands in the way of one."""
    region, who = buyers_words(answer), fallen(answer.replaced, names)
    plan = answer.plan
    if not answer.buyers:
        return (
            f"No country of {answer.region.label} is in the roster or a partner of it, so there is no need to cover; choose "
            "another roster, or all countries of the region under Amounts."
        )
    if not answer.replaced:
        return f"No supplier of {region} falls away in this choice; choose other suppliers to be replaced."
    if plan is None or answer.decision is None:
        return _without_plan(answer, region, who)
    if not plan.need_t > 0:
        return f"{region} gets nothing of {goods(answer)} from {who}: there is nothing to replace."
    hubs = () if answer.transit is None else answer.transit.hubs
    least = "at least " if plan.need.status is NeedStatus.AT_LEAST else ""
    assumed = " (assumption)" if plan.need.basis is NeedBasis.ASSUMPTION else ""
    part = "" if plan.need.share_of_imports is None else f" ({words.share(plan.need.share_of_imports)} of its imports)"
    return (
        f"Without {who}, {region} must replace {least}{words.tonnes(plan.need_t)} a year of {goods(answer)}{assumed}{part}."
        f"{passing_through(answer, names)} "
        f"{covered(plan.coverage, source_words(answer.question.rules), growth_year(plan, answer.decision.mix))}"
        f"{carried(answer.decision.mix, names, hubs)}."
        f"{left_open(plan.coverage, answer.decision.binding, answer.question)}"
    )


def _without_plan(answer: NearShoring, region: str, who: str) -> str:
    if answer.supply is not None:
        return (
            f"What {region} gets of {goods(answer)} from {who} is held in value, but not in tonnes: "
            "set the need yourself under Amounts to see who could cover it."
        )
    if answer.question.need is not None and answer.production is not None:
        return (
            f"A need of {words.tonnes(answer.question.need)} is set (assumption), but output of {goods(answer)} is "
            "published as shares only and no trade is held: no supplier has tonnes to cover it with."
        )
    inside, output = answer.inside_roster_world, answer.production
    if inside is None or output is None:
        return f"No open figures by country are held for {answer.mineral.label.lower()} ({answer.stage.value})."
    held = words.inside_roster(inside)
    return (
        f"{held[:1].upper()}{held[1:]} of the world's {answer.stage.value} "
        f"{answer.mineral.label.lower()} lies inside {answer.roster.name} (production {output.year}). "
        f"No open trade data are held, so the imports of {region} are not known."
    )


def no_mix(answer: NearShoring) -> str:
    """Return why no new mix is drawn; empty where there is one."""
    plan, decision = answer.plan, answer.decision
    if plan is None or decision is None:
        why = "there is no need in tonnes to cover"
    elif decision.mix.lines:
        return ""
    elif not plan.need_t > 0:
        why = "nothing has to be replaced"
    elif not plan.filtered.kept:
        why = "no country passed the filters"
    else:
        why = f"no country that passed the filters can send anything, or has a figure to be cheapest by {decision.mix.basis.label}"
    return f"No new mix is drawn: {why}."


def region_words(region: Region) -> str:
    """Return a region as it stands in a sentence."""
    return "the Americas" if region is Region.AMERICAS else region.label


def buyers_words(answer: NearShoring) -> str:
    """Return whose need is meant, as it stands in a sentence; who is left out is said where they buy anything."""
    region = region_words(answer.region)
    flows = () if answer.trade is None else answer.trade.flows
    left_out = {flow.importer for flow in flows if flow.importer in answer.outside_buyers}
    return f"{region} (roster and partners)" if left_out else region


def goods(answer: NearShoring) -> str:
    """Return what is bought, e.g. ``cobalt oxides and hydroxides``."""
    if answer.trade is not None:
        return answer.trade.code.form
    return f"{answer.stage.value} {answer.mineral.label.lower()}"


def fallen(replaced: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the suppliers that fall away as a part of a sentence."""
    return words.first_of([words.in_sentence(names[area]) for area in replaced], MOST_NAMED)


def passing_through(answer: NearShoring, names: Mapping[str, str]) -> str:
    """Return whose goods a hub among the suppliers that fall away passes on, a sentence each; else nothing."""
    hubs = {} if answer.transit is None else answer.transit.hubs
    found = [hubs[area] for area in answer.replaced[:MOST_NAMED] if area in hubs and hubs[area].suppliers]
    told = []
    for hub in found:
        origin, part = hub.suppliers[0]
        told.append(
            f"{words.at_start(words.in_sentence(names[hub.area]))} is a transit hub: {words.share(part)} of what it buys "
            f"comes from {words.in_sentence(names[origin])}."
        )
    return "".join(f" {sentence}" for sentence in told)


def source_words(rules: FilterRules) -> str:
    """Return who is asked to supply."""
    if rules.in_region_only:
        return "countries of the region"
    return {
        Circle.ROSTER: "roster members",
        Circle.ROSTER_AND_PARTNERS: "the roster and its partners",
        Circle.ANY: "other suppliers",
    }[rules.circle]


def expected_growth(answer: NearShoring) -> str:
    """Return what the outlook is, and from which of its years on it counts at the horizon."""
    held, horizon = answer.outlooks, answer.question.horizon
    if held is None or not held.by_area:
        return "No outlook by country is held for these goods."
    years = sorted({year for outlook in held.by_area.values() for year, _ in outlook.later if year <= horizon})
    reached = f"{years[-1]} is the last of its years up to it" if years else "it lies before the first year printed"
    counted = words.chosen_share(answer.question.growth)
    how = (
        answer.outlook_note
        or "Output of the same edition and basis; all of it is taken as if it could be exported, an upper bound."
    )
    return (
        f"{held.source.publisher}, base case of announced projects, in tonnes of {held.basis}; a projection, no history. "
        f"Horizon {horizon}: {reached}. {counted} of the growth is counted (assumption). {how} An expected fall takes "
        "nothing away: the ceiling is what could be sent."
    )


def growth_year(plan: Plan, mix: Mix) -> int | None:
    """Return the year up to which expected growth is counted in a country that carries the mix; None where in none."""
    grown = (plan.ceilings[line.area].growth for line in mix.lines)
    return max((own.year for own in grown if own is not None and own.year and own.quantity_t > 0), default=None)


def covered(coverage: Coverage, who: str, by: int | None = None) -> str:
    """Return what part can be covered, `by` the year of growth that is counted, as the beginning of a sentence."""
    start = f"{who[:1].upper()}{who[1:]} can cover"
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    when = "" if by is None else f" by {by}"
    if high <= 0:
        return f"{start} none of it"
    if low >= WHOLE:
        return f"{start} all of it{when}"
    if low <= 0:
        return f"{start} up to {words.share(high)} of it, all redirected from other buyers"
    return f"{start} {words.share_range(low, high)} of it{when}"


def carried(mix: Mix, names: Mapping[str, str], hubs: Collection[str]) -> str:
    """Return who carries the mix, each hub called so; nothing where nobody does."""
    if not mix.lines:
        return ""
    areas = [line.area for line in mix.lines]
    told = [words.in_sentence(names[area]) + (" (transit hub)" if area in hubs else "") for area in areas]
    return f"; {words.first_of(told, MOST_NAMED)} {'carries' if len(told) == 1 else 'carry'} it"


def left_open(coverage: Coverage, found: Sequence[Lifted], question: Question) -> str:
    """Return both ends of what stays open, with what binds, as a sentence; nothing where the need is covered."""
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    if low >= WHOLE:
        return ""
    start = f" {words.share_range(1 - high, 1 - low)} stays open"
    if high >= WHOLE:
        return f"{start}, depending on how much other buyers give up."
    named = reason(coverage, found)
    if named is None:
        return f"{start} because no other country has any to send."
    told = f"{start} because {rule_words(named.rule, coverage.need_t, question)}"
    if named.rule is Rule.CEILINGS:
        return f"{told}."
    return f"{told}; {without_words(named.rule)} {could_cover(named.coverage)}."


def rule_words(rule: Rule | FilterKind, need_t: float, question: Question) -> str:
    """Return a rule that binds, with its setting, as the reason in a sentence."""
    rules, limits = question.rules, question.limits
    asked = "members of the roster" if rules.circle is Circle.ROSTER else "the roster and its partners"
    return {
        Rule.CAP: f"at most {words.chosen_share(limits.third_country_cap)} may come from one third country",
        Rule.OUTSIDE: f"at most {words.chosen_share(limits.outside_roster_max)} may come from outside the roster",
        Rule.NO_REDIRECTION: "tonnes that other buyers get today do not count",
        Rule.TOGETHER: "several rules hold at once",
        Rule.CEILINGS: "the suppliers asked can send no more",
        FilterKind.CIRCLE: f"only {asked} are asked",
        FilterKind.REGION: "only countries of the region are asked",
        FilterKind.GOVERNANCE: f"governance must reach {rules.governance_floor}",
        FilterKind.EXPORT_CONTROL: "nobody with an export control in force is asked",
        FilterKind.DISTANCE: f"no supplier may lie further off than {words.kilometres(rules.distance_max_km)}",
        FilterKind.ESG: f"control of corruption must reach {rules.esg_floor}",
        FilterKind.LEAST_TONNES: f"nobody with under {words.tonnes(question.least * need_t)} a year is asked",
    }[rule]


def without_words(rule: Rule | FilterKind) -> str:
    """Return the lifting of a rule as the beginning of a clause."""
    return "without all of them" if rule is Rule.TOGETHER else "without that rule"


def could_cover(coverage: Coverage) -> str:
    """Return what part could be covered, for the lifting of a rule."""
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    part = "the whole need" if low >= WHOLE else f"{words.share_range(low, high)} of the need"
    return f"{part} could be covered"


def also_binding(answer: NearShoring) -> str:
    """Return which rules bind beside the reason that the answer gives; nothing where none does."""
    if answer.plan is None or answer.decision is None:
        return ""
    found, plan = answer.decision.binding, answer.plan
    named = reason(plan.coverage, found)
    rest = [rule_words(each.rule, plan.need_t, answer.question) for each in found if each is not named]
    return f" What else binds: {'; '.join(rest)}." if rest else ""


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
    named = words.named(names[area] for area in step.removed) if count <= MOST_NAMED else f"{count} countries"
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
    low, high = cell.coverage.low_share or 0.0, cell.coverage.high_share or 0.0
    covered_part = short_range(low, high)
    return covered_part if low >= WHOLE else f"{covered_part}, open {short_range(1 - high, 1 - low)}"


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
    left = words.tonnes_range(cover.remainder_low_t, cover.remainder_high_t)
    return f"{start}need {words.tonnes(cover.need_t)}, covered {share}{redirected}, open {left}"
