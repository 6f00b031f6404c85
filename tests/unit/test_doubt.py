"""Tonnes that are not believed: the rules by hand, their laws, and what they do on the real data."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.build.doubt import doubtful_flows, doubtful_rows
from geo.model.bilateral import bilateral_trade
from geo.model.supply import Flow
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.schema.doubt import FACTOR, Doubt
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.model.ceiling import CeilingRule, PassedOn, ceilings
from geo.topics.nearshoring.model.need import NeedStatus
from geo.topics.nearshoring.question import Buyers, Question

AREAS = ("AUS", "CAN", "CHN", "DEU", "HKG", "USA")
COLUMNS = ["year", "exporter_iso3", "importer_iso3", "value_usd", "quantity_t"]


def rows(*flows: tuple[int, str, str, float, float | None], hs6: str = "282200") -> pd.DataFrame:
    return pd.DataFrame(flows, columns=COLUMNS).astype({"quantity_t": float}).assign(hs6=hs6)


def steady(
    price: float, tonnes: float = 1000.0, years: range = range(2018, 2024)
) -> list[tuple[int, str, str, float, float]]:
    """Three pairs that pay the same every year."""
    pairs = (("CHN", "DEU"), ("AUS", "USA"), ("CAN", "DEU"))
    return [(year, *pair, price * tonnes, tonnes) for year in years for pair in pairs]


def found(flows: pd.DataFrame) -> dict[tuple[int, str, str], str]:
    made = doubtful_flows(flows)
    keys = zip(made["year"], made["exporter_iso3"], made["importer_iso3"], strict=True)
    return dict(zip(keys, made["doubt"], strict=True))


@pytest.mark.parametrize("factor", [1 / 20, 20])
def test_a_flow_far_from_the_world_and_its_own_past_is_doubted_upwards_and_downwards(factor):
    flows = steady(10.0) + [(year, "DEU", "HKG", 10.0 * 500, 500.0) for year in range(2018, 2023)]
    odd = (2023, "DEU", "HKG", 10.0 * 500, 500.0 * factor)
    assert found(rows(*flows, odd)) == {(2023, "DEU", "HKG"): Doubt.UNIT_VALUE}


def test_without_a_past_only_what_is_eight_times_off_is_doubted():
    base = steady(10.0, years=range(2023, 2024))
    assert found(rows(*base, (2023, "DEU", "HKG", 10.0 * 7, 1.0), (2023, "DEU", "USA", 10.0 * 9, 1.0))) == {
        (2023, "DEU", "USA"): Doubt.NO_PAST
    }
    # More than a tenth of the tonnes: three times is enough.
    assert found(rows(*base, (2023, "DEU", "HKG", 10.0 * 100, 500.0))) == {(2023, "DEU", "HKG"): Doubt.NO_PAST}


def test_what_is_another_form_year_after_year_is_doubted_where_the_code_has_one_kind():
    """Portugal's 957 t of "lithium carbonate" for Spain at 284 USD a tonne, where the world pays 11,000."""
    ore = [(year, "PRT", "ESP", 10.0 * 30, 900.0) for year in range(2018, 2024)]
    doubted = found(rows(*steady(10.0), *ore))
    assert doubted[(2023, "PRT", "ESP")] == Doubt.FORM
    assert {(a, b) for _, a, b in doubted} == {("PRT", "ESP")}


def test_a_dearer_form_keeps_its_tonnes():
    """China's 66,711 t of calcined bauxite for the United States at 558 USD a tonne, where the world pays 69."""
    refractory = [(year, "CHN", "USA", 80.0 * 20, 20.0) for year in range(2018, 2024)]
    assert not {year for year, *pair in found(rows(*steady(10.0), *refractory)) if year > 2020}


def test_goods_of_two_kinds_are_believed_for_their_own_past():
    laterite = [(year, "PHL", "CHN", 40.0 * 9000, 9000.0) for year in range(2015, 2024)]
    concentrate = [(year, "AUS", "CHN", 2000.0 * 50, 50.0) for year in range(2015, 2024)]
    # The first three years are those without a past.
    assert {year for year, _, _ in found(rows(*laterite, *concentrate))} == {2015, 2016, 2017}


