"""Small files of facilities in each publisher's form, for the tests of the readers and of the whole step."""

from __future__ import annotations

import json

import openpyxl

from geo.facts import facility_africa, facility_ga, facility_indopacific

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
HOTMAPS_HEADER = "SiteID;CompanyName;SiteName;Address;CityCode;City;Country;geom;Subsector;DataSource;Production"
BUSCH_HEADER = "d,Country,Deposit_Name,Resource_Type,Latitude,Longitude,Status,cost1,prod_rate2022,Resource_Type_orig"
PP1802_HEADER = "X,Y,DEPOSIT_NAME,CRITICAL_MINERAL,DEPOSIT_TYPE,LATITUDE,LONGITUDE,LOCATION,LOC_DETAIL"


def put(raw, folder, name, content):
    path = raw / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


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


def africa_feature(**given):
    africa = dict.fromkeys(facility_africa.LAYOUT.columns, "<null>")
    numbers = {"DsgAttr06": 2018, "DsgAttr07": 311000.0, "Latitude": -12.531, "Longitude": 27.855}
    return {"type": "Feature", "properties": {**africa, **numbers, "FeatureUID": "ZMB042", "Label1": None, **given}}


def put_africa(raw, *features):
    content = json.dumps({"type": "FeatureCollection", "features": list(features)})
    return put(raw, "usgs_africa_mineral_industries", "AFR_Mineral_Facilities.geojson", content)


def put_exploration(raw, *sites):
    base = dict.fromkeys(facility_africa.EXPLORATION_COLUMNS)
    base |= {"FeatureUID": "CDx015", "FeatureNam": "Kamoa", "LocOpStat": "Exploration", "Country": "Zambia"}
    base |= {"DsgAttr11": 2018, "DsgAttr01": "Copper", "Latitude": -10.7, "Longitude": 25.2}
    content = json.dumps({"features": [{"properties": {**base, **site}} for site in sites]})
    return put(raw, "usgs_africa_mineral_industries", "AFR_Mineral_Exploration.geojson", content)


def put_indopacific(raw, *sites):
    base = dict.fromkeys(facility_indopacific.LAYOUT.columns, "")
    base |= {"FeatureUID": "MYS108", "FeatureTyp": "Mineral Processing Plants", "LocOpStat": "Assumed Active"}
    base |= {"FeatureNam": "Lynas Plant", "Country": "Malaysia", "DsgAttr01": "Rare Earths"}
    base |= {"DsgAttr02": "Rare-Earth Compounds", "LocConf": "A"}
    base |= {"DsgAttr06": 22, "DsgAttr07": "kmt", "Latitude": 4.0, "Longitude": 103.4}
    content = json.dumps({"features": [{"properties": {**base, **site}} for site in sites]})
    folder = "usgs_indopacific_mineral_facilities"
    return put(raw, folder, "INDOPAC_Mineral_facilities.geojson", content)


def put_nrcan(raw, *sites):
    base = {
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
    content = json.dumps([{**base, **site} for site in sites])
    return put(raw, "nrcan_critical_minerals", "nrcan_sync_2026-06-24.json", content)


def put_ga(raw, *mines):
    book = openpyxl.Workbook()
    book.active.append([*facility_ga.COLUMNS, "x"])
    for mine in mines:
        book.active.append([*mine, 1])
    folder = raw / "ga_australian_operating_mines"
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "Australian_Operating_Mines_2024_2.xlsx")


def put_busch(raw, *lines):
    return put(raw, "busch_lithium_deposits", "Deposit.csv", "\n".join([BUSCH_HEADER, *lines, ""]))


def put_hotmaps(raw, *lines):
    return put(raw, "hotmaps_industrial_sites", "Industrial_Database.csv", "\n".join([HOTMAPS_HEADER, *lines, ""]))


def put_pp1802(raw, *lines):
    return put(raw, "usgs_pp1802_critical_deposits", "PP1802_CritMin_pts.csv", "\n".join([PP1802_HEADER, *lines, ""]))
