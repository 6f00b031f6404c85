"""Every figure of an answer on dependence as it stands in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.answer.dependence import Dependence, Facts, World
from geo.answer.dependence_benchmark import Measured
from geo.answer.dependence_output import Holding
from geo.answer.dependence_published import EuRisk, UsReliance
from geo.answer.dependence_trade import Importer, Imports, Traded
from geo.answer.geography import Geography
from geo.answer.receipt_benchmark import Subject, gauge_receipt
from geo.cli.figures import concentration_figures, source_figures
from geo.figure.receipt import input_figures, receipt_figures
from geo.figure.source import Source
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.model.loss import DEMAND_HELD, DEMAND_REMOVED


def dependence_figures(answer: Dependence, world: World, geography: Geography) -> dict[str, Any]:
    """Return every figure of an answer: tonnes in tonnes, shares 0-1, no data as None beside its reason."""
    facts = answer.facts
    return {
        "mineral": facts.mineral,
        "stage": facts.stage,
        "roster": {"code": answer.roster.code, "name": answer.roster.name, "members": sorted(answer.roster.members)},
        "output": _output(facts, answer, geography),
        "importer": {"code": answer.importer.code, "name": answer.importer.name},
        "trade": _trade(facts, geography),
        "imports": _imports(answer.imports, answer),
        "roster_imports": _imports(answer.together, answer),
        "members": [_member(buyer, imports, answer) for buyer, imports in answer.members],
        "next_members": _next_members(answer),
        "limits": {
            "set": {"name": answer.gauge_set.name, "members": sorted(answer.gauge_set.members)},
            "gauges": [
                _gauge(row, Subject(facts.mineral, answer.gauge_set, geography.names, _sources(facts, world)))
                for row in answer.gauges
            ],
        },
        "all_minerals": [_spot(spot.series) | _governance(spot, world) for spot in answer.spots],
        "us_net_import_reliance": [_reliance(row) for row in facts.reliances],
        "eu_supply_risk": {
            "governance_year": facts.risks.governance_year,
            "rows": [_risk(row) for row in facts.risks.rows],
            "bottleneck": {
                material: {**_ends(risk), "stages": list(stages)}
                for material, (risk, stages) in facts.risks.bottlenecks.items()
            },
        },
        "sources": [source_figures(source) for source in _sources(facts, world)],
    }


def _sources(facts: Facts, world: World) -> tuple[Source, ...]:
    return tuple(dict.fromkeys((*facts.sources, *world.sources)))


def _output(facts: Facts, answer: Dependence, geography: Geography) -> dict[str, Any]:
    held = facts.held
    if isinstance(held, NoData):
        return {"no_data": held.reason}
    inside = answer.inside
    return concentration_figures(held.production) | {
        "effective_suppliers": _ends(held.effective),
        "inside_roster": None if inside is None else {"low": inside.low, "high": inside.high},
        "without_the_largest": _without(held),
        "one_holder": None
        if held.sole is None
        else {
            "iso3": held.sole.supplier,
            "share": held.sole.share,
            "lost_part": held.sole.lost_part,
            "growth_of_all_others": held.sole.growth,
        },
        "history": [_spot(entry) for entry in held.history],
        "by_publisher": _rivals(held, geography),
    }


def _without(held: Holding) -> dict[str, Any]:
    left, removed = held.demand_held, held.demand_removed
    return {
        "demand_held": {"name": DEMAND_HELD}
        | ({"no_data": left.reason} if isinstance(left, NoData) else {"iso3": left.supplier, **_ends(left.left)}),
        "demand_removed": {"name": DEMAND_REMOVED}
        | (
            {"no_data": removed.reason}
            if isinstance(removed, NoData)
            else {"iso3": removed.supplier, "coverage": removed.coverage, "caveat": removed.caveat}
        ),
    }


def _rivals(held: Holding, geography: Geography) -> dict[str, Any] | None:
    rivals = held.rivals
    if rivals is None:
        return None
    return {
        "year": rivals.year,
        "hhi": {name: _ends(hhi) for name, hhi in rivals.hhi.items()},
        "shares": [
            {
                "iso3": row.area,
                "name": geography.names[row.area],
                **_ends(row.range),
                "by_publisher": dict(row.by_source),
            }
            for row in rivals.ranges
        ],
    }


def _trade(facts: Facts, geography: Geography) -> dict[str, Any]:
    trade = facts.trade
    if isinstance(trade, NoData):
        return {"no_data": trade.reason}
    return {
        "hs6": trade.goods.hs6,
        "form": trade.trade.code.form,
        "note": trade.trade.code.note,
        "year": trade.trade.year,
        "source_id": trade.trade.source.source_id,
        "hhi_of_world_output": {"no_data": trade.hhi.reason}
        if isinstance(trade.hhi, NoData)
        else {**_ends(trade.hhi), "year": trade.hhi_year},
        "political_stability_year": trade.governance_year,
        "hubs": [
            {
                "iso3": hub.area,
                "name": geography.names[hub.area],
                "exports": hub.exports,
                "imports": hub.imports,
                "basis": trade.origin.basis,
                "own_supply_at_most_t": hub.own_supply_t or None,
                "exports_over_own_supply": trade.excess(hub),
                "traced_share": hub.traced_share,
                "suppliers": dict(hub.suppliers),
                "remark": hub.caveat,
            }
            for hub in trade.origin.hubs
        ],
        "unexplained_exporters": list(trade.unexplained),
        "codes": [code.hs6 for code in trade.codes],
    }


def _imports(imports: Imports | NoData, answer: Dependence) -> dict[str, Any]:
    if isinstance(imports, NoData):
        return {"no_data": imports.reason}
    trade = answer.facts.trade
    stability: Mapping[str, float] = {} if isinstance(trade, NoData) else trade.stability
    hubs = trade.hubs if isinstance(trade, Traded) else frozenset()
    return {
        **_bought(imports, answer),
        "view": imports.view,
        "view_means": imports.view.sentence,
        "value_without_tonnes": imports.value_without_tonnes,
        "suppliers": [
            {
                "iso3": area,
                "share": share,
                "in_roster": area in answer.roster.members,
                "is_hub": area in hubs,
                "political_stability": stability.get(area),
            }
            for area, share in imports.suppliers
        ],
    }


def _bought(imports: Imports, answer: Dependence) -> dict[str, Any]:
    return {
        "total": imports.total,
        "basis": imports.basis,
        "outside_roster": imports.outside(answer.roster.members),
        "largest_supplier": imports.suppliers[0][0],
        "largest_share": imports.suppliers[0][1],
        "risk_of_suppliers": None if imports.risk is None else _ends(imports.risk),
        "score": None if imports.score is None else _ends(imports.score),
    }


def _member(buyer: Importer, imports: Imports | NoData, answer: Dependence) -> dict[str, Any]:
    own = {"no_data": imports.reason} if isinstance(imports, NoData) else _bought(imports, answer)
    return {"code": buyer.code, "name": buyer.name, **own}


def _next_members(answer: Dependence) -> dict[str, Any]:
    found = answer.next_members
    rows = []
    for mineral in found.minerals:
        series, base = found.series(mineral), found.base(mineral)
        if series is None or base is None:
            continue
        gains = [
            {
                "code": gain.candidate.code,
                "name": gain.candidate.name,
                **_ends(gain.share),
                "is_withheld": gain.is_withheld,
            }
            for gain in found.gains(mineral)
        ]
        rows.append(_spot(series) | {"mineral": mineral, "roster_now": _ends(base), "gains": gains})
    return {
        "candidates": [candidate.code for candidate in found.candidates],
        "everyone": found.everyone,
        "left_out": found.left_out,
        "rows": rows,
    }


def _gauge(row: Measured, subject: Subject) -> dict[str, Any]:
    gauge, receipt = row.gauge, gauge_receipt(row, subject)
    shown = None if row.stand_in is None else row.stand_in.value
    return {
        "limit": gauge.benchmark,
        "target": gauge.benchmark.target,
        "is_ceiling": gauge.benchmark.is_ceiling,
        "state": gauge.state,
        "value": None if gauge.value is None else _ends(gauge.value),
        "country": gauge.country,
        "no_data": gauge.reason,
        "stand_in": None if shown is None else {"is": row.stands_for, **_ends(shown)},
        "notes": [*gauge.stands_in, *([] if row.stand_in is None else row.stand_in.stands_in)],
        "period": row.period,
        "caveat": gauge.caveat,
        "receipt": None if receipt is None else receipt_figures(receipt) | {"inputs": input_figures(receipt.inputs)},
    }


def _spot(series: Series) -> dict[str, Any]:
    result = series.result
    return {
        "mineral": series.mineral,
        "stage": series.stage,
        "year": series.year,
        "hhi_low": result.hhi_low,
        "hhi_high": result.hhi_high,
        "top1": result.leader.area,
        "top1_share": result.top1,
        "top3_share": result.top3,
        "unattributed_share": result.unattributed_share,
        "basis": series.basis,
        "source_id": series.source_id,
    }


def _governance(spot: Any, world: World) -> dict[str, Any]:
    return {
        "governance": spot.governance.known,
        "governance_ends": _ends(spot.governance.ends),
        "supply_with_estimate": spot.governance.known_share,
        "governance_year": world.governance_year,
    }


def _reliance(row: UsReliance) -> dict[str, Any]:
    bounds = {"no_data": row.percent.reason} if isinstance(row.percent, NoData) else _ends(row.percent)
    return {
        "commodity": row.commodity,
        "form": row.detail,
        "year": row.year,
        "percent": bounds,
        "is_net_exporter": row.is_net_exporter,
        "as_printed": row.raw_value,
        "source_id": row.source_id,
    }


def _risk(row: EuRisk) -> dict[str, Any]:
    risk = row.risk
    return {
        "material": row.material,
        "stage": row.stage,
        "risk": _ends(risk.risk),
        "is_critical": risk.is_critical,
        "global_term": _ends(risk.global_term),
        "sourcing_term": None if risk.sourcing_term is None else _ends(risk.sourcing_term),
        "import_reliance": _ends(risk.import_reliance),
        "recycling": _ends(risk.recycling),
        "substitution": _ends(risk.substitution),
        "notes": list(risk.notes),
    }


def _ends(value: Interval) -> dict[str, float]:
    return {"low": value.low, "high": value.high}
