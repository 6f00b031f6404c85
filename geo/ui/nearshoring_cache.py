"""The part of the cache that near-shoring answers are kept in; see `geo.ui.cache`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import streamlit as st

from geo.answer.atlas_shelf import AtlasShelf
from geo.answer.matrix import Cell, matrix
from geo.answer.options import NearShoring, near_shoring
from geo.answer.production import Production
from geo.answer.question import Question
from geo.answer.shelf import Control, DistanceTable, Market, Standing, Transit
from geo.answer.sources import Source
from geo.answer.trade import TradeCode
from geo.model.ceiling import Project
from geo.model.options import Way
from geo.schema.codes import Mineral, Region, RouteCase, Stage
from geo.ui import cache


class RememberingShelf(AtlasShelf):
    """A shelf that reads each piece once; pieces are shared and never changed."""

    def codes(self, mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
        """Return the pure customs codes of a mineral and stage."""
        return cache.trade_codes(mineral, stage)

    def markets(self) -> Mapping[tuple[Mineral, Stage], Mapping[str, Market]]:
        """Return all complete trade by mineral and stage, then by customs code."""
        return cast("Mapping[tuple[Mineral, Stage], Mapping[str, Market]]", _piece(cache.atlas().hash, "markets", ()))

    def transit(self, mineral: Mineral, stage: Stage, hs6: str | None) -> Transit | None:
        """Return the hubs of that trade; None where none is held."""
        return cast("Transit | None", _piece(cache.atlas().hash, "transit", (mineral, stage, hs6)))

    def production(self, mineral: Mineral, stage: Stage) -> Production | None:
        """Return the newest output; None where none is held."""
        return cast("Production | None", _piece(cache.atlas().hash, "production", (mineral, stage)))

    def distances(self, route: RouteCase) -> DistanceTable:
        """Return all modelled distances of a route case."""
        return cast("DistanceTable", _piece(cache.atlas().hash, "distances", (route,)))

    def ways(self, route: RouteCase, reference: str) -> Mapping[str, Way]:
        """Return the ways to one country."""
        return cast("Mapping[str, Way]", _piece(cache.atlas().hash, "ways", (route, reference)))

    def standing(self) -> Standing:
        """Return governance, grids and freight factors."""
        return cast("Standing", _piece(cache.atlas().hash, "standing", ()))

    def all_controls(self) -> Mapping[Mineral, Mapping[str, tuple[Control, ...]]]:
        """Return export controls by mineral, then by country."""
        return cast(
            "Mapping[Mineral, Mapping[str, tuple[Control, ...]]]", _piece(cache.atlas().hash, "all_controls", ())
        )

    def sites(self, mineral: Mineral) -> Mapping[str, Mapping[str, int]]:
        """Return the number of known sites by country and kind."""
        return cast("Mapping[str, Mapping[str, int]]", _piece(cache.atlas().hash, "sites", (mineral,)))

    def projects(self) -> Mapping[Mineral, tuple[Project, ...]]:
        """Return known projects by mineral."""
        return cast("Mapping[Mineral, tuple[Project, ...]]", _piece(cache.atlas().hash, "projects", ()))

    def sources(self, source_ids: frozenset[str]) -> tuple[Source, ...]:
        """Return the editions named."""
        return cast("tuple[Source, ...]", _piece(cache.atlas().hash, "sources", tuple(sorted(source_ids))))


@st.cache_resource(show_spinner=False, max_entries=cache.ANSWERS)
def _piece(_hash: str, name: str, key: tuple[str | None, ...]) -> object:
    shelf = RememberingShelf(cache.atlas(), cache.geography())
    if name == "sources":
        return AtlasShelf.sources(shelf, frozenset(filter(None, key)))
    return getattr(AtlasShelf, name)(shelf, *key)


def market_of(mineral: Mineral, stage: Stage) -> Market | None:
    """Return complete trade of a mineral and stage; None where none is held."""
    return RememberingShelf(cache.atlas(), cache.geography()).market(mineral, stage, None)


@st.cache_resource(show_spinner=False, max_entries=cache.ANSWERS)
def _near_shoring(_hash: str, question: Question) -> NearShoring:
    return near_shoring(RememberingShelf(cache.atlas(), cache.geography()), question)


def near_shoring_of(question: Question) -> NearShoring:
    """Return suppliers and options; raises SelectionError where the question names what does not exist."""
    return _near_shoring(cache.atlas().hash, question)


@st.cache_resource(show_spinner=False, max_entries=cache.ANSWERS)
def _matrix(_hash: str, question: Question, chosen: tuple[Stage, ...]) -> tuple[Cell, ...]:
    pairs = [(mineral, stage) for mineral, own in cache.stages().items() for stage in chosen if stage in own]
    return matrix(RememberingShelf(cache.atlas(), cache.geography()), question, pairs)


def matrix_of(question: Question, chosen: tuple[Stage, ...]) -> tuple[Cell, ...]:
    """Return the overview of all minerals; mineral, stage and region of the question are not looked at."""
    everywhere = replace(
        question,
        mineral=Mineral.COBALT,
        stage=Stage.REFINED,
        region=Region.EUROPE,
        reference=None,
        hs6=None,
        weights=(),
        need_t=None,
    )
    return _matrix(cache.atlas().hash, everywhere, chosen)


def warm_up() -> None:
    """Read what every near-shoring answer needs; called once before the server takes its first request."""
    shelf = RememberingShelf(cache.atlas(), cache.geography())
    shelf.markets()
    shelf.distances(RouteCase.OPEN)
    shelf.standing()
    shelf.all_controls()
    shelf.projects()
