"""Receipts of the ranking: score and place by weighted sum, place by TOPSIS, and how often first over random weights.

Places, closeness and draws hang on all options at once: their receipts are certificates, which hold the result of the
ranking against the values of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from geo.errors import SelectionError
from geo.evidence import leaf
from geo.figure.receipt import Receipt, assumption, setting
from geo.figure.source import Source
from geo.model.formula import number
from geo.model.line import Input
from geo.model.trace import Traced, certified, gathered, named, root, total
from geo.topics.nearshoring.answer.options import Decision, NearShoring
from geo.topics.nearshoring.figures.need import Workings
from geo.topics.nearshoring.model.criteria import (
    ADDED_PART,
    concentration_effect,
    hhi_of,
    offer_criteria,
    volume,
    with_added,
)
from geo.topics.nearshoring.model.ranking import (
    SEED,
    TIE,
    TOP_PLACES,
    Criterion,
    FloatArray,
    Ranked,
    closeness,
    scaled_value,
    weighted_score,
)

SCORE, PLACE = "Score", "Place"
TO_BEST, TO_WORST = "Distance to the best point", "Distance to the worst point"
FIRST, TOP = "First", "Among the first three"

SCALED_NOTE = (
    "Each criterion is scaled between the worst and the best option that passed the filters; equal values scale to 1, "
    "and no data counts as worst."
)
OWN_RECEIPTS = "Distance, freight and governance have receipts of their own."
TIED_NOTE = "Equal scores share the better place."


class Ledger(Workings):
    """The workings of an answer with its ranking and the raw values that it was made from."""

    @property
    def decision(self) -> Decision:
        """Ranking and mix; raises SelectionError where there are none."""
        if self.answer.decision is None:
            raise SelectionError("without a need nothing is ranked; set a need")
        return self.answer.decision

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria, in the order of the values."""
        return self.decision.ranking.criteria

    @cached_property
    def raw(self) -> dict[str, FloatArray]:
        """Raw values by country, NaN where there is no data."""
        held = offer_criteria(self.plan.need_t, self.plan.filtered.kept, dict(self.plan.need.remaining))
        return dict(zip(held.areas, held.values, strict=True))

    @property
    def active(self) -> list[int]:
        """Places of the criteria that have weight."""
        return [at for at, weight in enumerate(self.decision.ranking.weights) if weight > 0]

    @cached_property
    def weights(self) -> dict[int, Traced]:
        """Weight of each active criterion as a part of all, from the weights as they were set."""
        set_to = self.answer.question.all_weights
        held = {at: self._weight(self.criteria[at], set_to) for at in self.active}
        whole = total([*held.values()])
        return {
            at: named(
                f"Weight of {self.criteria[at].label.lower()}", "its weight over all weights", "share", own / whole
            )
            for at, own in held.items()
        }

    @staticmethod
    def _weight(criterion: Criterion, set_to: Mapping[str, float]) -> Traced:
        return setting(f"Weight of {criterion.label.lower()}", set_to[criterion.key], "weight")

    def row(self, area: str) -> Ranked:
        """Return the ranked option of that code; raises KeyError if it was not ranked."""
        return {row.area: row for row in self.decision.ranking.rows}[area]

    @cached_property
    def ends(self) -> tuple[tuple[str, str] | None, ...]:
        """Who has the worst and the best raw value by criterion; None where all are equal, or none is known."""
        return tuple(self._ends(at) for at in range(len(self.criteria)))

    def _ends(self, at: int) -> tuple[str, str] | None:
        known = {area: float(row[at]) for area, row in self.raw.items() if not np.isnan(row[at])}
        if not known:
            return None
        low, high = min(known, key=lambda area: known[area]), max(known, key=lambda area: known[area])
        if known[high] - known[low] <= TIE * max(abs(known[low]), abs(known[high])):
            return None
        return (low, high) if self.criteria[at].is_higher_better else (high, low)

    @cached_property
    def values(self) -> dict[tuple[int, str], Traced]:
        """Raw values of the active criteria as cells; where there is no data, the worst that is known."""
        return {(at, area): self._value(at, area) for at in self.active for area in self.raw}

    def _value(self, at: int, area: str) -> Traced:
        value, ends = float(self.raw[area][at]), self.ends[at]
        found = _value_cell(self, self.criteria[at], area, value)
        if not np.isnan(value) or ends is None:
            return gathered(value, [found])
        return gathered(float(self.raw[ends[0]][at]), [found])

    def cells(self) -> list[Input]:
        """Return the raw values of all options in the criteria that tell them apart."""
        told_apart = [at for at in self.active if self.ends[at] is not None]
        return [found for at in told_apart for area in sorted(self.raw) for found in self.values[at, area].cells]


