"""Readers of facilities: each small file is in its publisher's form, with its traps."""

from __future__ import annotations

import json

import openpyxl
import pandas as pd
import pytest

from geo.errors import SourceError
from geo.sources import busch, geoscience_australia, hotmaps, icmm, nrcan, pp1802, usgs_africa, usgs_indopacific

ICMM_HEADER = [
    "ICMMID",
    "Confidence Factor",
    "Mine Name ",
    "Group Names",
    "Latitude",
    "Longitude",
    "Asset Type",
    "Country",
    "Primary Commodity",
    "Secondary Commodity",
    "Other Commodities",
]


def put(raw, folder, name, content):
    path = raw / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def put_icmm(raw, rows, *, sheet="External", header=ICMM_HEADER):
    book = openpyxl.Workbook()
    book.active.title = "About"
    page = book.create_sheet(sheet)
    page.append(header)
    for row in rows:
        page.append(row)
    folder = raw / "icmm_global_mining_dataset"
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "global-mining-dataset.xlsx")


def icmm_row(**given):
    row = {
        "ICMMID": "ICMM07721",
        "Confidence Factor": "Very Low",
        "Mine Name ": "Murchison",
        "Group Names": None,
        "Latitude": "\u221223.8901",
        "Longitude": 30.6952,
        "Asset Type": "Mine",
        "Country": "South Africa",
        "Primary Commodity": "gold ",
        "Secondary Commodity": "platinum",
        "Other Commodities": None,
    }
    return [{**row, **given}[name] for name in ICMM_HEADER]


def feature(**given):
    africa = dict.fromkeys(usgs_africa.FACILITY_COLUMNS, "<null>")
    numbers = {"DsgAttr06": 2018, "DsgAttr07": 311000.0, "Latitude": -12.531, "Longitude": 27.855}
    return {"type": "Feature", "properties": {**africa, **numbers, "FeatureUID": "ZMB042", "Label1": None, **given}}


def put_africa(raw, *features):
    content = json.dumps({"type": "FeatureCollection", "features": list(features)})
    return put(raw, "usgs_africa_mineral_industries", "AFR_Mineral_Facilities.geojson", content)


def test_unicode_minus_of_icmm_stays_south(tmp_path):
    put_icmm(tmp_path, [icmm_row()])
    sites = icmm.read_global_mining_dataset(tmp_path)
    assert sites.loc[0, "Latitude"] == -23.8901
    assert sites.loc[0, "Primary Commodity"] == "gold"
    assert list(sites.columns) == icmm.COLUMNS


def test_icmm_names_the_site_whose_coordinate_is_no_number(tmp_path):
    put_icmm(tmp_path, [icmm_row(), icmm_row(ICMMID="ICMM1", Latitude="south")])
    with pytest.raises(SourceError, match=r"Latitude of ICMM1 is 'south'"):
        icmm.read_global_mining_dataset(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"), [({"sheet": "Extern"}, "no sheet"), ({"header": ICMM_HEADER[1:]}, "ICMMID")]
)
def test_another_edition_of_icmm_is_refused(tmp_path, change, words):
    put_icmm(tmp_path, [], **change)
    with pytest.raises(SourceError, match=words):
        icmm.read_global_mining_dataset(tmp_path)


def test_null_words_and_the_missing_capacity_of_usgs_are_gaps(tmp_path):
    put_africa(tmp_path, feature(DsgAttr07=-999), feature(OperateNam=" KCM "), feature(FeatureUID="ZMB043"))
    rows = usgs_africa.read_facilities(tmp_path)
    assert pd.isna(rows.loc[0, "DsgAttr07"])
    assert rows.loc[1, "DsgAttr07"] == 311000
    assert rows.loc[0, "OperateNam"] == ""
    assert rows.loc[1, "OperateNam"] == "KCM"
    assert list(rows["RowOfSite"]) == [1, 2, 1]


def test_africa_names_the_feature_with_words_for_a_number(tmp_path):
    put_africa(tmp_path, feature(), feature(Latitude="north"))
    with pytest.raises(SourceError, match=r"Latitude of feature 1 is 'north'"):
        usgs_africa.read_facilities(tmp_path)


@pytest.mark.parametrize(
    "content", ["[]", '{"features": [', '{"features": [{"type": "Feature", "properties": {"Country": "Zambia"}}]}']
)
def test_a_file_that_is_no_facility_collection_is_refused(tmp_path, content):
    put(tmp_path, "usgs_africa_mineral_industries", "AFR_Mineral_Facilities.geojson", content)
    with pytest.raises(SourceError):
        usgs_africa.read_facilities(tmp_path)


def test_exploration_keeps_its_year_and_null_commodities(tmp_path):
    properties = dict.fromkeys(usgs_africa.EXPLORATION_COLUMNS)
    properties |= {
        "FeatureUID": "CDx015",
        "DsgAttr11": 2018,
        "DsgAttr01": "Copper",
        "Latitude": -10.7,
        "Longitude": 25.2,
    }
    content = json.dumps({"features": [{"properties": properties}]})
    put(tmp_path, "usgs_africa_mineral_industries", "AFR_Mineral_Exploration.geojson", content)
    rows = usgs_africa.read_exploration(tmp_path)
    assert rows.loc[0, "DsgAttr11"] == 2018
    assert rows.loc[0, "DsgAttr02"] == ""


