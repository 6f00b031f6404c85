"""The rule over the tree: what reaches the platform's Markdown is written in the call, or went through `geo.ui.prose`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READ = {
    *("markdown", "caption", "subheader", "header", "title", "info", "warning", "error", "success", "toast"),
    *("badge", "metric", "button", "toggle", "checkbox", "radio", "popover", "expander", "tabs", "dialog", "status"),
    *("segmented_control", "pills", "link_button", "page_link", "slider", "select_slider", "selectbox", "multiselect"),
    *("text_input", "number_input", "text_area", "download_button", "form_submit_button", "spinner", "file_uploader"),
}
"""Calls of the platform that read Markdown in what they are given first, and in their help."""
SECOND_TOO = {"metric"}
DECLARED = {"label", "empty", "caption", "help", "hint"}
"""Attributes that are written in our code: labels of vocabularies and of settings, with what stands beside them."""
MARKDOWN = "Markdown"


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, by the names of its functions that return Markdown, which are looked at themselves."""

    makers: frozenset[str]

    def is_ours(self, node: ast.expr | None) -> bool:
        """Return whether nothing but words of ours, figures, and text that was made inert is in an expression."""
        parts = _parts(node)
        return self._is_plain(node) if parts is None else all(map(self.is_ours, parts))

    def _is_plain(self, node: ast.expr | None) -> bool:
        match node:
            case None | ast.Constant():
                return True
            case ast.Name(id=name):
                return name.isupper()
            case ast.Attribute(attr=name):
                return name in DECLARED or name.isupper()
            case ast.Call(func=ast.Attribute(value=ast.Name(id="prose"), attr="text" | "link")):
                return True
            case ast.Call(func=ast.Name(id=name)):
                return name in self.makers or name == "len"
            case _:
                return False


def _parts(node: ast.expr | None) -> list[ast.expr] | None:
    """Return the parts of which an expression is made, each of which may be shown; None where it is none of these."""
    match node:
        case ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.FormattedValue(value=part, format_spec=form):
            # A form such as .3f or a comma is one of numbers alone.
            return [part] if form is None else []
        case ast.IfExp(body=first, orelse=second) | ast.BinOp(left=first, op=ast.Add(), right=second):
            return [first, second]
        case ast.Starred(value=part) | ast.GeneratorExp(elt=part) | ast.ListComp(elt=part):
            return [part]
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=parts):
            return parts
        case ast.Call(func=ast.Attribute(value=ast.Name(id="prose"), attr="Markdown"), args=parts):
            return parts
        case _:
            return None


def _reads(called: ast.Attribute) -> bool:
    # Settings and files are written too.
    return called.attr in READ or (called.attr == "write" and ast.unparse(called.value) == "st")


def _makers(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None and MARKDOWN in ast.unparse(node.returns):
            yield node


def offences(code: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each expression that reaches Markdown as it came."""
    tree = ast.parse(code)
    makers = list(_makers(tree))
    reading = Reading(frozenset(maker.name for maker in makers))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _reads(node.func):
            given = node.args[: 2 if node.func.attr in SECOND_TOO else 1]
            given += [word.value for word in node.keywords if word.arg == "help"]
            yield from ((each.lineno, ast.unparse(each)) for each in given if not reading.is_ours(each))
    for maker in makers:
        returned = [node.value for node in ast.walk(maker) if isinstance(node, ast.Return)]
        yield from ((each.lineno, ast.unparse(each)) for each in returned if each and not reading.is_ours(each))


def pages(project: Path) -> list[Path]:
    """Return the files that speak to the platform, but for the one that makes text inert."""
    found = [project / "app.py", *(project / "pages").glob("*.py"), *(project / "geo" / "ui").glob("*.py")]
    found += (project / "geo" / "topics").glob("*/page/*.py")
    return sorted(path for path in found if path.name != "prose.py")
