"""The near-shoring answer in sentences that can be read aloud, each made from its figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from geo.schema.codes import Region
from geo.topics.nearshoring.answer.matrix import Cell
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.answer.plan import Plan, PlanBasis
from geo.topics.nearshoring.model.coverage import Coverage
from geo.topics.nearshoring.model.filters import Circle, FilterKind, FilterRules, FilterStep
from geo.topics.nearshoring.model.mix import Mix
from geo.topics.nearshoring.model.need import NeedBasis, NeedStatus
from geo.topics.nearshoring.words.binding import WHOLE, left_open
from geo.view import words
from geo.words.language import say, say_many

MOST_NAMED = 3

TOPSIS_WORDS = (
    "TOPSIS is a second way to rank the same values: by how near a country comes to the best value of every criterion, "
    "and how far it stays from the worst. Where its place is another, the order hangs on the method."
)

MOST_DOUBTFUL = 3


def doubtful_sentence(answer: NearShoring, names: Mapping[str, str]) -> str:
    """Return which declared tonnes are set aside, the largest by name; empty where none are."""
    found = answer.doubtful
    if not found:
        return ""
    named = words.listing(
        [
            say(
                "{exporter} to {importer} {amount} at {price} a tonne{beside}",
                exporter=words.in_sentence(names[each.exporter]),
                importer=words.in_sentence(names[each.importer]),
                amount=words.tonnes(each.quantity_t),
                price=words.dollars(each.usd_per_t),
                beside=""
                if each.code_usd_per_t is None
                else say(" (others pay {price})", price=words.dollars(each.code_usd_per_t)),
            )
            for each in found[:MOST_DOUBTFUL]
        ]
    )
    start = say("Counted all the same (your choice)") if answer.question.all_declared else say("Set aside")
    return say_many(
        "{start}: {count} flow with {amount} declared that its value does not bear out, e.g. {named}.",
        "{start}: {count} flows with {amount} declared that their value does not bear out, e.g. {named}.",
        len(found),
        start=start,
        count=words.count(len(found)),
        amount=words.tonnes(sum(each.quantity_t for each in found)),
        named=named,
    )


def finding(answer: NearShoring, names: Mapping[str, str]) -> str:
    """Return the answer in one sentence, or what stands in the way of one."""
    region, who = buyers_words(answer), fallen(answer.replaced, names)
    plan = answer.plan
    if not answer.buyers:
        return say(
            "No country of {region} is in the roster or a partner of it, so there is no need to cover; choose another "
            "roster, or all countries of the region under Amounts.",
            region=answer.region.label,
        )
    if not answer.replaced:
        return say(
            "No supplier of {region} falls away in this choice; choose other suppliers to be replaced.", region=region
        )
    if plan is None or answer.decision is None:
        return _without_plan(answer, region, who)
    if not plan.need_t > 0:
        return say(
            "{region} gets nothing of {goods} from {who}: there is nothing to replace.",
            region=region,
            goods=answer.goods,
            who=who,
        )
    hubs = () if answer.transit is None else answer.transit.hubs
    found = covered(plan.coverage, source_words(answer.question.rules), growth_year(plan, answer.decision.mix))
    told = [
        _need(plan, answer.goods, region, who),
        *passing_through(answer, names),
        f"{found}{carried(answer.decision.mix, names, hubs)}.",
        left_open(plan.coverage, answer.decision.binding, answer.question),
    ]
    return " ".join(sentence for sentence in told if sentence)


def _need(plan: Plan, goods: str, region: str, who: str) -> str:
    """Return what must be replaced, as a sentence."""
    need, tonnes = plan.need, words.tonnes(plan.need_t)
    assumed = "" if need.basis is not NeedBasis.ASSUMPTION else say(" (assumption)")
    share = need.share_of_imports
    part = (
        "" if share is None else say(" ({share} of what it imports from outside the region)", share=words.share(share))
    )
    return say(
        "Without {who}, {region} must replace {amount} a year of {goods}{notes}.",
        who=who,
        region=region,
        amount=words.at_least(tonnes) if need.status is NeedStatus.AT_LEAST else tonnes,
        goods=goods,
        notes=f"{assumed}{part}",
    )


def _without_plan(answer: NearShoring, region: str, who: str) -> str:
    if answer.supply is not None:
        return say(
            "What {region} gets of {goods} from {who} is held in value, but not in tonnes: set the need yourself under "
            "Amounts to see who could cover it.",
            region=region,
            goods=answer.goods,
            who=who,
        )
    if answer.question.need is not None and answer.production is not None:
        return say(
            "A need of {amount} is set (assumption), but output of {goods} is published as shares only and no trade is "
            "held: no supplier has tonnes to cover it with.",
            amount=words.tonnes(answer.question.need),
            goods=answer.goods,
        )
    inside, output = answer.inside_roster_world, answer.production
    if inside is None or output is None:
        return say("No open figures by country are held for {goods}.", goods=answer.goods)
    return say(
        "{share} of the world's {goods} lies inside {roster} (production {period}). No open trade data are held, so the "
        "imports of {region} are not known.",
        share=words.at_start(words.inside_roster(inside)),
        goods=answer.goods,
        roster=answer.roster.name,
        period=output.period,
        region=region,
    )


def no_mix(answer: NearShoring) -> str:
    """Return why no new mix is drawn; empty where there is one."""
    plan, decision = answer.plan, answer.decision
    if plan is None or decision is None:
        why = say("there is no need in tonnes to cover")
    elif decision.mix.lines:
        return ""
    elif not plan.need_t > 0:
        why = say("nothing has to be replaced")
    elif not plan.filtered.kept:
        why = say("no country passed the filters")
    else:
        why = say(
            "no country that passed the filters can send anything, or has a figure to be cheapest by {cost}",
            cost=decision.mix.basis.label,
        )
    return say("No new mix is drawn: {why}.", why=why)


def region_words(region: Region) -> str:
    """Return a region as it stands in a sentence."""
    return say("the Americas") if region is Region.AMERICAS else region.label


def buyers_words(answer: NearShoring) -> str:
    """Return whose need is meant, as it stands in a sentence; who is left out is said where they buy anything."""
    region = region_words(answer.region)
    flows = answer.flows
    left_out = {flow.importer for flow in flows if flow.importer in answer.outside_buyers}
    return say("{region} (roster and partners)", region=region) if left_out else region


def fallen(replaced: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the suppliers that fall away as a part of a sentence."""
    return words.first_of([words.in_sentence(names[area]) for area in replaced], MOST_NAMED)


