"""How sure a share is: a band from a stated error, and the range between publishers.

A band is drawn from ``s ~ Dirichlet(kappa * s0)``, with kappa from a stated standard deviation of one share:
``Var(s_i) = s_i (1 - s_i) / (kappa + 1)``. The HHI of drawn shares is biased upwards,
``E[HHI] = (kappa * HHI0 + 1) / (kappa + 1)``, so the base value is shown with the band, never the mean. What publishers
disagree about is the honest error; show `cross_source` before any simulation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import SelectionError
from geo.model.interval import Interval
from geo.model.trace import Number, Scalar, largest, named, smallest, square

Numbers = npt.NDArray[np.float64]

DRAWS = 2000
SEED = 20260204
"""Fixed, so that the same question gives the same band; part of what is stated with it."""
LOW_PERCENTILE, HIGH_PERCENTILE = 5.0, 95.0
DRAWN = "Share in the draws"
SMALLEST = "Smallest share"

BAND_CAVEAT = (
    "The band holds 90 of 100 draws of shares around the published ones with the stated error; the error is an assumption, "
    "the publisher states none."
)


@dataclass(frozen=True, slots=True)
class Band:
    """A base value with the 5th, 50th and 95th percentile of the draws."""

    base: float
    p5: float
    p50: float
    p95: float


@dataclass(frozen=True)
class ShareBands:
    """Result of `share_bands`.

    Attributes
    ----------
    kappa
        Concentration parameter of the draws.
    shares
        Band of each area, in the order given.
    hhi, top1
        Bands of the HHI and of the largest share, 0-1.
    mean_hhi
        Mean over the draws; only to be held against `expected_hhi`.
    draws, seed
        How the band was drawn.
    """

    kappa: float
    shares: dict[str, Band]
    hhi: Band
    top1: Band
    mean_hhi: float
    draws: int
    seed: int
    caveat: str = BAND_CAVEAT


def kappa_of(share: float, sd: Scalar) -> Scalar:
    """Return kappa for a standard deviation `sd` of a share, both 0-1: ``s (1 - s) / sd^2 - 1``.

    Raises
    ------
    SelectionError
        If no Dirichlet distribution has that error.
    """
    if not (0 < share < 1 and sd > 0):
        raise SelectionError(f"share {share} and error {sd} must lie between 0 and 1; state an error above zero")
    rule = "share × (1 - share) / error² - 1, for a share of one half"
    kappa = named("Kappa", rule, "index", share * (1 - share) / square(sd) - 1.0)
    if not kappa > 0:
        raise SelectionError(
            f"an error of {sd} on a share of {share} is larger than a share can have; state a smaller error"
        )
    return kappa


def expected_hhi(base_hhi: float, kappa: float) -> float:
    """Return the exact mean of the HHI over the draws, ``(kappa * HHI0 + 1) / (kappa + 1)``."""
    return (kappa * base_hhi + 1) / (kappa + 1)


def share_bands(shares: Mapping[str, float], kappa: float, *, draws: int = DRAWS, seed: int = SEED) -> ShareBands:
    """Return bands on `shares`.

    Parameters
    ----------
    shares
        Shares by area, 0-1. What they leave of 1 is one more part of the draws without a band of its own and without a
        place in the largest share; in the HHI it counts as one holder, in the base value as in the draws. Shares that
        sum to more than 1 (rounding) are scaled to 1 in the draws.
    kappa
        From `kappa_of`.

    Raises
    ------
    SelectionError
        If no share is above zero.
    """
    held = {area: share for area, share in shares.items() if share > 0}
    if not held:
        raise SelectionError("no share is above zero; there is nothing to draw a band around")
    printed = np.array([*held.values()], dtype=np.float64)
    parts = np.append(printed, max(0.0, 1.0 - printed.sum()))
    parts = drawn_share(parts[parts > 0], float(printed.sum()))
    drawn = np.random.default_rng(seed).dirichlet(kappa * parts, size=draws)
    squares = (drawn**2).sum(axis=1)
    own = {area: _band(float(parts[place]), drawn[:, place]) for place, area in enumerate(held)}
    zero = Band(0.0, 0.0, 0.0, 0.0)
    return ShareBands(
        kappa=kappa,
        shares={area: own.get(area, zero) for area in shares},
        hhi=_band(float((parts**2).sum()), squares),
        top1=_band(float(parts[: len(held)].max()), drawn[:, : len(held)].max(axis=1)),
        mean_hhi=float(squares.mean()),
        draws=draws,
        seed=seed,
    )


def drawn_share(share: Number, known: Number | float) -> Number:
    """Return a share as it is drawn, from the sum of the named shares."""
    rule = "the published share, scaled to 1 where the named shares sum to more"
    return named(DRAWN, rule, "share", share / largest(1.0, known))


@dataclass(frozen=True, slots=True)
class SourceRange:
    """One area's share by publisher.

    Attributes
    ----------
    by_source
        Share 0-1 by source, in the order given.
    range
        Smallest to largest.
    """

    area: str
    by_source: tuple[tuple[str, float], ...]
    range: Interval

    @property
    def spread(self) -> float:
        """Largest less smallest share, 0-1."""
        return self.range.high - self.range.low


def cross_source(shares: Mapping[str, Mapping[str, float]]) -> tuple[SourceRange, ...]:
    """Return each area's share side by side, by the largest share.

    Parameters
    ----------
    shares
        By source, then by area, 0-1; each source's shares are of its own world, and no figure mixes two sources. An
        area that a source does not list has no figure there, not zero.
    """
    areas = sorted({area for own in shares.values() for area in own})
    found = []
    for area in areas:
        held = tuple((source, own[area]) for source, own in shares.items() if area in own)
        found.append(SourceRange(area, held, range_between([share for _, share in held])))
    return tuple(sorted(found, key=lambda row: (-row.range.high, row.area)))


def range_between(shares: Sequence[Scalar]) -> Interval[Scalar]:
    """Return the smallest and the largest of what publishers print for one area."""
    rule = "of the publishers' shares"
    return Interval(
        named(SMALLEST, rule, "share", smallest(*shares)), named("Largest share", rule, "share", largest(*shares))
    )


def _band(base: float, draws: Numbers) -> Band:
    p5, p50, p95 = np.percentile(draws, [LOW_PERCENTILE, 50.0, HIGH_PERCENTILE])
    return Band(base, float(p5), float(p50), float(p95))
