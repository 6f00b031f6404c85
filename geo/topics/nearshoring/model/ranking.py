"""Ranking of options by several criteria: weighted sum, TOPSIS beside it, and how far the order hangs on the weights.

Weighted sum: every criterion is turned so that higher is better and scaled to 0-1 between the worst and the best
option (min-max); the score is the sum of scaled value times weight, weights summing to 1. TOPSIS (Hwang and Yoon
1981): columns divided by their Euclidean norm and weighted, score = distance to the worst point over the sum of the
distances to the worst and the best point. Rank acceptability (stochastic multicriteria acceptability analysis): the
part of all possible weights, drawn from a flat Dirichlet distribution, under which an option comes first, or among
the first three, by the weighted sum.

A criterion that is equal for all options scales to 1 for all, so it moves nobody. A missing value takes the worst of
the criterion and is named in the result; it is never left out in silence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import SelectionError
from geo.model.trace import Number, named, total

FloatArray = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

DRAWS = 10_000
SEED = 20_260_204
TOP_PLACES = 3

TIE = 1e-12
"""Scores closer than this are equal; they share the better place."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    key
        What stands in a link, e.g. ``distance``.
    label, unit
        Words and unit of the raw value.
    is_higher_better
        Whether more is better.
    """

    key: str
    label: str
    unit: str
    is_higher_better: bool


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives:
    """Options and their raw values, NaN where there is no data.

    Attributes
    ----------
    areas
        Codes, each once.
    values
        Shape (areas, criteria).
    """

    areas: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    values: FloatArray


@dataclass(frozen=True, slots=True)
class Ranked:
    """One option with its place.

    Attributes
    ----------
    score, place
        Weighted sum, 0-1, and place from 1; equal scores share a place.
    parts
        Weight times scaled value by criterion, in their order; they add up to the score.
    topsis, topsis_place
        Closeness to the best point, 0-1, and place by it.
    first, top3
        Part of all weights under which the option is first, and among the first three, 0-1.
    missing
        Keys of criteria without data, counted as worst.
    """

    area: str
    score: float
    place: int
    parts: tuple[float, ...]
    topsis: float
    topsis_place: int
    first: float
    top3: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Result of `rank`: options, best first, equal ones by code; and the weights that made the order.

    Attributes
    ----------
    weights
        By criterion, summing to 1.
    draws
        Random weights behind ``first`` and ``top3``; their standard error is at most 0.5 / sqrt(draws).
    """

    rows: tuple[Ranked, ...]
    criteria: tuple[Criterion, ...]
    weights: tuple[float, ...]
    draws: int

    @property
    def standard_error(self) -> float:
        """Greatest standard error of a rank acceptability, 0-1."""
        return 0.5 / math.sqrt(self.draws)


def rank(alternatives: Alternatives, weights: Mapping[str, float], *, draws: int = DRAWS, seed: int = SEED) -> Ranking:
    """Return the options in order of their weighted sum; the order of the input changes nothing.

    Parameters
    ----------
    weights
        One for every criterion, zero or more, in any scale. Zero switches a criterion off, also in the random draws.

    Raises
    ------
    SelectionError
        If a criterion has no weight, a weight has no criterion or is below zero, or all are zero.
    """
    share = normalised_weights(alternatives.criteria, weights)
    order = np.argsort(np.array(alternatives.areas), kind="stable")
    areas = [alternatives.areas[at] for at in order]
    turned = oriented(alternatives)[order]
    scaled = min_max(turned)
    parts = scaled * share
    score = weighted_score([*scaled.T], share.tolist())
    nearness = topsis(turned, share)
    first, top = rank_acceptability(scaled, share > 0, draws=draws, seed=seed)
    place, topsis_place = places(score), places(nearness)
    rows = [
        Ranked(
            area=area,
            score=float(score[at]),
            place=int(place[at]),
            parts=tuple(parts[at].tolist()),
            topsis=float(nearness[at]),
            topsis_place=int(topsis_place[at]),
            first=float(first[at]),
            top3=float(top[at]),
            missing=tuple(
                criterion.key
                for criterion, value in zip(alternatives.criteria, turned[at], strict=True)
                if np.isnan(value)
            ),
        )
        for at, area in enumerate(areas)
    ]
    return Ranking(
        rows=tuple(sorted(rows, key=lambda row: (row.place, row.area))),
        criteria=alternatives.criteria,
        weights=tuple(share.tolist()),
        draws=draws,
    )


def normalised_weights(criteria: Sequence[Criterion], weights: Mapping[str, float]) -> FloatArray:
    """Return the weights in the order of `criteria`, summing to 1; raises SelectionError as `rank` does."""
    keys = [criterion.key for criterion in criteria]
    odd = sorted(set(keys) ^ set(weights))
    if odd:
        raise SelectionError(
            f"weights and criteria differ in {', '.join(odd)}; give one weight for each of {', '.join(keys)}"
        )
    values = np.array([weights[key] for key in keys], dtype=np.float64)
    if not (np.isfinite(values).all() and (values >= 0).all() and values.any()):
        raise SelectionError("weights must be numbers, zero or more, and not all zero; raise at least one")
    values /= values.max()
    values /= values.sum()
    return values


