"""Accessors of a map's description, read as the browser reads them: a constant, or an expression over a row.

The grammar is the part of the browser's that our layers use: numbers, texts, arrays, members, indices, sums, products,
equality and one choice. Whatever else is met is refused, so a new form is either understood or noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]
Reader = Callable[[Row], Any]
"""From the properties of a row to a value."""

MARK = "@@="
"""What an expression begins with in a description; everything else is a constant."""
_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|'([^']*)'|([A-Za-z_]\w*)|(==|[-+*?:()\[\],.]))")


def reader_of(value: Any) -> Reader:
    """Return how `value`, as it stands in a description, is read for a row.

    Raises
    ------
    ValueError
        If an expression is none of the grammar: a mistake in the code, not of the user.
    """
    if not (isinstance(value, str) and value.startswith(MARK)):
        return lambda _row: value
    parser = _Parser(value.removeprefix(MARK))
    found = parser.choice()
    parser.end()
    return found


class _Parser:
    """Reads an expression by descent; each method reads what binds at least as closely as its name."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def choice(self) -> Reader:
        condition = self._equality()
        if not self._took("?"):
            return condition
        then = self.choice()
        self._need(":")
        otherwise = self.choice()
        return lambda row: then(row) if condition(row) else otherwise(row)

    def end(self) -> None:
        if self._text[self._at :].strip():
            raise self._refused()

    def _equality(self) -> Reader:
        left = self._sum()
        if not self._took("=="):
            return left
        right = self._sum()
        return lambda row: left(row) == right(row)

    def _sum(self) -> Reader:
        found = self._product()
        while self._took("+"):
            found = _combined(found, self._product(), lambda a, b: a + b)
        return found

    def _product(self) -> Reader:
        found = self._member()
        while self._took("*"):
            found = _combined(found, self._member(), lambda a, b: a * b)
        return found

    def _member(self) -> Reader:
        found = self._single()
        while True:
            if self._took("["):
                found = _combined(found, self.choice(), _item)
                self._need("]")
            elif self._took("."):
                found = _named(found, self._name())
            else:
                return found

    def _single(self) -> Reader:
        if self._took("("):
            inner = self.choice()
            self._need(")")
            return inner
        if self._took("["):
            return self._array()
        kind, word = self._next()
        if kind == "number":
            number = float(word) if "." in word else int(word)
            return lambda _row: number
        if kind == "text":
            return lambda _row: word
        if kind == "name" and word in ("properties", "__source"):
            # In the sub-layers of lines and symbols the row is ``__source.object``.
            return (lambda row: row) if word == "properties" else (lambda row: {"object": {"properties": row}})
        raise self._refused()

    def _array(self) -> Reader:
        items: list[Reader] = []
        while not self._took("]"):
            if items:
                self._need(",")
            items.append(self.choice())
        return lambda row: [item(row) for item in items]

    def _name(self) -> str:
        kind, word = self._next()
        if kind != "name":
            raise self._refused()
        return word

    def _next(self) -> tuple[str, str]:
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            raise self._refused()
        self._at = found.end()
        group = found.lastindex or 0
        return ("number", "text", "name", "sign")[group - 1], found[group]

    def _took(self, sign: str) -> bool:
        found = _TOKEN.match(self._text, self._at)
        if found is None or found[4] != sign:
            return False
        self._at = found.end()
        return True

    def _need(self, sign: str) -> None:
        if not self._took(sign):
            raise self._refused()

    def _refused(self) -> ValueError:
        return ValueError(f"the expression {self._text[:80]!r} of a map cannot be read from sign {self._at + 1} on")


def _combined(left: Reader, right: Reader, how: Callable[[Any, Any], Any]) -> Reader:
    return lambda row: how(left(row), right(row))


def _named(found: Reader, name: str) -> Reader:
    return lambda row: found(row)[name]


def _item(array: Any, index: Any) -> Any:
    """Return an item; one of a text is a digit, which the browser takes for its number."""
    found = array[index]
    return int(found) if isinstance(found, str) else found
