"""The committed tables of use against the files they were read from, and against what USGS prints itself."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from geo.build.contradiction import broken
from geo.build.rules_use import USE_RULES
from geo.schema.codes_use import NOT_KNOWN_FROM, NeedGround, NeedKind
from geo.store.queries_dependence import us_salient
from geo.store.queries_use import (
    apparent_consumption,
    battery_demand,
    battery_intensities,
    need_checks,
    regional_need,
    reported_use,
    value_added_shares,
)
from tests.stress.altered import true_facts

PLANTS = {
    ("antimony", "americas"): (37_000, 29_000, 49_000, 3),
    ("cobalt", "asia-pacific"): (180_000, 150_000, 200_000, 4),
    ("copper", "europe"): (3_000_000, 2_600_000, 3_400_000, 2),
    ("gallium", "europe"): (51, 40, 65, 3),
    ("lithium", "europe"): (5_400, 1_800, 17_000, 3),
    ("magnesium", "americas"): (230_000, 65_000, 230_000, 1),
    ("palladium", "americas"): (110, 84, 140, 3),
    ("silicon", "asia-pacific"): (4_600_000, 3_500_000, 6_000_000, 2),
    ("titanium", "europe"): (32_000, 24_000, 41_000, 2),
    ("vanadium", "asia-pacific"): (79_000, 42_000, 96_000, 4),
}
"""Cells of the note that goes with the files."""

HOME = ("americas", "europe", "asia-pacific")


def test_plants_need_is_that_of_the_files_with_band_and_rung(real_atlas):
    need = regional_need(real_atlas)
    plants = need[need["need"] == NeedKind.PLANTS].set_index(["mineral", "area"])
    assert len(plants) == 153
    for key, (point, low, high, rung) in PLANTS.items():
        row = plants.loc[key]
        assert (row["estimate_t"], row["low_t"], row["high_t"], row["rung"]) == (point, low, high, rung), key
    regions = plants[plants.index.get_level_values("area").isin(HOME)]
    assert len(regions) == 51
    assert (regions["rung"] <= 2).sum() == 11
    assert (plants["rung"] < NOT_KNOWN_FROM).eq(plants["ground"] != NeedGround.MAGNITUDE).all()


def test_the_two_needs_have_names_of_their_own(real_atlas):
    need = regional_need(real_atlas)
    buyers = need[need["need"] == NeedKind.BUYERS]
    assert buyers[["mineral", "area", "estimate_t"]].to_numpy().tolist() == [["rare_earths", "EU27", 16_000.0]]
    # What a tonne is of differs, so that nobody can take one for the other.
    plants = need[(need["need"] == NeedKind.PLANTS) & (need["mineral"] == "rare_earths")]
    assert set(buyers["subject"]).isdisjoint(plants["subject"])


@pytest.mark.parametrize(
    ("mineral", "commodity", "detail", "tolerance"),
    [
        ("antimony", "Antimony", "apparent", 0.02),
        ("cobalt", "Cobalt", "apparent", 0.02),
        ("graphite", "Graphite", "apparent", 0.02),
        ("manganese", "Manganese", "apparent", 0.02),
        ("vanadium", "Vanadium", "apparent", 0.03),
    ],
)
def test_us_need_is_what_usgs_prints(real_atlas, mineral, commodity, detail, tolerance):
    printed = us_salient(real_atlas)
    printed = printed[(printed["mineral"] == mineral) & (printed["item"] == "consumption") & (printed["year"] == 2024)]
    printed = printed[printed["detail"].str.contains(detail, case=False)]
    need = (
        regional_need(real_atlas).set_index(["need", "mineral", "area"]).loc[("plants", mineral, "USA"), "estimate_t"]
    )
    assert any(math.isclose(need, value, rel_tol=tolerance) for value in printed["quantity_t"].dropna()), printed


def test_figures_read_one_by_one_carry_their_document(real_atlas):
    copper = reported_use(real_atlas, "copper")
    assert copper[(copper["area"] == "USA") & (copper["basis"] == "apparent")]["value"].tolist() == [1_860_000.0]
    whole = pd.concat([reported_use(real_atlas, mineral) for mineral in regional_need(real_atlas)["mineral"].unique()])
    assert len(whole) == 45
    assert whole["source_title"].str.len().gt(0).all()
    assert not whole["source_title"].str.contains("raw/").any()


def test_apparent_consumption_is_the_sum_of_its_parts(real_atlas):
    copper = apparent_consumption(real_atlas, "copper")
    ours = copper[copper["imports_t"].notna()].set_index("area")
    assert len(ours) == 9
    assert math.isclose(ours.loc["USA", "apparent_t"], 1_686_435, abs_tol=1)
    published = copper[copper["apparent_t"].notna() & copper["imports_t"].isna()].set_index("area")
    assert published.loc["CHN", "apparent_t"] == 14_376_600
    assert published.loc["CHN", "production_year"] == 2022
    assert published.loc["CHN", "trade_year"] == 2024
    # Net imports of the two calculations, over the same trade file, agree although their production is two years apart.
    for area in ("CHN", "JPN"):
        net = published.loc[area, "apparent_t"] - published.loc[area, "production_t"]
        assert math.isclose(net, ours.loc[area, "imports_t"] - ours.loc[area, "exports_t"], rel_tol=0.01)
    silicon = apparent_consumption(real_atlas, "silicon")
    assert set(silicon.loc[silicon["is_hub"], "area"]) == {"GBR", "ARE", "NLD"}
    # Withheld or not listed is no zero.
    assert silicon[(silicon["area"] == "USA")]["production_t"].isna().all()


def test_vehicles_and_batteries_are_those_of_their_files(real_atlas):
    demand = battery_demand(real_atlas, 2024)
    gwh = demand[demand["item"] == "Battery demand"].groupby("area")["value"].sum().round().to_dict()
    assert gwh == {"China": 569, "Europe": 183, "India": 11, "Rest of the world": 76, "USA": 116, "World": 953}
    packs = battery_intensities(real_atlas).set_index(["chemistry", "mineral"])["kg_per_kwh"]
    assert math.isclose(packs["NMC 811", "nickel"], 0.6078, abs_tol=5e-5)
    assert math.isclose(packs["LFP", "graphite"], 0.9554, abs_tol=5e-5)


def test_value_added_is_context_of_countries_only(real_atlas):
    newest = value_added_shares(real_atlas, 2021)
    assert newest.iloc[0]["iso3"] == "CHN"
    assert newest.iloc[0]["value_usd"] == pytest.approx(4.87e12)
    assert "JPN" not in set(newest["iso3"])
    assert len(need_checks(real_atlas)) == 36


RULES = [
    ("regional_need", "low_t", 1e9, lambda rows: rows["rung"] > 0, "band of need"),
    ("regional_need", "rung", 5, lambda rows: rows["rung"] == 1, "rung of need"),
    ("apparent_consumption", "imports_t", 1.0, lambda rows: rows["imports_t"] > 1, "parts of apparent consumption"),
    ("apparent_consumption", "production_t", 1e9, lambda rows: rows["area"] == "WORLD", "printed refined production"),
    ("ev_outlook", "value", 1e9, lambda rows: (rows["area"] == "World") & (rows["year"] == 2024), "world of batteries"),
]


@pytest.mark.parametrize(("name", "column", "value", "which", "rule"), RULES)
def test_a_changed_figure_is_contradicted(name, column, value, which, rule):
    table = true_facts()[name].copy()
    table.loc[table.index[which(table)][0], column] = value
    rules = [each for each in USE_RULES if each.name == rule]
    assert [each.name for each in rules if not broken(each, {**true_facts(), name: table}).empty] == [rule]


def test_how_an_estimate_was_made_is_written_as_people_read_it(real_atlas):
    need = regional_need(real_atlas)
    assert not need["how"].str.contains(r"\de[+-]\d").any()
    lithium = need[(need["mineral"] == "lithium") & (need["area"] == "europe") & (need["need"] == "plants")][
        "how"
    ].item()
    assert "USA scaled by user industry (3,560 t)" in lithium