def score_receipt(ledger: Ledger, area: str) -> Receipt:
    """Return how the score of an option came about."""
    return ledger.receipt(f"{SCORE} of {ledger.names[area]}", _score(ledger, area), SCALED_NOTE, OWN_RECEIPTS)


def place_receipt(ledger: Ledger, area: str) -> Receipt:
    """Return how the place of an option came about."""
    row = ledger.row(area)
    ahead = {other.area: other.score for other in ledger.decision.ranking.rows if other.score > row.score + TIE}
    found = [_score(ledger, area), _place(PLACE, row.place, "a higher score", ahead)]
    notes = (SCALED_NOTE, OWN_RECEIPTS, TIED_NOTE, f"Higher scores: {_listed(ledger, ahead)}.")
    return ledger.receipt(f"{PLACE} of {ledger.names[area]}", found, *notes)


def topsis_receipt(ledger: Ledger, area: str) -> Receipt:
    """Return how the place of an option by TOPSIS came about (Hwang and Yoon 1981)."""
    row = ledger.row(area)
    apart = {at: ends for at in ledger.active if (ends := ledger.ends[at]) is not None}
    norms = {at: _norm(ledger, at) for at in apart}

    def length(label: str, end: int) -> Traced:
        rule = "root of the sum of squares of weight times difference over norm"
        terms = [
            (ledger.weights[at] * (ledger.values[at, area] - ledger.values[at, ends[end]]) / norms[at]) ** 2
            for at, ends in apart.items()
        ]
        return named(label, rule, "index", root(total(terms)) if terms else Traced(0.0))

    to_worst, to_best = length(TO_WORST, 0), length(TO_BEST, 1)
    if to_best + to_worst > TIE:
        near = closeness(to_best, to_worst)
    else:
        near = named("Closeness", "all options are equal", "index", Traced(1.0))
    ahead = {other.area: other.topsis for other in ledger.decision.ranking.rows if other.topsis > row.topsis + TIE}
    found = [near, _place("TOPSIS place", row.topsis_place, "a higher closeness", ahead)]
    notes = ("No data counts as the worst value that is known.", TIED_NOTE, f"Closer: {_listed(ledger, ahead)}.")
    return ledger.receipt(
        f"TOPSIS place of {ledger.names[area]}", found, *notes, beside=[*_weight_cells(ledger), *ledger.cells()]
    )


def often_receipt(ledger: Ledger, area: str, *, among_three: bool) -> Receipt:
    """Return how often an option is first, or among the first three, over random weights."""
    ranking, row = ledger.decision.ranking, ledger.row(area)
    share, label = (row.top3, TOP) if among_three else (row.first, FIRST)
    most = f"at most {TOP_PLACES - 1} score" if among_three else "nobody scores"
    rule = f"random weightings under which {most} higher, over all that were drawn"
    drawn = setting("Random weightings drawn, flat over all weights of the criteria in use", ranking.draws, "draws")
    won = Traced(float(round(share * ranking.draws)))
    seed = assumption("Start of the random numbers (NumPy default_rng, standard_exponential)", SEED, "seed")
    error = f"Standard error at most {number(ranking.standard_error)}; the same start gives the same draws."
    return ledger.receipt(
        f"{label}, {ledger.names[area]}",
        certified(label, rule, "share", share, won / drawn),
        SCALED_NOTE,
        error,
        beside=[seed, *_weight_cells(ledger), *ledger.cells()],
    )


