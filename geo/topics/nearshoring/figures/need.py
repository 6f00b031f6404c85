"""The tonnes of a near-shoring answer as traced numbers: need, ceilings, coverage, and the receipts that they yield."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from geo.errors import SelectionError
from geo.evidence import leaf
from geo.evidence.geography import Geography
from geo.evidence.receipt_production import printed_cells
from geo.figure.receipt import Receipt, receipt_of, setting
from geo.model.formula import number
from geo.model.growth import counted_growth, output_growth
from geo.model.line import Input
from geo.model.supply import TradeBasis
from geo.model.trace import Traced, cell, certified, gathered, named, total
from geo.store.database import Atlas
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.answer.plan import Plan, PlanBasis
from geo.topics.nearshoring.figures.background import Background, background_of
from geo.topics.nearshoring.model import ceiling as formula
from geo.topics.nearshoring.model.binding import Lifted, Rule, reason
from geo.topics.nearshoring.model.ceiling import Ceiling, PassedOn, ProjectUse
from geo.topics.nearshoring.model.coverage import left_open, open_part, part_of_need, reach, sides
from geo.topics.nearshoring.model.filters import sum_over
from geo.topics.nearshoring.model.need import NEED, NeedBasis, need_tonnes, part_of_imports
from geo.topics.nearshoring.model.offer import Offer, allowed_redirection

LOW, HIGH, OPEN = "Covered, low end", "Covered, high end", "Open"
OPEN_HIGH = "Open, without redirected tonnes"
LOW_SHARE, HIGH_SHARE = f"{LOW}, part of the need", f"{HIGH}, part of the need"
OPEN_SHARE, OPEN_HIGH_SHARE = f"{OPEN}, part of the need", f"{OPEN}, part of the need without redirected tonnes"
OTHERS = "From suppliers that stay"
EXPORTER_NOTE = "An exporter is not a producer."
ENDS_NOTE = "Low end: tonnes that nobody gets today. High end: with tonnes that other buyers would give up."
PASSED_ON = {
    PassedOn.ALL_IMPORTS: "imports of the same goods, at most its exports",
    PassedOn.FROM_REPLACED: "imports from the suppliers that fall away, at most its exports",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What one offer can send: new tonnes, the redirected ones that are counted, and both."""

    new: Traced
    redirected: Traced
    ceiling: Traced


