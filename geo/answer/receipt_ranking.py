"""Receipts of the ranking: score and place by weighted sum, place by TOPSIS, and how often first over random weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.answer.options import Decision, NearShoring
from geo.answer.plan import Plan
from geo.answer.receipt_coverage import others_cells
from geo.answer.receipt_ways import Background, cited
from geo.figure.receipt import Receipt, assumption
from geo.figure.source import Source
from geo.model.criteria import ADDED_PART, hhi_of, offer_criteria
from geo.model.formula import ALL_DIGITS, SIGNIFICANT_DIGITS, number, squares
from geo.model.ranking import SEED, TIE, TOP_PLACES, Alternatives, Criterion, FloatArray, Ranked, min_max, oriented
from geo.model.trace import Input, Step

SCORE, PLACE = "Score", "Place"
TO_BEST, TO_WORST, CLOSENESS = "Distance to the best point", "Distance to the worst point", "Closeness"
FIRST, TOP = "First", "Among the first three"

SCALED_NOTE = (
    "Each criterion is scaled between the worst and the best option that passed the filters; equal values scale to 1, "
    "and no data counts as worst."
)
OWN_RECEIPTS = "Distance, freight, governance, need and ceiling have receipts of their own."
TIED_NOTE = "Equal scores share the better place."


@dataclass(frozen=True)
class RankingBook:
    """A ranking with the raw values that it was made from.

    Attributes
    ----------
    held
        Editions of distances, factors, governance and grids.
    names
        Country names by ISO3 code.
    """

    answer: NearShoring
    plan: Plan
    decision: Decision
    held: Background
    names: Mapping[str, str]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria, in the order of the values."""
        return self.decision.ranking.criteria

    @cached_property
    def raw(self) -> dict[str, FloatArray]:
        """Raw values by country, NaN where there is no data."""
        held = self._alternatives
        return dict(zip(held.areas, held.values, strict=True))

    @cached_property
    def scaled(self) -> dict[str, FloatArray]:
        """Values scaled to 0-1 by country."""
        return dict(zip(self._alternatives.areas, min_max(oriented(self._alternatives)), strict=True))

    @cached_property
    def _alternatives(self) -> Alternatives:
        plan = self.plan
        return offer_criteria(plan.need_t, plan.filtered.kept, dict(plan.need.remaining))

    @property
    def active(self) -> list[int]:
        """Places of the criteria that have weight."""
        return [at for at, weight in enumerate(self.decision.ranking.weights) if weight > 0]

    def row(self, area: str) -> Ranked:
        """Return the ranked option of that code; raises KeyError if it was not ranked."""
        return {row.area: row for row in self.decision.ranking.rows}[area]

    def ends(self, at: int) -> tuple[float, float] | None:
        """Return the worst and the best raw value of a criterion; None where all are equal, or none is known."""
        values = np.array([row[at] for row in self.raw.values()])
        known = values[~np.isnan(values)]
        if not known.size:
            return None
        low, high = float(known.min()), float(known.max())
        if high - low <= TIE * max(abs(low), abs(high)):
            return None
        return (low, high) if self.criteria[at].is_higher_better else (high, low)


def score_receipt(book: RankingBook, area: str) -> Receipt:
    """Return how the score of an option came about."""
    steps, row = _score_steps(book, area), book.row(area)
    shown, title = {area, *_extremes(book)}, f"{SCORE} of {book.names[area]}"
    return _receipt(book, title, [*steps, _score(book, row)], shown, (SCALED_NOTE, OWN_RECEIPTS), _staying(book))


def place_receipt(book: RankingBook, area: str) -> Receipt:
    """Return how the place of an option came about."""
    row = book.row(area)
    ahead = [other for other in book.decision.ranking.rows if other.score > row.score + TIE]
    scores = ", ".join(f"{book.names[other.area]} {number(other.score)}" for other in ahead) or "none"
    steps = [*_score_steps(book, area), _score(book, row), _place(PLACE, row.place, "a higher score")]
    notes = (SCALED_NOTE, OWN_RECEIPTS, TIED_NOTE, f"Higher scores: {scores}.")
    shown, title = {area, *_extremes(book)}, f"{PLACE} of {book.names[area]}"
    return _receipt(book, title, steps, shown, notes, _staying(book))


