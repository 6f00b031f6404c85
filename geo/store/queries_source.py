"""Questions about the data themselves: sources, coverage, dictionary, whole tables."""

from __future__ import annotations

import pandas as pd

from geo.errors import SelectionError
from geo.schema import RELATIONS, TABLES, VIEWS
from geo.schema.ddl import dictionary_rows
from geo.store.database import Atlas

DOWNLOADS = tuple(table.name for table in RELATIONS)
"""Tables and views that can be had whole."""

_SOURCED = tuple(table for table in TABLES if "source_id" in table.column_names and table.name != "source")
_ROWS_BY_SOURCE = " UNION ALL ".join(
    f"SELECT source_id, '{table.name}' AS table_name, count(*) AS rows FROM {table.name} GROUP BY source_id"  # noqa: S608
    for table in _SOURCED
)


def sources(atlas: Atlas) -> pd.DataFrame:
    """Return every edition: source_id, publisher, title, edition, licence, licence_status, citation, url, note, rows (used over all tables), tables (';' between); by publisher and code."""
    return atlas.frame(f"""
        WITH used AS ({_ROWS_BY_SOURCE}), counted AS (
          SELECT source_id, sum(rows)::BIGINT AS rows, string_agg(table_name, ';' ORDER BY table_name) AS tables
          FROM used GROUP BY source_id
        )
        SELECT s.source_id, s.publisher, s.title, s.edition, s.licence, s.licence_status, s.citation, s.url, s.note,
               coalesce(c.rows, 0) AS rows, c.tables
        FROM source s LEFT JOIN counted c USING (source_id) ORDER BY s.publisher, s.source_id
    """)  # noqa: S608 - declared names


def editions(atlas: Atlas) -> pd.DataFrame:
    """Return source_id, publisher, title, edition, licence, citation, url, release of every edition, as printed under a map; by publisher and code."""
    return atlas.frame("""
        SELECT source_id, publisher, title, edition, licence, citation, url, coalesce(release, 'unconfirmed') AS release
        FROM source LEFT JOIN licence USING (licence) ORDER BY publisher, source_id
    """)


def licences(atlas: Atlas) -> pd.DataFrame:
    """Return licence, release, reason, editions (';' between) of every licence that an edition states; by release and licence."""
    return atlas.frame("""
        SELECT l.licence, l.release, l.reason, string_agg(s.source_id, ';' ORDER BY s.source_id) AS editions
        FROM licence l JOIN source s USING (licence) GROUP BY ALL ORDER BY l.release, l.licence
    """)


def input_files(atlas: Atlas) -> pd.DataFrame:
    """Return path, folder, bytes, sha256 of every publisher's file behind the facts; by path."""
    return atlas.frame("SELECT path, folder, bytes, sha256 FROM input_file ORDER BY path")


