"""Names, lists and series against themselves: a slip of one letter, a part in the wrong whole, an order that is broken."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
import pyarrow as pa

from geo.build.contradiction import NOTHING, Frames, Rule, clash, numbers
from geo.schema import TABLES
from geo.schema.columns import Column, ColumnType, Table

SHORTEST_NAME = 5
"""Codes and symbols shorter than this differ by one letter by nature."""
OFTEN = 3
"""A text that stands this often is a name in use, not a slip."""
MOST_TEXTS = 3000
"""A column with more different texts holds names of things, which resemble each other by nature."""
NO_NAMES = ("raw_value", "path", "from_port_id", "to_port_id", "passages")
"""Text columns of printed figures, of files, and of codes that rules of their own hold."""
CODES = tuple(("distance", name) for name in ("from_port_id", "to_port_id", "passages"))
"""Columns of codes that other rules hold against their lists."""
NEVER_PRINTED = ("Cc", "Cs", "Co", "Cn")
"""Categories of signs: control, half of a pair, private, not assigned."""
REPLACEMENT = "\ufffd"
TWICE = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]{1,3}")
"""How the bytes of one letter in UTF-8 look when each is read as a letter."""
LIST_MARK = re.compile(r";(?![^()]*\))")
ASIDE = re.compile(r"\s*\(.*")
STEP = 1.6
"""Standard errors of a country move by less than this factor from one edition year to the next."""
CARBON_STEP = 3.0
CARBON_FLOOR = 20.0
"""Below this many grams one dry year can treble a figure."""


def counted(values: pd.Series) -> dict[str, int]:
    """Return how often each text of a column stands in it, in the order of the first."""
    counts = pa.array(values, pa.string(), from_pandas=True).drop_null().value_counts()
    return dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))


def slips(texts: Mapping[str, int]) -> dict[str, str]:
    """Return texts that stand once and differ in one letter from one that stands often, with that one.

    Letters alone count: years and figures inside a text differ from each other by nature, as does upper and lower case.
    A column of very many texts holds names of things, which resemble each other by nature: nothing is found there.
    """
    counts = {text: count for text, count in texts.items() if len(text) >= SHORTEST_NAME}
    often = sorted(text for text, count in counts.items() if count >= OFTEN)
    if not often or len(counts) > MOST_TEXTS:
        return {}
    by_length: dict[int, list[str]] = {}
    for text in often:
        by_length.setdefault(len(text), []).append(text)
    found = {}
    for text, count in counts.items():
        for twin in by_length.get(len(text), ()) if count == 1 else ():
            place = next(place for place, (own, other) in enumerate(zip(text, twin, strict=True)) if own != other)
            letter, usual = text[place], twin[place]
            is_letter = usual.isalpha() and letter.casefold() != usual.casefold()
            if is_letter and text[place + 1 :] == twin[place + 1 :]:
                found[text] = twin
    return found


def _slips_of(frames: Frames, *, table: str, column: str) -> pd.DataFrame:
    values = frames[table][column]
    found = slips(counted(values))
    return clash(values.isin(found), values, values.map(found)) if found else NOTHING


def damage(text: str) -> str | None:
    """Return what shows that a text was damaged on the way: a sign that nobody prints, or letters encoded twice."""
    if text.isascii() and text.isprintable():
        return None
    for sign in text:
        if unicodedata.category(sign) in NEVER_PRINTED or sign == REPLACEMENT:
            return f"the sign U+{ord(sign):04X} in it"
    if text.isascii():
        return None
    for part in TWICE.findall(text):
        with contextlib.suppress(UnicodeError):
            return f"{part.encode('cp1252').decode('utf-8')} encoded twice in it"
    return None


def _damaged(frames: Frames, *, table: str, column: str) -> pd.DataFrame:
    values = frames[table][column]
    odd = {text: found for text in counted(values) if (found := damage(text)) is not None}
    return clash(values.isin(odd), values.map(ascii), values.map(odd)) if odd else NOTHING


def _list_slips(frames: Frames) -> pd.DataFrame:
    """Lists that name a code; each list may carry the publisher's own words in brackets."""
    values = frames["hs_code"]["lists"]
    names = values.astype(str).map(lambda text: [ASIDE.sub("", part).strip() for part in LIST_MARK.split(text)])
    found = slips(Counter(name for each in names for name in each))
    odd = names.map(lambda each: next((found[name] for name in each if name in found), None))
    return clash(odd.notna(), values, odd)


