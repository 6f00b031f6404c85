"""What is known of one country or one site, for its panel, and of all sites of a mineral, for the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.remembered import remembered
from geo.schema.codes import Mineral, Region, Stage
from geo.store.database import Atlas
from geo.store.queries_facility import (
    country_facilities,
    deposits,
    facilities,
    facility,
    facility_commodities,
    facility_coverage,
    facility_sources,
)
from geo.store.queries_reference import country_group_members, export_controls, governance, governance_years
from geo.store.queries_statistic import country_statistics
from geo.store.queries_trade import country_trade


@dataclass(frozen=True)
class CountryPanel:
    """One country; the frames have the columns that their queries state, for all minerals.

    Attributes
    ----------
    statistics
        Output, reserves and capacity with rank in the newest year of each primary series.
    trade
        Exports and imports under each pure code in its newest complete year.
    facilities
        Known sites of the country, all minerals.
    groups, controls
        Groups with role and date; export controls with status and its date.
    indicators
        Governance: one row, empty if the World Bank lists none.
    """

    iso3: str
    name: str
    region: Region
    income_group: str | None
    statistics: pd.DataFrame
    trade: pd.DataFrame
    facilities: pd.DataFrame
    groups: pd.DataFrame
    controls: pd.DataFrame
    indicators: pd.DataFrame
    governance_year: int
    sources: tuple[Source, ...]


@remembered
def country_panel(atlas: Atlas, iso3: str) -> CountryPanel:
    """Return what is known of `iso3`; raises SelectionError if the code is unknown."""
    geography = load_geography(atlas)
    name = geography.country(iso3)
    year = governance_years(atlas)[0]
    indicators = governance(atlas, year)
    indicators = indicators[indicators["iso3"] == iso3].reset_index(drop=True)
    frames = {
        "statistics": country_statistics(atlas, iso3),
        "trade": country_trade(atlas, iso3),
        "facilities": country_facilities(atlas, iso3),
        "groups": country_group_members(atlas, iso3=iso3),
        "controls": export_controls(atlas, iso3=iso3),
    }
    income = geography.income_of.get(iso3)
    ids = {str(code) for frame in (*frames.values(), indicators) for code in frame["source_id"]}
    return CountryPanel(
        iso3=iso3,
        name=name,
        region=geography.region_of[iso3],
        income_group=income,
        indicators=indicators,
        governance_year=year,
        sources=sources_of(atlas, ids),
        **frames,
    )


@dataclass(frozen=True)
class SitePanel:
    """One site: its facility row, its minerals, and every source row behind it."""

    facility_id: str
    name: str
    row: dict[str, Any]
    commodities: pd.DataFrame
    source_rows: pd.DataFrame
    sources: tuple[Source, ...]


@remembered
def site_panel(atlas: Atlas, facility_id: str) -> SitePanel:
    """Return what is known of a site.

    Raises
    ------
    SelectionError
        If no site has this code.
    """
    found = facility(atlas, facility_id)
    if found.empty:
        raise SelectionError(f"site {facility_id!r} is not known; choose one from the map or the table")
    rows = facility_sources(atlas, facility_id)
    record = {str(name): value for name, value in found.iloc[0].items()}
    return SitePanel(
        facility_id=facility_id,
        name=str(record["name"]),
        row=record,
        commodities=facility_commodities(atlas, facility_id),
        source_rows=rows,
        sources=sources_of(atlas, set(rows["source_id"])),
    )


@remembered
def sites_of(atlas: Atlas, mineral: Mineral) -> pd.DataFrame:
    """Return the known sites of a mineral, those hidden by default too; not to be changed in place."""
    return facilities(atlas, mineral, include_hidden=True)


deposits_known = remembered(deposits)
coverage_of = remembered(facility_coverage)


def read_ahead(atlas: Atlas, mineral: Mineral, _stage: Stage) -> None:
    """Read what a map of one mineral needs of its sites."""
    sites_of(atlas, mineral)
    deposits_known(atlas, mineral)
    coverage_of(atlas, mineral)
