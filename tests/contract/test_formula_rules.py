"""A formula with a receipt uses the functions of geo.model.trace: built-in ones would show one branch, or none."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2] / "geo"
INSTEAD = {"max": "largest", "min": "smallest", "sum": "total", "fsum": "total", "sqrt": "root", "float": "plain"}


def test_no_formula_with_a_name_uses_a_function_that_loses_its_trace() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno} {function.name}: {name}(); use geo.model.trace.{INSTEAD[name]}"
        for path in sorted(ROOT.rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and "named" in _called(function)
        for call, name in _calls(function)
        if name in INSTEAD
    ]
    assert found == []


def _called(function: ast.FunctionDef) -> set[str]:
    return {name for _, name in _calls(function)}


def _calls(function: ast.FunctionDef) -> list[tuple[ast.Call, str]]:
    return [
        (node, node.func.id if isinstance(node.func, ast.Name) else node.func.attr)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    ]
