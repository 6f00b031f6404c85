"""Readers of facilities: each small file is in its publisher's form, with its traps."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import SourceError
from geo.facts import (
    facility_africa,
    facility_busch,
    facility_deposit,
    facility_ga,
    facility_hotmaps,
    facility_icmm,
    facility_indopacific,
    facility_nrcan,
)
from tests.facility_files import (
    ICMM_HEADER,
    africa_feature,
    icmm_row,
    put,
    put_africa,
    put_busch,
    put_exploration,
    put_ga,
    put_hotmaps,
    put_icmm,
    put_indopacific,
    put_nrcan,
    put_pp1802,
)


def test_unicode_minus_of_icmm_stays_south(tmp_path):
    put_icmm(tmp_path, [icmm_row()])
    sites = facility_icmm.read_global_mining_dataset(tmp_path)
    assert sites.loc[0, "Latitude"] == -23.8901
    assert sites.loc[0, "Primary Commodity"] == "gold"
    assert list(sites.columns) == facility_icmm.COLUMNS


def test_icmm_names_the_site_whose_coordinate_is_no_number(tmp_path):
    put_icmm(tmp_path, [icmm_row(), icmm_row(ICMMID="ICMM1", Latitude="south")])
    with pytest.raises(SourceError, match=r"Latitude of ICMM1 is 'south'"):
        facility_icmm.read_global_mining_dataset(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"), [({"sheet": "Extern"}, "no sheet"), ({"header": ICMM_HEADER[1:]}, "ICMMID")]
)
def test_another_edition_of_icmm_is_refused(tmp_path, change, words):
    put_icmm(tmp_path, [], **change)
    with pytest.raises(SourceError, match=words):
        facility_icmm.read_global_mining_dataset(tmp_path)


def test_null_words_and_the_missing_capacity_of_usgs_are_gaps(tmp_path):
    put_africa(
        tmp_path,
        africa_feature(DsgAttr07=-999),
        africa_feature(OperateNam=" KCM "),
        africa_feature(FeatureUID="ZMB043"),
    )
    rows = facility_africa.read_facilities(tmp_path)
    assert pd.isna(rows.loc[0, "DsgAttr07"])
    assert rows.loc[1, "DsgAttr07"] == 311000
    assert rows.loc[0, "OperateNam"] == ""
    assert rows.loc[1, "OperateNam"] == "KCM"
    assert list(rows["RowOfSite"]) == [1, 2, 1]


def test_africa_names_the_feature_with_words_for_a_number(tmp_path):
    put_africa(tmp_path, africa_feature(), africa_feature(Latitude="north"))
    with pytest.raises(SourceError, match=r"Latitude of feature 1 is 'north'"):
        facility_africa.read_facilities(tmp_path)


@pytest.mark.parametrize(
    "content", ["[]", '{"features": [', '{"features": [{"type": "Feature", "properties": {"Country": "Zambia"}}]}']
)
def test_a_file_that_is_no_facility_collection_is_refused(tmp_path, content):
    put(tmp_path, "usgs_africa_mineral_industries", "AFR_Mineral_Facilities.geojson", content)
    with pytest.raises(SourceError):
        facility_africa.read_facilities(tmp_path)


def test_exploration_keeps_its_year_and_null_commodities(tmp_path):
    put_exploration(tmp_path, {})
    rows = facility_africa.read_exploration(tmp_path)
    assert rows.loc[0, "DsgAttr11"] == 2018
    assert rows.loc[0, "DsgAttr02"] == ""


def test_indopacific_keeps_capacity_and_unit_apart(tmp_path):
    put_indopacific(tmp_path, {}, {"DsgAttr06": -999, "DsgAttr07": "NA"})
    rows = facility_indopacific.read_facilities(tmp_path)
    assert rows["DsgAttr07"].tolist() == ["kmt", "NA"]
    assert rows.loc[0, "DsgAttr06"] == 22.0
    assert pd.isna(rows.loc[1, "DsgAttr06"])


def test_fields_that_a_re_user_invented_are_not_read(tmp_path):
    put_nrcan(tmp_path, {})
    rows = facility_nrcan.read_sites(tmp_path)
    assert not {"primaryMineral", "stage", "region", "id"} & set(rows.columns)
    assert rows.loc[0, "minerals"] == "Palladium; copper"
    assert rows.loc[0, "name"] == "Marathon"
    assert rows.loc[0, "operator"] == ""


def test_states_and_groups_of_geoscience_australia_lose_stray_blanks_and_capitals(tmp_path):
    put_ga(tmp_path, [1, "Abra", "QLD ", -24.6, 118.5, "Operating Mine", "Rare earth elements "])
    mines = facility_ga.read_operating_mines(tmp_path)
    assert mines.loc[0, ["State", "Status", "Commodity Group"]].tolist() == [
        "QLD",
        "operating mine",
        "Rare earth elements",
    ]
    assert mines.loc[0, "Latitude"] == -24.6


def test_model_output_of_busch_is_not_read(tmp_path):
    put_busch(tmp_path, "1,Namibia,Uis,Hard Rock,-21.22,14.88,No info,51066.2,NA,Hard Rock")
    assert list(facility_busch.read_deposits(tmp_path).columns) == facility_busch.COLUMNS


def test_hotmaps_points_are_longitude_first_and_may_be_missing(tmp_path):
    # The point holds the separator of the file, so the publisher quotes it.
    put_hotmaps(
        tmp_path,
        '579;"Alcoa Inc.";"Alcoa Fjarðaál";;;"Fjarðarbyggð";"Croatia";"SRID=4326;POINT(-14.099652 65.033756)";;;',
        '2953;"";"Boliden Harjavalta Oy";;;"";"Finland";"";"Non-ferrous metals";"ETS";',
    )
    sites = facility_hotmaps.read_industrial_sites(tmp_path)
    assert sites.loc[0, ["lon", "lat", "Country"]].tolist() == [-14.099652, 65.033756, "Croatia"]
    assert sites.loc[1, ["lon", "lat"]].isna().all()


def test_hotmaps_refuses_a_point_of_another_form(tmp_path):
    put_hotmaps(tmp_path, '7;A;B;;;C;Norway;"POINT(7 58)";Non-ferrous metals;ETS;')
    with pytest.raises(SourceError, match="geom of site 7"):
        facility_hotmaps.read_industrial_sites(tmp_path)


def test_rows_of_pp1802_get_their_number_in_the_file(tmp_path):
    put_pp1802(
        tmp_path,
        "1,2,Araxa,Niobium and Tantalum,Carbonatite,-19.6,-46.9,Brazil,",
        "1,2,Kola,Cobalt; Gallium,Magmatic,68,33,Russia,",
    )
    assert facility_deposit.read_deposits(tmp_path)[facility_deposit.ROW].tolist() == [1, 2]


@pytest.mark.parametrize(
    "read",
    [
        facility_icmm.read_global_mining_dataset,
        facility_africa.read_facilities,
        facility_indopacific.read_facilities,
        facility_nrcan.read_sites,
        facility_ga.read_operating_mines,
        facility_busch.read_deposits,
        facility_hotmaps.read_industrial_sites,
        facility_deposit.read_deposits,
    ],
)
def test_a_missing_file_is_named(tmp_path, read):
    with pytest.raises(SourceError, match="is missing"):
        read(tmp_path)
