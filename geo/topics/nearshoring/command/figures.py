"""Near-shoring answers as plain figures for JSON: tonnes in tonnes, shares 0-1, no data as None."""

from __future__ import annotations

from typing import Any

from geo.evidence.output_figures import concentration_figures
from geo.evidence.receipt_trade import flow_cells, trade_receipts
from geo.evidence.shared import Shared
from geo.figure.receipt import input_figures, receipt_figures
from geo.figure.setting import figures_of, settings_of
from geo.figure.source import source_figures
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.figures.columns import offers_table, options_table, ranking_table
from geo.topics.nearshoring.figures.mix_columns import coverage_figures, mix_figures
from geo.topics.nearshoring.figures.need import coverage_receipts, formula_of
from geo.topics.nearshoring.figures.options import home_of
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.figures.supply_columns import filters_table, suppliers_table
from geo.topics.nearshoring.model.ranking import Ranking
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.words.answer import finding


def options_figures(ledger: Ledger) -> dict[str, Any]:
    """Return every figure of an answer."""
    answer = ledger.answer
    return {
        "sentence": finding(answer, ledger.names),
        "inputs": inputs_figures(answer.question),
        "mineral": answer.mineral,
        "stage": answer.stage,
        "region": answer.region,
        "roster": {"code": answer.roster.code, "name": answer.roster.name, "members": sorted(answer.roster.members)},
        "replaced": list(answer.replaced),
        "reference": answer.reference,
        "route": answer.question.route,
        "basis": "trade" if answer.supply is not None else "production",
        "trade": _trade(ledger),
        "production": None if answer.production is None else _production(answer),
        "undecided": list(answer.undecided),
        "partners": sorted(answer.partners),
        "hubs": _hubs(answer),
        "plan": None if answer.plan is None else _plan(ledger),
        "ranking": None if answer.decision is None else _ranking(ledger, answer.decision.ranking),
        "mix": None if answer.decision is None else mix_figures(ledger, answer.decision.mix),
        "options": options_table(ledger).figures(),
        "sources": [source_figures(source) for source in answer.sources],
    }


def _trade(ledger: Ledger) -> dict[str, Any] | None:
    answer = ledger.answer
    if answer.trade is None or answer.supply is None:
        return None
    supply, home = answer.supply, home_of(ledger)
    cells = flow_cells(answer.trade, supply, home, ledger.names)
    receipts = trade_receipts(answer.trade, supply, cells, answer.region.label, answer.roster)
    return {
        "hs6": answer.trade.code.hs6,
        "form": answer.trade.code.form,
        "note": answer.trade.code.note,
        "year": answer.trade.year,
        "nomenclature": answer.trade.nomenclature,
        "share_basis": supply.basis,
        "imports_t": supply.total_quantity_t,
        "imports_usd": supply.total_value_usd,
        "inside_region_t": supply.inside_quantity_t,
        "inside_region_usd": supply.inside_value_usd,
        "outside_roster_share": answer.outside_roster,
        "flows_without_quantity": supply.without_quantity,
        "flows_without_quantity_usd": supply.without_quantity_usd,
        "doubtful_flows": supply.doubtful,
        "suppliers": suppliers_table(ledger, traced=False).figures(),
        "suppliers_traced_one_step_back": suppliers_table(ledger, traced=True).figures(),
        "inputs": input_figures(cells),
        "receipts": {name: receipt_figures(receipt) for name, receipt in receipts.items()},
    }


def _hubs(answer: NearShoring) -> list[dict[str, Any]]:
    hubs = {} if answer.transit is None else answer.transit.hubs
    return [
        {"iso3": hub.area, "traced_share": hub.traced_share, "suppliers": dict(hub.suppliers[:5]), "caveat": hub.caveat}
        for hub in hubs.values()
    ]


def inputs_figures(question: Question) -> dict[str, Any]:
    """Return every setting of a question that is in effect, under the names of the command line."""
    shared = {each.name for each in settings_of(Shared)}
    return {name: value for name, value in figures_of(question, in_effect=True).items() if name not in shared}


def _plan(ledger: Ledger) -> dict[str, Any]:
    answer, plan, need = ledger.answer, ledger.plan, ledger.plan.need
    receipts = coverage_receipts(ledger)
    return {
        "basis": plan.basis,
        "need": {
            "quantity_t": plan.need_t,
            "basis": need.basis,
            "status": need.status,
            "goods": need.goods,
            "formula": formula_of(ledger.need),
            "share_of_imports": need.share_of_imports,
            "importers": dict(need.importers),
        },
        "coverage": coverage_figures(plan.coverage),
        "binding": []
        if answer.decision is None
        else [
            {"rule": each.rule, "low_share": each.coverage.low_share, "high_share": each.coverage.high_share}
            for each in answer.decision.binding
        ],
        "filters": filters_table(ledger).figures()[:-1],
        "offers": offers_table(ledger).figures(),
        "receipts": {
            name: receipt_figures(receipts[figure]())
            for name, figure in (("need", "need_t"), ("covered", "high_t"))
            if figure in receipts
        },
    }


def _ranking(ledger: Ledger, ranking: Ranking) -> dict[str, Any]:
    keys = [criterion.key for criterion in ranking.criteria]
    return {
        "weights": dict(zip(keys, ranking.weights, strict=True)),
        "draws": ranking.draws,
        "standard_error": ranking.standard_error,
        "rows": ranking_table(ledger).figures(),
    }


def _production(answer: NearShoring) -> dict[str, Any]:
    inside = answer.inside_roster_world
    figures = {} if answer.production is None else concentration_figures(answer.production)
    figures.pop("countries", None)
    return figures | {
        "inside_roster_share_low": None if inside is None else inside.low,
        "inside_roster_share_high": None if inside is None else inside.high,
    }