def topsis_receipt(book: RankingBook, area: str) -> Receipt:
    """Return how the place of an option by TOPSIS came about (Hwang and Yoon 1981)."""
    row, own = book.row(area), book.raw[area]
    steps: list[Step] = []
    to_best: list[tuple[str, float]] = []
    to_worst: list[tuple[str, float]] = []
    for at in book.active:
        ends = book.ends(at)
        if ends is None:
            continue
        criterion, weight = book.criteria[at], book.decision.ranking.weights[at]
        worst, best = ends
        values = [worst if np.isnan(values[at]) else float(values[at]) for values in book.raw.values()]
        norm = float(np.sqrt(np.square(values).sum()))
        value = worst if np.isnan(own[at]) else float(own[at])
        worked = f"sqrt({' + '.join(f'{_signed(each, SIGNIFICANT_DIGITS)}²' for each in values)})"
        label, rule = f"Norm of {criterion.label.lower()}", "root of the sum of squares over all options"
        steps.append(Step(label, rule, worked, norm, "index"))
        for terms, end in ((to_best, best), (to_worst, worst)):
            difference = f"({number(value, ALL_DIGITS)} - {_signed(end)})"
            terms.append((f"({number(weight)} × {difference} / {number(norm)})²", (weight * (value - end) / norm) ** 2))
    lengths = []
    for label, terms in ((TO_BEST, to_best), (TO_WORST, to_worst)):
        length = float(np.sqrt(sum(square for _, square in terms)))
        rule = "root of the sum of squares of weight times difference over norm"
        worked = f"sqrt({' + '.join(text for text, _ in terms)})" if terms else "0"
        steps.append(Step(label, rule, worked, length, "index"))
        lengths.append(length)
    is_alone = not sum(lengths) > TIE
    steps.append(
        Step(
            CLOSENESS,
            "all options are equal" if is_alone else "distance to the worst point over both distances",
            "1" if is_alone else f"{number(lengths[1])} / ({number(lengths[0])} + {number(lengths[1])})",
            row.topsis,
            "index",
        )
    )
    ahead = [other for other in book.decision.ranking.rows if other.topsis > row.topsis + TIE]
    closer = ", ".join(f"{book.names[other.area]} {number(other.topsis)}" for other in ahead) or "none"
    steps.append(_place("TOPSIS place", row.topsis_place, "a higher closeness"))
    notes = ("No data counts as the worst value that is known.", TIED_NOTE, f"Closer: {closer}.")
    return _receipt(book, f"TOPSIS place of {book.names[area]}", steps, set(book.raw), notes)


def often_receipt(book: RankingBook, area: str, *, among_three: bool) -> Receipt:
    """Return how often an option is first, or among the first three, over random weights."""
    ranking, row = book.decision.ranking, book.row(area)
    share = row.top3 if among_three else row.first
    label = TOP if among_three else FIRST
    rule = (
        f"random weightings under which at most {TOP_PLACES - 1} score higher, over all that were drawn"
        if among_three
        else "random weightings under which nobody scores higher, over all that were drawn"
    )
    step = Step(label, rule, f"{number(round(share * ranking.draws))} / {number(ranking.draws)}", share, "share")
    extra = [
        assumption("Random weightings drawn, flat over all weights of the criteria in use", ranking.draws, "draws"),
        assumption("Start of the random numbers (NumPy default_rng, standard_exponential)", SEED, "seed"),
    ]
    notes = (
        SCALED_NOTE,
        f"Standard error at most {number(ranking.standard_error)}; the same start gives the same draws.",
    )
    return _receipt(book, f"{label}, {book.names[area]}", [step], set(book.raw), notes, extra)


def _score_steps(book: RankingBook, area: str) -> list[Step]:
    """Return the scaled value of each criterion that has weight; before it, of those worked out from tonnes, the raw value."""
    steps = []
    for at in book.active:
        criterion, value, ends = book.criteria[at], float(book.raw[area][at]), book.ends(at)
        if np.isnan(value):
            rule, worked = "no data counts as worst", "0"
        elif ends is None:
            rule, worked = "equal for all that are ranked", "1"
        else:
            worst, best = ends
            steps += _raw_steps(book, criterion, area, value)
            rule = "how far the value is from the worst, over how far the best is"
            own, far = number(value, ALL_DIGITS), _signed(worst)
            worked = f"({own} - {far}) / ({number(best, ALL_DIGITS)} - {far})"
        steps.append(Step(f"{criterion.label}, scaled", rule, worked, float(book.scaled[area][at]), "index"))
    return steps


def _raw_steps(book: RankingBook, criterion: Criterion, area: str, value: float) -> list[Step]:
    """Return how a raw value came about that no other receipt holds: volume and concentration."""
    plan, remaining = book.plan, dict(book.plan.need.remaining)
    offer = next(offer for offer in plan.filtered.kept if offer.area == area)
    if criterion.key == "volume":
        worked = f"min(1, {number(offer.ceiling_t)} / {number(plan.need_t)})"
        return [Step(criterion.label, "its ceiling over the need, at most 1", worked, value, "share")]
    if criterion.key != "concentration":
        return []
    after = {**remaining, area: remaining.get(area, 0.0) + ADDED_PART * plan.need_t}
    steps = []
    for label, tonnes in (
        ("HHI of what stays", remaining),
        (f"HHI with {number(ADDED_PART)} of the need from it", after),
    ):
        whole = sum(tonnes.values())
        worked = f"({squares([*tonnes.values()])}) / {number(whole)}²" if whole > 0 else "0"
        steps.append(Step(label, "sum of squared tonnes over the square of their sum", worked, hhi_of(tonnes), "index"))
    before, then = (number(step.result, ALL_DIGITS) for step in steps)
    return [*steps, Step(criterion.label, "the second less the first", f"{then} - {before}", value, "index")]


