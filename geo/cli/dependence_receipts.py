"""The receipts of an answer on dependence as they stand in JSON: inputs once, receipts by the name of their figure.

A receipt names its inputs by their place in the list ``inputs``; ``within`` names the figure of the same row whose
receipt has all its steps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from geo.answer.dependence import Dependence, World
from geo.answer.dependence_ledger import Ledger, gain_cells
from geo.answer.dependence_output import Holding
from geo.answer.dependence_trade import Imports, Traded
from geo.answer.geography import Geography
from geo.answer.governance import Estimates, estimates
from geo.answer.production import Production, production
from geo.answer.receipt_dependence import effective_receipt, growth_receipt, left_receipt
from geo.answer.receipt_production import printed_cells, production_receipts
from geo.figure.receipt import Receipt
from geo.figure.written import Inputs
from geo.model.interval import NoData
from geo.model.loss import DemandHeld
from geo.model.trace import Input
from geo.schema.codes import Measure, Mineral, Stage
from geo.store.database import Atlas

Row = TypeVar("Row")


def dependence_receipts(atlas: Atlas, geography: Geography, world: World, answer: Dependence) -> dict[str, Any]:
    """Return ``inputs`` and ``receipts`` of the figures of an answer, the latter by table and row."""
    ledger, held, trade = _ledger(atlas, geography), answer.facts.held, answer.facts.trade
    inputs = Inputs()
    receipts: dict[str, Any] = {
        "next_members": _next_members(ledger, answer, inputs),
        "all_minerals": {
            spot.series.mineral: inputs.rows(ledger.spots(world.governance_year), spot) for spot in answer.spots
        },
        "eu_supply_risk": {
            f"{row.material}, {row.stage}": inputs.rows(ledger.risks(answer.facts.risks), row)
            for row in answer.facts.risks.rows
        },
    }
    if not isinstance(held, NoData):
        receipts |= _output(ledger, answer, held, inputs)
    if not isinstance(trade, NoData):
        receipts |= _trade(ledger, answer, trade, inputs)
    return {"inputs": inputs.figures(), "receipts": receipts}


def _ledger(atlas: Atlas, geography: Geography) -> Ledger:
    @cache
    def output(mineral: Mineral, stage: Stage, year: int | None) -> Production:
        return production(atlas, Measure.PRODUCTION, mineral, stage, year)

    @cache
    def cells(mineral: Mineral, stage: Stage, year: int) -> Sequence[Input]:
        return printed_cells(atlas, output(mineral, stage, year))

    @cache
    def estimates_of(year: int) -> Estimates:
        return estimates(atlas, year)

    return Ledger(geography, output, lambda held: cells(held.mineral, held.stage, held.year), estimates_of)


def _output(ledger: Ledger, answer: Dependence, held: Holding, inputs: Inputs) -> dict[str, Any]:
    cells = ledger.cells(held.production)
    found = production_receipts(held.production, cells, answer.roster)
    found["effective_suppliers"] = effective_receipt(held.production, cells)
    if isinstance(held.demand_held, DemandHeld):
        found["without_the_largest"] = left_receipt(held.production, cells)
    if held.sole is not None and math.isfinite(held.sole.growth):
        found["growth_of_all_others"] = growth_receipt(held.production, cells)
    rivals = held.rivals
    return {
        "output": _written(found, inputs),
        "history": {str(entry.year): inputs.rows(ledger.years(), entry) for entry in held.history},
        "by_publisher": {}
        if rivals is None
        else {
            "hhi": {name: inputs.rows(ledger.rival_indices(rivals), name) for name in rivals.outputs},
            "shares": {row.area: inputs.rows(ledger.rivals(rivals), row) for row in rivals.ranges},
        },
    }


def _trade(ledger: Ledger, answer: Dependence, trade: Traded, inputs: Inputs) -> dict[str, Any]:
    found = ledger.imports(answer.facts, answer.roster, trade)
    own = answer.imports
    return {
        "imports": inputs.rows(found, own),
        "suppliers": {} if isinstance(own, NoData) else _suppliers(ledger, trade, own, inputs),
        "roster_imports": inputs.rows(found, answer.together) if isinstance(answer.together, Imports) else {},
        "members": {buyer.code: inputs.rows(found, imports) for buyer, imports in answer.members},
        "hubs": {hub.area: inputs.rows(ledger.hubs(trade), hub) for hub in trade.origin.hubs},
    }


def _suppliers(ledger: Ledger, trade: Traded, imports: Imports, inputs: Inputs) -> dict[str, Any]:
    found = ledger.suppliers(trade, imports)
    return {area: inputs.rows(found, area) for area, _ in imports.suppliers}


def _next_members(ledger: Ledger, answer: Dependence, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of the matrix by mineral and candidate."""
    written: dict[str, dict[str, Any]] = {}
    found = ledger.gains(answer.roster)
    for cell in gain_cells(answer.next_members):
        series, gain = cell
        written.setdefault(series.mineral, {})[gain.candidate.code] = inputs.rows(found, cell)
    return written


def _written(found: Mapping[str, Receipt], inputs: Inputs) -> dict[str, Any]:
    return {figure: inputs.receipt(receipt) for figure, receipt in found.items()}
