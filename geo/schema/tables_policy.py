"""Tables of policy measures, and of figures that reports state: forecasts by edition, orders, capacity, by-products."""

from __future__ import annotations

from geo.schema.codes import Mineral
from geo.schema.columns import Column, Table, boolean, integer, iso3, real, source_id, text
from geo.schema.policy_codes import (
    Companion,
    Confidence,
    OrderNature,
    PolicyKind,
    PolicyState,
    StatementNature,
    StatementSet,
    StateRelation,
)

A_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
"""A day, or a month or year where no day is known."""

CONFIDENCE = text("confidence", "How well the row was read", vocabulary=Confidence)
_DOCUMENT = text("document", "Document read")
_URL = text("url", "Address", nullable=True)
_NOTE = text("note", "Caveat", nullable=True)
_SUBJECT = text("subject", "Mineral or material as the publisher words it")


def date(name: str, description: str, *, nullable: bool = False) -> Column:
    """Return a column of dates as far as they are known."""
    return text(name, description, pattern=A_DATE, nullable=nullable)


POLICY_EVENT = Table(
    "policy_event",
    "Policy measures and events of 2025 and 2026 beside the list of export controls; a state is known only up to its date",
    (
        text("event_id", "Code of the event"),
        text("actor", "Who acts, as worded"),
        text("what", "The event as worded"),
        text("kind", "What it is", vocabulary=PolicyKind),
        date("starts", "Since when"),
        date("ends", "Until when by its text", nullable=True),
        text("state", "State as read", vocabulary=PolicyState),
        text("status", "State as worded"),
        date("state_as_of", "Date up to which the state is known"),
        boolean("covers_all", "Worded for all critical minerals"),
        _DOCUMENT,
        date("document_date", "Date of the document"),
        _URL,
        CONFIDENCE,
        _NOTE,
        source_id(),
    ),
    key=("event_id",),
)

POLICY_EVENT_COUNTRY = Table(
    "policy_event_country",
    "Countries that act in an event; a group whose members are not published has none",
    (text("event_id", "Event", references="policy_event.event_id"), iso3("iso3", "Country")),
    key=("event_id", "iso3"),
)

POLICY_EVENT_MINERAL = Table(
    "policy_event_mineral",
    "Minerals that an event names",
    (
        text("event_id", "Event", references="policy_event.event_id"),
        text("mineral", "Mineral", vocabulary=Mineral),
    ),
    key=("event_id", "mineral"),
)

POLICY_EVENT_KIND = Table(
    "policy_event_kind",
    "What each compiled event is; a reviewed decision",
    (
        text("event_id", "Event as the list calls it"),
        text("kind", "What it is", vocabulary=PolicyKind),
        text("reason", "Why it is that"),
    ),
    key=("event_id",),
    reviewed=True,
)

POLICY_EVENT_CONTROL = Table(
    "policy_event_control",
    "Which event tells a newer state of which export control; a reviewed decision",
    (
        text("event_id", "Event", references="policy_event.event_id"),
        text("control_id", "Control", references="export_control.control_id"),
        text("relation", "The same measure, or what suspends it", vocabulary=StateRelation),
        text("reason", "Where that is said"),
    ),
    key=("event_id", "control_id"),
    reviewed=True,
)

STATEMENT = Table(
    "statement",
    "Figures as reports state them, each with the edition that says so; none enters a sum of this app",
    (
        text("statement_id", "Collection and place in it"),
        text("collection", "Collection", vocabulary=StatementSet),
        text("fact", "What is stated"),
        _SUBJECT,
        text("area", "Area, or site, as worded"),
        iso3("iso3", "Country, where the area is one", nullable=True),
        real("value", "Plain figure in its unit", nullable=True),
        real("low_value", "Lower end where a range is stated", nullable=True),
        real("high_value", "Upper end where a range is stated", nullable=True),
        text("raw_value", "The figure as worded", nullable=True),
        text("unit", "Unit as worded", nullable=True),
        text("period", "Year or years as worded"),
        integer("year", "First year of the period", minimum=1990, maximum=2100, nullable=True),
        date("edition", "Date of the edition that states it"),
        text("nature", "What the figure is", vocabulary=StatementNature),
        _DOCUMENT,
        _URL,
        CONFIDENCE,
        _NOTE,
        source_id(),
    ),
    key=("statement_id",),
    figure="value",
)