def _score(ledger: Ledger, area: str) -> Traced:
    scaled = [_scaled(ledger, at, area) for at in ledger.active]
    return weighted_score(scaled, [ledger.weights[at] for at in ledger.active])


def _scaled(ledger: Ledger, at: int, area: str) -> Traced:
    """Return the value of a criterion scaled to 0-1; what no other receipt holds is worked out from tonnes before it."""
    criterion, ends = ledger.criteria[at], ledger.ends[at]
    label = f"{criterion.label}, scaled"
    if np.isnan(ledger.raw[area][at]):
        return named(label, "no data counts as worst", "index", gathered(0.0, ledger.values[at, area].cells))
    if ends is None:
        return named(label, "equal for all that are ranked", "index", Traced(1.0))
    worst, best = (ledger.values[at, end] for end in ends)
    return scaled_value(_raw(ledger, at, area), worst, best, label=label)


def _raw(ledger: Ledger, at: int, area: str) -> Traced:
    """Return a raw value as it came about."""
    key = ledger.criteria[at].key
    if key == "volume":
        return volume(ledger.sent(area).ceiling, ledger.need)
    if key != "concentration":
        return ledger.values[at, area]
    staying = ledger.others_sent
    before = hhi_of([*staying.values()], label="HHI of what stays")
    then = with_added(staying, area, ledger.need)
    after = hhi_of([*then.values()], label=f"HHI with {number(ADDED_PART)} of the need from it")
    return concentration_effect(after if isinstance(after, Traced) else Traced(after), before)


def _norm(ledger: Ledger, at: int) -> Traced:
    squares = [ledger.values[at, area] ** 2 for area in ledger.raw]
    label = f"Norm of {ledger.criteria[at].label.lower()}"
    return named(label, "root of the sum of squares over all options", "index", root(total(squares)))


def _place(label: str, place: int, what: str, ahead: Mapping[str, float]) -> Traced:
    return certified(label, f"one more than the options with {what}", "place", place, Traced(1.0) + len(ahead))


def _listed(ledger: Ledger, found: Mapping[str, float]) -> str:
    return ", ".join(f"{ledger.names[area]} {number(value)}" for area, value in found.items()) or "none"


def _weight_cells(ledger: Ledger) -> list[Input]:
    """Return the weights as they were set; the default is an assumption too."""
    return [found for weight in ledger.weights.values() for part in weight.parts for found in part.cells]


def _value_cell(ledger: Ledger, criterion: Criterion, area: str, value: float) -> Input:
    source, year, basis = _behind(ledger, criterion, area)
    name = f"{ledger.names[area]}: {criterion.label.lower()}"
    if source is None:
        return assumption(name, value, criterion.unit, note=basis)
    is_missing = bool(np.isnan(value))
    return leaf.published(
        source,
        area,
        name,
        None if is_missing else value,
        criterion.unit,
        year=year,
        basis=basis,
        note="no data" if is_missing else "",
    )


def _behind(ledger: Ledger, criterion: Criterion, area: str) -> tuple[Source | None, int | None, str]:
    """Return edition, year and basis of a raw value; no edition where the user's roster decides."""
    answer, background = ledger.answer, ledger.background
    editions, standing = background.editions, background.standing
    if criterion.key == "distance":
        return editions["distance"], None, "modelled, mean over the importers"
    if criterion.key == "co2":
        return editions["freight_factor"], None, "factors of the vehicles times modelled kilometres"
    if criterion.key == "governance":
        own = standing.governance.get(area)
        return editions["governance"], None if own is None else own.year, "mean of six estimates"
    if criterion.key == "grid":
        grid = standing.grid.get(area)
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
