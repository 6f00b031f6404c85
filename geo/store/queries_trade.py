"""Questions about bilateral trade: gross weight and value by customs code; an exporter is not a producer.

For a code and year one source is read, the fullest (view ``primary_trade``), so that two editions never meet in one
sum. Totals come from complete years only; pruned and partial years show flows and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.store.database import Atlas


def trade_codes(atlas: Atlas) -> pd.DataFrame:
    """Return the pure codes of every mineral and stage: mineral, stage, hs6, form, note, description, code_note, has_rows, last_complete_year; by mineral, stage and code.

    ``has_rows`` is false where no open trade data are at hand: the page then says so and works on production.
    """
    return atlas.frame("""
        SELECT t.mineral, t.stage, t.hs6, t.form, t.note, h.description, h.note AS code_note, count(p.year) > 0 AS has_rows,
               max(p.year) FILTER (p.scope = 'complete') AS last_complete_year
        FROM trade_code t JOIN hs_code h USING (hs6) LEFT JOIN primary_trade p USING (hs6)
        GROUP BY ALL ORDER BY t.mineral, t.stage, t.hs6
    """)


def hs_codes(atlas: Atlas) -> pd.DataFrame:
    """Return every code: hs6, description, revision, mineral_text, stage, is_pure, lists, note, source_id, has_rows; by code."""
    return atlas.frame("""
        SELECT hs6, description, revision, mineral_text, stage, is_pure, lists, note, source_id,
               hs6 IN (SELECT hs6 FROM trade_coverage) AS has_rows
        FROM hs_code ORDER BY hs6
    """)


def trade_years(atlas: Atlas) -> pd.DataFrame:
    """Return hs6, year, scope, has_quantity, flows, value_usd, note, source_id, nomenclature of every code and year, of the source that is read; by code, newest year first."""
    return atlas.frame("""
        SELECT hs6, year, scope, has_quantity, flows, value_usd, note, source_id, nomenclature
        FROM primary_trade ORDER BY hs6, year DESC
    """)


def trade_flows(atlas: Atlas, hs6: Sequence[str], year: int) -> pd.DataFrame:
    """Return one row a code and pair: hs6, exporter_iso3, exporter, importer_iso3, importer, value_usd, quantity_t, is_unit_value_outlier, scope, nomenclature, source_id; largest value first.

    ``quantity_t`` is empty where the publisher has none. Codes stay apart: their tonnes are of different goods.
    """
    return atlas.frame(
        """
        SELECT f.hs6, f.exporter_iso3, e.name AS exporter, f.importer_iso3, i.name AS importer, f.value_usd, f.quantity_t,
               f.is_unit_value_outlier, p.scope, f.nomenclature, f.source_id
        FROM trade_flow f JOIN primary_trade p USING (source_id, year, hs6)
        JOIN country e ON e.iso3 = f.exporter_iso3 JOIN country i ON i.iso3 = f.importer_iso3
        WHERE f.hs6 = ANY($hs6) AND f.year = $year
        ORDER BY f.value_usd DESC, f.hs6, f.exporter_iso3, f.importer_iso3
        """,
        {"hs6": list(hs6), "year": year},
    )


def country_trade(atlas: Atlas, iso3: str) -> pd.DataFrame:
    """Return what one country trades under each pure code in its newest complete year: mineral, stage, hs6, form, year, exports_usd, imports_usd, exports_t, imports_t, source_id; by mineral, stage and code."""
    return atlas.frame(
        """
        WITH newest AS (
          SELECT hs6, max(year) AS year FROM primary_trade WHERE scope = 'complete' GROUP BY hs6
        ), flow AS (
          SELECT f.* FROM trade_flow f JOIN primary_trade p USING (source_id, year, hs6) JOIN newest USING (hs6, year)
          WHERE f.exporter_iso3 = $iso3 OR f.importer_iso3 = $iso3
        ), total AS (
          SELECT hs6, year, min(source_id) AS source_id,
                 coalesce(sum(value_usd ORDER BY importer_iso3) FILTER (exporter_iso3 = $iso3), 0) AS exports_usd,
                 coalesce(sum(value_usd ORDER BY exporter_iso3) FILTER (importer_iso3 = $iso3), 0) AS imports_usd,
                 sum(quantity_t ORDER BY importer_iso3) FILTER (exporter_iso3 = $iso3) AS exports_t,
                 sum(quantity_t ORDER BY exporter_iso3) FILTER (importer_iso3 = $iso3) AS imports_t
          FROM flow GROUP BY hs6, year
        )
        SELECT c.mineral, c.stage, t.hs6, c.form, t.year, exports_usd, imports_usd, exports_t, imports_t, t.source_id
        FROM total t JOIN trade_code c USING (hs6) ORDER BY c.mineral, c.stage, t.hs6
        """,
        {"iso3": iso3},
    )
