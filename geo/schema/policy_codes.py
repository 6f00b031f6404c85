"""Vocabularies of policy measures and of figures that reports state."""

from __future__ import annotations

from enum import StrEnum


class Confidence(StrEnum):
    """How well a compiled row was read; everything below high is shown with the row."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Release(StrEnum):
    """Whether rows under a licence may leave in a file; all of them are shown."""

    FREE = "free"
    CREDIT = "credit"
    ACKNOWLEDGED = "acknowledged"
    SHARE_ALIKE = "share_alike"
    NO_DERIVATIVES = "no_derivatives"
    UNCONFIRMED = "unconfirmed"

    @property
    def may_leave(self) -> bool:
        """Whether a file may hold such rows, with the credit that stands on top of it."""
        return self in (Release.FREE, Release.CREDIT, Release.ACKNOWLEDGED)

    @property
    def label(self) -> str:
        """The words that a page and a file print."""
        return {
            "free": "free to pass on",
            "credit": "passed on with credit",
            "acknowledged": "passed on with this acknowledgement, to be kept; commercial redistribution is not confirmed",
            "share_alike": "share-alike terms, which a file of several publishers cannot keep",
            "no_derivatives": "no derivatives",
            "unconfirmed": "terms of redistribution not confirmed",
        }[self.value]


class PolicyKind(StrEnum):
    """What a measure or event is."""

    EXPORT_LICENCE = "export_licence"
    EXPORT_BAN = "export_ban"
    EXPORT_QUOTA = "export_quota"
    EXPORT_HALT = "export_halt"
    TECHNOLOGY = "technology"
    SUSPENSION = "suspension"
    TRADE_RULE = "trade_rule"
    STOCKPILE = "stockpile"
    ALLIANCE = "alliance"
    REPORT = "report"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {
            "export_licence": "export licence",
            "export_ban": "export ban",
            "export_quota": "export quota or tax",
            "export_halt": "halt of exports",
            "technology": "control of technology",
            "suspension": "suspension of a control, or truce",
            "trade_rule": "import or subsidy rule",
            "stockpile": "stockpile",
            "alliance": "alliance or forum",
            "report": "report, no measure",
        }[self.value]


class PolicyState(StrEnum):
    """Where a measure stood on the day up to which that is known."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    NOT_VERIFIED = "not_verified"
    DISPUTED = "disputed"
    ANNOUNCED = "announced"
    NOT_ENACTED = "not_enacted"
    ENDED = "ended"
    LAUNCHED = "launched"
    REPORTED = "reported"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {
            "in_force": "in force",
            "suspended": "suspended",
            "not_verified": "suspended by its text; what followed is not verified",
            "disputed": "disputed in part",
            "announced": "announced, not in force",
            "not_enacted": "not enacted",
            "ended": "ended",
            "launched": "launched",
            "reported": "reported, no measure",
        }[self.value]


class StateRelation(StrEnum):
    """How an event bears on a control: it is the same measure told later, or it suspends the control."""

    SAME = "same"
    SUSPENDS = "suspends"


class StatementSet(StrEnum):
    """Collections of figures that reports state."""

    OUTLOOK = "outlook"
    BALANCE = "balance"
    CAPACITY = "capacity"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {
            "outlook": "IEA outlook of 2026, executive summary",
            "balance": "Market balances and forecasts, by edition",
            "capacity": "Gallium: capacity and announcements",
        }[self.value]


class StatementNature(StrEnum):
    """What a stated figure is, so that nobody takes one for the other."""

    STATED = "stated"
    FORECAST = "forecast"
    CAPACITY = "capacity"
    ANNOUNCED = "announced"
    POTENTIAL = "potential"
    AT_RISK = "at_risk"
    PARAMETER = "parameter"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {
            "stated": "stated figure",
            "forecast": "forecast of its edition",
            "capacity": "capacity, not output",
            "announced": "announcement, not capacity",
            "potential": "potential, not output",
            "at_risk": "output of users, not a loss",
            "parameter": "parameter of a model, not a plant",
        }[self.value]


class OrderNature(StrEnum):
    """What a sum of the stockpile is: money set aside, a ceiling, an order, or a price."""

    APPROPRIATION = "appropriation"
    CONTRACT = "contract"
    ORDERS = "orders"
    PRICE = "price"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {
            "appropriation": "money set aside",
            "contract": "contract: a ceiling, with what was funded",
            "orders": "funded orders, not deliveries",
            "price": "price or price floor",
        }[self.value]


class Companion(StrEnum):
    """Whether a material is mined for its own sake; a class, never a share."""

    BYPRODUCT = "byproduct"
    MIXED = "mixed"
    PRIMARY = "primary"

    @property
    def label(self) -> str:
        """The words that a page prints."""
        return {"byproduct": "by-product of others", "mixed": "partly a by-product", "primary": "mined for itself"}[
            self.value
        ]
