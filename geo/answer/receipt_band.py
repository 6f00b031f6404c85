"""Receipts of how sure a share is: side by side between publishers, and the band of a stated error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.answer.dependence_output import EVEN_SHARE, Holding, Rivals
from geo.answer.receipt_production import (
    HHI_HIGH,
    HHI_LOW,
    NAMED,
    cells_from,
    concentration_receipt,
    share_receipt,
)
from geo.figure.receipt import Receipt, assumption
from geo.model.band import HIGH_PERCENTILE, LOW_PERCENTILE, Band, ShareBands, SourceRange
from geo.model.formula import number
from geo.model.trace import Input, Step

SMALLEST, LARGEST = "Smallest share", "Largest share"
KAPPA, DRAWN = "Kappa", "Share in the draws"
P5, P95 = "Band, low end", "Band, high end"
WORLDS_NOTE = "Each publisher's share is of its own world; no sum mixes two publishers."


def rival_index_receipt(rivals: Rivals, publisher: str) -> Receipt:
    """Return how the HHI of one publisher came about."""
    output = rivals.outputs[publisher]
    return concentration_receipt(output, cells_from(rivals.cells[publisher], output))


def rival_share_receipt(rivals: Rivals, publisher: str, area: str) -> Receipt | None:
    """Return how the share of a country came about by one publisher; None where it prints none."""
    output = rivals.outputs[publisher]
    row = output.row(area)
    if row is None or row.share is None:
        return None
    return share_receipt(output, cells_from(rivals.cells[publisher], output), area)


def range_receipt(rivals: Rivals, row: SourceRange) -> Receipt:
    """Return how the smallest and the largest share of a country came about."""
    found = [(name, rival_share_receipt(rivals, name, row.area)) for name, _ in row.by_source]
    own = {name: receipt for name, receipt in found if receipt is not None}
    steps = [replace(step, label=f"{name}: {step.label}") for name, receipt in own.items() for step in receipt.steps]
    shares = [number(share) for _, share in row.by_source]
    for label, choice, end in ((SMALLEST, "min", row.range.low), (LARGEST, "max", row.range.high)):
        worked = f"{choice}({', '.join(shares)})" if len(shares) > 1 else shares[0]
        steps.append(Step(label, "of the publishers' shares", worked, end, "share"))
    first = next(iter(own.values()))
    return Receipt(
        title=f"{first.title}, by publisher",
        steps=tuple(steps),
        inputs=tuple(cell for receipt in own.values() for cell in receipt.inputs),
        sources=tuple(dict.fromkeys(source for receipt in own.values() for source in receipt.sources)),
        notes=(WORLDS_NOTE,),
    )


def band_receipt(held: Holding, found: ShareBands, area: str, error: float, cells: Sequence[Input]) -> Receipt:
    """Return how the band on a share came about; `error` is that of a share of one half, 0-1."""
    index = concentration_receipt(held.production, cells)
    own = share_receipt(held.production, cells, area)
    named, share = index.step(NAMED), own.steps[-1]
    band = found.shares[area]
    drawn = Step(
        DRAWN,
        "the published share, scaled to 1 where the named shares sum to more",
        f"{number(share.result)} / max(1, {number(named.result)})",
        band.base,
        "share",
    )
    steps = (*index.until(NAMED).steps, share, drawn)
    return _banded(index, own.title, (steps, band), found, error)


def index_band_receipt(held: Holding, found: ShareBands, error: float, cells: Sequence[Input]) -> Receipt:
    """Return how the band on the HHI came about."""
    index = concentration_receipt(held.production, cells)
    base = HHI_LOW if index.step(NAMED).result > 1 else HHI_HIGH
    return _banded(index, index.title, (index.until(base).steps, found.hhi), found, error)


def _banded(
    index: Receipt, title: str, figure: tuple[tuple[Step, ...], Band], found: ShareBands, error: float
) -> Receipt:
    steps, band = figure
    half = number(EVEN_SHARE)
    kappa = Step(
        KAPPA,
        "share × (1 - share) / error² - 1, for a share of one half",
        f"{half} × (1 - {half}) / {number(error)}² - 1",
        found.kappa,
        "index",
    )
    of = f"percentile of {found.draws:,} draws of all shares from Dirichlet(kappa × shares), the rest as one more part"
    ends = (
        Step(P5, f"{LOW_PERCENTILE:g}th {of}", number(band.p5), band.p5, "share"),
        Step(P95, f"{HIGH_PERCENTILE:g}th {of}", number(band.p95), band.p95, "share"),
    )
    return Receipt(
        title=f"Band: {title}",
        steps=(*steps, kappa, *ends),
        inputs=(*index.inputs, assumption("Error of a share of one half", error, "share")),
        sources=index.sources,
        notes=(found.caveat, f"Drawn with numpy.random.default_rng({found.seed}).dirichlet.", *index.notes),
    )
