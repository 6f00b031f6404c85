"""The publisher as a choice: nobody's figures are mixed, the spread is of one thing and year, and ends are somebody's own."""

from __future__ import annotations

import math

import pytest

from geo.errors import SelectionError
from geo.evidence.production import production, production_years, publishers_of
from geo.evidence.spread import name_of, spread_figures, spread_of, spread_table
from geo.schema.codes import Measure, Mineral, Stage
from geo.schema.codes_publisher import Publisher, publisher_of
from geo.view.between import between_publishers
from tests.table_law import check_table

OUTPUT = Measure.PRODUCTION
SERIES = [(mineral, stage) for mineral in Mineral for stage in Stage]


def test_the_figures_of_a_publisher_are_his_own(real_atlas):
    rows = real_atlas.frame(
        "SELECT DISTINCT publisher, source_id, measure, mineral, stage, year FROM publisher_statistic"
    )
    assert [publisher_of(code).value for code in rows["source_id"]] == rows["publisher"].tolist()
    key = ["publisher", "measure", "mineral", "stage", "year"]
    assert not rows.duplicated(key).any()


def test_the_reviewed_series_is_one_of_the_publishers_in_every_year(real_atlas):
    differing = real_atlas.frame("""
        FROM primary_statistic p ANTI JOIN publisher_statistic s
        ON s.measure = p.measure AND s.mineral = p.mineral AND s.stage = p.stage AND s.year = p.year AND s.area = p.area
        AND s.source_id = p.source_id AND s.quantity_t IS NOT DISTINCT FROM p.quantity_t
        AND s.share IS NOT DISTINCT FROM p.share AND s.flag = p.flag
    """)
    assert differing.empty


KNOWN = [
    (Mineral.COBALT, Stage.MINED, Publisher.WMD, 2024, "COD", 200_253, 268_755),
    (Mineral.COBALT, Stage.MINED, Publisher.IEA, 2024, "COD", 181_570, None),
    (Mineral.GALLIUM, Stage.REFINED, Publisher.WMD, 2024, "CHN", 974, 987),
    (Mineral.LITHIUM, Stage.MINED, Publisher.WMD, 2024, "AUS", 230_000 * 0.4645, 601_914 * 0.4645),
    (Mineral.PLATINUM, Stage.MINED, Publisher.WMD, 2024, "ZAF", 125.634, 178.929),
    (Mineral.COBALT, Stage.REFINED, Publisher.BGS, 2023, "CHN", 140_000, 175_706),
    (Mineral.COPPER, Stage.REFINED, Publisher.BGS, 2023, "CHN", 12_988_000, 27_588_772),
]
"""Printed figures and totals of the publishers' own files."""


@pytest.mark.parametrize(("mineral", "stage", "publisher", "year", "area", "tonnes", "world"), KNOWN)
def test_what_publishers_print(real_atlas, mineral, stage, publisher, year, area, tonnes, world):
    found = production(real_atlas, OUTPUT, mineral, stage, year, publisher)
    assert math.isclose(found.row(area).quantity_t, tonnes, rel_tol=0.005)
    if world is not None:
        assert math.isclose(found.concentration.denominator_t, world, rel_tol=1e-4)


def test_a_publisher_who_prints_nothing_is_named_with_those_who_do(real_atlas):
    with pytest.raises(
        SelectionError, match=r"no figures of IEA are held for the production of tungsten .*usgs, bgs, wmd"
    ):
        production(real_atlas, OUTPUT, Mineral.TUNGSTEN, Stage.MINED, None, Publisher.IEA)


def test_a_spread_is_of_one_thing_and_year_and_its_ends_are_printed(real_atlas):
    names = {row["iso3"]: row["name"] for row in real_atlas.frame("SELECT iso3, name FROM country").to_dict("records")}
    compared = 0
    for mineral, stage in SERIES:
        if not production_years(real_atlas, OUTPUT, mineral, stage):
            continue
        shown = production(real_atlas, OUTPUT, mineral, stage, None)
        spread = spread_of(real_atlas, shown)
        if spread is None:
            continue
        compared += 1
        assert len({name_of(each) for each in spread.outputs}) == len(spread.outputs) >= 2
        assert {each.subject for each in spread.outputs} == {shown.subject}
        assert len({each.year for each in spread.outputs}) == 1
        assert not any(each.is_projection for each in spread.outputs)
        for each in spread.outputs:
            assert spread.hhi.low <= each.concentration.hhi_low <= each.concentration.hhi_high <= spread.hhi.high
            assert spread.world_t.low <= each.concentration.denominator_t <= spread.world_t.high
        assert spread_figures(spread)["subject"] == shown.subject
        assert spread.hhi.lowest in between_publishers(spread, names)
    assert compared >= 25


def test_other_things_stay_out_of_a_spread(real_atlas):
    rare = spread_of(real_atlas, production(real_atlas, OUTPUT, Mineral.RARE_EARTHS, Stage.MINED, 2024))
    # The IEA counts four magnet metals only.
    assert {name_of(each) for each in rare.outputs} == {"USGS", "World Mining Data"}
    assert Publisher.IEA in publishers_of(real_atlas, OUTPUT, Mineral.RARE_EARTHS, Stage.MINED)
    assert spread_of(real_atlas, production(real_atlas, OUTPUT, Mineral.CHROMIUM, Stage.MINED, 2024)) is None


def test_every_figure_of_a_spread_has_its_receipt(real_atlas):
    spread = spread_of(real_atlas, production(real_atlas, OUTPUT, Mineral.COBALT, Stage.MINED, 2024))
    assert check_table(spread_table(spread, key="spread"))