def coverage_matrix(atlas: Atlas) -> pd.DataFrame:
    """Return what is held for each mineral, one row a mineral; by mineral.

    Columns: mineral; mined_from, mined_to, mined_countries, refined_from, refined_to, refined_countries (years and
    countries with a figure in the newest year of the primary production series, no projections); reserves_countries,
    reserves_year; capacity_countries, capacity_year; trade_codes (pure codes with rows), trade_complete_year;
    mines, refineries (smelters, refineries, chemical and processing plants), projects, recycling (known facilities
    shown by default); deposits. Zero counts mean that nothing is held, not that nothing exists.
    """
    return atlas.frame("""
        WITH figure AS (
          SELECT measure, mineral, stage, year, area FROM primary_statistic
          WHERE NOT is_projection AND coalesce(quantity_t, share, low_t) IS NOT NULL AND area NOT IN ('OTHER', 'WORLD')
        ), series AS (
          SELECT measure, mineral, stage, min(year) AS first_year, max(year) AS last_year
          FROM figure GROUP BY measure, mineral, stage
        ), held AS (
          SELECT s.measure, s.mineral, s.stage, s.first_year, s.last_year, count(*) AS countries
          FROM series s JOIN figure f ON f.measure = s.measure AND f.mineral = s.mineral AND f.stage = s.stage
                                     AND f.year = s.last_year
          GROUP BY ALL
        ), stat AS (
          SELECT mineral,
                 max(first_year) FILTER (measure = 'production' AND stage = 'mined') AS mined_from,
                 max(last_year) FILTER (measure = 'production' AND stage = 'mined') AS mined_to,
                 max(countries) FILTER (measure = 'production' AND stage = 'mined') AS mined_countries,
                 max(first_year) FILTER (measure = 'production' AND stage = 'refined') AS refined_from,
                 max(last_year) FILTER (measure = 'production' AND stage = 'refined') AS refined_to,
                 max(countries) FILTER (measure = 'production' AND stage = 'refined') AS refined_countries,
                 max(countries) FILTER (measure = 'reserves') AS reserves_countries,
                 max(last_year) FILTER (measure = 'reserves') AS reserves_year,
                 max(countries) FILTER (measure = 'capacity') AS capacity_countries,
                 max(last_year) FILTER (measure = 'capacity') AS capacity_year
          FROM held GROUP BY mineral
        ), trade AS (
          SELECT t.mineral, count(DISTINCT t.hs6) AS trade_codes,
                 max(p.year) FILTER (p.scope = 'complete') AS trade_complete_year
          FROM trade_code t JOIN primary_trade p USING (hs6) GROUP BY t.mineral
        ), site AS (
          SELECT c.mineral,
                 count(DISTINCT f.facility_id) FILTER (f.kind = 'mine') AS mines,
                 count(DISTINCT f.facility_id)
                   FILTER (f.kind IN ('smelter', 'refinery', 'chemical_plant', 'processing_plant')) AS refineries,
                 count(DISTINCT f.facility_id) FILTER (f.kind = 'project') AS projects,
                 count(DISTINCT f.facility_id) FILTER (f.kind = 'recycling') AS recycling
          FROM facility_commodity c JOIN facility f USING (facility_id) WHERE f.is_default GROUP BY c.mineral
        ), geology AS (
          SELECT mineral, count(*) AS deposits FROM deposit GROUP BY mineral
        ), known AS (
          SELECT mineral FROM stat UNION SELECT mineral FROM trade UNION SELECT mineral FROM site
          UNION SELECT mineral FROM geology
        )
        SELECT k.mineral, mined_from, mined_to, coalesce(mined_countries, 0) AS mined_countries,
               refined_from, refined_to, coalesce(refined_countries, 0) AS refined_countries,
               coalesce(reserves_countries, 0) AS reserves_countries, reserves_year,
               coalesce(capacity_countries, 0) AS capacity_countries, capacity_year,
               coalesce(trade_codes, 0) AS trade_codes, trade_complete_year,
               coalesce(mines, 0) AS mines, coalesce(refineries, 0) AS refineries, coalesce(projects, 0) AS projects,
               coalesce(recycling, 0) AS recycling, coalesce(deposits, 0) AS deposits
        FROM known k LEFT JOIN stat USING (mineral) LEFT JOIN trade USING (mineral) LEFT JOIN site USING (mineral)
        LEFT JOIN geology USING (mineral)
        ORDER BY k.mineral
    """)


def table(atlas: Atlas, name: str) -> pd.DataFrame:
    """Return a whole table or view, by its key.

    Raises
    ------
    SelectionError
        If `name` is not declared; it is never put into a query unchecked.
    """
    declared = {entry.name: entry for entry in RELATIONS}
    if name not in declared:
        raise SelectionError(f"table {name!r} is not known; use one of: {', '.join(sorted(declared))}")
    order = ", ".join(f'"{column}"' for column in declared[name].key)
    return atlas.frame(f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608 - checked above


def table_sizes(atlas: Atlas) -> pd.DataFrame:
    """Return table_name, kind (table or view), rows, description of everything that can be downloaded, in declared order."""
    counts = " UNION ALL ".join(f"SELECT '{name}' AS table_name, count(*) AS rows FROM {name}" for name in DOWNLOADS)  # noqa: S608
    rows = atlas.frame(f"SELECT table_name, rows FROM ({counts}) ORDER BY table_name").set_index("table_name")["rows"]  # noqa: S608
    views = {view.name for view in VIEWS}
    return pd.DataFrame(
        [
            {
                "table_name": entry.name,
                "kind": "view" if entry.name in views else "table",
                "rows": int(rows[entry.name]),
                "description": entry.description,
            }
            for entry in RELATIONS
        ]
    )


def dictionary() -> pd.DataFrame:
    """Return the data dictionary: table, column, type, unit, null, key, allowed, refers to, meaning; in declared order."""
    return pd.DataFrame(dictionary_rows())


def meta(atlas: Atlas) -> dict[str, object]:
    """Return schema_version, input_hash, built_at, atlas_version, duckdb_version of the database."""
    row = atlas.frame("SELECT * FROM meta ORDER BY input_hash").iloc[0]
    return {str(name): value for name, value in row.items()}