def test_indopacific_has_no_year_column(tmp_path):
    properties = dict.fromkeys(usgs_indopacific.COLUMNS, "")
    properties |= {"FeatureUID": "MYS108", "DsgAttr06": 22, "DsgAttr07": "kmt", "Latitude": 4.0, "Longitude": 103.4}
    put(
        tmp_path,
        "usgs_indopacific_mineral_facilities",
        "INDOPAC_Mineral_facilities.geojson",
        json.dumps({"features": [{"properties": properties}]}),
    )
    rows = usgs_indopacific.read_facilities(tmp_path)
    assert rows.loc[0, "DsgAttr06"] == 22.0
    assert rows.loc[0, "DsgAttr07"] == "kmt"


def test_fields_that_a_re_user_invented_are_not_read(tmp_path):
    site = {
        "id": "marathon",
        "name": " Marathon ",
        "operator": None,
        "minerals": ["Palladium", " copper"],
        "primaryMineral": "Copper",
        "stage": "Advanced Project",
        "region": "Central",
        "status": "Active",
        "latitude": 48.8,
        "longitude": -86.3,
        "province": "Ontario",
        "operationGroup": "Advanced exploration project",
        "developmentStage": "Advanced project",
        "nrcanObjectId": 7,
    }
    put(tmp_path, "nrcan_critical_minerals", "nrcan_sync_2026-06-24.json", json.dumps([site]))
    rows = nrcan.read_sites(tmp_path)
    assert not {"primaryMineral", "stage", "region", "id"} & set(rows.columns)
    assert rows.loc[0, "minerals"] == "Palladium; copper"
    assert rows.loc[0, "name"] == "Marathon"
    assert rows.loc[0, "operator"] == ""


def test_states_and_groups_of_geoscience_australia_lose_stray_blanks_and_capitals(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([*geoscience_australia.COLUMNS, "x"])
    book.active.append([1, "Abra", "QLD ", -24.6, 118.5, "Operating Mine", "Rare earth elements ", 1])
    folder = tmp_path / "ga_australian_operating_mines"
    folder.mkdir()
    book.save(folder / "Australian_Operating_Mines_2024_2.xlsx")
    mines = geoscience_australia.read_operating_mines(tmp_path)
    assert mines.loc[0, ["State", "Status", "Commodity Group"]].tolist() == [
        "QLD",
        "operating mine",
        "Rare earth elements",
    ]
    assert mines.loc[0, "Latitude"] == -24.6


def test_model_output_of_busch_is_not_read(tmp_path):
    content = (
        "d,Country,Deposit_Name,Resource_Type,Latitude,Longitude,Status,cost1,prod_rate2022,Resource_Type_orig\n"
        "1,Namibia,Uis,Hard Rock,-21.22,14.88,No info,51066.2,NA,Hard Rock\n"
    )
    put(tmp_path, "busch_lithium_deposits", "Deposit.csv", content)
    assert list(busch.read_deposits(tmp_path).columns) == busch.COLUMNS


HOTMAPS_HEADER = "SiteID;CompanyName;SiteName;Address;CityCode;City;Country;geom;Subsector;DataSource;Production"


def test_hotmaps_points_are_longitude_first_and_may_be_missing(tmp_path):
    # The point holds the separator of the file, so the publisher quotes it.
    content = (
        f"{HOTMAPS_HEADER}\n"
        '579;"Alcoa Inc.";"Alcoa Fjarðaál";;;"Fjarðarbyggð";"Croatia";"SRID=4326;POINT(-14.099652 65.033756)";;;\n'
        '2953;"";"Boliden Harjavalta Oy";;;"";"Finland";"";"Non-ferrous metals";"ETS";\n'
    )
    put(tmp_path, "hotmaps_industrial_sites", "Industrial_Database.csv", content)
    sites = hotmaps.read_industrial_sites(tmp_path)
    assert sites.loc[0, ["lon", "lat", "Country"]].tolist() == [-14.099652, 65.033756, "Croatia"]
    assert sites.loc[1, ["lon", "lat"]].isna().all()


def test_hotmaps_refuses_a_point_of_another_form(tmp_path):
    line = '7;A;B;;;C;Norway;"POINT(7 58)";Non-ferrous metals;ETS;\n'
    put(tmp_path, "hotmaps_industrial_sites", "Industrial_Database.csv", f"{HOTMAPS_HEADER}\n{line}")
    with pytest.raises(SourceError, match="geom of site 7"):
        hotmaps.read_industrial_sites(tmp_path)


def test_rows_of_pp1802_get_their_number_in_the_file(tmp_path):
    content = (
        "X,Y,DEPOSIT_NAME,CRITICAL_MINERAL,DEPOSIT_TYPE,LATITUDE,LONGITUDE,LOCATION,LOC_DETAIL\n"
        "1,2,Araxa,Niobium and Tantalum,Carbonatite,-19.6,-46.9,Brazil,\n"
        "1,2,Kola,Cobalt; Gallium,Magmatic,68,33,Russia,\n"
    )
    put(tmp_path, "usgs_pp1802_critical_deposits", "PP1802_CritMin_pts.csv", content)
    assert pp1802.read_deposits(tmp_path)[pp1802.ROW].tolist() == [1, 2]


@pytest.mark.parametrize(
    "read",
    [
        icmm.read_global_mining_dataset,
        usgs_africa.read_facilities,
        usgs_indopacific.read_facilities,
        nrcan.read_sites,
        geoscience_australia.read_operating_mines,
        busch.read_deposits,
        hotmaps.read_industrial_sites,
        pp1802.read_deposits,
    ],
)
def test_a_missing_file_is_named(tmp_path, read):
    with pytest.raises(SourceError, match="is missing"):
        read(tmp_path)
