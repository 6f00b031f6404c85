"""The receipts of an answer on dependence as they stand in JSON: inputs once, receipts by the name of their figure.

A receipt names its inputs by their place in the list ``inputs``; ``within`` names the figure of the same row whose
receipt has all its steps.
"""

from __future__ import annotations

import math
from typing import Any

from geo.evidence.receipt_production import cells_of, production_receipts
from geo.figure.written import Inputs
from geo.model.interval import NoData
from geo.topics.dependence.answer.output import Holding
from geo.topics.dependence.answer.trade import Imports, Traded
from geo.topics.dependence.figures.columns import Asked, hubs_table, members_table, suppliers_table
from geo.topics.dependence.figures.output import effective_receipt, growth_receipt, left_receipt
from geo.topics.dependence.figures.output_columns import rival_indices_table, rivals_table, years_table
from geo.topics.dependence.figures.world_columns import gains_table, risks_table, spots_table
from geo.topics.dependence.model.loss import DemandHeld


def dependence_receipts(asked: Asked) -> dict[str, Any]:
    """Return ``inputs`` and ``receipts`` of the figures of an answer, the latter by table and row."""
    held, trade = asked.answer.facts.held, asked.answer.facts.trade
    inputs, spots, risks = Inputs(), spots_table(asked), risks_table(asked)
    receipts: dict[str, Any] = {
        "next_members": _next_members(asked, inputs),
        "all_minerals": {spot.series.mineral: inputs.row(spots.receipts(spot)) for spot in spots.rows},
        "eu_supply_risk": {f"{row.material}, {row.stage}": inputs.row(risks.receipts(row)) for row in risks.rows},
    }
    if not isinstance(held, NoData):
        receipts |= _output(asked, held, inputs)
    if not isinstance(trade, NoData):
        receipts |= _trade(asked, trade, inputs)
    return {"inputs": inputs.figures(), "receipts": receipts}


def _output(asked: Asked, held: Holding, inputs: Inputs) -> dict[str, Any]:
    output, cells = held.production, cells_of(asked.atlas, held.production)
    found = production_receipts(output, cells, asked.answer.roster)
    found["effective_suppliers"] = effective_receipt(output, cells)
    if isinstance(held.demand_held, DemandHeld):
        found["without_the_largest"] = left_receipt(output, cells)
    if held.sole is not None and math.isfinite(held.sole.growth):
        found["growth_of_all_others"] = growth_receipt(output, cells)
    years, rivals = years_table(asked.atlas, held), held.rivals
    own: dict[str, Any] = {}
    if rivals is not None:
        indices, shares = rival_indices_table(rivals), rivals_table(asked.atlas, rivals)
        own = {
            "hhi": {name: inputs.row(indices.receipts(name)) for name in indices.rows},
            "shares": {row.area: inputs.row(shares.receipts(row)) for row in shares.rows},
        }
    return {
        "output": {figure: inputs.receipt(receipt) for figure, receipt in found.items()},
        "history": {str(entry.year): inputs.row(years.receipts(entry)) for entry in held.history},
        "by_publisher": own,
    }


def _trade(asked: Asked, trade: Traded, inputs: Inputs) -> dict[str, Any]:
    members, hubs = members_table(asked), hubs_table(asked)
    own, together = asked.answer.imports, asked.answer.together
    return {
        "imports": inputs.row(members.receipts((asked.answer.importer, own))),
        "suppliers": {} if isinstance(own, NoData) else _suppliers(asked, own, inputs),
        "roster_imports": inputs.row(members.receipts((together.importer, together)))
        if isinstance(together, Imports)
        else {},
        "members": {row[0].code: inputs.row(members.receipts(row)) for row in members.rows},
        "hubs": {hub.area: inputs.row(hubs.receipts(hub)) for hub in trade.origin.hubs},
    }


def _suppliers(asked: Asked, imports: Imports, inputs: Inputs) -> dict[str, Any]:
    table = suppliers_table(asked, imports)
    return {area: inputs.row(table.receipts(area)) for area in table.rows}


def _next_members(asked: Asked, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of the matrix by mineral and candidate."""
    written: dict[str, dict[str, Any]] = {}
    table = gains_table(asked)
    for series, gain in table.rows:
        written.setdefault(series.mineral, {})[gain.candidate.code] = inputs.row(table.receipts((series, gain)))
    return written
