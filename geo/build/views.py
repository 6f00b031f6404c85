"""Derived tables and views of the built database as SQL; their columns are declared in geo.schema.tables_derived."""

from __future__ import annotations

from geo.schema.codes import ValueFlag
from geo.schema.tables_fact import TRADE_COVERAGE

FLAGS_BY_GRAVITY = (
    ValueFlag.REPORTED,
    ValueFlag.ESTIMATED,
    ValueFlag.TRACE,
    ValueFlag.AT_MOST,
    ValueFlag.AT_LEAST,
    ValueFlag.RANGE,
    ValueFlag.NOT_AVAILABLE,
    ValueFlag.WITHHELD,
)
"""A sum carries the gravest flag of its parts."""

_GRAVITY = "[" + ", ".join(f"'{flag.value}'" for flag in FLAGS_BY_GRAVITY) + "]"

_FACILITIES = """
WITH named AS (
  SELECT facility_id, mineral, min(list_position(['primary', 'secondary', 'possible'], role)) AS weight
  FROM facility_commodity GROUP BY facility_id, mineral
), minerals AS (
  SELECT facility_id, string_agg(mineral, ';' ORDER BY weight, mineral) AS minerals FROM named GROUP BY facility_id
)
SELECT f.facility_id, f.name, f.kind, m.minerals, f.iso3, f.lon, f.lat, f.is_location_approximate, f.status,
       f.status_year, f.operator, f.owner, f.confidence, f.is_default, f.hidden_reason, f.note, f.source_id
FROM facility f LEFT JOIN minerals m USING (facility_id)
WHERE {choice}
"""

MINE = _FACILITIES.format(choice="f.kind = 'mine'")
# A mine with a smelter or refinery of its own is one place and one row in each view.
REFINERY = _FACILITIES.format(
    choice="""f.kind IN ('smelter', 'refinery', 'chemical_plant', 'processing_plant')
   OR f.kind = 'mine' AND f.facility_id IN (
     SELECT facility_id FROM facility_commodity WHERE stage = 'refined' AND role <> 'possible'
   )"""
)

