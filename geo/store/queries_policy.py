"""Questions about policy: measures in one list with their newest state, and figures that reports state."""

from __future__ import annotations

import pandas as pd

from geo.store.database import Atlas


def policy_timeline(atlas: Atlas) -> pd.DataFrame:
    """Return the view ``policy_timeline`` whole: every control and event with its newest state; by start, then code."""
    return atlas.frame("SELECT * FROM policy_timeline ORDER BY starts NULLS FIRST, policy_id")


def statements(atlas: Atlas) -> pd.DataFrame:
    """Return every stated figure with ``minerals`` (';' between): statement_id, collection, fact, subject, area, iso3, value, low_value, high_value, raw_value, unit, period, year, edition, nature, document, url, confidence, note, minerals, source_id; by collection, fact, period and edition."""
    return atlas.frame("""
        WITH named AS (
          SELECT statement_id, string_agg(mineral, ';' ORDER BY mineral) AS minerals FROM statement_mineral GROUP BY statement_id
        )
        SELECT s.*, n.minerals FROM statement s LEFT JOIN named n USING (statement_id)
        ORDER BY s.collection, s.subject, s.fact, s.area, s.period, s.edition, s.statement_id
    """)


def stockpile_orders(atlas: Atlas) -> pd.DataFrame:
    """Return the rows of ``stockpile_order`` as declared; the largest ceilings first."""
    return atlas.frame("SELECT * FROM stockpile_order ORDER BY ceiling_usd_millions DESC NULLS LAST, order_id")


def companionality(atlas: Atlas) -> pd.DataFrame:
    """Return the rows of ``companionality`` as declared; by material."""
    return atlas.frame("SELECT * FROM companionality ORDER BY material")
