"""The committed geography, groups, governance and controls against published counts and values."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.facts.country import regions
from geo.facts.places import CountryIndex
from geo.schema import TABLE_BY_NAME
from geo.schema.basemap import COUNTRIES_FILE, DISPUTED_FILE, FALLEN_HATCH_FILE, HATCH_FILE, LAND_FILE, TARGETS_FILE
from geo.schema.codes import THROUGH_UNION, Region
from geo.schema.files import read_facts
from geo.schema.validate import check_references
from geo.settings import PROJECT
from geo.store.basemap import load_basemap

FACTS = PROJECT / "data" / "facts"
REVIEWED = PROJECT / "data" / "reviewed"
BASEMAP = PROJECT / "data" / "basemap"
TABLES = (
    "country",
    "country_alias",
    "country_group",
    "country_group_member",
    "governance",
    "export_control",
    "export_control_mineral",
)
REVIEWED_TABLES = ("source", "region_rule", "extra_alias")

# The 44 landlocked members and observers of the United Nations, and Kosovo.
LANDLOCKED = """
    AFG AND ARM AUT AZE BDI BFA BLR BOL BTN BWA CAF CHE CZE ETH HUN KAZ KGZ LAO LIE LSO LUX MDA MKD MLI MNG MWI NER
    NPL PRY RWA SMR SRB SSD SVK SWZ TCD TJK TKM UGA UZB VAT XKX ZMB ZWE
