"""The cheapest mix of offers that covers a need within limits.

The program, in parts of the need (epsilon-constraint form of methods note 2.3):

    minimise    sum c_i x_i + M u
    subject to  sum x_i + u = 1                      u is what stays open; M is above every cost
                0 <= x_i <= ceiling_i / need
                x_i <= cap                           for each third country
                sum of x_i outside the roster <= theta

So a need that cannot be covered is a result, not an error. Among mixes of equal cost the one with less distance is
taken, then the one that uses countries in the order of their codes: one answer, whatever the order of the input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.errors import SolverError
from geo.model.solve import FloatArray, LinearModel, LinearProgram, Solution, SolveStatus
from geo.model.trace import total
from geo.topics.nearshoring.model.costs import CostBasis, require_costs, scaled_costs, tie_costs
from geo.topics.nearshoring.model.coverage import Limits, part_of_need, require_tonnes
from geo.topics.nearshoring.model.formulas import (
    closed_tonnes,
    covered_tonnes,
    line_cost,
    mean_cost,
    mix_cost,
    redirected_part,
    saved_cost,
)
from geo.topics.nearshoring.model.offer import Offer

NOTHING_SHARE = 1e-9
"""Parts of the need below this are rounding of the solver."""

MOVED_DIGITS = 6
"""Decimals of the tonnes by which an offer changes for one more tonne of another; the rest is rounding of the solver."""

OPEN_PRICE = 2.0
"""Price of a tonne that stays open, in units of the dearest offer: any price above 1 gives the same mix."""

COVERAGE_ROW, OUTSIDE_ROW = 0, 1


class MixStatus(StrEnum):
    """What came out."""

    COVERED = "covered"
    PARTLY = "partly covered"
    NOTHING = "nothing covered"
    NO_NEED = "nothing needed"


class Binding(StrEnum):
    """What keeps an offer from sending more."""

    NOTHING = "nothing"
    CEILING = "ceiling"
    CAP = "cap on one third country"


@dataclass(frozen=True, slots=True)
class MixLine:
    """What one offer sends.

    Attributes
    ----------
    quantity_t, share
        Tonnes a year, and part of the need, 0-1.
    redirected_t
        Of these, tonnes that other countries would give up; what nobody gets today is used first.
    cost_per_t
        In the unit of the cost basis.
    """

    area: str
    quantity_t: float
    share: float
    redirected_t: float
    ceiling_t: float
    cost_per_t: float
    binding: Binding


@dataclass(frozen=True, slots=True)
class Mix:
    """Result of `cheapest_mix`.

    Attributes
    ----------
    lines
        Offers that are used, largest first.
    remainder_t
        What stays open.
    outside_roster_t
        Tonnes from outside the roster.
    cost
        Sum over the lines of tonnes times cost: tonne-kilometres, kg CO2e or US dollars.
    outside_is_binding
        Whether the limit on all countries outside the roster keeps an offer from sending more.
    unpriced
        Offers left out because they have no cost on this basis: no way, or no unit cost given.
    """

    need_t: float
    lines: tuple[MixLine, ...]
    remainder_t: float
    outside_roster_t: float
    cost: float
    basis: CostBasis
    limits: Limits
    status: MixStatus
    outside_is_binding: bool
    unpriced: tuple[str, ...]

    @property
    def covered_t(self) -> float:
        """Tonnes covered."""
        return covered_tonnes([line.quantity_t for line in self.lines])

    @property
    def redirected_t(self) -> float:
        """Tonnes of the mix that other countries would give up."""
        return total(line.redirected_t for line in self.lines)

    @property
    def cost_per_covered_t(self) -> float | None:
        """Mean cost of a tonne that is covered; None if none is."""
        return mean_cost(self.cost, self.covered_t) if self.covered_t > 0 else None

    @property
    def largest_share(self) -> float:
        """Part of the need that comes from one country at most, 0-1."""
        return max((line.share for line in self.lines), default=0.0)


@dataclass(frozen=True, slots=True)
class OneMoreTonne:
    """What a higher ceiling of one offer would be worth, per tonne.

    Attributes
    ----------
    closes_t
        Tonnes of the remainder that it closes, 0-1.
    saves
        Cost that it saves by taking the place of a dearer offer, in the unit of the cost basis; below zero where the
        tonne closes remainder and so adds its own cost.
    moves
        What each offer then sends more, or less (below zero), in tonnes, by code; the offer itself is among them.
    """

    area: str
    closes_t: float
    saves: float
    moves: tuple[tuple[str, float], ...]


def unit_costs(
    offers: Sequence[Offer], basis: CostBasis, own: Mapping[str, float] | None = None
) -> dict[str, float | None]:
    """Return the cost of one tonne by country: kilometres, kg CO2e, or the user's `own` unit costs; None is no data."""
    if basis is CostBasis.DISTANCE:
        return {offer.area: offer.profile.distance_km for offer in offers}
    if basis is CostBasis.CARBON:
        return {offer.area: offer.profile.kgco2e_per_t for offer in offers}
    return {offer.area: (own or {}).get(offer.area) for offer in offers}