class Workings:
    """The figures of one answer as traced numbers; nothing is worked out before it is asked for, and then once."""

    def __init__(self, answer: NearShoring, geography: Geography, atlas: Atlas) -> None:
        self.answer, self.geography, self.names = answer, geography, geography.names
        self.atlas = atlas
        self.limits, self.may_redirect = answer.question.limits, answer.question.redirect
        self._sent: dict[str, Sent] = {}

    def without(self, lifted: Lifted) -> Workings:
        """Return the workings of the same answer without one rule."""
        plan = replace(self.plan, offers=lifted.offers, filtered=lifted.filtered, coverage=lifted.coverage)
        freed = Workings(replace(self.answer, plan=plan), self.geography, self.atlas)
        freed.limits = lifted.limits
        freed.may_redirect = self.may_redirect or lifted.rule in (Rule.NO_REDIRECTION, Rule.TOGETHER)
        return freed

    @property
    def plan(self) -> Plan:
        """The plan; raises SelectionError where there is none, and so nothing to work out."""
        if self.answer.plan is None:
            raise SelectionError("without a need there are no tonnes to work out; set a need")
        return self.answer.plan

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """Offers that passed the filters, by country; none where there is no plan."""
        kept = () if self.answer.plan is None else self.answer.plan.filtered.kept
        return {offer.area: offer for offer in kept}

    @cached_property
    def background(self) -> Background:
        """Distances, factors and indicators behind the answer."""
        return background_of(self.atlas, self.answer)

    @cached_property
    def output_cells(self) -> tuple[Input, ...]:
        """The printed cells behind world output; none where none is held."""
        return () if self.answer.production is None else printed_cells(self.atlas, self.answer.production)

    def receipt(
        self, figure: str, found: Traced | Sequence[Traced], *notes: str, beside: Iterable[Input] = ()
    ) -> Receipt:
        """Return a receipt; what a tonne is a tonne of stands in its title, the reservation of trade in its notes."""
        answer, plan = self.answer, self.answer.plan
        subject = answer.goods if plan is None else plan.need.goods
        title = f"{figure}, {answer.region.label}: {subject}"
        made = receipt_of(title, found, answer.sources, notes, beside=beside)
        if answer.trade is None or answer.trade.source not in made.sources:
            return made
        return replace(made, notes=(self._trade_note, *notes))

    @property
    def _trade_note(self) -> str:
        note = "" if self.answer.trade is None else self.answer.trade.code.note
        return f"{note} {EXPORTER_NOTE}".strip()

    # Settings

    @cached_property
    def _stretch(self) -> Traced:
        return setting("Stretch: exports at most, times today's", self.answer.question.ceiling, "times")

    @cached_property
    def _counted_share(self) -> Traced:
        return setting("Growth and projects: part that is counted", self.plan.growth_share, "share")

    @cached_property
    def cap(self) -> Traced:
        """Most from one third country, of the need."""
        return setting("Most from one third country", self.limits.third_country_cap, "share")

    @cached_property
    def outside_max(self) -> Traced:
        """Most from outside the roster, of the need."""
        return setting("Most from outside the roster", self.limits.outside_roster_max, "share")

    # Need

    @cached_property
    def need(self) -> Traced:
        """The need, from flows or as the user set it."""
        need = self.plan.need
        flows = self.need_cells
        if need.basis is not NeedBasis.ASSUMPTION and not need.parts:
            return named(NEED, need.status.sentence, "t", Traced(0.0))
        if need.basis is NeedBasis.ASSUMPTION:
            return named(NEED, "set by the user", "t", setting(NEED, self.plan.need_t, "t", note=need.goods))
        parts = [(part.supplier, part.quantity_t) for part in need.parts if part.quantity_t is not None]
        return need_tonnes([gathered(tonnes, flows.get(supplier, ())) for supplier, tonnes in parts])

    @cached_property
    def need_cells(self) -> dict[str, list[Input]]:
        """The flows from each supplier that falls away to the home."""
        answer, found = self.answer, dict[str, list[Input]]()
        if answer.trade is None or answer.supply is None:
            return found
        home = {area for area, _ in answer.supply.importers}
        inward = [flow for flow in answer.flows if flow.exporter in answer.replaced and flow.importer in home]
        for flow in sorted(inward, key=lambda flow: (flow.exporter, -flow.value_usd, flow.importer)):
            made = leaf.flow(answer.trade, flow, self.names, by_tonnes=True)
            found.setdefault(flow.exporter, []).append(made)
        return found

    @property
    def others_sent(self) -> dict[str, Traced]:
        """What the suppliers that stay send to the region today, by country; nothing where no trade is held."""
        trade = self.answer.trade
        if trade is None:
            return {}
        return {
            area: leaf.flow_sum(trade, area, f"{self.names[area]}: to the region today", tonnes)
            for area, tonnes in self.plan.need.remaining
        }

    # What each offer can send

    def sent(self, area: str) -> Sent:
        """Return what an offer can send."""
        if area not in self._sent:
            self._sent[area] = self._worked_out(self.plan.ceilings[area])
        return self._sent[area]

    def own(self, ceiling: Ceiling) -> Traced:
        """Return the own exports of a supplier, or its output where no trade is held."""
        if self.plan.basis is PlanBasis.OUTPUT:
            return self._tonnes(ceiling, "output, taken as if all could be exported", ceiling.exports_t)
        exports = self._tonnes(ceiling, "exports to all countries", ceiling.exports_t)
        passed_on = self._tonnes(ceiling, PASSED_ON[self.answer.question.ceiling_rule.passed_on], ceiling.passed_on_t)
        return formula.own_tonnes(exports, passed_on, of=self.names[ceiling.area])

    def growth(self, ceiling: Ceiling) -> Traced | None:
        """Return what an outlook adds to a ceiling; None where it adds nothing."""
        growth, expected = ceiling.growth, self.answer.outlooks
        if growth is None or growth.year is None or expected is None or not growth.quantity_t > 0:
            return None
        outlook, name, note = growth.outlook, self.names[ceiling.area], self.answer.outlook_note
        printed = dict(((outlook.base_year, outlook.base_t), *outlook.later))
        then, now = (
            cell(leaf.outlook(outlook, expected.source, name, year, printed[year], note))
            for year in (growth.year, outlook.base_year)
        )
        return counted_growth(
            output_growth(then, now), self.own(ceiling), self._counted_share, of=name, year=growth.year
        )

    def _worked_out(self, ceiling: Ceiling) -> Sent:
        name, own = self.names[ceiling.area], self.own(ceiling)
        to_home = self._tonnes(ceiling, "of these, to the home", ceiling.to_home_t)
        projects = [self._project(use) for use in ceiling.projects if use.use is ProjectUse.COUNTED]
        extra = formula.extra_tonnes(own, to_home, self._stretch)
        new = formula.new_tonnes(extra, self.growth(ceiling) or 0.0, total(projects), of=name)
        redirected = allowed_redirection(
            formula.redirected_tonnes(own, to_home, of=name),
            may_redirect=self.may_redirect,
            of=name,
        )
        return Sent(new, redirected, formula.ceiling_tonnes(new, redirected, of=name))

    def _tonnes(self, ceiling: Ceiling, word: str, value: float | None) -> Traced:
        answer, name = self.answer, f"{self.names[ceiling.area]}: {word}"
        note = f"{ceiling.without_quantity} flows have no tonnes" if ceiling.without_quantity else ""
        if answer.trade is not None:
            return leaf.flow_sum(answer.trade, ceiling.area, name, value, note)
        if answer.production is None:
            raise SelectionError("a ceiling comes from trade or from output, and neither is held")
        source, year = answer.production.source, answer.production.year
        printed = leaf.published(source, ceiling.area, name, value, "t", year=year, basis="as printed", note=note)
        return gathered(value or 0.0, [printed])

    def _project(self, use: formula.ProjectTonnes) -> Traced:
        project = use.project
        source = next(source for source in self.answer.sources if source.source_id == project.source_id)
        capacity = cell(
            leaf.published(
                source,
                project.area,
                f"{project.site}: yearly capacity",
                project.capacity_t_per_year,
                "t",
                year=project.start_year,
                basis=project.goods or "",
            )
        )
        return formula.counted_capacity(capacity, self._counted_share, of=project.site)

    # What the offers cover

    @cached_property
    def low(self) -> Traced:
        """Covered by tonnes that nobody gets today."""
        return self._reached(LOW, lambda offer: self.sent(offer.area).new)

    @cached_property
    def high(self) -> Traced:
        """Covered with tonnes that other buyers would give up."""
        return self._reached(HIGH, lambda offer: self.sent(offer.area).ceiling)

    def _reached(self, end: str, tonnes: Callable[[Offer], Traced]) -> Traced:
        sent = [(offer, tonnes(offer)) for offer in self.plan.filtered.kept]
        inside, outside = sides(sent, self.limits, self.need, self.cap)
        return reach(self.need, inside, outside, self.outside_max, end=end)

    @cached_property
    def shares(self) -> tuple[Traced, Traced, Traced, Traced]:
        """Covered and open as parts of the need: low, high, open without redirected tonnes, open with them."""
        low, high = part_of_need(self.low, self.need, of=LOW), part_of_need(self.high, self.need, of=HIGH)
        return low, high, open_part(low, label=OPEN_HIGH_SHARE), open_part(high, label=OPEN_SHARE)


