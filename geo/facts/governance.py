"""Governance indicators by country; and the step that makes governance, groups and export controls."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geo.facts.controls import control_minerals, control_table
from geo.facts.groups import group_table, member_table
from geo.facts.places import CountryIndex
from geo.sources import country_groups, export_controls, wgi

FIRST_YEAR = 2018
"""The trade series begin then; older governance figures answer no question here."""

DISSOLVED = ("ANT",)
"""Codes of states that no longer exist (Netherlands Antilles)."""


def governance_facts(raw: Path, known: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return governance, country groups with members, and export controls with minerals.

    Parameters
    ----------
    raw
        Folder of publishers' files.
    known
        Needs ``country`` and ``country_alias``.
    """
    index = CountryIndex(known["country"], known["country_alias"])
    groups, members = country_groups.read_groups(raw), country_groups.read_members(raw)
    compiled, listed = export_controls.read_compiled_controls(raw), export_controls.read_usgs_controls(raw)
    return {
        "governance": governance_table(wgi.read_wgi(raw), index),
        "country_group": group_table(groups, members),
        "country_group_member": member_table(members, index),
        "export_control": control_table(compiled, listed, index),
        "export_control_mineral": control_minerals(compiled, listed),
    }


def governance_table(indicators: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return one row a country, year and indicator from `FIRST_YEAR`.

    An economy without an estimate has no row: no data. The World Bank's old codes become ISO 3166-1 alpha-3.

    Parameters
    ----------
    indicators
        As `wgi.read_wgi` returns them.
    """
    recent = indicators["year"] >= FIRST_YEAR
    present = indicators["estimate"].notna() & ~indicators["code"].isin(DISSOLVED)
    rows = indicators.loc[recent & present].reset_index(drop=True)
    result = pd.DataFrame(
        {
            "iso3": index.codes(rows["code"], system="wgi", place="wgidataset.dta"),
            "year": rows["year"].astype("int64"),
            "indicator": rows["indicator"],
            "estimate": rows["estimate"],
            "std_error": rows["std_error"],
            "rank_pct": rows["rank_pct"],
            "source_id": wgi.SOURCE_ID,
        }
    )
    return result.sort_values(["iso3", "year", "indicator"], kind="stable").reset_index(drop=True)