# Where two series cover a year, the one with the lowest rank that has rows is taken, so that a newer edition or a
# better source never mixes with another inside one year. A world total that is printed for some of the summed
# products only is no total of them, hence not available.
_STATISTIC = f"""
WITH series AS (
  SELECT {{by}}measure, mineral, stage, source_id, year_from, year_to, rank, trim(unnest(string_split(products, ';'))) AS product
  FROM {{series}}
), covered AS (
  SELECT s.*, {{own}}p.rank, p.year_from
  FROM statistic s JOIN series p
    ON s.measure = p.measure AND s.mineral = p.mineral AND s.stage = p.stage AND s.source_id = p.source_id
   AND s.product = p.product AND s.year BETWEEN p.year_from AND p.year_to
), chosen AS (
  SELECT {{by}}measure, mineral, stage, year,
         first(source_id ORDER BY rank, source_id, year_from) AS source_id,
         first(year_from ORDER BY rank, source_id, year_from) AS year_from
  FROM covered GROUP BY {{by}}measure, mineral, stage, year
), taken AS (
  SELECT c.*, list_position({_GRAVITY}, c.flag) AS gravity
  FROM covered c JOIN chosen USING ({{by}}measure, mineral, stage, year, source_id, year_from)
), whole AS (
  SELECT {{by}}measure, mineral, stage, year, count(DISTINCT product) AS products FROM taken GROUP BY {{by}}measure, mineral, stage, year
), summed AS (
  SELECT {{by}}measure, mineral, stage, year, area, source_id,
         count(*) AS parts,
         bool_and(quantity_t IS NOT NULL AND gravity <= 2) AS is_plain,
         max(gravity) AS gravity,
         sum(quantity_t ORDER BY product) AS quantity_t,
         any_value(low_t) AS own_low_t,
         any_value(high_t) AS own_high_t,
         any_value(share) AS own_share,
         any_value(high_share) AS own_high_share,
         sum(coalesce(quantity_t, low_t) ORDER BY product) AS low_t,
         sum(coalesce(quantity_t, high_t) ORDER BY product) AS high_t,
         bool_and(coalesce(quantity_t, high_t) IS NOT NULL) AS has_ceiling,
         string_agg(DISTINCT basis, '; ' ORDER BY basis) AS basis,
         string_agg(product, ';' ORDER BY product) AS products,
         bool_or(is_projection) AS is_projection,
         any_value(raw_value) AS own_raw_value,
         string_agg(product || ' ' || coalesce(raw_value, '(empty)'), ' + ' ORDER BY product) AS raw_value,
         string_agg(DISTINCT raw_unit, '; ' ORDER BY raw_unit) AS raw_unit,
         string_agg(DISTINCT note, '; ' ORDER BY note) AS note
  FROM taken GROUP BY {{by}}measure, mineral, stage, year, area, source_id
), judged AS (
  SELECT s.*, s.area = 'WORLD' AND s.parts < w.products AS is_part_of_world
  FROM summed s JOIN whole w USING ({{by}}measure, mineral, stage, year)
)
SELECT {{by}}measure, mineral, stage, year, area,
       CASE WHEN (parts = 1 OR is_plain) AND NOT is_part_of_world THEN quantity_t END AS quantity_t,
       CASE WHEN is_part_of_world THEN NULL WHEN parts = 1 THEN own_low_t WHEN NOT is_plain THEN low_t END AS low_t,
       CASE WHEN is_part_of_world THEN NULL WHEN parts = 1 THEN own_high_t
            WHEN NOT is_plain AND has_ceiling THEN high_t END AS high_t,
       CASE WHEN parts = 1 THEN own_share END AS share,
       CASE WHEN parts = 1 THEN own_high_share END AS high_share,
       CASE WHEN is_part_of_world THEN 'not_available' ELSE list_extract({_GRAVITY}, gravity) END AS flag,
       basis, products, is_projection,
       CASE WHEN parts = 1 THEN own_raw_value ELSE raw_value END AS raw_value,
       raw_unit,
       CASE WHEN is_part_of_world THEN concat_ws('; ', 'World total printed for ' || products || ' only', note)
            ELSE note END AS note,
       source_id
FROM judged
"""  # noqa: S608 - constants only

PRIMARY_STATISTIC = _STATISTIC.format(by="", own="", series="primary_series")

# The same of each publisher for itself: the series that stands where it is his, and what is reviewed beside it.
_SERIES_OF_ALL = """(
  SELECT split_part(source_id, '-', 1) AS publisher, * FROM (
    FROM primary_series UNION ALL BY NAME FROM publisher_series
  )
)"""
PUBLISHER_STATISTIC = _STATISTIC.format(by="publisher, ", own="p.publisher, ", series=_SERIES_OF_ALL)

_FULLEST = "list_position(['complete', 'pruned', 'partial'], scope), has_quantity DESC"
_NEWEST_EDITION = "CASE WHEN nomenclature >= 'HS88' THEN '19' ELSE '20' END || right(nomenclature, 2) DESC"
"""HS92 is the first edition."""
_COVERAGE = ", ".join(TRADE_COVERAGE.column_names)

# Two editions of one code are never added up, nor drawn in one line: they are reconciled apart, and totals differ by up
# to 58 %. A question without a year is answered with the newest complete year, of the newest HS edition that has it.
PRIMARY_TRADE = f"""
SELECT {_COVERAGE}
FROM trade_coverage
QUALIFY row_number() OVER (
  PARTITION BY hs6 ORDER BY {_FULLEST}, year DESC, {_NEWEST_EDITION}, source_id
) = 1
"""  # noqa: S608 - constants only

