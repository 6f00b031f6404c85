"""Questions about facilities and deposits: known places in open data, never a census."""

from __future__ import annotations

import pandas as pd

from geo.store.database import Atlas


def facilities(atlas: Atlas, mineral: str, *, include_hidden: bool = False) -> pd.DataFrame:
    """Return one row a facility of a mineral.

    Columns: facility_id, name, kind, iso3, country, lon, lat, is_location_approximate, status, status_year, operator,
    owner, confidence, is_default, hidden_reason, note, source_id, role (its weight here: primary, secondary,
    possible), products, stages (';' between), capacity_t_per_year, capacity_basis, capacity_year, capacity_product,
    is_capacity_estimated, capacity_source_id, capacities (how many figures of its own there are). The capacity is one printed figure, that
    of the weightiest product and newest year; capacities are never summed and shared ones never shown.
    Largest capacity last, so that it is drawn on top.
    """
    return atlas.frame(
        """
        WITH here AS (
          SELECT *, list_position(['primary', 'secondary', 'possible'], role) AS weight
          FROM facility_commodity WHERE mineral = $mineral
        ), named AS (
          SELECT facility_id, min(weight) AS weight,
                 string_agg(DISTINCT product, ';' ORDER BY product) FILTER (product <> '') AS products,
                 string_agg(DISTINCT stage, ';' ORDER BY stage) AS stages
          FROM here GROUP BY facility_id
        ), own AS (
          SELECT *, count(*) OVER (PARTITION BY facility_id) AS capacities
          FROM here WHERE capacity_t_per_year IS NOT NULL AND NOT is_capacity_combined
          QUALIFY row_number() OVER (
            PARTITION BY facility_id
            ORDER BY weight, capacity_year DESC NULLS LAST, capacity_t_per_year DESC, stage DESC, product, source_id
          ) = 1
        )
        SELECT f.facility_id, f.name, f.kind, f.iso3, c.name AS country, f.lon, f.lat, f.is_location_approximate,
               f.status, f.status_year, f.operator, f.owner, f.confidence, f.is_default, f.hidden_reason, f.note,
               f.source_id, ['primary', 'secondary', 'possible'][n.weight] AS role, n.products, n.stages,
               o.capacity_t_per_year, o.capacity_basis, o.capacity_year,
               nullif(o.product, '') AS capacity_product, o.is_capacity_estimated, o.source_id AS capacity_source_id,
               coalesce(o.capacities, 0) AS capacities
        FROM named n JOIN facility f USING (facility_id) JOIN country c USING (iso3) LEFT JOIN own o USING (facility_id)
        WHERE f.is_default OR $include_hidden
        ORDER BY o.capacity_t_per_year NULLS FIRST, f.facility_id
        """,
        {"mineral": mineral, "include_hidden": include_hidden},
    )


def facility(atlas: Atlas, facility_id: str) -> pd.DataFrame:
    """Return the one row of a facility with all its columns and country; no row if the code is unknown."""
    return atlas.frame(
        """
        SELECT f.*, c.name AS country, c.region FROM facility f JOIN country c USING (iso3)
        WHERE f.facility_id = ? ORDER BY f.facility_id
        """,
        [facility_id],
    )


def facility_sources(atlas: Atlas, facility_id: str) -> pd.DataFrame:
    """Return every source row behind a facility, as printed, with publisher, edition and url; nearest first."""
    return atlas.frame(
        """
        SELECT s.*, o.publisher, o.edition, o.licence, o.url
        FROM facility_source s JOIN source o USING (source_id)
        WHERE s.facility_id = ? ORDER BY s.distance_km, s.facility_source_id
        """,
        [facility_id],
    )


