"""How a series is named: by what it counts, and by the years that it is of."""

from __future__ import annotations

import re

AVERAGE = re.compile(r"average (\d{4})-(\d{4})")
"""How a basis says that a figure is a mean over years; the row then carries the last of them."""


def period(year: int, basis: str) -> str:
    """Return the years that a figure is of: ``2025``, or ``2016 to 2020`` where its basis says that it is a mean."""
    found = AVERAGE.search(basis)
    return str(year) if found is None else f"{found[1]} to {found[2]}"


def is_average(basis: str) -> bool:
    """Return whether a figure of this basis is a mean over years."""
    return AVERAGE.search(basis) is not None


def short(subject: str) -> str:
    """Return what a series counts as a label where there is little room: ``Magnet rare earths`` without its members."""
    return f"{subject[:1].upper()}{subject[1:]}".partition(" (")[0]