"""


@pytest.fixture(scope="module")
def tables():
    result = {}
    for name in (*TABLES, *REVIEWED_TABLES):
        frame, findings = read_facts(TABLE_BY_NAME[name], REVIEWED if name in REVIEWED_TABLES else FACTS)
        assert findings == []
        result[name] = frame
    return result


@pytest.fixture(scope="module")
def country(tables):
    return tables["country"].set_index("iso3")


@pytest.fixture(scope="module")
def polygons():
    features = json.loads((BASEMAP / COUNTRIES_FILE).read_bytes())["features"]
    shapes = np.array([shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features], dtype=object)
    return [feature["properties"] for feature in features], shapes


def test_every_code_leads_to_a_row(tables):
    assert check_references(tables) == []


def test_country_codes_have_their_traps_right(country):
    assert len(country) == 249
    assert country.loc["NAM", "iso2"] == "NA"
    assert country.loc["XKX", "iso2"] == "XK"
    assert "ATA" not in country.index
    assert country["iso2"].is_unique
    assert country["name"].is_unique


def test_every_country_has_the_region_of_its_rule(tables, country):
    # Middle parts of Africa and the Americas are one sub-region each in the rules.
    broad = {
        **dict.fromkeys(["Eastern Africa", "Middle Africa", "Southern Africa", "Western Africa"], "Sub-Saharan Africa"),
        **dict.fromkeys(["Caribbean", "Central America", "South America"], "Latin America and the Caribbean"),
    }
    table = country.reset_index()[["iso3", "un_subregion"]].astype(object)
    table["un_subregion"] = table["un_subregion"].replace(broad)
    assert regions(table, tables["region_rule"]).tolist() == country["region"].tolist()
    expected = {"RUS": "central-asia", "TUR": "middle-east", "CYP": "europe", "GRL": "americas", "TWN": "asia-pacific"}
    assert {iso3: country.loc[iso3, "region"] for iso3 in expected} == expected


def test_members_of_the_union_are_in_europe(tables, country):
    union = tables["country_group_member"].query("group_id == 'EU27'")["iso3"]
    assert set(country.loc[union, "region"]) == {"europe"}


def test_landlocked_countries_are_the_well_known_ones(country):
    assert set(country.index[country["is_landlocked"]]) == set(LANDLOCKED.split())


def test_income_groups_equal_the_banks_counts(country):
    # World Bank FY26: 87, 54, 50, 25; one of the 87 is the Channel Islands, which are two codes here.
    assert country["income_group"].value_counts().to_dict() == {
        "High income": 86,
        "Upper middle income": 54,
        "Lower middle income": 50,
        "Low income": 25,
    }
    assert pd.isna(country.loc["VEN", "income_group"])
    assert pd.isna(country.loc["ETH", "income_group"])


@pytest.mark.parametrize(
    ("name", "system", "iso3"),
    [
        ("Congo (Kinshasa)", "usgs", "COD"),
        ("Burma", "usgs", "MMR"),
        ("Korea, Republic of", "usgs", "KOR"),
        ("Korea, North", "usgs", "PRK"),
        ("Congo", "bgs", "COG"),
        ("Congo, Democratic Republic", "bgs", "COD"),
        ("Democratic Republic of Congo", "iea", "COD"),
        ("Congo, D.R.", "eu", "COD"),
        ("Turkyie", "eu", "TUR"),
        ("Netherland", "hotmaps", "NLD"),
        ("Burkina Fasso", "pp1802", "BFA"),
        ("Tibet", "pp1802", "CHN"),
        ("Côte d’Ivoire", "usgs", "CIV"),
        ("Johnson Atoll", "wpi", "UMI"),
        ("ZAR", "wgi", "COD"),
        ("490", "cepii", "TWN"),
        ("842", "cepii", "USA"),
        ("516", "cepii", "NAM"),
        ("NA", "iso2", "NAM"),
    ],
)
def test_publishers_names_mean_the_right_country(tables, name, system, iso3):
    assert CountryIndex(tables["country"], tables["country_alias"]).find(name, system=system) == iso3


@pytest.mark.parametrize(
    "name",
    ["Zaire", "Soviet Union", "Czechoslovakia", "Yugoslavia", "Rhodesia", "Other countries", "World total", "Tibet"],
)
def test_historic_states_and_totals_are_no_country(tables, name):
    index = CountryIndex(tables["country"], tables["country_alias"])
    assert index.find(name, system="usgs") is None
    assert index.find(name, system="bgs") is None


def test_group_sizes_equal_the_published_counts(tables):
    members = tables["country_group_member"]
    sizes = members[~members["role"].str.endswith(THROUGH_UNION)].groupby("group_id").size()
    published = {
        "EU27": 27,
        "OECD": 38,
        "CPTPP": 12,
        "RCEP": 15,
        "IPEF": 14,
        "ASEAN": 11,
        "SADC": 16,
        "GCC": 6,
        "G7": 7,
        "QUAD": 4,
        "AUKUS": 3,
        "EFTA": 4,
        "USMCA": 3,
        "US_FTA": 20,
        "IRA_30D_FTA": 21,
        "MSP": 14,
        # 54 delegations and the host; the European Commission counts as the states of the Union.
        "CMM_2026": 55,
    }
    assert {group: int(sizes[group]) for group in published} == published
    assert len(tables["country_group"]) == 27


def test_the_union_as_a_body_is_in_the_notes_and_whole_where_it_is_counted(tables):
    notes = tables["country_group"].set_index("group_id")["note"].fillna("")
    told = set(notes.index[notes.str.contains("The European Union as a body")])
    assert told == {"G7", "MSP", "CMM_2026", "CM_FINANCE_2026", "US_EU_JP_2026", "PAX_SILICA"}
    members = tables["country_group_member"]
    by_group = {group: set(rows) for group, rows in members.groupby("group_id")["iso3"]}
    through = members[members["role"].str.endswith(THROUGH_UNION)]
    assert set(through["group_id"]) == {"MSP", "CMM_2026", "CM_FINANCE_2026", "US_EU_JP_2026"}
    for group in set(through["group_id"]):
        assert by_group["EU27"] <= by_group[group]
    assert len(by_group["US_EU_JP_2026"]) == 29
    assert set(through["note"].str.split(":").str[0]) == {"Not listed itself"}


def test_governance_is_standardised_and_equals_the_published_values(tables):
    table = tables["governance"]
    assert sorted(table["year"].unique()) == list(range(2018, 2024))
    latest = table.loc[table["year"] == 2023]
    by_indicator = latest.groupby("indicator")["estimate"]
    assert by_indicator.mean().abs().max() < 1e-5
    assert (by_indicator.std() - 1).abs().max() < 1e-4
    assert by_indicator.size().to_dict() == {"cc": 213, "ge": 213, "pv": 212, "rl": 213, "rq": 213, "va": 205}
    value = latest.set_index(["iso3", "indicator"])["estimate"]
    published = {
        ("DNK", "cc"): 2.38,
        ("SGP", "ge"): 2.32,
        ("FIN", "rl"): 1.97,
        ("SSD", "cc"): -1.97,
        ("SYR", "pv"): -2.75,
        ("COD", "ge"): -1.69,
    }
    assert {key: round(float(value[key]), 2) for key in published} == published


def test_suspended_announced_and_unenacted_controls_are_not_in_force(tables):
    controls = tables["export_control"].set_index("control_id")
    assert len(controls) == 48
    idle = {"CHN-2024-46", "CHN-2025-55", "CHN-2025-56", "CHN-2025-57", "CHN-2025-58", "CHN-2025-61", "CHN-2025-62"}
    idle |= {"COD-2025-001", "COD-2025-004", "ZWE-2026-04", "ZWE-2027-01", "GAB-2029-MN", "PHL-SB2826"}
    assert set(controls.index[~controls["is_in_force"]]) == idle
    assert controls.loc["CHN-2025-18", "is_in_force"]


def test_usgs_table_4_is_whole_and_touches_known_minerals(tables):
    controls = tables["export_control"].set_index("control_id")
    own = controls.loc[controls["source_id"] == "usgs-mcs-2026"]
    assert own.index.tolist() == [f"USGS-T4-{number:02d}" for number in range(1, 20)]
    touched = {
        control: set(rows["mineral"]) for control, rows in tables["export_control_mineral"].groupby("control_id")
    }
    china = {
        "antimony",
        "bismuth",
        "gallium",
        "germanium",
        "graphite",
        "indium",
        "magnesium",
        "rare_earths",
        "tellurium",
        "tungsten",
    }
    assert touched["USGS-T4-14"] == china
    assert touched["USGS-T4-12"] == {"chromium", "manganese", "phosphate", "rare_earths", "titanium", "zinc"}
    assert "USGS-T4-02" not in touched


def test_basemap_files_are_small():
    assert (BASEMAP / COUNTRIES_FILE).stat().st_size < 300_000
    assert (BASEMAP / LAND_FILE).stat().st_size < 100_000
    assert (BASEMAP / HATCH_FILE).stat().st_size < 100_000
    assert (BASEMAP / FALLEN_HATCH_FILE).stat().st_size < 100_000
    assert (BASEMAP / TARGETS_FILE).stat().st_size < 150_000
    assert (BASEMAP / DISPUTED_FILE).stat().st_size < 3_000


def test_clickable_layer_is_a_coverage_that_lost_no_country(country, polygons):
    properties, shapes = polygons
    assert [row["i"] for row in properties] == list(range(len(shapes)))
    codes = [row["iso3"] for row in properties if row["iso3"] is not None]
    assert codes == sorted(country.index[country["has_polygon"]])
    assert len(properties) - len(codes) == 3
    assert all(set(row) == {"i", "iso3"} for row in properties)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert {"SGP", "MLT", "MUS", "HKG", "MAC", "BHR", "MDV", "XKX", "TWN"} <= set(codes)


@pytest.mark.parametrize("name", ["hatch", "fallen_hatch"])
def test_every_polygon_is_hatched_inside_itself(polygons, name):
    properties, shapes = polygons
    basemap = load_basemap(BASEMAP)
    hatch = getattr(basemap, name)
    uncoded = 0
    for row, shape in zip(properties, shapes, strict=True):
        uncoded += row["iso3"] is None
        lines = hatch[row["iso3"] or f"-{uncoded}"]
        assert lines
        # Straight in Mercator: only the ends need to lie in the polygon of degrees.
        ends = shapely.points(np.array([end for line in lines for end in (line[0], line[-1])]))
        assert (shapely.distance(shape, ends) < 0.02).all()
    assert len(hatch) == len(properties)


def test_every_country_answers_to_the_pointer_at_its_label_point(country):
    basemap = load_basemap(BASEMAP)
    dots = {dot["iso3"]: (dot["lon"], dot["lat"]) for dot in basemap.dots}
    features = json.loads(basemap.targets_geojson)["features"]
    targets = {row["properties"]["iso3"]: shapely.geometry.shape(row["geometry"]) for row in features}
    asked = country[country["has_polygon"]]
    assert len(asked) > 200
    for iso3, row in asked.iterrows():
        label = (row["label_lon"], row["label_lat"])
        if iso3 in dots:
            assert dots[iso3] == pytest.approx(label, abs=0.01), iso3
        else:
            assert targets[iso3].distance(shapely.Point(label)) < 0.01, iso3


def test_every_island_that_is_drawn_answers_to_the_pointer(polygons):
    basemap = load_basemap(BASEMAP)
    dots = {dot["iso3"] for dot in basemap.dots}
    targets = [shapely.geometry.shape(row["geometry"]) for row in json.loads(basemap.targets_geojson)["features"]]
    for row, shape, target in zip(*polygons, targets, strict=True):
        if row["iso3"] not in dots:
            assert (shapely.distance(shapely.get_parts(shape), target) == 0).all(), row


def test_small_countries_have_a_dot_and_large_ones_none():
    dots = {dot["iso3"] for dot in load_basemap(BASEMAP).dots}
    assert {"SGP", "MLT", "MUS", "HKG", "BHR", "MAC", "MDV"} <= dots
    assert not {"LUX", "QAT", "JAM", "FRA", "NCL"} & dots


def test_outlines_enclose_their_countries_and_no_other_home_region(country, polygons):
    properties, shapes = polygons
    place = {row["iso3"]: shapely.point_on_surface(shape) for row, shape in zip(properties, shapes, strict=True)}
    outlines = load_basemap(BASEMAP).outlines
    africa = shapely.union_all([shapely.Polygon(path) for path in outlines[Region.AFRICA]])
    assert all(africa.contains(place[iso3]) for iso3 in ("COD", "ZAF", "MDG", "SOM", "MAR"))
    assert not any(africa.contains(place[iso3]) for iso3 in ("SAU", "TUR", "ESP"))
    europe = shapely.union_all([shapely.Polygon(path) for path in outlines[Region.EUROPE] if path[0] == path[-1]])
    assert europe.contains(place["UKR"])
    assert not europe.contains(place["BLR"])
    assert not europe.contains(shapely.Point(-53, 4))
