"""What is kept between runs: it gives the figures of a fresh reading, and a first look then asks the database nothing."""

from __future__ import annotations

from contextlib import closing

import pytest
import streamlit as st

from geo.model.interval import NoData
from geo.schema.codes import Mineral, Region, Stage
from geo.settings import load_settings
from geo.store.database import Atlas, open_atlas
from geo.topics import TOPICS
from geo.topics.dependence.answer.dependence import Facts, load_facts
from geo.topics.dependence.answer.output import Holding
from geo.topics.dependence.page import answers as dependence_answers
from geo.topics.nearshoring.answer import shelf
from geo.topics.nearshoring.answer.matrix import matrix
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.figures.columns import options_table
from geo.topics.nearshoring.page import answers as near_answers
from geo.topics.nearshoring.question import Question
from geo.ui import cache
from geo.ui.read_ahead import read_ahead
from tests.page.visit import goto, visit

PAIRS = ((Mineral.NICKEL, Stage.REFINED), (Mineral.LITHIUM, Stage.MINED), (Mineral.GALLIUM, Stage.REFINED))
ROSTERS = ("washington-six", "G7", "none", "washington-six")
"""The first once more at the end: what is kept must not remember who asked."""

pytestmark = pytest.mark.usefixtures("real_atlas")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions that the database was asked, those answered from its own memory too."""
    found: list[str] = []
    real = Atlas.frame

    def frame(atlas, sql, params=None):
        found.append(sql)
        return real(atlas, sql, params)

    monkeypatch.setattr(Atlas, "frame", frame)
    return found


def near(mineral: Mineral, stage: Stage, roster: str) -> Question:
    return Question(mineral, stage, Region.EUROPE, roster)


def holding_of(facts: Facts) -> Holding:
    assert not isinstance(facts.held, NoData)
    return facts.held


def test_what_all_sessions_share_has_the_figures_of_a_fresh_reading():
    for roster in ROSTERS:
        with closing(open_atlas(load_settings())) as fresh:
            for pair in PAIRS:
                question = near(*pair, roster)
                kept, read = near_answers.near_shoring_of(question), near_shoring(fresh, question)
                assert (kept.plan, kept.options, kept.decision) == (read.plan, read.options, read.decision)
                assert kept.sources == read.sources
            asked_of = near(*PAIRS[0], roster)
            assert matrix(cache.atlas(), asked_of, PAIRS) == matrix(fresh, asked_of, PAIRS)


def test_two_receipts_of_distances_read_the_distances_once(monkeypatch):
    st.cache_resource.clear()
    read = []
    real = shelf.distances

    def counted(atlas, route, **some):
        read.append((route, some))
        return real(atlas, route, **some)

    monkeypatch.setattr(shelf, "distances", counted)
    answer = near_answers.near_shoring_of(near(Mineral.NICKEL, Stage.REFINED, ROSTERS[0]))
    table = options_table(near_answers.ledger_of(answer))
    receipts = [table.receipts(option)["distance_km"] for option in answer.options[:2]]
    assert all(receipt is not None and receipt.inputs for receipt in receipts)
    assert len(read) == len({repr(each) for each in read})


@pytest.mark.parametrize(("mineral", "stage"), PAIRS)
def test_the_newest_year_by_name_is_the_newest_year(mineral, stage):
    newest = dependence_answers.facts_of(mineral, stage)
    year = holding_of(newest).production.year
    assert dependence_answers.facts_of(mineral, stage, year) is newest
    assert holding_of(dependence_answers.facts_of(mineral, stage, year - 1)).production.year == year - 1
    read = load_facts.__wrapped__(cache.atlas(), mineral, stage, year=year)
    assert (read.risks, read.sources) == (newest.risks, newest.sources)
    for name in ("production", "effective", "demand_held", "demand_removed", "sole", "history", "publishers"):
        assert getattr(holding_of(read), name) == getattr(holding_of(newest), name)


def test_after_reading_ahead_a_first_look_asks_nothing(asked, monkeypatch):
    monkeypatch.setattr(cache, "stages", lambda: {Mineral.NICKEL: (Stage.REFINED,), Mineral.COBALT: (Stage.REFINED,)})
    st.cache_resource.clear()
    app = visit()
    goto(app, "dependence").run()
    read_ahead(TOPICS, lambda: False)
    asked.clear()
    app.selectbox(key="mineral").set_value(Mineral.NICKEL).run()
    assert not app.exception
    assert asked == []


def test_reading_ahead_ends_when_the_server_does(asked):
    st.cache_resource.clear()
    dependence_answers.world()
    cache.stages()
    asked.clear()
    read_ahead(TOPICS, lambda: True)
    assert asked == []