def formula_of(figure: Traced) -> str:
    """Return the whole arithmetic of a figure in one line, e.g. ``800 + 100 = 900 t``."""
    result = f"{number(figure.value)} {'' if figure.name is None else figure.name.unit}".rstrip()
    return f"{figure.written_out} = {result}"


def need_receipt(workings: Workings) -> Receipt:
    """Return how the need came about: the sum of what the suppliers to be replaced send to the home."""
    need = workings.plan.need
    notes = () if need.basis is NeedBasis.ASSUMPTION else (need.status.sentence,)
    return workings.receipt(NEED, workings.need, *notes, beside=_need_beside(workings))


def _need_beside(workings: Workings) -> list[Input]:
    """Return the flows behind the need, those without tonnes too."""
    if workings.plan.need.basis is NeedBasis.ASSUMPTION:
        return []
    return [made for own in workings.need_cells.values() for made in own]


def tonnes_receipt(workings: Workings, figure: str, found: Traced | Sequence[Traced], *notes: str) -> Receipt:
    """Return how tonnes came about that hang on ceilings."""
    own = f"Own exports: exports less {PASSED_ON[workings.answer.question.ceiling_rule.passed_on]}."
    return workings.receipt(figure, found, own, *notes)


def ceiling_receipt(workings: Workings, area: str) -> Receipt:
    """Return how the ceiling of one country came about."""
    return tonnes_receipt(workings, f"Ceiling of {workings.names[area]}", workings.sent(area).ceiling)


def growth_receipt(workings: Workings, area: str) -> Receipt | None:
    """Return how the tonnes came about that an outlook adds to the ceiling of one country; None where it adds none."""
    ceiling = workings.plan.ceilings.get(area)
    found = None if ceiling is None else workings.growth(ceiling)
    notes = (workings.answer.outlook_note,) if workings.answer.outlook_note else ()
    figure = f"Expected growth of {workings.names[area]}"
    return None if found is None else tonnes_receipt(workings, figure, found, *notes)


def sum_receipt(workings: Workings, figure: str, found: Sequence[Traced]) -> Receipt:
    """Return how the new, or the redirected, tonnes of several countries came about: the sum of theirs."""
    return tonnes_receipt(workings, figure, sum_over(found, figure=figure))


