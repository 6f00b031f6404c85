"""Dates that are known to a day, a month or a year only, and the days between them."""

from __future__ import annotations

import calendar
from datetime import date

from geo.model.trace import Scalar, named

EPOCH = date(1970, 1, 1)
DAYS_LEFT = "Days from the newest state to the date"


def parse_day(text: str) -> date:
    """Return the first day of a date such as ``2026``, ``2026-10`` or ``2026-10-05``."""
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """Return the last day of a date as far as it is known."""
    first, parts = parse_day(text), len(text.split("-"))
    if parts == 3:
        return first
    month = 12 if parts == 1 else first.month
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def day_number(day: date) -> int:
    """Return the days from 1 January 1970 to a day."""
    return (day - EPOCH).days


def days_left(until: Scalar, newest: Scalar) -> Scalar:
    """Return the days from the newest state that is known to another day, both as numbers of days."""
    rule = "number of the day less that of the newest state, both counted from 1 January 1970"
    return named(DAYS_LEFT, rule, "days", until - newest)
