"""The committed facilities against the publishers' known errors, well-known sites, and the laws of the tables."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.facts.facility_names import site_tokens
from geo.facts.places import AREAS_INSIDE, PointCountries
from geo.great_circle import great_circle_km
from geo.schema import TABLE_BY_NAME
from geo.schema.basemap import COUNTRIES_FILE
from geo.schema.codes import Mineral
from geo.schema.files import read_facts
from geo.schema.validate import check_references
from geo.settings import PROJECT

FACTS = PROJECT / "data" / "facts"
REVIEWED = PROJECT / "data" / "reviewed"
REVIEWED_TABLES = ("source", "facility_correction", "facility_coverage", "hotmaps_assignment")
TWICE_KM = 44.0
SIMPLIFIED_KM = 51.0
"""The build compares with the full 1:50m polygons; the committed basemap has lost small islands of the Philippines."""
NOT_DRAWN = {
    "ga-109": "Christmas Island",
    "icmm-08397": "Bintan, Indonesia",
    "icmm-13463": "Bintan, Indonesia",
    "icmm-13464": "Bintan, Indonesia",
    "usgs-africa-som003-1": "Somaliland is drawn without a code",
}

# Sites whose point the publishers give: name, country, latitude, longitude, kilometres allowed, mineral, stage.
KNOWN_SITES = [
    ("Greenbushes", "AUS", -33.86, 116.06, 5, "lithium", "mined"),
    ("Mountain Pass", "USA", 35.489, -115.516, 1, "rare_earths", "mined"),
    ("Mount Weld", "AUS", -28.86, 122.55, 5, "rare_earths", "mined"),
    ("Kokkola", "FIN", 63.86, 23.05, 1, "zinc", "refined"),
    ("Lynas Advanced Material Plant", "MYS", 4.003, 103.372, 1, "rare_earths", "refined"),
    ("Salar de Atacama (SQM)", "CHL", -23.548, -68.392, 5, "lithium", "mined"),
    ("Salar del Carmen/Salar de Atacama", "CHL", -23.634, -70.262, 1, "lithium", "refined"),
    ("Thacker Pass", "USA", 41.71, -118.07, 5, "lithium", "mined"),
    ("Horne", "CAN", 48.25, -79.02, 1, "copper", "refined"),
    ("Long Harbour", "CAN", 47.411, -53.812, 1, "nickel", "refined"),
    ("Trail", "CAN", 49.1, -117.714, 1, "germanium", "refined"),
    ("Balama Graphite Operation", "MOZ", -13.31, 38.65, 5, "graphite", "mined"),
    ("Onsan Refinery", "KOR", 35.429, 129.346, 1, "gallium", "refined"),
    ("Refinery near Toamasina", "MDG", -18.202, 49.355, 1, "cobalt", "refined"),
    ("Goro Complex", "NCL", -22.293, 166.972, 1, "nickel", "refined"),
    ("Nikkelverk", "NOR", 58.139, 7.971, 1, "nickel", "refined"),
    ("Harjavalta", "FIN", 61.32, 22.13, 1, "copper", "refined"),
    ("Nyrstar Budel B.V., BUDEL-DORPLEIN", "NLD", 51.24, 5.6, 1, "zinc", "refined"),
    ("UMICORE - HOBOKEN, Antwerpen", "BEL", 51.17, 4.34, 1, "platinum", "refined"),
    ("Aluminium of Greece", "GRC", 38.36, 22.69, 1, "alumina", "refined"),
    ("Escondida", "CHL", -24.27, -69.07, 5, "copper", "mined"),
    ("Groote Eylandt", "AUS", -13.98, 136.45, 5, "manganese", "mined"),
    ("Araxa CBBM", "BRA", -19.666, -46.91, 1, "niobium", "mined"),
    ("Tenke Fungurume Mine", "COD", -10.6, 26.2, 5, "cobalt", "mined"),
]


def read(name, folder=FACTS):
    frame, findings = read_facts(TABLE_BY_NAME[name], folder)
    assert findings == []
    return frame


@pytest.fixture(scope="module")
def facility():
    return read("facility").set_index("facility_id", drop=False)


@pytest.fixture(scope="module")
def source():
    return read("facility_source")


@pytest.fixture(scope="module")
def commodity():
    return read("facility_commodity")


@pytest.fixture(scope="module")
def correction():
    return read("facility_correction", REVIEWED)


def rows_of(source, correction, **wanted):
    lines = correction
    for name, value in wanted.items():
        lines = lines[lines[name] == value]
    keys = lines["source_id"] + ":" + lines["native_id"]
    return source[source["facility_source_id"].isin(keys)]


def test_every_code_has_its_row(facility, source, commodity):
    frames = {"facility": facility.reset_index(drop=True), "facility_source": source, "facility_commodity": commodity}
    frames |= {"deposit": read("deposit"), "country": read("country")}
    frames |= {name: read(name, REVIEWED) for name in REVIEWED_TABLES}
    assert check_references(frames) == []


def test_counts_are_those_of_the_publishers_files(facility, source):
    assert len(facility) == 4016
    assert source["source_id"].value_counts().to_dict() == {
        "icmm-gmd-2025": 2558,
        "usgs-africa-2021": 1135,
        "usgs-indopacific": 443,
        "nrcan-cm-2026": 235,
        "ga-mines-2024": 190,
        "busch-lithium-2024": 160,
        "hotmaps-2018": 83,
    }


def test_every_source_row_stands_once_and_every_facility_has_its_rows(facility, source, commodity):
    assert source["facility_source_id"].is_unique
    counted = source["facility_id"].value_counts()
    assert counted.reindex(facility.index).tolist() == facility["source_rows"].tolist()
    leading = source[source["match_rule"] == "leads the place"]
    assert set(leading["facility_id"]) == set(facility.index)
    assert set(commodity["facility_id"]) == set(facility.index)


@pytest.mark.parametrize(("name", "iso3", "lat", "lon", "km", "mineral", "stage"), KNOWN_SITES)
def test_a_well_known_site_is_where_its_publisher_has_it(facility, commodity, name, iso3, lat, lon, km, mineral, stage):
    makers = commodity.loc[(commodity["mineral"] == mineral) & (commodity["stage"] == stage), "facility_id"]
    found = facility[facility["name"].str.casefold().str.contains(name.casefold(), regex=False)]
    found = found[found["iso3"].eq(iso3) & found.index.isin(makers) & found["is_default"]]
    distances = [great_circle_km(lon, lat, row.lon, row.lat) for row in found.itertuples()]
    assert min(distances, default=np.inf) <= km


def test_australian_sites_labelled_new_caledonia_are_in_australia(facility, source, correction):
    lines = correction[correction["old"] == "New Caledonia"]
    assert len(lines) == 24
    rows = rows_of(source, correction, old="New Caledonia")
    assert len(rows) >= 10
    assert set(facility.loc[rows["facility_id"], "iso3"]) == {"AUS"}
    assert set(rows["country_text"]) == {"New Caledonia"}
    assert rows["correction"].str.startswith("Country: New Caledonia read as Australia").all()


def test_kroondal_is_in_south_africa(facility, source):
    rows = source[source["name"] == "Kroondal Platinum Mine"]
    assert len(rows) == 2
    assert set(facility.loc[rows["facility_id"], "iso3"]) == {"ZAF"}
    assert (rows["lat"] < 0).all()


def test_icelandic_works_are_in_iceland(facility, source):
    rows = source[source["source_id"].eq("hotmaps-2018") & source["native_id"].isin(["579", "580", "581", "582"])]
    assert set(facility.loc[rows["facility_id"], "iso3"]) == {"ISL"}


def test_impossible_capacities_are_gone_and_told(commodity, source, correction):
    lines = correction[correction["field"].isin(["DsgAttr06", "DsgAttr07"])]
    assert set(lines["native_id"]) >= {"ZMB042-1", "EGY047-1", "KOR066-1", "ZWE066-1"}
    rows = source.merge(lines, on=["source_id", "native_id"])
    assert rows["correction"].str.contains("read as no data").all()
    assert rows["capacity_text"].notna().all()
    nchanga = commodity[
        commodity["facility_id"].str.startswith("usgs-africa-zmb042") & (commodity["product"] == "Metal")
    ]
    tonnes = nchanga.set_index("mineral")["capacity_t_per_year"]
    assert pd.isna(tonnes["cobalt"])
    assert tonnes["copper"] == 311_000


def test_wrong_points_of_icmm_stand_at_the_better_place(facility, source, correction):
    moved = rows_of(source, correction, field="same place as").set_index("native_id")
    assert facility.loc[moved.loc["ICMM05488", "facility_id"], "name"] == "Horne"
    assert moved.loc["ICMM13685", "facility_id"] == "icmm-08591"
    assert moved.loc["ICMM13590", "facility_id"] == moved.loc["ICMM13814", "facility_id"] == "icmm-08390"
    assert moved.loc["ICMM13408", "distance_km"] == pytest.approx(251, abs=1)
    assert (moved["match_rule"] == "reviewed by hand").all()


def test_no_works_is_listed_twice(facility, commodity):
    metals = commodity[commodity["stage"] == "refined"].groupby("facility_id")["mineral"].agg(frozenset)
    works = facility[
        facility.index.isin(metals.index)
        & facility["source_id"].isin(["icmm-gmd-2025", "hotmaps-2018", "nrcan-cm-2026"])
    ]
    works = works[(works["kind"] != "project") & works["is_default"]]
    named = works.assign(tokens=[site_tokens(name) for name in works["name"]], metals=metals.reindex(works.index))
    twice = [
        (a.facility_id, b.facility_id)
        for _, group in named[named["tokens"].map(len) > 0].groupby(["iso3", "tokens"])
        for a in group.itertuples()
        for b in group.itertuples()
        if a.facility_id < b.facility_id
        and a.metals & b.metals
        and great_circle_km(a.lon, a.lat, b.lon, b.lat) <= TWICE_KM
    ]
    assert twice == []


def test_shown_facilities_lie_in_their_country(facility):
    drawn = json.loads((PROJECT / "data" / "basemap" / COUNTRIES_FILE).read_text(encoding="utf-8"))["features"]
    held = [item for item in drawn if item["properties"]["iso3"]]
    points = PointCountries(
        np.array([item["properties"]["iso3"] for item in held], dtype=object),
        np.array([shapely.from_geojson(json.dumps(item["geometry"])) for item in held], dtype=object),
    )
    shown = facility[facility["is_default"] & ~facility.index.isin(NOT_DRAWN)]
    for iso3, places in shown.groupby("iso3"):
        found = points.of(AREAS_INSIDE.get(iso3, iso3)).nearest(places["lon"], places["lat"])
        assert found["distance_km"].max() < SIMPLIFIED_KM, iso3


def test_what_lies_outside_its_printed_country_is_hidden(facility):
    outside = facility[facility["hidden_reason"].fillna("").str.contains(" km outside ")]
    assert outside["name"].tolist() == ["Phosboucraa Mine and Mining Center"]
    assert not outside["is_default"].any()
    assert facility.loc[facility["is_default"], "hidden_reason"].isna().all()


def test_hidden_facilities_say_why(facility, source):
    hidden = facility[~facility["is_default"]]
    assert hidden["hidden_reason"].notna().all()
    assert (facility.loc[facility["confidence"] == "very_low", "is_default"] == False).all()  # noqa: E712 - column
    old = source[source["kind_text"].eq("Exploration site") & (source["year"] < 2015)]
    leading = old[old["match_rule"] == "leads the place"]
    assert not facility.loc[leading["facility_id"], "is_default"].any()


def test_states_have_the_year_of_their_publisher(facility):
    years = facility.groupby("source_id")["status_year"].agg(lambda year: set(year.dropna()))
    assert years["ga-mines-2024"] == {2024}
    assert years["nrcan-cm-2026"] == {2026}
    assert years["hotmaps-2018"] >= {2014}
    assert years["usgs-africa-2021"] >= {2017, 2018}
    assert years["usgs-indopacific"] == set()
    told = facility[facility["status"] != "unknown"]
    undated = told.loc[told["status_year"].isna(), "source_id"]
    assert set(undated) == {"usgs-indopacific"}


def test_planned_sites_are_projects(facility):
    planned = facility["status"].isin(["developing", "exploration"])
    assert (facility.loc[planned, "kind"] == "project").all()


def test_a_capacity_has_a_basis_and_an_unshared_one_is_of_one_row(commodity):
    held = commodity[commodity["capacity_t_per_year"].notna()]
    assert len(held) > 850
    assert held["capacity_basis"].notna().all()
    assert commodity.loc[commodity["capacity_t_per_year"].isna(), "is_capacity_combined"].eq(False).all()
    assert 200 <= held["is_capacity_combined"].sum() <= 300
    ferrochrome = held[(held["capacity_basis"] == "ferrochromium") & (held["capacity_t_per_year"] == 1_200_000)]
    assert len(ferrochrome) == 3
    assert ferrochrome["is_capacity_combined"].all()


def test_platinum_group_content_is_not_tonnes_of_ore(commodity):
    metals = commodity[commodity["mineral"].isin(["platinum", "palladium"])]
    content = metals[~metals["capacity_basis"].fillna("").str.startswith("gross weight")]
    assert content["capacity_t_per_year"].max() < 150


def test_group_labels_are_only_possible(commodity):
    australia = commodity[commodity["source_id"] == "ga-mines-2024"]
    assert set(australia.loc[australia["mineral"].isin(["cobalt", "tantalum", "platinum"]), "role"]) == {"possible"}
    assert set(australia.loc[australia["mineral"] == "nickel", "role"]) == {"primary"}


def test_works_of_icmm_make_one_metal_but_for_the_aluminium_chain(commodity, source):
    rows = source[source["source_id"] == "icmm-gmd-2025"]
    mines = rows.loc[rows["kind_text"].str.contains("Mine"), "facility_id"]
    made = commodity[commodity["source_id"].eq("icmm-gmd-2025") & ~commodity["facility_id"].isin(mines)]
    made = made.groupby("facility_id")["mineral"].agg(frozenset)
    assert set(made[made.map(len) > 1]) == {frozenset({"alumina", "aluminium"})}


def test_each_mineral_has_a_coverage_note():
    notes = read("facility_coverage", REVIEWED).set_index("mineral")["note"]
    assert set(notes.index) == {mineral.value for mineral in Mineral}
    assert notes.str.len().between(60, 420).all()
    assert notes.str.count(r"[.!?](?:\s|$)").between(1, 4).all()
    assert not notes.str.contains(";;").any()


def test_each_assigned_works_is_used(source):
    assigned = read("hotmaps_assignment", REVIEWED)
    assert set(assigned["native_id"]) == set(source.loc[source["source_id"] == "hotmaps-2018", "native_id"])


def test_deposits_stay_apart_from_facilities():
    deposit = read("deposit")
    assert len(deposit) == 2339
    counts = deposit["mineral"].value_counts()
    assert (counts["gallium"], counts["lithium"], counts["rare_earths"], counts["cobalt"]) == (452, 118, 52, 212)
    assert deposit["iso3"].isna().sum() < 40
