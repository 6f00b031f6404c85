"""Questions about production, capacity and reserves."""

from __future__ import annotations

import pandas as pd

from geo.schema.codes import OTHER, WORLD
from geo.store.database import Atlas

_NAMED_AREA = f"""
    CASE p.area WHEN '{WORLD}' THEN 'World' WHEN '{OTHER}' THEN 'Other countries' ELSE c.name END AS name, c.region
"""


def stages_available(atlas: Atlas) -> pd.DataFrame:
    """Return one row a mineral and stage: mineral, stage, has_production, has_reserves, has_capacity, has_trade, first_year, last_year (of production, no projections); by mineral and stage."""
    return atlas.frame("""
        WITH stat AS (
          SELECT mineral, stage,
                 bool_or(measure = 'production') AS has_production,
                 bool_or(measure = 'reserves') AS has_reserves,
                 bool_or(measure = 'capacity') AS has_capacity,
                 min(year) FILTER (measure = 'production') AS first_year,
                 max(year) FILTER (measure = 'production') AS last_year
          FROM primary_statistic WHERE NOT is_projection GROUP BY mineral, stage
        ), trade AS (
          SELECT DISTINCT mineral, stage FROM trade_code WHERE hs6 IN (SELECT hs6 FROM trade_coverage)
        )
        SELECT coalesce(s.mineral, t.mineral) AS mineral, coalesce(s.stage, t.stage) AS stage,
               coalesce(s.has_production, false) AS has_production, coalesce(s.has_reserves, false) AS has_reserves,
               coalesce(s.has_capacity, false) AS has_capacity, t.mineral IS NOT NULL AS has_trade,
               s.first_year, s.last_year
        FROM stat s FULL JOIN trade t USING (mineral, stage)
        ORDER BY mineral, stage
    """)


def primary_years(atlas: Atlas) -> pd.DataFrame:
    """Return every year of every primary series with the reviewed choice behind it, one publisher a year.

    Columns: measure, mineral, stage, year, is_projection, source_id, basis, subject, has_shares, note; by measure, mineral and
    stage, newest year first, projections last.
    """
    return _series_years(atlas, "primary_statistic", "primary_series", "")


def publisher_years(atlas: Atlas) -> pd.DataFrame:
    """Return the same for every publisher by himself: publisher in front, then the columns of `primary_years`."""
    series = "(FROM primary_series UNION ALL BY NAME FROM publisher_series)"
    return _series_years(atlas, "publisher_statistic", series, "publisher, ")


def _series_years(atlas: Atlas, statistic: str, series: str, by: str) -> pd.DataFrame:
    own = "".join(f"h.{name.strip()}, " for name in by.split(",") if name.strip())
    return atlas.frame(f"""
        WITH held AS (
          SELECT {by}measure, mineral, stage, year, min(source_id) AS source_id, min(basis) AS basis,
                 bool_or(is_projection) AS is_projection
          FROM {statistic} GROUP BY {by}measure, mineral, stage, year
        )
        SELECT {own}h.measure, h.mineral, h.stage, h.year, h.is_projection, h.source_id, h.basis, s.subject, s.has_shares,
               s.note
        FROM held h JOIN {series} s USING (measure, mineral, stage, source_id)
        WHERE h.year BETWEEN s.year_from AND s.year_to
        QUALIFY row_number() OVER (
          PARTITION BY {own}h.measure, h.mineral, h.stage, h.year ORDER BY s.rank, s.source_id
        ) = 1
        ORDER BY {own}h.measure, h.mineral, h.stage, h.is_projection, h.year DESC
    """)  # noqa: S608 - constants only


def _rows_of(publisher: str | None) -> tuple[str, str]:
    """Return the table that holds the figures of `publisher`, of the reviewed series where none is named, and its condition."""
    if publisher is None:
        return "primary_statistic", "$publisher IS NULL"
    return "publisher_statistic", "p.publisher = $publisher"


def primary_statistic(
    atlas: Atlas, measure: str, mineral: str, stage: str, year: int, *, publisher: str | None = None
) -> pd.DataFrame:
    """Return the primary figures of one year, or those of one `publisher`: area, name, region, quantity_t, low_t, high_t, share, high_share, flag, basis, products, is_projection, raw_value, raw_unit, note, source_id.

    Countries from the largest figure down, then those without one, then OTHER, then WORLD. ``share`` is set only
    where the publisher prints shares instead of tonnes. A cell without a figure is no zero: its flag says why.
    """
    relation, is_his = _rows_of(publisher)
    return atlas.frame(
        f"""
        SELECT p.area, {_NAMED_AREA}, p.quantity_t, p.low_t, p.high_t, p.share, p.high_share, p.flag, p.basis, p.products,
               p.is_projection, p.raw_value, p.raw_unit, p.note, p.source_id
        FROM {relation} p LEFT JOIN country c ON c.iso3 = p.area
        WHERE {is_his} AND p.measure = $measure AND p.mineral = $mineral AND p.stage = $stage AND p.year = $year
        ORDER BY list_position(['{OTHER}', '{WORLD}'], p.area) NULLS FIRST,
                 coalesce(p.quantity_t, p.share) DESC NULLS LAST, p.area
        """,  # noqa: S608 - constants only
        {"measure": measure, "mineral": mineral, "stage": stage, "year": year, "publisher": publisher},
    )


