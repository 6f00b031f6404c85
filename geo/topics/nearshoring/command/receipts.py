"""The receipts of near-shoring answers as they stand in JSON: inputs once, receipts by table, row and figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from geo.figure.column import Table
from geo.figure.receipt import Receipt
from geo.figure.written import Inputs
from geo.topics.nearshoring.figures.columns import options_table, ranking_table
from geo.topics.nearshoring.figures.mix import mix_receipts
from geo.topics.nearshoring.figures.mix_columns import lines_table
from geo.topics.nearshoring.figures.need import coverage_receipts
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.figures.supply_columns import filters_table, suppliers_table
from geo.topics.nearshoring.model.mix import Mix


def options_receipts(ledger: Ledger, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of everything that ``nearshore options`` prints; their cells go into `inputs`."""
    filters = None if ledger.answer.plan is None else filters_table(ledger)
    options = _rows(options_table(ledger), inputs)
    for row in options.values():
        if "governance_mean" in row:
            row["governance"] = row["governance_mean"]  # its earlier name
    found: dict[str, Any] = {
        "coverage": coverage_written(ledger, inputs),
        "filters": [] if filters is None else [inputs.row(filters.receipts(row)) for row in filters.rows],
        "options": options,
        "suppliers": _rows(suppliers_table(ledger, traced=False), inputs),
        "suppliers_traced": _rows(suppliers_table(ledger, traced=True), inputs),
    }
    if ledger.answer.decision is not None:
        found["ranking"] = _rows(ranking_table(ledger), inputs)
        found["mix"] = _mix(ledger, ledger.decision.mix, inputs)
    return found


def mix_command_receipts(ledger: Ledger, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of everything that ``nearshore mix`` prints: coverage, mix, and each point of the frontier."""
    found: dict[str, Any] = {"coverage": coverage_written(ledger, inputs)}
    if ledger.answer.decision is None:
        return found
    points = [_mix(ledger, point.mix, inputs) for point in ledger.decision.frontier]
    return found | {"mix": _mix(ledger, ledger.decision.mix, inputs), "frontier": points}


def coverage_written(ledger: Ledger, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of need and coverage."""
    return _all(coverage_receipts(ledger), inputs)


def _mix(ledger: Ledger, mix: Mix, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of a mix: of the whole, and of its lines by country."""
    lines = lines_table(ledger, mix)
    return {
        "whole": _all(mix_receipts(ledger, mix), inputs),
        "lines": {line.area: inputs.row(lines.receipts(line)) for line in mix.lines},
    }


def _rows(table: Table[Ledger, Any], inputs: Inputs) -> dict[str, dict[str, Any]]:
    return {row.area: inputs.row(table.receipts(row)) for row in table.rows}


def _all(made: Mapping[str, Callable[[], Receipt]], inputs: Inputs) -> dict[str, Any]:
    return inputs.row({figure: make() for figure, make in made.items()})