def _score(book: RankingBook, row: Ranked) -> Step:
    weights = book.decision.ranking.weights
    terms = [f"{number(weights[at])} × {number(float(book.scaled[row.area][at]))}" for at in book.active]
    return Step(SCORE, "sum of weight times scaled value; the weights sum to 1", " + ".join(terms), row.score, "index")


def _place(label: str, place: int, ahead: str) -> Step:
    return Step(label, f"one more than the options with {ahead}", f"1 + {place - 1}", place, "place")


def _signed(value: float, digits: int = ALL_DIGITS) -> str:
    text = number(value, digits)
    return f"({text})" if value < 0 else text


def _extremes(book: RankingBook) -> set[str]:
    """Return the countries with the worst and the best value of each criterion that has weight."""
    found: set[str] = set()
    for at in book.active:
        known = {area: float(row[at]) for area, row in book.raw.items() if not np.isnan(row[at])}
        if known:
            found |= {min(known, key=lambda area: known[area]), max(known, key=lambda area: known[area])}
    return found


def _receipt(
    book: RankingBook,
    figure: str,
    steps: Sequence[Step],
    areas: set[str],
    notes: Sequence[str],
    extra: Sequence[Input] = (),
) -> Receipt:
    cells = [*extra, *_weight_cells(book), *_value_cells(book, areas)]
    return cited(book.answer, figure, steps, cells, notes)


def _staying(book: RankingBook) -> list[Input]:
    """Return the supplies by which the effect on concentration is measured, if that criterion tells options apart."""
    is_used = any(book.criteria[at].key == "concentration" and book.ends(at) is not None for at in book.active)
    return others_cells(book.answer, book.plan, book.names) if is_used else []


def _weight_cells(book: RankingBook) -> list[Input]:
    """Return the weights as they were set; the default is an assumption too."""
    set_to = book.answer.question.all_weights
    return [assumption(f"Weight of {each.label.lower()}", set_to[each.key], "weight") for each in book.criteria]


def _value_cells(book: RankingBook, areas: set[str]) -> list[Input]:
    """Return the raw values of `areas` in the criteria that tell options apart, by criterion and country."""
    return [
        _value_cell(book, book.criteria[at], area, float(book.raw[area][at]))
        for at in book.active
        if book.ends(at) is not None
        for area in sorted(areas)
    ]


def _value_cell(book: RankingBook, criterion: Criterion, area: str, value: float) -> Input:
    source, year, basis = _behind(book, criterion, area)
    name = f"{book.names[area]}: {criterion.label.lower()}"
    if source is None:
        return assumption(name, value, criterion.unit, note=basis)
    return Input(
        code=area,
        name=name,
        value=None if np.isnan(value) else value,
        unit=criterion.unit,
        year=year,
        basis=basis,
        edition=source.edition,
        source_id=source.source_id,
        note="no data" if np.isnan(value) else "",
    )


def _behind(book: RankingBook, criterion: Criterion, area: str) -> tuple[Source | None, int | None, str]:
    """Return edition, year and basis of a raw value; no edition where the user's roster decides."""
    answer, editions = book.answer, book.held.editions
    if criterion.key == "distance":
        return editions["distance"], None, "modelled, mean over the importers"
    if criterion.key == "co2":
        return editions["freight_factor"], None, "factors of the vehicles times modelled kilometres"
    if criterion.key == "governance":
        own = book.held.standing.governance.get(area)
        return editions["governance"], None if own is None else own.year, "mean of six estimates"
    if criterion.key == "grid":
        grid = book.held.standing.grid.get(area)
        return editions["grid_carbon"], None if grid is None else grid[1], "national average of generation"
    if criterion.key == "control":
        return _control_source(answer, area), None, "in force as known on the date of the list"
    if criterion.key == "roster":
        return None, None, f"roster {answer.roster.name}"
    if answer.trade is not None:
        return answer.trade.source, answer.trade.year, "worked out from flows"
    output = answer.production
    return (None, None, "") if output is None else (output.source, output.year, "worked out from output")


def _control_source(answer: NearShoring, area: str) -> Source | None:
    """Return the list that says whether a control is in force; a country that it leaves out has none that is known."""
    rows = [*answer.controls.get(area, ()), *(row for rows in answer.controls.values() for row in rows)]
    ids = [row.source_id for row in rows]
    return next((source for source in answer.sources if ids and source.source_id == ids[0]), None)