def passing_through(answer: NearShoring, names: Mapping[str, str]) -> list[str]:
    """Return whose goods a hub among the suppliers that fall away passes on, a sentence each."""
    hubs = {} if answer.transit is None else answer.transit.hubs
    found = [hubs[area] for area in answer.replaced[:MOST_NAMED] if area in hubs and hubs[area].suppliers]
    told = []
    for hub in found:
        origin, part = hub.suppliers[0]
        told.append(
            say(
                "{hub} is a transit hub: {share} of what it buys comes from {origin}.",
                hub=words.at_start(words.in_sentence(names[hub.area])),
                share=words.share(part),
                origin=words.in_sentence(names[origin]),
            )
        )
    return told


def source_words(rules: FilterRules) -> str:
    """Return who is asked to supply."""
    if rules.in_region_only:
        return say("countries of the region")
    return {
        Circle.ROSTER: say("roster members"),
        Circle.ROSTER_AND_PARTNERS: say("the roster and its partners"),
        Circle.ANY: say("other suppliers"),
    }[rules.circle]


def expected_growth(answer: NearShoring) -> str:
    """Return what the outlook is, and from which of its years on it counts at the horizon."""
    held, horizon = answer.outlooks, answer.question.horizon
    if held is None or not held.by_area:
        return say("No outlook by country is held for these goods.")
    years = sorted({year for outlook in held.by_area.values() for year, _ in outlook.later if year <= horizon})
    reached = (
        say("{year} is the last of its years up to it", year=years[-1])
        if years
        else say("it lies before the first year printed")
    )
    how = answer.outlook_note or say(
        "Output of the same edition and basis; all of it is taken as if it could be exported, an upper bound."
    )
    return say(
        "{publisher}, base case of announced projects, in tonnes of {basis}; a projection, no history. Horizon {horizon}: "
        "{reached}. {share} of the growth is counted (assumption). {how} An expected fall takes nothing away: the ceiling "
        "is what could be sent.",
        publisher=held.source.publisher,
        basis=held.basis,
        horizon=horizon,
        reached=reached,
        share=words.chosen_share(answer.question.growth),
        how=how,
    )


def growth_year(plan: Plan, mix: Mix) -> int | None:
    """Return the year up to which expected growth is counted in a country that carries the mix; None where in none."""
    grown = (plan.ceilings[line.area].growth for line in mix.lines)
    return max((own.year for own in grown if own is not None and own.year and own.quantity_t > 0), default=None)


def covered(coverage: Coverage, who: str, by: int | None = None) -> str:
    """Return what part can be covered, `by` the year of growth that is counted, as the beginning of a sentence."""
    low, high = coverage.low_share or 0.0, coverage.high_share or 0.0
    start, when = words.at_start(who), "" if by is None else say(" by {year}", year=by)
    if high <= 0:
        return say("{who} can cover none of it", who=start)
    if low >= WHOLE:
        return say("{who} can cover all of it{when}", who=start, when=when)
    if low <= 0:
        share = words.share(high)
        return say("{who} can cover up to {share} of it, all redirected from other buyers", who=start, share=share)
    return say("{who} can cover {share} of it{when}", who=start, share=words.share_range(low, high), when=when)