class MixModel:
    """The program for one need and set of offers, kept inside the solver so that limits can be changed quickly.

    Parameters
    ----------
    need_t
        Tonnes a year, zero or more.
    offers
        Offers left by the filters, each country once.
    basis, own
        What is minimised; `own` unit costs by country, zero or more, for the basis of that name.

    Raises
    ------
    SelectionError
        If the need is no number of tonnes, or a cost is below zero.
    """

    def __init__(
        self, need_t: float, offers: Sequence[Offer], basis: CostBasis, own: Mapping[str, float] | None = None
    ) -> None:
        require_tonnes(need_t)
        costs = unit_costs(offers, basis, own)
        ordered = sorted(offers, key=lambda offer: offer.area)
        self._need_t, self._basis = need_t, basis
        self._unpriced = tuple(offer.area for offer in ordered if costs[offer.area] is None)
        priced = [(offer, cost) for offer in ordered if (cost := costs[offer.area]) is not None]
        self._offers = [offer for offer, _ in priced]
        self._costs = [cost for _, cost in priced]
        require_costs(priced)
        self._scaled_cost = np.append(scaled_costs(self._costs), OPEN_PRICE)
        self._tie_costs = tie_costs(self._offers, basis)
        self._linear = self._program() if need_t > 0 and self._offers else None

    def solve(self, limits: Limits) -> Mix:
        """Return the cheapest mix within `limits`.

        Raises
        ------
        SolverError
            If the solver does not end with an optimum, which no input should cause.
        """
        if self._linear is None:
            return self._mix(limits, np.zeros(len(self._offers)), is_outside_tight=False)
        self._set(self._linear, limits, self._most(limits))
        solution = _optimal(self._linear.solve_in_order(self._tie_costs))
        room = limits.outside_roster_max - solution.activity[OUTSIDE_ROW]
        return self._mix(limits, solution.x[:-1], is_outside_tight=bool(room <= NOTHING_SHARE))

    def one_more_tonne(self, mix: Mix) -> tuple[OneMoreTonne, ...]:
        """Return what one more tonne of ceiling is worth for each line that its ceiling binds, most valuable first.

        The program is solved again with that ceiling raised, instead of reading a dual: where several duals are
        optimal, a dual says what one tonne less costs or one tonne more brings, by chance.
        """
        if self._linear is None:
            return ()
        step = min(self._need_t, max(1.0, 1e-6 * self._need_t))
        most = self._most(mix.limits)
        self._set(self._linear, mix.limits, most)
        before = _optimal(self._linear.solve())
        found = []
        place = {offer.area: at for at, offer in enumerate(self._offers)}
        for line in mix.lines:
            if line.binding is not Binding.CEILING:
                continue
            at = place[line.area]
            raised = most.copy()
            raised[at] = self._most_share(self._offers[at], self._offers[at].ceiling_t + step, mix.limits)
            self._linear.set_upper(np.append(raised, np.inf))
            after = _optimal(self._linear.solve())
            found.append(self._worth(line.area, before.x, after.x, step))
        return tuple(sorted(found, key=lambda worth: (-worth.closes_t, -worth.saves, worth.area)))

    def _worth(self, area: str, before: FloatArray, after: FloatArray, step: float) -> OneMoreTonne:
        changes = ((after - before)[:-1] * (self._need_t / step)).round(MOVED_DIGITS).tolist()
        moved = [
            (offer.area, cost, change)
            for offer, cost, change in zip(self._offers, self._costs, changes, strict=True)
            if change
        ]
        by = [change for _, _, change in moved]
        return OneMoreTonne(
            area=area,
            closes_t=closed_tonnes(by),
            saves=saved_cost(by, [cost for _, cost, _ in moved]),
            moves=tuple((moved_area, change) for moved_area, _, change in moved),
        )

    def _program(self) -> LinearModel:
        count = len(self._offers)
        outside = np.array([at for at, offer in enumerate(self._offers) if not offer.in_roster], dtype=np.int32)
        columns = np.concatenate([np.arange(count + 1, dtype=np.int32), outside])
        rows = np.repeat(np.array([COVERAGE_ROW, OUTSIDE_ROW], dtype=np.int32), [count + 1, outside.size])
        return LinearModel(
            LinearProgram(
                cost=self._scaled_cost,
                lower=np.zeros(count + 1),
                upper=np.full(count + 1, np.inf),
                row_lower=np.array([1.0, -np.inf]),
                row_upper=np.array([1.0, np.inf]),
                rows=rows,
                columns=columns,
                entries=np.ones(columns.size),
            )
        )

    def _set(self, linear: LinearModel, limits: Limits, most: FloatArray) -> None:
        linear.set_upper(np.append(most, np.inf))
        linear.set_row(OUTSIDE_ROW, -np.inf, limits.outside_roster_max)

    def _most(self, limits: Limits) -> FloatArray:
        return np.array([self._most_share(offer, offer.ceiling_t, limits) for offer in self._offers])

    def _most_share(self, offer: Offer, ceiling_t: float, limits: Limits) -> float:
        # Above the whole need a ceiling says nothing, and would only spoil the scale of the program.
        return min(1.0, limits.most_t(offer, ceiling_t, limits.most_from_one(self._need_t)) / self._need_t)

    def _mix(self, limits: Limits, shares: FloatArray, *, is_outside_tight: bool) -> Mix:
        lines = [
            self._line(offer, cost, float(share), limits)
            for offer, cost, share in zip(self._offers, self._costs, shares, strict=True)
            if share > NOTHING_SHARE
        ]
        covered = covered_tonnes([line.quantity_t for line in lines])
        remainder = max(0.0, self._need_t - covered)
        if remainder <= NOTHING_SHARE * self._need_t:
            remainder = 0.0
        in_roster = {offer.area for offer in self._offers if offer.in_roster}
        return Mix(
            need_t=self._need_t,
            lines=tuple(sorted(lines, key=lambda line: (-line.quantity_t, line.area))),
            remainder_t=remainder,
            outside_roster_t=total(line.quantity_t for line in lines if line.area not in in_roster),
            cost=mix_cost([line_cost(line.quantity_t, line.cost_per_t) for line in lines]),
            basis=self._basis,
            limits=limits,
            status=self._status(covered, remainder),
            outside_is_binding=is_outside_tight,
            unpriced=self._unpriced,
        )

    def _line(self, offer: Offer, cost: float, share: float, limits: Limits) -> MixLine:
        most = limits.most_t(offer, offer.ceiling_t, limits.most_from_one(self._need_t))
        quantity = min(share * self._need_t, most)
        binding = Binding.NOTHING
        if most - quantity <= NOTHING_SHARE * self._need_t:
            quantity = most
            binding = Binding.CEILING if most == offer.ceiling_t else Binding.CAP
        return MixLine(
            area=offer.area,
            quantity_t=quantity,
            share=part_of_need(quantity, self._need_t),
            redirected_t=redirected_part(quantity, offer.new_t),
            ceiling_t=offer.ceiling_t,
            cost_per_t=cost,
            binding=binding,
        )

    def _status(self, covered: float, remainder: float) -> MixStatus:
        if not self._need_t > 0:
            return MixStatus.NO_NEED
        if not covered > 0:
            return MixStatus.NOTHING
        return MixStatus.PARTLY if remainder > 0 else MixStatus.COVERED


def cheapest_mix(
    need_t: float,
    offers: Sequence[Offer],
    limits: Limits,
    basis: CostBasis = CostBasis.DISTANCE,
    own: Mapping[str, float] | None = None,
) -> Mix:
    """Return the cheapest mix of `offers` for `need_t` tonnes within `limits`; see `MixModel` for many of them."""
    return MixModel(need_t, offers, basis, own).solve(limits)


def _optimal(solution: Solution) -> Solution:
    if solution.status is not SolveStatus.OPTIMAL:
        raise SolverError(f"the solver of the mix ended with {solution.status.value!r}; change a limit and try again")
    return solution
