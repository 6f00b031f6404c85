"""Sentences pass through the catalogue of the language in use, whole and with all their places."""

from __future__ import annotations

import ast
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from geo.errors import SelectionError
from geo.view import words
from geo.words.extraction import PROJECT, faults, places, templates
from geo.words.language import CATALOGUES, ENGLISH, KEYWORDS, joined, language, language_of, say, say_many, speaking


@pytest.fixture(scope="module")
def known():
    return templates()


@pytest.fixture
def pseudo(tmp_path, known):
    """A language that writes every template in brackets and in capitals, its places as they are."""
    catalogue = Catalog(locale="de")
    for message in known:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else list(message.id)
            told = [f"⟦{re.sub(r'{[^}]*}|[^{]+', _loud, form)}⟧" for form in forms]
            catalogue.add(message.id, told[0] if isinstance(message.id, str) else tuple(told))
    with (tmp_path / "de.po").open("wb") as file:
        write_po(file, catalogue)
    return language_of("de", tmp_path)


def _loud(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("{") else found[0].upper()


def calls():
    """Every call of `say` and `say_many` in the tree: file and node."""
    for path in sorted((PROJECT / "geo").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                yield path, node


def test_every_template_is_a_literal_that_the_extraction_finds_with_its_places_filled(known):
    found = list(calls())
    assert len(found) > 100
    for path, node in found:
        count = 2 if node.func.id == "say_many" else 1
        texts = [argument.value for argument in node.args[:count] if isinstance(argument, ast.Constant)]
        assert len(texts) == count, f"{path}:{node.lineno}: a template must stand in the call"
        assert (texts[0] if count == 1 else tuple(texts)) in known, texts
        given = {keyword.arg for keyword in node.keywords}
        wanted = frozenset[str]().union(*map(places, texts))
        assert None in given or wanted == given, f"{path}:{node.lineno}: {wanted} against {given}"


def test_translations_have_the_places_of_their_templates(known):
    for path in CATALOGUES.glob("*.po"):
        with path.open("rb") as file:
            assert list(faults(read_po(file), known)) == [], path


def test_a_bad_translation_is_told(known):
    bad = Catalog(locale="fr")
    bad.add("at least {amount}", "au moins {montant}")
    bad.add("nobody ever said this", "personne")
    assert len(list(faults(bad, known))) == 2


def test_a_language_without_a_catalogue_is_refused(tmp_path):
    with pytest.raises(SelectionError, match="no catalogue of sentences"):
        language_of("xx", tmp_path)


def test_english_is_the_default_and_says_templates_as_they_are():
    assert language() is ENGLISH
    assert say("{low} to {high}", low=1, high=2) == "1 to 2"
    assert [say_many("{count} more", "{count} more", n, count=n) for n in (1, 2)] == ["1 more", "2 more"]
    assert joined(["A", "B", "C"]) == "A, B and C"
    assert joined(["A", "B"], "or") == "A or B"
    assert joined([]) == ""


def test_numbers_lists_and_sentences_follow_the_language(pseudo):
    assert words.share(0.742) == "74.2\u202f%"
    with speaking(pseudo):
        assert words.share(0.742) == "74,2\u202f%"
        assert words.tonnes(1_490_000) == "1,49\u202fMt"
        assert joined(["A", "B", "C"]) == "A, B und C"
        assert words.share_range(0.3, None) == "⟦AT LEAST 30,0\u202f%⟧"
        assert say_many("; {who} carries it", "; {who} carry it", 2, who="A") == "⟦; A CARRY IT⟧"
        assert words.in_sentence("United States") == "United States"
    assert words.share(0.742) == "74.2\u202f%"


def test_what_fills_a_place_is_never_read_as_a_template():
    assert say("at least {amount}", amount="{low} {0}") == "at least {low} {0}"
