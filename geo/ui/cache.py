"""The only cache: open database, basemap and answers, keyed by the database's hash and small frozen arguments.

Answers are frozen values that all sessions share; a page never changes one.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answer.agreement import Agreement, agreement
from geo.answer.change import Reading, reading
from geo.answer.dependence import Dependence, Facts, World, dependence, load_facts, load_world
from geo.answer.dependence import Question as DependenceQuestion
from geo.answer.dependence_output import bands
from geo.answer.geography import Geography, load_geography
from geo.answer.governance import Estimates, estimates
from geo.answer.panels import CountryPanel, SitePanel, country_panel, site_panel
from geo.answer.production import Production, production, production_years
from geo.answer.receipt_production import printed_cells
from geo.answer.trade import Trade, TradeCode, codes_of, supply_of_region, trade
from geo.errors import SelectionError
from geo.model.band import ShareBands
from geo.model.interval import NoData
from geo.model.supply import RegionSupply
from geo.model.trace import Input
from geo.schema.codes import Measure, Mineral, Region, Stage
from geo.settings import load_settings
from geo.store.basemap import load_basemap
from geo.store.database import Atlas, open_atlas
from geo.store.queries_facility import deposits, facilities, facility_coverage
from geo.store.queries_source import coverage_matrix, input_files, meta, sources, table, table_sizes
from geo.store.queries_statistic import stages_available
from geo.view.payload import MapBase, prepare_base

ANSWERS = 512
"""Answers of one kind that are kept; each is a few kilobytes."""
TABLES = 8
"""Whole tables that are kept for download."""


@st.cache_resource(show_spinner=False)
def atlas() -> Atlas:
    """Return the open database."""
    return open_atlas(load_settings().build)


@st.cache_resource(show_spinner=False)
def _geography(_hash: str) -> Geography:
    return load_geography(atlas())


def geography() -> Geography:
    """Return countries, groups and rosters."""
    return _geography(atlas().hash)


@st.cache_resource(show_spinner=False)
def _map_base(_hash: str) -> MapBase:
    return prepare_base(load_basemap(load_settings().basemap), geography().names)


def map_base() -> MapBase:
    """Return the basemap, ready for drawing."""
    return _map_base(atlas().hash)


@st.cache_resource(show_spinner=False)
def _stages(_hash: str) -> dict[Mineral, tuple[Stage, ...]]:
    found: dict[Mineral, list[Stage]] = {}
    for row in stages_available(atlas()).to_dict("records"):
        if row["has_production"] or row["has_trade"]:
            found.setdefault(Mineral(row["mineral"]), []).append(Stage(row["stage"]))
    return {mineral: tuple(stages) for mineral, stages in found.items()}


def stages() -> dict[Mineral, tuple[Stage, ...]]:
    """Return the stages with production or trade figures, by mineral."""
    return _stages(atlas().hash)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _years(_hash: str, measure: Measure, mineral: Mineral, stage: Stage) -> tuple[int, ...]:
    return production_years(atlas(), measure, mineral, stage)


def years_of(measure: Measure, mineral: Mineral, stage: Stage) -> tuple[int, ...]:
    """Return the years with figures, newest first, projections last."""
    return _years(atlas().hash, measure, mineral, stage)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _production(_hash: str, measure: Measure, mineral: Mineral, stage: Stage, year: int | None) -> Production:
    return production(atlas(), measure, mineral, stage, year)


def production_of(measure: Measure, mineral: Mineral, stage: Stage, year: int | None) -> Production:
    """Return output, reserves or capacity; raises SelectionError where there are no figures."""
    return _production(atlas().hash, measure, mineral, stage, year)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _codes(_hash: str, mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
    return codes_of(atlas(), mineral, stage)


def trade_codes(mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
    """Return the customs codes that stand for a mineral and stage."""
    return _codes(atlas().hash, mineral, stage)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _trade(_hash: str, code: TradeCode, year: int | None) -> Trade:
    return trade(atlas(), code, year)


def trade_of(code: TradeCode, year: int | None) -> Trade:
    """Return the flows of a code and year; raises SelectionError where none are held."""
    return _trade(atlas().hash, code, year)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _bought(_hash: str, mineral: Mineral, stage: Stage, region: Region) -> tuple[Trade, RegionSupply] | None:
    return supply_of_region(atlas(), geography(), mineral, stage, region)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _reading(_hash: str, mineral: Mineral, stage: Stage, region: Region, roster: str) -> Reading:
    output = None
    years = years_of(Measure.PRODUCTION, mineral, stage)
    if years:
        try:
            output = production_of(Measure.PRODUCTION, mineral, stage, years[0])
        except SelectionError:
            output = None  # the year is printed with withheld figures only: there is no share to read
    bought = _bought(_hash, mineral, stage, region)
    return reading((mineral, stage, region), geography().roster(roster), output, bought)


def reading_of(mineral: Mineral, stage: Stage, region: Region, roster: str) -> Reading:
    """Return the head figures under one state of the shared bar, in their newest years."""
    return _reading(atlas().hash, mineral, stage, region, roster)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _cells(_hash: str, measure: Measure, mineral: Mineral, stage: Stage, year: int) -> tuple[Input, ...]:
    return printed_cells(atlas(), production_of(measure, mineral, stage, year))


def cells_of(answer: Production) -> tuple[Input, ...]:
    """Return the published cells behind an answer, for its receipts."""
    return _cells(atlas().hash, answer.measure, answer.mineral, answer.stage, answer.year)


@st.cache_resource(show_spinner=False)
def _agreement(_hash: str) -> Agreement:
    return agreement(atlas())


def agreement_table() -> Agreement:
    """Return our figures beside those that publishers print themselves."""
    return _agreement(atlas().hash)


@st.cache_resource(show_spinner=False)
def _world(_hash: str) -> World:
    return load_world(atlas(), geography())


def world() -> World:
    """Return what the Dependence page needs of all minerals."""
    return _world(atlas().hash)


@st.cache_resource(show_spinner=False)
def _estimates(_hash: str, year: int) -> Estimates:
    return estimates(atlas(), year)


def estimates_of(year: int) -> Estimates:
    """Return the governance estimates of a year, for receipts."""
    return _estimates(atlas().hash, year)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _facts(_hash: str, mineral: Mineral, stage: Stage, year: int | None, hs6: str | None) -> Facts:
    return load_facts(atlas(), geography(), mineral, stage, year=year, hs6=hs6)


def facts_of(mineral: Mineral, stage: Stage, year: int | None = None, hs6: str | None = None) -> Facts:
    """Return output, trade and published measures of a mineral; raises SelectionError where year or code have no figures."""
    newest = _facts(atlas().hash, mineral, stage, None, hs6)
    is_newest = year is None or (not isinstance(newest.held, NoData) and newest.held.production.year == year)
    return newest if is_newest else _facts(atlas().hash, mineral, stage, year, hs6)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _dependence(
    _hash: str, subject: tuple[Mineral, Stage, int | None, str | None], question: DependenceQuestion
) -> Dependence:
    return dependence(facts_of(*subject), world(), geography(), question)


def dependence_of(
    mineral: Mineral, stage: Stage, year: int | None, hs6: str | None, question: DependenceQuestion
) -> Dependence:
    """Return the answer of the Dependence page; raises SelectionError where the question names what does not exist."""
    return _dependence(atlas().hash, (mineral, stage, year, hs6), question)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _bands(_hash: str, mineral: Mineral, stage: Stage, year: int, error: float) -> ShareBands | None:
    held = facts_of(mineral, stage, year).held
    return None if isinstance(held, NoData) else bands(held, error)


def bands_of(mineral: Mineral, stage: Stage, year: int, error: float) -> ShareBands | None:
    """Return bands on the shares of a year for a stated error, 0-1; None where no output is held."""
    return _bands(atlas().hash, mineral, stage, year, error)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _facilities(_hash: str, mineral: Mineral) -> pd.DataFrame:
    return facilities(atlas(), mineral, include_hidden=True)


def facilities_of(mineral: Mineral) -> pd.DataFrame:
    """Return the known sites of a mineral, those hidden by default too; not to be changed in place."""
    return _facilities(atlas().hash, mineral)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _deposits(_hash: str, mineral: Mineral) -> pd.DataFrame:
    return deposits(atlas(), mineral)


def deposits_of(mineral: Mineral) -> pd.DataFrame:
    """Return the known deposits of a mineral; not to be changed in place."""
    return _deposits(atlas().hash, mineral)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _coverage(_hash: str, mineral: Mineral) -> str | None:
    return facility_coverage(atlas(), mineral)


def coverage_note(mineral: Mineral) -> str | None:
    """Return what the known sites of a mineral leave out, in words."""
    return _coverage(atlas().hash, mineral)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _country_panel(_hash: str, iso3: str) -> CountryPanel:
    return country_panel(atlas(), geography(), iso3)


def country_panel_of(iso3: str) -> CountryPanel:
    """Return what is known of a country; raises SelectionError if the code is unknown."""
    return _country_panel(atlas().hash, iso3)


@st.cache_resource(show_spinner=False, max_entries=ANSWERS)
def _site_panel(_hash: str, facility_id: str) -> SitePanel:
    return site_panel(atlas(), facility_id)


def site_panel_of(facility_id: str) -> SitePanel:
    """Return what is known of a site; raises SelectionError if the code is unknown."""
    return _site_panel(atlas().hash, facility_id)


@st.cache_resource(show_spinner=False, max_entries=TABLES)
def _table(_hash: str, name: str) -> pd.DataFrame:
    return table(atlas(), name)


def whole_table(name: str) -> pd.DataFrame:
    """Return a whole table or view for download; not to be changed in place."""
    return _table(atlas().hash, name)


@st.cache_resource(show_spinner=False)
def _about(_hash: str) -> dict[str, pd.DataFrame]:
    return {
        "sources": sources(atlas()),
        "coverage": coverage_matrix(atlas()),
        "tables": table_sizes(atlas()),
        "inputs": input_files(atlas()),
    }


def about() -> dict[str, pd.DataFrame]:
    """Return sources, coverage, tables and inputs of the database; not to be changed in place."""
    return _about(atlas().hash)


def database_meta() -> dict[str, object]:
    """Return version, hash and time of the database."""
    return meta(atlas())


def warm_up() -> None:
    """Load what every visitor needs; called once before the server takes its first request."""
    atlas()
    map_base()
    stages()
    about()
    agreement_table()
