"""Near-shoring answers as plain figures for JSON: tonnes in tonnes, shares 0-1, no data as None."""

from __future__ import annotations

from typing import Any

from geo.answer.geography import Geography
from geo.answer.matrix import Cell
from geo.answer.options import NearShoring
from geo.answer.question import Question
from geo.answer.receipt_ledger import Ledger
from geo.answer.receipt_nearshoring import formula_of
from geo.answer.receipt_options import home_of
from geo.answer.receipt_trade import flow_cells, trade_receipts
from geo.answer.shared import Shared
from geo.answer.shelf import Control
from geo.cli.figures import concentration_figures, source_figures
from geo.figure.receipt import input_figures, receipt_figures
from geo.figure.setting import figures_of, settings_of
from geo.model.coverage import Coverage
from geo.model.mix import Binding, Mix
from geo.model.options import Option
from geo.model.supply import RegionSupply, TradeBasis
from geo.view.nearshoring_words import finding


def options_figures(ledger: Ledger) -> dict[str, Any]:
    """Return every figure of an answer."""
    answer, geography, names = ledger.answer, ledger.geography, ledger.names
    return {
        "sentence": finding(answer, names),
        "inputs": inputs_figures(answer.question),
        "mineral": answer.mineral,
        "stage": answer.stage,
        "region": answer.region,
        "roster": {"code": answer.roster.code, "name": answer.roster.name, "members": sorted(answer.roster.members)},
        "replaced": list(answer.replaced),
        "reference": answer.reference,
        "route": answer.route,
        "basis": "trade" if answer.supply is not None else "production",
        "trade": _trade(ledger),
        "production": None if answer.production is None else _production(answer),
        "undecided": list(answer.undecided),
        "partners": sorted(answer.partners),
        "hubs": _hubs(answer),
        "plan": None if answer.plan is None else _plan(ledger),
        "ranking": _ranking(answer, geography),
        "mix": None if answer.decision is None else mix_figures(answer.decision.mix, geography),
        "options": [_option(option, answer, geography) for option in answer.options],
        "sources": [source_figures(source) for source in answer.sources],
    }


def _trade(ledger: Ledger) -> dict[str, Any] | None:
    answer, geography = ledger.answer, ledger.geography
    if answer.trade is None or answer.supply is None:
        return None
    supply, home = answer.supply, home_of(ledger)
    cells = flow_cells(answer.trade, supply, home, geography.names)
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
        "implausible_flows": supply.outliers,
        "suppliers": _suppliers(supply, answer, geography),
        "suppliers_traced_one_step_back": [] if answer.traced is None else _suppliers(answer.traced, answer, geography),
        "inputs": input_figures(cells),
        "receipts": {name: receipt_figures(receipt) for name, receipt in receipts.items()},
    }


def _suppliers(supply: RegionSupply, answer: NearShoring, geography: Geography) -> list[dict[str, Any]]:
    return [
        {
            "iso3": supplier.area,
            "name": geography.names[supplier.area],
            "value": supplier.quantity_t if supply.basis is TradeBasis.TONNES else supplier.value_usd,
            "unit": "t" if supply.basis is TradeBasis.TONNES else "USD",
            "share": supplier.share,
            "note": _standing(supplier.area, answer),
            "quantity_t": supplier.quantity_t,
            "value_usd": supplier.value_usd,
            "is_in_roster": supplier.area in answer.roster.members,
        }
        for supplier in supply.suppliers
    ]


def _standing(area: str, answer: NearShoring) -> str:
    """Return what must be said of a supplier beside its figures."""
    hubs = {} if answer.transit is None else answer.transit.hubs
    notes = ["falls away"] if area in answer.replaced else []
    return "; ".join([*notes, *(["transit hub"] if area in hubs else [])])


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
    answer, plan, names, need = ledger.answer, ledger.plan, ledger.names, ledger.plan.need
    receipts = ledger.coverage()
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
        "filters": [
            {
                "filter": step.kind,
                "limit": step.limit,
                "removed": list(step.removed),
                "without_figure": list(step.without_figure),
                "new_t": step.new_t,
                "redirected_t": step.redirected_t,
            }
            for step in plan.filtered.steps
        ],
        "offers": [
            {
                "iso3": offer.area,
                "name": names[offer.area],
                "tier": offer.tier,
                "new_t": offer.new_t,
                "redirected_t": offer.redirected_t,
                "growth_t": plan.ceilings[offer.area].growth_t,
                "ceiling_t": offer.ceiling_t,
                "ceiling_formula": formula_of(ledger.sent(offer.area).ceiling),
                "region_distance_km": offer.profile.distance_km,
                "freight_kgco2e_per_t": offer.profile.kgco2e_per_t,
                "grid_gco2e_per_kwh": offer.profile.grid_gco2e_per_kwh,
            }
            for offer in plan.filtered.kept
        ],
        "receipts": {
            name: receipt_figures(receipts[figure]())
            for name, figure in (("need", "need_t"), ("covered", "high_t"))
            if figure in receipts
        },
    }


