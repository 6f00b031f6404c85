"""Questions about dependence: all series at once, all pure flows at once, published figures to hold ours against."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.schema.codes import OTHER, WORLD, Stage
from geo.store.database import Atlas


def newest_production(atlas: Atlas, *, stage: str | None = None) -> pd.DataFrame:
    """Return the primary production figures of the newest year of every mineral and stage, projections left out.

    Columns: mineral, stage, year, area (OTHER and WORLD included), quantity_t, low_t, high_t, share, high_share, flag,
    basis, products, source_id; by mineral, stage and area. One publisher a mineral and stage.
    """
    return atlas.frame(
        """
        WITH newest AS (
          SELECT mineral, stage, max(year) AS year FROM primary_statistic
          WHERE measure = 'production' AND NOT is_projection GROUP BY mineral, stage
        )
        SELECT p.mineral, p.stage, p.year, p.area, p.quantity_t, p.low_t, p.high_t, p.share, p.high_share, p.flag, p.basis,
               p.products, p.source_id
        FROM primary_statistic p JOIN newest USING (mineral, stage, year)
        WHERE p.measure = 'production' AND ($stage IS NULL OR p.stage = $stage)
        ORDER BY p.mineral, p.stage, p.area
        """,
        {"stage": stage},
    )


def printed_output(atlas: Atlas, mineral: str, *, since: int) -> pd.DataFrame:
    """Return the largest production that any publisher prints for a country since a year: area, quantity_t, is_from_share, share, world_t, basis, stage, year, raw_value, raw_unit, source_id; by area.

    All stages and publishers side by side, the largest single cell a country: an upper figure for "can this country
    supply the mineral itself?", never a share or a sum. Where only a share is printed it is taken of the largest world
    figure of the mineral (``is_from_share``, ``world_t``). Countries without a figure above zero are left out.
    """
    return atlas.frame(
        f"""
        WITH own AS (
          SELECT * FROM statistic
          WHERE mineral = $mineral AND measure = 'production' AND year >= $since AND NOT is_projection
        ), summed AS (
          SELECT sum(quantity_t ORDER BY area) AS quantity_t FROM own WHERE area <> '{WORLD}'
          GROUP BY source_id, stage, product, year
        ), world AS (
          SELECT greatest((SELECT max(quantity_t) FROM summed), (SELECT max(quantity_t) FROM own WHERE area = '{WORLD}'))
            AS quantity_t
        )
        SELECT area, coalesce(o.quantity_t, o.share * w.quantity_t) AS quantity_t, o.quantity_t IS NULL AS is_from_share,
               share, w.quantity_t AS world_t, basis, stage, year, raw_value, raw_unit, source_id
        FROM own o CROSS JOIN world w
        WHERE coalesce(o.quantity_t, o.share * w.quantity_t) > 0 AND area NOT IN ('{OTHER}', '{WORLD}')
        QUALIFY row_number() OVER (
          PARTITION BY area ORDER BY coalesce(o.quantity_t, o.share * w.quantity_t) DESC, year DESC, stage, source_id, product
        ) = 1
        ORDER BY area
        """,  # noqa: S608 - constants only
        {"mineral": mineral, "since": since},
    )


def production_without_shares(atlas: Atlas) -> pd.DataFrame:
    """Return the series of output that carry tonnes and no share: mineral, stage, source_id, year_from, year_to; by mineral."""
    return atlas.frame("""
        SELECT mineral, stage, source_id, year_from, year_to FROM primary_series
        WHERE measure = 'production' AND NOT has_shares ORDER BY mineral, stage, source_id, year_from
    """)


def rival_figures(atlas: Atlas, mineral: str, stage: str) -> pd.DataFrame:
    """Return what every publisher prints for the one product of the primary series, in years that more than one prints.

    Columns: year, source_id, publisher, area (OTHER and WORLD included), name, product, quantity_t, low_t, high_t, share,
    flag, basis, raw_value, raw_unit, note; by year, source and area. Publishers that print shares only are left out:
    theirs are averages of several years. For comparison side by side, never in one sum.
    """
    return atlas.frame(
        """
        WITH own AS (
          SELECT DISTINCT year, products AS product FROM primary_statistic
          WHERE measure = 'production' AND mineral = $mineral AND stage = $stage AND NOT is_projection
        ), held AS (
          SELECT s.* FROM statistic s JOIN own USING (year, product)
          WHERE s.measure = 'production' AND s.mineral = $mineral AND s.stage = $stage AND NOT s.is_projection
        ), counted AS (
          SELECT year, source_id FROM held WHERE quantity_t IS NOT NULL AND area NOT IN ('OTHER', 'WORLD')
          GROUP BY year, source_id
          QUALIFY count(*) OVER (PARTITION BY year) > 1
        )
        SELECT h.year, h.source_id, o.publisher, h.area, h.product,
               CASE h.area WHEN 'WORLD' THEN 'World' WHEN 'OTHER' THEN 'Other countries' ELSE c.name END AS name,
               h.quantity_t, h.low_t, h.high_t, h.share, h.flag, h.basis, h.raw_value, h.raw_unit, h.note
        FROM held h JOIN counted USING (year, source_id) JOIN source o USING (source_id)
        LEFT JOIN country c ON c.iso3 = h.area
        ORDER BY h.year, h.source_id, h.area
        """,
        {"mineral": mineral, "stage": stage},
    )


def upstream_imports(atlas: Atlas, mineral: str, stage: str, year: int) -> pd.DataFrame:
    """Return what countries import of the goods of earlier stages: area, quantity_t (gross tonnes over all pure codes of these stages), source_id; by area.

    No row for a mined stage, and none where no complete trade of earlier stages is held. Tonnes of several codes are
    added here only as an upper end of what could be refined.
    """
    earlier = [each.value for each in Stage if each.place < Stage(stage).place]
    return atlas.frame(
        """
        SELECT f.importer_iso3 AS area, sum(f.quantity_t ORDER BY f.hs6, f.exporter_iso3) AS quantity_t,
               min(f.source_id) AS source_id
        FROM trade_flow f JOIN primary_trade p USING (source_id, year, hs6) JOIN trade_code t USING (hs6)
        LEFT JOIN doubtful_flow d USING (source_id, year, hs6, exporter_iso3, importer_iso3)
        WHERE t.mineral = $mineral AND t.stage = ANY($earlier) AND f.year = $year
          AND p.scope = 'complete' AND f.quantity_t IS NOT NULL AND d.doubt IS NULL
        GROUP BY f.importer_iso3 ORDER BY f.importer_iso3
        """,
        {"mineral": mineral, "earlier": earlier, "year": year},
    )


def complete_flows(atlas: Atlas, *, importers: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the flows of the newest complete year of every pure code that stands for a mineral and stage.

    Columns: mineral, stage, hs6, is_pure, year, exporter_iso3, importer_iso3, value_usd, quantity_t (as declared), doubt
    (empty where the tonnes are believed), source_id; by mineral, stage, code and pair. Codes stay apart. A basket code
    stands for no mineral and is not here.
    """
    return atlas.frame(
        """
        SELECT t.mineral, t.stage, f.hs6, h.is_pure, f.year, f.exporter_iso3, f.importer_iso3, f.value_usd, f.quantity_t,
               d.doubt, f.source_id
        FROM trade_flow f JOIN primary_trade p USING (source_id, year, hs6)
        JOIN trade_code t USING (hs6) JOIN hs_code h USING (hs6)
        LEFT JOIN doubtful_flow d USING (source_id, year, hs6, exporter_iso3, importer_iso3)
        WHERE p.scope = 'complete' AND ($importers IS NULL OR list_contains($importers::VARCHAR[], f.importer_iso3))
        ORDER BY t.mineral, t.stage, f.hs6, f.exporter_iso3, f.importer_iso3
        """,
        {"importers": None if importers is None else list(importers)},
    )


