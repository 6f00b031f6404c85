"""Questions about use: what regions and countries need, and what such figures rest on."""

from __future__ import annotations

import pandas as pd

from geo.store.database import Atlas


def regional_need(atlas: Atlas) -> pd.DataFrame:
    """Return every figure of need: need, mineral, subject, area, estimate_t, low_t, high_t, rung, ground, how, world_t, source_id; by need, mineral and area."""
    return atlas.frame("""
        SELECT need, mineral, subject, area, estimate_t, low_t, high_t, rung, ground, how, world_t, source_id
        FROM regional_need ORDER BY need, mineral, area
    """)


def reported_use(atlas: Atlas, mineral: str) -> pd.DataFrame:
    """Return the figures of use read one by one: form, area, year, value, raw_unit, basis, source_title, page, link, confidence, note, source_id; newest first."""
    return atlas.frame(
        """
        SELECT form, area, year, value, raw_unit, basis, source_title, page, link, confidence, note, source_id
        FROM reported_use WHERE mineral = ? ORDER BY year DESC, area, form, basis
        """,
        [mineral],
    )


def need_checks(atlas: Atlas) -> pd.DataFrame:
    """Return published shares of world use beside those of the methods: mineral, form, area, published_share, makers_share, buyers_share, value_added_share, source_title, source_id; by form and area."""
    return atlas.frame("""
        SELECT mineral, form, area, published_share, makers_share, buyers_share, value_added_share, source_title, source_id
        FROM need_check ORDER BY form, area, source_title
    """)


def apparent_consumption(atlas: Atlas, mineral: str) -> pd.DataFrame:
    """Return production + imports - exports by area: mineral, subject, area, name, production_t, production_year, imports_t, exports_t, trade_year, apparent_t, is_hub, confidence, note, source_id; the largest first, without a total last."""
    return atlas.frame(
        """
        SELECT a.mineral, a.subject, a.area, coalesce(c.name, a.area) AS name, a.production_t, a.production_year,
               a.imports_t, a.exports_t, a.trade_year, a.apparent_t, a.is_hub, a.confidence, a.note, a.source_id
        FROM apparent_consumption a LEFT JOIN country c ON c.iso3 = a.area
        WHERE a.mineral = ? ORDER BY a.apparent_t DESC NULLS LAST, a.production_t DESC NULLS LAST, a.area, a.source_id
        """,
        [mineral],
    )


def battery_demand(atlas: Atlas, year: int) -> pd.DataFrame:
    """Return batteries of the vehicles sold in one observed year, and cars sold: area, item, mode, powertrain, value, raw_unit, source_id; by item and area."""
    return atlas.frame(
        """
        SELECT area, item, mode, powertrain, value, raw_unit, source_id
        FROM ev_outlook WHERE NOT is_projection AND year = ? ORDER BY item, area, mode, powertrain
        """,
        [year],
    )


def battery_intensities(atlas: Atlas) -> pd.DataFrame:
    """Return what a battery pack holds: chemistry, mineral, kg_per_kwh, source_id; by chemistry and mineral."""
    return atlas.frame("""
        SELECT chemistry, mineral, kg_per_kwh, source_id FROM battery_intensity ORDER BY chemistry, mineral
    """)


def lfp_shares(atlas: Atlas) -> pd.DataFrame:
    """Return the assumed part of lithium iron phosphate in batteries sold: area, share, error_share, note; by area."""
    return atlas.frame("SELECT area, share, error_share, note FROM lfp_share ORDER BY area")


def value_added_shares(atlas: Atlas, year: int) -> pd.DataFrame:
    """Return manufacturing value added of one year: iso3, name, region, value_usd, source_id; the largest first. Context, never a need."""
    return atlas.frame(
        """
        SELECT m.iso3, c.name, c.region, m.value_usd, m.source_id
        FROM manufacturing_value_added m JOIN country c ON c.iso3 = m.iso3
        WHERE m.year = ? ORDER BY m.value_usd DESC, m.iso3
        """,
        [year],
    )
