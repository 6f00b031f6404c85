"""Every figure of an answer on dependence as it stands in JSON; rows of tables come from their columns."""

from __future__ import annotations

from typing import Any

from geo.evidence.agreement_study import risks_reproduced
from geo.evidence.output_figures import concentration_figures
from geo.evidence.spread import spread_figures
from geo.figure.source import source_figures
from geo.model.interval import NoData
from geo.topics.dependence.answer.dependence import Facts
from geo.topics.dependence.answer.output import Holding
from geo.topics.dependence.answer.trade import Imports
from geo.topics.dependence.figures.columns import Asked, ends, hubs_table, members_table, suppliers_table
from geo.topics.dependence.figures.output_columns import rival_indices_table, rivals_table, years_table
from geo.topics.dependence.figures.world_columns import (
    gauges_table,
    next_members_figures,
    reliances_table,
    risks_table,
    spots_table,
)
from geo.topics.dependence.model.loss import DEMAND_HELD, DEMAND_REMOVED


def dependence_figures(asked: Asked) -> dict[str, Any]:
    """Return every figure of an answer: tonnes in tonnes, shares 0-1, no data as None beside its reason."""
    answer, facts = asked.answer, asked.answer.facts
    found = answer.next_members
    return {
        "mineral": facts.mineral,
        "stage": facts.stage,
        "roster": {"code": answer.roster.code, "name": answer.roster.name, "members": sorted(answer.roster.members)},
        "output": _output(facts, asked),
        "importer": {"code": answer.importer.code, "name": answer.importer.name},
        "trade": _trade(facts, asked),
        "imports": _imports(answer.imports, asked),
        "roster_imports": _imports(answer.together, asked),
        "members": [] if isinstance(facts.trade, NoData) else members_table(asked).figures(),
        "next_members": {
            "candidates": [candidate.code for candidate in found.candidates],
            "everyone": found.everyone,
            "left_out": found.left_out,
            "rows": next_members_figures(asked),
        },
        "limits": {
            "set": {"name": answer.gauge_set.name, "members": sorted(answer.gauge_set.members)},
            "gauges": gauges_table(asked).figures(),
        },
        "all_minerals": spots_table(asked).figures(),
        "us_net_import_reliance": reliances_table(asked).figures(),
        "eu_supply_risk": {
            "governance_year": facts.risks.governance_year,
            "rows": risks_table(asked).figures(),
            "left_out": [
                {"material": row.material, "stage": row.stage.value, "no_data": row.reason}
                for row in facts.risks.left_out
            ],
            "reproduced": dict(zip(("held", "of"), risks_reproduced(asked.atlas), strict=True)),
            "bottleneck": {
                material: {**(ends(risk) or {}), "stages": list(stages)}
                for material, (risk, stages) in facts.risks.bottlenecks.items()
            },
        },
        "sources": [source_figures(source) for source in asked.subject.sources],
    }


def _output(facts: Facts, asked: Asked) -> dict[str, Any]:
    held, inside = facts.held, asked.answer.inside
    if isinstance(held, NoData):
        return {"no_data": held.reason}
    return concentration_figures(held.production) | {
        "effective_suppliers": ends(held.effective),
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
        "history": [*reversed(years_table(asked.atlas, held).figures())],
        "spread": spread_figures(held.spread),
        "by_publisher": _rivals(held, asked),
    }


def _without(held: Holding) -> dict[str, Any]:
    left, removed = held.demand_held, held.demand_removed
    return {
        "demand_held": {"name": DEMAND_HELD}
        | (
            {"no_data": left.reason} if isinstance(left, NoData) else {"iso3": left.supplier, **(ends(left.left) or {})}
        ),
        "demand_removed": {"name": DEMAND_REMOVED}
        | (
            {"no_data": removed.reason}
            if isinstance(removed, NoData)
            else {"iso3": removed.supplier, "coverage": removed.coverage, "caveat": removed.caveat}
        ),
    }


def _rivals(held: Holding, asked: Asked) -> dict[str, Any] | None:
    rivals = held.rivals
    if rivals is None:
        return None
    return {
        "year": rivals.year,
        "period": rivals.period,
        "hhi": {row["name"]: row for row in rival_indices_table(rivals).figures()},
        "shares": rivals_table(asked.atlas, rivals).figures(),
    }


def _trade(facts: Facts, asked: Asked) -> dict[str, Any]:
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
        else {**(ends(trade.hhi) or {}), "year": trade.hhi_year, "period": trade.hhi_period},
        "political_stability_year": trade.governance_year,
        "hubs": hubs_table(asked).figures(),
        "unexplained_exporters": list(trade.unexplained),
        "codes": [code.hs6 for code in trade.codes],
    }


def _imports(imports: Imports | NoData, asked: Asked) -> dict[str, Any]:
    """Return what an importer buys, as the table of members has it, with its suppliers."""
    if isinstance(imports, NoData):
        return {"no_data": imports.reason}
    return {
        **members_table(asked).figures_of((imports.importer, imports)),
        "view": imports.view,
        "view_means": imports.view.sentence,
        "value_without_tonnes": imports.value_without_tonnes,
        "suppliers": suppliers_table(asked, imports).figures(),
    }
