"""Policy measures and events with their newest state, what is about to end, and what reports state beside them.

No clock is asked: "about to end" is counted from the newest day up to which the data know any state.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.evidence.geography import load_geography
from geo.evidence.rows import cell_number, cell_text
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.model.calendar import day_number, days_left, last_day, parse_day
from geo.remembered import remembered
from geo.schema.codes import Mineral
from geo.schema.policy_codes import (
    Companion,
    Confidence,
    OrderNature,
    PolicyKind,
    PolicyState,
    StatementNature,
    StatementSet,
)
from geo.store.database import Atlas
from geo.store.queries_policy import companionality, policy_timeline, statements, stockpile_orders
from geo.topics.dependence.question import PolicyFilter

AHEAD_DAYS = 365
"""How far ahead of the newest state an end or a beginning is "about to" come."""

Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure or event, with its newest state; dates as far as they are known.

    Attributes
    ----------
    starts, ends
        Of the measure, by its text.
    state_starts, state_ends
        Of a suspension of it, by the text of that.
    confidence
        Of the newest state.
    """

    code: str
    actor: str
    countries: tuple[str, ...]
    minerals: tuple[Mineral, ...]
    covers_all: bool
    kind: PolicyKind
    what: str
    target: str
    starts: str | None
    ends: str | None
    state: PolicyState
    status: str
    known_up_to: str
    state_starts: str | None
    state_ends: str | None
    state_event: str
    document: str
    url: str
    state_document: str
    state_url: str
    confidence: Confidence
    note: str
    source_ids: tuple[str, ...]

    @property
    def until(self) -> str | None:
        """The date after which what followed is not verified, or the end by its text."""
        return self.state_ends or self.ends

    def is_of(self, mineral: Mineral) -> bool:
        """Return whether the measure names a mineral, or is worded for all of them."""
        return self.covers_all or mineral in self.minerals


