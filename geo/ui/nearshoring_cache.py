"""The part of the cache that near-shoring answers are kept in; see `geo.ui.cache`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from geo.answer.atlas_shelf import AtlasShelf
from geo.answer.matrix import Cell, matrix
from geo.answer.options import NearShoring, near_shoring
from geo.answer.production import Production
from geo.answer.question import Question
from geo.answer.shelf import Market, Transit
from geo.answer.trade import TradeCode
from geo.figure.source import Source
from geo.model.options import Way
from geo.schema.codes import Mineral, Region, RouteCase, Stage
from geo.ui import cache


class RememberingShelf(AtlasShelf):
    """A shelf that reads each piece once; all sessions share it, and nobody changes a piece."""

    def codes(self, mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
        """Return the pure customs codes of a mineral and stage."""
        return cache.trade_codes(mineral, stage)

    def transit(self, mineral: Mineral, stage: Stage, hs6: str | None) -> Transit | None:
        """Return the hubs of that trade; None where none is held."""
        read = super().transit
        return self._once(("transit", mineral, stage, hs6), lambda: read(mineral, stage, hs6))

    def production(self, mineral: Mineral, stage: Stage) -> Production | None:
        """Return the newest output; None where none is held."""
        read = super().production
        return self._once(("production", mineral, stage), lambda: read(mineral, stage))

    def ways(self, route: RouteCase, reference: str) -> Mapping[str, Way]:
        """Return the ways to one country."""
        read = super().ways
        return self._once(("ways", route, reference), lambda: read(route, reference))

    def sites(self, mineral: Mineral) -> Mapping[str, Mapping[str, int]]:
        """Return the number of known sites by country and kind."""
        read = super().sites
        return self._once(("sites", mineral), lambda: read(mineral))

    def sources(self, source_ids: frozenset[str]) -> tuple[Source, ...]:
        """Return the editions named."""
        read = super().sources
        return self._once(("sources", source_ids), lambda: read(source_ids))


@st.cache_resource(show_spinner=False)
def _shelf(_hash: str) -> RememberingShelf:
    return RememberingShelf(cache.atlas(), cache.geography())


def shelf() -> RememberingShelf:
    """Return the shelf that near-shoring answers take their pieces from."""
    return _shelf(cache.atlas().hash)


def market_of(mineral: Mineral, stage: Stage) -> Market | None:
    """Return complete trade of a mineral and stage; None where none is held."""
    return shelf().market(mineral, stage, None)


@st.cache_resource(show_spinner=False, max_entries=cache.ANSWERS)
def _near_shoring(_hash: str, question: Question) -> NearShoring:
    return near_shoring(shelf(), question)


def near_shoring_of(question: Question) -> NearShoring:
    """Return suppliers and options; raises SelectionError where the question names what does not exist."""
    return _near_shoring(cache.atlas().hash, question)


@st.cache_resource(show_spinner=False, max_entries=cache.ANSWERS)
def _matrix(_hash: str, question: Question, chosen: tuple[Stage, ...]) -> tuple[Cell, ...]:
    pairs = [(mineral, stage) for mineral, own in cache.stages().items() for stage in chosen if stage in own]
    return matrix(shelf(), question, pairs)


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
    held = shelf()
    held.markets()
    held.distances(RouteCase.OPEN)
    held.standing()
    held.all_controls()
    held.projects()
    held.all_outlooks()
