"""Laws of merging sites, over random sites in a small area."""

from __future__ import annotations

import random
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings

from geo.facts.facility import site_datasets
from geo.facts.facility_merge import Site, match_of, merge_sites
from geo.facts.facility_names import common_length, site_tokens, token_set_score
from geo.facts.facility_row import Product, SiteRow
from geo.facts.facility_tables import facility_tables, places_of
from geo.schema.codes import CommodityRole, FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage

DATASETS = site_datasets()
RANKS = sorted({rank for dataset in DATASETS for rank in dataset.ranks.values()})
NAMES = ("Kokkola", "Kokkola Zinc", "Boliden Kokkola", "Harjavalta", "Harjavalta 2", "Plant", "Nikkelverk", "Kemi")
MINERALS = (Mineral.COPPER, Mineral.NICKEL, Mineral.ZINC)

# 0.9 degrees at 60 north: pairs at all distances of the rules, some inside 5 km.
coordinates = st.tuples(st.floats(23.0, 23.9), st.floats(60.0, 60.5))


@st.composite
def products(draw):
    found = draw(
        st.lists(st.tuples(st.sampled_from(MINERALS), st.sampled_from(Stage)), min_size=1, max_size=3, unique=True)
    )
    tonnes = draw(st.none() | st.sampled_from([1200.0]))
    return tuple(
        Product(
            mineral,
            stage,
            draw(st.sampled_from(CommodityRole)),
            product=mineral.value,
            capacity_t_per_year=tonnes,
            capacity_basis=None if tonnes is None else "metal",
            is_capacity_combined=tonnes is not None,
        )
        for mineral, stage in found
    )


@st.composite
def rows(draw):
    result = []
    for number in range(draw(st.integers(1, 12))):
        dataset = draw(st.sampled_from(DATASETS))
        lon, lat = draw(coordinates)
        result.append(
            SiteRow(
                dataset=dataset,
                record={"native_id": str(number)},
                site=str(number),
                name=draw(st.sampled_from(NAMES)),
                country_text="Finland",
                iso3=draw(st.sampled_from(["FIN", "SWE"])),
                lon=lon,
                lat=lat,
                kind=draw(st.sampled_from(FacilityKind)),
                status=draw(st.sampled_from(FacilityStatus)),
                confidence=draw(st.sampled_from(FacilityConfidence)),
                rank=draw(st.sampled_from(RANKS)),
                products=draw(products()),
                hidden_reason=draw(st.sampled_from(["", "hidden"])),
                needs_name=draw(st.booleans()),
            )
        )
    return result


@st.composite
def site_lists(draw):
    result = []
    for number in range(draw(st.integers(1, 14))):
        lon, lat = draw(coordinates)
        families = draw(st.sampled_from([{"mine"}, {"plant"}, {"mine", "plant"}]))
        result.append(
            Site(
                key=str(number),
                dataset=draw(st.sampled_from(DATASETS)),
                rank=draw(st.sampled_from([10, 50, 90])),
                iso3="FIN",
                lon=lon,
                lat=lat,
                names=tuple(
                    site_tokens(name) for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2))
                ),
                families=frozenset(families),
                minerals=frozenset(draw(st.sets(st.sampled_from(MINERALS)))),
                is_project=draw(st.booleans()),
                needs_name=draw(st.booleans()),
                is_works=families == {"plant"},
            )
        )
    return result


def shuffled(items, seed):
    mixed = list(items)
    random.Random(seed).shuffle(mixed)
    return mixed


@given(site_lists(), st.integers())
def test_the_order_of_the_rows_changes_nothing(sites, seed):
    assert merge_sites(shuffled(sites, seed), {}) == merge_sites(sites, {})


@given(site_lists())
def test_merging_the_places_again_merges_nothing(sites):
    result = merge_sites(sites, {})
    leaders = [site for site in sites if result[site.key].leader == site.key]
    assert {key: place.leader for key, place in merge_sites(leaders, {}).items()} == {
        site.key: site.key for site in leaders
    }


@given(site_lists())
def test_every_site_stands_at_exactly_one_place_that_leads_itself(sites):
    result = merge_sites(sites, {})
    assert set(result) == {site.key for site in sites}
    assert all(result[place.leader].leader == place.leader for place in result.values())


@given(site_lists())
def test_a_leader_is_of_no_worse_rank_than_its_followers(sites):
    rank = {site.key: site.order for site in sites}
    assert all(rank[place.leader] <= rank[key] for key, place in merge_sites(sites, {}).items())


@given(site_lists())
def test_a_match_does_not_depend_on_which_comes_first(sites):
    for a in sites:
        for b in sites:
            if a is not b:
                assert match_of(a, b, 4.0) == match_of(b, a, 4.0)


@given(st.text("abcde ", max_size=30), st.text("abcde ", max_size=30))
def test_name_scores_are_symmetric_and_bounded(a, b):
    first, second = site_tokens(a), site_tokens(b)
    assert token_set_score(first, second) == token_set_score(second, first)
    assert 0 <= token_set_score(first, second) <= 100
    assert common_length(a, b) == common_length(b, a) <= min(len(a), len(b))


@given(rows(), st.integers())
@settings(max_examples=50)
def test_tables_do_not_depend_on_the_order_of_the_rows(found, seed):
    first, second = facility_tables(found), facility_tables(shuffled(found, seed))
    assert all(first[name].equals(second[name]) for name in first)


@given(rows())
@settings(max_examples=50)
def test_every_source_row_belongs_to_exactly_one_facility(found):
    tables = facility_tables(found)
    source = tables["facility_source"]
    assert sorted(source["facility_source_id"]) == sorted(row.key for row in found)
    assert tables["facility"]["source_rows"].sum() == len(found)
    assert set(source["facility_id"]) == set(tables["facility"]["facility_id"])


@given(rows())
@settings(max_examples=50)
def test_merging_never_loses_a_mineral(found):
    tables = facility_tables(found)
    held = tables["facility_commodity"].groupby("facility_id")["mineral"].agg(set)
    for place in places_of(found):
        assert {item.mineral.value for row in place.rows for item in row.products} == held[place.facility_id]


@given(rows())
@settings(max_examples=50)
def test_a_shared_capacity_is_never_summed(found):
    lines = facility_tables(found)["facility_commodity"]
    given_tonnes = lines["capacity_t_per_year"].dropna()
    assert (given_tonnes == 1200.0).all()
    assert lines.loc[given_tonnes.index, "is_capacity_combined"].all()


@given(rows())
@settings(max_examples=50)
def test_a_facility_is_hidden_exactly_if_its_leading_row_is(found):
    table = facility_tables(found)["facility"].set_index("facility_id")
    for place in places_of(found):
        assert table.loc[place.facility_id, "is_default"] == (not place.lead.hidden_reason)


@given(rows())
@settings(max_examples=50)
def test_a_farther_row_of_another_country_never_joins(found):
    moved = [replace(row, iso3="NOR") for row in found[:1]] + found[1:]
    place = next(place for place in places_of(moved) if moved[0] in place.rows)
    assert place.rows == [moved[0]]
