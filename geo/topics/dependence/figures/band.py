"""Receipts of how sure a share is: side by side between publishers, and the band of a stated error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.evidence.leaf import statistics
from geo.evidence.production import Production
from geo.evidence.receipt_production import concentration_receipt, output_receipt, share_receipt, traced_output
from geo.figure.receipt import Receipt, receipt_of, setting
from geo.model.line import Input
from geo.model.trace import Traced, named
from geo.topics.dependence.answer.output import EVEN_SHARE, Rivals
from geo.topics.dependence.model.band import (
    HIGH_PERCENTILE,
    LOW_PERCENTILE,
    Band,
    ShareBands,
    SourceRange,
    drawn_share,
    kappa_of,
    range_between,
)

P5, P95 = "Band, low end", "Band, high end"
WORLDS_NOTE = "Each publisher's share is of its own world; no sum mixes two publishers."


def rival_index_receipt(rivals: Rivals, publisher: str) -> Receipt:
    """Return how the HHI of one publisher came about."""
    output = rivals.outputs[publisher]
    return concentration_receipt(output, statistics(rivals.cells[publisher], output))


def rival_share_receipt(rivals: Rivals, publisher: str, area: str) -> Receipt | None:
    """Return how the share of a country came about by one publisher; None where it prints none."""
    output = rivals.outputs[publisher]
    row = output.row(area)
    if row is None or row.share is None:
        return None
    return share_receipt(output, statistics(rivals.cells[publisher], output), area)


def range_receipt(rivals: Rivals, row: SourceRange) -> Receipt:
    """Return how the smallest and the largest share of a country came about."""
    found = [(name, rival_share_receipt(rivals, name, row.area)) for name, _ in row.by_source]
    own = {name: receipt for name, receipt in found if receipt is not None}
    shares = range_between([Traced(receipt.steps[-1].result, cells=receipt.inputs) for receipt in own.values()])
    whole = receipt_of(
        f"{next(iter(own.values())).title}, by publisher",
        [shares.low, shares.high],
        dict.fromkeys(source for receipt in own.values() for source in receipt.sources),
        [WORLDS_NOTE],
    )
    lines = [replace(step, label=f"{name}: {step.label}") for name, receipt in own.items() for step in receipt.steps]
    return replace(whole, steps=(*lines, *whole.steps))


def band_receipt(output: Production, found: ShareBands, area: str, error: float, cells: Sequence[Input]) -> Receipt:
    """Return how the band on a share came about; `error` is that of a share of one half, 0-1."""
    result, name = traced_output(output, cells), next(row.name for row in output.rows if row.area == area)
    share = result.share_of(area)
    base = [] if share is None else [drawn_share(share, result.share_sum)]
    return _banded(output, f"Share of {name}", base, found.shares[area], (found, error), cells)


def index_band_receipt(output: Production, found: ShareBands, error: float, cells: Sequence[Input]) -> Receipt:
    """Return how the band on the HHI came about."""
    result = traced_output(output, cells)
    base = result.hhi.low if result.share_sum > 1 else result.hhi.high
    return _banded(output, "HHI", [base], found.hhi, (found, error), cells)


def _banded(
    output: Production,
    title: str,
    base: Sequence[Traced],
    band: Band,
    drawn: tuple[ShareBands, float],
    cells: Sequence[Input],
) -> Receipt:
    """Return base, kappa and both ends; a draw has no closed formula, so its line is the figure with how it was drawn."""
    found, error = drawn
    kappa = kappa_of(EVEN_SHARE, setting("Error of a share of one half", error, "share"))
    of = f"percentile of {found.draws:,} draws of all shares from Dirichlet(kappa × shares), the rest as one more part"
    low = named(P5, f"{LOW_PERCENTILE:g}th {of}", "share", Traced(band.p5))
    high = named(P95, f"{HIGH_PERCENTILE:g}th {of}", "share", Traced(band.p95))
    notes = (found.caveat, f"Drawn with numpy.random.default_rng({found.seed}).dirichlet.")
    return output_receipt(output, f"Band: {title}", [*base, kappa, low, high], notes, beside=cells)