def eu_supply_shares(atlas: Atlas, *, mineral: str | None = None) -> pd.DataFrame:
    """Return the EU study's shares with t: scope, mineral, material, stage, iso3, share, high_share, trade_factor, raw_value, source_id; by scope, material, stage and largest share."""
    return atlas.frame(
        """
        SELECT scope, mineral, material, stage, iso3, share, high_share, trade_factor, raw_value, source_id
        FROM eu_supply_share WHERE $mineral IS NULL OR mineral = $mineral
        ORDER BY scope, material, stage, coalesce(share, 0) DESC, iso3
        """,
        {"mineral": mineral},
    )


def recycling_rates(atlas: Atlas) -> pd.DataFrame:
    """Return mineral, material, rate_share, status, reference, note, source_id of the EU's end-of-life recycling input rates; by mineral.

    A rate with status zero_unclear may mean "not assessed"; one that is unverified is not shown as a figure.
    """
    return atlas.frame("""
        SELECT mineral, material, rate_share, status, reference, note, source_id
        FROM recycling_rate ORDER BY mineral, material
    """)


def eu_results(atlas: Atlas) -> pd.DataFrame:
    """Return the printed results of the EU study beside the materials of its shares: material, supply_risk, economic_importance, study_material, source_id; by material and study material."""
    return atlas.frame("""
        SELECT r.material, r.supply_risk, r.economic_importance, m.study_material, r.source_id
        FROM eu_result r JOIN eu_result_material m USING (material) ORDER BY r.material, m.study_material
    """)


