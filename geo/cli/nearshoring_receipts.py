"""The receipts of near-shoring answers as they stand in JSON: inputs once, receipts by table, row and figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from geo.answer.receipt_ledger import Ledger
from geo.figure.receipt import Receipt
from geo.figure.written import Inputs
from geo.model.mix import Mix


def options_receipts(ledger: Ledger, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of everything that ``nearshore options`` prints; their cells go into `inputs`."""
    answer, decision = ledger.answer, ledger.answer.decision
    found: dict[str, Any] = {
        "coverage": coverage_receipts(ledger, inputs),
        "filters": [_all(step, inputs) for step in ledger.filters()],
        "options": {option.area: inputs.rows(ledger.options(), option) for option in answer.options},
    }
    for name, supply, is_traced in (("suppliers", answer.supply, False), ("suppliers_traced", answer.traced, True)):
        made = ledger.suppliers(traced=is_traced)
        found[name] = {row.area: inputs.rows(made, row.area) for row in (() if supply is None else supply.suppliers)}
    if decision is not None:
        ranking = ledger.ranking()
        found["ranking"] = {row.area: inputs.rows(ranking, row.area) for row in decision.ranking.rows}
        found["mix"] = mix_receipts(ledger, decision.mix, inputs)
    return found


def mix_receipts(ledger: Ledger, mix: Mix, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of a mix: of the whole, and of its lines by country."""
    lines = ledger.lines(mix)
    return {
        "whole": _all(ledger.mix(mix), inputs),
        "lines": {line.area: inputs.rows(lines, line) for line in mix.lines},
    }


def mix_command_receipts(ledger: Ledger, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of everything that ``nearshore mix`` prints: coverage, mix, and each point of the frontier."""
    decision = ledger.answer.decision
    found: dict[str, Any] = {"coverage": coverage_receipts(ledger, inputs)}
    if decision is None:
        return found
    points = [mix_receipts(ledger, point.mix, inputs) for point in decision.frontier]
    return found | {"mix": mix_receipts(ledger, decision.mix, inputs), "frontier": points}


def coverage_receipts(ledger: Ledger, inputs: Inputs) -> dict[str, Any]:
    """Return the receipts of need and coverage."""
    return _all(ledger.coverage(), inputs)


def _all(made: Mapping[str, Callable[[], Receipt]], inputs: Inputs) -> dict[str, Any]:
    """Return receipts that hang on no row."""

    def of(make: Callable[[], Receipt]) -> Callable[[None], Receipt]:
        return lambda _: make()

    return inputs.rows({figure: of(make) for figure, make in made.items()}, None)
