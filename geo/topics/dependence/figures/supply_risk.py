"""Receipts of the EU supply risk and of the import reliance that stands in for the unpublished one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from geo.evidence import leaf
from geo.evidence.eu_risk import STRUCTURE, EuRisk, EuRisks, PrintedShare, Rate
from geo.evidence.governance import Estimates
from geo.figure.receipt import ASSUMPTION, Receipt, receipt_of
from geo.figure.source import Source
from geo.model.formula import number
from geo.model.interval import Interval, NoData
from geo.model.line import Input
from geo.model.supply_risk import (
    GLOBAL,
    PROXY_CAVEAT,
    SOURCING,
    SUBSTITUTION_2017,
    SupplierShare,
    printed_share,
    reliance_bounds,
    supply_risk,
)
from geo.model.trace import Traced, cell, gathered
from geo.schema.codes import ShareScope

REVIEWED = "reviewed bound"
"""Stands in place of an edition where a review bounds a recycling rate."""


def reliance_receipt(risks: EuRisks, row: EuRisk, names: Mapping[str, str], eu: Collection[str]) -> Receipt | None:
    """Return how the import reliance came about; None where no value is worked out: none is published, or one source alone is taken."""
    if row.option is not None:
        return None
    found = reliance_bounds(_shares(risks, row, ShareScope.EU_SOURCING, names), eu)
    if isinstance(found, NoData):
        return None
    title = f"Import reliance of the EU: {row.stage.value} {row.material.lower()}"
    cells = [_cell(risks, row, share, names) for share in row.of_scope(ShareScope.EU_SOURCING)]
    return receipt_of(title, [found.low, found.high], risks.sources, [PROXY_CAVEAT], beside=cells)


def risk_receipt(
    risks: EuRisks, row: EuRisk, names: Mapping[str, str], eu: Collection[str], held: Estimates
) -> Receipt:
    """Return how both ends of the EU supply risk came about, with the interval of every input that is not published.

    Parameters
    ----------
    held
        Governance estimates of ``risks.governance_year``.
    """
    world, sourcing = (
        _shares(risks, row, scope, names) for scope in (ShareScope.GLOBAL_SUPPLY, ShareScope.EU_SOURCING)
    )
    areas = sorted({share.iso3 for share in (*world, *sourcing)})
    reliance = reliance_bounds(sourcing, eu)
    rates = [_rate(risks, rate) for rate in row.rates]
    found = supply_risk(
        world,
        sourcing,
        held.traced(areas, names),
        _recycling(row.risk.recycling, rates),
        import_reliance=None if isinstance(reliance, NoData) else reliance,
        substitution=Interval(*(cell(each) for each in _substitution())),
        option=row.option,
    )
    cells = (*(_cell(risks, row, share, names) for share in row.shares), *held.cells(areas, names), *rates)
    title = f"EU supply risk: {row.stage.value} {row.material.lower()}, governance of {risks.governance_year}"
    notes = (STRUCTURE, *row.risk.notes)
    return receipt_of(title, [found.risk.low, found.risk.high], risks.sources, notes, beside=cells)


def _shares(risks: EuRisks, row: EuRisk, scope: ShareScope, names: Mapping[str, str]) -> list[SupplierShare[Traced]]:
    """Return the printed shares of one scope with their cells."""
    found = []
    for printed in row.of_scope(scope):
        supplier, own = printed.supplier, _cell(risks, row, printed, names)
        if printed.share is None:
            ends = Interval(Traced(supplier.share.low), gathered(supplier.share.high, [own]))
        else:
            ends = printed_share(cell(own), printed.half)
        factor = leaf.published(
            _source(risks, printed.source_id),
            supplier.iso3,
            f"{names[supplier.iso3]}, trade variable t",
            supplier.trade_factor,
            "factor",
            stage=row.stage.value,
            basis=_scope(printed),
        )
        found.append(SupplierShare(supplier.iso3, ends, cell(factor), names[supplier.iso3]))
    return found


def _cell(risks: EuRisks, row: EuRisk, printed: PrintedShare, names: Mapping[str, str]) -> Input:
    high = printed.supplier.share.high
    return leaf.published(
        _source(risks, printed.source_id),
        printed.supplier.iso3,
        names[printed.supplier.iso3],
        printed.share,
        "share",
        stage=row.stage.value,
        basis=f"{_scope(printed)}, average of 2016 to 2020",
        printed=printed.printed,
        note="" if printed.share is not None else f"between 0 and {number(high)}",
    )


def _scope(share: PrintedShare) -> str:
    return GLOBAL if share.scope is ShareScope.GLOBAL_SUPPLY else SOURCING


def _rate(risks: EuRisks, rate: Rate) -> Input:
    if not rate.source_id:
        return Input(
            code=rate.mineral,
            name=f"End of the recycling rate, {rate.material.lower()}",
            value=rate.share,
            unit="share",
            year=None,
            edition=REVIEWED,
            source_id=ASSUMPTION,
            note=rate.note,
        )
    return leaf.published(
        _source(risks, rate.source_id),
        rate.mineral,
        f"End-of-life recycling input rate, {rate.material.lower()}",
        rate.share,
        "share",
        basis="of the EU's material input",
        note=rate.note,
    )


def _recycling(bounds: Interval, rates: Sequence[Input]) -> Interval[Traced]:
    """Return the recycling rate; its high end is the last of `rates`, its low end a reviewed bound or nothing."""
    high = gathered(bounds.high, rates[-1:])
    low = gathered(bounds.low, rates[:1]) if rates[:1] and rates[0].edition == REVIEWED else Traced(bounds.low)
    return Interval(high if bounds.is_exact else low, high)


def _substitution() -> list[Input]:
    ends = (("low", SUBSTITUTION_2017.low), ("high", SUBSTITUTION_2017.high))
    return [
        Input(
            code=ASSUMPTION,
            name=f"Substitution index, {end} end",
            value=value,
            unit="index",
            year=None,
            edition="EU study of 2017, table 18",
            source_id=ASSUMPTION,
            note="range over all materials of 2017; the index of this material is not published",
        )
        for end, value in ends
    ]


def _source(risks: EuRisks, source_id: str) -> Source:
    return next(source for source in risks.sources if source.source_id == source_id)
