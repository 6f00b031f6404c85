"""What each possible next member would add to the roster's share of world supply, minerals by candidates.

The roster is a set, and every figure is worked out from the set alone: switching a member off and on again cannot leave
anything behind. Sums are exact to the last digit whatever the order of the members (``math.fsum``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np
import numpy.typing as npt

from geo.model.concentration import Concentration, inside_high, inside_low
from geo.model.trace import Number, Scalar, named, smallest
from geo.schema.codes_publisher import Publisher
from geo.words.series import period

Numbers = npt.NDArray[np.float64]
GAIN_LOW, GAIN_HIGH = "Gain in share, low end", "Gain in share, high end"


@dataclass(frozen=True, slots=True)
class Series(Generic[Scalar]):
    """One row of the matrix: a mineral and stage with its shares, of one publisher, year and basis.

    ``is_bound`` is true where the publisher prints the world total as ``>n``; ``subject`` is what the series counts;
    ``publisher`` is whose series was asked for.
    """

    mineral: str
    stage: str
    year: int
    result: Concentration[Scalar]
    basis: str = ""
    source_id: str = ""
    is_bound: bool = False
    subject: str = ""
    publisher: Publisher = Publisher.REVIEWED

    @property
    def period(self) -> str:
        """The years that the figures are of: one, or those of a mean."""
        return period(self.year, self.basis)


@dataclass(frozen=True)
class GainMatrix:
    """Result of `gain_matrix`; rows are series, columns candidates.

    Attributes
    ----------
    base_low, base_high
        Share of world supply inside the roster without any candidate, 0-1, shape (series,). Shares that sum to more
        than the world, since the publisher rounded its total down, are the whole world.
    gain_low
        What the candidate's printed shares add, 0-1, shape (series, candidates), at most what is left of the world; 0
        for members of the roster.
    gain_high
        The same, with all output that no named country holds if the publisher prints no figure for a country of the
        candidate.
    is_withheld
        Where a country of the candidate outside the roster is printed as withheld.
    """

    series: tuple[Series, ...]
    candidates: tuple[str, ...]
    base_low: Numbers
    base_high: Numbers
    gain_low: Numbers
    gain_high: Numbers
    is_withheld: npt.NDArray[np.bool_]

    @property
    def by_gain(self) -> tuple[str, ...]:
        """Candidates by the sum of their gains over all rows, largest first; an order of columns, not a figure."""
        totals = {code: math.fsum(self.gain_low[:, column]) for column, code in enumerate(self.candidates)}
        return tuple(sorted(self.candidates, key=lambda code: (-totals[code], code)))


def gain_matrix(
    series: Sequence[Series], candidates: Mapping[str, Collection[str]], roster: Collection[str]
) -> GainMatrix:
    """Return what each of `candidates` would add to `roster`.

    Parameters
    ----------
    series
        Minerals and stages, in the order of the rows.
    candidates
        Countries of each candidate by its code; a group such as the EU is one candidate of many countries.
    roster
        ISO3 codes of the members.
    """
    members = frozenset(roster)
    joining = {code: sorted(set(countries) - members) for code, countries in candidates.items()}
    shape = (len(series), len(joining))
    base, rest = np.zeros(len(series)), np.zeros(len(series))
    added, open_end = np.zeros(shape), np.zeros(shape)
    withheld = np.zeros(shape, dtype=bool)
    for row, entry in enumerate(series):
        share = {held.area: held.share for held in entry.result.shares if held.share is not None}
        hidden = set(entry.result.withheld)
        rest[row] = entry.result.unattributed_share
        base[row] = inside_low(entry.result.shares_of(members), entry.result)
        for column, countries in enumerate(joining.values()):
            added[row, column] = math.fsum(share[area] for area in countries if area in share)
            open_end[row, column] = any(area not in share for area in countries)
            withheld[row, column] = not hidden.isdisjoint(countries)
    gained = gain_low(base[:, None], added)
    return GainMatrix(
        series=tuple(series),
        candidates=tuple(joining),
        base_low=base,
        base_high=inside_high(base, rest),
        gain_low=gained,
        gain_high=gain_high(base[:, None], gained, open_end * rest[:, None]),
        is_withheld=withheld,
    )


def gain_low(base: Number, added: Number) -> Number:
    """Return what printed shares add to a roster that holds `base`, at most what it has not."""
    rule = "what the candidate's countries outside the roster make, over the world; at most what the roster has not"
    return named(GAIN_LOW, rule, "share", smallest(1.0 - base, added))


def gain_high(base: Number, gained: Number, rest: Number | float) -> Number:
    """Return the same with `rest`, all that no named country holds, where a country has no printed figure."""
    rule = "the same, with all that no named country holds if a country of the candidate has no printed figure"
    return named(GAIN_HIGH, rule, "share", smallest(1.0 - base, gained + rest))
