"""The policy rows of the tiny set of `tests.factory`: a newer state, a suspension that ended, a forecast that changed."""

from __future__ import annotations

GEO = {"source_id": "geo-test"}
EVENT = {**GEO, "state_as_of": "2026-10-05", "document": "Test", "document_date": "2026-10", "confidence": "low"}
BALANCE = {
    **GEO,
    "collection": "balance",
    "fact": "balance",
    "subject": "cobalt",
    "area": "world",
    "unit": "kt",
    "period": "2026 forecast",
    "year": 2026,
    "nature": "forecast",
}


def policy_rows() -> dict[str, list[dict[str, object]]]:
    """Return the rows of the policy tables by table name."""
    return {
        "policy_event": [
            {
                **EVENT,
                "event_id": "chn-truce",
                "actor": "CHN",
                "what": "suspends the licence",
                "kind": "suspension",
                "starts": "2025-11-07",
                "ends": "2026-11-10",
                "state": "not_verified",
                "status": "not verified after the end date",
            },
            {
                **EVENT,
                "event_id": "cod-again",
                "actor": "COD",
                "what": "the quota goes on",
                "kind": "export_quota",
                "starts": "2026-01-01",
                "ends": "2027-12-31",
                "state": "in_force",
                "status": "in force",
            },
            {
                **EVENT,
                "event_id": "forum",
                "actor": "many countries",
                "what": "a forum",
                "kind": "alliance",
                "starts": "2026-02",
                "state": "launched",
                "status": "launched",
                "covers_all": True,
                "state_as_of": "2026-02",
            },
        ],
        "policy_event_country": [
            {"event_id": "chn-truce", "iso3": "CHN"},
            {"event_id": "cod-again", "iso3": "COD"},
        ],
        "policy_event_mineral": [
            {"event_id": "chn-truce", "mineral": "tungsten"},
            {"event_id": "cod-again", "mineral": "cobalt"},
        ],
        "policy_event_control": [
            {"event_id": "chn-truce", "control_id": "chn-tungsten-licence", "relation": "suspends"},
            {"event_id": "cod-again", "control_id": "cod-cobalt-quota", "relation": "same"},
        ],
        "statement": [
            {**BALANCE, "statement_id": "balance-01", "value": -19.0, "edition": "2026-04-23"},
            {**BALANCE, "statement_id": "balance-02", "value": 271.0, "edition": "2025-10"},
        ],
        "statement_mineral": [
            {"statement_id": "balance-01", "mineral": "cobalt"},
            {"statement_id": "balance-02", "mineral": "cobalt"},
        ],
        "stockpile_order": [
            {
                **GEO,
                "order_id": "NDS-01",
                "subject": "cobalt",
                "mineral": "cobalt",
                "instrument": "indefinite contract",
                "nature": "contract",
                "ceiling_usd_millions": 1800.0,
                "funded_usd_millions": 450.6,
                "document_date": "2026-10-05",
            }
        ],
        "companionality": [
            {**GEO, "material": "cobalt", "mineral": "cobalt", "companion": "byproduct", "confidence": "low"}
        ],
    }
