"""Sentences as templates with named places, so that each can be said in another language.

The English template is the key of its translation. ``say("{share} stays open", share=...)`` looks the template up in the
catalogue of the language in use and then fills its places, so a translation may set them in any order; `say_many` does
the same where a number decides between two forms. Catalogues are gettext files under ``catalogues``, one a language;
Babel gives their plural rules, the joining of lists and the signs in numbers. English needs none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol

from geo.errors import SelectionError

CATALOGUES = Path(__file__).parent / "catalogues"

KEYWORDS = {"say": None, "say_many": (1, 2)}
"""Functions whose first strings are templates; what the extraction of Babel is told."""


@dataclass(frozen=True)
class Language:
    """A language in use: its rules for lists and plurals, the translated templates, and the sign before decimals."""

    locale: Locale
    translations: NullTranslations = field(default_factory=NullTranslations)
    decimal_sign: str = "."

    @property
    def is_english(self) -> bool:
        """Whether the templates are said as they are written."""
        return self.locale.language == "en"


ENGLISH = Language(Locale("en", "GB"))
_chosen: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def language() -> Language:
    """Return the language in use; English until another is chosen."""
    return _chosen.get()


@contextmanager
def speaking(other: Language) -> Iterator[None]:
    """Say everything in another language until the end of the block."""
    token = _chosen.set(other)
    try:
        yield
    finally:
        _chosen.reset(token)


@lru_cache
def language_of(code: str, folder: Path = CATALOGUES) -> Language:
    """Return the language of a catalogue, e.g. of ``fr.po``; raises SelectionError where there is none."""
    path = folder / f"{code}.po"
    if not path.is_file():
        raise SelectionError(
            f"no catalogue of sentences is held for the language {code[:12]!r}; English is the default"
        )
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    locale = Locale.parse(code)
    return Language(locale, GNUTranslations(compiled), get_decimal_symbol(locale))


def say(template: str, /, **parts: object) -> str:
    """Return a template in the language in use, its places filled."""
    return language().translations.gettext(template).format(**parts)


def say_many(one: str, many: str, number: int, /, **parts: object) -> str:
    """Return the form of a template that `number` asks for, its places filled."""
    return language().translations.ngettext(one, many, number).format(**parts)


def joined(parts: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """Return parts as one: ``A``, ``A and B``, ``A, B and C``; with ``or`` where the style asks for it."""
    return format_list(list(parts), style, locale=language().locale) if parts else ""