def scaled_value(value: Number, worst: Number, best: Number, *, label: str = "") -> Number:
    """Return a value scaled to 0-1 between the worst and the best option, which must differ."""
    rule = "how far the value is from the worst, over how far the best is"
    return named(label, rule, "index", (value - worst) / (best - worst))


def weighted_score(scaled: Sequence[Number], weights: Sequence[Number | float]) -> Number:
    """Return the weighted sum of the scaled values of an option; the weights sum to 1."""
    parts = [weight * value for weight, value in zip(weights, scaled, strict=True)]
    return named("Score", "sum of weight times scaled value; the weights sum to 1", "index", total(parts))


def closeness(to_best: Number, to_worst: Number) -> Number:
    """Return the closeness of an option to the best point (Hwang and Yoon 1981); both distances are not nothing."""
    rule = "distance to the worst point over both distances"
    return named("Closeness", rule, "index", to_worst / (to_best + to_worst))


def oriented(alternatives: Alternatives) -> FloatArray:
    """Return the raw values turned so that higher is better, shape (areas, criteria); NaN stays."""
    sign = np.array([1.0 if criterion.is_higher_better else -1.0 for criterion in alternatives.criteria])
    return np.asarray(alternatives.values * sign, dtype=np.float64)


def min_max(turned: FloatArray) -> FloatArray:
    """Return oriented values scaled to 0-1 by column: equal values to 1, missing ones to 0."""
    known = ~np.isnan(turned)
    is_known = known.any(axis=0)
    low = np.where(is_known, np.where(known, turned, np.inf).min(axis=0, initial=np.inf), 0.0)
    high = np.where(is_known, np.where(known, turned, -np.inf).max(axis=0, initial=-np.inf), 0.0)
    is_equal = high - low <= TIE * np.maximum(np.abs(low), np.abs(high))
    with np.errstate(invalid="ignore", divide="ignore"):  # of equal values, which scale to 1 whatever comes of 0 / 0
        scaled = scaled_value(np.where(known, turned, low), low, high)
    return np.where(known, np.where(is_equal, 1.0, scaled), 0.0)


def topsis(turned: FloatArray, share: FloatArray) -> FloatArray:
    """Return the closeness of each option to the best point, 0-1 (Hwang and Yoon 1981); 1 where all are equal.

    Parameters
    ----------
    turned
        Oriented raw values; a missing one takes the worst that is known.
    share
        Weights summing to 1.
    """
    known = ~np.isnan(turned)
    worst_known = np.where(known, turned, np.inf).min(axis=0, initial=np.inf)
    filled = np.where(known, turned, np.where(known.any(axis=0), worst_known, 0.0))
    # Divided by the largest first: squares of very small or large values would vanish or overflow.
    largest = np.abs(filled).max(axis=0, initial=0.0)
    unit = filled / np.where(largest > 0, largest, 1.0)
    norm = np.sqrt((unit * unit).sum(axis=0))
    weighted = unit / np.where(norm > 0, norm, 1.0) * share
    to_best = _distance(weighted, weighted.max(axis=0, initial=-np.inf))
    to_worst = _distance(weighted, weighted.min(axis=0, initial=np.inf))
    is_apart = to_best + to_worst > TIE
    return np.where(is_apart, closeness(np.where(is_apart, to_best, 1.0), to_worst), 1.0)


def rank_acceptability(
    scaled: FloatArray, active: Mask, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[FloatArray, FloatArray]:
    """Return how often each option is first, and among the first three, over flat random weights, 0-1.

    Parameters
    ----------
    scaled
        Min-max scaled values, shape (areas, criteria).
    active
        Criteria that get weight.
    draws, seed
        Weights drawn, and the start of the generator: the same input gives the same answer.
    """
    count = scaled.shape[0]
    if count == 0:
        return np.zeros(0), np.zeros(0)
    random = np.random.default_rng(seed).standard_exponential((draws, int(active.sum())))
    weights = random / random.sum(axis=1, keepdims=True)
    scores = weights @ scaled[:, active].T
    best = scores.max(axis=1, keepdims=True)
    kept = min(TOP_PLACES, count)
    third = np.partition(scores, count - kept, axis=1)[:, [count - kept]]
    return (scores >= best - TIE).mean(axis=0), (scores >= third - TIE).mean(axis=0)


def places(score: FloatArray) -> npt.NDArray[np.int64]:
    """Return the place of each option from 1; equal scores share the better place."""
    ahead = score[None, :] > score[:, None] + TIE
    return np.asarray(1 + ahead.sum(axis=1), dtype=np.int64)


def _distance(points: FloatArray, target: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(((points - target) ** 2).sum(axis=1)), dtype=np.float64)
