"""Policy: a state against whether it binds, an end against its start, an order against its ceiling."""

from __future__ import annotations

import pandas as pd

from geo.build.contradiction import Frames, Rule, clash, numbers
from geo.schema.policy_codes import PolicyState, StatementNature, StateRelation


def _binds(frames: Frames) -> pd.DataFrame:
    control = frames["export_control"]
    is_in_force = control["is_in_force"].astype(bool)
    return clash(is_in_force != (control["state"] == PolicyState.IN_FORCE), is_in_force, control["state"])


def _ends_before(frames: Frames, *, table: str, starts: str, ends: str) -> pd.DataFrame:
    rows = frames[table]
    start, end = rows[starts].astype("string"), rows[ends].astype("string")
    # Dates are compared as far as both are known: a year does not come after a month of it.
    known = [
        min(len(a), len(b)) if isinstance(a, str) and isinstance(b, str) else 0 for a, b in zip(start, end, strict=True)
    ]
    wrong = [b[:size] < a[:size] if size else False for a, b, size in zip(start, end, known, strict=True)]
    return clash(pd.Series(wrong, index=rows.index), end, start)


def _control_ends(frames: Frames) -> pd.DataFrame:
    return _ends_before(frames, table="export_control", starts="effective", ends="end_date")


def _event_ends(frames: Frames) -> pd.DataFrame:
    return _ends_before(frames, table="policy_event", starts="starts", ends="ends")


def _suspends(frames: Frames) -> pd.DataFrame:
    pairs = frames["policy_event_control"]
    kind = pairs["event_id"].map(
        dict(zip(frames["policy_event"]["event_id"], frames["policy_event"]["kind"], strict=True))
    )
    is_suspension = kind == "suspension"
    return clash((pairs["relation"] == StateRelation.SUSPENDS) != is_suspension, pairs["relation"], kind)


def _over_ceiling(frames: Frames) -> pd.DataFrame:
    rows = frames["stockpile_order"]
    ceiling, funded = numbers(rows["ceiling_usd_millions"]), numbers(rows["high_funded_usd_millions"])
    funded = funded.fillna(numbers(rows["funded_usd_millions"]))
    return clash(funded > ceiling, funded, ceiling)


def _forecast_of_the_past(frames: Frames) -> pd.DataFrame:
    rows = frames["statement"]
    edition = numbers(rows["edition"].astype("string").str.slice(0, 4))
    year = numbers(rows["year"])
    return clash((rows["nature"] == StatementNature.FORECAST) & (year < edition), year, edition)


POLICY_RULES = (
    Rule("state and force", "export_control", "is_in_force", "the state as read is", _binds),
    Rule("end after start", "export_control", "end_date", "it began", _control_ends),
    Rule("end after start", "policy_event", "ends", "it began", _event_ends),
    Rule("what suspends", "policy_event_control", "relation", "the event is", _suspends),
    Rule("order within its ceiling", "stockpile_order", "funded_usd_millions", "the ceiling is", _over_ceiling),
    Rule("forecast ahead", "statement", "year", "its edition is of", _forecast_of_the_past),
)
