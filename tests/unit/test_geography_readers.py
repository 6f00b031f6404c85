"""Readers of geography and governance: each small file is in its publisher's form, with its traps."""

from __future__ import annotations

import json

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geo.errors import SourceError
from geo.facts.controls import read_compiled_controls, read_usgs_controls
from geo.facts.country import read_country_codes, read_income_groups
from geo.facts.governance import read_wgi
from geo.facts.groups import read_groups, read_members
from geo.sources.natural_earth import read_countries, read_disputed_lines, read_land
from geo.sources.published import published_file, read_text_table

CODES_HEADER = (
    "FIFA,ISO3166-1-Alpha-3,ISO3166-1-Alpha-2,UNTERM English Short,M49,Land Locked Developing Countries (LLDC),"
    "Intermediate Region Name,official_name_en,Region Name,Sub-region Name,Continent,CLDR display name"
)
NAMIBIA = "NAM,NAM,NA,Namibia,516,,Southern Africa,Namibia,Africa,Sub-Saharan Africa,AF,Namibia"
AFGHANISTAN = "AFG,AFG,AF,Afghanistan,4,x,,Afghanistan,Asia,Southern Asia,AS,Afghanistan"


def put(raw, folder, name, content):
    path = raw / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_namibia_keeps_its_two_letter_code(tmp_path):
    put(tmp_path, "datahub_country_codes", "country-codes.csv", "\n".join([CODES_HEADER, NAMIBIA, AFGHANISTAN]) + "\n")
    codes = read_country_codes(tmp_path).set_index("iso3")
    assert codes.loc["NAM", "iso2"] == "NA"
    assert codes.loc["AFG", "m49"] == "4"
    assert codes.loc["AFG", "lldc"] == "x"


def test_code_list_of_another_edition_is_refused_by_column(tmp_path):
    header = CODES_HEADER.replace("Sub-region Name", "Subregion")
    put(tmp_path, "datahub_country_codes", "country-codes.csv", header + "\n" + NAMIBIA + "\n")
    with pytest.raises(SourceError, match="Sub-region Name"):
        read_country_codes(tmp_path)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"country-codes\.csv is missing"):
        read_country_codes(tmp_path)
    with pytest.raises(SourceError, match="--raw"):
        published_file(tmp_path, "some_folder", "file.csv")


@pytest.mark.parametrize("content", [b"", b'a,b\n"1,2\n3', b"a,b\n\xff\xfe\x00,1\n"])
def test_cut_or_foreign_file_is_a_source_error(tmp_path, content):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"broken\.csv"):
        read_text_table(path, ["a", "b"])


def test_aggregates_below_the_income_list_are_left_out_and_unclassified_stay_empty(tmp_path):
    folder = tmp_path / "worldbank_income_groups"
    folder.mkdir()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "List of economies"
    for row in [
        ("Economy", "Code", "Region", "Income group", "Lending category"),
        ("Namibia", "NAM", "Sub-Saharan Africa", "Lower middle income", "IBRD"),
        ("Venezuela, RB", "VEN", "Latin America & Caribbean", None, "IBRD"),
        (None, None, None, None, None),
        ("High income", "HIC", None, None, None),
    ]:
        sheet.append(row)
    book.save(folder / "CLASS_2025_10_07.xlsx")
    income = read_income_groups(tmp_path)
    assert income["code"].tolist() == ["NAM", "VEN"]
    assert income["income_group"].isna().tolist() == [False, True]


def test_income_workbook_without_its_sheet_is_refused(tmp_path):
    folder = tmp_path / "worldbank_income_groups"
    folder.mkdir()
    openpyxl.Workbook().save(folder / "CLASS_2025_10_07.xlsx")
    with pytest.raises(SourceError, match="List of economies"):
        read_income_groups(tmp_path)


