"""Widths of table columns that hold their longest figure, whatever stood in the table before.

Left alone, the platform's grid measures the first nine rows and the last, sets aside what is twice as wide as the mean,
and keeps the width it found for a column's name as long as the table stands on the page: the digits of a longer figure
are then cut off at the left (streamlit/streamlit#5860). A width that is given with the table is taken as it is.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

FONT_PX = 13.125
"""Text of the grid: seven eighths of the base size in ``.streamlit/config.toml``."""
PADDING_PX = 8
"""On each side of a cell, by the platform's theme."""
SLACK_PX = 3
"""Rounding, and the lines between columns."""
LEAST_PX = 50
MOST_WORDS_PX = 460
"""Words may be cut where they are longer, as the platform does; figures never are."""
BAR_PX = 90
"""Room for the bar beside the figure of a progress column."""

_ADVANCES = (
    (250, " !',.:;ijl|·’\u2009\u202f"),
    (305, "()-I[]f{}"),
    (350, "/\\rt"),
    (426, '"*?sz“”'),
    (500, "#$+0123456789<=>EFJLYcekvxy^_~–×≤≥"),
    (560, "APSTVXZ`abdghnopqu"),
    (620, "&BCDGKR→"),
    (670, "HNOQU"),
    (830, "%MWmw—"),
)
"""Advance of the bundled font's signs, in thousandths of its size, rounded up."""
_WIDEST = 950
_ADVANCE = defaultdict(lambda: _WIDEST, {sign: advance for advance, signs in _ADVANCES for sign in signs})
_FORMAT = re.compile(r"%(?:\.(\d+))?[df]")


def text_px(text: str) -> float:
    """Return the width of `text` in the grid's font, in pixels; never less than what is drawn."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return sum(map(_ADVANCE.__getitem__, text)) * FONT_PX / 1000


def longest_figure(values: pd.Series, template: str | None) -> str:
    """Return the longest text of the figures of a column.

    Parameters
    ----------
    values
        Numbers; missing ones do not count.
    template
        Format of the platform's column: printf, ``localized``, or None for as many as four digits after the point.
    """
    held = values.to_numpy(dtype=np.float64, na_value=np.nan)
    held = held[np.isfinite(held)]
    if not held.size:
        return ""
    largest, sign = float(np.abs(held).max()), "-" if held.min() < 0 else ""
    is_whole = bool((held == np.trunc(held)).all())
    found = _FORMAT.search(template or "")
    if found is not None and template is not None:
        number = f"{largest:.{int(found[1] or 0)}f}"
        return sign + template.replace(found[0], number).replace("%%", "%")
    if template == "localized":
        return sign + (f"{largest:,.0f}" if is_whole else f"{largest:,.3f}")
    return sign + (f"{largest:.0f}" if is_whole else f"{largest:.4f}")


def column_px(name: str, values: pd.Series, config: Mapping[str, Any], missing: str) -> int | None:
    """Return the width of a column in pixels; None where the platform draws no text.

    Parameters
    ----------
    name
        Header, where `config` has no label.
    values
        Cells.
    config
        The platform's configuration of the column.
    missing
        What stands in a cell without a value.
    """
    kind = config.get("type_config") or {}
    header = text_px(str(config.get("label") or name))
    if pd.api.types.is_bool_dtype(values):
        return None
    is_figure = pd.api.types.is_numeric_dtype(values)
    texts = [longest_figure(values, kind.get("format"))] if is_figure else _longest_words(values)
    widest = max([header, text_px(missing), *map(text_px, texts)])
    if not is_figure:
        widest = max(header, min(widest, MOST_WORDS_PX))
    bar = BAR_PX if kind.get("type") == "progress" else 0
    return max(LEAST_PX, math.ceil(widest) + 2 * PADDING_PX + SLACK_PX + bar)


def _longest_words(values: pd.Series, most: int = 60) -> Iterable[str]:
    """Return the texts with the most signs; widths of equally long ones differ, so several are returned."""
    different = {str(value) for value in values.to_list() if value is not None and value == value}
    return sorted(different, key=len, reverse=True)[:most]