# Years are shown in one edition of the HS throughout, the newest year too.
TRADE_SERIES = f"""
WITH edition AS (
  SELECT hs6, nomenclature FROM trade_coverage GROUP BY hs6, nomenclature
  QUALIFY row_number() OVER (
    PARTITION BY hs6
    ORDER BY count(DISTINCT year) FILTER (scope = 'complete' AND has_quantity) DESC,
             count(DISTINCT year) FILTER (scope = 'complete') DESC, count(DISTINCT year) DESC, {_NEWEST_EDITION}
  ) = 1
)
SELECT {_COVERAGE}
FROM trade_coverage SEMI JOIN edition USING (hs6, nomenclature)
QUALIFY row_number() OVER (PARTITION BY hs6, year ORDER BY {_FULLEST}, flows DESC, source_id) = 1
"""  # noqa: S608 - constants only

# One measure may be told by the list of controls and by an event; the newest state stands. Dates are text as far as they
# are known, and a day sorts after its month. An event that is the same measure has no row of its own.
POLICY_TIMELINE = """
WITH told AS (
  SELECT c.control_id, c.relation, e.*
  FROM policy_event_control c JOIN policy_event e USING (event_id)
  QUALIFY row_number() OVER (PARTITION BY c.control_id ORDER BY e.state_as_of DESC, e.event_id) = 1
), newer AS (
  SELECT t.* FROM told t JOIN export_control x USING (control_id) WHERE t.state_as_of > x.status_as_of
), control_minerals AS (
  SELECT control_id, string_agg(mineral, ';' ORDER BY mineral) AS minerals FROM export_control_mineral GROUP BY control_id
), event_minerals AS (
  SELECT event_id, string_agg(mineral, ';' ORDER BY mineral) AS minerals FROM policy_event_mineral GROUP BY event_id
), event_countries AS (
  SELECT event_id, string_agg(iso3, ';' ORDER BY iso3) AS iso3_list, string_agg(c.name, ', ' ORDER BY c.name) AS actor
  FROM policy_event_country JOIN country c USING (iso3) GROUP BY event_id
)
SELECT x.control_id AS policy_id, c.name AS actor, x.iso3 AS iso3_list, m.minerals, false AS covers_all, x.kind,
       x.measure || ': ' || x.scope AS what, x.target, x.effective AS starts,
       coalesce(x.end_date, CASE WHEN n.relation = 'same' THEN n.ends END) AS ends,
       coalesce(n.state, x.state) AS state, coalesce(n.status, x.status) AS status,
       coalesce(n.state_as_of, x.status_as_of) AS state_as_of,
       CASE WHEN n.relation = 'suspends' THEN n.starts END AS state_starts,
       CASE WHEN n.relation = 'suspends' THEN n.ends END AS state_ends,
       n.event_id AS state_event, x.document, x.url, n.document AS state_document, n.url AS state_url,
       coalesce(n.confidence, x.confidence) AS confidence, x.note, n.note AS state_note, x.source_id,
       coalesce(n.source_id, x.source_id) AS state_source_id
FROM export_control x JOIN country c USING (iso3) LEFT JOIN newer n USING (control_id)
LEFT JOIN control_minerals m USING (control_id)
UNION ALL
SELECT e.event_id, coalesce(a.actor, e.actor), a.iso3_list, m.minerals, e.covers_all, e.kind, e.what, NULL, e.starts, e.ends,
       e.state, e.status, e.state_as_of, NULL, NULL, NULL, e.document, e.url, NULL, NULL, e.confidence, e.note, NULL,
       e.source_id, e.source_id
FROM policy_event e LEFT JOIN event_countries a USING (event_id) LEFT JOIN event_minerals m USING (event_id)
WHERE NOT EXISTS (
  SELECT 1 FROM policy_event_control s WHERE s.event_id = e.event_id AND s.relation = 'same'
)
"""

QUERIES = {
    "mine": MINE,
    "refinery": REFINERY,
    "primary_statistic": PRIMARY_STATISTIC,
    "publisher_statistic": PUBLISHER_STATISTIC,
    "primary_trade": PRIMARY_TRADE,
    "trade_series": TRADE_SERIES,
    "policy_timeline": POLICY_TIMELINE,
}
