"""Publishers' words for minerals, stages, kinds, states and capacities, and the common rows made of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import DataContractError
from geo.facts.dataset import Inputs
from geo.facts.facility_africa import AFRICA, EXPLORATION, EXPLORATION_COLUMNS, LAYOUT
from geo.facts.facility_busch import BUSCH
from geo.facts.facility_correction import CONTROLS, corrected, leftovers
from geo.facts.facility_ga import GA
from geo.facts.facility_hotmaps import HOTMAPS
from geo.facts.facility_icmm import ICMM, icmm_kind
from geo.facts.facility_kinds import usgs_plant_kind, usgs_stage
from geo.facts.facility_nrcan import KINDS, NRCAN
from geo.facts.facility_row import CORRECTION, NATIVE, is_rounded, known_code
from geo.facts.facility_usgs import capacity_basis
from geo.facts.mineral_words import mineral_words
from geo.schema.codes import CommodityRole, FacilityKind, FacilityStatus, Mineral, Stage
from geo.sources.usgs_geojson import ROW_OF_SITE

PLAIN = dict.fromkeys((*CONTROLS, CORRECTION), "")
NOTHING_KNOWN = Inputs(Path(), {})


def frame(rows, key="native_id"):
    table = pd.DataFrame(rows).assign(**PLAIN, printed=[{} for _ in rows])
    return table.assign(**{NATIVE: table[key].astype(str)})


def icmm(**given):
    row = {
        "ICMMID": "ICMM1",
        "Confidence Factor": "High",
        "Mine Name": "Site",
        "Group Names": "",
        "Latitude": 1.23457,
        "Longitude": 2.34567,
        "Asset Type": "Smelter",
        "Country": "Brazil",
        "Primary Commodity": "copper",
        "Secondary Commodity": "",
        "Other Commodities": "",
    }
    found = ICMM.sites(frame([{**row, **given}], "ICMMID"), NOTHING_KNOWN)
    return found[0] if found else None


def africa(*rows):
    base = dict.fromkeys(LAYOUT.columns, "")
    base |= {
        "FeatureUID": "ZMB001",
        "Country": "Zambia",
        "FeatureNam": "Plant",
        "FeatureTyp": "Mineral Processing Plants",
        "DsgAttr01": "Metal",
        "DsgAttr06": 2018.0,
        "DsgAttr07": float("nan"),
        "DsgAttr08": "NA",
        "LocOpStat": "Assumed Active",
        "LocConfid": "A",
        "Latitude": -12.5,
        "Longitude": 28.2,
    }
    table = [{**base, **row, ROW_OF_SITE: number} for number, row in enumerate(rows, 1)]
    table = [{**row, "native_id": f"{row['FeatureUID']}-{row[ROW_OF_SITE]}"} for row in table]
    return AFRICA.sites(frame(table), NOTHING_KNOWN)


def minerals(row, stage=None):
    return {item.mineral for item in row.products if stage in (None, item.stage)}


def test_all_unknown_commodities_are_named_at_once():
    with pytest.raises(DataContractError, match=r"(?s)2 findings.*'kryptonite'.*'unobtainium'") as caught:
        mineral_words("sites", {}).alone(["Copper", "unobtainium", "kryptonite"], "publisher")
    assert len(caught.value.findings) == 2


def test_words_are_compared_without_case():
    (meaning,) = mineral_words("sites", {}).alone(["PALLADIUM"], "publisher")["PALLADIUM"]
    assert (meaning.mineral, meaning.role) == (Mineral.PALLADIUM, None)


def test_works_of_icmm_count_by_primary_commodity_only():
    row = icmm(**{"Secondary Commodity": "cobalt", "Other Commodities": "platinum;tellurium"})
    assert minerals(row) == {Mineral.COPPER}
    assert row.kind is FacilityKind.SMELTER


def test_mines_of_icmm_name_by_products_that_join_nothing():
    row = icmm(**{"Asset Type": "Mine", "Secondary Commodity": "cobalt", "Other Commodities": "gold;;nickel"})
    roles = {item.mineral: (item.role, item.matches) for item in row.products}
    assert roles == {
        Mineral.COPPER: (CommodityRole.PRIMARY, True),
        Mineral.COBALT: (CommodityRole.SECONDARY, False),
        Mineral.NICKEL: (CommodityRole.POSSIBLE, False),
    }


def test_a_very_low_entry_is_hidden_and_names_only_its_primary_commodity():
    row = icmm(**{"Confidence Factor": "Very Low", "Asset Type": "Mine", "Secondary Commodity": "cobalt"})
    assert minerals(row) == {Mineral.COPPER}
    assert row.hidden_reason


def test_a_mine_of_a_foreign_metal_is_kept_for_its_by_product_alone():
    gold = {"Asset Type": "Mine", "Primary Commodity": "gold", "Other Commodities": "tin"}
    assert icmm(**gold) is None
    assert minerals(icmm(**gold, **{"Secondary Commodity": "copper"})) == {Mineral.COPPER, Mineral.TIN}


@pytest.mark.parametrize(
    ("assets", "primary", "kind", "made"),
    [
        ("Smelter;Refinery", "alumina", FacilityKind.REFINERY, {Mineral.ALUMINA, Mineral.ALUMINIUM}),
        ("Smelter", "aluminium", FacilityKind.SMELTER, {Mineral.ALUMINIUM}),
        ("Refinery", "aluminium", FacilityKind.REFINERY, {Mineral.ALUMINA}),
        ("Mine", "aluminium", FacilityKind.MINE, {Mineral.BAUXITE}),
        ("Mine;Refinery", "alumina", FacilityKind.MINE, {Mineral.BAUXITE, Mineral.ALUMINA}),
        ("Plant", "alumina", FacilityKind.PROCESSING_PLANT, {Mineral.ALUMINA}),
        ("Plant", "lithium", FacilityKind.CHEMICAL_PLANT, {Mineral.LITHIUM}),
    ],
)
def test_the_asset_says_whether_bauxite_alumina_or_aluminium_is_made(assets, primary, kind, made):
    row = icmm(**{"Asset Type": assets, "Primary Commodity": primary})
    assert (row.kind, minerals(row)) == (kind, made)


def test_a_mine_with_works_is_a_mine_and_both_stages():
    row = icmm(**{"Asset Type": "Mine;Smelter;Plant", "Primary Commodity": "nickel"})
    assert row.kind is FacilityKind.MINE
    assert minerals(row, Stage.MINED) == minerals(row, Stage.REFINED) == {Mineral.NICKEL}
    assert minerals(icmm(**{"Asset Type": "Mine;Plant"}), Stage.REFINED) == set()


@pytest.mark.parametrize(
    ("degrees", "rounded"), [((62.39, 8.37), True), ((21.03333, 82.83333), True), ((62.6805, 8.5539), False)]
)
def test_points_of_a_gazetteer_are_known_by_their_rounding(degrees, rounded):
    assert is_rounded(*degrees) is rounded
    latitude, longitude = degrees
    assert icmm(Latitude=latitude, Longitude=longitude).is_approximate is rounded


def nrcan(**given):
    row = {
        "nrcanObjectId": 1,
        "name": "Site",
        "operator": "A / B",
        "minerals": "Gold; zinc; platinum group metals",
        "status": "Active",
        "latitude": 48.12345,
        "longitude": -80.12345,
        "operationGroup": "Mines and other primary producing sites",
        "developmentStage": "Mine",
    }
    return NRCAN.sites(frame([{**row, **given}], "nrcanObjectId"), NOTHING_KNOWN)[0]


def test_the_first_mineral_of_canada_is_primary_and_a_group_only_possible():
    roles = {item.mineral: item.role for item in nrcan().products}
    assert roles == {
        Mineral.ZINC: CommodityRole.SECONDARY,
        Mineral.PLATINUM: CommodityRole.POSSIBLE,
        Mineral.PALLADIUM: CommodityRole.POSSIBLE,
    }
    assert nrcan(minerals="Zinc").products[0].role is CommodityRole.PRIMARY


@pytest.mark.parametrize(
    ("group", "step", "status", "expected"),
    [
        ("Mines and other primary producing sites", "Mine", "Active", (FacilityKind.MINE, FacilityStatus.OPERATING)),
        (
            "Mines and other primary producing sites",
            "Past producer",
            "Active",
            (FacilityKind.MINE, FacilityStatus.SUSPENDED),
        ),
        ("Processing", "Secondary smelter", "Active", (FacilityKind.RECYCLING, FacilityStatus.OPERATING)),
        (
            "Advanced processing project",
            "Demonstration plant",
            "Active",
            (FacilityKind.PROJECT, FacilityStatus.DEVELOPING),
        ),
        (
            "Advanced exploration project",
            "Advanced project",
            "On hold / suspended",
            (FacilityKind.PROJECT, FacilityStatus.SUSPENDED),
        ),
    ],
)
def test_kind_and_state_of_canada(group, step, status, expected):
    row = nrcan(operationGroup=group, developmentStage=step, status=status)
    assert (row.kind, row.status) == expected
    assert row.status_year == 2026


def ga(mine):
    return GA.sites(frame([mine], "OBJECTID"), NOTHING_KNOWN)[0]


def test_bracketed_elements_of_an_australian_group_are_possible():
    mine = {
        "OBJECTID": 1,
        "Name": "Murrin Murrin",
        "State": "WA",
        "Latitude": -28.8,
        "Longitude": 121.9,
        "Status": "operating mine",
        "Commodity Group": "Battery/Alloy metals - Ni (Co, Cu, PGE)",
    }
    row = ga(mine)
    assert {item.mineral for item in row.products if item.role is CommodityRole.PRIMARY} == {Mineral.NICKEL}
    assert len(row.products) == 5
    developing = ga({**mine, "Status": "developing mine"})
    assert (developing.kind, developing.status) == (FacilityKind.PROJECT, FacilityStatus.DEVELOPING)
    with pytest.raises(DataContractError, match="Kryptonite"):
        ga({**mine, "Commodity Group": "Kryptonite"})


@pytest.mark.parametrize(
    ("status", "kind", "year"),
    [
        ("Producing", FacilityKind.MINE, 2024),
        ("Construction", FacilityKind.PROJECT, 2024),
        ("No info", FacilityKind.PROJECT, None),
    ],
)
def test_only_a_producing_lithium_deposit_is_a_mine(status, kind, year):
    deposit = {
        "d": "16",
        "Country": "China",
        "Deposit_Name": "Qaidam Basin (All Projects)",
        "Resource_Type_orig": "Brine",
        "Latitude": 36.9,
        "Longitude": 95.26,
        "Status": status,
    }
    row = BUSCH.sites(frame([deposit], "d"), NOTHING_KNOWN)[0]
    assert (row.kind, row.status_year, row.is_approximate, row.needs_name) == (kind, year, True, True)


def hotmaps_frame(**given):
    site = {
        "SiteID": "192",
        "CompanyName": "Aurubis AG",
        "SiteName": "Aurubis AG",
        "City": "Lünen",
        "Country": "Germany",
        "Subsector": "Non-ferrous metals",
        "lon": 7.5,
        "lat": 51.6,
    }
    return frame([{**site, **given}], "SiteID")


def hotmaps(sites, line):
    return HOTMAPS.sites(sites, Inputs(Path(), {"hotmaps_assignment": line}))[0]


def assignment(**given):
    line = {"native_id": "192", "site_name": "Aurubis AG", "mineral": "copper", "stage": "refined", "kind": "smelter"}
    return pd.DataFrame([{**line, **given}])


def test_an_assigned_works_has_its_town_in_the_name_and_the_year_of_the_file():
    row = hotmaps(hotmaps_frame(), assignment())
    assert (row.name, row.status, row.status_year) == ("Aurubis AG, Lünen", FacilityStatus.UNKNOWN, 2014)
    assert minerals(row) == {Mineral.COPPER}


@pytest.mark.parametrize(
    ("site", "line", "words"),
    [
        ({}, {"native_id": "7"}, "has no point"),
        ({"lon": None}, {}, "has no point"),
        ({}, {"site_name": "Other"}, "is called 'Aurubis AG'"),
    ],
)
def test_an_assignment_to_another_works_is_refused(site, line, words):
    with pytest.raises(DataContractError, match=words):
        hotmaps(hotmaps_frame(**site), assignment(**line))


def test_the_metal_of_an_alloy_stands_in_the_product():
    ferrochromium, steel = (
        {"DsgAttr02": "Iron and steel", "DsgAttr03": product}
        for product in ("Ferroalloys, ferrochromium", "Steel, crude")
    )
    assert [minerals(row) for row in africa(ferrochromium)] == [{Mineral.CHROMIUM}]
    assert africa(steel) == []


def test_gemstones_and_sodium_silicate_are_no_silicon():
    assert africa({"DsgAttr01": "Gemstone", "DsgAttr02": "Quartz", "DsgAttr03": "Rose"}) == []
    assert africa({"DsgAttr01": "Industrial", "DsgAttr02": "Silica", "DsgAttr03": "Sodium silicate"}) == []


@pytest.mark.parametrize(
    ("unit", "tonnes"),
    [
        ("Thousand metric tons", 311_000),
        ("Metric tons", 311),
        ("Kilograms", 0.311),
        ("NA", None),
        ("Million cubic meters", None),
    ],
)
def test_capacity_becomes_tonnes_and_its_text_stays(unit, tonnes):
    row = africa(
        {"DsgAttr02": "Copper", "DsgAttr03": "Metal", "DsgAttr07": 311.0, "DsgAttr08": unit, "DsgAttr09": "c,e"}
    )[0]
    product = row.products[0]
    assert product.capacity_t_per_year == pytest.approx(tonnes) if tonnes else product.capacity_t_per_year is None
    assert product.is_capacity_combined is product.is_capacity_estimated is (tonnes is not None)
    assert row.capacity_text == f"311 {unit} (c,e)"


@pytest.mark.parametrize(
    ("given", "basis"),
    [
        ({"product": "Ferronickel", "detail": "Ni content"}, "Ni content"),
        ({"product": "Concentrate, Li2O content", "note": "g,c"}, "gross weight (concentrate, li2o content)"),
        ({"product": "Ore", "detail": "Wet metric tons", "note": "c, e, g"}, "wet ore"),
        ({"product": "Phosphoric acid, P2O5"}, "P2O5"),
        ({"product": "Vanadium pentoxide"}, "vanadium pentoxide"),
        ({"product": "Mine"}, "not stated"),
        ({"product": "Copper"}, "not stated"),
        ({"product": "Mine", "note": "g"}, "gross weight"),
    ],
)
def test_the_basis_is_what_the_publisher_says(given, basis):
    assert capacity_basis(**{"commodity": "Copper", "detail": "", "note": "", **given}) == basis


def test_a_point_with_several_plants_gives_several_sites():
    rows = africa(
        {"FeatureNam": "Nchanga Smelter", "DsgAttr02": "Copper", "DsgAttr03": "Metal"},
        {"FeatureNam": "nchanga smelter", "DsgAttr02": "Cobalt", "DsgAttr03": "Metal"},
        {"FeatureNam": "Empangeni Smelter", "DsgAttr02": "Titanium", "DsgAttr03": "Titanium slag"},
        {"FeatureNam": "Nchanga Mine", "FeatureTyp": "Mines and Quarries", "DsgAttr02": "Copper", "DsgAttr03": "Mine"},
    )
    sites = {row.native_id: row.site for row in rows}
    assert sites["ZMB001-1"] == sites["ZMB001-2"]
    assert len(set(sites.values())) == 3


def test_two_capacities_of_one_product_are_two_plants_unless_shared():
    smelter = {
        "FeatureNam": "Smelter at Gweru",
        "DsgAttr02": "Chromium",
        "DsgAttr03": "Chromite",
        "DsgAttr08": "Metric tons",
    }
    own = africa({**smelter, "DsgAttr07": 5.0}, {**smelter, "DsgAttr07": 6.0})
    shared = africa({**smelter, "DsgAttr07": 5.0, "DsgAttr09": "c"}, {**smelter, "DsgAttr07": 5.0, "DsgAttr09": "c"})
    assert len({row.site for row in own}) == 2
    assert len({row.site for row in shared}) == 1


def test_everything_at_a_mine_is_mined_and_concentrate_of_a_plant_too():
    assert usgs_stage(is_mine=True, commodity="Copper", product="Metal") is Stage.MINED
    assert usgs_stage(is_mine=False, commodity="Titanium", product="Concentrate") is Stage.MINED
    assert usgs_stage(is_mine=False, commodity="Beryllium", product="Beryl ore") is Stage.MINED
    assert usgs_stage(is_mine=False, commodity="Bauxite", product="") is Stage.MINED
    assert usgs_stage(is_mine=False, commodity="Copper", product="Metal") is Stage.REFINED


@pytest.mark.parametrize(
    ("name", "commodity", "product", "kind"),
    [
        ("Plant at Helwan", "Aluminum", "Secondary", FacilityKind.RECYCLING),
        ("Mozal Smelter", "Aluminum", "Primary and Secondary", FacilityKind.SMELTER),
        ("Rustenburg Base Metal Refiners", "Cobalt", "Refined", FacilityKind.REFINERY),
        ("Toufen Factory", "Nickel", "Chemical Products", FacilityKind.CHEMICAL_PLANT),
        ("Cato Ridge Plant", "Iron and steel", "Ferromanganese", FacilityKind.SMELTER),
        ("Goro Complex", "Nickel", "Intermediate", FacilityKind.PROCESSING_PLANT),
        ("Plant in Kawasan", "Graphite", "Synthetic Graphite", FacilityKind.CHEMICAL_PLANT),
    ],
)
def test_kind_of_a_usgs_plant(name, commodity, product, kind):
    assert usgs_plant_kind(name=name, commodity=commodity, product=product) is kind


def test_icmm_kind_without_works_is_a_plant():
    assert icmm_kind(["Plant"], [Mineral.ZINC]) is FacilityKind.PROCESSING_PLANT
    assert icmm_kind(["Smelter", "Refinery"], [Mineral.COPPER]) is FacilityKind.SMELTER


def test_an_unknown_state_is_named_with_the_known_ones():
    with pytest.raises(DataContractError, match="'Melting pot' is not one of Battery recycling facility"):
        known_code("Melting pot", KINDS, "nrcan")


@pytest.mark.parametrize(("year", "is_hidden"), [(2014, True), (2015, False), (2018, False)])
def test_exploration_before_2015_is_hidden(year, is_hidden):
    site = dict.fromkeys(EXPLORATION_COLUMNS, "")
    site |= {
        "FeatureUID": "MZx001",
        "FeatureNam": "6142L",
        "LocOpStat": "Exploration",
        "Country": "Mozambique",
        "Latitude": -13.2,
        "Longitude": 38.7,
        "DsgAttr11": float(year),
        "DsgAttr01": "Graphite",
        "DsgAttr02": "Colbalt",
    }
    row = EXPLORATION.sites(frame([site], "FeatureUID"), NOTHING_KNOWN)[0]
    assert bool(row.hidden_reason) is is_hidden
    assert (row.kind, row.status, row.status_year) == (FacilityKind.PROJECT, FacilityStatus.EXPLORATION, year)
    assert [item.role for item in row.products] == [CommodityRole.PRIMARY, CommodityRole.SECONDARY]


def corrections(**given):
    line = {
        "source_id": "usgs",
        "native_id": "ZAF095-1",
        "field": "Latitude",
        "old": "25.707186",
        "new": "-25.707186",
        "reason": "Hemisphere",
    }
    return pd.DataFrame([{**line, **given}])


MINES = pd.DataFrame(
    {NATIVE: ["ZAF094-1", "ZAF095-1"], "Latitude": [-25.7, 25.707186], "Country": ["South Africa", "South Africa"]}
)


def test_a_correction_changes_its_row_only_and_tells_the_reason():
    table = corrected(MINES, corrections(), "usgs")
    assert table["Latitude"].tolist() == [-25.7, -25.707186]
    assert table[CORRECTION].tolist() == ["", "Latitude: 25.707186 read as -25.707186 (Hemisphere)"]
    assert corrected(MINES, corrections(), "other source")["Latitude"].tolist() == MINES["Latitude"].tolist()


def test_a_correction_may_take_a_figure_away():
    table = corrected(MINES, corrections(new=None), "usgs")
    assert table["Latitude"].isna().tolist() == [False, True]
    assert "no data" in table.loc[1, CORRECTION]


def test_a_unicode_minus_is_the_same_number():
    table = corrected(MINES, corrections(native_id="ZAF094-1", old="\u221225.7", new="-25.7"), "usgs")
    assert table.loc[0, "Latitude"] == -25.7


@pytest.mark.parametrize(
    ("given", "words"), [({"old": "26"}, "is 25.707186, not '26'"), ({"field": "Lat"}, "has no column 'Lat'")]
)
def test_a_correction_of_another_edition_is_refused(given, words):
    with pytest.raises(DataContractError, match=words):
        corrected(MINES, corrections(**given), "usgs")


def test_corrections_without_a_row_are_left_over():
    assert leftovers(corrections(), {"usgs:ZAF095-1"}) == []
    assert "usgs:ZAF095-1" in leftovers(corrections(), {"usgs:ZAF094-1"})[0]