def series_subjects(atlas: Atlas) -> pd.DataFrame:
    """Return what each series counts, as it stands in a sentence: measure, mineral, stage, subject; of the newest series."""
    return atlas.frame("""
        SELECT measure, mineral, stage, arg_max(subject, year_to) AS subject FROM primary_series
        GROUP BY measure, mineral, stage ORDER BY measure, mineral, stage
    """)


def statistic_history(
    atlas: Atlas, measure: str, mineral: str, stage: str, *, area: str | None = None, publisher: str | None = None
) -> pd.DataFrame:
    """Return the primary figures of all years, or those of one `publisher`, of one area or all: year, area, name, quantity_t, low_t, high_t, share, high_share, flag, basis, is_projection, note, source_id; by year and area.

    The edition may change from year to year; ``source_id`` says where.
    """
    relation, is_his = _rows_of(publisher)
    return atlas.frame(
        f"""
        SELECT p.year, p.area, {_NAMED_AREA}, p.quantity_t, p.low_t, p.high_t, p.share, p.high_share, p.flag, p.basis,
               p.is_projection, p.note, p.source_id
        FROM {relation} p LEFT JOIN country c ON c.iso3 = p.area
        WHERE {is_his} AND p.measure = $measure AND p.mineral = $mineral AND p.stage = $stage
          AND ($area IS NULL OR p.area = $area)
        ORDER BY p.year, p.area
        """,  # noqa: S608 - constants only
        {"measure": measure, "mineral": mineral, "stage": stage, "area": area, "publisher": publisher},
    )


def statistic_inputs(
    atlas: Atlas,
    measure: str,
    mineral: str,
    stage: str,
    year: int,
    *,
    area: str | None = None,
    publisher: str | None = None,
) -> pd.DataFrame:
    """Return the published cells behind the primary figures of one year, or those of one `publisher`: area, product, quantity_t, low_t, high_t, share, high_share, flag, basis, raw_value, raw_unit, note, source_id; by area and product."""
    relation, is_his = _rows_of(publisher)
    return atlas.frame(
        f"""
        SELECT s.area, s.product, s.quantity_t, s.low_t, s.high_t, s.share, s.high_share, s.flag, s.basis, s.raw_value,
               s.raw_unit, s.note, s.source_id
        FROM {relation} p JOIN statistic s
          ON s.measure = p.measure AND s.mineral = p.mineral AND s.stage = p.stage AND s.year = p.year
         AND s.area = p.area AND s.source_id = p.source_id AND list_contains(string_split(p.products, ';'), s.product)
        WHERE {is_his} AND p.measure = $measure AND p.mineral = $mineral AND p.stage = $stage AND p.year = $year
          AND ($area IS NULL OR p.area = $area)
        ORDER BY s.area, s.product
        """,  # noqa: S608 - constants only
        {
            "measure": measure,
            "mineral": mineral,
            "stage": stage,
            "year": year,
            "area": area,
            "publisher": publisher,
        },
    )


def country_statistics(atlas: Atlas, iso3: str) -> pd.DataFrame:
    """Return what one country is printed with in the newest year of each primary series: measure, mineral, stage, year, quantity_t, low_t, high_t, share, flag, basis, rank, listed, source_id.

    ``rank`` is the place among the `listed` countries with a figure, empty where the country has none.
    """
    return atlas.frame(
        """
        WITH newest AS (
          SELECT measure, mineral, stage, max(year) AS year
          FROM primary_statistic WHERE NOT is_projection GROUP BY measure, mineral, stage
        ), ranked AS (
          SELECT p.*, coalesce(p.quantity_t, p.share) AS figure,
                 rank() OVER (PARTITION BY measure, mineral, stage ORDER BY coalesce(p.quantity_t, p.share) DESC NULLS LAST)
                   AS place,
                 count(coalesce(p.quantity_t, p.share)) OVER (PARTITION BY measure, mineral, stage) AS listed
          FROM primary_statistic p JOIN newest USING (measure, mineral, stage, year)
          WHERE p.area NOT IN ('OTHER', 'WORLD')
        )
        SELECT measure, mineral, stage, year, quantity_t, low_t, high_t, share, flag, basis,
               CASE WHEN figure > 0 THEN place END AS rank, listed, source_id
        FROM ranked WHERE area = ? ORDER BY measure, mineral, stage
        """,
        [iso3],
    )


def outlooks(atlas: Atlas) -> pd.DataFrame:
    """Return what publishers expect countries to make: mineral, stage, source_id, basis, area, year, quantity_t, is_projection; by mineral, stage, area and year.

    The year before the first projection is the one from which the outlook starts. Capacity is no output and left out.
    """
    return atlas.frame(
        """
        WITH expecting AS (
          SELECT DISTINCT mineral, stage, source_id, basis FROM statistic
          WHERE measure = 'production' AND is_projection
        )
        SELECT s.mineral, s.stage, s.source_id, s.basis, s.area, s.year, s.quantity_t, s.is_projection
        FROM statistic s JOIN expecting USING (mineral, stage, source_id, basis) JOIN country c ON c.iso3 = s.area
        WHERE s.measure = 'production' AND s.quantity_t IS NOT NULL
        ORDER BY s.mineral, s.stage, s.area, s.year
        """
    )


def outlook_pairs(atlas: Atlas) -> pd.DataFrame:
    """Return the customs codes whose exports may be taken to grow in step with an outlook: mineral, stage, hs6, source_id, note."""
    return atlas.frame("SELECT mineral, stage, hs6, source_id, note FROM outlook_pair ORDER BY mineral, stage, hs6")
