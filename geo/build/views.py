"""Derived tables and views of the built database as SQL; their columns are declared in geo.schema.tables_derived."""

from __future__ import annotations

from geo.schema.codes import ValueFlag

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
PRIMARY_STATISTIC = f"""
WITH series AS (
  SELECT measure, mineral, stage, source_id, year_from, year_to, rank, trim(unnest(string_split(products, ';'))) AS product
  FROM primary_series
), covered AS (
  SELECT s.*, p.rank, p.year_from
  FROM statistic s JOIN series p
    ON s.measure = p.measure AND s.mineral = p.mineral AND s.stage = p.stage AND s.source_id = p.source_id
   AND s.product = p.product AND s.year BETWEEN p.year_from AND p.year_to
), chosen AS (
  SELECT measure, mineral, stage, year,
         first(source_id ORDER BY rank, source_id, year_from) AS source_id,
         first(year_from ORDER BY rank, source_id, year_from) AS year_from
  FROM covered GROUP BY measure, mineral, stage, year
), taken AS (
  SELECT c.*, list_position({_GRAVITY}, c.flag) AS gravity
  FROM covered c JOIN chosen USING (measure, mineral, stage, year, source_id, year_from)
), whole AS (
  SELECT measure, mineral, stage, year, count(DISTINCT product) AS products FROM taken GROUP BY measure, mineral, stage, year
), summed AS (
  SELECT measure, mineral, stage, year, area, source_id,
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
  FROM taken GROUP BY measure, mineral, stage, year, area, source_id
), judged AS (
  SELECT s.*, s.area = 'WORLD' AND s.parts < w.products AS is_part_of_world
  FROM summed s JOIN whole w USING (measure, mineral, stage, year)
)
SELECT measure, mineral, stage, year, area,
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

# Two sources for one code and year are never added up: the fuller one is read, the other stays in trade_coverage.
PRIMARY_TRADE = """
SELECT source_id, nomenclature, year, hs6, scope, has_quantity, flows, value_usd, quantity_t, note
FROM trade_coverage
QUALIFY row_number() OVER (
  PARTITION BY hs6, year
  ORDER BY list_position(['complete', 'pruned', 'partial'], scope), has_quantity DESC, flows DESC, source_id
) = 1
"""

QUERIES = {
    "mine": MINE,
    "refinery": REFINERY,
    "primary_statistic": PRIMARY_STATISTIC,
    "primary_trade": PRIMARY_TRADE,
}