def test_a_price_that_rises_eightfold_for_all_makes_no_doubt():
    dear = [(year, a, b, usd * (8 if year >= 2022 else 1), t) for year, a, b, usd, t in steady(10.0)]
    assert found(rows(*dear)) == {}


def test_of_three_years_only_the_one_whose_tonnes_are_off_is_doubted():
    """13.8 Mt of bauxite between 70 and 110 Mt, at a value that grows: the flow is most of the trade itself."""
    years = range(2015, 2025)
    most = [(year, "GIN", "CHN", 60.0 * 70e6 * 1.05 ** (year - 2015), 70e6 * 1.05 ** (year - 2015)) for year in years]
    others = [(year, "AUS", "CHN", 45.0 * 35e6, 35e6) for year in years] + [(y, "TUR", "DEU", 80e6, 1e6) for y in years]
    most[8] = (2023, *most[8][1:4], 13.8e6)
    assert found(rows(*most, *others)) == {(2023, "GIN", "CHN"): Doubt.UNIT_VALUE}


def test_what_nothing_hangs_on_is_not_looked_at():
    assert found(rows(*steady(10.0, tonnes=1e9), (2023, "DEU", "HKG", 1000.0, 1.0))) == {}


@st.composite
def worlds(draw):
    pairs = st.tuples(st.integers(2018, 2024), st.sampled_from(AREAS), st.sampled_from(AREAS))
    drawn = draw(st.lists(pairs.filter(lambda key: key[1] != key[2]), unique=True, min_size=1, max_size=40))
    return rows(*((*key, draw(st.floats(1, 1e7)), draw(st.none() | st.floats(0.001, 1e7))) for key in drawn))


@given(worlds(), st.randoms(), st.sampled_from([0.5, 4.0, 1024.0]))
def test_order_and_units_change_nothing(flows, random, factor):
    """Powers of two, so that a flow on the very edge of a rule stays on its side."""
    order = list(range(len(flows)))
    random.shuffle(order)
    expected = found(flows)
    assert found(flows.iloc[order]) == expected
    assert found(flows.assign(value_usd=flows["value_usd"] * factor)) == expected
    assert found(flows.assign(quantity_t=flows["quantity_t"] * factor)) == expected


@given(worlds())
def test_each_doubted_flow_is_as_far_off_as_its_rule_says(flows):
    for row in doubtful_flows(flows).to_dict("records"):
        off = max(row["usd_per_t"] / row["code_usd_per_t"], row["code_usd_per_t"] / row["usd_per_t"])
        if row["doubt"] in (Doubt.UNIT_VALUE, Doubt.NO_PAST, Doubt.FORM) and not math.isnan(off):
            assert off > FACTOR
        assert math.isnan(row["past_usd_per_t"]) or row["doubt"] != Doubt.NO_PAST
        others = flows[(flows["year"] == row["year"]) & (flows["quantity_t"] > 0)]
        pair = (others["exporter_iso3"] == row["exporter_iso3"]) & (others["importer_iso3"] == row["importer_iso3"])
        assert not pair.all() or np.isnan(row["code_usd_per_t"])


def test_an_edition_is_judged_by_itself_and_by_the_past_of_the_longest():
    past = [(year, "DEU", "HKG", 10.0 * 500, 500.0) for year in range(2018, 2024)]
    long = rows(*steady(10.0), *past).assign(source_id="long", nomenclature="HS92")
    now = rows(*steady(10.0, years=range(2024, 2025)), (2024, "DEU", "HKG", 5000.0, 100.0))
    now = now.assign(source_id="now", nomenclature="HS17")
    flows = pd.concat([long, now], ignore_index=True)
    coverage = flows[["source_id", "nomenclature", "year", "hs6"]].drop_duplicates()
    coverage = coverage.assign(scope="complete", has_quantity=True)
    made = doubtful_rows(flows, coverage)
    # Five times the price: believed without a past (under a tenth of the tonnes), not with one.
    assert made[["source_id", "year", "exporter_iso3", "doubt"]].to_numpy().tolist() == [
        ["now", 2024, "DEU", Doubt.UNIT_VALUE]
    ]
    assert doubtful_rows(now, coverage[coverage["source_id"] == "now"]).empty
    assert doubtful_rows(flows, coverage.assign(scope="partial")).empty


