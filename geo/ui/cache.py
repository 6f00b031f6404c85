"""What the pages ask: the open database, and the shared answers about it.

Answers are kept where `geo.remembered` keeps them, in the memory of the database; they are frozen values that all
sessions share, and a page never changes one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from geo.errors import SelectionError
from geo.evidence import receipt_production
from geo.evidence.agreement import agreement
from geo.evidence.change import Reading, reading
from geo.evidence.geography import load_geography
from geo.evidence.panels import country_panel, coverage_of, deposits_known, site_panel, sites_of
from geo.evidence.production import periods, production, production_years, publishers_of
from geo.evidence.sources import sources_of
from geo.evidence.spread import spread_of
from geo.evidence.subject import staged, subject_of
from geo.evidence.trade import codes_of, supply_of_region, trade
from geo.figure.source import Source
from geo.model.roster import Roster
from geo.remembered import remembered
from geo.schema.codes import Measure, Mineral, Region, Stage
from geo.schema.codes_publisher import Publisher
from geo.settings import load_settings
from geo.store.basemap import load_basemap
from geo.store.database import Atlas, open_atlas
from geo.store.queries_source import coverage_matrix, input_files, licences, meta, sources, table, table_sizes
from geo.store.queries_statistic import stages_available
from geo.view.payload import MapBase, prepare_base

TABLES = 8
"""Whole tables that are kept for download."""

P = ParamSpec("P")
T = TypeVar("T")


@st.cache_resource(show_spinner=False)
def atlas() -> Atlas:
    """Return the open database, one for all sessions."""
    return open_atlas(load_settings())


def asked(answer: Callable[Concatenate[Atlas, P], T]) -> Callable[P, T]:
    """Return `answer`, asked of the open database."""

    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        return answer(atlas(), *args, **kwargs)

    ask.__doc__ = answer.__doc__
    return ask


def kept(what: str, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` makes from answers for the screen (marks, rows, charts), made once for equal keys.

    Parameters
    ----------
    what
        What is made; keeps equal keys of different things apart.
    key
        Everything that the result depends on beside the database: minerals, stages, layers, theme.
    make
        Makes it; must read nothing else.
    """
    return atlas().memory.once(what, key, make)


@remembered
def _map_base(atlas: Atlas) -> MapBase:
    return prepare_base(load_basemap(load_settings().basemap), load_geography(atlas).names)


@remembered
def _stages(atlas: Atlas) -> dict[Mineral, tuple[Stage, ...]]:
    found: dict[Mineral, list[Stage]] = {}
    for row in stages_available(atlas).to_dict("records"):
        if row["has_production"] or row["has_trade"]:
            found.setdefault(Mineral(row["mineral"]), []).append(Stage(row["stage"]))
    return {mineral: tuple(sorted(stages, key=lambda stage: stage.place)) for mineral, stages in found.items()}


@remembered
def _reading(atlas: Atlas, mineral: Mineral, stage: Stage, region: Region, roster: Roster) -> Reading:
    output = None
    years = production_years(atlas, Measure.PRODUCTION, mineral, stage)
    if years:
        try:
            output = production(atlas, Measure.PRODUCTION, mineral, stage, years[0])
        except SelectionError:
            output = None  # the year is printed with withheld figures only: there is no share to read
    bought = supply_of_region(atlas, mineral, stage, region)
    return reading((mineral, stage, region), roster, output, bought)


@remembered
def _about(atlas: Atlas) -> dict[str, pd.DataFrame]:
    return {
        "sources": sources(atlas),
        "coverage": coverage_matrix(atlas),
        "tables": table_sizes(atlas),
        "inputs": input_files(atlas),
    }


def subject(mineral: Mineral, stage: Stage, measure: Measure = Measure.PRODUCTION) -> str:
    """Return what the series of a mineral counts, as it stands in a sentence."""
    return subject_of(atlas(), mineral, stage, measure)


def staged_subject(mineral: Mineral, stage: Stage, measure: Measure = Measure.PRODUCTION) -> str:
    """Return what the series of a mineral counts, with its stage."""
    return staged(atlas(), mineral, stage, measure)


def period_of(
    measure: Measure, mineral: Mineral, stage: Stage, year: int, publisher: Publisher = Publisher.REVIEWED
) -> str:
    """Return of which years the figures of a series are that stand under `year`."""
    return periods(atlas(), measure, mineral, stage, publisher).get(year, str(year))


geography = asked(load_geography)
map_base = asked(_map_base)
stages = asked(_stages)
"""Stages with production or trade figures, by mineral."""
years_of = asked(production_years)
production_of = asked(production)
publishers = asked(publishers_of)
spread = asked(spread_of)
trade_codes = asked(codes_of)
trade_of = asked(trade)
reading_of = asked(_reading)
"""Head figures under one state of the shared bar, in their newest years."""
agreement_table = asked(agreement)
cells_of = asked(receipt_production.cells_of)
facilities_of = asked(sites_of)
deposits_of = asked(deposits_known)
coverage_note = asked(coverage_of)
country_panel_of = asked(country_panel)
site_panel_of = asked(site_panel)
whole_table = asked(remembered(table, most=TABLES))
about = asked(_about)
"""Sources, coverage, tables and inputs of the database; not to be changed in place."""
database_meta = asked(meta)
licences_decided = asked(remembered(licences))


def editions(source_ids: Iterable[str]) -> tuple[Source, ...]:
    """Return the editions named, each once, by publisher."""
    return sources_of(atlas(), source_ids)


def warm_up() -> None:
    """Load what every visitor needs; called once before the server takes its first request."""
    atlas()
    map_base()
    stages()
    about()
    agreement_table()
