"""Receipts of the EU supply risk and of the import reliance that stands in for the unpublished one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from geo.answer.dependence_published import STRUCTURE, EuRisk, EuRisks, PrintedShare
from geo.answer.governance import Estimates
from geo.figure.receipt import ASSUMPTION, Receipt, cited
from geo.model.formula import grouped, number, total
from geo.model.interval import Interval
from geo.model.supply_risk import (
    BEST_ESTIMATE,
    ESTIMATE_SPAN,
    GOVERNANCE_SCALE,
    PROXY_CAVEAT,
    SUBSTITUTION_2017,
    governance_weight,
    unprinted_share,
)
from geo.model.trace import Input, Step
from geo.schema.codes import ShareScope

GLOBAL, SOURCING = "Global supply", "EU sourcing"
RELIANCE_LOW, RELIANCE_HIGH = "Import reliance, low end", "Import reliance, high end"
RISK_LOW, RISK_HIGH = "EU supply risk, low end", "EU supply risk, high end"
RISK_RULE = "the mix, times one less the recycling rate, times the substitution index"
MIX_RULE = "global supply × IR / 2 + EU sourcing × (1 - IR / 2)"


def reliance_receipt(risks: EuRisks, row: EuRisk, names: Mapping[str, str], eu: Collection[str]) -> Receipt | None:
    """Return how the import reliance came about; None where no EU sourcing is published, so that any value is possible."""
    steps = _reliance(row, eu)
    if not steps:
        return None
    cells = _share_cells(risks, row, row.of_scope(ShareScope.EU_SOURCING), names)
    title = f"Import reliance of the EU: {row.stage.value} {row.material.lower()}"
    return Receipt(title, tuple(steps), cells, cited(cells, risks.sources), (PROXY_CAVEAT,))


def risk_receipt(
    risks: EuRisks, row: EuRisk, names: Mapping[str, str], eu: Collection[str], held: Estimates
) -> Receipt:
    """Return how both ends of the EU supply risk came about, with the interval of every input that is not published.

    Parameters
    ----------
    held
        Governance estimates of ``risks.governance_year``.
    """
    world, sourcing = (row.of_scope(scope) for scope in (ShareScope.GLOBAL_SUPPLY, ShareScope.EU_SOURCING))
    areas = sorted({share.supplier.iso3 for share in (*world, *sourcing)})
    steps = [
        *(_weight(area, names[area], held) for area in areas if area in held.means),
        *_term(GLOBAL, world, row.risk.global_term, held, rest=0.0),
        *_term(SOURCING, sourcing, row.risk.sourcing_term, held, rest=_unprinted(sourcing)),
        *_reliance(row, eu),
        *_ends(row),
    ]
    cells = (
        *_share_cells(risks, row, (*world, *sourcing), names),
        *_factor_cells(risks, row, (*world, *sourcing), names),
        *held.cells(areas, names),
        *_rate_cells(risks),
        *_substitution_cells(),
    )
    title = f"EU supply risk: {row.stage.value} {row.material.lower()}, governance of {risks.governance_year}"
    return Receipt(title, tuple(steps), cells, cited(cells, risks.sources), (STRUCTURE, *row.risk.notes))


def _weight(area: str, name: str, held: Estimates) -> Step:
    """Return the governance weight of a country."""
    scaled = f"({BEST_ESTIMATE:g} - {held.traced([area], {area: name})[area].text}) / {ESTIMATE_SPAN:g} × {GOVERNANCE_SCALE:g}"
    return Step(
        f"WGI of {name}",
        "2.5 less the mean of the six estimates, over 5, times 10; 0 is best, 10 worst",
        f"max(0, min({GOVERNANCE_SCALE:g}, {scaled}))",
        governance_weight(held.means[area]).low,
        "index",
    )


def _term(
    name: str, shares: Sequence[PrintedShare], value: Interval | None, held: Estimates, *, rest: float
) -> list[Step]:
    """Return both ends of the weighted concentration; nothing where no share is published."""
    if value is None:
        return []
    low, high = [], []
    for share in shares:
        supplier = share.supplier
        weight = governance_weight(held.means.get(supplier.iso3))
        factor = number(supplier.trade_factor)
        low.append(
            (supplier.share.low * weight.low, f"{number(supplier.share.low)}² × {number(weight.low)} × {factor}")
        )
        high.append(
            (supplier.share.high * weight.high, f"{number(supplier.share.high)}² × {number(weight.high)} × {factor}")
        )
    if rest > 0:
        worst = GOVERNANCE_SCALE * max(1.0, *(share.supplier.trade_factor for share in shares))
        high.append((rest, f"{number(rest)}² × {number(worst)}"))
    rule = "sum over suppliers of share² × WGI × t; a bound counts as 0"
    rule_high = (
        "the same; a bound counts in full, an unknown WGI as 10, what is not printed as one supplier of the worst kind"
    )
    return [
        Step(f"{name}, low end", rule, _joined(low), value.low, "index"),
        Step(f"{name}, high end", rule_high, _joined(high), value.high, "index"),
    ]


def _unprinted(shares: Sequence[PrintedShare]) -> float:
    return unprinted_share([share.supplier for share in shares])


def _joined(terms: Sequence[tuple[float, str]]) -> str:
    return " + ".join(text for size, text in terms if size > 0) or "0"


def _reliance(row: EuRisk, eu: Collection[str]) -> list[Step]:
    """Return both ends of the import reliance; nothing where no EU sourcing is published."""
    sourcing = row.of_scope(ShareScope.EU_SOURCING)
    if not sourcing:
        return []
    own = [share.supplier.share for share in sourcing if share.supplier.iso3 in eu]
    rest = _unprinted(sourcing)
    least, most = total([share.low for share in own]), total([share.high for share in own])
    value = row.risk.import_reliance
    low, rule = "0", "exports are not known, and could lower it to nothing"
    if value.low > 0:
        low = f"max(0, 1 - ({most} + {number(rest)}))"
        rule = "the EU makes nothing, so that nothing can be exported but what was imported"
    return [
        Step(RELIANCE_LOW, rule, low, value.low, "share"),
        Step(RELIANCE_HIGH, "one less the EU's own part", f"max(0, 1 - {grouped(least)})", value.high, "share"),
    ]


def _ends(row: EuRisk) -> list[Step]:
    risk = row.risk
    steps = []
    ends = (
        ("low", "min", risk.global_term.low, risk.recycling.high, risk.substitution.low, (RISK_LOW, risk.risk.low)),
        ("high", "max", risk.global_term.high, risk.recycling.low, risk.substitution.high, (RISK_HIGH, risk.risk.high)),
    )
    for end, choice, supply, recycled, index, (label, result) in ends:
        mixed = supply
        if risk.sourcing_term is not None:
            sourcing = risk.sourcing_term.low if end == "low" else risk.sourcing_term.high
            both = [
                _mix(supply, sourcing, reliance) for reliance in (risk.import_reliance.low, risk.import_reliance.high)
            ]
            worked = f"{choice}({', '.join(text for _, text in both)})"
            mixed = (min if end == "low" else max)(value for value, _ in both)
            which = "smaller" if end == "low" else "larger"
            rule = f"{MIX_RULE}, the {which} one of the ends of IR"
            steps.append(Step(f"Mix of both, {end} end", rule, worked, mixed, "index"))
        worked = f"{number(mixed)} × (1 - {number(recycled)}) × {number(index)}"
        steps.append(Step(label, RISK_RULE, worked, result, "index"))
    return steps


def _mix(supply: float, sourcing: float, reliance: float) -> tuple[float, str]:
    ir = number(reliance)
    value = supply * reliance / 2 + sourcing * (1 - reliance / 2)
    return value, f"{number(supply)} × {ir} / 2 + {number(sourcing)} × (1 - {ir} / 2)"


def _share_cells(
    risks: EuRisks, row: EuRisk, shares: Sequence[PrintedShare], names: Mapping[str, str]
) -> tuple[Input, ...]:
    editions = {source.source_id: source.edition for source in risks.sources}
    return tuple(
        Input(
            code=share.supplier.iso3,
            name=names[share.supplier.iso3],
            value=share.supplier.share.high if share.supplier.share.is_exact else None,
            unit="share",
            year=None,
            stage=row.stage.value,
            basis=f"{_scope(share)}, average of 2016 to 2020",
            printed=share.printed,
            edition=editions[share.source_id],
            source_id=share.source_id,
            note="" if share.supplier.share.is_exact else f"between 0 and {number(share.supplier.share.high)}",
        )
        for share in shares
    )


def _factor_cells(
    risks: EuRisks, row: EuRisk, shares: Sequence[PrintedShare], names: Mapping[str, str]
) -> tuple[Input, ...]:
    editions = {source.source_id: source.edition for source in risks.sources}
    return tuple(
        Input(
            code=share.supplier.iso3,
            name=f"{names[share.supplier.iso3]}, trade variable t",
            value=share.supplier.trade_factor,
            unit="factor",
            year=None,
            stage=row.stage.value,
            basis=_scope(share),
            edition=editions[share.source_id],
            source_id=share.source_id,
        )
        for share in shares
    )


def _scope(share: PrintedShare) -> str:
    return GLOBAL if share.scope is ShareScope.GLOBAL_SUPPLY else SOURCING


def _rate_cells(risks: EuRisks) -> tuple[Input, ...]:
    editions = {source.source_id: source.edition for source in risks.sources}
    return tuple(
        Input(
            code=rate.mineral,
            name=f"End-of-life recycling input rate, {rate.material.lower()}",
            value=rate.share,
            unit="share",
            year=None,
            basis="of the EU's material input",
            edition=editions[rate.source_id],
            source_id=rate.source_id,
            note=rate.note,
        )
        for rate in risks.rates
    )


def _substitution_cells() -> tuple[Input, ...]:
    ends = (("low", SUBSTITUTION_2017.low), ("high", SUBSTITUTION_2017.high))
    return tuple(
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
    )
