"""Every text of every committed table: letters encoded once, no control sign, no word for "no value" read as a name."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd
import pytest

from geo.schema import TABLES
from geo.schema.files import read_facts
from geo.settings import PROJECT

HELD = [
    (table, folder)
    for table in TABLES
    for folder in [PROJECT / "data" / ("reviewed" if table.reviewed else "facts")]
    if (folder / table.file_name).is_file()
]
AS_PRINTED = {"raw_value", "raw_unit", "detail", "word"}
"""Columns that keep a publisher's cell as it stands in the file, or stand empty on purpose."""
CODES = {
    ("country", "iso2"): {"NA"},
    ("country_alias", "alias"): {"na"},
    ("distance", "mode"): {"none"},
    ("facility", "status"): {"unknown"},
    ("freight_factor", "variant"): {"Unknown"},
}
"""Words that mean something where they stand: Namibia, no mode, a status, a fuel that the publisher calls Unknown."""
EMPTY = re.compile(r"<?null>?|none|nan|n\.?/?a\.?|[-–—?.]+|unknown|not available|no data|\[?0 ?%\]?", re.IGNORECASE)


def texts(table, folder):
    frame, findings = read_facts(table, folder)
    assert findings == []
    for name in frame.columns:
        if pd.api.types.is_string_dtype(frame[name].dtype) or frame[name].dtype == object:
            yield name, [str(cell) for cell in frame[name].dropna().unique()]


def encoded_twice(text: str) -> str | None:
    """A sequence of signs whose bytes in a Western code page are one letter of UTF-8, or None."""
    for start in range(len(text)):
        for end in (start + 2, start + 3):
            part = text[start:end]
            if part.isascii() or len(part) < end - start:
                continue
            for page in ("cp1252", "latin-1"):
                try:
                    letter = part.encode(page).decode("utf-8")
                except UnicodeError:
                    continue
                if len(letter) == 1 and letter.isalpha():
                    return part
    return None


@pytest.mark.parametrize(("table", "folder"), HELD, ids=[table.name for table, _ in HELD])
def test_no_text_is_encoded_twice_or_holds_a_control_sign(table, folder):
    for name, cells in texts(table, folder):
        for cell in cells:
            assert cell.isascii() or encoded_twice(cell) is None, (name, cell)
            hidden = [sign for sign in cell if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") and sign != "\n"]
            assert not hidden, (name, cell, hidden)


@pytest.mark.parametrize(("table", "folder"), HELD, ids=[table.name for table, _ in HELD])
def test_no_word_for_no_value_is_read_as_a_value(table, folder):
    for name, cells in texts(table, folder):
        if name in AS_PRINTED:
            continue
        known = CODES.get((table.name, name), set())
        for cell in cells:
            parts = [part.strip() for part in cell.split(";") if part.strip()]
            assert cell in known or not any(EMPTY.fullmatch(part) for part in parts), (name, cell)
            assert not re.search(r"<null>|\[0%\]", cell), (name, cell)