def eu_use_shares(atlas: Atlas) -> pd.DataFrame:
    """Return the applications of every material of the EU study: material, position, share, value_added_eur_millions, source_id; in printed order."""
    return atlas.frame("""
        SELECT material, position, share, value_added_eur_millions, source_id FROM eu_use_share ORDER BY material, position
    """)


def iea_top_three(atlas: Atlas) -> pd.DataFrame:
    """Return the printed shares of the three largest, each with the figures of the same block: mineral, stage, product, year, share, source_id, area, quantity_t, own_share, flag; by block and area."""
    return atlas.frame("""
        SELECT t.mineral, t.stage, t.product, t.year, t.share, t.source_id, s.area, s.quantity_t, s.share AS own_share,
               s.low_t, s.flag
        FROM iea_top_three t JOIN statistic s USING (mineral, stage, product, year, source_id)
        WHERE s.measure = 'production' ORDER BY t.mineral, t.stage, t.product, t.year, s.area
    """)


def eu_supply_options(atlas: Atlas) -> pd.DataFrame:
    """Return material, stage, option, reason of the materials for which one source of supply was taken; by material."""
    return atlas.frame("SELECT material, stage, option, reason FROM eu_supply_option ORDER BY material, stage")


def eu_settled_rates(atlas: Atlas) -> pd.DataFrame:
    """Return material, low_share, high_share, reason of recycling rates that a review has bounded; by material."""
    return atlas.frame("SELECT material, low_share, high_share, reason FROM eu_settled_rate ORDER BY material")


def us_import_reliance(atlas: Atlas, *, mineral: str | None = None) -> pd.DataFrame:
    """Return the printed net import reliance of the United States: mineral, commodity, detail, printed_table, year, percent, low_pct, high_pct, is_net_exporter, flag, raw_value, sources_text, note, source_id; newest year last."""
    return atlas.frame(
        """
        SELECT mineral, commodity, detail, printed_table, year, percent, low_pct, high_pct, is_net_exporter, flag,
               raw_value, sources_text, note, source_id
        FROM us_import_reliance WHERE $mineral IS NULL OR mineral = $mineral
        ORDER BY mineral, commodity, detail, printed_table, year
        """,
        {"mineral": mineral},
    )


def us_salient(atlas: Atlas, *, mineral: str | None = None) -> pd.DataFrame:
    """Return the U.S. salient statistics: mineral, commodity, item, detail, basis, year, quantity_t, low_t, high_t, flag, raw_value, raw_unit, note, source_id; by commodity, item, form and year."""
    return atlas.frame(
        """
        SELECT mineral, commodity, item, detail, basis, year, quantity_t, low_t, high_t, flag, raw_value, raw_unit, note,
               source_id
        FROM us_salient WHERE $mineral IS NULL OR mineral = $mineral
        ORDER BY mineral, commodity, item, detail, year
        """,
        {"mineral": mineral},
    )


