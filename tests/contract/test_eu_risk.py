"""EU supply risk of the committed facts: how wide the intervals are, what is one material, what cannot be told."""

from __future__ import annotations

import math
from statistics import median

import pytest

from geo.evidence.agreement import agreement
from geo.evidence.agreement_study import risks_reproduced
from geo.evidence.eu_risk import eu_risks, study_risks
from geo.model.agreement import Family
from geo.schema.codes import Mineral, ShareScope, Stage
from geo.store.queries_dependence import eu_results, eu_use_shares, iea_top_three

NEW = (Family.EU_SUPPLY_RISK, Family.EU_IMPORTANCE, Family.TOP_THREE)


@pytest.fixture(scope="module")
def widths(real_atlas):
    """High over low of every material with a printed result of its own name."""
    single = eu_results(real_atlas).groupby("material").filter(lambda rows: len(rows) == 1)
    found = study_risks(real_atlas).bottlenecks
    return {name: found[name][0].high / found[name][0].low for name in single["study_material"] if name in found}


def test_intervals_are_half_as_wide_as_they_were(widths):
    """Before: 2.2 in the median of the printed materials, 15.9 at worst (chromium, which cannot be told now)."""
    told = {name: width for name, width in widths.items() if math.isfinite(width)}
    assert len(widths) == 31
    assert set(widths) - set(told) == {"Chromium"}
    assert median(told.values()) < 1.65
    assert max(told.values()) < 9.3
    assert sorted(told, key=told.__getitem__)[-2:] == ["Tungsten", "Silicon metal"]


def test_aluminium_is_one_material_with_its_ore(real_atlas):
    for mineral in (Mineral.ALUMINIUM, Mineral.BAUXITE):
        found = eu_risks(real_atlas, mineral)
        assert [(row.material, row.stage) for row in found.rows] == [
            ("Aluminium", Stage.MINED),
            ("Aluminium", Stage.REFINED),
        ]
        ends, stages = found.bottlenecks["Aluminium"]
        assert stages == ("mined",)
        assert (ends.low, ends.high) == (pytest.approx(1.10, abs=0.01), pytest.approx(2.17, abs=0.01))


def test_a_list_that_lost_its_rows_tells_nothing(real_atlas):
    found = eu_risks(real_atlas, Mineral.CHROMIUM)
    (left,) = found.left_out
    assert (left.material, left.stage) == ("Chromium", Stage.MINED)
    assert "prints 9%" in left.reason
    assert math.isinf(found.bottlenecks["Chromium"][0].high)


def test_the_source_that_was_taken_is_reviewed_with_its_figures(real_atlas):
    taken = {(row.material, row.option) for row in study_risks(real_atlas).rows if row.option is not None}
    assert taken == {
        ("Arsenic", ShareScope.GLOBAL_SUPPLY),
        ("Gallium", ShareScope.GLOBAL_SUPPLY),
        ("Phosphorous", ShareScope.GLOBAL_SUPPLY),
        ("Indium", ShareScope.EU_SOURCING),
    }


def test_the_rate_of_an_ore_is_not_that_of_its_metal(real_atlas):
    rows = {(row.material, row.stage): row.risk.recycling for row in eu_risks(real_atlas, Mineral.MAGNESIUM).rows}
    assert rows[("Magnesite", Stage.MINED)].is_exact
    assert not rows[("Magnesium", Stage.REFINED)].is_exact


def test_the_printed_results_are_held_as_the_agreement_table_counts_them(real_atlas):
    """Both failures stay visible: beryllium by 0.003, germanium whose printed risk is half of any input."""
    found = agreement(real_atlas)
    counts = {family: {verdict.value: number for verdict, number in found.counts[family].items()} for family in NEW}
    assert counts[Family.EU_SUPPLY_RISK] == {"pass": 30, "fail": 2, "not comparable": 2}
    assert risks_reproduced(real_atlas) == (30, 32)
    assert counts[Family.EU_IMPORTANCE] == {"pass": 19, "fail": 4, "not comparable": 11}
    assert counts[Family.TOP_THREE] == {"pass": 11, "fail": 1, "not comparable": 0}
    failed = {row.subject for row in found.failures if row.family in NEW}
    assert "European Union, Germanium, study of 2023" in failed
    assert "Graphite refined (battery-grade) 2023" in failed


def test_published_values_of_the_notes_are_held(real_atlas):
    printed = eu_results(real_atlas).drop_duplicates("material").set_index("material")
    assert printed.loc["Gallium", ["supply_risk", "economic_importance"]].tolist() == [3.9, 3.7]
    assert printed.loc["Tungsten", ["supply_risk", "economic_importance"]].tolist() == [1.2, 8.7]
    uses = eu_use_shares(real_atlas)
    assert uses["value_added_eur_millions"].max() == 204200
    top = iea_top_three(real_atlas).drop_duplicates(["mineral", "stage"]).set_index(["mineral", "stage"])["share"]
    assert {key: round(100 * value, 1) for key, value in top.items()}[("cobalt", "refined")] == 88.2
    assert len(top) == 12
