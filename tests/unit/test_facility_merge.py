"""Which rows describe one place: names, distances, families, leaders, and the tables made of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import shapely

from geo.errors import DataContractError
from geo.facts.facility import site_datasets
from geo.facts.facility_country import located
from geo.facts.facility_deposit import deposit_table
from geo.facts.facility_merge import Site, match_of, merge_sites
from geo.facts.facility_names import common_length, site_tokens, token_set_score
from geo.facts.facility_row import Product, SiteRow
from geo.facts.facility_tables import facility_tables, places_of
from geo.facts.mineral_words import mineral_words
from geo.facts.places import CountryIndex, PointCountries
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import CommodityRole, FacilityConfidence, FacilityKind, FacilityStatus, Mineral, Stage
from geo.schema.validate import check_table

FILES = {dataset.name: dataset for dataset in site_datasets()}

KM = 1 / 111.195
"""Degrees of latitude in a kilometre."""


def site(key="a", dataset="icmm", rank=50, name="Balama", km=0.0, **given):
    base = Site(
        key=key,
        dataset=FILES[dataset],
        rank=rank,
        iso3="MOZ",
        lon=38.0,
        lat=km * KM,
        names=(site_tokens(name),),
        families=frozenset({"mine"}),
        minerals=frozenset({Mineral.GRAPHITE}),
    )
    return replace(base, **given)


def matches(a, b):
    km = abs(a.lat - b.lat) / KM
    assert (match_of(a, b, km) is None) == (match_of(b, a, km) is None)
    return match_of(a, b, km) is not None


def score(a, b):
    return token_set_score(site_tokens(a), site_tokens(b))


def test_telling_words_have_no_accents_and_no_common_words():
    assert site_tokens("Bécancour Aluminium Smelter") == ("aluminium", "becancour")
    assert site_tokens("Refinery at the Plant") == ()
    assert site_tokens("No. 6") == ()


def test_the_common_subsequence_is_the_longest():
    assert common_length("kitten", "sitting") == 4
    assert common_length("", "abc") == 0
    assert common_length("abc", "abc") == 3


def test_a_name_inside_another_is_the_same_name():
    assert score("Salar de Atacama (SQM)", "Salar de Atacama") == 100
    assert score("Mount Isa Copper", "Mount Isa Zinc") < 85
    assert score("Smelter", "Refinery") == 0


def test_different_numbers_are_different_mines():
    assert score("Brunswick No. 6", "Brunswick No. 12") == 0
    assert score("Brunswick No. 12", "Brunswick 12 Mine") == 100


@pytest.mark.parametrize(
    ("name", "km", "expected"),
    [("Other", 4.9, True), ("Other", 5.1, False), ("Balama Graphite", 14.9, True), ("Balama", 15.1, False)],
)
def test_distance_limits_between_files(name, km, expected):
    assert matches(site(), site("b", "africa", 30, name, km)) is expected


def test_without_a_shared_mineral_only_a_like_name_joins():
    other = frozenset({Mineral.TIN})
    assert not matches(site(), site("b", "africa", 30, "Other", 1, minerals=other))
    assert matches(site(), site("b", "africa", 30, "Balama", 1, minerals=other))


def test_mines_and_plants_never_join():
    assert not matches(site(), site("b", "africa", 30, km=1, families=frozenset({"plant"})))
    both = frozenset({"mine", "plant"})
    assert matches(site(families=both), site("b", "africa", 30, km=1, families=frozenset({"plant"})))


@pytest.mark.parametrize("flag", ["needs_name", "is_project"])
def test_salars_and_projects_join_by_name_only(flag):
    assert not matches(site(), site("b", "busch", 40, "Other", 1, **{flag: True}))
    assert matches(site(), site("b", "busch", 40, "Balama", 1, **{flag: True}))


@pytest.mark.parametrize("dataset", ["nrcan", "ga", "africa", "indopacific", "busch"])
def test_two_rows_of_a_file_without_doubles_are_two_places(dataset):
    assert not matches(site("a", dataset), site("b", dataset))


def test_inside_icmm_metal_and_name_are_both_asked():
    assert not matches(site(), site("b", name="Other", km=1))
    assert not matches(site(), site("b", km=1, minerals=frozenset({Mineral.TIN})))
    assert matches(site(), site("b", km=1))


def test_works_that_icmm_lists_twice_join_within_60_km():
    works = {"families": frozenset({"plant"}), "is_works": True}
    assert matches(site(**works), site("b", km=44, **works))
    assert not matches(site(**works), site("b", km=61, **works))
    assert not matches(site(**works), site("b", "hotmaps", 45, km=44, **works))
    assert not matches(site(), site("b", km=44))


def test_other_names_count_between_files_only():
    grouped = site(name="Knuff", names=(site_tokens("Knuff"), site_tokens("Alba Smelter")))
    alba = {"minerals": frozenset({Mineral.TIN})}
    assert matches(grouped, site("b", "africa", 30, "Alba", 1, **alba))
    assert not matches(grouped, site("b", name="Alba", km=1))


def test_the_lower_rank_leads_and_a_like_name_beats_a_nearer_stranger():
    result = merge_sites(
        [
            site("icmm", "icmm", 50, "Balama", 2),
            site("stranger", "africa", 30, "Ancuabe", 1.5),
            site("namesake", "africa", 30, "Balama Graphite Operation", 0),
        ],
        {},
    )
    assert result["icmm"].leader == "namesake"
    assert result["namesake"].leader == "namesake"
    assert result["stranger"].leader == "stranger"


def test_a_follower_draws_nobody_in():
    chain = [
        site("a", "africa", 30, "A-one", 0),
        site("b", "icmm", 50, "B-two", 4),
        site("c", "busch", 70, "C-three", 8),
    ]
    assert {key: place.leader for key, place in merge_sites(chain, {}).items()} == {"a": "a", "b": "a", "c": "c"}


def test_both_points_of_a_double_may_match_a_better_source():
    works = {"families": frozenset({"plant"}), "is_works": True}
    precise, town = site("precise", km=40, **works), site("town", rank=65, km=0, **works)
    better = site("better", "hotmaps", 45, "Balama", 0.5, **works)
    assert {place.leader for place in merge_sites([precise, town, better], {}).values()} == {"better"}


def test_a_reviewed_decision_joins_at_any_distance():
    far = site("far", km=500, name="Horne")
    result = merge_sites([site("near", name="Other"), far], {"far": "near"})
    assert (result["far"].leader, result["far"].rule) == ("near", "reviewed by hand")


@pytest.mark.parametrize("reviewed", [{"far": "nowhere"}, {"far": "near", "near": "far"}])
def test_a_reviewed_decision_needs_a_place_of_its_own(reviewed):
    with pytest.raises(DataContractError, match="no site of its own"):
        merge_sites([site("near"), site("far", km=100)], reviewed)


def row(native="1", dataset="icmm", kind=FacilityKind.MINE, **given):
    base = SiteRow(
        dataset=FILES[dataset],
        record={"native_id": native},
        name="Balama",
        country_text="Mozambique",
        iso3="MOZ",
        lon=38.0,
        lat=-13.0,
        kind=kind,
        status=FacilityStatus.UNKNOWN,
        confidence=FacilityConfidence.HIGH,
        rank=min(FILES[dataset].ranks.values()),
        products=(Product(Mineral.GRAPHITE, Stage.MINED, CommodityRole.PRIMARY),),
    )
    return replace(base, **given)


def test_a_place_has_the_point_of_its_leader_and_the_newest_state():
    tables = facility_tables(
        [
            row(lat=-13.01, operator=""),
            row("7", "africa", status=FacilityStatus.ASSUMED_ACTIVE, status_year=2018, operator="Syrah"),
            row("9", "ga", status=FacilityStatus.CARE_AND_MAINTENANCE, status_year=2024, name="Balama North"),
        ]
    )
    place = tables["facility"].iloc[0]
    assert tables["facility"]["facility_id"].tolist() == ["ga-9"]
    assert (place["name"], place["lat"], place["source_rows"]) == ("Balama North", -13.0, 3)
    assert (place["status"], place["status_year"]) == ("care_and_maintenance", 2024)
    assert place["operator"] == "Syrah"
    assert tables["facility_source"]["distance_km"].max() == pytest.approx(1.112, abs=1e-3)
    for name, frame in tables.items():
        assert check_table(TABLE_BY_NAME[name], frame, name) == []


def test_a_mine_takes_no_state_from_a_project_beside_it():
    project = row("3", "busch", FacilityKind.PROJECT, status=FacilityStatus.DEVELOPING, status_year=2024, rank=70)
    place = facility_tables([row(), project])["facility"].iloc[0]
    assert (place["kind"], place["status"]) == ("mine", "unknown")


def test_a_hidden_row_beside_a_shown_leader_hides_nothing():
    hidden = row("2", hidden_reason="Very Low", confidence=FacilityConfidence.VERY_LOW, rank=90)
    shown = facility_tables([row("7", "africa"), hidden])["facility"].iloc[0]
    alone = facility_tables([hidden])["facility"].iloc[0]
    assert shown["is_default"]
    assert not alone["is_default"]
    assert alone["hidden_reason"] == "Very Low"


def test_a_very_low_entry_only_makes_a_mineral_possible():
    tin = (Product(Mineral.TIN, Stage.MINED, CommodityRole.PRIMARY),)
    entry = row("2", confidence=FacilityConfidence.VERY_LOW, rank=90, products=tin)
    lines = facility_tables([row("7", "africa"), entry])["facility_commodity"].set_index("mineral")
    assert lines.loc["tin", "role"] == "possible"
    assert lines.loc["graphite", "role"] == "primary"


COPPER_MINE_AND_WORKS = (
    Product(Mineral.COPPER, Stage.MINED, CommodityRole.PRIMARY),
    Product(Mineral.COPPER, Stage.REFINED, CommodityRole.PRIMARY),
)


@pytest.mark.parametrize(("dataset", "stages"), [("africa", {"mined"}), ("ga", {"mined", "refined"})])
def test_icmm_adds_works_only_where_the_leading_file_lists_no_plants(dataset, stages):
    mine = row("7", dataset, products=COPPER_MINE_AND_WORKS[:1])
    lines = facility_tables([mine, row(products=COPPER_MINE_AND_WORKS)])["facility_commodity"]
    assert set(lines["stage"]) == stages


def capacity(tonnes, *, combined):
    return Product(
        Mineral.TIN,
        Stage.REFINED,
        CommodityRole.PRIMARY,
        "Metal",
        capacity_t_per_year=tonnes,
        is_capacity_combined=combined,
    )


def test_a_shared_capacity_is_kept_once_and_two_capacities_are_refused():
    shared = [row(native, site="1", products=(capacity(1200.0, combined=True),)) for native in ("1", "2")]
    line = facility_tables(shared)["facility_commodity"]
    assert line[["capacity_t_per_year", "is_capacity_combined"]].to_numpy().tolist() == [[1200.0, True]]
    other = replace(shared[1], products=(capacity(800.0, combined=False),))
    with pytest.raises(DataContractError, match="two capacities"):
        facility_tables([shared[0], other])


def test_a_second_listing_is_told_in_the_note():
    second = row("2", same_place_as="icmm-gmd-2025:1", correction="same place as ... (Town)", lat=-13.4)
    place = facility_tables([row(), second])["facility"].iloc[0]
    assert place["note"] == "icmm-gmd-2025 lists it again 44 km away; same place as ... (Town)"


def test_facility_codes_hold_source_and_key():
    codes = [
        place.facility_id for place in places_of([row("ICMM00026"), row("ZMB001-2", "africa", lat=20.0, iso3="EGY")])
    ]
    assert codes == ["icmm-00026", "usgs-africa-zmb001-2"]


SQUARES = {"AUS": shapely.box(110, -40, 155, -10), "NCL": shapely.box(163, -23, 168, -19)}
POINTS = PointCountries(
    pd.Series(list(SQUARES), dtype=object).to_numpy(), pd.Series(list(SQUARES.values()), dtype=object).to_numpy()
)
COUNTRIES = CountryIndex(
    pd.DataFrame({"iso3": ["AUS", "NCL"], "name": ["Australia", "New Caledonia"]}),
    pd.DataFrame({"alias": [], "system": [], "iso3": []}),
)


def at(lon, lat, country, **given):
    return located([row(lon=lon, lat=lat, country_text=country, **given)], COUNTRIES, POINTS)[0]


def test_within_25_km_the_printed_country_stands():
    near = at(155.2, -20, "Australia")
    assert (near.iso3, near.hidden_reason) == ("AUS", "")


def test_far_outside_the_point_decides_and_the_row_is_hidden():
    far = at(139.5, -20.7, "New Caledonia")
    assert far.iso3 == "AUS"
    assert "km outside New Caledonia" in far.hidden_reason
    assert far.is_approximate


def test_a_person_may_let_the_printed_country_stand():
    assert at(139.5, -20.7, "New Caledonia", country_stands=True).iso3 == "NCL"


def test_all_unknown_countries_are_named():
    with pytest.raises(DataContractError, match="'Atlantis'"):
        at(0, 0, "Atlantis")


WORDS = mineral_words("sites", {})


def test_deposits_at_sea_have_no_country_and_each_mineral_its_row():
    deposits = pd.DataFrame(
        {
            "ROW": [1, 2],
            "DEPOSIT_NAME": ["Goro", "Nodules"],
            "CRITICAL_MINERAL": ["Cobalt; Platinum-Group Elements", "Rhenium"],
            "DEPOSIT_TYPE": ["Laterite", ""],
            "LATITUDE": [-22.3, 0.0],
            "LONGITUDE": [166.9, -140.0],
            "LOCATION": ["New Caledonia", "Pacific Ocean"],
            "LOC_DETAIL": ["", ""],
        }
    )
    table = deposit_table(deposits, POINTS, WORDS)
    assert table["mineral"].tolist() == ["cobalt", "palladium", "platinum"]
    assert set(table["iso3"]) == {"NCL"}
    at_sea = deposit_table(deposits.assign(CRITICAL_MINERAL="Cobalt"), POINTS, WORDS).set_index("deposit_id")
    assert pd.isna(at_sea.loc["pp1802-2", "iso3"])
    assert check_table(TABLE_BY_NAME["deposit"], table, "deposit") == []