def us_balance(atlas: Atlas) -> pd.DataFrame:
    """Return the printed rows that enter each net import reliance, one row a commodity, term, row and year.

    Columns: mineral, commodity, term, detail, reason, year, quantity_t, previous_t (the year before, for stocks),
    percent, low_pct, high_pct, is_net_exporter, flag, raw_value, source_id. ``percent`` and its bounds are set for the
    published reliance only.
    """
    return atlas.frame(
        """
        SELECT b.mineral, b.commodity, b.term, b.detail, b.reason, s.year, s.quantity_t,
               before.quantity_t AS previous_t, NULL::DOUBLE AS percent, NULL::DOUBLE AS low_pct, NULL::DOUBLE AS high_pct,
               false AS is_net_exporter, s.flag, s.raw_value, s.source_id
        FROM us_balance_term b
        JOIN us_salient s ON s.commodity = b.commodity AND s.item = b.item AND s.detail = b.detail
        LEFT JOIN us_salient before ON before.commodity = s.commodity AND before.item = s.item
                                   AND before.detail = s.detail AND before.source_id = s.source_id
                                   AND before.year = s.year - 1
        UNION ALL
        SELECT b.mineral, b.commodity, b.term, b.detail, b.reason, r.year, NULL, NULL, r.percent, r.low_pct, r.high_pct,
               r.is_net_exporter, r.flag, r.raw_value, r.source_id
        FROM us_balance_term b
        JOIN us_import_reliance r ON r.commodity = b.commodity AND r.detail = b.detail
                                 AND r.printed_table = 'salient statistics'
        WHERE b.term = 'reliance'
        ORDER BY commodity, year, term, detail
        """
    )


def us_trade_matches(atlas: Atlas) -> pd.DataFrame:
    """Return the U.S. imports of each matched code as both sides have them, one row a code.

    Columns: hs6, mineral, stage, commodity, source_detail, contained_share, reason, year (newest complete trade year),
    quantity_t, value_usd, value_without_t (flows without tonnes), trade_source_id, published_t, published_raw,
    published_unit, published_source_id. ``published_t`` is the U.S. figure of the same year, empty where tonnes do not compare.
    """
    return atlas.frame(
        """
        WITH flow AS (
          SELECT f.hs6, f.year, f.source_id, f.exporter_iso3, f.value_usd,
                 CASE WHEN d.doubt IS NULL THEN f.quantity_t END AS quantity_t
          FROM trade_flow f JOIN primary_trade p USING (source_id, year, hs6)
          LEFT JOIN doubtful_flow d USING (source_id, year, hs6, exporter_iso3, importer_iso3)
          WHERE f.importer_iso3 = 'USA' AND p.scope = 'complete'
        ), bought AS (
          SELECT hs6, year, min(source_id) AS trade_source_id,
                 sum(quantity_t ORDER BY exporter_iso3) AS quantity_t,
                 sum(value_usd ORDER BY exporter_iso3) AS value_usd,
                 coalesce(sum(value_usd ORDER BY exporter_iso3) FILTER (quantity_t IS NULL), 0) AS value_without_t
          FROM flow GROUP BY hs6, year
        )
        SELECT m.hs6, m.mineral, m.stage, m.commodity, m.source_detail, c.contained_share, m.reason, b.year, b.quantity_t,
               b.value_usd, b.value_without_t, b.trade_source_id, s.quantity_t AS published_t, s.raw_value AS published_raw, s.raw_unit AS published_unit,
               s.source_id AS published_source_id
        FROM us_trade_match m JOIN bought b USING (hs6)
        LEFT JOIN trade_code c ON c.hs6 = m.hs6 AND c.mineral = m.mineral AND c.stage = m.stage
        LEFT JOIN us_salient s ON s.commodity = m.commodity AND s.item = 'import' AND s.detail = m.import_detail
                              AND s.year = b.year
        ORDER BY m.hs6
        """
    )


def contained_shares(atlas: Atlas) -> pd.DataFrame:
    """Return hs6, contained_share (0-1) and contained_basis of the codes of which it is known or assumed how much of the mineral a tonne of the goods holds; by code."""
    return atlas.frame("""
        SELECT DISTINCT hs6, contained_share, contained_basis FROM trade_code WHERE contained_share IS NOT NULL ORDER BY hs6
    """)


