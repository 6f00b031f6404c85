"""The two steps from publishers' files to tables, over a world of three countries."""

from __future__ import annotations

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geo.errors import DataContractError
from geo.facts.dataset import Inputs, joined
from geo.facts.pipeline import STEPS
from geo.facts.reviewed import reviewed_table
from geo.schema import TABLE_BY_NAME
from geo.schema.files import read_facts, write_facts
from geo.schema.tables_reference import REGION_RULE

CODES = """ISO3166-1-Alpha-3,ISO3166-1-Alpha-2,M49,CLDR display name,official_name_en,UNTERM English Short,Region Name,Sub-region Name,Intermediate Region Name,Land Locked Developing Countries (LLDC)
NAM,NA,516,Namibia,Namibia,Namibia,Africa,Sub-Saharan Africa,Southern Africa,
BWA,BW,72,Botswana,Botswana,Botswana,Africa,Sub-Saharan Africa,Southern Africa,x
ATA,AQ,10,Antarctica,Antarctica,,,,,
"""
GROUPS = """group_id,group_name,kind,as_of,publisher,document,document_date,url,evidence,confidence,note
SADC,Southern African Development Community,organisation,2025-01-01,SADC,Member States,,,read,high,
"""
MEMBERS = """group_id,iso3,role,since,until,source,confidence,note
SADC,NAM,member,,,SADC page,high,
SADC,BWA,member,,,SADC page,high,
"""
CONTROLS = """control_id,jurisdiction_iso3,minerals,forms_or_scope,measure_type,target,announced,effective,end_date,status,status_as_of,authority,instrument,source_publisher,source_document,source_date,source_url,evidence,confidence,note
NAM-2023,NAM,lithium;cobalt,unprocessed ore,export ban,all destinations,2023-06-08,2023-06,,in force,2026-01,Cabinet,Decision of June 2023,Reuters,Namibia bans,2023-06,,stored copy,high,
"""
TABLE_4 = """Country,Control_Type,Commodity_Year,Data_source,Notes
Botswana,Export ban,Raw diamonds (2025).,https://example.org,Note.
"""


@pytest.fixture
def raw(tmp_path):
    texts = {
        "datahub_country_codes/country-codes.csv": CODES,
        "facts_country_groups/groups.csv": GROUPS,
        "facts_country_groups/country_groups.csv": MEMBERS,
        "facts_export_controls/export_controls.csv": CONTROLS,
        "usgs_mcs_2026/MCS2026_T4_Country_Export_Control.csv": "\ufeff" + TABLE_4,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for folder in ("natural_earth", "worldbank_income_groups", "worldbank_wgi"):
        (tmp_path / folder).mkdir()
    coast, inland = shapely.box(12, -28, 20, -18) - shapely.box(15, -25, 18, -20), shapely.box(15, -25, 18, -20)
    rows = [
        ("NAM", "NAM", "Namibia", 17.1, -20.6, coast),
        ("BWA", "BWA", "Botswana", 16.5, -22.5, inland),
        ("-99", "KOS", "Kosovo", 20.9, 42.6, shapely.box(20, 42, 21, 43)),
    ]
    columns = ["ISO_A3_EH", "ADM0_A3", "NAME", "LABEL_X", "LABEL_Y", "geometry"]
    table = pd.DataFrame(rows, columns=columns).assign(NAME_LONG=lambda t: t["NAME"], NAME_EN=lambda t: t["NAME"])
    shapes = gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")
    shapes.to_file(tmp_path / "natural_earth" / "c.shz", driver="ESRI Shapefile")
    (tmp_path / "natural_earth" / "c.shz").rename(tmp_path / "natural_earth" / "ne_50m_admin_0_countries.zip")
    book = openpyxl.Workbook()
    book.active.title = "List of economies"
    book.active.append(("Economy", "Code", "Region", "Income group"))
    book.active.append(("Namibia", "NAM", "Sub-Saharan Africa", "Lower middle income"))
    book.save(tmp_path / "worldbank_income_groups" / "CLASS_2025_10_07.xlsx")
    wgi = {"code": ["NAM"], "countryname": ["Namibia"], "year": [2023], "indicator": ["cc"], "estimate": [0.3]}
    pd.DataFrame({**wgi, "stddev": [0.2], "pctrank": [62.0]}).to_stata(
        tmp_path / "worldbank_wgi" / "wgidataset.dta", write_index=False
    )
    return tmp_path


def test_both_steps_make_tables_that_can_be_written_and_read_back(raw, tmp_path):
    rules = [("subregion", "Sub-Saharan Africa", "africa", "M49"), ("country", "XKX", "europe", "neighbours")]
    known = {
        "region_rule": pd.DataFrame(rules, columns=["kind", "key", "region", "reason"]),
        "extra_alias": pd.DataFrame([("south west africa", "old", "NAM")], columns=["alias", "system", "iso3"]),
    }
    for step in STEPS[:2]:
        known.update(joined(step.datasets(), Inputs(raw, known)))
    country = known["country"].set_index("iso3")
    assert country.index.tolist() == ["BWA", "NAM", "XKX"]
    assert country["is_landlocked"].to_dict() == {"BWA": True, "NAM": False, "XKX": False}
    assert known["export_control_mineral"]["mineral"].tolist() == ["cobalt", "lithium"]
    for name, frame in known.items():
        table = TABLE_BY_NAME[name]
        write_facts(table, frame, tmp_path / "facts")
        _, findings = read_facts(table, tmp_path / "facts")
        assert findings == []


def test_reviewed_table_with_a_bad_row_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("NEARSHORE_DATA", str(tmp_path))
    (tmp_path / "reviewed").mkdir()
    (tmp_path / "reviewed" / "region_rule.csv").write_text("kind,key,region,reason\nsubregion,X,atlantis,none\n")
    with pytest.raises(DataContractError, match="atlantis"):
        reviewed_table(REGION_RULE, {})
