"""Templates of all sentences, and what is wrong with a translation of them; run it to write the templates to a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from geo.words.language import KEYWORDS

PROJECT = Path(__file__).resolve().parents[2]


def templates(root: Path = PROJECT) -> Catalog:
    """Return every template under ``geo``, with the files that say it, as ``pybabel extract`` does with these keywords."""
    found = Catalog(project="Nearshore Atlas", charset="utf-8")
    files = extract_from_dir(root / "geo", [("**.py", "python")], keywords=KEYWORDS)
    for name, _, template, _, _ in files:
        found.add(template, locations=[(f"geo/{name}", 0)])
    return found


def places(template: str) -> frozenset[str]:
    """Return the names of the places of a template."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def faults(catalogue: Catalog, known: Catalog) -> Iterator[str]:
    """Yield what is wrong with a translation: a template that nobody says, or places that are not those of the template."""
    for message in catalogue:
        if not message.id:
            continue
        one = _forms(message.id)[0]
        if message.id not in known and one not in known:
            yield f"nobody says {one!r}"
        for form in _forms(message.string):
            if form and places(form) not in _allowed(message):
                yield f"{form!r} has other places than {one!r}"


def _allowed(message: Message) -> list[frozenset[str]]:
    return [places(form) for form in _forms(message.id)]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


if __name__ == "__main__":
    with Path(sys.argv[1]).open("wb") as file:
        write_po(file, templates())