def us_matched_sources(atlas: Atlas) -> pd.DataFrame:
    """Return the countries that the U.S. table names as sources of each matched code: hs6, mineral, commodity, detail, area, name, percent, low_pct, high_pct, includes_hong_kong, raw_value, period, source_id; by code, largest first."""
    return atlas.frame(
        """
        SELECT m.hs6, m.mineral, u.commodity, u.detail, u.area, c.name, u.percent, u.low_pct, u.high_pct,
               u.includes_hong_kong, u.raw_value, u.period, u.source_id
        FROM us_trade_match m JOIN us_import_source u
          ON lower(u.commodity) = lower(m.commodity) AND u.detail = m.source_detail AND u.printed_table = 'import sources'
        JOIN country c ON c.iso3 = u.area
        ORDER BY m.hs6, coalesce(u.percent, u.low_pct) DESC, u.area
        """
    )


def leading_producers(atlas: Atlas) -> pd.DataFrame:
    """Return table T7 of USGS: mineral, stage, commodity, iso3, name, year, quantity_t, world_t, percent, flag, raw_value, note, source_id; by mineral."""
    return atlas.frame("""
        SELECT l.mineral, l.stage, l.commodity, l.iso3, c.name, l.year, l.quantity_t, l.world_t, l.percent, l.flag,
               l.raw_value, l.note, l.source_id
        FROM usgs_leading_producer l JOIN country c USING (iso3) ORDER BY l.mineral, l.stage
    """)


def published_distances(atlas: Atlas) -> pd.DataFrame:
    """Return published sea distances beside our routes: from_port, to_port, route_case, published_nm, modelled_km, publisher, document, url, confidence, note, source_id, route_source_id; by ports."""
    return atlas.frame("""
        SELECT from_port, to_port, route_case, published_nm, modelled_km, publisher, document, url, confidence, note,
               source_id, route_source_id
        FROM published_distance ORDER BY from_port, to_port, route_case
    """)


def accepted_deviations(atlas: Atlas, measure: str) -> pd.DataFrame:
    """Return the reviewed differences between printed and summed world totals: mineral, stage, product, year, source_id, deviation_pct, reason; by mineral, stage and year."""
    return atlas.frame(
        """
        SELECT mineral, stage, product, year, source_id, deviation_pct, reason FROM accepted_deviation
        WHERE measure = ? ORDER BY mineral, stage, year, product
        """,
        [measure],
    )


def benchmark_trade_pairs(atlas: Atlas) -> pd.DataFrame:
    """Return the reviewed pairs of output and customs code: mineral, stage, hs6, basis, is_accepted, reason; by mineral, stage and code."""
    return atlas.frame("""
        SELECT mineral, stage, hs6, basis, is_accepted, reason FROM benchmark_trade_pair ORDER BY mineral, stage, hs6
    """)


def benchmark_us_pairs(atlas: Atlas) -> pd.DataFrame:
    """Return the reviewed pairs of U.S. output and consumption: mineral, benchmark, commodity, output_detail, consumption_detail, rounding_t, is_accepted, reason; accepted ones first within a limit."""
    return atlas.frame("""
        SELECT mineral, benchmark, commodity, output_detail, consumption_detail, rounding_t, is_accepted, reason
        FROM benchmark_us_pair ORDER BY mineral, benchmark, is_accepted DESC, commodity, output_detail
    """)


def benchmark_eu_sourcing(atlas: Atlas) -> pd.DataFrame:
    """Return the EU sourcing of the reviewed materials: mineral, stage, material, is_accepted, reason, iso3, share, high_share, raw_value, source_id; by mineral, stage, material and largest share."""
    return atlas.frame("""
        SELECT m.mineral, m.stage, m.material, m.is_accepted, m.reason, e.iso3, e.share, e.high_share, e.raw_value, e.source_id
        FROM benchmark_eu_material m JOIN eu_supply_share e USING (mineral, stage, material)
        WHERE e.scope = 'eu_sourcing'
        ORDER BY m.mineral, m.stage, m.material, coalesce(e.share, 0) DESC, e.iso3
    """)