def coverage_receipts(workings: Workings) -> dict[str, Callable[[], Receipt]]:
    """Return receipts of need and coverage under the names of their figures; those that have one."""
    if workings.answer.plan is None:
        return {}
    plan, need = workings.plan, workings.plan.need
    has_flows = need.basis is NeedBasis.ASSUMPTION or bool(need.parts)
    found: dict[str, Callable[[], Receipt]] = {"need_t": lambda: need_receipt(workings)} if has_flows else {}
    if not plan.need_t > 0:
        return found

    def covered(figure: str, *traced: Callable[[], Traced]) -> Callable[[], Receipt]:
        return lambda: tonnes_receipt(workings, figure, [each() for each in traced], ENDS_NOTE, *_removed(workings))

    def opened(reached: Callable[[], Traced], label: str) -> Callable[[], Traced]:
        return lambda: left_open(workings.need, reached(), label=label)

    low, high = (lambda: workings.low), (lambda: workings.high)
    open_low, open_high = opened(high, OPEN), opened(low, OPEN_HIGH)
    low_share, high_share, *open_shares = [lambda place=place: workings.shares[place] for place in range(4)]
    # Each shows the ends of the coverage first, so that JSON writes the steps that several share once.
    return found | {
        "low_t": covered(LOW, low),
        "high_t": covered("Coverage of the need", low, high),
        "low_share": covered(LOW_SHARE, low, low_share),
        "high_share": covered("Coverage, part of the need", low, high, low_share, high_share),
        "remainder_share": covered("Open part of the need", low, high, low_share, high_share, *open_shares),
        "sentence": lambda: sentence_receipt(workings),
        "remainder_low_t": covered("Open part of the need", low, high, open_high, open_low),
        "remainder_high_t": covered(OPEN_HIGH, low, open_high),
    }


def sentence_receipt(workings: Workings) -> Receipt:
    """Return how every figure of the answer's sentence came about; there must be a need."""
    plan, others = workings.plan, workings.others_sent
    imports: list[Traced] = []
    if plan.need.share_of_imports is not None:
        rule = "sum of what they send to the region from outside"
        staying = named(OTHERS, rule, "t", total([*others.values()]) if others else Traced(0.0))
        imports = [part_of_imports(workings.need, staying)]
    notes = (plan.need.status.sentence, ENDS_NOTE, *_removed(workings))
    figures = [workings.need, *imports, *_hubs(workings), *workings.shares]
    return _with_reason(workings, tonnes_receipt(workings, "The answer", figures, *notes))


def _with_reason(workings: Workings, made: Receipt) -> Receipt:
    """Return the receipt with how the coverage came about without the rule that the sentence names, if it names one."""
    decision = workings.answer.decision
    lifted = None if decision is None else reason(workings.plan.coverage, decision.binding)
    if lifted is None or lifted.rule is Rule.CEILINGS:
        return made
    low, high, *_ = workings.without(lifted).shares
    freed = tonnes_receipt(workings, "", [low, high])
    steps = [replace(step, label=f"{step.label}, without {lifted.rule.value}") for step in freed.steps]
    # The figures of the sentence stand last.
    return replace(
        made,
        steps=(*steps, *made.steps),
        inputs=tuple(dict.fromkeys([*made.inputs, *freed.inputs])),
        sources=tuple(dict.fromkeys([*made.sources, *freed.sources])),
    )


def _hubs(workings: Workings) -> list[Traced]:
    """Return from whom hubs that fall away buy most."""
    answer, names = workings.answer, workings.names
    trade, transit = answer.trade, answer.transit
    if trade is None or transit is None:
        return []
    by_tonnes, found = transit.view.basis is TradeBasis.TONNES, []
    for hub in (transit.hubs[area] for area in answer.replaced if area in transit.hubs):
        inward = [flow for flow in trade.flows if flow.importer == hub.area and flow.exporter != hub.area]
        bought = {flow.exporter: leaf.flow(trade, flow, names, by_tonnes=by_tonnes) for flow in inward}
        amounts = {area: gathered(each.value or 0.0, [each]) for area, each in bought.items()}
        origin, share = hub.suppliers[0]
        label = f"Part of what {names[hub.area]} buys that comes from {names[origin]}"
        rule = "its largest supplier over all of its imports"
        found.append(certified(label, rule, "share", share, amounts[origin] / total([*amounts.values()])))
    return found


def _removed(workings: Workings) -> list[str]:
    return [
        f"Removed by a filter: {step.kind.value} ({step.limit}): {len(step.removed)} countries, "
        f"{number(step.removed_t)} t, e.g. {', '.join(workings.names[area] for area in step.removed[:3])}."
        for step in workings.plan.filtered.steps
        if step.removed
    ]
