"""Names against where else they stand, sentences and words against their many copies, signs that stand in no word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from geo.build.contradiction import NOTHING, Frames, Rule, clash, numbers
from geo.build.rules_text import MOST_TEXTS, OFTEN, counted, named_columns

SENTENCE = 40
"""From this many signs on a text is a sentence, which is not like another one by nature."""
ENDS = re.compile(r"(?<=[.;:])\s+")
FIGURE = re.compile(r"\d")
SHORTEST_WORD = 5
WORD = re.compile(r"[^\s,;:()-]+")
ODD_SIGN = re.compile(r"(?<=[^\W\d_])(?:[<>=|{}~^`@$%!?\"*+_#\\]|\d(?=[a-z]{2}))(?=[^\W\d_])")
"""A sign or a figure between two letters that no word and no name has there."""
OF_WORDS = ("hs_code", "facility", "facility_commodity", "facility_source", "deposit", "trade_code", "trade_coverage")
"""Tables whose free text holds words and names alone, no codes and no addresses."""


def sentences(text: str) -> list[str]:
    """Return the sentences and parts of sentences of a text that are long enough to be compared."""
    return [part for part in ENDS.split(text) if len(part) >= SENTENCE and " " in part]


def slips_of_a_sign(texts: Mapping[str, int]) -> dict[str, str]:
    """Return sentences that stand once and differ in one sign from one that stands often, with that one.

    One figure against another is a slip only where the sentence has the same figures wherever else it stands.
    """
    counts: Counter[str] = Counter()
    for text, count in texts.items():
        for sentence in sentences(text):
            counts[sentence] += count
    often, forms = dict[int, list[str]](), Counter[str]()
    for sentence, count in counts.items():
        forms[FIGURE.sub("0", sentence)] += count
        if count >= OFTEN:
            often.setdefault(len(sentence), []).append(sentence)
    found = {}
    for sentence, count in counts.items():
        for twin in sorted(often.get(len(sentence), ())) if count == 1 else ():
            if _is_slip(sentence, twin, is_only=forms[FIGURE.sub("0", twin)] <= counts[twin] + 1):
                found[sentence] = twin
    return found


def slips_of_form(texts: Mapping[str, int]) -> dict[str, str]:
    """Return texts that stand once and, whatever figures are in them, differ in one sign from the form of many, with that form."""
    forms: Counter[str] = Counter()
    for text, count in texts.items():
        if " " in text and len(text) >= SENTENCE:
            forms[FIGURE.sub("0", text)] += count
    often = sorted(form for form, count in forms.items() if count >= OFTEN)
    odd = {
        form: twin
        for form in (form for form, count in forms.items() if count == 1)
        for twin in often
        if len(form) == len(twin) and _is_slip(form, twin, is_only=True)
    }
    return {text: odd[form] for text in texts if (form := FIGURE.sub("0", text)) in odd}


def _is_slip(sentence: str, twin: str, *, is_only: bool) -> bool:
    odd = [(own, usual) for own, usual in zip(sentence, twin, strict=True) if own != usual]
    if len(odd) != 1:
        return False
    (own, usual) = odd[0]
    if own.casefold() == usual.casefold():
        return False
    return is_only or not (own.isdigit() and usual.isdigit())


def _is_word_slip(word: str, twin: str) -> bool:
    if len(word) != len(twin) or word[-1] != twin[-1] or (word[0] != twin[0] and word[0].isalpha()):
        return False
    return _is_slip(word, twin, is_only=False)


def _sentence_slips(frames: Frames, *, table: str, column: str) -> pd.DataFrame:
    values = frames[table][column]
    texts = counted(values)
    found, whole = (slips_of_a_sign(texts), slips_of_form(texts)) if len(texts) <= MOST_TEXTS else ({}, {})
    if not found and not whole:
        return NOTHING
    twins = whole | {text: twin for text in texts for part in sentences(text) if (twin := found.get(part)) is not None}
    return clash(values.isin(twins), values, values.map(twins))


def _odd_signs(frames: Frames, *, table: str, column: str) -> pd.DataFrame:
    values = frames[table][column]
    odd = {text: found[0] for text in counted(values) if (found := ODD_SIGN.search(text)) is not None}
    return clash(values.isin(odd), values, values.map(odd)) if odd else NOTHING


def _word_slips(frames: Frames) -> pd.DataFrame:
    """Descriptions of codes with a word that stands once and is one sign apart from a word that stands often.

    Words of one stem differ in their last sign, and another first letter makes another word.
    """
    values = frames["hs_code"]["description"]
    counts = Counter(word for text in values for word in WORD.findall(str(text)))
    often = sorted(word for word, count in counts.items() if count >= OFTEN and len(word) >= SHORTEST_WORD)
    twins = {
        word: twin
        for word in (word for word, count in counts.items() if count == 1)
        for twin in often
        if _is_word_slip(word, twin)
    }
    found = values.map(lambda text: next((twins[word] for word in WORD.findall(str(text)) if word in twins), None))
    return clash(found.notna(), values, found)


def _codes(frames: Frames, *, column: str, systems: tuple[str, ...]) -> pd.DataFrame:
    """Countries whose code or name is none of those by which it is found."""
    country, alias = frames["country"], frames["country_alias"]
    known = alias[alias["system"].isin(systems)] if systems else alias
    held = set(zip(known["alias"], known["iso3"], strict=True))
    rows = zip(country[column], country["iso3"], strict=True)
    is_held = [not isinstance(word, str) or (word.lower(), iso3) in held for word, iso3 in rows]
    return clash(~pd.Series(is_held, index=country.index), country[column], country["iso3"])


def _site_names(frames: Frames) -> pd.DataFrame:
    """Sites whose name none of their source rows has."""
    site, rows = frames["facility"], frames["facility_source"]
    held = set(zip(rows["facility_id"], rows["name"], strict=True))
    is_held = [row in held for row in zip(site["facility_id"], site["name"], strict=True)]
    names = rows.groupby("facility_id")["name"].agg("; ".join)
    return clash(~pd.Series(is_held, index=site.index), site["name"], site["facility_id"].map(names))


def _later_status(frames: Frames) -> pd.DataFrame:
    """Sites whose status is known as of a year after that of all their source rows."""
    site, rows = frames["facility"], frames["facility_source"]
    newest = site["facility_id"].map(numbers(rows["year"]).groupby(rows["facility_id"]).max())
    return clash(numbers(site["status_year"]) > newest, site["status_year"], newest)


def _behind(frames: Frames, *, column: str) -> pd.DataFrame:
    """Sites with an operator or owner whom none of their source rows names."""
    site, rows = frames["facility"], frames["facility_source"]
    printed = rows["owner_text"].fillna("").astype(str).groupby(rows["facility_id"]).agg("; ".join)
    said = site["facility_id"].map(printed).fillna("")
    is_missing = [
        isinstance(names, str) and any(name not in text for name in names.split("; "))
        for names, text in zip(site[column], said, strict=True)
    ]
    return clash(pd.Series(is_missing, index=site.index), site[column], said)


def _rules() -> Iterator[Rule]:
    for table, column in named_columns():
        clashes = partial(_sentence_slips, table=table.name, column=column.name)
        yield Rule("slip in a sentence", table.name, column.name, "one sign apart is often", clashes)
        if table.name in OF_WORDS:
            odd = partial(_odd_signs, table=table.name, column=column.name)
            yield Rule("sign inside a word", table.name, column.name, "no word has", odd)
    yield Rule("slip in a word", "hs_code", "description", "one sign apart is often", _word_slips)
    for column_name, systems in (("iso2", ("iso2",)), ("name", ())):
        codes = partial(_codes, column=column_name, systems=systems)
        yield Rule(f"{column_name} of a country", "country", column_name, "it is no alias of", codes)
    yield Rule("year of a status", "facility", "status_year", "the newest of its source rows is of", _later_status)
    yield Rule("name of a site", "facility", "name", "its source rows have", _site_names)
    for behind in ("operator", "owner"):
        yield Rule(f"{behind} of a site", "facility", behind, "its source rows have", partial(_behind, column=behind))


NAME_RULES = tuple(_rules())