def _minority(frames: Frames, *, part: str, whole: str) -> pd.DataFrame:
    """Countries whose `whole` is not that of most countries with the same `part`; a country's own rule aside."""
    country, rules = frames["country"], frames["region_rule"]
    own = rules.loc[rules["kind"] == "country", "key"]
    rows = country[country[part].notna() & ~(country["iso3"].isin(own) & (whole == "region"))]
    usual = rows.groupby(part)[whole].agg(lambda held: held.value_counts(dropna=False).index[0])
    expected = rows[part].map(usual)
    return clash(rows[whole].fillna("") != expected.fillna(""), rows[whole], expected)


def _rank_order(frames: Frames) -> pd.DataFrame:
    """Estimates and percentile ranks of one year and indicator that are not in the same order."""
    frame = frames["governance"]
    held = frame[frame["rank_pct"].notna()].astype({"estimate": float, "rank_pct": float})
    held = held.sort_values(["year", "indicator", "estimate", "rank_pct"], kind="stable")
    group = [held["year"], held["indicator"]]
    place = held.groupby(group)["estimate"].rank(pct=True) * 100
    gap = (place - held["rank_pct"]).abs()
    before, after = held.groupby(group)["rank_pct"].shift(1), held.groupby(group)["rank_pct"].shift(-1)
    gap_before = gap.groupby(group).shift(1).fillna(-1)
    gap_after = gap.groupby(group).shift(-1).fillna(-1)
    wrong = ((before > held["rank_pct"]) & (gap >= gap_before)) | ((after < held["rank_pct"]) & (gap >= gap_after))
    return clash(wrong, held["rank_pct"], held["estimate"])


def _jumps(frames: Frames, *, table: str, series: list[str], column: str, step: float, floor: float) -> pd.DataFrame:
    """Figures that jump by more than `step` times from both neighbouring years, or from the only one."""
    frame = frames[table].astype({"year": int}).sort_values([*series, "year"], kind="stable")
    value = numbers(frame[column]).clip(lower=floor)
    by = [frame[name] for name in series]
    neighbours = [value.groupby(by).shift(1), value.groupby(by).shift(-1)]
    jumps = [~(value / each).between(1 / step, step) & each.notna() for each in neighbours]
    smooth = [each.notna() & ~jump for each, jump in zip(neighbours, jumps, strict=True)]
    wrong = (jumps[0] | jumps[1]) & ~smooth[0] & ~smooth[1]
    return clash(wrong, frame[column], neighbours[0].fillna(neighbours[1]))


def named_columns() -> Iterator[tuple[Table, Column]]:
    """Yield the text columns in which names recur: what no vocabulary, reference, form or key of one column holds."""
    for table in TABLES:
        for column in table.columns:
            is_free = not (column.vocabulary or column.references or column.pattern or (column.name,) == table.key)
            if column.dtype is ColumnType.TEXT and is_free and column.name not in NO_NAMES:
                yield table, column


def _free_columns() -> Iterator[tuple[Table, Column]]:
    """Yield the text columns that hold free words or names, those of a key too."""
    for table in TABLES:
        for column in table.columns:
            is_free = not (column.vocabulary or column.references or column.pattern)
            if column.dtype is ColumnType.TEXT and is_free and (table.name, column.name) not in CODES:
                yield table, column


TEXT_RULES = (
    *(
        Rule(
            "damaged text",
            table.name,
            column.name,
            "no publisher prints",
            partial(_damaged, table=table.name, column=column.name),
        )
        for table, column in _free_columns()
    ),
    *(
        Rule(
            "slip of a letter",
            table.name,
            column.name,
            "one letter apart is often",
            partial(_slips_of, table=table.name, column=column.name),
        )
        for table, column in named_columns()
    ),
    Rule("slip in a list", "hs_code", "lists", "one letter apart is often", _list_slips),
    *(
        Rule(
            "part of a whole",
            "country",
            whole,
            f"most countries of the same {part} have",
            partial(_minority, part=part, whole=whole),
        )
        for part, whole in (("un_subregion", "un_region"), ("un_subregion", "region"))
    ),
    Rule("order of ranks", "governance", "rank_pct", "it is out of order for the estimate", _rank_order),
    *(
        Rule(
            "jump between years",
            table,
            column,
            "the year beside has",
            partial(_jumps, table=table, series=series, column=column, step=step, floor=floor),
        )
        for table, series, column, step, floor in (
            ("governance", ["iso3", "indicator"], "std_error", STEP, 0.0),
            ("grid_carbon", ["iso3"], "gco2e_per_kwh", CARBON_STEP, CARBON_FLOOR),
        )
    ),
)
