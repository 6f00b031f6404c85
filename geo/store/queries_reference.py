"""Questions about countries, groups, rosters, governance, export controls and distances."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.schema.codes import GovernanceIndicator
from geo.store.database import Atlas


def countries(atlas: Atlas) -> pd.DataFrame:
    """Return iso3, iso2, name, region, un_region, un_subregion, income_group, is_landlocked, has_polygon, label_lon, label_lat, source_id; by name."""
    return atlas.frame("""
        SELECT iso3, iso2, name, region, un_region, un_subregion, income_group, is_landlocked, has_polygon,
               label_lon, label_lat, source_id
        FROM country ORDER BY name, iso3
    """)


def country_groups(atlas: Atlas) -> pd.DataFrame:
    """Return group_id, name, kind, as_of, publisher, document, url, evidence, confidence, note, source_id, members (their number); by name."""
    return atlas.frame("""
        SELECT g.group_id, g.name, g.kind, g.as_of, g.publisher, g.document, g.url, g.evidence, g.confidence, g.note,
               g.source_id, count(m.iso3) AS members
        FROM country_group g LEFT JOIN country_group_member m USING (group_id)
        GROUP BY ALL ORDER BY g.name, g.group_id
    """)


def country_group_members(atlas: Atlas, *, group_id: str | None = None, iso3: str | None = None) -> pd.DataFrame:
    """Return group_id, group_name, as_of, iso3, name, role, since, confidence, note, source_id.

    One group, the groups of one country, or all; by group and country. A role of delegation is attendance, not
    membership.
    """
    return atlas.frame(
        """
        SELECT m.group_id, g.name AS group_name, g.as_of, m.iso3, c.name, m.role, m.since, m.confidence, m.note,
               m.source_id
        FROM country_group_member m JOIN country_group g USING (group_id) JOIN country c USING (iso3)
        WHERE ($group_id IS NULL OR m.group_id = $group_id) AND ($iso3 IS NULL OR m.iso3 = $iso3)
        ORDER BY m.group_id, m.iso3
        """,
        {"group_id": group_id, "iso3": iso3},
    )


def roster_presets(atlas: Atlas) -> pd.DataFrame:
    """Return preset_id, name, iso3_list (';' between codes, EU27 for the 27 states), note; by number of members, then code."""
    return atlas.frame("""
        SELECT preset_id, name, iso3_list, note FROM roster_preset
        ORDER BY len(string_split(iso3_list, ';')), preset_id
    """)


def governance_years(atlas: Atlas) -> list[int]:
    """Return the years with governance indicators, newest first."""
    found = atlas.frame("SELECT DISTINCT year FROM governance ORDER BY year DESC")
    return [int(year) for year in found["year"]]


def governance(atlas: Atlas, year: int) -> pd.DataFrame:
    """Return iso3 and, per indicator (va, pv, ge, rq, rl, cc), the estimate, ``_se`` its standard error, ``_pct`` its percentile rank; source_id.

    Estimates are standardised within a year: compare countries, not years. A country without an indicator has no
    value there.
    """
    columns = ", ".join(
        f"any_value(estimate) FILTER (indicator = '{code}') AS {code}, "
        f"any_value(std_error) FILTER (indicator = '{code}') AS {code}_se, "
        f"any_value(rank_pct) FILTER (indicator = '{code}') AS {code}_pct"
        for code in GovernanceIndicator
    )
    return atlas.frame(
        f"SELECT iso3, {columns}, min(source_id) AS source_id FROM governance WHERE year = ? GROUP BY iso3 ORDER BY iso3",  # noqa: S608
        [year],
    )


def export_controls(atlas: Atlas, *, mineral: str | None = None, iso3: str | None = None) -> pd.DataFrame:
    """Return one row a measure: control_id, iso3, name, scope, measure, target, effective, end_date, status, is_in_force, status_as_of, instrument, document, url, confidence, note, minerals (';' between), source_id.

    Of one mineral, of one country, or all; by country, those in force first. The state is the newest that is known.
    """
    return atlas.frame(
        """
        WITH touched AS (
          SELECT control_id, string_agg(mineral, ';' ORDER BY mineral) AS minerals, bool_or(mineral = $mineral) AS is_wanted
          FROM export_control_mineral GROUP BY control_id
        )
        SELECT e.control_id, e.iso3, c.name, e.scope, e.measure, e.target, e.effective, e.end_date,
               p.status, e.is_in_force, p.state_as_of AS status_as_of, e.instrument, e.document, e.url, e.confidence,
               e.note, t.minerals, e.source_id
        FROM export_control e JOIN country c USING (iso3) JOIN policy_timeline p ON p.policy_id = e.control_id
        LEFT JOIN touched t USING (control_id)
        WHERE ($mineral IS NULL OR t.is_wanted) AND ($iso3 IS NULL OR e.iso3 = $iso3)
        ORDER BY e.iso3, e.is_in_force DESC, e.control_id
        """,
        {"mineral": mineral, "iso3": iso3},
    )


def distances(
    atlas: Atlas,
    route_case: str,
    *,
    from_iso3: Sequence[str] | None = None,
    to_iso3: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return from_iso3, to_iso3, mode, total_km, sea_km, from_land_km, to_land_km, overland_km, from_port, to_port, passages, source_id of one route case.

    Parameters
    ----------
    from_iso3, to_iso3
        Exporters and importers wanted; None means all. A pair without a way has mode ``none`` and no kilometres.
    """
    return atlas.frame(
        """
        SELECT d.from_iso3, d.to_iso3, d.mode, d.total_km, d.sea_km, d.from_land_km, d.to_land_km, d.overland_km,
               a.name AS from_port, b.name AS to_port, d.passages, d.source_id
        FROM distance d
        LEFT JOIN gateway_port a ON a.port_id = d.from_port_id
        LEFT JOIN gateway_port b ON b.port_id = d.to_port_id
        WHERE d.route_case = $route_case
          AND ($from_iso3 IS NULL OR list_contains($from_iso3::VARCHAR[], d.from_iso3))
          AND ($to_iso3 IS NULL OR list_contains($to_iso3::VARCHAR[], d.to_iso3))
        ORDER BY d.from_iso3, d.to_iso3
        """,
        {
            "route_case": route_case,
            "from_iso3": None if from_iso3 is None else list(from_iso3),
            "to_iso3": None if to_iso3 is None else list(to_iso3),
        },
    )


def passage_points(atlas: Atlas) -> pd.DataFrame:
    """Return passage, lon, lat, source_id of the chokepoints and capes that can be marked on a map; by passage."""
    return atlas.frame("SELECT passage, lon, lat, source_id FROM passage_point ORDER BY passage")