def facility_commodities(atlas: Atlas, facility_id: str) -> pd.DataFrame:
    """Return mineral, stage, product, role, capacity_t_per_year, capacity_basis, capacity_year, is_capacity_combined, is_capacity_estimated, source_id of a facility; main minerals first."""
    return atlas.frame(
        """
        SELECT mineral, stage, nullif(product, '') AS product, role, capacity_t_per_year, capacity_basis, capacity_year,
               is_capacity_combined, is_capacity_estimated, source_id
        FROM facility_commodity WHERE facility_id = ?
        ORDER BY list_position(['primary', 'secondary', 'possible'], role), mineral, stage, product, source_id
        """,
        [facility_id],
    )


def facilities_by_country(atlas: Atlas, mineral: str, *, include_hidden: bool = False) -> pd.DataFrame:
    """Return iso3, kind, known (number of known facilities), operating (of these operating or assumed active); by country and kind.

    Counts of known places say nothing of shares of output.
    """
    return atlas.frame(
        """
        SELECT f.iso3, f.kind, count(*) AS known,
               count(*) FILTER (f.status IN ('operating', 'assumed_active')) AS operating
        FROM facility f
        WHERE f.facility_id IN (SELECT facility_id FROM facility_commodity WHERE mineral = $mineral)
          AND (f.is_default OR $include_hidden)
        GROUP BY f.iso3, f.kind ORDER BY f.iso3, f.kind
        """,
        {"mineral": mineral, "include_hidden": include_hidden},
    )


def country_facilities(atlas: Atlas, iso3: str, *, include_hidden: bool = False) -> pd.DataFrame:
    """Return the known facilities of one country: facility_id, name, kind, minerals (';' between, main ones first), lon, lat, status, status_year, operator, confidence, source_id; by name."""
    return atlas.frame(
        """
        WITH named AS (
          SELECT facility_id, mineral, min(list_position(['primary', 'secondary', 'possible'], role)) AS weight
          FROM facility_commodity GROUP BY facility_id, mineral
        ), minerals AS (
          SELECT facility_id, string_agg(mineral, ';' ORDER BY weight, mineral) AS minerals FROM named GROUP BY facility_id
        )
        SELECT f.facility_id, f.name, f.kind, m.minerals, f.lon, f.lat, f.status, f.status_year, f.operator, f.confidence,
               f.source_id
        FROM facility f LEFT JOIN minerals m USING (facility_id)
        WHERE f.iso3 = $iso3 AND (f.is_default OR $include_hidden) ORDER BY f.name, f.facility_id
        """,
        {"iso3": iso3, "include_hidden": include_hidden},
    )


def project_sites(atlas: Atlas) -> pd.DataFrame:
    """Return the known projects of all minerals, one row a project and mineral: mineral, name, iso3, status, source_id, capacity_t_per_year (None if shared or not given), capacity_basis; by mineral, country and name."""
    return atlas.frame("""
        SELECT c.mineral, f.name, f.iso3, f.status, f.source_id,
               max(c.capacity_t_per_year) FILTER (NOT c.is_capacity_combined) AS capacity_t_per_year,
               any_value(c.capacity_basis ORDER BY c.capacity_t_per_year DESC NULLS LAST) AS capacity_basis
        FROM facility f JOIN facility_commodity c USING (facility_id)
        WHERE f.kind = 'project' AND f.is_default
        GROUP BY c.mineral, f.facility_id, f.name, f.iso3, f.status, f.source_id ORDER BY c.mineral, f.iso3, f.name, f.facility_id
    """)


def deposits(atlas: Atlas, mineral: str) -> pd.DataFrame:
    """Return deposit_id, name, iso3, lon, lat, deposit_type, source_id of the known deposits of a mineral: geology, not facilities."""
    return atlas.frame(
        """
        SELECT deposit_id, name, iso3, lon, lat, deposit_type, source_id
        FROM deposit WHERE mineral = ? ORDER BY deposit_id
        """,
        [mineral],
    )


def facility_coverage(atlas: Atlas, mineral: str) -> str | None:
    """Return what the known facilities of a mineral leave out, in words; None if nothing is noted."""
    found = atlas.frame("SELECT note FROM facility_coverage WHERE mineral = ? ORDER BY note", [mineral])
    return None if found.empty else str(found["note"].iloc[0])