STATEMENT_MINERAL = Table(
    "statement_mineral",
    "Minerals that a stated figure is of",
    (
        text("statement_id", "Statement", references="statement.statement_id"),
        text("mineral", "Mineral", vocabulary=Mineral),
    ),
    key=("statement_id", "mineral"),
)

STOCKPILE_ORDER = Table(
    "stockpile_order",
    "Contracts and orders of the U.S. National Defense Stockpile: a ceiling is no order, an order is no delivery",
    (
        text("order_id", "Place in the list"),
        _SUBJECT,
        text("mineral", "Mineral, where it is one of this project", vocabulary=Mineral, nullable=True),
        text("company", "Company", nullable=True),
        text("instrument", "Instrument as worded"),
        text("nature", "What the sums are", vocabulary=OrderNature),
        real("ceiling_usd_millions", "Ceiling or appropriation", unit="million US dollars", minimum=0, nullable=True),
        real("funded_usd_millions", "Funded by orders", unit="million US dollars", minimum=0, nullable=True),
        real(
            "low_funded_usd_millions",
            "Lower end where two figures are given",
            unit="million US dollars",
            minimum=0,
            nullable=True,
        ),
        real(
            "high_funded_usd_millions",
            "Upper end where two figures are given",
            unit="million US dollars",
            minimum=0,
            nullable=True,
        ),
        date("known_up_to", "Date of the figures", nullable=True),
        text("fact", "The row as worded"),
        _DOCUMENT,
        date("document_date", "Date of the document"),
        _URL,
        CONFIDENCE,
        _NOTE,
        source_id(),
    ),
    key=("order_id",),
    figure="ceiling_usd_millions",
)

COMPANIONALITY = Table(
    "companionality",
    "Whether a material is a by-product of others, as a class; the author's rounded shares are not held as figures",
    (
        text("material", "Material as the author calls it"),
        text("mineral", "Mineral, where it is one of this project", vocabulary=Mineral, nullable=True),
        text("companion", "Class", vocabulary=Companion),
        text("hosts", "Materials that it comes with", nullable=True),
        _NOTE,
        _DOCUMENT,
        _URL,
        CONFIDENCE,
        source_id(),
    ),
    key=("material",),
)

POLICY_TIMELINE = Table(
    "policy_timeline",
    "Export controls and policy events in one list; where an event tells a newer state of a control, that state stands",
    (
        text("policy_id", "Code of the control or event"),
        text("actor", "Country, or who acts as worded"),
        text("iso3_list", "Countries that act, separated by ';'", nullable=True),
        text("minerals", "Minerals named, separated by ';'", nullable=True),
        boolean("covers_all", "Worded for all critical minerals"),
        text("kind", "What it is", vocabulary=PolicyKind),
        text("what", "The measure as worded"),
        text("target", "Destinations", nullable=True),
        date("starts", "Since when", nullable=True),
        date("ends", "Until when by its text", nullable=True),
        text("state", "Newest state", vocabulary=PolicyState),
        text("status", "Newest state as worded"),
        date("state_as_of", "Date up to which the newest state is known"),
        date("state_starts", "Since when a suspension runs", nullable=True),
        date("state_ends", "Until when a suspension runs by its text", nullable=True),
        text("state_event", "Event that tells the newest state; empty where the control tells it", nullable=True),
        text("document", "Document of the measure", nullable=True),
        _URL,
        text("state_document", "Document of the newest state", nullable=True),
        text("state_url", "Its address", nullable=True),
        text("confidence", "How well the newest state was read", vocabulary=Confidence),
        _NOTE,
        text("state_note", "Caveat of the newest state", nullable=True),
        source_id("Edition of the measure"),
        text("state_source_id", "Edition of the newest state", references="source.source_id"),
    ),
    key=("policy_id",),
)

POLICY_TABLES = (
    POLICY_EVENT,
    POLICY_EVENT_COUNTRY,
    POLICY_EVENT_MINERAL,
    POLICY_EVENT_KIND,
    POLICY_EVENT_CONTROL,
    STATEMENT,
    STATEMENT_MINERAL,
    STOCKPILE_ORDER,
    COMPANIONALITY,
)
