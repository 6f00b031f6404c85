"""Use as it is told: both ends in two digits, the rung in words, the two needs apart, every worked figure with its receipt."""

from __future__ import annotations

import math

import pytest

from geo.schema.codes import Mineral
from geo.schema.codes_use import NOT_KNOWN_FROM, NeedKind
from geo.topics.dependence.answer.use import AREAS, use_of
from geo.topics.dependence.figures.use import band_words, ground_words, need_sentence, use_figures, use_tables
from geo.topics.dependence.model.use import two_digits
from tests.table_law import check_table

VEHICLES = {
    Mineral.LITHIUM: {"EU27": 12_000, "americas": 13_000, "CHN": 51_000, "asia-pacific": 55_000},
    Mineral.NICKEL: {"USA": 65_000, "EU27": 70_000, "europe": 98_000, "CHN": 90_000, "asia-pacific": 100_000},
    Mineral.COBALT: {"USA": 8_100, "EU27": 8_800, "europe": 12_000, "CHN": 11_000, "asia-pacific": 13_000},
    Mineral.GRAPHITE: {"USA": 100_000, "EU27": 110_000, "americas": 120_000, "europe": 160_000, "CHN": 530_000},
}
"""Tonnes inside the electric vehicles sold in 2024, as the note on regional need prints them (cobalt in the EU: 8,700)."""


@pytest.mark.parametrize("mineral", VEHICLES)
def test_what_buyers_get_in_vehicles_is_that_of_the_note(real_atlas, mineral):
    rows = {row.area: row for row in use_of(real_atlas, mineral).needs[NeedKind.BUYERS]}
    assert {area: two_digits(rows[area].estimate_t) for area in VEHICLES[mineral]} == VEHICLES[mineral]


@pytest.mark.parametrize("mineral", list(Mineral))
def test_a_need_has_both_ends_or_is_not_known(real_atlas, mineral):
    use = use_of(real_atlas, mineral)
    for kind, rows in use.needs.items():
        assert [row.area for row in rows] == list(AREAS)
        for row in rows:
            if row.rung >= NOT_KNOWN_FROM:
                assert (row.low_t, row.estimate_t, row.high_t, row.world_t) == (None, None, None, None)
                assert band_words(row) == "not known"
                assert "not known" in need_sentence(row, kind)
                assert ground_words(row) == "Not known"
                continue
            assert row.low_t <= row.estimate_t <= row.high_t
            assert band_words(row) in need_sentence(row, kind)
            if row.rung == 3:
                assert "could be half or double" in ground_words(row)
    figures = use_figures(use)
    assert {"plants_need", "buyers_need"} <= set(figures)
    assert not any(row.world_t for row in use.needs[NeedKind.BUYERS])


def test_where_scopes_differ_no_share_of_world_use_is_worked_out(real_atlas):
    for mineral in (Mineral.PLATINUM, Mineral.PALLADIUM):
        assert not any(row.world_t for row in use_of(real_atlas, mineral).needs[NeedKind.PLANTS])


@pytest.mark.parametrize("mineral", [Mineral.LITHIUM, Mineral.COPPER, Mineral.RARE_EARTHS, Mineral.SILICON])
def test_every_worked_figure_of_use_opens_its_receipt(real_atlas, mineral):
    opened = {table.key: check_table(table) for table in use_tables(use_of(real_atlas, mineral))}
    assert opened["dependence.use.plants"]["share_low"] > 0
    if mineral is Mineral.LITHIUM:
        assert opened["dependence.use.buyers"] == {"low_t": 6, "estimate_t": 6, "high_t": 6}
    if mineral is Mineral.COPPER:
        assert opened["dependence.use.apparent"] == {"apparent_t": 9}


def test_hubs_are_named_and_left_out(real_atlas):
    use = use_of(real_atlas, Mineral.SILICON)
    assert use.hubs == ("United Kingdom", "United Arab Emirates", "Netherlands")
    published = [row for row in use.consumed if row.imports_t is None]
    assert not {"ARE", "NLD"} & {row.area for row in published}
    usa = next(row for row in use.consumed if row.area == "USA" and row.imports_t is not None)
    assert usa.production_t is None
    assert math.isclose(usa.apparent_t, 160_754, abs_tol=1)
