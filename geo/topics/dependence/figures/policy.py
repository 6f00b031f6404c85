"""Tables of policy: the measures with their newest state, what is about to end, and figures that reports state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from geo.evidence import leaf
from geo.evidence.output_columns import data
from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt, receipt_of
from geo.figure.source import Source
from geo.model.calendar import day_number, days_left, parse_day
from geo.model.trace import Traced, cell
from geo.schema.policy_codes import StatementSet
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.policy import Companionship, Measure, Order, Policy, Stated, Turn
from geo.view import words

Read = TypeVar("Read", Stated, Order, Companionship)

DAYS_HELP = "Counted from the newest day up to which any state in the data is known, not from today."


@dataclass(frozen=True)
class PolicyAsked:
    """The answer, as its tables read it."""

    answer: Policy


def _named_minerals(measure: Measure) -> str:
    named = [mineral.label for mineral in measure.minerals]
    return ", ".join([*named, *(["all minerals"] if measure.covers_all else [])])


MEASURES: tuple[Column[PolicyAsked, Measure], ...] = (
    Column("actor", "Who", lambda _, row: row.actor),
    Column("what", "What", lambda _, row: row.what, is_wide=True),
    Column("kind_name", "Kind", lambda _, row: row.kind.label, in_json=False),
    Column("state_name", "State", lambda _, row: say.policy_state(row), in_json=False, is_wide=True),
    Column("starts", "Since", lambda _, row: row.starts),
    Column("ends", "Until by its text", lambda _, row: row.until),
    Column("known_up_to", "State known to", lambda _, row: row.known_up_to),
    Column("confidence", "Confidence", lambda _, row: row.confidence.value),
    Column("status", "State as worded", lambda _, row: row.status),
    Column("minerals_named", "Minerals", lambda _, row: _named_minerals(row), in_json=False),
    Column("target", "Towards", lambda _, row: row.target),
    Column("note", "Caveat", lambda _, row: row.note),
    Column("document", "Document", lambda _, row: row.document),
    Column("url", "Link", lambda _, row: row.url or None, Show.LINK),
    Column("state_document", "Document of the state", lambda _, row: row.state_document),
    Column("state_url", "Link of the state", lambda _, row: row.state_url or None, Show.LINK),
    Column("policy_id", "Code", lambda _, row: row.code),
    Column("source_ids", "Editions", lambda _, row: ";".join(row.source_ids)),
    data("kind", lambda _, row: row.kind.value),
    data("state", lambda _, row: row.state.value),
    data("state_starts", lambda _, row: row.state_starts),
    data("state_ends", lambda _, row: row.state_ends),
    data("state_event", lambda _, row: row.state_event or None),
    data("countries", lambda _, row: list(row.countries)),
    data("minerals", lambda _, row: [mineral.value for mineral in row.minerals]),
    data("covers_all", lambda _, row: row.covers_all),
)


def measures_table(asked: PolicyAsked) -> Table[PolicyAsked, Measure]:
    """Return the measures and events of the filter, by start."""
    rows = asked.answer.measures
    title = f"Policy measures and events, {_subject(asked.answer)}, states known to {words.day(asked.answer.newest)}"
    used = {code for row in rows for code in row.source_ids}
    return Table("dependence.policy", title, MEASURES, rows, asked, asked.answer.sources_of(used))


def _day_cell(asked: PolicyAsked, measure: Measure, name: str, date: str) -> Traced:
    source = asked.answer.sources_of(measure.source_ids)[-1]
    number = float(day_number(parse_day(date)))
    return cell(
        leaf.published(source, measure.code, name, number, "days", basis="days since 1 January 1970", printed=date)
    )


def _days_receipt(asked: PolicyAsked, turn: Turn) -> Receipt:
    verb = "ends" if turn.is_end else "begins"
    newest = asked.answer.newest_of
    figure = days_left(
        _day_cell(asked, turn.measure, f"{turn.measure.code} {verb} by its text", turn.day.isoformat()),
        _day_cell(asked, newest, f"Newest state in the data, that of {newest.code}", asked.answer.newest),
    )
    return receipt_of(f"{turn.measure.code}: days until it {verb}", figure, asked.answer.sources, [DAYS_HELP])


TURNS: tuple[Column[PolicyAsked, Turn], ...] = (
    Column("day", "Date by its text", lambda _, row: row.day.isoformat()),
    Column("turn", "Ends or begins", lambda _, row: "ends" if row.is_end else "begins"),
    Column("actor", "Who", lambda _, row: row.measure.actor),
    Column("what", "What", lambda _, row: row.measure.what, is_wide=True),
    Column("state_name", "State", lambda _, row: say.policy_state(row.measure), in_json=False, is_wide=True),
    Column(
        "days",
        lambda asked: f"Days after {words.day(asked.answer.newest)}",
        lambda _, row: row.days,
        Show.WHOLE,
        receipt=_days_receipt,
        help=DAYS_HELP,
    ),
    Column("confidence", "Confidence", lambda _, row: row.measure.confidence.value),
    Column("policy_id", "Code", lambda _, row: row.measure.code),
)


def turns_table(asked: PolicyAsked) -> Table[PolicyAsked, Turn]:
    """Return what ends or begins within a year of the newest state in the data."""
    rows = asked.answer.turns
    title = f"What ends or begins within a year of the newest state in the data, {words.day(asked.answer.newest)}"
    used = {code for row in rows for code in row.measure.source_ids}
    return Table("dependence.policy.next", title, TURNS, rows, asked, asked.answer.sources_of(used))


def _read_columns() -> tuple[Column[PolicyAsked, Any], ...]:
    """Return where a row was read and how well: the same of all tables of stated figures."""
    return (
        Column("confidence", "Confidence", lambda _, row: row.confidence.value),
        Column("note", "Caveat", lambda _, row: row.note),
        Column("document", "Document", lambda _, row: row.document),
        Column("url", "Link", lambda _, row: row.url or None, Show.LINK),
        Column("source_id", "Edition held", lambda _, row: row.source_id),
    )


STATED: tuple[Column[PolicyAsked, Stated], ...] = (
    Column("fact", "What is stated", lambda _, row: row.fact, is_wide=True),
    Column("subject", "Of", lambda _, row: row.subject),
    Column("area", "Area", lambda _, row: row.area),
    Column("low", "Low", lambda _, row: row.low if row.value is None else row.value, Show.FIGURE),
    Column("high", "High", lambda _, row: row.high if row.value is None else row.value, Show.FIGURE),
    Column("unit", "Unit", lambda _, row: row.unit),
    Column("period", "Period", lambda _, row: row.period),
    Column("edition", "Edition of", lambda _, row: row.edition),
    Column("nature_name", "What it is", lambda _, row: row.nature.label, in_json=False),
    *_read_columns(),
    data("nature", lambda _, row: row.nature.value),
    data("statement_id", lambda _, row: row.code),
)

ORDERS: tuple[Column[PolicyAsked, Order], ...] = (
    Column("subject", "Material", lambda _, row: row.subject),
    Column("company", "Company", lambda _, row: row.company),
    Column("instrument", "Instrument", lambda _, row: row.instrument),
    Column("nature_name", "What the sums are", lambda _, row: row.nature.label, in_json=False),
    Column("ceiling_usd_millions", "Ceiling, million USD", lambda _, row: row.ceiling, Show.FIGURE),
    Column("funded_low_usd_millions", "Funded, low, million USD", lambda _, row: row.funded_low, Show.FIGURE),
    Column("funded_high_usd_millions", "Funded, high, million USD", lambda _, row: row.funded_high, Show.FIGURE),
    Column("known_up_to", "Known to", lambda _, row: row.known_up_to),
    Column("fact", "As worded", lambda _, row: row.fact, is_wide=True),
    *_read_columns(),
    data("nature", lambda _, row: row.nature.value),
    data("order_id", lambda _, row: row.code),
)

COMPANIONS: tuple[Column[PolicyAsked, Companionship], ...] = (
    Column("material", "Material", lambda _, row: row.material),
    Column("companion_name", "Class", lambda _, row: row.companion.label, in_json=False),
    Column("hosts", "Comes with", lambda _, row: row.hosts),
    *_read_columns(),
    data("companion", lambda _, row: row.companion.value),
)


def stated_table(asked: PolicyAsked, collection: StatementSet) -> Table[PolicyAsked, Stated]:
    """Return the figures of one collection, each with its edition."""
    return _table(asked, collection.value, collection.label, STATED, asked.answer.of(collection))


def orders_table(asked: PolicyAsked) -> Table[PolicyAsked, Order]:
    """Return contracts and orders of the stockpile."""
    title = "U.S. National Defense Stockpile: contracts and orders; a ceiling is no order, an order is no delivery"
    return _table(asked, "orders", title, ORDERS, asked.answer.orders)


def companions_table(asked: PolicyAsked) -> Table[PolicyAsked, Companionship]:
    """Return which materials are by-products, as classes."""
    return _table(
        asked,
        "companions",
        "By-product or mined for itself: a class, never a share",
        COMPANIONS,
        asked.answer.companions,
    )


def stated_tables(asked: PolicyAsked) -> tuple[Table[PolicyAsked, Any], ...]:
    """Return every table of what reports state, those without rows too."""
    return (
        stated_table(asked, StatementSet.BALANCE),
        stated_table(asked, StatementSet.OUTLOOK),
        orders_table(asked),
        stated_table(asked, StatementSet.CAPACITY),
        companions_table(asked),
    )


def _table(
    asked: PolicyAsked, key: str, title: str, columns: tuple[Column[PolicyAsked, Read], ...], rows: tuple[Read, ...]
) -> Table[PolicyAsked, Read]:
    sources: tuple[Source, ...] = asked.answer.sources_of(row.source_id for row in rows)
    return Table(f"dependence.policy.{key}", f"{title}, {_subject(asked.answer)}", columns, rows, asked, sources)


def _subject(answer: Policy) -> str:
    return "all minerals" if answer.mineral is None else answer.mineral.label.lower()