@dataclass(frozen=True, slots=True)
class Turn:
    """An end or a beginning that lies ahead of the newest state; ``days`` is how far."""

    measure: Measure
    day: date
    is_end: bool
    days: int


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure as a report states it."""

    code: str
    collection: StatementSet
    fact: str
    subject: str
    area: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    period: str
    edition: str
    nature: StatementNature
    document: str
    url: str
    confidence: Confidence
    note: str
    minerals: tuple[Mineral, ...]
    source_id: str


@dataclass(frozen=True, slots=True)
class Order:
    """One contract or order of the stockpile, million US dollars; both ends of ``funded`` where two figures are given."""

    code: str
    subject: str
    mineral: Mineral | None
    company: str
    instrument: str
    nature: OrderNature
    ceiling: float | None
    funded_low: float | None
    funded_high: float | None
    known_up_to: str
    fact: str
    document: str
    url: str
    confidence: Confidence
    note: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Companionship:
    """Class of a material: whether it is a by-product, and of what."""

    material: str
    mineral: Mineral | None
    companion: Companion
    hosts: str
    note: str
    document: str
    url: str
    confidence: Confidence
    source_id: str


@dataclass(frozen=True)
class Policy:
    """The answer.

    Attributes
    ----------
    mineral
        None: all.
    measures
        Those that the filter leaves, by start.
    total
        How many the mineral has before the filter.
    turns
        Ends and beginnings within `AHEAD_DAYS` of the newest state, by day.
    newest_of
        The measure whose state is known up to the newest day of all.
    """

    mineral: Mineral | None
    asked: PolicyFilter
    measures: tuple[Measure, ...]
    total: int
    turns: tuple[Turn, ...]
    newest_of: Measure
    stated: tuple[Stated, ...]
    orders: tuple[Order, ...]
    companions: tuple[Companionship, ...]
    sources: tuple[Source, ...]

    @property
    def newest(self) -> str:
        """Newest day up to which any state in the data is known."""
        return self.newest_of.known_up_to

    def of(self, collection: StatementSet) -> tuple[Stated, ...]:
        """Return the figures of one collection."""
        return tuple(row for row in self.stated if row.collection is collection)

    def sources_of(self, codes: Iterable[str]) -> tuple[Source, ...]:
        """Return those of the editions that `codes` name."""
        wanted = set(codes)
        return tuple(source for source in self.sources if source.source_id in wanted)


def policy_of(atlas: Atlas, mineral: Mineral | None, asked: PolicyFilter) -> Policy:
    """Return the measures and stated figures of a mineral, or of all.

    Raises
    ------
    SelectionError
        If the country of the filter does not exist.
    """
    if asked.who is not None:
        load_geography(atlas).country(asked.who)
    wanted = None if asked.any_mineral else mineral
    every = _measures(atlas)
    newest = max(every, key=lambda each: (each.known_up_to, each.code))
    # A month sorts before each of its days: the newest day that is named is never later than what is known.
    own = [each for each in every if wanted is None or each.is_of(wanted)]
    left = tuple(each for each in own if _is_left(each, asked))
    stated = tuple(row for row in _stated(atlas) if wanted is None or wanted in row.minerals)
    orders = tuple(row for row in _orders(atlas) if wanted is None or row.mineral is wanted)
    companions = tuple(row for row in _companions(atlas) if wanted is None or row.mineral is wanted)
    used = {code for each in (*left, newest) for code in each.source_ids}
    used |= {
        *(row.source_id for row in stated),
        *(row.source_id for row in orders),
        *(row.source_id for row in companions),
    }
    return Policy(
        wanted,
        asked,
        left,
        len(own),
        turns_of(left, newest.known_up_to),
        newest,
        stated,
        orders,
        companions,
        sources_of(atlas, used),
    )


def turns_of(measures: Iterable[Measure], newest: str) -> tuple[Turn, ...]:
    """Return the ends and beginnings after the day `newest` and at most `AHEAD_DAYS` later, by day."""
    since = parse_day(newest)
    found = [
        Turn(measure, day, is_end, int(days_left(float(day_number(day)), float(day_number(since)))))
        for measure in measures
        for day, is_end in ((_end(measure), True), (_start(measure), False))
        if day is not None and 0 < (day - since).days <= AHEAD_DAYS
    ]
    return tuple(sorted(found, key=lambda turn: (turn.day, turn.measure.code)))


def _start(measure: Measure) -> date | None:
    return None if measure.starts is None else parse_day(measure.starts)


def _end(measure: Measure) -> date | None:
    return None if measure.ends is None else last_day(measure.ends)


def _is_left(measure: Measure, asked: PolicyFilter) -> bool:
    return (
        (asked.who is None or asked.who in measure.countries)
        and (asked.kind is None or measure.kind is asked.kind)
        and (asked.state is None or measure.state is asked.state)
    )


@remembered
def _measures(atlas: Atlas) -> tuple[Measure, ...]:
    return tuple(_measure(row) for row in policy_timeline(atlas).to_dict("records"))


def _measure(row: Row) -> Measure:
    notes = [text for text in (cell_text(row["note"]), cell_text(row["state_note"])) if text]
    return Measure(
        code=str(row["policy_id"]),
        actor=str(row["actor"]),
        countries=_items(row["iso3_list"]),
        minerals=_minerals(row["minerals"]),
        covers_all=bool(row["covers_all"]),
        kind=PolicyKind(row["kind"]),
        what=str(row["what"]),
        target=_text(row["target"]),
        starts=cell_text(row["starts"]) or None,
        ends=cell_text(row["ends"]) or None,
        state=PolicyState(row["state"]),
        status=str(row["status"]),
        known_up_to=str(row["state_as_of"]),
        state_starts=cell_text(row["state_starts"]) or None,
        state_ends=cell_text(row["state_ends"]) or None,
        state_event=_text(row["state_event"]),
        document=_text(row["document"]),
        url=_text(row["url"]),
        state_document=_text(row["state_document"]),
        state_url=_text(row["state_url"]),
        confidence=Confidence(row["confidence"]),
        note=" ".join(dict.fromkeys(notes)),
        source_ids=tuple(dict.fromkeys((str(row["source_id"]), str(row["state_source_id"])))),
    )


@remembered
def _stated(atlas: Atlas) -> tuple[Stated, ...]:
    return tuple(
        Stated(
            code=str(row["statement_id"]),
            collection=StatementSet(row["collection"]),
            fact=str(row["fact"]),
            subject=str(row["subject"]),
            area=str(row["area"]),
            value=cell_number(row["value"]),
            low=cell_number(row["low_value"]),
            high=cell_number(row["high_value"]),
            unit=_text(row["unit"]),
            period=str(row["period"]),
            edition=str(row["edition"]),
            nature=StatementNature(row["nature"]),
            minerals=_minerals(row["minerals"]),
            **_read(row),
        )
        for row in statements(atlas).to_dict("records")
    )


@remembered
def _orders(atlas: Atlas) -> tuple[Order, ...]:
    return tuple(
        Order(
            code=str(row["order_id"]),
            subject=str(row["subject"]),
            mineral=_mineral(row["mineral"]),
            company=_text(row["company"]),
            instrument=str(row["instrument"]),
            nature=OrderNature(row["nature"]),
            ceiling=cell_number(row["ceiling_usd_millions"]),
            funded_low=_either(row, "funded_usd_millions", "low_funded_usd_millions"),
            funded_high=_either(row, "funded_usd_millions", "high_funded_usd_millions"),
            known_up_to=_text(row["known_up_to"]),
            fact=str(row["fact"]),
            **_read(row),
        )
        for row in stockpile_orders(atlas).to_dict("records")
    )


@remembered
def _companions(atlas: Atlas) -> tuple[Companionship, ...]:
    return tuple(
        Companionship(
            material=str(row["material"]),
            mineral=_mineral(row["mineral"]),
            companion=Companion(row["companion"]),
            hosts=_text(row["hosts"]),
            **_read(row),
        )
        for row in companionality(atlas).to_dict("records")
    )


def _read(row: Row) -> dict[str, Any]:
    """Return where a row was read and how well."""
    return {
        "document": str(row["document"]),
        "url": _text(row["url"]),
        "confidence": Confidence(row["confidence"]),
        "note": _text(row["note"]),
        "source_id": str(row["source_id"]),
    }


def _either(row: Row, plain: str, end: str) -> float | None:
    value = cell_number(row[plain])
    return cell_number(row[end]) if value is None else value


def _text(cell: Any) -> str:
    return cell_text(cell) or ""


def _items(cell: Any) -> tuple[str, ...]:
    return tuple(item for item in _text(cell).split(";") if item)


def _minerals(cell: Any) -> tuple[Mineral, ...]:
    return tuple(Mineral(item) for item in _items(cell))


def _mineral(cell: Any) -> Mineral | None:
    found = _minerals(cell)
    return found[0] if found else None