def carried(mix: Mix, names: Mapping[str, str], hubs: Collection[str]) -> str:
    """Return who carries the mix, each hub called so; nothing where nobody does."""
    if not mix.lines:
        return ""
    areas = [line.area for line in mix.lines]
    plain = [words.in_sentence(names[area]) for area in areas]
    told = [
        say("{name} (transit hub)", name=name) if area in hubs else name
        for area, name in zip(areas, plain, strict=True)
    ]
    return say_many("; {who} carries it", "; {who} carry it", len(told), who=words.first_of(told, MOST_NAMED))


def new_and_redirected(plan: Plan) -> str:
    """Return what the two ends of the coverage are."""
    cover = plan.coverage
    stretch = next((ceiling.stretch for ceiling in plan.ceilings.values()), 1.0)
    if plan.basis is PlanBasis.OUTPUT:
        return say(
            "No trade is held: ceilings are whole outputs, an upper bound; the exports of each country are not known."
        )
    if cover.high_t <= 0:
        return ""
    if cover.low_t <= 0:
        return say("All of the coverage is trade redirected from other buyers: at a stretch of 1 nothing is new.")
    return say(
        "Low end: exports raised to {times} times today's (assumption). High end: tonnes that other buyers get today are "
        "redirected as well.",
        times=f"{stretch:g}",
    )


def filter_sentence(step: FilterStep, names: Mapping[str, str]) -> str:
    """Return what one filter removed: how many countries, which, and how many tonnes."""
    if not step.removed:
        return say("{filter}: removed nobody.", filter=filter_name(step))
    count, without = len(step.removed), len(step.without_figure)
    named = (
        words.named(names[area] for area in step.removed)
        if count <= MOST_NAMED
        else say_many("{count} country", "{count} countries", count, count=count)
    )
    blind = "" if not without else say("; no figure for {count} of them", count=without)
    return say(
        "{filter}: removed {named}, {amount} a year{blind}.",
        filter=filter_name(step),
        named=named,
        amount=words.tonnes(step.removed_t),
        blind=blind,
    )


def filter_name(step: FilterStep) -> str:
    """Return a filter with its setting."""
    if step.kind is FilterKind.LEAST_TONNES:
        return say("At least {amount} a year", amount=words.tonnes(float(step.limit)))
    if step.kind is FilterKind.CIRCLE:
        return say("Roster only") if step.limit == Circle.ROSTER else say("Roster and partners only")
    return {
        FilterKind.REGION: say("In the region only"),
        FilterKind.GOVERNANCE: say("Governance of at least {limit}", limit=step.limit),
        FilterKind.EXPORT_CONTROL: say("No export control in force"),
        FilterKind.DISTANCE: say("At most {limit} km", limit=step.limit),
        FilterKind.ESG: say("Control of corruption of at least {limit}", limit=step.limit),
    }[step.kind]


def cell_words(cell: Cell) -> str:
    """Return a cell of the overview: coverage low to high, or why there is none."""
    if cell.coverage is None:
        return say("no tonnes") if cell.replaced else say("none")
    if not cell.coverage.need_t > 0:
        return say("none needed")
    low, high = cell.coverage.low_share or 0.0, cell.coverage.high_share or 0.0
    covered_part = short_range(low, high)
    if low >= WHOLE:
        return covered_part
    return say("{covered}, open {share}", covered=covered_part, share=short_range(1 - high, 1 - low))


def short_range(low: float | None, high: float | None) -> str:
    """Return bounds of a share, 0-1, in whole percent: ``72–78 %``; a part never rounds to nothing, nor to the whole."""
    if low is None or high is None:
        return words.no_data()
    first, last = _whole_percent(low), _whole_percent(high)
    if first == last:
        return f"{first} %"
    # Between signs a dash is hard to read.
    return (
        f"{first}–{last} %"
        if first.isdigit() and last.isdigit()
        else say("{first} to {last} %", first=first, last=last)
    )


def _whole_percent(part: float) -> str:
    if part <= 1 - WHOLE or part >= WHOLE:
        return f"{round(100 * part)}"
    return "<1" if part < 0.01 else ">99" if part > 0.99 else f"{round(100 * part)}"


def cell_sentence(cell: Cell, names: Mapping[str, str]) -> str:
    """Return a cell of the overview in words."""
    start = say(
        "{goods} ({stage}), {region}, without {who}: ",
        goods=words.at_start(cell.form),
        stage=cell.stage.value,
        region=cell.region.label,
        who=fallen(cell.replaced, names) or say("nobody"),
    )
    if cell.coverage is None or not cell.coverage.need_t > 0:
        return start + cell_words(cell)
    cover = cell.coverage
    told = say(
        "need {amount}, covered {share}{redirected}, open {open}",
        amount=words.tonnes(cover.need_t),
        share=words.share_range(cover.low_share, cover.high_share),
        redirected=say(", all redirected from other buyers") if cell.all_redirected else "",
        open=words.tonnes_range(cover.remainder_low_t, cover.remainder_high_t),
    )
    return start + told
