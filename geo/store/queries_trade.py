"""Questions about bilateral trade: gross weight and value by customs code; an exporter is not a producer.

A question without a year is answered with one edition and year of a code (``primary_trade``); years are shown in one
edition throughout (``trade_series``), so that two never meet in one sum or line. Totals come from complete years only;
pruned and partial years show flows and nothing else. Tonnes that are not believed (``doubtful_flow``) are in every row
as declared, with the doubt beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.store.database import Atlas


def trade_codes(atlas: Atlas) -> pd.DataFrame:
    """Return the pure codes of every mineral and stage; by mineral, stage and code.

    Columns: mineral, stage, hs6, form, note, description, code_note, is_current (the newest HS editions still have the code), has_rows, last_complete_year, value_usd (of that year, empty
    without one). ``has_rows`` is false where no open trade data are at hand: the page then says so and works on production.
    """
    return atlas.frame("""
        SELECT t.mineral, t.stage, t.hs6, t.form, t.note, h.description, h.note AS code_note,
               regexp_matches(h.revision, 'HS(17|22)$') AS is_current, p.year IS NOT NULL AS has_rows,
               CASE p.scope WHEN 'complete' THEN p.year END AS last_complete_year,
               CASE p.scope WHEN 'complete' THEN p.value_usd END AS value_usd
        FROM trade_code t JOIN hs_code h USING (hs6) LEFT JOIN primary_trade p USING (hs6)
        ORDER BY t.mineral, t.stage, t.hs6
    """)


def hs_codes(atlas: Atlas) -> pd.DataFrame:
    """Return every code: hs6, description, revision, mineral_text, stage, is_pure, lists, note, source_id, has_rows; by code."""
    return atlas.frame("""
        SELECT hs6, description, revision, mineral_text, stage, is_pure, lists, note, source_id,
               hs6 IN (SELECT hs6 FROM trade_coverage) AS has_rows
        FROM hs_code ORDER BY hs6
    """)


def primary_trade(atlas: Atlas) -> pd.DataFrame:
    """Return hs6, year, scope, has_quantity, flows, value_usd, left_out_usd, note, source_id, nomenclature of the edition and year that answers for each code; by code."""
    return atlas.frame("""
        SELECT hs6, year, scope, has_quantity, flows, value_usd, left_out_usd, note, source_id, nomenclature
        FROM primary_trade ORDER BY hs6
    """)


def trade_years(atlas: Atlas) -> pd.DataFrame:
    """Return the same columns for every code and year of the edition in which its years are shown; by code, newest year first."""
    return atlas.frame("""
        SELECT hs6, year, scope, has_quantity, flows, value_usd, left_out_usd, note, source_id, nomenclature
        FROM trade_series ORDER BY hs6, year DESC
    """)


def trade_flows(atlas: Atlas, hs6: Sequence[str], year: int) -> pd.DataFrame:
    """Return one row a code and pair of a year, in the edition in which years are shown; largest value first.

    Columns: hs6, exporter_iso3, importer_iso3, value_usd, quantity_t (as declared), doubt, scope, nomenclature, source_id.
    ``quantity_t`` is empty where the publisher has none, ``doubt`` where the tonnes are believed. Codes stay apart: their
    tonnes are of different goods.
    """
    return atlas.frame(
        """
        SELECT f.hs6, f.exporter_iso3, f.importer_iso3, f.value_usd, f.quantity_t, d.doubt, p.scope, f.nomenclature,
               f.source_id
        FROM trade_flow f JOIN trade_series p USING (source_id, year, hs6)
        LEFT JOIN doubtful_flow d USING (source_id, year, hs6, exporter_iso3, importer_iso3)
        WHERE f.hs6 = ANY($hs6) AND f.year = $year
        ORDER BY f.value_usd DESC, f.hs6, f.exporter_iso3, f.importer_iso3
        """,
        {"hs6": list(hs6), "year": year},
    )


def doubtful_flows(atlas: Atlas) -> pd.DataFrame:
    """Return the flows of ``primary_trade`` whose tonnes are not believed: hs6, exporter_iso3, importer_iso3, quantity_t, usd_per_t, code_usd_per_t, past_usd_per_t, doubt; by code, most tonnes first."""
    return atlas.frame("""
        SELECT d.hs6, d.exporter_iso3, d.importer_iso3, d.quantity_t, d.usd_per_t, d.code_usd_per_t, d.past_usd_per_t, d.doubt
        FROM doubtful_flow d JOIN primary_trade p USING (source_id, year, hs6)
        ORDER BY d.hs6, d.quantity_t DESC, d.exporter_iso3, d.importer_iso3
    """)


def country_trade(atlas: Atlas, iso3: str) -> pd.DataFrame:
    """Return what one country trades under each pure code in its newest complete year: mineral, stage, hs6, form, year, exports_usd, imports_usd, exports_t, imports_t, source_id; by mineral, stage and code."""
    return atlas.frame(
        """
        WITH flow AS (
          SELECT f.source_id, f.year, f.hs6, f.exporter_iso3, f.importer_iso3, f.value_usd,
                 CASE WHEN d.doubt IS NULL THEN f.quantity_t END AS quantity_t
          FROM trade_flow f JOIN primary_trade p USING (source_id, year, hs6)
          LEFT JOIN doubtful_flow d USING (source_id, year, hs6, exporter_iso3, importer_iso3)
          WHERE p.scope = 'complete' AND (f.exporter_iso3 = $iso3 OR f.importer_iso3 = $iso3)
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


def imports_by_year(atlas: Atlas, hs6: str, importers: Sequence[str], bloc: Sequence[str]) -> pd.DataFrame:
    """Return what a group of countries imports under a code in every year of its series, one row a year and supplier.

    Parameters
    ----------
    importers
        Countries whose imports count.
    bloc
        Those of them whose trade with each other is left out.

    Returns
    -------
    year, area (the supplier), value_usd, quantity_t (believed tonnes; empty where none are), weighed_usd (value of the
    flows with believed tonnes); by year and supplier.
    """
    return atlas.frame(
        """
        SELECT f.year, f.exporter_iso3 AS area, sum(f.value_usd ORDER BY f.importer_iso3) AS value_usd,
               sum(f.quantity_t ORDER BY f.importer_iso3) FILTER (d.doubt IS NULL) AS quantity_t,
               coalesce(sum(f.value_usd ORDER BY f.importer_iso3) FILTER (f.quantity_t IS NOT NULL AND d.doubt IS NULL), 0)
                 AS weighed_usd
        FROM trade_flow f JOIN trade_series p USING (source_id, year, hs6)
        LEFT JOIN doubtful_flow d USING (source_id, year, hs6, exporter_iso3, importer_iso3)
        WHERE f.hs6 = $hs6 AND p.scope = 'complete' AND list_contains($importers::VARCHAR[], f.importer_iso3)
          AND f.exporter_iso3 <> f.importer_iso3
          AND NOT (list_contains($bloc::VARCHAR[], f.importer_iso3) AND list_contains($bloc::VARCHAR[], f.exporter_iso3))
        GROUP BY f.year, f.exporter_iso3 ORDER BY f.year, f.exporter_iso3
        """,
        {"hs6": hs6, "importers": list(importers), "bloc": list(bloc)},
    )


def exports_by_year(atlas: Atlas, hs6: str) -> pd.DataFrame:
    """Return what each country exports to all others under a code in every complete year of its series: year, area, value_usd; by year and country."""
    return atlas.frame(
        """
        SELECT f.year, f.exporter_iso3 AS area, sum(f.value_usd ORDER BY f.importer_iso3) AS value_usd
        FROM trade_flow f JOIN trade_series p USING (source_id, year, hs6)
        WHERE f.hs6 = $hs6 AND p.scope = 'complete' GROUP BY f.year, f.exporter_iso3 ORDER BY f.year, f.exporter_iso3
        """,
        {"hs6": hs6},
    )


def trade_totals(atlas: Atlas, mineral: str) -> pd.DataFrame:
    """Return world totals of the codes of a mineral, without pairs: stage, hs6, form, note, is_mixed, nomenclature, year, value_usd, quantity_t, usd_per_t, china_share, source_id; by code, newest year first.

    ``is_mixed`` is true for products and baskets, of which no figure is one of the mineral.
    """
    return atlas.frame(
        """
        WITH code AS (
          SELECT stage, hs6, form, note, false AS is_mixed FROM trade_code WHERE mineral = $mineral
          UNION ALL SELECT stage, hs6, form, note, true FROM total_code WHERE mineral = $mineral
        )
        SELECT c.stage, t.hs6, c.form, c.note, c.is_mixed, t.nomenclature, t.year, t.value_usd, t.quantity_t, t.usd_per_t,
               t.china_share, t.source_id
        FROM trade_total t JOIN code c USING (hs6) ORDER BY t.hs6, c.stage, t.year DESC
        """,
        {"mineral": mineral},
    )


def trade_leaders(atlas: Atlas, mineral: str) -> pd.DataFrame:
    """Return the leading countries of such codes: hs6, form, nomenclature, year, direction, iso3, name, value_usd, source_id; by code, direction and largest value."""
    return atlas.frame(
        """
        WITH code AS (
          SELECT hs6, form FROM trade_code WHERE mineral = $mineral
          UNION SELECT hs6, form FROM total_code WHERE mineral = $mineral
        )
        SELECT l.hs6, c.form, l.nomenclature, l.year, l.direction, l.iso3, n.name, l.value_usd, l.source_id
        FROM trade_leader l JOIN code c USING (hs6) JOIN country n USING (iso3)
        ORDER BY l.hs6, l.direction, l.value_usd DESC, l.iso3
        """,
        {"mineral": mineral},
    )


def customs_years(atlas: Atlas, mineral: str) -> pd.DataFrame:
    """Return monthly customs of two countries added up by year, one row a reporter, direction, code, year and partner.

    Columns: reporter, reporter_name, direction, hs6, form, year, months (how many of the year are held), partner,
    partner_name, value_usd, quantity_t, rows_without_t, source_id; by reporter, code, newest year and largest value.
    """
    return atlas.frame(
        """
        WITH code AS (
          SELECT hs6, form FROM trade_code WHERE mineral = $mineral
          UNION SELECT hs6, form FROM total_code WHERE mineral = $mineral
        ), held AS (
          SELECT reporter, year, count(DISTINCT month) AS months FROM customs_month GROUP BY reporter, year
        )
        SELECT m.reporter, r.name AS reporter_name, m.direction, m.hs6, c.form, m.year, h.months, m.partner,
               coalesce(p.name, 'kept confidential') AS partner_name, sum(m.value_usd ORDER BY m.month) AS value_usd,
               sum(m.quantity_t ORDER BY m.month) AS quantity_t, sum(m.rows_without_t)::BIGINT AS rows_without_t,
               min(m.source_id) AS source_id
        FROM customs_month m JOIN code c USING (hs6) JOIN held h USING (reporter, year)
        JOIN country r ON r.iso3 = m.reporter LEFT JOIN country p ON p.iso3 = m.partner
        GROUP BY ALL
        ORDER BY m.reporter, m.direction, m.hs6, m.year DESC, value_usd DESC, m.partner
        """,
        {"mineral": mineral},
    )