def coverage_figures(cover: Coverage) -> dict[str, Any]:
    """Return both ends of a coverage and what stays open."""
    return {
        "need_t": cover.need_t,
        "low_t": cover.low_t,
        "high_t": cover.high_t,
        "low_share": cover.low_share,
        "high_share": cover.high_share,
        "remainder_low_t": cover.remainder_low_t,
        "remainder_high_t": cover.remainder_high_t,
    }


def mix_figures(mix: Mix, geography: Geography) -> dict[str, Any]:
    """Return a mix line by line."""
    return {
        "need_t": mix.need_t,
        "status": mix.status,
        "cost_basis": mix.basis,
        "cost_unit": mix.basis.unit,
        "cost": mix.cost,
        "cost_per_covered_t": mix.cost_per_covered_t,
        "covered_t": mix.covered_t,
        "redirected_t": mix.redirected_t,
        "outside_roster_t": mix.outside_roster_t,
        "remainder_t": mix.remainder_t,
        "outside_is_binding": mix.outside_is_binding,
        "unpriced": list(mix.unpriced),
        "lines": [
            {
                "iso3": line.area,
                "name": geography.names[line.area],
                "value": line.quantity_t,
                "unit": "t",
                "share": line.share,
                "note": "" if line.binding is Binding.NOTHING else f"held by its {line.binding.value}",
                "quantity_t": line.quantity_t,
                "redirected_t": line.redirected_t,
                "ceiling_t": line.ceiling_t,
                "cost_per_t": line.cost_per_t,
                "held_by": line.binding,
            }
            for line in mix.lines
        ],
    }


def frontier_figures(answer: NearShoring, geography: Geography) -> list[dict[str, Any]]:
    """Return the frontier, one mix a step."""
    if answer.decision is None:
        return []
    return [
        {"outside_max": point.limit, "mix": mix_figures(point.mix, geography)} for point in answer.decision.frontier
    ]


def _ranking(answer: NearShoring, geography: Geography) -> dict[str, Any] | None:
    if answer.decision is None:
        return None
    ranking = answer.decision.ranking
    keys = [criterion.key for criterion in ranking.criteria]
    return {
        "weights": dict(zip(keys, ranking.weights, strict=True)),
        "draws": ranking.draws,
        "standard_error": ranking.standard_error,
        "rows": [
            {
                "place": row.place,
                "iso3": row.area,
                "name": geography.names[row.area],
                "score": row.score,
                "parts": dict(zip(keys, row.parts, strict=True)),
                "topsis": row.topsis,
                "topsis_place": row.topsis_place,
                "first": row.first,
                "top3": row.top3,
                "missing": list(row.missing),
            }
            for row in ranking.rows
        ],
    }


def cell_figures(cell: Cell) -> dict[str, Any]:
    """Return one cell of the overview."""
    return {
        "mineral": cell.mineral,
        "stage": cell.stage,
        "region": cell.region,
        "replaced": list(cell.replaced),
        "goods": cell.form,
        "year": cell.year,
        "status": cell.status,
        "coverage": None if cell.coverage is None else coverage_figures(cell.coverage),
    }


def _production(answer: NearShoring) -> dict[str, Any]:
    inside = answer.inside_roster_world
    figures = {} if answer.production is None else concentration_figures(answer.production)
    figures.pop("countries", None)
    return figures | {
        "inside_roster_share_low": None if inside is None else inside.low,
        "inside_roster_share_high": None if inside is None else inside.high,
    }


def _option(option: Option, answer: NearShoring, geography: Geography) -> dict[str, Any]:
    own, way = option.candidate, option.way
    governance = answer.governance.get(option.area)
    return {
        "iso3": option.area,
        "name": geography.names[option.area],
        "tier": option.tier,
        "production_t": own.production_t,
        "production_share": own.production_share,
        "production_flag": own.production_flag,
        "exports_t": own.exports_t,
        "exports_usd": own.exports_usd,
        "to_region_t": own.to_region_t,
        "to_region_usd": own.to_region_usd,
        "distance_km": None if way is None else way.total_km,
        "way": None if way is None else way.mode,
        "passages": [] if way is None else list(way.passages),
        "governance": None if governance is None else dict(governance.estimates) | {"year": governance.year},
        "governance_mean": None if governance is None else governance.mean,
        "groups": list(geography.groups_of.get(option.area, ())),
        "export_controls": [_control(control) for control in answer.controls.get(option.area, ())],
        "known_mines": own.mines,
        "known_plants": own.plants,
        "known_projects": own.projects,
    }


def _control(control: Control) -> dict[str, Any]:
    names = ("measure", "scope", "target", "status", "status_as_of", "is_in_force")
    return {name: getattr(control, name) for name in names}
