"""A whole page speaks the language in use: its sentences and figures pass through the catalogue."""

from __future__ import annotations

import re
from gettext import NullTranslations

from babel import Locale

from geo.words import language
from tests.page.visit import visit


class Loud(NullTranslations):
    """Every template in brackets, its places as they are."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, many, number):
        return f"⟦{one if number == 1 else many}⟧"


def test_the_answer_of_near_shoring_passes_through_the_catalogue_whole(monkeypatch):
    loud = language.Language(Locale("de"), Loud(), ",")
    monkeypatch.setattr(language, "language", lambda: loud)
    app = visit("near-shoring", tab="options", mineral="tungsten", region="asia-pacific")
    assert not app.exception
    (answer,) = [each.value for each in app.subheader]
    rest = answer
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
        rest = shorter
    assert answer.count("⟦") > 8
    assert re.findall(r"[A-Za-z]{2,}", rest) == []
