"""Works out the arithmetic of a receipt from its text alone, as a person with a calculator would."""

from __future__ import annotations

import ast
import math
import operator
import re
from functools import cache

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
FUNCTIONS = {"min": min, "max": max, "sqrt": math.sqrt}


@cache
def work_out(text: str) -> float:
    """Return the value of ``+ - × / ( ) ² min max sqrt`` and plain numbers with commas between thousands."""
    separated = text.replace(", ", "; ")  # a comma between thousands has no space after it
    plain = separated.replace(",", "").replace(";", ",").replace("²", "**2").replace("×", "*")
    return _value(ast.parse(plain, mode="eval").body)


@cache
def largest_number(text: str) -> float:
    """Return the largest number that is written in a formula."""
    return max(float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text))


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return FUNCTIONS[node.func.id](*map(_value, node.args))
    raise ValueError(f"no arithmetic of a receipt: {ast.dump(node)}")