@given(worlds(), st.sampled_from(PassedOn))
def test_tonnes_in_doubt_never_make_a_ceiling_larger(flows, passed_on):
    now = flows[flows["year"] == flows["year"].iloc[0]]
    doubted = found(now)
    declared_flows = [
        Flow(a, b, usd, None if math.isnan(t) else t)
        for _, a, b, usd, t in now[COLUMNS].itertuples(index=False, name=None)
    ]
    believed = [
        replace(each, quantity_t=None) if (now["year"].iloc[0], each.exporter, each.importer) in doubted else each
        for each in declared_flows
    ]
    rule = CeilingRule(2030, 1.5, passed_on=passed_on)
    declared, counted = bilateral_trade(declared_flows), bilateral_trade(believed)
    asked = ({"DEU"}, ["CHN"], rule)
    sure = ceilings(counted, *asked, trade_year=2024, goods="x", declared=declared)
    all_of = {row.area: row for row in ceilings(declared, *asked, trade_year=2024, goods="x")}
    for row in sure:
        assert row.own_t <= all_of[row.area].own_t + 1e-6


# --- on the real database -------------------------------------------------------------------------------------------


def asked(mineral, region, **settings):
    return Question(mineral, Stage.REFINED, region, "washington-six", **settings)


@pytest.mark.parametrize(
    ("hs6", "year", "exporter", "importer"),
    [("260300", 2021, "CHL", "CHN"), ("260300", 2024, "CHL", "CHN"), ("260600", 2023, "GIN", "CHN")],
)
def test_the_gross_outliers_of_the_publisher_are_doubted(real_atlas, hs6, year, exporter, importer):
    query = (
        "SELECT exporter_iso3, importer_iso3 FROM doubtful_flow WHERE nomenclature = 'HS92' AND hs6 = ? AND year = ?"
    )
    held = set(real_atlas.frame(query, [hs6, year]).itertuples(index=False, name=None))
    assert (exporter, importer) in held


def test_the_years_between_are_believed(real_atlas):
    query = "SELECT year FROM doubtful_flow WHERE nomenclature = 'HS92' AND hs6 = '260600' AND exporter_iso3 = 'GIN' AND importer_iso3 = 'CHN' AND year > 2015"
    assert real_atlas.frame(query)["year"].tolist() == [2023]


def test_germanys_cobalt_to_hong_kong_carries_no_mix(real_atlas):
    answer = near_shoring(real_atlas, asked(Mineral.COBALT, Region.EUROPE))
    assert ("DEU", "HKG") in {(each.exporter, each.importer) for each in answer.doubtful}
    counted = near_shoring(real_atlas, asked(Mineral.COBALT, Region.EUROPE, all_declared=True))
    assert answer.plan.ceilings["DEU"].exports_t <= counted.plan.ceilings["DEU"].exports_t - 1049.0


def test_a_need_with_doubtful_flows_is_a_lower_bound(real_atlas):
    gone = asked(Mineral.BERYLLIUM, Region.ASIA_PACIFIC, replace=("MDG",), buyers=Buyers.ALL)
    sure, declared = near_shoring(real_atlas, gone), near_shoring(real_atlas, replace(gone, all_declared=True))
    assert sure.plan is None or sure.plan.need.status is NeedStatus.AT_LEAST
    assert declared.plan.need_t == pytest.approx(207.5, abs=1.0)


@pytest.mark.parametrize("region", HOME_REGIONS)
def test_buyers_are_members_and_partners_of_the_region_or_all_of_it(real_atlas, region):
    allied, everyone = (
        near_shoring(real_atlas, asked(Mineral.LITHIUM, region, buyers=buyers))
        for buyers in (Buyers.ALLIED, Buyers.ALL)
    )
    assert allied.buyers == allied.region_countries & (allied.roster.members | allied.partners)
    assert everyone.buyers == everyone.region_countries
    assert everyone.outside_buyers == frozenset()
    if region is Region.ASIA_PACIFIC:
        assert "CHN" in allied.outside_buyers
        # Chile's lithium carbonate for China is China's need, and no part of the alliance's.
        assert allied.plan.need_t < 0.3 * everyone.plan.need_t