def natural_earth_rows(rows):
    columns = ["ISO_A3_EH", "ADM0_A3", "NAME", "NAME_LONG", "NAME_EN", "LABEL_X", "LABEL_Y", "POP_EST", "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs="EPSG:4326")


def test_country_polygons_are_read_from_the_publishers_zip(tmp_path):
    folder = tmp_path / "natural_earth"
    folder.mkdir()
    square = shapely.box(0, 0, 1, 1)
    table = natural_earth_rows([("-99", "KOS", "Kosovo", "Kosovo", "Kosovo", 20.9, 42.6, 1, square)])
    table.to_file(folder / "ne_50m_admin_0_countries.shz", driver="ESRI Shapefile")
    (folder / "ne_50m_admin_0_countries.shz").rename(folder / "ne_50m_admin_0_countries.zip")
    read = read_countries(tmp_path)
    assert read.loc[0, ["iso_a3_eh", "adm0_a3"]].tolist() == ["-99", "KOS"]
    assert read.geometry.iloc[0].equals(square)


def test_land_and_disputed_lines_are_read_from_geojson(tmp_path):
    line = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 2]]}}
    collection = json.dumps({"type": "FeatureCollection", "features": [line]})
    put(tmp_path, "natural_earth", "ne_50m_admin_0_boundary_lines_disputed_areas.json", collection)
    assert read_disputed_lines(tmp_path).iloc[0].equals(shapely.LineString([(0, 0), (1, 2)]))
    put(tmp_path, "natural_earth", "ne_110m_land.json", collection[:-20])
    with pytest.raises(SourceError, match=r"ne_110m_land\.json"):
        read_land(tmp_path)


def test_governance_file_keeps_empty_estimates_and_sheds_single_precision_noise(tmp_path):
    folder = tmp_path / "worldbank_wgi"
    folder.mkdir()
    table = pd.DataFrame(
        {
            "codeindyr": ["ZARcc2023", "ASMva2023"],
            "code": ["ZAR", "ASM"],
            "countryname": ["Congo, Dem. Rep.", "American Samoa"],
            "year": pd.array([2023, 2023], dtype="int16"),
            "indicator": ["cc", "va"],
            "estimate": pd.array([-1.4766, None], dtype="float64").astype("float32"),
            "stddev": pd.array([0.15, None], dtype="float64").astype("float32"),
            "pctrank": pd.array([3.3, None], dtype="float64").astype("float32"),
        }
    )
    table.to_stata(folder / "wgidataset.dta", write_index=False)
    read = read_wgi(tmp_path)
    assert read["estimate"].iloc[0] == -1.4766
    assert pd.isna(read["estimate"].iloc[1])


def test_governance_file_that_is_no_stata_file_is_refused(tmp_path):
    put(tmp_path, "worldbank_wgi", "wgidataset.dta", "version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(SourceError, match=r"wgidataset\.dta"):
        read_wgi(tmp_path)


def test_usgs_table_4_is_read_without_its_byte_order_mark_and_trailing_blanks(tmp_path):
    rows = (
        "\ufeffCountry,Control_Type,Commodity_Year,Data_source,Notes\n"
        'Armenia,Temporary export ban ,Metal waste and scrap (2025).,https://example.org/a,"Excludes past controls."\n'
    )
    put(tmp_path, "usgs_mcs_2026", "MCS2026_T4_Country_Export_Control.csv", rows)
    read = read_usgs_controls(tmp_path)
    assert read.loc[0, "country"] == "Armenia"
    assert read.loc[0, "measure"] == "Temporary export ban"


def test_compiled_lists_need_all_their_columns(tmp_path):
    put(tmp_path, "facts_export_controls", "export_controls.csv", "control_id,minerals\nX,cobalt\n")
    put(tmp_path, "facts_country_groups", "groups.csv", "group_id,group_name\nX,Y\n")
    put(tmp_path, "facts_country_groups", "country_groups.csv", "group_id,iso3\nX,NAM\n")
    for read in (read_compiled_controls, read_groups, read_members):
        with pytest.raises(SourceError, match="lacks the columns"):
            read(tmp_path)
